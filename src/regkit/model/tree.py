"""The statute as a typed, immutable tree of provisions, independent of any file format."""

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
from regkit.text.notebook import prose_html, short_repr


# gc=False: a provision is never part of a cycle, and the garbage collector would visit every node of every statute.
class Provision(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A provision of any level: the fields that all levels share.

    `label` is the number as printed (第二十三条, （一）, 1．), None where none is printed, as for every paragraph (款) and for
    unlabelled chapters and items. `number` is what the label says, or without a label the position among the siblings.
    `heading` is the title of a chapter, or the heading of an article (条标) with its brackets if it has any, else None.
    `text` is the text of the provision itself, without that of its children and without whitespace at either end; its lines
    are natural paragraphs or rows of tables (`regkit.find_tables`). `children` are the provisions directly below, in reading
    order.
    """

    level: ClassVar[Level]

    number: Number
    label: str | None = None
    heading: str | None = None
    text: str = ""
    children: tuple[Provision, ...] = ()

    def __repr__(self) -> str:
        """Label, heading, beginning of the text and number of children, because a whole provision can fill the screen."""
        name = self.label or _numbered(self)
        words = [short_repr(str(part)) for part in (name, self.heading, self.text) if part]
        return f"{type(self).__name__}({', '.join([*words, *_counts(self)])})"

    def _repr_html_(self) -> str:
        """The provision with everything in it as HTML, for notebooks."""
        return prose_html(None, _lines_of(self))


class Subitem(Provision, frozen=True, gc=False, kw_only=True):
    """A subitem (目): “1．” below an item, or a further enumeration below another subitem."""

    level = Level.SUBITEM
    children: tuple[Subitem, ...] = ()


class Item(Provision, frozen=True, gc=False, kw_only=True):
    """An item (项): “（一）”. `run_in` says that it is printed on the same line as the text before it."""

    level = Level.ITEM
    run_in: bool = False
    children: tuple[Subitem, ...] = ()


class Paragraph(Provision, frozen=True, gc=False, kw_only=True):
    """A paragraph (款): a natural paragraph of an article, with the items that it introduces as children."""

    level = Level.PARAGRAPH
    children: tuple[Item | Subitem, ...] = ()


class Article(Provision, frozen=True, gc=False, kw_only=True):
    """An article (条). Its own `text` is empty: all its text is in its paragraphs (款).

    `through` is the last number where several articles are printed as one (第五条至第七条 已删除), else None.
    """

    level = Level.ARTICLE
    through: Number | None = None
    children: tuple[Paragraph, ...] = ()


class Division(Provision, frozen=True, gc=False, kw_only=True):
    """A division (一、): of a document without articles, or a heading above articles in a judicial interpretation."""

    level = Level.DIVISION
    children: tuple[Division | Article | Paragraph, ...] = ()


class Section(Provision, frozen=True, gc=False, kw_only=True):
    """A section (节)."""

    level = Level.SECTION
    children: tuple[Division | Article | Paragraph, ...] = ()


class Chapter(Provision, frozen=True, gc=False, kw_only=True):
    """A chapter (章)."""

    level = Level.CHAPTER
    children: tuple[Section | Division | Article | Paragraph, ...] = ()


class Subpart(Provision, frozen=True, gc=False, kw_only=True):
    """A subpart (分编)."""

    level = Level.SUBPART
    children: tuple[Chapter | Section | Division | Article | Paragraph, ...] = ()


class Part(Provision, frozen=True, gc=False, kw_only=True):
    """A part (编)."""

    level = Level.PART
    children: tuple[Subpart | Chapter | Section | Division | Article | Paragraph, ...] = ()


class Annex(Provision, frozen=True, gc=False, kw_only=True):
    """An annex (附件): its lines are its `text`; numbered provisions in it, such as articles, are `children`."""

    level = Level.ANNEX
    children: tuple[Provision, ...] = ()


MOST_ARTICLES_AS_ONE = 1000
"""The most articles that a range (第五条至第七条) is taken to cover, whether printed as one article or cited."""
Group = Part | Subpart | Chapter | Section | Division

CLASSES: dict[Level, type[Provision]] = {
    kind.level: kind
    for kind in (Annex, Part, Subpart, Chapter, Section, Division, Article, Paragraph, Item, Subitem)
}


@dataclass(frozen=True, repr=False)
class Statute:
    """A law, regulation or rule as one text at one time.

    The fields hold everything that is printed, in this order; fields of several lines hold a string for each line:

    - `announcement`: the order or announcement (公告, 令) that promulgated it, if it was read with the text
    - `title`: None if the text starts with its first provision
    - `notes`: the notes below the title (题注)
    - `contents`: the table of contents as printed, including the word 目录
    - `preamble`: the preamble (序言) or enacting clause
    - `children`: the top-level provisions, without the annexes
    - `signature`: the names and dates at the end (落款), and the list of the annexes if there is one
    - `annexes`: the annexes (附件)

    `problems` are the suspicious places that reading found, and `lines` is the line of each provision in the file, from 1, in
    walking order (empty if the statute was not read from a text). They describe the source, so comparing ignores them: two
    statutes are equal if they print the same law.

    Iterating yields every provision in reading order, and indexing takes an address.
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
        title = short_repr(self.title) if self.title else "None"
        annexes = [f"{len(self.annexes)} annexes"] if self.annexes else []
        counts = [f"{len(self.articles)} articles", *annexes, f"{len(self.problems)} problems"]
        return f"Statute({', '.join([title, *counts])})"

    def _repr_html_(self) -> str:
        """The title and the provisions, without annexes, as HTML for notebooks."""
        return prose_html(self.title, (line for child in self.children for line in _lines_of(child)))

    def __iter__(self) -> Iterator[Provision]:
        """Yield every provision in reading order, annexes last; `walk` also gives their addresses."""
        return (provision for _, provision in self.walk())

    def walk(self) -> Iterator[tuple[Address, Provision]]:
        """Yield every provision with its address in walking order: reading order, each before its children, annexes last."""
        for child in (*self.children, *self.annexes):
            yield from walk(child, ROOT)

    @property
    def articles(self) -> tuple[Article, ...]:
        """All articles outside annexes, in reading order."""
        return tuple(article for child in self.children for article in _articles(child))

    def __getitem__(self, address: Address | str) -> Provision:
        """The provision at an address in either notation: ``law["第二十三条第一款第（三）项"]``.

        Levels may be left out where only one provision fits, as laws do: 第二十三条第三项 if only one paragraph has that
        item, 第二章 without its part. An article within a range printed as one (第五条至第七条) gives that article. Raises
        AddressError if the text is not an address, and ProvisionNotFoundError if no provision, or more than one, has it.
        """
        return self.locate(address)[1]

    def __contains__(self, address: object) -> bool:
        """Whether indexing with this address succeeds; or, for a provision, whether the statute has one equal to it."""
        if isinstance(address, Provision):
            return any(provision == address for provision in self)
        if not isinstance(address, Address | str):
            return False
        try:
            self.locate(address)
        except (AddressError, ProvisionNotFoundError):
            return False
        return True

    def locate(self, address: Address | str) -> tuple[Address, Provision]:
        """The full address, with the levels that were left out, and the provision there. Raises the errors of indexing."""
        asked = address if isinstance(address, Address) else Address.parse(address)
        full = self._complete(asked)
        provisions = self._by_address.get(full)
        if not provisions:
            raise ProvisionNotFoundError(f"没有{full}。{self._nearest(full)}")
        for length in range(1, len(full.steps) + 1):
            above = Address(full.steps[:length])
            count = len(self._by_address.get(above, ()))
            if count > 1:
                raise ProvisionNotFoundError(
                    f"{above}出现了{count}次，无法确定是哪一处；请先改正编号。",
                    code=ErrorCode.PROVISION_AMBIGUOUS,
                )
        return full, provisions[0]

    def line_of(self, address: Address | str) -> int | None:
        """The line, from 1, on which a provision begins in the file; None if the statute was not read from a text.

        Raises the errors of indexing.
        """
        full, _ = self.locate(address)
        if not self.lines:
            return None
        addressed = zip(self.walk(), self.lines, strict=True)
        return next(line for (address, _provision), line in addressed if address == full)

    @cached_property
    def _by_address(self) -> dict[Address, list[Provision]]:
        """The provisions by address: more than one where numbers are misprinted; a range under each of its numbers."""
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
        """The address with the levels that were left out, or the address itself if no provision fits.

        Laws write 第十条第三项 without the paragraph, and 第二章 without the part above it. Raises ProvisionNotFoundError if
        several provisions fit.
        """
        if not asked.steps or asked in self._by_address or asked.steps[0].level > Level.ARTICLE:
            return asked
        candidates = [
            address
            for address in self._by_address
            if address.steps[-1] == asked.steps[-1]
            and _in_order(asked.steps, address.steps)
            # Subitems can hold subitems. None may be left out, or 第2目 would match the second subitem of a 第1目.
            and _subitems(address) == _subitems(asked)
        ]
        if len(candidates) > 1:
            raise ProvisionNotFoundError(
                f"“{asked}”有歧义，可以指" + "、".join(map(str, candidates)) + "；请写完整。",
                code=ErrorCode.PROVISION_AMBIGUOUS,
            )
        return candidates[0] if candidates else asked

    def _nearest(self, missing: Address) -> str:
        """A Chinese sentence that says which provisions exist near an address that does not."""
        for length in range(len(missing.steps) - 1, -1, -1):
            above = Address(missing.steps[:length])
            if length and above not in self._by_address:
                continue
            level = missing.steps[length].level
            below = [
                address
                for address in self._by_address
                if address.steps[:length] == above.steps and address.level is level
            ]
            siblings = [address for address in below if len(address.steps) == length + 1]
            if siblings:
                within = f"{above}共有" if length else "全文共有"
                which = f"{siblings[0]}至{siblings[-1]}" if len(siblings) > 1 else str(siblings[0])
                return f"{within}{len(siblings)}{level.character}（{which}）。"
            if below and length:
                return f"{above}之下的{level.character}有{below[0]}至{below[-1]}。"
            if length:
                return f"{above}没有分{level.character}。"
        return "全文没有这一层级。"


def _numbered(provision: Provision) -> str:
    """The number as an address prints it, or its repr, so that a provision made with a wrong number can be shown too."""
    try:
        return str(Step(provision.level, provision.number))
    except (AttributeError, TypeError, ValueError):
        return repr(provision.number)


def _counts(provision: Provision) -> list[str]:
    """The number of children of each level, such as “3 项”; for a single paragraph with items, those of the paragraph."""
    children = provision.children
    if len(children) == 1 and isinstance(children[0], Paragraph) and children[0].children:
        children = children[0].children
    counts = Counter(child.level for child in children)
    return [f"{count} {level.character}" for level, count in counts.items()]


def _subitems(address: Address) -> int:
    return sum(step.level is Level.SUBITEM for step in address.steps)


def _in_order(some: tuple[Step, ...], all_: tuple[Step, ...]) -> bool:
    """Whether all steps of `some` occur in `all_` in the same order."""
    rest = iter(all_)
    return all(step in rest for step in some)


def walk(provision: Provision, above: Address) -> Iterator[tuple[Address, Provision]]:
    """Yield a provision directly below `above` and everything in it, with their addresses, in reading order."""
    address = above.child(provision.level, provision.number)
    yield address, provision
    for child in provision.children:
        yield from walk(child, address)


def whole_text(provision: Provision) -> str:
    """The texts of a provision and of everything in it, joined by line feeds, without labels and headings."""
    return "\n".join(node.text for _, node in walk(provision, ROOT) if node.text)


def sample_of(statute: Statute) -> str:
    """The title and the first labels of a statute, which show in which characters it is written."""
    child: Provision | None = next(iter(statute.children), None)
    words = [statute.title or ""]
    while child is not None:
        words.append(child.label or "")
        child = child.children[0] if child.children else None
    return "".join(words)


def _articles(provision: Provision) -> Iterator[Article]:
    if isinstance(provision, Article):
        yield provision
    elif provision.level < Level.ARTICLE:
        for child in provision.children:
            yield from _articles(child)


def _lines_of(node: Provision) -> Iterator[tuple[str, str]]:
    """Yield (label, text) for each printed paragraph of a provision and of everything in it, in reading order."""
    article_label = ""
    for _, provision in walk(node, ROOT):
        label = article_label + "　".join(filter(None, (provision.label, provision.heading)))
        # The first 款 is printed on the line of the label of its article.
        article_label = (
            label if provision.level is Level.ARTICLE and provision.children and not provision.text else ""
        )
        if not article_label and (label or provision.text):
            yield label, provision.text
