"""PDF: puts what stands on the pages into the order in which it is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from regkit.codes import ProblemCode
from regkit.model.departures import DUPLICATE
from regkit.notations.pdf.aligned import with_tables
from regkit.notations.pdf.columns import Gutter, fits, looks_like_columns, strips_of
from regkit.notations.pdf.drawings import Area
from regkit.notations.pdf.lines import (
    Aside,
    LinePiece,
    Printed,
    PrintedCells,
    PrintedLine,
    Slant,
    pieces_of,
    printed,
    whole,
)
from regkit.notations.pdf.notes import without_notes
from regkit.notations.pdf.pages import Layer, PageContent
from regkit.notations.pdf.rows import CellRows, GlyphRow
from regkit.notations.pdf.slanted import SlantedLine
from regkit.notations.source import WHOLE_PAGE

# In points: pictures that stand on the same spot of several pages, give or take this much, are the same.
_SPOT = 4
# So many pictures of a page are named; one more would say nothing new.
_MOST_PICTURES = 50
# In the shape of a page, in place of its quarter turns, for lines that run aslant.
_SLANTED = -1


class ReadingOrder:
    """Puts pages into reading order, one after the other. What earlier pages have shown helps to read later ones."""

    def __init__(self) -> None:
        self._sizes: Counter[float] = Counter()
        self._gutters: dict[tuple[int, int], list[Gutter]] = {}

    @property
    def body(self) -> float:
        """The size of most letters so far, in points."""
        return self._sizes.most_common(1)[0][0] if self._sizes else 0.0

    def items_of(self, page: PageContent, number: int) -> list[Printed]:
        """What a page prints; `number` is its number, from 0."""
        for layer in page.layers:
            for row in layer.rows:
                self._sizes[round(row.size, 1)] += len(row.glyphs)
        items: list[Printed] = []
        if page.is_scan:
            items.append(_aside(number, ProblemCode.TEXT_IMAGE, part=WHOLE_PAGE))
        if page.glyphs.is_recognised:
            items.append(_aside(number, ProblemCode.TEXT_RECOGNISED))
        for index, layer in enumerate(page.layers):
            read = list(self._items_in(layer, number))
            items += read if index else _among(read, _between(page, layer, number))
        if not page.layers:
            items += [_slanted(line, number) for line in page.slanted]
            items += [] if page.is_scan else [_picture(picture, number) for picture in page.pictures]
        hidden = whole("".join(page.glyphs.hidden))
        items += [_aside(number, ProblemCode.TEXT_HIDDEN, hidden)] if hidden.strip() else []
        items += [_aside(number, DUPLICATE, words) for words in page.doubled]
        items += [_aside(number, ProblemCode.TEXT_FOOTNOTE, words, "批注") for words in page.comments]
        return items

    def _items_in(self, layer: Layer, number: int) -> Iterator[Printed]:
        gutters = layer.gutters or self._gutters.get(layer.shape, [])
        if layer.gutters:
            self._gutters[layer.shape] = layer.gutters
        elif gutters and not fits(layer.rows, gutters):
            gutters = []
        if not gutters and looks_like_columns(layer.rows):
            yield _aside(number, ProblemCode.TEXT_UNSURE_COLUMNS)
        notes = without_notes(list(strips_of(layer.rows, gutters)), layer.rules, self.body)
        for strip in notes.strips:
            for row in with_tables(strip.rows):
                if row.table:
                    yield from _cells_of(row, number, notes.marks)
                else:
                    yield printed(row, number, layer.shape, strip.column, notes.marks)
        if notes.notes:
            words = "\n".join(whole(row.words) for row in notes.notes)
            yield _aside(number, ProblemCode.TEXT_FOOTNOTE, words, "脚注")


def _aside(number: int, kind: str, words: str = "", part: str | None = None) -> Aside:
    return Aside((LinePiece("", kind, words, number + 1, part),), number)


def _cells_of(table: GlyphRow, number: int, marks: frozenset[str]) -> Iterator[PrintedCells]:
    for index, row in enumerate(table.table):
        cells = tuple(None if cell is None else _pieces_in(cell, number, marks) for cell in row)
        if index in table.unsure:
            doubt = LinePiece("", ProblemCode.TEXT_UNSURE_BREAK, page=number + 1)
            cells = ((doubt, *(cells[0] or ())), *cells[1:])
        yield PrintedCells(cells, number)


def _pieces_in(cell: CellRows, number: int, marks: frozenset[str]) -> tuple[LinePiece, ...]:
    """What a cell says, with its lines joined."""
    pieces: list[LinePiece] = []
    for row in cell:
        added = list(pieces_of(row, number, marks))
        if pieces and pieces[-1].text[-1:].isascii() and added[0].text[:1].isascii():
            pieces.append(LinePiece(" "))
        pieces += added
    return tuple(pieces)


def _between(page: PageContent, layer: Layer, number: int) -> Iterator[tuple[float, Printed]]:
    """Yield the pictures of a page and the lines that run aslant, each with the height of its middle on the turned page."""
    for picture in [] if page.glyphs.is_recognised else page.pictures[:_MOST_PICTURES]:
        area = layer.frame.area(picture)
        yield (area.bottom + area.top) / 2, _picture(picture, number)
    for line in page.slanted:
        yield layer.frame.point(*line.middle)[1], _slanted(line, number)


def _among(items: Sequence[Printed], others: Iterable[tuple[float, Printed]]) -> list[Printed]:
    """The lines of a page with others among them, each below the last line that stands above it."""
    placed: dict[int, list[Printed]] = {}
    for middle, other in others:
        above = [
            index
            for index, item in enumerate(items)
            if isinstance(item, PrintedLine) and item.baseline > middle
        ]
        placed.setdefault(above[-1] if above else -1, []).append(other)
    result: list[Printed] = [*placed.get(-1, [])]
    for index, item in enumerate(items):
        result += (item, *placed.get(index, []))
    return result


def _slanted(line: SlantedLine, number: int) -> Printed:
    slant = Slant.OVERLAID if line.is_overlaid else Slant.PLAIN
    return printed(line.row, number, (_SLANTED, line.angle), 0, frozenset(), slant)


def _picture(picture: Area, number: int) -> Aside:
    sides = picture.left, picture.bottom, picture.width, picture.height
    left, bottom, width, height = (round(side / _SPOT) for side in sides)
    return Aside(
        (LinePiece("", ProblemCode.TEXT_IMAGE, page=number + 1),), number, (left, bottom, width, height)
    )
