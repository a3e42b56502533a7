"""What stands directly below a provision, looked up in constant time however often it is asked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property

from regkit.model.address import Number, Step
from regkit.model.levels import Level
from regkit.model.tree import Item, Paragraph, Provision


class Order:
    """Numbers in reading order, asked again and again which of them lie between two."""

    def __init__(self, numbers: Iterable[Number]) -> None:
        self._indexes = sorted((number, index) for index, number in enumerate(numbers))
        self._numbers = [number for number, _ in self._indexes]

    def between(self, first: Number, last: Number, most: int) -> list[Number] | None:
        """Those that are greater than the first and less than the last, in reading order; None if they are more than `most`."""
        begin, end = bisect_right(self._numbers, first), bisect_left(self._numbers, last)
        if end - begin > most:
            return None
        return [number for number, _ in sorted(self._indexes[begin:end], key=lambda each: each[1])]


class Below:
    """The children of a provision; of a number that is repeated, the first is meant."""

    def __init__(self, node: Provision) -> None:
        self._node = node
        self._orders: dict[Level, Order] = {}

    @cached_property
    def _children(self) -> dict[tuple[int, Number], Provision]:
        children = self._node.children
        found = {(child.level.rank, child.number): child for child in reversed(children)}
        if not any(type(child) is Item for child in children):
            # 1． may be printed where an item is meant, and is cited as one.
            rank = Level.ITEM.rank
            found |= {(rank, child.number): child for child in reversed(children)}
        return found

    def child(self, step: Step) -> Provision | None:
        """The child that a step names."""
        return self._children.get((step.level.rank, step.number))

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The 款, in reading order."""
        return tuple([child for child in self._node.children if type(child) is Paragraph])

    @cached_property
    def _numbered(self) -> dict[int, int]:
        indexes = reversed(range(len(self.paragraphs)))
        return {self.paragraphs[index].number.value: index for index in indexes}

    @cached_property
    def _holding(self) -> dict[tuple[int, Number], list[int]]:
        """The places among the 款 of those that have a child, by its level and number."""
        found: dict[tuple[int, Number], list[int]] = {}
        for index, paragraph in enumerate(self.paragraphs):
            for key in Below(paragraph)._children:
                found.setdefault(key, []).append(index)
        return found

    def holding(self, step: Step, own: int) -> Paragraph | None:
        """The 款 that has what a step names: the one with the number `own` if that does, else the first."""
        indexes = self._holding.get((step.level.rank, step.number))
        if not indexes:
            return None
        index = self._numbered.get(own, -1)
        at = bisect_left(indexes, index)
        return self.paragraphs[index if indexes[at : at + 1] == [index] else indexes[0]]

    def holding_above(self, step: Step, paragraph: int) -> Paragraph | None:
        """The last of the first so many 款 that has what a step names."""
        indexes = self._holding.get((step.level.rank, step.number), ())
        at = bisect_left(indexes, paragraph)
        return self.paragraphs[indexes[at - 1]] if at else None

    def order(self, level: Level) -> Order:
        """The numbers of the children at a level."""
        known = self._orders.get(level)
        if known is None:
            children = self._node.children
            known = self._orders[level] = Order(each.number for each in children if each.level is level)
        return known
