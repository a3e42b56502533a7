"""Writes the body of a Word file as WordprocessingML: text in runs, runs in paragraphs, paragraphs in cells of tables.

Callers give properties as markup, in the order that the standard requires; text is escaped here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import msgspec

# Characters that XML cannot contain, and the carriage return, which XML would read as a line feed.
_REPLACEMENTS = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)], "\ufffd"
)
_REPLACEMENTS[13] = "&#13;"
# Properties of paragraphs: centred; first line indented by two characters of the size 五号, as in print.
CENTRED, INDENTED = '<w:jc w:val="center"/>', '<w:ind w:firstLine="420"/>'
LATIN_FONT = "Times New Roman"
# Signs that Word takes from the Western font unless it is told otherwise.
_WESTERN_OR_CHINESE = frozenset("“”‘’—–…·×÷±°′″‰§①②③④⑤⑥⑦⑧⑨⑩℃→←↑↓≤≥≠≈∶√ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ■□▲△○●★☆※")
_FONTS, _HINT = "<w:rFonts ", 'w:hint="eastAsia"'
_LOOK = (
    '<w:tblLook w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" '
    'w:noHBand="0" w:noVBand="1"/>'
)


def escape_text(text: str) -> str:
    """The text escaped for XML; characters that XML cannot contain become U+FFFD."""
    safe = escape(text, quote=False)
    # Printable text has nothing to replace, and checking for it is quicker than looking up each character.
    return safe if safe.isprintable() else safe.translate(_REPLACEMENTS)


def fonts_of(chinese: str) -> str:
    """The property of a run that sets its fonts: `chinese` for Chinese characters, LATIN_FONT for all others."""
    return f'<w:rFonts w:ascii="{LATIN_FONT}" w:hAnsi="{LATIN_FONT}" w:eastAsia="{chinese}"/>'


def write_run(text: str, properties: str = "", tag: str = "w:t") -> str:
    """A run of text, with elements for tabs and line ends; for deleted text `tag` is w:delText."""
    if not _WESTERN_OR_CHINESE.isdisjoint(text):
        properties = _with_hint(properties)
    content = _write_text(text, tag) if text.isprintable() else _write_with_breaks(text, tag)
    return f"<w:r><w:rPr>{properties}</w:rPr>{content}</w:r>" if properties else f"<w:r>{content}</w:r>"


def _with_hint(properties: str) -> str:
    """The properties of a run with the hint to take signs that are both Western and Chinese from the Chinese font."""
    if _FONTS in properties:
        return properties.replace(_FONTS, f"{_FONTS}{_HINT} ", 1)
    style, separator, rest = (
        properties.partition("/>") if properties.startswith("<w:rStyle") else ("", "", properties)
    )
    return f"{style}{separator}{_FONTS}{_HINT}/>{rest}"


def _write_with_breaks(text: str, tag: str) -> str:
    lines = text.replace("\r", "\n").split("\n")
    return "<w:br/>".join(
        ["<w:tab/>".join([_write_text(part, tag) for part in line.split("\t")]) for line in lines]
    )


def _write_text(text: str, tag: str) -> str:
    if not text:
        return ""
    safe = escape_text(text)
    # Without this attribute, whitespace at either end is ignored.
    space_attribute = ' xml:space="preserve"' if safe != safe.strip() else ""
    return f"<{tag}{space_attribute}>{safe}</{tag}>"


def write_paragraph(runs: str, properties: str = "") -> str:
    """A paragraph with these runs."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>" if properties else f"<w:p>{runs}</w:p>"


class WordCell(msgspec.Struct, frozen=True):
    """A cell of a table: its paragraphs, how many columns it spans, and how it is merged with cells above or below.

    `merge` is ``restart`` for the first of several merged cells of a column, ``continue`` for the others, else empty.
    """

    paragraphs: str
    columns: int = 1
    merge: str = ""


class WordRow(msgspec.Struct, frozen=True):
    """A row of a table; a row of the head is repeated on every page."""

    cells: Sequence[WordCell]
    is_head: bool = False


def write_table(rows: Iterable[WordRow], widths: Sequence[int], style: str, *, layout: str = "") -> str:
    """A table; `widths` of columns are in twentieths of a point, and the cells of a row span all of them.

    `style` is the id of the style, `layout` properties of the table such as its position.
    """
    grid = "".join([f'<w:gridCol w:w="{width}"/>' for width in widths])
    properties = f'<w:tblStyle w:val="{style}"/><w:tblW w:w="0" w:type="auto"/>{layout}{_LOOK}'
    parts = [f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"]
    for row in rows:
        parts.append("<w:tr><w:trPr><w:tblHeader/></w:trPr>" if row.is_head else "<w:tr>")
        column = 0
        for cell in row.cells:
            parts.append(_write_cell(cell, sum(widths[column : column + cell.columns])))
            column += cell.columns
        parts.append("</w:tr>")
    parts.append("</w:tbl>")
    return "".join(parts)


def _write_cell(cell: WordCell, width: int) -> str:
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    merge = f'<w:vMerge w:val="{cell.merge}"/>' if cell.merge else ""
    properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}</w:tcPr>'
    # A cell must contain a paragraph.
    return f"<w:tc>{properties}{cell.paragraphs or '<w:p/>'}</w:tc>"
