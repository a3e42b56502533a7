"""修改对照表 as Markdown, CSV and a web page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from html import escape
from typing import Any

from markupsafe import Markup

from regkit.model.page import Mark, Run
from regkit.notations.html.rendering import render_page
from regkit.notations.markdown.escaping import escape_markdown
from regkit.printing.lines import PageLine
from regkit.views.table import ColumnWidth, ComparisonTable, TableRow

_MARKDOWN_TAGS = {Mark.ADDED: "strong", Mark.REMOVED: "del", Mark.KEPT: ""}
_CSS_WIDTHS = {ColumnWidth.DIGITS: "3.5rem", ColumnWidth.SHARE: "", ColumnWidth.SENTENCE: "10rem"}
_HTML_TAGS = {Mark.ADDED: "ins", Mark.REMOVED: "del", Mark.KEPT: ""}


def to_markdown_table(table: ComparisonTable) -> str:
    """A pipe table: added words bold, removed words struck out; law text is escaped and never markup."""
    lines = [
        f"# {escape_markdown(table.title)}",
        "",
        *(f"{escape_markdown(note)}  " for note in table.notes),
        "",
    ]
    lines += [
        _pipe_row(escape_markdown(column.head) for column in table.columns),
        _pipe_row(["---"] * len(table.columns)),
    ]
    lines += [_pipe_row("<br>".join(map(_markdown_line, cell)) for cell in row.cells) for row in table.rows]
    return "\n".join(lines) + "\n"


def _pipe_row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _markdown_line(line: PageLine) -> str:
    return "".join(_markdown_run(run) for run in line.runs)


def _markdown_run(run: Run) -> str:
    tag, text = _MARKDOWN_TAGS[run.mark], escape_markdown(run.text)
    return f"<{tag}>{text}</{tag}>" if tag else text


def to_csv_table(table: ComparisonTable) -> str:
    """The table as CSV for Excel: byte order mark, CRLF.

    Cells hold plain text without marks, one line for each printed line.
    """
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(column.head for column in table.columns)
    for row in table.rows:
        writer.writerow(_no_formula("\n".join(map(_text, cell))) for cell in row.cells)
    # Excel reads a file as UTF-8 only if it begins with a byte order mark.
    return "\ufeff" + output.getvalue()


def _text(line: PageLine) -> str:
    return "".join(run.text for run in line.runs)


def _no_formula(cell: str) -> str:
    """A cell that a spreadsheet does not run as a formula.

    If it begins with =, +, -, @ or a tab, an apostrophe is put in front.
    """
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t"} else cell


def to_html_table(table: ComparisonTable) -> str:
    """A self-contained web page; its filters need no script."""
    return render_page(
        "table.html",
        title=table.title,
        table=table,
        widths=[_CSS_WIDTHS[column.width] for column in table.columns],
        rows=[_html_row(table, row) for row in table.rows],
    )


def _html_row(table: ComparisonTable, row: TableRow) -> dict[str, Any]:
    classes = [
        f"k-{row.kind.value}",
        "changed" if row.visible else "same",
        *(["heading"] if row.heading else []),
    ]
    cells = [Markup("\n").join(map(_html_line, cell)) for cell in row.cells]
    return {"classes": " ".join(classes), "cells": list(zip(table.columns, cells, strict=True))}


def _html_line(line: PageLine) -> Markup:
    parts = []
    for index, run in enumerate(line.runs):
        text, tag = escape(run.text), _HTML_TAGS[run.mark]
        marked = f"<{tag}>{text}</{tag}>" if tag else text
        parts.append(f"<b>{marked}</b>" if index < line.labels else marked)
    return Markup(f"<p>{''.join(parts)}</p>")
