"""What stands further down in an article, looked up in constant time however often it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from regkit.parsing import grammar
from regkit.parsing.kinds import LineKind, ParsedLine

# More labels than these are not lost in a row.
MOST_IMPLIED = 40
# By how many columns lines of one width differ: an indented one, figures, punctuation at the edge.
_RAGGED = 10
_ITEMS = (LineKind.ITEM, LineKind.SECTION)
_LABELLED = (LineKind.ITEM, LineKind.SECTION, LineKind.SUBITEM)


class Ahead:
    """The lines of an article, looked at from each of them; a label `beside` characters wide is off the first."""

    def __init__(self, lines: Sequence[ParsedLine], beside: int) -> None:
        self._lines = lines
        self._beside = beside
        self._run_end = 0
        self._run_wraps = False

    def next_labelled(self, index: int) -> ParsedLine | None:
        """The next line that looks like 项 or 目."""
        return self._line(self._next_labelled[index])

    def next_item(self, index: int) -> ParsedLine | None:
        """The next line that looks like 项."""
        return self._line(self._next_items[index])

    def number_right_after(self, index: int) -> int | None:
        """The number of the item on the very next line."""
        line = self._line(index + 1)
        return line.number.value if line and line.kind is LineKind.ITEM else None

    def sentences_before_item(self, index: int) -> tuple[int, ParsedLine | None]:
        """How many sentences of plain text run from a line to the next item, and that item, if so they do."""
        following = self._next_labelled[index]
        line = self._line(following)
        if line is None or line.kind is not LineKind.ITEM or following - index > MOST_IMPLIED:
            return 0, None
        run = self._lines[index:following]
        if any(each.kind is not LineKind.TEXT for each in run):
            return 0, None
        return 1 + sum(each.text[-1] in grammar.SENTENCE_ENDS for each in run[:-1]), line

    def goes_on(self, index: int) -> bool:
        """Whether a line of text goes on with the open line above it, and does not merely stand below it.

        Lines that were broken at an edge are about as long as each other, the last one excepted; formulas,
        terms and columns are not.
        """
        if index >= self._run_end:
            self._run_wraps, self._run_end = self._look_at_run(index)
        return self._run_wraps

    def _look_at_run(self, index: int) -> tuple[bool, int]:
        """Whether the open lines from the one above on were broken at an edge, and where they end."""
        above = index - 1
        if self._lines[above].kind is LineKind.PAGE:
            # A sentence that is open at the end of a page goes on at the top of the next.
            return True, index + 1
        run = [_columns(self._lines[above]) + (0 if above else 2 * self._beside)]
        end = index
        # A sentence that breaks off at a comma shows that all were broken.
        torn = self._lines[above].text[-1] in grammar.NEVER_LAST
        while end < len(self._lines) and self._lines[end].kind in (LineKind.TEXT, LineKind.PAGE):
            line = self._lines[end]
            end += 1
            if line.kind is LineKind.TEXT:
                run.append(_columns(line))
                if line.text[-1] in grammar.SENTENCE_ENDS:
                    break
                torn = torn or line.text[-1] in grammar.NEVER_LAST
        broken = run[:-1]
        if torn or not broken:
            return True, end
        wraps = max(broken) - min(broken) <= _RAGGED and (
            len(broken) == 1 or run[-1] <= max(broken) + _RAGGED
        )
        return wraps, end

    @cached_property
    def _next_labelled(self) -> list[int]:
        return self._following(_LABELLED)

    @cached_property
    def _next_items(self) -> list[int]:
        return self._following(_ITEMS)

    def _following(self, kinds: tuple[LineKind, ...]) -> list[int]:
        """For each line the index of the next one of some kinds."""
        following = len(self._lines)
        table = [following] * len(self._lines)
        for index in range(len(self._lines) - 1, -1, -1):
            table[index] = following
            if self._lines[index].kind in kinds:
                following = index
        return table

    def _line(self, index: int) -> ParsedLine | None:
        return self._lines[index] if index < len(self._lines) else None


def _columns(line: ParsedLine) -> int:
    """The width of a line: a Chinese character is as wide as two Latin ones; a gap after a label does not count."""
    text = line.label + line.rest if line.label else line.text
    return 2 * len(text) - sum(map(str.isascii, text))
