"""The census of web pages and web archives: every text node, by the parser of the standard library."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser

from regkit.census.encodings import decode_page
from regkit.census.excerpts import Census, Excerpt, census_of
from regkit.census.mhtml import pages_in

# What stands in these is a program and not words.
_PROGRAMS = frozenset(("script", "style"))
_PICTURES = frozenset(("applet", "canvas", "embed", "iframe", "img", "math", "object", "svg", "video"))
# In these, tags are text; in the first two, character references are none.
_RAW = frozenset(("iframe", "noembed", "noframes", "textarea", "title", "xmp"))
_WITH_REFERENCES = frozenset(("textarea", "title"))
_HEAD = 16 * 1024
_SILENT_INPUTS = frozenset(("checkbox", "color", "file", "hidden", "image", "password", "radio", "range"))


def count_html(data: bytes) -> Census:
    """The text nodes, pictures and form controls of a web page, or of all pages of a web archive.

    Raises UnicodeError if its bytes are in no known encoding.
    """
    pages = pages_in(data) if _is_archive(data) else [(data, None)]
    excerpts: list[Excerpt] = []
    for page, charset in pages:
        counter = _Counter()
        counter.feed(decode_page(page, charset))
        counter.close()
        excerpts += counter.excerpts
    return census_of(excerpts, "用 Python 标准库的 html.parser 清点")


def _is_archive(data: bytes) -> bool:
    """Whether bytes begin with lines of a head, one of which states the version of MIME."""
    head = data[:_HEAD].lstrip().replace(b"\r\n", b"\n").partition(b"\n\n")[0].lower()
    return b"\nmime-version:" in b"\n" + head and head[:1] != b"<"


class _Counter(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.excerpts: list[Excerpt] = []
        self._programs = 0
        self._raw = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._programs += tag in _PROGRAMS
        attributes = dict(attrs)
        if tag in _PICTURES:
            self._add(attributes.get("alt") or "", part=tag)
            self.excerpts.append(Excerpt(part=tag, line=self.getpos()[0]))
        if tag == "input" and (attributes.get("type") or "").lower() not in _SILENT_INPUTS:
            self._add(attributes.get("value") or attributes.get("placeholder") or "", part=tag)
        if tag in _RAW:
            self._raw = tag
            # Python up to 3.13 takes tags in these for tags.
            self.set_cdata_mode(tag)

    def handle_endtag(self, tag: str) -> None:
        self._raw = ""
        if tag in _PROGRAMS and self._programs:
            self._programs -= 1

    def handle_data(self, data: str) -> None:
        if not self._programs and data:
            # Newer versions of Python replace the references in these themselves.
            replaces = hasattr(self, "_escapable")
            self._add(unescape(data) if self._raw in _WITH_REFERENCES and not replaces else data)

    def _add(self, text: str, part: str | None = None) -> None:
        if text:
            self.excerpts.append(Excerpt(text=text, part=part, line=self.getpos()[0]))
