"""PDF: writes a row of characters as a printed line, with everything in which the text departs from the page."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from enum import Enum

import msgspec

from regkit.codes import ProblemCode
from regkit.model.departures import DUPLICATE, REPLACED
from regkit.notations.flow import Flow
from regkit.notations.pdf.glyphs import Glyph
from regkit.notations.pdf.rows import GlyphRow, usual_gap
from regkit.notations.source import WATERMARK
from regkit.text.raising import lowered, raised
from regkit.text.variants import without_radicals

# Gaps between characters, in widths of a character: from the first on a gap is a space, from the second on one or more
# full-width spaces.
_SPACE, _FULL_SPACE = 0.2, 0.7
# Between a Chinese character and a Latin letter or digit a gap is a space only from here on: programs insert a quarter anyway.
_SPACE_BETWEEN_SCRIPTS = 0.4
# If the median gap of a line is larger than this, its characters are spaced out on purpose.
_SPACED_OUT = 0.12
# After these a raised number is a power (平方米 as 米²), after any other Chinese character it is the mark of a note.
_UNITS = "米里尺丈寸时秒"
_FIRST_RADICAL, _LAST_RADICAL = "\u2e80", "\u2fdf"
# Raised, these are always marks of notes.
_NOTE_SIGNS = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳*＊※†‡[]〔〕［］")


class LinePiece(msgspec.Struct, frozen=True, gc=False):
    """Words of a line. Without a `kind` they are words of the file; otherwise they depart from it.

    `omitted` are the words of the file that they stand for; see `Departure` for the rest.
    """

    text: str
    kind: str = ""
    omitted: str = ""
    page: int | None = None
    part: str | None = None


class Slant(Enum):
    """How a line that runs aslant is printed: like any other, or like a watermark, very lightly or across other letters."""

    PLAIN = 0
    OVERLAID = 1


class PrintedLine(msgspec.Struct, frozen=True, gc=False):
    """A line of a page that prints something. Positions and `size` are in points, from the left and from the bottom of the page.

    `page` is the number of the page, from 0. `shape` is equal for pages that are turned alike and equally wide. `column` is 0
    for a line across the page, else 1 for the leftmost column of several, 2 for the next. `slant` says of a line that runs
    aslant whether it is printed like a watermark, very lightly or across other letters.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    page: int
    shape: tuple[int, int]
    column: int
    pieces: tuple[LinePiece, ...]
    slant: Slant | None = None


class PrintedCells(msgspec.Struct, frozen=True, gc=False):
    """A row of a table: what its cells say, None for a cell that is covered by a merged one."""

    cells: tuple[tuple[LinePiece, ...] | None, ...]
    page: int


class Aside(msgspec.Struct, frozen=True, gc=False):
    """What of a page is not in the text: departures that belong where they stand among the lines.

    `spot` is where a picture stands and how large it is, to recognise those that stand on all pages.
    """

    pieces: tuple[LinePiece, ...]
    page: int
    spot: tuple[int, int, int, int] | None = None


Printed = PrintedLine | PrintedCells | Aside


def write_piece(flow: Flow, piece: LinePiece) -> None:
    """Write a piece of a line to a flow."""
    if not piece.kind:
        flow.write(piece.text)
    elif piece.text:
        flow.replace(piece.omitted, piece.text, piece.kind)
    else:
        flow.omit(piece.kind, piece.omitted, page=piece.page, part=piece.part)


def printed(
    row: GlyphRow,
    page: int,
    shape: tuple[int, int],
    column: int,
    marks: frozenset[str],
    slant: Slant | None = None,
) -> PrintedLine | Aside:
    """The row as a line, or as an aside if nothing of it is read. `marks` are those of the notes on the page."""
    pieces = tuple(pieces_of(row, page, marks))
    text = "".join(piece.text for piece in pieces)
    if not text.strip():
        return Aside(pieces, page)
    return PrintedLine(text, row.left, row.right, row.baseline, row.size, page, shape, column, pieces, slant)


def pieces_of(row: GlyphRow, page: int, marks: frozenset[str]) -> Iterator[LinePiece]:
    """Yield what a row says, with spaces where there are gaps between its characters."""
    usual = usual_gap(row, _SPACED_OUT)
    glyphs = [glyph for glyph in row.glyphs if not glyph.copy]
    before: Glyph | None = None
    written = ""
    for (kind, shift, is_mark, _), group in itertools.groupby(
        glyphs, key=lambda glyph: _state(row, glyph, marks)
    ):
        run = list(group)
        parts: list[str] = []
        for glyph in run:
            space = "" if before is None else _space(before, glyph, row.size, usual)
            if space and glyph is run[0]:
                yield LinePiece(space)
            elif space:
                parts.append(space)
            parts.append(glyph.text)
            before = glyph
        words = whole("".join(parts))
        if kind:
            part = WATERMARK if kind == ProblemCode.TEXT_PAGE_EDGES else None
            yield LinePiece("", kind, words, page + 1, part)
            continue
        if (is_mark and written) or (shift > 0 and _is_note_mark(words, written)):
            yield LinePiece("", ProblemCode.TEXT_FOOTNOTE, words, page + 1)
            continue
        yield _shifted(words, shift) if shift else _legible(words)
        written = words.rstrip() or written
    yield from _copies_in(row)


def _state(row: GlyphRow, glyph: Glyph, marks: frozenset[str]) -> tuple[str, int, bool, bool]:
    """What is the same for characters that are written together: their kind, whether they are raised, mark a note, or are radicals."""
    if glyph.kind or not glyph.text.strip():
        return glyph.kind, 0, False, False
    is_radical = _FIRST_RADICAL <= glyph.text <= _LAST_RADICAL
    return "", row.raised(glyph), glyph.text in marks, is_radical


def _copies_in(row: GlyphRow) -> Iterator[LinePiece]:
    """Yield the further copies of what is printed several times, each as one piece."""
    copies = sorted((glyph for glyph in row.glyphs if glyph.copy), key=lambda glyph: (glyph.copy, glyph.left))
    for _, group in itertools.groupby(copies, key=lambda glyph: glyph.copy):
        yield LinePiece("", DUPLICATE, whole("".join(glyph.text for glyph in group)))


def _is_note_mark(words: str, before: str) -> bool:
    """Whether raised words are the mark of a note, by what they are and by the words before them."""
    sign = words.strip()
    if not sign:
        return False
    if {sign[0]} <= _NOTE_SIGNS:
        return True
    last = before[-1:]
    return sign.isdigit() and bool(last) and not last.isascii() and last not in _UNITS


def _shifted(words: str, shift: int) -> LinePiece:
    """Raised (1) or lowered (-1) words, in the characters that Unicode has for them."""
    text = (raised if shift > 0 else lowered)(words)
    return (
        LinePiece(words, ProblemCode.TEXT_RAISED, words) if text is None else LinePiece(text, REPLACED, words)
    )


def _legible(words: str) -> LinePiece:
    """Words with the characters that radicals stand for; some fonts map a character to the radical that looks the same."""
    if not _FIRST_RADICAL <= words[0] <= _LAST_RADICAL or (text := without_radicals(words)) == words:
        return LinePiece(words)
    return LinePiece(text, ProblemCode.TEXT_RADICALS, words)


def whole(text: str) -> str:
    """The text with surrogate pairs joined; PDFium gives characters above U+FFFF as two halves on some systems."""
    return (
        text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    )


def _space(before: Glyph, after: Glyph, size: float, usual: float) -> str:
    """The whitespace between two characters: none, a space, or full-width spaces. `usual` is the gap that is none, in sizes."""
    if before.text.isspace() or after.text.isspace():
        return ""
    gap = (after.left - before.right) / size - usual
    if gap > _FULL_SPACE:
        return "\u3000" * max(1, round(gap))
    mixed = before.text.isascii() != after.text.isascii()
    return " " if gap > (_SPACE_BETWEEN_SCRIPTS if mixed else _SPACE) else ""
