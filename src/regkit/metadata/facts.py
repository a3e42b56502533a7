"""The types of metadata. A fact that the statute does not state is None; nothing is guessed."""

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
    """An event in the history of a statute, as stated by its own text.

    `day` is None if no date is printed or if it does not exist (2月30日). `by` is the body with its meeting, and
    `number` the order, announcement or document number (令, 公告, 文号) under which it acted, both without
    whitespace. `decision` is the title of the act that amended or repealed the statute; an approval (批准) with a
    decision is the approval of that decision and not of the statute. `since` is the event whose day counts if no
    date is printed: 公布 for 自公布之日起施行. `provisions` are the addresses of the provisions that come into force
    (施行); empty means the whole statute. `words` are the words of the text that state the event, as printed, and
    `source` is where they are.
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
    """The facts that a statute states about itself.

    `title` is its title as printed. `authority` is the body that adopted it, without term (届) and meeting.
    `document_number` is its document number (文号) as printed. `events` are in the order of announcement, notes and
    closing articles. `repeals` are the titles of the acts that it repeals (同时废止). `unread` are the lines of the
    notes from which nothing could be read.

    The properties `passed`, `promulgated` and `in_force` refer to the last enactment of the whole text: a 修订 is a
    new enactment, a 修正 is not.
    """

    title: str | None = None
    authority: str | None = None
    document_number: str | None = None
    events: tuple[MetadataEvent, ...] = ()
    repeals: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def passed(self) -> date | None:
        """The day on which the whole text was last passed (通过 or 修订), or None."""
        return self._day(EventKind.PASSED, EventKind.REVISED)

    @property
    def promulgated(self) -> date | None:
        """The day on which the whole text was promulgated (公布), or None."""
        day = self._day(EventKind.PROMULGATED)
        if day is None:
            # 国务院令第12号修订: the order that revised the text also promulgated it.
            revision = next(
                (event for event in self._enacted if event.kind is EventKind.REVISED and event.number), None
            )
            return revision.day if revision else None
        return day

    @property
    def in_force(self) -> date | None:
        """The day on which the statute came or comes into force (施行), or None.

        It is taken from the closing articles, or else from the announcement, or else from the notes.
        """
        events = [
            event for event in self._enacted if event.kind is EventKind.IN_FORCE and not event.provisions
        ]
        closing = [event for event in events if isinstance(event.source, Address)]
        event = next(iter(closing or events), None)
        return self.day_of(event) if event else None

    def day_of(self, event: MetadataEvent) -> date | None:
        """The day of an event: its own, or that of the event named by `since`. None if that is unknown."""
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
        """The known days of all amendments (修正), in the order of the text."""
        return self._days(EventKind.AMENDED)

    @property
    def revised(self) -> tuple[date, ...]:
        """The known days of all revisions (修订), in the order of the text."""
        return self._days(EventKind.REVISED)

    @property
    def repealed(self) -> date | None:
        """The day on which the statute itself was repealed (废止), or None."""
        return next(iter(self._days(EventKind.REPEALED)), None)

    @property
    def _enacted(self) -> tuple[MetadataEvent, ...]:
        """The events of the last enactment of the whole text.

        Of the events in notes and preamble these are the last 修订 of the whole text and those after it. Announcement
        and closing articles always refer to the present text.
        """
        notes = [event for event in self.events if event.source in (Front.NOTES, Front.PREAMBLE)]
        last = max((index for index, event in enumerate(notes) if _is_enactment(event)), default=0)
        announced = [event for event in self.events if event.source == Front.ANNOUNCEMENT]
        closing = [event for event in self.events if isinstance(event.source, Address)]
        return (*announced, *notes[last:], *closing)

    def _day(self, *kinds: EventKind) -> date | None:
        events = (event for event in self._enacted if event.kind in kinds)
        return next((event.day for event in events if not event.decision), None)

    def _days(self, kind: EventKind) -> tuple[date, ...]:
        return tuple(event.day for event in self.events if event.kind is kind and event.day)


def _is_enactment(event: MetadataEvent) -> bool:
    # A decision changes only some provisions, even if its change is called 修订.
    return event.kind is EventKind.REVISED and event.decision is None
