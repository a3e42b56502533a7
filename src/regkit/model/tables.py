"""Tables: how their rows stand in the text of a provision, and how they are read from it.

A row is a line of text, framed by tab characters or by vertical bars, its cells parted by the same sign. A
tab is blank, so a table that was read from a Word file or a web page has no printed character of ours in it.
"""

from __future__ import annotations

from collections.abc import Iterable

from regkit.arguments import require

Row = tuple[str, ...]


def is_row(line: str) -> bool:
    """Whether a line of text is a row of a table."""
    return len(line) > 2 and line[0] == line[-1] and line[0] in "\t|"


def is_rule(line: str) -> bool:
    """Whether a row is the line that Markdown draws below the head of a table: dashes between bars."""
    return line[0] == "|" and "-" in line and not line.strip("|-: ")


def write_row(cells: Iterable[str]) -> str:
    """A row as a line of text. Blanks within a cell, line ends too, become single spaces."""
    return "\t" + "\t".join(" ".join(cell.split()) for cell in cells) + "\t"


def cells_of(line: str) -> tuple[str, ...]:
    """The cells of a row that `write_row` wrote; nothing for any other, which would not be written the same again."""
    cells = tuple(line[1:-1].split("\t")) if is_row(line) else ()
    return cells if cells and write_row(cells) == line else ()


def find_tables(text: str) -> tuple[tuple[Row, ...], ...]:
    """The tables in a text, each a tuple of rows, each row a tuple of its cells without blanks at their ends.

    A line of dashes between bars, as Markdown draws it below the head of a table, is no row.
    """
    require(text, str, "find_tables", "the text of a provision", "give provision.text")
    tables: list[list[Row]] = []
    before = False
    for line in text.split("\n"):
        row = is_row(line)
        if row:
            if not before:
                tables.append([])
            if not is_rule(line):
                tables[-1].append(tuple(cell.strip() for cell in line[1:-1].split(line[0])))
        before = row
    return tuple(tuple(table) for table in tables if table)
