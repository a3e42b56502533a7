"""The parts of a Word file beside the document itself: notes, comments, headers and footers, charts, embedded files."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

import msgspec

from regkit.codes import ErrorCode
from regkit.errors import UnreadableFileError
from regkit.model.departures import DUPLICATE, METADATA, Departure
from regkit.notations.flow import Flow, as_flow
from regkit.notations.source import FOOTNOTE, HIDDEN, IMAGE, PAGE_EDGES, Source
from regkit.notations.word.package import Package, attribute, tag_of
from regkit.notations.word.sayings import Saying, omit, plain_words, sayings_in

ReadEmbedded = Callable[[str, bytes], Source | None]
"""Reads a file in a Word file, from its name and its bytes; None if it is of a kind that cannot be read there."""

NOTES = {
    "w:footnoteReference": "footnotes",
    "w:endnoteReference": "endnotes",
    "w:commentReference": "comments",
}
"""The elements that refer to notes, and the relations of the parts that hold these."""
_PARTS = {
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
    "header": "页眉",
    "footer": "页脚",
    "chart": "图表",
    "chartEx": "图表",
    "chartUserShapes": "图表",
    "diagramData": "图示",
    "diagramDrawing": "图示",
}
"""The relations by which a document has parts with words, and what people call these parts."""
_EDGES = ("header", "footer")
_DRAWN = frozenset(("chart", "chartEx", "diagramData"))
# What the number of a page consists of, with its field or without: — 1 —, 第 1 页 共 2 页, 1/2.
_PAGE_NUMBERS = frozenset("0123456789０１２３４５６７８９一二三四五六七八九十百-‐‑–—―－/／|·•.第页共()（）")
EMBEDDED = "嵌入的文件"
"""What people call a file in a Word file that is shown as part of its text (w:altChunk)."""


class Others:
    """The other parts of a document, each of which is to be claimed once: where the document refers to it, or at the end."""

    def __init__(self, package: Package, main: str, read_embedded: ReadEmbedded) -> None:
        self._package = package
        self._read_embedded = read_embedded
        self._main = main
        self._relations = package.relations(main)
        self._notes = {kind: self._notes_in(kind) for kind in NOTES.values()}
        self._claimed: set[str] = set()
        self._embedded: dict[str, Source | None] = {}
        # How often each character is said in the data of diagrams.
        self._drawn: Counter[str] = Counter()
        self.has_unread = False

    def omit_note(self, flow: Flow, reference: Any, kind: str = FOOTNOTE) -> None:
        """Note that the footnote, endnote or comment to which the document refers here is not in the text."""
        relation = NOTES[tag_of(reference)]
        flow.omit(kind, part=_PARTS[relation])
        for note in self._notes[relation].pop(attribute(reference, "id"), ()):
            omit(flow, note, kind, _PARTS[relation])

    def omit_drawing(self, flow: Flow, picture: Any) -> None:
        """Note that the words of a chart or diagram that stands here are not in the text."""
        for value in picture.values():
            relation = self._relations.get(value)
            if relation is not None and relation.kind in _DRAWN and relation.target not in self._claimed:
                self._claimed.add(relation.target)
                root = self._package.read(relation.target)
                if root is not None:
                    self._drawn.update(plain_words(sayings_in(root)))
                    omit(flow, root, IMAGE, _PARTS[relation.kind])

    def insert_embedded(self, flow: Flow, chunk: Any) -> bool:
        """Add the text of the file that a w:altChunk shows here. Returns whether it could be read."""
        name = next(
            (self._relations[value].target for value in chunk.values() if value in self._relations), ""
        )
        if name not in self._embedded:
            self._embedded[name] = self._source_of(name)
        source = self._embedded[name]
        if source is None:
            self.has_unread = True
            return False
        flow.end_open_line()
        flow.insert(as_flow(source, flow.budget))
        return True

    def rest(self) -> list[Departure]:
        """All words of other parts to which the document did not refer by itself."""
        departures: list[Departure] = []
        for relation, notes in self._notes.items():
            # Notes to which nothing refers are not shown, but comments are.
            reason = FOOTNOTE if relation == "comments" else HIDDEN
            for note in chain.from_iterable(notes.values()):
                departures += _departures(sayings_in(note), reason, _PARTS[relation])
        said: set[str] = set()
        for kind, name in self._reachable():
            root = None if name in self._claimed else self._package.read(name)
            self._claimed.add(name)
            if root is None:
                continue
            entries = sayings_in(root)
            words = plain_words(entries)
            self._drawn.update(words if kind == "diagramData" else "")
            departures += _departures(entries, _kind_of_part(kind, words, said, self._drawn), _PARTS[kind])
            said.add(words)
        return departures

    def _reachable(self) -> Iterator[tuple[str, str]]:
        """Yield the kind and name of all parts of kinds that have words but notes, also of those that belong to others."""
        waiting, known = deque([self._main]), {self._main}
        while waiting:
            for relation in self._package.relations(waiting.popleft()).values():
                if relation.kind in _PARTS and relation.target not in known:
                    known.add(relation.target)
                    waiting.append(relation.target)
                    if relation.kind not in NOTES.values():
                        yield relation.kind, relation.target

    def _notes_in(self, relation: str) -> dict[str, list[Any]]:
        """The notes of a kind by their ids."""
        folder = self._main.rpartition("/")[0]
        root = self._package.read(
            self._package.related(self._main, relation, f"{folder}/{relation}.xml".lstrip("/"))
        )
        notes: dict[str, list[Any]] = {}
        for note in root if root is not None else ():
            notes.setdefault(attribute(note, "id"), []).append(note)
        return notes

    def _source_of(self, name: str) -> Source | None:
        content = self._package.content_of(name)
        try:
            source = None if content is None else self._read_embedded(name, content)
        except UnreadableFileError as error:
            if error.code == ErrorCode.FILE_NO_TEXT:
                return None
            raise
        if source is None:
            return None
        # The places of its pictures are places in another file.
        departures = [msgspec.structs.replace(departure, pictures=()) for departure in source.departures]
        return msgspec.structs.replace(source, departures=tuple(departures))


def _kind_of_part(relation: str, words: str, said: set[str], drawn: Counter[str]) -> str:
    """The kind of the words of a part; `said` are those of the parts before, `drawn` those of diagrams."""
    if relation in _EDGES:
        if set(words) <= _PAGE_NUMBERS:
            return METADATA
        return DUPLICATE if words in said else PAGE_EDGES
    # Word stores a diagram once as data and once as it is drawn.
    return DUPLICATE if relation == "diagramDrawing" and Counter(words) <= drawn else IMAGE


def _departures(entries: list[Saying], kind: str, part: str) -> list[Departure]:
    return [
        Departure(kind=saying.kind or kind, omitted=saying.words, part=part, pictures=saying.pictures)
        for saying in entries
        if saying.kind == IMAGE or saying.words.strip()
    ]
