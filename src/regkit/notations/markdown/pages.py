"""Markdown for site generators: writes a statute or a page with anchors and classes."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby

from regkit.model.anchors import Anchors
from regkit.model.levels import Level
from regkit.model.page import Block, Mark, Page, Role, Run
from regkit.model.tables import TableCell, is_rule, read_table
from regkit.model.tree import Statute
from regkit.printing.layout import as_page

_TAGS = {Mark.REMOVED: "del", Mark.ADDED: "ins"}
_GROUPS = {
    Role.ANNOUNCEMENT: "rk-announcement",
    Role.NOTE: "rk-notes",
    Role.CONTENTS: "rk-contents",
    Role.PREAMBLE: "rk-preamble",
    Role.SIGNATURE: "rk-signature",
}
# Every ASCII punctuation mark in running text is written as a character reference, so that none of it is markup.
_REFERENCES = {code: f"&#{code};" for code in range(33, 127) if not chr(code).isalnum()}
# Braces open attribute lists in Markdown and expressions in the template languages of site generators.
_BRACES = {ord("{"): "&#123;", ord("}"): "&#125;"}


def escape_markdown(text: str) -> str:
    """Markdown that displays the text unchanged."""
    return text.translate(_REFERENCES)


def to_markdown(document: Statute | Page) -> str:
    """The statute or page as Markdown for a page of the site, without its title.

    Articles and the provisions above them are headings with their eId as anchor (``## 第一章 { #chp_1 }``), one level deeper
    for each heading around them. Paragraphs, items and subitems are HTML paragraphs with their eId as id, so that nothing in
    the text is taken for markup. Where two provisions have the same address, the second anchor ends in ``--2``.
    """
    parts: list[str] = []
    open_levels: list[Level] = []
    anchors = Anchors()
    for role, blocks in groupby(as_page(document).blocks, key=lambda block: block.role):
        if role in _GROUPS:
            inner = "\n".join(f"<p>{_html(block.runs)}</p>" for block in blocks)
            parts.append(f'<div class="{_GROUPS[role]}">\n{inner}\n</div>')
        elif role is Role.ROW:
            parts.append(_table(blocks))
        elif role is not Role.TITLE:
            parts.extend(_provision(block, open_levels, anchors) for block in blocks)
    return "\n\n".join(filter(None, parts)) + "\n"


def _provision(block: Block, open_levels: list[Level], anchors: Anchors) -> str:
    """One block of a provision as Markdown. `open_levels` are the levels of the headings around it, and is updated."""
    level = block.level or Level.PARAGRAPH
    if block.role is Role.CONTINUATION:
        return f'<p class="rk-{level.value} rk-continued">{_html(block.runs)}</p>'
    anchor = anchors.add(block.address) if block.address else ""
    if level >= Level.PARAGRAPH:
        if not (block.label or block.runs):
            # A paragraph with nothing but items prints nothing, but needs an anchor.
            return f'<p class="rk-{level.value}" id="{anchor}" hidden></p>'
        label = f'<span class="rk-label">{_html(block.label)}</span>' if block.label else ""
        return f'<p class="rk-{level.value}" id="{anchor}">{label}{_html(block.runs)}</p>'
    if level < Level.ARTICLE:
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        open_levels.append(level)
        depth = len(open_levels) + 1
    else:
        depth = len(open_levels) + 2
    # A division's label ends in 、 (一、), so its title needs no gap.
    gap = "&#12288;" if block.label and block.heading and level is not Level.DIVISION else ""
    title = _markdown(block.label) + gap + _markdown(block.heading)
    return f"{'#' * depth} {title} {{ #{anchor} .rk-{level.value} }}"


def _table(rows: Iterable[Block]) -> str:
    """The rows of one table as an HTML table, which can scroll by itself where the page is too narrow."""
    given = list(rows)
    printed = ["".join(run.text for run in row.runs) for row in given]
    table = read_table(printed)
    runs = [_cells(row.runs) for row, text in zip(given, printed, strict=True) if not is_rule(text)]
    inner = "\n".join(
        f"<tr>{''.join(_cell(cell, row_runs[cell.column]) for cell in row)}</tr>"
        for row, row_runs in zip(table.rows, runs, strict=True)
    )
    return f'<div class="rk-table" tabindex="0"><table class="rk-rows">\n{inner}\n</table></div>'


def _cell(cell: TableCell, runs: list[Run]) -> str:
    tag = "th" if cell.is_head else "td"
    spans = "".join(f' {name}="{value}"' for name, value in cell.span_attributes.items())
    return f"<{tag}{spans}>{_html(runs)}</{tag}>"


def _cells(runs: tuple[Run, ...]) -> list[list[Run]]:
    """The runs of a row, grouped by cell."""
    separator = runs[0].text[0]
    cells: list[list[Run]] = [[]]
    for run in runs:
        for index, part in enumerate(run.text.split(separator)):
            if index:
                cells.append([])
            if part.strip():
                cells[-1].append(Run(part.strip(), run.mark, run.link))
    # A row begins and ends with the separator, so the first and last part are empty.
    return cells[1:-1]


def _html(runs: Iterable[Run]) -> str:
    return "".join(_wrapped(run, escape(run.text).translate(_BRACES)) for run in runs)


def _markdown(runs: Iterable[Run]) -> str:
    return "".join(_wrapped(run, escape_markdown(run.text)) for run in runs)


def _wrapped(run: Run, text: str) -> str:
    if run.link is not None:
        text = f'<a href="{escape(run.link)}">{text}</a>'
    tag = _TAGS.get(run.mark)
    return f"<{tag}>{text}</{tag}>" if tag else text
