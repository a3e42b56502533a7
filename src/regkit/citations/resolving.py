"""Resolves citations to provisions of their own statute. What is missing is reported with a reason, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import msgspec

from regkit.citations.below import Below, Order
from regkit.citations.citation import Reason, Unresolved
from regkit.citations.groups import Groups
from regkit.citations.passages import Passages
from regkit.citations.targets import Steps, Target, addresses, words_of_range
from regkit.model.address import Address, Number, Step
from regkit.model.levels import Level
from regkit.model.tree import MOST_ARTICLES_AS_ONE, Annex, Article, Division, Item, Paragraph, Provision

_ARTICLE, _DIVISION = Level.ARTICLE.rank, Level.DIVISION.rank
# The limit for provisions between the ends of all ranges of a statute together; the longest known range has 300.
MOST_IN_RANGES = 100_000


class Resolution(msgspec.Struct, gc=False):
    """The provisions that a citation points at, and the parts that could not be resolved, each in the order of the words."""

    targets: list[Address]
    unresolved: list[Unresolved]


class Where(msgspec.Struct, frozen=True, gc=False):
    """Where a citation stands: the index of its provision, and of those around it.

    `annex`, `article` and `item` are the indexes of the annex, the article and the 项, -1 for none. A 一、 takes the place of an
    article where there is none. `steps` lead to the article. `paragraph` is the number of the 款, 0 for none.
    """

    index: int
    annex: int
    article: int
    steps: Steps
    paragraph: int
    item: int


NOWHERE = Where(-1, -1, -1, (), 0, -1)


class Resolver:
    """Finds the provisions of one statute that citations mean; tables are built on first use and kept."""

    def __init__(self, passages: Passages) -> None:
        self._passages = passages
        self._where: dict[int, Where] = {}
        self._below_of: dict[int, Below] = {}
        self._sibling_indexes: dict[int, dict[int, int]] = {}
        self._article_orders: dict[int, Order] = {}
        self._before: dict[int, tuple[list[Number], dict[int, int]]] = {}
        # How many provisions between the ends of ranges may still be listed.
        self._left = MOST_IN_RANGES

    @cached_property
    def _groups(self) -> Groups:
        return Groups(self._passages)

    def _below(self, node: Provision) -> Below:
        known = self._below_of.get(id(node))
        if known is None:
            known = self._below_of[id(node)] = Below(node)
        return known

    def where(self, index: int) -> Where:
        """Where the node with this index stands; NOWHERE for a front, whose index is negative."""
        if index < 0:
            return NOWHERE
        known = self._where.get(index)
        if known is None:
            known = self._where[index] = self._locate(index)
        return known

    def _locate(self, index: int) -> Where:
        """Where the node with this index stands, found on the way up to the top of the statute."""
        nodes, parents = self._passages.nodes, self._passages.parents
        has_annexes = bool(self._passages.statute.annexes)
        annex = article = item = -1
        paragraph = 0
        steps: Steps = ()
        current = index
        while current >= 0:
            node = nodes[current]
            kind = type(node)
            if kind is Item:
                item = current if item < 0 else item
            elif kind is Paragraph:
                paragraph = node.number.value
            elif kind is Article:
                article, steps = current, (Step(Level.ARTICLE, node.number),)
                if not has_annexes:
                    break
            elif kind is Division and (article < 0 or steps[0].level is Level.DIVISION):
                article = current if article < 0 else article
                steps = (Step(Level.DIVISION, node.number), *steps)
            elif kind is Annex:
                annex = current
            current = parents[current]
        return Where(index, annex, article, steps, paragraph, item)

    def article(self, where: Where, steps: Steps) -> int | None:
        """The index of the article that `steps` begin with, or of the 一、 that takes its place; None if there is none."""
        local_steps = where.steps
        if (
            local_steps
            and local_steps[0].level is Level.DIVISION
            and steps[: len(local_steps)] == local_steps
        ):
            return where.article
        if not steps or steps[0].level is not Level.ARTICLE:
            return None
        if local_steps and local_steps[0] == steps[0]:
            return where.article
        index = self.articles(where).get(steps[0].number)
        return index if index is not None else self._division(steps[0].number)

    def _division(self, number: Number) -> int | None:
        """The index of the 一、 that 第X条 means in a text without articles, None if there is none."""
        if self._passages.articles(-1):
            return None
        return self._groups.division(number)

    def resolve(self, where: Where, targets: Iterable[Target]) -> Resolution:
        """The provisions that the members of a list point at, ranges included, for a citation that stands at `where`."""
        resolution = Resolution([], [])
        before: Target | None = None
        for target in targets:
            if target.through and before is not None and self._add_range(where, before, target, resolution):
                pass
            elif target.first is not None:
                self._add_first(where, target, resolution)
            else:
                self._add(where, target.steps, resolution)
            before = target
        return resolution

    def _add(self, where: Where, steps: Steps, resolution: Resolution) -> None:
        """Add the provision that `steps` mean to the resolution, or why there is none."""
        address, reason = self._find(where, steps)
        if address is not None:
            resolution.targets.append(address)
        else:
            resolution.unresolved.append(Unresolved("".join(map(str, steps)), reason))

    def _find(self, where: Where, steps: Steps) -> tuple[Address | None, Reason]:
        """The address of the provision that `steps` mean; if there is none, None and the reason."""
        if steps[-1].level.rank < _DIVISION:
            return self._group(where, steps)
        index = self.article(where, steps)
        if index is None:
            return None, Reason.MISSING_ARTICLE
        address = self._passages.address(index)
        rest = [step for step in steps if step.level.rank > _ARTICLE] if len(steps) > 1 else ()
        if not rest:
            return address, Reason.MISSING_ARTICLE
        node = self._child_of_article(where, index, rest[0])
        if node is None:
            in_paragraphs = rest[0].level is Level.PARAGRAPH
            return None, Reason.MISSING_PARAGRAPH if in_paragraphs else Reason.MISSING_ITEM
        address = address.child(node.level, node.number)
        for step in rest[1:] if rest[0].level is Level.PARAGRAPH else rest:
            below = self._below(node).child(step)
            if below is None:
                return None, Reason.MISSING_ITEM
            node = below
            address = address.child(node.level, node.number)
        return address, Reason.MISSING_ITEM

    def _child_of_article(self, where: Where, article: int, step: Step) -> Provision | None:
        """The child of an article that a step names or, for 项 or 目, the 款 that contains it; None if there is none.

        第十条第（二）项 is in the first 款 with such an item. Cited within 第十条, it is in the same 款 as the citation, if that has one.
        """
        node = self._passages.nodes[article]
        if step.level is Level.PARAGRAPH:
            return self._below(node).child(step)
        return self._below(node).holding(step, where.paragraph if article == where.article else -1)

    def _group(self, where: Where, steps: Steps) -> tuple[Address | None, Reason]:
        """The address of the 编, 章 or 节 that `steps` mean; if that is not certain, None and the reason."""
        index, any_found = self._groups.find(where.index, where.annex, steps)
        if index is None:
            return None, Reason.AMBIGUOUS if any_found else Reason.MISSING_CHAPTER
        return self._passages.address(index), Reason.MISSING_CHAPTER

    def _add_first(self, where: Where, target: Target, resolution: Resolution) -> None:
        """Add the first 款 or 项 of a provision: 第十条前三款."""
        assert target.first is not None
        level, count = target.first.level, target.first.number.value
        for value in range(1, min(count, MOST_ARTICLES_AS_ONE) + 1):
            self._add(where, (*target.steps, Step(level, Number(value))), resolution)

    def elsewhere(self, targets: Sequence[Target]) -> Resolution:
        """The provisions that the members of a list mean in another act, whose text is not available."""
        listed, unlisted = addresses(targets, self._left)
        self._left -= max(0, len(listed) - len(targets))
        return Resolution(listed, [Unresolved(words, Reason.TOO_MANY) for words in unlisted])

    def _add_range(self, where: Where, before: Target, target: Target, resolution: Resolution) -> bool:
        """Add the provisions between two members, and the second member; False if they do not form a range."""
        first, last = before.steps, target.steps
        level = last[-1].level
        if first[-1].level is not level or first[:-1] != last[:-1] or not first[-1].number < last[-1].number:
            return False
        order = self._siblings(where, first)
        between = order.between(first[-1].number, last[-1].number, self._left) if order else []
        if between is None:
            resolution.unresolved.append(Unresolved(words_of_range(first, last), Reason.TOO_MANY))
            between = []
        self._left -= len(between)
        for number in between:
            self._add(where, (*first[:-1], Step(level, number)), resolution)
        self._add(where, last, resolution)
        return True

    def _siblings(self, where: Where, steps: Steps) -> Order | None:
        """The numbers of the siblings of the provision that `steps` mean, inserted ones (之一) included; None if it is missing."""
        level = steps[-1].level
        if level is Level.ARTICLE:
            return self._order_of_articles(where)
        address, _ = self._find(where, steps)
        if address is None:
            return None
        if level < Level.ARTICLE:
            return self._groups.order(address)
        index = self.article(where, steps)
        assert index is not None
        below = self._below(self._passages.nodes[index])
        if level is Level.PARAGRAPH:
            return below.order(level)
        paragraph = next(step for step in address.steps if step.level is Level.PARAGRAPH)
        paragraph_node = below.child(paragraph)
        return self._below(paragraph_node).order(level) if paragraph_node else None

    def _order_of_articles(self, where: Where) -> Order:
        """The numbers of the articles that 第X条 may mean at `where`."""
        annex = where.annex if self._passages.articles(where.annex) else -1
        known = self._article_orders.get(annex)
        if known is None:
            known = self._article_orders[annex] = Order(self.articles(where))
        return known

    def articles(self, where: Where) -> dict[Number, int]:
        """The indexes of the articles that 第X条 may mean at `where`, by number: those of the annex, if it has any."""
        return self._passages.articles(where.annex) or self._passages.articles(-1)

    def siblings(self, index: int) -> tuple[Sequence[Provision], int]:
        """The children of the parent of a node, and which of them the node is, from 0. The node must have a parent."""
        parent = self._passages.parents[index]
        siblings = self._passages.nodes[parent].children
        known = self._sibling_indexes.get(parent)
        if known is None:
            known = self._sibling_indexes[parent] = {id(sibling): i for i, sibling in enumerate(siblings)}
        return siblings, known[id(self._passages.nodes[index])]

    def articles_before(self, where: Where, count: int) -> list[Number]:
        """The numbers of the `count` articles right before that of the citation, in reading order; none if they are fewer."""
        annex = where.annex if self._passages.articles(where.annex) else -1
        known = self._before.get(annex)
        if known is None:
            articles = self.articles(where)
            indexes = {index: i for i, index in reversed(list(enumerate(articles.values())))}
            known = self._before[annex] = (list(articles), indexes)
        numbers, indexes = known
        index = indexes.get(where.article, 0)
        return numbers[index - count : index] if index >= count else []

    def address(self, index: int) -> Address:
        """The address of the node with this index."""
        return self._passages.address(index)

    def around(self, index: int, level: Level) -> Address | None:
        """The address of the innermost provision at a level that a node is or stands in, None if there is none."""
        around = self._passages.around(index, level)
        return None if around is None else self._passages.address(around)

    def has(self, where: Where, steps: Steps) -> bool:
        """Whether the provision that `steps` mean at `where` exists."""
        return self._find(where, steps)[0] is not None

    def items_above(self, where: Where, step: Step) -> Steps | None:
        """The steps of the nearest 款 with such an item: that of the citation or one before it; None if there is none."""
        if where.article < 0:
            return None
        paragraph = self._below(self._passages.nodes[where.article]).holding_above(step, where.paragraph)
        return (*where.steps, Step(paragraph.level, paragraph.number)) if paragraph else None
