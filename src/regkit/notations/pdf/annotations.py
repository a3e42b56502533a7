"""PDF: reads the comments that readers of a file have put on its pages."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from pypdfium2 import raw

# These show no words of their own: they lead somewhere, belong to a form, or open the comment that they belong to.
_WITHOUT_WORDS = (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_POPUP)
# So many comments of a page are read.
_MOST_COMMENTS = 2000


def comments_on(page: Any) -> Iterator[str]:
    """Yield the words of each comment on a page."""
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST_COMMENTS)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        if raw.FPDFAnnot_GetSubtype(annotation) not in _WITHOUT_WORDS:
            words = _contents_of(annotation)
            if words.strip():
                yield words
        raw.FPDFPage_CloseAnnot(annotation)


def _contents_of(annotation: Any) -> str:
    length = raw.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
    if length <= 2:
        return ""
    buffer = (ctypes.c_ushort * (length // 2))()
    raw.FPDFAnnot_GetStringValue(annotation, b"Contents", buffer, length)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
