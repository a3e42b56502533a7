"""The types of metadata. A fact that the statute does not state is None; nothing is guessed."""

from __future__ import annotations

from datetime import date

import msgspec

from regkit.metadata.enactments import Enactment, enactments_of
from regkit.metadata.events import Effect, EffectKind, MetadataEvent
from regkit.metadata.kinds import EventKind
from regkit.metadata.timing import UNKNOWN, Moment, resolve
from regkit.model.address import Address
from regkit.model.fronts import Front


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """The facts that a statute states about itself.

    `title` is its title as printed. `authority` is the body that adopted it, without term (届) and meeting.
    `document_number` is its document number (文号) as printed. `events` are in the order of announcement, notes and
    closing articles. `effects` are what it does to other acts. `unread` are the lines of the
    notes from which nothing could be read.

    The properties `passed`, `promulgated` and `in_force` refer to the last enactment of the whole text: a 修订 is a
    new enactment, a 修正 is not.
    """

    title: str | None = None
    authority: str | None = None
    document_number: str | None = None
    events: tuple[MetadataEvent, ...] = ()
    effects: tuple[Effect, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def repeals(self) -> tuple[str, ...]:
        """The titles of the acts that it repeals as a whole (同时废止), without 《》, each once."""
        return tuple(
            dict.fromkeys(effect.act for effect in self.effects if effect.kind is EffectKind.REPEALED)
        )

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
    def enactments(self) -> tuple[Enactment, ...]:
        """The acts that gave the text its form, in the order of its notes; the last one made it as it stands."""
        return enactments_of(self.events)

    @property
    def commencement(self) -> MetadataEvent | None:
        """The event that says when the text as it stands came into force, or else when it did as it was last enacted as a whole."""
        enactments = self.enactments
        if not enactments:
            return None
        whole = next((enactment for enactment in reversed(enactments) if enactment.is_whole), enactments[-1])
        return enactments[-1].commencement or whole.commencement

    @property
    def in_force(self) -> date | None:
        """The day on which the statute came or comes into force (施行), None if the text does not make it certain.

        What the notes say of the last enactment takes precedence over the closing articles, which an amendment keeps.
        """
        return self.day_of(self.commencement) if self.commencement else None

    @property
    def expiry(self) -> MetadataEvent | None:
        """The event by which the text itself ends its force (有效期五年), or None."""
        return next(
            (event for event in self.events if event.kind is EventKind.EXPIRED and not event.provisions), None
        )

    @property
    def expires(self) -> date | None:
        """The first day without force by the words of the text itself, None if it does not make it certain."""
        return self.day_of(self.expiry) if self.expiry else None

    def day_of(self, event: MetadataEvent) -> date | None:
        """The day of an event: the printed one, or the one that is counted from another event. None if it is not certain."""
        return self.moment_of(event).day

    def moment_of(self, event: MetadataEvent) -> Moment:
        """The moment of an event as far as this text alone tells it, with bounds where the day is not certain."""
        return resolve(event.when, self._moment_of_event) if event.when is not None else UNKNOWN

    def _moment_of_event(self, event: EventKind | str) -> Moment:
        match event:
            case EventKind.PROMULGATED:
                # Nothing is promulgated before it is passed and approved.
                return _known(self.promulgated, self.passed, self._day(EventKind.APPROVED))
            case EventKind.PASSED:
                return _known(self.passed)
            case EventKind.APPROVED:
                return _known(self._day(EventKind.APPROVED), self.passed)
            case EventKind.IN_FORCE:
                return self.moment_of(self.commencement) if self.commencement else UNKNOWN
        return UNKNOWN

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


def _known(day: date | None, *not_before: date | None) -> Moment:
    """The moment of a known day, or else of an unknown one that is not before any of the others."""
    return Moment.on(day) if day else Moment(max((other for other in not_before if other), default=None))


def _is_enactment(event: MetadataEvent) -> bool:
    # A decision changes only some provisions, even if its change is called 修订.
    return event.kind is EventKind.REVISED and event.decision is None
