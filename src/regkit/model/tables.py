"""Tables: how they are written in the text of a provision, and how they are read from it as values.

A row is a line of text that begins and ends with a tab or a vertical bar and separates its cells with the same
character. A tab is whitespace, so a table read from a Word file or a web page adds no printed character to the text.
Which cells are merged and which belong to the head is written as whitespace too, in the place of a cell or before its
words: signs that print as a blank, and that no cell otherwise contains, because runs of whitespace become one space.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum

import msgspec

from regkit.arguments import require
from regkit.text.invisible import UNSEEN


class Covered(Enum):
    """What stands in a row in the place of a cell that is covered by a merged one."""

    BY_LEFT = "\u2000"
    """Covered by the cell to its left."""
    BY_ABOVE = "\u2001"
    """Covered by the cell above."""


_UNSEEN = "".join(UNSEEN)
_MAY_BEGIN_ROW = UNSEEN | {"\t", "|"}
# Before the words of a cell of the head.
_HEAD = "\u2002"
_COVERED = {covered.value: covered for covered in Covered}


class TableCell(msgspec.Struct, frozen=True, gc=False):
    """A cell of a table.

    - `text`: its words, without whitespace around them.
    - `columns`, `rows`: how many of them it spans, at least 1.
    - `is_head`: whether its row belongs to the head of the table.
    - `column`: its first column, from 0.
    """

    text: str
    columns: int = 1
    rows: int = 1
    is_head: bool = False
    column: int = 0

    @property
    def span_attributes(self) -> dict[str, str]:
        """The attributes by which HTML and Akoma Ntoso say how many columns and rows the cell spans; empty for one of each."""
        spans = {"colspan": self.columns, "rowspan": self.rows}
        return {name: str(count) for name, count in spans.items() if count > 1}


class Table(msgspec.Struct, frozen=True):
    """A table in the text of a provision.

    - `rows`: for each row its cells from left to right; a cell that spans several rows stands in the first.
    """

    rows: tuple[tuple[TableCell, ...], ...]

    @property
    def width(self) -> int:
        """How many columns the table has."""
        return max((cell.column + cell.columns for row in self.rows for cell in row), default=0)

    @property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """The words of each row by column; an empty text where a merged cell covers the column."""
        return tuple(_texts_of(row) for row in self.rows)


def is_row(line: str) -> bool:
    """Whether a line of text is a row of a table."""
    return len(line) > 2 and line[0] == line[-1] and line[0] in "\t|"


def is_row_as_read(line: str) -> bool:
    """Whether the parser reads a line as a row of a table: it does not look at unseen characters around a row."""
    return line[:1] in _MAY_BEGIN_ROW and is_row(line.strip(_UNSEEN))


def is_rule(line: str) -> bool:
    """Whether a row is the line of dashes between bars that Markdown draws below the head of a table."""
    return line[0] == "|" and "-" in line and not line.strip("|-: ")


def write_row(cells: Iterable[str | Covered]) -> str:
    """A row as a line of text. Runs of whitespace within a cell, including line ends, become single spaces.

    A cell that is a single sign of `Covered`, or begins with the sign of a head, keeps it, so that what is written
    can be written again.
    """
    return "\t" + "\t".join(map(_written, cells)) + "\t"


def as_head(text: str) -> str:
    """The words of a cell of the head, for `write_row`."""
    return _HEAD + text


def cells_of(line: str) -> tuple[str, ...]:
    """The cells of a row that `write_row` wrote; empty for any other line, because writing that would change it."""
    cells = tuple(line[1:-1].split("\t")) if is_row(line) else ()
    return cells if cells and write_row(cells) == line else ()


def read_table(lines: Sequence[str]) -> Table:
    """The table that consecutive rows form; in a line of dashes between bars only the head above it is seen."""
    head_end = next((index for index, line in enumerate(lines) if is_rule(line)), 0)
    grid = [
        _cells_with_marks(line, is_head=index < head_end)
        for index, line in enumerate(lines)
        if not is_rule(line)
    ]
    heads = _rows_of_the_head(grid)
    spans = _spans(grid)
    return Table(
        tuple(
            tuple(
                TableCell(text, *spans.get((row, column), (1, 1)), heads[row], column)
                for column, (text, _, covered) in enumerate(cells)
                if covered is None or (row, column) in spans
            )
            for row, cells in enumerate(grid)
        )
    )


def find_tables(text: str) -> tuple[Table, ...]:
    """The tables in a text, in order. Consecutive rows form one table."""
    require(text, str, "find_tables", "the text of a provision", "give provision.text")
    if "\t" not in text and "|" not in text:
        return ()
    groups: list[list[str]] = []
    was_row = False
    for line in text.split("\n"):
        row = is_row(line)
        if row and not was_row:
            groups.append([])
        if row:
            groups[-1].append(line)
        was_row = row
    return tuple(read_table(lines) for lines in groups if not all(map(is_rule, lines)))


_Mark = tuple[str, bool, Covered | None]


def _written(cell: str | Covered) -> str:
    if isinstance(cell, Covered):
        return cell.value
    words = " ".join(cell.split())
    if words:
        return _HEAD + words if cell[0] == _HEAD else words
    return cell if cell in _COVERED or cell == _HEAD else ""


def _texts_of(row: Iterable[TableCell]) -> tuple[str, ...]:
    texts: list[str] = []
    for cell in row:
        texts += [""] * (cell.column - len(texts))
        texts += [cell.text, *[""] * (cell.columns - 1)]
    return tuple(texts)


def _cells_with_marks(line: str, *, is_head: bool) -> list[_Mark]:
    """For each cell its words, whether it belongs to the head, and by what it is covered."""
    parts = line[1:-1].split(line[0])
    if line[0] == "|":
        return [(part.strip(), is_head, None) for part in parts]
    return [(part.strip(), part[:1] == _HEAD, _COVERED.get(part)) for part in parts]


def _rows_of_the_head(grid: Sequence[Sequence[_Mark]]) -> list[bool]:
    """For each row whether it belongs to the head: one of its cells says so, or all are covered by rows that do."""
    heads: list[bool] = []
    for cells in grid:
        is_covered = all(covered for _, _, covered in cells) and bool(heads) and heads[-1]
        heads.append(is_covered or any(is_head for _, is_head, _ in cells))
    return heads


def _spans(grid: Sequence[Sequence[_Mark]]) -> dict[tuple[int, int], tuple[int, int]]:
    """How many columns and rows each cell spans that spans several, by row and column.

    Also the covered cells that belong to no rectangle: as (1, 1), because they are empty cells of their own.
    """
    anchors: dict[tuple[int, int], tuple[int, int]] = {}
    covered: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for position, neighbour in _covered_cells(grid):
        anchor = anchors.get(neighbour, neighbour)
        anchors[position] = anchor
        covered.setdefault(anchor, []).append(position)
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for (row, column), positions in covered.items():
        height = max(position[0] for position in positions) - row + 1
        width = max(position[1] for position in positions) - column + 1
        exists = row >= 0 and column >= 0 and column < len(grid[row])
        if (
            exists
            and min(position[1] for position in positions) >= column
            and height * width == len(positions) + 1
        ):
            spans[row, column] = (width, height)
        else:
            spans |= dict.fromkeys(positions, (1, 1))
    return spans


def _covered_cells(grid: Sequence[Sequence[_Mark]]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the position of each covered cell, row by row, and that of the neighbour by which it is covered."""
    for row, cells in enumerate(grid):
        for column, (_, _, covered) in enumerate(cells):
            if covered is Covered.BY_LEFT:
                yield (row, column), (row, column - 1)
            elif covered is Covered.BY_ABOVE:
                yield (row, column), (row - 1, column)
