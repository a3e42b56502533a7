"""Writes the body of a Word file as WordprocessingML: text in runs, runs in paragraphs, paragraphs in cells of tables.

Callers give properties as markup, in the order that the standard requires; text is escaped here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

# Characters that XML cannot contain, and the carriage return, which XML would read as a line feed.
_REPLACEMENTS = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)], "\ufffd"
)
_REPLACEMENTS[13] = "&#13;"
# Properties of paragraphs: centred; first line indented by two characters of the size 五号, as in print.
CENTRED, INDENTED = '<w:jc w:val="center"/>', '<w:ind w:firstLine="420"/>'
LATIN_FONT = "Times New Roman"
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
    content = _write_text(text, tag) if text.isprintable() else _write_with_breaks(text, tag)
    return f"<w:r><w:rPr>{properties}</w:rPr>{content}</w:r>" if properties else f"<w:r>{content}</w:r>"


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


def write_table(
    rows: Iterable[Iterable[str]], widths: Sequence[int], style: str, *, layout: str = "", heads: int = 0
) -> str:
    """A table of cells, each given as its paragraphs; `widths` of columns are in twentieths of a point.

    `style` is the id of the style, `layout` properties of the table such as its position. The first `heads` rows are repeated
    on every page.
    """
    grid = "".join([f'<w:gridCol w:w="{width}"/>' for width in widths])
    cell_openings = [f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>' for width in widths]
    properties = f'<w:tblStyle w:val="{style}"/><w:tblW w:w="0" w:type="auto"/>{layout}{_LOOK}'
    parts = [f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"]
    for number, row in enumerate(rows):
        parts.append("<w:tr><w:trPr><w:tblHeader/></w:trPr>" if number < heads else "<w:tr>")
        for opening, cell in zip(cell_openings, row, strict=True):
            # A cell must contain a paragraph.
            parts += (opening, cell or "<w:p/>", "</w:tc>")
        parts.append("</w:tr>")
    parts.append("</w:tbl>")
    return "".join(parts)
