"""A clause and its segments between commas: what the segments before a duty state about its actor and its condition."""

from __future__ import annotations

from bisect import bisect_left

import msgspec

from regkit.duties.actors import subject
from regkit.duties.duty import DutyKind
from regkit.duties.grammar import OF_OTHERS
from regkit.duties.vocabulary import HEAD, begins_predicate

Bounds = tuple[int, int]
"""Start and end (exclusive) of words, in characters of the text from 0."""

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
_TRIMMED = "，,、 \u3000"


class FoundDuty(msgspec.Struct, gc=False):
    """A duty as positions in a text, fields as in `Duty`. `begin` is where its words begin, condition and actor included."""

    kind: DutyKind
    what: Bounds
    who: Bounds | None
    when: Bounds | None
    begin: int


class Leading(msgspec.Struct, frozen=True, gc=False):
    """What the segments before a duty state: its actor, its condition, and the position where the action begins.

    `uncertain` is true if they may name another actor, so that no actor may be carried over from the words before them.
    """

    who: Bounds | None
    when: Bounds | None
    action: int
    uncertain: bool = False


class _Summary(msgspec.Struct, frozen=True, gc=False):
    """What the segments of a clause up to some position state.

    `who` is the last actor, and `who_in_condition` whether its segment is also a condition. `uncertain` is true if a later segment
    may name another actor. `condition` is the last segment that is a condition. `case_end` is the end of the last segment that ends
    with 的.
    """

    who: Bounds | None = None
    who_in_condition: bool = False
    uncertain: bool = False
    condition: Bounds | None = None
    case_end: int | None = None


_EMPTY_SUMMARY = _Summary()


class Clause(msgspec.Struct, frozen=True, gc=False):
    """The span of a masked text from `start` to `end` (exclusive) that ends before ；, 。 or the like."""

    masked: str
    start: int
    end: int
    # Where segments end, and the summary up to each end; kept because each duty needs that of all segments before it.
    stops: list[int] = msgspec.field(default_factory=list)
    summaries: list[_Summary] = msgspec.field(default_factory=list)

    def trim(self, start: int, end: int) -> Bounds:
        """The span without punctuation marks, whitespace and conjunctions at its ends."""
        masked = self.masked
        while start < end and masked[start] in _TRIMMED:
            start += 1
        while start < end and (
            masked[end - 1] in _TRIMMED or masked.endswith(("，并", "，但", "，且"), start, end)
        ):
            end -= 1
        return start, end

    def condition(self, begin: int, *, case: bool = False) -> Bounds | None:
        """The words from the beginning of the clause to the end of the last condition before `begin`; None if there is none.

        With `case`, only segments that end with 的 count: the case in which a penalty is imposed.
        """
        summary, segment = self._summary_before(begin)
        if case:
            end = begin if segment and self.masked.endswith("的", *segment) else summary.case_end
        elif segment and self._is_condition(segment):
            end = begin
        else:
            end = summary.condition[1] if summary.condition else None
        return self.trim(self.start, end) if end else None

    def condition_between(self, begin: int, last: int) -> Bounds | None:
        """The condition right before `begin`, after the duty whose segment begins at `last`; None if there is none."""
        stop = begin - 1
        start = max(self.masked.rfind("，", self.start, max(stop, self.start)) + 1, self.start)
        if start > last and self._is_condition((start, stop)):
            return start, stop
        return None

    def leading(self, begin: int) -> Leading:
        """What the segments before `begin` state about a duty whose segment, which begins there, names no actor."""
        summary, segment = self._summary_before(begin)
        if segment:
            summary = self._extended(summary, segment)
        who, condition = summary.who, summary.condition
        if who is None or summary.uncertain:
            when = self.trim(self.start, condition[1]) if condition else None
            action = self.trim(when[1] if when else self.start, self.end)[0]
            return Leading(None, when, action, summary.uncertain)
        if condition is None or condition[1] <= who[0]:
            return Leading(
                who,
                self.trim(self.start, condition[1]) if condition else None,
                self.trim(who[1], self.end)[0],
            )
        within = condition[0] == who[0] and not self.masked.endswith("的", *condition)
        after = condition[0] > who[0] and not summary.who_in_condition
        # 摊主在……时，应当; 摊主，在……时，应当: the actor stands before the condition.
        when = self.trim(who[1] if within or after else self.start, condition[1])
        return Leading(who, when if when[0] < when[1] else None, self.trim(condition[1], self.end)[0])

    def _summary_before(self, begin: int) -> tuple[_Summary, Bounds | None]:
        """The summary of the complete segments before `begin`, and the part before `begin` of the segment that contains it."""
        masked, stops, summaries = self.masked, self.stops, self.summaries
        start = stops[-1] + 1 if stops else self.start
        while (stop := masked.find("，", start, begin)) >= 0:
            before = summaries[-1] if summaries else _EMPTY_SUMMARY
            summaries.append(self._extended(before, (start, stop)) if start < stop else before)
            stops.append(stop)
            start = stop + 1
        index = bisect_left(stops, begin)
        start = stops[index - 1] + 1 if index else self.start
        return summaries[index - 1] if index else _EMPTY_SUMMARY, (start, begin) if start < begin else None

    def _extended(self, summary: _Summary, segment: Bounds) -> _Summary:
        """The summary with one more segment."""
        end, another = self._subject(segment)
        condition = self._is_condition(segment)
        return _Summary(
            (segment[0], end) if end else summary.who,
            condition if end else summary.who_in_condition,
            not end and (another or summary.uncertain),
            segment if condition else summary.condition,
            segment[1] if self.masked.endswith("的", *segment) else summary.case_end,
        )

    def _subject(self, segment: Bounds) -> tuple[int | None, bool]:
        """The position where the name of a segment's actor ends, None if uncertain; and whether it may name another actor."""
        end = subject(self.masked, *segment)
        if end and self._names_others(end, segment[1]):
            return None, True
        return end, not end and self._names_another(segment)

    def _is_condition(self, segment: Bounds) -> bool:
        """Whether a segment begins or ends like a condition."""
        masked = self.masked
        return masked.endswith(_CONDITION_ENDS, *segment) or masked.startswith(_CONDITION_STARTS, *segment)

    def _names_others(self, position: int, end: int) -> bool:
        """Whether the words after a name end with the name of another actor: 主办者选出的代表."""
        if self.masked[position] in _PREPOSITIONS or not OF_OTHERS.match(self.masked, position, end):
            return False
        last = self.masked.rfind("的", position, end)
        return any(head.end() == end for head in HEAD.finditer(self.masked, last, end))

    def _names_another(self, segment: Bounds) -> bool:
        """Whether a segment may have an actor although it is not certain where the name ends."""
        start, end = segment
        within = self.masked[start] in "在因自经"
        if not within and (self.masked[start] in "对向将把按依根除" or begins_predicate(self.masked, start)):
            return False
        # In 在……期间律师会见……的, the name does not stand at the beginning.
        farthest = end if within else start + 16
        return any(
            head.start() < farthest
            and head.end() < end
            and (not within or begins_predicate(self.masked, head.end()))
            for head in HEAD.finditer(self.masked, start, end)
        )
