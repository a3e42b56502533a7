"""Two versions in one sequence: each provision of either once, but for what has moved."""

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

_IN_ARTICLES = (Level.PARAGRAPH, Level.ITEM, Level.SUBITEM)


class InterleavingStep(msgspec.Struct, frozen=True, gc=False):
    """A provision of the two versions merged: its place in each that has it there."""

    old: int | None
    new: int | None


def merge(comparison: Comparison) -> Iterator[InterleavingStep]:
    """Both versions in one sequence that is in the order of either; what has moved is in it twice."""
    return _merged(comparison, range(len(comparison.before)), range(len(comparison.after)))


def merge_row(comparison: Comparison, row: Row) -> Iterator[InterleavingStep]:
    """What a row is about in one sequence; what went from its old articles into other rows is told of there."""
    olds = [each for index in row.old_indexes for each in comparison.old_tree.subtree(index)]
    news = [each for index in row.new_indexes for each in comparison.new_tree.subtree(index)]
    own = frozenset(news)
    for step in _merged(comparison, olds, news, across=True):
        destinations = (
            comparison.text_changes.destinations(step.old)
            if step.new is None and step.old is not None
            else []
        )
        if not destinations or not own.isdisjoint(destinations):
            yield step


def _merged(
    comparison: Comparison, olds: Sequence[int], news: Sequence[int], *, across: bool = False
) -> Iterator[InterleavingStep]:
    """Some provisions of both versions, each in order, in one sequence.

    With `across`, a 款 and the 项 that it became are one step. They may stand on lines of different kinds, so nobody could
    get the lines of either version back.
    """
    waiting_old, waiting_new = list(reversed(olds)), list(reversed(news))
    for one, two in _in_the_order_of_both(comparison, frozenset(olds), news, across=across):
        while waiting_old[-1] != one:
            yield InterleavingStep(waiting_old.pop(), None)
        while waiting_new[-1] != two:
            yield InterleavingStep(None, waiting_new.pop())
        yield InterleavingStep(waiting_old.pop(), waiting_new.pop())
    while waiting_old:
        yield InterleavingStep(waiting_old.pop(), None)
    while waiting_new:
        yield InterleavingStep(None, waiting_new.pop())


def _in_the_order_of_both(
    comparison: Comparison, olds: frozenset[int], news: Sequence[int], *, across: bool
) -> list[tuple[int, int]]:
    """The most pairs that can stand in one sequence: those that have words first, labels alone where they fit."""
    pieces = comparison.text_changes
    worded: list[tuple[int, int]] = []
    bare: list[tuple[int, int]] = []
    for two in news:
        one = pieces.source(two)
        if (
            one is not None
            and one in olds
            and pieces.destination(one) == two
            and _printed_alike(comparison.before[one].level, comparison.after[two].level, across=across)
        ):
            (worded if pieces.segments_of_new(two) else bare).append((one, two))
    kept = sorted(longest_rising(sorted(worded)))
    for one, two in bare:
        index = bisect(kept, (one, two))
        if (index == 0 or kept[index - 1][1] < two) and (index == len(kept) or two < kept[index][1]):
            kept.insert(index, (one, two))
    return kept


def _printed_alike(one: Level, two: Level, *, across: bool) -> bool:
    """Whether one block can show both: a 款 and an 项 can, 十二、 and the 第十二条 that it became not."""
    return one is two or (across and one in _IN_ARTICLES and two in _IN_ARTICLES)


def signatures(comparison: Comparison, steps: Sequence[InterleavingStep]) -> dict[int, Segments]:
    """Before which of the steps of both versions the signature stands, or behind the last of them.

    It follows what is no annex, in either version. Where what was an annex stands before what is none, each version has
    its own.
    """
    both = comparison.front(Front.SIGNATURE).segments
    old_end, old_annex = _around_signature([step.old for step in steps], comparison.before)
    new_end, new_annex = _around_signature([step.new for step in steps], comparison.after)
    if max(old_end, new_end) <= min(old_annex, new_annex):
        return {min(old_annex, new_annex): both}
    return {
        old_annex: tuple(Segment(each.old, "") for each in both if each.old),
        new_annex: tuple(Segment("", each.new) for each in both if each.new),
    }


def _around_signature(
    indexes: Sequence[int | None], provisions: tuple[FlatProvision, ...]
) -> tuple[int, int]:
    """Behind which steps what is no annex ends, and with which one the annexes begin."""
    outside = next(
        (index for index, provision in enumerate(provisions) if provision.level is Level.ANNEX),
        len(provisions),
    )
    end, annex = 0, len(indexes)
    for position, index in enumerate(indexes):
        if index is not None and index < outside:
            end = position + 1
        elif index is not None:
            annex = min(annex, position)
    return end, annex


def step_segments(comparison: Comparison, step: InterleavingStep) -> Segments:
    """The text of a step: of two provisions, what of either is in the other; of one alone, all of it."""
    pieces = comparison.text_changes
    if step.new is None:
        assert step.old is not None
        return tuple(Segment(each.old, "") for each in pieces.segments_of_old(step.old) if each.old)
    if step.old is None:
        return tuple(Segment("", each.new) for each in pieces.segments_of_new(step.new) if each.new)
    starts = [piece.old_start for piece in pieces.of_new(step.new) if piece.old == step.old]
    if starts != sorted(starts):
        return (
            Segment(old_text(pieces.segments_of_old(step.old)), ""),
            Segment("", new_text(pieces.segments_of_new(step.new))),
        )
    found: list[Segment] = []
    position = 0
    own = {each.old_start: each for each in pieces.of_old(step.old)}
    for piece in pieces.of_new(step.new):
        if piece.old == step.old:
            # What went elsewhere from before this piece is gone from here.
            found += _gone_before(own, position, piece.old_start)
            found += piece.segments
            position = piece.old_start + len(old_text(piece.segments))
        else:
            found += [Segment("", each.new) for each in piece.segments]
    found += _gone_before(own, position, None)
    return joined(found)


def _gone_before(own: dict[int, TextChange], start: int, end: int | None) -> list[Segment]:
    return [
        Segment(each.old, "")
        for index, piece in sorted(own.items())
        if index >= start and (end is None or index < end)
        for each in piece.segments
    ]
