"""Tables: how their rows are written in the text of a provision, and how they are read from it.

A row is a line of text that begins and ends with a tab or a vertical bar and separates its cells with the same
character. A tab is whitespace, so a table read from a Word file or a web page adds no printed character to the text.
"""

from __future__ import annotations

from collections.abc import Iterable

from regkit.arguments import require

Row = tuple[str, ...]
"""The cells of a row, from left to right."""


def is_row(line: str) -> bool:
    """Whether a line of text is a row of a table."""
    return len(line) > 2 and line[0] == line[-1] and line[0] in "\t|"


def is_rule(line: str) -> bool:
    """Whether a row is the line of dashes between bars that Markdown draws below the head of a table."""
    return line[0] == "|" and "-" in line and not line.strip("|-: ")


def write_row(cells: Iterable[str]) -> str:
    """A row as a line of text. Runs of whitespace within a cell, including line ends, become single spaces."""
    return "\t" + "\t".join(" ".join(cell.split()) for cell in cells) + "\t"


def cells_of(line: str) -> tuple[str, ...]:
    """The cells of a row that `write_row` wrote; empty for any other line, because writing that would change it."""
    cells = tuple(line[1:-1].split("\t")) if is_row(line) else ()
    return cells if cells and write_row(cells) == line else ()


def find_tables(text: str) -> tuple[tuple[Row, ...], ...]:
    """The tables in a text, in order: each a tuple of rows, each row a tuple of cells without surrounding whitespace.

    Consecutive rows form one table. The line of dashes that Markdown draws below the head of a table is left out.
    """
    require(text, str, "find_tables", "the text of a provision", "give provision.text")
    tables: list[list[Row]] = []
    was_row = False
    for line in text.split("\n"):
        row = is_row(line)
        if row:
            if not was_row:
                tables.append([])
            if not is_rule(line):
                tables[-1].append(tuple(cell.strip() for cell in line[1:-1].split(line[0])))
        was_row = row
    return tuple(tuple(table) for table in tables if table)
