"""The grammar of characters that are reported because nobody sees them, or sees them for something else."""

from __future__ import annotations

from regkit.rule import Rule
from regkit.text.invisible import CONTROLS, DIRECTIONS, HIDDEN

PRIVATE_USE = Rule(
    "a character of a private use area",
    r"[\ue000-\uf8ff\U000f0000-\U0010ffff]",
    matches=("\ue010",),
    rejects=("市", "𠀀"),
)
STRAY_PRIVATE_USE = Rule(
    "characters of a private use area behind the punctuation at the end of a line",
    r"[。；：;:](?P<stray>[\ue000-\uf8ff]{1,8}+)(?=[^\S\n]*+(?:\n|\Z))",
    matches=("。\ue004", "：\ue004\ue005 \n"),
    rejects=("\ue004。", "甲\ue004", "。\ue004乙", "。"),
)
CONTROL = Rule(
    "a control character other than soft line ends and page breaks",
    "[" + CONTROLS.translate({ord(character): None for character in "\v\f\r"}) + "]",
    matches=("\x1b", "\0", "\x7f", "\x85", "\x9b"),
    rejects=("\t", "\v", "\f", "\r", "\n", "\xa0", "甲"),
)
DIRECTION = Rule(
    "a character that changes the direction of writing",
    f"[{DIRECTIONS}]",
    matches=("\u202e", "\u2066", "\u200f"),
    rejects=("\u2028", "—", "“"),
)
INVISIBLE = Rule(
    "an invisible character",
    f"[{HIDDEN}]",
    matches=("\u200b", "\ufeff", "\xad", "\U000e0041"),
    rejects=("\u3000", " ", "\ufe00", "\U000e0100"),
)
LETTER_FOR_DIGIT = Rule(
    "a letter inside a number",
    r"[0-9][lO](?=[0-9年月日元])|l[0-9]{3}(?=元)|(?<=月)l(?=日)",
    matches=("8l日", "l000元", "1O0"),
    rejects=("10 lx", "100L"),
)
REPLACEMENT = Rule(
    "the character that replaces bytes that cannot be decoded",
    "\ufffd",
    matches=("\ufffd",),
    rejects=("?",),
)
