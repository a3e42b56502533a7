"""The 编, 章, 节 and 一、 of a statute, looked up in constant time however often they are cited."""

from __future__ import annotations

from itertools import combinations

from regkit.citations.below import Order
from regkit.citations.passages import Passages
from regkit.citations.targets import Steps
from regkit.model.address import Address, Number
from regkit.model.levels import Level

# So many levels above a 节 may be said or left out; law has three, and an annex.
_MOST_ABOVE = 5


class Groups:
    """What stands above the articles, by the steps with which it may be cited."""

    def __init__(self, passages: Passages) -> None:
        self._passages = passages
        # By annex and steps; and by what they stand in as well.
        self._all: dict[tuple[int, Steps], list[int]] = {}
        self._within: dict[tuple[int, Steps, int], list[int]] = {}
        self._divisions: dict[Number, int] = {}
        numbers: dict[tuple[Steps, Level], list[Number]] = {}
        for index, node in enumerate(passages.nodes):
            if node.level.rank > Level.DIVISION.rank:
                continue
            steps, parent = passages.address(index).steps, passages.parents[index]
            if node.level is Level.DIVISION and parent < 0:
                self._divisions.setdefault(node.number, index)
            annex = passages.around(index, Level.ANNEX)
            *higher, last = steps
            numbers.setdefault((steps[:-1], node.level), []).append(node.number)
            higher = higher[-_MOST_ABOVE:]
            for count in range(len(higher) + 1):
                for some in dict.fromkeys(combinations(higher, count)):
                    key = (-1 if annex is None else annex, (*some, last))
                    self._all.setdefault(key, []).append(index)
                    self._within.setdefault((*key, parent), []).append(index)
        self._orders = {key: Order(each) for key, each in numbers.items()}

    def find(self, index: int, annex: int, steps: Steps) -> tuple[int | None, bool]:
        """The one that steps mean where they are cited at a place, None if it is not certain; and whether there is any."""
        found = self._all.get((annex, steps), ())
        if len(found) < 2:
            return (found[0] if found else None), bool(found)
        # 章 may begin anew in each 编: the one meant is in the same 编 as the citation.
        near: list[int] = []
        while index >= 0 and len(near) < 2:
            index = self._passages.parents[index]
            near += self._within.get((annex, steps, index), ())[:2]
        return (near[0] if len(near) == 1 else None), True

    def division(self, number: Number) -> int | None:
        """The 一、 with a number that stands in nothing."""
        return self._divisions.get(number)

    def order(self, address: Address) -> Order | None:
        """The numbers of all that stands beside one at its level."""
        return self._orders.get((address.steps[:-1], address.level))
