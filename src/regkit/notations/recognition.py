"""Which notation the bytes of a file are in: first bytes count more than the suffix, because files are often misnamed."""

from __future__ import annotations

from enum import StrEnum

from regkit.notations.foreign import is_open_document
from regkit.rule import Rule

_ZIP, _OLE, _RTF, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"%PDF-"
_BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
# In bytes: how much of a file is looked at. Comments with licences may stand before a page.
_HEAD = 64 * 1024
HTML_START = Rule(
    "the beginning of a web page, after comments and an XML declaration",
    r"""
    \A(?i:
        (?:[\s\ufeff]++|<!--(?s:.*?)-->|<\?[^>]*+>)*+
        <(?:!doctype\s++(?:[\w-]++:)?html|(?:[\w-]++:)?html|head|body|meta)(?=[\s>/\[])
    )
    """,
    verbose=True,
    matches=(
        "<!DOCTYPE html>",
        '<!doctype HTML PUBLIC "-//W3C//DTD XHTML 1.0">',
        '<?xml version="1.0"?>\n<!-- saved -->\n<html xmlns="http://www.w3.org/1999/xhtml">',
        "<head><title>",
    ),
    rejects=("第一条　网页以<html>开头。", "<htmlx>", "<akomaNtoso>", "<!-- <html> -->第一条", "<选举法>"),
)
HTML_FRAGMENT = Rule(
    "the beginning of a part of a web page: an element that stands on lines of its own, with its text",
    r"\A\s*+<(?i:article|center|div|font|h[1-6]|main|p|section|span|style|table|ul)(?:\s[^<>]*+)?>",
    matches=('<div class="content">', "<p>第一条", "\n<table border=1>"),
    rejects=("<选举法>", "第一条<p>", "<pre"),
)
MHTML_START = Rule(
    "the beginning of a web archive: lines with a name, among them the version of MIME",
    r"\A\s*+(?i:(?:[\w-]++:[^\n]*+\n(?:[ \t][^\n]*+\n)*+)*?mime-version:)",
    matches=("MIME-Version: 1.0\n", "From: <Saved by Blink>\nSubject: a\n b\nMIME-Version: 1.0\n"),
    rejects=("第一条　MIME-Version: 1.0", "From a\n\nMIME-Version: 1.0"),
)
XML_START = Rule(
    "the beginning of an XML file, which need not have a declaration if it is Akoma Ntoso",
    r"\A[\s\ufeff]*+(?:<\?xml(?=\s)|<(?:[\w-]++:)?akomaNtoso(?=[\s>]))",
    matches=('<?xml version="1.0"?>', "<akn:akomaNtoso >"),
    rejects=("<html>", "第一条"),
)
JSON_START = Rule(
    "the beginning of a JSON object, or of a list of them",
    r'\A\s*+(?:\[\s*+)?\{\s*+"[^"\n]{1,80}+"\s*+:',
    matches=('{"schema":"regkit.show/1"', '[\n  {"a": 1'),
    rejects=("{第一条}", "[1]"),
)


class Notation(StrEnum):
    """The notation of a file, which decides by which reader it is read and by which means its signs are counted."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    """Web pages and web archives (MHTML)."""
    WORD = "word"
    OLD_WORD = "old_word"
    """.doc, .wps, .rtf and .odt, which LibreOffice turns into .docx."""
    PDF = "pdf"
    AKN = "akn"
    JSON = "json"


SUFFIXES = {
    ".txt": Notation.TEXT,
    ".md": Notation.MARKDOWN,
    ".markdown": Notation.MARKDOWN,
    ".docx": Notation.WORD,
    ".doc": Notation.WORD,
    ".wps": Notation.WORD,
    ".rtf": Notation.WORD,
    ".odt": Notation.WORD,
    ".fodt": Notation.WORD,
    ".pdf": Notation.PDF,
    ".html": Notation.HTML,
    ".htm": Notation.HTML,
    ".shtml": Notation.HTML,
    ".xhtml": Notation.HTML,
    ".mhtml": Notation.HTML,
    ".mht": Notation.HTML,
    ".xml": Notation.AKN,
    ".json": Notation.JSON,
}
"""The suffixes by which files of each notation are known."""


def notation_of(suffix: str, data: bytes) -> Notation:
    """The notation of a file with this suffix (in lower case, with its dot) and these bytes; TEXT if nothing else fits."""
    named = SUFFIXES.get(suffix, Notation.TEXT)
    if data.startswith(_ZIP):
        return Notation.OLD_WORD if is_open_document(data) else Notation.WORD
    if data.startswith(_PDF):
        return Notation.PDF
    if data.startswith((_OLE, _RTF)):
        return Notation.OLD_WORD
    return _notation_of_text(named, data)


def _notation_of_text(named: Notation, data: bytes) -> Notation:
    """The notation of a file that is text, given that which its suffix names."""
    head = _head(data)
    start = head.lstrip("\ufeff \t\r\n")[:1]
    if start == "<":
        return _notation_of_markup(named, head, data)
    if MHTML_START.match(head):
        return Notation.HTML
    if named is Notation.TEXT and start in ("{", "[") and JSON_START.match(head):
        return Notation.JSON
    return named


def _notation_of_markup(named: Notation, head: str, data: bytes) -> Notation:
    """The notation of a file that begins with <."""
    if is_open_document(data):
        return Notation.OLD_WORD
    # Word opens web pages under any of its suffixes, and so do people.
    if named is Notation.WORD or HTML_START.match(head):
        return Notation.HTML
    if named is Notation.TEXT:
        # The reader of Akoma Ntoso says of other XML what it is.
        is_page = HTML_FRAGMENT.match(head)
        return Notation.AKN if XML_START.match(head) else Notation.HTML if is_page else named
    return named


def _head(data: bytes) -> str:
    """The beginning of a file as text, in which at least the letters of the alphabet are right."""
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return data[len(mark) : _HEAD].decode(encoding, "replace")
    # Without a mark, markup in UTF-16 begins with a letter of the alphabet and a zero, in one order or the other.
    if data[1:2] == b"\0":
        return data[:_HEAD].decode("utf-16-le", "replace")
    if data[:1] == b"\0":
        return data[:_HEAD].decode("utf-16-be", "replace")
    return data[:_HEAD].decode("latin-1")
