"""The paths of all pages and files, relative to the root of the site, and the links between them."""

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
    """The folder of a work. Law and fictional examples (示例) have separate folders."""
    return f"{'examples' if work.facts.fictional else 'statutes'}/{work.id}"


def work_path(work: Work) -> str:
    """The page of a work, which lists all its versions."""
    return f"{folder_of(work)}/index.html"


def version_path(work: Work, version: Version, suffix: str = ".html") -> str:
    """The page of a version, or a file beside it; later versions do not change this path."""
    return f"{folder_of(work)}/{version.name}{suffix}"


def latest_path(work: Work) -> str:
    """The page that forwards to the version in force."""
    return f"{folder_of(work)}/latest.html"


def comparison_path(work: Work, old: Version, new: Version, suffix: str = ".html") -> str:
    """The page that compares two versions, or a file beside it."""
    return f"{folder_of(work)}/compare/{old.name}_{new.name}{suffix}"


def history_path(work: Work) -> str:
    """The page with the history of each article of a work."""
    return f"{folder_of(work)}/history.html"


def duties_path(work: Work) -> str:
    """The page with the duties of a work (谁应当做什么)."""
    return f"{folder_of(work)}/duties.html"


def citing_path(work: Work) -> str:
    """The page with what a work cites and what cites it."""
    return f"{folder_of(work)}/references.html"


def api_work_path(work: Work) -> str:
    """The data of a work in the API."""
    return f"api/works/{work.id}.json"


def api_version_path(work: Work, version: Version) -> str:
    """The text of a version in the API."""
    return f"api/works/{work.id}/{version.name}.json"


def api_comparison_path(work: Work, old: Version, new: Version) -> str:
    """A comparison in the API."""
    return f"api/works/{work.id}/compare/{old.name}_{new.name}.json"


def link(target: str, page: str) -> str:
    """The relative link from the path `page` to the path `target`, which may end in an anchor."""
    path, mark, anchor = target.partition("#")
    if path in ("", page):
        return mark + anchor or path.rpartition("/")[2]
    return relpath(path, dirname(page) or ".") + mark + anchor
