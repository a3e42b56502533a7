"""The texts of a statute joined to one string, which is searched once, and the way back from positions to provisions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from regkit.model.address import Address, Number, Step
from regkit.model.flat import front_text
from regkit.model.fronts import CITING_FRONTS, Front
from regkit.model.levels import Level
from regkit.model.limits import is_readable
from regkit.model.tree import MOST_ARTICLES_AS_ONE, Article, Provision, Statute
from regkit.text.variants import may_have_variants, plain


class Passages:
    """The texts of a statute, joined by line ends: as printed, and with radicals and traditional characters in their usual form.

    `nodes` are all provisions in walking order, and `parents` the indexes of their parents, -1 at the top of the statute.
    Each front in `fronts` and each node has a passage; that of a node is empty if it has no readable text. Passage i begins at
    ``starts[i]`` of `joined`, which is as long as `printed`. Its owner is ``i - len(fronts)``: the index of a node or, if negative, an index into `fronts`.
    """

    def __init__(self, statute: Statute) -> None:
        self.statute = statute
        self.nodes: list[Provision] = []
        self.parents: list[int] = []
        self.fronts: list[Front] = []
        self._texts: list[str] = []
        for front in CITING_FRONTS:
            text = front_text(statute, front)
            if text is not None:
                self.fronts.append(front)
                self._texts.append(text)
        self._visit(statute.children, -1)
        self._visit(statute.annexes, -1)
        self.printed = "\n".join(self._texts)
        self.joined = plain(self.printed) if may_have_variants(self.printed) else self.printed
        self.starts = [0, *accumulate(map((1).__add__, map(len, self._texts)))]
        self._addresses: dict[int, Address] = {}
        self._articles: dict[int, dict[Number, int]] | None = None

    def _visit(self, siblings: Sequence[Provision], parent: int) -> None:
        """Add siblings and everything below them, in walking order; `parent` is the index of their parent, -1 at the top."""
        nodes = self.nodes
        add_node, add_parent, add_text = nodes.append, self.parents.append, self._texts.append
        for node in siblings:
            add_node(node)
            add_parent(parent)
            add_text(node.text if is_readable(node.text) else "")
            below = node.children
            if not below:
                continue
            index = len(nodes) - 1
            only = below[0]
            if len(below) > 1 or only.children:
                self._visit(below, index)
                continue
            # Most articles have a single 款; a recursive call for each would double the time of the walk.
            add_node(only)
            add_parent(index)
            add_text(only.text if is_readable(only.text) else "")

    def address(self, index: int) -> Address:
        """The address of the node with this index."""
        known = self._addresses.get(index)
        if known is None:
            node = self.nodes[index]
            # The address of an article contains none of the levels above it but an annex, so the way up is needed only with annexes.
            above = -1 if type(node) is Article and not self.statute.annexes else self.parents[index]
            known = self.address(above).child(node.level, node.number) if above >= 0 else _top(node)
            self._addresses[index] = known
        return known

    @property
    def has_articles(self) -> bool:
        """Whether the statute or an annex has any article."""
        return any(type(node) is Article for node in self.nodes)

    def article_around(self, index: int) -> int:
        """The index of the article that a node is or stands in, -1 if there is none."""
        nodes, parents = self.nodes, self.parents
        while index >= 0 and type(nodes[index]) is not Article:
            index = parents[index]
        return index

    def outermost(self, index: int) -> int:
        """The index of the provision at the top of the statute that a node is or stands in, -1 for a front."""
        while index >= 0 and self.parents[index] >= 0:
            index = self.parents[index]
        return max(index, -1)

    def around(self, index: int, level: Level) -> int | None:
        """The index of the innermost provision at a level that a node is or stands in, None if there is none."""
        while index >= 0:
            if self.nodes[index].level is level:
                return index
            index = self.parents[index]
        return None

    def articles(self, annex: int) -> dict[Number, int]:
        """The indexes of the articles of an annex, or of the statute itself for -1, by number, in reading order.

        Of a number that is repeated, the first article counts. One that stands for several (through) has all their numbers.
        """
        if self._articles is None:
            self._articles = {}
            has_annexes = bool(self.statute.annexes)
            for index, node in enumerate(self.nodes):
                if type(node) is not Article:
                    continue
                around = self.around(index, Level.ANNEX) if has_annexes else None
                by_number = self._articles.setdefault(-1 if around is None else around, {})

                by_number.setdefault(node.number, index)
                if node.through:
                    last = min(node.through.value, node.number.value + MOST_ARTICLES_AS_ONE)
                    for value in range(node.number.value + 1, last + 1):
                        by_number.setdefault(Number(value), index)
        return self._articles.get(annex, {})


def _top(node: Provision) -> Address:
    """The address of a provision at the top of the statute."""
    return Address((Step(node.level, node.number),))
