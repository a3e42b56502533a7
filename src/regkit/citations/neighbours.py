"""Resolves citations that are relative to the provision in which they stand: 前款, 前两款, 前条, 本条, 本章."""

from __future__ import annotations

from collections.abc import Sequence

from regkit.citations.citation import Reason, Unresolved
from regkit.citations.lists import Unit
from regkit.citations.resolving import Resolution, Resolver, Where
from regkit.citations.targets import Steps, Target, complete
from regkit.model.address import Address, Number, Step
from regkit.model.levels import Level

_CONTAINERS = {
    "条": Level.ARTICLE,
    "款": Level.PARAGRAPH,
    "项": Level.ITEM,
    "章": Level.CHAPTER,
    "节": Level.SECTION,
    "编": Level.PART,
}


def preceding(
    resolver: Resolver, where: Where, level: Level, count: int, units: Sequence[Unit], words: str
) -> Resolution:
    """What 前款, 前两款, 前条 or 前项 points at, or `units` of it, counted back from the 款, 条 or 项 of the citation.

    `count` is 2 for 前两款, and `words` are the citation as printed. Within an item, 前款 is the 款 before the one that contains
    the item.
    """
    resolution = Resolution([], [])
    for steps in _before(resolver, where, level, count):
        targets = complete(units, steps) if units else [Target(steps, False, None)]
        part = resolver.resolve(where, targets)
        resolution.targets += part.targets
        resolution.unresolved += part.unresolved
    if not resolution.targets and not resolution.unresolved:
        resolution.unresolved.append(Unresolved(words, Reason.NOTHING_THERE))
    return resolution


def _before(resolver: Resolver, where: Where, level: Level, count: int) -> list[Steps]:
    """The steps of the `count` provisions right before that of the citation, in reading order; none if they are fewer."""
    if level is Level.ARTICLE:
        return [(Step(level, number),) for number in resolver.articles_before(where, count)]
    if level is Level.PARAGRAPH:
        last = where.paragraph - 1
        if not where.steps or last < count:
            return []
        return [(*where.steps, Step(level, Number(value))) for value in range(last - count + 1, last + 1)]
    if where.item < 0:
        return []
    siblings, index = resolver.siblings(where.item)
    above = (*where.steps, Step(Level.PARAGRAPH, Number(where.paragraph)))
    return (
        [(*above, Step(level, item.number)) for item in siblings[index - count : index]]
        if index >= count
        else []
    )


def container(resolver: Resolver, where: Where, character: str) -> Address | None:
    """The address of the 条, 款, 项, 章, 节 or 编 in which the citation stands, None if there is none."""
    level = _CONTAINERS[character]
    if level is Level.ARTICLE:
        return resolver.address(where.article) if where.article >= 0 else None
    return resolver.around(where.index, level)
