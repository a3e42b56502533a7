"""The postings of the search: which units contain which pairs of characters, in a compact encoding."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import add, itemgetter, sub

from regkit.site.search.folding import BREAK

# The printable ASCII characters that JSON does not escape, without "<" and the space, which separates texts from titles.
# A number is written as any number of _DIGITS, the highest first, and then one of _LAST_DIGITS, which shows where it ends.
_ALPHABET = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"\\<')
_LAST_DIGITS, _DIGITS = _ALPHABET[:60], _ALPHABET[60:]


class _Codes(dict[int, str]):
    """The encoding of each step from a unit number to the next one, which is at least 1."""

    def __missing__(self, step: int) -> str:
        rest, last = divmod(step - 1, len(_LAST_DIGITS))
        code = _LAST_DIGITS[last]
        while rest:
            rest, digit = divmod(rest - 1, len(_DIGITS))
            code = _DIGITS[digit] + code
        self[step] = code
        return code


_CODES = _Codes()


def written(units: array[int]) -> str:
    """Ascending unit numbers encoded as the steps between them; the first step counts from −1."""
    steps = map(sub, units, (-1, *units[:-1]))
    return "".join(map(_CODES.__getitem__, steps))


class Postings:
    """The units that contain each gram: each pair of adjacent characters, and each single character."""

    def __init__(self) -> None:
        self._in_texts: dict[str, array[int]] = {}
        self._in_titles: dict[str, array[int]] = {}

    def add(self, unit: int, title: str, text: str) -> None:
        """Add a unit, whose number must be greater than those before; title and text are folded by `compact`."""
        _add_grams(self._in_titles, unit, title)
        _add_grams(self._in_texts, unit, text)

    def entries(self) -> Iterator[tuple[str, str]]:
        """Yield each gram, in the order of its code units, with the encoded units.

        The units whose text contains it come first and then, after a space, those whose title does.
        """
        texts, titles = dict(_with_single(self._in_texts)), dict(_with_single(self._in_titles))
        for gram in sorted(texts.keys() | titles.keys()):
            text, title = (written(units[gram]) if gram in units else "" for units in (texts, titles))
            yield gram, f"{text} {title}" if title else text


def _add_grams(postings: dict[str, array[int]], unit: int, text: str) -> None:
    """Add a unit to the postings of all pairs in a text; the last character is paired with BREAK."""
    # A word of a query contains no space, so that spaces separate like line ends.
    ended = text.replace(" ", BREAK) + BREAK
    for gram in set(map(add, ended, ended[1:])):
        units = postings.get(gram)
        if units is None:
            postings[gram] = array("I", (unit,))
        else:
            units.append(unit)


def _with_single(postings: dict[str, array[int]]) -> Iterator[tuple[str, array[int]]]:
    """Yield the pairs with their units and, before all pairs that begin with a character, that character alone."""
    for first, pairs in groupby(sorted(postings), key=itemgetter(0)):
        if first == BREAK:
            continue
        grams = list(pairs)
        yield first, array("I", sorted(_union(postings[gram] for gram in grams)))
        yield from ((gram, postings[gram]) for gram in grams if gram[1] != BREAK)


def _union(lists: Iterable[array[int]]) -> set[int]:
    """All unit numbers that occur in any of the lists."""
    return set[int]().union(*lists)
