"""The body of a Word file in WordprocessingML: text in runs, runs in paragraphs, paragraphs in the cells of tables.

Properties come from the writers as markup, in the order that the standard wants; text is made safe here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

# What XML cannot hold; and the carriage return, which it would take for a line end.
_SIGNS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)], "\ufffd")
_SIGNS[13] = "&#13;"
# Of paragraphs: in the middle; 款 begin two characters of 五号 in, as in print.
CENTRED, INDENTED = '<w:jc w:val="center"/>', '<w:ind w:firstLine="420"/>'
LATIN_FONT = "Times New Roman"
_LOOK = (
    '<w:tblLook w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" '
    'w:noHBand="0" w:noVBand="1"/>'
)


def escape_text(text: str) -> str:
    """Text that stands for itself in XML; each character that XML cannot hold is shown as such."""
    safe = escape(text, quote=False)
    # What is printable, as nearly all is, has none of those, and to ask is quicker than to look each character up.
    return safe if safe.isprintable() else safe.translate(_SIGNS)


def fonts_of(chinese: str) -> str:
    """The property of a run that names its fonts: that for Chinese characters, and the usual one for all others."""
    return f'<w:rFonts w:ascii="{LATIN_FONT}" w:hAnsi="{LATIN_FONT}" w:eastAsia="{chinese}"/>'


def write_run(text: str, properties: str = "", tag: str = "w:t") -> str:
    """A run of text in which tabs and line ends are elements; the tag of deleted text is w:delText."""
    content = _write_text(text, tag) if text.isprintable() else _write_signs(text, tag)
    return f"<w:r><w:rPr>{properties}</w:rPr>{content}</w:r>" if properties else f"<w:r>{content}</w:r>"


def _write_signs(text: str, tag: str) -> str:
    lines = text.replace("\r", "\n").split("\n")
    return "<w:br/>".join(
        ["<w:tab/>".join([_write_text(part, tag) for part in line.split("\t")]) for line in lines]
    )


def _write_text(text: str, tag: str) -> str:
    if not text:
        return ""
    safe = escape_text(text)
    # Without it blanks at the ends are not text.
    kept = ' xml:space="preserve"' if safe != safe.strip() else ""
    return f"<{tag}{kept}>{safe}</{tag}>"


def write_paragraph(runs: str, properties: str = "") -> str:
    """A paragraph of runs."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>" if properties else f"<w:p>{runs}</w:p>"


def write_table(
    rows: Iterable[Iterable[str]], widths: Sequence[int], style: str, *, layout: str = "", heads: int = 0
) -> str:
    """A table of cells, each of them its paragraphs; columns have `widths` in twentieths of a point.

    `style` is the id of the style, and `layout` what the properties say of place and layout. The first `heads` rows are
    repeated on every page.
    """
    grid = "".join([f'<w:gridCol w:w="{width}"/>' for width in widths])
    begins = [f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>' for width in widths]
    properties = f'<w:tblStyle w:val="{style}"/><w:tblW w:w="0" w:type="auto"/>{layout}{_LOOK}'
    written = [f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"]
    for number, row in enumerate(rows):
        written.append("<w:tr><w:trPr><w:tblHeader/></w:trPr>" if number < heads else "<w:tr>")
        for begin, cell in zip(begins, row, strict=True):
            # A cell without a paragraph is no cell.
            written += (begin, cell or "<w:p/>", "</w:tc>")
        written.append("</w:tr>")
    written.append("</w:tbl>")
    return "".join(written)
