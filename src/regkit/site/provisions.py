"""Writes the text of a statute as HTML: every provision has its anchor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import groupby

from regkit.model.anchors import Anchors
from regkit.model.levels import Level
from regkit.model.page import Block, Role, Run
from regkit.model.tables import TableCell, read_table
from regkit.model.tree import Provision, Statute
from regkit.printing.layout import lay_out
from regkit.site.marks import LinkMark, linked_runs, previews_of
from regkit.site.pages import PageHeading

_FRONTS = {
    Role.ANNOUNCEMENT: "rk-announcement",
    Role.NOTE: "rk-notes",
    Role.CONTENTS: "rk-contents",
    Role.PREAMBLE: "rk-preamble",
    Role.SIGNATURE: "rk-signature",
}
# HTML has no heading below h6.
_DEEPEST_HEADING = 6


def law_html(
    statute: Statute,
    marks: Sequence[LinkMark],
    to_href: dict[str, str],
    notes: Mapping[str, str] | None = None,
) -> str:
    """The whole text of the statute except its title, as HTML. `to_href` has the link for each target of the marks.

    `notes` are remarks of the site on provisions, by their anchors, such as that one is not yet in force.

    Where two provisions have the same address, the second anchor ends in ``--2``.
    """
    return "\n".join(_ProvisionWriter(marks, to_href, notes or {}).write(statute))


def anchors_of(statute: Statute) -> frozenset[str]:
    """The anchors of the provisions of a statute."""
    anchors = Anchors()
    return frozenset(anchors.add(address) for address, _ in statute.walk())


def headings_of(statute: Statute) -> tuple[PageHeading, ...]:
    """The table of contents of the page of a statute: 编, 章, 节, 一、 and 条, nested as in the statute."""
    anchors = Anchors()
    eids = iter([anchors.add(address) for address, _ in statute.walk()])
    return tuple(
        heading for child in (*statute.children, *statute.annexes) for heading in _headings(child, eids)
    )


def _headings(node: Provision, eids: Iterator[str]) -> list[PageHeading]:
    """The entry of a provision, or those of its children if it has none itself; consumes an anchor for each provision."""
    anchor = next(eids)
    within = [heading for child in node.children for heading in _headings(child, eids)]
    if node.level > Level.ARTICLE:
        return within
    gap = "　" if node.label and node.heading else ""
    title = f"{node.label or ''}{gap}{node.heading or ''}" or node.level.character
    return [PageHeading(anchor, title, tuple(within))]


class _ProvisionWriter:
    """Writes one statute; keeps the levels above the current provision, and whether an article is open."""

    def __init__(self, marks: Sequence[LinkMark], to_href: dict[str, str], notes: Mapping[str, str]) -> None:
        self._marks, self._to_href, self._notes = marks, to_href, notes
        self._previews = previews_of(marks)
        self._anchors = Anchors()
        self._divisions: list[Level] = []
        self._in_article = False

    def write(self, statute: Statute) -> Iterator[str]:
        """Yield the pieces of HTML in reading order."""
        page = lay_out(statute, linked_runs(statute, self._marks))
        for role, blocks in groupby(page.blocks, key=lambda block: block.role):
            if role in _FRONTS:
                yield from self._close_article()
                inner = "\n".join(f"<p>{self._html(block.runs)}</p>" for block in blocks)
                yield f'<div class="{_FRONTS[role]}">\n{inner}\n</div>'
            elif role is Role.ROW:
                yield self._table(blocks)
            elif role is not Role.TITLE:
                for block in blocks:
                    yield from self._provision(block)
        yield from self._close_article()

    def _close_article(self) -> Iterator[str]:
        """Yield the end tag of the current article, if one is open."""
        if self._in_article:
            self._in_article = False
            yield "</section>"

    def _provision(self, block: Block) -> Iterator[str]:
        """Yield a provision as a heading or a paragraph; an article opens a section."""
        level = block.level or Level.PARAGRAPH
        if block.role is Role.CONTINUATION:
            yield f'<p class="rk-{level.value} rk-continued">{self._html(block.runs)}</p>'
            return
        anchor = self._anchors.add(block.address) if block.address else ""
        if level >= Level.PARAGRAPH:
            # A 款 that consists only of items still needs an anchor.
            hidden = "" if block.label or block.runs else " hidden"
            label = f'<span class="rk-label">{self._html(block.label)}</span>' if block.label else ""
            yield f'<p class="rk-{level.value}" id="{anchor}"{hidden}>{label}{self._html(block.runs)}</p>'
            yield from self._note(anchor)
            return
        yield from self._close_article()
        if level is Level.ARTICLE:
            self._in_article = True
            yield '<section class="rk-art">'
            depth = len(self._divisions) + 2
        else:
            while self._divisions and self._divisions[-1] >= level:
                self._divisions.pop()
            self._divisions.append(level)
            depth = len(self._divisions) + 1
        # No gap is printed between 一、 and its title.
        gap = "　" if block.label and block.heading and level is not Level.DIVISION else ""
        title = self._html(block.label) + gap + self._html(block.heading)
        tag = f"h{min(depth, _DEEPEST_HEADING)}"
        titled = " rk-titled" if level is Level.ARTICLE and block.heading else ""
        yield f'<{tag} class="rk-{level.value}{titled}" id="{anchor}">{title}</{tag}>'
        yield from self._note(anchor)

    def _note(self, anchor: str) -> Iterator[str]:
        """Yield the remark on a provision, marked as the words of the site and not of the law."""
        if anchor in self._notes:
            yield f'<p class="rk-own-days" role="note">{escape(self._notes[anchor])}</p>'

    def _table(self, rows: Iterable[Block]) -> str:
        """The rows of one table as HTML; the table scrolls by itself on a page that is too narrow for it."""
        table = read_table(["".join(run.text for run in row.runs) for row in rows])
        inner = "\n".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in table.rows)
        return f'<div class="rk-table" tabindex="0" role="region" aria-label="表格"><table class="rk-rows">\n{inner}\n</table></div>'

    def _html(self, runs: Iterable[Run]) -> str:
        return "".join([self._run(run) if run.link is not None else escape(run.text) for run in runs])

    def _run(self, run: Run) -> str:
        """A marked run as a link, or as a span if it has no destination."""
        mark = self._marks[int(run.link or 0)]
        text = escape(run.text)
        css = "rk-term" if mark.state == "term" else f"rk-cite rk-{mark.state}"
        attributes = f' data-shown="{" ".join(mark.shown)}"' if mark.shown else ""
        if mark.preview is not None:
            attributes = f' data-rk-preview="{self._previews[mark.preview]}"'
        if mark.target is None:
            # Without a destination it is no link, but its preview must still be reachable by keyboard.
            focusable = ' tabindex="0" role="note"' if mark.preview is not None else ""
            title = "" if mark.preview is not None else ' title="没有找到所引的条文"'
            return f'<span class="{css}"{attributes}{focusable}{title}>{text}</span>'
        return f'<a class="{css}" href="{escape(self._to_href[mark.target])}"{attributes}>{text}</a>'


def _cell(cell: TableCell) -> str:
    tag = "th" if cell.is_head else "td"
    spans = "".join(f' {name}="{value}"' for name, value in cell.span_attributes.items())
    return f"<{tag}{spans}>{escape(cell.text)}</{tag}>"
