"""How alike the articles of two acts are, by the pairs of characters that they share.

Each article is a vector: the pairs of characters in it, each weighing more the fewer articles have it (tf–idf), so
that 县级以上人民政府 says little and 应收账款 much. Likeness is the cosine of two vectors.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from heapq import nsmallest

from regkit.concordance import grammar

Vector = dict[str, float]
Likeness = dict[tuple[int, int], float]

# So many characters are searched for the phrases of two articles.
_MOST_SEARCHED = 500_000_000


def pairs_of(text: str) -> Counter[str]:
    """The pairs of neighbouring Chinese characters in a text, counted."""
    found: Counter[str] = Counter()
    for words in grammar.WORDS.finditer(text):
        run = words[0]
        found.update(run[index : index + 2] for index in range(len(run) - 1))
    return found


class PhraseWeights:
    """How much each pair of characters weighs, by the number of articles that have it."""

    def __init__(self, articles: Sequence[str]) -> None:
        self._count = len(articles)
        self._having: Counter[str] = Counter()
        for article in articles:
            self._having.update(set(pairs_of(article)))

    def rarity(self, pair: str) -> float:
        """How rare a pair is: 0 for what is everywhere."""
        return math.log((self._count + 1) / max(self._having[pair], 1))

    def vector(self, text: str) -> Vector:
        """The vector of a text, of length 1."""
        weights = {pair: (1 + math.log(n)) * self.rarity(pair) for pair, n in pairs_of(text).items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        return {pair: weight / length for pair, weight in weights.items()} if length else {}

    def weight(self, text: str) -> float:
        """How much a phrase says."""
        return sum(self.rarity(pair) * n for pair, n in pairs_of(text).items())


class PhraseIndex:
    """Which of some vectors have which pairs of characters."""

    def __init__(self, others: Sequence[Vector]) -> None:
        self._others = others
        self._having: dict[str, list[tuple[int, float]]] = {}
        for index, vector in enumerate(others):
            for pair, weight in vector.items():
                self._having.setdefault(pair, []).append((index, weight))

    def meetings(self, some: Iterable[Vector]) -> int:
        """How many steps it takes to compare some vectors with all of these."""
        return sum(len(self._having.get(pair, ())) for vector in some for pair in vector)

    def compare(self, some: Iterable[Vector]) -> Likeness:
        """The cosine of each of some vectors with each of these with which it shares something."""
        return {
            (one, other): likeness
            for one, vector in enumerate(some)
            for other, likeness in self._sums(vector, vector).items()
        }

    def closest(self, some: Sequence[Vector], steps: int, most: int) -> Likeness:
        """The cosine of each of some vectors with a few of these: those with which it shares most of the rarest pairs."""
        times = Counter(pair for vector in some for pair in vector if pair in self._having)
        rare: set[str] = set()
        for pair in sorted(times, key=lambda each: (times[each] * len(self._having[each]), each)):
            steps -= times[pair] * len(self._having[pair])
            if steps < 0:
                break
            rare.add(pair)
        found: Likeness = {}
        for one, vector in enumerate(some):
            sums = self._sums(vector, vector.keys() & rare)
            for other in nsmallest(most, sums, key=partial(_rank, sums, one)):
                found[one, other] = cosine(vector, self._others[other])
        return found

    def _sums(self, vector: Vector, pairs: Iterable[str]) -> dict[int, float]:
        sums: dict[int, float] = {}
        for pair in pairs:
            weight = vector[pair]
            for other, its_weight in self._having.get(pair, ()):
                sums[other] = sums.get(other, 0.0) + weight * its_weight
        return sums


def _rank(sums: Mapping[int, float], one: int, other: int) -> tuple[float, int, int]:
    # Sums of the same numbers in another order differ in their last digits.
    return -round(sums[other], 9), abs(one - other), other


def cosine(one: Vector, other: Vector) -> float:
    """How alike two vectors are."""
    return sum(weight * other[pair] for pair, weight in one.items() if pair in other)


def shared_phrases(one: str, other: str, shortest: int) -> list[str]:
    """The longest phrases that stand in both texts, the longest first; of very long texts those that come first."""
    starts = {other[index : index + shortest] for index in range(len(other) - shortest + 1)}
    found: list[str] = []
    left = _MOST_SEARCHED
    for words in grammar.WORDS.finditer(one):
        run = words[0]
        index = 0
        while index + shortest <= len(run) and left > 0:
            longest = 0
            if run[index : index + shortest] in starts:
                longest = _longest(run, index, other, shortest)
                left -= len(other)
                found.append(run[index : index + longest])
            index += longest or 1
    return sorted(dict.fromkeys(found), key=len, reverse=True)


def _longest(run: str, index: int, other: str, length: int) -> int:
    """How long a stretch from a place of a text stands in another one, which has so much of it."""
    at = other.find(run[index : index + length])
    while at >= 0:
        end = at + length
        while index + length < len(run) and end < len(other) and other[end] == run[index + length]:
            length += 1
            end += 1
        # Whatever is longer begins later.
        at = other.find(run[index : index + length + 1], at + 1) if index + length < len(run) else -1
        length += at >= 0
    return length
