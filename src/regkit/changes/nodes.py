"""The nodes of a version as their pairing needs them: what stands where, what stands below, and all its words."""

from __future__ import annotations

from collections.abc import Sequence

from regkit.changes.budget import Budget, Steps
from regkit.changes.wording import Bag, bag
from regkit.model.flat import Shape, Units
from regkit.model.levels import Level

# So many steps every group of linked articles has, however large the statutes are.
_LEAST_STEPS = 20_000


class VersionNodes:
    """One version."""

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

    def bag_of(self, place: int) -> Bag:
        """The pairs of characters in all words of a node and of what it holds."""
        return bag(self.whole(place))

    def own_bag(self, place: int) -> Bag:
        """The pairs of characters in the own words of a node."""
        return bag(self.texts[place])


def steps_for(old: VersionNodes, new: VersionNodes, nodes: int, budget: Budget) -> Steps:
    """The steps for some nodes of two versions: as much of all as they are of all nodes."""
    everything = max(1, len(old.shapes) + len(new.shapes))
    return Steps(max(min(_LEAST_STEPS, budget.meetings), budget.meetings * nodes // everything))
