"""Word files: a statute in the layout of official documents, in styles that can be changed in Word."""

from __future__ import annotations

from collections.abc import Sequence
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

from regkit.formats.layout import as_page
from regkit.formats.lines import Line, shown, to_lines
from regkit.formats.table_word import clean, new_document, set_font, written
from regkit.model.levels import Level
from regkit.model.page import Page, Role
from regkit.model.tables import cells_of
from regkit.model.tree import Statute

# 三号: two characters of it are the indent of a 款 (GB/T 9704).
_SIZE = Pt(16)
_LABEL = "regkit 条号"


class _Form(msgspec.Struct, frozen=True):
    """How a kind of line is set; `outline` is its level in the navigation pane of Word."""

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
_TEXT = _Form("regkit 正文", indent=True)
_TABLE = _Form("regkit 表格", size=12, align=WD_ALIGN_PARAGRAPH.LEFT)
_ROLES = {
    Role.ANNOUNCEMENT: _Form("regkit 公告", indent=True),
    Role.TITLE: _Form("regkit 标题", "方正小标宋简体", 22, _CENTRE, before=16, after=16, outline=0),
    Role.NOTE: _Form("regkit 题注", "楷体", align=_CENTRE, after=16),
    Role.CONTENTS: _Form("regkit 目录", "楷体", align=WD_ALIGN_PARAGRAPH.LEFT),
    Role.PREAMBLE: _Form("regkit 序言", indent=True),
    Role.SIGNATURE: _Form("regkit 落款", align=_RIGHT),
}
_LEVELS = {
    Level.PART: _Form("regkit 编", "黑体", 18, _CENTRE, before=20, after=12, outline=0),
    Level.SUBPART: _Form("regkit 分编", "黑体", 16, _CENTRE, before=16, after=10, outline=1),
    Level.CHAPTER: _Form("regkit 章", "黑体", 16, _CENTRE, before=16, after=10, outline=1),
    Level.SECTION: _Form("regkit 节", "楷体", 16, _CENTRE, before=10, after=8, outline=2),
    Level.DIVISION: _Form("regkit 部分", "黑体", indent=True, outline=1),
    Level.ANNEX: _Form("regkit 附件", "黑体", align=WD_ALIGN_PARAGRAPH.LEFT, outline=0, new_page=True),
}
_FORMS = (_TEXT, _TABLE, *_ROLES.values(), *_LEVELS.values())


def to_word(document: Statute | Page) -> bytes:
    """The statute as .docx: A4, title, 题注, headings, 条号 in bold, page numbers; the same bytes for the same text.

    `regkit.load` reads the same statute from it. Characters that XML cannot hold are shown as U+FFFD: the one thing that is lost.
    """
    page = as_page(document)
    word = new_document()
    styles = _add_styles(word)
    title = next((block for block in page.blocks if block.role is Role.TITLE), None)
    word.core_properties.title = clean(shown(title.runs))[:255] if title else ""
    _lay_out_page(word)
    body = word.element.body
    for old in list(body.iterchildren(qn("w:p"))):
        body.remove(old)
    lines = [line for line in to_lines(page.blocks) if shown(line.runs)]
    # Tables stand in 题注 and 序言 too, where they are lines like others.
    for is_table, together in groupby(lines, key=lambda line: bool(cells_of(shown(line.runs)))):
        group = list(together)
        rows = [cells_of(shown(line.runs)) for line in group] if is_table else []
        if len({len(row) for row in rows}) == 1 and len(rows[0]) > 1:
            _add_table(word, rows, styles)
        else:
            for line in group:
                _add_line(word, line, styles)
    return written(word)


def _form(line: Line) -> _Form:
    if line.role is not Role.PROVISION:
        return _ROLES.get(line.role, _TEXT)
    return _LEVELS.get(line.level or Level.PARAGRAPH, _TEXT)


def _add_line(word: WordDocument, line: Line, styles: dict[str, str]) -> None:
    paragraph = word.add_paragraph()
    form = _form(line)
    if line.level is Level.DIVISION and not line.is_heading:
        form = _TEXT
    paragraph._p.style = styles[form.name]
    for place, run in enumerate(line.runs):
        piece = paragraph.add_run(clean(run.text))
        if place < line.labels and line.level is Level.ARTICLE:
            piece._r.style = styles[_LABEL]


def _add_table(word: WordDocument, rows: Sequence[Sequence[str]], styles: dict[str, str]) -> None:
    grid = word.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for row, texts in zip(grid.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph._p.style = styles[_TABLE.name]
            if text:
                paragraph.add_run(clean(text))


def _lay_out_page(word: WordDocument) -> None:
    """A4 with the margins of official documents (GB/T 9704), and the number of the page below."""
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    section.footer_distance = Cm(2.5)
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("— ").font.size = Pt(14)
    _add_page_number(paragraph)
    paragraph.add_run(" —").font.size = Pt(14)


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


def _add_styles(word: WordDocument) -> dict[str, str]:
    """Add the styles, and give the id of each: to look one up by its name takes longer than all else."""
    for form in _FORMS:
        style = word.styles.add_style(form.name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(style, ParagraphStyle)
        style.base_style = word.styles["Normal"]
        style.font.size = Pt(form.size)
        set_font(style.font, form.font)
        layout = style.paragraph_format
        layout.alignment = form.align
        layout.space_before, layout.space_after = Pt(form.before), Pt(form.after)
        layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        layout.line_spacing = Pt(max(28, form.size * 1.4) if form is not _TABLE else 18)
        layout.page_break_before = form.new_page
        layout.keep_with_next = form.outline is not None
        properties = style.element.get_or_add_pPr()
        if form.indent:
            layout.first_line_indent = 2 * _SIZE
            # In characters, so that it stays two of them when somebody changes the size.
            properties.find(qn("w:ind")).set(qn("w:firstLineChars"), "200")
        if form.outline is not None:
            properties.append(_element("w:outlineLvl", {"w:val": str(form.outline)}))
    label = word.styles.add_style(_LABEL, WD_STYLE_TYPE.CHARACTER)
    assert isinstance(label, CharacterStyle)
    label.font.bold = True
    set_font(label.font, "黑体")
    return {name: word.styles[name].style_id for name in (_LABEL, *(form.name for form in _FORMS))}


def _element(tag: str, attributes: dict[str, str]) -> BaseOxmlElement:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name), value)
    return element
