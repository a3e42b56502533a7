"""One version of a statute in a comparison, flattened, with the values that pairing asks for."""

from __future__ import annotations

from bisect import bisect_left

from regkit.changes.budget import Budget, Steps
from regkit.changes.wording import Bag, bag
from regkit.model.address import Address
from regkit.model.flat import FlatTree, flatten
from regkit.model.levels import Level
from regkit.model.tree import Statute

# The steps that each group of linked articles may take at least, however large the statutes are.
_LEAST_STEPS = 20_000


class Side:
    """The old or the new version. Provisions are named by their index in walking order, from 0."""

    def __init__(self, statute: Statute) -> None:
        flat = flatten(statute)
        self.statute = statute
        self.provisions, self.texts, self.fronts = flat.provisions, flat.texts, flat.fronts
        self.tree = FlatTree(flat.provisions)
        self.units = self.tree.units

    @property
    def first_annex_unit(self) -> int:
        """The position in `units.units` of the first unit that is an annex or in one, or their number."""
        first_annex = next(
            (index for index, provision in enumerate(self.provisions) if provision.level is Level.ANNEX),
            len(self.provisions),
        )
        return bisect_left(self.units.units, first_annex)

    def unit_at(self, address: Address) -> int:
        """The position in `units.units` of the unit that has the address, or that contains it.

        Raises ProvisionNotFoundError if the statute has no such provision.
        """
        full, _ = self.statute.locate(address)
        return self.units.units.index(self.units.unit_of[self.tree.addresses.index(full)])

    def whole(self, index: int) -> str:
        """The headings and texts of a provision and its descendants, one per line, without labels."""
        return "\n".join(
            line
            for node in self.tree.subtree(index)
            for line in (self.provisions[node].heading, self.texts[node])
            if line
        )

    def depth(self, index: int) -> tuple[Level, int]:
        """The level of a provision, and how many steps it lies below its unit.

        The text of an annex counts as a paragraph, which it is if the annex becomes an article.
        """
        if self.provisions[index].level is Level.ANNEX:
            return Level.PARAGRAPH, 1
        steps, ancestor = 0, index
        while ancestor != self.units.unit_of[index]:
            steps, ancestor = steps + 1, self.provisions[ancestor].parent
        return self.provisions[index].level, steps

    def with_text(self, indexes: range) -> list[int]:
        """The indexes, among `indexes`, of provisions that have text of their own."""
        return [index for index in indexes if self.texts[index]]

    def bag_of(self, index: int) -> Bag:
        """The character pairs of a provision and its descendants, counted."""
        return bag(self.whole(index))

    def own_bag(self, index: int) -> Bag:
        """The character pairs of a provision's own text, counted."""
        return bag(self.texts[index])


def steps_for(old: Side, new: Side, provisions: int, budget: Budget) -> Steps:
    """The steps for pairing `provisions` provisions of both versions: their share of the budget."""
    everything = max(1, len(old.provisions) + len(new.provisions))
    return Steps(max(min(_LEAST_STEPS, budget.meetings), budget.meetings * provisions // everything))
