"""Other acts as texts name them: titles in 书名号, short names without them, and abbreviations that a text defines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from regkit.citations import grammar
from regkit.citations.citation import Act
from regkit.citations.names import TITLES, full_title
from regkit.rule import offsets_of
from regkit.terms.grammar import ABBREVIATION
from regkit.text.numerals import from_chinese
from regkit.text.whitespace import without_whitespace

# A title in 书名号 has at most this many characters.
LONGEST_ACT_TITLE = 200
# A law cites the same few titles again and again, so results are cached for this many titles.
_TITLES_REMEMBERED = 4096
# Names are looked up by this many of their first or last characters, and then by their lengths, which are few.
_HEAD = _TAIL = 2
_ENDS_FORMER = frozenset("的前原")
_USUAL_ENDS = ("法", "法典", "条例", "法通则", "法总则")


class Names:
    """The names by which a text may cite acts without 书名号: those of national acts, and abbreviations that the text defines.

    `defined` has the full title for each abbreviation that was defined so far.
    """

    def __init__(self) -> None:
        self.defined: dict[str, str] = {}
        # Abbreviations that do not end like names of laws, with the position of their definition.
        self._unusual: dict[str, int] = {}
        self._lengths = _LENGTHS

    def define(self, name: str, title: str, position: int, *, bare: bool) -> None:
        """Remember an abbreviation that the text defines at `position`; if `bare`, it may be used without 书名号.

        The first definition of a name counts.
        """
        if name in self.defined or len(name) < _TAIL:
            return
        if bare and not name.endswith(_USUAL_ENDS):
            self._unusual[name] = position
        self.defined[name] = title
        tail = name[-_TAIL:]
        lengths = self._lengths.get(tail, ())
        if len(name) not in lengths:
            if self._lengths is _LENGTHS:
                self._lengths = dict(_LENGTHS)
            self._lengths[tail] = tuple(sorted((*lengths, len(name)), reverse=True))

    def ending_at(self, text: str, end: int, begin: int) -> str | None:
        """The longest known name that ends at position `end` of the text and does not begin before `begin`, or None."""
        for length in self._lengths.get(text[end - _TAIL : end], ()):
            if end - length < begin:
                continue
            name = text[end - length : end]
            if name in self.defined or name in TITLES:
                return name
        return None

    def unusual_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield start and end of each use of an abbreviation that does not end like the name of a law, in text order.

        Only uses after the definition and without 书名号 count. If several begin at one position, all are yielded,
        the longest first.
        """
        lengths: dict[str, set[int]] = {}
        for name in self._unusual:
            lengths.setdefault(name[:_HEAD], set()).add(len(name))
        longest_first = {head: sorted(known, reverse=True) for head, known in lengths.items()}
        for start in offsets_of({head[0] for head in lengths}, text):
            # 《公约》 is read as a title.
            if text[start - 1 : start] in ("《", "〈"):
                continue
            for length in longest_first.get(text[start : start + _HEAD], ()):
                position = self._unusual.get(text[start : start + length])
                if position is not None and position <= start:
                    yield start, start + length

    def title_of(self, name: str) -> str:
        """The full title of the act that a name means."""
        return self.defined.get(name) or full_title(name)


def _lengths() -> dict[str, tuple[int, ...]]:
    """For the last two characters of each name of a national act: the lengths of such names, the longest first."""
    table: dict[str, set[int]] = {}
    for name in TITLES:
        table.setdefault(name[-_TAIL:], set()).add(len(name))
    return {tail: tuple(sorted(lengths, reverse=True)) for tail, lengths in table.items()}


_LENGTHS = _lengths()


def end_of_title(text: str, start: int) -> int:
    """The position after the 》 that closes the 《 at `start`; -1 if none does on the same line."""
    limit = min(len(text), start + LONGEST_ACT_TITLE)
    end = text.find("》", start, limit) + 1
    depth = text.count("《", start, end)
    while end and depth > 1:
        # There is a title within the title: each 《 needs its own 》.
        after = text.find("》", end, limit) + 1
        depth += text.count("《", end, after) - 1
        end = after
    return -1 if not end or "\n" in text[start:end] else end


@lru_cache(maxsize=_TITLES_REMEMBERED)
def is_legal(title: str) -> bool:
    """Whether a title in 书名号 is that of a legal text, not of a certificate, a journal or a form."""
    return bool(grammar.LAW_TITLE.match(title)) and not grammar.NO_LAW_TITLE.match(title)


def read_act(title: str, before: str, note: str | None) -> Act:
    """The act with this title, with the date or 原 in the words `before` its name and the 文号 in the `note` after it."""
    numbered = grammar.NUMBERED.search(note) if note else None
    return Act(
        title=title,
        number=numbered[0] if numbered else None,
        dated=_day(before),
        # The last character is checked first because the rule takes ten times as long.
        former=before[-1:] in _ENDS_FORMER and bool(grammar.FORMER.search(before[-6:])),
    )


def abbreviation_in(note: str) -> str | None:
    """The abbreviation that a note defines, without quotation marks; None if it defines none.

    `note` includes its brackets: （以下简称《示范法》）.
    """
    match = ABBREVIATION.match(note)
    return without_whitespace(match["name"]) if match else None


@lru_cache(maxsize=_TITLES_REMEMBERED)
def plain_title(printed: str) -> str:
    """The title between 书名号 as titles are compared and shown: without whitespace, with 〈〉 for 书名号 within it."""
    title = without_whitespace(printed)
    for variant, bracket in (
        ("《", "〈"),
        ("》", "〉"),
        ("<", "〈"),
        (">", "〉"),
        ("＜", "〈"),
        ("＞", "〉"),
    ):
        title = title.replace(variant, bracket)
    return title


def _day(before: str) -> date | None:
    """The date of adoption or promulgation with which some words end; None if they do not, or if there is no such day."""
    if "日" not in before:
        return None
    match = grammar.DATED.search(before)
    if not match:
        return None
    try:
        year, month, day = (
            from_chinese(part.replace("元", "一")) for part in match.group("year", "month", "day")
        )
        return date(year, month, day)
    except ValueError:
        return None
