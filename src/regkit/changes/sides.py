"""One side of a comparison: a version of the statute, flattened, with all that pairing asks of it."""

from __future__ import annotations

from regkit.changes.budget import Budget, Steps
from regkit.changes.wording import Bag, bag
from regkit.model.address import Address
from regkit.model.flat import FlatTree, flatten
from regkit.model.levels import Level
from regkit.model.tree import Statute

# So many steps every group of linked articles has, however large the statutes are.
_LEAST_STEPS = 20_000


class Side:
    """The old or the new version. Provisions are named by their index in walking order."""

    def __init__(self, statute: Statute) -> None:
        flat = flatten(statute)
        self.statute = statute
        self.provisions, self.texts, self.fronts = flat.provisions, flat.texts, flat.fronts
        self.tree = FlatTree(flat.provisions)
        self.units = self.tree.units

    def unit_at(self, address: Address) -> int:
        """The number, among the units, of the one that an address is or stands in.

        Raises ProvisionNotFoundError if nothing stands there.
        """
        full, _ = self.statute.locate(address)
        return self.units.units.index(self.units.unit_of[self.tree.addresses.index(full)])

    def whole(self, index: int) -> str:
        """The headings and texts of a provision and of all that stands in it, one a line; no labels."""
        return "\n".join(
            line
            for each in self.tree.subtree(index)
            for line in (self.provisions[each].heading, self.texts[each])
            if line
        )

    def depth(self, index: int) -> tuple[Level, int]:
        """The level of a provision, and how many provisions it stands in up to its unit."""
        steps, each = 0, index
        while each != self.units.unit_of[index]:
            steps, each = steps + 1, self.provisions[each].parent
        return self.provisions[index].level, steps

    def with_text(self, indexes: range) -> list[int]:
        """Those of some provisions that have a text of their own."""
        return [each for each in indexes if self.texts[each]]

    def bag_of(self, index: int) -> Bag:
        """The pairs of characters in all the words of a provision and of what stands in it."""
        return bag(self.whole(index))

    def own_bag(self, index: int) -> Bag:
        """The pairs of characters in the text of a provision itself."""
        return bag(self.texts[index])


def steps_for(old: Side, new: Side, provisions: int, budget: Budget) -> Steps:
    """The steps that the pairing of so many provisions may take: their share of what is allowed for all."""
    everything = max(1, len(old.provisions) + len(new.provisions))
    return Steps(max(min(_LEAST_STEPS, budget.meetings), budget.meetings * provisions // everything))
