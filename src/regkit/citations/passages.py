"""The statute as one string of passages, so that it is searched once, with the way back to the tree."""

from __future__ import annotations

from itertools import accumulate

from regkit.citations.citation import Front
from regkit.model.address import ROOT, Address, Number
from regkit.model.levels import Level
from regkit.model.tree import MOST_ARTICLES_AS_ONE, Article, Provision, Statute

_FRONTS: tuple[Front, ...] = ("announcement", "notes", "preamble")


class Passages:
    """The texts of a statute, joined by line ends.

    `nodes` are all provisions in walking order and `parents` the places of what they stand in, -1 for the root;
    `articles_around` are the places of the articles that they are or stand in, -1 for those in none.
    Passage i begins at ``starts[i]`` of `joined` and belongs to the node ``owners[i]``, or to the front part
    ``fronts[-1 - owners[i]]`` if that is negative.
    """

    def __init__(self, statute: Statute) -> None:
        self.statute = statute
        self.nodes: list[Provision] = []
        self.parents: list[int] = []
        self.articles_around: list[int] = []
        self._article_places: list[int] = []
        self.fronts: list[Front] = []
        self._texts: list[str] = []
        self.owners: list[int] = []
        for front in _FRONTS:
            lines: tuple[str, ...] = getattr(statute, front)
            if lines:
                self.fronts.append(front)
                self._texts.append("\n".join(lines))
                self.owners.append(-len(self.fronts))
        for child in (*statute.children, *statute.annexes):
            self._visit(child, -1, -1)
        self.joined = "\n".join(self._texts)
        self.starts = [0, *accumulate(len(text) + 1 for text in self._texts)]
        self._addresses: dict[int, Address] = {-1: ROOT}
        self._articles: dict[int, dict[Number, int]] | None = None

    def _visit(self, node: Provision, parent: int, article: int) -> None:
        add_node, add_parent, add_article = (
            self.nodes.append,
            self.parents.append,
            self.articles_around.append,
        )
        place = len(self.nodes)
        if type(node) is Article:
            article = place
            self._article_places.append(place)
        add_node(node)
        add_parent(parent)
        add_article(article)
        if node.text:
            self._texts.append(node.text)
            self.owners.append(place)
        for child in node.children:
            if child.children or type(child) is Article:
                self._visit(child, place, article)
                continue
            # Most are leaves, and a call for each takes as long as all the rest.
            if child.text:
                self._texts.append(child.text)
                self.owners.append(len(self.nodes))
            add_node(child)
            add_parent(place)
            add_article(article)

    def address(self, place: int) -> Address:
        """The address of a node."""
        known = self._addresses.get(place)
        if known is None:
            node = self.nodes[place]
            known = self.address(self.parents[place]).child(node.level, node.number)
            self._addresses[place] = known
        return known

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
            for place in self._article_places:
                node = self.nodes[place]
                assert isinstance(node, Article)
                annexed = self.around(place, Level.ANNEX) if self.statute.annexes else None
                own = self._articles.setdefault(-1 if annexed is None else annexed, {})
                # Of a number that is repeated, the first is meant.
                own.setdefault(node.number, place)
                if node.through:
                    last = min(node.through.value, node.number.value + MOST_ARTICLES_AS_ONE)
                    for value in range(node.number.value + 1, last + 1):
                        own.setdefault(Number(value), place)
        return self._articles.get(annex, {})
