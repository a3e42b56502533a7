"""Akoma Ntoso 3.0: how a statute is read from it, our own without loss and others' as far as law in China has the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from regkit.arguments import require
from regkit.codes import ErrorCode
from regkit.errors import UnreadableFileError
from regkit.model.address import MACHINE_STEP, Number, read_number
from regkit.model.levels import Level
from regkit.model.tree import Provision, Statute
from regkit.notations.akn.meta import OWN, WHITESPACE
from regkit.notations.akn.words import Words, name_of
from regkit.notations.source import check_tags
from regkit.notations.tree_building import DEEPEST, MisbuiltError, make_number, make_provision, make_statute

_LEVELS = {level.akn: level for level in Level} | {
    "book": Level.PART, "title": Level.PART, "tome": Level.PART, "subchapter": Level.SECTION, "alinea": Level.PARAGRAPH,
    "subparagraph": Level.PARAGRAPH,
}  # fmt: skip
_DOCUMENTS = ("act", "bill", "doc", "statement")
# These only frame what they hold.
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
    """The statute in a document. Raises UnreadableFileError, in one Chinese sentence, for what is none or cannot be read whole.

    Notes and pictures are not part of the text; that they were there is among the `problems`.
    """
    require(data, (bytes, str), "from_akn", "XML as text or bytes", "regkit.load() reads a file")
    root = _parse(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)
    document = next((each for each in root if name_of(each) in _DOCUMENTS), None)
    if name_of(root) != "akomaNtoso" or document is None:
        raise UnreadableFileError(
            "这不是 Akoma Ntoso 文件，或者里面没有 act；请给出 Akoma Ntoso 3.0 的文件。",
            code=ErrorCode.FILE_UNKNOWN_FORMAT,
        )
    try:
        return _AknReader(exact=any(each.get(WHITESPACE) == "exact" for each in root.iter())).read(document)
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
    # It is where entities that grow, or that read other files, are declared.
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableFileError(
            "XML 文件里有 DTD，为安全起见不读；请去掉 DOCTYPE 后再读。", code=ErrorCode.FILE_UNKNOWN_FORMAT
        )
    return root


class _AknReader:
    """Reads one document. With `exact` every blank is text; else those that XML is laid out with are not."""

    def __init__(self, *, exact: bool) -> None:
        self._words = Words(exact=exact)

    def read(self, document: etree._Element) -> Statute:
        parts = {name_of(each): each for each in document if isinstance(each.tag, str)}
        fronts: dict[str, list[str]] = {
            name: [] for name in ("announcement", "note", "contents", "preamble", "signature")
        }
        title: str | None = None
        for tag, usual in (
            ("coverPage", "announcement"),
            ("preface", "note"),
            ("preamble", "preamble"),
            ("conclusions", "signature"),
        ):
            for kind, line, is_title in self._front(parts.get(tag)):
                if is_title and title is None:
                    title = line
                else:
                    fronts[kind if kind in fronts else usual].append(line)
        body = parts.get("body", parts.get("mainBody"))
        lines, children = self._inside(body, 1) if body is not None else ([], [])
        fronts["preamble"] += [line for line in lines if line]
        annexes = [
            self._annex(each, ordinal)
            for ordinal, each in enumerate(parts.get("attachments", ()), start=1)
            if name_of(each) == "attachment"
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
        """The lines of a part: the kind that each is said to be, its text, and whether it is the title."""
        for element in () if container is None else container:
            name = name_of(element)
            if name in _FRAMES:
                yield from self._front(element)
            elif name == "table":
                yield from (("", line, False) for line in self._words.table(element))
            elif name in _LINES:
                titles = [each for each in element if name_of(each) == "docTitle"]
                kind = element.get("class", "")
                yield (
                    kind,
                    self._words.text(titles[0] if titles and kind == "title" else element),
                    bool(titles),
                )
            elif name:
                raise MisbuiltError(f"不认识 <{name}>")

    def _annex(self, attachment: etree._Element, ordinal: int) -> Provision:
        document = next((each for each in attachment if name_of(each) in _DOCUMENTS), None)
        if document is None:
            raise MisbuiltError("附件里没有文本")
        body = next((each for each in document if name_of(each) in ("mainBody", "body")), None)
        lines, children = self._inside(body, 1) if body is not None else ([], [])
        return self._make(Level.ANNEX, attachment, lines, children, ordinal)

    def _inside(self, element: etree._Element, depth: int) -> tuple[list[str], list[Provision]]:
        """The lines of text in an element, and the provisions after them."""
        if depth > DEEPEST:
            raise MisbuiltError("嵌套过深")
        lines: list[str] = []
        children: list[Provision] = []
        for each in element:
            name = name_of(each)
            if name in ("num", "heading", "meta", ""):
                continue
            if name in _LEVELS and name not in _LINES:
                children.append(self._provision(each, depth, len(children) + 1))
                continue
            if name in _FRAMES:
                own, inner = self._inside(each, depth + 1)
            elif name in _LINES or name == "table":
                own, inner = self._words.table(each) if name == "table" else [self._words.text(each)], []
            else:
                raise MisbuiltError(f"不认识 <{name}>")
            if children and any(own):
                raise MisbuiltError(f"“{own[0][:20]}”接在下级条款之后，中国法规的条款树里没有它的位置")
            lines += own
            children += inner
        return lines, children

    def _provision(self, element: etree._Element, depth: int, ordinal: int) -> Provision:
        level = _LEVELS[name_of(element)]
        lines, children = self._inside(element, depth + 1)
        if level is Level.ARTICLE and any(each.level in (Level.ITEM, Level.SUBITEM) for each in children):
            # Elsewhere points stand right in an article; here they stand in its 款.
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
            next((self._words.text(each) for each in element if name_of(each) == tag), None)
            for tag in ("num", "heading")
        )
        eid = element.get("eId", "")
        through = element.get(f"{{{OWN}}}through")
        try:
            return make_provision(
                level,
                _number_in(eid, level) or _number_of_label(label) or make_number(ordinal),
                label=label,
                heading=heading,
                text="\n".join(lines),
                children=children,
                through=_number(through) if through else None,
                run_in=level is Level.ITEM and element.get(f"{{{OWN}}}run-in") == "true",
            )
        except MisbuiltError as error:
            raise MisbuiltError(f"{eid or label or name_of(element)}，{error}") from None


def _number_in(eid: str, level: Level) -> Number | None:
    """The number in the last step of an eId, if it is one of ours."""
    # The second of two with one address ends in --2.
    step = eid.rpartition("__")[2].partition("--")[0]
    found = MACHINE_STEP.match(step)
    return _number(found["number"]) if found and found["prefix"] == level.prefix else None


def _number(words: str) -> Number:
    value, *inserted = words.split("-")
    try:
        return make_number(int(value), [int(each) for each in inserted])
    except ValueError:
        raise MisbuiltError(f"编号 {words[:20]} 不合格") from None


def _number_of_label(label: str | None) -> Number | None:
    """The number that a label of somebody else's document prints: 第三条, （三）, 3."""
    words = (
        "".join(each for each in label or "" if each.isalnum())
        .removeprefix("第")
        .rstrip("条款项目章节编部分")
    )
    numeral, _, inserted = words.partition("之")
    try:
        return read_number(numeral, f"之{inserted}" if inserted else "") if numeral else None
    except ValueError:
        return None
