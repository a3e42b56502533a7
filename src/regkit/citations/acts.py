"""Other acts: titles in 书名号, short names without them, and abbreviations that a text defines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from regkit.citations import grammar
from regkit.citations.citation import Act
from regkit.citations.names import TITLES, full_title
from regkit.rule import places_of
from regkit.terms.grammar import ABBREVIATION
from regkit.text.numerals import from_chinese
from regkit.text.whitespace import without_whitespace

LONGEST_TITLE = 200
# A law cites the same few titles again and again.
_TITLES_REMEMBERED = 4096
# Names are looked up by so many of their first or last characters and by their lengths, of which there are few.
_HEAD = _TAIL = 2
_ENDS_FORMER = frozenset("的前原")
_USUAL_ENDS = ("法", "法典", "条例", "法通则", "法总则")


class Names:
    """The names without 书名号 by which a text may cite: national acts, and what the text itself defines."""

    def __init__(self) -> None:
        self.defined: dict[str, str] = {}
        # Abbreviations that end otherwise than names of laws do, and from where on they are used.
        self._unusual: dict[str, int] = {}
        self._lengths = _LENGTHS

    def define(self, name: str, title: str, position: int, *, bare: bool) -> None:
        """Remember an abbreviation that the text defines at a place, and whether it is used without 书名号."""
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
        """The longest name that ends at a place of the text and does not begin before `begin`."""
        for length in self._lengths.get(text[end - _TAIL : end], ()):
            if end - length < begin:
                continue
            name = text[end - length : end]
            if name in self.defined or name in TITLES:
                return name
        return None

    def unusual_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Where abbreviations stand that end otherwise than names of laws do, without 书名号, each after its definition.

        Every one that begins at a place is given, the longest first.
        """
        lengths: dict[str, set[int]] = {}
        for name in self._unusual:
            lengths.setdefault(name[:_HEAD], set()).add(len(name))
        longest_first = {head: sorted(each, reverse=True) for head, each in lengths.items()}
        for start in places_of({head[0] for head in lengths}, text):
            # 《公约》 is read as a title.
            if text[start - 1 : start] in ("《", "〈"):
                continue
            for length in longest_first.get(text[start : start + _HEAD], ()):
                position = self._unusual.get(text[start : start + length])
                if position is not None and position <= start:
                    yield start, start + length

    def title_of(self, name: str) -> str:
        """The full title that is meant by a name."""
        return self.defined.get(name) or full_title(name)


def _lengths() -> dict[str, tuple[int, ...]]:
    """The lengths of the names of national acts by their last characters, the longest first."""
    table: dict[str, set[int]] = {}
    for name in TITLES:
        table.setdefault(name[-_TAIL:], set()).add(len(name))
    return {tail: tuple(sorted(lengths, reverse=True)) for tail, lengths in table.items()}


_LENGTHS = _lengths()


def end_of_title(text: str, start: int) -> int:
    """Where the 书名号 that opens at `start` closes, after its sign; -1 if it does not on its line."""
    limit = min(len(text), start + LONGEST_TITLE)
    end = text.find("》", start, limit) + 1
    depth = text.count("《", start, end)
    while end and depth > 1:
        # A title within the title: as many must close as were opened.
        after = text.find("》", end, limit) + 1
        depth += text.count("《", end, after) - 1
        end = after
    return -1 if not end or "\n" in text[start:end] else end


@lru_cache(maxsize=_TITLES_REMEMBERED)
def is_legal(title: str) -> bool:
    """Whether a title in 书名号 is that of a legal text and not of a certificate, a journal or a form."""
    return bool(grammar.LAW_TITLE.match(title)) and not grammar.NO_LAW_TITLE.match(title)


def read_act(title: str, before: str, note: str | None) -> Act:
    """The act with a title, with what is printed before and after its name."""
    numbered = grammar.NUMBERED.search(note) if note else None
    return Act(
        title=title,
        number=numbered[0] if numbered else None,
        dated=_day(before),
        # To ask the rule takes ten times as long.
        former=before[-1:] in _ENDS_FORMER and bool(grammar.FORMER.search(before[-6:])),
    )


def abbreviation_in(note: str) -> str | None:
    """The abbreviation that a note, given with its brackets, defines, without its signs."""
    found = ABBREVIATION.match(note)
    return without_whitespace(found["name"]) if found else None


@lru_cache(maxsize=_TITLES_REMEMBERED)
def plain_title(printed: str) -> str:
    """The title between 书名号 as it is compared and shown: without blanks, inner signs as 〈〉."""
    title = without_whitespace(printed)
    for variant, sign in (("《", "〈"), ("》", "〉"), ("<", "〈"), (">", "〉"), ("＜", "〈"), ("＞", "〉")):
        title = title.replace(variant, sign)
    return title


def _day(before: str) -> date | None:
    if "日" not in before:
        return None
    found = grammar.DATED.search(before)
    if not found:
        return None
    try:
        year, month, day = (
            from_chinese(part.replace("元", "一")) for part in found.group("year", "month", "day")
        )
        return date(year, month, day)
    except ValueError:
        return None
