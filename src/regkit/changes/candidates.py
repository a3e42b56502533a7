"""Which articles may have become which: those that are somewhat alike, or the very same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from heapq import nsmallest

import msgspec

from regkit.changes.budget import Coarse, Spending, Steps
from regkit.changes.wording import Table, WordIndex, WordWeights, bag, likeness, same, unchanged

# Below this two articles are no candidates.
_LEAST = 0.08
# Of so many meetings one candidate may come.
_MEETINGS_OF_CANDIDATE = 100


class Candidates(msgspec.Struct, frozen=True):
    """How alike the candidates are, and the places of those that were measured, of either version."""

    table: Table
    old: Sequence[int]
    new: Sequence[int]


def find_candidates(
    old: Sequence[str], new: Sequence[str], weights: WordWeights, spending: Spending
) -> Candidates:
    """The candidates among two sequences of texts.

    Where measuring all would take more steps than there are, those that stand unchanged in both versions are taken as each other's.
    """
    budget = spending.budget
    table: Table = {}
    ours: Sequence[int] = range(len(old))
    theirs: Sequence[int] = range(len(new))
    bags = [bag(text) for text in old], [bag(text) for text in new]
    word_index = WordIndex(*bags, weights)
    if word_index.meetings > budget.meetings:
        stood = unchanged(old, new)
        for one, two in stood.items():
            mass = weights.mass(bags[0][one])
            table[one, two] = likeness(mass, mass, mass)
        news = set(stood.values())
        ours = [one for one in ours if one not in stood]
        theirs = [two for two in theirs if two not in news]
        bags = [bags[0][one] for one in ours], [bags[1][two] for two in theirs]
        word_index = WordIndex(*bags, weights)
    masses = [weights.mass(each) for each in bags[0]], [weights.mass(each) for each in bags[1]]
    steps, room = Steps(budget.meetings), Steps(budget.meetings // _MEETINGS_OF_CANDIDATE)
    for one, shared in enumerate(word_index.shared_masses(steps, budget.partners)):
        row = {
            two: alike
            for two, mass in shared.items()
            if (alike := likeness(mass, masses[0][one], masses[1][two])) > _LEAST
        }
        if not room.take(len(row)):
            row = {two: row[two] for two in nsmallest(budget.partners, row, key=partial(_rank, row, one))}
        table.update(((ours[one], theirs[two]), alike) for two, alike in row.items())
    spending.settle([steps, room], Coarse.ARTICLES)
    # Where all words are common ones, or none says anything, the same words are still the same.
    for one, two in sorted(same(old, new)):
        if old[one]:
            table.setdefault((one, two), 1.0)
    return Candidates(table, ours, theirs)


def _rank(row: Mapping[int, float], one: int, two: int) -> tuple[float, int, int]:
    """The most alike first, of these the nearest."""
    return -row[two], abs(one - two), two
