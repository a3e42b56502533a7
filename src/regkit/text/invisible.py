"""Characters that nobody sees and that change what is seen, and how to show them."""

from __future__ import annotations

# What a terminal obeys: C0, DEL and C1, but for the ends of lines and tabs.
CONTROLS = "".join(map(chr, (*range(9), *range(0x0B, 0x20), *range(0x7F, 0xA0))))
# What reorders the characters around it, so that a text is read as something else than what it says.
DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# What takes no room: two words that look alike are not the same. Selectors of variants of a character are not among them.
HIDDEN = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\u2065"
    "\u206a\u206b\u206c\u206d\u206e\u206f\u3164\ufeff\uffa0\ufff9\ufffa\ufffb"
    + "".join(map(chr, range(0xE0000, 0xE0080)))
)
# What ends a line for some programs and not for others.
_LINE_ENDS = "\u2028\u2029"


def name_of(character: str) -> str:
    """``U+202E``."""
    return f"U+{ord(character):04X}"


_IN_LINES: dict[int, str | int] = {
    **{ord(each): f"‹{name_of(each)}›" for each in CONTROLS + DIRECTIONS + HIDDEN + _LINE_ENDS},
    # Controls of ASCII have pictures of their own.
    **{code: 0x2400 + code for code in range(0x20) if chr(code) != "\t"},
    0x7F: 0x2421,
}
_IN_TEXTS = {code: shown for code, shown in _IN_LINES.items() if chr(code) != "\n"}


def visible(text: str) -> str:
    """A text with pictures (␛) or names (‹U+202E›) in place of what is not seen; tabs and the ends of lines stay."""
    return text.translate(_IN_TEXTS)


def visible_line(text: str) -> str:
    """The same on one line: what would end it is a picture too."""
    return text.translate(_IN_LINES)
