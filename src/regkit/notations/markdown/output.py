"""Where the words of a Markdown file are written: into lines, into the cells of a row, or nowhere."""

from __future__ import annotations

from collections import Counter

from regkit.model.departures import SYNTAX
from regkit.model.tables import Covered
from regkit.notations.flow import Flow, ReadingBudget


class TextOutput:
    """The lines that are read, and what keeps words from being written to them.

    `flow` takes the words: the lines of the file, or the open cell of a row.
    """

    def __init__(self) -> None:
        self._budget = ReadingBudget()
        self._lines = self.flow = Flow(self._budget)
        # What is open within the first thing that omits its words, each with the kind of omission there.
        self._open: list[tuple[str, str]] = []
        self._names: Counter[str] = Counter()
        self._row: list[Flow | Covered] | None = None
        # The tags of a row whose first cell has not begun.
        self._row_tags = ""
        # For columns of the open table, how many rows the merged cell above still covers.
        self._covered: dict[int, int] = {}

    @property
    def is_idle(self) -> bool:
        """Whether no element, row or line is open."""
        return not self._open and self._row is None and not self._lines.is_open

    @property
    def in_row(self) -> bool:
        """Whether a row is open."""
        return self._row is not None

    def write(self, words: str) -> None:
        """Add words of the law, unless they are struck out or hidden."""
        self._put_tags_before(words)
        if words and self._open:
            self.flow.omit(self._open[-1][1], words)
        else:
            self.flow.write(words)

    def replace(self, words: str, text: str, kind: str) -> None:
        """Add `text` in place of words of the file."""
        self._put_tags_before(words)
        if self._open:
            self.flow.omit(self._open[-1][1], words)
        else:
            self.flow.replace(words, text, kind)

    def omit(self, kind: str, words: str) -> None:
        """Note that words of the file are not in the text."""
        self._put_tags_before(words)
        if words:
            self.flow.omit(kind, words)

    def note(self, kind: str) -> None:
        """Note that something about the words that are read here is unsure."""
        self.flow.omit(kind)

    def end_line(self) -> None:
        """End the open line."""
        self.flow.end_line()

    def begin(self, name: str, kind: str | None) -> None:
        """Omit the words that follow as `kind` until `end` is called with the same name.

        Without a kind, what is open goes on until then.
        """
        if self._open or kind:
            self._open.append((name, kind or self._open[-1][1]))
            self._names[name] += 1

    def end(self, name: str) -> bool:
        """End what was begun last with this name, and all within it. Returns whether there was any."""
        if not self._names[name]:
            return False
        ended = ""
        while ended != name:
            ended, _ = self._open.pop()
            self._names[ended] -= 1
        return True

    def begin_row(self, tag: str = "") -> None:
        """Begin a row of a table, with the tag that begins it."""
        self.end_row()
        self._lines.end_open_line()
        self._row, self._row_tags = [], tag

    def begin_cell(self, tag: str = "", *, is_head: bool, columns: int = 1, rows: int = 1) -> None:
        """Begin a cell of the open row, or of a new one, with the tag that begins the cell."""
        row = self._row = [] if self._row is None else self._row
        if not row:
            # Words may stand between the tag of the row and that of its first cell.
            self._lines.end_open_line()
        self._cover(row)
        self._budget.spend(columns)
        self._covered |= dict.fromkeys(range(len(row), len(row) + columns), rows)
        self.flow = Flow(self._budget)
        self.flow.is_head = is_head
        row += [self.flow, *[Covered.BY_LEFT] * (columns - 1)]
        if tag:
            self.flow.omit(SYNTAX, self._row_tags + tag)
        self._row_tags = ""

    def add_tag_of_row(self, tag: str) -> None:
        """Note a tag between cells."""
        if self._row == []:
            self._row_tags += tag
        else:
            self.omit(SYNTAX, tag)

    def end_row(self) -> None:
        """End the open row, if there is one; it becomes one line."""
        if self._row_tags:
            self._lines.omit(SYNTAX, self._row_tags)
        if self._row:
            self._cover(self._row)
            for cell in self._row:
                if isinstance(cell, Flow):
                    cell.end_open_line()
            self._lines.insert_row(self._row)
            self._covered = {column: rows - 1 for column, rows in self._covered.items() if rows > 1}
        self._row, self._row_tags, self.flow = None, "", self._lines

    def end_table(self) -> None:
        """End the open row, and forget the merged cells above."""
        self.end_row()
        self._covered.clear()

    def lines(self) -> Flow:
        """All lines that were read."""
        self.end_table()
        self._lines.end_open_line()
        return self._lines

    def _put_tags_before(self, words: str) -> None:
        """Put the tags of a row before words that stand in none of its cells."""
        if self._row_tags and words.strip():
            self._lines.omit(SYNTAX, self._row_tags)
            self._row_tags = ""

    def _cover(self, row: list[Flow | Covered]) -> None:
        """Fill the columns that merged cells above cover."""
        while len(row) in self._covered:
            self._budget.spend(1)
            row.append(Covered.BY_ABOVE)
