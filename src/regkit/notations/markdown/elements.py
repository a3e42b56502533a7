"""Elements of HTML in Markdown: what their tags mean for the words between them."""

from __future__ import annotations

from regkit.model.departures import METADATA, SYNTAX
from regkit.notations.flow import number_of
from regkit.notations.markdown.output import TextOutput
from regkit.notations.markdown.words_grammar import COLUMNS, HIDING_STYLE, ROWS, STRIKING_STYLE
from regkit.notations.source import HIDDEN, IMAGE, LIST_NUMBERS, MARKUP, STRUCK
from regkit.rule import Match

# Limits of colspan and rowspan in the HTML standard.
_MOST_COLUMNS = 1000
_MOST_ROWS = 65_534
_LINE_BREAKS = frozenset(("br", "hr"))
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "big",
        "cite",
        "code",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "rb",
        "rp",
        "rt",
        "ruby",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_STRUCK = frozenset(("del", "s", "strike"))
_PICTURES = frozenset(("audio", "canvas", "embed", "iframe", "img", "math", "object", "svg", "video"))
_PROGRAMS = frozenset(("script", "style", "template", "title"))
_ABOUT_PAGES = frozenset(("base", "body", "head", "html", "link", "meta", "source"))
_KNOWN = _LINE_BREAKS | _BLOCKS | _INLINE | _STRUCK | _PICTURES | _PROGRAMS | _ABOUT_PAGES
_NEVER_CLOSED = _LINE_BREAKS | {"img", "embed", "link", "meta", "base", "wbr", "source"}


def is_element(tag: Match) -> bool:
    """Whether a tag is one of HTML, or, by its attributes or its name, that of a component of a site generator."""
    return (
        is_known(tag["name"].lower())
        or any(tag.group("closing", "attributes", "alone"))
        or "-" in tag["name"]
    )


def is_known(name: str) -> bool:
    """Whether this, in lower case, is the name of an element of HTML."""
    return name in _KNOWN


def add_tag(output: TextOutput, tag: Match, *, closes: bool, ends_line: bool) -> None:
    """Obey a tag: `closes` says whether its element is closed later, `ends_line` whether it is the last in its line."""
    name = tag["name"].lower()
    if name in ("tr", "td", "th") and (output.in_row or closes):
        _add_tag_of_row(output, tag, name)
        return
    if name == "table":
        output.end_table()
    if name in _LINE_BREAKS:
        output.omit(SYNTAX, tag[0])
    elif tag["closing"]:
        output.end(name)
        output.omit(SYNTAX if name in _KNOWN else MARKUP, tag[0])
    else:
        if name in _BLOCKS and output.flow.has_text:
            output.end_line()
        output.omit(_kind_of_tag(name), tag[0])
        if closes and name not in _NEVER_CLOSED and not tag["alone"]:
            output.begin(name, _kind_of_words(name, tag["attributes"]))
    if (
        (name in _LINE_BREAKS or (tag["closing"] and name in _BLOCKS))
        and output.flow.has_text
        and not ends_line
    ):
        output.end_line()


def _add_tag_of_row(output: TextOutput, tag: Match, name: str) -> None:
    if tag["closing"]:
        output.add_tag_of_row(tag[0])
    elif name == "tr":
        output.begin_row(tag[0])
    else:
        if not output.in_row:
            output.begin_row()
        columns, rows = COLUMNS.search(tag["attributes"]), ROWS.search(tag["attributes"])
        output.begin_cell(
            tag[0],
            is_head=name == "th",
            columns=(number_of(columns["count"], _MOST_COLUMNS) or 1) if columns else 1,
            rows=(number_of(rows["count"], _MOST_ROWS) or 1) if rows else 1,
        )


def _kind_of_tag(name: str) -> str:
    if name in _PICTURES:
        return IMAGE
    if name == "ol":
        return LIST_NUMBERS
    return SYNTAX if name in _KNOWN else MARKUP


def _kind_of_words(name: str, attributes: str) -> str | None:
    """The kind as which the words of an element are omitted, None if they are read."""
    if name in _PROGRAMS:
        return METADATA
    if name in _PICTURES:
        return IMAGE
    if name in _STRUCK or STRIKING_STYLE.search(attributes):
        return STRUCK
    return HIDDEN if HIDING_STYLE.search(attributes) else None
