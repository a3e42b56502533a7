"""The page that compares two versions: side by side, or as one text with its changes marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from regkit.changes import Comparison, Nature, Row, RowKind
from regkit.library import Version, Work, describe, quoted
from regkit.model.address import Address
from regkit.model.levels import Level
from regkit.model.page import Mark, Run
from regkit.printing.lines import PageLine, to_lines
from regkit.site.addresses import (
    api_comparison_path,
    comparison_path,
)
from regkit.site.catalogue import Catalogue, any_two_are_compared, digest, page_title, pairs_of
from regkit.site.pages import Layout, PageHeading, SiteFile, SiteItem, SitePage
from regkit.views.redline import row_blocks
from regkit.views.table import TableOptions, TableRow, is_visible, lay_out_table, remark_of, size_of

NO_SUBSTANCE = frozenset({Nature.CITATION, Nature.REPLACEMENT, Nature.TYPOGRAPHY})
"""Natures of changes that only follow from other changes, or that concern typography alone."""
KINDS = {
    RowKind.ADDED: "新增",
    RowKind.DELETED: "删除",
    RowKind.REWORDED: "修改",
    RowKind.MOVED: "移动",
    RowKind.SPLIT: "拆分",
    RowKind.MERGED: "合并",
    RowKind.RENUMBERED: "仅调整序号",
    RowKind.UNCHANGED: "未变",
}
# Kinds of rows in which both columns have the same words.
_SAME = frozenset({RowKind.UNCHANGED, RowKind.RENUMBERED})
_TAGS = {Mark.ADDED: "ins", Mark.REMOVED: "del"}
# What screen readers say before the words that are marked.
_SPOKEN = {Mark.ADDED: "新增", Mark.REMOVED: "删去"}


@dataclass(frozen=True)
class ComparedRow:
    """A row of the page.

    `kind` is the value of a RowKind and `css` the classes by which filters select the row. `anchor` is "" if no provision stands in
    the row. `old` and `new` are the cells as HTML; `inline` is both texts merged, with changes marked, and empty where nothing was
    reworded. `remark` describes the change in Chinese. `heading` is true for a 编, 章 or 节, and `visible` if a change is marked.
    """

    kind: str
    css: str
    anchor: str
    name: str
    old: Markup
    new: Markup
    inline: Markup
    remark: str
    heading: bool
    visible: bool


def comparison_item(
    catalogue: Catalogue, work: Work, old: Version, new: Version, files: tuple[SiteFile, ...]
) -> SiteItem:
    """The page that compares two versions, with its files for download."""
    path = comparison_path(work, old, new)
    return SiteItem(
        path=path,
        title=title_of(work, old, new),
        inputs=digest(("comparison", catalogue.digest(work), path)),
        make=lambda: _page(catalogue, work, old, new),
        files=files,
    )


def title_of(work: Work, old: Version, new: Version) -> str:
    """The title of the page that compares two versions."""
    return page_title(work, f"{describe(old)}与{describe(new)}对照")


def _page(catalogue: Catalogue, work: Work, old: Version, new: Version) -> SitePage:
    comparison = catalogue.comparison(work, old, new)
    table = lay_out_table([comparison], (describe(old), describe(new)), TableOptions(deletions=True))
    rows = [_row(comparison, row) for row in table.rows]
    path = comparison_path(work, old, new)
    counts = Counter(row.kind for row in comparison.rows if row.level is Level.ARTICLE)
    content = catalogue.templates.render(
        "comparison.html",
        path,
        catalogue=catalogue,
        work=work,
        old=old,
        new=new,
        rows=rows,
        notes=table.notes[1:-1],
        size=f"修改后{size_of(comparison)}",
        counts=[(kind, KINDS[kind], counts[kind]) for kind in KINDS],
        pairs=[
            (older, newer, comparison_path(work, older, newer))
            for older, newer in pairs_of(work)
            if any_two_are_compared(work) or old in (older, newer)
        ],
        downloads=[
            ("修改对照表（Word）", comparison_path(work, old, new, ".docx")),
            ("JSON", api_comparison_path(work, old, new)),
        ],
    )
    return SitePage(
        title=title_of(work, old, new),
        description=f"{quoted(work.title)}{describe(old)}与{describe(new)}的文本逐条对照。",
        content=content,
        layout=Layout.WIDE,
        headings=tuple(PageHeading(row.anchor, row.name) for row in rows if row.heading),
        above="修改对照",
    )


def _row(comparison: Comparison, row: TableRow) -> ComparedRow:
    """A row of the table as the page shows it."""
    source = row.source
    heading = row.heading
    old, new = row.cells
    inline = ""
    if source is not None and not heading and row.visible and source.old and len(source.new) == 1:
        inline = cell_html(to_lines(row_blocks(comparison, source)))
    address = next((line.address for line in new if line.address), None)
    removed = next((line.address for line in old if line.address), None) if address is None else None
    anchor = f"row-{address.eid}" if address else f"old-{removed.eid}" if removed else ""
    return ComparedRow(
        kind=row.kind.value,
        css=_css(row, source, heading=heading),
        anchor=anchor,
        name=_name(source, address),
        old=Markup(cell_html(old)),
        new=Markup(cell_html(new)),
        inline=Markup(inline),
        remark=remark_of(row.source) if row.source else "",
        heading=heading,
        visible=row.visible,
    )


def _name(source: Row | None, address: Address | None) -> str:
    """The name of a row: 第五条, or 第五条 → 第七条 if the number changed."""
    if source is None:
        return ""
    old, new = "、".join(map(str, source.old)), str(address) if address else ""
    return new or old if old in ("", new) or not new else f"{old} → {new}"


def _css(row: TableRow, source: Row | None, *, heading: bool) -> str:
    """The CSS classes by which the filters of the page select a row."""
    classes = [f"rk-k-{row.kind.value}"]
    if heading:
        classes.append("rk-heading-row")
    elif row.visible:
        classes.append("rk-changed")
    if source is not None and not heading and is_visible(source, NO_SUBSTANCE):
        classes.append("rk-substance")
    if source is not None and source.moved:
        classes.append("rk-k-moved")
    if row.kind in _SAME and not heading and not row.visible:
        classes.append("rk-same")
    return " ".join(dict.fromkeys(classes))


def cell_html(lines: Iterable[PageLine]) -> str:
    """Printed lines as HTML paragraphs. Additions and removals are also stated in words, for readers who use a screen reader."""
    return "".join(f'<p class="rk-l-{_level(line)}">{_line(line)}</p>' for line in lines)


def _level(line: PageLine) -> str:
    """The part of the CSS class that names the level of a line."""
    return line.level.value if line.level is not None else "plain"


def _line(line: PageLine) -> str:
    """A printed line as HTML, with its label in bold."""
    parts = []
    for index, run in enumerate(line.runs):
        html = run_html(run)
        parts.append(f"<b>{html}</b>" if index < line.labels else html)
    return "".join(parts)


def run_html(run: Run) -> str:
    """A run as HTML, with `ins` or `del` around it if it was added or removed."""
    text, tag = escape(run.text), _TAGS.get(run.mark)
    if tag is None or not text:
        return text
    return f'<{tag}><span class="rk-sr">〔{_SPOKEN[run.mark]}〕</span>{text}<span class="rk-sr">〔完〕</span></{tag}>'
