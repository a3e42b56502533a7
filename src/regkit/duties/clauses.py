"""A clause: its segments between commas, and what those before a duty say of actor and condition."""

from __future__ import annotations

from bisect import bisect_left

import msgspec

from regkit.duties.actors import subject
from regkit.duties.duty import DutyKind
from regkit.duties.grammar import OF_OTHERS
from regkit.duties.vocabulary import HEAD, begins_predicate

Bounds = tuple[int, int]

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
_PREPOSITIONS = "对向在按依根将把就为"
_BLANKS = "，,、 \u3000"


class FoundDuty(msgspec.Struct, gc=False):
    """A duty as places in a text; its own words begin at `begin`."""

    kind: DutyKind
    what: Bounds
    who: Bounds | None
    when: Bounds | None
    begin: int


class Leading(msgspec.Struct, frozen=True, gc=False):
    """What the segments before a duty say: its actor, its condition, and where what is to be done begins.

    `doubtful`: they name somebody else, so that nobody can be carried over from further before.
    """

    who: Bounds | None
    when: Bounds | None
    action: int
    doubtful: bool = False


class _Said(msgspec.Struct, frozen=True, gc=False):
    """What the segments up to a place say.

    That is the subject and whether its segment is a condition too, whether somebody else may be meant, the last
    condition, and where the last segment ends that ends with 的.
    """

    who: Bounds | None = None
    within: bool = False
    doubtful: bool = False
    last: Bounds | None = None
    case: int | None = None


_NOTHING_SAID = _Said()


class Clause(msgspec.Struct, frozen=True, gc=False):
    """A stretch of masked text between ； and 。."""

    masked: str
    start: int
    end: int
    # Where segments end, and what is said up to there: each duty asks for all that stands before it.
    stops: list[int] = msgspec.field(default_factory=list)
    said: list[_Said] = msgspec.field(default_factory=list)

    def trim(self, start: int, end: int) -> Bounds:
        """The stretch without commas and conjunctions at its ends."""
        masked = self.masked
        while start < end and masked[start] in _BLANKS:
            start += 1
        while start < end and (
            masked[end - 1] in _BLANKS or masked.endswith(("，并", "，但", "，且"), start, end)
        ):
            end -= 1
        return start, end

    def condition(self, begin: int, *, case: bool = False) -> Bounds | None:
        """The words that lead in the clause, up to the last segment before `begin` that says a condition.

        With `case`, one that ends with 的: the case in which a penalty is imposed.
        """
        said, segment = self._said_before(begin)
        if case:
            last = begin if segment and self.masked.endswith("的", *segment) else said.case
        elif segment and self._is_condition(segment):
            last = begin
        else:
            last = said.last[1] if said.last else None
        return self.trim(self.start, last) if last else None

    def condition_between(self, begin: int, last: int) -> Bounds | None:
        """A condition right before `begin`, after the duty whose segment begins at `last`."""
        stop = begin - 1
        start = max(self.masked.rfind("，", self.start, max(stop, self.start)) + 1, self.start)
        if start > last and self._is_condition((start, stop)):
            return start, stop
        return None

    def leading(self, begin: int) -> Leading:
        """What the segments before the one at `begin`, which names nobody, say."""
        said, segment = self._said_before(begin)
        if segment:
            said = self._and(said, segment)
        who, last = said.who, said.last
        if who is None or said.doubtful:
            when = self.trim(self.start, last[1]) if last else None
            action = self.trim(when[1] if when else self.start, self.end)[0]
            return Leading(None, when, action, said.doubtful)
        if last is None or last[1] <= who[0]:
            return Leading(
                who, self.trim(self.start, last[1]) if last else None, self.trim(who[1], self.end)[0]
            )
        within = last[0] == who[0] and not self.masked.endswith("的", *last)
        after = last[0] > who[0] and not said.within
        # 摊主在……时，应当; 摊主，在……时，应当: the actor stands before the condition.
        when = self.trim(who[1] if within or after else self.start, last[1])
        return Leading(who, when if when[0] < when[1] else None, self.trim(last[1], self.end)[0])

    def _said_before(self, begin: int) -> tuple[_Said, Bounds | None]:
        """What the whole segments before `begin` say, and what there is of the segment in which it stands."""
        masked, stops, said = self.masked, self.stops, self.said
        start = stops[-1] + 1 if stops else self.start
        while (stop := masked.find("，", start, begin)) >= 0:
            before = said[-1] if said else _NOTHING_SAID
            said.append(self._and(before, (start, stop)) if start < stop else before)
            stops.append(stop)
            start = stop + 1
        index = bisect_left(stops, begin)
        start = stops[index - 1] + 1 if index else self.start
        return said[index - 1] if index else _NOTHING_SAID, (start, begin) if start < begin else None

    def _and(self, said: _Said, segment: Bounds) -> _Said:
        """What is said with one segment more."""
        end, another = self._subject(segment)
        condition = self._is_condition(segment)
        return _Said(
            (segment[0], end) if end else said.who,
            condition if end else said.within,
            not end and (another or said.doubtful),
            segment if condition else said.last,
            segment[1] if self.masked.endswith("的", *segment) else said.case,
        )

    def _subject(self, segment: Bounds) -> tuple[int | None, bool]:
        """Where the name of the subject of a segment ends, if it is certain; else whether it names somebody else."""
        end = subject(self.masked, *segment)
        if end and self._names_others(end, segment[1]):
            return None, True
        return end, not end and self._names_another(segment)

    def _is_condition(self, segment: Bounds) -> bool:
        masked = self.masked
        return masked.endswith(_CONDITION_ENDS, *segment) or masked.startswith(_CONDITION_STARTS, *segment)

    def _names_others(self, position: int, end: int) -> bool:
        """Whether the words after a name end with others who may be meant: 主办者选出的代表."""
        if self.masked[position] in _PREPOSITIONS or not OF_OTHERS.match(self.masked, position, end):
            return False
        last = self.masked.rfind("的", position, end)
        return any(found.end() == end for found in HEAD.finditer(self.masked, last, end))

    def _names_another(self, segment: Bounds) -> bool:
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
