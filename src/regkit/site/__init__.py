"""From works to pages: a pure function, so that any site generator can publish what it returns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from regkit.library import Work, describe
from regkit.site.versions import version_page
from regkit.site.words import version_path, work_path
from regkit.site.works import EXAMPLES, HOME, examples_page, home_page, work_page

# An entry of a navigation is a page or a section: {title: path} or {title: [entry, …]}.
Navigation = list[dict[str, Any]]


def build_pages(works: Sequence[Work], today: date) -> dict[str, str]:
    """All pages of the site as Markdown by path (``statutes/<work>/<date>.md``), the same for the same day.

    Works that are fictional go under ``examples/`` and are named on the home page only by a link to there.
    `today` is the day for which 时效性 is computed.
    """
    laws = [work for work in works if not work.facts.fictional]
    examples = [work for work in works if work.facts.fictional]
    titles = {work.id: work for work in works}
    pages = {HOME: home_page(laws, examples, today)}
    if examples:
        pages[EXAMPLES] = examples_page(examples, today)
    for work in works:
        pages[work_path(work)] = work_page(work, today)
        for version in work.versions:
            pages[version_path(work, version)] = version_page(work, version, today, titles)
    return pages


def build_navigation(works: Sequence[Work]) -> tuple[Navigation, Navigation]:
    """The navigation of the law and that of the 示例, each work with its versions, the latest first."""
    laws: Navigation = [_entry(work) for work in works if not work.facts.fictional]
    examples: Navigation = [_entry(work) for work in works if work.facts.fictional]
    if examples:
        examples.insert(0, {"说明": EXAMPLES})
    return laws, examples


def _entry(work: Work) -> dict[str, Any]:
    versions = [{describe(v): version_path(work, v)} for v in reversed(work.versions)]
    return {work.title: [{"全部版本": work_path(work)}, *versions]}
