"""修改对照表 as a Word file: landscape, the head row on every page, marks as styles that can be changed in Word."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import msgspec
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Cm, Emu, Pt
from docx.styles.style import CharacterStyle, ParagraphStyle

from regkit.formats.table import Table, TableRow
from regkit.formats.table_text import heads_of
from regkit.formats.word_body import CENTRED, INDENTED, fonts_of, write_paragraph, write_run, write_table
from regkit.formats.word_shell import Shell, new_document, set_font, to_shell
from regkit.model.levels import Level
from regkit.model.page import Mark
from regkit.printing.lines import PageLine

_HEAD_FONT = "黑体"
_ADDED, _REMOVED, _LABEL, _CELL = "regkit 新增文字", "regkit 删去文字", "regkit 条号", "regkit 表格正文"
_WIDTH_OF_PAGE, _NARROW, _REMARK = Cm(25.7), Cm(1.3), Cm(3.4)
_HEAD = f"{fonts_of(_HEAD_FONT)}<w:b/>"
_TITLE = f'{_HEAD}<w:sz w:val="32"/>'
_CLOSE = '<w:spacing w:after="0"/>'


class _TableStyles(msgspec.Struct, frozen=True):
    """The styles of the table as properties: that of paragraphs in cells, and those of runs."""

    cell: str
    label: str
    marks: dict[Mark, str]


def to_word_table(table: Table) -> bytes:
    """The table as .docx."""
    shell = _shell()
    added, removed, label = (
        f'<w:rStyle w:val="{shell.styles[name]}"/>' for name in (_ADDED, _REMOVED, _LABEL)
    )
    cell = f'<w:pStyle w:val="{shell.styles[_CELL]}"/>'
    styles = _TableStyles(cell, label, {Mark.ADDED: added, Mark.REMOVED: removed})
    heads = [write_paragraph(write_run(head, _HEAD), cell + CENTRED) for head in heads_of(table)]
    body = [
        write_paragraph(write_run(table.title, _TITLE), CENTRED),
        *[write_paragraph(write_run(note), _CLOSE) for note in table.notes],
        write_paragraph("", _CLOSE),
        write_table(
            [heads, *(_write_row(table, row, styles) for row in table.rows)],
            _widths(table),
            shell.styles["Table Grid"],
            place=f'{CENTRED}<w:tblLayout w:type="fixed"/>',
            heads=1,
        ),
    ]
    return shell.fill("".join(body))


@cache
def _shell() -> Shell:
    document = new_document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    _add_styles(document)
    return to_shell(document)


def _add_styles(document: WordDocument) -> None:
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


def _widths(table: Table) -> list[int]:
    """The widths of all columns in twentieths of a point: the versions share what the narrow ones leave."""
    narrow = _NARROW if table.options.numbers else 0
    remark = _REMARK if table.options.remarks else 0
    each = (_WIDTH_OF_PAGE - narrow - remark) // len(table.heads)
    widths = [*([narrow] if narrow else []), *[each for _ in table.heads], *([remark] if remark else [])]
    return [Emu(width).twips for width in widths]


def _write_row(table: Table, row: TableRow, styles: _TableStyles) -> Iterator[str]:
    is_heading = row.number is None
    if table.options.numbers:
        yield write_paragraph(write_run("" if is_heading else str(row.number)), styles.cell + CENTRED)
    for lines in row.cells:
        yield "".join([_write_line(line, styles, is_heading=is_heading) for line in lines])
    if table.options.remarks:
        yield write_paragraph(write_run(row.remark), styles.cell)


def _write_line(line: PageLine, styles: _TableStyles, *, is_heading: bool) -> str:
    form = ""
    if is_heading:
        form = CENTRED
    elif line.level is not None and line.level >= Level.ARTICLE:
        form = INDENTED
    runs = [
        write_run(run.text, styles.marks.get(run.mark, styles.label if place < line.labels else ""))
        for place, run in enumerate(line.runs)
    ]
    return write_paragraph("".join(runs), styles.cell + form)
