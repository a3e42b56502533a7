"""The pages and files of which a site consists, as values; a site generator writes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

THE_DAY = Markup("<time data-rk-day></time>")
"""Stands in pages for the day of their 时效性, so that a page does not change, and is not made again, every day.

It is an element because all text of laws is escaped, so that no text can look like it.
"""


class Layout(StrEnum):
    """How a page is laid out: a text beside its table of contents, a wide page without one, or a page of lists."""

    READING = "reading"
    WIDE = "wide"
    LISTING = "listing"


@dataclass(frozen=True)
class PageHeading:
    """An entry of the table of contents of a page; `within` are the entries below it."""

    anchor: str
    title: str
    within: tuple[PageHeading, ...] = ()


@dataclass(frozen=True)
class SitePage:
    """A page.

    `content` is HTML and may contain THE_DAY. `headings` are its table of contents, and `above` is the title of that table. `head` is
    HTML for the head of the page, besides title and description. `noindex` keeps search engines from listing the page.
    """

    title: str
    description: str
    content: str
    layout: Layout
    headings: tuple[PageHeading, ...] = ()
    above: str = ""
    head: str = ""
    noindex: bool = False


@dataclass(frozen=True)
class SiteFile:
    """A file that is published unchanged, unless it is empty.

    `path` is relative to the root of the site. `inputs` is a digest of everything that the content depends on.
    """

    path: str
    inputs: str
    make: Callable[[], bytes]


@dataclass(frozen=True)
class SiteItem:
    """A page that can be made, and the files that are published with it.

    `path` is relative to the root of the site (``statutes/<work>/<date>.html``). `inputs` is a digest of everything that the page
    depends on: items with equal `inputs` have equal pages, so that a page that did not change is not made again. `anchors` returns
    the anchors that other pages may link to.
    """

    path: str
    title: str
    inputs: str
    make: Callable[[], SitePage]
    anchors: Callable[[], frozenset[str]] = frozenset
    files: tuple[SiteFile, ...] = ()
