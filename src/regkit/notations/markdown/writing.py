"""Markdown: writes a statute or a page, to be kept in Git, displayed by a site generator, and read back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

import msgspec

from regkit.model.anchors import Anchors
from regkit.model.levels import Level
from regkit.model.page import Block, Mark, Page, Role, Run
from regkit.model.tables import Table, TableCell, cells_of, is_row, is_rule, read_table
from regkit.model.tree import Statute
from regkit.notations.markdown.escaping import escape_at, escape_markdown, signs_in
from regkit.notations.markdown.grammar import BARS_ARE_WORDS
from regkit.notations.markdown.lines import read_lines
from regkit.printing.layout import as_page
from regkit.printing.lines import PageLine, shown, to_lines

_TAGS = {Mark.REMOVED: "del", Mark.ADDED: "ins"}
_DEEPEST_HEADING = 6


def to_markdown(document: Statute | Page, *, anchors: bool = True) -> str:
    """The statute or page as Markdown; `regkit.load` and `from_markdown` read the same statute from it.

    The title and the titles of parts, chapters and sections are headings, labels of articles are bold, each printed line
    is a paragraph, and tables are tables. Removed and added words are in ``<del>`` and ``<ins>``. Nothing in the text is
    taken for markup, nor for an expression of the template language of a site generator.

    With `anchors`, each provision has its eId as id: ``## 第一章　总则 { #chp_1 }`` and ``<a id="art_1"></a>``. Where
    two provisions have the same address, the second anchor ends in ``--2``.
    """
    waiting: list[str] = []
    blocks = as_page(document).blocks
    lines = to_lines(_with_anchors(blocks, waiting) if anchors else blocks)
    levels = sorted({line.level for line in lines if line.is_heading and line.level})
    depths = {level: depth for depth, level in enumerate(levels, start=2)}
    parts: list[str] = []
    for separator, group in groupby(lines, key=_separator):
        rows = list(group)
        if separator == "\t":
            parts += _table(rows)
        elif separator == "|" and is_rule(_all_text(rows[min(1, len(rows) - 1)].runs)):
            parts += (BARS_ARE_WORDS, "\n".join(map(_with_bars_as_words, rows)))
        else:
            parts += (_line(line, depths) for line in rows)
    return "\n\n".join([*parts, *map(_anchor, waiting)]) + "\n"


def _with_anchors(blocks: Iterable[Block], waiting: list[str]) -> Iterator[Block]:
    """The blocks with the anchors of provisions, each as an empty run that links to it, in front of the first words at or below it.

    Those that no words follow remain in `waiting`, for no anchor may stand in front of a row.
    """
    anchors = Anchors()
    for block in blocks:
        if block.role is Role.PROVISION and block.address is not None:
            waiting.append(anchors.add(block.address))
        name = next((name for name in ("label", "heading", "runs") if getattr(block, name)), None)
        runs: tuple[Run, ...] = getattr(block, name) if name else ()
        if not waiting or name is None or is_row(_all_text(runs)):
            yield block
            continue
        added = [Run("", runs[0].mark, f"#{anchor}") for anchor in waiting]
        waiting.clear()
        yield msgspec.structs.replace(block, **{name: (*added, *runs)})


def _separator(line: PageLine) -> str:
    """What separates the cells of a row; nothing for any other line."""
    # Tables are found by their lines, because 题注 and 序言 can contain them too.
    text = _all_text(line.runs)
    return text[0] if cells_of(text) or (is_row(text) and text[0] == "|") else ""


def _all_text(runs: Iterable[Run]) -> str:
    return "".join([run.text for run in runs])


def _line(line: PageLine, depths: dict[Level, int]) -> str:
    if line.role is Role.TITLE:
        return f"# {_inline(line.runs, is_heading=True)}"
    if line.is_heading:
        return _heading(line, min(depths[line.level or Level.CHAPTER], _DEEPEST_HEADING))
    label = [run for run in line.runs[: line.labels] if run.text]
    words = shown(label)
    # In Markdown, whitespace or a * inside the label's ** would prevent the emphasis.
    is_bold = line.level is Level.ARTICLE and words and "*" not in words and words == words.strip()
    if not is_bold or any(run.mark is not Mark.KEPT for run in label):
        return _inline(line.runs)
    first = [run for run in line.runs[: line.labels] if not run.text]
    return f"{_inline(first)}**{words}**{_inline(line.runs[line.labels :])}"


def _heading(line: PageLine, depth: int) -> str:
    """A heading; its first anchor is an attribute, so that tables of contents lead to it."""
    anchors = [run for run in line.runs if not run.text]
    words = [run for run in line.runs if run.text or run not in anchors[:1]]
    attributes = f" {{ {anchors[0].link} }}" if anchors else ""
    return f"{'#' * depth} {_inline(words, is_heading=True)}{attributes}"


def _with_bars_as_words(row: PageLine) -> str:
    return _inline(row.runs, unescaped="|")


def _inline(runs: Sequence[Run], *, unescaped: str = "", is_heading: bool = False) -> str:
    """The runs of a line, with only those characters escaped that would be markup at their position in the line."""
    text = _all_text(runs)
    offsets = [offset for offset in signs_in(text) if text[offset] not in unescaped]
    if is_heading and text.endswith("#"):
        # At the end of a heading, Markdown takes these for marks.
        offsets += range(max(len(text.rstrip("#")), offsets[-1] + 1 if offsets else 0), len(text))
    parts: list[str] = []
    start = 0
    for run in runs:
        end = start + len(run.text)
        inside = [offset - start for offset in offsets if start <= offset < end]
        parts.append(_run(run, escape_at(run.text, inside)))
        start = end
    return "".join(parts)


def _anchor(anchor: str) -> str:
    return f'<a id="{escape(anchor)}"></a>'


def _run(run: Run, text: str) -> str:
    if not run.text:
        return _anchor((run.link or "").removeprefix("#"))
    if run.link is not None:
        text = f'<a href="{escape(run.link)}">{text}</a>'
    tag = _TAGS.get(run.mark)
    return f"<{tag}>{text}</{tag}>" if tag else text


def _table(lines: Sequence[PageLine]) -> list[str]:
    """A table with bars, or of HTML if it has merged cells or not just a row as its head.

    If neither would be read as the same rows, they are written as they stand in the text.
    """
    printed = [_all_text(line.runs) for line in lines]
    table = read_table(printed)
    cells = [_cells(line.runs) for line in lines]
    text = (_with_bars if _has_usual_form(table, printed) else _with_tags)(table, cells)
    is_same = [line.text for line in read_lines(text.split("\n")).lines if line.text] == printed
    is_changed = any(run.mark is not Mark.KEPT for line in lines for run in line.runs)
    return [text] if is_same or is_changed else [_inline(line.runs) for line in lines]


def _has_usual_form(table: Table, printed: Sequence[str]) -> bool:
    """Whether exactly the first row is the head of a table, and no cells are merged."""
    heads = [row[0].is_head for row in table.rows if row]
    return (
        heads == [True, *[False] * (len(printed) - 1)]
        and not any(cell.span_attributes for row in table.rows for cell in row)
        and len({len(row) for row in table.rows}) == 1
    )


def _with_bars(table: Table, cells: Sequence[Sequence[Sequence[Run]]]) -> str:
    rows = [" | ".join(map(_inline, row)) for row in cells]
    rule = " | ".join(["---"] * table.width)
    return "\n".join(f"| {row} |" for row in (rows[0], rule, *rows[1:]))


def _with_tags(table: Table, cells: Sequence[Sequence[Sequence[Run]]]) -> str:
    rows = (
        "".join(_tagged(cell, runs[cell.column]) for cell in row)
        for row, runs in zip(table.rows, cells, strict=True)
    )
    return "\n".join(["<table>", *(f"<tr>{row}</tr>" for row in rows), "</table>"])


def _tagged(cell: TableCell, runs: Iterable[Run]) -> str:
    tag = "th" if cell.is_head else "td"
    spans = "".join(f' {name}="{value}"' for name, value in cell.span_attributes.items())
    return f"<{tag}{spans}>{''.join(_run(run, escape_markdown(run.text)) for run in runs)}</{tag}>"


def _cells(runs: Iterable[Run]) -> list[list[Run]]:
    """The runs of a row by cell, without the signs of merged cells and of a head."""
    cells: list[list[Run]] = [[]]
    for run in runs:
        for index, part in enumerate(run.text.split("\t")):
            if index:
                cells.append([])
            if part.strip():
                cells[-1].append(Run(part.strip(), run.mark, run.link))
    # A row begins and ends with a tab, so the first and the last part are empty.
    return cells[1:-1]
