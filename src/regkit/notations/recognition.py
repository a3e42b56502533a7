"""Which notation the bytes of a file are in: first bytes count more than the suffix, because files are often misnamed."""

from __future__ import annotations

from enum import StrEnum

_ZIP, _OLE, _RTF, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"%PDF-"
_WORD_SUFFIXES = (".doc", ".docx", ".wps", ".rtf")


class Notation(StrEnum):
    """The notation of a file, which decides by which reader it is read and by which means its signs are counted."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    WORD = "word"
    OLD_WORD = "old_word"
    """.doc, .wps and .rtf, which LibreOffice turns into .docx."""
    PDF = "pdf"
    AKN = "akn"
    JSON = "json"


SUFFIXES = {
    ".txt": Notation.TEXT,
    ".md": Notation.MARKDOWN,
    ".docx": Notation.WORD,
    ".doc": Notation.WORD,
    ".wps": Notation.WORD,
    ".rtf": Notation.WORD,
    ".pdf": Notation.PDF,
    ".html": Notation.HTML,
    ".htm": Notation.HTML,
    ".xml": Notation.AKN,
    ".json": Notation.JSON,
}
"""The suffixes by which files of each notation are known."""


def notation_of(suffix: str, data: bytes) -> Notation:
    """The notation of a file with this suffix (in lower case, with its dot) and these bytes; TEXT if nothing else fits."""
    named = SUFFIXES.get(suffix, Notation.TEXT)
    if named in (Notation.AKN, Notation.JSON):
        return named
    if data.startswith(_ZIP):
        return Notation.WORD
    if data.startswith(_PDF):
        return Notation.PDF
    if data.startswith((_OLE, _RTF)):
        return Notation.OLD_WORD
    if suffix in _WORD_SUFFIXES and data.lstrip()[:1] == b"<":
        return Notation.HTML
    return named
