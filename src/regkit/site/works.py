"""The pages that lead to versions: the home page, a work with all its versions, the 示例."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from regkit.formats.markdown import escape_markdown
from regkit.library import Status, Version, Work, describe
from regkit.site.versions import fictional_banner, headline, how_to_add
from regkit.site.words import (
    FICTIONAL,
    NOT_HERE,
    box,
    effect,
    front_matter,
    link,
    origin_of_law,
    status_badge,
    version_path,
    work_path,
)

HOME = "index.md"
EXAMPLES = "examples/index.md"


def home_page(works: Sequence[Work], examples: Sequence[Work], today: date) -> str:
    """The first page: every law, what is in force, and where to search."""
    parts = [
        front_matter(
            "法规库", "条文、版本与时效性，逐条可引用、可检索。", boost=0, hide=("navigation", "toc")
        ),
        "# 法规库 { .rk-title }",
        '<p class="rk-lead">逐条可引用、可检索的法规文本；每一个版本都写明时效性，没有收录的也写明。</p>',
        "在页面上方的搜索框里输入词语（如“融资担保”）或者条号（如“第23条”），就能找到那一条。",
        *(_card(work, today, HOME) for work in works),
    ]
    if not works:
        parts.append("还没有收录法规。")
    if examples:
        parts.append(box("rk-note-below", f"演示用的虚构法规另见{link('示例', EXAMPLES, HOME)}，不是法律。"))
    return "\n\n".join(parts) + "\n"


def examples_page(examples: Sequence[Work], today: date) -> str:
    """The list of 示例, apart from the law."""
    parts = [
        front_matter(f"示例（{FICTIONAL}）", "为演示而编写的虚构法规，不是法律。", boost=0.1),
        "# 示例 { .rk-title }",
        box("rk-fictional", f"**{FICTIONAL}**　下面的城市和法规都不存在，为演示而编写，没有任何法律效力。"),
        *(_card(work, today, EXAMPLES) for work in examples),
    ]
    return "\n\n".join(parts) + "\n"


def work_page(work: Work, today: date) -> str:
    """All versions of a work, the latest first."""
    page = work_path(work)
    fictional = f"（{FICTIONAL}）" if work.facts.fictional else ""
    current = work.at(today)
    parts = [
        front_matter(
            f"{work.title}：全部版本{fictional}",
            f"《{work.title}》的全部版本与时效性。{fictional}",
            boost=0.1 if fictional else 1,
        ),
        headline(work, "全部版本"),
        *fictional_banner(work),
        origin_of_law(work),
    ]
    if current:
        words = f"{status_badge(Status.IN_FORCE)} {_name(work, current, page)}"
        parts.append(box("rk-current", words))
    parts.append("## 全部版本 { #versions }")
    parts.extend(_event(work, version, today, page) for version in reversed(work.versions))
    missing = [version for version in reversed(work.versions) if version.statute is None]
    parts.extend(how_to_add(work, version) for version in missing)
    return "\n\n".join(parts) + "\n"


def _card(work: Work, today: date, page: str) -> str:
    current = work.at(today)
    shown = current or work.versions[-1]
    status = work.standing(shown, today).status
    texts = sum(version.statute is not None for version in work.versions)
    versions = f"{len(work.versions)} 个版本，收录文本 {texts} 个"
    mark = f" **{FICTIONAL}**" if work.facts.fictional else ""
    target = version_path(work, shown) if shown.statute else work_path(work)
    return box(
        "rk-card",
        f"**{link(work.title, target, page)}** {status_badge(status)}{mark}",
        " · ".join(
            (
                *((escape_markdown(work.facts.rank),) if work.facts.rank else ()),
                f"{describe(shown)}{_absent(shown)}",
                link(versions, work_path(work), page),
            )
        ),
    )


def _event(work: Work, version: Version, today: date, page: str) -> str:
    facts = version.facts
    badge = status_badge(work.standing(version, today).status)
    lines = [f"**{_name(work, version, page)}** {badge}"]
    lines += [escape_markdown(words) for words in (facts.adopted_by, facts.decision) if words]
    lines.append(f"施行日期：{effect(version)}")
    return box("rk-event", *lines)


def _name(work: Work, version: Version, page: str) -> str:
    return link(describe(version), version_path(work, version), page) + _absent(version)


def _absent(version: Version) -> str:
    return "" if version.statute else f"（{NOT_HERE}）"
