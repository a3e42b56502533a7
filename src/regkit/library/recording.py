"""How the facts of a work and of its versions are written into work.toml."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import tomlkit
from tomlkit.items import AoT, Table

from regkit.codes import ErrorCode
from regkit.errors import LibraryError
from regkit.library.facts import Origin, VersionFacts, VersionKind, WorkFacts
from regkit.library.ranks import rank_of
from regkit.metadata import read_metadata
from regkit.model.tree import Statute

# The keys of a version in the order in which they are written; `provision` and `source` follow.
_VERSION_KEYS = (
    "adopted",
    "number",
    "title",
    "kind",
    "adopted_by",
    "decision",
    "approved",
    "approved_by",
    "promulgated",
    "in_force",
    "in_force_rule",
    "expired",
    "expired_rule",
    "seen_expired",
    "expired_by",
)


def new_work(
    title: str, statute: Statute, version: VersionFacts, given: Mapping[str, str | date | None]
) -> str:
    """The text of a work.toml for a new work, with this version as its only one; `given` holds facts of the work by their keys."""
    authority = given.get("authority") or read_metadata(statute).authority
    document = tomlkit.document()
    document.add("title", tomlkit.string(" ".join(title.split())))
    rank = given.get("rank") or rank_of(title, str(authority) if authority else None)
    for key, value in (("rank", rank), ("authority", authority), ("checked", given.get("checked"))):
        if value:
            document.add(key, tomlkit.item(value))
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
    names = [listed.name for listed in facts.versions]
    if version.name not in names:
        orders = [listed.order for listed in facts.versions]
        index = sum(order < version.order for order in orders)
        versions.insert(index if orders == sorted(orders) else len(orders), _version_table(version))
        return _dumped(document)
    table = versions[names.index(version.name)]
    new_table = _version_table(version)
    if version.source is not None:
        table.pop("source", None)
    for key, value in new_table.items():
        if key not in table:
            table.append(key, value)
    return _dumped(document)


def with_facts(text: str, values: Mapping[str, str | date]) -> str:
    """The text of a work.toml with facts of the work itself, by their keys; they replace those that are there."""
    document = tomlkit.parse(text)
    for key, value in values.items():
        if key in document:
            document[key] = value
        else:
            # Before the first table, or it would belong to that.
            names = list(document)
            before = names.index("version")
            items = [(name, document[name]) for name in names[before:]]
            for name, _ in items:
                document.remove(name)
            document.add(key, tomlkit.item(value))
            for name, item in items:
                document.add(name, item)
    return _dumped(document)


def renamed(text: str, title: str, before: str) -> str:
    """The text of a work.toml of a work that has a new title; versions without a title of their own had the one `before`."""
    document = tomlkit.parse(text)
    versions = document["version"]
    assert isinstance(versions, AoT)
    for table in versions:
        if "title" not in table:
            table.append("title", tomlkit.string(before))
    document["title"] = " ".join(title.split())
    return _dumped(document)


def _dumped(document: tomlkit.TOMLDocument) -> str:
    """The text of a TOML document, with one empty line before each table and none at the end."""
    lines: list[str] = []
    for line in tomlkit.dumps(document).rstrip().split("\n"):
        if not line.strip() and (not lines or not lines[-1].strip()):
            continue
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
        if value is not None and (key, value) != ("number", 1):
            table.add(key, value.value if isinstance(value, VersionKind) else value)
    if version.provisions:
        provisions = tomlkit.aot()
        for provision in version.provisions:
            provisions.append(tomlkit.item(provision.model_dump(exclude_none=True)))
        table.add("provision", provisions)
    if version.corrections:
        corrections = tomlkit.aot()
        for correction in version.corrections:
            corrections.append(tomlkit.item(correction.model_dump(exclude_none=True)))
        table.add("correction", corrections)
    if version.source:
        table.add("source", _source_table(version.source))
    return table


def _source_table(origin: Origin) -> Table:
    source = tomlkit.table()
    for key, value in origin.model_dump(exclude_none=True).items():
        source.add(key, value)
    return source
