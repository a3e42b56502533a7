"""What stands further down in an article, looked up in constant time however often it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from regkit.parsing import grammar
from regkit.parsing.lines import Kind, Line

# More labels than these are not lost in a row.
MOST_IMPLIED = 40
_ITEMS = (Kind.ITEM, Kind.SECTION)
_LABELLED = (Kind.ITEM, Kind.SECTION, Kind.SUBITEM)


class Ahead:
    """The lines of an article, looked at from each of them."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines

    def next_labelled(self, index: int) -> Line | None:
        """The next line that looks like 项 or 目."""
        return self._line(self._next_labelled[index])

    def next_item(self, index: int) -> Line | None:
        """The next line that looks like 项."""
        return self._line(self._next_items[index])

    def number_right_after(self, index: int) -> int | None:
        """The number of the item on the very next line."""
        line = self._line(index + 1)
        return line.number.value if line and line.kind is Kind.ITEM else None

    def sentences_before_item(self, index: int) -> tuple[int, Line | None]:
        """How many sentences of plain text run from a line to the next item, and that item, if so they do."""
        following = self._next_labelled[index]
        line = self._line(following)
        if line is None or line.kind is not Kind.ITEM or following - index > MOST_IMPLIED:
            return 0, None
        run = self._lines[index:following]
        if any(each.kind is not Kind.TEXT for each in run):
            return 0, None
        return 1 + sum(each.text[-1] in grammar.SENTENCE_ENDS for each in run[:-1]), line

    @cached_property
    def _next_labelled(self) -> list[int]:
        return self._following(_LABELLED)

    @cached_property
    def _next_items(self) -> list[int]:
        return self._following(_ITEMS)

    def _following(self, kinds: tuple[Kind, ...]) -> list[int]:
        """For each line the index of the next one of some kinds."""
        following = len(self._lines)
        table = [following] * len(self._lines)
        for place in range(len(self._lines) - 1, -1, -1):
            table[place] = following
            if self._lines[place].kind in kinds:
                following = place
        return table

    def _line(self, index: int) -> Line | None:
        return self._lines[index] if index < len(self._lines) else None
