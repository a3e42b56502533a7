"""Words as the index knows them: every printed character is a term, so that a search finds any part of a text, and nothing else."""

from __future__ import annotations

import unicodedata

import msgspec

from regkit.errors import AddressError
from regkit.model.address import Address
from regkit.model.levels import Level
from regkit.text.folding import folded_signs
from regkit.text.whitespace import WHITESPACE

_BLANK = frozenset(WHITESPACE)
_MOST_WORDS, _LONGEST_WORD = 20, 100
_QUOTES = str.maketrans("“”＂", '"""')


class Query(msgspec.Struct, frozen=True):
    """What somebody looks for: words that must be there, words that must not, and numbers of articles.

    A number is the words that were typed and the address: it is met by that article, and by one that has these words.
    """

    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    numbers: tuple[tuple[str, Address], ...] = ()


def read_query(text: str) -> Query:
    """What a person typed: words parted by blanks, “a phrase” in quotation marks, -word for what must not be there.

    第二十三条 and 第23条 ask for that article as well as for the words. Every text is a query; what is too much of it is left out.
    """
    words: list[str] = []
    without: list[str] = []
    numbers: list[tuple[str, Address]] = []
    parts = text.translate(_QUOTES).split('"')
    pieces = [piece for index, part in enumerate(parts) for piece in ([part] if index % 2 else part.split())]
    for piece in pieces[:_MOST_WORDS]:
        excluded = piece.startswith(("-", "－")) and len(piece) > 1
        word = "".join(terms_of(piece[1:] if excluded else piece)[0])[:_LONGEST_WORD]
        address = _article(piece)
        if excluded and word:
            without.append(word)
        elif address:
            numbers.append((word, address))
        elif word:
            words.append(word)
    return Query(tuple(words), tuple(without), tuple(numbers))


def _article(piece: str) -> Address | None:
    """The article whose number was typed."""
    try:
        address = Address.parse(piece)
    except AddressError:
        return None
    return address if len(address.steps) == 1 and address.level is Level.ARTICLE else None


def terms_of(text: str) -> tuple[list[str], list[int]]:
    """The characters of a text that count, in one width and form, and where each stands."""
    signs = folded_signs(text).lower()
    if len(signs) != len(text):
        # Some letters become two when they are made small.
        signs = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in folded_signs(text))
    indexes = [index for index, sign in enumerate(text) if sign not in _BLANK and not _is_control(sign)]
    return [signs[index] for index in indexes], indexes


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs")


def encoded(terms: list[str] | str) -> str:
    """Terms as words of plain letters, which no tokenizer takes apart or drops."""
    return " ".join([f"{ord(term):x}" for term in terms])


def find_spans(text: str, words: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Where words stand in a text as printed, as start and end, in order; what overlaps is one."""
    terms, indexes = terms_of(text)
    joined = "".join(terms)
    marked: list[tuple[int, int]] = []
    for word in words:
        start = joined.find(word)
        while start >= 0:
            marked.append((indexes[start], indexes[start + len(word) - 1] + 1))
            start = joined.find(word, start + len(word))
    spans: list[tuple[int, int]] = []
    for begin, end in sorted(marked):
        if spans and begin <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((begin, end))
    return tuple(spans)
