"""Folds texts so that what readers consider the same is found. The search script folds queries alike; a test compares the two."""

from __future__ import annotations

import unicodedata
from array import array

BREAK = "\n"
"""Separates paragraphs in folded texts."""
_SPACE = " "
# The characters that \s matches in JavaScript, except the line end; Python's whitespace is a different set.
_WHITESPACE = frozenset(
    "\t\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
_INVISIBLE = frozenset("\u00ad\u200b\u2060\ufeff")
_LAST = 0xFFFF
"""The last character that is a single code unit in JavaScript. Characters above it are two code units there and are not folded."""


class _Folds(dict[int, int | None]):
    """The folded form of each character, for `str.translate`; filled when a character is first seen."""

    def __missing__(self, code: int) -> int | None:
        char = chr(code)
        folded: int | None = code
        if char in _INVISIBLE:
            folded = None
        elif char != BREAK and code <= _LAST:
            # Each character becomes exactly one, so that a hit can be located in the text as printed.
            char = _if_one(unicodedata.normalize("NFKC", char), char)
            char = _if_one(char.lower(), char)
            folded = ord(_SPACE if char in _WHITESPACE else char)
        self[code] = folded
        return folded


def _if_one(form: str, char: str) -> str:
    """A folded form if it is a single code unit, else the character itself."""
    return form if len(form) == 1 and ord(form) <= _LAST else char


_FOLDS = _Folds()


def compact(text: str) -> str:
    """The folded form of a text, in UTF-16 code units as JavaScript counts them.

    Widths, letter case and compatibility forms are folded. Whitespace is removed except between two ASCII characters, since 总　则 is
    the same as 总则. Line ends stay, so that no hit extends from one paragraph into another.
    """
    folded = text.translate(_FOLDS)
    encoded = folded.encode("utf-16-le", "surrogatepass")
    if len(encoded) > 2 * len(folded):
        folded = "".join(map(chr, array("H", encoded)))
    if _SPACE not in folded:
        return folded
    return BREAK.join([_without_spaces(line) for line in folded.split(BREAK)])


def _without_spaces(line: str) -> str:
    """A line without spaces, except one between two ASCII characters."""
    first, *others = [piece for piece in line.split(_SPACE) if piece] or [""]
    joined = [first]
    for piece in others:
        if joined[-1][-1].isascii() and piece[0].isascii():
            joined.append(_SPACE)
        joined.append(piece)
    return "".join(joined)
