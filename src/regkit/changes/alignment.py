"""Which article became which: first pairs, then articles that were split off or merged into others.

Each article is paired with the one that is most alike, in the same neighbourhood before elsewhere; articles
left over between two pairs may be less alike. Then an article without partner, or one with much text that its
partner does not explain, is linked to the article where that text came from or went to. The thresholds were
chosen on ten revisions that were labelled by hand.
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

# How alike (0 to 1) two articles must be to be paired: wherever they stand; if neither is more like any other; if the pair
# keeps the order of the pairs around it or stands beside one; if it stands directly between two pairs.
_ANYWHERE, _MUTUAL_BEST, _IN_ORDER, _BETWEEN_TWO_PAIRS = 0.28, 0.18, 0.13, 0.06
# How much the likeness of the neighbouring articles adds to a pair's rank; the whole of it from this own likeness on.
_NEIGHBOURS, _FULL_NEIGHBOURS = 0.3, 0.2
# A further link needs this gain (the mass that both articles share and no link explains), and this share of their unexplained
# and of their whole mass; other values hold where one of the two has no partner. Less than `_LEAST_GAIN` is not considered.
_LEAST_GAIN = 10.0
_GAIN_FREE, _REST_FREE, _PART_FREE = 25.0, 0.2, 0.15
_GAIN, _REST, _PART = 40.0, 0.2, 0.1
# An article without partner is linked to one that is this much alike, even if another is more so.
_VERY_ALIKE, _GAIN_VERY_ALIKE = 0.4, 20.0
# An article without partner is linked to the one that is most like it from this likeness, gain and share of the rest on.
_MOST_ALIKE, _GAIN_MOST_ALIKE, _REST_MOST_ALIKE = 0.18, 25.0, 0.08
# The gain that is enough where a whole sentence of one article stands in the other.
_GAIN_SENTENCE = 15.0


class Evidence(msgspec.Struct, frozen=True, gc=False):
    """What supports a link between two articles.

    - `shared`: how alike the two are, by the wording that they share (0 to 1).
    - `order`: whether the link keeps the order of the articles.
    - `by_hand`: whether a person has set it.
    """

    shared: float
    order: bool = True
    by_hand: bool = False


class Pairing(msgspec.Struct, frozen=True, gc=False):
    """A link between an old and a new provision, or text, by their indexes.

    `certainty` is between 0 and 1: in revisions labelled by hand, about this share of all links with the same
    certainty was right. `evidence` is what supports the link.
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
    annexes: tuple[int, int] | None = None,
) -> list[Pairing]:
    """The links between two sequences of texts, sorted by the new positions, then the old ones.

    Positions count from 0. Pairs in `together` are linked in any case, those in `apart` are never linked.
    `weights` are the weights of the words of all texts. `annexes` are the positions where the annexes begin in
    either version; None if there are none.
    """
    return _Alignment(old, new, weights, spending, together, apart, annexes).links()


class _Alignment:
    def __init__(
        self,
        old: Sequence[str],
        new: Sequence[str],
        weights: WordWeights,
        spending: Spending,
        together: frozenset[tuple[int, int]],
        apart: frozenset[tuple[int, int]],
        annexes: tuple[int, int] | None,
    ) -> None:
        self._old, self._new = old, new
        self._annexes = annexes or (len(old), len(new))
        self._together, self._apart = together, apart
        self._weights, self._spending = weights, spending
        self._candidates = find_candidates(old, new, weights, spending)
        self._table = {key: alike for key, alike in self._candidates.table.items() if key not in apart}
        # How alike each article and its most similar candidate are.
        self._most_of_old: dict[int, float] = defaultdict(float)
        self._most_of_new: dict[int, float] = defaultdict(float)
        for (old_position, new_position), alike in self._table.items():
            self._most_of_old[old_position] = max(self._most_of_old[old_position], alike)
            self._most_of_new[new_position] = max(self._most_of_new[new_position], alike)
        self._partner_of_old = dict(together)
        self._partner_of_new = {new_position: old_position for old_position, new_position in together}
        # The old positions that have a partner, sorted.
        self._paired = sorted(self._partner_of_old)
        self._further: dict[tuple[int, int], float] = {}

    def links(self) -> list[Pairing]:
        """All links, sorted by the new positions."""
        self._pair()
        self._link_further()
        linked = {*self._partner_of_old.items(), *self._together, *self._further}
        # What became an annex, or was one, has moved; whatever else it passed stands still.
        old_annexes, new_annexes = self._annexes
        in_order = longest_rising(
            sorted(
                (old, new)
                for old, new in self._partner_of_old.items()
                if (old < old_annexes) == (new < new_annexes)
            )
        )
        pairings = [self._pairing(old, new, in_order) for old, new in linked]
        return sorted(pairings, key=lambda pairing: (pairing.new, pairing.old))

    def _pairing(self, old: int, new: int, in_order: frozenset[tuple[int, int]]) -> Pairing:
        alike = self._table.get((old, new), 0.0)
        keeps_order = (old, new) in in_order or self._partner_of_old.get(old) != new
        if (old, new) in self._together:
            return Pairing(old, new, 1.0, Evidence(round(alike, 3), keeps_order, by_hand=True))
        share_of_rest = self._further.get((old, new))
        certainty = (
            0.75 + 0.5 * min(alike, 0.49) if share_of_rest is None else 0.7 + 0.3 * min(share_of_rest, 1.0)
        )
        return Pairing(old, new, round(certainty, 3), Evidence(round(alike, 3), keeps_order))

    def _pair(self) -> None:
        """Pair articles one to one, the most alike first."""
        table = self._table

        def with_neighbours(key: tuple[int, int]) -> tuple[float, int]:
            old, new = key
            neighbours = max(
                table.get((old - 1, new - 1), 0.0),
                table.get((old + 1, new + 1), 0.0),
            )
            weight_of_neighbours = min(1.0, table[key] / _FULL_NEIGHBOURS)
            # Among pairs of equal rank, the one that has moved less comes first.
            return table[key] + _NEIGHBOURS * neighbours * weight_of_neighbours, -abs(
                old * len(self._new) - new * len(self._old)
            )

        order = sorted(table, key=with_neighbours, reverse=True)
        for old, new in order:
            if self._are_free(old, new) and table[old, new] >= _ANYWHERE:
                self._match(old, new)
        for old, new in order:
            if self._are_free(old, new) and table[old, new] >= self._least_likeness(old, new):
                self._match(old, new)

    def _are_free(self, old: int, new: int) -> bool:
        return old not in self._partner_of_old and new not in self._partner_of_new

    def _match(self, old: int, new: int) -> None:
        self._partner_of_old[old] = new
        self._partner_of_new[new] = old
        insort(self._paired, old)

    def _least_likeness(self, old: int, new: int) -> float:
        """How alike two unpaired articles must be to be paired, by the pairs around them."""
        before = self._partner_of_old.get(old - 1) == new - 1
        after = self._partner_of_old.get(old + 1) == new + 1
        if before and after:
            return _BETWEEN_TWO_PAIRS
        if before or after:
            return _IN_ORDER
        next_pair = bisect_left(self._paired, old)
        lower = self._paired[next_pair - 1] if next_pair else None
        upper = self._paired[next_pair] if next_pair < len(self._paired) else None
        keeps_order = (lower is None or self._partner_of_old[lower] < new) and (
            upper is None or self._partner_of_old[upper] > new
        )
        if keeps_order:
            return _IN_ORDER
        is_mutual_best = self._table[old, new] == self._most_of_old[old] == self._most_of_new[new]
        return _MUTUAL_BEST if is_mutual_best else _ANYWHERE

    def _link_further(self) -> None:
        """Link one article to several and several to one, by the text that no partner explains."""
        gains = Gains(self._old, self._new)
        for old, new in self._partner_of_old.items():
            gains.explain(old, new)
        held = SentencesHeld(
            {old: self._old[old] for old in self._candidates.old},
            {new: self._new[new] for new in self._candidates.new},
            self._weights,
            self._spending,
        )
        by_gain = []
        for old, new in {*self._table, *held.parts} - self._apart:
            if self._partner_of_old.get(old) != new:
                gain, rest, _ = gains.of(old, new)
                if gain > _LEAST_GAIN:
                    by_gain.append((gain / rest**0.5, old, new))
        for _, old, new in sorted(by_gain, reverse=True):
            gain, rest, whole = gains.of(old, new)
            is_free = old not in self._partner_of_old or new not in self._partner_of_new
            is_enough = _is_enough(gain, gain / rest, gain / whole, is_free=is_free)
            if is_free and not is_enough:
                is_enough = self._is_most_alike(old, new, gain, gain / rest) or (
                    held.best(old, new) >= SENTENCE_MASS and gain >= _GAIN_SENTENCE
                )
            if is_enough:
                self._further[old, new] = gain / rest
                gains.explain(old, new)
                self._partner_of_old.setdefault(old, new)
                self._partner_of_new.setdefault(new, old)

    def _is_most_alike(self, old: int, new: int, gain: float, of_rest: float) -> bool:
        """Whether an article without partner is very much like the other one, or most like it among all."""
        alike = self._table.get((old, new), 0.0)
        if alike >= _VERY_ALIKE and gain >= _GAIN_VERY_ALIKE:
            return True
        is_best = (old not in self._partner_of_old and alike == self._most_of_old[old]) or (
            new not in self._partner_of_new and alike == self._most_of_new[new]
        )
        return is_best and alike >= _MOST_ALIKE and gain >= _GAIN_MOST_ALIKE and of_rest >= _REST_MOST_ALIKE


def _is_enough(gain: float, of_rest: float, of_whole: float, *, is_free: bool) -> bool:
    """Whether a gain, and its share of the unexplained and of the whole mass, suffice for a further link."""
    if is_free:
        return gain >= _GAIN_FREE and of_rest >= _REST_FREE and of_whole >= _PART_FREE
    return gain >= _GAIN and of_rest >= _REST and of_whole >= _PART


def longest_rising(pairs: Sequence[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    """The longest selection of pairs whose second numbers never fall: the provisions that have not moved.

    `pairs` are sorted by their first number.
    """
    # For each length, the smallest second number that a selection of this length ends with, and the index of its last pair;
    # for each pair, the index of the pair before it in its selection.
    smallest_ends: list[int] = []
    last_pairs: list[int] = []
    previous: list[int] = []
    for index, (_, second) in enumerate(pairs):
        length = bisect_right(smallest_ends, second)
        previous.append(last_pairs[length - 1] if length else -1)
        smallest_ends[length : length + 1] = [second]
        last_pairs[length : length + 1] = [index]
    selected = set()
    index = last_pairs[-1] if last_pairs else -1
    while index >= 0:
        selected.add(pairs[index])
        index = previous[index]
    return frozenset(selected)
