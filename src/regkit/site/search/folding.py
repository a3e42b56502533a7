"""What is the same to somebody who searches. ``search.js`` does the same to queries; a test holds the two together."""

from __future__ import annotations

import unicodedata
from array import array

BREAK = "\n"
_BLANK = " "
# What JavaScript's \s takes for blank; Python's own idea of it is another one.
_BLANKS = frozenset(
    "\t\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
_INVISIBLE = frozenset("\u00ad\u200b\u2060\ufeff")
_LAST = 0xFFFF
"""The last character that is one code unit in JavaScript; those above are two there, and are left alone."""


class _Folds(dict[int, int | None]):
    """What each character becomes, for `str.translate`; filled as characters come up."""

    def __missing__(self, code: int) -> int | None:
        char = chr(code)
        folded: int | None = code
        if char in _INVISIBLE:
            folded = None
        elif char != BREAK and code <= _LAST:
            # One for one, so that a hit leads back to the place that it has in the text as printed.
            char = _if_one(unicodedata.normalize("NFKC", char), char)
            char = _if_one(char.lower(), char)
            folded = ord(_BLANK if char in _BLANKS else char)
        self[code] = folded
        return folded


def _if_one(form: str, char: str) -> str:
    return form if len(form) == 1 and ord(form) <= _LAST else char


_FOLDS = _Folds()


def compact(text: str) -> str:
    """A text as it is searched, in UTF-16 code units as JavaScript counts them.

    Widths, letter case and compatibility forms are folded. Blanks stay only between two ASCII characters, since 总　则
    is 总则; line ends stay, so that no hit reaches from one paragraph into another.
    """
    folded = text.translate(_FOLDS)
    encoded = folded.encode("utf-16-le", "surrogatepass")
    if len(encoded) > 2 * len(folded):
        folded = "".join(map(chr, array("H", encoded)))
    if _BLANK not in folded:
        return folded
    return BREAK.join([_close_up(line) for line in folded.split(BREAK)])


def _close_up(line: str) -> str:
    first, *others = [piece for piece in line.split(_BLANK) if piece] or [""]
    joined = [first]
    for piece in others:
        if joined[-1][-1].isascii() and piece[0].isascii():
            joined.append(_BLANK)
        joined.append(piece)
    return "".join(joined)
