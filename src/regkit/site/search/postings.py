"""Which units have which characters next to each other, and how that is written down in little space."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import add, itemgetter, sub

from regkit.site.search.folding import BREAK

# Characters that JSON does not escape, without the blank that parts texts from titles and without "<".
# A number is digits of the second kind, if any, the highest first, then one of the first.
_ALPHABET = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"\\<')
_LAST_DIGITS, _DIGITS = _ALPHABET[:60], _ALPHABET[60:]


class _Codes(dict[int, str]):
    """A step from one unit to a later one, as it is written."""

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
    """Numbers of units, ascending, as the steps between them; the first one is a step from −1."""
    steps = map(sub, units, (-1, *units[:-1]))
    return "".join(map(_CODES.__getitem__, steps))


class Postings:
    """Grams, each with the units that have it: pairs of characters that follow each other, and single characters."""

    def __init__(self) -> None:
        self._in_texts: dict[str, array[int]] = {}
        self._in_titles: dict[str, array[int]] = {}

    def add(self, unit: int, title: str, text: str) -> None:
        """Take in a unit, whose number is above those before; title and text are compact."""
        _take(self._in_titles, unit, title)
        _take(self._in_texts, unit, text)

    def entries(self) -> Iterator[tuple[str, str]]:
        """Each gram, in the order of its code units, with the units whose text and, after a blank, whose title has it."""
        texts, titles = dict(_with_single(self._in_texts)), dict(_with_single(self._in_titles))
        for gram in sorted(texts.keys() | titles.keys()):
            text, title = (written(of[gram]) if gram in of else "" for of in (texts, titles))
            yield gram, f"{text} {title}" if title else text


def _take(postings: dict[str, array[int]], unit: int, text: str) -> None:
    # No query has a blank in a word, so a blank parts as a line end does.
    ended = text.replace(" ", BREAK) + BREAK
    for gram in set(map(add, ended, ended[1:])):
        units = postings.get(gram)
        if units is None:
            postings[gram] = array("I", (unit,))
        else:
            units.append(unit)


def _with_single(postings: dict[str, array[int]]) -> Iterator[tuple[str, array[int]]]:
    """The pairs, and before those with the same first character that character alone."""
    for first, pairs in groupby(sorted(postings), key=itemgetter(0)):
        if first == BREAK:
            continue
        grams = list(pairs)
        yield first, array("I", sorted(_union(postings[gram] for gram in grams)))
        yield from ((gram, postings[gram]) for gram in grams if gram[1] != BREAK)


def _union(lists: Iterable[array[int]]) -> set[int]:
    return set[int]().union(*lists)
