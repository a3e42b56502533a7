"""Akoma Ntoso 3.0: its elements by what they mean for reading, and which of them are not read."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from lxml import etree

from regkit.codes import ProblemCode
from regkit.model.departures import METADATA
from regkit.notations.akn.meta import AKN, CHARACTER
from regkit.notations.source import FOOTNOTE, HIDDEN, IMAGE, MARKUP, STRUCK
from regkit.notations.tree_building import MisbuiltError
from regkit.rule import Rule

DOCUMENTS = frozenset(("act", "bill", "doc", "statement", "portion"))
"""Kinds of document that can be a statute, a draft of one or an annex."""
BODIES = frozenset(("body", "mainBody", "portionBody"))
NUMBERS = ("num", "heading", "subheading")
FRAMES = frozenset(
    (
        *("content", "intro", "wrapUp", "list", "sublist", "blockList", "hcontainer", "proviso"),
        *("container", "div", "blockContainer"),
    )
)
"""Elements that only group what stands in them, if they have neither number nor heading nor text of their own."""
FRONT_FRAMES = FRAMES | {"formula", "longTitle", "toc", "recitals", "citations"}
"""The same in what stands before and after the body."""
HIERARCHY = frozenset(
    (
        *("alinea", "article", "book", "chapter", "clause", "division", "hcontainer", "indent", "level", "list"),
        *("paragraph", "part", "point", "proviso", "rule", "section", "subchapter", "subclause", "subdivision"),
        *("sublist", "subparagraph", "subpart", "subrule", "subsection", "subtitle", "title", "tome", "transitional"),
    )
)  # fmt: skip
"""Elements that divide a text into provisions."""
BLOCKS = FRONT_FRAMES | HIERARCHY | DOCUMENTS | BODIES | frozenset(
    (
        *("attachment", "attachments", "block", "caption", "citation", "component", "components", "conclusions"),
        *("coverPage", "crossHeading", "embeddedStructure", "heading", "interstitial", "item", "li", "listIntroduction"),
        *("listWrapUp", "num", "ol", "p", "preamble", "preface", "quotedStructure", "recital", "subFlow", "subheading", "tblock"),
        *("td", "th", "tocItem", "ul"),
    )
)  # fmt: skip
"""Elements that begin and end a line."""
INLINE = frozenset(
    (
        *("a", "abbr", "affectedDocument", "amendmentReference", "argument", "b", "change", "concept", "courtType"),
        *("date", "decoration", "def", "docAuthority", "docCommittee", "docDate", "docIntroducer", "docJurisdiction"),
        *("docNumber", "docProponent", "docPurpose", "docStage", "docStatus", "docTitle", "docType", "docketNumber"),
        *("embeddedText", "entity", "event", "fillIn", "i", "inline", "ins", "judge", "lawyer", "legislature"),
        *("location", "marker", "mmod", "mod", "mref", "neutralCitation", "object", "omissis", "opinion"),
        *("organization", "outcome", "party", "person", "placeholder", "process", "quantity", "quotedText"),
        *("recordedTime", "ref", "relatedDocument", "rmod", "role", "rref", "session", "shortTitle", "signature"),
        *("span", "sub", "sup", "term", "time", "u"),
    )
)  # fmt: skip
"""Elements whose text continues the line."""
_OMITTED: dict[str, str] = {
    "authorialNote": FOOTNOTE,
    "noteRef": FOOTNOTE,
    "remark": FOOTNOTE,
    "img": IMAGE,
    "foreign": IMAGE,
    "del": STRUCK,
    "meta": METADATA,
    "componentRef": MARKUP,
    "documentRef": MARKUP,
}
_PICTURES = frozenset(("img", "foreign"))
# What the attribute `status` says of words that are no law.
_STATUS: dict[str, str] = {
    "removed": STRUCK,
    "repealed": STRUCK,
    "deleted": STRUCK,
    "ignored": STRUCK,
    "editorial": FOOTNOTE,
}
_UNREAD_STYLE = Rule(
    "a style, as in CSS, that strikes words out or hides them",
    r"""
    (?i:
        \btext-decoration(?:-line)?\s{0,9}:[^;]{0,60}(?P<struck>line-through)
        |\bdisplay\s{0,9}:\s{0,9}none
        |\bvisibility\s{0,9}:\s{0,9}hidden
    )
    """,
    verbose=True,
    matches=("text-decoration: underline line-through", "display:none", "visibility: hidden"),
    rejects=("text-decoration:underline", "display:block", "text-decoration:none; a:line-through"),
)
# The attributes that hold the quotation marks of these elements.
_START_QUOTE, _END_QUOTE = "startQuote", "endQuote"
_QUOTATIONS = frozenset(("embeddedStructure", "embeddedText", "quotedStructure", "quotedText"))


def name_of(element: etree._Element) -> str:
    """The local name of an element of Akoma Ntoso 3.0 or its drafts; empty for other elements, comments and instructions."""
    return _local_name(element.tag) if isinstance(element.tag, str) else ""


@functools.lru_cache(maxsize=1024)
def _local_name(tag: str) -> str:
    space, _, name = tag.removeprefix("{").rpartition("}")
    return name if space == AKN or space.startswith(f"{AKN}/") else ""


def where(element: etree._Element) -> str:
    """The element as an error message names it: its name and its line."""
    tag = str(element.tag).rpartition("}")[2]
    return f"第 {element.sourceline or 1} 行的 <{tag[:40]}>"


def unknown(element: etree._Element) -> MisbuiltError:
    """The error that an element is not one that is read."""
    return MisbuiltError(f"不认识{where(element)}")


def is_blank(text: str | None) -> bool:
    """Whether there is no text but what XML calls white space, which may be indentation."""
    return not text or not text.strip(" \t\n\r")


def has_words(element: etree._Element) -> bool:
    """Whether words stand directly in an element, and not in those within it."""
    return not is_blank(element.text) or any(not is_blank(inner.tail) for inner in element)


def kind_of_omission(element: etree._Element) -> str | None:
    """The kind of departure if an element, with everything in it, is not read; None if it is."""
    kind = _OMITTED.get(name_of(element)) or _STATUS.get(element.get("status", ""))
    return kind or (_kind_by_style(element.get("style")) if name_of(element) else None)


def _kind_by_style(style: str | None) -> str | None:
    """The kind of departure if a style strikes words out or hides them."""
    match = _UNREAD_STYLE.search(style) if style else None
    return (STRUCK if match["struck"] else HIDDEN) if match else None


def omitted_words(element: etree._Element) -> list[tuple[str, str]]:
    """What is not read of an element that is left out: words with the kind of their departure, and pictures without words."""
    kind = kind_of_omission(element) or MARKUP
    if kind == METADATA:
        return _metadata_and_notes(element)
    omissions = [(kind, "".join(words_in(element)))]
    if kind != ProblemCode.TEXT_IMAGE and any(name_of(inner) in _PICTURES for inner in element.iter()):
        omissions.append((IMAGE, ""))
    return omissions


def _metadata_and_notes(meta: etree._Element) -> list[tuple[str, str]]:
    """The words of metadata, and those of the notes that are collected there."""
    words: dict[str, list[str]] = {METADATA: [], FOOTNOTE: []}
    depth = 0
    for event, element in etree.iterwalk(meta, events=("start", "end", "pi")):
        if event == "start":
            depth += name_of(element) == "notes"
            words[FOOTNOTE if depth else METADATA].append(_text_before(element))
            continue
        text = _text_after(event, element)
        words[FOOTNOTE if depth else METADATA].append(text)
        depth -= event == "end" and name_of(element) == "notes"
        if element is not meta:
            words[FOOTNOTE if depth else METADATA].append(element.tail or "")
    joined = {kind: "".join(texts) for kind, texts in words.items()}
    return [(kind, text) for kind, text in joined.items() if text.strip()]


def words_in(element: etree._Element) -> Iterator[str]:
    """Yield all texts in an element, in order, with the quotation marks that attributes hold."""
    for event, inner in etree.iterwalk(element, events=("start", "end", "pi")):
        if event == "start":
            yield _text_before(inner)
        else:
            yield _text_after(event, inner)
            if inner is not element:
                yield inner.tail or ""


def _text_before(element: etree._Element) -> str:
    """The text at the beginning of an element, after its quotation mark."""
    return quotes_of(element)[0] + (element.text or "")


def _text_after(event: str, element: etree._Element) -> str:
    """The quotation mark at the end of an element, or the character of a processing instruction."""
    return character_of(element) if event == "pi" else quotes_of(element)[1]


def quotes_of(element: etree._Element) -> tuple[str, str]:
    """The quotation marks that are printed before and after an element."""
    if name_of(element) not in _QUOTATIONS:
        return "", ""
    return element.get(_START_QUOTE, ""), element.get(_END_QUOTE, "")


def character_of(instruction: etree._Element) -> str:
    """The character that a processing instruction of regkit stands for; empty for other instructions."""
    if instruction.tag is not etree.ProcessingInstruction or instruction.target != CHARACTER:
        return ""
    words = (instruction.text or "").strip()
    if not words.isalnum() or len(words) > 6:
        return ""
    try:
        return chr(int(words, 16))
    except (ValueError, OverflowError):
        return ""
