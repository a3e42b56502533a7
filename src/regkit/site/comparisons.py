"""The page on which two versions are compared: side by side, or as one text with its changes marked."""

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

# What only follows from other changes, or changes nothing that a reader could see.
NO_SUBSTANCE = frozenset({Nature.CITATION, Nature.REPLACEMENT, Nature.TYPOGRAPHY})
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
# Both columns say the same in these.
_SAME = frozenset({RowKind.UNCHANGED, RowKind.RENUMBERED})
_TAGS = {Mark.ADDED: "ins", Mark.REMOVED: "del"}
_SPOKEN = {Mark.ADDED: "新增", Mark.REMOVED: "删去"}


@dataclass(frozen=True)
class ComparedRow:
    """A row as the page shows it: its cells are HTML, `inline` the two merged where that says more than they do."""

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
    """The page of two versions."""
    path = comparison_path(work, old, new)
    return SiteItem(
        path=path,
        title=title_of(work, old, new),
        inputs=digest(("comparison", catalogue.digest(work), path)),
        make=lambda: _page(catalogue, work, old, new),
        files=files,
    )


def title_of(work: Work, old: Version, new: Version) -> str:
    """The title of the page of two versions."""
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
            (one, two, comparison_path(work, one, two))
            for one, two in pairs_of(work)
            if any_two_are_compared(work) or old in (one, two)
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
    source = row.source
    heading = row.heading
    old, new = row.cells
    inline = ""
    if source is not None and not heading and row.visible and source.old and len(source.new) == 1:
        inline = cell_html(to_lines(row_blocks(comparison, source)))
    address = next((line.address for line in new if line.address), None)
    gone = next((line.address for line in old if line.address), None) if address is None else None
    anchor = f"row-{address.eid}" if address else f"old-{gone.eid}" if gone else ""
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
    """第五条, or 第五条 → 第七条 where the number changed."""
    if source is None:
        return ""
    old, new = "、".join(map(str, source.old)), str(address) if address else ""
    return new or old if old in ("", new) or not new else f"{old} → {new}"


def _css(row: TableRow, source: Row | None, *, heading: bool) -> str:
    """The classes by which the filters of the page find a row."""
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
    """Lines of print as paragraphs; what was added and removed is said in words too, for those who hear the page."""
    return "".join(f'<p class="rk-l-{_level(line)}">{_line(line)}</p>' for line in lines)


def _level(line: PageLine) -> str:
    return line.level.value if line.level is not None else "plain"


def _line(line: PageLine) -> str:
    written = []
    for address, run in enumerate(line.runs):
        marked = run_html(run)
        written.append(f"<b>{marked}</b>" if address < line.labels else marked)
    return "".join(written)


def run_html(run: Run) -> str:
    """A run with its mark."""
    text, tag = escape(run.text), _TAGS.get(run.mark)
    if tag is None or not text:
        return text
    return f'<{tag}><span class="rk-sr">〔{_SPOKEN[run.mark]}〕</span>{text}<span class="rk-sr">〔完〕</span></{tag}>'
