"""Folding: what is the same to a drafter though other characters print it. For comparing only, never for what is shown."""

from __future__ import annotations

from regkit.text.whitespace import without_whitespace

_SIGNS = str.maketrans(
    {
        ",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）", "﹕": "：", "∶": "：",
        "［": "〔", "］": "〕", "[": "〔", "]": "〕", "〈": "《", "〉": "》", "＜": "《", "＞": "》", "<": "《", ">": "》",
        "‘": "“", "’": "”", "＂": '"', "－": "—", "—": "—", "–": "—", "-": "—", "％": "%", "．": ".", "○": "〇", "零": "〇",
    }
    | {chr(ord("０") + digit): str(digit) for digit in range(10)}
    | {chr(ord("Ａ") + letter): chr(ord("A") + letter) for letter in range(26)}
    | {chr(ord("ａ") + letter): chr(ord("a") + letter) for letter in range(26)}
)  # fmt: skip


def folded_signs(text: str) -> str:
    """The text with each sign in one width and form, as many characters as before."""
    return text.translate(_SIGNS)


def folded(text: str) -> str:
    """The text without blanks, each sign in one width and form."""
    # A line end parts paragraphs, and an empty word would be the same as any other.
    return without_whitespace(text).translate(_SIGNS) or text
