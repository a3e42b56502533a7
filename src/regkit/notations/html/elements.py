"""The elements of a web page: which stand on lines of their own, which are not text, which are beside the text."""

from __future__ import annotations

from collections.abc import Mapping

from regkit.model.departures import DUPLICATE, METADATA
from regkit.notations.html.styles import Style, is_hidden, is_struck
from regkit.notations.source import FOOTNOTE, FURNITURE, HIDDEN, IMAGE, STRUCK

BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd",
    "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
    "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend",
    "li", "listing", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary", "table",
    "tbody", "td", "textarea", "tfoot", "th", "thead", "tr", "ul", "xmp",
))  # fmt: skip
PICTURES = frozenset((
    "applet", "canvas", "embed", "iframe", "img", "math", "object", "svg", "video",
))  # fmt: skip
PREFORMATTED = frozenset((
    "listing", "pre", "textarea", "xmp",
))  # fmt: skip
PROGRAMS = frozenset(("script", "style"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
SHIFTS = {"sup": 1, "sub": -1}
# In formulas, the parts of an element that are raised or lowered, by their number, from 1.
SHIFTS_IN_FORMULAS = {("msup", 2): 1, ("msub", 2): -1, ("msubsup", 2): -1, ("msubsup", 3): 1}
# What becomes of the words in elements that are not read as text.
_KINDS: dict[str, str] = {
    "title": METADATA,
    "annotation": DUPLICATE, "annotation-xml": DUPLICATE,
    "noembed": HIDDEN, "noframes": HIDDEN, "noscript": HIDDEN, "template": HIDDEN,
    "audio": IMAGE, "canvas": IMAGE, "iframe": IMAGE, "video": IMAGE,
    "rp": FOOTNOTE, "rt": FOOTNOTE,
    "datalist": FURNITURE, "optgroup": FURNITURE, "option": FURNITURE, "select": FURNITURE,
    "del": STRUCK, "s": STRUCK, "strike": STRUCK,
}  # fmt: skip
PARTS = {"rp": "注音", "rt": "注音"}
# Elements, roles and class names of what stands beside the text of a page.
_BESIDE = frozenset(("aside", "button", "footer", "header", "nav"))
_ROLES = frozenset(("banner", "complementary", "contentinfo", "navigation", "search"))
_NAMES = frozenset((
    "breadcrumb", "breadcrumbs", "copyright", "crumb", "crumbs", "foot", "footer", "nav", "navbar", "navigation",
    "related", "share", "sidebar", "toolbar",
))  # fmt: skip
# Kinds of input that show no words.
_SILENT_INPUTS = frozenset(("checkbox", "color", "file", "hidden", "image", "password", "radio", "range"))


def kind_of_unread(tag: str, attributes: Mapping[str, str], style: Style) -> str | None:
    """The kind of departure that the words in an element are, None if they are text."""
    if tag in ("html", "body"):
        # A script shows a page that is hidden as a whole.
        return None
    if "hidden" in attributes or is_hidden(style) or (tag == "dialog" and "open" not in attributes):
        return HIDDEN
    return STRUCK if is_struck(style) else _KINDS.get(tag)


def as_printed(tag: str, attributes: Mapping[str, str], style: Style) -> Style:
    """The style of an element with what attributes of old pages say of colours, which counts less.

    A script shows a page that is hidden as a whole.
    """
    older = {
        "color": attributes.get("color" if tag == "font" else "text", "") if tag in ("font", "body") else "",
        "background": attributes.get("bgcolor", ""),
        "background-image": attributes.get("background", ""),
    }
    older = {name: value.strip().lower() for name, value in older.items() if value}
    if tag in ("html", "body"):
        style = {name: value for name, value in style.items() if name != "font-size"}
    return {**older, **style} if older else style


def stands_beside(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element is declared to be a part of the page beside its text."""
    if tag in _BESIDE or attributes.get("role") in _ROLES:
        return True
    return not _NAMES.isdisjoint(
        (attributes.get("class", "") + " " + attributes.get("id", "")).lower().split()
    )


def words_of_input(attributes: Mapping[str, str]) -> str:
    """The words that a form control shows."""
    if attributes.get("type", "").lower() in _SILENT_INPUTS:
        return ""
    return attributes.get("value", "") or attributes.get("placeholder", "")
