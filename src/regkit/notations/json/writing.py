"""JSON: writes a statute, or one of its provisions."""

from __future__ import annotations

import msgspec

from regkit.errors import Problem
from regkit.metadata import AfterEvent, Effect, Metadata, MetadataEvent, read_metadata
from regkit.model.address import ROOT, Address, Number
from regkit.model.checking import check_statute
from regkit.model.tables import Table, find_tables
from regkit.model.tree import Article, Item, Provision, Statute
from regkit.notations.json.shapes import CellNode, Facts, HistoryEvent, ShownEffect, ShownFile, TreeNode


def to_json(statute: Statute) -> str:
    """The statute as one line of JSON (``regkit.show/1``), ended by a line feed; `from_json` reads the same tree from it."""
    check_statute(statute)
    return msgspec.json.encode(show_statute("", statute)).decode("utf-8") + "\n"


def show_statute(path: str, statute: Statute) -> ShownFile:
    """The JSON shape of a whole statute; `path` is that of its file."""
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
    """The JSON shape of one provision of a statute, which is the only entry of `children`."""
    node = to_node(provision, Address(address.steps[:-1]))
    return ShownFile(path, statute.title, statute.problems, children=(node,))


def show_failure(path: str, problems: tuple[Problem, ...]) -> ShownFile:
    """The JSON shape of a file that could not be read."""
    return ShownFile(path, None, problems)


def to_node(provision: Provision, above: Address) -> TreeNode:
    """The JSON shape of a provision, which stands directly below `above`, and of everything in it."""
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
        tables=tuple(table.texts for table in tables) or msgspec.UNSET,
        table_cells=tuple(map(_cells, tables)) if any(map(_has_structure, tables)) else msgspec.UNSET,
    )


def _has_structure(table: Table) -> bool:
    """Whether a table has merged cells or a head, which the words of its cells do not show."""
    return any(cell.is_head or cell.span_attributes for row in table.rows for cell in row)


def _cells(table: Table) -> tuple[tuple[CellNode, ...], ...]:
    return tuple(
        tuple(CellNode(cell.text, cell.column, cell.columns, cell.rows, cell.is_head) for cell in row)
        for row in table.rows
    )


def to_facts(metadata: Metadata) -> Facts:
    """The JSON shape of metadata: its properties, and the events from which they follow."""
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
        expires=metadata.expires,
        effects=tuple(map(_to_effect, metadata.effects)),
        unread=metadata.unread,
    )


def _to_event(event: MetadataEvent) -> HistoryEvent:
    return HistoryEvent(
        kind=event.kind,
        day=event.day,
        by=event.by,
        number=event.number,
        decision=event.decision,
        since=event.when.event if isinstance(event.when, AfterEvent) and not event.when.count else None,
        words=event.words,
        source=event.source.eid if isinstance(event.source, Address) else event.source,
        provisions=tuple(address.eid for address in event.provisions),
        when=event.when,
    )


def _to_effect(effect: Effect) -> ShownEffect:
    return ShownEffect(
        kind=effect.kind,
        act=effect.act,
        days=effect.days,
        number=effect.number,
        provisions=tuple(address.eid for address in effect.provisions),
        when=effect.when,
        words=effect.words,
        source=effect.source.eid if isinstance(effect.source, Address) else effect.source,
    )


def _number(number: Number) -> int | str:
    return str(number) if number.inserted else number.value
