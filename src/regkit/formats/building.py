"""Trees from other programs: provisions that are checked before they are believed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from regkit.model.address import Number
from regkit.model.levels import Level
from regkit.model.tree import CLASSES, Annex, Article, Group, Provision, Statute

DEEPEST = 64
"""Levels that one provision may stand in; law has seven."""
_GREATEST_NUMBER = 99_999_999
# What may stand directly below what, as the classes of the tree say (立法法第六十五条).
_GROUPS = (Level.PART, Level.SUBPART, Level.CHAPTER, Level.SECTION, Level.DIVISION)
BELOW: dict[Level, frozenset[Level]] = {
    Level.PART: frozenset({*_GROUPS[1:], Level.ARTICLE, Level.PARAGRAPH}),
    Level.SUBPART: frozenset({*_GROUPS[2:], Level.ARTICLE, Level.PARAGRAPH}),
    Level.CHAPTER: frozenset({*_GROUPS[3:], Level.ARTICLE, Level.PARAGRAPH}),
    Level.SECTION: frozenset({Level.DIVISION, Level.ARTICLE, Level.PARAGRAPH}),
    Level.DIVISION: frozenset({Level.DIVISION, Level.ARTICLE, Level.PARAGRAPH}),
    Level.ARTICLE: frozenset({Level.PARAGRAPH}),
    Level.PARAGRAPH: frozenset({Level.ITEM, Level.SUBITEM}),
    Level.ITEM: frozenset({Level.SUBITEM}),
    Level.SUBITEM: frozenset({Level.SUBITEM}),
    Level.ANNEX: frozenset(set(Level) - {Level.ANNEX}),
}
_TOP = frozenset({*_GROUPS, Level.ARTICLE, Level.PARAGRAPH})


class MisbuiltError(ValueError):
    """What should be a statute is none; the text is one Chinese sentence without the place."""


def make_number(value: int, inserted: Sequence[int] = ()) -> Number:
    """The number of a provision. Raises MisbuiltError for one that none has."""
    if len(inserted) > 4 or not all(0 < each <= _GREATEST_NUMBER for each in (value, *inserted)):
        raise MisbuiltError("编号必须是从 1 起的整数")
    return Number(value, tuple(inserted))


def make_provision(
    level: Level,
    number: Number,
    *,
    label: str | None,
    heading: str | None,
    text: str,
    children: Sequence[Provision],
    through: Number | None = None,
    run_in: bool = False,
) -> Provision:
    """A provision of the tree. Raises MisbuiltError for what cannot stand in it."""
    for child in children:
        if child.level not in BELOW[level]:
            raise MisbuiltError(f"{level.character}下面不能直接是{child.level.character}")
    if level is Level.ARTICLE and text:
        raise MisbuiltError("条的文字必须在它的款里")
    own: dict[str, Any] = {}
    if level is Level.ARTICLE:
        own["through"] = through
    if level is Level.ITEM:
        own["run_in"] = run_in
    return CLASSES[level](
        number=number, label=label, heading=heading, text=text, children=tuple(children), **own
    )


def make_statute(children: Sequence[Provision], annexes: Sequence[Provision], **fronts: Any) -> Statute:
    """The statute itself. Raises MisbuiltError for a provision that cannot stand by itself."""
    groups: list[Group | Article] = []
    for child in children:
        if child.level not in _TOP:
            raise MisbuiltError(f"{child.level.character}不能不在任何条款之内")
        groups.append(child)  # type: ignore[arg-type]
    found = [annex for annex in annexes if isinstance(annex, Annex)]
    if len(found) < len(annexes):
        raise MisbuiltError("附件之处有不是附件的内容")
    return Statute(children=tuple(groups), annexes=tuple(found), **fronts)
