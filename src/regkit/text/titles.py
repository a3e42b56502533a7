"""Titles of acts: a key for comparing them, and the nouns they end with."""

from __future__ import annotations

from regkit.text.folding import folded
from regkit.text.invisible import NO_UNSEEN

REPUBLIC = "中华人民共和国"
ACT_NOUNS = ("法", "条例", "规定", "办法", "规则", "细则", "决定", "解释", "意见")
"""The nouns with which the titles of most acts end."""


def title_key(title: str) -> str:
    """A key that is equal for all ways of writing the same title.

    It ignores whitespace and unseen characters, the width and form of characters (（试行） and (试行), radicals), 书名号 around
    the title and a leading 中华人民共和国.
    """
    return _without_title_marks(folded(title.translate(NO_UNSEEN))).removeprefix(REPUBLIC)


def _without_title_marks(title: str) -> str:
    """The title without 《 and 》 around it, if the two belong together: not those of 《甲法》和《乙法》."""
    inner = title[1:-1]
    if not inner or title[0] != "《" or title[-1] != "》":
        return title
    depth = 0
    for character in inner:
        depth += (character == "《") - (character == "》")
        if depth < 0:
            return title
    return inner
