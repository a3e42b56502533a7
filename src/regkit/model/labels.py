"""Labels: the printed numbers of provisions (第三条, （三）, 3．), made in the style of another label."""

from __future__ import annotations

from collections.abc import Iterable

from regkit.model.address import UNNUMBERED_PARTS, Number, Step
from regkit.model.levels import Level
from regkit.model.tree import Provision
from regkit.rule import Rule
from regkit.text.grammar import ARABIC, CHINESE_NUMERALS
from regkit.text.invisible import NO_UNSEEN
from regkit.text.numerals import to_chinese
from regkit.text.variants import without_radicals
from regkit.text.whitespace import WHITESPACE

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
# Series that have a single character for each number: the characters for 1 and for the largest number.
_SERIES = (("①", "⑳"), ("⒈", "⒛"), ("a", "z"))
# Their 之一 follows the numeral directly: inside the brackets in （一之一）, before the colon in 附件一之一：.
_INSERTED_RIGHT_AFTER = (Level.ITEM, Level.ANNEX)
# Provisions numbered 一、 or 1. never have a 之一.
_NEVER_INSERTED = (Level.DIVISION, Level.SUBITEM)
_ONE = Number(1)
# Marks that some texts print behind every 第X条.
_MARKS = "、，,：:．."
# Other levels print the label as it is cited: 第一条, 第一章.
_FIRST = {Level.DIVISION: "一、", Level.ITEM: "（一）", Level.SUBITEM: "1."}


def label_of(level: Level, number: Number, siblings: Iterable[Provision] = ()) -> str | None:
    """A label in the style of the first sibling of that level that has one, otherwise as most laws print it.

    None for a paragraph (款) and for 附则 beside the parts, which have no label. Raises ValueError, in Chinese, if that style cannot print the number, such
    as 21 in the style of ① or 一之一 in the style of 一、.
    """
    if level is Level.PARAGRAPH or (level is Level.PART and number in UNNUMBERED_PARTS.values()):
        return None
    for sibling in siblings:
        label = _without_oddities(sibling.label or "")
        if sibling.level is level and PRINTED.match(label):
            return relabelled(label, level, number)
    return relabelled(_first_of(level), level, number)


def _without_oddities(label: str) -> str:
    """The label without unseen characters, and with the characters that its radicals stand for."""
    return without_radicals(label).translate(NO_UNSEEN)


def relabelled(label: str, level: Level, number: Number) -> str:
    """The label with its number replaced; its kind of numeral, brackets and whitespace stay as they are.

    Raises ValueError, in Chinese, if that style cannot print the number or if the label is not a single number.
    """
    # A numeral may be printed with radicals, or with an unseen character in it.
    parts = PRINTED.match(label) or PRINTED.match(_without_oddities(label))
    if not parts:
        raise ValueError(f"“{label}”不是一个编号，不能换成别的编号。")
    if number.inserted and level in _NEVER_INSERTED:
        raise ValueError(f"“{label}”这样的编号没有“之一”。")
    before, numeral, after, end = parts.group("before", "number", "after", "end")
    new_numeral = numeral_like(numeral, number.value)
    inserted = "".join(f"之{numeral_like(numeral, suffix)}" for suffix in number.inserted)
    if level in _INSERTED_RIGHT_AFTER:
        return f"{before}{new_numeral}{inserted}{after}{end}"
    # A mark behind the label, as in 第三条、, stays behind it.
    level_character = after.rstrip(f"{_MARKS}{WHITESPACE}")
    return f"{before}{new_numeral}{level_character}{inserted}{after[len(level_character) :]}{end}".rstrip()


def _first_of(level: Level) -> str:
    """The label of the first provision of a level, as most laws print it."""
    return _FIRST.get(level) or str(Step(level, _ONE))


def numeral_like(numeral: str, value: int) -> str:
    """`value` in the same kind of numeral as `numeral`: Chinese, Arabic, full-width Arabic, ①, ⒈ or a letter.

    Raises ValueError, in Chinese, if a series such as ① to ⑳ has no character for it.
    """
    for first, last in _SERIES:
        if first <= numeral <= last:
            character = chr(ord(first) + value - 1)
            if character > last:
                raise ValueError(f"“{first}”这样的编号只到“{last}”，没有第{value}个。")
            return character
    if numeral.isascii():
        return str(value)
    return str(value).translate(_WIDE) if numeral[0] in "０１２３４５６７８９" else to_chinese(value)
