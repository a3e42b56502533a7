"""The census of a PDF: all glyphs of every page, turned, slanted or invisible, and all pictures, by pdfminer.six."""

from __future__ import annotations

import io
from collections.abc import Iterator

from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTContainer, LTImage, LTItem, LTPage

from regkit.census.excerpts import Census, Excerpt, census_of


def count_pdf(data: bytes) -> Census:
    """The glyphs and pictures of all pages. Raises an error of pdfminer for a file that it cannot read."""
    excerpts: list[Excerpt] = []
    # Without an analysis of the layout, the glyphs come in the order in which the page draws them.
    for number, page in enumerate(extract_pages(io.BytesIO(data), laparams=None), start=1):
        excerpts += (
            Excerpt(text=item.get_text() if isinstance(item, LTChar) else "", page=number)
            for item in _items(page)
        )
    return census_of(excerpts, "用 pdfminer.six 清点")


def _items(container: LTPage) -> Iterator[LTItem]:
    stack: list[Iterator[LTItem]] = [iter(container)]
    while stack:
        item = next(stack[-1], None)
        if item is None:
            stack.pop()
        elif isinstance(item, LTContainer):
            stack.append(iter(item))
        elif isinstance(item, (LTChar, LTImage)):
            yield item
