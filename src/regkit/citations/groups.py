"""The 编, 章, 节 and 一、 of a statute, looked up quickly however often they are cited."""

from __future__ import annotations

from itertools import combinations

from regkit.citations.below import Order
from regkit.citations.passages import Passages
from regkit.citations.targets import Steps
from regkit.model.address import Address, Number
from regkit.model.levels import Level

# A citation may state or omit at most this many of the levels above a 节; law has three, and the annex.
_MOST_ABOVE = 5


class Groups:
    """The provisions above the articles, and 一、, by the steps with which they may be cited."""

    def __init__(self, passages: Passages) -> None:
        self._passages = passages
        # Indexes by annex (-1 for none) and steps; in the second table also by the index of the parent.
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
                for stated in dict.fromkeys(combinations(higher, count)):
                    key = (-1 if annex is None else annex, (*stated, last))
                    self._all.setdefault(key, []).append(index)
                    self._within.setdefault((*key, parent), []).append(index)
        self._orders = {key: Order(siblings) for key, siblings in numbers.items()}

    def find(self, index: int, annex: int, steps: Steps) -> tuple[int | None, bool]:
        """The index of the group that `steps` mean, and whether there is any group with these steps.

        `index` and `annex` state where the citation stands. Of several groups, the one whose parent contains the citation is
        meant. The index is None if there is no group with these steps, or not exactly one such among several.
        """
        matches = self._all.get((annex, steps), ())
        if len(matches) < 2:
            return (matches[0] if matches else None), bool(matches)
        # 章 may be numbered anew in each 编: the 章 in the same 编 as the citation is meant.
        near: list[int] = []
        while index >= 0 and len(near) < 2:
            index = self._passages.parents[index]
            near += self._within.get((annex, steps, index), ())[:2]
        return (near[0] if len(near) == 1 else None), True

    def division(self, number: Number) -> int | None:
        """The index of the 一、 with this number at the top of the statute, None if there is none."""
        return self._divisions.get(number)

    def order(self, address: Address) -> Order | None:
        """The numbers of a group and of its siblings at the same level."""
        return self._orders.get((address.steps[:-1], address.level))
