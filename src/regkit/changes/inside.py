"""Which 款, 项 and 目 became which, inside articles that are linked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from regkit.changes.alignment import Pairing
from regkit.changes.shapes import Shape, Units
from regkit.changes.wording import Bag, Weights, bag, likeness
from regkit.model.levels import Level

# How alike two 款 or 项 must be; less if what they stand in is paired, next to nothing if nothing else is left there.
_ALIKE, _SAME_HOLDER, _ALONE = 0.35, 0.22, 0.05
# What it adds that the holders are paired, and that both stand at the same place in them.
_HOLDER, _PLACE = 0.12, 0.04
# How alike the words of two must be of which one is a 款 and the other an 项.
_ACROSS = 0.4
_FULL_MASS = 30.0
# A text was taken in by another that holds so much of it.
_HELD = 0.5


class Version:
    """One version as the pairing needs it: what stands where, what stands below, and all its words."""

    def __init__(self, shapes: Sequence[Shape], texts: Sequence[str], units: Units) -> None:
        self.shapes, self.texts, self.units = shapes, texts, units
        self.below: list[list[int]] = [[] for _ in shapes]
        for place, shape in enumerate(shapes):
            if shape.parent >= 0:
                self.below[shape.parent].append(place)

    def whole(self, place: int) -> str:
        """All words of a node and of what it holds, a line each; headings too, labels not."""
        return "\n".join(
            line
            for each in self.all_below(place)
            for line in (self.shapes[each].heading, self.texts[each])
            if line
        )

    def depth(self, place: int) -> tuple[Level, int]:
        """The level of a node, and how many nodes it stands in up to its article."""
        steps, each = 0, place
        while each != self.units.unit_of[place]:
            steps, each = steps + 1, self.shapes[each].parent
        return self.shapes[place].level, steps

    def all_below(self, place: int) -> list[int]:
        """A node and all that it holds, in walking order."""
        last = place
        while self.below[last]:
            last = self.below[last][-1]
        return list(range(place, last + 1))

    def worded_below(self, place: int) -> list[int]:
        """What stands below a node and has words of its own, in walking order."""
        return [each for each in self.all_below(place)[1:] if self.texts[each]]

    def has_form_of(self, place: int, other: Version, theirs: int) -> bool:
        """Whether two nodes say the same in the same form."""
        return (
            self.shapes[place].level is other.shapes[theirs].level
            and self.texts[place] == other.texts[theirs]
            and len(self.below[place]) == len(other.below[theirs])
            and all(
                self.has_form_of(one, other, two)
                for one, two in zip(self.below[place], other.below[theirs], strict=True)
            )
        )


def pair_nodes(old: Version, new: Version, links: Sequence[Pairing], weights: Weights) -> dict[int, int]:
    """From each node of the old version that became one of the new one to that node; no two became the same."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for link in sorted(links, key=lambda each: (-each.certainty, -each.evidence.shared)):
        if link.old not in pairs and link.new not in taken:
            pairs[link.old] = link.new
            taken.add(link.new)
    for ours, theirs in _linked(links):
        one, two = ours[0], theirs[0]
        if len(ours) == len(theirs) == 1 and old.has_form_of(one, new, two):
            _pair_alike(old, new, one, two, pairs)
        else:
            _pair_across(old, new, ours, theirs, pairs, weights)
            _pair_below(old, new, ours, theirs, pairs, weights)
    return pairs


def _linked(links: Iterable[Pairing]) -> list[tuple[list[int], list[int]]]:
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


def _pair_alike(old: Version, new: Version, one: int, two: int, pairs: dict[int, int]) -> None:
    pairs[one] = two
    for ours, theirs in zip(old.below[one], new.below[two], strict=True):
        _pair_alike(old, new, ours, theirs, pairs)


def _pair_below(
    old: Version,
    new: Version,
    ours: Sequence[int],
    theirs: Sequence[int],
    pairs: dict[int, int],
    weights: Weights,
) -> None:
    """Pair what stands directly below some linked nodes, then what stands below that."""
    first = [each for place in ours for each in old.below[place]]
    second = [each for place in theirs for each in new.below[place]]
    if not first or not second:
        return
    holders = {(one, two) for one, two in pairs.items() if one in set(ours)}
    masses = _Masses(weights)
    scores: dict[tuple[int, int], float] = {}
    for one in first:
        for two in second:
            if old.shapes[one].level is new.shapes[two].level:
                alike = 1.0 if old.has_form_of(one, new, two) else masses.likeness(old, one, new, two)
                held = (old.shapes[one].parent, new.shapes[two].parent) in holders
                same_place = old.shapes[one].number == new.shapes[two].number
                scores[one, two] = alike + _HOLDER * held + _PLACE * same_place
    taken = set(pairs.values())

    def match(least: Mapping[bool, float]) -> None:
        for one, two in sorted(scores, key=lambda key: (-scores[key], key)):
            held = (old.shapes[one].parent, new.shapes[two].parent) in holders
            bonus = _HOLDER * held + _PLACE * (old.shapes[one].number == new.shapes[two].number)
            if one not in pairs and two not in taken and scores[one, two] - bonus >= least[held]:
                pairs[one] = two
                taken.add(two)

    match({True: _SAME_HOLDER, False: _ALIKE})
    left = [one for one in first if one not in pairs], [two for two in second if two not in taken]
    # What alone is left of two paired articles is what became of each other, unless they have nothing in common.
    if len(left[0]) == len(left[1]) == 1 and len(ours) == len(theirs) == 1:
        alone = len(first) == len(second) == 1
        match({True: 0.0 if alone else _ALONE, False: _ALIKE})
    _pair_below(old, new, first, second, pairs, weights)


def _pair_across(
    old: Version,
    new: Version,
    ours: Sequence[int],
    theirs: Sequence[int],
    pairs: dict[int, int],
    weights: Weights,
) -> None:
    """Pair a 款 of linked articles with the 项 that it became, or back, if neither is more like one of its own level."""
    first = [place for unit in ours for place in old.worded_below(unit)]
    second = [place for unit in theirs for place in new.worded_below(unit)]
    masses = _Masses(weights)
    alike = {(one, two): masses.likeness_of_own(old, one, new, two) for one in first for two in second}
    spoken_for: tuple[set[int], set[int]] = set(), set()
    for one, two in sorted(alike, key=lambda key: (-alike[key], key)):
        if alike[one, two] >= _ACROSS and one not in spoken_for[0] and two not in spoken_for[1]:
            spoken_for[0].add(one)
            spoken_for[1].add(two)
            if old.shapes[one].level is not new.shapes[two].level:
                pairs[one] = two


def join_and_part(
    old: Version, new: Version, links: Sequence[Pairing], pairs: Mapping[int, int], weights: Weights
) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Of the texts in linked articles that are in no pair, those that others took in, and those that came out of others.

    The first gives for a new provision the old ones that it may be made of, the second for an old one the new
    ones that it may have become, each in order and with its own partner among them.
    """
    masses = _Masses(weights)
    sources = {two: one for one, two in pairs.items()}
    joined: dict[int, set[int]] = defaultdict(set)
    parted: dict[int, set[int]] = defaultdict(set)
    for ours, theirs in _linked(links):
        first = [place for unit in ours for place in old.all_below(unit) if old.texts[place]]
        second = [place for unit in theirs for place in new.all_below(unit) if new.texts[place]]
        for one in first:
            holder = masses.holder(old, one, new, second) if one not in pairs else None
            if holder is not None:
                joined[holder].add(one)
        for two in second:
            holder = masses.holder(new, two, old, first) if two not in sources else None
            if holder is not None:
                parted[holder].add(two)
    return (
        {two: sorted(olds | ({sources[two]} if two in sources else set())) for two, olds in joined.items()},
        {one: sorted(news | ({pairs[one]} if one in pairs else set())) for one, news in parted.items()},
    )


class _Masses:
    """The likeness of nodes, whose words are counted once."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._bags: dict[tuple[int, int], tuple[Bag, float]] = {}
        self._texts: dict[tuple[int, int], Bag] = {}

    def _of(self, version: Version, place: int) -> tuple[Bag, float]:
        key = (id(version), place)
        if key not in self._bags:
            words = bag(version.whole(place))
            self._bags[key] = words, self._weights.mass(words)
        return self._bags[key]

    def holder(self, version: Version, one: int, other: Version, places: Sequence[int]) -> int | None:
        """Which of some nodes of another version, of the same depth, holds most of the own text of a node."""
        depth = version.depth(one)
        alike = [two for two in places if other.depth(two) == depth]
        best = max(alike, key=lambda two: self._part_held(version, one, other, two), default=None)
        return best if best is not None and self._part_held(version, one, other, best) >= _HELD else None

    def _part_held(self, version: Version, one: int, other: Version, two: int) -> float:
        ours, theirs = self._own(version, one), self._own(other, two)
        shared = sum(
            self._weights[key] * min(count, theirs[key]) for key, count in ours.items() if key in theirs
        )
        return shared / self._weights.mass(ours)

    def _own(self, version: Version, place: int) -> Bag:
        key = (id(version), place)
        if key not in self._texts:
            self._texts[key] = bag(version.texts[place])
        return self._texts[key]

    def likeness_of_own(self, old: Version, one: int, new: Version, two: int) -> float:
        """How alike two nodes are by their own words."""
        ours, theirs = self._own(old, one), self._own(new, two)
        return self._likeness(ours, self._weights.mass(ours), theirs, self._weights.mass(theirs))

    def likeness(self, old: Version, one: int, new: Version, two: int) -> float:
        """How alike two nodes are, with all that they hold."""
        ours, mass = self._of(old, one)
        theirs, other = self._of(new, two)
        return self._likeness(ours, mass, theirs, other)

    def _likeness(self, ours: Bag, mass: float, theirs: Bag, other: float) -> float:
        weights = self._weights
        shared = sum(weights[key] * min(count, theirs[key]) for key, count in ours.items() if key in theirs)
        return likeness(shared, mass, other, _FULL_MASS)
