"""The words and marks that every page is made of."""

from __future__ import annotations

import json
from collections.abc import Sequence
from posixpath import relpath

from regkit.formats.markdown import escape_markdown
from regkit.library import Status, Version, Work, written

NOT_HERE = "文本未收录"
NOT_RECORDED = "未收录"
FICTIONAL = "虚构示例"
STATUS_CLASSES = {
    Status.NOT_YET_IN_FORCE: "rk-status-future",
    Status.IN_FORCE: "rk-status-in-force",
    Status.AMENDED: "rk-status-amended",
    Status.REPEALED: "rk-status-repealed",
}


def effect(version: Version) -> str:
    """施行日期, saying so where it is not recorded."""
    if version.effective_is_known:
        return written(version.effective)
    return "自公布之日起施行（公布日期未收录）" if version.facts.in_force_rule else NOT_RECORDED


def status_badge(status: Status) -> str:
    """时效性 as a badge; the word itself carries the meaning, not only its colour."""
    return f'<span class="rk-status {STATUS_CLASSES[status]}">{status.value}</span>'


def work_path(work: Work) -> str:
    """The page of a work. Real law and 示例 never share a folder."""
    return f"{'examples' if work.facts.fictional else 'statutes'}/{work.id}/index.md"


def version_path(work: Work, version: Version) -> str:
    """The page of a version; it stays the same when later versions come."""
    return work_path(work).replace("index.md", f"{version.dated}.md")


def link(text: str, target: str, page: str) -> str:
    """A Markdown link from one page to another, or to an anchor in it."""
    path, _, anchor = target.partition("#")
    href = relpath(path, page.rpartition("/")[0] or ".")
    return f"[{escape_markdown(text)}]({href}{'#' + anchor if anchor else ''})"


def front_matter(title: str, description: str, *, boost: float = 1, hide: Sequence[str] = ()) -> str:
    """The head of a page. JSON is YAML too, and safe: the words are data, whatever they say.

    A `boost` of 0 keeps the page out of search.
    """
    search = {"boost": boost} if boost else {"exclude": True}
    data = {"title": title, "description": description, "search": search, "hide": list(hide)}
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in data.items() if value)
    return "\n".join(["---", *lines, "---"])


def origin_of_law(work: Work) -> str:
    """效力级别 and 制定机关, as far as they are recorded."""
    rank, authority = work.facts.rank, work.facts.authority
    parts = (rank and escape_markdown(rank), authority and f"由{escape_markdown(authority)}制定")
    return "，".join(filter(None, parts)) + "。" if any(parts) else "效力级别和制定机关未收录。"


def box(kind: str, *paragraphs: str) -> str:
    """Markdown paragraphs in a box; generators that know no such box show the paragraphs alone."""
    inner = "\n\n".join(paragraphs)
    return f'<div class="rk-box {kind}" markdown>\n\n{inner}\n\n</div>'


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A pipe table; the cells are Markdown already."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
