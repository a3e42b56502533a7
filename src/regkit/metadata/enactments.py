"""The acts that gave a text its form: its passing, revisions and amendments, in the order in which its notes name them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from regkit.metadata.bodies import institution
from regkit.metadata.events import MetadataEvent
from regkit.metadata.kinds import EventKind
from regkit.metadata.timing import OnDay
from regkit.model.address import Address
from regkit.model.fronts import Front

_MAKING = (EventKind.PASSED, EventKind.REVISED, EventKind.AMENDED)


class Enactment(msgspec.Struct, frozen=True, kw_only=True):
    """An act that gave a text its form, with everything that the text states about it.

    `kind` is PASSED (制定), REVISED (修订: the whole text was enacted again) or AMENDED (修正: a decision changed parts of
    it, whatever it calls the change); None if the text was passed again and nothing says as what. `events` are in the
    order of the text. `commencements` are the events that say when this form of the text came into force (施行), the most
    reliable first; they contradict each other where they do not mean one day.
    """

    kind: EventKind | None
    events: tuple[MetadataEvent, ...]
    commencements: tuple[MetadataEvent, ...] = ()

    @property
    def commencement(self) -> MetadataEvent | None:
        """The event that says when this form of the text came into force, None if the text does not say."""
        return next(iter(self.commencements), None)

    @property
    def is_whole(self) -> bool:
        """Whether the whole text was enacted, and not only parts of it changed."""
        return self.kind is not EventKind.AMENDED

    @property
    def made(self) -> tuple[MetadataEvent, ...]:
        """The events that gave the text this form: meetings that passed it, or else an order that promulgated it."""
        return _made(self.events)

    @property
    def decisions(self) -> tuple[str, ...]:
        """The titles of the decisions by which the text was amended."""
        return tuple(dict.fromkeys(event.decision for event in self.made if event.decision))

    @property
    def adopted(self) -> MetadataEvent | None:
        """The event by which a meeting, and not an order, adopted it: the last one if several bodies passed it."""
        passed = [event for event in self.made if event.kind in _MAKING and not _is_order(event)]
        return max(passed, key=lambda event: event.day or date.min, default=None)

    @property
    def adopted_by(self) -> str | None:
        """The bodies that adopted it, with their meetings."""
        bodies = [
            event.by for event in self.made if event.kind in _MAKING and not _is_order(event) and event.by
        ]
        return "、".join(dict.fromkeys(bodies)) or None

    @property
    def approved(self) -> MetadataEvent | None:
        """Its approval by a higher body (批准)."""
        return next((event for event in self.events if event.kind is EventKind.APPROVED), None)

    @property
    def promulgated(self) -> date | None:
        """The day on which it was promulgated (公布), by an order that amended it or by itself."""
        days = [
            event.day
            for event in self.events
            if event.day
            and (event.kind is EventKind.PROMULGATED or (event.kind in _MAKING and _is_order(event)))
        ]
        return days[-1] if days else None

    @property
    def day(self) -> date | None:
        """The day that names it: of its adoption, or else of its promulgation, or else of its approval."""
        adopted = self.adopted.day if self.adopted else None
        return adopted or self.promulgated or (self.approved.day if self.approved else None)


def enactments_of(events: Sequence[MetadataEvent]) -> tuple[Enactment, ...]:
    """The enactments that the events of a text state, in the order of its notes.

    The announcement belongs to the last of them. A day in the closing articles belongs to the last enactment of the whole
    text that is not later: an amendment keeps the closing article of the original.
    """
    groups = _grouped(event for event in events if event.source in (Front.NOTES, Front.PREAMBLE))
    announced = [event for event in events if event.source == Front.ANNOUNCEMENT]
    if not any(map(_made, groups)):
        groups = [[*announced, *(event for group in groups for event in group)]]
    elif announced:
        groups[-1] = [*groups[-1], *announced]
    groups = [group for group in groups if group]
    kinds = [_kind(groups[:index], group) for index, group in enumerate(groups)]
    enactments = [
        Enactment(kind=kind, events=tuple(group), commencements=tuple(filter(_is_commencement, group)))
        for kind, group in zip(kinds, groups, strict=True)
    ]
    closing = [event for event in events if isinstance(event.source, Address) and _is_commencement(event)]
    return tuple(_with_closing(enactments, closing[0]) if closing else enactments)


def _grouped(events: Iterable[MetadataEvent]) -> list[list[MetadataEvent]]:
    groups: list[list[MetadataEvent]] = []
    for event in events:
        if not groups or _begins_another(event, groups[-1]):
            groups.append([])
        groups[-1].append(event)
    return groups


def _begins_another(event: MetadataEvent, group: list[MetadataEvent]) -> bool:
    """Whether an event belongs to another enactment than the events before it."""
    making = [other for other in group if other.kind in _MAKING]
    promulgated = [other for other in group if other.kind is EventKind.PROMULGATED]
    match event.kind:
        case EventKind.PASSED | EventKind.REVISED | EventKind.AMENDED:
            if any(other.decision != event.decision for other in group):
                return True
            # In 甲会议2020年1月1日、乙会议2020年1月3日通过 several bodies pass one text; their words have one end.
            joint = any(
                other.kind is event.kind
                and (other.words.endswith(event.words) or _are_two_bodies(other, event))
                for other in making
            )
            return bool(making and not joint) or bool(promulgated)
        case EventKind.APPROVED:
            # A ministry promulgates what was approved before, a city passes what is approved afterwards.
            decided = any(other.decision != event.decision for other in group)
            return decided or bool(promulgated and not making)
        case EventKind.PROMULGATED:
            return any(other.day != event.day for other in promulgated)
    return False


def _are_two_bodies(first: MetadataEvent, second: MetadataEvent) -> bool:
    """Whether two different bodies passed the text, as two courts pass one interpretation; one body passes it anew."""
    bodies = [institution(event.by) if event.by else None for event in (first, second)]
    return first.kind is EventKind.PASSED and all(bodies) and bodies[0] != bodies[1]


def _made(events: Sequence[MetadataEvent]) -> tuple[MetadataEvent, ...]:
    for kinds in (_MAKING, (EventKind.PROMULGATED,), (EventKind.APPROVED,)):
        if made := tuple(event for event in events if event.kind in kinds):
            return made
    return ()


def _kind(before: Sequence[Sequence[MetadataEvent]], group: Sequence[MetadataEvent]) -> EventKind | None:
    made = _made(group)
    if any(event.decision or event.kind is EventKind.AMENDED for event in made):
        return EventKind.AMENDED
    if any(event.kind is EventKind.REVISED for event in made):
        return EventKind.REVISED
    return EventKind.PASSED if not any(map(_made, before)) else None


def _is_order(event: MetadataEvent) -> bool:
    # An order (令) promulgates a text; a meeting passes it.
    return event.kind is not EventKind.PASSED and bool(event.number) and "会议" not in (event.by or "")


def _is_commencement(event: MetadataEvent) -> bool:
    return event.kind is EventKind.IN_FORCE and not event.provisions


def _with_closing(enactments: list[Enactment], closing: MetadataEvent) -> list[Enactment]:
    """The enactments with the commencement that the closing articles state for one of them."""
    if not enactments:
        return [Enactment(kind=None, events=(), commencements=(closing,))]
    day = closing.when.day if isinstance(closing.when, OnDay) else None
    whole = [index for index, enactment in enumerate(enactments) if enactment.is_whole]
    if day is not None:
        owners = [index for index in whole if (enactments[index].day or date.min) <= day]
        if not owners and len(enactments) > 1:
            # The day is before all of them: the notes do not name the text to which it belonged.
            return enactments
        owner = (owners or [0])[-1]
    else:
        owner = (whole or [0])[-1]
    later = [
        index
        for index, enactment in enumerate(enactments)
        # What amends a text before it is in force comes into force with it, at the earliest.
        if index > owner and day is not None and (enactment.day or date.max) <= day
    ]
    changed = list(enactments)
    for index in (owner, *later):
        stated, made = enactments[index].commencements, enactments[index].day
        # The law itself says when it comes into force (《立法法》第六十一条), unless its words are older than it is.
        old = day is not None and made is not None and day < made
        if index != owner and stated:
            continue
        if old and stated:
            # The article was not amended with the rest; the notes are newer.
            continue
        commencements = (closing, *stated)
        changed[index] = msgspec.structs.replace(enactments[index], commencements=commencements)
    return changed
