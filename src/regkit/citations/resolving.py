"""Where in its own statute a citation points. What is not there is said to be missing, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from regkit.citations.citation import Reason, Unresolved
from regkit.citations.passages import Passages
from regkit.citations.targets import Steps, Target
from regkit.model.address import Address, Number, Step
from regkit.model.levels import Level
from regkit.model.tree import MOST_ARTICLES_AS_ONE, Annex, Article, Division, Item, Paragraph, Provision

_ARTICLE, _DIVISION = Level.ARTICLE.rank, Level.DIVISION.rank


class Found(msgspec.Struct, gc=False):
    """What a citation points at, in the order of its words."""

    targets: list[Address]
    unresolved: list[Unresolved]


class Where(msgspec.Struct, frozen=True, gc=False):
    """Where a citation stands.

    `annex` is the place of the annex, -1 outside of any; `article` that of the article, or of the 一、 that does
    for one, with its `steps`; `paragraph` is the number of the 款 and `item` the place of the 项. -1 and 0 stand for none.
    """

    place: int
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

    def where(self, place: int) -> Where:
        """Where the text of a node stands."""
        if place < 0:
            return NOWHERE
        known = self._where.get(place)
        if known is None:
            known = self._where[place] = self._locate(place)
        return known

    def _locate(self, place: int) -> Where:
        nodes, parents = self._passages.nodes, self._passages.parents
        annexes = bool(self._passages.statute.annexes)
        annex = article = item = -1
        paragraph = 0
        steps: Steps = ()
        at = place
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
        return Where(place, annex, article, steps, paragraph, item)

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
        nodes, parents = self._passages.nodes, self._passages.parents
        for place, node in enumerate(nodes):
            if node.level is Level.DIVISION and node.number == number and parents[place] < 0:
                return place
        return None

    def resolve(self, where: Where, targets: Iterable[Target]) -> Found:
        """All provisions that the members of a list point at."""
        found = Found([], [])
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

    def _one(self, where: Where, steps: Steps, found: Found) -> None:
        address, reason = self._find(where, steps)
        if address is not None:
            found.targets.append(address)
        else:
            found.unresolved.append(Unresolved("".join(map(str, steps)), reason))

    def _find(self, where: Where, steps: Steps) -> tuple[Address | None, Reason]:
        if steps[-1].level.rank < _DIVISION:
            return self._group(where, steps)
        place = self.article(where, steps)
        if place is None:
            return None, Reason.MISSING_ARTICLE
        address = self._passages.address(place)
        rest = [step for step in steps if step.level.rank > _ARTICLE] if len(steps) > 1 else ()
        if not rest:
            return address, Reason.MISSING_ARTICLE
        node = self._paragraph(where, place, rest[0])
        if node is None:
            in_paragraphs = rest[0].level is Level.PARAGRAPH
            return None, Reason.MISSING_PARAGRAPH if in_paragraphs else Reason.MISSING_ITEM
        address = address.child(node.level, node.number)
        for step in rest[1:] if rest[0].level is Level.PARAGRAPH else rest:
            below = _child(node, step)
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
            return _child(node, step)
        holding = [each for each in _paragraphs(node) if _child(each, step)]
        if article == where.article:
            own = next((each for each in holding if each.number.value == where.paragraph), None)
            return own or next(iter(holding), None)
        return next(iter(holding), None)

    def _group(self, where: Where, steps: Steps) -> tuple[Address | None, Reason]:
        """A 编, 章 or 节: with all levels above it that are printed, or else the one around the citation."""
        nodes = self._passages.nodes
        found = [
            place
            for place, node in enumerate(nodes)
            if node.level is steps[-1].level
            and node.number == steps[-1].number
            and _ends_with(self._passages.address(place).steps, steps)
            and self._passages.around(place, Level.ANNEX) == (where.annex if where.annex >= 0 else None)
        ]
        if len(found) > 1:
            # 章 may begin anew in each 编: the one meant is in the same 编 as the citation.
            above = set(self._above(where.place))
            near = [place for place in found if self._passages.parents[place] in above]
            found = near or found
        if len(found) != 1:
            return None, Reason.AMBIGUOUS if found else Reason.MISSING_CHAPTER
        return self._passages.address(found[0]), Reason.MISSING_CHAPTER

    def _above(self, place: int) -> Iterable[int]:
        while place >= 0:
            place = self._passages.parents[place]
            yield place

    def _first(self, where: Where, target: Target, found: Found) -> None:
        assert target.first is not None
        level, count = target.first.level, target.first.number.value
        for value in range(1, min(count, MOST_ARTICLES_AS_ONE) + 1):
            self._one(where, (*target.steps, Step(level, Number(value))), found)

    def _range(self, where: Where, before: Target, target: Target, found: Found) -> bool:
        """Add what lies between two members and the second of them; False if they do not make a range."""
        first, last = before.steps, target.steps
        level = last[-1].level
        if first[-1].level is not level or first[:-1] != last[:-1] or not first[-1].number < last[-1].number:
            return False
        between = [
            number for number in self._siblings(where, first) if first[-1].number < number < last[-1].number
        ]
        for number in between:
            self._one(where, (*first[:-1], Step(level, number)), found)
        self._one(where, last, found)
        return True

    def _siblings(self, where: Where, steps: Steps) -> list[Number]:
        """The numbers of the level of the last step, in reading order, 之一 and the like among them."""
        level = steps[-1].level
        if level is Level.ARTICLE:
            return list(self.articles(where))
        address, _ = self._find(where, steps)
        if address is None:
            return []
        nodes = self._passages.nodes
        if level < Level.ARTICLE:
            addresses = map(self._passages.address, range(len(nodes)))
            return [
                each.number
                for each in addresses
                if each.steps[:-1] == address.steps[:-1] and each.level is level
            ]
        place = self.article(where, steps)
        assert place is not None
        paragraphs = _paragraphs(nodes[place])
        if level is Level.PARAGRAPH:
            return [each.number for each in paragraphs]
        paragraph = next(each for each in paragraphs if Step(each.level, each.number) in address.steps)
        return [each.number for each in paragraph.children if each.level is level]

    def articles(self, where: Where) -> dict[Number, int]:
        """The places of the articles that 第X条 may mean there, by number: those of the annex, if it has any."""
        return self._passages.articles(where.annex) or self._passages.articles(-1)

    def siblings(self, place: int) -> tuple[Sequence[Provision], int]:
        """All that stands directly in what a node stands in, and which of them it is."""
        siblings = self._passages.nodes[self._passages.parents[place]].children
        return siblings, next(i for i, each in enumerate(siblings) if each is self._passages.nodes[place])

    def address(self, place: int) -> Address:
        return self._passages.address(place)

    def around(self, place: int, level: Level) -> Address | None:
        """The address of the innermost provision at a level around a node."""
        found = self._passages.around(place, level)
        return None if found is None else self._passages.address(found)

    def has(self, where: Where, steps: Steps) -> bool:
        """Whether there is such a provision."""
        return self._find(where, steps)[0] is not None

    def items_above(self, where: Where, step: Step) -> Steps | None:
        """The nearest 款 of the own article, the own one first, that has an item."""
        if where.article < 0:
            return None
        paragraphs = _paragraphs(self._passages.nodes[where.article])
        for paragraph in reversed(paragraphs[: where.paragraph]):
            if _child(paragraph, step):
                return (*where.steps, Step(paragraph.level, paragraph.number))
        return None


def _paragraphs(node: Provision) -> tuple[Provision, ...]:
    return tuple([child for child in node.children if type(child) is Paragraph])


def _child(node: Provision, step: Step) -> Provision | None:
    level, number = step.level, step.number
    for child in node.children:
        if child.level is level and child.number == number:
            return child
    # 1． may be printed where an item is meant, and is cited as one.
    if level is Level.ITEM and node.children and not any(type(child) is Item for child in node.children):
        return next((child for child in node.children if child.number == number), None)
    return None


def _ends_with(steps: Steps, some: Steps) -> bool:
    """Whether some steps, the last of which is the last of all, stand in this order."""
    rest = iter(steps)
    return steps[-1] == some[-1] and all(step in rest for step in some)
