"""The flat tree: the provisions of a statute as a list in walking order, with their texts in a parallel list.

Walking order is reading order with annexes last; an *index* counts provisions in that order, from 0. `unflatten` reverses
`flatten`. Comparisons, redlines and citations refer to provisions by these indexes.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import msgspec

from regkit.model.address import ROOT, Address, Number
from regkit.model.fronts import Front
from regkit.model.levels import Level
from regkit.model.tree import CLASSES, Annex, Article, Item, Provision, Statute


class FlatProvision(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """A provision without its text and children.

    `parent` is the index of the provision that holds it, -1 for the statute itself. The other fields are those of `Provision`,
    `Article` (`through`) and `Item` (`run_in`).
    """

    level: Level
    number: Number
    parent: int
    label: str | None = None
    heading: str | None = None
    through: Number | None = None
    run_in: bool = False


class FlatStatute(msgspec.Struct, frozen=True):
    """A statute as lists.

    `provisions` and `texts` have the same indexes. `fronts` maps each front to its lines joined by line feeds, None if the
    statute does not have it.
    """

    provisions: tuple[FlatProvision, ...]
    texts: tuple[str, ...]
    fronts: dict[Front, str | None]


def flatten(statute: Statute) -> FlatStatute:
    """The statute as lists, in walking order. Its problems and line numbers are left out."""
    provisions: list[FlatProvision] = []
    texts: list[str] = []
    for child in (*statute.children, *statute.annexes):
        _add(child, -1, provisions, texts)
    return FlatStatute(
        tuple(provisions), tuple(texts), {front: front_text(statute, front) for front in Front}
    )


def front_text(statute: Statute, front: Front) -> str | None:
    """The lines of a front joined by line feeds; None if the statute does not have that front."""
    if front is Front.TITLE:
        return statute.title
    lines: tuple[str, ...] = getattr(statute, front.value)
    return "\n".join(lines) if lines else None


def _add(node: Provision, parent: int, provisions: list[FlatProvision], texts: list[str]) -> None:
    index = len(provisions)
    provisions.append(
        FlatProvision(
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
        _add(child, index, provisions, texts)


def unflatten(flat: FlatStatute) -> Statute:
    """The statute that `flatten` was given, without problems and line numbers."""
    children: list[list[Provision]] = [[] for _ in flat.provisions]
    top: list[Any] = []
    for index in range(len(flat.provisions) - 1, -1, -1):
        provision = flat.provisions[index]
        fields: dict[str, Any] = {
            "number": provision.number,
            "label": provision.label,
            "heading": provision.heading,
            "text": flat.texts[index],
            "children": tuple(reversed(children[index])),
        }
        if provision.level is Level.ARTICLE:
            fields["through"] = provision.through
        if provision.level is Level.ITEM:
            fields["run_in"] = provision.run_in
        node = CLASSES[provision.level](**fields)
        (top if provision.parent < 0 else children[provision.parent]).append(node)
    top.reverse()
    fronts: dict[str, Any] = {
        front.value: text if front is Front.TITLE else tuple(text.split("\n")) if text is not None else ()
        for front, text in flat.fronts.items()
    }
    return Statute(
        children=tuple(provision for provision in top if not isinstance(provision, Annex)),
        annexes=tuple(provision for provision in top if isinstance(provision, Annex)),
        **fronts,
    )


class FlatTree:
    """Children, descendants and addresses of flat provisions, computed once from their parents."""

    def __init__(self, provisions: Sequence[FlatProvision]) -> None:
        self.provisions = provisions
        self.children: list[list[int]] = [[] for _ in provisions]
        """For each index, the indexes of the provisions directly below it."""
        self._ends = list(range(1, len(provisions) + 1))
        for index, provision in enumerate(provisions):
            if provision.parent >= 0:
                self.children[provision.parent].append(index)
        for index in range(len(provisions) - 1, -1, -1):
            if self.children[index]:
                self._ends[index] = self._ends[self.children[index][-1]]

    @cached_property
    def addresses(self) -> list[Address]:
        """The address of each provision, by index."""
        addresses: list[Address] = []
        for provision in self.provisions:
            above = addresses[provision.parent] if provision.parent >= 0 else ROOT
            addresses.append(above.child(provision.level, provision.number))
        return addresses

    def subtree(self, index: int) -> range:
        """The indexes of a provision and of everything in it, in walking order."""
        return range(index, self._ends[index])

    def descendants(self, index: int) -> range:
        """The indexes of everything in a provision, without the provision itself, in walking order."""
        return range(index + 1, self._ends[index])

    @cached_property
    def units(self) -> Units:
        """The units that a comparison pairs, and the groups that hold them."""
        return _units_of(self.provisions)


class Units(msgspec.Struct, frozen=True):
    """The provisions that a comparison pairs as a whole, and the provisions that group them.

    `units` are the indexes of articles and of provisions outside any article, such as a 款 directly in a chapter or an annex
    without articles; `groups` are those of the parts, chapters and sections around them, and of annexes and divisions that
    hold articles. Both are in walking order. `unit_of` and `group_of` give, for each index, the index of the unit and of the
    innermost group that the provision is or stands in, -1 if there is none.
    """

    units: tuple[int, ...]
    groups: tuple[int, ...]
    unit_of: tuple[int, ...]
    group_of: tuple[int, ...]


def _units_of(provisions: Sequence[FlatProvision]) -> Units:
    holds_articles = [False] * len(provisions)
    for index in range(len(provisions) - 1, -1, -1):
        provision = provisions[index]
        if provision.parent >= 0:
            holds_articles[provision.parent] |= holds_articles[index] or provision.level is Level.ARTICLE
    units: list[int] = []
    groups: list[int] = []
    unit_of: list[int] = []
    group_of: list[int] = []
    for index, provision in enumerate(provisions):
        unit = unit_of[provision.parent] if provision.parent >= 0 else -1
        group = group_of[provision.parent] if provision.parent >= 0 else -1
        is_heading = provision.level < Level.DIVISION and provision.level is not Level.ANNEX
        if unit < 0 and (holds_articles[index] or is_heading):
            groups.append(index)
            group = index
        elif unit < 0:
            units.append(index)
            unit = index
        unit_of.append(unit)
        group_of.append(group)
    return Units(tuple(units), tuple(groups), tuple(unit_of), tuple(group_of))
