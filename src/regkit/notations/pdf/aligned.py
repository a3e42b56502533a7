"""PDF: finds tables without rules, by the columns in which their words stand below each other."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import msgspec

from regkit.notations.pdf.grammar import LABEL_START
from regkit.notations.pdf.rows import GlyphRow, row_of
from regkit.printing.grammar import PAGE_NUMBER

# In sizes: the narrowest space between two columns, and how far below each other words may begin.
_APART, _ALIGNED = 1.2, 0.6
# A table has at least two rows of three columns or three rows of two.
_LEAST_CELLS = 6
_LEAST_ROWS = 2
# In sizes: a line that ends this near to the next column fills its own.
_PADDING = 2.2
# Lines of one cell are nearer to each other than rows, by this factor.
_NEARER = 0.85
# So many rows one after the other may fill some columns only.
_MOST_PARTIAL = 8
_ENDLESS = float("inf")


_Stretch = tuple[float, float]


class _AlignedLine(msgspec.Struct):
    """A row of characters in a table: its stretches without a wide gap, by the column in which they stand."""

    row: GlyphRow
    stretches: dict[int, _Stretch]


def with_tables(rows: Sequence[GlyphRow]) -> list[GlyphRow]:
    """The rows, with those that stand in columns below each other made one table."""
    cells = [_cells(row) for row in rows]
    result: list[GlyphRow] = []
    first = 0
    while first < len(rows):
        lines = _lines_from(rows, cells, first) if cells[first] else []
        others = [*rows[:first], *rows[first + len(lines) :]]
        table = _table_of(lines, max((row.right for row in others), default=_ENDLESS)) if lines else None
        result.append(rows[first] if table is None else table)
        first += 1 if table is None else len(lines)
    return result


def _lines_from(rows: Sequence[GlyphRow], cells: Sequence[list[_Stretch]], first: int) -> list[_AlignedLine]:
    """The rows from one on that may be a table: those that fill all of its columns, and those between them that fill some."""
    lines = [_AlignedLine(rows[first], dict(enumerate(cells[first])))]
    complete = 1
    full = lines[0]
    for row, own in zip(rows[first + 1 :], cells[first + 1 :], strict=True):
        if lines[-1].row.baseline - row.baseline >= 3 * row.size or len(lines) - complete > _MOST_PARTIAL:
            break
        if len(own) == len(full.stretches) and all(
            _are_aligned(full.stretches[column], stretch, row.size) for column, stretch in enumerate(own)
        ):
            full = _AlignedLine(row, dict(enumerate(own)))
            lines.append(full)
            complete = len(lines)
            continue
        partial = _partial(row, full)
        if partial is None:
            break
        lines.append(partial)
    trailing = itertools.takewhile(
        lambda line: 0 not in line.stretches or len(line.stretches) > 1, lines[complete:]
    )
    return [*lines[:complete], *trailing]


def _partial(row: GlyphRow, full: _AlignedLine) -> _AlignedLine | None:
    """A row that has something in some of the columns of another, None for a row that is none of the table."""
    if row.table or LABEL_START.match(row.words.strip()):
        return None
    stretches: dict[int, _Stretch] = {}
    for stretch in _stretches(row):
        column = next(
            (
                column
                for column, other in full.stretches.items()
                if column not in stretches and abs(other[0] - stretch[0]) < _ALIGNED * row.size
            ),
            None,
        )
        if column is None or (column + 1 in full.stretches and stretch[1] > full.stretches[column + 1][0]):
            return None
        stretches[column] = stretch
    return _AlignedLine(row, stretches) if 0 < len(stretches) < len(full.stretches) else None


def _table_of(lines: list[_AlignedLine], edge: float) -> GlyphRow | None:
    """The table that rows are, None if they are none. `edge` is where the longest line beside them ends.

    Rows in which nothing shows that they continue the one above are dropped at the end of `lines`.
    """
    width = len(lines[0].stretches)
    full = [line for line in lines if len(line.stretches) == width]
    if len(full) < _LEAST_ROWS or len(full) * width < _LEAST_CELLS:
        return None
    starts = [min(line.stretches[column][0] for line in full) for column in range(width)]
    pitch = min(
        above.row.baseline - line.row.baseline
        for above, line in itertools.pairwise(lines)
        if len(line.stretches) == width
    )
    groups = [[lines[0]]]
    last = lines.index(full[-1])
    for index, line in enumerate(lines[1:], 1):
        if len(line.stretches) < width and _continues(groups[-1], line, pitch, [*starts[1:], edge]):
            groups[-1].append(line)
        elif index > last and 0 not in line.stretches:
            del lines[index:]
            break
        else:
            groups.append([line])
    edges = list(itertools.pairwise([*starts, _ENDLESS]))
    table = [[_cell(group, start, end) for start, end in edges] for group in groups]
    first = lines[0].row
    ends = [(first.left, max(line.row.right for line in lines))]
    unsure = frozenset(
        index
        for index, group in enumerate(groups)
        if 0 not in group[0].stretches or len(group[0].stretches) == 1
    )
    return GlyphRow([], first.baseline, first.size, ends, table, unsure)


def _continues(
    group: Sequence[_AlignedLine], line: _AlignedLine, pitch: float, limits: Sequence[float]
) -> bool:
    """Whether the cells of a row go on in the next: it is nearer than rows are, or what is above it fills its column.

    `pitch` is the least distance of rows that fill all columns, `limits` are where the columns end.
    """
    if group[-1].row.baseline - line.row.baseline < _NEARER * pitch:
        return True
    above = group[-1].stretches
    return 0 not in line.stretches and all(
        column in above and -_ALIGNED < (limits[column] - above[column][1]) / line.row.size < _PADDING
        for column in line.stretches
    )


def _cell(group: Sequence[_AlignedLine], start: float, end: float) -> list[GlyphRow]:
    parts = (
        row_of(glyph for glyph in line.row.glyphs if start - 1 <= glyph.left < end - 1) for line in group
    )
    return [part for part in parts if part is not None]


def _are_aligned(above: tuple[float, float], below: tuple[float, float], size: float) -> bool:
    """Whether two cells begin, end or have their middle below each other."""
    offsets = (above[0] - below[0], above[1] - below[1], (sum(above) - sum(below)) / 2)
    return min(map(abs, offsets)) < _ALIGNED * size


def _stretches(row: GlyphRow) -> list[_Stretch]:
    """The stretches of a row between which there is a wide gap."""
    stretches: list[_Stretch] = []
    for start, end in row.segments:
        if stretches and start - stretches[-1][1] < _APART * row.size:
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((start, end))
    return stretches


def _cells(row: GlyphRow) -> list[_Stretch]:
    """The stretches of a row that may be cells; none if there is one, or the row begins with a label or ends with a page number."""
    if row.table or len(row.segments) < 2:
        return []
    cells = _stretches(row)
    if len(cells) < 2:
        return []
    words = row.words.strip()
    last = "".join(glyph.text for glyph in row.glyphs if glyph.left >= cells[-1][0] and not glyph.copy)
    if LABEL_START.match(words) or (len(cells) == 2 and PAGE_NUMBER.match(last.strip())):
        return []
    return cells
