"""How one text became another, as segments that were kept or replaced."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

import msgspec


class Nature(StrEnum):
    """The nature of a change: of substance, or only a consequence of other changes."""

    SUBSTANCE = "substance"
    # 第十条 → 第十二条, where 12 is what 10 became.
    CITATION = "citation"
    # 股东大会 → 股东会, through the whole law.
    REPLACEMENT = "replacement"
    # Width, white space, variants of a punctuation mark.
    TYPOGRAPHY = "typography"


class Segment(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A span of the old text and what it is in the new one.

    - `old`, `new`: its characters in either text, the same if it was kept. `old` is empty for an insertion,
      `new` for a deletion.
    - `nature`: the nature of the change; without meaning if the span was kept.
    """

    old: str
    new: str
    nature: Nature = Nature.SUBSTANCE

    @property
    def kept(self) -> bool:
        """Whether the span is the same in both texts."""
        return self.old == self.new


Segments = tuple[Segment, ...]


def old_text(segments: Iterable[Segment]) -> str:
    """The old text."""
    return "".join([segment.old for segment in segments])


def new_text(segments: Iterable[Segment]) -> str:
    """The new text."""
    return "".join([segment.new for segment in segments])


def inverted(segments: Iterable[Segment]) -> Segments:
    """The segments that lead from the new text back to the old one."""
    return tuple(Segment(segment.new, segment.old, segment.nature) for segment in segments)


def unchanged(text: str) -> Segments:
    """The segments of a text that was kept whole; none if it is empty."""
    return (Segment(text, text),) if text else ()


def joined(segments: Iterable[Segment]) -> Segments:
    """The segments without empty ones, neighbours of the same kind merged: kept ones, and changes of one nature."""
    merged: list[Segment] = []
    run = _SegmentRun()
    for segment in segments:
        if not segment.old and not segment.new:
            continue
        if not run.takes(segment):
            merged.append(run.segment)
            run = _SegmentRun()
        run.add(segment)
    return (*merged, run.segment) if run.olds else tuple(merged)


class _SegmentRun:
    """Neighbouring segments that become one. Their texts are joined once at the end, as long texts have many."""

    def __init__(self) -> None:
        self.olds: list[str] = []
        self._news: list[str] = []
        self._nature = Nature.SUBSTANCE
        self._length_difference = 0
        # Whether every segment is as long in both texts: then one that differs suffices to show that the whole differs.
        self._in_step = self._same = True

    def takes(self, segment: Segment) -> bool:
        """Whether a segment can be merged with the ones so far."""
        if not self.olds:
            return True
        return self._kept == segment.kept and (segment.kept or self._nature is segment.nature)

    def add(self, segment: Segment) -> None:
        if not segment.kept:
            self._nature = segment.nature
        self.olds.append(segment.old)
        self._news.append(segment.new)
        self._length_difference += len(segment.old) - len(segment.new)
        self._in_step = self._in_step and len(segment.old) == len(segment.new)
        self._same = self._same and segment.kept

    @property
    def _kept(self) -> bool:
        if self._same or self._in_step or self._length_difference:
            return self._same
        return "".join(self.olds) == "".join(self._news)

    @property
    def segment(self) -> Segment:
        old, new = "".join(self.olds), "".join(self._news)
        return Segment(old, new) if old == new else Segment(old, new, self._nature)


def composed(first: Sequence[Segment], second: Sequence[Segment]) -> Segments:
    """The segments from the old text of `first` to the new text of `second`; the text between them is the same.

    A span that both changed becomes one change. Words that `second` restored count as kept.
    """
    composition: list[Segment] = []
    first_rest, second_rest = _Rest(first), _Rest(second)
    while first_rest.left or second_rest.left:
        if first_rest.left and not first_rest.next.new:
            deleted = first_rest.take()
            composition.append(Segment(deleted.old, "", deleted.nature))
        elif second_rest.left and not second_rest.next.old:
            composition.append(second_rest.take())
        elif first_rest.next.kept and second_rest.next.kept:
            length = min(len(first_rest.next.new), len(second_rest.next.old))
            composition.append(first_rest.take(length))
            second_rest.take(length)
        else:
            composition.append(_merged_change(first_rest, second_rest))
    return joined(composition)


def cut_at_old(segments: Sequence[Segment], offset: int) -> tuple[Segments, Segments]:
    """The segments before and after an offset in the old text, in characters.

    The new words of a replacement across the offset stay before it; so does an insertion directly at it.
    """
    before: list[Segment] = []
    position = 0
    for number, segment in enumerate(segments):
        end = position + len(segment.old)
        if position >= offset and (segment.old or position > offset):
            return tuple(before), tuple(segments[number:])
        if end <= offset:
            before.append(segment)
        else:
            head, tail = segment.old[: offset - position], segment.old[offset - position :]
            rest = tuple(segments[number + 1 :])
            if segment.kept:
                return (*before, Segment(head, head)), (Segment(tail, tail), *rest)
            return (*before, Segment(head, segment.new, segment.nature)), (
                Segment(tail, "", segment.nature),
                *rest,
            )
        position = end
    return tuple(before), ()


def cut_at_new(segments: Sequence[Segment], offset: int) -> tuple[Segments, Segments]:
    """The segments before and after an offset in the new text, in characters.

    The old words of a replacement across the offset stay before it; so does a deletion directly at it.
    """
    before, after = cut_at_old(inverted(segments), offset)
    return inverted(before), inverted(after)


class _Rest:
    """The segments that are left to take, in order. Kept ones can be cut anywhere, changed ones nowhere."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._waiting = [segment for segment in reversed(segments) if segment.old or segment.new]

    @property
    def left(self) -> bool:
        return bool(self._waiting)

    @property
    def next(self) -> Segment:
        return self._waiting[-1]

    def take(self, most: int | None = None) -> Segment:
        """Remove and return the next segment; of a kept one, at most `most` characters."""
        taken = self._waiting.pop()
        if most is not None and taken.kept and len(taken.old) > most:
            rest = taken.old[most:]
            self._waiting.append(Segment(rest, rest))
            return Segment(taken.old[:most], taken.old[:most])
        return taken


def _merged_change(first_rest: _Rest, second_rest: _Rest) -> Segment:
    """Take the shortest span that begins and ends at segment ends of both, as one change."""
    old = new = ""
    # How many characters of the text between have been taken from the first and from the second segments.
    first_end = second_end = 0
    natures: list[Nature] = []
    while True:
        from_first = first_end <= second_end
        source, missing = (
            (first_rest, second_end - first_end) if from_first else (second_rest, first_end - second_end)
        )
        if first_end == second_end and natures:
            break
        if first_end == second_end and first_rest.next.kept:
            from_first, source = False, second_rest
        segment = source.take(missing or None)
        if from_first:
            old += segment.old
            first_end += len(segment.new)
        else:
            new += segment.new
            second_end += len(segment.old)
        if not segment.kept:
            natures.append(segment.nature)
    return Segment(old, new, natures[0] if len(natures) == 1 else Nature.SUBSTANCE)
