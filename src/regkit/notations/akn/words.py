"""Akoma Ntoso: reads the text in an element, without notes, pictures and layout."""

from __future__ import annotations

from lxml import etree

from regkit.errors import Problem
from regkit.model.limits import MOST_CHARACTERS
from regkit.model.tables import write_row
from regkit.notations.akn.writing import CHARACTER
from regkit.notations.source import FOOTNOTE, IMAGE, problem_of
from regkit.notations.tree_building import DEEPEST, MisbuiltError

_SPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
# Elements that are not read, and the code that reports them.
_LEFT_OUT = {
    "authorialNote": FOOTNOTE,
    "noteRef": FOOTNOTE,
    "remark": FOOTNOTE,
    "img": IMAGE,
    "foreign": IMAGE,
}
# Characters before an element left out that a problem quotes.
_EXCERPT = 30
_WHITESPACE_TO_SPACES = str.maketrans("\t\n\r", "   ")


class Words:
    """Reads the text of elements, and collects in `problems` what was left out.

    If `exact`, whitespace is kept as it is; otherwise indentation and line breaks are collapsed into single spaces.
    """

    def __init__(self, *, exact: bool) -> None:
        self.problems: list[Problem] = []
        self._exact = exact
        self._characters = 0

    def table(self, table: etree._Element) -> list[str]:
        """The rows of a table as lines of text; see `model.tables`."""
        return [
            write_row(self.text(cell) for cell in row if name_of(cell) in ("td", "th"))
            for row in table
            if name_of(row) == "tr"
        ]

    def text(self, element: etree._Element) -> str:
        """All text in an element. Raises MisbuiltError if the document has too much text or is nested too deeply."""
        parts: list[str] = []
        self._gather(element, parts, 0)
        text = "".join(parts)
        self._characters += len(text)
        if self._characters > MOST_CHARACTERS:
            raise MisbuiltError(f"文字超过 {MOST_CHARACTERS:,} 个字符的上限")
        return (
            text
            if self._exact
            else " ".join(part for part in text.translate(_WHITESPACE_TO_SPACES).split(" ") if part)
        )

    def _gather(self, element: etree._Element, parts: list[str], depth: int) -> None:
        if depth > DEEPEST:
            raise MisbuiltError("嵌套过深")
        # Empty parts are not added, so that the last parts always contain the last words.
        _add(parts, element.text)
        for inner in element:
            name = name_of(inner)
            if inner.tag is etree.ProcessingInstruction:
                _add(parts, _character(inner))
            elif name in _LEFT_OUT:
                self.problems.append(problem_of(_LEFT_OUT[name], inner.sourceline or 0, _last(parts)))
            elif name in ("br", "eol"):
                _add(parts, "" if self._exact else " ")
            else:
                self._gather(inner, parts, depth + 1)
            _add(parts, inner.tail)


def _add(parts: list[str], part: str | None) -> None:
    if part:
        parts.append(part)


def _last(parts: list[str]) -> str:
    """The last characters of a text given in parts, for an excerpt."""
    return "".join(parts[-_EXCERPT:])[-_EXCERPT:]


def name_of(element: etree._Element) -> str:
    """The local name of an element of Akoma Ntoso 3.0 or its drafts; empty for other elements, comments and instructions."""
    if not isinstance(element.tag, str):
        return ""
    space, _, name = element.tag.removeprefix("{").rpartition("}")
    return name if space == _SPACE or space.startswith(f"{_SPACE}/") else ""


def _character(instruction: etree._Element) -> str:
    """The character that a processing instruction of regkit stands for; empty for other instructions."""
    words = (instruction.text or "").strip()
    if instruction.target != CHARACTER or not words.isalnum() or len(words) > 6:
        return ""
    try:
        return chr(int(words, 16))
    except (ValueError, OverflowError):
        return ""
