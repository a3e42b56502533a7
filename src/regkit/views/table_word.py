"""修改对照表 as a Word file: landscape, with a repeated heading row, and marks as styles that can be changed in Word."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import msgspec
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Cm, Emu, Pt
from docx.styles.style import CharacterStyle, ParagraphStyle

from regkit.model.levels import Level
from regkit.model.page import Mark
from regkit.notations.word.markup import (
    CENTRED,
    INDENTED,
    WordCell,
    WordRow,
    fonts_of,
    write_paragraph,
    write_run,
    write_table,
)
from regkit.notations.word.shell import Shell, new_document, set_font, to_shell
from regkit.printing.lines import PageLine
from regkit.views.table import Column, ColumnWidth, ComparisonTable, TableRow

_HEAD_FONT = "黑体"
_ADDED, _REMOVED, _LABEL, _CELL = "regkit 新增文字", "regkit 删去文字", "regkit 条号", "regkit 表格正文"
_WIDTH_OF_PAGE, _DIGITS, _SENTENCE = Cm(25.7), Cm(1.3), Cm(3.4)
_HEAD = f"{fonts_of(_HEAD_FONT)}<w:b/>"
_TITLE = f'{_HEAD}<w:sz w:val="32"/>'
_CLOSE = '<w:spacing w:after="0"/>'


class _TableStyles(msgspec.Struct, frozen=True):
    """The styles of the table as properties in Word markup.

    - `cell`: of the paragraphs in cells.
    - `label`: of the runs of labels.
    - `marks`: of added and removed runs.
    """

    cell: str
    label: str
    marks: dict[Mark, str]


def to_word_table(table: ComparisonTable) -> bytes:
    """The table as a .docx file; the same table is always the same bytes."""
    shell = _shell()
    added, removed, label = (
        f'<w:rStyle w:val="{shell.styles[name]}"/>' for name in (_ADDED, _REMOVED, _LABEL)
    )
    cell = f'<w:pStyle w:val="{shell.styles[_CELL]}"/>'
    styles = _TableStyles(cell, label, {Mark.ADDED: added, Mark.REMOVED: removed})
    heads = [
        WordCell(write_paragraph(write_run(column.head, _HEAD), cell + CENTRED)) for column in table.columns
    ]
    body = [
        write_paragraph(write_run(table.title, _TITLE), CENTRED),
        *[write_paragraph(write_run(note), _CLOSE) for note in table.notes],
        write_paragraph("", _CLOSE),
        write_table(
            [WordRow(heads, is_head=True), *(_write_row(table, row, styles) for row in table.rows)],
            _widths(table.columns),
            shell.styles["Table Grid"],
            layout=f'{CENTRED}<w:tblLayout w:type="fixed"/>',
        ),
    ]
    return shell.fill("".join(body), table.title)


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


def _widths(columns: Sequence[Column]) -> list[int]:
    """The column widths in twentieths of a point; the versions share equally what the other columns leave."""
    fixed = {ColumnWidth.DIGITS: _DIGITS, ColumnWidth.SENTENCE: _SENTENCE}
    taken = sum(fixed.get(column.width, 0) for column in columns)
    sharing = sum(column.width is ColumnWidth.SHARE for column in columns)
    share = (_WIDTH_OF_PAGE - taken) // sharing
    return [Emu(fixed.get(column.width, share)).twips for column in columns]


def _write_row(table: ComparisonTable, row: TableRow, styles: _TableStyles) -> WordRow:
    cells: list[WordCell] = []
    for column, cell in zip(table.columns, row.cells, strict=True):
        centred = row.heading or column.width is ColumnWidth.DIGITS
        lines = [_write_line(line, styles, centred=centred) for line in cell]
        cells.append(WordCell("".join(lines) or write_paragraph("", styles.cell)))
    return WordRow(cells)


def _write_line(line: PageLine, styles: _TableStyles, *, centred: bool) -> str:
    form = ""
    if centred:
        form = CENTRED
    elif line.level is not None and line.level >= Level.ARTICLE:
        form = INDENTED
    runs = [
        write_run(run.text, styles.marks.get(run.mark, styles.label if index < line.labels else ""))
        for index, run in enumerate(line.runs)
    ]
    return write_paragraph("".join(runs), styles.cell + form)
