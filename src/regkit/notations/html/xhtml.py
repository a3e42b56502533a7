"""Pages in XHTML, which is XML: rewritten so that a reader of HTML takes them as they are meant."""

from __future__ import annotations

from html import escape

from regkit.rule import Match, Rule

_NAMESPACE = "http://www.w3.org/1999/xhtml"
# In characters: the root element, with its namespaces, stands at the beginning.
_HEAD = 64 * 1024
_CDATA, _CDATA_END = "<![CDATA[", "]]>"
# Elements that never have an end tag in HTML.
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
))  # fmt: skip
XML_DECLARATION = Rule(
    "an XML declaration at the beginning",
    r"\A[\s\ufeff]*+<\?xml(?=\s)",
    matches=('<?xml version="1.0"?>',),
    rejects=("<!DOCTYPE html>", "<p><?xml version?>"),
)
PREFIX = Rule(
    "a prefix for elements of XHTML",
    rf"xmlns:(?P<prefix>[A-Za-z][\w.-]{{0,40}}+)\s?=\s?[\"']{_NAMESPACE}[\"']",
    matches=('xmlns:h="http://www.w3.org/1999/xhtml"',),
    rejects=('xmlns="http://www.w3.org/1999/xhtml"', 'xmlns:o="urn:office"'),
)
EMPTY_ELEMENT = Rule(
    "an element that ends where it begins",
    r"<(?P<tag>[A-Za-z][\w:.-]*+)(?P<attributes>[^<>]*+)(?<=/)>",
    matches=('<script src="x"/>', "<title/>", "<br />"),
    rejects=("<p>", "</p>", "< />"),
)


def as_html(text: str) -> str:
    """A page in XHTML as HTML; any other page as it is.

    In XML, unlike HTML, <script/> ends where it begins, elements may have a prefix, and CDATA is text.
    """
    prefix = PREFIX.search(text[:_HEAD])
    if not prefix and not XML_DECLARATION.match(text):
        return text
    first, *rest = text.split(_CDATA)
    text = first + "".join(
        escape(words, quote=False) + after
        for words, _, after in (part.partition(_CDATA_END) for part in rest)
    )
    if prefix:
        text = text.replace(f"<{prefix['prefix']}:", "<").replace(f"</{prefix['prefix']}:", "</")
    return EMPTY_ELEMENT.sub(_with_end_tag, text)


def _with_end_tag(match: Match) -> str:
    if match["tag"].lower() in _VOID:
        return match[0]
    return f"<{match['tag']}{match['attributes'].removesuffix('/')}></{match['tag']}>"
