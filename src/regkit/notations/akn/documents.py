"""Akoma Ntoso: reads a document from its cover page to its annexes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from lxml import etree

from regkit.errors import Problem
from regkit.model.levels import Level
from regkit.notations.akn.drafts import DraftProvision, text_of, to_provisions
from regkit.notations.akn.elements import (
    BODIES,
    DOCUMENTS,
    FRONT_FRAMES,
    NUMBERS,
    has_words,
    kind_of_omission,
    name_of,
    unknown,
    where,
)
from regkit.notations.akn.levels import number_of_label
from regkit.notations.akn.provisions import ProvisionReader
from regkit.notations.akn.settling import settled
from regkit.notations.akn.words import Line, LineReader, joined, texts_of
from regkit.notations.flow import ReadingBudget, placed
from regkit.notations.source import TreeSource, remarks_of, without_repetition
from regkit.notations.tree_building import MisbuiltError, make_number, make_statute

# Where the lines of each part of a document stand in a statute, unless the class of a paragraph says it.
_FRONTS = {"coverPage": "announcement", "preface": "note", "preamble": "preamble", "conclusions": "signature"}
_BEFORE_BODY = ("announcement", "note", "contents", "preamble")
_ANNEXES = ("attachments", "components")
_ANNEX = ("attachment", "component")
# The elements that hold the title of an act; the second counts where the first is missing.
_TITLES = ("docTitle", "longTitle")
# Other programs mark what several periods have in common and what differs in the same file.
_SEVERAL_VERSIONS = "multipleVersions"


class DocumentReader:
    """Reads one document. With `exact`, all white space is text; otherwise indentation and line breaks are collapsed."""

    def __init__(self, *, exact: bool) -> None:
        self._exact = exact
        self._lines = LineReader(ReadingBudget(), exact=exact)
        self._provisions = ProvisionReader(self._lines)
        self._title: Line | None = None
        self._fronts: dict[str, list[Line]] = {name: [] for name in (*_BEFORE_BODY, "signature")}

    def read(self, root: etree._Element) -> TreeSource:
        """The statute in the document, which `root` holds. Raises MisbuiltError if it cannot be read completely."""
        main: etree._Element | None = None
        annexes: list[DraftProvision | Line] = []
        body = DraftProvision(level=Level.ANNEX, where="")
        for part in _elements(root):
            if name_of(part) in DOCUMENTS and main is None:
                main = part
                self._document(part, body, annexes)
            elif name_of(part) == "components":
                annexes += self._annexes(part)
            else:
                raise unknown(part)
        self._fronts["preamble"] += [line for line in body.lines if line.text or line.void]
        if not self._exact:
            _number_annexes([annex for annex in annexes if isinstance(annex, DraftProvision)])
        return self._source(body, DraftProvision(level=Level.ANNEX, where="", children=annexes))

    def _document(
        self, document: etree._Element, body: DraftProvision, annexes: list[DraftProvision | Line]
    ) -> None:
        _refuse_several_versions(document)
        if kind_of_omission(document):
            raise MisbuiltError(f"{where(document)}标明整件都不是现行的文字（status）")
        for part in _elements(document):
            name = name_of(part)
            if name in _FRONTS:
                self._front(part, _FRONTS[name])
            elif kind_of_omission(part):
                self._fronts["announcement" if name == "meta" else "preamble"] += self._lines.read(part)
            elif name in BODIES and not body.where:
                body.where = where(part)
                self._provisions.fill(body, part)
            elif name in _ANNEXES:
                annexes += self._annexes(part)
            else:
                raise unknown(part)

    def _front(self, container: etree._Element, front: str) -> None:
        """Add the lines of a part before or after the body."""
        title_tag = next((tag for tag in _TITLES if container.find(f".//{{*}}{tag}") is not None), "")
        for element in _blocks_of(container):
            lines = self._lines.read(element)
            if self._title is None and title_tag and _has_title(element, title_tag):
                self._title = joined(lines)
                continue
            kind = element.get("class", "") or ("contents" if _is_within(element, "toc") else "")
            self._fronts[kind if kind in self._fronts else front] += lines

    def _annexes(self, container: etree._Element) -> list[DraftProvision | Line]:
        """The annexes in a part of a document, each followed by those in it."""
        if kind_of_omission(container):
            return [*self._lines.read(container)]
        annexes: list[DraftProvision | Line] = []
        for element in _elements(container):
            if name_of(element) in _ANNEX or name_of(element) in DOCUMENTS:
                annexes += self._annex(element)
            else:
                raise unknown(element)
        return annexes

    def _annex(self, element: etree._Element) -> list[DraftProvision | Line]:
        """The annex in an element, which may be the document itself, followed by those in it."""
        if kind_of_omission(element):
            return [*self._lines.read(element)]
        annex = DraftProvision(level=Level.ANNEX, where=where(element), eid=element.get("eId", ""))
        annexes: list[DraftProvision | Line] = [annex]
        documents = [element]
        if name_of(element) in _ANNEX:
            annex.label, annex.heading = self._provisions.label_and_heading(element)
            documents = [part for part in _elements(element) if name_of(part) not in NUMBERS]
        if not documents:
            raise MisbuiltError(f"{where(element)}里没有文本")
        for document in documents:
            if kind_of_omission(document):
                for line in self._lines.read(document):
                    annex.add(line)
            elif name_of(document) in DOCUMENTS:
                self._annex_document(annex, document)
                for inner in _elements(document):
                    if name_of(inner) in _ANNEXES:
                        annexes += self._annexes(inner)
            else:
                raise unknown(document)
        return annexes

    def _annex_document(self, annex: DraftProvision, document: etree._Element) -> None:
        """Add the text of an annex, or if its provisions have no place in the tree, the lines of it."""
        parts = [part for part in _elements(document) if name_of(part) not in _ANNEXES]
        other = next((part for part in parts if name_of(part) not in (*_FRONTS, *BODIES, "meta")), None)
        if other is not None:
            raise unknown(other)
        attempt = DraftProvision(level=Level.ANNEX, where=annex.where)
        try:
            for part in parts:
                if name_of(part) in BODIES and not kind_of_omission(part):
                    self._provisions.fill(attempt, part)
                else:
                    for line in self._lines.read(part):
                        attempt.add(line)
            to_provisions(attempt.children, exact=self._exact)
        except MisbuiltError:
            if self._exact:
                raise
            attempt = DraftProvision(level=Level.ANNEX, where=annex.where)
            attempt.lines = [line for part in parts for line in self._lines.read(part)]
        annex.lines += attempt.lines
        annex.children += attempt.children

    def _source(self, body: DraftProvision, annexes: DraftProvision) -> TreeSource:
        """The statute, with the departures of all lines in the order in which they are printed."""
        fronts = self._fronts
        title = [self._title] if self._title is not None else []
        lines = [
            *fronts["announcement"],
            *title,
            *fronts["note"],
            *fronts["contents"],
            *fronts["preamble"],
            *body.printed_children(),
            *fronts["signature"],
            *annexes.printed_children(),
        ]
        departing = [line for line in lines if line.departures]
        remarks: list[Problem] = [
            remark for line in departing for remark in remarks_of(line.line, line.text, line.departures)
        ]
        statute = make_statute(
            to_provisions(body.children, exact=self._exact),
            to_provisions(annexes.children, exact=self._exact),
            announcement=texts_of(fronts["announcement"]),
            title=text_of(self._title, exact=self._exact),
            notes=texts_of(fronts["note"]),
            contents=texts_of(fronts["contents"]),
            preamble=texts_of(fronts["preamble"]),
            signature=texts_of(fronts["signature"]),
            problems=without_repetition(remarks),
        )
        return TreeSource(
            statute if self._exact else settled(statute, [*body.unmarked_articles()]),
            placed(lines) if departing else (),
        )


def _elements(container: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements in an element that holds nothing else. Raises MisbuiltError if there are words beside them."""
    if has_words(container):
        raise MisbuiltError(f"{where(container)}里直接有文字")
    yield from (element for element in container if isinstance(element.tag, str))


def _blocks_of(container: etree._Element) -> Iterator[etree._Element]:
    """Yield the blocks of a part before or after the body, each of which becomes lines."""
    if kind_of_omission(container) or has_words(container):
        yield container
        return
    for element in container:
        has_number = any(name_of(inner) in NUMBERS for inner in element)
        if name_of(element) in FRONT_FRAMES and not has_number and not kind_of_omission(element):
            yield from _blocks_of(element)
        else:
            yield element


def _is_within(element: etree._Element, name: str) -> bool:
    return name_of(element) == name or any(name_of(above) == name for above in element.iterancestors())


def _has_title(element: etree._Element, tag: str) -> bool:
    """Whether a block holds the element with the title, or stands in it."""
    if name_of(element) == "table":
        return False
    return _is_within(element, tag) or any(name_of(inner) == tag for inner in element.iter())


def _number_annexes(annexes: list[DraftProvision]) -> None:
    """Give each annex without a printed number the next one that no other annex has."""
    numbers = [number_of_label(annex.label.text if annex.label else None) for annex in annexes]
    taken = {number.value for number in numbers if number}
    free = (value for value in count(1) if value not in taken)
    for annex, number in zip(annexes, numbers, strict=True):
        if number is None:
            annex.number = make_number(next(free))


def _refuse_several_versions(document: etree._Element) -> None:
    """Raise MisbuiltError if a document holds the same provisions as they were at several times."""
    if document.get("contains") != _SEVERAL_VERSIONS:
        return
    timed = next(
        (element for element in document.iter() if isinstance(element.tag, str) and element.get("period")),
        None,
    )
    if timed is not None:
        raise MisbuiltError(
            f"文件里同时有几个时期的文本（{where(timed)}只属于其中一个），请先导出某一时期的文本"
        )
