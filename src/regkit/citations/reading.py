"""The reading of one statute as it goes on: the passage at hand, and what was cited before in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import msgspec

from regkit.citations import grammar
from regkit.citations.acts import Names, end_of_title, is_legal, plain_title
from regkit.citations.citation import Act, Citation, CitationKind, Reason, Unresolved
from regkit.citations.lists import Unit
from regkit.citations.names import full_title
from regkit.citations.passages import Passages
from regkit.citations.resolving import Resolution, Resolver, Where
from regkit.citations.targets import Steps, complete
from regkit.model.address import Address, Source
from regkit.model.levels import Level
from regkit.text.quotations import NO_QUOTATIONS, Quotations, read_quotations

# 未按照, 没有
_LONGEST_VERB = 4


class Anchor(msgspec.Struct, frozen=True, gc=False):
    """The article that was cited last, of this statute or of `act`, and where: what a bare 第二款 after it may mean."""

    act: Act | None
    steps: Steps
    start: int


class Carried(msgspec.Struct, frozen=True, gc=False):
    """The act that was cited last in this passage with a provision, and where that citation ends."""

    act: Act
    end: int


class Reading:
    """What the readers of citations share. Places are those in `text`, the passages joined.

    `subject` is the act that a text is about whose articles are not meant where it says 第X条.
    """

    def __init__(self, passages: Passages) -> None:
        statute = passages.statute
        self.passages = passages
        self.text = passages.joined
        self.resolver = Resolver(passages)
        self.names = Names()
        self.found: list[Citation] = []
        # Where the passage at hand begins and ends, and whose it is.
        self.begin = self.stop = 0
        self._owner = -1
        self._article = -1
        self._source: Source | None = None
        self._found_before = 0
        # Where the last reader stopped, and where the last citation ends.
        self.done = self.taken = 0
        self.amending = bool(grammar.AMENDING_TITLE.match(statute.title or ""))
        title = statute.title or ""
        has_articles = passages.has_articles
        about_another = self.amending or not has_articles or grammar.APPLYING_TITLE.match(title)
        self.subject = self._subject_of_title = _subject(title) if about_another else None
        # A decision that is numbered 一、 never means that by 第X条.
        self.has_own_articles = has_articles or not self.amending
        # Of a decision: the 一、 at hand, and what was cited before the quotation at hand.
        self._instruction = -1
        self._outside: tuple[Anchor | None, Act | None] | None = None
        self.anchor: Anchor | None = None
        self.last_act: Act | None = None
        self.carried: Carried | None = None
        # The acts whose articles were cited in this article, by the steps of these.
        self.cited: dict[Steps, Act] = {}

    def enter(self, begin: int, stop: int, owner: int) -> None:
        """Go on to another passage; what was cited before counts within one article."""
        self.begin, self.stop, self._owner = begin, stop, owner
        self._source = None
        self._found_before = len(self.found)
        self.carried = None
        article = self.passages.article_around(owner)
        if article != self._article or article < 0:
            self._article = article
            if not self.amending:
                self.anchor = self.last_act = None
            if self.cited:
                self.cited = {}
        if self.amending:
            self._enter_instruction(owner)

    def _enter_instruction(self, owner: int) -> None:
        """Go on to the 一、 of a decision around a passage; its heading may name another act than the title does."""
        instruction = self.passages.outermost(owner)
        if instruction == self._instruction:
            return
        self._instruction = instruction
        self._outside = self.anchor = self.last_act = None
        heading = self.passages.nodes[instruction].heading if instruction >= 0 else None
        self.subject = (_subject(heading) if heading else None) or self._subject_of_title

    def turn_to(self, start: int) -> None:
        """Go on within a passage of a decision: what was cited in a quotation is not cited again after it."""
        quoted = self._quotations.holds(start)
        if quoted and self._outside is None:
            self._outside = (self.anchor, self.last_act)
        elif not quoted and self._outside is not None:
            self.anchor, self.last_act = self._outside
            self._outside = self.carried = None
            self.cited = {}

    @property
    def where(self) -> Where:
        return self.resolver.where(self._owner)

    def violated(self, start: int) -> bool:
        """Whether the words before a place say that what is cited there is violated, or is the case."""
        # A passage ends with a line end, which matches nothing.
        return bool(grammar.VIOLATING.search(self.text[max(0, start - _LONGEST_VERB) : start]))

    def before(self, start: int, most: int) -> str:
        """What stands before a place in this passage, at most so many characters of it."""
        return self.text[max(self.begin, start - most) : start]

    def add(
        self,
        start: int,
        end: int,
        kind: CitationKind,
        found: Resolution | None = None,
        act: Act | None = None,
    ) -> int:
        """Add a citation and return where it ends."""
        targets: tuple[Address, ...] = ()
        unresolved: tuple[Unresolved, ...] = ()
        if found:
            targets, unresolved = tuple(found.targets), tuple(found.unresolved)
            if len(targets) > 1:
                targets = tuple(dict.fromkeys(targets))
        if start < self.taken:
            # What was read as 公司法 is the beginning of 公司法司法解释第二条.
            while len(self.found) > self._found_before and self.found[-1].end + self.begin > start:
                self.found.pop()
        self.taken = end
        text, begin, owner = self.text[start:end], self.begin, self._owner
        # 本法 in what a decision quotes is not the decision.
        may_be_quoted = kind is CitationKind.INTERNAL or (self.amending and kind is CitationKind.SELF)
        if may_be_quoted and self._quotations.holds(start):
            targets, unresolved = (), (Unresolved(text, Reason.QUOTED),)
        if self._source is None:
            self._source = self.passages.address(owner) if owner >= 0 else self.passages.fronts[owner]
        self.found.append(
            Citation(
                source=self._source,
                index=owner if owner >= 0 else None,
                start=start - begin,
                end=end - begin,
                text=text,
                kind=kind,
                targets=targets,
                act=act,
                unresolved=unresolved,
            )
        )
        return end

    def add_internal(self, start: int, end: int, units: Sequence[Unit], inherited: Steps) -> int:
        """Add a list of provisions of this statute."""
        members = complete(units, inherited)
        self.add(start, end, CitationKind.INTERNAL, self.resolver.resolve(self.where, members))
        self._set_anchor(start, None, members[-1].steps)
        return end

    def add_external(
        self, start: int, end: int, act: Act, units: Sequence[Unit], inherited: Steps = ()
    ) -> int:
        """Add a list of provisions of another act."""
        members = complete(units, inherited)
        self.add(start, end, CitationKind.EXTERNAL, self.resolver.elsewhere(members), act)
        self.last_act = act
        self.carried = Carried(act, end)
        for member in members:
            self.cited[member.steps[:1]] = act
        self._set_anchor(start, act, members[-1].steps)
        return end

    @cached_property
    def _quotations(self) -> Quotations:
        return read_quotations(self.text.split("\n")) if "“" in self.text else NO_QUOTATIONS

    def _set_anchor(self, start: int, act: Act | None, steps: Steps) -> None:
        if steps[0].level is Level.ARTICLE:
            self.anchor = Anchor(act, steps, start)


def _subject(title: str) -> Act | None:
    """The act that a title speaks of: 关于修改《示范条例》的决定, 刑法修正案."""
    opened = title.find("《")
    if opened >= 0:
        named = plain_title(title[opened + 1 : end_of_title(title, opened) - 1])
        return Act(title=full_title(named)) if is_legal(named) else None
    end = title.find("法")
    names = Names()
    while end >= 0:
        name = names.ending_at(title, end + 1, 0)
        if name:
            return Act(title=full_title(name))
        end = title.find("法", end + 1)
    return None
