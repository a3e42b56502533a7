"""Two versions in one sequence, which has each provision of either once; what was moved occurs twice."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence

import msgspec

from regkit.changes import Comparison, Row, Segment, Segments, TextChange, new_text, old_text
from regkit.changes.alignment import longest_rising
from regkit.changes.segments import joined
from regkit.model.flat import FlatProvision
from regkit.model.fronts import Front
from regkit.model.levels import Level

# The levels of provisions with text of their own.
_WITH_TEXT = (Level.ANNEX, Level.PARAGRAPH, Level.ITEM, Level.SUBITEM)


class InterleavingStep(msgspec.Struct, frozen=True, gc=False):
    """A step of the sequence: a provision that one or both versions have here.

    - `old`, `new`: its index in either version; None where that version does not have it here.
    """

    old: int | None
    new: int | None


def merge(comparison: Comparison) -> Iterator[InterleavingStep]:
    """Yield both versions as one sequence that keeps the order of both; provisions that were moved occur twice."""
    return _merged(comparison, range(len(comparison.before)), range(len(comparison.after)))


def merge_row(comparison: Comparison, row: Row) -> Iterator[InterleavingStep]:
    """Yield the provisions of a row of a comparison as one sequence.

    Provisions of its old articles that went to other rows only are left out here.
    """
    olds = [node for index in row.old_indexes for node in comparison.old_tree.subtree(index)]
    news = [node for index in row.new_indexes for node in comparison.new_tree.subtree(index)]
    new_set = frozenset(news)
    for step in _merged(comparison, olds, news, across=True):
        destinations = (
            comparison.text_changes.destinations(step.old)
            if step.new is None and step.old is not None
            else []
        )
        if not destinations or not new_set.isdisjoint(destinations):
            yield step


def _merged(
    comparison: Comparison, olds: Sequence[int], news: Sequence[int], *, across: bool = False
) -> Iterator[InterleavingStep]:
    """Yield some provisions of both versions, each in walking order, as one sequence.

    With `across`, a 款 and the 项 that it became are one step. Their lines may be of different kinds, so the
    lines of either version cannot be recovered from such a sequence.
    """
    waiting_old, waiting_new = list(reversed(olds)), list(reversed(news))
    for old, new in _aligned_pairs(comparison, frozenset(olds), news, across=across):
        while waiting_old[-1] != old:
            yield InterleavingStep(waiting_old.pop(), None)
        while waiting_new[-1] != new:
            yield InterleavingStep(None, waiting_new.pop())
        yield InterleavingStep(waiting_old.pop(), waiting_new.pop())
    while waiting_old:
        yield InterleavingStep(waiting_old.pop(), None)
    while waiting_new:
        yield InterleavingStep(None, waiting_new.pop())


def _aligned_pairs(
    comparison: Comparison, olds: frozenset[int], news: Sequence[int], *, across: bool
) -> list[tuple[int, int]]:
    """The most pairs that fit into one sequence in the order of both versions, sorted.

    Pairs with text are chosen first; pairs of bare labels are added where they fit.
    """
    changes = comparison.text_changes
    with_text: list[tuple[int, int]] = []
    without_text: list[tuple[int, int]] = []
    for new in news:
        old = changes.source(new)
        if (
            old is not None
            and old in olds
            and changes.destination(old) == new
            and _fit_in_one_block(comparison.before[old].level, comparison.after[new].level, across=across)
        ):
            (with_text if changes.segments_of_new(new) else without_text).append((old, new))
    chosen = sorted(longest_rising(sorted(with_text)))
    for old, new in without_text:
        position = bisect(chosen, (old, new))
        if (position == 0 or chosen[position - 1][1] < new) and (
            position == len(chosen) or new < chosen[position][1]
        ):
            chosen.insert(position, (old, new))
    return chosen


def _fit_in_one_block(old: Level, new: Level, *, across: bool) -> bool:
    """Whether one block can show both levels: with `across` a 款 and an 项 or annex can; a 一、 and a 条 cannot."""
    return old is new or (across and old in _WITH_TEXT and new in _WITH_TEXT)


def signatures(comparison: Comparison, steps: Sequence[InterleavingStep]) -> dict[int, Segments]:
    """The segments of the signature, by the position of the step before which they stand; `len(steps)` is the end.

    The signature follows the text and precedes the annexes in either version. If no position fits both
    versions, because an annex became part of the text or back, each version has its own.
    """
    both = comparison.front(Front.SIGNATURE).segments
    old_end, old_annex = _around_signature([step.old for step in steps], comparison.before)
    new_end, new_annex = _around_signature([step.new for step in steps], comparison.after)
    if max(old_end, new_end) <= min(old_annex, new_annex):
        return {min(old_annex, new_annex): both}
    return {
        old_annex: tuple(Segment(segment.old, "") for segment in both if segment.old),
        new_annex: tuple(Segment("", segment.new) for segment in both if segment.new),
    }


def _around_signature(
    indexes: Sequence[int | None], provisions: tuple[FlatProvision, ...]
) -> tuple[int, int]:
    """Two positions among the steps of one version: after the last one before the annexes, and of the first annex.

    `indexes` are the provisions of the steps, None where this version has none.
    """
    first_annex = next(
        (index for index, provision in enumerate(provisions) if provision.level is Level.ANNEX),
        len(provisions),
    )
    end, annex_position = 0, len(indexes)
    for position, index in enumerate(indexes):
        if index is not None and index < first_annex:
            end = position + 1
        elif index is not None:
            annex_position = min(annex_position, position)
    return end, annex_position


def step_segments(comparison: Comparison, step: InterleavingStep) -> Segments:
    """The text of a step.

    Of two provisions, it has what both share and what only one of them has, so text that came from elsewhere
    counts as inserted. Of a single provision, it is the whole text.
    """
    changes = comparison.text_changes
    if step.new is None:
        assert step.old is not None
        return tuple(Segment(segment.old, "") for segment in changes.segments_of_old(step.old) if segment.old)
    if step.old is None:
        return tuple(Segment("", segment.new) for segment in changes.segments_of_new(step.new) if segment.new)
    starts = [change.old_start for change in changes.of_new(step.new) if change.old == step.old]
    if starts != sorted(starts):
        return (
            Segment(old_text(changes.segments_of_old(step.old)), ""),
            Segment("", new_text(changes.segments_of_new(step.new))),
        )
    segments: list[Segment] = []
    position = 0
    old_changes = {change.old_start: change for change in changes.of_old(step.old)}
    for change in changes.of_new(step.new):
        if change.old == step.old:
            # Old text before this part that went elsewhere counts as deleted here.
            segments += _deletions(old_changes, position, change.old_start)
            segments += change.segments
            position = change.old_start + len(old_text(change.segments))
        else:
            segments += [Segment("", segment.new) for segment in change.segments]
    segments += _deletions(old_changes, position, None)
    return joined(segments)


def _deletions(old_changes: dict[int, TextChange], start: int, end: int | None) -> list[Segment]:
    """The old texts of the changes from `start` up to `end` (exclusive, None for no limit), as deletions."""
    return [
        Segment(segment.old, "")
        for offset, change in sorted(old_changes.items())
        if offset >= start and (end is None or offset < end)
        for segment in change.segments
    ]
