"""Pieces: which stretch of which text became which stretch of which other.

Most texts became one text. Where two became one, or one two, the longer one is cut, so that each piece has one old and
one new side, and every text is the pieces of it in order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from regkit.changes.segments import (
    Segment,
    Segments,
    composed,
    cut_at_new,
    cut_at_old,
    inverted,
    joined,
    new_text,
    old_text,
)


class TextChange(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """How a piece of a text became a piece of another, as segments.

    `old` and `new` are the places of the two provisions, None where it was not, or is not any more. The piece begins at
    `old_start` and `new_start` of their texts, and is as long as the segments say.
    """

    old: int | None
    new: int | None
    segments: Segments
    old_start: int = 0
    new_start: int = 0


class TextChanges:
    """The pieces of all texts, by the provisions of both versions."""

    def __init__(self, texts: Iterable[TextChange]) -> None:
        self._of_old: dict[int, list[TextChange]] = defaultdict(list)
        self._of_new: dict[int, list[TextChange]] = defaultdict(list)
        for each in texts:
            if each.old is not None:
                self._of_old[each.old].append(each)
            if each.new is not None:
                self._of_new[each.new].append(each)
        for pieces in self._of_old.values():
            pieces.sort(key=lambda each: each.old_start)
        for pieces in self._of_new.values():
            pieces.sort(key=lambda each: each.new_start)

    def of_old(self, index: int) -> Sequence[TextChange]:
        """The pieces of an old text, in its order."""
        return self._of_old.get(index, ())

    def of_new(self, index: int) -> Sequence[TextChange]:
        """The pieces of a new text, in its order."""
        return self._of_new.get(index, ())

    def segments_of_old(self, index: int) -> Segments:
        """How an old text became what it became, wherever that is."""
        return joined(segment for each in self.of_old(index) for segment in each.segments)

    def segments_of_new(self, index: int) -> Segments:
        """How a new text came about, wherever from."""
        return joined(segment for each in self.of_new(index) for segment in each.segments)

    def sources(self, index: int) -> list[int]:
        """The old provisions that a new one is made of."""
        return sorted({each.old for each in self.of_new(index) if each.old is not None})

    def destinations(self, index: int) -> list[int]:
        """The new provisions that an old one went to."""
        return sorted({each.new for each in self.of_old(index) if each.new is not None})

    def source(self, index: int) -> int | None:
        """The old provision that most of a new one comes from."""
        return max(
            (each for each in self.of_new(index) if each.old is not None), key=_weight, default=_NOTHING
        ).old

    def destination(self, index: int) -> int | None:
        """The new provision that most of an old one went to."""
        return max(
            (each for each in self.of_old(index) if each.new is not None), key=_weight, default=_NOTHING
        ).new


_NOTHING = TextChange(None, None, ())


def _weight(piece: TextChange) -> tuple[int, int]:
    kept = sum(len(each.old) for each in piece.segments if each.kept)
    return kept, -(piece.old_start + piece.new_start)


def inverted_pieces(texts: Iterable[TextChange]) -> tuple[TextChange, ...]:
    """The pieces of the way back."""
    return in_order(
        TextChange(each.new, each.old, inverted(each.segments), each.new_start, each.old_start)
        for each in texts
    )


def in_order(texts: Iterable[TextChange]) -> tuple[TextChange, ...]:
    """The pieces in the order of the new version, what was deleted last."""
    return tuple(
        sorted(
            texts,
            key=lambda each: (
                each.new is None,
                each.new or 0,
                each.new_start,
                each.old or 0,
                each.old_start,
            ),
        )
    )


def merged_pieces(olds: Sequence[tuple[int, str]], new: int, segments: Segments) -> list[TextChange]:
    """The pieces of a text that was made of several, given with their texts, from how these together became it."""
    found: list[TextChange] = []
    rest = segments
    start = 0
    for old, text in olds:
        own, rest = cut_at_old(rest, len(text)) if (old, text) != olds[-1] else (rest, ())
        found.append(TextChange(old, new, joined(own), 0, start))
        start += len(new_text(own))
    return found


def composed_pieces(first: Iterable[TextChange], second: Iterable[TextChange]) -> tuple[TextChange, ...]:
    """The pieces of the way over both: each text between is cut where either cuts it."""
    ours, theirs = TextChanges(first), TextChanges(second)
    found = [each for each in first if each.new is None]
    found += [each for each in second if each.old is None]
    between = {each.new for each in first if each.new is not None}
    for index in sorted(between):
        waiting, others = list(ours.of_new(index)), list(theirs.of_old(index))
        while waiting and others:
            one, two = waiting.pop(0), others.pop(0)
            length = min(len(new_text(one.segments)), len(old_text(two.segments)))
            last = not waiting and not others
            one, one_rest = (one, None) if last else _cut(one, length, at_new=True)
            two, two_rest = (two, None) if last else _cut(two, length, at_new=False)
            waiting[:0] = [one_rest] if one_rest else []
            others[:0] = [two_rest] if two_rest else []
            found += _piece(one, two, composed(one.segments, two.segments))
        # What is left has nothing in the text between.
        found += [piece for each in waiting for piece in _piece(each, _NOTHING, each.segments)]
        found += [piece for each in others for piece in _piece(_NOTHING, each, each.segments)]
    return in_order(found)


def _piece(first: TextChange, second: TextChange, segments: Segments) -> list[TextChange]:
    """The piece from the old side of one to the new side of another; none if it has neither."""
    if first.old is None and second.new is None:
        return []
    return [
        TextChange(
            first.old,
            second.new,
            segments,
            first.old_start if first.old is not None else 0,
            second.new_start if second.new is not None else 0,
        )
    ]


def _cut(piece: TextChange, length: int, *, at_new: bool) -> tuple[TextChange, TextChange | None]:
    """A piece cut after so much of its new, or its old, side; None if nothing is left."""
    first, second = (cut_at_new if at_new else cut_at_old)(piece.segments, length)
    if not second:
        return piece, None
    return (
        TextChange(piece.old, piece.new, first, piece.old_start, piece.new_start),
        TextChange(
            piece.old,
            piece.new,
            second,
            piece.old_start + len(old_text(first)),
            piece.new_start + len(new_text(first)),
        ),
    )


def parted_pieces(old: int, news: Sequence[tuple[int, str]], segments: Segments) -> list[TextChange]:
    """The pieces of a text that became several, given with their texts, from how it became these together."""
    return list(inverted_pieces(merged_pieces(news, old, inverted(segments))))


def kept_of(segments: Iterable[Segment]) -> int:
    """How many characters are kept."""
    return sum(len(each.old) for each in segments if each.kept)
