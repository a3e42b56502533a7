"""Titles of acts: when two of them name the same act, and how they end."""

from __future__ import annotations

from regkit.text.folding import folded

REPUBLIC = "中华人民共和国"
ACT_NOUNS = ("法", "条例", "规定", "办法", "规则", "细则", "决定", "解释", "意见")
"""What the titles of most acts end with."""


def title_key(title: str) -> str:
    """The same string for all ways of writing one title.

    White space, the width and form of signs (（试行） and (试行)) and a leading 中华人民共和国 make no difference.
    """
    return folded(title).removeprefix(REPUBLIC)
