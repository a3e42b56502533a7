"""The page of one version: what it is, whether it is in force, and its text."""

from __future__ import annotations

from datetime import date

from regkit.formats.markdown import escape_markdown, to_markdown
from regkit.library import Standing, Status, Version, Work, describe, written
from regkit.site.words import (
    FICTIONAL,
    NOT_HERE,
    NOT_RECORDED,
    box,
    effect,
    front_matter,
    link,
    status_badge,
    table,
    version_path,
    work_path,
)


def version_page(work: Work, version: Version, today: date, titles: dict[str, Work]) -> str:
    """The page of a version. `titles` finds the works that this one implements, by id."""
    page = version_path(work, version)
    standing = work.standing(version, today)
    text = [to_markdown(version.statute)] if version.statute else [how_to_add(work, version)]
    parts = [
        _front_matter(work, version, standing),
        headline(work, describe(version)),
        *fictional_banner(work),
        f'<p class="rk-state">{status_badge(standing.status)} {_as_of(version, standing, today)}</p>',
        *_banner(work, version, standing, today, page),
        box("rk-facts", _facts(work, version, standing, today, titles, page)),
        *text,
        _source_note(work),
    ]
    return "\n\n".join(parts) + "\n"


def headline(work: Work, what: str) -> str:
    """The heading of a page. Search shows it too, so it tells versions, and examples from law, apart."""
    notes = f"（{what}）" + (f"（{FICTIONAL}）" if work.facts.fictional else "")
    return f"# {escape_markdown(work.title)} <small>{notes}</small> {{ .rk-title }}"


def fictional_banner(work: Work) -> list[str]:
    """The box that no page of a 虚构示例 may lack."""
    if not work.facts.fictional:
        return []
    return [box("rk-fictional", f"**{FICTIONAL}**　为演示而编写，不是法律，没有任何法律效力。")]


def how_to_add(work: Work, version: Version) -> str:
    """What stands in place of a text that is not here, with the command that adds it."""
    library = "--library examples " if work.facts.fictional else ""
    return box(
        "rk-not-here",
        f"**{NOT_HERE}**　本站还没有{describe(version)}的文本。",
        "取得官方公布的文本，存为纯文本文件，在存放法规的仓库中运行：",
        f"```sh\nregkit add 官方文本.txt {library}--work {work.id} --date {version.dated}\n```",
    )


def _front_matter(work: Work, version: Version, standing: Standing) -> str:
    fictional = f"（{FICTIONAL}）" if work.facts.fictional else ""
    return front_matter(
        f"{work.title}（{describe(version)}）{fictional}",
        f"《{work.title}》{describe(version)}的文本，{standing.status.value}。{fictional}",
        boost=_boost(work, version, standing),
    )


def _boost(work: Work, version: Version, standing: Standing) -> float:
    """What search shows first: law in force, then other versions, the newer first, then what is no law."""
    newer = sum(other.dated > version.dated for other in work.versions)
    boost = 2 if standing.status is Status.IN_FORCE else 1 / (1 + 0.2 * newer)
    return round(boost * (0.1 if work.facts.fictional else 1), 3)


def _banner(work: Work, version: Version, standing: Standing, today: date, page: str) -> list[str]:
    """The box that says why this text is not what applies today, and where that is."""
    if standing.status is Status.NOT_YET_IN_FORCE:
        words = f"本文本自{effect(version)}起施行。"
    elif standing.ended_by is None and standing.status is Status.REPEALED and version.facts.expired:
        basis = f"（{escape_markdown(version.facts.expired_by)}）" if version.facts.expired_by else ""
        words = f"本文本已于{written(version.facts.expired)}失效{basis}。"
    elif standing.ended_by is None:
        return []
    elif standing.status is Status.REPEALED:
        basis = escape_markdown(standing.ended_by.facts.repeals_by or "")
        words = f"本文本已被{describe(standing.ended_by)}的文本{basis}废止。"
    else:
        words = f"本文本已于{describe(standing.ended_by)}，不再是现行文本。"
    current = work.at(today)
    if current is not None:
        target = link(f"{describe(current)}的文本", version_path(work, current), page)
        words += f"今天适用的是{target}。"
    return [box("rk-banner", f"**{standing.status.value}**　{words}")]


def _facts(
    work: Work, version: Version, standing: Standing, today: date, titles: dict[str, Work], page: str
) -> str:
    facts = version.facts
    rows = [
        ("效力级别", escape_markdown(work.facts.rank or NOT_RECORDED)),
        ("制定机关", escape_markdown(work.facts.authority or NOT_RECORDED)),
    ]
    if version.adopted:
        by = "，" + escape_markdown(facts.adopted_by) if facts.adopted_by else ""
        rows.append(("通过", written(version.adopted) + by))
    if facts.decision:
        rows.append(("修改依据", escape_markdown(facts.decision)))
    if facts.approved:
        by = "，" + escape_markdown(facts.approved_by) if facts.approved_by else ""
        rows.append(("批准", written(facts.approved) + by))
    if facts.promulgated:
        rows.append(("公布日期", written(facts.promulgated)))
    rows.append(("施行日期", effect(version)))
    for own in facts.provisions:
        days = ((own.in_force, "施行"), (own.expired, "失效"))
        told = "，".join(f"{written(day)}{word}" for day, word in days if day)
        rows.append((f"其中{escape_markdown(own.address)}", told))
    if facts.expired:
        by = "，" + escape_markdown(facts.expired_by) if facts.expired_by else ""
        rows.append(("失效日期", written(facts.expired) + by))
    rows.append(("时效性", f"{standing.status.value}（{_as_of(version, standing, today)}）"))
    if facts.repeals:
        basis = f"（{escape_markdown(facts.repeals_by)}）" if facts.repeals_by else ""
        repealed = next(v for v in work.versions if v.dated == facts.repeals)
        rows.append(("废止", link(f"{describe(repealed)}的文本", version_path(work, repealed), page) + basis))
    for name in work.facts.implements:
        higher = titles.get(name)
        rows.append(
            (
                "上位法",
                link(f"《{higher.title}》", work_path(higher), page) if higher else escape_markdown(name),
            )
        )
    if version.statute:
        rows.append(("条数", f"{len(version.statute.articles)} 条"))
    if facts.source and facts.source.document:
        got = f"，{written(facts.source.retrieved)}取得" if facts.source.retrieved else ""
        rows.append(("文本来源", escape_markdown(facts.source.document) + got))
    rows.append(("全部版本", link(f"{len(work.versions)} 个版本", work_path(work), page)))
    return table(("项目", "内容"), rows)


def _as_of(version: Version, standing: Standing, today: date) -> str:
    """The day that 时效性 speaks of, and what it was inferred from where the day of effect is not recorded."""
    day = f"截至{written(today)}"
    if standing.status is Status.NOT_YET_IN_FORCE or version.effective_is_known:
        return day
    missing = "公布日期" if version.facts.in_force_rule and not version.facts.promulgated else "施行日期"
    return f"{day}；{missing}未收录，按{version.counted_by()}日期推定"


def _source_note(work: Work) -> str:
    words = "本页为虚构示例。" if work.facts.fictional else "文本以官方公布的标准文本为准。"
    return f'<p class="rk-source">{words}</p>'
