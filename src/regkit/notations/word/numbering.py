"""Automatic numbering of Word: computes the labels that are printed before paragraphs but are not in their text."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec

from regkit.notations.flow import number_of
from regkit.notations.word.package import attribute, child, is_on, tag_of, value_of
from regkit.notations.word.styles import Styles
from regkit.text.numerals import to_chinese

DEEPEST = 8
"""The deepest level of a list, counted from 0."""
LARGEST_START = 32_767
"""The largest number at which Word lets a list start."""
# In characters: the longest pattern of a label that Word accepts.
_LONGEST_TEXT = 255
_SUFFIXES = {"space": " ", "nothing": ""}
_TAB = "\u3000"
# Above 99 Word prints some of these as 一○一 or 百一; laws print 一百零一, so this form is used for all.
_CHINESE = frozenset(
    (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "koreanCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
    )
)
_CHINESE_DIGITS = frozenset(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"))
_SERIES = {
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
}
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_IDEOGRAPHS = str.maketrans("0123456789", "〇一二三四五六七八九")
_FORMAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


class ListLevel(msgspec.Struct, frozen=True):
    """One level of a list: how its labels look, and when its numbers start again.

    `start` is the first number, `look` the number format (w:numFmt) and `text` the pattern of the label, 第%1章, with `suffix`
    after it. `restart` is None if the numbers start again after a label of any higher level, 0 if they never do, and n if they
    do after one of the n highest levels. `style` is the paragraph style of the level. `legal` prints all numbers in Arabic
    digits, and `hidden` does not print the label.
    """

    start: int = 0
    look: str = "decimal"
    text: str = ""
    suffix: str = _TAB
    restart: int | None = None
    style: str = ""
    legal: bool = False
    hidden: bool = False


class _List(msgspec.Struct):
    """A w:num: a use of the abstract list with the id `abstract`, with starting numbers by level that override it."""

    abstract: str
    levels: dict[int, ListLevel]
    starts: dict[int, int]


class Numbering:
    """The lists of a document, which count while its paragraphs are read in order."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is None:
            return
        abstracts = {
            attribute(element, "abstractNumId"): element
            for element in root
            if tag_of(element) == "w:abstractNum"
        }
        uses = {attribute(element, "numId"): element for element in root if tag_of(element) == "w:num"}
        # The levels of an abstract list are read once, however many lists use it.
        levels = {name: _levels(element) for name, element in abstracts.items()}
        links = {name: value_of(element, "w:numStyleLink") for name, element in abstracts.items()}
        abstract_of = {name: value_of(element, "w:abstractNumId") for name, element in uses.items()}
        for name, element in uses.items():
            abstract = abstract_of[name]
            # A list may refer to a style, which names another list.
            link = links.get(abstract)
            if link:
                abstract = abstract_of.get(styles.number(link)[0], "")
            self._lists[name] = _with_overrides(element, abstract, levels.get(abstract, {}))

    def label(self, properties: Any, style: str) -> str:
        """The label of the next paragraph, from its w:pPr and style, with the gap after it; empty if it has none.

        Call it once for each paragraph, in order.
        """
        direct = child(properties, "w:numPr")
        number, depth, styled = self._styles.number(style)
        if value_of(direct, "w:numId"):
            number, depth, styled = value_of(direct, "w:numId"), value_of(direct, "w:ilvl"), ""
        elif value_of(direct, "w:ilvl"):
            depth, styled = value_of(direct, "w:ilvl"), ""
        numbered_list = self._lists.get(number)
        if numbered_list is None:
            return ""
        # If a level names the style, this takes precedence over the level that the style states.
        levels_of_style = (
            level_index
            for level_index, level in numbered_list.levels.items()
            if styled and level.style == styled
        )
        return self._next(number, numbered_list, next(levels_of_style, number_of(depth) or 0))

    def _next(self, number: str, used: _List, depth: int) -> str:
        """Count one more paragraph at a level of the list with the id `number`, and return its label."""
        level = used.levels.get(depth)
        if level is None:
            return ""
        counters = self._counters.setdefault(used.abstract, {})
        if depth in used.starts and (number, depth) not in self._begun:
            self._begun.add((number, depth))
            counters[depth] = used.starts[depth]
        elif depth in counters:
            counters[depth] += 1
        else:
            counters[depth] = used.starts.get(depth, level.start)
        for deeper in [other for other in counters if other > depth]:
            restart = used.levels.get(deeper, ListLevel()).restart
            if restart is None or depth < restart:
                del counters[deeper]
        if level.look == "bullet" or level.hidden:
            return ""
        label = _printed(level, used, counters)
        return label + level.suffix if label.strip() else ""


def _levels(owner: Any) -> dict[int, ListLevel]:
    elements = (
        (number_of(attribute(element, "ilvl"), DEEPEST), element)
        for element in owner
        if tag_of(element) == "w:lvl"
    )
    return {depth: _level(element) for depth, element in elements if depth is not None}


def _level(element: Any) -> ListLevel:
    # A format that old programs do not know is accompanied by one that they know.
    looks = [attribute(entry, "val") for entry in element.iter() if tag_of(entry) == "w:numFmt"]
    suffix = value_of(element, "w:suff")
    legal, vanish = child(element, "w:isLgl"), child(child(element, "w:rPr"), "w:vanish")
    return ListLevel(
        start=number_of(value_of(element, "w:start"), LARGEST_START) or 0,
        look=next((look for look in looks if look != "custom"), "decimal"),
        text=value_of(element, "w:lvlText")[:_LONGEST_TEXT],
        suffix=_SUFFIXES.get(suffix, _TAB),
        restart=number_of(value_of(element, "w:lvlRestart")),
        style=value_of(element, "w:pStyle"),
        legal=legal is not None and is_on(legal),
        hidden=vanish is not None and is_on(vanish),
    )


def _with_overrides(owner: Any, abstract: str, levels: dict[int, ListLevel]) -> _List:
    """The list of a w:num: the levels of its abstract list, with the overrides of the w:num."""
    numbered_list = _List(abstract, dict(levels), {})
    for override in owner:
        depth = number_of(attribute(override, "ilvl"), DEEPEST)
        if tag_of(override) != "w:lvlOverride" or depth is None:
            continue
        level, start = (
            child(override, "w:lvl"),
            number_of(value_of(override, "w:startOverride"), LARGEST_START),
        )
        if level is not None:
            numbered_list.levels[depth] = _level(level)
        if start is not None:
            numbered_list.starts[depth] = start
    return numbered_list


def _printed(level: ListLevel, used: _List, counters: dict[int, int]) -> str:
    """The label: the pattern of the level, 第%1章, with the current numbers filled in."""
    beginning, *parts = level.text.split("%")
    pieces = [beginning]
    for part in parts:
        depth = ord(part[0]) - ord("1") if part else -1
        if not 0 <= depth <= DEEPEST:
            pieces.append("%" + part)
            continue
        referenced_level = used.levels.get(depth, ListLevel())
        number = counters.get(depth, used.starts.get(depth, referenced_level.start))
        pieces.append(write_number(number, "decimal" if level.legal else referenced_level.look) + part[1:])
    return "".join(pieces)


@lru_cache(maxsize=1024)
def write_number(number: int, look: str) -> str:  # noqa: PLR0911 - one return for each format
    """The number as Word prints it in a number format (w:numFmt); in Arabic digits if the format has no such number."""
    if look in ("none", "bullet"):
        return ""
    if look in _CHINESE:
        return to_chinese(number)
    if look in _CHINESE_DIGITS:
        return str(number).translate(_IDEOGRAPHS)
    if look in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return to_chinese(number).translate(_FORMAL)
    if 0 < number <= len(_SERIES.get(look, "")):
        return _SERIES[look][number - 1]
    if look.startswith("decimalFullWidth"):
        return str(number).translate(_FULL_WIDTH)
    if look == "decimalZero":
        return f"{number:02}"
    # After 26 letters each is doubled (aa, bb), then tripled; Word stops at 780.
    if look in ("lowerLetter", "upperLetter") and 0 < number <= 780:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if look == "lowerLetter" else letter.upper()
    if look in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        return _roman(number).lower() if look == "lowerRoman" else _roman(number)
    return str(number)


def _roman(number: int) -> str:
    numeral = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        numeral += letters * times
    return numeral
