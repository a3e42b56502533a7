"""The census of web pages and web archives: every text node, by the parser of the standard library."""

from __future__ import annotations

from collections.abc import Mapping
from html import unescape
from html.parser import HTMLParser
from xml.parsers import expat

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
        text = decode_page(page, charset)
        excerpts += (_excerpts_of_xml(text) if _is_xml(text) else None) or _excerpts_of(text)
    return census_of(excerpts, "用 Python 标准库的 html.parser 清点")


def _excerpts_of(text: str) -> list[Excerpt]:
    counter = _Counter()
    counter.feed(text)
    counter.close()
    return counter.excerpts


def _is_xml(text: str) -> bool:
    """Whether a page is XHTML: with an XML declaration, or with elements that have a prefix."""
    head = text[:_HEAD].lstrip("\ufeff \t\r\n")
    return head.startswith("<?xml") or any(
        f"={quote}http://www.w3.org/1999/xhtml{quote}" in part.partition(">")[0]
        for part in head.split("xmlns:")[1:]
        for quote in "\"'"
    )


def _excerpts_of_xml(text: str) -> list[Excerpt] | None:
    """The text nodes and pictures of a page in XHTML by the parser of the standard library; None if it is no XML."""
    counter = _Counter()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        counter.add_element(name.rpartition(":")[2].lower(), attributes)

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: counter.handle_endtag(name.rpartition(":")[2].lower())
    parser.CharacterDataHandler = counter.add_text
    # The names of HTML are declared in a file that is not read.
    parser.SkippedEntityHandler = lambda name, _: counter.add_text(unescape(f"&{name};"))
    parser.UseForeignDTD(True)
    try:
        parser.Parse(text.lstrip("\ufeff").encode("utf-8", "replace"), True)
    except expat.ExpatError:
        return None
    return counter.excerpts


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

    def parse_html_declaration(self, i: int) -> int:
        """Skip a comment or a declaration; `i` is where it begins."""
        for empty in ("<!-->", "<!--->"):
            # Python up to 3.13 takes these for the beginning of a comment.
            if self.rawdata.startswith(empty, i):
                return i + len(empty)
        return super().parse_html_declaration(i)

    def close(self) -> None:
        """End the page. What stands in a tag, a comment or raw text that never ends are words of the file too."""
        rest = self.rawdata
        if (
            not self._raw
            and len(rest) > 1
            and rest[0] == "<"
            and ((rest[1].isascii() and rest[1].isalpha()) or rest[1] in "/!?")
        ):
            self.add_text(rest)
            self.rawdata = ""
        super().close()
        if self._raw and self.rawdata:
            self.handle_data(self.rawdata)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.add_element(tag, dict(attrs))
        if tag in _RAW:
            self._raw = tag
            # Python up to 3.13 takes tags in these for tags.
            self.set_cdata_mode(tag)

    def handle_endtag(self, tag: str) -> None:
        self._raw = ""
        if tag in _PROGRAMS and self._programs:
            self._programs -= 1

    def handle_data(self, data: str) -> None:
        # Newer versions of Python replace the references in these themselves.
        replaces = hasattr(self, "_escapable")
        self.add_text(unescape(data) if self._raw in _WITH_REFERENCES and not replaces else data)

    def add_element(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        """An element begins: it may be a picture, or a control with words."""
        self._programs += tag in _PROGRAMS
        if tag in _PICTURES:
            self.add_text(attributes.get("alt") or "", part=tag)
            self.excerpts.append(Excerpt(part=tag, line=self.getpos()[0]))
        if tag == "input" and (attributes.get("type") or "").lower() not in _SILENT_INPUTS:
            self.add_text(attributes.get("value") or attributes.get("placeholder") or "", part=tag)

    def add_text(self, text: str, part: str | None = None) -> None:
        """Text that is not that of a program."""
        if text and not self._programs:
            self.excerpts.append(Excerpt(text=text, part=part, line=self.getpos()[0]))
