"""What stands side by side: for each row of a table, what of each version belongs to it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

import msgspec

from regkit.changes import Comparison, Row, RowKind


class TableEntry(msgspec.Struct):
    """A row in the making: the places in each version, and the rows that it is of between each two versions."""

    indexes: list[tuple[int, ...]]
    rows: list[Row | None]
    heading: bool


def entries_of(comparisons: Sequence[Comparison]) -> list[TableEntry]:
    """The rows of the newest comparison, with what of the older versions belongs to each."""
    entries: list[TableEntry] = []
    # What was split off an article stands where it is now, which need not be right below.
    further: list[TableEntry] = []
    for row, heading in _in_order(comparisons[-1]):
        entries.append(TableEntry([row.old_indexes, row.new_indexes[:1]], [row], heading))
        further += [TableEntry([row.old_indexes, (index,)], [row], heading) for index in row.new_indexes[1:]]
    entries = _sorted_in(entries, further) if further else entries
    _share_out(entries)
    for comparison in reversed(comparisons[:-1]):
        entries = _with_older(entries, comparison)
    return entries


def _sorted_in(entries: list[TableEntry], further: list[TableEntry]) -> list[TableEntry]:
    """Entries in the order of the new version, with further ones at their places."""
    waiting = deque(sorted(further, key=lambda entry: entry.indexes[-1]))
    found: list[TableEntry] = []
    for entry in entries:
        while waiting and entry.indexes[-1] and waiting[0].indexes[-1] < entry.indexes[-1]:
            found.append(waiting.popleft())
        found.append(entry)
    return [*found, *waiting]


def _in_order(comparison: Comparison) -> Iterator[tuple[Row, bool]]:
    """Rows of articles and of headings, in the order of the new version."""
    waiting = deque(comparison.headings)
    coming = deque(heading.new_indexes[0] for heading in waiting if heading.new_indexes)
    for row in comparison.rows:
        # One that was deleted keeps none waiting that stands above the row.
        while waiting and (
            _comes_before(waiting[0], row) or (row.new_indexes and coming and coming[0] < row.new_indexes[0])
        ):
            heading = waiting.popleft()
            if heading.new_indexes:
                coming.popleft()
            yield heading, True
        yield row, False
    for row in waiting:
        yield row, True


def _comes_before(heading: Row, row: Row) -> bool:
    if heading.new_indexes:
        return bool(row.new_indexes) and heading.new_indexes[0] < row.new_indexes[0]
    # What was deleted stands before the first of its articles, where that was deleted too.
    return bool(row.old_indexes) and not row.new_indexes and heading.old_indexes[0] < row.old_indexes[0]


def _share_out(entries: list[TableEntry]) -> None:
    """Give each article that was split off those 款 of the old one that went there; the first has the rest."""
    seen: set[int] = set()
    for entry in entries:
        row = entry.rows[-1]
        if row is not None and row.kind is RowKind.SPLIT and len(row.new_indexes) > 1:
            old = row.old_indexes[0]
            entry.indexes[0] = (old,) if old not in seen else ()
            seen.add(old)


def _with_older(entries: list[TableEntry], comparison: Comparison) -> list[TableEntry]:
    rows = {index: row for row in (*comparison.rows, *comparison.headings) for index in row.new_indexes}
    for entry in entries:
        oldest = entry.indexes[0]
        older = tuple(sorted({old for index in oldest for old in comparison.relations.of_new(index)}))
        entry.indexes.insert(0, older)
        entry.rows.insert(0, next((rows[index] for index in oldest if index in rows), None))
    found: list[TableEntry] = []
    gone = [
        (row, heading)
        for rows_, heading in ((comparison.rows, False), (comparison.headings, True))
        for row in rows_
        if row.kind is RowKind.DELETED
    ]
    for entry in entries:
        while gone and entry.indexes[0] and gone[0][0].old_indexes < entry.indexes[0]:
            found.append(_gone(*gone.pop(0), len(entry.indexes)))
        found.append(entry)
    return found + [_gone(row, heading, len(entries[0].indexes) if entries else 2) for row, heading in gone]


def _gone(row: Row, heading: bool, width: int) -> TableEntry:
    return TableEntry([row.old_indexes, *[()] * (width - 1)], [row, *[None] * (width - 2)], heading)
