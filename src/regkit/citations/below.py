"""The children of a provision and the numbers between two numbers, looked up quickly however often they are cited."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property

from regkit.model.address import Number, Step
from regkit.model.levels import Level
from regkit.model.tree import Item, Paragraph, Provision


class Order:
    """The numbers of sibling provisions, with a quick search for those that lie between two of them.

    `numbers` are given in reading order, which need not be ascending.
    """

    def __init__(self, numbers: Iterable[Number]) -> None:
        self._indexes = sorted((number, index) for index, number in enumerate(numbers))
        self._numbers = [number for number, _ in self._indexes]

    def between(self, first: Number, last: Number, most: int) -> list[Number] | None:
        """The numbers greater than `first` and less than `last`, in reading order; None if there are more than `most`."""
        begin, end = bisect_right(self._numbers, first), bisect_left(self._numbers, last)
        if end - begin > most:
            return None
        return [number for number, _ in sorted(self._indexes[begin:end], key=lambda entry: entry[1])]


class Below:
    """The children of a provision by level and number. A number that is repeated means its first provision."""

    def __init__(self, node: Provision) -> None:
        self._node = node
        self._orders: dict[Level, Order] = {}

    @cached_property
    def _children(self) -> dict[tuple[int, Number], Provision]:
        """The first child for each rank of level and number."""
        children = self._node.children
        by_key = {(child.level.rank, child.number): child for child in reversed(children)}
        if not any(type(child) is Item for child in children):
            # Where there are no items, children printed as 1． are cited as items.
            rank = Level.ITEM.rank
            by_key |= {(rank, child.number): child for child in reversed(children)}
        return by_key

    def child(self, step: Step) -> Provision | None:
        """The child that a step names, None if there is none."""
        return self._children.get((step.level.rank, step.number))

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The 款 among the children, in reading order."""
        return tuple([child for child in self._node.children if type(child) is Paragraph])

    @cached_property
    def _index_by_number(self) -> dict[int, int]:
        """The index among the 款 for each 款 number."""
        indexes = reversed(range(len(self.paragraphs)))
        return {self.paragraphs[index].number.value: index for index in indexes}

    @cached_property
    def _holding(self) -> dict[tuple[int, Number], list[int]]:
        """For each level and number: the indexes of the 款 that have such a child, in reading order."""
        holding: dict[tuple[int, Number], list[int]] = {}
        for index, paragraph in enumerate(self.paragraphs):
            for key in Below(paragraph)._children:
                holding.setdefault(key, []).append(index)
        return holding

    def holding(self, step: Step, preferred: int) -> Paragraph | None:
        """The 款 that has such a child: the 款 with the number `preferred` if it has one, else the first; None if none has."""
        indexes = self._holding.get((step.level.rank, step.number))
        if not indexes:
            return None
        index = self._index_by_number.get(preferred, -1)
        position = bisect_left(indexes, index)
        return self.paragraphs[index if indexes[position : position + 1] == [index] else indexes[0]]

    def holding_above(self, step: Step, paragraph: int) -> Paragraph | None:
        """The last of the first `paragraph` 款 that has such a child, None if none of them has."""
        indexes = self._holding.get((step.level.rank, step.number), ())
        position = bisect_left(indexes, paragraph)
        return self.paragraphs[indexes[position - 1]] if position else None

    def order(self, level: Level) -> Order:
        """The numbers of the children of this level."""
        known = self._orders.get(level)
        if known is None:
            children = self._node.children
            known = self._orders[level] = Order(child.number for child in children if child.level is level)
        return known
