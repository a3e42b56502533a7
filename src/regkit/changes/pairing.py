"""Which 款, 项 and 目 became which, inside linked articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

from regkit.changes.alignment import Pairing
from regkit.changes.budget import Coarse, Spending
from regkit.changes.sides import Side, steps_for
from regkit.changes.wording import Bag, WordIndex, WordWeights, likeness, same
from regkit.model.levels import Level

# How alike (0 to 1) two 款, 项 or 目 of one level must be to be paired: in general; if their parents are paired; and if
# moreover no other children of these are left.
_ALIKE, _SAME_PARENT, _ONLY_CHILDREN = 0.35, 0.22, 0.05
# What is added to the score of a pair if the parents are paired, and if both have the same number.
_PARENT_BONUS, _NUMBER_BONUS = 0.12, 0.04
# How alike two texts of different levels, such as a 款 and an 项, must be to be paired.
_ACROSS_LEVELS = 0.4
# From this mass of the smaller text on, its share counts in full in likeness.
_FULL_MASS = 30.0
# Pairs that are less alike are not scored, unless nothing else is left.
_WORTH_A_SCORE = 0.2


def pair_nodes(
    old: Side, new: Side, links: Sequence[Pairing], weights: WordWeights, spending: Spending
) -> dict[int, int]:
    """From the index of each old node that became a new one to the index of that; no two have the same."""
    return _NodePairs(old, new, weights, spending).of(links)


class _NodePairs:
    """The pairs of nodes of the linked articles, collected step by step."""

    def __init__(self, old: Side, new: Side, weights: WordWeights, spending: Spending) -> None:
        self._old, self._new = old, new
        self._weights, self._spending = weights, spending
        known: dict[Hashable, int] = {}
        self._forms = _forms(old, known), _forms(new, known)
        self._pairs: dict[int, int] = {}
        self._taken: set[int] = set()

    def of(self, links: Sequence[Pairing]) -> dict[int, int]:
        """Pair the linked articles themselves, the most certain first, and then their descendants."""
        for link in sorted(links, key=lambda link: (-link.certainty, -link.evidence.shared)):
            if (
                link.old not in self._pairs
                and link.new not in self._taken
                and not self._is_annex_beside_article(link)
            ):
                self._match(link.old, link.new)
        for old_units, new_units in linked(links):
            old_unit, new_unit = old_units[0], new_units[0]
            if len(old_units) == len(new_units) == 1 and self._have_same_form(old_unit, new_unit):
                for old_node, new_node in zip(
                    self._old.tree.subtree(old_unit), self._new.tree.subtree(new_unit), strict=True
                ):
                    self._match(old_node, new_node)
            else:
                self._pair_across_levels(old_units, new_units)
                self._pair_below(old_units, new_units)
        return self._pairs

    def _is_annex_beside_article(self, link: Pairing) -> bool:
        """Whether an annex became an article or the other way round.

        The text of an annex is its own and that of an article is in its paragraphs, so the annex is paired with one
        of them.
        """
        levels = self._old.provisions[link.old].level, self._new.provisions[link.new].level
        return (levels[0] is Level.ANNEX) != (levels[1] is Level.ANNEX)

    def _match(self, old: int, new: int) -> None:
        self._pairs[old] = new
        self._taken.add(new)

    def _have_same_form(self, old: int, new: int) -> bool:
        """Whether two nodes and their descendants have the same levels and texts."""
        return self._forms[0][old] == self._forms[1][new]

    def _pair_below(self, old_parents: Sequence[int], new_parents: Sequence[int]) -> None:
        """Pair the children of some linked nodes, then recursively the children of these."""
        old_nodes = [child for parent in old_parents for child in self._old.tree.children[parent]]
        new_nodes = [child for parent in new_parents for child in self._new.tree.children[parent]]
        if not old_nodes or not new_nodes:
            return
        self._pair_unchanged(old_nodes, new_nodes)
        scores = dict(self._scores(*self._unpaired(old_nodes, new_nodes)))
        order = sorted(scores, key=lambda key: (-scores[key], key))
        self._pair_alike(order, scores, {True: _SAME_PARENT, False: _ALIKE})
        unpaired = self._unpaired(old_nodes, new_nodes)
        # The only unpaired children of two paired parents became each other, unless they have nothing in common.
        if len(unpaired[0]) == len(unpaired[1]) == 1 and len(old_parents) == len(new_parents) == 1:
            old, new = unpaired[0][0], unpaired[1][0]
            if self._old.provisions[old].level is self._new.provisions[new].level:
                likenesses = self._alike([self._old.bag_of(old)], [self._new.bag_of(new)], 0.0)
                scores[old, new] = sum(score for _, _, score in likenesses) + self._bonus(old, new)
                only_children = len(old_nodes) == len(new_nodes) == 1
                self._pair_alike(
                    [(old, new)], scores, {True: 0.0 if only_children else _ONLY_CHILDREN, False: _ALIKE}
                )
        self._pair_below(old_nodes, new_nodes)

    def _unpaired(self, old_nodes: Sequence[int], new_nodes: Sequence[int]) -> tuple[list[int], list[int]]:
        """The old and the new nodes, of the given ones, that have no partner yet."""
        return (
            [old for old in old_nodes if old not in self._pairs],
            [new for new in new_nodes if new not in self._taken],
        )

    def _pair_unchanged(self, old_nodes: Sequence[int], new_nodes: Sequence[int]) -> None:
        """Pair nodes with the same form, number and paired parents: no other pair could rank before them."""
        by_position: dict[Hashable, list[int]] = defaultdict(list)
        old_unpaired, new_unpaired = self._unpaired(old_nodes, new_nodes)
        for new in reversed(new_unpaired):
            provision = self._new.provisions[new]
            by_position[provision.parent, provision.number, self._forms[1][new]].append(new)
        for old in old_unpaired:
            provision = self._old.provisions[old]
            matches = by_position.get(
                (self._pairs.get(provision.parent, -1), provision.number, self._forms[0][old])
            )
            if matches:
                self._match(old, matches.pop())

    def _scores(
        self, old_nodes: Sequence[int], new_nodes: Sequence[int]
    ) -> Iterator[tuple[tuple[int, int], float]]:
        """Yield pairs of nodes of one level that share wording, with their scores: likeness plus bonus.

        A pair of the same form comes up a second time, with the likeness 1.
        """
        bags = [self._old.bag_of(node) for node in old_nodes], [self._new.bag_of(node) for node in new_nodes]
        for row, column, alike in self._alike(*bags, _WORTH_A_SCORE):
            old, new = old_nodes[row], new_nodes[column]
            if self._old.provisions[old].level is self._new.provisions[new].level:
                yield (old, new), alike + self._bonus(old, new)
        forms = [self._forms[0][node] for node in old_nodes], [self._forms[1][node] for node in new_nodes]
        for row, column in same(*forms):
            yield (old_nodes[row], new_nodes[column]), 1.0 + self._bonus(old_nodes[row], new_nodes[column])

    def _pair_alike(
        self,
        order: Iterable[tuple[int, int]],
        scores: Mapping[tuple[int, int], float],
        least: Mapping[bool, float],
    ) -> None:
        """Pair nodes in the given order if they are alike enough: `least`, by whether their parents are paired."""
        for old, new in order:
            alike = scores[old, new] - self._bonus(old, new)
            if (
                old not in self._pairs
                and new not in self._taken
                and alike >= least[self._parents_are_paired(old, new)]
            ):
                self._match(old, new)

    def _parents_are_paired(self, old: int, new: int) -> bool:
        """Whether the parents of two nodes are paired with each other."""
        return self._pairs.get(self._old.provisions[old].parent) == self._new.provisions[new].parent

    def _bonus(self, old: int, new: int) -> float:
        same_number = self._old.provisions[old].number == self._new.provisions[new].number
        return _PARENT_BONUS * self._parents_are_paired(old, new) + _NUMBER_BONUS * same_number

    def _alike(
        self, old_bags: Sequence[Bag], new_bags: Sequence[Bag], least: float
    ) -> Iterator[tuple[int, int, float]]:
        """Yield pairs of bags, by their positions, that are at least about `least` alike, with their likeness."""
        weights, budget = self._weights, self._spending.budget
        masses = [weights.mass(words) for words in old_bags], [weights.mass(words) for words in new_bags]
        steps = steps_for(self._old, self._new, len(old_bags) + len(new_bags), budget)
        word_index = WordIndex(old_bags, new_bags, weights, common=True)
        for row, shared in enumerate(word_index.shared_masses(steps, budget.partners)):
            for column, mass in shared.items():
                # Likeness never exceeds the share of the smaller one.
                if mass >= least * min(masses[0][row], masses[1][column]):
                    yield row, column, likeness(mass, masses[0][row], masses[1][column], _FULL_MASS)
        self._spending.settle([steps], Coarse.PROVISIONS)

    def _pair_across_levels(self, old_units: Sequence[int], new_units: Sequence[int]) -> None:
        """Pair texts of different levels, such as a 款 with the 项 that it became, inside linked articles.

        They are not paired if either is more like a text of its own level.
        """
        old_texts, new_texts = self._unpaired(
            [index for unit in old_units for index in self._old.with_text(self._old.tree.subtree(unit))],
            [index for unit in new_units for index in self._new.with_text(self._new.tree.subtree(unit))],
        )
        bags = (
            {index: self._old.own_bag(index) for index in old_texts},
            {index: self._new.own_bag(index) for index in new_texts},
        )
        # Texts of the same words are as alike as can be, so they are paired first.
        by_words: dict[Hashable, list[int]] = defaultdict(list)
        for new in reversed(new_texts):
            if self._weights.sum(bags[1][new]):
                by_words[frozenset(bags[1][new].items())].append(new)
        for old in old_texts:
            matches = by_words.get(frozenset(bags[0][old].items()))
            if matches:
                new = matches.pop()
                del bags[0][old], bags[1][new]
                self._match_across_levels(old, new)
        left = list(bags[0]), list(bags[1])
        alike = {
            (left[0][row], left[1][column]): score
            for row, column, score in self._alike(
                list(bags[0].values()), list(bags[1].values()), _ACROSS_LEVELS
            )
            if score >= _ACROSS_LEVELS
        }
        taken: tuple[set[int], set[int]] = set(), set()
        for old, new in sorted(alike, key=lambda key: (-alike[key], key)):
            if old not in taken[0] and new not in taken[1]:
                taken[0].add(old)
                taken[1].add(new)
                self._match_across_levels(old, new)

    def _match_across_levels(self, old: int, new: int) -> None:
        """Pair two texts if they are of different levels; those of one level are paired by `_pair_below`."""
        if self._old.provisions[old].level is not self._new.provisions[new].level:
            self._match(old, new)


def _forms(side: Side, known: dict[Hashable, int]) -> list[int]:
    """For each node by index a number for its form: its level, its text, and the forms of its children.

    `known` holds the forms so far, so that equal forms of both sides have the same number.
    """
    forms = [0] * len(side.provisions)
    for index in range(len(forms) - 1, -1, -1):
        children = tuple(forms[child] for child in side.tree.children[index])
        form = side.provisions[index].level, side.texts[index], children
        forms[index] = known.setdefault(form, len(known))
    return forms


def linked(links: Iterable[Pairing]) -> list[tuple[list[int], list[int]]]:
    """The articles that are linked with each other, directly or through others, as lists of old and new indexes.

    Each list is sorted; the groups are in the order of their first old article.
    """
    neighbours: dict[tuple[bool, int], set[tuple[bool, int]]] = defaultdict(set)
    for link in links:
        neighbours[False, link.old].add((True, link.new))
        neighbours[True, link.new].add((False, link.old))
    groups = []
    seen: set[tuple[bool, int]] = set()
    for start in sorted(neighbours):
        if start in seen:
            continue
        together: set[tuple[bool, int]] = set()
        waiting = [start]
        while waiting:
            node = waiting.pop()
            if node not in together:
                together.add(node)
                waiting += neighbours[node]
        seen |= together
        groups.append(
            (sorted(n for is_new, n in together if not is_new), sorted(n for is_new, n in together if is_new))
        )
    return groups
