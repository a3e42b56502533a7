"""Where in its own statute a citation points. What is not there is said to be missing, never guessed."""

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
# All ranges that a statute prints have fewer members between their ends; the longest known has 300.
MOST_IN_RANGES = 100_000


class Resolution(msgspec.Struct, gc=False):
    """What a citation points at, in the order of its words."""

    targets: list[Address]
    unresolved: list[Unresolved]


class Where(msgspec.Struct, frozen=True, gc=False):
    """Where a citation stands.

    `annex` is the place of the annex, -1 outside of any; `article` that of the article, or of the 一、 that does
    for one, with its `steps`; `paragraph` is the number of the 款 and `item` the place of the 项. -1 and 0 stand for none.
    """

    index: int
    annex: int
    article: int
    steps: Steps
    paragraph: int
    item: int


NOWHERE = Where(-1, -1, -1, (), 0, -1)


class Resolver:
    """Finds provisions of one statute."""

    def __init__(self, passages: Passages) -> None:
        self._passages = passages
        self._where: dict[int, Where] = {}
        self._below_of: dict[int, Below] = {}
        self._places_of: dict[int, dict[int, int]] = {}
        self._article_orders: dict[int, Order] = {}
        self._before: dict[int, tuple[list[Number], dict[int, int]]] = {}
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
        """Where the text of a node stands."""
        if index < 0:
            return NOWHERE
        known = self._where.get(index)
        if known is None:
            known = self._where[index] = self._locate(index)
        return known

    def _locate(self, index: int) -> Where:
        nodes, parents = self._passages.nodes, self._passages.parents
        annexes = bool(self._passages.statute.annexes)
        annex = article = item = -1
        paragraph = 0
        steps: Steps = ()
        at = index
        while at >= 0:
            node = nodes[at]
            kind = type(node)
            if kind is Item:
                item = at if item < 0 else item
            elif kind is Paragraph:
                paragraph = node.number.value
            elif kind is Article:
                article, steps = at, (Step(Level.ARTICLE, node.number),)
                if not annexes:
                    break
            elif kind is Division and (article < 0 or steps[0].level is Level.DIVISION):
                article = at if article < 0 else article
                steps = (Step(Level.DIVISION, node.number), *steps)
            elif kind is Annex:
                annex = at
            at = parents[at]
        return Where(index, annex, article, steps, paragraph, item)

    def article(self, where: Where, steps: Steps) -> int | None:
        """The place of the article that steps begin with."""
        own = where.steps
        if own and own[0].level is Level.DIVISION and steps[: len(own)] == own:
            return where.article
        if not steps or steps[0].level is not Level.ARTICLE:
            return None
        if own and own[0] == steps[0]:
            return where.article
        found = self.articles(where).get(steps[0].number)
        return found if found is not None else self._division(steps[0].number)

    def _division(self, number: Number) -> int | None:
        """Where a text is numbered 一、 and has no 条, that is what 第X条 of it means."""
        if self._passages.articles(-1):
            return None
        return self._groups.division(number)

    def resolve(self, where: Where, targets: Iterable[Target]) -> Resolution:
        """All provisions that the members of a list point at."""
        found = Resolution([], [])
        before: Target | None = None
        for target in targets:
            if target.through and before is not None and self._range(where, before, target, found):
                pass
            elif target.first is not None:
                self._first(where, target, found)
            else:
                self._one(where, target.steps, found)
            before = target
        return found

    def _one(self, where: Where, steps: Steps, found: Resolution) -> None:
        address, reason = self._find(where, steps)
        if address is not None:
            found.targets.append(address)
        else:
            found.unresolved.append(Unresolved("".join(map(str, steps)), reason))

    def _find(self, where: Where, steps: Steps) -> tuple[Address | None, Reason]:
        if steps[-1].level.rank < _DIVISION:
            return self._group(where, steps)
        index = self.article(where, steps)
        if index is None:
            return None, Reason.MISSING_ARTICLE
        address = self._passages.address(index)
        rest = [step for step in steps if step.level.rank > _ARTICLE] if len(steps) > 1 else ()
        if not rest:
            return address, Reason.MISSING_ARTICLE
        node = self._paragraph(where, index, rest[0])
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

    def _paragraph(self, where: Where, article: int, step: Step) -> Provision | None:
        """The 款 that a step names, or the one that has the item that it names.

        第十条第（二）项 is in the 款 that has such an item, normally the first; in its own article, the own one first.
        """
        node = self._passages.nodes[article]
        if step.level is Level.PARAGRAPH:
            return self._below(node).child(step)
        return self._below(node).holding(step, where.paragraph if article == where.article else -1)

    def _group(self, where: Where, steps: Steps) -> tuple[Address | None, Reason]:
        """A 编, 章 or 节: with all levels above it that are printed, or else the one around the citation."""
        index, any_found = self._groups.find(where.index, where.annex, steps)
        if index is None:
            return None, Reason.AMBIGUOUS if any_found else Reason.MISSING_CHAPTER
        return self._passages.address(index), Reason.MISSING_CHAPTER

    def _first(self, where: Where, target: Target, found: Resolution) -> None:
        assert target.first is not None
        level, count = target.first.level, target.first.number.value
        for value in range(1, min(count, MOST_ARTICLES_AS_ONE) + 1):
            self._one(where, (*target.steps, Step(level, Number(value))), found)

    def elsewhere(self, targets: Sequence[Target]) -> Resolution:
        """What the members of a list mean in another act."""
        listed, unlisted = addresses(targets, self._left)
        self._left -= max(0, len(listed) - len(targets))
        return Resolution(listed, [Unresolved(words, Reason.TOO_MANY) for words in unlisted])

    def _range(self, where: Where, before: Target, target: Target, found: Resolution) -> bool:
        """Add what lies between two members and the second of them; False if they do not make a range."""
        first, last = before.steps, target.steps
        level = last[-1].level
        if first[-1].level is not level or first[:-1] != last[:-1] or not first[-1].number < last[-1].number:
            return False
        order = self._siblings(where, first)
        between = order.between(first[-1].number, last[-1].number, self._left) if order else []
        if between is None:
            found.unresolved.append(Unresolved(words_of_range(first, last), Reason.TOO_MANY))
            between = []
        self._left -= len(between)
        for number in between:
            self._one(where, (*first[:-1], Step(level, number)), found)
        self._one(where, last, found)
        return True

    def _siblings(self, where: Where, steps: Steps) -> Order | None:
        """The numbers of the level of the last step, 之一 and the like among them."""
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
        holding = below.child(paragraph)
        return self._below(holding).order(level) if holding else None

    def _order_of_articles(self, where: Where) -> Order:
        own = where.annex if self._passages.articles(where.annex) else -1
        known = self._article_orders.get(own)
        if known is None:
            known = self._article_orders[own] = Order(self.articles(where))
        return known

    def articles(self, where: Where) -> dict[Number, int]:
        """The places of the articles that 第X条 may mean there, by number: those of the annex, if it has any."""
        return self._passages.articles(where.annex) or self._passages.articles(-1)

    def siblings(self, index: int) -> tuple[Sequence[Provision], int]:
        """All that stands directly in what a node stands in, and which of them it is."""
        parent = self._passages.parents[index]
        siblings = self._passages.nodes[parent].children
        known = self._places_of.get(parent)
        if known is None:
            known = self._places_of[parent] = {id(each): i for i, each in enumerate(siblings)}
        return siblings, known[id(self._passages.nodes[index])]

    def articles_before(self, where: Where, count: int) -> list[Number]:
        """The numbers of so many articles right before the one where a citation stands; none if they are fewer."""
        own = where.annex if self._passages.articles(where.annex) else -1
        known = self._before.get(own)
        if known is None:
            articles = self.articles(where)
            indexes = {index: i for i, index in reversed(list(enumerate(articles.values())))}
            known = self._before[own] = (list(articles), indexes)
        numbers, indexes = known
        index = indexes.get(where.article, 0)
        return numbers[index - count : index] if index >= count else []

    def address(self, index: int) -> Address:
        return self._passages.address(index)

    def around(self, index: int, level: Level) -> Address | None:
        """The address of the innermost provision at a level around a node."""
        found = self._passages.around(index, level)
        return None if found is None else self._passages.address(found)

    def has(self, where: Where, steps: Steps) -> bool:
        """Whether there is such a provision."""
        return self._find(where, steps)[0] is not None

    def items_above(self, where: Where, step: Step) -> Steps | None:
        """The nearest 款 of the own article, the own one first, that has an item."""
        if where.article < 0:
            return None
        paragraph = self._below(self._passages.nodes[where.article]).holding_above(step, where.paragraph)
        return (*where.steps, Step(paragraph.level, paragraph.number)) if paragraph else None
