"""What of a text goes into work.toml: the facts that the text tells of itself, and how they are written there."""

from __future__ import annotations

from datetime import date
from typing import Any

import tomlkit
from tomlkit.items import AoT, Table

from regkit.codes import ErrorCode
from regkit.errors import LibraryError
from regkit.library.facts import Origin, VersionFacts, VersionKind, WorkFacts
from regkit.library.ranks import rank_of
from regkit.metadata import EventKind, Metadata, MetadataEvent, read_metadata
from regkit.model.tree import Statute

# What a person may have written by hand, in the order in which a version lists it.
_TOLD = (
    "adopted",
    "kind",
    "adopted_by",
    "decision",
    "approved",
    "approved_by",
    "promulgated",
    "in_force",
    "in_force_rule",
)


_ENACTS = (EventKind.PASSED, EventKind.REVISED, EventKind.AMENDED)


def facts_told(statute: Statute) -> dict[str, Any]:
    """What a text says of the version that it is, by the keys of `VersionFacts`; what it does not say is not there.

    题注 tell the whole life of a text; the last that passed, revised or amended it made it what it is.
    """
    metadata = read_metadata(statute)
    printed = [event for event in metadata.events if isinstance(event.source, str) and event.day]
    for kinds in (_ENACTS, (EventKind.PROMULGATED,), (EventKind.APPROVED,)):
        made = sorted(
            (event for event in printed if event.kind in kinds), key=lambda event: event.day or date.min
        )
        if made:
            break
    else:
        return {}
    last = made[-1]
    told = _of_version(made, printed)
    if told.get("kind") in (VersionKind.ENACTED, VersionKind.REVISED):
        told |= _in_force(metadata, last.day or date.min)
    return {key: value for key, value in told.items() if value}


def _of_version(made: list[MetadataEvent], printed: list[MetadataEvent]) -> dict[str, Any]:
    last = made[-1]
    same = [event for event in made if event.day == last.day]
    after = [event for event in printed if event.day and last.day and event.day >= last.day]
    # An order (令) promulgates; a meeting passes.
    ordered = last.kind is not EventKind.PASSED and bool(last.number) and "会议" not in (last.by or "")
    passed = last.kind in _ENACTS and not ordered
    # What a ministry promulgates was approved before; what a city passes is approved later.
    pool = after if passed else printed
    approved = next((event for event in pool if event.kind is EventKind.APPROVED), None)
    promulgated = next(
        (event.day for event in after if event.kind is EventKind.PROMULGATED and not event.decision), None
    )
    return {
        "adopted": last.day if passed else None,
        "kind": _kind(made),
        "adopted_by": "、".join(dict.fromkeys(event.by for event in same if event.by)) if passed else None,
        "decision": "、".join(dict.fromkeys(event.decision for event in same if event.decision)),
        "approved": approved.day if approved else None,
        "approved_by": approved.by if approved else None,
        "promulgated": promulgated or (last.day if ordered else None),
    }


def _kind(made: list[MetadataEvent]) -> VersionKind | None:
    """How a version came about; None where a text was passed again and nothing says as what."""
    last = made[-1]
    if last.kind is EventKind.AMENDED or last.decision:
        return VersionKind.AMENDED
    if last.kind is EventKind.REVISED:
        return VersionKind.REVISED
    # Two courts pass one interpretation, each on its day.
    again = [event for event in made[:-1] if event.kind is last.kind and event.by == last.by]
    return VersionKind.ENACTED if not again and all(event.kind is last.kind for event in made) else None


def _in_force(metadata: Metadata, enacted: date) -> dict[str, Any]:
    """From when a text is in force that was enacted as a whole on a day. A day before that speaks of an earlier text."""
    whole = [event for event in metadata.events if event.kind is EventKind.IN_FORCE and not event.provisions]
    if metadata.in_force and metadata.in_force < enacted:
        return {}
    closing = [event for event in whole if not isinstance(event.source, str)]
    return {
        "in_force": metadata.in_force,
        "in_force_rule": next((f"{_one_line(event.words)}。" for event in closing), None),
        "provisions": tuple(
            {"address": str(address), "in_force": metadata.day_of(event)}
            for event in metadata.events
            for address in event.provisions
            if metadata.day_of(event)
        ),
    }


def _one_line(words: str) -> str:
    return "".join(words.split()).rstrip("。")


def new_work(title: str, statute: Statute, version: VersionFacts) -> str:
    """The text of the work.toml of a work of which nothing was known but this text."""
    metadata = read_metadata(statute)
    document = tomlkit.document()
    document.add("title", tomlkit.string(" ".join(title.split())))
    for key, value in (
        ("rank", rank_of(title, metadata.authority)),
        ("authority", metadata.authority),
    ):
        if value:
            document.add(key, tomlkit.string(value))
    versions = tomlkit.aot()
    versions.append(_table(version))
    document.add("version", versions)
    return _dumped(document)


def with_version(text: str, facts: WorkFacts, version: VersionFacts) -> str:
    """The text of a work.toml with a version put in at its day, or filled up with what was not said of it.

    What is said stays as it is, comments and all; only `source` is written anew.
    """
    document = tomlkit.parse(text)
    versions = document["version"]
    if not isinstance(versions, AoT):
        raise LibraryError(
            "work.toml 中的 version 写在一行里，不能添补；请把每个版本写成一段 [[version]]。",
            code=ErrorCode.LIBRARY_WORK_TOML,
        )
    dates = [each.dated for each in facts.versions]
    if version.dated not in dates:
        index = sum(day < version.dated for day in dates)
        versions.insert(index if dates == sorted(dates) else len(dates), _table(version))
        return _dumped(document)
    table = versions[dates.index(version.dated)]
    fresh = _table(version)
    table.pop("source", None)
    for key, value in fresh.items():
        if key not in table:
            table.append(key, value)
    return _dumped(document)


def _dumped(document: tomlkit.TOMLDocument) -> str:
    """The text, with one empty line before each table and nothing after the last."""
    lines: list[str] = []
    for line in tomlkit.dumps(document).rstrip().split("\n"):
        if line.startswith("[") and lines and lines[-1].strip() and not lines[-1].startswith("#"):
            lines.append("")
        lines.append(line)
    return "\n".join(lines) + "\n"


def differences(known: VersionFacts, told: dict[str, Any]) -> tuple[str, ...]:
    """Where work.toml says one thing and the text another, a sentence each; nobody decides but a person."""
    names = {"adopted": "通过日期", "approved": "批准日期", "promulgated": "公布日期", "in_force": "施行日期"}
    return tuple(
        f"{name}：work.toml 记为 {getattr(known, key)}，文本里是 {told[key]}，没有改动；请核对。"
        for key, name in names.items()
        if told.get(key) and getattr(known, key) and getattr(known, key) != told[key]
    )


def _table(version: VersionFacts) -> Table:
    table = tomlkit.table()
    for key in _TOLD:
        value = getattr(version, key)
        if value is not None:
            table.add(key, value.value if isinstance(value, VersionKind) else value)
    if version.provisions:
        provisions = tomlkit.aot()
        for each in version.provisions:
            provisions.append(tomlkit.item(each.model_dump(exclude_none=True)))
        table.add("provision", provisions)
    if version.source:
        table.add("source", _source(version.source))
    return table


def _source(origin: Origin) -> Table:
    source = tomlkit.table()
    for key, value in origin.model_dump(exclude_none=True).items():
        source.add(key, value)
    return source
