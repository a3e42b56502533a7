"""Akoma Ntoso 3.0: reads a statute from a document.

Documents that regkit wrote are read without loss, those of other programs as far as Chinese law has the same structure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from regkit.arguments import require
from regkit.codes import ErrorCode
from regkit.errors import UnreadableFileError
from regkit.model.address import MACHINE_STEP, Number, read_number
from regkit.model.levels import Level
from regkit.model.tree import Provision, Statute
from regkit.notations.akn.meta import REGKIT, WHITESPACE
from regkit.notations.akn.words import Words, name_of
from regkit.notations.flow import check_tags
from regkit.notations.tree_building import (
    DEEPEST,
    MisbuiltError,
    make_number,
    make_provision,
    make_statute,
    unnumbered_part,
)

_LEVELS = {level.akn: level for level in Level} | {
    "book": Level.PART, "title": Level.PART, "tome": Level.PART, "subchapter": Level.SECTION, "alinea": Level.PARAGRAPH,
    "subparagraph": Level.PARAGRAPH,
}  # fmt: skip
_DOCUMENTS = ("act", "bill", "doc", "statement")
# Elements that only group their content.
_FRAMES = frozenset(
    (
        "container",
        "longTitle",
        "formula",
        "list",
        "blockList",
        "toc",
        "listIntroduction",
        "listWrapUp",
        "block",
        "intro",
        "content",
        "wrapUp",
        "div",
        "blockContainer",
    )
)
_LINES = frozenset(("p", "li", "item", "tocItem", "crossHeading", "subheading"))
_MOST_BYTES = 32 * 1024 * 1024


def from_akn(data: bytes | str) -> Statute:
    """The statute in a document of Akoma Ntoso.

    Notes and pictures are not read; the `problems` of the statute say where they are. Raises UnreadableFileError, with one
    Chinese sentence, for other files and for documents that cannot be read completely.
    """
    require(data, (bytes, str), "from_akn", "XML as text or bytes", "regkit.load() reads a file")
    root = _parse(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)
    document = next((element for element in root if name_of(element) in _DOCUMENTS), None)
    if name_of(root) != "akomaNtoso" or document is None:
        raise UnreadableFileError(
            "这不是 Akoma Ntoso 文件，或者里面没有 act；请给出 Akoma Ntoso 3.0 的文件。",
            code=ErrorCode.FILE_UNKNOWN_FORMAT,
        )
    try:
        return _AknReader(exact=any(element.get(WHITESPACE) == "exact" for element in root.iter())).read(
            document
        )
    except MisbuiltError as error:
        raise UnreadableFileError(
            f"Akoma Ntoso 文件里的条款树不合格：{error}。", code=ErrorCode.FILE_INVALID_TREE
        ) from None


def _parse(data: bytes) -> etree._Element:
    if len(data) > _MOST_BYTES:
        raise UnreadableFileError(
            f"文件超过 {_MOST_BYTES // 1024 // 1024} MB 的上限；请确认它是一件法规的文本。",
            code=ErrorCode.FILE_TOO_LARGE,
        )
    check_tags(data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise UnreadableFileError(
            f"XML 文件{f'第 {line} 行' if line else ''}有误，读不出来；请重新取得文件。",
            code=ErrorCode.FILE_DAMAGED,
        ) from None
    # A DTD can declare entities that expand without limit or read other files.
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableFileError(
            "XML 文件里有 DTD，为安全起见不读；请去掉 DOCTYPE 后再读。", code=ErrorCode.FILE_UNKNOWN_FORMAT
        )
    return root


class _AknReader:
    """Reads one document. With `exact`, all whitespace is text; otherwise indentation and line breaks are collapsed."""

    def __init__(self, *, exact: bool) -> None:
        self._words = Words(exact=exact)

    def read(self, document: etree._Element) -> Statute:
        parts = {name_of(part): part for part in document if isinstance(part.tag, str)}
        fronts: dict[str, list[str]] = {
            name: [] for name in ("announcement", "note", "contents", "preamble", "signature")
        }
        title: str | None = None
        for tag, default_front in (
            ("coverPage", "announcement"),
            ("preface", "note"),
            ("preamble", "preamble"),
            ("conclusions", "signature"),
        ):
            for kind, line, is_title in self._front(parts.get(tag)):
                if is_title and title is None:
                    title = line
                else:
                    fronts[kind if kind in fronts else default_front].append(line)
        body = parts.get("body", parts.get("mainBody"))
        lines, children = self._inside(body, 1) if body is not None else ([], [])
        fronts["preamble"] += [line for line in lines if line]
        annexes = [
            self._annex(attachment, ordinal)
            for ordinal, attachment in enumerate(parts.get("attachments", ()), start=1)
            if name_of(attachment) == "attachment"
        ]
        return make_statute(
            children,
            annexes,
            announcement=tuple(fronts["announcement"]),
            title=title,
            notes=tuple(fronts["note"]),
            contents=tuple(fronts["contents"]),
            preamble=tuple(fronts["preamble"]),
            signature=tuple(fronts["signature"]),
            problems=tuple(self._words.problems),
        )

    def _front(self, container: etree._Element | None) -> Iterator[tuple[str, str, bool]]:
        """Yield the lines of a part: the kind (class) of each, its text, and whether it contains the title."""
        for element in () if container is None else container:
            name = name_of(element)
            if name in _FRAMES:
                yield from self._front(element)
            elif name == "table":
                yield from (("", line, False) for line in self._words.table(element))
            elif name in _LINES:
                titles = [inner for inner in element if name_of(inner) == "docTitle"]
                kind = element.get("class", "")
                yield (
                    kind,
                    self._words.text(titles[0] if titles and kind == "title" else element),
                    bool(titles),
                )
            elif name:
                raise MisbuiltError(f"不认识 <{name}>")

    def _annex(self, attachment: etree._Element, ordinal: int) -> Provision:
        document = next((element for element in attachment if name_of(element) in _DOCUMENTS), None)
        if document is None:
            raise MisbuiltError("附件里没有文本")
        body = next((element for element in document if name_of(element) in ("mainBody", "body")), None)
        lines, children = self._inside(body, 1) if body is not None else ([], [])
        return self._make(Level.ANNEX, attachment, lines, children, ordinal)

    def _inside(self, element: etree._Element, depth: int) -> tuple[list[str], list[Provision]]:
        """The lines of text in an element, and the provisions after them.

        Raises MisbuiltError for unknown elements, for text after a provision and for nesting deeper than DEEPEST.
        """
        if depth > DEEPEST:
            raise MisbuiltError("嵌套过深")
        lines: list[str] = []
        children: list[Provision] = []
        for inner in element:
            name = name_of(inner)
            if name in ("num", "heading", "meta", ""):
                continue
            if name in _LEVELS and name not in _LINES:
                children.append(self._provision(inner, depth, len(children) + 1))
                continue
            if name in _FRAMES:
                inner_lines, inner_children = self._inside(inner, depth + 1)
            elif name in _LINES or name == "table":
                inner_lines, inner_children = (
                    self._words.table(inner) if name == "table" else [self._words.text(inner)],
                    [],
                )
            else:
                raise MisbuiltError(f"不认识 <{name}>")
            if children and any(inner_lines):
                raise MisbuiltError(
                    f"“{inner_lines[0][:20]}”接在下级条款之后，中国法规的条款树里没有它的位置"
                )
            lines += inner_lines
            children += inner_children
        return lines, children

    def _provision(self, element: etree._Element, depth: int, ordinal: int) -> Provision:
        level = _LEVELS[name_of(element)]
        lines, children = self._inside(element, depth + 1)
        if level is Level.ARTICLE and any(child.level in (Level.ITEM, Level.SUBITEM) for child in children):
            # Documents of other programs may have points directly in an article; in the tree they are in a paragraph.
            children = [self._paragraph(lines, children)]
            lines = []
        elif level is Level.ARTICLE and lines:
            children = [self._paragraph(lines, []), *children]
            lines = []
        return self._make(level, element, lines, children, ordinal)

    def _paragraph(self, lines: Iterable[str], children: list[Provision]) -> Provision:
        return make_provision(
            Level.PARAGRAPH, Number(1), label=None, heading=None, text="\n".join(lines), children=children
        )

    def _make(
        self, level: Level, element: etree._Element, lines: list[str], children: list[Provision], ordinal: int
    ) -> Provision:
        label, heading = (
            next((self._words.text(inner) for inner in element if name_of(inner) == tag), None)
            for tag in ("num", "heading")
        )
        eid = element.get("eId", "")
        through = element.get(f"{{{REGKIT}}}through")
        try:
            return make_provision(
                level,
                _number_in(eid, level, label, heading) or _number_of_label(label) or make_number(ordinal),
                label=label,
                heading=heading,
                text="\n".join(lines),
                children=children,
                through=_number(through) if through else None,
                run_in=level is Level.ITEM and element.get(f"{{{REGKIT}}}run-in") == "true",
            )
        except MisbuiltError as error:
            raise MisbuiltError(f"{eid or label or name_of(element)}，{error}") from None


def _number_in(eid: str, level: Level, label: str | None, heading: str | None) -> Number | None:
    """The number in the last step of an eId; None if that is not an eId of this level as regkit writes it.

    Other programs also write nn_1 for whatever has no number; to regkit it is the number of a part with a certain title.
    """
    # The eId of the second provision with the same address ends in --2.
    step = eid.rpartition("__")[2].partition("--")[0]
    step_match = MACHINE_STEP.match(step)
    if not step_match or step_match["prefix"] != level.prefix:
        return None
    if step_match["number"].startswith("nn_"):
        return unnumbered_part(level, label, heading)
    return _number(step_match["number"])


def _number(words: str) -> Number:
    """The number written as in an eId, ``120-1``. Raises MisbuiltError if it is not a number."""
    value, *inserted = words.split("-")
    try:
        return make_number(int(value), [int(part) for part in inserted])
    except ValueError:
        raise MisbuiltError(f"编号 {words[:20]} 不合格") from None


def _number_of_label(label: str | None) -> Number | None:
    """The number that a label such as 第三条, （三） or 3. prints, None if it prints none; for documents of other programs."""
    words = (
        "".join(character for character in label or "" if character.isalnum())
        .removeprefix("第")
        .rstrip("条款项目章节编部分")
    )
    numeral, _, inserted = words.partition("之")
    try:
        return read_number(numeral, f"之{inserted}" if inserted else "") if numeral else None
    except ValueError:
        return None
