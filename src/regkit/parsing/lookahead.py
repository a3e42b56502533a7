"""Look ahead in the lines of an article, in constant time however often it is asked. Used by `paragraphs`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from regkit.parsing import grammar
from regkit.parsing.kinds import LineKind, ParsedLine

# How many items in a row may have lost their labels, at most.
MOST_IMPLIED = 40
# By how many columns the widths of wrapped lines differ at most. Indentation, figures and punctuation at the edge
# make the difference. A Chinese character is two columns wide.
RAGGED = 10
# How many lines below 一、 are searched for 二、.
_NEXT_LINES = 8
_ITEM_KINDS = (LineKind.ITEM, LineKind.DIVISION)
_LABELLED_KINDS = (LineKind.ITEM, LineKind.DIVISION, LineKind.SUBITEM)


class Lookahead:
    """The lines of an article, seen from each of them.

    `label_width` is the width in characters of the label that was removed from the first line.
    """

    def __init__(self, lines: Sequence[ParsedLine], label_width: int) -> None:
        self._lines = lines
        self._label_width = label_width
        self._run_end = 0
        self._run_wraps = False

    def next_labelled(self, index: int) -> ParsedLine | None:
        """The next line below that looks like an item or a subitem."""
        return self._line(self._next_labelled[index])

    def next_item(self, index: int) -> ParsedLine | None:
        """The next line below that looks like an item."""
        return self._line(self._next_items[index])

    def has_second_division(self, index: int) -> bool:
        """Whether 二、 begins one of the next lines."""
        return any(
            line.kind is LineKind.DIVISION and line.number.value == 2
            for line in self._lines[index + 1 : index + 1 + _NEXT_LINES]
        )

    def number_right_after(self, index: int) -> int | None:
        """The number of the item on the very next line, or None if that is not an item."""
        line = self._line(index + 1)
        return line.number.value if line and line.kind is LineKind.ITEM else None

    def sentences_before_item(self, index: int) -> tuple[int, ParsedLine | None]:
        """The number of sentences from a line to the next item, and that item.

        (0, None) if there is no item within MOST_IMPLIED lines, or anything but plain text before it.
        """
        following = self._next_labelled[index]
        line = self._line(following)
        if line is None or line.kind is not LineKind.ITEM or following - index > MOST_IMPLIED:
            return 0, None
        run = self._lines[index:following]
        if any(run_line.kind is not LineKind.TEXT for run_line in run):
            return 0, None
        return 1 + sum(run_line.text[-1] in grammar.SENTENCE_ENDS for run_line in run[:-1]), line

    def continues(self, index: int) -> bool:
        """Whether a line of text continues the unfinished sentence of the line above it.

        Lines that were broken at the edge of a page have about the same length, except the last one; formulas,
        terms and columns do not.
        """
        if index >= self._run_end:
            self._run_wraps, self._run_end = self._examine_run(index)
        return self._run_wraps

    def _examine_run(self, index: int) -> tuple[bool, int]:
        """Whether the unfinished lines from the one above on were wrapped, and the index of the line below them."""
        above = index - 1
        if self._lines[above].kind in (LineKind.PAGE, LineKind.FOOTNOTE):
            # A sentence that is unfinished at the end of a page continues at the top of the next.
            return True, index + 1
        widths = [_columns(self._lines[above]) + (0 if above else 2 * self._label_width)]
        end = index
        # A line that ends with a comma proves that all of them were wrapped.
        is_proven = self._lines[above].text[-1] in grammar.NEVER_LAST
        while end < len(self._lines) and self._lines[end].kind in (LineKind.TEXT, LineKind.PAGE):
            line = self._lines[end]
            end += 1
            if line.kind is LineKind.TEXT:
                widths.append(_columns(line))
                if line.text[-1] in grammar.SENTENCE_ENDS:
                    break
                is_proven = is_proven or line.text[-1] in grammar.NEVER_LAST
        full_widths = widths[:-1]
        if is_proven or not full_widths:
            return True, end
        wraps = max(full_widths) - min(full_widths) <= RAGGED and (
            len(full_widths) == 1 or widths[-1] <= max(full_widths) + RAGGED
        )
        return wraps, end

    @cached_property
    def _next_labelled(self) -> list[int]:
        return self._following(_LABELLED_KINDS)

    @cached_property
    def _next_items(self) -> list[int]:
        return self._following(_ITEM_KINDS)

    def _following(self, kinds: tuple[LineKind, ...]) -> list[int]:
        """For each line the index of the next line of some kinds, or the number of lines."""
        following = len(self._lines)
        table = [following] * len(self._lines)
        for index in range(len(self._lines) - 1, -1, -1):
            table[index] = following
            if self._lines[index].kind in kinds:
                following = index
        return table

    def _line(self, index: int) -> ParsedLine | None:
        return self._lines[index] if index < len(self._lines) else None


def columns(text: str) -> int:
    """The width of a text in columns. A Chinese character takes two columns."""
    return 2 * len(text) - sum(map(str.isascii, text))


def _columns(line: ParsedLine) -> int:
    """The width of a line in columns, without the whitespace after its label."""
    return columns(line.label + line.rest if line.label else line.text)
