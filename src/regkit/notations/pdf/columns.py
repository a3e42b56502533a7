"""PDF: tells the columns of a page apart, by the white gutter between them, whatever stands across them."""

from __future__ import annotations

import contextlib
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

import msgspec

from regkit.notations.pdf.grammar import ARTICLE_LABEL
from regkit.notations.pdf.rows import GlyphRow, row_of, usual_gap
from regkit.text.numerals import from_chinese

# In sizes of the letters: the narrowest gutter and the narrowest column.
_NARROWEST_GUTTER, _NARROWEST_COLUMN = 0.35, 6.0
# A column of prose fills this share of its lines, give or take this much at their ends.
_FILLED, _RAGGED = 0.3, 1.6
# A column has at least so many lines, unless other pages have it too or the numbers of articles go on from column to column.
_LEAST_LINES = 3
# Two lines beside others, at least this long, may be two columns of a short page.
_LEAST_DOUBTFUL, _LONG = 2, 8.0
# A page with so many lines is short.
_FEW = 10
# One of so many lines may stand elsewhere.
_OUTLIERS = 12
# So many lines below each other that have a gutter are columns, whatever else is on the page.
_MANY_LINES = 8
# So many positions at which lines often begin are tried for a gutter.
_MOST_TRIED = 12
# Columns within columns: three columns are two, one of which is two.
_DEEPEST = 4
# Where lines begin and end varies by this much, in points.
_SLACK = 1.5
_ENDLESS = float("inf")
# These may hang over the end of a line.
_HANGING = "，。、；：！？）》〉”’」』】〕…"
# The lines of two columns need not be level: the distance of two lines is less than this many sizes.
_LINE = 1.1
# Columns do not begin with words whose size differs from that of the others by more than this.
_ALIKE = 0.12


class Strip(msgspec.Struct, frozen=True):
    """Rows of a page that are read one after the other. `column` is 0 across the page, else 1 for the leftmost column, 2 for the next."""

    rows: list[GlyphRow]
    column: int


class Gutter(msgspec.Struct, frozen=True, gc=False):
    """The white space between two columns: from the ends of the left lines to the beginnings of the right ones, in points."""

    left: float
    right: float

    @property
    def middle(self) -> float:
        """Where the columns are divided, in points."""
        return (self.left + self.right) / 2


class _Band(msgspec.Struct):
    """Rows below each other that no letter connects across a gutter; `first` is the index of the first."""

    first: int
    rows: list[GlyphRow]
    left: list[GlyphRow]
    right: list[GlyphRow]


def gutters_of(rows: Sequence[GlyphRow], depth: int = 0) -> list[Gutter]:
    """The gutters between the columns of a page, none if it has a single column."""
    if depth >= _DEEPEST or len(rows) < 2:
        return []
    heaviest, weight = None, 0
    for start in _starts(rows):
        bands = [columns for band in _bands(rows, start) if (columns := _columns_in(band, start)) is not None]
        lines = sum(len(band.left) + len(band.right) for band in bands)
        height = sum(len(band.rows) for band in bands)
        # A few lines with a gap on a page without columns are a table.
        if lines > weight and (height * 2 >= len(rows) or height >= _MANY_LINES):
            heaviest, weight = bands, lines
    if heaviest is None:
        return []
    left = [row for band in heaviest for row in band.left]
    right = [row for band in heaviest for row in band.right]
    gutter = Gutter(_end_of(left), _start_of(right))
    return [*gutters_of(left, depth + 1), gutter, *gutters_of(right, depth + 1)]


def strips_of(rows: Sequence[GlyphRow], gutters: Sequence[Gutter]) -> Iterator[Strip]:
    """Yield the rows in the order in which they are read: column by column between what stands across the columns."""
    if not gutters:
        yield Strip(list(rows), 0)
        return
    across: list[GlyphRow] = []
    band: list[GlyphRow] = []
    size = median(row.size for row in rows)
    for index, row in enumerate(rows):
        is_like_others = abs(row.size - size) <= _ALIKE * size
        may_begin = is_like_others and _begins(rows, index, gutters)
        if _crosses_any(row, gutters) or not (band or may_begin):
            yield from _columns_of(band, gutters)
            band = []
            across.append(row)
            continue
        if across:
            yield Strip(across, 0)
            across = []
        band.append(row)
    yield from _columns_of(band, gutters)
    if across:
        yield Strip(across, 0)


def looks_like_columns(rows: Sequence[GlyphRow]) -> bool:
    """Whether rows that were read as printed may be columns that cannot be told apart."""
    for start in _starts(rows):
        for band in _bands(rows, start):
            both = sum(
                any(end <= start for _, end in row.segments) and row.right > start for row in band.rows
            )
            is_wide = _are_wide(band)
            if is_wide and both >= _LEAST_LINES and both * 2 >= len(band.rows) and both * 2 >= len(rows):
                return True
            if _may_be_short(_beside(band, start), start, rows):
                return True
    return False


def fits(rows: Sequence[GlyphRow], gutters: Sequence[Gutter]) -> bool:
    """Whether a page on which no columns were found may have those of other pages."""
    inside = [row for row in rows if not _crosses_any(row, gutters)]
    return bool(inside) and len(inside) * 2 >= len(rows) and _begins_left(inside[0], gutters)


def _starts(rows: Sequence[GlyphRow]) -> list[float]:
    """Positions at which stretches of text often begin, the most frequent first, without the left margin."""
    margin = min(row.left for row in rows) if rows else 0.0
    exact: dict[int, float] = {}
    counts: Counter[int] = Counter()
    for row in rows:
        for start, _ in row.segments:
            if start > margin + _NARROWEST_COLUMN * row.size:
                key = round(start / _SLACK)
                counts[key] += _LEAST_DOUBTFUL if _begins_article(row, start) else 1
                exact[key] = min(start, exact.get(key, start))
    # Of two or three lines each may begin elsewhere, because one is indented.
    least = 1 if len(rows) <= _FEW else _LEAST_DOUBTFUL
    return [exact[key] for key, count in counts.most_common(_MOST_TRIED) if count >= least]


def _bands(rows: Sequence[GlyphRow], start: float) -> Iterator[_Band]:
    """Yield the stretches of rows that leave a gutter free before the beginning of a column."""
    first, free = 0, list[GlyphRow]()
    for index, row in enumerate([*rows, None]):
        if row is not None and not _covers(row, start):
            free.append(row)
            continue
        if free:
            yield _band(first, free, start)
        first, free = index + 1, []


def _band(first: int, rows: list[GlyphRow], start: float) -> _Band:
    x = start - _SLACK
    return _Band(first, rows, _side(rows, x, right=False), _side(rows, x, right=True))


def _columns_in(band: _Band, start: float) -> _Band | None:
    """The rows of a band that are columns, None if there are none."""
    if _is_prose(band):
        return band
    # On a short page, a title that happens to leave the gutter free would count among the lines of a column.
    beside = _beside(band, start)
    return beside if _is_prose(beside) or _is_numbered(beside) else None


def _beside(band: _Band, start: float) -> _Band:
    """A band without what stands above the rows that have something on both sides."""
    if not (band.left and band.right):
        return band
    top = min(side[0].baseline + _LINE * side[0].size for side in (band.left, band.right))
    rows = [row for row in band.rows if row.baseline < top]
    return _band(band.first + band.rows.index(rows[0]), rows, start) if rows else band


def _is_numbered(band: _Band) -> bool:
    """Whether the numbers of articles go on from one side of a band to the other."""
    left, right = _numbers_in(band.left), _numbers_in(band.right)
    follow = all(after == before + 1 for before, after in itertools.pairwise([*left, *right]))
    return bool(left and right) and follow and _are_apart(band)


def _numbers_in(rows: Sequence[GlyphRow]) -> list[int]:
    """The numbers of the articles that begin in rows."""
    labels = (ARTICLE_LABEL.match(row.words.strip()) for row in rows)
    numbers: list[int] = []
    for label in labels:
        with contextlib.suppress(ValueError):
            numbers += [from_chinese(label["number"])] if label else []
    return numbers


def _begins_article(row: GlyphRow, start: float) -> bool:
    """Whether an article begins at a position in a row."""
    words = (glyph.text for glyph in row.glyphs if glyph.left >= start)
    return next(words, "") == "第" and bool(ARTICLE_LABEL.match("第" + "".join(words)))


def _may_be_short(band: _Band, start: float, rows: Sequence[GlyphRow]) -> bool:
    """Whether a few rows may be columns: an article begins beside others, or most of a short page is lines beside each other."""
    if not (band.left and band.right and _are_apart(band)):
        return False
    if _numbers_in(band.right):
        return True
    if len(rows) > _FEW or len(band.rows) * 2 < len(rows):
        return False
    both = sum(row.left < start - _SLACK < row.right for row in band.rows)
    narrower = min(_end_of(side) - _start_of(side) for side in (band.left, band.right))
    is_prose = any(mark in row.words for row in band.right for mark in "，。；")
    return is_prose and both >= _LEAST_DOUBTFUL and narrower > _LONG * band.left[0].size


def _covers(row: GlyphRow, start: float, end: float | None = None) -> bool:
    """Whether a row has letters across the gutter before the beginning of a column, or only in it, like a page number.

    `end` is where the lines of the column before it end; a mark that hangs over that is no letter across the gutter.
    """
    narrowest = _NARROWEST_GUTTER * row.size
    before = start - 3 * row.size if end is None else end - row.size
    return any(
        left < start - _SLACK / 3
        and (right > start + _SLACK or (right > start - narrowest and left > before))
        for left, right in row.segments
    )


def _side(rows: Sequence[GlyphRow], x: float, *, right: bool) -> list[GlyphRow]:
    """What of the rows stands to the left or right of a position."""
    parts = (
        row
        if (row.left >= x if right else row.right <= x)
        else _part(row, *((x, _ENDLESS) if right else (-_ENDLESS, x)))
        for row in rows
        if (row.right > x if right else row.left < x)
    )
    return [part for part in parts if part is not None]


def _part(row: GlyphRow, start: float, end: float) -> GlyphRow | None:
    """What of a row stands between two positions; a table stands where its middle is."""
    if row.table:
        return row if start <= (row.left + row.right) / 2 < end else None
    return row_of(glyph for glyph in row.glyphs if start <= (glyph.left + glyph.right) / 2 < end)


def _are_wide(band: _Band) -> bool:
    """Whether both sides of a band have enough lines for columns, wide enough, and a gutter between them."""
    return min(len(band.left), len(band.right)) >= _LEAST_LINES and _are_apart(band)


def _are_apart(band: _Band) -> bool:
    """Whether both sides of a band are wide enough for columns, with a gutter between them."""
    size = band.left[0].size
    start, end, again, last = (
        _start_of(band.left),
        _end_of(band.left),
        _start_of(band.right),
        _end_of(band.right),
    )
    least_gap = _NARROWEST_GUTTER + max(usual_gap(row, 0.0) for row in band.left[:8])
    overlaps = (
        band.left[0].baseline >= band.right[-1].baseline and band.right[0].baseline >= band.left[-1].baseline
    )
    return (
        overlaps
        and again - end >= least_gap * size
        and min(end - start, last - again) >= _NARROWEST_COLUMN * size
    )


def _start_of(rows: Sequence[GlyphRow]) -> float:
    """Where the rows of a column begin, whatever a few of them do, such as page numbers."""
    return sorted(row.left for row in rows)[len(rows) // _OUTLIERS]


def _end_of(rows: Sequence[GlyphRow]) -> float:
    """Where the rows of a column end, whatever a few of them do."""
    return sorted(row.right for row in rows)[-1 - len(rows) // _OUTLIERS]


def _is_prose(band: _Band) -> bool:
    """Whether both sides of a band are filled like columns of prose, at the height at which there is something on both."""
    return _are_wide(band) and _is_filled(band.left, band.right) and _is_filled(band.right, band.left)


def _is_filled(rows: Sequence[GlyphRow], others: Sequence[GlyphRow]) -> bool:
    """Whether many lines beside others reach the end of their column, as those of prose do and those of a table do not."""
    end = _end_of(rows)
    top, bottom = others[0].baseline + others[0].size, others[-1].baseline - others[-1].size
    beside = [row for row in rows if bottom < row.baseline < top]
    return sum(row.right > end - _RAGGED * row.size for row in beside) >= _FILLED * len(beside)


def _crosses_any(row: GlyphRow, gutters: Sequence[Gutter]) -> bool:
    """Whether a row has letters in a gutter."""
    return any(
        _covers(row, gutter.right, gutter.left) or _is_cut(row, gutter.left, gutter.middle)
        for gutter in gutters
    )


def _is_cut(row: GlyphRow, end: float, middle: float) -> bool:
    """Whether the middle of a gutter would cut words in two, other than those before a mark that hangs over the end of a column."""
    if not any(start < end - row.size and middle < stop for start, stop in row.segments):
        return False
    letters = [glyph for glyph in row.glyphs if glyph.text.strip()]
    return any(
        before.left + before.right < 2 * middle <= after.left + after.right
        and after.left - before.right < _NARROWEST_GUTTER * row.size
        and after.text not in _HANGING
        for before, after in itertools.pairwise(letters)
    )


def _begins(rows: Sequence[GlyphRow], index: int, gutters: Sequence[Gutter]) -> bool:
    """Whether columns may begin with a row: it, or the one just below it, has text in the first column."""
    row = rows[index]
    if _begins_left(row, gutters):
        return True
    below = rows[index + 1] if index + 1 < len(rows) else row
    is_near = row.baseline - below.baseline < _LINE * row.size
    return is_near and _begins_left(below, gutters) and not _crosses_any(below, gutters)


def _begins_left(row: GlyphRow, gutters: Sequence[Gutter]) -> bool:
    """Whether a row has text in the first column; what begins with another column stands across all, like a short title."""
    return row.left < gutters[0].right - _SLACK


def _columns_of(band: Sequence[GlyphRow], gutters: Sequence[Gutter]) -> Iterator[Strip]:
    end = _end_of_columns(band, gutters)
    edges = [-_ENDLESS, *(gutter.middle for gutter in gutters), _ENDLESS]
    for column, (start, stop) in enumerate(itertools.pairwise(edges), start=1):
        parts = [_part(row, start, stop) for row in band[:end]]
        rows = [part for part in parts if part is not None]
        if rows:
            yield Strip(rows, column)
    if band[end:]:
        yield Strip(list(band[end:]), 0)


def _end_of_columns(band: Sequence[GlyphRow], gutters: Sequence[Gutter]) -> int:
    """The index of the first row that stands below the columns and not in the first of them, as the numbers of its articles show."""
    middle = gutters[0].middle
    last = max((index for index, row in enumerate(band, 1) if row.right > middle), default=0)
    right = _numbers_in(_side(band, middle, right=True))
    for index in range(last, len(band) if right else 0):
        if max(_numbers_in(band[index : index + 1]), default=0) > right[-1]:
            left = _numbers_in(_side(band[:index], middle, right=False))
            numbers = [*left, *right, *_numbers_in(band[index:])]
            if numbers == sorted(set(numbers)):
                return max(range(last, index + 1), key=lambda i: band[i - 1].baseline - band[i].baseline)
            break
    return len(band)
