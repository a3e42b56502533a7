"""A statute without its words: what stands where, so that a comparison can tell it apart from what is said.

`take_apart` and `put_together` are each other's inverse.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from regkit.model.address import ROOT, Address, Number
from regkit.model.levels import Level
from regkit.model.tree import CLASSES, Annex, Article, Item, Provision, Statute

# What a statute prints besides its provisions, in the order of its fields.
FRONTS = ("announcement", "title", "notes", "contents", "preamble", "signature")


class Shape(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """A provision without its text: `parent` is the place of what it stands in, -1 for the statute itself.

    Places count all provisions in walking order, annexes last. The rest is as in the tree.
    """

    level: Level
    number: Number
    parent: int
    label: str | None = None
    heading: str | None = None
    through: Number | None = None
    run_in: bool = False


class Parts(msgspec.Struct, frozen=True):
    """A statute taken apart: its shapes and texts by place, and its fronts, lines joined by line ends."""

    shapes: tuple[Shape, ...]
    texts: tuple[str, ...]
    fronts: dict[str, str | None]


def take_apart(statute: Statute) -> Parts:
    """The shapes, the texts and the fronts of a statute; None stands for a front that it does not have."""
    shapes: list[Shape] = []
    texts: list[str] = []
    for child in (*statute.children, *statute.annexes):
        _take(child, -1, shapes, texts)
    fronts: dict[str, str | None] = {}
    for front in FRONTS:
        printed = getattr(statute, front)
        fronts[front] = printed if front == "title" else "\n".join(printed) if printed else None
    return Parts(tuple(shapes), tuple(texts), fronts)


def _take(node: Provision, parent: int, shapes: list[Shape], texts: list[str]) -> None:
    place = len(shapes)
    shapes.append(
        Shape(
            level=node.level,
            number=node.number,
            parent=parent,
            label=node.label,
            heading=node.heading,
            through=node.through if isinstance(node, Article) else None,
            run_in=isinstance(node, Item) and node.run_in,
        )
    )
    texts.append(node.text)
    for child in node.children:
        _take(child, place, shapes, texts)


def put_together(parts: Parts) -> Statute:
    """The statute that was taken apart."""
    below: list[list[Provision]] = [[] for _ in parts.shapes]
    top: list[Any] = []
    for place in range(len(parts.shapes) - 1, -1, -1):
        shape = parts.shapes[place]
        own: dict[str, Any] = {
            "number": shape.number,
            "label": shape.label,
            "heading": shape.heading,
            "text": parts.texts[place],
            "children": tuple(reversed(below[place])),
        }
        if shape.level is Level.ARTICLE:
            own["through"] = shape.through
        if shape.level is Level.ITEM:
            own["run_in"] = shape.run_in
        node = CLASSES[shape.level](**own)
        (top if shape.parent < 0 else below[shape.parent]).append(node)
    top.reverse()
    fronts: dict[str, Any] = {
        front: printed if front == "title" else tuple(printed.split("\n")) if printed is not None else ()
        for front, printed in parts.fronts.items()
    }
    return Statute(
        children=tuple(each for each in top if not isinstance(each, Annex)),
        annexes=tuple(each for each in top if isinstance(each, Annex)),
        **fronts,
    )


def addresses_of(shapes: Sequence[Shape]) -> list[Address]:
    """The address of each place."""
    found: list[Address] = []
    for shape in shapes:
        above = found[shape.parent] if shape.parent >= 0 else ROOT
        found.append(above.child(shape.level, shape.number))
    return found


class Units(msgspec.Struct, frozen=True):
    """What is paired as a whole: articles, and whatever stands in none, such as 款 below a 章 or an annex of lines.

    `groups` are what holds such units: 编, 章, 节. `unit_of` and `group_of` give for each place the unit that it is or
    stands in, and the group that it is or stands in; -1 for none.
    """

    units: tuple[int, ...]
    groups: tuple[int, ...]
    unit_of: tuple[int, ...]
    group_of: tuple[int, ...]


def units_of(shapes: Sequence[Shape]) -> Units:
    """The units and groups of a statute, each in reading order."""
    holds_articles = [False] * len(shapes)
    holds_text = [False] * len(shapes)
    for place in range(len(shapes) - 1, -1, -1):
        shape = shapes[place]
        if shape.parent >= 0:
            holds_articles[shape.parent] |= holds_articles[place] or shape.level is Level.ARTICLE
            holds_text[shape.parent] = True
    units: list[int] = []
    groups: list[int] = []
    unit_of: list[int] = []
    group_of: list[int] = []
    for place, shape in enumerate(shapes):
        above = unit_of[shape.parent] if shape.parent >= 0 else -1
        group = group_of[shape.parent] if shape.parent >= 0 else -1
        heads = shape.level < Level.DIVISION and shape.level is not Level.ANNEX
        if above < 0 and (holds_articles[place] or heads):
            groups.append(place)
            group = place
        elif above < 0:
            units.append(place)
            above = place
        unit_of.append(above)
        group_of.append(group)
    return Units(tuple(units), tuple(groups), tuple(unit_of), tuple(group_of))
