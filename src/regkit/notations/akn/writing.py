"""Akoma Ntoso 3.0: writes a statute as legal XML without loss."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from lxml import etree

from regkit.citations import Act, Citation, CitationKind, find_citations
from regkit.metadata import read_metadata
from regkit.model.address import Address
from regkit.model.anchors import Anchors
from regkit.model.checking import check_statute
from regkit.model.tables import TableCell, cells_of, read_table
from regkit.model.tree import Annex, Article, Item, Provision, Statute
from regkit.notations.akn.meta import AKN, CHARACTER, REGKIT, Identity, act_iri, add_meta, identity_of
from regkit.notations.akn.tables import TableRows

# In these elements all whitespace is text.
_TEXT_TAGS = frozenset(f"{{{AKN}}}{tag}" for tag in ("p", "num", "heading"))


def to_akn(statute: Statute, identity: Identity | None = None) -> str:
    """The statute as Akoma Ntoso 3.0, valid against the OASIS schema; the same text and identity give the same document.

    The document is an ``act``, or a ``doc`` if the statute has no provisions. The announcement (公告) is the cover page; title,
    notes (题注) and contents (目录) are the preface, the signature (落款) is the conclusions, and annexes are attachments. The eId
    of a provision is its `Address.eid`; where two provisions have the same address, the second ends in ``--2``. Citations are
    ``<ref>`` elements. Without `identity`, the metadata come from the text. An unknown day is 0001-01-01 with the name
    ``unknown``.

    `from_akn` reads the same statute from the document.
    """
    check_statute(statute)
    return _AknWriter(statute).write(identity or identity_of(read_metadata(statute)))


class _AknWriter:
    """Writes one statute, in walking order, so that citations can be looked up by index."""

    def __init__(self, statute: Statute) -> None:
        self._statute = statute
        self._anchors = Anchors()
        self._citations: dict[int, list[Citation]] = defaultdict(list)
        self._acts: dict[str, Act] = {}
        self._known = {address for address, _ in statute.walk()}
        self._index = -1
        for citation in find_citations(statute):
            if citation.index is not None:
                self._citations[citation.index].append(citation)
            if citation.act is not None:
                self._acts.setdefault(act_iri(citation.act), citation.act)

    def write(self, identity: Identity) -> str:
        """The document as XML."""
        root = etree.Element(f"{{{AKN}}}akomaNtoso", nsmap={None: AKN, "rk": REGKIT})
        statute = self._statute
        is_act = bool(statute.children)
        attributes = {"name": "statute"} | ({"contains": "singleVersion"} if is_act else {})
        document = _add(root, "act" if is_act else "doc", attributes)
        add_meta(document, identity, tuple(self._acts.values()))
        self._add_lines(document, "coverPage", (("announcement", line) for line in statute.announcement))
        preface = [
            *((("title", statute.title),) if statute.title is not None else ()),
            *(("note", line) for line in statute.notes),
            *(("contents", line) for line in statute.contents),
        ]
        self._add_lines(document, "preface", preface)
        self._add_lines(document, "preamble", (("preamble", line) for line in statute.preamble))
        body = _add(document, "body" if is_act else "mainBody")
        for child in statute.children:
            self._add_provision(body, child, Address(()))
        if not is_act:
            _add(body, "p")
        self._add_lines(document, "conclusions", (("signature", line) for line in statute.signature))
        if statute.annexes:
            attachments = _add(document, "attachments")
            for number, annex in enumerate(statute.annexes, start=1):
                self._add_annex(attachments, annex, identity, number)
        _lay_out(root)
        xml: str = etree.tostring(root, encoding="unicode")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}\n'

    def _add_lines(self, parent: etree._Element, tag: str, lines: Iterable[tuple[str, str]]) -> None:
        container = None
        for kind, line in lines:
            container = _add(parent, tag) if container is None else container
            paragraph = _add(container, "p", {"class": kind})
            if kind == "title":
                _write_text(_add(paragraph, "docTitle"), line)
            else:
                _write_text(paragraph, line)

    def _add_provision(self, parent: etree._Element, provision: Provision, above: Address) -> None:
        address = above.child(provision.level, provision.number)
        element = _add(parent, provision.level.akn, {"eId": self._anchors.add(address)})
        if isinstance(provision, Item) and provision.run_in:
            element.set(f"{{{REGKIT}}}run-in", "true")
        if isinstance(provision, Article) and provision.through:
            element.set(f"{{{REGKIT}}}through", str(provision.through))
        self._fill(element, provision, address)

    def _fill(self, element: etree._Element, provision: Provision, address: Address) -> None:
        self._index += 1
        citations = self._citations.get(self._index, [])
        _add_label(element, provision)
        if provision.text:
            self._add_text(
                _add(element, "intro" if provision.children else "content"), provision.text, citations
            )
        for child in provision.children:
            self._add_provision(element, child, address)

    def _add_annex(self, parent: etree._Element, annex: Annex, identity: Identity, number: int) -> None:
        address = Address(()).child(annex.level, annex.number)
        attachment = _add(parent, "attachment", {"eId": self._anchors.add(address)})
        self._index += 1
        _add_label(attachment, annex)
        document = _add(attachment, "doc", {"name": "annex"})
        add_meta(document, identity, (), f"annex_{number}")
        body = _add(document, "mainBody")
        if annex.text or not annex.children:
            self._add_text(body, annex.text, self._citations.get(self._index, []))
        for child in annex.children:
            self._add_provision(body, child, address)

    def _add_text(self, parent: etree._Element, text: str, citations: Sequence[Citation]) -> None:
        """Add the lines of a text as paragraphs, and consecutive rows as a table."""
        rows: list[str] = []
        start = 0
        for line in text.split("\n"):
            if cells_of(line):
                rows.append(line)
            else:
                _write_table(parent, rows)
                rows = []
                in_line = [
                    citation
                    for citation in citations
                    if start <= citation.start and citation.end <= start + len(line)
                ]
                self._write_line(_add(parent, "p"), line, start, in_line)
            start += len(line) + 1
        _write_table(parent, rows)

    def _write_line(
        self, paragraph: etree._Element, line: str, start: int, citations: Iterable[Citation]
    ) -> None:
        """Write a line, which begins at `start` in its text, with its citations as references where they do not overlap."""
        position = 0
        for citation in sorted(citations, key=lambda citation: citation.start):
            target = self._target(citation)
            begin, end = citation.start - start, citation.end - start
            if target is None or begin < position:
                continue
            _write_text(paragraph, line[position:begin])
            reference = _add(paragraph, "ref", {"href": target})
            if len(citation.targets) > 1:
                reference.set(f"{{{REGKIT}}}targets", " ".join(address.eid for address in citation.targets))
            _write_text(reference, line[begin:end])
            position = end
        _write_text(paragraph, line[position:])

    def _target(self, citation: Citation) -> str | None:
        """The destination of a citation: an existing provision of this statute, or another act; None if neither."""
        first = citation.targets[0] if citation.targets else None
        if citation.kind is CitationKind.EXTERNAL and citation.act:
            return act_iri(citation.act, first)
        if citation.kind is CitationKind.INTERNAL and first in self._known:
            return f"#{first.eid}" if first else None
        return None


def _add(parent: etree._Element, tag: str, attributes: dict[str, str] | None = None) -> etree._Element:
    return etree.SubElement(parent, f"{{{AKN}}}{tag}", attributes or {})


def _add_label(element: etree._Element, provision: Provision) -> None:
    if provision.label is not None:
        _write_text(_add(element, "num"), provision.label)
    if provision.heading is not None:
        _write_text(_add(element, "heading"), provision.heading)


def _write_table(parent: etree._Element, lines: Sequence[str]) -> None:
    """Add the table that consecutive rows form; nothing without rows."""
    if not lines:
        return
    table = _add(parent, "table")
    rows = read_table(lines).rows
    written = TableRows()
    if [written.write(cells) for cells in rows] != list(lines):
        # The signs for covered cells and heads do not form a table; they are kept as text.
        rows = tuple(tuple(map(TableCell, cells_of(line))) for line in lines)
    for cells in rows:
        row = _add(table, "tr")
        for cell in cells:
            tag = "th" if cell.is_head else "td"
            _write_text(_add(_add(row, tag, cell.span_attributes), "p"), cell.text)


def _write_text(element: etree._Element, text: str) -> None:
    """Append text to an element, with a processing instruction for each character that XML cannot contain."""
    plain: list[str] = []
    for character in text:
        if _fits(character):
            plain.append(character)
        else:
            _append(element, "".join(plain))
            plain.clear()
            element.append(etree.ProcessingInstruction(CHARACTER, f"{ord(character):X}"))
    _append(element, "".join(plain))


def _append(element: etree._Element, text: str) -> None:
    if text and len(element):
        element[-1].tail = (element[-1].tail or "") + text
    elif text:
        element.text = (element.text or "") + text


def _fits(character: str) -> bool:
    """Whether XML can contain the character and keeps it as it is."""
    code = ord(character)
    return (
        code >= 32 and not 0xD800 <= code < 0xE000 and code not in (0xFFFE, 0xFFFF)
    ) or character in "\t\n"


def _lay_out(element: etree._Element, depth: int = 0) -> None:
    """Put each element on a line of its own, except inside elements in which whitespace is text."""
    if element.tag in _TEXT_TAGS or not len(element):
        return
    inner = "\n" + "  " * (depth + 1)
    element.text = inner
    for child in element:
        child.tail = inner
        _lay_out(child, depth + 1)
    element[-1].tail = "\n" + "  " * depth
