"""How alike two stretches of law are, by the characters that they share.

A text is the bag of its pairs of neighbouring characters. Each pair weighs more the fewer articles of both versions
have it, so that 县级以上人民政府 says little and 应收账款 much.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from heapq import nsmallest

from regkit.changes import grammar
from regkit.changes.budget import Steps

Bag = Counter[str]
# From two places, one of each version, to how alike they are.
Table = dict[tuple[int, int], float]

# A pair that more of all articles have finds nothing, unless these are few.
_TOO_COMMON, _NEVER_COMMON = 0.35, 6
# So many articles tell what is common in law; fewer are taken as part of as many.
_LEAST_ARTICLES = 80
# To be alike counts less for texts that hold less than this.
_FULL_MASS = 60.0
# Texts of the very same words are hardly ever more.
_MOST_SAME = 50
_SHARE_OF_BOTH = 0.6
# Where not all stretches can be looked up, the rarest are, in such a part of the steps.
_RAREST = 4


def plain(text: str) -> str:
    """The characters that say what a text is about."""
    return grammar.UNREAD.sub("", text)


def bag(text: str, length: int = 2) -> Bag:
    """The stretches of so many characters in a text, counted; the whole text if it is shorter."""
    said = plain(text)
    if len(said) < length:
        return Counter([said] if said else [])
    return Counter(said[i : i + length] for i in range(len(said) - length + 1))


class WordWeights:
    """What a stretch of characters says, from how many of some texts have it."""

    def __init__(self, bags: Iterable[Bag]) -> None:
        self._times: Counter[str] = Counter()
        count = 0
        for each in bags:
            self._times.update(each.keys())
            count += 1
        self._most = max(_NEVER_COMMON, count * _TOO_COMMON)
        everything = max(count, _LEAST_ARTICLES) + 1
        self._weights = {key: math.log(everything / times) for key, times in self._times.items()}

    def __getitem__(self, key: str) -> float:
        return self._weights.get(key, 0.0)

    def mass(self, each: Bag) -> float:
        """What a whole bag says."""
        weights = self._weights
        return max(0.01, sum(count * weights.get(key, 0.0) for key, count in each.items()))

    def sum(self, keys: Iterable[str]) -> float:
        """What some stretches say, each counted once, in whatever order they come."""
        weights = self._weights
        return math.fsum(weights.get(key, 0.0) for key in keys)

    def is_common(self, key: str) -> bool:
        return self._times[key] > self._most


class WordIndex:
    """Which of some bags have which stretches, but for the common ones: with which of them another bag shares what."""

    def __init__(
        self, ours: Sequence[Bag], theirs: Sequence[Bag], weights: WordWeights, *, common: bool = False
    ) -> None:
        self._ours, self._theirs, self._weights = ours, theirs, weights
        self._times = Counter(key for each in ours for key in each)
        self._holders: dict[str, list[int]] = {}
        for index, each in enumerate(theirs):
            for key in each:
                if key in self._times and (common or not weights.is_common(key)):
                    self._holders.setdefault(key, []).append(index)

    @property
    def meetings(self) -> int:
        """How many steps it takes to measure all that our bags and theirs share."""
        return sum(len(indexes) * self._times[key] for key, indexes in self._holders.items())

    def shared_masses(self, steps: Steps, partners: int) -> Iterator[Mapping[int, float]]:
        """For each of our bags, what it shares with each of theirs, where that is anything.

        Where there are too few steps for that, each is measured with as many `partners` as there may be: those with which it shares
        most of the rarest stretches, those at the same place first.
        """
        if steps.take(self.meetings):
            yield from (self._shared(each, self._holders) for each in self._ours)
            return
        rare = self._rarest(steps)
        for index, each in enumerate(self._ours):
            found = self._shared(each, rare)
            best = nsmallest(partners, found, key=partial(self._rank, found, index))
            yield {other: self._with(each, self._theirs[other]) for other in sorted(best)}

    def _rank(self, found: Mapping[int, float], index: int, other: int) -> tuple[float, int, int]:
        return -found[other], abs(index * len(self._theirs) - other * len(self._ours)), other

    def _rarest(self, steps: Steps) -> dict[str, list[int]]:
        rare = {}
        rarest = Steps(steps.left // _RAREST)
        for key, indexes in sorted(
            self._holders.items(), key=lambda item: (len(item[1]) * self._times[item[0]], item[0])
        ):
            if not rarest.take(len(indexes) * self._times[key]):
                break
            rare[key] = indexes
        return rare

    def _shared(self, each: Bag, holders: Mapping[str, Sequence[int]]) -> dict[int, float]:
        own: dict[int, float] = defaultdict(float)
        theirs = self._theirs
        for key, count in each.items():
            if indexes := holders.get(key):
                weight = self._weights[key]
                for index in indexes:
                    own[index] += weight if count == 1 else weight * min(count, theirs[index][key])
        return own

    def _with(self, each: Bag, other: Bag) -> float:
        return sum(
            self._weights[key] * min(count, other[key])
            for key, count in each.items()
            if key in other and key in self._holders
        )


def same(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    """The places of what is the same in both; where it stands often, those that are about as far from its first place."""
    theirs = _places(new)
    for value, indexes in _places(old).items():
        news = theirs.get(value, ())
        for number, one in enumerate(indexes):
            first = number * len(news) // len(indexes) - _MOST_SAME // 2
            first = max(0, min(first, len(news) - _MOST_SAME))
            for two in news[first : first + _MOST_SAME]:
                yield one, two


def unchanged(old: Sequence[Hashable], new: Sequence[Hashable]) -> dict[int, int]:
    """The places of what either has just once, and the same in both."""
    theirs = _places(new)
    return {
        indexes[0]: theirs[text][0]
        for text, indexes in _places(old).items()
        if text and len(indexes) == len(theirs.get(text, ())) == 1
    }


def _places(values: Sequence[Hashable]) -> dict[Hashable, list[int]]:
    found: dict[Hashable, list[int]] = {}
    for index, value in enumerate(values):
        found.setdefault(value, []).append(index)
    return found


def likeness(shared: float, mass: float, other: float, full_mass: float = _FULL_MASS) -> float:
    """Between 0 and 1: how much of both is shared, and how much of the smaller one."""
    smaller = min(mass, other)
    of_both = 2 * shared / (mass + other)
    of_smaller = shared / smaller * min(1.0, smaller / full_mass)
    return _SHARE_OF_BOTH * of_both + (1 - _SHARE_OF_BOTH) * of_smaller


def sentences(text: str) -> list[str]:
    """The sentences of a text that say anything."""
    return [found[0] for found in grammar.SENTENCE.finditer(text) if plain(found[0])]
