"""JSON: the contract between regkit and other programs.

The shapes below are the contract; `json_schema` is made from them and published in the documentation.
A key may be added within one schema version; anything else raises the version.
"""

from __future__ import annotations

import inspect
from datetime import date
from typing import Any

import msgspec

from regkit.errors import Problem
from regkit.formats.cited import CitingFile, ConcordedFile, CrossReferences
from regkit.formats.compared import Diff, ImpactReport, Renumbering
from regkit.formats.searched import SearchResult
from regkit.formats.traced import BlamedText, LoggedWork
from regkit.metadata import EventKind, Metadata, MetadataEvent, read_metadata
from regkit.model.address import ROOT, Address, Number
from regkit.model.levels import Level
from regkit.model.tables import find_tables
from regkit.model.tree import Article, Item, Provision, Statute


class TreeNode(msgspec.Struct, frozen=True):
    """A provision.

    `number` is an integer, or for inserted provisions a string such as ``"120-1"`` (第一百二十条之一). Where
    several articles are printed as one, `through` is the last number. `run_in` says that an item was printed on the line of what
    stands before it. `tables` holds the tables in `text`.
    """

    level: Level
    label: str | None
    number: int | str
    address: str
    heading: str | None
    text: str
    children: tuple[TreeNode, ...]
    through: int | str | msgspec.UnsetType = msgspec.UNSET
    run_in: bool | msgspec.UnsetType = msgspec.UNSET
    tables: tuple[tuple[tuple[str, ...], ...], ...] | msgspec.UnsetType = msgspec.UNSET


class HistoryEvent(msgspec.Struct, frozen=True):
    """One thing that happened to a statute, as its own text tells it.

    `day` is an ISO date or null; `since` names the event whose day counts where none is printed (自公布之日起).
    `source` is ``"announcement"``, ``"notes"``, ``"preamble"`` or the address of an article. `provisions` are the addresses of
    those that alone a 施行 speaks of; empty where it is the whole statute.
    """

    kind: EventKind
    day: date | None
    by: str | None
    number: str | None
    decision: str | None
    since: EventKind | None
    words: str
    source: str
    provisions: tuple[str, ...] = ()


class Facts(msgspec.Struct, frozen=True):
    """What a statute says of itself in 公告, 题注 and closing articles; `unread` are the 题注 that say nothing known."""

    authority: str | None
    document_number: str | None
    passed: date | None
    promulgated: date | None
    in_force: date | None
    amended: tuple[date, ...]
    repealed: date | None
    repeals: tuple[str, ...]
    events: tuple[HistoryEvent, ...]
    unread: tuple[str, ...]


class ShownFile(msgspec.Struct, frozen=True, tag_field="schema", tag="regkit.show/1"):
    """One line of ``regkit show --json``: a file, or the part of it that was asked for.

    Where the file cannot be read, `problems` says why, `title` is null and the lists are empty.
    """

    path: str
    title: str | None
    problems: tuple[Problem, ...]
    announcement: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()
    preamble: tuple[str, ...] = ()
    children: tuple[TreeNode, ...] = ()
    signature: tuple[str, ...] = ()
    annexes: tuple[TreeNode, ...] = ()
    metadata: Facts | None = None


class CheckedFile(msgspec.Struct, frozen=True, tag_field="schema", tag="regkit.check/1"):
    """One line of ``regkit check --json``."""

    path: str
    problems: tuple[Problem, ...]


JsonLine = (
    ShownFile
    | CheckedFile
    | CitingFile
    | CrossReferences
    | ConcordedFile
    | Diff
    | Renumbering
    | ImpactReport
    | LoggedWork
    | BlamedText
    | SearchResult
)


def to_json(statute: Statute) -> str:
    """The statute as one line of JSON (``regkit.show/1``) with its line end; `from_json` reads the same tree from it."""
    return to_json_line(show_statute("", statute)) + "\n"


def to_json_line(value: JsonLine) -> str:
    """One line of JSON, without its line end, the keys in the order of the contract."""
    return msgspec.json.encode(value).decode("utf-8")


def show_statute(path: str, statute: Statute) -> ShownFile:
    """A whole statute."""
    return ShownFile(
        path=path,
        title=statute.title,
        problems=statute.problems,
        announcement=statute.announcement,
        notes=statute.notes,
        contents=statute.contents,
        preamble=statute.preamble,
        children=tuple(to_node(child, ROOT) for child in statute.children),
        signature=statute.signature,
        annexes=tuple(to_node(annex, ROOT) for annex in statute.annexes),
        metadata=to_facts(read_metadata(statute)),
    )


def show_provision(path: str, statute: Statute, address: Address, provision: Provision) -> ShownFile:
    """One provision of a statute, as the only child."""
    node = to_node(provision, Address(address.steps[:-1]))
    return ShownFile(path, statute.title, statute.problems, children=(node,))


def show_failure(path: str, problems: tuple[Problem, ...]) -> ShownFile:
    """A file that has no tree to give."""
    return ShownFile(path, None, problems)


def to_node(provision: Provision, above: Address) -> TreeNode:
    """The provision that stands directly below `above`."""
    address = above.child(provision.level, provision.number)
    tables = find_tables(provision.text)
    through = provision.through if isinstance(provision, Article) else None
    return TreeNode(
        level=provision.level,
        label=provision.label,
        number=_number(provision.number),
        address=address.eid,
        heading=provision.heading,
        text=provision.text,
        children=tuple(to_node(child, address) for child in provision.children),
        through=_number(through) if through else msgspec.UNSET,
        run_in=True if isinstance(provision, Item) and provision.run_in else msgspec.UNSET,
        tables=tables or msgspec.UNSET,
    )


def to_facts(metadata: Metadata) -> Facts:
    """The metadata of a statute, the days that its properties give beside the events they come from."""
    return Facts(
        authority=metadata.authority,
        document_number=metadata.document_number,
        passed=metadata.passed,
        promulgated=metadata.promulgated,
        in_force=metadata.in_force,
        amended=metadata.amended,
        repealed=metadata.repealed,
        repeals=metadata.repeals,
        events=tuple(map(_to_event, metadata.events)),
        unread=metadata.unread,
    )


def _to_event(event: MetadataEvent) -> HistoryEvent:
    return HistoryEvent(
        kind=event.kind,
        day=event.day,
        by=event.by,
        number=event.number,
        decision=event.decision,
        since=event.since,
        words=event.words,
        source=event.source.eid if isinstance(event.source, Address) else event.source,
        provisions=tuple(address.eid for address in event.provisions),
    )


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of every line that ``--json`` prints."""
    (lines,), components = msgspec.json.schema_components((JsonLine,), ref_template="#/$defs/{name}")
    for component in components.values():
        # From Python 3.13 on, docstrings come without their indentation; the schema is one for all versions.
        if "description" in component:
            component["description"] = inspect.cleandoc(component["description"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "regkit --json",
        **lines,
        "$defs": components,
    }


def _number(number: Number) -> int | str:
    return str(number) if number.inserted else number.value
