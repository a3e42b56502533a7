"""Automatic numbering of Word: the label that is printed before a paragraph and stands nowhere in its text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec

from regkit.notations.source import number_of
from regkit.notations.word.package import attribute, child, is_on, tag_of, value_of
from regkit.text.numerals import to_chinese

DEEPEST = 8
LARGEST_START = 32_767
# Word takes no longer ones.
_LONGEST_TEXT = 255
_LONGEST_CHAIN = 50
_SUFFIXES = {"space": " ", "nothing": ""}
_TAB = "\u3000"
# Above 99 Word prints some of these as 一○一 or 百一. Laws print 一百零一, and that is what a reader looks for.
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
    """One depth of a list: how its numbers look and when they start again.

    `restart` is None where any upper level starts it again, 0 where none does, n where the n-th or an upper one does.
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
    """A w:num: one use of an abstract list, with its own starting numbers."""

    abstract: str
    levels: dict[int, ListLevel]
    starts: dict[int, int]


class _Style(msgspec.Struct):
    base: str
    number: tuple[str, str]
    hidden: bool | None


class NumberingStyles:
    """What styles.xml says about numbers and hidden text. `default` is the style of paragraphs without one."""

    def __init__(self, root: Any) -> None:
        self.default = ""
        self._styles: dict[str, _Style] = {}
        self._numbers: dict[str, tuple[str, str, str]] = {}
        self._hidden: dict[str, bool] = {}
        for style in root if root is not None else ():
            if tag_of(style) != "w:style":
                continue
            name = attribute(style, "styleId")
            number = child(child(style, "w:pPr"), "w:numPr")
            vanish = child(child(style, "w:rPr"), "w:vanish")
            self._styles[name] = _Style(
                value_of(style, "w:basedOn"),
                (value_of(number, "w:numId"), value_of(number, "w:ilvl")),
                is_on(vanish) if vanish is not None else None,
            )
            if attribute(style, "default") in ("1", "true") and attribute(style, "type") == "paragraph":
                self.default = name

    def number(self, name: str) -> tuple[str, str, str]:
        """The number of the list and the depth that a style gives, and the style that says so."""
        if name not in self._numbers:
            said = ((*style.number, each) for each, style in self._chain(name) if style.number[0])
            self._numbers[name] = next(said, ("", "", ""))
        return self._numbers[name]

    def hides(self, name: str) -> bool:
        """Whether text in the style is hidden."""
        if name not in self._hidden:
            said = (style.hidden for _, style in self._chain(name) if style.hidden is not None)
            self._hidden[name] = next(said, False)
        return self._hidden[name]

    def _chain(self, name: str) -> Iterator[tuple[str, _Style]]:
        """The style and those that it is based on, nearest first. They may go in a circle."""
        for _ in range(_LONGEST_CHAIN):
            if name not in self._styles:
                return
            yield name, self._styles[name]
            name = self._styles[name].base


class Numbering:
    """The lists of a document, counting as its paragraphs come."""

    def __init__(self, root: Any, styles: NumberingStyles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is None:
            return
        abstracts = {
            attribute(each, "abstractNumId"): each for each in root if tag_of(each) == "w:abstractNum"
        }
        owners = {attribute(each, "numId"): each for each in root if tag_of(each) == "w:num"}
        # Each is looked through once, however many lists share it.
        levels = {name: _levels(each) for name, each in abstracts.items()}
        links = {name: value_of(each, "w:numStyleLink") for name, each in abstracts.items()}
        used = {name: value_of(each, "w:abstractNumId") for name, each in owners.items()}
        for name, each in owners.items():
            abstract = used[name]
            # A list may be that of a style, which names another list.
            link = links.get(abstract)
            if link:
                abstract = used.get(styles.number(link)[0], "")
            self._lists[name] = _with_overrides(each, abstract, levels.get(abstract, {}))

    def label(self, properties: Any, style: str) -> str:
        """The label of the next paragraph, whose w:pPr and style are given, with the gap after it; often none."""
        own = child(properties, "w:numPr")
        number, depth, styled = self._styles.number(style)
        if value_of(own, "w:numId"):
            number, depth, styled = value_of(own, "w:numId"), value_of(own, "w:ilvl"), ""
        elif value_of(own, "w:ilvl"):
            depth, styled = value_of(own, "w:ilvl"), ""
        used = self._lists.get(number)
        if used is None:
            return ""
        # A level may name the style that it belongs to; that counts for more than the depth in the style.
        linked = (index for index, level in used.levels.items() if styled and level.style == styled)
        return self._next(number, used, next(linked, number_of(depth) or 0))

    def _next(self, number: str, used: _List, depth: int) -> str:
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
        for deeper in [each for each in counters if each > depth]:
            restart = used.levels.get(deeper, ListLevel()).restart
            if restart is None or depth < restart:
                del counters[deeper]
        if level.look == "bullet" or level.hidden:
            return ""
        label = _printed(level, used, counters)
        return label + level.suffix if label.strip() else ""


def _levels(owner: Any) -> dict[int, ListLevel]:
    found = ((number_of(attribute(each, "ilvl"), DEEPEST), each) for each in owner if tag_of(each) == "w:lvl")
    return {depth: _level(each) for depth, each in found if depth is not None}


def _level(element: Any) -> ListLevel:
    # Looks that old programs do not know stand beside one that they do.
    looks = [attribute(each, "val") for each in element.iter() if tag_of(each) == "w:numFmt"]
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
    used = _List(abstract, dict(levels), {})
    for override in owner:
        depth = number_of(attribute(override, "ilvl"), DEEPEST)
        if tag_of(override) != "w:lvlOverride" or depth is None:
            continue
        level, start = (
            child(override, "w:lvl"),
            number_of(value_of(override, "w:startOverride"), LARGEST_START),
        )
        if level is not None:
            used.levels[depth] = _level(level)
        if start is not None:
            used.starts[depth] = start
    return used


def _printed(level: ListLevel, used: _List, counters: dict[int, int]) -> str:
    """The text of the level, 第%1章, with the numbers in it."""
    before, *parts = level.text.split("%")
    written = [before]
    for part in parts:
        depth = ord(part[0]) - ord("1") if part else -1
        if not 0 <= depth <= DEEPEST:
            written.append("%" + part)
            continue
        meant = used.levels.get(depth, ListLevel())
        number = counters.get(depth, used.starts.get(depth, meant.start))
        written.append(write_number(number, "decimal" if level.legal else meant.look) + part[1:])
    return "".join(written)


@lru_cache(maxsize=1024)
def write_number(number: int, look: str) -> str:  # noqa: PLR0911 - one answer for each look
    """The number as Word prints it in a look (w:numFmt); in Arabic digits where the look has no such number."""
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
    # 26 letters and then each twice, and so on; Word itself goes no further than this.
    if look in ("lowerLetter", "upperLetter") and 0 < number <= 780:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if look == "lowerLetter" else letter.upper()
    if look in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        return _roman(number).lower() if look == "lowerRoman" else _roman(number)
    return str(number)


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        written += letters * times
    return written
