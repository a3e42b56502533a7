"""The statute as one string of passages, so that it is searched once, with the way back to the tree."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from regkit.citations.citation import Front
from regkit.model.address import Address, Number, Step
from regkit.model.levels import Level
from regkit.model.limits import is_readable
from regkit.model.tree import MOST_ARTICLES_AS_ONE, Article, Provision, Statute

_FRONTS: tuple[Front, ...] = ("announcement", "notes", "preamble")


class Passages:
    """The texts of a statute, joined by line ends.

    `nodes` are all provisions in walking order and `parents` the places of what they stand in, -1 for the root.
    Passage i begins at ``starts[i]`` of `joined`. Its owner is ``i - len(fronts)``: the place of a node, or, if that
    is negative, a place in `fronts`. A node without text, or with one that is not readable, has an empty passage.
    """

    def __init__(self, statute: Statute) -> None:
        self.statute = statute
        self.nodes: list[Provision] = []
        self.parents: list[int] = []
        self.fronts: list[Front] = []
        self._texts: list[str] = []
        for front in _FRONTS:
            lines: tuple[str, ...] = getattr(statute, front)
            if lines:
                self.fronts.append(front)
                self._texts.append("\n".join(lines))
        self._visit(statute.children, -1)
        self._visit(statute.annexes, -1)
        self.joined = "\n".join(self._texts)
        self.starts = [0, *accumulate(map((1).__add__, map(len, self._texts)))]
        self._addresses: dict[int, Address] = {}
        self._articles: dict[int, dict[Number, int]] | None = None

    def _visit(self, siblings: Sequence[Provision], parent: int) -> None:
        nodes = self.nodes
        add_node, add_parent, add_text = nodes.append, self.parents.append, self._texts.append
        for node in siblings:
            add_node(node)
            add_parent(parent)
            add_text(node.text if is_readable(node.text) else "")
            below = node.children
            if not below:
                continue
            place = len(nodes) - 1
            only = below[0]
            if len(below) > 1 or only.children:
                self._visit(below, place)
                continue
            # Most articles are one 款, and a call for each takes as long as all the rest.
            add_node(only)
            add_parent(place)
            add_text(only.text if is_readable(only.text) else "")

    def address(self, place: int) -> Address:
        """The address of a node."""
        known = self._addresses.get(place)
        if known is None:
            node = self.nodes[place]
            # An article drops what it stands in unless that is an annex, and nearly all addresses begin with one.
            above = -1 if type(node) is Article and not self.statute.annexes else self.parents[place]
            known = self.address(above).child(node.level, node.number) if above >= 0 else _top(node)
            self._addresses[place] = known
        return known

    @property
    def has_articles(self) -> bool:
        return any(type(node) is Article for node in self.nodes)

    def article_around(self, place: int) -> int:
        """The place of the article that a node is or stands in, -1 if in none."""
        nodes, parents = self.nodes, self.parents
        while place >= 0 and type(nodes[place]) is not Article:
            place = parents[place]
        return place

    def around(self, place: int, level: Level) -> int | None:
        """The place of the innermost node at a level that a node stands in or is."""
        while place >= 0:
            if self.nodes[place].level is level:
                return place
            place = self.parents[place]
        return None

    def articles(self, annex: int) -> dict[Number, int]:
        """The places of the articles of an annex, or of the statute itself for -1, by number, in reading order."""
        if self._articles is None:
            self._articles = {}
            annexes = bool(self.statute.annexes)
            for place, node in enumerate(self.nodes):
                if type(node) is not Article:
                    continue
                annexed = self.around(place, Level.ANNEX) if annexes else None
                own = self._articles.setdefault(-1 if annexed is None else annexed, {})
                # Of a number that is repeated, the first is meant.
                own.setdefault(node.number, place)
                if node.through:
                    last = min(node.through.value, node.number.value + MOST_ARTICLES_AS_ONE)
                    for value in range(node.number.value + 1, last + 1):
                        own.setdefault(Number(value), place)
        return self._articles.get(annex, {})


def _top(node: Provision) -> Address:
    return Address((Step(node.level, node.number),))
