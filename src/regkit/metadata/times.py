"""Read when an act comes into force, and when its own words end its force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from regkit.metadata import time_grammar
from regkit.metadata.bodies import LONGEST
from regkit.metadata.kinds import EventKind
from regkit.metadata.printed import Printed
from regkit.metadata.timing import AfterEvent, OnDay, Start, TimeUnit, Timing, ToBeAnnounced
from regkit.rule import Match
from regkit.text.numerals import from_chinese

_EVENTS = {
    "通过": EventKind.PASSED,
    "批准": EventKind.APPROVED,
    "施行": EventKind.IN_FORCE,
    "实施": EventKind.IN_FORCE,
}
_UNITS = {
    "日": TimeUnit.DAY,
    "天": TimeUnit.DAY,
    "工作日": TimeUnit.WORKDAY,
    "个工作日": TimeUnit.WORKDAY,
    "月": TimeUnit.MONTH,
    "个月": TimeUnit.MONTH,
    "年": TimeUnit.YEAR,
    "周年": TimeUnit.YEAR,
}
# Marks at which a sentence ends.
STOPS = "。；;"
# Words of which a text has one if it leaves the day of entry into force to somebody, or says how long it is valid.
# Most texts have none, and then no rule is tried.
_ANNOUNCING = ("日期", "时间", "定之日", "的日起")
_ENDING = ("有效", "试行", "期限", "失效", "停止", "废止", "至", "到")


class LocatedTiming(NamedTuple):
    """A timing, and the start and end (exclusive) of its words in the text without whitespace."""

    start: int
    end: int
    when: Timing | None


def read_span(words: str) -> AfterEvent | None:
    """The time that words such as 公布之日起30日后施行 state, None if they cannot be read."""
    match = time_grammar.AFTER_EVENT.match(words)
    if not match:
        return None
    event = _event(match["event"])
    if match["next_day"]:
        return AfterEvent(event, start=Start.NEXT_DAY)
    if match["next_month"]:
        return AfterEvent(event, start=Start.NEXT_MONTH)
    count = _count(match["count"])
    if count is None:
        return None
    then = match["then"] or ""
    start = (
        Start.NEXT_MONTH
        if then.startswith("次月")
        else Start.NEXT_DAY
        if then == "次日"
        else Start.LAST_DAY
        if match["ordinal"]
        else Start.THAT_DAY
    )
    return AfterEvent(event, count, _UNITS[match["unit"]], start)


def read_announcements(text: str) -> Iterator[LocatedTiming]:
    """Yield the places that leave the day of entry into force to somebody, with who that is."""
    if not any(word in text for word in _ANNOUNCING):
        return
    for match in time_grammar.TO_BE_ANNOUNCED.finditer(text):
        by = match["body"] or match["announcer"] or match["fixer"] or match["decider"]
        yield LocatedTiming(match.start(), match.end(), ToBeAnnounced(by or None))


def day_at(printed: Printed, start: int, end: int, after: str) -> date | None:
    """The day between two offsets. `after` are the words after it, which may name an hour: 24时 is the next day."""
    day = printed.day(start, end)
    hour = time_grammar.HOUR.match(after)
    if day is not None and hour and hour["end"]:
        return _next(day)
    return day


class LocatedEnd(NamedTuple):
    """When an act ends, and the start and end (exclusive) of the sentence that says so.

    `names_act` tells whether the sentence names this act or says when it comes into force; otherwise it only adds to
    the one before it, as 有效期五年 does.
    """

    start: int
    end: int
    when: Timing
    names_act: bool


def read_ends(printed: Printed) -> Iterator[LocatedEnd]:
    """Yield the places at which an act says how long it is valid. The day of an end is the first one without force."""
    text = printed.text
    if not any(word in text for word in _ENDING):
        return
    for match in time_grammar.EXPIRY.finditer(text):
        start = max(text.rfind(mark, 0, match.start()) for mark in STOPS) + 1
        if match.start() - start > LONGEST:
            continue
        # What a whole sentence is about, a clause of it does not tell: 已取得的许可证，有效期五年.
        own = time_grammar.OWN_SENTENCE.match(text[start : match.start()])
        when = _end(printed, match) if own else None
        if own and when is not None:
            yield LocatedEnd(start, match.end(), when, bool(own["act"] or own["start"]))


def _end(printed: Printed, match: Match) -> Timing | None:
    for group in ("until", "to", "last"):
        if match[group]:
            day = printed.day(match.start(group), match.end(group))
            after = _next(day) if day else None
            return OnDay(after) if after else None
    if match["from"]:
        day = printed.day(match.start("from"), match.end("from"))
        return OnDay(day) if day else None
    for name, unit_name, event_name in (
        ("count", "unit", "event"),
        ("trial", "trial_unit", None),
        ("within", "within_unit", "within_event"),
    ):
        if match[name]:
            count = _count(match[name])
            event = match[event_name] if event_name else None
            if count is None:
                return None
            return AfterEvent(_event(event) if event else EventKind.IN_FORCE, count, _UNITS[match[unit_name]])
    return None


def _event(word: str) -> EventKind:
    return _EVENTS.get(word, EventKind.PROMULGATED)


def _count(words: str) -> int | None:
    try:
        return from_chinese(words)
    except ValueError:
        return None


def _next(day: date) -> date | None:
    return day + timedelta(1) if day < date.max else None
