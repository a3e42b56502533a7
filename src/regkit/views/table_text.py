"""修改对照表 as text: Markdown, CSV and a web page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from html import escape
from typing import Any

from markupsafe import Markup

from regkit.model.page import Mark, Run
from regkit.notations.html.rendering import render_page
from regkit.printing.lines import PageLine
from regkit.views.table import ColumnWidth, Table, TableRow


def to_markdown_table(table: Table) -> str:
    """A pipe table; added words are bold, removed ones struck out; nothing of the law is taken for markup."""
    written = [f"# {_plain(table.title)}", "", *(f"{_plain(note)}  " for note in table.notes), ""]
    written += [_piped(_plain(column.head) for column in table.columns), _piped(["---"] * len(table.columns))]
    written += [_piped("<br>".join(map(_marked, cell)) for cell in row.cells) for row in table.rows]
    return "\n".join(written) + "\n"


def _piped(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _marked(line: PageLine) -> str:
    return "".join(_run(run) for run in line.runs)


_TAGS = {Mark.ADDED: "strong", Mark.REMOVED: "del", Mark.KEPT: ""}


def _run(run: Run) -> str:
    tag, text = _TAGS[run.mark], _plain(run.text)
    return f"<{tag}>{text}</{tag}>" if tag else text


# Every sign that Markdown or HTML may take for its own, as a character reference.
_REFERENCES = {code: f"&#{code};" for code in range(33, 127) if not chr(code).isalnum()}


def _plain(text: str) -> str:
    return text.translate(_REFERENCES)


def to_csv_table(table: Table) -> str:
    """Comma-separated values as Excel reads them; cells hold plain text, a line each for what is a line of print."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(column.head for column in table.columns)
    for row in table.rows:
        writer.writerow(_no_formula("\n".join(map(_text, cell))) for cell in row.cells)
    # Excel knows UTF-8 by its mark only.
    return "\ufeff" + written.getvalue()


def _text(line: PageLine) -> str:
    return "".join(run.text for run in line.runs)


def _no_formula(cell: str) -> str:
    """A cell that a spreadsheet does not run as a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t"} else cell


_CSS_WIDTHS = {ColumnWidth.DIGITS: "3.5rem", ColumnWidth.SHARE: "", ColumnWidth.SENTENCE: "10rem"}


def to_html_table(table: Table) -> str:
    """A self-contained web page with filters that need no script."""
    return render_page(
        "table.html",
        title=table.title,
        table=table,
        widths=[_CSS_WIDTHS[column.width] for column in table.columns],
        rows=[_html_row(table, row) for row in table.rows],
    )


def _html_row(table: Table, row: TableRow) -> dict[str, Any]:
    classes = [
        f"k-{row.kind.value}",
        "changed" if row.visible else "same",
        *(["heading"] if row.heading else []),
    ]
    cells = [Markup("\n").join(map(_html_line, cell)) for cell in row.cells]
    return {"classes": " ".join(classes), "cells": list(zip(table.columns, cells, strict=True))}


_HTML_TAGS = {Mark.ADDED: "ins", Mark.REMOVED: "del", Mark.KEPT: ""}


def _html_line(line: PageLine) -> Markup:
    written = []
    for index, run in enumerate(line.runs):
        text, tag = escape(run.text), _HTML_TAGS[run.mark]
        marked = f"<{tag}>{text}</{tag}>" if tag else text
        written.append(f"<b>{marked}</b>" if index < line.labels else marked)
    return Markup(f"<p>{''.join(written)}</p>")
