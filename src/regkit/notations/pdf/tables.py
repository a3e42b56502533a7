"""PDF: finds the tables of a page by their rules, and the cells in which its characters stand."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from regkit.notations.pdf.drawings import Area
from regkit.notations.pdf.glyphs import Glyph
from regkit.notations.pdf.rows import CellRows, GlyphRow, rows_of

# In points: rules touch, and lie on one line, if they are no farther apart than this.
_TOUCH = 3.5
# In points: shorter rules are dashes.
_SHORTEST = 6.0
# A page has hardly as many cells.
_MOST_CELLS = 20_000
# Nor does it have so many tables.
_MOST_TABLES = 100

_Cell = tuple[int, int]


class Tables(msgspec.Struct):
    """The tables of a page as rows, the characters that stand in none, and the rules that belong to none."""

    rows: list[GlyphRow]
    glyphs: list[Glyph]
    rules: list[Area]


def tables_in(glyphs: Sequence[Glyph], rules: Sequence[Area]) -> Tables:
    """Put the characters of a page that stand in tables into cells."""
    tables = Tables([], list(glyphs), [])
    for block in _blocks(rules):
        grid = _grid_of(block) if len(tables.rows) < _MOST_TABLES else None
        if grid is None:
            tables.rules += block
            continue
        inside = [glyph for glyph in tables.glyphs if grid.cell_at(glyph) is not None]
        if inside:
            tables.glyphs = [glyph for glyph in tables.glyphs if grid.cell_at(glyph) is None]
            tables.rows.append(_table(grid, inside))
    return tables


class _Grid(msgspec.Struct):
    """The lines of a table: `columns` from left to right, `rows` from top to bottom.

    `depths` are the `rows`, negated; `firsts` gives for each cell the first of those that are merged with it.
    """

    columns: list[float]
    rows: list[float]
    depths: list[float]
    firsts: dict[_Cell, _Cell]

    def cell_at(self, glyph: Glyph) -> _Cell | None:
        """The row and column of the cell in which a character stands, None if it stands in none."""
        column = bisect_right(self.columns, (glyph.left + glyph.right) / 2) - 1
        row = bisect_right(self.depths, -(glyph.baseline + 0.3 * glyph.size)) - 1
        if not (0 <= column < len(self.columns) - 1 and 0 <= row < len(self.rows) - 1):
            return None
        return self.firsts[row, column]


def _blocks(rules: Sequence[Area]) -> list[list[Area]]:
    """The rules in groups that lie at the same height of the page."""
    blocks: list[list[Area]] = []
    bottom = float("-inf")
    for rule in sorted(rules, key=lambda rule: -rule.top):
        if blocks and rule.top >= bottom - _TOUCH:
            blocks[-1].append(rule)
            bottom = min(bottom, rule.bottom)
        else:
            blocks.append([rule])
            bottom = rule.bottom
    return blocks


def _grid_of(rules: Sequence[Area]) -> _Grid | None:
    """The grid that rules draw, None if they draw no table with two columns."""
    upright = [rule for rule in rules if rule.height > max(rule.width, _SHORTEST)]
    level = [rule for rule in rules if rule.width > max(rule.height, _SHORTEST)]
    if len(upright) < 3 or len(level) < 2:
        return None
    columns = _lines(((rule.left + rule.right) / 2, rule.bottom, rule.top) for rule in upright)
    rows = _lines(((rule.bottom + rule.top) / 2, rule.left, rule.right) for rule in level)
    rows = _crossing(rows, columns)
    columns = _crossing(columns, rows)
    if len(columns) < 3 or len(rows) < 2 or len(columns) * len(rows) > _MOST_CELLS:
        return None
    depths = sorted(-y for y in rows)
    grid = _Grid(sorted(columns), [-depth for depth in depths], depths, {})
    grid.firsts = _merged(grid, columns, rows)
    is_table = any(
        grid.firsts[row, column] != grid.firsts[row, column + 1]
        for row, column in grid.firsts
        if column + 2 < len(grid.columns)
    )
    return grid if is_table else None


_Spans = list[tuple[float, float]]


def _lines(rules: Iterable[tuple[float, float, float]]) -> dict[float, _Spans]:
    """Rules, each as its position across and its two ends, joined into lines: the spans that are drawn, by position."""
    lines: dict[float, list[tuple[float, float]]] = defaultdict(list)
    position = last = float("-inf")
    for across, start, end in sorted(rules):
        if across - last > _TOUCH:
            position = across
        last = across
        lines[position].append((start, end))
    return {position: _joined(spans) for position, spans in lines.items()}


def _joined(spans: _Spans) -> _Spans:
    joined: _Spans = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1] + _TOUCH:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _crossing(lines: dict[float, _Spans], others: Iterable[float]) -> dict[float, _Spans]:
    """The lines in those spans that begin and end at others that cross them; the rest underlines something."""
    positions = sorted(others)
    kept = {
        position: [span for span in spans if all(_is_near(end, positions) for end in span)]
        for position, spans in lines.items()
    }
    return {position: spans for position, spans in kept.items() if spans}


def _is_near(position: float, positions: Sequence[float]) -> bool:
    index = bisect_right(positions, position)
    return any(abs(other - position) <= 2 * _TOUCH for other in positions[max(0, index - 1) : index + 1])


def _merged(grid: _Grid, columns: dict[float, _Spans], rows: dict[float, _Spans]) -> dict[_Cell, _Cell]:
    """For each cell the first of those with which it is merged, because no rule separates them."""
    firsts: dict[_Cell, _Cell] = {}

    def first_of(cell: _Cell) -> _Cell:
        while firsts[cell] != cell:
            firsts[cell] = firsts[firsts[cell]]
            cell = firsts[cell]
        return cell

    def merge(cell: _Cell, other: _Cell) -> None:
        first, second = sorted((first_of(cell), first_of(other)))
        firsts[second] = first

    for row, (top, bottom) in enumerate(zip(grid.rows, grid.rows[1:], strict=False)):
        for column, (left, right) in enumerate(zip(grid.columns, grid.columns[1:], strict=False)):
            cell = row, column
            firsts[cell] = cell
            if column and not _is_drawn(columns[left], (top + bottom) / 2):
                merge((row, column - 1), cell)
            if row and not _is_drawn(rows[top], (left + right) / 2):
                merge((row - 1, column), cell)
    return {cell: first_of(cell) for cell in firsts}


def _is_drawn(spans: _Spans, position: float) -> bool:
    index = bisect_right(spans, (position, float("inf"))) - 1
    return index >= 0 and spans[index][0] <= position <= spans[index][1]


def _table(grid: _Grid, glyphs: Sequence[Glyph]) -> GlyphRow:
    """The table as a row of the page."""
    members: dict[_Cell, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        cell = grid.cell_at(glyph)
        if cell is not None:
            members[cell].append(glyph)
    contents: dict[_Cell, CellRows] = {cell: rows_of(inside) for cell, inside in members.items()}
    table = [
        [
            contents.get((row, column), []) if grid.firsts[row, column] == (row, column) else None
            for column in range(len(grid.columns) - 1)
        ]
        for row in range(len(grid.rows) - 1)
    ]
    size = max(glyph.size for glyph in glyphs)
    filled = [row for row in table if any(row)]
    return GlyphRow([], grid.rows[0], size, [(grid.columns[0], grid.columns[-1])], filled)
