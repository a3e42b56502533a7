"""How alike the articles of two acts are, measured by the pairs of characters that they share.

Each article is a vector of its pairs of neighbouring characters; a pair weighs more the fewer articles have
it (tf–idf), so that 县级以上人民政府 weighs little and 应收账款 much. The likeness of two articles is the cosine of their
vectors.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from heapq import nsmallest

from regkit.concordance import grammar

# The weight of each pair of characters in a text.
Vector = dict[str, float]
# The likeness of pairs of articles, by their positions in either act.
Likeness = dict[tuple[int, int], float]

# How many characters may be searched for the phrases of two articles.
_MOST_SEARCHED = 500_000_000


def pairs_of(text: str) -> Counter[str]:
    """The pairs of neighbouring Chinese characters in a text, counted."""
    pairs: Counter[str] = Counter()
    for match in grammar.WORDS.finditer(text):
        run = match[0]
        pairs.update(run[start : start + 2] for start in range(len(run) - 1))
    return pairs


class PhraseWeights:
    """The weight of each pair of characters: the fewer articles have it, the more it weighs."""

    def __init__(self, articles: Sequence[str]) -> None:
        self._count = len(articles)
        self._having: Counter[str] = Counter()
        for article in articles:
            self._having.update(set(pairs_of(article)))

    def rarity(self, pair: str) -> float:
        """How rare a pair is: near 0 if every article has it."""
        return math.log((self._count + 1) / max(self._having[pair], 1))

    def vector(self, text: str) -> Vector:
        """The vector of a text, with length 1; empty if the text has no pairs."""
        weights = {pair: (1 + math.log(times)) * self.rarity(pair) for pair, times in pairs_of(text).items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        return {pair: weight / length for pair, weight in weights.items()} if length else {}

    def weight(self, text: str) -> float:
        """The weight of a phrase: the rarities of its pairs, added up."""
        return sum(self.rarity(pair) * times for pair, times in pairs_of(text).items())


class PhraseIndex:
    """An index of some vectors by their pairs of characters, with which other vectors are compared."""

    def __init__(self, others: Sequence[Vector]) -> None:
        self._others = others
        self._having: dict[str, list[tuple[int, float]]] = {}
        for index, vector in enumerate(others):
            for pair, weight in vector.items():
                self._having.setdefault(pair, []).append((index, weight))

    def meetings(self, some: Iterable[Vector]) -> int:
        """How many steps it takes to compare the given vectors with all in the index."""
        return sum(len(self._having.get(pair, ())) for vector in some for pair in vector)

    def compare(self, some: Iterable[Vector]) -> Likeness:
        """The cosine of each of the given vectors with each in the index with which it shares a pair."""
        return {
            (position, other): likeness
            for position, vector in enumerate(some)
            for other, likeness in self._sums(vector, vector).items()
        }

    def closest(self, some: Sequence[Vector], steps: int, most: int) -> Likeness:
        """The cosine of each of the given vectors with at most `most` in the index.

        These are the ones that share most of its rarest pairs; as many of the rarest pairs are looked up as
        `steps` allow.
        """
        times = Counter(pair for vector in some for pair in vector if pair in self._having)
        rare: set[str] = set()
        for pair in sorted(times, key=lambda pair: (times[pair] * len(self._having[pair]), pair)):
            steps -= times[pair] * len(self._having[pair])
            if steps < 0:
                break
            rare.add(pair)
        likeness: Likeness = {}
        for position, vector in enumerate(some):
            sums = self._sums(vector, vector.keys() & rare)
            for other in nsmallest(most, sums, key=partial(_rank, sums, position)):
                likeness[position, other] = cosine(vector, self._others[other])
        return likeness

    def _sums(self, vector: Vector, pairs: Iterable[str]) -> dict[int, float]:
        sums: dict[int, float] = {}
        for pair in pairs:
            weight = vector[pair]
            for other, its_weight in self._having.get(pair, ()):
                sums[other] = sums.get(other, 0.0) + weight * its_weight
        return sums


def _rank(sums: Mapping[int, float], position: int, other: int) -> tuple[float, int, int]:
    """A sort key: the highest sum first, among equals the nearest position."""
    # The sums depend on the order of addition in their last digits, so they are rounded.
    return -round(sums[other], 9), abs(position - other), other


def cosine(one: Vector, other: Vector) -> float:
    """The likeness of two vectors of length 1, from 0 to 1."""
    return sum(weight * other[pair] for pair, weight in one.items() if pair in other)


def shared_phrases(one: str, other: str, shortest: int) -> list[str]:
    """The longest phrases of at least `shortest` characters that stand in both texts, the longest first.

    In very long texts, only phrases near the beginning of `one` are found.
    """
    starts = {other[index : index + shortest] for index in range(len(other) - shortest + 1)}
    phrases: list[str] = []
    steps_left = _MOST_SEARCHED
    for match in grammar.WORDS.finditer(one):
        run = match[0]
        index = 0
        while index + shortest <= len(run) and steps_left > 0:
            longest = 0
            if run[index : index + shortest] in starts:
                longest = _longest(run, index, other, shortest)
                steps_left -= len(other)
                phrases.append(run[index : index + longest])
            index += longest or 1
    return sorted(dict.fromkeys(phrases), key=len, reverse=True)


def _longest(run: str, index: int, other: str, length: int) -> int:
    """The length of the longest common span from `index` of `run` on; the first `length` characters are common."""
    start = other.find(run[index : index + length])
    while start >= 0:
        end = start + length
        while index + length < len(run) and end < len(other) and other[end] == run[index + length]:
            length += 1
            end += 1
        # A longer one can only begin later in the other text.
        start = other.find(run[index : index + length + 1], start + 1) if index + length < len(run) else -1
        length += start >= 0
    return length
