"""Where things stand on the site: paths below its root, and links between them."""

from __future__ import annotations

from posixpath import dirname, relpath

from regkit.library import Version, Work

HOME = "index.html"
ALL_WORKS = "statutes/index.html"
EXAMPLES = "examples/index.html"
GLOSSARY = "glossary/index.html"
CITED_ACTS = "cited/index.html"
ACTORS = "actors/index.html"
FEED = "feed.xml"
API = "api/index.json"


def folder_of(work: Work) -> str:
    """The folder of a work. Real law and 示例 never share one."""
    return f"{'examples' if work.facts.fictional else 'statutes'}/{work.id}"


def work_path(work: Work) -> str:
    """The page of a work: all its versions."""
    return f"{folder_of(work)}/index.html"


def version_path(work: Work, version: Version, suffix: str = ".html") -> str:
    """The page of a version, or a file beside it; it stays the same when later versions come."""
    return f"{folder_of(work)}/{version.dated}{suffix}"


def latest_path(work: Work) -> str:
    """The page that leads to whichever version applies."""
    return f"{folder_of(work)}/latest.html"


def comparison_path(work: Work, old: Version, new: Version, suffix: str = ".html") -> str:
    """The page on which two versions are compared, or a file beside it."""
    return f"{folder_of(work)}/compare/{old.dated}_{new.dated}{suffix}"


def history_path(work: Work) -> str:
    """The page of the history of each article."""
    return f"{folder_of(work)}/history.html"


def duties_path(work: Work) -> str:
    """The page of who must do what."""
    return f"{folder_of(work)}/duties.html"


def citing_path(work: Work) -> str:
    """The page of what a work cites and what cites it."""
    return f"{folder_of(work)}/references.html"


def api_work_path(work: Work) -> str:
    """What the API tells of a work."""
    return f"api/works/{work.id}.json"


def api_version_path(work: Work, version: Version) -> str:
    """The text of a version in the API."""
    return f"api/works/{work.id}/{version.dated}.json"


def api_comparison_path(work: Work, old: Version, new: Version) -> str:
    """A comparison in the API."""
    return f"api/works/{work.id}/compare/{old.dated}_{new.dated}.json"


def link(target: str, page: str) -> str:
    """The relative address that leads from one page to a path, which may end in an anchor."""
    path, mark, anchor = target.partition("#")
    if path in ("", page):
        return mark + anchor or path.rpartition("/")[2]
    return relpath(path, dirname(page) or ".") + mark + anchor
