"""Word files: writes a statute in the layout of official documents, with named styles that can be changed in Word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from functools import cache
from itertools import groupby

import msgspec
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.text.paragraph import Paragraph

from regkit.metadata.front import read_announcement, read_notes
from regkit.metadata.kinds import EventKind
from regkit.model.levels import Level
from regkit.model.page import Page, Role
from regkit.model.tables import Table, cells_of, read_table
from regkit.model.tree import Statute
from regkit.notations.word.markup import WordCell, WordRow, write_paragraph, write_run, write_table
from regkit.notations.word.shell import Shell, new_document, set_font, to_shell
from regkit.printing.layout import as_page
from regkit.printing.lines import PageLine, shown, to_lines

# The font size 三号; paragraphs (款) are indented by two characters of it (GB/T 9704).
_SIZE = Pt(16)
_PAGE, _LEFT_MARGIN, _RIGHT_MARGIN = Cm(21), Cm(2.8), Cm(2.6)
_LABEL_STYLE_NAME = "regkit 条号"
# The events that give a statute the text that it has.
_MAKING = frozenset(EventKind) - {EventKind.IN_FORCE, EventKind.REPEALED}


class _LineStyle(msgspec.Struct, frozen=True):
    """The style of a kind of line: its name in Word, font, alignment and spacing.

    `size`, `before` and `after` are in points. `indent` indents the first line by two characters. `outline` is the level in
    the navigation pane, from 0, None for text. `new_page` begins a new page.
    """

    name: str
    font: str = "仿宋"
    size: float = 16
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY
    indent: bool = False
    before: float = 0
    after: float = 0
    outline: int | None = None
    new_page: bool = False


_CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
_TEXT_STYLE = _LineStyle("regkit 正文", indent=True)
_TABLE_STYLE = _LineStyle("regkit 表格", size=12, align=WD_ALIGN_PARAGRAPH.LEFT)
_ROLE_STYLES = {
    Role.ANNOUNCEMENT: _LineStyle("regkit 公告", indent=True),
    Role.TITLE: _LineStyle("regkit 标题", "方正小标宋简体", 22, _CENTRE, before=16, after=16, outline=0),
    Role.NOTE: _LineStyle("regkit 题注", "楷体", align=_CENTRE, after=16),
    Role.CONTENTS: _LineStyle("regkit 目录", "楷体", align=WD_ALIGN_PARAGRAPH.LEFT),
    Role.PREAMBLE: _LineStyle("regkit 序言", indent=True),
    Role.SIGNATURE: _LineStyle("regkit 落款", align=_RIGHT),
}
_LEVEL_STYLES = {
    Level.PART: _LineStyle("regkit 编", "黑体", 18, _CENTRE, before=20, after=12, outline=0),
    Level.SUBPART: _LineStyle("regkit 分编", "黑体", 16, _CENTRE, before=16, after=10, outline=1),
    Level.CHAPTER: _LineStyle("regkit 章", "黑体", 16, _CENTRE, before=16, after=10, outline=1),
    Level.SECTION: _LineStyle("regkit 节", "楷体", 16, _CENTRE, before=10, after=8, outline=2),
    Level.DIVISION: _LineStyle("regkit 部分", "黑体", indent=True, outline=1),
    Level.ANNEX: _LineStyle("regkit 附件", "黑体", align=WD_ALIGN_PARAGRAPH.LEFT, outline=0, new_page=True),
}
_LINE_STYLES = (_TEXT_STYLE, _TABLE_STYLE, *_ROLE_STYLES.values(), *_LEVEL_STYLES.values())


def to_word(document: Statute | Page) -> bytes:
    """The statute as a .docx file on A4 pages, with bold labels of articles and with page numbers.

    The same text gives the same bytes. `regkit.load` reads the same statute from them, except that characters that XML cannot
    contain become U+FFFD.
    """
    page = as_page(document)
    shell = _shell()
    title = next((block for block in page.blocks if block.role is Role.TITLE), None)
    body: list[str] = []
    lines = [line for line in to_lines(page.blocks) if shown(line.runs)]
    # Tables are found by their lines, because 题注 and 序言 can contain them too.
    for is_table, group in groupby(lines, key=lambda line: bool(cells_of(shown(line.runs)))):
        group_lines = list(group)
        rows = [cells_of(shown(line.runs)) for line in group_lines] if is_table else []
        if len({len(row) for row in rows}) == 1 and len(rows[0]) > 1:
            body.append(_write_table([shown(line.runs) for line in group_lines], shell.styles))
        else:
            body += [_write_line(line, shell.styles) for line in group_lines]
    made = _day_of(document) if isinstance(document, Statute) else None
    return shell.fill("".join(body), shown(title.runs) if title else "", made)


def _day_of(statute: Statute) -> datetime | None:
    """The last day on which the text was changed or published, by what stands above it; None if it states none.

    The present time would make a different file of the same text each time.
    """
    events = (
        *read_announcement(statute.announcement).events,
        *read_notes(statute.notes, statute.preamble).events,
    )
    days = [event.day for event in events if event.day is not None and event.kind in _MAKING]
    return datetime.combine(max(days), time.min) if days else None


@cache
def _shell() -> Shell:
    word = new_document()
    _add_styles(word)
    _lay_out_page(word)
    return to_shell(word)


def _style_of(line: PageLine) -> _LineStyle:
    if line.role is not Role.PROVISION:
        return _ROLE_STYLES.get(line.role, _TEXT_STYLE)
    return _LEVEL_STYLES.get(line.level or Level.PARAGRAPH, _TEXT_STYLE)


def _write_line(line: PageLine, styles: dict[str, str]) -> str:
    style = _style_of(line)
    if line.level is Level.DIVISION and not line.is_heading:
        style = _TEXT_STYLE
    labels = line.labels if line.level is Level.ARTICLE else 0
    label = f'<w:rStyle w:val="{styles[_LABEL_STYLE_NAME]}"/>'
    runs = [write_run(run.text, label if index < labels else "") for index, run in enumerate(line.runs)]
    return write_paragraph("".join(runs), f'<w:pStyle w:val="{styles[style.name]}"/>')


def _write_table(lines: Sequence[str], styles: dict[str, str]) -> str:
    paragraph_style = f'<w:pStyle w:val="{styles[_TABLE_STYLE.name]}"/>'
    table = read_table(lines)
    width = _PAGE.twips - _LEFT_MARGIN.twips - _RIGHT_MARGIN.twips
    return write_table(
        _word_rows(table, paragraph_style),
        [round(width / table.width)] * table.width,
        styles["Table Grid"],
    )


def _word_rows(table: Table, paragraph_style: str) -> Iterator[WordRow]:
    """Yield the cells of each row; where a cell from above covers a column, Word needs an empty cell that continues it."""
    # By first column: how many columns a cell from above spans, and how many more rows.
    continued: dict[int, tuple[int, int]] = {}
    for row in table.rows:
        cells = {
            column: WordCell("", columns, "continue") for column, (columns, left) in continued.items() if left
        }
        continued = {column: (columns, left - 1) for column, (columns, left) in continued.items() if left}
        for cell in row:
            paragraph = write_paragraph(write_run(cell.text) if cell.text else "", paragraph_style)
            cells[cell.column] = WordCell(paragraph, cell.columns, "restart" if cell.rows > 1 else "")
            if cell.rows > 1:
                continued[cell.column] = (cell.columns, cell.rows - 1)
        yield WordRow([cells[column] for column in sorted(cells)], any(cell.is_head for cell in row))


def _lay_out_page(word: WordDocument) -> None:
    """Set A4 with the margins of official documents (GB/T 9704), and a footer with the page number."""
    section = word.sections[0]
    section.page_width, section.page_height = _PAGE, Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    section.left_margin, section.right_margin = _LEFT_MARGIN, _RIGHT_MARGIN
    section.footer_distance = Cm(2.5)
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("— ").font.size = Pt(14)
    _add_page_number(paragraph)
    paragraph.add_run(" —").font.size = Pt(14)
    for run in paragraph.runs:
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")


def _add_page_number(paragraph: Paragraph) -> None:
    for kind, instruction in (
        ("begin", None),
        (None, "PAGE"),
        ("separate", None),
        (None, None),
        ("end", None),
    ):
        run = paragraph.add_run("1" if kind is None and instruction is None else "")
        run.font.size = Pt(14)
        if kind:
            run._r.append(_element("w:fldChar", {"w:fldCharType": kind}))
        elif instruction:
            text = _element("w:instrText", {})
            text.text = f" {instruction} "
            run._r.append(text)


def _add_styles(word: WordDocument) -> None:
    for form in _LINE_STYLES:
        style = word.styles.add_style(form.name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(style, ParagraphStyle)
        style.base_style = word.styles["Normal"]
        style.font.size = Pt(form.size)
        set_font(style.font, form.font)
        layout = style.paragraph_format
        layout.alignment = form.align
        layout.space_before, layout.space_after = Pt(form.before), Pt(form.after)
        layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        layout.line_spacing = Pt(max(28, form.size * 1.4) if form is not _TABLE_STYLE else 18)
        layout.page_break_before = form.new_page
        layout.keep_with_next = form.outline is not None
        properties = style.element.get_or_add_pPr()
        if form.indent:
            layout.first_line_indent = 2 * _SIZE
            # In hundredths of a character, so that it stays two characters if the size is changed.
            properties.find(qn("w:ind")).set(qn("w:firstLineChars"), "200")
        if form.outline is not None:
            properties.append(_element("w:outlineLvl", {"w:val": str(form.outline)}))
    label = word.styles.add_style(_LABEL_STYLE_NAME, WD_STYLE_TYPE.CHARACTER)
    assert isinstance(label, CharacterStyle)
    label.font.bold = True
    set_font(label.font, "黑体")


def _element(tag: str, attributes: dict[str, str]) -> BaseOxmlElement:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name), value)
    return element
