"""The page with the history of each article of a work: what every version did to it, the newest version first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from regkit.changes import RowKind
from regkit.library import History, HistoryEntry, Version, Work, describe, quoted
from regkit.model.address import Address
from regkit.model.levels import Level
from regkit.printing.layout import lay_out_provision
from regkit.printing.lines import to_lines
from regkit.site.addresses import comparison_path, history_path, version_path
from regkit.site.catalogue import Catalogue, digest, page_title
from regkit.site.comparisons import KINDS, cell_html
from regkit.site.pages import Layout, PageHeading, SiteItem, SitePage
from regkit.views.redline import row_blocks
from regkit.views.table import remark_of


@dataclass(frozen=True)
class HistoryPageEvent:
    """What a version did to an article.

    `what` describes it in Chinese; `kind` is the value of a RowKind, or "first" in the earliest text. `where` are the addresses
    of the article, and `path` leads to the first of them. `compare` is the path of the comparison with the text before, None for the
    earliest text. `skipped` are the versions without a text in between. `anchors` are those of the article in this version, and
    `text` is HTML.
    """

    version: Version
    what: str
    kind: str
    where: str
    path: str
    compare: str | None
    skipped: tuple[Version, ...]
    anchors: tuple[str, ...]
    text: Markup


@dataclass(frozen=True)
class Life:
    """The history of an article, under its number in the newest text that has it; `gone` is true if the newest text has it no more."""

    anchor: str
    title: str
    gone: bool
    events: tuple[HistoryPageEvent, ...]


def history_item(catalogue: Catalogue, work: Work) -> SiteItem:
    """The page with the history of each article of a work. The work must have at least two texts."""
    return SiteItem(
        path=history_path(work),
        title=page_title(work, "条文沿革"),
        inputs=digest(("history", catalogue.digest(work))),
        make=lambda: _page(catalogue, work),
    )


def _page(catalogue: Catalogue, work: Work) -> SitePage:
    history = catalogue.history(work)
    lives = list(_lives(work, history))
    path = history_path(work)
    return SitePage(
        title=page_title(work, "条文沿革"),
        description=f"{quoted(work.title)}每一条在各个版本中的来历与变化。",
        content=catalogue.templates.render(
            "history.html", path, catalogue=catalogue, work=work, lives=lives, texts=history.texts
        ),
        layout=Layout.READING,
        headings=tuple(PageHeading(life.anchor, life.title) for life in lives),
        above="条文沿革",
    )


def version_anchor(version: Version, address: Address) -> str:
    """The anchor of an article of a version on the page of histories."""
    return f"v{version.name}-{address.eid}"


def _lives(work: Work, history: History) -> Iterator[Life]:
    """Yield the articles of the newest text in their order, then those that no longer exist, the last to go first.

    `seen` contains the anchors of all articles that were shown, so that none is shown twice.
    """
    seen: set[str] = set()
    for index in range(len(history.texts) - 1, -1, -1):
        version = history.texts[index]
        assert version.statute is not None
        newest = index == len(history.texts) - 1
        became = {} if newest else history.passages[index].comparison.became
        for address, node in version.statute.walk():
            if node.level is not Level.ARTICLE or version_anchor(version, address) in seen:
                continue
            # An article that continues in the next text is shown there.
            if not newest and became.get(address):
                continue
            if address not in version.statute:
                continue
            events = tuple(_events(work, history, address, version, seen))
            anchor = address.eid if newest else f"gone-{version.name}-{address.eid}"
            heading = f"　{node.heading}" if node.heading else ""
            title = f"{address}{heading}" + ("" if newest else f"（{describe(version)}的文本，已不存在）")
            yield Life(anchor, title, not newest, events)


def _events(
    work: Work, history: History, address: Address, version: Version, seen: set[str]
) -> Iterator[HistoryPageEvent]:
    """Yield what each version did to an article, the newest first; adds the anchors of the article to `seen`."""
    for entry in history.log(address, version):
        anchors = []
        for new_address in entry.new:
            anchor = version_anchor(entry.version, new_address)
            if anchor not in seen:
                seen.add(anchor)
                anchors.append(anchor)
        yield _event(work, entry, tuple(anchors))


def _event(work: Work, entry: HistoryEntry, anchors: tuple[str, ...]) -> HistoryPageEvent:
    """What one version did to an article, as the page shows it."""
    passage = entry.passage
    statute = entry.version.statute
    where = "、".join(map(str, entry.new or entry.old))
    fragment = f"#{entry.new[0].eid}" if entry.new else ""
    kind = entry.kind
    if passage is None or kind is None or kind is RowKind.ADDED:
        text = "".join(
            cell_html(to_lines(lay_out_provision(address, statute[address]).blocks))
            for address in entry.new
            if statute is not None and address in statute
        )
        what = "新增" if kind is RowKind.ADDED else "本站最早的文本"
    elif kind is RowKind.UNCHANGED:
        text, what = "", "未变"
    else:
        rows = entry.rows
        text = "".join(cell_html(to_lines(row_blocks(passage.comparison, row))) for row in rows)
        what = "；".join(dict.fromkeys(filter(None, map(remark_of, rows)))) or KINDS[kind]
    row_anchor = f"#row-{entry.new[0].eid}" if entry.new else f"#old-{entry.old[0].eid}"
    return HistoryPageEvent(
        version=entry.version,
        what=what,
        kind=kind.value if kind else "first",
        where=where,
        path=version_path(work, entry.version) + fragment,
        compare=comparison_path(work, passage.old, passage.new) + row_anchor if passage else None,
        skipped=passage.skipped if passage else (),
        anchors=anchors,
        text=Markup(text),
    )
