"""Sites that tests build, and the kinds of pages that they examine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from lxml import html

from tests.conftest import ROOT

LAW = "statutes/heilongjiang-sme-promotion"
EXAMPLE = "examples/yunting-community-markets"
SEED_PAGE = f"{LAW}/2022-05-13.html"
EXAMPLE_PAGE = f"{EXAMPLE}/2024-06-28.html"
COMPARISON = f"{EXAMPLE}/compare/2016-09-22_2020-03-27.html"
REVISION = f"{EXAMPLE}/compare/2020-03-27_2024-06-28.html"

PHONE = {"width": 360, "height": 780, "deviceScaleFactor": 2, "mobile": True}
DARK = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}

# One page of every kind of this repository's site.
KINDS = {
    "home": "index.html",
    "list": "statutes/index.html",
    "work": f"{LAW}/index.html",
    "work of an example": f"{EXAMPLE}/index.html",
    "version in force": SEED_PAGE,
    "example in force": EXAMPLE_PAGE,
    "amended version": f"{EXAMPLE}/2016-09-22.html",
    "repealed version without text": f"{LAW}/2011-12-08.html",
    "version with an outline": "statutes/prc-sme-promotion-law/2017-09-01.html",
    "comparison": COMPARISON,
    "comparison of a revision": REVISION,
    "history": f"{EXAMPLE}/history.html",
    "duties": f"{LAW}/duties.html",
    "references": f"{LAW}/references.html",
    "actors": "actors/index.html",
    "glossary": "glossary/index.html",
    "cited": "cited/index.html",
    "examples": "examples/index.html",
    "guide": "guide/public.html",
}


def read_page(path: Path) -> html.HtmlElement:
    """A page as a tree; it includes the content of templates."""
    return html.document_fromstring(path.read_bytes().decode("utf-8"))


def read_pages(site: Path) -> dict[Path, html.HtmlElement]:
    """All pages of a site, by path."""
    return {path: read_page(path) for path in sorted(site.rglob("*.html"))}


def make_project(folder: Path, settings: str, *, works: tuple[str, ...] = ("statutes",)) -> Path:
    """Create a project with a mkdocs.yml and copies of some of this repository's folders of works."""
    for name in works:
        shutil.copytree(ROOT / name, folder / name)
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(settings, "utf-8")
    return folder


def run_in(folder: Path, *arguments: str | Path, day: date | None = None) -> subprocess.CompletedProcess[str]:
    """Run a Python module in a folder; `day` sets the date by which the site is built."""
    environment = dict(os.environ)
    if day:
        environment["SOURCE_DATE_EPOCH"] = str(
            int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())
        )
    return subprocess.run(
        [sys.executable, "-m", *map(str, arguments)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def build(folder: Path, *arguments: str | Path, day: date | None = None) -> Path:
    """Build the site of a project by plain MkDocs, with every warning treated as an error; returns its folder."""
    done = run_in(folder, "mkdocs", "build", "--strict", "--quiet", *arguments, day=day)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


def files_of(site: Path) -> dict[str, bytes]:
    """The contents of all files in a folder, by relative path."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def text_of(element: Any) -> str:
    """The text of an element, with each run of whitespace as one space."""
    return " ".join(element.text_content().split())
