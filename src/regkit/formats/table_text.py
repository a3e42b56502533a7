"""修改对照表 as text: Markdown, CSV, and lines for a terminal."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from html import escape

from regkit.formats.table import Table, TableRow
from regkit.model.page import Mark, Run
from regkit.printing.lines import PageLine

_NUMBER, _REMARK = "序号", "说明"


def heads_of(table: Table) -> list[str]:
    """The heads of all columns, 序号 and 说明 among them where they are asked for."""
    return [
        *([_NUMBER] if table.options.numbers else []),
        *table.heads,
        *([_REMARK] if table.options.remarks else []),
    ]


def to_markdown_table(table: Table) -> str:
    """A pipe table; added words are bold, removed ones struck out; nothing of the law is taken for markup."""
    heads = heads_of(table)
    written = [f"# {_plain(table.title)}", "", *(f"{_plain(note)}  " for note in table.notes), ""]
    written += [_piped(map(_plain, heads)), _piped(["---"] * len(heads))]
    written += [
        _piped(_all_cells(table, row, ["<br>".join(map(_marked, cell)) for cell in row.cells], _plain))
        for row in table.rows
    ]
    return "\n".join(written) + "\n"


def _piped(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _all_cells(table: Table, row: TableRow, cells: list[str], plain: Callable[[str], str]) -> list[str]:
    number = "" if row.number is None else str(row.number)
    return [
        *([number] if table.options.numbers else []),
        *cells,
        *([plain(row.remark)] if table.options.remarks else []),
    ]


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
    writer.writerow(heads_of(table))
    for row in table.rows:
        cells = ["\n".join(_text(line) for line in cell) for cell in row.cells]
        writer.writerow(_all_cells(table, row, [_no_formula(cell) for cell in cells], str))
    # Excel knows UTF-8 by its mark only.
    return "\ufeff" + written.getvalue()


def _text(line: PageLine) -> str:
    return "".join(run.text for run in line.runs)


def _no_formula(cell: str) -> str:
    """A cell that a spreadsheet does not run as a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t"} else cell


def to_html_table(table: Table) -> str:
    """A page by itself, with its style, filters that work without scripts, and no request to anywhere."""
    heads = heads_of(table)
    rows = "\n".join(_html_row(table, row) for row in table.rows)
    return _PAGE.format(
        title=escape(table.title),
        notes="\n".join(f"<p>{escape(note)}</p>" for note in table.notes),
        columns=_columns(table),
        heads="".join(f'<th scope="col">{escape(head)}</th>' for head in heads),
        rows=rows,
    )


def _columns(table: Table) -> str:
    return "".join(
        [
            *(['<col style="width: 3.5rem">'] if table.options.numbers else []),
            *["<col>" for _ in table.heads],
            *(['<col style="width: 10rem">'] if table.options.remarks else []),
        ]
    )


def _html_row(table: Table, row: TableRow) -> str:
    cells = ["\n".join(f"<p>{_html_line(line)}</p>" for line in cell) for cell in row.cells]
    css = " ".join(
        [
            f"k-{row.kind.value}",
            "changed" if row.visible else "same",
            *(["heading"] if row.number is None else []),
        ]
    )
    inner = "".join(
        f'<td data-head="{escape(head)}">{cell}</td>'
        for head, cell in zip(heads_of(table), _all_cells(table, row, cells, escape), strict=True)
    )
    return f'<tr class="{css}">{inner}</tr>'


_HTML_TAGS = {Mark.ADDED: "ins", Mark.REMOVED: "del", Mark.KEPT: ""}


def _html_line(line: PageLine) -> str:
    written = []
    for place, run in enumerate(line.runs):
        text, tag = escape(run.text), _HTML_TAGS[run.mark]
        marked = f"<{tag}>{text}</{tag}>" if tag else text
        written.append(f"<b>{marked}</b>" if place < line.labels else marked)
    return "".join(written)


_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --ins: #0b6b2e; --del: #a4161a; --line: #8886; --soft: #8881; }}
@media (prefers-color-scheme: dark) {{ :root {{ --ins: #7ee2a0; --del: #ff9b9b; }} }}
body {{ font: 16px/1.8 "Noto Serif CJK SC", "Source Han Serif SC", SimSun, serif; max-width: 76rem; margin: 0 auto; padding: 1rem; }}
h1 {{ font-size: 1.4rem; text-align: center; }}
.notes {{ font-size: .9rem; }}
.notes p {{ margin: .2rem 0; }}
fieldset {{ border: 0; padding: 0; margin: .8rem 0; font-size: .9rem; }}
label {{ margin-right: 1.2rem; }}
table {{ width: 100%; border-collapse: collapse; table-layout: fixed; }}
th, td {{ border: 1px solid var(--line); padding: .4rem .6rem; vertical-align: top; text-align: left; overflow-wrap: anywhere; }}
thead th {{ position: sticky; top: 0; background: Canvas; text-align: center; }}
td p {{ margin: 0 0 .3rem; }}
ins {{ color: var(--ins); text-decoration: none; font-weight: bold; }}
del {{ color: var(--del); }}
tr.heading td {{ background: var(--soft); text-align: center; font-weight: bold; }}
body:has(#only-changes:checked) tr.same {{ display: none; }}
body:has(#only-new:checked) tbody tr:not(.k-added) {{ display: none; }}
body:has(#only-gone:checked) tbody tr:not(.k-deleted) {{ display: none; }}
@media (max-width: 40rem) {{ table, tbody, tr, td {{ display: block; }} thead {{ display: none; }} tr {{ margin: 0 0 1rem; }} td + td {{ border-top: 0; }} td::before {{ content: attr(data-head); display: block; font-size: .75rem; font-weight: normal; opacity: .75; }} td:empty {{ display: none; }} }}
@media print {{ fieldset {{ display: none; }} thead {{ display: table-header-group; }} thead th {{ position: static; }} td p {{ break-inside: avoid; }} @page {{ size: A4 landscape; }} }}
</style>
</head>
<body>
<h1>{title}</h1>
<div class="notes">
{notes}
</div>
<fieldset>
<label><input type="radio" name="show" checked> 全部</label>
<label><input type="radio" name="show" id="only-changes"> 只看修改</label>
<label><input type="radio" name="show" id="only-new"> 只看新增</label>
<label><input type="radio" name="show" id="only-gone"> 只看删除</label>
</fieldset>
<table>
<colgroup>{columns}</colgroup>
<thead><tr>{heads}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</body>
</html>
"""
