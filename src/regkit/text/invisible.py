"""Characters that are invisible or change how others are displayed, and how to make them visible."""

from __future__ import annotations

# Control characters, which a terminal obeys: C0, DEL and C1, except line ends and tabs.
CONTROLS = "".join(map(chr, (*range(9), *range(0x0B, 0x20), *range(0x7F, 0xA0))))
# Bidirectional formatting: reorders the characters around it, so that a text looks different from what it contains.
DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# Characters without width, with which two words that look alike may differ. Variation selectors are not included.
HIDDEN = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\u2065"
    "\u206a\u206b\u206c\u206d\u206e\u206f\u3164\ufeff\uffa0\ufff9\ufffa\ufffb"
    + "".join(map(chr, range(0xE0000, 0xE0080)))
)
# They choose a form of the character before them: harmless in a name, but a label with one is not a label to a program.
VARIATION_SELECTORS = "".join(
    map(chr, (*range(0x180B, 0x180E), 0x180F, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)
UNSEEN = frozenset(DIRECTIONS + HIDDEN + VARIATION_SELECTORS)
"""All characters that print nothing and are neither white space nor controls, and the zero-width ones."""
NO_UNSEEN: dict[int, str | None] = dict.fromkeys(map(ord, UNSEEN))
"""For `str.translate`: removes all unseen characters."""
# Line and paragraph separator: they end a line for some programs and not for others.
_LINE_ENDS = "\u2028\u2029"


def name_of(character: str) -> str:
    """The code point of a character, such as ``U+202E``."""
    return f"U+{ord(character):04X}"


_IN_LINES: dict[int, str | int] = {
    **{
        ord(character): f"‹{name_of(character)}›" for character in CONTROLS + DIRECTIONS + HIDDEN + _LINE_ENDS
    },
    # Unicode has pictures for the ASCII control characters.
    **{code: 0x2400 + code for code in range(0x20) if chr(code) != "\t"},
    0x7F: 0x2421,
}
_IN_TEXTS = {code: shown for code, shown in _IN_LINES.items() if chr(code) != "\n"}


def visible(text: str) -> str:
    """The text with invisible characters replaced by pictures (␛) or names (‹U+202E›); tabs and line feeds stay."""
    return text.translate(_IN_TEXTS)


def visible_line(text: str) -> str:
    """The same as `visible`, on one line: line feeds become pictures too."""
    return text.translate(_IN_LINES)
