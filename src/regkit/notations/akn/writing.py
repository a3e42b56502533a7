"""Akoma Ntoso 3.0: how a statute is written as XML for law, with nothing of it lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from lxml import etree

from regkit.citations import Act, Citation, CitationKind, find_citations
from regkit.metadata import read_metadata
from regkit.model.address import Address
from regkit.model.anchors import Anchors
from regkit.model.checking import check_statute
from regkit.model.tables import cells_of
from regkit.model.tree import Annex, Article, Item, Provision, Statute
from regkit.notations.akn.meta import AKN, OWN, Identity, act_iri, add_meta, identity_of

# Within these every blank belongs to the text.
_TEXT_TAGS = frozenset(f"{{{AKN}}}{tag}" for tag in ("p", "num", "heading"))
CHARACTER = "regkit-character"
"""A processing instruction with the number of a character that XML cannot hold."""


def to_akn(statute: Statute, identity: Identity | None = None) -> str:
    """The statute as Akoma Ntoso 3.0, valid by the schema of OASIS; the same text and identity give the same document.

    An ``act``; or a ``doc`` where there are no provisions, which an act must have. 公告 stands on the cover page, title, 题注 and 目录
    in the preface, 落款 in the conclusions, and annexes are attachments. Provisions have their `Address.eid` as eId; where two have one
    address the second ends in ``--2``. Citations that were found are ``<ref>``. Without an `identity` it is told what the text says of
    itself; a day that is not known is 0001-01-01 with the name ``unknown``.

    `from_akn` gives the same statute back.
    """
    check_statute(statute)
    return _AknWriter(statute).write(identity or identity_of(read_metadata(statute)))


class _AknWriter:
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
        root = etree.Element(f"{{{AKN}}}akomaNtoso", nsmap={None: AKN, "rk": OWN})
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
            element.set(f"{{{OWN}}}run-in", "true")
        if isinstance(provision, Article) and provision.through:
            element.set(f"{{{OWN}}}through", str(provision.through))
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
        """The lines of a text as paragraphs; rows of a table together as one."""
        table = None
        start = 0
        for line in text.split("\n"):
            cells = cells_of(line)
            if cells:
                table = _add(parent, "table") if table is None else table
                row = _add(table, "tr")
                for cell in cells:
                    _write_text(_add(_add(row, "td"), "p"), cell)
            else:
                table = None
                own = [each for each in citations if start <= each.start and each.end <= start + len(line)]
                self._write_line(_add(parent, "p"), line, start, own)
            start += len(line) + 1

    def _write_line(
        self, paragraph: etree._Element, line: str, start: int, citations: Iterable[Citation]
    ) -> None:
        position = 0
        for citation in sorted(citations, key=lambda each: each.start):
            target = self._target(citation)
            begin, end = citation.start - start, citation.end - start
            if target is None or begin < position:
                continue
            _write_text(paragraph, line[position:begin])
            reference = _add(paragraph, "ref", {"href": target})
            if len(citation.targets) > 1:
                reference.set(f"{{{OWN}}}targets", " ".join(each.eid for each in citation.targets))
            _write_text(reference, line[begin:end])
            position = end
        _write_text(paragraph, line[position:])

    def _target(self, citation: Citation) -> str | None:
        """Where a citation leads: to a provision of this text that is there, or to another act."""
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


def _write_text(element: etree._Element, text: str) -> None:
    """Append text to an element; what XML cannot hold becomes a processing instruction that says which it is."""
    plain: list[str] = []
    for sign in text:
        if _fits(sign):
            plain.append(sign)
        else:
            _append(element, "".join(plain))
            plain.clear()
            element.append(etree.ProcessingInstruction(CHARACTER, f"{ord(sign):X}"))
    _append(element, "".join(plain))


def _append(element: etree._Element, text: str) -> None:
    if text and len(element):
        element[-1].tail = (element[-1].tail or "") + text
    elif text:
        element.text = (element.text or "") + text


def _fits(sign: str) -> bool:
    code = ord(sign)
    return (code >= 32 and not 0xD800 <= code < 0xE000 and code not in (0xFFFE, 0xFFFF)) or sign in "\t\n"


def _lay_out(element: etree._Element, depth: int = 0) -> None:
    """Put each element on a line of its own, but for those whose blanks are text."""
    if element.tag in _TEXT_TAGS or not len(element):
        return
    inner = "\n" + "  " * (depth + 1)
    element.text = inner
    for child in element:
        child.tail = inner
        _lay_out(child, depth + 1)
    element[-1].tail = "\n" + "  " * depth
