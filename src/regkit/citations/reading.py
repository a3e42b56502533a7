"""The state that the readers of citations share: the current passage, what was cited before it, and the citations read so far."""

from __future__ import annotations

from bisect import bisect_right
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
from regkit.model.instructions import AMENDING_TITLE, quotations_in
from regkit.model.levels import Level
from regkit.text.quotation_marks import Quotations, marks_in

# The longest verbs of grammar.VIOLATING have three characters (未按照), and the rule also looks at the one before (没有).
_LONGEST_VERB = 4


class Anchor(msgspec.Struct, frozen=True, gc=False):
    """The article that was cited last: one of its 款 may be meant by a bare 第二款 after it.

    `act` is None for an article of this statute. `start` is the position of that citation.
    """

    act: Act | None
    steps: Steps
    start: int


class Carried(msgspec.Struct, frozen=True, gc=False):
    """The act whose provisions were cited last in this passage, and the position where that citation ends."""

    act: Act
    end: int


class Reading:
    """The reading of one statute, passage by passage. All positions are those of `text`, the joined passages.

    `subject` is the act that the text is about, if 第X条 in the text means an article of that act: in a decision that amends it, in
    an interpretation, or in a text without articles.
    """

    def __init__(self, passages: Passages) -> None:
        statute = passages.statute
        self.passages = passages
        self.text = passages.joined
        self.resolver = Resolver(passages)
        self.names = Names()
        self.citations: list[Citation] = []
        # Where the current passage begins and ends, and its owner (see Passages).
        self.begin = self.stop = 0
        self._owner = -1
        self._article = -1
        self._source: Source | None = None
        self._citations_before = 0
        # Where the last reader stopped, and where the last citation ends.
        self.done = self.taken = 0
        self.amending = bool(AMENDING_TITLE.match(statute.title or ""))
        title = statute.title or ""
        has_articles = passages.has_articles
        about_another = self.amending or not has_articles or grammar.APPLYING_TITLE.match(title)
        self.subject = self._subject_of_title = _subject(title) if about_another else None
        # A decision numbered 一、 never means its own divisions by 第X条.
        self.has_own_articles = has_articles or not self.amending
        # In a decision: the current 一、, and what was cited last before the current quotation.
        self._instruction = -1
        self._outside: tuple[Anchor | None, Act | None] | None = None
        self.anchor: Anchor | None = None
        self.last_act: Act | None = None
        self.carried: Carried | None = None
        # The acts whose articles were cited in the current article, by the first step of the citation.
        self.cited: dict[Steps, Act] = {}

    def enter(self, begin: int, stop: int, owner: int) -> None:
        """Begin the passage of `owner`, ``text[begin:stop]``.

        At a new article the citations before it are forgotten; a decision forgets the last one at a new 一、 instead.
        """
        self.begin, self.stop, self._owner = begin, stop, owner
        self._source = None
        self._citations_before = len(self.citations)
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
        """Begin another 一、 of a decision if the passage is in one; its heading may name another act than the title."""
        instruction = self.passages.outermost(owner)
        if instruction == self._instruction:
            return
        self._instruction = instruction
        self._outside = self.anchor = self.last_act = None
        heading = self.passages.nodes[instruction].heading if instruction >= 0 else None
        self.subject = (_subject(heading) if heading else None) or self._subject_of_title

    def turn_to(self, start: int) -> None:
        """Go to position `start` of a decision. After a quotation, what was cited in it is forgotten, and what was cited before counts."""
        quoted = self._quotations.holds(start)
        if quoted and self._outside is None:
            self._outside = (self.anchor, self.last_act)
        elif not quoted and self._outside is not None:
            self.anchor, self.last_act = self._outside
            self._outside = self.carried = None
            self.cited = {}

    @property
    def where(self) -> Where:
        """Where in the statute the current passage stands."""
        return self.resolver.where(self._owner)

    def violated(self, start: int) -> bool:
        """Whether the words before position `start` state that the provision cited there is violated, or applies."""
        # The line end between two passages matches nothing, so that no verb of the passage before is found.
        return bool(grammar.VIOLATING.search(self.text[max(0, start - _LONGEST_VERB) : start]))

    def before(self, start: int, most: int) -> str:
        """At most `most` characters before position `start`, none of them from the passage before."""
        return self.text[max(self.begin, start - most) : start]

    def printed(self, start: int, end: int) -> str:
        """The characters from `start` to `end` as the statute prints them."""
        return self.passages.printed[start:end]

    def _as_printed(self, part: Unresolved, start: int, end: int) -> Unresolved:
        """The part of the citation at ``text[start:end]`` with its words as the statute prints them, if they stand in it."""
        offset = self.text.find(part.words, start, end)
        if offset < 0:
            return part
        return Unresolved(self.printed(offset, offset + len(part.words)), part.reason)

    def add(
        self,
        start: int,
        end: int,
        kind: CitationKind,
        found: Resolution | None = None,
        act: Act | None = None,
    ) -> int:
        """Add the citation at ``text[start:end]`` in place of any that it overlaps, and return `end`."""
        targets: tuple[Address, ...] = ()
        unresolved: tuple[Unresolved, ...] = ()
        if found:
            targets, unresolved = tuple(found.targets), tuple(found.unresolved)
            if unresolved and self.passages.printed is not self.text:
                unresolved = tuple(self._as_printed(part, start, end) for part in unresolved)
            if len(targets) > 1:
                targets = tuple(dict.fromkeys(targets))
        if start < self.taken:
            # 公司法 was read, and turns out to be the beginning of 公司法司法解释第二条.
            while (
                len(self.citations) > self._citations_before and self.citations[-1].end + self.begin > start
            ):
                self.citations.pop()
        self.taken = end
        text, begin, owner = self.printed(start, end), self.begin, self._owner
        # 本法 in a quotation of a decision does not mean the decision.
        may_be_quoted = kind is CitationKind.INTERNAL or (self.amending and kind is CitationKind.SELF)
        if may_be_quoted and self._quotations.holds(start):
            targets, unresolved = (), (Unresolved(text, Reason.QUOTED),)
        if self._source is None:
            self._source = self.passages.address(owner) if owner >= 0 else self.passages.fronts[owner]
        self.citations.append(
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
        """Add a citation of provisions of this statute and return `end`. `inherited` are steps that the words do not print."""
        members = complete(units, inherited)
        self.add(start, end, CitationKind.INTERNAL, self.resolver.resolve(self.where, members))
        self._set_anchor(start, None, members[-1].steps)
        return end

    def add_external(
        self, start: int, end: int, act: Act, units: Sequence[Unit], inherited: Steps = ()
    ) -> int:
        """Add a citation of provisions of another act and return `end`. `inherited` are steps that the words do not print."""
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
        """The quotations in all passages, read on first use. None of them continues in the next passage."""
        starts, text = self.passages.starts, self.text
        passages: set[int] = set()
        for mark in marks_in(text):
            offset = text.find(mark)
            while offset >= 0:
                passage = bisect_right(starts, offset) - 1
                passages.add(passage)
                offset = text.find(mark, starts[passage + 1])
        spans = [
            (starts[passage] + start, starts[passage] + end)
            for passage in sorted(passages)
            for start, end in quotations_in(text[starts[passage] : starts[passage + 1] - 1]).spans
        ]
        return Quotations(tuple(spans))

    def _set_anchor(self, start: int, act: Act | None, steps: Steps) -> None:
        """Remember an article that was cited; citations of 编, 章 or 节 do not count."""
        if steps[0].level is Level.ARTICLE:
            self.anchor = Anchor(act, steps, start)


def _subject(title: str) -> Act | None:
    """The act that a title names: 关于修改《示范条例》的决定, 刑法修正案; None if it names none."""
    opening = title.find("《")
    if opening >= 0:
        named_title = plain_title(title[opening + 1 : end_of_title(title, opening) - 1])
        return Act(title=full_title(named_title)) if is_legal(named_title) else None
    end = title.find("法")
    names = Names()
    while end >= 0:
        name = names.ending_at(title, end + 1, 0)
        if name:
            return Act(title=full_title(name))
        end = title.find("法", end + 1)
    return None
