"""The census of a PDF: all glyphs of every page, turned, slanted or invisible, and all pictures, by pdfminer.six."""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Iterator
from typing import Any

import msgspec
from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTContainer, LTImage, LTPage
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextSeq
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import (
    PDFGraphicState,
    PDFPageInterpreter,
    PDFResourceManager,
    PDFStackT,
    PDFTextState,
)
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral, literal_name
from pdfminer.utils import Matrix, Rect, apply_matrix_rect, decode_text

from regkit.census.excerpts import Census, Excerpt, census_of

# In points: smaller pictures are lines and ornaments.
_LEAST_PICTURE = 12.0
# In sizes: what is farther apart need not stand together, and what is set off from the line by more is raised or lowered.
_APART, _SET_OFF = 0.35, 0.1
# In points: what is farther outside of the page cannot be seen.
_OUTSIDE = 1.0
# The middle of a glyph above its baseline, in sizes.
_MIDDLE = 0.3
# Annotations that are no comments.
_WITHOUT_WORDS = ("Link", "Widget", "Popup")
# What stands where a font does not say which character a glyph is.
_UNKNOWN = "\ufffd"
# One glyph for several letters, which PDF programs take apart, all of them alike.
_LIGATURES = range(0xFB00, 0xFB07)


def count_pdf(data: bytes) -> Census:
    """The glyphs and pictures of all pages. Raises an error of pdfminer for a file that it cannot read."""
    counter = _GlyphCounter()
    interpreter = _Interpreter(counter.rsrcmgr, counter)
    for page in PDFPage.get_pages(io.BytesIO(data)):
        interpreter.process_page(page)
        counter.excerpts += _comments_on(page, counter.page)
    return census_of(counter.excerpts, "用 pdfminer.six 清点")


class _ShownGlyph(msgspec.Struct, frozen=True, gc=False):
    """Where a glyph stands: the matrix of its text, its size and how far the next one is from it, and whether it is on the page."""

    matrix: Matrix
    size: float
    advance: float
    is_shown: bool

    def follows(self, before: _ShownGlyph) -> bool:
        """Whether it stands on the same line as another, directly behind it."""
        a, b = self.matrix[:2]
        scale = math.hypot(a, b)
        if before.matrix[:4] != self.matrix[:4] or before.is_shown != self.is_shown or not scale:
            return False
        right, up = self.matrix[4] - before.matrix[4], self.matrix[5] - before.matrix[5]
        ahead = (right * a + up * b) / scale - before.advance * scale
        aside = (up * a - right * b) / scale
        size = self.size * scale
        return -_SET_OFF * size <= ahead <= _APART * size and abs(aside) <= _SET_OFF * size


class _Interpreter(PDFPageInterpreter):
    """Looks up the properties of marked content, which may stand among the resources of the page."""

    def do_BDC(self, tag: PDFStackT, props: PDFStackT) -> None:  # noqa: N802 - named after the operator
        """Begin marked content with properties."""
        named = resolve1(self.resources.get("Properties")) if isinstance(props, PSLiteral) else None
        meanings = resolve1(named.get(literal_name(props))) if isinstance(named, dict) else props
        self.device.begin_tag(tag, meanings)  # type: ignore[arg-type]  # pdfminer calls it so itself

    def do_BMC(self, tag: PDFStackT) -> None:  # noqa: N802 - named after the operator
        """Begin marked content without properties."""
        self.device.begin_tag(tag)  # type: ignore[arg-type]  # as above


class _GlyphCounter(PDFLayoutAnalyzer):
    """Gathers glyphs that follow each other on a line, and pictures.

    Where the file says in words what glyphs mean (/ActualText), those words count, as they do for whoever copies the text.
    """

    def __init__(self) -> None:
        super().__init__(PDFResourceManager(), laparams=None)
        self.excerpts: list[Excerpt] = []
        self.page = 0
        self._shown: Rect = (0, 0, 0, 0)
        # For each open mark of the content, the words that its glyphs mean; None if it has none.
        self._meanings: list[str | None] = []
        self._run: list[str] = []
        self._last: _ShownGlyph | None = None
        self._state: object = None

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        """Begin a page."""
        super().begin_page(page, ctm)
        self.page += 1
        self._meanings.clear()
        self._shown = _shown_of(page, ctm)

    def receive_layout(self, ltpage: LTPage) -> None:
        """Count the pictures of a page, which is over."""
        self._end_run()
        self.excerpts += (
            Excerpt(page=self.page)
            for picture in _pictures_in(ltpage)
            if min(picture.width, picture.height) >= _LEAST_PICTURE
        )

    def paint_path(self, *_: Any) -> None:
        """Draw nothing: a path has no words."""

    def begin_tag(self, tag: PSLiteral, props: PDFStackT | None = None) -> None:  # noqa: ARG002 - called with both
        """Note which words the glyphs that follow mean."""
        self._meanings.append(_meaning_of(props))

    def end_tag(self) -> None:
        """End the glyphs that words stand for."""
        if self._meanings:
            self._meanings.pop()

    def render_string(
        self,
        textstate: PDFTextState,
        seq: PDFTextSeq,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> None:
        """Count the glyphs that an operation shows. What is drawn in another way need not be read together."""
        state = textstate.render, graphicstate.ncolor, textstate.fontsize
        if state != self._state:
            self._end_run()
            self._state = state
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,  # noqa: ARG002 - called with all
        cid: int,
        ncs: PDFColorSpace,  # noqa: ARG002 - called with all
        graphicstate: PDFGraphicState,  # noqa: ARG002 - called with all
    ) -> float:
        """Count a glyph."""
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = _UNKNOWN
        advance = font.char_width(cid) * fontsize * scaling
        glyph = _ShownGlyph(matrix, abs(fontsize), advance, self._is_shown(matrix, fontsize, advance))
        if self._last is None or not glyph.follows(self._last):
            self._end_run()
        self._last = glyph
        self._run.append(self._meaning(text))
        return advance

    def _meaning(self, text: str) -> str:
        """What a glyph means; nothing if an earlier one has been given the words that mean both."""
        for index, words in reversed(list(enumerate(self._meanings))):
            if words is not None:
                self._meanings[index] = ""
                return words
        text = text or _UNKNOWN
        return "".join(
            unicodedata.normalize("NFKC", character) if ord(character) in _LIGATURES else character
            for character in text.replace("\0", _UNKNOWN)
        )

    def _is_shown(self, matrix: Matrix, size: float, advance: float) -> bool:
        """Whether the middle of a glyph is on the page."""
        a, b, c, d, e, f = matrix
        x, y = advance / 2, _MIDDLE * size
        left, bottom, right, top = self._shown
        across, along = a * x + c * y + e, b * x + d * y + f
        return left - _OUTSIDE <= across <= right + _OUTSIDE and bottom - _OUTSIDE <= along <= top + _OUTSIDE

    def _end_run(self) -> None:
        text = "".join(self._run)
        if text.strip():
            self.excerpts.append(Excerpt(text=text, page=self.page))
        self._run, self._last = [], None


def _shown_of(page: PDFPage, ctm: Matrix) -> Rect:
    """What of a page is shown, in the coordinates in which its glyphs are given."""
    return apply_matrix_rect(ctm, page.cropbox)


def _meaning_of(props: object) -> str | None:
    """The words that glyphs mean by the properties of a mark; None if there are none."""
    words = resolve1(props.get("ActualText")) if isinstance(props, dict) else None
    if not isinstance(words, bytes) or not words:
        return None
    return decode_text(words) or None


def _comments_on(page: PDFPage, number: int) -> Iterator[Excerpt]:
    """Yield the words of each comment on a page."""
    annotations = resolve1(page.annots)
    for reference in annotations if isinstance(annotations, list) else ():
        annotation = resolve1(reference)
        if isinstance(annotation, dict):
            subtype, words = resolve1(annotation.get("Subtype")), resolve1(annotation.get("Contents"))
            is_comment = isinstance(subtype, PSLiteral) and literal_name(subtype) not in _WITHOUT_WORDS
            if is_comment and isinstance(words, bytes) and (text := decode_text(words)).strip():
                yield Excerpt(text=text, page=number, part="批注")


def _pictures_in(page: LTPage) -> Iterator[LTImage]:
    stack: list[Iterator[Any]] = [iter(page)]
    while stack:
        item = next(stack[-1], None)
        if item is None:
            stack.pop()
        elif isinstance(item, LTImage):
            yield item
        elif isinstance(item, LTContainer):
            stack.append(iter(item))
