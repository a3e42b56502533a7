"""The statute as a tree of provisions: typed, frozen, knowing no format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

import msgspec

from regkit.codes import ErrorCode
from regkit.errors import AddressError, Problem, ProvisionNotFoundError
from regkit.model.address import ROOT, Address, Number, Step
from regkit.model.levels import Level
from regkit.text.notebook import prose_html


# gc=False: a provision never holds a cycle, and the collector would walk every node of every statute.
class Provision(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What all provisions share. The text is as printed, without the blanks at its ends.

    `label` is the printed number (第二十三条, （一）, 1．) or None where none is printed, as for every 款 and
    for chapters and items that lost theirs; `number` then is the place that they have.
    `heading` is the title of a chapter, or the 条标 of an article with its brackets, else None.
    `text` is the own text; lines within it are natural paragraphs or rows of tables (`regkit.find_tables`).
    What stands below is in `children`.
    """

    level: ClassVar[Level]

    number: Number
    label: str | None = None
    heading: str | None = None
    text: str = ""
    children: tuple[Provision, ...] = ()

    def __repr__(self) -> str:
        """What it is called, how it begins, and how much it holds: a law in full would fill the screen."""
        name = self.label or str(Step(self.level, self.number))
        words = [repr(_beginning_of(each)) for each in (name, self.heading, self.text) if each]
        return f"{type(self).__name__}({', '.join([*words, *_counts(self)])})"

    def _repr_html_(self) -> str:
        """The provision in a notebook, with all that stands in it."""
        return prose_html(None, _lines_of(self))


class Subitem(Provision, frozen=True, gc=False, kw_only=True):
    """目: “1．” below an item, or a further enumeration below another 目."""

    level = Level.SUBITEM
    children: tuple[Subitem, ...] = ()


class Item(Provision, frozen=True, gc=False, kw_only=True):
    """项: “（一）”. `run_in` says that it was printed on the line of what stands before it."""

    level = Level.ITEM
    run_in: bool = False
    children: tuple[Subitem, ...] = ()


class Paragraph(Provision, frozen=True, gc=False, kw_only=True):
    """款: a natural paragraph of an article together with the items that it leads in."""

    level = Level.PARAGRAPH
    children: tuple[Item | Subitem, ...] = ()


class Article(Provision, frozen=True, gc=False, kw_only=True):
    """条: all its text is in its 款.

    `through` is the last number of several articles that are printed as one (第五条至第七条 已删除), else None.
    """

    level = Level.ARTICLE
    through: Number | None = None
    children: tuple[Paragraph, ...] = ()


class Division(Provision, frozen=True, gc=False, kw_only=True):
    """一、: of a document that has no 条, or a heading over 条 as judicial interpretations have it."""

    level = Level.DIVISION
    children: tuple[Division | Article | Paragraph, ...] = ()


class Section(Provision, frozen=True, gc=False, kw_only=True):
    """节."""

    level = Level.SECTION
    children: tuple[Division | Article | Paragraph, ...] = ()


class Chapter(Provision, frozen=True, gc=False, kw_only=True):
    """章."""

    level = Level.CHAPTER
    children: tuple[Section | Division | Article | Paragraph, ...] = ()


class Subpart(Provision, frozen=True, gc=False, kw_only=True):
    """分编."""

    level = Level.SUBPART
    children: tuple[Chapter | Section | Division | Article | Paragraph, ...] = ()


class Part(Provision, frozen=True, gc=False, kw_only=True):
    """编."""

    level = Level.PART
    children: tuple[Subpart | Chapter | Section | Division | Article | Paragraph, ...] = ()


class Annex(Provision, frozen=True, gc=False, kw_only=True):
    """附件: label and heading as printed, its lines as text; what is numbered in it as 条 is in `children`."""

    level = Level.ANNEX
    children: tuple[Provision, ...] = ()


# A range that spans more is no range of articles.
MOST_ARTICLES_AS_ONE = 1000
Group = Part | Subpart | Chapter | Section | Division

CLASSES: dict[Level, type[Provision]] = {
    kind.level: kind
    for kind in (Annex, Part, Subpart, Chapter, Section, Division, Article, Paragraph, Item, Subitem)
}


@dataclass(frozen=True, repr=False)
class Statute:
    """A law, regulation or rule as one text at one time.

    Everything that is printed is in here, in this order: `announcement` (公告 or 令 that promulgated it, where
    it was read with the text), `title` (None where the text starts with its first provision), `notes` (题注, a line each), `contents` (目录, a line each with the word itself),
    `preamble` (序言 or an enacting clause), `children`, `signature`, `annexes`.

    Two statutes are equal when they print the same law; `problems` (what the parser wondered about) and
    `lines` (the line of each provision in the file, in walking order) speak of the source and do not count.
    """

    announcement: tuple[str, ...] = ()
    title: str | None = None
    notes: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()
    preamble: tuple[str, ...] = ()
    children: tuple[Group | Article | Paragraph, ...] = ()
    signature: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    problems: tuple[Problem, ...] = field(default=(), compare=False, repr=False)
    lines: tuple[int, ...] = field(default=(), compare=False, repr=False)

    def __repr__(self) -> str:
        title = repr(_beginning_of(self.title)) if self.title else "None"
        annexes = [f"{len(self.annexes)} annexes"] if self.annexes else []
        counts = [f"{len(self.articles)} articles", *annexes, f"{len(self.problems)} problems"]
        return f"Statute({', '.join([title, *counts])})"

    def _repr_html_(self) -> str:
        """The title and the provisions in a notebook."""
        return prose_html(self.title, (line for child in self.children for line in _lines_of(child)))

    def __iter__(self) -> Iterator[Provision]:
        """Every provision in reading order; `walk` gives their addresses too."""
        return (provision for _, provision in self.walk())

    def walk(self) -> Iterator[tuple[Address, Provision]]:
        """Every provision with its address, in reading order, each before what it holds."""
        for child in (*self.children, *self.annexes):
            yield from walk(child, ROOT)

    @property
    def articles(self) -> tuple[Article, ...]:
        """All articles outside annexes, in reading order."""
        return tuple(article for child in self.children for article in _articles(child))

    def __getitem__(self, address: Address | str) -> Provision:
        """The provision at an address, in either notation: ``law["第二十三条第一款第（三）项"]``.

        A 款 may be left out before a 项, as laws do (第二十三条第三项), if only one 款 has that item.
        Raises AddressError for what is no address, ProvisionNotFoundError where nothing, or more than one
        provision, stands there.
        """
        return self.locate(address)[1]

    def __contains__(self, address: object) -> bool:
        """Whether indexing with an address gives a provision, or a provision is one of these."""
        if isinstance(address, Provision):
            return any(each == address for each in self)
        if not isinstance(address, Address | str):
            return False
        try:
            self.locate(address)
        except (AddressError, ProvisionNotFoundError):
            return False
        return True

    def locate(self, address: Address | str) -> tuple[Address, Provision]:
        """The full address and the provision that stands there. Raises as indexing does."""
        asked = address if isinstance(address, Address) else Address.parse(address)
        full = self._complete(asked)
        found = self._by_address.get(full)
        if not found:
            raise ProvisionNotFoundError(f"没有{full}。{self._nearest(full)}")
        for length in range(1, len(full.steps) + 1):
            above = Address(full.steps[:length])
            times = len(self._by_address.get(above, ()))
            if times > 1:
                raise ProvisionNotFoundError(
                    f"{above}出现了{times}次，无法确定是哪一处；请先改正编号。",
                    code=ErrorCode.PROVISION_AMBIGUOUS,
                )
        return full, found[0]

    def line_of(self, address: Address | str) -> int | None:
        """The line, from 1, on which a provision begins in the file; None if not read from a text."""
        full, _ = self.locate(address)
        if not self.lines:
            return None
        addressed = zip(self.walk(), self.lines, strict=True)
        return next(line for (address, _provision), line in addressed if address == full)

    @cached_property
    def _by_address(self) -> dict[Address, list[Provision]]:
        index: dict[Address, list[Provision]] = {}
        for address, provision in self.walk():
            index.setdefault(address, []).append(provision)
            if isinstance(provision, Article) and provision.through:
                above = Address(address.steps[:-1])
                last = min(provision.through.value, provision.number.value + MOST_ARTICLES_AS_ONE)
                for value in range(provision.number.value + 1, last + 1):
                    index.setdefault(above.child(Level.ARTICLE, Number(value)), []).append(provision)
        return index

    def _complete(self, asked: Address) -> Address:
        """The address with the levels that people leave out, where they are certain.

        Laws write 第十条第三项 without the 款, and 第二章 without the 编 above it.
        """
        if not asked.steps or asked in self._by_address or asked.steps[0].level > Level.ARTICLE:
            return asked
        found = [
            address
            for address in self._by_address
            if address.steps[-1] == asked.steps[-1]
            and _in_order(asked.steps, address.steps)
            # 目 stand in 目; none of them may be left out, or 第2目 would find the 第2目 of a 第1目.
            and _subitems(address) == _subitems(asked)
        ]
        if len(found) > 1:
            raise ProvisionNotFoundError(
                f"“{asked}”有歧义，可以指" + "、".join(map(str, found)) + "；请写完整。",
                code=ErrorCode.PROVISION_AMBIGUOUS,
            )
        return found[0] if found else asked

    def _nearest(self, missing: Address) -> str:
        """What there is instead, for whoever asked for something that is not there."""
        for length in range(len(missing.steps) - 1, -1, -1):
            above = Address(missing.steps[:length])
            if length and above not in self._by_address:
                continue
            level = missing.steps[length].level
            there = [a for a in self._by_address if a.steps[:length] == above.steps and a.level is level]
            siblings = [a for a in there if len(a.steps) == length + 1]
            if siblings:
                within = f"{above}共有" if length else "全文共有"
                which = f"{siblings[0]}至{siblings[-1]}" if len(siblings) > 1 else str(siblings[0])
                return f"{within}{len(siblings)}{level.character}（{which}）。"
            if there and length:
                return f"{above}之下的{level.character}有{there[0]}至{there[-1]}。"
            if length:
                return f"{above}没有分{level.character}。"
        return "全文没有这一层级。"


_LONGEST_SHOWN = 24


def _beginning_of(words: str) -> str:
    return words if len(words) <= _LONGEST_SHOWN else words[:_LONGEST_SHOWN] + "…"


def _counts(provision: Provision) -> list[str]:
    """How much a provision holds, level by level; a sole 款, which nobody counts, is looked through."""
    held = provision.children
    if len(held) == 1 and isinstance(held[0], Paragraph) and held[0].children:
        held = held[0].children
    counts = Counter(child.level for child in held)
    return [f"{count} {level.character}" for level, count in counts.items()]


def _subitems(address: Address) -> int:
    return sum(step.level is Level.SUBITEM for step in address.steps)


def _in_order(some: tuple[Step, ...], all_: tuple[Step, ...]) -> bool:
    rest = iter(all_)
    return all(step in rest for step in some)


def walk(provision: Provision, above: Address) -> Iterator[tuple[Address, Provision]]:
    """The provision, which stands directly below `above`, and all that it holds, in reading order."""
    address = above.child(provision.level, provision.number)
    yield address, provision
    for child in provision.children:
        yield from walk(child, address)


def whole_text(provision: Provision) -> str:
    """The text of a provision and of all that it holds, a line each, without labels and headings."""
    return "\n".join(node.text for _, node in walk(provision, ROOT) if node.text)


def _articles(provision: Provision) -> Iterator[Article]:
    if isinstance(provision, Article):
        yield provision
    elif provision.level < Level.ARTICLE:
        for child in provision.children:
            yield from _articles(child)


def _lines_of(node: Provision) -> Iterator[tuple[str, str]]:
    """The labels and texts of a provision and of all that stands in it, as they are printed one below the other."""
    beside = ""
    for _, provision in walk(node, ROOT):
        label = beside + "　".join(filter(None, (provision.label, provision.heading)))
        # The first 款 is printed on the line of the label of its article.
        beside = (
            label if provision.level is Level.ARTICLE and provision.children and not provision.text else ""
        )
        if not beside and (label or provision.text):
            yield label, provision.text
