"""Akoma Ntoso: at which level of Chinese law an element stands, and which number it has."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from regkit.model.address import MACHINE_STEP, Number, read_number
from regkit.model.levels import BY_CHARACTER, Level
from regkit.notations.akn.elements import HIERARCHY, name_of, where
from regkit.notations.tree_building import MisbuiltError, make_number, unnumbered_part
from regkit.text.variants import as_read

_WRITTEN: Mapping[str, Level] = {level.akn: level for level in Level}
"""The levels of documents that regkit wrote."""
_LEVELS: Mapping[str, Level] = {
    **_WRITTEN,
    "book": Level.PART,
    "title": Level.PART,
    "tome": Level.PART,
    "subtitle": Level.SUBPART,
    "subchapter": Level.SECTION,
    "subdivision": Level.DIVISION,
    "clause": Level.ARTICLE,
    "rule": Level.ARTICLE,
    "alinea": Level.PARAGRAPH,
    "subsection": Level.PARAGRAPH,
    "subclause": Level.PARAGRAPH,
    "subrule": Level.PARAGRAPH,
    "subparagraph": Level.PARAGRAPH,
    "item": Level.ITEM,
}
_ITEMS = (Level.ITEM, Level.SUBITEM)


def is_provision(element: etree._Element) -> bool:
    """Whether an element divides the text; those that other programs also use to group text do if they have a number or a heading."""
    name = name_of(element)
    if name in ("hcontainer", "list", "sublist", "proviso"):
        return any(name_of(inner) in ("num", "heading") for inner in element)
    return name in HIERARCHY


def level_of(
    element: etree._Element, label: str | None, above: Level | None, *, exact: bool, led_in: bool = False
) -> Level:
    """The level of a provision that stands directly below `above`. Raises MisbuiltError if its element is none of Chinese law.

    In documents of regkit (`exact`) the element decides. Elsewhere it does only if the label does not say it, for many
    programs write articles as sections; and within an article what counts is how deep an element stands. `led_in` says
    that a 款 stands before it, so that what is numbered after it is one of its items.
    """
    name = name_of(element)
    if exact:
        level = _WRITTEN.get(name)
    else:
        level = _level_of_label(label, is_high=above is None or above < Level.ARTICLE) or _LEVELS.get(name)
        if above is not None and above >= Level.ARTICLE:
            level = _level_within_article(level, label, above, led_in=led_in)
    if level is None:
        raise MisbuiltError(f"{where(element)}在中国法规里没有相应的层级")
    return level


def _level_within_article(level: Level | None, label: str | None, above: Level, *, led_in: bool) -> Level:
    if level is not None and level <= Level.ARTICLE:
        return level
    if above >= Level.ITEM:
        return Level.SUBITEM
    if level in _ITEMS:
        return level
    is_item = above is Level.PARAGRAPH or (label is not None and (led_in or label.startswith("（")))
    return Level.ITEM if is_item else Level.PARAGRAPH


def _level_of_label(label: str | None, *, is_high: bool) -> Level | None:
    """The level that a label such as 第二章, 第三条之一 or, above the articles, 一、 prints; None if it prints none."""
    words = as_read("".join((label or "").split()))
    if is_high and words.endswith("、") and number_of_label(words):
        return Level.DIVISION
    words = words.partition("之")[0]
    if not words.startswith("第") or not number_of_label(words):
        return None
    level = BY_CHARACTER.get("分编" if words.endswith("分编") else words[-1:])
    return level if level is not None and level <= Level.ARTICLE else None


def number_of(
    eid: str, level: Level, label: str | None, heading: str | None, ordinal: int, *, exact: bool
) -> Number:
    """The number of a provision: in documents of regkit that of the eId, elsewhere the one that its label prints, if it does."""
    of_eid, of_label = _number_of_eid(eid, level, label, heading), number_of_label(label)
    return (of_eid or of_label if exact else of_label or of_eid) or make_number(ordinal)


def _number_of_eid(eid: str, level: Level, label: str | None, heading: str | None) -> Number | None:
    """The number in the last step of an eId; None if that is not an eId of this level as regkit writes it.

    Other programs also write nn_1 for whatever has no number; to regkit it is the number of a part with a certain title.
    """
    # The eId of the second provision with the same address ends in --2.
    step = eid.rpartition("__")[2].partition("--")[0]
    step_match = MACHINE_STEP.match(step)
    if not step_match or step_match["prefix"] != level.prefix:
        return None
    if step_match["number"].startswith("nn_"):
        return unnumbered_part(level, label, heading)
    return read_eid(step_match["number"])


def read_eid(words: str) -> Number:
    """The number written as in an eId, ``120-1``. Raises MisbuiltError if it is not a number."""
    value, *inserted = words.split("-")
    try:
        return make_number(int(value), [int(part) for part in inserted])
    except ValueError:
        raise MisbuiltError(f"编号 {words[:20]} 不合格") from None


def number_of_label(label: str | None) -> Number | None:
    """The number that a label such as 第三条, （三） or 3. prints, None if it prints none; for documents of other programs."""
    words = (
        "".join(character for character in as_read(label or "") if character.isalnum())
        .removeprefix("附件")
        .removeprefix("第")
        .rstrip("条款项目章节编部分")
    )
    numeral, _, inserted = words.partition("之")
    try:
        return read_number(numeral, f"之{inserted}" if inserted else "") if numeral else None
    except ValueError:
        return None
