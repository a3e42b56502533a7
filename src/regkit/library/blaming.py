"""Traces every character of a text back to the version that introduced it, through a chain of comparisons."""

from __future__ import annotations

from collections.abc import Sequence

from regkit.changes import Comparison, Nature
from regkit.model.tree import Statute
from regkit.text.folding import folded

Runs = list[tuple[int, int]]
"""Consecutive spans of a text: the length in characters, and the index of the text that introduced it (0: the first)."""


def origins(first: Statute, comparisons: Sequence[Comparison]) -> tuple[list[Runs], list[Runs]]:
    """The origins of the texts and of the headings of all provisions of the last text, both in walking order.

    `comparisons` lead from each text to the next, beginning with `first`. Changes of typography only (the width
    and form of characters) do not change the origin.
    """
    nodes = [node for _, node in first.walk()]
    texts = [_whole(node.text, 0) for node in nodes]
    headings = [_whole(node.heading or "", 0) for node in nodes]
    for number, comparison in enumerate(comparisons, start=1):
        indexes = range(len(comparison.after))
        headings = [
            _heading_of(comparison, index, comparison.relations.of_new(index), headings, number)
            for index in indexes
        ]
        texts = [_text_of(comparison, index, texts, number) for index in indexes]
    return texts, headings


def _whole(text: str, number: int) -> Runs:
    """One span for a whole text; nothing for an empty one."""
    return [(len(text), number)] if text else []


def _heading_of(
    comparison: Comparison, index: int, sources: Sequence[int], before: Sequence[Runs], number: int
) -> Runs:
    """The origin of a heading, which is attributed as a whole to the text that first had it."""
    heading = comparison.after[index].heading or ""
    for source in sources:
        if folded(comparison.before[source].heading or "") == folded(heading) and before[source]:
            return [(len(heading), before[source][0][1])]
    return _whole(heading, number)


def _text_of(comparison: Comparison, index: int, before: Sequence[Runs], number: int) -> Runs:
    """The origin of a provision's own text: kept words keep their origin, new words come from text `number`."""
    runs: Runs = []
    for change in comparison.text_changes.of_new(index):
        position = change.old_start
        for segment in change.segments:
            if change.old is not None and segment.kept:
                _extend(runs, _cut(before[change.old], position, len(segment.old)))
            elif change.old is not None and segment.nature is Nature.TYPOGRAPHY and segment.old:
                ((_, origin), *_) = _cut(before[change.old], position, 1)
                _extend(runs, _whole(segment.new, origin))
            else:
                _extend(runs, _whole(segment.new, number))
            position += len(segment.old)
    return runs


def _extend(runs: Runs, more: Runs) -> None:
    """Append spans, merging neighbours of the same origin."""
    for length, number in more:
        if runs and runs[-1][1] == number:
            runs[-1] = runs[-1][0] + length, number
        else:
            runs.append((length, number))


def _cut(runs: Runs, start: int, length: int) -> Runs:
    """The part of `runs` that covers `length` characters from `start`."""
    part: Runs = []
    position = 0
    for run_length, number in runs:
        covered = min(position + run_length, start + length) - max(position, start)
        if covered > 0:
            part.append((covered, number))
        position += run_length
    return part
