"""Candidate pairs of articles: those whose wording is somewhat alike, or the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from heapq import nsmallest

import msgspec

from regkit.changes.budget import Coarse, Spending, Steps
from regkit.changes.wording import Table, WordIndex, WordWeights, bag, likeness, same, unchanged

# Two articles that are less alike than this (0 to 1) are not candidates.
_LEAST_LIKENESS = 0.08
# For this many meetings in the budget one candidate may be kept.
_MEETINGS_PER_CANDIDATE = 100


class Candidates(msgspec.Struct, frozen=True):
    """Candidate pairs of texts.

    - `table`: how alike each pair is, by the positions of the old and the new text.
    - `old`, `new`: the positions of the texts that were measured, in either version.
    """

    table: Table
    old: Sequence[int]
    new: Sequence[int]


def find_candidates(
    old: Sequence[str], new: Sequence[str], weights: WordWeights, spending: Spending
) -> Candidates:
    """The candidate pairs among the texts of two versions.

    Where measuring all pairs would take more steps than the budget allows, texts that stand in both versions
    unchanged, and just once, are paired with each other and not measured further.
    """
    budget = spending.budget
    table: Table = {}
    old_positions: Sequence[int] = range(len(old))
    new_positions: Sequence[int] = range(len(new))
    bags = [bag(text) for text in old], [bag(text) for text in new]
    word_index = WordIndex(*bags, weights)
    if word_index.meetings > budget.meetings:
        unchanged_pairs = unchanged(old, new)
        for old_position, new_position in unchanged_pairs.items():
            mass = weights.mass(bags[0][old_position])
            table[old_position, new_position] = likeness(mass, mass, mass)
        unchanged_new = set(unchanged_pairs.values())
        old_positions = [index for index in old_positions if index not in unchanged_pairs]
        new_positions = [index for index in new_positions if index not in unchanged_new]
        bags = [bags[0][index] for index in old_positions], [bags[1][index] for index in new_positions]
        word_index = WordIndex(*bags, weights)
    masses = [weights.mass(words) for words in bags[0]], [weights.mass(words) for words in bags[1]]
    steps, candidate_steps = Steps(budget.meetings), Steps(budget.meetings // _MEETINGS_PER_CANDIDATE)
    for row, shared in enumerate(word_index.shared_masses(steps, budget.partners)):
        likenesses = {
            column: alike
            for column, mass in shared.items()
            if (alike := likeness(mass, masses[0][row], masses[1][column])) > _LEAST_LIKENESS
        }
        if not candidate_steps.take(len(likenesses)):
            likenesses = {
                column: likenesses[column]
                for column in nsmallest(budget.partners, likenesses, key=partial(_rank, likenesses, row))
            }
        table.update(
            ((old_positions[row], new_positions[column]), alike) for column, alike in likenesses.items()
        )
    spending.settle([steps, candidate_steps], Coarse.ARTICLES)
    # Texts of common words only, or of words without weight, share nothing that was measured; equal ones are still candidates.
    for old_position, new_position in sorted(same(old, new)):
        if old[old_position]:
            table.setdefault((old_position, new_position), 1.0)
    return Candidates(table, old_positions, new_positions)


def _rank(likenesses: Mapping[int, float], row: int, column: int) -> tuple[float, int, int]:
    """A sort key: the most alike first, among equals the one at the nearest position."""
    return -likenesses[column], abs(row - column), column
