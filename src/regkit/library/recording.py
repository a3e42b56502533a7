"""The facts that a text states about itself, and how they are written into work.toml."""

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

# The keys of a version in the order in which they are written; `provision` and `source` follow.
_VERSION_KEYS = (
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
# Events that give a text its form.
_MAKING_EVENTS = (EventKind.PASSED, EventKind.REVISED, EventKind.AMENDED)


def stated_facts(statute: Statute) -> dict[str, Any]:
    """The facts that a text states about its own version, by the keys of `VersionFacts`; unstated facts are left out.

    The 题注 lists all events in the life of a text. The last event that passed, revised or amended it
    determines its version.
    """
    metadata = read_metadata(statute)
    printed = [event for event in metadata.events if isinstance(event.source, str) and event.day]
    for kinds in (_MAKING_EVENTS, (EventKind.PROMULGATED,), (EventKind.APPROVED,)):
        making_events = sorted(
            (event for event in printed if event.kind in kinds), key=lambda event: event.day or date.min
        )
        if making_events:
            break
    else:
        return {}
    last = making_events[-1]
    facts = _facts_of_version(making_events, printed)
    if facts.get("kind") in (VersionKind.ENACTED, VersionKind.REVISED):
        facts |= _in_force(metadata, last.day or date.min)
    return {key: value for key, value in facts.items() if value}


def _facts_of_version(making_events: list[MetadataEvent], printed: list[MetadataEvent]) -> dict[str, Any]:
    """The facts of a version, except those on entry into force.

    `making_events` holds the events that gave the text its form, sorted by day, the last of which determines the
    version. `printed` holds all events of the 题注 that have a day.
    """
    last = making_events[-1]
    same_day = [event for event in making_events if event.day == last.day]
    after = [event for event in printed if event.day and last.day and event.day >= last.day]
    # An order (令) promulgates a text; a meeting passes it.
    is_order = last.kind is not EventKind.PASSED and bool(last.number) and "会议" not in (last.by or "")
    is_passed = last.kind in _MAKING_EVENTS and not is_order
    # A text that a ministry promulgates was approved before; a text that a city passes is approved later.
    candidates = after if is_passed else printed
    approved = next((event for event in candidates if event.kind is EventKind.APPROVED), None)
    promulgated = next(
        (event.day for event in after if event.kind is EventKind.PROMULGATED and not event.decision), None
    )
    return {
        "adopted": last.day if is_passed else None,
        "kind": _kind(making_events),
        "adopted_by": "、".join(dict.fromkeys(event.by for event in same_day if event.by))
        if is_passed
        else None,
        "decision": "、".join(dict.fromkeys(event.decision for event in same_day if event.decision)),
        "approved": approved.day if approved else None,
        "approved_by": approved.by if approved else None,
        "promulgated": promulgated or (last.day if is_order else None),
    }


def _kind(making_events: list[MetadataEvent]) -> VersionKind | None:
    """How the version came about; None if the text was passed again and nothing states as what."""
    last = making_events[-1]
    if last.kind is EventKind.AMENDED or last.decision:
        return VersionKind.AMENDED
    if last.kind is EventKind.REVISED:
        return VersionKind.REVISED
    # Two courts may each pass the same interpretation, on different days.
    earlier = [event for event in making_events[:-1] if event.kind is last.kind and event.by == last.by]
    return (
        VersionKind.ENACTED
        if not earlier and all(event.kind is last.kind for event in making_events)
        else None
    )


def _in_force(metadata: Metadata, enacted: date) -> dict[str, Any]:
    """The facts on entry into force of a text that was enacted as a whole on a day.

    An earlier 施行日期 belongs to an earlier text; then there are none.
    """
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
    """The text of a work.toml for a new work, with this version as its only one."""
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
    versions.append(_version_table(version))
    document.add("version", versions)
    return _dumped(document)


def with_version(text: str, facts: WorkFacts, version: VersionFacts) -> str:
    """The text of a work.toml with a version inserted in order of time, or completed with facts it did not have yet.

    Facts that are already recorded stay as they are, with their comments; only `source` is written anew.
    """
    document = tomlkit.parse(text)
    versions = document["version"]
    if not isinstance(versions, AoT):
        raise LibraryError(
            "work.toml 中的 version 写在一行里，不能添补；请把每个版本写成一段 [[version]]。",
            code=ErrorCode.LIBRARY_WORK_TOML,
        )
    dates = [listed.dated for listed in facts.versions]
    if version.dated not in dates:
        index = sum(day < version.dated for day in dates)
        versions.insert(index if dates == sorted(dates) else len(dates), _version_table(version))
        return _dumped(document)
    table = versions[dates.index(version.dated)]
    new_table = _version_table(version)
    table.pop("source", None)
    for key, value in new_table.items():
        if key not in table:
            table.append(key, value)
    return _dumped(document)


def _dumped(document: tomlkit.TOMLDocument) -> str:
    """The text of a TOML document, with one empty line before each table and none at the end."""
    lines: list[str] = []
    for line in tomlkit.dumps(document).rstrip().split("\n"):
        if line.startswith("[") and lines and lines[-1].strip() and not lines[-1].startswith("#"):
            lines.append("")
        lines.append(line)
    return "\n".join(lines) + "\n"


def differences(known: VersionFacts, told: dict[str, Any]) -> tuple[str, ...]:
    """A Chinese sentence for each date that work.toml and the text state differently; a person has to decide."""
    names = {"adopted": "通过日期", "approved": "批准日期", "promulgated": "公布日期", "in_force": "施行日期"}
    return tuple(
        f"{name}：work.toml 记为 {getattr(known, key)}，文本里是 {told[key]}，没有改动；请核对。"
        for key, name in names.items()
        if told.get(key) and getattr(known, key) and getattr(known, key) != told[key]
    )


def _version_table(version: VersionFacts) -> Table:
    table = tomlkit.table()
    for key in _VERSION_KEYS:
        value = getattr(version, key)
        if value is not None:
            table.add(key, value.value if isinstance(value, VersionKind) else value)
    if version.provisions:
        provisions = tomlkit.aot()
        for provision in version.provisions:
            provisions.append(tomlkit.item(provision.model_dump(exclude_none=True)))
        table.add("provision", provisions)
    if version.source:
        table.add("source", _source_table(version.source))
    return table


def _source_table(origin: Origin) -> Table:
    source = tomlkit.table()
    for key, value in origin.model_dump(exclude_none=True).items():
        source.add(key, value)
    return source
