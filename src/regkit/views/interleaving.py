"""Two versions in one sequence: each provision of either once, but for what has moved."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from regkit.changes import Comparison, Row, Segment, Segments, TextChange, new_text, old_text
from regkit.changes.alignment import longest_rising
from regkit.changes.segments import joined
from regkit.model.flat import Shape
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
    olds = list(with_all_below(row.old_places, comparison.before))
    news = list(with_all_below(row.new_places, comparison.after))
    own = frozenset(news)
    for step in _merged(comparison, olds, news, across=True):
        goals = comparison.pieces.goals(step.old) if step.new is None and step.old is not None else []
        if not goals or not own.isdisjoint(goals):
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
    pieces = comparison.pieces
    worded: list[tuple[int, int]] = []
    bare: list[tuple[int, int]] = []
    for two in news:
        one = pieces.source(two)
        if (
            one is not None
            and one in olds
            and pieces.goal(one) == two
            and _printed_alike(comparison.before[one].level, comparison.after[two].level, across=across)
        ):
            (worded if pieces.segments_of_new(two) else bare).append((one, two))
    kept = sorted(longest_rising(sorted(worded)))
    for one, two in bare:
        place = bisect(kept, (one, two))
        if (place == 0 or kept[place - 1][1] < two) and (place == len(kept) or two < kept[place][1]):
            kept.insert(place, (one, two))
    return kept


def _printed_alike(one: Level, two: Level, *, across: bool) -> bool:
    """Whether one block can show both: a 款 and an 项 can, 十二、 and the 第十二条 that it became not."""
    return one is two or (across and one in _IN_ARTICLES and two in _IN_ARTICLES)


def signatures(comparison: Comparison, steps: Sequence[InterleavingStep]) -> dict[int, Segments]:
    """Before which of the steps of both versions the signature stands, or behind the last of them.

    It follows what is no annex, in either version. Where what was an annex stands before what is none, each version has
    its own.
    """
    both = next(each.segments for each in comparison.fronts if each.front == "signature")
    old_end, old_annex = _around_signature([step.old for step in steps], comparison.before)
    new_end, new_annex = _around_signature([step.new for step in steps], comparison.after)
    if max(old_end, new_end) <= min(old_annex, new_annex):
        return {min(old_annex, new_annex): both}
    return {
        old_annex: tuple(Segment(each.old, "") for each in both if each.old),
        new_annex: tuple(Segment("", each.new) for each in both if each.new),
    }


def _around_signature(places: Sequence[int | None], shapes: tuple[Shape, ...]) -> tuple[int, int]:
    """Behind which steps what is no annex ends, and with which one the annexes begin."""
    outside = next((place for place, shape in enumerate(shapes) if shape.level is Level.ANNEX), len(shapes))
    end, annex = 0, len(places)
    for index, place in enumerate(places):
        if place is not None and place < outside:
            end = index + 1
        elif place is not None:
            annex = min(annex, index)
    return end, annex


def step_segments(comparison: Comparison, step: InterleavingStep) -> Segments:
    """The text of a step: of two provisions, what of either is in the other; of one alone, all of it."""
    pieces = comparison.pieces
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
        for place, piece in sorted(own.items())
        if place >= start and (end is None or place < end)
        for each in piece.segments
    ]


def with_all_below(places: Iterable[int], shapes: tuple[Shape, ...]) -> Iterator[int]:
    """Some places, each followed by all that it holds."""
    for place in places:
        yield place
        following = place + 1
        while following < len(shapes) and _is_below(shapes, following, place):
            yield following
            following += 1


def _is_below(shapes: tuple[Shape, ...], place: int, above: int) -> bool:
    while place > above:
        place = shapes[place].parent
    return place == above
