"""Labels: the number of a provision as it is printed, 第三条, （三）, 3．, in the manner of another label."""

from __future__ import annotations

from collections.abc import Iterable

from regkit.model.address import Number, Step
from regkit.model.levels import Level
from regkit.model.tree import Provision
from regkit.rule import Rule
from regkit.text.grammar import ARABIC, CHINESE_NUMERALS
from regkit.text.numerals import to_chinese

_NUMERALS = f"{CHINESE_NUMERALS}{ARABIC}⒈-⒛①-⑳a-z"
PRINTED = Rule(
    "a label: what stands before its number, the number, what follows, 之一, what closes it",
    rf"""
    \A(?P<before>[^{_NUMERALS}]*+)
    (?P<number>[{CHINESE_NUMERALS}]++|[0-9]++|[０-９]++|[⒈-⒛]|[①-⑳]|[a-z])
    (?P<after>[^之{_NUMERALS}]*+)
    (?P<inserted>(?:之(?:[{CHINESE_NUMERALS}]++|[0-9]++|[０-９]++))*+)
    (?P<end>[^之{_NUMERALS}]*+)\Z
    """,
    verbose=True,
    matches=("第三条", "第一百二十条之一", "（三）", "（一之一）", "3．", "③", "a)", "附件2：", "第 三 条"),
    rejects=("附件", "附：", "第五条至第七条"),
)
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
# Where a label has one sign for its whole number, the signs for 1 and for the greatest that there is.
_SIGNS = (("①", "⑳"), ("⒈", "⒛"), ("a", "z"))
# 之一 stands inside the brackets of （一之一） and before the colon of 附件一：.
_INSERTED_RIGHT_AFTER = (Level.ITEM, Level.ANNEX)
# What is numbered 一、 or 1. has no 之一.
_NEVER_INSERTED = (Level.DIVISION, Level.SUBITEM)
_ONE = Number(1)
# All others are printed as they are cited: 第一条, 第一章.
_FIRST = {Level.DIVISION: "一、", Level.ITEM: "（一）", Level.SUBITEM: "1."}


def label_of(level: Level, number: Number, siblings: Iterable[Provision] = ()) -> str | None:
    """The label of a provision in the manner of the first of its siblings that has one, else as most laws print it.

    A 款 has none. Raises ValueError for a number that labels of this kind do not print: ㉑, 一、之一.
    """
    if level is Level.PARAGRAPH:
        return None
    for sibling in siblings:
        if sibling.level is level and sibling.label and PRINTED.match(sibling.label):
            return relabelled(sibling.label, level, number)
    return relabelled(_first_of(level), level, number)


def relabelled(label: str, level: Level, number: Number) -> str:
    """A printed label with another number, its kind of numeral, its brackets and its blanks staying as they are.

    Raises ValueError for a number that labels of this kind do not print, and for a label that is no single number.
    """
    found = PRINTED.match(label)
    if not found:
        raise ValueError(f"“{label}”不是一个编号，不能换成别的编号。")
    if number.inserted and level in _NEVER_INSERTED:
        raise ValueError(f"“{label}”这样的编号没有“之一”。")
    before, numeral, after, end = found.group("before", "number", "after", "end")
    written = written_like(numeral, number.value)
    inserted = "".join(f"之{written_like(numeral, each)}" for each in number.inserted)
    if level in _INSERTED_RIGHT_AFTER:
        return f"{before}{written}{inserted}{after}{end}"
    return f"{before}{written}{after}{end}{inserted}"


def _first_of(level: Level) -> str:
    """The label of the first provision of a level, as most laws print it."""
    return _FIRST.get(level) or str(Step(level, _ONE))


def written_like(numeral: str, value: int) -> str:
    """A number in the kind of numeral that another one is."""
    for first, last in _SIGNS:
        if first <= numeral <= last:
            sign = chr(ord(first) + value - 1)
            if sign > last:
                raise ValueError(f"“{first}”这样的编号只到“{last}”，没有第{value}个。")
            return sign
    if numeral.isascii():
        return str(value)
    return str(value).translate(_WIDE) if numeral[0] in "０１２３４５６７８９" else to_chinese(value)
