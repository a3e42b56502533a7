"""The table of levels: their names in Chinese law and in each notation."""

from __future__ import annotations

import functools
from enum import Enum


@functools.total_ordering
class Level(Enum):
    """A level of a statute, from annex and part down to subitem (编、章、节、条、款、项、目: 《立法法》第六十五条).

    The value is the English name and `character` the Chinese one; `akn` is the element of Akoma Ntoso 3.0 and `prefix` the
    prefix of its eId. `rank` counts from 0, the highest level; levels compare by it: ``Level.CHAPTER < Level.ARTICLE``.
    A DIVISION is one of the 一、二、三、 into which decisions, replies and judicial interpretations are divided. The law has
    no name for it; it is cited as 第一部分.
    """

    ANNEX = ("annex", "附件", "attachment", "att")
    PART = ("part", "编", "part", "part")
    SUBPART = ("subpart", "分编", "subpart", "subpart")
    CHAPTER = ("chapter", "章", "chapter", "chp")
    SECTION = ("section", "节", "section", "sec")
    DIVISION = ("division", "部分", "division", "dvs")
    ARTICLE = ("article", "条", "article", "art")
    PARAGRAPH = ("paragraph", "款", "paragraph", "para")
    ITEM = ("item", "项", "point", "point")
    SUBITEM = ("subitem", "目", "indent", "indent")

    character: str
    akn: str
    prefix: str
    rank: int

    def __new__(cls, english: str, character: str, akn: str, prefix: str) -> Level:
        level = object.__new__(cls)
        level._value_ = english
        level.character = character
        level.akn = akn
        level.prefix = prefix
        level.rank = len(cls.__members__)
        return level

    def __lt__(self, other: Level) -> bool:
        return self.rank < other.rank

    # Enum's own hash is written in Python and slow.
    __hash__ = object.__hash__


BY_PREFIX = {level.prefix: level for level in Level}
BY_CHARACTER = {level.character: level for level in Level}
