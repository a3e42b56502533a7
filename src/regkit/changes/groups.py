"""Which 编, 章 and 节 became which, judged by their articles and their titles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from regkit.changes.alignment import Pairing
from regkit.changes.sides import Side
from regkit.changes.wording import same
from regkit.model.levels import Level
from regkit.text.folding import folded

# A 编, 章 or 节 became another if at least this share of the articles of either is linked with articles of the other.
_MOST_OF_ARTICLES = 0.34


def pair_groups(old: Side, new: Side, links: Sequence[Pairing]) -> dict[int, int]:
    """From the index of each old 编, 章 and 节 that became a new one to the index of that.

    A group becomes the one to which most of its articles went; an equal title counts like the articles of the
    smaller group.
    """
    votes: Counter[tuple[int, int]] = Counter()
    for link in links:
        old_groups, new_groups = _groups_around(old, link.old), _groups_around(new, link.new)
        for level, group in old_groups.items():
            if level in new_groups:
                votes[group, new_groups[level]] += 1
    sizes = _sizes(old), _sizes(new)
    titled = _titled(old), _titled(new)
    for old_title, new_title in same([title for _, title in titled[0]], [title for _, title in titled[1]]):
        old_group, new_group = titled[0][old_title][0], titled[1][new_title][0]
        votes[old_group, new_group] += max(1, min(sizes[0][old_group], sizes[1][new_group]))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for (old_group, new_group), count in sorted(votes.items(), key=lambda item: (-item[1], item[0])):
        share = max(count / max(1, sizes[0][old_group]), count / max(1, sizes[1][new_group]))
        if old_group not in pairs and new_group not in taken and share >= _MOST_OF_ARTICLES:
            pairs[old_group] = new_group
            taken.add(new_group)
    return pairs


def _titled(side: Side) -> list[tuple[int, tuple[Level, str]]]:
    """The indexes of the groups that have a title, each with its level and folded title."""
    titled = []
    for index in side.units.groups:
        provision = side.provisions[index]
        if provision.heading is not None:
            titled.append((index, (provision.level, folded(provision.heading))))
    return titled


def _groups_around(side: Side, index: int) -> dict[Level, int]:
    """The groups that a unit stands in, by level."""
    groups: dict[Level, int] = {}
    group = side.units.group_of[index]
    while group >= 0:
        groups.setdefault(side.provisions[group].level, group)
        group = side.provisions[group].parent
    return groups


def _sizes(side: Side) -> Counter[int]:
    """How many units (articles) each group contains, at any depth."""
    sizes: Counter[int] = Counter()
    for unit in side.units.units:
        sizes.update(_groups_around(side, unit).values())
    return sizes
