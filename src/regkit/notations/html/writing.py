"""Web pages: writes a statute as one self-contained file, for reading, sending and printing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from markupsafe import Markup

from regkit.model.anchors import Anchors
from regkit.model.levels import Level
from regkit.model.page import Mark, Page, Role, Run
from regkit.model.tables import Table, TableCell, cells_of, read_table
from regkit.model.tree import Statute
from regkit.notations.html.rendering import render_page
from regkit.printing.layout import as_page
from regkit.printing.lines import PageLine, shown, to_lines
from regkit.text.whitespace import without_whitespace

_CLASSES = {
    Role.NOTE: "note",
    Role.CONTENTS: "contents",
    Role.SIGNATURE: "signature",
}
_DEPTHS = {
    Level.PART: 2,
    Level.SUBPART: 3,
    Level.CHAPTER: 3,
    Level.SECTION: 4,
    Level.DIVISION: 4,
    Level.ANNEX: 2,
}
_TAGS = {Mark.REMOVED: "del", Mark.ADDED: "ins"}
# Characters that HTML cannot contain, even as character references.
_NO_HTML = dict.fromkeys(
    [*range(9), 11, *range(14, 32), *range(127, 160), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], "\ufffd"
)


def to_html(document: Statute | Page) -> str:
    """The statute as one web page without scripts or links to other files; `regkit.load` reads the same statute from it.

    Every provision that begins a line has its eId as id. The words of the navigation are in attributes, so that they are not
    read as part of the law. Characters that HTML cannot contain become U+FFFD.
    """
    page = as_page(document)
    lines = [line for line in to_lines(page.blocks) if shown(line.runs)]
    title = next((shown(line.runs) for line in lines if line.role is Role.TITLE), "法规")
    # Heading levels are consecutive, whichever levels of provisions the statute has.
    levels = sorted({line.level for line in lines if line.is_heading and line.level})
    depths = {
        level: depth
        for depth, level in enumerate((level for level in levels if level is not Level.ANNEX), start=2)
    }
    body = list(_body(lines, depths | {Level.ANNEX: 2}))
    return render_page("statute.html", title=title.translate(_NO_HTML), body=Markup("\n".join(body)))


def _body(lines: list[PageLine], depths: dict[Level, int]) -> Iterator[str]:
    anchors = Anchors()
    headings = [line for line in lines if line.is_heading]
    heading_anchors = {id(line): anchors.add(line.address) if line.address else "" for line in headings}
    contents = _linked_contents(lines, headings, heading_anchors)
    # If the law itself prints a table of contents, that links to the headings instead.
    navigated = len(headings) < 2 or bool(contents)
    # Tables are found by their lines, because 题注 and 序言 can contain them too.
    for is_table, group in groupby(lines, key=lambda line: len(cells_of(shown(line.runs))) > 1):
        if is_table:
            yield _table(read_table([shown(line.runs) for line in group]))
            continue
        for line in group:
            if line.role in (Role.CONTENTS, Role.PREAMBLE, Role.PROVISION) and not navigated:
                navigated = True
                yield _navigation(headings, heading_anchors, depths)
            anchor = heading_anchors.get(id(line)) or (anchors.add(line.address) if line.address else "")
            yield _line(line, anchor, depths, contents.get(id(line)))


def _navigation(headings: Iterable[PageLine], anchors: dict[int, str], depths: dict[Level, int]) -> str:
    links = []
    for line in headings:
        deeper = ' class="deeper"' if depths[line.level or Level.CHAPTER] > 2 else ""
        links.append(f'<a{deeper} href="#{anchors[id(line)]}" aria-label="{_escaped(shown(line.runs))}"></a>')
    return '<nav aria-label="目录">\n' + "\n".join(links) + "\n</nav>"


def _linked_contents(
    lines: Iterable[PageLine], headings: Sequence[PageLine], anchors: dict[int, str]
) -> dict[int, str]:
    """The anchors of the headings that lines of the table of contents (目录) name, by the id() of the line.

    Headings are matched in order. A line that names none, such as the word 目录, starts the search at the first heading again.
    """
    anchor_of_line: dict[int, str] = {}
    remaining = iter(headings)
    for line in lines:
        if line.role is Role.CONTENTS:
            words = without_whitespace(shown(line.runs))
            heading = next(
                (heading for heading in remaining if without_whitespace(shown(heading.runs)) == words), None
            )
            if heading is None:
                remaining = iter(headings)
            else:
                anchor_of_line[id(line)] = anchors[id(heading)]
    return anchor_of_line


def _line(line: PageLine, anchor: str, depths: dict[Level, int], target: str | None) -> str:
    inner = "".join(
        f"<b>{_run(run)}</b>" if number < line.labels and line.level is Level.ARTICLE else _run(run)
        for number, run in enumerate(line.runs)
    )
    if target:
        inner = f'<a href="#{target}">{inner}</a>'
    classes = [_CLASSES[line.role]] if line.role in _CLASSES else []
    if line.level is Level.ANNEX:
        classes.append("annex")
    # Browsers, and `from_html`, collapse several spaces into one.
    style = ' style="white-space: pre-wrap"' if _has_whitespace_to_keep(shown(line.runs)) else ""
    tag = (
        "h1"
        if line.role is Role.TITLE
        else f"h{min(depths[line.level or Level.CHAPTER], 6)}"
        if line.is_heading
        else "p"
    )
    attributes = (f' id="{anchor}"' if anchor else "") + (f' class="{" ".join(classes)}"' if classes else "")
    return f"<{tag}{attributes}{style}>{inner}</{tag}>"


def _has_whitespace_to_keep(text: str) -> bool:
    return "  " in text or any(character in text for character in "\t\n\f\r")


def _run(run: Run) -> str:
    text = _escaped(run.text)
    tag = _TAGS.get(run.mark)
    return f"<{tag}>{text}</{tag}>" if tag else text


def _table(table: Table) -> str:
    lines = ["<tr>" + "".join(map(_cell, row)) + "</tr>" for row in table.rows]
    # The role tells the reader that this is not a table for layout.
    return '<table role="table">\n' + "\n".join(lines) + "\n</table>"


def _cell(cell: TableCell) -> str:
    tag = "th" if cell.is_head else "td"
    spans = "".join(f' {name}="{value}"' for name, value in cell.span_attributes.items())
    return f"<{tag}{spans}>{_escaped(cell.text)}</{tag}>"


def _escaped(text: str) -> str:
    return escape(text.translate(_NO_HTML))
