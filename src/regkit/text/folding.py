"""Folding: characters that a drafter takes for the same become the same. For comparing only, never for text that is shown."""

from __future__ import annotations

from regkit.text.variants import radicals
from regkit.text.whitespace import without_whitespace

_FOLDED_CHARACTERS = str.maketrans(
    {
        ",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）", "﹕": "：", "∶": "：",
        "［": "〔", "］": "〕", "[": "〔", "]": "〕", "〈": "《", "〉": "》", "＜": "《", "＞": "》", "<": "《", ">": "》",
        "‘": "“", "’": "”", "＂": '"', "－": "—", "—": "—", "–": "—", "-": "—", "％": "%", "．": ".", "○": "〇", "零": "〇",
    }
    | {chr(ord("０") + digit): str(digit) for digit in range(10)}
    | {chr(ord("Ａ") + letter): chr(ord("A") + letter) for letter in range(26)}
    | {chr(ord("ａ") + letter): chr(ord("a") + letter) for letter in range(26)}
) | radicals()  # fmt: skip


def folded_characters(text: str) -> str:
    """The text with variants of punctuation, digits and letters, and radicals, folded into one; the length stays the same."""
    return text.translate(_FOLDED_CHARACTERS)


def folded(text: str) -> str:
    """The text without whitespace and with variants of characters folded; a text of whitespace alone stays as it is."""
    # A line end separates paragraphs; folded to nothing, it would equal every other whitespace.
    return without_whitespace(text).translate(_FOLDED_CHARACTERS) or text
