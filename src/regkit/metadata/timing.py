"""When something happens: the typed forms in which a text states a day, and how spans are counted.

A day that is not certain is a `Moment` with bounds, never a guess. Spans are counted as 《民法典》 arts. 200–204 count
them: by the calendar, the day of the event not included, a month ending on the day of the same number or else on its
last day. Texts that say 自公布之日起30日后 are also read as counting the day itself; where the two readings differ, the
moment has both days as bounds.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum

import msgspec
from dateutil.relativedelta import relativedelta

from regkit.metadata.kinds import EventKind

# In days: the greatest number of days in which no more than N days are workdays, beyond three for each workday.
# The longest holidays (国庆 with 中秋) have eight days, with weekends that are moved up to nine.
_HOLIDAYS = 21


class TimeUnit(StrEnum):
    """The unit of a span."""

    DAY = "日"
    WORKDAY = "工作日"
    MONTH = "个月"
    YEAR = "年"


class Start(StrEnum):
    """On which day something begins, once an event has happened or a span has ended.

    - `THAT_DAY`: on the day of the event itself (自公布之日起), or when the span ends (30日后, 满三个月).
    - `NEXT_DAY`: on the day after (次日).
    - `NEXT_MONTH`: on the first day of the next month (次月1日).
    - `LAST_DAY`: on the last day of the span (第30日).
    """

    THAT_DAY = "当日"
    NEXT_DAY = "次日"
    NEXT_MONTH = "次月第一日"
    LAST_DAY = "届满之日"


class OnDay(msgspec.Struct, frozen=True, tag="day"):
    """On a day: 自2022年7月1日起施行. For an end, the first day without force: 有效期至3月31日 is April 1."""

    day: date


class AfterEvent(msgspec.Struct, frozen=True, tag="after"):
    """After a span from an event: 自公布之日起施行 (a span of 0), 自公布之日起30日后施行, 有效期五年.

    - `event`: the event from which the span is counted.
    - `count`, `unit`: the length of the span.
    - `start`: on which day it begins then.
    """

    event: EventKind
    count: int = 0
    unit: TimeUnit = TimeUnit.DAY
    start: Start = Start.THAT_DAY


class ToBeAnnounced(msgspec.Struct, frozen=True, tag="announced"):
    """On a day that somebody will fix: 施行日期由国务院另行规定. `by` is who fixes it, None if the text does not say."""

    by: str | None = None


class WithAct(msgspec.Struct, frozen=True, tag="act"):
    """On the day on which another act comes into force: 与《某法》同时施行. `act` is its title without 《》."""

    act: str


Timing = OnDay | AfterEvent | ToBeAnnounced | WithAct


class Moment(msgspec.Struct, frozen=True):
    """The first day on which something holds, as far as it is known.

    `earliest` and `latest` are inclusive bounds: on any day from `latest` it certainly holds, on any day before
    `earliest` it certainly does not. None means that there is no such bound. `pending` says that the day had not been
    fixed when the text was made (施行日期另行规定).
    """

    earliest: date | None = None
    latest: date | None = None
    pending: bool = False

    @classmethod
    def on(cls, day: date) -> Moment:
        """A moment that is known to the day."""
        return cls(day, day)

    @property
    def day(self) -> date | None:
        """The day, if it is known."""
        return self.earliest if self.earliest is not None and self.earliest == self.latest else None


UNKNOWN = Moment()


def resolve(timing: Timing, moment_of: Callable[[EventKind | str], Moment]) -> Moment:
    """The moment that a timing means. `moment_of` gives the moment of an event, or of an act by its title."""
    match timing:
        case OnDay(day):
            return Moment.on(day)
        case AfterEvent():
            return _counted(moment_of(timing.event), timing)
        case WithAct(act):
            return moment_of(act)
        case ToBeAnnounced():
            return Moment(moment_of(EventKind.PROMULGATED).earliest, pending=True)


def _counted(event: Moment, timing: AfterEvent) -> Moment:
    earliest = _ended(event.earliest, timing, first=True) if event.earliest else None
    latest = _ended(event.latest, timing, first=False) if event.latest else None
    return Moment(earliest, latest, event.pending)


def _ended(day: date, timing: AfterEvent, *, first: bool) -> date | None:
    """The first day after a span from `day`; `first` for the reading that counts `day` itself. None after the year 9999."""
    count = timing.count
    try:
        match timing.unit:
            case _ if not count:
                end = day
            case TimeUnit.DAY:
                end = day + timedelta(count)
            case TimeUnit.WORKDAY:
                end = day + timedelta(count if first else 3 * count + _HOLIDAYS)
            case TimeUnit.MONTH:
                end = day + relativedelta(months=count)
            case TimeUnit.YEAR:
                end = day + relativedelta(years=count)
        if count and timing.start is Start.LAST_DAY:
            return end - timedelta(1) if first else end
        if count and not first:
            # The day of the event is not counted: the last day of the span is `end`.
            end += timedelta(1)
        match timing.start:
            case Start.NEXT_DAY:
                return end + timedelta(1)
            case Start.NEXT_MONTH:
                return end.replace(day=1) + relativedelta(months=1)
        return end
    except (OverflowError, ValueError):
        return None
