"""PDF: reads what stands on one page."""

from __future__ import annotations

from typing import Any

import msgspec
from pypdfium2 import raw

from regkit.notations.flow import ReadingBudget
from regkit.notations.pdf.annotations import comments_on
from regkit.notations.pdf.columns import Gutter, gutters_of
from regkit.notations.pdf.doubles import doubled_in
from regkit.notations.pdf.drawings import LEAST_PICTURE, Area, Drawings, drawings_on
from regkit.notations.pdf.glyphs import Frame, PageGlyphs, glyphs_of
from regkit.notations.pdf.overlays import mark_watermarks, without_overlays
from regkit.notations.pdf.rows import GlyphRow, rows_of, strike_out
from regkit.notations.pdf.slanted import SlantedLine, slanted_lines
from regkit.notations.pdf.tables import tables_in
from regkit.notations.pdf.visibility import sight_on

# A page without letters on which so many curves are drawn shows letters that are drawn as outlines.
_MANY_OUTLINES = 60


class Layer(msgspec.Struct):
    """What of a page is upright after the same turns: its rows from top to bottom, and the rules that are not those of tables."""

    frame: Frame
    rows: list[GlyphRow]
    rules: list[Area]
    gutters: list[Gutter]

    @property
    def shape(self) -> tuple[int, int]:
        """What is equal for pages that are turned alike and equally wide."""
        return self.frame.turns, round(self.frame.width)


class PageContent(msgspec.Struct):
    """What stands on a page, the layer with most characters first; `doubled` are words that are printed again on their spot."""

    layers: list[Layer]
    slanted: list[SlantedLine]
    glyphs: PageGlyphs
    doubled: list[str]
    comments: list[str]
    pictures: list[Area]
    outlines: int

    @property
    def is_scan(self) -> bool:
        """Whether the page shows something and has no text but lines that run aslant."""
        has_text = any(layer.rows for layer in self.layers)
        return not has_text and (bool(self.pictures) or self.outlines >= _MANY_OUTLINES)


def content_of(page: Any, budget: ReadingBudget) -> PageContent:
    """What stands on a page."""
    box = _box_of(page.raw)
    drawings = drawings_on(page.raw)
    text_page = page.get_textpage()
    try:
        glyphs = glyphs_of(text_page.raw, box, sight_on(drawings, box), budget)
        doubled = list(doubled_in(drawings.texts.values(), text_page.raw))
    finally:
        text_page.close()
    pictures = [
        picture for picture in drawings.pictures if min(picture.width, picture.height) >= LEAST_PICTURE
    ]
    turns = sorted(glyphs.upright, key=lambda turn: (-len(glyphs.upright[turn]), turn))
    layers = [_layer(Frame(box, turn), glyphs, drawings) for turn in turns]
    slanted = list(slanted_lines(glyphs, box, drawings.texts))
    comments = list(comments_on(page.raw))
    return PageContent(layers, slanted, glyphs, doubled, comments, pictures, drawings.outlines)


def _box_of(page: Any) -> Area:
    bounds = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, bounds)
    return Area(bounds.left, bounds.bottom, bounds.right, bounds.top)


def _layer(frame: Frame, glyphs: PageGlyphs, drawings: Drawings) -> Layer:
    upright, overlays = without_overlays(glyphs.upright[frame.turns])
    mark_watermarks(overlays)
    rows = rows_of(upright)
    rules = strike_out(rows, [frame.area(rule) for rule in drawings.rules])
    tables = tables_in(upright, rules)
    if tables.rows:
        rows = sorted((*rows_of(tables.glyphs), *tables.rows), key=lambda row: -row.baseline)
    gutters = gutters_of(rows)
    if overlays:
        rows = sorted((*rows, *rows_of(overlays)), key=lambda row: -row.baseline)
    return Layer(frame, rows, tables.rules, gutters)
