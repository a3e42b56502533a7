"""The tables of a web page, filled as their rows are read."""

from __future__ import annotations

from regkit.model.tables import Covered
from regkit.notations.flow import Cell, Flow, ReadingBudget

# In characters of the budget: a cell covered by a merged one takes as much time as this many characters.
_COST_OF_A_COVERED_CELL = 10


class HtmlTable:
    """A table, filled as its rows are read. `depth` is the number of open flows outside its cells."""

    def __init__(self, depth: int, *, is_data: bool) -> None:
        self.depth = depth
        # Declared by the page itself, with role="table".
        self.is_data = is_data
        self.rows: list[list[Cell]] = []
        # For each column, how many more rows are covered by a cell from above.
        self._covered: dict[int, int] = {}

    def start_row(self, budget: ReadingBudget) -> None:
        """End the open row and begin a new one."""
        self.end_row(budget)
        self.rows.append([])

    def end_row(self, budget: ReadingBudget) -> None:
        """Fill the open row with the cells that are covered from above."""
        if self.rows:
            self._skip_covered(budget, max(self._covered, default=-1) + 1)
            cells = [cell for cell in self.rows[-1] if isinstance(cell, Flow)]
            is_head = all(cell.is_head for cell in cells)
            for cell in cells:
                # A row in which only some cells are of the head, such as the first, belongs to the body.
                cell.is_head = is_head

    def add(self, cell: Flow, columns: int, height: int) -> None:
        """Put a cell, which spans `columns` and `height` rows, at the next free column of the row."""
        row = self.rows[-1]
        self._skip_covered(cell.budget, 0)
        cell.budget.spend(columns)
        if height > 1:
            self._covered.update(dict.fromkeys(range(len(row), len(row) + columns), height - 1))
        row.extend([cell, *[Covered.BY_LEFT] * (columns - 1)])

    def _skip_covered(self, budget: ReadingBudget, end: int) -> None:
        """Fill the covered columns of the row up to the next free column, at least up to the column `end`."""
        row = self.rows[-1]
        while len(row) < end or len(row) in self._covered:
            budget.spend(_COST_OF_A_COVERED_CELL)
            rows_left = self._covered.pop(len(row), 0)
            if rows_left > 1:
                self._covered[len(row)] = rows_left - 1
            row.append(Covered.BY_ABOVE if rows_left else None)
