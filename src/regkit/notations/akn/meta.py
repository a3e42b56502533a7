"""Akoma Ntoso: writes the metadata of a document: its work, version, lifecycle and references."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import quote

import msgspec
from lxml import etree

from regkit.citations import Act
from regkit.metadata import EventKind, Metadata
from regkit.model.address import Address
from regkit.text.whitespace import without_whitespace

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
REGKIT = "urn:regkit:akn:1"
"""The namespace of regkit, for what Akoma Ntoso cannot express: run-in items, articles printed as one, all targets of a citation."""
WHITESPACE = f"{{{REGKIT}}}blanks"
"""The attribute that says ``exact`` if all whitespace in the document is text."""
CHARACTER = "regkit-character"
"""The target of processing instructions that contain the code point, in hexadecimal, of a character XML cannot contain."""
UNKNOWN_DAY = date(1, 1, 1)
"""Written where the schema requires a date and none is known, with the name ``unknown``."""
_AGENT = "#regkit"
# The types of lifecycle events in Akoma Ntoso. Other kinds of event are not part of the lifecycle.
_KINDS = {
    EventKind.PASSED: "generation",
    EventKind.REVISED: "amendment",
    EventKind.AMENDED: "amendment",
    EventKind.REPEALED: "repeal",
}


class LifecycleEvent(msgspec.Struct, frozen=True):
    """An event in the life of a work: `kind` is ``generation``, ``amendment`` or ``repeal``, `title` the title of its cause."""

    day: date
    kind: str
    title: str


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Which version of which work a document contains. Fields are None if not known.

    `work` names the work in IRIs: its id in a library, or its title. `number` is the document number (文号). `enacted` is the
    day of the first version of the work, `dated` that of this version. `events` cover the whole life of the work.
    """

    work: str
    title: str | None = None
    rank: str | None = None
    authority: str | None = None
    number: str | None = None
    enacted: date | None = None
    dated: date | None = None
    promulgated: date | None = None
    in_force: date | None = None
    expired: date | None = None
    events: tuple[LifecycleEvent, ...] = ()


def identity_of(metadata: Metadata) -> Identity:
    """The identity that the metadata of a text state."""
    dated_events = [event for event in metadata.events if event.day and isinstance(event.source, str)]
    lifecycle_events = [event for event in dated_events if event.kind in _KINDS]
    days = sorted(event.day for event in lifecycle_events if event.day)
    return Identity(
        work=without_whitespace(metadata.title or "") or "untitled",
        title=metadata.title,
        authority=metadata.authority,
        number=metadata.document_number,
        enacted=days[0] if days else None,
        dated=days[-1] if days else None,
        promulgated=metadata.promulgated,
        in_force=metadata.in_force,
        expired=metadata.repealed,
        events=tuple(
            LifecycleEvent(event.day, _KINDS[event.kind], event.decision or event.kind.value)
            for event in lifecycle_events
            if event.day
        ),
    )


def work_iri(identity: Identity) -> str:
    """The IRI of the work: ``/akn/cn/act/2022-05-13/<work>``, without the day of the first version if that is not known."""
    day = f"{identity.enacted}/" if identity.enacted else ""
    return f"/akn/cn/act/{day}{_segment(identity.work)}"


def expression_iri(identity: Identity) -> str:
    """The IRI of this version: that of the work, then ``/zho@2022-05-13`` with the day of the version."""
    return f"{work_iri(identity)}/zho@{identity.dated or ''}"


def act_iri(act: Act, target: Address | None = None) -> str:
    """The IRI that refers to another act, or to the provision `target` in it.

    It contains the title of the act, and its day only where the citation prints it.
    """
    day = f"{act.dated}/" if act.dated else ""
    portion = f"/~{target.eid}" if target else ""
    return f"/akn/cn/act/{day}{_segment(act.title)}{portion}"


def add_meta(
    parent: etree._Element, identity: Identity, acts: Sequence[Act], component: str = "main"
) -> None:
    """Add ``<meta>``, which every document and every annex must have.

    Publication, lifecycle and references are written for the ``main`` component only. `acts` are the acts that the text cites.
    """
    meta = _add(parent, "meta")
    _add_identification(meta, identity, component)
    if component != "main":
        return
    day = identity.promulgated or identity.dated
    if day:
        name = "公布" if identity.promulgated else "通过"
        publication = _add(meta, "publication", date=str(day), name=name, showAs=name)
        if identity.number:
            publication.set("number", _printable(identity.number))
    events = _events(identity)
    if events:
        lifecycle = _add(meta, "lifecycle", source=_AGENT)
        for number, event in enumerate(events, start=1):
            _add(
                lifecycle,
                "eventRef",
                eId=f"e_{number}",
                date=str(event.day),
                source=f"#r_{number}",
                type=event.kind,
            )
    references = _add(meta, "references", source=_AGENT)
    for number, event in enumerate(events, start=1):
        # The act that created the work is its original; amendments and repeals are other documents that refer to it.
        tag = "original" if event.kind == "generation" else "passiveRef"
        href = work_iri(identity) if event.kind == "generation" else _decision_iri(event)
        _add(references, tag, eId=f"r_{number}", href=href, showAs=_printable(event.title))
    for number, act in enumerate(acts, start=1):
        _add(references, "activeRef", eId=f"a_{number}", href=act_iri(act), showAs=_printable(act.title))
    _add(
        references, "TLCOrganization", eId="regkit", href="/akn/ontology/organization/regkit", showAs="regkit"
    )
    if identity.authority:
        name = _segment(identity.authority)
        _add(
            references,
            "TLCOrganization",
            eId="authority",
            href=f"/akn/ontology/organization/cn/{name}",
            showAs=_printable(identity.authority),
        )


def _events(identity: Identity) -> list[LifecycleEvent]:
    """The events of the identity by day, with a repeal added if only the day of expiry is known."""
    events = list(identity.events)
    if identity.expired and not any(event.kind == "repeal" for event in events):
        events.append(LifecycleEvent(identity.expired, "repeal", "失效"))
    return sorted(events, key=lambda event: event.day)


def _decision_iri(event: LifecycleEvent) -> str:
    return f"/akn/cn/act/{event.day}/{_segment(event.title)}"


def _add_identification(meta: etree._Element, identity: Identity, component: str) -> None:
    identification = _add(meta, "identification", source=_AGENT)
    author = "#authority" if identity.authority else _AGENT
    version = [
        (day, name)
        for day, name in (
            (identity.dated, "通过"),
            (identity.promulgated, "公布"),
            (identity.in_force, "施行"),
        )
        if day
    ]
    work = _add(identification, "FRBRWork")
    _add_properties(
        work, f"{work_iri(identity)}/!{component}", work_iri(identity), [(identity.enacted, "通过")], author
    )
    _add(work, "FRBRcountry", value="cn")
    for tag, value in (
        ("FRBRsubtype", identity.rank),
        ("FRBRnumber", identity.number),
        ("FRBRname", identity.title),
    ):
        if value:
            _add(work, tag, value=_printable(value))
    iri = expression_iri(identity)
    expression = _add(identification, "FRBRExpression")
    _add_properties(expression, f"{iri}/!{component}", iri, version or [(None, "")], _AGENT)
    _add(expression, "FRBRlanguage", language="zho")
    manifestation = _add(identification, "FRBRManifestation")
    _add_properties(
        manifestation, f"{iri}/!{component}.xml", f"{iri}.akn", version[:1] or [(None, "")], _AGENT
    )
    form = _add(manifestation, "FRBRformat", value="application/akn+xml")
    # Tells `from_akn` that indentation was added only between elements without text.
    form.set(WHITESPACE, "exact")


def _add_properties(
    parent: etree._Element, this: str, iri: str, days: Iterable[tuple[date | None, str]], author: str
) -> None:
    _add(parent, "FRBRthis", value=this)
    _add(parent, "FRBRuri", value=iri)
    for day, name in days:
        _add(parent, "FRBRdate", date=(day or UNKNOWN_DAY).isoformat(), name=name if day else "unknown")
    _add(parent, "FRBRauthor", href=author)


def _segment(words: str) -> str:
    """Words as a segment of an IRI: without whitespace, percent-encoded."""
    return quote(without_whitespace(words), safe="", errors="replace")


def _add(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{AKN}}}{tag}", attributes)


def _printable(text: str) -> str:
    """The text as an attribute value on one line; characters that are not printable become spaces."""
    words = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(words.split())
