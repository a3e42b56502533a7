"""The words of elements that are not read as text: notes, headers, charts, what was deleted, and what stands twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from lxml import etree

from regkit.model.departures import DUPLICATE, METADATA, SYNTAX
from regkit.notations.flow import Flow
from regkit.notations.source import IMAGE
from regkit.notations.word.fields import is_drawn
from regkit.notations.word.package import places_of, tag_of
from regkit.text.whitespace import without_whitespace

# Pictures, charts, diagrams and files of other standards are recognized by their local name.
_PICTURES = frozenset(
    ("pic:pic", "v:imagedata", "w:object", "w:altChunk", "w:subDoc", "w:control", "w:movie", "m:oMath")
)
_FOREIGN_PICTURES = (
    "}pic",
    "}chart",
    "}relIds",
    "}lockedCanvas",
    "}contentPart",
    "}OLEObject",
    "}object",
    "}imagedata",
)
_INSTRUCTIONS = frozenset(("w:instrText", "w:delInstrText"))
# Positions, sizes and settings of objects, which are stored as text; compare `census/word.py`.
_SETTINGS = frozenset(
    (
        "FieldCodes", "LinkType", "LockedField", "align", "f", "fldData", "formatCode", "pctHeight", "pctPosHOffset",
        "pctPosVOffset", "pctWidth", "posOffset",
    )
)  # fmt: skip
# Doubles within doubles are told apart down to this depth.
_DEEPEST = 10


class Saying(msgspec.Struct):
    """Words of an element, and of which kind they are wherever they stand; empty for words that could be text.

    `pictures` has the place of a picture, which has no words.
    """

    kind: str
    words: str
    pictures: tuple[str, ...] = ()


def _description_of(properties: Any) -> Saying:
    return Saying(METADATA, " ".join(properties.get(name) or "" for name in ("title", "descr")))


# Elements that say something by their attributes, or by being there.
_BY_ATTRIBUTES: dict[str, Callable[[Any], Saying]] = {
    "w:sym": lambda element: Saying("", symbol_of(element)),
    "?:symEx": lambda element: Saying("", symbol_of(element)),
    "w:noBreakHyphen": lambda _: Saying("", "-"),
    "v:textpath": lambda element: Saying("", element.get("string") or ""),
    "?:docPr": _description_of,
}


def is_picture(element: Any, tag: str) -> bool:
    """Whether an element with this tag shows something that is not text."""
    return tag in _PICTURES or (tag[0] == "?" and element.tag.endswith(_FOREIGN_PICTURES))


def saying_of(element: Any, tag: str) -> Saying | None:
    """What an element with this tag says by itself, without the elements in it; None if it says nothing."""
    if tag in _INSTRUCTIONS:
        return Saying(IMAGE if is_drawn(element.text or "") else SYNTAX, element.text or "")
    if tag in _BY_ATTRIBUTES:
        return _BY_ATTRIBUTES[tag](element)
    if tag[0] == "v" and element.get("alt"):
        return Saying(METADATA, element.get("alt"))
    words = element.text
    if words and not words.isspace() and tag.rpartition(":")[2] not in _SETTINGS:
        return Saying("", words)
    return None


def sayings_in(element: Any) -> list[Saying]:
    """All that an element and the elements in it say, in order.

    Of the alternatives of a mc:AlternateContent, those that repeat the first are of the kind DUPLICATE.
    """
    entries: list[Saying] = []
    # For each open mc:AlternateContent the words of its first alternative, and where the open alternative begins.
    first: list[str | None] = []
    begins: list[int] = []
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        tag = tag_of(inner)
        if event == "start":
            saying = saying_of(inner, tag)
            if saying is not None:
                entries.append(saying)
            if is_picture(inner, tag):
                entries.append(Saying(IMAGE, "", places_of(inner)))
            elif tag == "mc:AlternateContent":
                first.append(None)
            elif tag in ("mc:Choice", "mc:Fallback"):
                begins.append(len(entries))
            continue
        if tag == "mc:AlternateContent":
            first.pop()
        elif tag in ("mc:Choice", "mc:Fallback"):
            begin = begins.pop()
            if first and len(first) <= _DEEPEST:
                first[-1] = _compared(entries, begin, first[-1])
        elif tag == "w:p" and entries and entries[-1].words:
            entries[-1].words += "\n"
        if inner.tail and inner is not element and not inner.tail.isspace():
            entries.append(Saying("", inner.tail))
    return entries


def omit(flow: Flow, element: Any, kind: str, part: str | None = None) -> None:
    """Note that nothing that an element says is in the text, for the reason `kind`."""
    for saying in sayings_in(element):
        if saying.kind == IMAGE or saying.words.strip():
            flow.omit(saying.kind or kind, saying.words, part=part, pictures=saying.pictures)


def plain_words(entries: list[Saying]) -> str:
    """The words among sayings that could be text, without whitespace."""
    return without_whitespace("".join([saying.words for saying in entries if not saying.kind]))


def symbol_of(symbol: Any) -> str:
    """The character of a w:sym; empty if it names none."""
    value = next((symbol.get(name) for name in symbol.keys() if name.endswith("}char")), "")  # noqa: SIM118 - an element is no dictionary
    try:
        code = int(value, 16)
    except ValueError:
        return ""
    # With a surrogate, which is half of a character, the text could not be encoded.
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code <= 0x10FFFF else ""


def _compared(entries: list[Saying], begin: int, first: str | None) -> str:
    """The words of the first alternative; the sayings of the one that just ended are marked if it repeats them."""
    words = plain_words(entries[begin:])
    if first is None:
        return words
    if words == first:
        for saying in entries[begin:]:
            saying.kind = saying.kind or DUPLICATE
    return first
