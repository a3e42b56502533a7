"""PDF: finds the texts that PDFium leaves out because the same text is printed on the same spot."""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any

from pypdfium2 import raw

from regkit.notations.pdf.drawings import DrawnText

# In points: the same text on the same spot has the same size, give or take this much, and is this near.
_SAME_SIZE, _NEAR = 2.0, 6.0
# So many texts near each other are compared with one another.
_MOST_NEAR = 50
# For each of these, PDFium goes through all characters of the page.
_MOST_DOUBLED = 2000


def doubled_in(texts: Collection[DrawnText], text_page: Any) -> Iterator[str]:
    """Yield the words of each text that is printed again, as often as that is left out."""
    for text, later in islice(_near_each_other(texts), _MOST_DOUBLED):
        words = _words_of(text, text_page)
        if words.strip() and not _words_of(later, text_page).strip():
            yield words


def _near_each_other(texts: Collection[DrawnText]) -> Iterator[tuple[DrawnText, DrawnText]]:
    """Yield each text that nearly covers an earlier one, together with that."""
    cells: dict[tuple[int, int], list[DrawnText]] = defaultdict(list)
    for text in texts:
        column, row = int(text.bounds.left // _NEAR), int(text.bounds.bottom // _NEAR)
        near = [
            cell
            for across in (column - 1, column, column + 1)
            for along in (row - 1, row, row + 1)
            if (cell := cells.get((across, along)))
        ]
        earlier = next((other for cell in near for other in cell[:_MOST_NEAR] if _covers(other, text)), None)
        if earlier is None:
            cells[column, row].append(text)
        else:
            yield earlier, text


def _covers(text: DrawnText, other: DrawnText) -> bool:
    bounds, others = text.bounds, other.bounds
    return (
        abs(bounds.width - others.width) < _SAME_SIZE
        and abs(bounds.height - others.height) < _SAME_SIZE
        and abs(bounds.left - others.left) < _NEAR
        and abs(bounds.bottom - others.bottom) < _NEAR
    )


def _words_of(text: DrawnText, text_page: Any) -> str:
    """The characters that PDFium has for a text."""
    length = raw.FPDFTextObj_GetText(text.handle, text_page, None, 0)
    if length <= 2:
        return ""
    buffer = (ctypes.c_ushort * (length // 2))()
    raw.FPDFTextObj_GetText(text.handle, text_page, buffer, length)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
