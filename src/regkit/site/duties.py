"""The page of duties of a work: who must, must not, may or is encouraged to do what, as a list to tick off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from regkit.duties import Duty, DutyKind, find_duties, group_by_actor
from regkit.library import Version, Work, quoted
from regkit.model.limits import is_unread_line
from regkit.site.addresses import duties_path, version_path
from regkit.site.catalogue import Catalogue, digest, page_title
from regkit.site.pages import Layout, PageHeading, SiteItem, SitePage

KINDS = {
    DutyKind.MUST: "应当",
    DutyKind.MUST_NOT: "不得",
    DutyKind.MAY: "可以",
    DutyKind.ENCOURAGED: "鼓励、支持",
    DutyKind.PENALTY: "法律责任",
}
_NOBODY = "未写明主体"


@dataclass(frozen=True)
class DutyLine:
    """A line of the list.

    `key` identifies the line in the browser, which stores what was ticked off. `lead`, `condition` and `action` are the words of the
    duty, "" where there are none. `where` is the address of the provision, and `path` leads to it.
    """

    kind: DutyKind
    key: str
    lead: str
    condition: str
    action: str
    where: str
    path: str


@dataclass(frozen=True)
class Actor:
    """An actor with the lines of the list: `name` is the name as printed, or 未写明主体."""

    anchor: str
    name: str
    lines: tuple[DutyLine, ...]


def duties_item(catalogue: Catalogue, work: Work, shown: Version) -> SiteItem:
    """The page of duties of a work, by its version `shown`."""
    title = page_title(work, "谁应当做什么")
    return SiteItem(
        path=duties_path(work),
        title=title,
        inputs=digest(("duties", catalogue.digest(work), shown.name)),
        make=lambda: _page(catalogue, work, shown, title),
    )


def _page(catalogue: Catalogue, work: Work, shown: Version, title: str) -> SitePage:
    assert shown.statute is not None
    duties = find_duties(shown.statute)
    actors = _actors(work, shown, duties)
    path = duties_path(work)
    counts = [(kind, name, sum(duty.kind is kind for duty in duties)) for kind, name in KINDS.items()]
    return SitePage(
        title=title,
        description=f"{quoted(work.title)}规定谁应当、不得、可以做什么，逐条列出。",
        content=catalogue.templates.render(
            "duties.html",
            path,
            catalogue=catalogue,
            work=work,
            version=shown,
            actors=actors,
            kinds=KINDS,
            counts=[count for count in counts if count[2]],
            unread=sum(map(is_unread_line, shown.statute.problems)),
        ),
        layout=Layout.READING,
        headings=tuple(PageHeading(actor.anchor, f"{actor.name}（{len(actor.lines)}）") for actor in actors),
        above="谁应当做什么",
    )


def actor_names(groups: Mapping[str, Sequence[Duty]]) -> list[tuple[str, str]]:
    """Anchor and name of each group, in the order of `groups`; the group "", of duties that name nobody, comes last."""
    order = sorted(groups, key=lambda name: not name)
    return [(f"who-{number}", name) for number, name in enumerate(order, start=1)]


def _actors(work: Work, shown: Version, duties: Iterable[Duty]) -> list[Actor]:
    """The actors with the lines of the list, in the order of their first duty."""
    groups = group_by_actor(duties)
    return [
        Actor(anchor, name or _NOBODY, tuple(_line(work, shown, duty) for duty in groups[name]))
        for anchor, name in actor_names(groups)
    ]


def _line(work: Work, shown: Version, duty: Duty) -> DutyLine:
    source = duty.source
    return DutyLine(
        kind=duty.kind,
        key=f"{shown.name} {source.eid} {duty.start} {duty.end}",
        lead=duty.lead.text if duty.lead else "",
        condition=duty.condition or "",
        action=duty.action,
        where=str(source),
        path=f"{version_path(work, shown)}#{source.eid}",
    )
