"""The census of a Word file: the words of every part that the document has, by the XML parser of the standard library.

Counted are the document and what it refers to: headers, footers, notes, comments, charts, diagrams, and embedded files that are
shown as its text. Not counted are parts that nothing refers to, the building blocks that Word offers for insertion (glossary),
the data from which content controls were filled, and the properties of the file: no program shows them as text of the document.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator
from xml.parsers import expat

import msgspec

from regkit.census.excerpts import Census, Excerpt, census_of
from regkit.census.html import count_html
from regkit.census.text import count_text

# In bytes, after decompression; the same as the reader allows.
_MOST_BYTES_OF_A_PART = 32 * 1024 * 1024
# In bytes: in the head of a web archive a MIME version is stated.
_HEAD = 16 * 1024
_MAIN, _EMBEDDED, _DRAWING = "正文", "嵌入的文件", "图表"
# The parts that have words, by what they are to the document.
_PARTS = {
    "header": "页眉", "footer": "页脚", "chart": _DRAWING, "chartEx": _DRAWING, "chartUserShapes": _DRAWING,
    "diagramData": "图示", "diagramDrawing": "图示", "aFChunk": _EMBEDDED,
}  # fmt: skip
_NOTES = {"footnotes": "脚注", "endnotes": "尾注", "comments": "批注"}
_REFERENCES = {
    "footnoteReference": "footnotes",
    "endnoteReference": "endnotes",
    "commentReference": "comments",
}
_NOTE = frozenset(("footnote", "endnote", "comment"))
# Elements whose text is no words but positions, sizes and settings of objects.
_SETTINGS = frozenset((
    "FieldCodes", "LinkType", "LockedField", "align", "f", "fldData", "formatCode", "pctHeight", "pctPosHOffset",
    "pctPosVOffset", "pctWidth", "posOffset",
))  # fmt: skip
_PICTURES = frozenset(("pic", "imagedata", "object", "chart", "relIds"))
_DELETIONS = frozenset(("del", "moveFrom"))
_PAGES = (".htm", ".html", ".xhtml")


def count_word(data: bytes) -> Census:
    """The words and pictures of a document. Raises zipfile.BadZipFile, expat.ExpatError or ValueError for a damaged file."""
    return census_of(_Count(data).excerpts(), "用 Python 标准库的 zipfile 和 expat 清点")


class _PartLink(msgspec.Struct, frozen=True):
    name: str
    kind: str
    target: str


class _Count:
    """Counts the words of one package. `inner` says that the package is embedded in another one."""

    def __init__(self, data: bytes, *, inner: bool = False) -> None:
        self._package = zipfile.ZipFile(io.BytesIO(data))
        self._members = {member.filename.lower(): member for member in self._package.infolist()}
        self._inner = inner

    def excerpts(self) -> Iterator[Excerpt]:
        """Yield the excerpts of the parts beside the document, then those of the document with its notes."""
        main = next(
            (relation.target for relation in self._relations("") if relation.kind == "officeDocument"),
            "word/document.xml",
        )
        relations = self._relations(main)
        yield from self._others(main)
        notes = {kind: self._notes(kind, main, relations) for kind in _NOTES}
        part = _PartCount(_MAIN, main)
        part.parse(self._bytes(main))
        embedded = {relation.name: relation.target for relation in relations if relation.kind == "aFChunk"}
        for excerpt in part.excerpts:
            if isinstance(excerpt, Excerpt):
                yield excerpt
            elif excerpt.kind in notes:
                yield from notes[excerpt.kind].pop(excerpt.name, ())
            else:
                yield from self._embedded(embedded.get(excerpt.name, ""))
        for entries in notes.values():
            for unused in entries.values():
                yield from unused

    def _others(self, main: str) -> Iterator[Excerpt]:
        """Yield the excerpts of headers, charts and diagrams, also of those that headers and notes have."""
        waiting, known = [main], {main}
        while waiting:
            for relation in self._relations(waiting.pop()):
                if relation.target in known or relation.kind not in (*_PARTS, *_NOTES):
                    continue
                known.add(relation.target)
                waiting.append(relation.target)
                if relation.kind in _PARTS and relation.kind != "aFChunk":
                    part = _PartCount(_PARTS[relation.kind], relation.target)
                    part.parse(self._bytes(relation.target))
                    yield from (entry for entry in part.excerpts if isinstance(entry, Excerpt))

    def _notes(self, kind: str, main: str, relations: list[_PartLink]) -> dict[str, list[Excerpt]]:
        usual = posixpath.join(posixpath.dirname(main), f"{kind}.xml")
        target = next((relation.target for relation in relations if relation.kind == kind), usual)
        part = _PartCount(_NOTES[kind], target)
        part.parse(self._bytes(target))
        notes: dict[str, list[Excerpt]] = {}
        for name, excerpt in zip(part.notes, part.excerpts, strict=True):
            if isinstance(excerpt, Excerpt):
                notes.setdefault(name, []).append(excerpt)
        return notes

    def _embedded(self, name: str) -> Iterator[Excerpt]:
        """Yield the excerpts of a file that is shown as text; a picture if it is of a kind that cannot be counted."""
        data = b"" if self._inner else self._bytes(name)
        suffix = posixpath.splitext(name)[1].lower()
        count: Iterable[Excerpt]
        if data.startswith(b"PK"):
            count = _Count(data, inner=True).excerpts()
        elif (
            suffix in _PAGES
            or b"mime-version:" in data[:_HEAD].lower()
            or (suffix != ".xml" and data.removeprefix(BOM_UTF8).lstrip()[:1] == b"<")
        ):
            count = count_html(data).excerpts
        elif suffix == ".txt":
            count = count_text(data).excerpts
        else:
            count = (Excerpt(part=_EMBEDDED),)
        yield from (Excerpt(text=excerpt.text, part=_EMBEDDED) for excerpt in count)

    def _relations(self, name: str) -> list[_PartLink]:
        folder, file = posixpath.split(name)
        relations: list[_PartLink] = []

        def start(_: str, attributes: dict[str, str]) -> None:
            if attributes.get("TargetMode") != "External" and "Target" in attributes:
                target = posixpath.normpath(posixpath.join("/", folder, attributes["Target"])).lstrip("/")
                kind = attributes.get("Type", "").rpartition("/")[2]
                relations.append(_PartLink(attributes.get("Id", ""), kind, target))

        _parse(self._bytes(posixpath.join(folder, "_rels", file + ".rels")), start)
        return relations

    def _bytes(self, name: str) -> bytes:
        """The bytes of a part, nothing if there is no such part. Raises ValueError if it is too large."""
        member = self._members.get(name.lower())
        if member is None:
            return b""
        if member.file_size > _MOST_BYTES_OF_A_PART:
            raise ValueError("a part is too large")
        return self._package.read(member)


class _PartPlace(msgspec.Struct, frozen=True):
    """A place in a document where a note or an embedded file stands."""

    kind: str
    name: str


class _PartCount:
    """The words of one part, node by node. `notes` has, for each excerpt, the id of the note that it stands in."""

    def __init__(self, name: str, file: str) -> None:
        self._file, self._pictures = file.lower(), 0
        self.excerpts: list[Excerpt | _PartPlace] = []
        self.notes: list[str] = []
        self._name = name
        self._words: list[str] = []
        self._open: list[str] = []
        self._note = ""
        self._deletions = 0

    def parse(self, xml: bytes) -> None:
        """Take a part. Raises expat.ExpatError if it is damaged, ValueError if it declares entities."""
        _parse(xml, self._start, self._end, self._words.append)

    def _add(self, entry: Excerpt | _PartPlace) -> None:
        self.excerpts.append(entry)
        self.notes.append(self._note)

    def _say(self, text: str | None) -> None:
        if text and not text.isspace():
            self._add(Excerpt(text=text, part=self._name))

    def _flush(self) -> None:
        if self._words:
            if not (self._open and self._open[-1] in _SETTINGS):
                self._say("".join(self._words))
            self._words.clear()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._flush()
        namespace, _, local = name.rpartition(" ")
        by_local = {attribute.rpartition(" ")[2]: value for attribute, value in attributes.items()}
        self._open.append(local)
        self._deletions += local in _DELETIONS
        self._pictures += local in _PICTURES
        if local in _NOTE:
            self._note = by_local.get("id", "")
        elif local in _REFERENCES:
            self._add(_PartPlace(_REFERENCES[local], by_local.get("id", "")))
        elif local == "altChunk":
            self._add(_PartPlace("aFChunk", by_local.get("id", "")))
        elif local in _PICTURES and not self._deletions:
            self._add(Excerpt(part=self._name, place=f"{self._file}#{self._pictures}"))
        elif local in ("sym", "symEx"):
            self._say(_symbol(by_local.get("char", "")))
        elif local == "noBreakHyphen":
            self._say("-")
        elif local == "textpath":
            self._say(by_local.get("string"))
        elif local == "docPr":
            self._say(by_local.get("title"))
            self._say(by_local.get("descr"))
        if namespace == "urn:schemas-microsoft-com:vml" and local != "textpath":
            self._say(by_local.get("alt"))

    def _end(self, name: str) -> None:
        self._flush()
        self._open.pop()
        self._deletions -= name.rpartition(" ")[2] in _DELETIONS


def _symbol(value: str) -> str:
    try:
        code = int(value, 16)
    except ValueError:
        return ""
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code <= 0x10FFFF else ""


def _parse(
    xml: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    data: Callable[[str], object] | None = None,
) -> None:
    if not xml:
        return
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    parser.EntityDeclHandler = _refuse
    parser.Parse(xml, True)


def _refuse(*_: object) -> None:
    raise ValueError("entities are not expanded")
