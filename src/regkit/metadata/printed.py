"""Printed lines read as one text without blanks, and the words of it that mean something."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum, auto
from typing import NamedTuple

from regkit.metadata import grammar
from regkit.metadata.facts import EventKind
from regkit.text.numerals import from_chinese
from regkit.text.whitespace import WHITESPACE

_BLANK = frozenset(WHITESPACE)
# Latin O for 〇, and 元月 for the first month.
_VARIANTS = str.maketrans({"O": "〇", "Ｏ": "〇", "元": "一"})
_SINCE = {"通过": EventKind.PASSED, "批准": EventKind.APPROVED}
_VERBS = {kind.name.lower(): kind for kind in EventKind}


class TokenKind(StrEnum):
    """What a word means: a DAY, a TITLE, a VERB, 公布之日起施行 (SINCE), 公布之日起30日后施行 (AFTER), a STOP."""

    DAY = auto()
    TITLE = auto()
    VERB = auto()
    SINCE = auto()
    AFTER = auto()
    STOP = auto()


class Token(NamedTuple):
    """A word that means something and its place in the text without blanks.

    `verb` is what a VERB says, and for a SINCE whose day it is.
    """

    kind: TokenKind
    start: int
    end: int
    verb: EventKind | None = None


class Printed:
    """Lines as one text without blanks (`text`), from any place of which the words as printed can be had."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._raw = "\n".join(lines)
        self._positions = [position for position, sign in enumerate(self._raw) if sign not in _BLANK]
        self.text = "".join([self._raw[position] for position in self._positions])
        ends = [position for position, sign in enumerate(self._raw) if sign == "\n"]
        line_of = [bisect_right(ends, position) for position in self._positions] if ends else []
        before = -1
        self.starts: dict[int, int] = {}
        """The places where lines begin, and which lines these are."""
        for position, line in enumerate(line_of or [0] * bool(self.text)):
            if line != before:
                self.starts[position] = before = line

    def words(self, start: int, end: int) -> str:
        """What is printed from one place to another."""
        return self._raw[self._positions[start] : self._positions[end - 1] + 1]

    def tokens(self) -> Iterator[Token]:
        """The words that mean something, in order; what stands in 《…》 is one TITLE."""
        depth, opened, bare = 0, -1, -1
        for found in grammar.TOKEN.finditer(self.text):
            name, start, end = str(found.lastgroup), found.start(), found.end()
            if name == "stop" or (name == "day" and start in self.starts):
                # A title that was never closed ends here, or it would swallow all that follows.
                depth, opened, bare = 0, -1, -1
            if name == "open":
                opened = opened if depth else start
                depth += 1
            elif name == "close":
                depth = max(depth - 1, 0)
                if depth == 0 and opened >= 0 and bare < 0:
                    yield Token(TokenKind.TITLE, opened, end)
                opened = opened if depth else -1
            elif depth:
                continue
            elif name == "about":
                bare = start if bare < 0 else bare
            elif name == "decision":
                if bare >= 0:
                    yield Token(TokenKind.TITLE, bare, end)
                bare = -1
            elif bare < 0:
                verb = _VERBS.get(name)
                kind = TokenKind.VERB if verb else TokenKind(name)
                if kind is TokenKind.SINCE:
                    verb = _SINCE.get(self.text[start : start + 2], EventKind.PROMULGATED)
                yield Token(kind, start, end, verb)

    def title(self, token: Token) -> str:
        """The title without its marks."""
        text = self.text[token.start : token.end]
        return text[1:-1] if text[0] in "《〈<＜" else text

    def day(self, start: int, end: int) -> date | None:
        """The date that stands there; None for what is no date, or one that no calendar has."""
        found = grammar.DAY.match(self.text[start:end])
        if not found:
            return None
        try:
            year, month, day = (
                from_chinese(part.translate(_VARIANTS)) for part in found.group("year", "month", "day")
            )
            return date(year, month, day)
        except ValueError:
            return None
