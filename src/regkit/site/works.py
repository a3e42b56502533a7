"""The page of a work, with its timeline, its versions and their comparisons, and the page that forwards to the version in force."""

from __future__ import annotations

from typing import Any

from regkit.library import (
    DateKind,
    TimelineEvent,
    Work,
    describe,
    quoted,
    written,
)
from regkit.site.addresses import (
    api_work_path,
    citing_path,
    comparison_path,
    duties_path,
    history_path,
    latest_path,
    link,
    version_path,
    work_path,
)
from regkit.site.catalogue import Catalogue, any_two_are_compared, digest, page_title, pairs_of
from regkit.site.pages import Layout, SiteFile, SiteItem, SitePage
from regkit.site.templates import script_json


def work_item(catalogue: Catalogue, work: Work, files: tuple[SiteFile, ...]) -> SiteItem:
    """The page of a work; `files` are published with it."""
    higher = [
        catalogue.by_id[name].title if name in catalogue.by_id else "" for name in work.facts.implements
    ]
    lower = [implementing.title for implementing in _implementing(catalogue, work)]
    return SiteItem(
        path=work_path(work),
        title=page_title(work, "全部版本"),
        inputs=digest(("work", catalogue.digest(work), *higher, "", *lower)),
        make=lambda: _page(catalogue, work),
        anchors=lambda: frozenset({"versions", "compare", "timeline"}),
        files=files,
    )


def latest_item(catalogue: Catalogue, work: Work) -> SiteItem:
    """The page that forwards to the version in force, or else to the last one; its path never changes."""
    shown = work.shown_on(catalogue.today)
    path = latest_path(work)
    target = version_path(work, shown)
    return SiteItem(
        path=path,
        title=f"{work.title}：现行文本",
        inputs=digest(("latest", catalogue.digest(work))),
        make=lambda: SitePage(
            title=f"{work.title}：现行文本",
            description=f"{quoted(work.title)}今天适用的文本。",
            content=catalogue.templates.render(
                "latest.html", path, work=work, version=shown, target=link(target, path)
            ),
            layout=Layout.LISTING,
            head=f'<meta http-equiv="refresh" content="0; url={link(target, path)}">',
            noindex=True,
        ),
    )


def _page(catalogue: Catalogue, work: Work) -> SitePage:
    texts = [version for version in work.versions if version.statute is not None]
    path = work_path(work)
    shown = catalogue.shown_text(work)
    state = work.state(catalogue.today)
    shown_name = "现行文本" if state.applies and state.version is shown else "最近的文本"
    content = catalogue.templates.render(
        "work.html",
        path,
        catalogue=catalogue,
        work=work,
        state=state,
        shown=shown,
        texts=texts,
        pairs=[
            {"old": old, "new": new, "path": comparison_path(work, old, new)}
            for old, new in reversed(pairs_of(work))
        ],
        any_two=any_two_are_compared(work),
        timeline=[_event(work, event) for event in reversed(work.timeline)],
        implementing=_implementing(catalogue, work),
        applied=script_json(_applied(work)),
        missing=[version for version in reversed(work.versions) if version.statute is None],
        views=[
            *([(shown_name, version_path(work, shown))] if shown else []),
            *([("条文沿革", history_path(work))] if len(texts) > 1 else []),
            *([("谁应当做什么", duties_path(work)), ("引用与被引用", citing_path(work))] if shown else []),
            ("数据（JSON）", api_work_path(work)),
        ],
    )
    return SitePage(
        title=page_title(work, "全部版本"),
        description=f"{quoted(work.title)}的全部版本与时效性。",
        content=content,
        layout=Layout.LISTING,
    )


def _applied(work: Work) -> list[dict[str, Any]]:
    """The answers for all days, as the script of the page reads them: from which day on, the status, the version and what has to be said with it.

    `parts` are provisions with days of their own.
    """
    spans = []
    for state in work.periods:
        version = state.version
        spans.append(
            {
                "from": str(state.since or ""),
                "status": state.status.value,
                "name": describe(version) if version else None,
                "path": link(version_path(work, version), work_path(work)) if version else None,
                "doubts": list(state.doubts) or [fact.fact for fact in state.evidence],
                "parts": [
                    f"{provision.address}{written(day)}{word}"
                    for provision in (version.facts.provisions if version else ())
                    for day, word in ((provision.in_force, "起施行"), (provision.expired, "起失效"))
                    if day
                ],
            }
        )
    return spans


def _implementing(catalogue: Catalogue, work: Work) -> list[Work]:
    """The works that implement this one."""
    return catalogue.implementing.get(work.id, [])


def _event(work: Work, event: TimelineEvent) -> dict[str, Any]:
    """A line of the timeline, as the template reads it."""
    what = f"{event.provision or ''}{event.kind.value}"
    return {
        "day": event.day,
        "what": what,
        "version": event.version,
        "name": describe(event.version),
        "cause": event.cause,
        "path": version_path(work, event.version),
        "ends": event.kind is DateKind.EXPIRED,
    }
