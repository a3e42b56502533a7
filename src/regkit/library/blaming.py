"""Where the words of a text come from: followed character by character through comparisons."""

from __future__ import annotations

from collections.abc import Sequence

from regkit.changes import Comparison, Nature
from regkit.model.tree import Statute
from regkit.text.folding import folded

Runs = list[tuple[int, int]]
"""Stretches of characters, each with the number of the text that brought it, 0 being the first."""


def origins(first: Statute, comparisons: Sequence[Comparison]) -> tuple[list[Runs], list[Runs]]:
    """For each provision of the last text, in walking order, where its text and its heading come from.

    Each comparison leads from one text to the next, the first one from `first`. Width and form of signs bring nothing.
    """
    nodes = [node for _, node in first.walk()]
    texts = [_all_of(node.text, 0) for node in nodes]
    headings = [_all_of(node.heading or "", 0) for node in nodes]
    for number, comparison in enumerate(comparisons, start=1):
        indexes = range(len(comparison.after))
        headings = [
            _heading_of(comparison, index, comparison.relations.of_new(index), headings, number)
            for index in indexes
        ]
        texts = [_text_of(comparison, index, texts, number) for index in indexes]
    return texts, headings


def _all_of(text: str, number: int) -> Runs:
    return [(len(text), number)] if text else []


def _heading_of(
    comparison: Comparison, index: int, came: Sequence[int], before: Sequence[Runs], number: int
) -> Runs:
    """A heading is brought as a whole, by the version that first had it."""
    heading = comparison.after[index].heading or ""
    for old in came:
        if folded(comparison.before[old].heading or "") == folded(heading) and before[old]:
            return [(len(heading), before[old][0][1])]
    return _all_of(heading, number)


def _text_of(comparison: Comparison, index: int, before: Sequence[Runs], number: int) -> Runs:
    runs: Runs = []
    for piece in comparison.text_changes.of_new(index):
        position = piece.old_start
        for segment in piece.segments:
            if piece.old is not None and segment.kept:
                _extend(runs, _cut(before[piece.old], position, len(segment.old)))
            elif piece.old is not None and segment.nature is Nature.TYPOGRAPHY and segment.old:
                ((_, first), *_) = _cut(before[piece.old], position, 1)
                _extend(runs, _all_of(segment.new, first))
            else:
                _extend(runs, _all_of(segment.new, number))
            position += len(segment.old)
    return runs


def _extend(runs: Runs, more: Runs) -> None:
    for length, number in more:
        if runs and runs[-1][1] == number:
            runs[-1] = runs[-1][0] + length, number
        else:
            runs.append((length, number))


def _cut(runs: Runs, start: int, length: int) -> Runs:
    """The part of some runs that covers a stretch of characters."""
    found: Runs = []
    position = 0
    for own, number in runs:
        covered = min(position + own, start + length) - max(position, start)
        if covered > 0:
            found.append((covered, number))
        position += own
    return found
