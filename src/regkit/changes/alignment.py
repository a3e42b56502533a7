"""Which article became which: pairs first, then the articles that were split off or taken in.

First each article gets the one that is most alike, those in the same neighbourhood before others; what is left over between
two pairs may be less alike. Then an article that has no partner, or that holds much that its partner does not explain,
is linked to where that came from or went to. The thresholds were chosen on ten revisions that were labelled by hand.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Sequence

import msgspec

from regkit.changes.budget import Spending
from regkit.changes.candidates import find_candidates
from regkit.changes.coverage import SENTENCE_MASS, Gains, SentencesHeld
from regkit.changes.wording import WordWeights

# To be paired wherever they stand; where neither is more like any other; between two pairs in order, or beside one;
# between two pairs with no other.
_ALIKE, _MUTUAL, _IN_ORDER, _BETWEEN = 0.28, 0.18, 0.13, 0.06
# What the likeness of the neighbours adds, in full from this likeness on.
_NEIGHBOURS, _FULL_NEIGHBOURS = 0.3, 0.2
# A further link: how much both share that no partner explains, and what part of the rest that is. An article
# without partner needs less.
_LEAST_GAIN = 10.0
_GAIN_FREE, _REST_FREE, _PART_FREE = 25.0, 0.2, 0.15
_GAIN, _REST, _PART = 40.0, 0.2, 0.1
# So alike, an article without partner comes from the other even if another is more so.
_VERY_ALIKE, _GAIN_VERY_ALIKE = 0.4, 20.0
# An article without partner that is so much like no other.
_LIKE_NO_OTHER, _GAIN_LIKE_NO_OTHER, _REST_LIKE_NO_OTHER = 0.18, 25.0, 0.08
# A whole sentence that stands in the other article.
_GAIN_SENTENCE = 15.0


class Evidence(msgspec.Struct, frozen=True, gc=False):
    """What speaks for a link.

    `shared` is the part of both that is shared (0 to 1), `order` says whether the link keeps the order of the articles,
    `by_hand` whether a person has set it.
    """

    shared: float
    order: bool = True
    by_hand: bool = False


class Pairing(msgspec.Struct, frozen=True, gc=False):
    """A link between two of the texts that were aligned, by their places; `certainty` is between 0 and 1.

    In the labelled revisions as many of all links were right as their certainty says.
    """

    old: int
    new: int
    certainty: float
    evidence: Evidence


def align(
    old: Sequence[str],
    new: Sequence[str],
    weights: WordWeights,
    spending: Spending,
    together: frozenset[tuple[int, int]] = frozenset(),
    apart: frozenset[tuple[int, int]] = frozenset(),
) -> list[Pairing]:
    """The links between two sequences of texts, in the order of the new ones.

    Those in `together` are set by hand, those in `apart` are forbidden. `weights` are those of the words of all texts.
    """
    return _Alignment(old, new, weights, spending, together, apart).links()


class _Alignment:
    def __init__(
        self,
        old: Sequence[str],
        new: Sequence[str],
        weights: WordWeights,
        spending: Spending,
        together: frozenset[tuple[int, int]],
        apart: frozenset[tuple[int, int]],
    ) -> None:
        self._old, self._new = old, new
        self._together, self._apart = together, apart
        self._weights, self._spending = weights, spending
        self._candidates = find_candidates(old, new, weights, spending)
        self._table = {key: alike for key, alike in self._candidates.table.items() if key not in apart}
        # How like each article is to that which is most like it.
        self._most_of_old: dict[int, float] = defaultdict(float)
        self._most_of_new: dict[int, float] = defaultdict(float)
        for (one, two), alike in self._table.items():
            self._most_of_old[one] = max(self._most_of_old[one], alike)
            self._most_of_new[two] = max(self._most_of_new[two], alike)
        self._partner_of_old = dict(together)
        self._partner_of_new = {two: one for one, two in together}
        # The old places that have a partner, in order.
        self._paired = sorted(self._partner_of_old)
        self._further: dict[tuple[int, int], float] = {}

    def links(self) -> list[Pairing]:
        self._pair()
        self._link_further()
        indexes = {*self._partner_of_old.items(), *self._together, *self._further}
        in_order = longest_rising(sorted(self._partner_of_old.items()))
        found = [self._pairing(one, two, in_order) for one, two in indexes]
        return sorted(found, key=lambda each: (each.new, each.old))

    def _pairing(self, one: int, two: int, in_order: frozenset[tuple[int, int]]) -> Pairing:
        alike = self._table.get((one, two), 0.0)
        keeps = (one, two) in in_order or self._partner_of_old.get(one) != two
        if (one, two) in self._together:
            return Pairing(one, two, 1.0, Evidence(round(alike, 3), keeps, by_hand=True))
        rest = self._further.get((one, two))
        certainty = 0.75 + 0.5 * min(alike, 0.49) if rest is None else 0.7 + 0.3 * min(rest, 1.0)
        return Pairing(one, two, round(certainty, 3), Evidence(round(alike, 3), keeps))

    def _pair(self) -> None:
        """One for one: the most alike first."""
        table = self._table

        def with_neighbours(key: tuple[int, int]) -> tuple[float, int]:
            one, two = key
            beside = max(table.get((one - 1, two - 1), 0.0), table.get((one + 1, two + 1), 0.0))
            full = min(1.0, table[key] / _FULL_NEIGHBOURS)
            # Of two that are alike by just as much, the one that has moved less.
            return table[key] + _NEIGHBOURS * beside * full, -abs(one * len(self._new) - two * len(self._old))

        order = sorted(table, key=with_neighbours, reverse=True)
        for one, two in order:
            if self._are_free(one, two) and table[one, two] >= _ALIKE:
                self._match(one, two)
        for one, two in order:
            if self._are_free(one, two) and table[one, two] >= self._needed(one, two):
                self._match(one, two)

    def _are_free(self, one: int, two: int) -> bool:
        return one not in self._partner_of_old and two not in self._partner_of_new

    def _match(self, one: int, two: int) -> None:
        self._partner_of_old[one] = two
        self._partner_of_new[two] = one
        insort(self._paired, one)

    def _needed(self, one: int, two: int) -> float:
        """How alike two articles must be that are left over, from where they stand."""
        before = self._partner_of_old.get(one - 1) == two - 1
        after = self._partner_of_old.get(one + 1) == two + 1
        if before and after:
            return _BETWEEN
        if before or after:
            return _IN_ORDER
        index = bisect_left(self._paired, one)
        lower = self._paired[index - 1] if index else None
        upper = self._paired[index] if index < len(self._paired) else None
        rises = (lower is None or self._partner_of_old[lower] < two) and (
            upper is None or self._partner_of_old[upper] > two
        )
        if rises:
            return _IN_ORDER
        mutual = self._table[one, two] == self._most_of_old[one] == self._most_of_new[two]
        return _MUTUAL if mutual else _ALIKE

    def _link_further(self) -> None:
        """One to several and several to one, by what no partner explains."""
        gains = Gains(self._old, self._new)
        for one, two in self._partner_of_old.items():
            gains.explain(one, two)
        held = SentencesHeld(
            {one: self._old[one] for one in self._candidates.old},
            {two: self._new[two] for two in self._candidates.new},
            self._weights,
            self._spending,
        )
        by_gain = []
        for one, two in {*self._table, *held.parts} - self._apart:
            if self._partner_of_old.get(one) != two:
                gain, rest, _ = gains.of(one, two)
                if gain > _LEAST_GAIN:
                    by_gain.append((gain / rest**0.5, one, two))
        for _, one, two in sorted(by_gain, reverse=True):
            gain, rest, whole = gains.of(one, two)
            is_free = one not in self._partner_of_old or two not in self._partner_of_new
            enough = _is_enough(gain, gain / rest, gain / whole, is_free=is_free)
            if is_free and not enough:
                enough = self._is_like_no_other(one, two, gain, gain / rest) or (
                    held.best(one, two) >= SENTENCE_MASS and gain >= _GAIN_SENTENCE
                )
            if enough:
                self._further[one, two] = gain / rest
                gains.explain(one, two)
                self._partner_of_old.setdefault(one, two)
                self._partner_of_new.setdefault(two, one)

    def _is_like_no_other(self, one: int, two: int, gain: float, of_rest: float) -> bool:
        """Whether an article without partner comes from another, or went there, since none is more like it."""
        alike = self._table.get((one, two), 0.0)
        if alike >= _VERY_ALIKE and gain >= _GAIN_VERY_ALIKE:
            return True
        most = (one not in self._partner_of_old and alike == self._most_of_old[one]) or (
            two not in self._partner_of_new and alike == self._most_of_new[two]
        )
        return (
            most
            and alike >= _LIKE_NO_OTHER
            and gain >= _GAIN_LIKE_NO_OTHER
            and of_rest >= _REST_LIKE_NO_OTHER
        )


def _is_enough(gain: float, of_rest: float, of_whole: float, *, is_free: bool) -> bool:
    if is_free:
        return gain >= _GAIN_FREE and of_rest >= _REST_FREE and of_whole >= _PART_FREE
    return gain >= _GAIN and of_rest >= _REST and of_whole >= _PART


def longest_rising(pairs: Sequence[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    """The most pairs, which are sorted by their first place, whose second places never fall: those that have not moved."""
    # The last pair of the best run of each length, and what came before each pair.
    ends: list[int] = []
    lasts: list[int] = []
    before: list[int] = []
    for index, (_, two) in enumerate(pairs):
        length = bisect_right(ends, two)
        before.append(lasts[length - 1] if length else -1)
        ends[length : length + 1] = [two]
        lasts[length : length + 1] = [index]
    kept = set()
    index = lasts[-1] if lasts else -1
    while index >= 0:
        kept.add(pairs[index])
        index = before[index]
    return frozenset(kept)
