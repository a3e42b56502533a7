"""How alike two texts of law are, measured by the characters that they share.

A text is represented by the bag (multiset) of its pairs of neighbouring characters. A pair weighs more the
fewer articles of both versions have it, so that 县级以上人民政府 weighs little and 应收账款 much.
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
# How alike two texts are (0 to 1), by their positions in the old and the new version.
Table = dict[tuple[int, int], float]

# A pair of characters is too common to look texts up by if a larger share of all texts than this has it; a pair that at most
# `_NEVER_COMMON` texts have is never too common.
_TOO_COMMON, _NEVER_COMMON = 0.35, 6
# With fewer texts than this, weights are computed as if there were this many: few texts do not show what is common in law.
_LEAST_TEXTS = 80
# Sharing most of the smaller text counts less if its mass is below this.
_FULL_MASS = 60.0
# How many equal texts of the other version each text is paired with at most; real laws hardly ever have more.
_MOST_SAME = 50
# How much the share of both texts counts in likeness; the rest is the share of the smaller one.
_SHARE_OF_BOTH = 0.6
# Where the steps do not suffice to look up all keys, the rarest are looked up, with one part in this many of the steps.
_RAREST = 4


def plain(text: str) -> str:
    """The text without whitespace, punctuation and cited numbers: the characters that say what it is about."""
    return grammar.UNREAD.sub("", text)


def bag(text: str, length: int = 2) -> Bag:
    """The substrings of `length` characters in a text, counted; the whole text if it is shorter."""
    characters = plain(text)
    if len(characters) < length:
        return Counter([characters] if characters else [])
    return Counter(characters[start : start + length] for start in range(len(characters) - length + 1))


class WordWeights:
    """How much each substring (key of a bag) weighs: the fewer of the given texts have it, the more."""

    def __init__(self, bags: Iterable[Bag]) -> None:
        self._times: Counter[str] = Counter()
        count = 0
        for counted in bags:
            self._times.update(counted.keys())
            count += 1
        self._most = max(_NEVER_COMMON, count * _TOO_COMMON)
        all_texts = max(count, _LEAST_TEXTS) + 1
        self._weights = {key: math.log(all_texts / times) for key, times in self._times.items()}

    def __getitem__(self, key: str) -> float:
        return self._weights.get(key, 0.0)

    def mass(self, counted: Bag) -> float:
        """The weight of all substrings in a bag, each as often as it occurs; at least 0.01."""
        weights = self._weights
        return max(0.01, sum(count * weights.get(key, 0.0) for key, count in counted.items()))

    def sum(self, keys: Iterable[str]) -> float:
        """The weight of some substrings, each counted once; the order does not change the result."""
        weights = self._weights
        return math.fsum(weights.get(key, 0.0) for key in keys)

    def is_common(self, key: str) -> bool:
        """Whether too many texts have the substring for it to identify any."""
        return self._times[key] > self._most


class WordIndex:
    """An index of the right bags by their keys, which finds the mass that each left bag shares with each of them.

    The two sides are the texts of the two versions, in either order. Keys that are too common are left out,
    unless `common` is true.
    """

    def __init__(
        self,
        left_bags: Sequence[Bag],
        right_bags: Sequence[Bag],
        weights: WordWeights,
        *,
        common: bool = False,
    ) -> None:
        self._left_bags, self._right_bags, self._weights = left_bags, right_bags, weights
        self._times = Counter(key for counted in left_bags for key in counted)
        self._holders: dict[str, list[int]] = {}
        for index, counted in enumerate(right_bags):
            for key in counted:
                if key in self._times and (common or not weights.is_common(key)):
                    self._holders.setdefault(key, []).append(index)

    @property
    def meetings(self) -> int:
        """How many steps it takes to measure all that left and right bags share."""
        return sum(len(holders_of_key) * self._times[key] for key, holders_of_key in self._holders.items())

    def shared_masses(self, steps: Steps, partners: int) -> Iterator[Mapping[int, float]]:
        """Yield for each left bag the mass that it shares with right bags, by their positions, where there is any.

        If the steps do not suffice, each left bag is measured against at most `partners` right ones: those
        that share most of its rarest keys, among equals those nearest to the same relative position.
        """
        if steps.take(self.meetings):
            yield from (self._shared(counted, self._holders) for counted in self._left_bags)
            return
        rare = self._rarest(steps)
        for left, counted in enumerate(self._left_bags):
            shared = self._shared(counted, rare)
            best = nsmallest(partners, shared, key=partial(self._rank, shared, left))
            yield {right: self._shared_with(counted, self._right_bags[right]) for right in sorted(best)}

    def _rank(self, shared: Mapping[int, float], left: int, right: int) -> tuple[float, int, int]:
        return (
            -shared[right],
            abs(left * len(self._right_bags) - right * len(self._left_bags)),
            right,
        )

    def _rarest(self, steps: Steps) -> dict[str, list[int]]:
        rare = {}
        rarest = Steps(steps.left // _RAREST)
        for key, holders_of_key in sorted(
            self._holders.items(), key=lambda item: (len(item[1]) * self._times[item[0]], item[0])
        ):
            if not rarest.take(len(holders_of_key) * self._times[key]):
                break
            rare[key] = holders_of_key
        return rare

    def _shared(self, counted: Bag, holders: Mapping[str, Sequence[int]]) -> dict[int, float]:
        masses: dict[int, float] = defaultdict(float)
        right_bags = self._right_bags
        for key, count in counted.items():
            if holders_of_key := holders.get(key):
                weight = self._weights[key]
                for right in holders_of_key:
                    masses[right] += weight if count == 1 else weight * min(count, right_bags[right][key])
        return masses

    def _shared_with(self, counted: Bag, other: Bag) -> float:
        return sum(
            self._weights[key] * min(count, other[key])
            for key, count in counted.items()
            if key in other and key in self._holders
        )


def same(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    """Pairs of positions, old and new, whose values are equal.

    Where a value occurs often, each old occurrence is paired with the new ones at about the same rank, at
    most `_MOST_SAME` of them.
    """
    new_positions = _positions_by_value(new)
    for value, old_positions in _positions_by_value(old).items():
        matches = new_positions.get(value, ())
        for rank, old_position in enumerate(old_positions):
            first = rank * len(matches) // len(old_positions) - _MOST_SAME // 2
            first = max(0, min(first, len(matches) - _MOST_SAME))
            for new_position in matches[first : first + _MOST_SAME]:
                yield old_position, new_position


def unchanged(old: Sequence[Hashable], new: Sequence[Hashable]) -> dict[int, int]:
    """From old to new position: the values, not empty, that occur exactly once in each and are equal."""
    new_positions = _positions_by_value(new)
    return {
        old_positions[0]: new_positions[value][0]
        for value, old_positions in _positions_by_value(old).items()
        if value and len(old_positions) == len(new_positions.get(value, ())) == 1
    }


def _positions_by_value(values: Sequence[Hashable]) -> dict[Hashable, list[int]]:
    positions: dict[Hashable, list[int]] = {}
    for position, value in enumerate(values):
        positions.setdefault(value, []).append(position)
    return positions


def likeness(shared: float, mass: float, other: float, full_mass: float = _FULL_MASS) -> float:
    """How alike two texts are, from 0 to 1, by the mass that they share and their own masses.

    It combines the share of both texts with the share of the smaller one, which counts in full from
    `full_mass` on.
    """
    smaller = min(mass, other)
    of_both = 2 * shared / (mass + other)
    of_smaller = shared / smaller * min(1.0, smaller / full_mass)
    return _SHARE_OF_BOTH * of_both + (1 - _SHARE_OF_BOTH) * of_smaller


def sentences(text: str) -> list[str]:
    """The sentences of a text, or their parts up to a semicolon, without those that are empty once `plain`."""
    return [match[0] for match in grammar.SENTENCE.finditer(text) if plain(match[0])]
