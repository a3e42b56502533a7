"""Pages and files: what a site consists of, before anybody writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

# Stands in pages for the day on which 时效性 is told, so that a page need not be made anew for being a day older.
# It is an element because no text can look like one: whatever stands in a law is escaped.
THE_DAY = Markup("<time data-rk-day></time>")


class Layout(StrEnum):
    """How a page is set: a text beside its contents, a wide page without any, or a page of lists."""

    READING = "reading"
    WIDE = "wide"
    LISTING = "listing"


@dataclass(frozen=True)
class PageHeading:
    """An entry of the contents of a page; `within` are those below it."""

    anchor: str
    title: str
    within: tuple[PageHeading, ...] = ()


@dataclass(frozen=True)
class SitePage:
    """A page. `content` is HTML, with THE_DAY in it, `head` what stands in the head of the page besides title and description, HTML too.

    `noindex` is for pages that nobody should find before a better one.
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
    """A file that is published as it is, unless it is empty. `inputs` tells by a digest what it is made of."""

    path: str
    inputs: str
    make: Callable[[], bytes]


@dataclass(frozen=True)
class SiteItem:
    """A page that can be made, where it stands (``statutes/<work>/<date>.html``), and the files that go with it.

    Of two items with equal `inputs` the pages are equal, so one need not be made again. `anchors` are those that other pages
    may point at.
    """

    path: str
    title: str
    inputs: str
    make: Callable[[], SitePage]
    anchors: Callable[[], frozenset[str]] = frozenset
    files: tuple[SiteFile, ...] = ()
