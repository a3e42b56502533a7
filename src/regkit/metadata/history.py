"""Read the history of a statute from its announcement and notes: dates, bodies and verbs. Used by `front`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from regkit.metadata import grammar
from regkit.metadata.bodies import LONGEST, read_body
from regkit.metadata.events import MetadataEvent
from regkit.metadata.kinds import EventKind
from regkit.metadata.printed import Printed, Token, TokenKind
from regkit.metadata.timing import AfterEvent, OnDay
from regkit.model.address import Source
from regkit.model.fronts import Front

# How many meetings may share one verb, at most.
MOST_MEETINGS = 8
# In characters: the words from an event to another verb with the same date.
LONGEST_SENTENCE = 1000
# Events that may happen to a decision, and events that a decision may cause.
_DECISION_EVENTS = (EventKind.PASSED, EventKind.APPROVED, EventKind.PROMULGATED)
_BY_DECISION = (EventKind.AMENDED, EventKind.REVISED, EventKind.REPEALED, EventKind.CORRECTED)


class LocatedEvent(NamedTuple):
    """An event, and the start and end (exclusive) of its words in the text without whitespace."""

    start: int
    end: int
    event: MetadataEvent


@dataclass
class _Dated:
    """A date whose verb has not been read yet.

    `start` and `end` are the offsets of the date, and `stop` that of the end of the words after it that name who
    acted, or None if they have not ended yet. If there is a `role`, it is the date of a decision, as in
    2020年1月1日…批准的《…决定》修正: then `role` is what happened to the decision, and `role_end` the end of that verb.
    """

    start: int
    end: int
    day: date | None
    stop: int | None = None
    role: EventKind | None = None
    role_end: int = 0


def read_history(printed: Printed, source: Source) -> list[LocatedEvent]:
    """The events that the lines state, in the order of the text; `source` is where the lines are."""
    reader = _HistoryReader(printed, source)
    for token in printed.tokens():
        reader.read(token)
    reader.end_line(len(printed.text))
    return reader.events


class _HistoryReader:
    """Reads tokens one after another. All offsets are in the text without whitespace."""

    def __init__(self, printed: Printed, source: Source) -> None:
        self.events: list[LocatedEvent] = []
        self._printed = printed
        self._source = source
        # Dates and titles since the last event, and the offset of the words that may name the next body.
        self._dates: list[_Dated] = []
        self._titles: list[Token] = []
        self._begin = 0
        # How many of the last events belong to the last verb. Another verb may share their date: 公布施行.
        self._recent = 0
        # Whether an event before those passed or revised the statute, and how many events were examined for this.
        self._enacted = False
        self._examined = 0

    def read(self, token: Token) -> None:
        """Read the next token."""
        match token.kind:
            case TokenKind.DAY:
                if token.start in self._printed.starts:
                    self.end_line(token.start)
                self._end_words(token.start)
                self._dates.append(_Dated(token.start, token.end, self._printed.day(token.start, token.end)))
            case TokenKind.TITLE:
                self._end_words(token.start)
                if self._dates and self._text(token.start - 2, token.start) == "批准":
                    # 经某日某会议关于批准《某决定》: the day of its approval.
                    self._dates[-1].role, self._dates[-1].role_end = EventKind.APPROVED, token.end
                self._titles.append(token)
            case TokenKind.STOP:
                self.end_line(token.start)
                self._start_anew(token.end, 0)
            case TokenKind.SINCE | TokenKind.AFTER:
                when = AfterEvent(token.verb) if token.kind is TokenKind.SINCE and token.verb else None
                begin = token.start - (self._text(token.start - 1, token.start) == "自")
                self._add(begin, token.end, replace(self._event(EventKind.IN_FORCE, None), when=when))
                self._start_anew(token.end, 0)
            case TokenKind.VERB:
                self._read_verb(token, token.verb or EventKind.PASSED)

    def end_line(self, end: int) -> None:
        """Read what a line says without a verb at its end: 国务院令第12号 promulgated the text, 通过的《…修正案》 amended it."""
        if self._dates and self._titles and self._dates[-1].role is not None:
            title = self._titles[-1]
            if grammar.AMENDING_ACT.match(self._printed.title(title)):
                self._read_dated(Token(TokenKind.VERB, title.end, title.end), EventKind.AMENDED)
        if self._dates and not self._titles and self._dates[-1].role is None:
            dated = self._dates[-1]
            if grammar.ORDER.match(self._text(dated.end, end)):
                dated.stop = end
                self._add_dated(dated, end, EventKind.PROMULGATED, None)
                self._start_anew(end, 0)

    def _read_verb(self, token: Token, verb: EventKind) -> None:
        if self._recent and not self._dates and self._shares_date(token, verb):
            self._read_second_verb(token, verb)
        elif verb is EventKind.IN_FORCE:
            self._read_in_force(token)
        elif verb in _DECISION_EVENTS and self._text(token.end, token.end + 1) == "的":
            if self._dates and self._dates[-1].role is None:
                self._end_words(token.start)
                self._dates[-1].role, self._dates[-1].role_end = verb, token.end
        elif self._dates:
            self._read_dated(token, verb)
        else:
            self._read_undated(token, verb)

    def _shares_date(self, token: Token, verb: EventKind) -> bool:
        if token.end - self.events[-1].start > LONGEST_SENTENCE:
            return False
        joined = grammar.JOINED.match(self._text(self._begin, token.start))
        return bool(joined or (verb in _BY_DECISION and self._titles))

    def _read_in_force(self, token: Token) -> None:
        if not self._dates:
            return
        dated = self._dates[-1]
        if token.start - dated.end <= LONGEST and grammar.IN_FORCE_GAP.match(
            self._text(dated.end, token.start)
        ):
            begin = dated.start - (self._text(dated.start - 1, dated.start) in ("自", "从"))
            self._add(begin, token.end, self._event(EventKind.IN_FORCE, dated.day))
            self._start_anew(token.end, 1)

    def _read_second_verb(self, token: Token, verb: EventKind) -> None:
        """Read a verb that shares the date of the verb before it: 公布施行, 修订通过, 批准《…决定》的决定第一次修正."""
        previous = self.events[-self._recent :]
        decision = self._decision(verb)
        if verb is EventKind.PASSED and any(located.event.kind in _BY_DECISION for located in previous):
            del self.events[-self._recent :]
            for start, _end, event in previous:
                self._add(start, token.end, event)
            self._start_anew(token.end, len(previous))
            return
        if verb in _BY_DECISION and (decision or previous[-1].event.kind is EventKind.PASSED):
            del self.events[-self._recent :]
            if previous[-1].event.kind is EventKind.APPROVED:
                for start, end, event in previous:
                    self._add(start, end, replace(event, decision=decision))
        for start, _end, event in previous:
            second = replace(event, kind=verb, decision=decision)
            if verb is EventKind.IN_FORCE:
                second = self._event(verb, event.day)
            self._add(start, token.end, second)
        self._start_anew(token.end, len(previous))

    def _read_dated(self, token: Token, verb: EventKind) -> None:
        """Read a verb with its dates. What is 批准的 or 通过的 before it is the decision and not the statute."""
        self._end_words(token.start)
        if verb in _BY_DECISION:
            token = self._read_several(token, verb)
        decision = self._decision(verb)
        approvals = [dated for dated in self._dates if dated.role is EventKind.APPROVED]
        acts = self._acts()
        if not acts and verb in _BY_DECISION and (earlier := self._take_back()):
            self._add(earlier.start, token.end, replace(earlier.event, kind=verb, decision=decision))
        elif not acts:
            # If only the date of the approval is printed, it is also the date of the amendment.
            acts = approvals[-1:]
        for dated in sorted(
            {dated.start: dated for dated in (*approvals, *acts)}.values(), key=lambda dated: dated.start
        ):
            if dated.role is EventKind.APPROVED and verb in _BY_DECISION:
                self._add_dated(dated, dated.role_end, EventKind.APPROVED, decision)
            if dated in acts:
                self._add_dated(dated, token.end, verb, decision)
        self._start_anew(token.end, len(acts))

    def _read_several(self, token: Token, verb: EventKind) -> Token:
        """Read all but the last of several decisions that share a verb, each after its own dates: 甲日通过的《…修正案》、乙日通过的《…修正案（二）》修正.

        What is left is the last decision with its dates; returns the verb.
        """
        dates, titles = self._dates, self._titles
        parts: list[tuple[list[_Dated], list[Token]]] = []
        begin = 0
        for title in titles:
            between = [dated for dated in dates if begin <= dated.start < title.start]
            begin = title.end
            if between or not parts:
                parts.append((between, [title]))
            else:
                parts[-1][1].append(title)
        rest = [dated for dated in dates if dated.start >= begin]
        amending = [
            part for part in parts if grammar.AMENDING.match(self._printed.title(part[1][-1])) and part[0]
        ]
        if len(amending) < 2 or rest:
            return token
        for part_dates, part_titles in amending[:-1]:
            self._dates, self._titles = part_dates, part_titles
            end = part_titles[-1].end
            self._read_dated(Token(TokenKind.VERB, end, end), verb)
            self._recent = 0
        self._dates, self._titles = amending[-1]
        return token

    def _acts(self) -> list[_Dated]:
        """The dates that belong to a verb: the last one, and those of meetings that share the verb with it."""
        dates = [dated for dated in self._dates if dated.role is not EventKind.APPROVED]
        shared = [
            dated
            for dated in dates[-MOST_MEETINGS:-1]
            if grammar.MEETING_ENDS.match(self._text(dated.end, dated.stop or dated.end))
        ]
        return shared + dates[-1:]

    def _take_back(self) -> LocatedEvent | None:
        """Remove and return the last event if it turns out that the decision was passed, and not the statute.

        In 甲会议通过 乙会议批准的《决定》修正 the first verb has been read as the passing of the statute.
        """
        if self._recent != 1 or self.events[-1].event.kind is not EventKind.PASSED:
            return None
        start = self.events[-1].start
        if not self._enacted and not grammar.REASON.match(self._text(start - 20, start)):
            return None
        return self.events.pop()

    def _read_undated(self, token: Token, verb: EventKind) -> None:
        """Read a verb without a date: a meeting that passed the statute, or 现予公布, with the date printed below."""
        begin = max(self._begin, token.start - LONGEST)
        words = self._text(begin, token.start)
        if verb is EventKind.PASSED and grammar.MEETING_ENDS.match(words):
            body = read_body(words)
            event = replace(self._event(verb, None), by=body.name, number=body.number)
            self._add(begin + body.start, token.end, event)
            self._start_anew(token.end, 1)
            return
        announced = grammar.ANNOUNCED.match(words) if self._source is Front.ANNOUNCEMENT else None
        if verb is EventKind.PROMULGATED and announced:
            self._add(token.start - len(announced["now"]), token.end, self._event(verb, None))
            self._start_anew(token.end, 1)

    def _decision(self, verb: EventKind) -> str | None:
        if verb not in _BY_DECISION:
            return None
        titles = map(self._printed.title, reversed(self._titles))
        return next((title for title in titles if grammar.AMENDING.match(title)), None)

    def _add_dated(self, dated: _Dated, end: int, kind: EventKind, decision: str | None) -> None:
        start = dated.start
        body = read_body(self._text(dated.end, end if dated.stop is None else dated.stop))
        if not (body.name or body.number) and dated is self._dates[0]:
            # In 已由甲会议于2020年1月1日通过 the body is named before the date.
            begin = max([title.end for title in self._titles if title.end <= start] + [self._begin])
            begin = max(begin, start - LONGEST - 1)
            body = read_body(self._text(begin, start))
            start = begin + body.start if body.name else start
        event = replace(self._event(kind, dated.day), by=body.name, number=body.number, decision=decision)
        self._add(start, end, event)

    def _event(self, kind: EventKind, day: date | None) -> MetadataEvent:
        return MetadataEvent(kind=kind, when=OnDay(day) if day else None, words="", source=self._source)

    def _add(self, start: int, end: int, event: MetadataEvent) -> None:
        words = self._printed.words(start, end)
        self.events.append(LocatedEvent(start, end, replace(event, words=words, source=self._source)))

    def _end_words(self, position: int) -> None:
        """End the words that name who acted, if they have not ended yet."""
        if self._dates and self._dates[-1].stop is None:
            self._dates[-1].stop = position

    def _start_anew(self, begin: int, last: int) -> None:
        """Forget dates and titles after an event. The last verb has caused the last `last` events."""
        self._dates, self._titles, self._begin, self._recent = [], [], begin, last
        earlier = len(self.events) - last
        self._enacted = self._enacted or any(
            located.event.kind in (EventKind.PASSED, EventKind.REVISED)
            for located in self.events[self._examined : earlier]
        )
        self._examined = max(self._examined, earlier)

    def _text(self, start: int, end: int) -> str:
        return self._printed.text[max(start, 0) : end]
