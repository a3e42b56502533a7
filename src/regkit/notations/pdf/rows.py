"""PDF: puts the characters of a page into rows, with raised, lowered and struck-out characters in their places."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

import msgspec

from regkit.codes import ProblemCode
from regkit.model.departures import DUPLICATE
from regkit.notations.pdf.drawings import Area
from regkit.notations.pdf.glyphs import Glyph

# In sizes of the letters of a row. A raised or lowered character is at most `_SMALL` as large and at least that far from
# the baseline; one of the full size is farther from it.
_SMALL, _RAISED, _LOWERED, _SHIFTED = 0.88, 0.12, 0.06, 0.22
# How far above and below a row small characters still belong to it, and how far they stand from its letters.
_HIGHEST, _LOWEST, _NEAR = 0.7, 0.45, 0.5
# Where a line must be to strike a character out, above the baseline, and how much of it the line must cross.
_STRUCK_FROM, _STRUCK_TO, _CROSSED = 0.12, 0.62, 0.6
# A line that strikes words out does not go on beyond them by more than this.
_BEYOND = 0.6
# In sizes: a character that stands this near to the same one was printed twice. So many are compared.
_TWICE, _MOST_COPIES = 0.2, 8
# Segments of a row are farther apart than this.
_APART = 0.3


class GlyphRow(msgspec.Struct, gc=False):
    """Characters that stand side by side, from left to right, on one baseline.

    `size` is that of most of them, in points. `segments` are the stretches without a gap, as their left and right ends.
    A table is a row without characters, whose baseline is its upper end; `table` has its cells, and
    `unsure` the rows of it that may just as well continue the one above.
    """

    glyphs: list[Glyph]
    baseline: float
    size: float
    segments: list[tuple[float, float]]
    table: Table = ()
    unsure: frozenset[int] = frozenset()

    @property
    def left(self) -> float:
        """Where the row begins, in points."""
        return self.segments[0][0]

    @property
    def right(self) -> float:
        """Where the row ends, in points."""
        return self.segments[-1][1]

    @property
    def words(self) -> str:
        """All characters of the row, without those that are printed twice."""
        return "".join(glyph.text for glyph in self.glyphs if not glyph.copy)

    def raised(self, glyph: Glyph) -> int:
        """1 for a raised character, -1 for a lowered one, otherwise 0."""
        shift = (glyph.baseline - self.baseline) / self.size
        if glyph.size > _SMALL * self.size:
            return 0 if abs(shift) < _SHIFTED else (1 if shift > 0 else -1)
        return 1 if shift > _RAISED else -1 if shift < -_LOWERED else 0


CellRows = list[GlyphRow]
Table = Sequence[Sequence[CellRows | None]]
"""The rows of a table: of each cell the rows of characters in it, None for a cell that is covered by a merged one."""


def row_of(glyphs: Iterable[Glyph]) -> GlyphRow | None:
    """The row of the given characters, None if all of them are white space."""
    ordered = sorted(glyphs, key=lambda glyph: glyph.left)
    inked = [glyph for glyph in ordered if glyph.text.strip()]
    if not inked:
        return None
    _mark_copies(inked)
    sizes = Counter(round(glyph.size, 1) for glyph in inked)
    size = max(sizes, key=lambda candidate: (sizes[candidate], candidate))
    baselines = Counter(round(glyph.baseline, 1) for glyph in inked if abs(glyph.size - size) <= 0.1 * size)
    baseline = max(baselines, key=lambda candidate: (baselines[candidate], -candidate))
    first, last = ordered.index(inked[0]), len(ordered) - ordered[::-1].index(inked[-1])
    segments = [(inked[0].left, inked[0].right)]
    for glyph in inked[1:]:
        start, end = segments[-1]
        if glyph.left - end > _APART * size:
            segments.append((glyph.left, glyph.right))
        else:
            segments[-1] = (start, max(end, glyph.right))
    return GlyphRow(ordered[first:last], baseline, size, segments)


def _mark_copies(glyphs: Sequence[Glyph]) -> None:
    """Mark the characters that are printed again on their spot, which makes them bold. They are in order from the left."""
    for index in range(1, len(glyphs)):
        glyph, near = glyphs[index], _TWICE * glyphs[index].size
        if glyph.left - glyphs[index - 1].left >= near:
            continue
        for other in reversed(glyphs[max(0, index - _MOST_COPIES) : index]):
            if (
                other.text == glyph.text
                and glyph.left - other.left < near
                and abs(glyph.baseline - other.baseline) < near
                and abs(glyph.size - other.size) < near / 4
            ):
                glyph.kind, glyph.copy = DUPLICATE, other.copy + 1
                break


def rows_of(glyphs: Sequence[Glyph]) -> list[GlyphRow]:
    """The rows of a page from top to bottom."""
    groups: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.baseline):
        first = groups[-1][0] if groups else None
        if first and first.baseline - glyph.baseline < 0.5 * min(glyph.size, first.size):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    rows = [row for group in groups if (row := row_of(group)) is not None]
    return _with_shifted(rows)


def _with_shifted(rows: list[GlyphRow]) -> list[GlyphRow]:
    """The rows with those that only hold raised or lowered characters of a neighbour put into it."""
    hosts: dict[int, list[int]] = {}
    for index, row in enumerate(rows):
        for neighbour in (index - 1, index + 1):
            if 0 <= neighbour < len(rows) and _belongs(row, rows[neighbour]):
                hosts.setdefault(neighbour, []).append(index)
                break
    guests = {index for members in hosts.values() for index in members if index not in hosts}
    merged: list[GlyphRow] = []
    for index, row in enumerate(rows):
        if index in guests:
            continue
        glyphs = [
            glyph for member in hosts.get(index, ()) if member in guests for glyph in rows[member].glyphs
        ]
        joined = row_of((*row.glyphs, *glyphs)) if glyphs else None
        merged.append(joined or row)
    return merged


def _belongs(row: GlyphRow, host: GlyphRow) -> bool:
    """Whether all characters of a row are raised or lowered characters of another."""
    shift = (row.baseline - host.baseline) / host.size
    if row.size > _SMALL * host.size or not -_LOWEST < shift < _HIGHEST:
        return False
    near = _NEAR * host.size
    return all(
        any(abs(left - end) < near or abs(start - right) < near for start, end in _letters(host))
        and not any(left < end - near / 4 and start + near / 4 < right for start, end in _letters(host))
        for left, right in row.segments
    )


def _letters(row: GlyphRow) -> Iterator[tuple[float, float]]:
    return ((glyph.left, glyph.right) for glyph in row.glyphs if glyph.text.strip())


def usual_gap(row: GlyphRow, least: float) -> float:
    """The gap between the Chinese characters of a row if they are spaced out by more than `least`, else 0; in sizes."""
    gaps = [
        (after.left - before.right) / row.size
        for before, after in itertools.pairwise(row.glyphs)
        if not (before.text.isascii() or after.text.isascii())
    ]
    gap = median(gaps) if len(gaps) > 4 else 0.0
    return gap if gap > least else 0.0


def strike_out(rows: Sequence[GlyphRow], rules: Sequence[Area]) -> list[Area]:
    """Mark the characters that a line crosses as struck out; the rules that strike nothing out."""
    lines = sorted(rules, key=lambda rule: rule.bottom)
    heights = [rule.bottom for rule in lines]
    striking: set[int] = set()
    for row in rows:
        start = bisect_left(heights, row.baseline + _STRUCK_FROM * row.size)
        end = bisect_right(heights, row.baseline + _STRUCK_TO * row.size)
        striking |= {index for index in range(start, end) if _strikes(lines[index], row)}
    return [rule for index, rule in enumerate(lines) if index not in striking]


def _strikes(line: Area, row: GlyphRow) -> bool:
    """Whether a line strikes characters of a row out, which are then marked."""
    if line.height > line.width:
        return False
    crossed = [
        glyph
        for glyph in row.glyphs
        if glyph.text.strip()
        and min(line.right, glyph.right) - max(line.left, glyph.left) > _CROSSED * (glyph.right - glyph.left)
    ]
    beyond = _BEYOND * row.size
    # A rule of a table that happens to stand there is longer than the words.
    if not crossed or crossed[0].left - line.left > beyond or line.right - crossed[-1].right > beyond:
        return False
    for glyph in crossed:
        glyph.kind = glyph.kind or ProblemCode.TEXT_STRUCK
    return True
