"""Tables are one value: merged cells and heads are kept through the text, every format, and the site."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

import regkit
from regkit.model.tables import Covered, as_head, read_table, write_row
from regkit.notations import READERS, TREE_READERS, WRITERS
from regkit.notations.recognition import SUFFIXES
from regkit.site.provisions import law_html

LEFT, ABOVE = Covered.BY_LEFT, Covered.BY_ABOVE
WORDS = st.text("甲乙丙丁一二12%", min_size=1, max_size=4)


@st.composite
def grids(draw: st.DrawFn) -> list[list[str | Covered]]:
    """A grid of cells, some merged to rectangles, and perhaps a head; at least two columns and one uncovered cell a row."""
    height, width = draw(st.integers(1, 4)), draw(st.integers(2, 4))
    grid: list[list[str | Covered | None]] = [[None] * width for _ in range(height)]
    heads = draw(st.integers(0, height))
    for row in range(height):
        for column in range(width):
            if grid[row][column] is not None:
                continue
            free = next((end for end in range(column, width) if grid[row][end] is not None), width)
            columns = draw(st.integers(1, free - column))
            rows = draw(st.integers(1, (heads if row < heads else height) - row))
            words = draw(WORDS)
            for below in range(row, row + rows):
                for beside in range(column, column + columns):
                    grid[below][beside] = LEFT if beside > column else ABOVE
            grid[row][column] = as_head(words) if row < heads else words
    return [[cell or "" for cell in row] for row in grid]


def _law(grid: list[list[str | Covered]]) -> regkit.Statute:
    rows = "\n".join(map(write_row, grid))
    return regkit.parse(f"示范条例\n第一条　依照下表：\n{rows}\n第二条　本条例自2030年1月1日起施行。\n")


def _is_a_table(grid: list[list[str | Covered]]) -> bool:
    """Whether readers take it for data: a table with one cell in every row only lays out text."""
    return any(sum(isinstance(cell, str) for cell in row) > 1 for row in grid)


def test_a_table_has_rows_cells_merged_cells_and_a_head() -> None:
    table = read_table(
        [
            write_row([as_head("级别"), as_head("罚款"), LEFT]),
            write_row([ABOVE, as_head("个人"), as_head("单位")]),
            write_row(["一级", "一万", "二万"]),
        ]
    )
    assert table.texts == (("级别", "罚款", ""), ("", "个人", "单位"), ("一级", "一万", "二万"))
    assert [[(cell.text, cell.columns, cell.rows, cell.is_head) for cell in row] for row in table.rows] == [
        [("级别", 1, 2, True), ("罚款", 2, 1, True)],
        [("个人", 1, 1, True), ("单位", 1, 1, True)],
        [("一级", 1, 1, False), ("一万", 1, 1, False), ("二万", 1, 1, False)],
    ]
    assert table.width == 3


@pytest.mark.parametrize(
    "rows", [[[LEFT, "甲"]], [["甲", ABOVE]], [["甲", "乙"], ["丙", LEFT], [LEFT, ABOVE]]]
)
def test_marks_that_form_no_rectangle_are_empty_cells(rows: list[list[str | Covered]]) -> None:
    table = read_table(list(map(write_row, rows)))
    cells = [cell for row in table.rows for cell in row]
    assert sum(cell.columns * cell.rows for cell in cells) == sum(map(len, rows))


@given(grids())
def test_the_value_covers_the_grid_once(grid: list[list[str | Covered]]) -> None:
    table = read_table(list(map(write_row, grid)))
    covered = [
        (row + down, cell.column + right)
        for row, cells in enumerate(table.rows)
        for cell in cells
        for down in range(cell.rows)
        for right in range(cell.columns)
    ]
    assert sorted(covered) == [(row, column) for row in range(len(grid)) for column in range(len(grid[0]))]


@pytest.mark.parametrize("suffix", [".txt", ".docx", ".html", ".md", ".json", ".xml"])
@given(grid=grids().filter(_is_a_table))
def test_every_format_keeps_merged_cells_and_heads(suffix: str, grid: list[list[str | Covered]]) -> None:
    law = _law(grid)
    (table,) = regkit.find_tables(law["第一条第一款"].text)
    data = WRITERS[suffix](law)
    notation = SUFFIXES[suffix]
    again = (
        TREE_READERS[notation](data).statute
        if notation in TREE_READERS
        else regkit.parse(READERS[notation](data).text)
    )
    assert regkit.find_tables(again["第一条第一款"].text) == (table,)


def test_pages_show_merged_cells_and_heads() -> None:
    law = _law([[as_head("级别"), as_head("罚款"), LEFT], ["一级", "一万", "二万"], [ABOVE, "三万", "四万"]])
    for text in (regkit.to_markdown(law), law_html(law, (), {}), regkit.to_html(law)):
        page = html.fromstring(text)
        cells = [(cell.tag, cell.text_content(), dict(cell.attrib)) for cell in page.xpath("//tr/*")]
        assert cells == [
            ("th", "级别", {}),
            ("th", "罚款", {"colspan": "2"}),
            ("td", "一级", {"rowspan": "2"}),
            ("td", "一万", {}),
            ("td", "二万", {}),
            ("td", "三万", {}),
            ("td", "四万", {}),
        ]
