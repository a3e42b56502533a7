"""Which texts were taken in by others, and which came out of others, inside articles that are linked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from regkit.changes.alignment import Pairing
from regkit.changes.budget import Coarse, Spending
from regkit.changes.pairing import linked
from regkit.changes.sides import Side, steps_for
from regkit.changes.wording import WordIndex, WordWeights

# A text was taken in by another that holds so much of it.
_HELD = 0.5


def join_and_part(
    old: Side,
    new: Side,
    links: Sequence[Pairing],
    pairs: Mapping[int, int],
    weights: WordWeights,
    spending: Spending,
) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Of the texts in linked articles that are in no pair, those that others took in, and those that came out of others.

    The first gives for a new provision the old ones that it may be made of, the second for an old one the new
    ones that it may have become, each in order and with its own partner among them.
    """
    sources = {two: one for one, two in pairs.items()}
    joined: dict[int, set[int]] = defaultdict(set)
    parted: dict[int, set[int]] = defaultdict(set)
    for ours, theirs in linked(links):
        first = [index for unit in ours for index in old.with_text(old.tree.subtree(unit))]
        second = [index for unit in theirs for index in new.with_text(new.tree.subtree(unit))]
        alone = [one for one in first if one not in pairs], [two for two in second if two not in sources]
        for one, holder in _holders(old, alone[0], new, second, weights, spending):
            joined[holder].add(one)
        for two, holder in _holders(new, alone[1], old, first, weights, spending):
            parted[holder].add(two)
    return (
        {two: sorted(olds | ({sources[two]} if two in sources else set())) for two, olds in joined.items()},
        {one: sorted(news | ({pairs[one]} if one in pairs else set())) for one, news in parted.items()},
    )


def _holders(
    side: Side,
    some: Sequence[int],
    other: Side,
    indexes: Sequence[int],
    weights: WordWeights,
    spending: Spending,
) -> Iterator[tuple[int, int]]:
    """Nodes and which of those of another side, of the same depth, holds most of their own text, the first of several."""
    if not some:
        return
    ours = [side.own_bag(one) for one in some]
    word_index = WordIndex(ours, [other.own_bag(two) for two in indexes], weights, common=True)
    steps = steps_for(side, other, len(some) + len(indexes), spending.budget)
    for number, shared in enumerate(word_index.shared_masses(steps, spending.budget.partners)):
        depth = side.depth(some[number])
        alike = [two for two in sorted(shared) if other.depth(indexes[two]) == depth]
        best = max(alike, key=shared.__getitem__, default=None)
        if best is not None and shared[best] / weights.mass(ours[number]) >= _HELD:
            yield some[number], indexes[best]
    spending.settle([steps], Coarse.PROVISIONS)
