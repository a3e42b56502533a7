"""Provisions named by where the citation stands: 前款, 前两款, 前条, 本条, 本章."""

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
    """前款, 前两款, 前条, 前项 and what is cited of them, counted back from the 款, 条 or 项 of the citation.

    Inside an item 前款 is the 款 before that which holds the item.
    """
    found = Resolution([], [])
    for steps in _before(resolver, where, level, count):
        targets = complete(units, steps) if units else [Target(steps, False, None)]
        own = resolver.resolve(where, targets)
        found.targets += own.targets
        found.unresolved += own.unresolved
    if not found.targets and not found.unresolved:
        found.unresolved.append(Unresolved(words, Reason.NOTHING_THERE))
    return found


def _before(resolver: Resolver, where: Where, level: Level, count: int) -> list[Steps]:
    if level is Level.ARTICLE:
        return [(Step(level, number),) for number in resolver.articles_before(where, count)]
    if level is Level.PARAGRAPH:
        last = where.paragraph - 1
        if not where.steps or last < count:
            return []
        return [(*where.steps, Step(level, Number(value))) for value in range(last - count + 1, last + 1)]
    if where.item < 0:
        return []
    siblings, own = resolver.siblings(where.item)
    above = (*where.steps, Step(Level.PARAGRAPH, Number(where.paragraph)))
    return (
        [(*above, Step(level, each.number)) for each in siblings[own - count : own]] if own >= count else []
    )


def container(resolver: Resolver, where: Where, character: str) -> Address | None:
    """本条, 本款, 本项, 本章, 本节, 本编: what the citation stands in."""
    level = _CONTAINERS[character]
    if level is Level.ARTICLE:
        return resolver.address(where.article) if where.article >= 0 else None
    return resolver.around(where.index, level)
