"""The metadata of a statute: what its 公告, 题注 and closing articles say of it, typed."""

from __future__ import annotations

from collections.abc import Iterator

from regkit.metadata import grammar
from regkit.metadata.bodies import institution
from regkit.metadata.closing import Closing
from regkit.metadata.facts import EventKind, Metadata, MetadataEvent
from regkit.metadata.front import read_announcement, read_notes
from regkit.model.address import ROOT
from regkit.model.checking import check_is_statute
from regkit.model.fronts import Front
from regkit.model.tree import Provision, Statute, walk
from regkit.text.whitespace import without_whitespace

__all__ = ["EventKind", "Metadata", "MetadataEvent", "read_metadata"]

# A statute says in its last articles from when it is in force and what it repeals.
CLOSING_ARTICLES = 3
LONGEST_TITLE = 200


def read_metadata(statute: Statute) -> Metadata:
    """What the statute says of itself in 公告, 题注 and its last articles.

    What cannot be read stays in `unread`; no text raises an error.
    """
    check_is_statute(statute)
    announced = read_announcement(statute.announcement)
    notes = read_notes(statute.notes, statute.preamble)
    closing = list(_closing(statute))
    events = (*announced.events, *notes.events, *(event for part in closing for event in part.events))
    return Metadata(
        title=statute.title,
        authority=_authority(events) or _authority_in_title(statute.title),
        document_number=notes.number or announced.number or _number_of_order(events),
        events=events,
        repeals=tuple(dict.fromkeys(title for part in closing for title in part.repeals)),
        unread=notes.unread,
    )


def _closing(statute: Statute) -> Iterator[Closing]:
    """What the last articles say; where there are none, the last 一、 and the text itself."""
    last: tuple[Provision, ...] = statute.articles or statute.children
    if not last:
        yield Closing(statute.preamble, Front.PREAMBLE)
    for provision in last[-CLOSING_ARTICLES:]:
        # An article in a chapter has the address that it would have without it.
        (address, _), *_ = inside = list(walk(provision, ROOT))
        yield Closing((part.text for _, part in inside if part.text), address)


def _authority(events: tuple[MetadataEvent, ...]) -> str | None:
    """Who adopted the statute: who passed it, or else who revised it as a whole or promulgated it."""
    for kind in (EventKind.PASSED, EventKind.REVISED, EventKind.PROMULGATED):
        found = [event for event in events if event.kind is kind and event.by and not event.decision]
        if found:
            # Two courts may pass one interpretation, each on its day.
            together = [event.by for event in found if event.words.endswith(found[0].words[-12:])]
            names = [institution(by) for by in together if by]
            if any(names):
                return "、".join(dict.fromkeys(name for name in names if name))
    return None


def _authority_in_title(title: str | None) -> str | None:
    found = grammar.TITLE_BY.match(without_whitespace((title or "")[:LONGEST_TITLE]))
    return institution(found["by"]) if found else None


def _number_of_order(events: tuple[MetadataEvent, ...]) -> str | None:
    """The number of the order that promulgated the whole text last."""
    kinds = (EventKind.PROMULGATED, EventKind.REVISED)
    numbers = [event.number for event in events if event.kind in kinds and not event.decision]
    return next(filter(None, reversed(numbers)), None)
