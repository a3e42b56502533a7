"""The markup within a line of Markdown: where it stands and what it is."""

from __future__ import annotations

from collections.abc import Callable, Set
from html import unescape

import msgspec

from regkit.model.departures import REPLACED, SYNTAX
from regkit.notations.markdown.elements import is_element
from regkit.notations.markdown.words_grammar import (
    ADDRESS,
    ATTRIBUTES,
    AUTOLINK,
    BLOCK_NAME,
    BRACKET,
    DIALECT_NOTE,
    DISPLAYED_FORMULA,
    DOUBLED_MARKS,
    ENTITY,
    ESCAPE,
    FORMULA,
    LINK_TARGET,
    LOWERING,
    RAISED,
    RAISING_MARKS,
    SPECIAL,
    TAG,
    TAG_MARK,
    TEMPLATE,
    WIKI_LINK,
)
from regkit.notations.source import IMAGE, MARKUP, UNSURE_MARKUP
from regkit.rule import Rule

# In characters: longer words between brackets are no link.
_LONGEST_WORDS = 1000

DELIMITER = "delimiter"
"""Kind of a token: a run of *, _, ~ or =, which may begin or end emphasis."""
ELEMENT = "element"
"""Kind of a token: a tag of HTML."""
COMMENT = "comment"
"""Kind of a token: a comment."""
RAISING = "raising"
"""Kind of a token: the words between the tags <sup> or <sub>; `text` is the name of the tag."""


class MarkupToken(msgspec.Struct, gc=False):
    """A piece of markup; `kind` is that of a departure, or one of the kinds above. `text` is what stands for it in the law."""

    start: int
    end: int
    kind: str
    text: str = ""


def tokens_in(text: str, labels: Set[str]) -> list[MarkupToken]:
    """The markup in a line, in order; `labels` are those of links and footnotes that the file defines."""
    scanner = _Scanner(text, labels)
    position = 0
    while match := SPECIAL.search(text, position):
        position = _SCANS[match[0][0]](scanner, match.start())
    return scanner.tokens


class _Scanner:
    """Each method reads what may be markup at `start`, and returns where reading goes on."""

    def __init__(self, text: str, labels: Set[str]) -> None:
        self.text = text
        self.tokens: list[MarkupToken] = []
        self._labels = labels
        # For the opening bracket of each link its closing bracket and its end, and the end by the closing bracket once it has begun.
        self._links: dict[int, tuple[int, int]] | None = None
        # Opening brackets of what may be links.
        self._unsure: set[int] = set()
        self._closing: dict[int, int] = {}
        self._last_comment = text.rfind("-->")
        # Lengths of runs of ` that do not occur again in this line.
        self._unmatched: set[int] = set()
        # Where what may be marks of some dialect ends, each by its rule.
        self._ends_of_unsure: dict[str, int] = {}

    def scan_escape(self, start: int) -> int:
        if ESCAPE.match(self.text, start):
            self._add(start, start + 1, SYNTAX)
            return start + 2
        if not self.text[start + 1 :].strip():
            self._add(start, start + 1, SYNTAX)
        return start + 1

    def scan_code(self, start: int) -> int:
        end = self._end_of_run(start)
        closing = self._same_run(end, end - start)
        if closing < 0:
            return end
        self._add(start, end, SYNTAX)
        return self._add(closing, closing + end - start, SYNTAX)

    def scan_delimiter(self, start: int) -> int:
        end = self._end_of_run(start)
        if end == start + 1 and self.text[start] == "~":
            self._note(LOWERING, start, behind=1)
        return self._add(start, end, DELIMITER)

    def scan_angle(self, start: int) -> int:
        if self.text.startswith("<!--", start):
            end = self.text.find("-->", start + 2) if start < self._last_comment else -1
            return self._add(start, end + 3, COMMENT) if end >= 0 else self._add(start, start + 4, MARKUP)
        if match := AUTOLINK.match(self.text, start):
            self._add(start, start + 1, SYNTAX)
            return self._add(match.end() - 1, match.end(), SYNTAX)
        if match := RAISED.match(self.text, start):
            self._add(start, match.start("words"), SYNTAX)
            self._add(*match.span("words"), RAISING, match["name"].lower())
            return self._add(match.end("words"), match.end(), SYNTAX)
        match = TAG.match(self.text, start)
        if match is None:
            return start + 1
        if is_element(match):
            return self._add(start, match.end(), ELEMENT)
        return self._add(start, start, UNSURE_MARKUP) + 1

    def scan_entity(self, start: int) -> int:
        match = ENTITY.match(self.text, start)
        character = unescape(match[0]) if match else ""
        if not match or character in ("", match[0]):
            return start + 1
        # A line feed or a tab would make other lines, or rows of a table.
        return self._add(
            start, match.end(), REPLACED, " " if character in "\n\r\t\v\f\x85\u2028\u2029" else character
        )

    def scan_image(self, start: int) -> int:
        link = self._link_at(start + 1)
        if link:
            return self._add(start, link[1], IMAGE)
        self._note(WIKI_LINK, start)
        return start + 1

    def scan_opening_bracket(self, start: int) -> int:
        if self.text.startswith("[^", start):
            end = self.text.find("]", start) + 1
            if self.text[start + 1 : end - 1] in self._labels:
                return self._add(start, end, SYNTAX)
            self._note(DIALECT_NOTE, start)
        if link := self._link_at(start):
            closing, end = link
            self._closing[closing] = end
            return self._add(start, start + 1, SYNTAX)
        if start in self._unsure:
            self._add(start, start, UNSURE_MARKUP)
        elif self.text.startswith("[[", start) and not self._link_at(start + 1):
            self._note(WIKI_LINK, start)
        return start + 1

    def scan_closing_bracket(self, start: int) -> int:
        end = self._closing.get(start)
        return start + 1 if end is None else self._add(start, end, SYNTAX)

    def scan_formula(self, start: int) -> int:
        match = DISPLAYED_FORMULA.match(self.text, start) or FORMULA.match(self.text, start)
        return self._add(start, match.end(), IMAGE) if match else self._end_of_run(start)

    def scan_brace(self, start: int) -> int:
        match = TEMPLATE.match(self.text, start)
        return self._add(start, match.end(), MARKUP) if match else start + 1

    def scan_caret(self, start: int) -> int:
        if not (self._note(RAISING_MARKS, start, behind=1) or self._note(DIALECT_NOTE, start)):
            self._note(BLOCK_NAME, start, behind=1)
        return start + 1

    def scan_number_sign(self, start: int) -> int:
        self._note(TAG_MARK, start, behind=1)
        return start + 1

    def scan_doubled(self, start: int) -> int:
        self._note(DOUBLED_MARKS, start, behind=1)
        return start + 2

    def _note(self, rule: Rule, start: int, *, behind: int = 0) -> bool:
        """Note what may be markup of some dialect, once for all its marks. Returns whether it is what the rule describes.

        The rule also describes `behind` characters in front of the mark at `start`.
        """
        if start < self._ends_of_unsure.get(rule.name, 0):
            return True
        match = rule.match(self.text, max(start - behind, 0))
        if match is None:
            return False
        self._ends_of_unsure[rule.name] = match.end()
        self._add(start, start, UNSURE_MARKUP)
        return True

    def _add(self, start: int, end: int, kind: str, text: str = "") -> int:
        self.tokens.append(MarkupToken(start, end, kind, text))
        return end

    def _end_of_run(self, start: int) -> int:
        end = start + 1
        while end < len(self.text) and self.text[end] == self.text[start]:
            end += 1
        return end

    def _same_run(self, start: int, length: int) -> int:
        """The offset of the next run of ` of this length, -1 if there is none."""
        if length in self._unmatched:
            return -1
        run = "`" * length
        offset = self.text.find(run, start)
        while offset >= 0:
            end = self._end_of_run(offset)
            if end - offset == length:
                return offset
            offset = self.text.find(run, end)
        self._unmatched.add(length)
        return -1

    def _link_at(self, start: int) -> tuple[int, int] | None:
        """The offset of the closing bracket and the end of the link whose words begin with a bracket at `start`."""
        if self._links is None:
            self._links = {}
            self._find_links(self._links)
        return self._links.get(start)

    def _find_links(self, links: dict[int, tuple[int, int]]) -> None:
        openings: list[int] = []
        for match in BRACKET.finditer(self.text):
            offset = match.start()
            if offset and self.text[offset - 1] == "\\":
                continue
            if match[0] == "[":
                openings.append(offset)
            elif openings and offset - openings[-1] <= _LONGEST_WORDS:
                opening = openings.pop()
                end = self._end_of_link(opening, offset)
                if end is not None:
                    attributes = ATTRIBUTES.match(self.text, end)
                    links[opening] = offset, attributes.end() if attributes else end

    def _end_of_link(self, opening: int, closing: int) -> int | None:
        text = self.text
        words = text[opening + 1 : closing]
        target = LINK_TARGET.match(text, closing + 1)
        if target:
            # What stands in brackets after brackets may be law: [2024](5).
            if target["bracketed"] is not None or ADDRESS.match(target["address"]) or "](" in words:
                return target.end()
            if not target["address"].isascii():
                self._unsure.add(opening)
            return None
        if text.startswith("[", closing + 1):
            end = text.find("]", closing + 2, closing + _LONGEST_WORDS)
            return end + 1 if end >= 0 and (text[closing + 2 : end] or words) in self._labels else None
        return closing + 1 if words in self._labels else None


_SCANS: dict[str, Callable[[_Scanner, int], int]] = {
    "\\": _Scanner.scan_escape,
    "`": _Scanner.scan_code,
    **dict.fromkeys("*_~=", _Scanner.scan_delimiter),
    "<": _Scanner.scan_angle,
    "&": _Scanner.scan_entity,
    "!": _Scanner.scan_image,
    "[": _Scanner.scan_opening_bracket,
    "]": _Scanner.scan_closing_bracket,
    "$": _Scanner.scan_formula,
    "{": _Scanner.scan_brace,
    "^": _Scanner.scan_caret,
    "#": _Scanner.scan_number_sign,
    **dict.fromkeys("%+", _Scanner.scan_doubled),
}
