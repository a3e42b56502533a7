"""The census of web pages: every text node, by the parser of the standard library."""

from __future__ import annotations

from html.parser import HTMLParser

from regkit.census.excerpts import Census, Excerpt, census_of
from regkit.census.text import decode_strictly

# What stands in these is a program and not words.
_PROGRAMS = frozenset(("script", "style"))
_PICTURES = frozenset(("applet", "canvas", "embed", "iframe", "img", "object", "svg", "video"))


def count_html(data: bytes) -> Census:
    """The text nodes and pictures of a web page. Raises UnicodeError if its bytes are in no known encoding."""
    counter = _Counter()
    counter.feed(decode_strictly(data))
    counter.close()
    return census_of(counter.excerpts, "用 Python 标准库的 html.parser 清点")


class _Counter(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.excerpts: list[Excerpt] = []
        self._programs = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - called with both
        self._programs += tag in _PROGRAMS
        if tag in _PICTURES:
            self.excerpts.append(Excerpt(part=tag, line=self.getpos()[0]))

    def handle_endtag(self, tag: str) -> None:
        if tag in _PROGRAMS and self._programs:
            self._programs -= 1

    def handle_data(self, data: str) -> None:
        if not self._programs and data:
            self.excerpts.append(Excerpt(text=data, line=self.getpos()[0]))
