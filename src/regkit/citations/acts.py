"""Other acts: titles in 书名号, short names without them, and abbreviations that a text defines."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from regkit.citations import grammar
from regkit.citations.citation import Act
from regkit.citations.names import TITLES, full_title
from regkit.model.blanks import without_blanks
from regkit.model.numerals import from_chinese
from regkit.terms.grammar import ABBREVIATION

LONGEST_TITLE = 200
# No text abbreviates more titles; for each name it is searched once.
MOST_DEFINED = 500
# A law cites the same few titles again and again.
_TITLES_REMEMBERED = 4096
# Names are looked up by so many of their last characters.
_TAIL = 2
_ENDS_FORMER = frozenset("的前原")
_USUAL_ENDS = ("法", "法典", "条例", "法通则", "法总则")


class Names:
    """The names without 书名号 by which a text may cite: national acts, and what the text itself defines."""

    def __init__(self) -> None:
        self.defined: dict[str, str] = {}
        # Abbreviations that end otherwise than names of laws do, and from where on they are used.
        self.unusual: dict[str, int] = {}
        self._by_tail: dict[str, list[str]] = _BY_TAIL

    def define(self, name: str, title: str, place: int, *, bare: bool) -> None:
        """Remember an abbreviation that the text defines at a place, and whether it is used without 书名号."""
        if name in self.defined or len(name) < _TAIL or len(self.defined) == MOST_DEFINED:
            return
        if bare and not name.endswith(_USUAL_ENDS):
            self.unusual[name] = place
        if self._by_tail is _BY_TAIL:
            self._by_tail = {tail: list(names) for tail, names in _BY_TAIL.items()}
        self.defined[name] = title
        names = self._by_tail.setdefault(name[-_TAIL:], [])
        if name not in names:
            names.append(name)
            names.sort(key=len, reverse=True)

    def ending_at(self, text: str, end: int, begin: int) -> str | None:
        """The longest name that ends at a place of the text and does not begin before `begin`."""
        for name in self._by_tail.get(text[end - _TAIL : end], ()):
            if text.startswith(name, end - len(name)) and end - len(name) >= begin:
                return name
        return None

    def title_of(self, name: str) -> str:
        """The full title that is meant by a name."""
        return self.defined.get(name) or full_title(name)


def _by_tail() -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for name in TITLES:
        table.setdefault(name[-_TAIL:], []).append(name)
    for names in table.values():
        names.sort(key=len, reverse=True)
    return table


_BY_TAIL = _by_tail()


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
    return without_blanks(found["name"]) if found else None


@lru_cache(maxsize=_TITLES_REMEMBERED)
def plain_title(printed: str) -> str:
    """The title between 书名号 as it is compared and shown: without blanks, inner signs as 〈〉."""
    title = without_blanks(printed)
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
        year, month, day = (from_chinese(found[n].replace("元", "一")) for n in (1, 2, 3))
        return date(year, month, day)
    except ValueError:
        return None
