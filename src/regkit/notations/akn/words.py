"""Akoma Ntoso: the words in an element, without what is not the law's."""

from __future__ import annotations

from lxml import etree

from regkit.errors import Problem
from regkit.model.tables import write_row
from regkit.notations.akn.writing import CHARACTER
from regkit.notations.source import FOOTNOTE, IMAGE, MOST_CHARACTERS, problem_of
from regkit.notations.tree_building import DEEPEST, MisbuiltError

_SPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_LEFT_OUT = {
    "authorialNote": FOOTNOTE,
    "noteRef": FOOTNOTE,
    "remark": FOOTNOTE,
    "img": IMAGE,
    "foreign": IMAGE,
}
_EXCERPT = 30
_BLANKS_OF_XML = str.maketrans("\t\n\r", "   ")


class Words:
    """Reads words. With `exact` every blank is text; else those that XML is laid out with are not. `problems` tells of what was left out."""

    def __init__(self, *, exact: bool) -> None:
        self.problems: list[Problem] = []
        self._exact = exact
        self._characters = 0

    def table(self, table: etree._Element) -> list[str]:
        """The rows of a table as lines of text."""
        return [
            write_row(self.text(cell) for cell in row if name_of(cell) in ("td", "th"))
            for row in table
            if name_of(row) == "tr"
        ]

    def text(self, element: etree._Element) -> str:
        """All words in an element. Raises MisbuiltError when they are too many, or too deep."""
        parts: list[str] = []
        self._gather(element, parts, 0)
        text = "".join(parts)
        self._characters += len(text)
        if self._characters > MOST_CHARACTERS:
            raise MisbuiltError(f"文字超过 {MOST_CHARACTERS:,} 个字符的上限")
        return (
            text
            if self._exact
            else " ".join(part for part in text.translate(_BLANKS_OF_XML).split(" ") if part)
        )

    def _gather(self, element: etree._Element, parts: list[str], depth: int) -> None:
        if depth > DEEPEST:
            raise MisbuiltError("嵌套过深")
        # Nothing is no part, so that the last words are in the last parts.
        _add(parts, element.text)
        for each in element:
            name = name_of(each)
            if each.tag is etree.ProcessingInstruction:
                _add(parts, _character(each))
            elif name in _LEFT_OUT:
                self.problems.append(problem_of(_LEFT_OUT[name], each.sourceline or 0, _last(parts)))
            elif name in ("br", "eol"):
                _add(parts, "" if self._exact else " ")
            else:
                self._gather(each, parts, depth + 1)
            _add(parts, each.tail)


def _add(parts: list[str], part: str | None) -> None:
    if part:
        parts.append(part)


def _last(parts: list[str]) -> str:
    """The end of a text in parts, for an excerpt."""
    return "".join(parts[-_EXCERPT:])[-_EXCERPT:]


def name_of(element: etree._Element) -> str:
    """The name of an element of Akoma Ntoso, in any of the drafts of version 3; else nothing."""
    if not isinstance(element.tag, str):
        return ""
    space, _, name = element.tag.removeprefix("{").rpartition("}")
    return name if space == _SPACE or space.startswith(f"{_SPACE}/") else ""


def _character(instruction: etree._Element) -> str:
    """The character that XML cannot hold; nothing for instructions of others."""
    words = (instruction.text or "").strip()
    if instruction.target != CHARACTER or not words.isalnum() or len(words) > 6:
        return ""
    try:
        return chr(int(words, 16))
    except (ValueError, OverflowError):
        return ""
