"""Completes lists of provisions: gives each member the steps that it inherits from the members before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from regkit.citations.lists import Unit
from regkit.model.address import Address, Number, Step
from regkit.model.levels import Level
from regkit.model.tree import MOST_ARTICLES_AS_ONE

Steps = tuple[Step, ...]
_ARTICLE = Level.ARTICLE.rank


class Target(msgspec.Struct, frozen=True, gc=False):
    """One member of a list, with the steps that it inherits from those before it; `through` and `first` as in `Unit`."""

    steps: Steps
    through: bool
    first: Step | None


def complete(units: Sequence[Unit], inherited: Steps) -> list[Target]:
    """The members of a list, each with the higher levels that it inherits from the member before it, the first from `inherited`.

    第七十一条第二款、第三款 are two 款 of one 条; 第三编第四章和第五章 are two 章 of one 编.
    """
    targets = []
    before = inherited
    for unit in units:
        steps = unit.steps
        # Ranks are compared instead of levels because this runs for every citation and integers are faster.
        top = steps[0].level.rank
        if top != _ARTICLE and before:
            steps = (*[step for step in before if step.level.rank < top], *steps)
        if top < _ARTICLE:
            # Articles are numbered through the whole statute, so that their addresses contain no chapters.
            within = [step for step in steps if step.level.rank >= _ARTICLE]
            steps = tuple(within) if within and within[0].level.rank == _ARTICLE else steps
        targets.append(Target(steps, unit.through, unit.first))
        before = steps
    return targets


def addresses(targets: Sequence[Target], most: int) -> tuple[list[Address], list[str]]:
    """The addresses that the members of a list mean in an act whose text is not available, and the ranges that are too long.

    A range means the whole numbers between its ends, without 之一. All ranges together list at most `most` provisions between
    their ends; a range that would exceed this is returned by its words, and only its ends are listed.
    """
    listed: list[Address] = []
    unlisted: list[str] = []
    before: Steps = ()
    for target in targets:
        if target.through and before and before[:-1] == target.steps[:-1]:
            between = list(_between(before, target.steps))
            if len(between) <= most:
                listed += between
                most -= len(between)
            else:
                unlisted.append(words_of_range(before, target.steps))
        if target.first is None:
            listed.append(Address(target.steps))
        else:
            count = min(target.first.number.value, MOST_ARTICLES_AS_ONE)
            listed += [
                Address((*target.steps, Step(target.first.level, Number(n)))) for n in range(1, count + 1)
            ]
        before = target.steps
    return listed, unlisted


def words_of_range(first: Steps, last: Steps) -> str:
    """A range as it is written in law: 第三条至第五条."""
    return f"{''.join(map(str, first))}至{''.join(map(str, last))}"


def above(steps: Steps, level: Level) -> Steps:
    """The steps at levels higher than `level`."""
    return tuple(step for step in steps if step.level.rank < level.rank)


def _between(first: Steps, last: Steps) -> Iterator[Address]:
    """Yield the addresses with whole numbers between two siblings; none if these are too far apart for one range."""
    low, high = first[-1], last[-1]
    if low.level is high.level and high.number.value - low.number.value <= MOST_ARTICLES_AS_ONE:
        for value in range(low.number.value + 1, high.number.value):
            yield Address((*first[:-1], Step(low.level, Number(value))))
