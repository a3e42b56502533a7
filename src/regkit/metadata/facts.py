"""What a statute says about itself, typed. What it does not say is None; nothing is guessed."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from regkit.model.address import Address, Source
from regkit.model.fronts import Front


class EventKind(StrEnum):
    """What happened to a statute."""

    PASSED = "通过"
    APPROVED = "批准"
    PROMULGATED = "公布"
    AMENDED = "修正"
    REVISED = "修订"
    IN_FORCE = "施行"
    REPEALED = "废止"


class MetadataEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened to a statute, as its own text tells it.

    `day` is None where none is printed or where it cannot be (2月30日). `by` is the body and its meeting and
    `number` the 令, 公告 or 文号 under which it acted, both without blanks. `decision` is the title of the act that
    amended or repealed; a 批准 with a decision is the approval of that decision and not of the statute.
    `since` is the event whose day counts where no date is printed: 公布 for 自公布之日起施行.
    `provisions` are those that alone a 施行 speaks of; empty where it is the whole statute.
    `words` is the stretch of the printed text that was read, `source` where it stands.
    """

    kind: EventKind
    day: date | None = None
    by: str | None = None
    number: str | None = None
    decision: str | None = None
    since: EventKind | None = None
    provisions: tuple[Address, ...] = ()
    words: str
    source: Source


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """What a statute says of itself: `events` in the order of 公告, 题注 and closing articles.

    `authority` is the body that adopted it, without 届 and meeting; `document_number` is the 文号 as printed;
    `repeals` are the titles of the acts that it says are 同时废止; `unread` are the lines of the 题注 from which
    nothing could be read.

    The days below speak of the text as it was last enacted as a whole: a 修订 begins anew, a 修正 does not.
    """

    title: str | None = None
    authority: str | None = None
    document_number: str | None = None
    events: tuple[MetadataEvent, ...] = ()
    repeals: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def passed(self) -> date | None:
        """The day on which the whole text was passed: the last 修订, or else the 通过."""
        return self._day(EventKind.PASSED, EventKind.REVISED)

    @property
    def promulgated(self) -> date | None:
        """The day of 公布 of the whole text."""
        found = self._day(EventKind.PROMULGATED)
        if found is None:
            # 国务院令第12号修订: the order that revised is the one that promulgated.
            enacted = next((e for e in self._enacted if e.kind is EventKind.REVISED and e.number), None)
            return enacted.day if enacted else None
        return found

    @property
    def in_force(self) -> date | None:
        """The day of 施行: as the closing article says, else the 公告, else the 题注."""
        found = [
            event for event in self._enacted if event.kind is EventKind.IN_FORCE and not event.provisions
        ]
        closing = [event for event in found if isinstance(event.source, Address)]
        event = next(iter(closing or found), None)
        return self.day_of(event) if event else None

    def day_of(self, event: MetadataEvent) -> date | None:
        """The day of an event of this text: its own, or that of the event from which it counts."""
        match event.since:
            case EventKind.PROMULGATED:
                return self.promulgated
            case EventKind.PASSED:
                return self.passed
            case EventKind.APPROVED:
                return self._day(EventKind.APPROVED)
        return event.day

    @property
    def amended(self) -> tuple[date, ...]:
        """The days of every 修正, in the order of the text."""
        return self._days(EventKind.AMENDED)

    @property
    def revised(self) -> tuple[date, ...]:
        """The days of every 修订, in the order of the text."""
        return self._days(EventKind.REVISED)

    @property
    def repealed(self) -> date | None:
        """The day on which the statute itself was repealed."""
        return next(iter(self._days(EventKind.REPEALED)), None)

    @property
    def _enacted(self) -> tuple[MetadataEvent, ...]:
        """The events from the last 修订 of the whole text on; 公告 and closing articles always speak of this text."""
        notes = [event for event in self.events if event.source in (Front.NOTES, Front.PREAMBLE)]
        last = max((index for index, event in enumerate(notes) if _is_enactment(event)), default=0)
        announced = [event for event in self.events if event.source == Front.ANNOUNCEMENT]
        closing = [event for event in self.events if isinstance(event.source, Address)]
        return (*announced, *notes[last:], *closing)

    def _day(self, *kinds: EventKind) -> date | None:
        found = (event for event in self._enacted if event.kind in kinds)
        return next((event.day for event in found if not event.decision), None)

    def _days(self, kind: EventKind) -> tuple[date, ...]:
        return tuple(event.day for event in self.events if event.kind is kind and event.day)


def _is_enactment(event: MetadataEvent) -> bool:
    # A 修订 by decision changes some provisions, whatever it is called.
    return event.kind is EventKind.REVISED and event.decision is None
