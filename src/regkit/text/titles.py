"""Titles of acts: a key for comparing them, and the nouns they end with."""

from __future__ import annotations

from regkit.text.folding import folded

REPUBLIC = "中华人民共和国"
ACT_NOUNS = ("法", "条例", "规定", "办法", "规则", "细则", "决定", "解释", "意见")
"""The nouns with which the titles of most acts end."""


def title_key(title: str) -> str:
    """A key that is equal for all ways of writing the same title.

    It ignores whitespace, the width and form of characters (（试行） and (试行)) and a leading 中华人民共和国.
    """
    return folded(title).removeprefix(REPUBLIC)
