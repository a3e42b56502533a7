"""Akoma Ntoso: provisions while they are read, with whatever of the document is left out between their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from regkit.model.address import Number
from regkit.model.levels import Level
from regkit.model.tree import Provision
from regkit.notations.akn.levels import number_of
from regkit.notations.akn.words import Line, texts_of
from regkit.notations.tree_building import MisbuiltError, make_provision


class DraftProvision(msgspec.Struct, kw_only=True):
    """A provision whose lines still know where they depart from the document.

    `where` names its element in error messages. `label` and `heading` are None if the document has none. Void lines
    among the `children` hold what was left out between them. A 款 is `counted` if the document does not mark it as one.
    """

    level: Level
    where: str
    eid: str = ""
    label: Line | None = None
    heading: Line | None = None
    lines: list[Line] = msgspec.field(default_factory=list)
    children: list[DraftProvision | Line] = msgspec.field(default_factory=list)
    number: Number | None = None
    through: Number | None = None
    run_in: bool = False
    counted: bool = False

    @property
    def has_children(self) -> bool:
        """Whether there is a provision in it."""
        return any(isinstance(child, DraftProvision) for child in self.children)

    def add(self, line: Line) -> None:
        """Add a line of its text. Raises MisbuiltError for words that follow a provision in it."""
        if not self.has_children:
            self.lines.append(line)
        elif line.void or not line.text:
            self.children.append(line)
        else:
            raise MisbuiltError(
                f"{self.where}里，第 {line.line} 行的“{line.text[:20]}”接在下级条款之后，中国法规的条款树里没有它的位置"
            )

    def printed(self) -> Iterator[Line]:
        """Yield all its lines in the order in which they are printed."""
        for line in (self.label, self.heading, *self.lines):
            if line is not None:
                yield line
        yield from self.printed_children()

    def printed_children(self) -> Iterator[Line]:
        """Yield the lines of what is below it."""
        for child in self.children:
            if isinstance(child, DraftProvision):
                yield from child.printed()
            else:
                yield child

    def unmarked_articles(self) -> Iterator[bool]:
        """Yield for each article in it whether the document marks no 款 in it."""
        drafts = [child for child in self.children if isinstance(child, DraftProvision)]
        if self.level is Level.ARTICLE:
            yield all(draft.counted for draft in drafts)
            return
        for draft in drafts:
            yield from draft.unmarked_articles()

    def provision(self, ordinal: int, *, exact: bool) -> Provision:
        """The provision, which is the one with this ordinal among those of its level. Raises MisbuiltError if it is none."""
        children = to_provisions(self.children, exact=exact)
        label, heading = text_of(self.label, exact=exact), text_of(self.heading, exact=exact)
        try:
            return make_provision(
                self.level,
                self.number or number_of(self.eid, self.level, label, heading, ordinal, exact=exact),
                label=label,
                heading=heading,
                text="\n".join(texts_of(self.lines)),
                children=children,
                through=self.through,
                run_in=self.run_in,
            )
        except MisbuiltError as error:
            raise MisbuiltError(f"{self.where}，{error}") from None


def text_of(line: Line | None, *, exact: bool) -> str | None:
    """The text of a label or a heading; None if there is none. Only documents of regkit have empty ones."""
    return None if line is None or not (exact or line.text) else line.text


def to_provisions(drafts: Iterable[DraftProvision | Line], *, exact: bool) -> list[Provision]:
    """The provisions of the drafts, which stand side by side."""
    siblings = [draft for draft in drafts if isinstance(draft, DraftProvision)]
    count_paragraphs(siblings)
    return [draft.provision(ordinal, exact=exact) for ordinal, draft in enumerate(siblings, start=1)]


def count_paragraphs(siblings: list[DraftProvision]) -> None:
    """Number the 款 by their order if the document does not mark all of them. Raises MisbuiltError if some have printed numbers.

    What follows the items of a 款 is another 款: in Chinese law every natural paragraph of an article is one, and 款 are
    counted. Where numbers are printed that cannot be.
    """
    paragraphs = [draft for draft in siblings if draft.level is Level.PARAGRAPH]
    unmarked = next((draft for draft in paragraphs if draft.counted), None)
    if unmarked is None:
        return
    labelled = next((draft for draft in paragraphs if draft.label is not None and draft.label.text), None)
    if labelled is not None:
        raise MisbuiltError(
            f"{unmarked.where}里的文字与编了号的款“{labelled.label.text[:20] if labelled.label else ''}”并列，"
            "中国法规的条款树里没有它的位置"
        )
    for ordinal, draft in enumerate(paragraphs, start=1):
        draft.number = Number(ordinal)
