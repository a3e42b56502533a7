"""Pages that lead to works: the first page, the list of all works, and the list of fictional examples (示例)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from regkit.library import Work, describe
from regkit.site.addresses import (
    ACTORS,
    ALL_WORKS,
    CITED_ACTS,
    EXAMPLES,
    FEED,
    GLOSSARY,
    HOME,
    duties_path,
    version_path,
    work_path,
)
from regkit.site.catalogue import Catalogue, digest
from regkit.site.pages import Layout, PageHeading, SiteFile, SiteItem, SitePage

# The first page shows at most this many works.
_MOST_ON_HOME = 30
_NO_RANK = "效力级别未收录"
# The ranks of 立法法 (第八十七条至第九十一条 of its text of 2015), and kinds of texts that it does not rank.
_RANKS = ("宪法", "法律", "有关法律问题和重大问题的决定", "法律解释", "行政法规", "监察法规", "地方性法规", "自治条例和单行条例", "经济特区法规", "司法解释", "部门规章", "地方政府规章")  # fmt: skip


def home_item(catalogue: Catalogue, files: tuple[SiteFile, ...]) -> SiteItem:
    """The first page: the numbers of works and texts, the newest works, and the search. `files` are published with it."""
    cards = _cards(catalogue, _newest_first(catalogue.laws)[:_MOST_ON_HOME])
    counts = _counts(catalogue)
    return SiteItem(
        path=HOME,
        title=catalogue.site_name,
        inputs=digest(("home", repr(cards), repr(counts), str(len(catalogue.examples)))),
        make=lambda: SitePage(
            title=catalogue.site_name,
            description="条文、版本与时效性，逐条可引用、可检索。",
            content=catalogue.templates.render(
                "home.html",
                HOME,
                catalogue=catalogue,
                cards=cards,
                counts=counts,
                paths={
                    "all": ALL_WORKS,
                    "actors": ACTORS,
                    "glossary": GLOSSARY,
                    "cited": CITED_ACTS,
                    "feed": FEED,
                    "examples": EXAMPLES,
                },
            ),
            layout=Layout.LISTING,
        ),
        files=files,
    )


def all_works_item(catalogue: Catalogue) -> SiteItem:
    """The list of all works that are law, by rank."""
    groups = [
        {"rank": rank, "anchor": f"rank-{number}", "cards": _cards(catalogue, works)}
        for number, (rank, works) in enumerate(_by_rank(catalogue.laws), start=1)
    ]
    return SiteItem(
        path=ALL_WORKS,
        title="全部法规",
        inputs=digest(("all", repr(groups))),
        make=lambda: SitePage(
            title="全部法规",
            description=f"本站收录的 {len(catalogue.laws)} 件法规，按效力级别。",
            content=catalogue.templates.render("all.html", ALL_WORKS, catalogue=catalogue, groups=groups),
            layout=Layout.READING,
            headings=tuple(PageHeading(str(group["anchor"]), str(group["rank"])) for group in groups),
            above="全部法规",
        ),
    )


def examples_item(catalogue: Catalogue) -> SiteItem:
    """The list of fictional examples (示例), which is separate from that of laws."""
    cards = _cards(catalogue, catalogue.examples)
    return SiteItem(
        path=EXAMPLES,
        title="示例（虚构示例）",
        inputs=digest(("examples", repr(cards))),
        make=lambda: SitePage(
            title="示例（虚构示例）",
            description="为演示而编写的虚构法规，不是法律。",
            content=catalogue.templates.render("examples.html", EXAMPLES, catalogue=catalogue, cards=cards),
            layout=Layout.LISTING,
        ),
    )


def _newest_first(works: Iterable[Work]) -> list[Work]:
    """The works by the date of their last version, the newest first."""
    return sorted(works, key=lambda work: (-work.versions[-1].dated.toordinal(), work.id))


def _by_rank(works: Sequence[Work]) -> list[tuple[str, list[Work]]]:
    """The works by rank, the highest rank first; works without a recorded rank come last."""
    groups: dict[str, list[Work]] = {}
    for work in _newest_first(works):
        groups.setdefault(work.facts.rank or _NO_RANK, []).append(work)
    order = {rank: index for index, rank in enumerate(_RANKS)}
    return sorted(
        groups.items(), key=lambda group: (group[0] == _NO_RANK, order.get(group[0], len(order)), group[0])
    )


def _counts(catalogue: Catalogue) -> dict[str, int]:
    """The numbers of laws, versions, texts, and laws with a text in force."""
    texts = [version for work in catalogue.laws for version in work.versions if version.statute]
    return {
        "works": len(catalogue.laws),
        "versions": sum(len(work.versions) for work in catalogue.laws),
        "texts": len(texts),
        "in_force": sum(
            current is not None and current.statute is not None
            for current in (work.at(catalogue.today) for work in catalogue.laws)
        ),
    }


def _cards(catalogue: Catalogue, works: Iterable[Work]) -> list[dict[str, Any]]:
    return [_card(catalogue, work) for work in works]


def _card(catalogue: Catalogue, work: Work) -> dict[str, Any]:
    """What the template shows of a work in a list."""
    shown = work.shown_on(catalogue.today)
    return {
        "title": work.title_of(shown),
        "status": work.state(catalogue.today).status,
        "path": version_path(work, shown) if shown.statute else work_path(work),
        "versions_path": work_path(work),
        "version": describe(shown) + ("" if shown.statute else "（文本未收录）"),
        "rank": work.facts.rank or "",
        "authority": work.facts.authority or "",
        "versions": len(work.versions),
        "texts": sum(version.statute is not None for version in work.versions),
        "fictional": work.facts.fictional,
        "duties": duties_path(work) if catalogue.shown_text(work) else None,
    }
