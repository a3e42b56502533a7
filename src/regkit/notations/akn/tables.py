"""Akoma Ntoso: tables as lines of text, from cells that span columns and rows."""

from __future__ import annotations

from collections.abc import Sequence

from regkit.model.tables import Covered, TableCell, as_head, write_row


class TableRows:
    """Writes the rows of one table, one after the other, knowing which columns cells above still cover."""

    def __init__(self) -> None:
        # For each covered column how many further rows are covered, and the sign for it.
        self._covered: dict[int, tuple[int, Covered]] = {}

    def write(self, cells: Sequence[TableCell]) -> str:
        """The next row, as a line of text; where its cells stand follows from the rows above."""
        row: list[str | Covered] = []
        # What begins in this row covers columns from the next one on.
        covered: dict[int, tuple[int, Covered]] = {}
        for cell in cells:
            self._skip_covered(row, len(row))
            if cell.rows > 1:
                for beside in range(cell.columns):
                    sign = Covered.BY_LEFT if beside else Covered.BY_ABOVE
                    covered[len(row) + beside] = cell.rows - 1, sign
            row.append(as_head(cell.text) if cell.is_head else cell.text)
            row += [Covered.BY_LEFT] * (cell.columns - 1)
        self._skip_covered(row, max(self._covered, default=-1) + 1)
        self._covered |= covered
        return write_row(row)

    def _skip_covered(self, row: list[str | Covered], end: int) -> None:
        """Add a sign for each covered column at the end of a row, at least up to the column `end`."""
        while len(row) < end or len(row) in self._covered:
            count, sign = self._covered.pop(len(row), (0, Covered.BY_ABOVE))
            if count > 1:
                self._covered[len(row)] = count - 1, sign
            row.append(sign if count else "")
