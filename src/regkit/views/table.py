"""修改对照表: two or more versions side by side, with one row for each article, in the order of the newest version."""

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

# What the column 说明 says of each kind of row.
_REMARKS = {
    RowKind.UNCHANGED: "",
    RowKind.RENUMBERED: "序号调整",
    RowKind.REWORDED: "修改",
    RowKind.MOVED: "移动",
    RowKind.SPLIT: "拆分",
    RowKind.MERGED: "合并",
    RowKind.ADDED: "新增",
    RowKind.DELETED: "删除",
}
# Links that are less certain than this (0 to 1) are to be checked by a person.
_SUSPICIOUS = 0.9
_COARSE = {
    Coarse.ARTICLES: "条文过多，只按少见的词语寻找各条的去向，个别对应可能有遗漏，请核对。",
    Coarse.PROVISIONS: "条内款、项过多，只按少见的词语寻找各款、各项的去向，个别对应可能有遗漏，请核对。",
    Coarse.WORDS: "有的文字过长，没有逐词比较，标出的修改范围可能比实际修改的大。",
}


class Mode(StrEnum):
    """How a table shows unchanged articles: with their whole text, as 同左, or not at all."""

    WHOLE = "whole"
    SAME = "same"
    CHANGES = "changes"


class TableOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How a table is made.

    - `mode`: how unchanged articles are shown.
    - `hidden`: natures of changes that are not marked. Articles with no other changes count as unchanged; a
      note says so.
    - `numbers`, `remarks`: whether there are the columns 序号 and 说明.
    - `deletions`: whether deleted words are marked in the oldest column.
    - `added`, `deleted`, `same`, `same_chapter`: the words that stand for a missing article, an article that
      is the same as in the column before, and a 章 without changes.
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
    """The width of a column: a few digits, an equal share of the remaining width, or a short sentence."""

    DIGITS = "digits"
    SHARE = "share"
    SENTENCE = "sentence"


class Column(msgspec.Struct, frozen=True):
    """A column of a table.

    - `head`: its heading.
    - `width`: how wide it is.
    """

    head: str
    width: ColumnWidth = ColumnWidth.SHARE


# The lines of a cell, from top to bottom.
Cell = tuple[PageLine, ...]
NUMBER_COLUMN = Column("序号", ColumnWidth.DIGITS)
REMARK_COLUMN = Column("说明", ColumnWidth.SENTENCE)


class TableRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a table.

    - `kind`: what became of the provision since the version before the newest one.
    - `cells`: a cell for each column.
    - `visible`: whether a change is marked in it.
    - `heading`: whether it is a row of a 编, 章 or 节; these have no 序号.
    - `source`: the row of the newest comparison that has one.
    """

    kind: RowKind
    cells: tuple[Cell, ...]
    visible: bool
    heading: bool
    source: Row | None = None


class ComparisonTable(msgspec.Struct, frozen=True):
    """A table that every writer prints as it is.

    - `title`: its title.
    - `notes`: the lines below the title.
    - `columns`: the columns from left to right.
    - `rows`: the rows, each with a cell for each column.
    """

    title: str
    notes: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]


def lay_out_table(
    comparisons: Sequence[Comparison],
    heads: Sequence[str],
    options: TableOptions | None = None,
    notes: Sequence[str] = (),
) -> ComparisonTable:
    """The table of several versions.

    `comparisons` are those of each two successive versions, oldest first; `heads` are the names of the
    versions. `notes` are printed first below the title: what of the files was not compared.
    """
    options = options or TableOptions()
    entries = entries_of(comparisons)
    rows = list(_rows(entries, comparisons, options))
    return ComparisonTable(
        title=_title(comparisons[-1]),
        notes=(*notes, *_notes(comparisons, options)),
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
        row = next((candidate for candidate in reversed(entry.rows) if candidate is not None), None)
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
    """A cell of words that are not law text; an empty cell without words."""
    return (_words(words),) if words else ()


def _is_visible(entry: TableEntry, options: TableOptions) -> bool:
    return any(row is not None and is_visible(row, options.hidden) for row in entry.rows)


def is_visible(row: Row, hidden: Natures) -> bool:
    """Whether a row has a change that is not hidden."""
    whole_kinds = {RowKind.ADDED, RowKind.DELETED, RowKind.SPLIT, RowKind.MERGED}
    return row.kind in whole_kinds or bool(set(row.natures) - hidden) or (row.kind is RowKind.MOVED)


def _untouched_groups(entries: Sequence[TableEntry], options: TableOptions) -> set[int]:
    """The positions of headings with no visible change between them and the next heading."""
    untouched: set[int] = set()
    headings = [index for index, entry in enumerate(entries) if entry.heading]
    for start, end in pairwise((*headings, len(entries))):
        below = entries[start + 1 : end]
        if below and not any(_is_visible(entry, options) for entry in below):
            untouched.add(start)
    return untouched


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
                lines = [_same_as_before(lines[0], options)]
        cells.append(tuple(lines))
    return tuple(cells)


def _placeholder(entry: TableEntry, version: int, options: TableOptions) -> tuple[PageLine, ...]:
    """The words that stand for a provision that a version does not have."""
    row = entry.rows[version] if version < len(entry.rows) else None
    if row is not None and row.kind is RowKind.SPLIT and row.old:
        return (_words(f"（由{row.old[0]}分出）"),)
    # The article was deleted if an older version has it; otherwise it is added later.
    has_older = any(entry.indexes[:version])
    return (_words(options.deleted if has_older else options.added),)


def _words(text: str) -> PageLine:
    return PageLine(Role.CONTINUATION, None, None, [Run(text)])


def _unmarked(line: PageLine) -> PageLine:
    return PageLine(line.role, line.level, line.address, [Run(run.text) for run in line.runs], line.labels)


def _same_as_before(line: PageLine, options: TableOptions) -> PageLine:
    """The first line of an unchanged article with 同左 in place of its text."""
    label = line.runs[: line.labels]
    gap = [Run("\u3000")] if label else []
    return PageLine(line.role, line.level, line.address, [*label, *gap, Run(options.same)], line.labels)


def remark_of(row: Row) -> str:
    """The remark on a row: what became of the provision, where it came from, and whether that should be checked."""
    if row.kind is RowKind.MERGED:
        change = f"由{'、'.join(map(str, row.old))}合并"
    elif row.kind is RowKind.SPLIT:
        change = f"{row.old[0]}拆分为{'、'.join(map(str, (*row.new, *row.also)))}"
    elif row.kind is RowKind.RENUMBERED and row.old == row.new:
        change = "引用的序号调整"
    elif row.moved and row.old:
        change = f"移自{row.old[0]}{'，有修改' if row.kind is RowKind.REWORDED else ''}"
    else:
        change = _REMARKS[row.kind]
    own_articles = {address.steps[:1] for address in row.old}
    remarks = [
        change,
        *(
            f"{inner.new[0]}移自{inner.old[0]}"
            for inner in row.inner
            if _came_from_elsewhere(inner, own_articles)
        ),
    ]
    if row.certainty < _SUSPICIOUS and row.old and row.new:
        remarks.append("对应关系请核对")
    return "；".join(filter(None, remarks))


def _came_from_elsewhere(row: Row, articles: set[tuple[Step, ...]]) -> bool:
    """Whether the provision of a row was paired with one outside the given articles."""
    return bool(row.old and row.new) and row.old[0].steps[:1] not in articles


def _notes(comparisons: Sequence[Comparison], options: TableOptions) -> Iterator[str]:
    """Yield the notes below the title: what the marks mean, what is not marked, and how much was changed."""
    several = len(comparisons) > 1
    marks = "黑体字为与前一栏相比增加或者修改的文字" if several else "右栏黑体字为增加或者修改的文字"
    if options.deletions:
        marks += f"，{'第一栏' if several else '左栏'}加删除线的为删去的文字"
    yield f"注：{marks}。"
    last = comparisons[-1]
    renumbered = sum(1 for row in last.rows if row.kind is RowKind.RENUMBERED)
    if Nature.CITATION in options.hidden and renumbered:
        yield "仅因条文序号变动而修改的引用，没有标出。"
    for replacement in last.replacements:
        if Nature.REPLACEMENT in options.hidden:
            yield f"“{replacement.old}”统一修改为“{replacement.new}”（{replacement.places}处），没有逐处标出。"
        else:
            yield f"“{replacement.old}”统一修改为“{replacement.new}”（{replacement.places}处）。"
    yield from coarse_notes(comparisons)
    yield summary(last)


def coarse_notes(comparisons: Iterable[Comparison]) -> list[str]:
    """A sentence for each respect in which the comparisons are coarser than usual; usually none."""
    respects = {respect for comparison in comparisons for respect in comparison.coarse}
    return [sentence for respect, sentence in _COARSE.items() if respect in respects]


def summary(comparison: Comparison) -> str:
    """The numbers of added, deleted … articles and the size of the new version, as a Chinese sentence."""
    counts = dict.fromkeys(RowKind, 0)
    for row in comparison.rows:
        if row.level is Level.ARTICLE:
            counts[row.kind] += 1
    phrases = [
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
    return f"{'，'.join(phrases) or '没有条文'}。修改后{size_of(comparison)}。"


def size_of(comparison: Comparison) -> str:
    """How many 编, 章 and 条 the new version has: 共八章、五十二条."""
    counts = [
        (
            sum(1 for provision in comparison.after if provision.level is level and provision.number.value),
            level.character,
        )
        for level in (Level.PART, Level.CHAPTER, Level.ARTICLE)
    ]
    return "共" + "、".join(f"{to_chinese(count)}{character}" for count, character in counts if count)
