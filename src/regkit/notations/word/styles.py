"""The styles of a Word file, as far as they decide what a text means: hidden, struck out, raised, numbered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from regkit.notations.word.package import attribute, child, is_on, tag_of, value_of

# How many styles may be based on one another.
_LONGEST_CHAIN = 50
# In half points: what is moved by less (w:position) is aligned and not raised.
_LEAST_SHIFT = 4
_RAISED = {"superscript": 1, "subscript": -1}


class Look(msgspec.Struct, frozen=True):
    """What properties of runs (w:rPr) state of how the text looks; None where they state nothing.

    - `hidden`: it is not shown.
    - `struck`: it is struck out, once or twice.
    - `raised`: 1 if it is raised, -1 if it is lowered, otherwise 0.
    - `shift`: by how many half points it is moved up, or down if negative; small shifts are 0.
    """

    hidden: bool | None = None
    struck: bool | None = None
    raised: int | None = None
    shift: int | None = None

    def over(self, other: Look) -> Look:
        """This look, and what it does not state from the other."""
        if self == _PLAIN:
            return other
        return Look(
            other.hidden if self.hidden is None else self.hidden,
            other.struck if self.struck is None else self.struck,
            other.raised if self.raised is None else self.raised,
            other.shift if self.shift is None else self.shift,
        )


_PLAIN = Look()


def look_of(properties: Any) -> Look:
    """What the properties of a run (w:rPr, or None) state directly."""
    if properties is None:
        return _PLAIN
    hidden = struck = raised = shift = None
    for entry in properties:
        match tag_of(entry):
            case "w:vanish":
                hidden = is_on(entry)
            case "w:strike" | "w:dstrike":
                struck = bool(struck) or is_on(entry)
            case "w:vertAlign":
                raised = _RAISED.get(attribute(entry, "val"), 0)
            case "w:position":
                shift = _shift(attribute(entry, "val"))
    return Look(hidden, struck, raised, shift)


def _shift(value: str) -> int:
    digits = value.removeprefix("-").removesuffix("pt")
    # Word writes half points; the strict form of the standard also allows points.
    if not (digits.isascii() and digits.isdigit() and len(digits) < 6):
        return 0
    shift = int(digits) * (2 if value.endswith("pt") else 1) * (-1 if value.startswith("-") else 1)
    return shift if abs(shift) >= _LEAST_SHIFT else 0


class _Style(msgspec.Struct):
    """A style: the id of its base, the list and level of its numbering, and what it states itself of the looks of text."""

    base: str
    number: tuple[str, str]
    look: Look


class Styles:
    """The styles in styles.xml. `default` is the id of the style of paragraphs that name none."""

    def __init__(self, root: Any) -> None:
        self.default = ""
        self._styles: dict[str, _Style] = {}
        self._numbers: dict[str, tuple[str, str, str]] = {}
        self._looks: dict[str, Look] = {}
        for style in root if root is not None else ():
            if tag_of(style) != "w:style":
                continue
            name = attribute(style, "styleId")
            number = child(child(style, "w:pPr"), "w:numPr")
            self._styles[name] = _Style(
                value_of(style, "w:basedOn"),
                (value_of(number, "w:numId"), value_of(number, "w:ilvl")),
                look_of(child(style, "w:rPr")),
            )
            if attribute(style, "default") in ("1", "true") and attribute(style, "type") == "paragraph":
                self.default = name

    def number(self, name: str) -> tuple[str, str, str]:
        """The id of the list and the level that a style sets, and the id of the style it inherits them from; else empty."""
        if name not in self._numbers:
            numbers = ((*style.number, owner) for owner, style in self._chain(name) if style.number[0])
            self._numbers[name] = next(numbers, ("", "", ""))
        return self._numbers[name]

    def of_paragraph(self, properties: Any) -> str:
        """The id of the style of a paragraph with these properties (w:pPr)."""
        return value_of(properties, "w:pStyle") or self.default

    def look(self, properties: Any, style: str = "") -> Look:
        """How text with these properties (w:rPr) looks in a paragraph of the style."""
        if properties is None:
            return self._look(style)
        look = self._look(style)
        run_style = value_of(properties, "w:rStyle")
        if run_style:
            of_run = self._look(run_style)
            look = msgspec.structs.replace(
                of_run.over(look),
                # What the style of the paragraph hides or strikes, the style of a run does not bring back.
                hidden=of_run.hidden or look.hidden,
                struck=of_run.struck or look.struck,
            )
        return look_of(properties).over(look)

    def _look(self, name: str) -> Look:
        """What a style and those it is based on state."""
        if name not in self._looks:
            look = _PLAIN
            for _, style in self._chain(name):
                look = look.over(style.look)
            self._looks[name] = look
        return self._looks[name]

    def _chain(self, name: str) -> Iterator[tuple[str, _Style]]:
        """Yield the style and those it is based on, nearest first, at most _LONGEST_CHAIN because they may be circular."""
        for _ in range(_LONGEST_CHAIN):
            if name not in self._styles:
                return
            yield name, self._styles[name]
            name = self._styles[name].base
