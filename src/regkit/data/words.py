"""Terms of the full-text index: each printed character is one, so that a search finds any part of a text."""

from __future__ import annotations

import unicodedata

import msgspec

from regkit.errors import AddressError
from regkit.model.address import Address
from regkit.model.levels import Level
from regkit.text.folding import folded_characters
from regkit.text.whitespace import WHITESPACE

_WHITESPACE_CHARACTERS = frozenset(WHITESPACE)
_MOST_WORDS, _LONGEST_WORD = 20, 100
_QUOTES = str.maketrans("“”＂", '"""')


class Query(msgspec.Struct, frozen=True):
    """A parsed query: words that an article must contain, words that it must not contain, and numbers of articles.

    Each entry of `numbers` is the words as typed and the address they name. It is satisfied by the article with
    that address, and by any article that contains the words.
    """

    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    numbers: tuple[tuple[str, Address], ...] = ()


def read_query(text: str) -> Query:
    """Parse a query: words separated by whitespace, “a phrase” in quotation marks, -word for a word that must not occur.

    第二十三条 and 第23条 ask for that article as well as for the words. Every text is a valid query; words
    beyond the limits (20 words of 100 characters) are cut off.
    """
    words: list[str] = []
    without: list[str] = []
    numbers: list[tuple[str, Address]] = []
    parts = text.translate(_QUOTES).split('"')
    pieces = [piece for index, part in enumerate(parts) for piece in ([part] if index % 2 else part.split())]
    for piece in pieces[:_MOST_WORDS]:
        excluded = piece.startswith(("-", "－")) and len(piece) > 1
        word = "".join(terms_of(piece[1:] if excluded else piece)[0])[:_LONGEST_WORD]
        address = _article_address(piece)
        if excluded and word:
            without.append(word)
        elif address:
            numbers.append((word, address))
        elif word:
            words.append(word)
    return Query(tuple(words), tuple(without), tuple(numbers))


def _article_address(piece: str) -> Address | None:
    """The address of the article whose number was typed; None if the piece is not an article number."""
    try:
        address = Address.parse(piece)
    except AddressError:
        return None
    return address if len(address.steps) == 1 and address.level is Level.ARTICLE else None


def terms_of(text: str) -> tuple[list[str], list[int]]:
    """The searchable characters of a text, in one width, form and case, and the offset of each in the text.

    Whitespace, control characters and unpaired surrogates are left out.
    """
    characters = folded_characters(text).lower()
    if len(characters) != len(text):
        # Some letters become two characters in lower case; they stay as they are.
        characters = "".join(
            character.lower() if len(character.lower()) == 1 else character
            for character in folded_characters(text)
        )
    indexes = [
        index
        for index, character in enumerate(text)
        if character not in _WHITESPACE_CHARACTERS and not _is_control(character)
    ]
    return [characters[index] for index in indexes], indexes


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs")


def encoded(terms: list[str] | str) -> str:
    """Terms as hexadecimal codes separated by spaces, which no tokenizer splits or drops."""
    return " ".join([f"{ord(term):x}" for term in terms])


def find_spans(text: str, words: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Where words occur in a text: (start, end) in characters from 0, the end exclusive, in order.

    Spans that overlap or touch are merged.
    """
    terms, indexes = terms_of(text)
    searchable = "".join(terms)
    occurrences: list[tuple[int, int]] = []
    for word in words:
        start = searchable.find(word)
        while start >= 0:
            occurrences.append((indexes[start], indexes[start + len(word) - 1] + 1))
            start = searchable.find(word, start + len(word))
    spans: list[tuple[int, int]] = []
    for begin, end in sorted(occurrences):
        if spans and begin <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((begin, end))
    return tuple(spans)
