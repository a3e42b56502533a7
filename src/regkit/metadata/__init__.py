"""Metadata: the facts that a statute states about itself in its announcement, notes and closing articles.

Notations, the library and the commands use them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from regkit.metadata import grammar
from regkit.metadata.bodies import institution
from regkit.metadata.closing import Closing
from regkit.metadata.effect_grammar import ONLY_ABOUT_ACTS
from regkit.metadata.effects import EffectReader, effects_in_title
from regkit.metadata.enactments import Enactment
from regkit.metadata.events import Effect, EffectKind, MetadataEvent
from regkit.metadata.facts import Metadata
from regkit.metadata.front import read_announcement, read_notes
from regkit.metadata.kinds import EventKind
from regkit.metadata.timing import (
    AfterEvent,
    Moment,
    OnDay,
    Start,
    TimeUnit,
    Timing,
    ToBeAnnounced,
    WithAct,
    resolve,
)
from regkit.metadata.wording import as_printed
from regkit.model.address import ROOT, Source
from regkit.model.checking import check_is_statute
from regkit.model.fronts import Front
from regkit.model.tree import Provision, Statute, walk
from regkit.text.variants import may_have_variants, plain
from regkit.text.whitespace import without_whitespace

__all__ = [
    "AfterEvent",
    "Effect",
    "EffectKind",
    "Enactment",
    "EventKind",
    "Metadata",
    "MetadataEvent",
    "Moment",
    "OnDay",
    "Start",
    "TimeUnit",
    "Timing",
    "ToBeAnnounced",
    "WithAct",
    "read_metadata",
    "resolve",
    "timing_of",
]

# How many articles at the end are searched for the day of entry into force and for repealed acts.
CLOSING_ARTICLES = 3
# In characters: how much of a title is searched for the body that issued it.
LONGEST_TITLE_READ = 200


class _ClosingPart(NamedTuple):
    """A closing provision: its label, the texts in it, and where they are."""

    label: str
    texts: tuple[str, ...]
    source: Source


def read_metadata(statute: Statute) -> Metadata:
    """Read the metadata of a statute from its announcement (公告), notes (题注) and last articles.

    Lines of the notes that cannot be read are listed in `unread`; no text causes an error. Raises TypeError if the
    argument is not a Statute.
    """
    check_is_statute(statute)
    lines = (*statute.announcement, *statute.notes, *statute.preamble, statute.title or "")
    closing_parts = list(_closing_parts(statute))
    is_decision = bool(
        ONLY_ABOUT_ACTS.match(plain(without_whitespace((statute.title or "")[:LONGEST_TITLE_READ])))
    )
    effective_parts = list(_all_parts(statute)) if is_decision else closing_parts
    printed = "\n".join(
        (*lines, *(text for part in (*closing_parts, *effective_parts) for text in (part.label, *part.texts)))
    )
    if not may_have_variants(printed):
        return _read(statute, closing_parts, effective_parts, is_decision=is_decision)
    plain_statute = dataclasses.replace(
        statute,
        announcement=tuple(map(plain, statute.announcement)),
        title=plain(statute.title) if statute.title else statute.title,
        notes=tuple(map(plain, statute.notes)),
        preamble=tuple(map(plain, statute.preamble)),
    )
    metadata = _read(
        plain_statute, _plain_parts(closing_parts), _plain_parts(effective_parts), is_decision=is_decision
    )
    return as_printed(metadata, printed)


def timing_of(words: str, kind: EventKind = EventKind.IN_FORCE) -> Timing | None:
    """When an act comes into force, or ends (EXPIRED), by words that say so; None if they cannot be read.

    >>> timing_of("本办法自公布之日起施行。")
    AfterEvent(event=<EventKind.PROMULGATED: '公布'>, count=0, unit=<TimeUnit.DAY: '日'>, start=<Start.THAT_DAY: '当日'>)
    """
    events = Closing((plain(without_whitespace(words)),), ROOT, about_this_act=True).events
    return next((event.when for event in events if event.kind is kind and event.when), None)


def _plain_parts(parts: Iterable[_ClosingPart]) -> list[_ClosingPart]:
    return [part._replace(texts=tuple(map(plain, part.texts))) for part in parts]


def _read(
    statute: Statute,
    closing_parts: Iterable[_ClosingPart],
    effective_parts: Iterable[_ClosingPart],
    *,
    is_decision: bool,
) -> Metadata:
    """The metadata that the front and the closing parts of a statute state; `effective_parts` are read for what they do to other acts."""
    announced = read_announcement(statute.announcement)
    notes = read_notes(statute.notes, statute.preamble)
    closing = [Closing(part.texts, part.source) for part in closing_parts]
    reader = EffectReader(is_decision=is_decision)
    effects = [
        effect for part in effective_parts for text in part.texts for effect in reader.read(text, part.source)
    ]
    if is_decision:
        # What the text states of an act is more than what its title does.
        stated = {(effect.kind, effect.act) for effect in effects}
        titled = effects_in_title(without_whitespace(statute.title or ""), Front.TITLE)
        effects[:0] = [effect for effect in titled if (effect.kind, effect.act) not in stated]
    events = (*announced.events, *notes.events, *(event for part in closing for event in part.events))
    return Metadata(
        title=statute.title,
        authority=_authority(events) or _authority_in_title(statute.title),
        document_number=notes.number or announced.number or _number_of_order(events),
        events=events,
        effects=tuple(effects),
        unread=notes.unread,
    )


def _closing_parts(statute: Statute) -> Iterator[_ClosingPart]:
    """The last articles; in a text without articles, the last divisions; without either, the preamble."""
    last: tuple[Provision, ...] = statute.articles or statute.children
    if not last:
        yield _ClosingPart("", statute.preamble, Front.PREAMBLE)
    for provision in last[-CLOSING_ARTICLES:]:
        # The address of an article does not contain the chapter in which it is.
        (address, _), *_ = inside = list(walk(provision, ROOT))
        yield _ClosingPart(
            provision.label or "", tuple(part.text for _, part in inside if part.text), address
        )


def _all_parts(statute: Statute) -> Iterator[_ClosingPart]:
    """Everything that a decision decides: its preamble, its provisions and its annexes."""
    yield _ClosingPart("", statute.preamble, Front.PREAMBLE)
    for address, provision in statute.walk():
        # 一、对《某条例》作出修改 may be a heading.
        if texts := tuple(filter(None, (provision.heading, provision.text))):
            yield _ClosingPart(provision.label or "", texts, address)


def _authority(events: tuple[MetadataEvent, ...]) -> str | None:
    """The body that adopted the statute: the one that passed, revised or promulgated it, in this order of preference."""
    for kind in (EventKind.PASSED, EventKind.REVISED, EventKind.PROMULGATED):
        acts = [event for event in events if event.kind is kind and event.by and not event.decision]
        if acts:
            # Two courts may pass one interpretation on different days; the text names both before the same verb.
            bodies = [event.by for event in acts if event.words.endswith(acts[0].words[-12:])]
            names = [institution(by) for by in bodies if by]
            if any(names):
                return "、".join(dict.fromkeys(name for name in names if name))
    return None


def _authority_in_title(title: str | None) -> str | None:
    match = grammar.TITLE_BY.match(without_whitespace((title or "")[:LONGEST_TITLE_READ]))
    return institution(match["by"]) if match else None


def _number_of_order(events: tuple[MetadataEvent, ...]) -> str | None:
    """The number of the last order that promulgated the whole text."""
    kinds = (EventKind.PROMULGATED, EventKind.REVISED)
    numbers = [event.number for event in events if event.kind in kinds and not event.decision]
    return next(filter(None, reversed(numbers)), None)
