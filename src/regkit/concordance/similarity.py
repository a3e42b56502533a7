"""How alike the articles of two acts are, by the pairs of characters that they share.

Each article is a vector: the pairs of characters in it, each weighing more the fewer articles have it (tf–idf), so
that 县级以上人民政府 says little and 应收账款 much. Likeness is the cosine of two vectors.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from regkit.concordance import grammar

Vector = dict[str, float]
Likeness = dict[tuple[int, int], float]


def pairs_of(text: str) -> Counter[str]:
    """The pairs of neighbouring Chinese characters in a text, counted."""
    found: Counter[str] = Counter()
    for words in grammar.WORDS.finditer(text):
        run = words[0]
        found.update(run[place : place + 2] for place in range(len(run) - 1))
    return found


class Weights:
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


def compare(some: Sequence[Vector], others: Sequence[Vector]) -> Likeness:
    """The cosine of each vector with each of the others with which it shares something."""
    having: dict[str, list[tuple[int, float]]] = {}
    for place, vector in enumerate(others):
        for pair, weight in vector.items():
            having.setdefault(pair, []).append((place, weight))
    found: Likeness = {}
    for one, vector in enumerate(some):
        sums: dict[int, float] = {}
        for pair, weight in vector.items():
            for other, its_weight in having.get(pair, ()):
                sums[other] = sums.get(other, 0.0) + weight * its_weight
        found.update(((one, other), likeness) for other, likeness in sums.items())
    return found


def shared_phrases(one: str, other: str, shortest: int) -> list[str]:
    """The longest phrases that stand in both texts, none inside another, the longest first."""
    starts: dict[str, list[int]] = {}
    for place in range(len(other) - shortest + 1):
        starts.setdefault(other[place : place + shortest], []).append(place)
    found: list[str] = []
    for words in grammar.WORDS.finditer(one):
        run = words[0]
        place = 0
        while place + shortest <= len(run):
            longest = 0
            for start in starts.get(run[place : place + shortest], ()):
                length = shortest
                while (
                    place + length < len(run)
                    and other[start + length : start + length + 1] == run[place + length]
                ):
                    length += 1
                longest = max(longest, length)
            if longest:
                found.append(run[place : place + longest])
            place += longest or 1
    whole = sorted(dict.fromkeys(found), key=len, reverse=True)
    return [phrase for n, phrase in enumerate(whole) if not any(phrase in longer for longer in whole[:n])]
