"""The census of XML (Akoma Ntoso): every text node, by the XML parser of the standard library."""

from __future__ import annotations

import codecs
from string import hexdigits
from sys import maxunicode
from xml.parsers import expat

from regkit.census.excerpts import Census, Excerpt, census_of

_PICTURES = frozenset(("img", "foreign"))
_QUOTATIONS = frozenset(("embeddedStructure", "embeddedText", "quotedStructure", "quotedText"))
# Their attributes that hold quotation marks, which are printed before and after the element.
_START_QUOTE, _END_QUOTE = "startQuote", "endQuote"
# Processing instructions of regkit for characters that XML cannot contain.
_CHARACTER = "regkit-character"
# Encodings that contain another one under which Chinese files are declared.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}
_DECLARATION = 200
_MOST_DIGITS = 6


def count_xml(data: bytes) -> Census:
    """The text nodes and pictures of an XML file. Raises ValueError for a damaged file, or one that declares entities."""
    counter = _TextNodes()
    try:
        counter.parser.Parse(_decoded(data), True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from None
    return census_of(counter.excerpts, "用 Python 标准库的 expat 清点")


class _TextNodes:
    def __init__(self) -> None:
        self.excerpts: list[Excerpt] = []
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.EntityDeclHandler = self._refuse
        self._words: list[str] = []
        self._line = 1
        # The closing quotation marks of the open elements.
        self._quotes: list[str] = []

    def _flush(self) -> None:
        if self._words:
            self.excerpts.append(Excerpt(text="".join(self._words), line=self._line))
            self._words.clear()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._flush()
        line = self.parser.CurrentLineNumber
        local_name = name.rpartition(":")[2]
        if local_name in _PICTURES:
            self.excerpts.append(Excerpt(line=line))
        if local_name not in _QUOTATIONS:
            attributes = {}
        self._quotes.append(attributes.get(_END_QUOTE, ""))
        if attributes.get(_START_QUOTE):
            self.excerpts.append(Excerpt(text=attributes[_START_QUOTE], line=line))

    def _end(self, _: str) -> None:
        self._flush()
        quote = self._quotes.pop()
        if quote:
            self.excerpts.append(Excerpt(text=quote, line=self.parser.CurrentLineNumber))

    def _data(self, text: str) -> None:
        if not self._words:
            self._line = self.parser.CurrentLineNumber
        self._words.append(text)

    def _instruction(self, target: str, words: str) -> None:
        if target == _CHARACTER:
            self._flush()
            digits = words.strip()
            if (
                set(digits) <= set(hexdigits)
                and 0 < len(digits) <= _MOST_DIGITS
                and int(digits, 16) <= maxunicode
            ):
                text = chr(int(digits, 16))
                self.excerpts.append(Excerpt(text=text, line=self.parser.CurrentLineNumber))

    def _refuse(self, *_: object) -> None:
        raise ValueError("entities are not expanded")


def _decoded(data: bytes) -> bytes | str:
    """The bytes as text if they are declared to be in an encoding that expat does not know."""
    declaration = data[:_DECLARATION].partition(b"?>")[0]
    name = declaration.partition(b"encoding=")[2][1:].replace(b"'", b'"').partition(b'"')[0]
    try:
        encoding = codecs.lookup(name.decode("ascii")).name if name else "utf-8"
    except LookupError as error:
        raise ValueError(str(error)) from None
    if encoding in ("utf-8", "utf-16"):
        return data
    return data.decode(_WIDER.get(encoding, encoding))
