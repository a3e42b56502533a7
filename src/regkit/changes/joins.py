"""Texts that were merged into others or split from others, inside linked articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from regkit.changes.alignment import Pairing
from regkit.changes.budget import Coarse, Spending
from regkit.changes.pairing import linked
from regkit.changes.sides import Side, steps_for
from regkit.changes.wording import WordIndex, WordWeights

# A text was merged into another one if that shares at least this part of its mass.
_HELD = 0.5


def find_merges_and_splits(
    old: Side,
    new: Side,
    links: Sequence[Pairing],
    pairs: Mapping[int, int],
    weights: WordWeights,
    spending: Spending,
) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Texts without a partner that were merged into, or split from, another text of the linked articles.

    The first result gives for a new provision the old ones that it may have been merged from, the second for
    an old provision the new ones that it may have been split into. Each list is in walking order and includes
    the provision's partner in `pairs`, if any.
    """
    sources = {new_index: old_index for old_index, new_index in pairs.items()}
    joined: dict[int, set[int]] = defaultdict(set)
    parted: dict[int, set[int]] = defaultdict(set)
    for old_units, new_units in linked(links):
        old_texts = [index for unit in old_units for index in old.with_text(old.tree.subtree(unit))]
        new_texts = [index for unit in new_units for index in new.with_text(new.tree.subtree(unit))]
        alone = (
            [old_index for old_index in old_texts if old_index not in pairs],
            [new_index for new_index in new_texts if new_index not in sources],
        )
        for old_index, holder in _holders(old, alone[0], new, new_texts, weights, spending):
            joined[holder].add(old_index)
        for new_index, holder in _holders(new, alone[1], old, old_texts, weights, spending):
            parted[holder].add(new_index)
    return (
        {
            new_index: sorted(olds | ({sources[new_index]} if new_index in sources else set()))
            for new_index, olds in joined.items()
        },
        {
            old_index: sorted(news | ({pairs[old_index]} if old_index in pairs else set()))
            for old_index, news in parted.items()
        },
    )


def _holders(
    side: Side,
    indexes: Sequence[int],
    other: Side,
    other_indexes: Sequence[int],
    weights: WordWeights,
    spending: Spending,
) -> Iterator[tuple[int, int]]:
    """For each of some texts, the text of the other version that shares most of its mass.

    Only texts at the same depth are considered; of several equal ones the first is taken.
    """
    if not indexes:
        return
    bags = [side.own_bag(index) for index in indexes]
    word_index = WordIndex(bags, [other.own_bag(index) for index in other_indexes], weights, common=True)
    steps = steps_for(side, other, len(indexes) + len(other_indexes), spending.budget)
    for position, shared in enumerate(word_index.shared_masses(steps, spending.budget.partners)):
        depth = side.depth(indexes[position])
        same_depth = [match for match in sorted(shared) if other.depth(other_indexes[match]) == depth]
        best = max(same_depth, key=shared.__getitem__, default=None)
        if best is not None and shared[best] / weights.mass(bags[position]) >= _HELD:
            yield indexes[position], other_indexes[best]
    spending.settle([steps], Coarse.PROVISIONS)
