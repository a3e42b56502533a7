"""Which 款, 项 and 目 became which, inside articles that are linked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

from regkit.changes.alignment import Pairing
from regkit.changes.budget import Coarse, Spending
from regkit.changes.sides import Side, steps_for
from regkit.changes.wording import Bag, WordIndex, WordWeights, likeness, same

# How alike two 款 or 项 must be; less if what they stand in is paired, next to nothing if nothing else is left there.
_ALIKE, _SAME_HOLDER, _ALONE = 0.35, 0.22, 0.05
# What it adds that the holders are paired, and that both stand at the same place in them.
_HOLDER, _PLACE = 0.12, 0.04
# How alike the words of two must be of which one is a 款 and the other an 项.
_ACROSS = 0.4
_FULL_MASS = 30.0
# Less alike, two 款 or 项 are not paired but where nothing else is left.
_WORTH_A_SCORE = 0.2


def pair_nodes(
    old: Side, new: Side, links: Sequence[Pairing], weights: WordWeights, spending: Spending
) -> dict[int, int]:
    """From each node of the old side that became one of the new one to that node; no two became the same."""
    return _Pairs(old, new, weights, spending).of(links)


class _Pairs:
    def __init__(self, old: Side, new: Side, weights: WordWeights, spending: Spending) -> None:
        self._old, self._new = old, new
        self._weights, self._spending = weights, spending
        known: dict[Hashable, int] = {}
        self._forms = _forms(old, known), _forms(new, known)
        self._pairs: dict[int, int] = {}
        self._taken: set[int] = set()

    def of(self, links: Sequence[Pairing]) -> dict[int, int]:
        for link in sorted(links, key=lambda each: (-each.certainty, -each.evidence.shared)):
            if link.old not in self._pairs and link.new not in self._taken:
                self._match(link.old, link.new)
        for ours, theirs in linked(links):
            one, two = ours[0], theirs[0]
            if len(ours) == len(theirs) == 1 and self._have_same_form(one, two):
                for first, second in zip(
                    self._old.tree.subtree(one), self._new.tree.subtree(two), strict=True
                ):
                    self._match(first, second)
            else:
                self._pair_across(ours, theirs)
                self._pair_below(ours, theirs)
        return self._pairs

    def _match(self, one: int, two: int) -> None:
        self._pairs[one] = two
        self._taken.add(two)

    def _have_same_form(self, one: int, two: int) -> bool:
        return self._forms[0][one] == self._forms[1][two]

    def _pair_below(self, ours: Sequence[int], theirs: Sequence[int]) -> None:
        """Pair what stands directly below some linked nodes, then what stands below that."""
        first = [each for index in ours for each in self._old.tree.children[index]]
        second = [each for index in theirs for each in self._new.tree.children[index]]
        if not first or not second:
            return
        self._pair_unchanged(first, second)
        scores = dict(self._scores(*self._left(first, second)))
        order = sorted(scores, key=lambda key: (-scores[key], key))
        self._pair_alike(order, scores, {True: _SAME_HOLDER, False: _ALIKE})
        left = self._left(first, second)
        # What alone is left of two paired articles is what became of each other, unless they have nothing in common.
        if len(left[0]) == len(left[1]) == 1 and len(ours) == len(theirs) == 1:
            one, two = left[0][0], left[1][0]
            if self._old.provisions[one].level is self._new.provisions[two].level:
                alike = self._alike([self._old.bag_of(one)], [self._new.bag_of(two)], 0.0)
                scores[one, two] = sum(score for _, _, score in alike) + self._bonus(one, two)
                alone = len(first) == len(second) == 1
                self._pair_alike([(one, two)], scores, {True: 0.0 if alone else _ALONE, False: _ALIKE})
        self._pair_below(first, second)

    def _left(self, first: Sequence[int], second: Sequence[int]) -> tuple[list[int], list[int]]:
        return (
            [one for one in first if one not in self._pairs],
            [two for two in second if two not in self._taken],
        )

    def _pair_unchanged(self, first: Sequence[int], second: Sequence[int]) -> None:
        """Pair what says the same in the same form at the same place, before which no other pair could come."""
        there: dict[Hashable, list[int]] = defaultdict(list)
        ours, theirs = self._left(first, second)
        for two in reversed(theirs):
            provision = self._new.provisions[two]
            there[provision.parent, provision.number, self._forms[1][two]].append(two)
        for one in ours:
            provision = self._old.provisions[one]
            same_place = there.get(
                (self._pairs.get(provision.parent, -1), provision.number, self._forms[0][one])
            )
            if same_place:
                self._match(one, same_place.pop())

    def _scores(self, first: Sequence[int], second: Sequence[int]) -> Iterator[tuple[tuple[int, int], float]]:
        """How alike nodes of one level are that share anything, with what their places add."""
        bags = [self._old.bag_of(one) for one in first], [self._new.bag_of(two) for two in second]
        for one, two, alike in self._alike(*bags, _WORTH_A_SCORE):
            ours, theirs = first[one], second[two]
            if self._old.provisions[ours].level is self._new.provisions[theirs].level:
                yield (ours, theirs), alike + self._bonus(ours, theirs)
        forms = [self._forms[0][one] for one in first], [self._forms[1][two] for two in second]
        for one, two in same(*forms):
            yield (first[one], second[two]), 1.0 + self._bonus(first[one], second[two])

    def _pair_alike(
        self,
        order: Iterable[tuple[int, int]],
        scores: Mapping[tuple[int, int], float],
        least: Mapping[bool, float],
    ) -> None:
        for one, two in order:
            alike = scores[one, two] - self._bonus(one, two)
            if one not in self._pairs and two not in self._taken and alike >= least[self._held(one, two)]:
                self._match(one, two)

    def _held(self, one: int, two: int) -> bool:
        """Whether what holds two nodes is paired."""
        return self._pairs.get(self._old.provisions[one].parent) == self._new.provisions[two].parent

    def _bonus(self, one: int, two: int) -> float:
        same_place = self._old.provisions[one].number == self._new.provisions[two].number
        return _HOLDER * self._held(one, two) + _PLACE * same_place

    def _alike(
        self, ours: Sequence[Bag], theirs: Sequence[Bag], least: float
    ) -> Iterator[tuple[int, int, float]]:
        """How alike some bags are, by their places, where they are so much alike at least."""
        weights, budget = self._weights, self._spending.budget
        masses = [weights.mass(each) for each in ours], [weights.mass(each) for each in theirs]
        steps = steps_for(self._old, self._new, len(ours) + len(theirs), budget)
        word_index = WordIndex(ours, theirs, weights, common=True)
        for one, shared in enumerate(word_index.shared_masses(steps, budget.partners)):
            for two, mass in shared.items():
                # No two are more alike than the smaller of them is shared.
                if mass >= least * min(masses[0][one], masses[1][two]):
                    yield one, two, likeness(mass, masses[0][one], masses[1][two], _FULL_MASS)
        self._spending.settle([steps], Coarse.PROVISIONS)

    def _pair_across(self, ours: Sequence[int], theirs: Sequence[int]) -> None:
        """Pair a 款 of linked articles with the 项 that it became, or back, if neither is more like one of its own level."""
        first = [index for unit in ours for index in self._old.with_text(self._old.tree.descendants(unit))]
        second = [index for unit in theirs for index in self._new.with_text(self._new.tree.descendants(unit))]
        bags = {one: self._old.own_bag(one) for one in first}, {two: self._new.own_bag(two) for two in second}
        # The same words are as alike as any could be.
        there: dict[Hashable, list[int]] = defaultdict(list)
        for two in reversed(second):
            if self._weights.sum(bags[1][two]):
                there[frozenset(bags[1][two].items())].append(two)
        for one in first:
            the_same = there.get(frozenset(bags[0][one].items()))
            if the_same:
                two = the_same.pop()
                del bags[0][one], bags[1][two]
                self._match_across(one, two)
        left = list(bags[0]), list(bags[1])
        alike = {
            (left[0][one], left[1][two]): score
            for one, two, score in self._alike(list(bags[0].values()), list(bags[1].values()), _ACROSS)
            if score >= _ACROSS
        }
        spoken_for: tuple[set[int], set[int]] = set(), set()
        for one, two in sorted(alike, key=lambda key: (-alike[key], key)):
            if one not in spoken_for[0] and two not in spoken_for[1]:
                spoken_for[0].add(one)
                spoken_for[1].add(two)
                self._match_across(one, two)

    def _match_across(self, one: int, two: int) -> None:
        if self._old.provisions[one].level is not self._new.provisions[two].level:
            self._match(one, two)


def _forms(side: Side, known: dict[Hashable, int]) -> list[int]:
    """By place, a number for what a node says and holds: the same number, the same words in the same form."""
    forms = [0] * len(side.provisions)
    for index in range(len(forms) - 1, -1, -1):
        below = tuple(forms[each] for each in side.tree.children[index])
        form = side.provisions[index].level, side.texts[index], below
        forms[index] = known.setdefault(form, len(known))
    return forms


def linked(links: Iterable[Pairing]) -> list[tuple[list[int], list[int]]]:
    """The articles of both versions that are linked with each other, directly or through others."""
    neighbours: dict[tuple[bool, int], set[tuple[bool, int]]] = defaultdict(set)
    for link in links:
        neighbours[False, link.old].add((True, link.new))
        neighbours[True, link.new].add((False, link.old))
    found = []
    seen: set[tuple[bool, int]] = set()
    for start in sorted(neighbours):
        if start in seen:
            continue
        together: set[tuple[bool, int]] = set()
        waiting = [start]
        while waiting:
            each = waiting.pop()
            if each not in together:
                together.add(each)
                waiting += neighbours[each]
        seen |= together
        found.append(
            (sorted(n for is_new, n in together if not is_new), sorted(n for is_new, n in together if is_new))
        )
    return found
