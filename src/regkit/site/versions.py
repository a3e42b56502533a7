"""The page of one version: its facts, its status, and its text with links and previews."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import Any

from markupsafe import Markup

from regkit.library import (
    DateKind,
    Status,
    Version,
    VersionStatus,
    Work,
    describe,
    known_day,
    quoted,
    written,
)
from regkit.metadata import EffectKind
from regkit.model.address import Address
from regkit.site.addresses import (
    api_version_path,
    citing_path,
    comparison_path,
    duties_path,
    history_path,
    latest_path,
    link,
    version_path,
    work_path,
)
from regkit.site.catalogue import FICTIONAL, Catalogue, checksum_of, digest, next_change
from regkit.site.linked_data import version_data
from regkit.site.marks import previews_of
from regkit.site.pages import Layout, SiteFile, SiteItem, SitePage
from regkit.site.provisions import anchors_of, headings_of, law_html
from regkit.site.templates import script_json

NOT_RECORDED = "未收录"
"""Is shown for a fact that is not recorded."""


def version_item(catalogue: Catalogue, work: Work, version: Version, files: tuple[SiteFile, ...]) -> SiteItem:
    """The page of a version, with its files for download."""
    cited = _times_cited(catalogue, work, version)
    inputs = (
        "version",
        catalogue.digest(work),
        version.name,
        *catalogue.surroundings(version),
        json.dumps(cited),
        "pdf" if catalogue.has_pdf else "",
        *(catalogue.by_id[name].title if name in catalogue.by_id else name for name in work.facts.implements),
    )
    return SiteItem(
        path=version_path(work, version),
        title=title_of(work, version),
        inputs=digest(inputs),
        make=lambda: _page(catalogue, work, version, cited),
        anchors=lambda: anchors_of(version.statute) if version.statute else frozenset(),
        files=files,
    )


def title_of(work: Work, version: Version) -> str:
    """The title of the page of a version. It names the version and marks fictional examples, because search results show it alone."""
    return f"{work.title_of(version)}（{describe(version)}）" + (FICTIONAL if work.facts.fictional else "")


def _times_cited(catalogue: Catalogue, work: Work, version: Version) -> dict[str, int]:
    """For the eId of each cited provision: how often it is cited, as the page of citations lists it. Empty if that has no such list."""
    if version is not catalogue.shown_text(work):
        return {}
    times: Counter[str] = Counter()
    for cited_by in catalogue.citing(work):
        if cited_by.reference.version is version and cited_by.version is not version:
            times.update(target.eid for target in cited_by.reference.targets)
    for reference in catalogue.cited_within(version):
        times.update(target.eid for target in reference.targets)
    return dict(sorted(times.items()))


def _page(catalogue: Catalogue, work: Work, version: Version, cited: dict[str, int]) -> SitePage:
    marks = catalogue.marks_of(version)
    path = version_path(work, version)
    version_status = work.status_of(version, catalogue.today)
    statute = version.statute
    targets = {mark.target for mark in marks if mark.target is not None}
    law = (
        law_html(
            statute,
            marks,
            {target: link(target, path) for target in targets},
            _provision_notes(version, catalogue.today),
        )
        if statute
        else ""
    )
    texts = [text for text in work.versions if text.statute is not None]
    index = work.indexes[version.name]
    content = catalogue.templates.render(
        "version.html",
        path,
        catalogue=catalogue,
        work=work,
        version=version,
        version_status=version_status,
        banner=_banner(work, version, version_status, catalogue.today),
        remark=work.remark_on(version, catalogue.today),
        facts=_facts(work, version),
        law=Markup(law),
        previews=previews_of(marks),
        views=_views(catalogue, work, version, texts),
        downloads=downloads_of(catalogue, work, version) if statute else (),
        latest=latest_path(work),
        before=work.versions[index - 1] if index else None,
        after=work.versions[index + 1] if index + 1 < len(work.versions) else None,
        data=_data(catalogue, work, version, texts, cited),
    )
    return SitePage(
        title=title_of(work, version),
        description=f"{quoted(work.title_of(version))}{describe(version)}的文本，{version_status.status.value}。",
        content=content,
        layout=Layout.READING,
        headings=headings_of(statute) if statute else (),
        above=work.title,
        head=version_data(catalogue, work, version),
    )


def downloads_of(catalogue: Catalogue, work: Work, version: Version) -> tuple[tuple[str, str], ...]:
    """The downloads of a version: names and paths."""
    return (
        ("Word（.docx）", version_path(work, version, ".docx")),
        ("纯文本（.txt）", version_path(work, version, ".txt")),
        ("Akoma Ntoso（.xml）", version_path(work, version, ".xml")),
        ("JSON", api_version_path(work, version)),
        *((("PDF", version_path(work, version, ".pdf")),) if catalogue.pdf_of(work, version) else ()),
    )


def _views(catalogue: Catalogue, work: Work, version: Version, texts: list[Version]) -> list[tuple[str, str]]:
    """The other pages about a version and its work: names and paths."""
    views = [("全部版本", work_path(work))]
    if version.statute is None:
        return views
    index = texts.index(version)
    if index:
        views.append(("与前一文本对照", comparison_path(work, texts[index - 1], version)))
    if len(texts) > 1:
        views.append(("条文沿革", history_path(work)))
    if version is catalogue.shown_text(work):
        views += [("谁应当做什么", duties_path(work)), ("引用与被引用", citing_path(work))]
    return views


def _banner(
    work: Work, version: Version, version_status: VersionStatus, today: date
) -> dict[str, Any] | None:
    """The notice on a text that is not certain to be in force: why it is not, and the version that is; None for a text in force."""
    ended, ended_by = version_status.ended, version_status.ended_by
    if version_status.status is Status.IN_FORCE:
        return None
    if version_status.status is Status.NOT_YET_IN_FORCE:
        words = f"本文本的施行日期：{work.commencement_in_words(version)}。"
        if begun := work.commencement_of(version).day:
            words = f"本文本自{written(begun)}起施行。"
    elif version_status.ended_by_act is not None and ended is not None:
        words = f"本文本{known_day(ended)}起终止：{version_status.ended_by_act}。"
    elif ended_by is not None and version_status.status is Status.REPEALED:
        words = f"本文本已被{describe(ended_by)}的文本{ended_by.facts.repeals_by or ''}废止。"
    elif ended_by is not None:
        words = f"本文本已于{describe(ended_by)}，不再是现行文本。"
    elif ended is not None:
        cause = version.facts.expired_by or version.facts.expired_rule
        words = f"本文本已于{known_day(ended)}失效" + (f"（{cause.rstrip('。')}）。" if cause else "。")
    else:
        words = f"{describe(version)}的文本{work.remark_on(version, today)}。"
    return {"status": version_status.status, "words": words, "current": work.at(today)}


def _provision_notes(version: Version, today: date) -> dict[str, str]:
    """What is said at provisions whose status differs from that of the version, by their anchors."""
    notes = {}
    for dates, status in version.exceptions(today):
        day = dates.expired if status is Status.REPEALED else dates.in_force
        when = f"：{written(day)}起{'失效' if status is Status.REPEALED else '施行'}" if day else ""
        rule = f"：“{dates.in_force_rule}”" if dates.in_force_rule and not day else ""
        notes[Address.parse(dates.address).eid] = f"{status}{when}{rule}"
    return notes


def _facts(work: Work, version: Version) -> list[tuple[str, str]]:
    """The facts of a version as names and values, the most important first."""
    facts = version.facts
    rows = [
        ("效力级别", work.facts.rank or NOT_RECORDED),
        ("制定机关", work.facts.authority or NOT_RECORDED),
    ]
    for name, day, by in (
        ("通过", version.adopted, facts.adopted_by),
        ("批准", facts.approved, facts.approved_by),
        ("公布日期", facts.promulgated, None),
    ):
        if day:
            rows.append((name, written(day) + (f"，{by}" if by else "")))
    if facts.decision:
        rows.append(("修改依据", facts.decision))
    rows.append(("施行日期", work.commencement_in_words(version)))
    for provision in facts.provisions:
        days = ((provision.in_force, "施行"), (provision.expired, "失效"))
        days_text = "，".join(f"{written(day)}{word}" for day, word in days if day)
        rows.append((f"其中{provision.address}", days_text or provision.in_force_rule or ""))
    ended = work.end_of(version)
    if ended is not None:
        causes = [
            event.cause
            for event in work.events_of(version)
            if event.kind is DateKind.EXPIRED and not event.provision and event.cause
        ]
        rows.append(("失效日期", "，".join((known_day(ended), *causes))))
    rows += [
        ("更正", "，".join(filter(None, (written(correction.day) if correction.day else "", correction.by))))
        for correction in facts.corrections
    ]
    rows += [
        (effect_on.kind.value, str(effect_on))
        for effect_on in work.effects
        if effect_on.kind is not EffectKind.AMENDED and effect_on.work != work.id
    ]
    checked = work.facts.checked
    rows.append(
        (
            "核对",
            f"{written(checked)}与{work.facts.checked_against or '官方文本'}核对"
            if checked
            else NOT_RECORDED,
        )
    )
    if version.statute:
        if version.statute.notes:
            rows.append(("题注", "\n".join(version.statute.notes)))
        rows.append(("条数", f"{len(version.statute.articles)} 条"))
    source = facts.source
    if source and source.document:
        retrieved = f"，{written(source.retrieved)}取得" if source.retrieved else ""
        rows.append(("文本来源", source.document + retrieved))
    if version.statute:
        rows.append(("文本校验值（SHA-256）", checksum_of(version.statute)))
    return rows


def _data(
    catalogue: Catalogue, work: Work, version: Version, texts: list[Version], cited: dict[str, int]
) -> Markup:
    """The data for the script of the page, as JSON that is safe within HTML."""
    path = version_path(work, version)
    index = texts.index(version) if version in texts else -1
    data = {
        "title": quoted(work.title_of(version)),
        "version": f"{describe(version)}的文本" + ("，虚构示例" if work.facts.fictional else ""),
        "dated": version.name,
        "history": link(history_path(work), path) if len(texts) > 1 and index >= 0 else None,
        "compare": link(comparison_path(work, texts[index - 1], version), path) if index > 0 else None,
        "references": link(citing_path(work), path),
        "cited": cited,
        "changes": str(next_change(work, catalogue.today) or ""),
    }
    return script_json(data)
