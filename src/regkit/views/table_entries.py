"""The entries of a comparison table: which provisions of each version stand side by side."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

import msgspec

from regkit.changes import Comparison, Row, RowKind


class TableEntry(msgspec.Struct):
    """A row of a table before it is laid out.

    - `indexes`: for each version, oldest first, the indexes of its provisions in this row.
    - `rows`: for each two successive versions the row of their comparison, None if there is none.
    - `heading`: whether it is a row of a 编, 章 or 节.
    """

    indexes: list[tuple[int, ...]]
    rows: list[Row | None]
    heading: bool


def entries_of(comparisons: Sequence[Comparison]) -> list[TableEntry]:
    """The entries of a table of all versions, in the order of the newest one.

    `comparisons` are those of each two successive versions, oldest first.
    """
    entries: list[TableEntry] = []
    # An article that was split off stands at its own position, which need not be next to the first part.
    split_off: list[TableEntry] = []
    for row, heading in _in_order(comparisons[-1]):
        entries.append(TableEntry([row.old_indexes, row.new_indexes[:1]], [row], heading))
        split_off += [
            TableEntry([row.old_indexes, (index,)], [row], heading) for index in row.new_indexes[1:]
        ]
    entries = _sorted_in(entries, split_off) if split_off else entries
    _share_out(entries)
    for comparison in reversed(comparisons[:-1]):
        entries = _with_older(entries, comparison)
    return entries


def _sorted_in(entries: list[TableEntry], further: list[TableEntry]) -> list[TableEntry]:
    """The entries, with `further` ones inserted in the order of the new version."""
    waiting = deque(sorted(further, key=lambda entry: entry.indexes[-1]))
    merged: list[TableEntry] = []
    for entry in entries:
        while waiting and entry.indexes[-1] and waiting[0].indexes[-1] < entry.indexes[-1]:
            merged.append(waiting.popleft())
        merged.append(entry)
    return [*merged, *waiting]


def _in_order(comparison: Comparison) -> Iterator[tuple[Row, bool]]:
    """Yield the rows of articles and headings in the order of the new version, with whether each is a heading."""
    headings = deque(comparison.headings)
    new_indexes = deque(heading.new_indexes[0] for heading in headings if heading.new_indexes)
    for row in comparison.rows:
        # A deleted heading at the front must not hold back a later one that stands above the row.
        while headings and (
            _comes_before(headings[0], row)
            or (row.new_indexes and new_indexes and new_indexes[0] < row.new_indexes[0])
        ):
            heading = headings.popleft()
            if heading.new_indexes:
                new_indexes.popleft()
            yield heading, True
        yield row, False
    for row in headings:
        yield row, True


def _comes_before(heading: Row, row: Row) -> bool:
    """Whether a heading stands above a row."""
    if heading.new_indexes:
        return bool(row.new_indexes) and heading.new_indexes[0] < row.new_indexes[0]
    # A deleted heading stands above the first of its articles, if that was deleted too.
    return bool(row.old_indexes) and not row.new_indexes and heading.old_indexes[0] < row.old_indexes[0]


def _share_out(entries: list[TableEntry]) -> None:
    """Show the old article beside the first of the articles into which it was split, and beside no other."""
    shown: set[int] = set()
    for entry in entries:
        row = entry.rows[-1]
        if row is not None and row.kind is RowKind.SPLIT and len(row.new_indexes) > 1:
            old = row.old_indexes[0]
            entry.indexes[0] = (old,) if old not in shown else ()
            shown.add(old)


def _with_older(entries: list[TableEntry], comparison: Comparison) -> list[TableEntry]:
    """The entries with one older version in front; deleted provisions of that version get entries of their own.

    `comparison` is that of the older version with the oldest one so far.
    """
    rows = {index: row for row in (*comparison.rows, *comparison.headings) for index in row.new_indexes}
    for entry in entries:
        oldest = entry.indexes[0]
        older = tuple(sorted({old for index in oldest for old in comparison.relations.of_new(index)}))
        entry.indexes.insert(0, older)
        entry.rows.insert(0, next((rows[index] for index in oldest if index in rows), None))
    merged: list[TableEntry] = []
    deleted = [
        (row, heading)
        for kind_rows, heading in ((comparison.rows, False), (comparison.headings, True))
        for row in kind_rows
        if row.kind is RowKind.DELETED
    ]
    for entry in entries:
        while deleted and entry.indexes[0] and deleted[0][0].old_indexes < entry.indexes[0]:
            merged.append(_deleted_entry(*deleted.pop(0), len(entry.indexes)))
        merged.append(entry)
    return merged + [
        _deleted_entry(row, heading, len(entries[0].indexes) if entries else 2) for row, heading in deleted
    ]


def _deleted_entry(row: Row, heading: bool, width: int) -> TableEntry:
    """The entry of a provision that only the oldest version has; `width` is the number of versions."""
    return TableEntry([row.old_indexes, *[()] * (width - 1)], [row, *[None] * (width - 2)], heading)
