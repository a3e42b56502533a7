"""PDF: finds tables without rules, by the columns in which their words stand below each other."""

from __future__ import annotations

from collections.abc import Sequence

from regkit.notations.pdf.grammar import LABEL_START
from regkit.notations.pdf.rows import GlyphRow, row_of
from regkit.printing.grammar import PAGE_NUMBER

# In sizes: the narrowest space between two columns, and how far below each other words may begin.
_APART, _ALIGNED = 1.2, 0.6
# A table has at least two rows of three columns or three rows of two.
_LEAST_CELLS = 6
_LEAST_ROWS = 2


def with_tables(rows: Sequence[GlyphRow]) -> list[GlyphRow]:
    """The rows, with those that stand in columns below each other made one table."""
    result: list[GlyphRow] = []
    run: list[GlyphRow] = []
    for row in rows:
        if run and not _follows(run, row):
            result += _settled(run)
            run = []
        run.append(row)
    return result + _settled(run)


def _follows(run: Sequence[GlyphRow], row: GlyphRow) -> bool:
    """Whether a row may be the next one of a table that the run is."""
    before, after = _cells(run[-1]), _cells(row)
    return (
        len(before) == len(after) > 1
        and run[-1].baseline - row.baseline < 3 * row.size
        and all(_are_aligned(above, below, row.size) for above, below in zip(before, after, strict=True))
    )


def _are_aligned(above: tuple[float, float], below: tuple[float, float], size: float) -> bool:
    """Whether two cells begin, end or have their middle below each other."""
    offsets = (above[0] - below[0], above[1] - below[1], (sum(above) - sum(below)) / 2)
    return min(map(abs, offsets)) < _ALIGNED * size


def _cells(row: GlyphRow) -> list[tuple[float, float]]:
    """The stretches of a row between which there is a wide gap; none if the row begins with a label or ends with a page number."""
    cells: list[tuple[float, float]] = []
    for start, end in row.segments:
        if cells and start - cells[-1][1] < _APART * row.size:
            cells[-1] = (cells[-1][0], end)
        else:
            cells.append((start, end))
    if len(cells) < 2 or row.table:
        return []
    words = row.words.strip()
    last = "".join(glyph.text for glyph in row.glyphs if glyph.left >= cells[-1][0] and not glyph.copy)
    if LABEL_START.match(words) or (len(cells) == 2 and PAGE_NUMBER.match(last.strip())):
        return []
    return cells


def _settled(run: Sequence[GlyphRow]) -> list[GlyphRow]:
    cells = [_cells(row) for row in run]
    if len(run) < _LEAST_ROWS or len(run) * len(cells[0]) < _LEAST_CELLS:
        return list(run)
    starts = [min(row[column][0] for row in cells) for column in range(len(cells[0]))]
    edges = [(start, end) for start, end in zip(starts, [*starts[1:], float("inf")], strict=True)]
    table = []
    for row in run:
        parts = [
            row_of(glyph for glyph in row.glyphs if start - 1 <= glyph.left < end - 1) for start, end in edges
        ]
        table.append([[] if part is None else [part] for part in parts])
    return [GlyphRow([], run[0].baseline, run[0].size, [(run[0].left, max(row.right for row in run))], table)]
