"""Gives the pages of the site to the search: the articles of each text, the version in force before the others."""

from __future__ import annotations

from collections.abc import Iterator

from regkit.library import Status, Version, Work, describe
from regkit.model.anchors import Anchors
from regkit.model.levels import Level
from regkit.model.tree import Provision, Statute
from regkit.site.addresses import version_path, work_path
from regkit.site.catalogue import Catalogue, in_force_first
from regkit.site.search import SearchPage, SearchUnit
from regkit.site.versions import title_of

# The boost of fictional examples is multiplied by this, so that law comes before them.
_FICTIONAL = 0.1


def search_pages(catalogue: Catalogue) -> Iterator[SearchPage]:
    """Yield the pages of all texts, and of works without a text, for the search; laws come before examples."""
    for work in (*catalogue.laws, *catalogue.examples):
        texts = in_force_first(work, catalogue.today)
        for version in texts:
            assert version.statute is not None
            yield SearchPage(
                path=version_path(work, version),
                title=title_of(work, version),
                boost=_boost(catalogue, work, version),
                units=[*_fronts(version.statute), *_units(version.statute)],
                work=work.id,
            )
        if not texts:
            versions = "、".join(describe(version) for version in reversed(work.versions))
            yield SearchPage(
                path=work_path(work),
                title=work.title,
                boost=1.0 * (_FICTIONAL if work.facts.fictional else 1),
                units=[SearchUnit("", work.title, f"{versions}，文本未收录")],
                work=work.id,
            )


def _boost(catalogue: Catalogue, work: Work, version: Version) -> float:
    """The factor for ranking: law in force first, then other versions, the newer first, then fictional examples."""
    newer = sum(other.facts.order > version.facts.order for other in work.versions)
    in_force = work.status_of(version, catalogue.today).status is Status.IN_FORCE
    boost = 2 if in_force else 1 / (1 + 0.2 * newer)
    return round(boost * (_FICTIONAL if work.facts.fictional else 1), 3)


def _fronts(statute: Statute) -> Iterator[SearchUnit]:
    """Yield a unit of the page itself with the lines before the first provision, if there are any."""
    lines = (*statute.announcement, *statute.notes, *statute.preamble)
    if lines:
        yield SearchUnit("", "", "\n".join(lines))


def _units(statute: Statute) -> Iterator[SearchUnit]:
    """Yield the units of all provisions, in reading order."""
    anchors = Anchors()
    eids = iter([anchors.add(address) for address, _ in statute.walk()])
    for child in (*statute.children, *statute.annexes):
        yield from _units_of(child, eids)


def _units_of(node: Provision, eids: Iterator[str]) -> Iterator[SearchUnit]:
    """Yield the units of a provision: an article is one unit; a group is a unit by its heading, followed by the units in it."""
    anchor = next(eids)
    title = f"{node.label or ''}{'　' if node.label and node.heading else ''}{node.heading or ''}"
    if node.level >= Level.ARTICLE:
        yield SearchUnit(anchor, title, "\n".join(_lines(node, eids, without_label=True)))
        return
    yield SearchUnit(anchor, title, node.text)
    for child in node.children:
        yield from _units_of(child, eids)


def _lines(node: Provision, eids: Iterator[str], *, without_label: bool) -> Iterator[str]:
    """Yield the lines of a provision, each with its label, the first perhaps without; consumes the anchors of its children."""
    label = "" if without_label else node.label or ""
    if label or node.text:
        yield label + node.text
    for child in node.children:
        next(eids)
        yield from _lines(child, eids, without_label=False)
