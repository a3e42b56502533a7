"""修改对照表 as a Word file: landscape, the head row on every page, marks as styles that can be changed in Word."""

from __future__ import annotations

import io
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.font import Font
from docx.text.paragraph import Paragraph

from regkit.formats.lines import Line
from regkit.formats.table import Table, TableRow
from regkit.formats.table_text import heads_of
from regkit.model.levels import Level
from regkit.model.page import Mark

_TEXT_FONT, _HEAD_FONT = "宋体", "黑体"
_ADDED, _REMOVED, _LABEL, _CELL = "regkit 新增文字", "regkit 删去文字", "regkit 条号", "regkit 表格正文"
_WIDTH_OF_PAGE, _NARROW, _REMARK = Cm(25.7), Cm(1.3), Cm(3.4)
Styles = dict[str, str]
# What XML cannot hold.
_NO_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)], "\ufffd")


def to_word_table(table: Table) -> bytes:
    """The table as .docx."""
    document = new_document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    styles = _add_styles(document)
    title = document.add_paragraph(clean(table.title))
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for run in title.runs:
        run.font.size, run.bold = Pt(16), True
        set_font(run.font, _HEAD_FONT)
    for note in table.notes:
        paragraph = document.add_paragraph(clean(note))
        paragraph.paragraph_format.space_after = Pt(0)
    document.add_paragraph().paragraph_format.space_after = Pt(0)
    heads = heads_of(table)
    widths = _widths(table)
    grid = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    grid.autofit = False
    for cell, head, width in zip(grid.rows[0].cells, heads, widths, strict=True):
        cell.width = width
        paragraph = cell.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph._p.style = styles[_CELL]
        run = paragraph.add_run(clean(head))
        run.bold = True
        set_font(run.font, _HEAD_FONT)
    _repeat_on_every_page(grid)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        _add_row(grid, table, row, widths, styles)
    return written(document)


def new_document() -> WordDocument:
    """An empty document with the fonts of official texts and nothing that tells where or when it was made."""
    document = Document()
    properties = document.core_properties
    properties.author = properties.comments = properties.last_modified_by = ""
    properties.title = ""
    # The same table is the same file, whenever it is made.
    properties.created = properties.modified = datetime(2000, 1, 1)
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    normal.font.size = Pt(10.5)
    set_font(normal.font, _TEXT_FONT)
    return document


def written(document: WordDocument) -> bytes:
    """The document as a file, which tells no time."""
    saved, stream = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with ZipFile(saved) as package, ZipFile(stream, "w", ZIP_DEFLATED) as steady:
        for name in package.namelist():
            steady.writestr(ZipInfo(name), package.read(name), ZIP_DEFLATED)
    return stream.getvalue()


def clean(text: str) -> str:
    """Text that XML can hold; each character that it cannot is shown as such."""
    return text.translate(_NO_XML)


def set_font(font: Font, name: str) -> None:
    """Set the font for Chinese characters, which Word keeps apart from that for Latin ones."""
    font.name = "Times New Roman"
    properties = font.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _add_styles(document: WordDocument) -> Styles:
    """Add the styles of the table, and give the id of each: to look one up by its name takes longer than all else."""
    cell = document.styles.add_style(_CELL, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(cell, ParagraphStyle)
    cell.base_style = document.styles["Normal"]
    cell.paragraph_format.space_after = Pt(0)
    cell.paragraph_format.line_spacing = 1.15
    for name in (_ADDED, _REMOVED, _LABEL):
        style = document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        assert isinstance(style, CharacterStyle)
        if name == _REMOVED:
            style.font.strike = True
        elif name == _ADDED:
            style.font.bold = True
            set_font(style.font, _HEAD_FONT)
        else:
            set_font(style.font, _HEAD_FONT)
    return {name: document.styles[name].style_id for name in (_CELL, _ADDED, _REMOVED, _LABEL)}


def _widths(table: Table) -> list[int]:
    """The widths of all columns: the versions share what the narrow ones leave."""
    narrow = _NARROW if table.options.numbers else 0
    remark = _REMARK if table.options.remarks else 0
    each = (_WIDTH_OF_PAGE - narrow - remark) // len(table.heads)
    return [
        *([narrow] if narrow else []),
        *[each for _ in table.heads],
        *([remark] if remark else []),
    ]


def _repeat_on_every_page(grid: WordTable) -> None:
    properties = grid.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def _add_row(grid: WordTable, table: Table, row: TableRow, widths: list[int], styles: Styles) -> None:
    cells = grid.add_row().cells
    for cell, width in zip(cells, widths, strict=True):
        cell.width = width
    first = 1 if table.options.numbers else 0
    if table.options.numbers:
        _say(cells[0], "" if row.number is None else str(row.number), styles, centred=True)
    for cell, lines in zip(cells[first:], row.cells, strict=False):
        _fill(cell, lines, styles, is_heading=row.number is None)
    if table.options.remarks:
        _say(cells[-1], row.remark, styles, centred=False)


def _say(cell: _Cell, text: str, styles: Styles, *, centred: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph._p.style = styles[_CELL]
    paragraph.add_run(clean(text))
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _fill(cell: _Cell, lines: tuple[Line, ...], styles: Styles, *, is_heading: bool) -> None:
    for place, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph._p.style = styles[_CELL]
        if is_heading:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif line.level is not None and line.level >= Level.ARTICLE:
            # 款 begin two characters in, as in print.
            paragraph.paragraph_format.first_line_indent = Pt(21)
        _add_runs(paragraph, line, styles)


def _add_runs(paragraph: Paragraph, line: Line, styles: Styles) -> None:
    for place, run in enumerate(line.runs):
        word = paragraph.add_run(clean(run.text))
        if run.mark is Mark.ADDED:
            word._r.style = styles[_ADDED]
        elif run.mark is Mark.REMOVED:
            word._r.style = styles[_REMOVED]
        elif place < line.labels:
            word._r.style = styles[_LABEL]
