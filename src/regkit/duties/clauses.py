"""A clause: its segments between commas, and what those before a duty say of actor and condition."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from regkit.duties.actors import subject
from regkit.duties.duty import DutyKind
from regkit.duties.grammar import OF_OTHERS
from regkit.duties.vocabulary import HEAD, begins_predicate

Span = tuple[int, int]

_CONDITION_ENDS = (
    "的",
    "时",
    "后",
    "前",
    "外",
    "期间",
    "情况下",
    "情形下",
    "条件下",
    "之日起",
    "过程中",
    "以内",
)
_CONDITION_STARTS = (
    "未经", "未取得", "经", "除", "因", "为", "根据", "按照", "依照", "如", "遇", "当", "自", "在", "对", "凡", "属于", "涉及", "违反", "必要时", "需要",
)  # fmt: skip
# What leads in a duty is shorter, and has fewer commas.
_LONGEST = 1500
_MOST_SEGMENTS = 60
_PREPOSITIONS = "对向在按依根将把就为"
_BLANKS = "，,、 \u3000"


class Found(msgspec.Struct, gc=False):
    """A duty as places in a text; its own words begin at `begin`."""

    kind: DutyKind
    what: Span
    who: Span | None
    when: Span | None
    begin: int


class Leading(msgspec.Struct, frozen=True, gc=False):
    """What the segments before a duty say: its actor, its condition, and where what is to be done begins.

    `doubtful`: they name somebody else, so that nobody can be carried over from further before.
    """

    who: Span | None
    when: Span | None
    action: int
    doubtful: bool = False


class Clause(msgspec.Struct, frozen=True, gc=False):
    """A stretch of masked text between ； and 。."""

    masked: str
    start: int
    end: int
    # What was read of its segments: each is asked for by every duty after it.
    subjects: dict[Span, tuple[int | None, bool]] = msgspec.field(default_factory=dict)

    def trim(self, start: int, end: int) -> Span:
        """The stretch without commas and conjunctions at its ends."""
        masked = self.masked
        while start < end and masked[start] in _BLANKS:
            start += 1
        while start < end and (
            masked[end - 1] in _BLANKS or masked.endswith(("，并", "，但", "，且"), start, end)
        ):
            end -= 1
        return start, end

    def segments(self, end: int) -> Iterator[Span]:
        """What stands between the commas up to `end`; nothing if that is longer than any condition."""
        short = end - self.start < _LONGEST and self.masked.count("，", self.start, end) <= _MOST_SEGMENTS
        start = self.start if short else end
        while start < end:
            stop = self.masked.find("，", start, end)
            stop = end if stop < 0 else stop
            if start < stop:
                yield start, stop
            start = stop + 1

    def condition(self, begin: int, *, case: bool = False) -> Span | None:
        """The words that lead in the clause, up to the last segment before `begin` that says a condition.

        With `case`, one that ends with 的: the case in which a penalty is imposed.
        """
        last = None
        for segment in self.segments(begin):
            if self.masked.endswith("的", *segment) if case else self._is_condition(segment):
                last = segment[1]
        return self.trim(self.start, last) if last else None

    def condition_between(self, begin: int, last: int) -> Span | None:
        """A condition right before `begin`, after the duty whose segment begins at `last`."""
        stop = begin - 1
        start = max(self.masked.rfind("，", self.start, max(stop, self.start)) + 1, self.start)
        if start > last and self._is_condition((start, stop)):
            return start, stop
        return None

    def leading(self, begin: int) -> Leading:
        """What the segments before the one at `begin`, which names nobody, say."""
        who = last = None
        doubtful = False
        segments = tuple(self.segments(begin))
        for segment in segments:
            end, another = self._subject(segment)
            if end:
                who, doubtful = (segment[0], end), False
            elif another:
                doubtful = True
            if self._is_condition(segment):
                last = segment
        if who is None or doubtful:
            when = self.trim(self.start, last[1]) if last else None
            return Leading(None, when, self.trim(when[1] if when else self.start, self.end)[0], doubtful)
        if last is None or last[1] <= who[0]:
            return Leading(
                who, self.trim(self.start, last[1]) if last else None, self.trim(who[1], self.end)[0]
            )
        within = last[0] == who[0] and not self.masked.endswith("的", *last)
        after = last[0] > who[0] and not any(s[0] == who[0] and self._is_condition(s) for s in segments)
        # 摊主在……时，应当; 摊主，在……时，应当: the actor stands before the condition.
        when = self.trim(who[1] if within or after else self.start, last[1])
        return Leading(who, when if when[0] < when[1] else None, self.trim(last[1], self.end)[0])

    def _subject(self, segment: Span) -> tuple[int | None, bool]:
        """Where the name of the subject of a segment ends, if it is certain; else whether it names somebody else."""
        known = self.subjects.get(segment)
        if known is None:
            end = subject(self.masked, *segment)
            others = bool(end and self._names_others(end, segment[1]))
            known = (None, True) if others else (end, not end and self._names_another(segment))
            self.subjects[segment] = known
        return known

    def _is_condition(self, segment: Span) -> bool:
        masked = self.masked
        return masked.endswith(_CONDITION_ENDS, *segment) or masked.startswith(_CONDITION_STARTS, *segment)

    def _names_others(self, place: int, end: int) -> bool:
        """Whether the words after a name end with others who may be meant: 主办者选出的代表."""
        if self.masked[place] in _PREPOSITIONS or not OF_OTHERS.match(self.masked, place, end):
            return False
        last = self.masked.rfind("的", place, end)
        return any(found.end() == end for found in HEAD.finditer(self.masked, last, end))

    def _names_another(self, segment: Span) -> bool:
        """Whether somebody may be the subject of a segment of whom it is not certain where the name ends."""
        start, end = segment
        within = self.masked[start] in "在因自经"
        if not within and (self.masked[start] in "对向将把按依根除" or begins_predicate(self.masked, start)):
            return False
        # 在……期间，律师会见……的: whose name stands further on.
        farthest = end if within else start + 16
        return any(
            found.start() < farthest
            and found.end() < end
            and (not within or begins_predicate(self.masked, found.end()))
            for found in HEAD.finditer(self.masked, start, end)
        )
