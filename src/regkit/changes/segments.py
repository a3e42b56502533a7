"""How one text became another: stretches that were kept and stretches that were replaced."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

import msgspec


class Nature(StrEnum):
    """What a change is: of substance, or only what follows from others."""

    SUBSTANCE = "substance"
    # 第十条 → 第十二条, where 12 is what 10 became.
    CITATION = "citation"
    # 股东大会 → 股东会, through the whole law.
    REPLACEMENT = "replacement"
    # Width, blanks, forms of one sign.
    TYPOGRAPHY = "typography"


class Segment(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A stretch as the old and the new text have it: the same in both if it was kept, else changed in one way.

    An insertion has an empty `old`, a deletion an empty `new`. `nature` counts only for changes.
    """

    old: str
    new: str
    nature: Nature = Nature.SUBSTANCE

    @property
    def kept(self) -> bool:
        return self.old == self.new


Segments = tuple[Segment, ...]


def old_text(segments: Iterable[Segment]) -> str:
    """The text as it was."""
    return "".join([each.old for each in segments])


def new_text(segments: Iterable[Segment]) -> str:
    """The text as it became."""
    return "".join([each.new for each in segments])


def inverted(segments: Iterable[Segment]) -> Segments:
    """The way back."""
    return tuple(Segment(each.new, each.old, each.nature) for each in segments)


def unchanged(text: str) -> Segments:
    """A text that was kept as it is."""
    return (Segment(text, text),) if text else ()


def joined(segments: Iterable[Segment]) -> Segments:
    """The same without empty stretches, and with kept ones that follow each other as one."""
    found: list[Segment] = []
    run = _SegmentRun()
    for each in segments:
        if not each.old and not each.new:
            continue
        if not run.takes(each):
            found.append(run.segment)
            run = _SegmentRun()
        run.add(each)
    return (*found, run.segment) if run.olds else tuple(found)


class _SegmentRun:
    """Segments that follow each other and are one: put together once at the end, for a long text has many."""

    def __init__(self) -> None:
        self.olds: list[str] = []
        self._news: list[str] = []
        self._nature = Nature.SUBSTANCE
        self._longer = 0
        # Whether all stretches are as long in both texts, so that one that differs tells that the whole does.
        self._in_step = self._same = True

    def takes(self, each: Segment) -> bool:
        if not self.olds:
            return True
        return self._kept == each.kept and (each.kept or self._nature is each.nature)

    def add(self, each: Segment) -> None:
        if not each.kept:
            self._nature = each.nature
        self.olds.append(each.old)
        self._news.append(each.new)
        self._longer += len(each.old) - len(each.new)
        self._in_step = self._in_step and len(each.old) == len(each.new)
        self._same = self._same and each.kept

    @property
    def _kept(self) -> bool:
        if self._same or self._in_step or self._longer:
            return self._same
        return "".join(self.olds) == "".join(self._news)

    @property
    def segment(self) -> Segment:
        old, new = "".join(self.olds), "".join(self._news)
        return Segment(old, new) if old == new else Segment(old, new, self._nature)


def composed(first: Sequence[Segment], second: Sequence[Segment]) -> Segments:
    """The way from the old text of the first to the new text of the second, whose old text is the new one of the first.

    Where both changed the same stretch, it is one change; what the second took back is kept again.
    """
    found: list[Segment] = []
    ours, theirs = _Rest(first), _Rest(second)
    while ours.left or theirs.left:
        if ours.left and not ours.next.new:
            deleted = ours.take()
            found.append(Segment(deleted.old, "", deleted.nature))
        elif theirs.left and not theirs.next.old:
            found.append(theirs.take())
        elif ours.next.kept and theirs.next.kept:
            length = min(len(ours.next.new), len(theirs.next.old))
            found.append(ours.take(length))
            theirs.take(length)
        else:
            found.append(_group(ours, theirs))
    return joined(found)


def cut_at_old(segments: Sequence[Segment], offset: int) -> tuple[Segments, Segments]:
    """The segments before and after a place of the old text; what replaced words across it stays before it."""
    first: list[Segment] = []
    position = 0
    for number, each in enumerate(segments):
        end = position + len(each.old)
        # An insertion at the place itself goes with what stands before it.
        if position >= offset and (each.old or position > offset):
            return tuple(first), tuple(segments[number:])
        if end <= offset:
            first.append(each)
        else:
            head, tail = each.old[: offset - position], each.old[offset - position :]
            rest = tuple(segments[number + 1 :])
            if each.kept:
                return (*first, Segment(head, head)), (Segment(tail, tail), *rest)
            return (*first, Segment(head, each.new, each.nature)), (Segment(tail, "", each.nature), *rest)
        position = end
    return tuple(first), ()


def cut_at_new(segments: Sequence[Segment], offset: int) -> tuple[Segments, Segments]:
    """The segments before and after a place of the new text; what was replaced across it stays before it."""
    first, second = cut_at_old(inverted(segments), offset)
    return inverted(first), inverted(second)


class _Rest:
    """Segments that are taken one by one; kept ones can be cut anywhere, changed ones nowhere."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._waiting = [each for each in reversed(segments) if each.old or each.new]

    @property
    def left(self) -> bool:
        return bool(self._waiting)

    @property
    def next(self) -> Segment:
        return self._waiting[-1]

    def take(self, most: int | None = None) -> Segment:
        """The next segment; of a kept one, at most so many characters."""
        taken = self._waiting.pop()
        if most is not None and taken.kept and len(taken.old) > most:
            rest = taken.old[most:]
            self._waiting.append(Segment(rest, rest))
            return Segment(taken.old[:most], taken.old[:most])
        return taken


def _group(ours: _Rest, theirs: _Rest) -> Segment:
    """The shortest stretch that begins and ends at the same places of the text between, as one change."""
    old = new = ""
    # How much of the text between the first and the second have passed.
    passed = reached = 0
    natures: list[Nature] = []
    while True:
        first = passed <= reached
        rest, behind = (ours, reached - passed) if first else (theirs, passed - reached)
        if passed == reached and natures:
            break
        if passed == reached and ours.next.kept:
            first, rest = False, theirs
        each = rest.take(behind or None)
        if first:
            old += each.old
            passed += len(each.new)
        else:
            new += each.new
            reached += len(each.old)
        if not each.kept:
            natures.append(each.nature)
    return Segment(old, new, natures[0] if len(natures) == 1 else Nature.SUBSTANCE)
