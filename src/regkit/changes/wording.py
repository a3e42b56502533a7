"""How alike two stretches of law are, by the characters that they share.

A text is the bag of its pairs of neighbouring characters. Each pair weighs more the fewer articles of both versions
have it, so that 县级以上人民政府 says little and 应收账款 much.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from regkit.changes import grammar

Bag = Counter[str]
# From two places, one of each version, to how alike they are.
Table = dict[tuple[int, int], float]

# A pair that more of all articles have finds nothing, unless these are few.
_TOO_COMMON, _NEVER_COMMON = 0.35, 6
# So many articles tell what is common in law; fewer are taken as part of as many.
_LEAST_ARTICLES = 80
# To be alike counts less for texts that hold less than this.
_FULL_MASS = 60.0
_SHARE_OF_BOTH = 0.6


def plain(text: str) -> str:
    """The characters that say what a text is about."""
    return grammar.UNREAD.sub("", text)


def bag(text: str, length: int = 2) -> Bag:
    """The stretches of so many characters in a text, counted; the whole text if it is shorter."""
    said = plain(text)
    if len(said) < length:
        return Counter([said] if said else [])
    return Counter(said[i : i + length] for i in range(len(said) - length + 1))


class Weights:
    """What a stretch of characters says, from how many of some texts have it."""

    def __init__(self, bags: Sequence[Bag]) -> None:
        self._times: Counter[str] = Counter()
        for each in bags:
            self._times.update(each.keys())
        self._most = max(_NEVER_COMMON, len(bags) * _TOO_COMMON)
        everything = max(len(bags), _LEAST_ARTICLES) + 1
        self._weights = {key: math.log(everything / times) for key, times in self._times.items()}

    def __getitem__(self, key: str) -> float:
        return self._weights.get(key, 0.0)

    def mass(self, each: Bag) -> float:
        """What a whole bag says."""
        weights = self._weights
        return max(0.01, sum(count * weights.get(key, 0.0) for key, count in each.items()))

    def sum(self, keys: Iterable[str]) -> float:
        """What some stretches say, each counted once."""
        weights = self._weights
        return sum(weights.get(key, 0.0) for key in keys)

    def is_common(self, key: str) -> bool:
        return self._times[key] > self._most


def shared_masses(ours: Sequence[Bag], theirs: Sequence[Bag], weights: Weights) -> list[Mapping[int, float]]:
    """For each of our bags, what it shares with each of theirs, where that is anything."""
    holders: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for place, each in enumerate(theirs):
        for key, count in each.items():
            if not weights.is_common(key):
                holders[key].append((place, count))
    shared: list[Mapping[int, float]] = []
    for each in ours:
        own: dict[int, float] = defaultdict(float)
        for key, count in each.items():
            weight = weights[key]
            for place, other in holders.get(key, ()):
                own[place] += weight * min(count, other)
        shared.append(own)
    return shared


def likeness(shared: float, mass: float, other: float, full_mass: float = _FULL_MASS) -> float:
    """Between 0 and 1: how much of both is shared, and how much of the smaller one."""
    smaller = min(mass, other)
    of_both = 2 * shared / (mass + other)
    of_smaller = shared / smaller * min(1.0, smaller / full_mass)
    return _SHARE_OF_BOTH * of_both + (1 - _SHARE_OF_BOTH) * of_smaller


def sentences(text: str) -> list[str]:
    """The sentences of a text that say anything."""
    return [found[0] for found in grammar.SENTENCE.finditer(text) if plain(found[0])]
