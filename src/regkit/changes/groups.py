"""Which 编, 章 and 节 became which, by their articles and their titles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from regkit.changes.alignment import Pairing
from regkit.changes.sides import Side
from regkit.changes.wording import same
from regkit.model.levels import Level
from regkit.text.folding import folded

# A chapter became another if so much of the articles of either went there.
_MOST_OF_ARTICLES = 0.34


def pair_groups(old: Side, new: Side, links: Sequence[Pairing]) -> dict[int, int]:
    """From each 编, 章 and 节 of the old side to what it became: where its articles went, or what has its title."""
    votes: Counter[tuple[int, int]] = Counter()
    for link in links:
        ours, theirs = _groups_around(old, link.old), _groups_around(new, link.new)
        for level, group in ours.items():
            if level in theirs:
                votes[group, theirs[level]] += 1
    sizes = _sizes(old), _sizes(new)
    titled = _titled(old), _titled(new)
    for first, second in same([title for _, title in titled[0]], [title for _, title in titled[1]]):
        one, two = titled[0][first][0], titled[1][second][0]
        votes[one, two] += max(1, min(sizes[0][one], sizes[1][two]))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for (one, two), count in sorted(votes.items(), key=lambda item: (-item[1], item[0])):
        most = max(count / max(1, sizes[0][one]), count / max(1, sizes[1][two]))
        if one not in pairs and two not in taken and most >= _MOST_OF_ARTICLES:
            pairs[one] = two
            taken.add(two)
    return pairs


def _titled(side: Side) -> list[tuple[int, tuple[Level, str]]]:
    """The groups that have a title, each with its level and its title as folded."""
    found = []
    for index in side.units.groups:
        provision = side.provisions[index]
        if provision.heading is not None:
            found.append((index, (provision.level, folded(provision.heading))))
    return found


def _groups_around(side: Side, index: int) -> dict[Level, int]:
    found: dict[Level, int] = {}
    group = side.units.group_of[index]
    while group >= 0:
        found.setdefault(side.provisions[group].level, group)
        group = side.provisions[group].parent
    return found


def _sizes(side: Side) -> Counter[int]:
    """How many articles each group holds."""
    sizes: Counter[int] = Counter()
    for unit in side.units.units:
        sizes.update(_groups_around(side, unit).values())
    return sizes
