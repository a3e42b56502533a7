"""修改对照表: two or more versions side by side, a row for what became of each article, in the order of the newest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, StrEnum
from itertools import count, pairwise

import msgspec

from regkit.changes import Coarse, Comparison, Nature, Row, RowKind, new_text
from regkit.model.address import Step
from regkit.model.fronts import Front
from regkit.model.levels import Level
from regkit.model.page import Role, Run
from regkit.printing.lines import PageLine, to_lines
from regkit.text.numerals import to_chinese
from regkit.views.redline import USUALLY_HIDDEN, Natures, new_blocks, old_blocks
from regkit.views.table_entries import TableEntry, entries_of


class Mode(StrEnum):
    """What of the unchanged articles a table shows: their whole text, 同左, or nothing."""

    WHOLE = "whole"
    SAME = "same"
    CHANGES = "changes"


class TableOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How a table is made.

    `hidden` natures of changes are not marked, and articles with no other change count as unchanged; the note says
    so. `numbers` adds the column 序号, `remarks` the column 说明. With `deletions` false, nothing is marked in the old column. The
    words that stand for what is not there can be replaced.
    """

    mode: Mode = Mode.WHOLE
    hidden: Natures = USUALLY_HIDDEN
    numbers: bool = False
    remarks: bool = False
    deletions: bool = True
    added: str = "（新增）"
    deleted: str = "（删除）"
    same: str = "同左"
    same_chapter: str = "（本章未修改）"


class ColumnWidth(Enum):
    """How wide a column is: a few digits, a share of what the others leave, or a short sentence."""

    DIGITS = "digits"
    SHARE = "share"
    SENTENCE = "sentence"


class Column(msgspec.Struct, frozen=True):
    """A column of a table: what stands above it, and how wide it is."""

    head: str
    width: ColumnWidth = ColumnWidth.SHARE


Cell = tuple[PageLine, ...]
NUMBER_COLUMN = Column("序号", ColumnWidth.DIGITS)
REMARK_COLUMN = Column("说明", ColumnWidth.SENTENCE)


class TableRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row: a cell of lines for each column.

    `kind` says what became of the provision since the version before the newest, `source` is the row of that comparison, and
    `visible` tells whether a change is marked in it. `heading` is true for the rows of 编, 章 and 节, which are not counted.
    """

    kind: RowKind
    cells: tuple[Cell, ...]
    visible: bool
    heading: bool
    source: Row | None = None


class Table(msgspec.Struct, frozen=True):
    """A table that every writer prints as it stands: title, notes, columns, and rows with a cell for each column."""

    title: str
    notes: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]


def lay_out_table(
    comparisons: Sequence[Comparison], heads: Sequence[str], options: TableOptions | None = None
) -> Table:
    """The table of versions that were compared one after the other, oldest first; `heads` names each of them."""
    options = options or TableOptions()
    entries = entries_of(comparisons)
    rows = list(_rows(entries, comparisons, options))
    return Table(
        title=_title(comparisons[-1]),
        notes=tuple(_notes(comparisons, options)),
        columns=tuple(_columns(heads, options)),
        rows=tuple(rows),
    )


def _columns(heads: Iterable[str], options: TableOptions) -> Iterator[Column]:
    if options.numbers:
        yield NUMBER_COLUMN
    yield from map(Column, heads)
    if options.remarks:
        yield REMARK_COLUMN


def _title(comparison: Comparison) -> str:
    title = new_text(comparison.front(Front.TITLE).segments)
    return f"《{title}》修改对照表" if title else "修改对照表"


def _rows(
    entries: Sequence[TableEntry], comparisons: Sequence[Comparison], options: TableOptions
) -> Iterator[TableRow]:
    untouched = _untouched_groups(entries, options)
    numbers = count(1)
    for index, entry in enumerate(entries):
        visible = _is_visible(entry, options)
        if options.mode is Mode.CHANGES and not visible and not entry.heading:
            continue
        cells = _cells(entry, comparisons, options, visible)
        if options.mode is Mode.CHANGES and index in untouched:
            cells = tuple((*cell, _words(options.same_chapter)) for cell in cells)
        row = next((each for each in reversed(entry.rows) if each is not None), None)
        if options.numbers:
            cells = (_plain_cell("" if entry.heading else str(next(numbers))), *cells)
        if options.remarks:
            cells = (*cells, _plain_cell(remark_of(row) if row else ""))
        yield TableRow(
            kind=row.kind if row else RowKind.UNCHANGED,
            cells=cells,
            visible=visible,
            heading=entry.heading,
            source=row,
        )


def _plain_cell(words: str) -> Cell:
    """A cell of our own words; nothing in it where there are none."""
    return (_words(words),) if words else ()


def _is_visible(entry: TableEntry, options: TableOptions) -> bool:
    return any(row is not None and is_visible(row, options.hidden) for row in entry.rows)


def is_visible(row: Row, hidden: Natures) -> bool:
    """Whether anything of a row is changed that is not hidden."""
    whole = {RowKind.ADDED, RowKind.DELETED, RowKind.SPLIT, RowKind.MERGED}
    return row.kind in whole or bool(set(row.natures) - hidden) or (row.kind is RowKind.MOVED)


def _untouched_groups(entries: Sequence[TableEntry], options: TableOptions) -> set[int]:
    """Headings under which nothing is changed before the next one."""
    found: set[int] = set()
    headings = [index for index, entry in enumerate(entries) if entry.heading]
    for start, end in pairwise((*headings, len(entries))):
        below = entries[start + 1 : end]
        if below and not any(_is_visible(entry, options) for entry in below):
            found.add(start)
    return found


def _cells(
    entry: TableEntry, comparisons: Sequence[Comparison], options: TableOptions, visible: bool
) -> tuple[tuple[PageLine, ...], ...]:
    cells: list[tuple[PageLine, ...]] = []
    last = len(entry.indexes) - 1
    for version, indexes in enumerate(entry.indexes):
        if not indexes:
            cells.append(_placeholder(entry, version, options))
            continue
        if version == 0:
            blocks = old_blocks(comparisons[0], indexes, options.hidden, alone=entry.heading)
            lines = to_lines(blocks, absent=None)
            if not options.deletions:
                lines = [_unmarked(line) for line in lines]
        else:
            lines = to_lines(
                new_blocks(comparisons[version - 1], indexes, options.hidden, alone=entry.heading),
                absent=None,
            )
            if options.mode is Mode.SAME and not visible and version == last and not entry.heading:
                lines = [_same(lines[0], options)]
        cells.append(tuple(lines))
    return tuple(cells)


def _placeholder(entry: TableEntry, version: int, options: TableOptions) -> tuple[PageLine, ...]:
    """What stands for a provision that a version does not have."""
    row = entry.rows[version] if version < len(entry.rows) else None
    if row is not None and row.kind is RowKind.SPLIT and row.old:
        return (_words(f"（由{row.old[0]}分出）"),)
    # Before it was added the cell says so, after it was deleted too.
    has_older = any(entry.indexes[:version])
    return (_words(options.deleted if has_older else options.added),)


def _words(text: str) -> PageLine:
    return PageLine(Role.CONTINUATION, None, None, [Run(text)])


def _unmarked(line: PageLine) -> PageLine:
    return PageLine(line.role, line.level, line.address, [Run(run.text) for run in line.runs], line.labels)


def _same(line: PageLine, options: TableOptions) -> PageLine:
    label = line.runs[: line.labels]
    gap = [Run("\u3000")] if label else []
    return PageLine(line.role, line.level, line.address, [*label, *gap, Run(options.same)], line.labels)


_KINDS = {
    RowKind.UNCHANGED: "",
    RowKind.RENUMBERED: "序号调整",
    RowKind.REWORDED: "修改",
    RowKind.MOVED: "移动",
    RowKind.SPLIT: "拆分",
    RowKind.MERGED: "合并",
    RowKind.ADDED: "新增",
    RowKind.DELETED: "删除",
}


def remark_of(row: Row) -> str:
    """What is said of a row: what became of it, where it comes from, how certain that is if it is not."""
    if row.kind is RowKind.MERGED:
        what = f"由{'、'.join(map(str, row.old))}合并"
    elif row.kind is RowKind.SPLIT:
        what = f"{row.old[0]}拆分为{'、'.join(map(str, (*row.new, *row.also)))}"
    elif row.kind is RowKind.RENUMBERED and row.old == row.new:
        what = "引用的序号调整"
    elif row.moved and row.old:
        what = f"移自{row.old[0]}{'，有修改' if row.kind is RowKind.REWORDED else ''}"
    else:
        what = _KINDS[row.kind]
    own = {old.steps[:1] for old in row.old}
    said = [
        what,
        *(f"{each.new[0]}移自{each.old[0]}" for each in row.inner if _came_from_elsewhere(each, own)),
    ]
    if row.certainty < _DOUBTFUL and row.old and row.new:
        said.append("对应关系请核对")
    return "；".join(filter(None, said))


def _came_from_elsewhere(row: Row, own: set[tuple[Step, ...]]) -> bool:
    return bool(row.old and row.new) and row.old[0].steps[:1] not in own


# Links below this are to be looked at.
_DOUBTFUL = 0.9


def _notes(comparisons: Sequence[Comparison], options: TableOptions) -> Iterator[str]:
    """The note under the title: what the marks mean, what is not marked, and how much was changed."""
    several = len(comparisons) > 1
    marks = "黑体字为与前一栏相比增加或者修改的文字" if several else "右栏黑体字为增加或者修改的文字"
    if options.deletions:
        marks += f"，{'第一栏' if several else '左栏'}加删除线的为删去的文字"
    yield f"注：{marks}。"
    last = comparisons[-1]
    counts = sum(1 for row in last.rows if row.kind is RowKind.RENUMBERED)
    if Nature.CITATION in options.hidden and counts:
        yield "仅因条文序号变动而修改的引用，没有标出。"
    for each in last.replacements:
        if Nature.REPLACEMENT in options.hidden:
            yield f"“{each.old}”统一修改为“{each.new}”（{each.places}处），没有逐处标出。"
        else:
            yield f"“{each.old}”统一修改为“{each.new}”（{each.places}处）。"
    yield from coarse_notes(comparisons)
    yield summary(last)


_COARSE = {
    Coarse.ARTICLES: "条文过多，只按少见的词语寻找各条的去向，个别对应可能有遗漏，请核对。",
    Coarse.PROVISIONS: "条内款、项过多，只按少见的词语寻找各款、各项的去向，个别对应可能有遗漏，请核对。",
    Coarse.WORDS: "有的文字过长，没有逐词比较，标出的修改范围可能比实际修改的大。",
}


def coarse_notes(comparisons: Iterable[Comparison]) -> list[str]:
    """A sentence for each thing that is told less finely than usual; none for texts of ordinary size."""
    found = {each for comparison in comparisons for each in comparison.coarse}
    return [sentence for what, sentence in _COARSE.items() if what in found]


def summary(comparison: Comparison) -> str:
    """The statistics in a sentence, for the 说明: 新增 n 条, 删除 n 条 …, and how long the new version is."""
    counts = dict.fromkeys(RowKind, 0)
    for row in comparison.rows:
        if row.level is Level.ARTICLE:
            counts[row.kind] += 1
    said = [
        f"{word}{counts[kind]}条"
        for kind, word in (
            (RowKind.ADDED, "新增"),
            (RowKind.DELETED, "删除"),
            (RowKind.REWORDED, "修改"),
            (RowKind.MERGED, "合并形成"),
            (RowKind.SPLIT, "拆分"),
            (RowKind.MOVED, "移动"),
            (RowKind.RENUMBERED, "仅调整序号"),
            (RowKind.UNCHANGED, "未变"),
        )
        if counts[kind]
    ]
    return f"{'，'.join(said) or '没有条文'}。修改后{size_of(comparison)}。"


def size_of(comparison: Comparison) -> str:
    """How long the new version is: 共八章、五十二条."""
    counts = [
        (sum(1 for provision in comparison.after if provision.level is level), level.character)
        for level in (Level.PART, Level.CHAPTER, Level.ARTICLE)
    ]
    return "共" + "、".join(f"{to_chinese(count)}{character}" for count, character in counts if count)
