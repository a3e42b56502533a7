"""Dictionary order: sorts names by pinyin, as far as a table of characters allows, under the letters of the alphabet."""

from __future__ import annotations

from dataclasses import dataclass

OTHER = "其他"
"""Stands for a letter if the pinyin of a name is not known."""
# GB 2312 lists the common characters in the order of their pinyin. These are the codes at which each letter begins.
_FIRST = {
    "A": 0xB0A1, "B": 0xB0C5, "C": 0xB2C1, "D": 0xB4EE, "E": 0xB6EA, "F": 0xB7A2, "G": 0xB8C1, "H": 0xB9FE, "J": 0xBBF7,
    "K": 0xBFA6, "L": 0xC0AC, "M": 0xC2E8, "N": 0xC4C3, "O": 0xC5B6, "P": 0xC5BE, "Q": 0xC6DA, "R": 0xC8BB, "S": 0xC8F6,
    "T": 0xCBFA, "W": 0xCDDA, "X": 0xCEF4, "Y": 0xD1B9, "Z": 0xD4D1,
}  # fmt: skip
# The code after the last common character.
_END = 0xD7FA


@dataclass(frozen=True)
class Letter:
    """A letter of an index: its name, its anchor, and the path of its entries."""

    name: str
    anchor: str
    path: str


def order_of(name: str) -> tuple[bytes, str]:
    """The key for sorting names: the code in GB 18030, which begins with the order of GB 2312."""
    return name.encode("gb18030", "replace"), name


def letter_of(name: str) -> str:
    """The letter under which a name is listed, or OTHER."""
    first = name[:1].upper()
    if first.isascii() and first.isalpha():
        return first
    code = int.from_bytes(name.encode("gb18030", "replace")[:2], "big")
    if not _FIRST["A"] <= code < _END:
        return OTHER
    return max(letter for letter, begin in _FIRST.items() if begin <= code)


def place_letter(name: str, index: str, *, whole: bool) -> Letter:
    """A letter, or a part of one (S2), of the index at the path `index`.

    If `whole`, the page at that path has the entries of all letters; otherwise each letter has a separate page beside it.
    """
    word = name.replace(OTHER, "other")
    anchor = f"letter-{word}"
    folder = index.rpartition("/")[0]
    return Letter(name, anchor, f"{index}#{anchor}" if whole else f"{folder}/{word.lower()}.html")


def in_order(names: set[str]) -> list[str]:
    """The letters in alphabetical order, OTHER last."""
    return sorted(names, key=lambda name: (name == OTHER, name))
