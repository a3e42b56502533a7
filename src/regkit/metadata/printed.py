"""Printed lines as one text without whitespace, and the words in it that carry meaning (tokens)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum, auto
from typing import NamedTuple

from regkit.metadata import grammar
from regkit.metadata.kinds import EventKind
from regkit.text.numerals import from_chinese
from regkit.text.whitespace import WHITESPACE

_WHITESPACE = frozenset(WHITESPACE)
# Latin O is printed for 〇, and 元月 for the first month.
_VARIANTS = str.maketrans({"O": "〇", "Ｏ": "〇", "元": "一"})
_SINCE = {"通过": EventKind.PASSED, "批准": EventKind.APPROVED}
_VERBS = {kind.name.lower(): kind for kind in EventKind}


class TokenKind(StrEnum):
    """The kind of a token.

    DAY is a date, TITLE the title of an act, VERB a verb of history such as 通过, SINCE words such as 公布之日起施行,
    AFTER words such as 公布之日起30日后施行, and STOP a full stop or semicolon.
    """

    DAY = auto()
    TITLE = auto()
    VERB = auto()
    SINCE = auto()
    AFTER = auto()
    STOP = auto()


class Token(NamedTuple):
    """A word that carries meaning.

    `start` and `end` (exclusive) are offsets in the text without whitespace. `verb` is the event that a VERB states,
    or the event from whose day a SINCE counts.
    """

    kind: TokenKind
    start: int
    end: int
    verb: EventKind | None = None


class Printed:
    """Lines as one text without whitespace.

    `text` is that text, and `starts` the index (from 0) of each line by the offset at which it begins. Lines that
    contain nothing but whitespace are not in `starts`.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._raw = "\n".join(lines)
        self._positions = [
            position for position, character in enumerate(self._raw) if character not in _WHITESPACE
        ]
        self.text = "".join([self._raw[position] for position in self._positions])
        ends = [position for position, character in enumerate(self._raw) if character == "\n"]
        line_of = [bisect_right(ends, position) for position in self._positions] if ends else []
        before = -1
        self.starts: dict[int, int] = {}
        for position, line in enumerate(line_of or [0] * bool(self.text)):
            if line != before:
                self.starts[position] = before = line

    def words(self, start: int, end: int) -> str:
        """The words between two offsets (`end` is exclusive) as printed, with whitespace."""
        return self._raw[self._positions[start] : self._positions[end - 1] + 1]

    def tokens(self) -> Iterator[Token]:
        """The tokens in order. Everything between 《 and 》 is one TITLE, and so is 关于修改…的决定 without marks."""
        # How many marks 《 are open, and where the present title begins (-1: none), with marks and without.
        depth, opened, bare = 0, -1, -1
        for match in grammar.TOKEN.finditer(self.text):
            name, start, end = str(match.lastgroup), match.start(), match.end()
            if name == "stop" or (name == "day" and start in self.starts):
                # A title without its closing mark ends here, or it would contain all that follows.
                depth, opened, bare = 0, -1, -1
            if name == "open":
                opened = opened if depth else start
                depth += 1
            elif name == "close":
                depth = max(depth - 1, 0)
                if depth == 0 and opened >= 0 and bare >= 0 and grammar.AMENDED_BY.match(self.text, end):
                    # In 关于批准《某决定》第一次修正 the words 的决定 are left out.
                    bare = -1
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
        """The title of a TITLE without the marks 《》, and without whitespace."""
        text = self.text[token.start : token.end]
        return text[1:-1] if text[0] in "《〈<＜" else text

    def day(self, start: int, end: int) -> date | None:
        """The date between two offsets, or None if there is no date or it does not exist (2月30日)."""
        match = grammar.DAY.match(self.text[start:end])
        if not match:
            return None
        try:
            year, month, day = (
                from_chinese(part.translate(_VARIANTS)) for part in match.group("year", "month", "day")
            )
            return date(year, month, day)
        except ValueError:
            return None
