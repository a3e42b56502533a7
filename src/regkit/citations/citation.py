"""The values that describe a citation: where it stands, what it points at, and what could not be resolved."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from regkit.model.address import Address, Source
from regkit.model.fronts import Front, TextKey
from regkit.text.notebook import short_repr


class CitationKind(StrEnum):
    """What a citation points at.

    INTERNAL: provisions of its own statute. SELF: its own statute as a whole (本条例). EXTERNAL: another act or provisions of it.
    VAGUE: law that is not named (国家有关规定).
    """

    INTERNAL = "internal"
    SELF = "self"
    EXTERNAL = "external"
    VAGUE = "vague"


class Reason(StrEnum):
    """Why a citation, or a part of it, could not be resolved."""

    MISSING_CHAPTER = "missing_chapter"
    MISSING_ARTICLE = "missing_article"
    MISSING_PARAGRAPH = "missing_paragraph"
    MISSING_ITEM = "missing_item"
    # A relative citation with nothing to point at: 前款 in a first 款, 本项 outside of any 项.
    NOTHING_THERE = "nothing_there"
    AMBIGUOUS = "ambiguous"
    # A range of more provisions than are listed.
    TOO_MANY = "too_many"
    # Inside a quotation, where 前款 is a 款 of the quoted text.
    QUOTED = "quoted"


class Unresolved(msgspec.Struct, frozen=True, gc=False):
    """A part of a citation that could not be resolved.

    `words` is the part, written as an address if it is one, else as printed. `reason` states why it was not resolved.
    """

    words: str
    reason: Reason


class Act(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Another act as a citation names it.

    `title` is the full title if the name is known (行政处罚法: 中华人民共和国行政处罚法) or defined in the text by 以下简称, else
    the name as printed. `number` is the 文号 printed beside it. `dated` is the date printed before it (2011年12月8日……通过的),
    which identifies the version. `former` is true if an earlier version is meant (修改前的, 原).
    """

    title: str
    number: str | None = None
    dated: date | None = None
    former: bool = False


class Citation(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A citation in the text of a provision or of a front.

    `source` is the address of the provision and `index` its index in walking order, from 0. In a front, `source` is that front
    and `index` is None. `text` is the citation as printed; it stands from `start` to `end` (characters from 0, end exclusive) in
    the provision's own text, without its children, or in the lines of the front joined by line feeds.

    `targets` are the provisions that it points at, in the order of the words, with ranges and lists expanded. They are provisions
    of `act` if the citation is external, else of its own statute. An external citation without targets means the whole act. Parts
    that could not be resolved are in `unresolved`; nothing is guessed.
    """

    source: Source
    index: int | None
    start: int
    end: int
    text: str
    kind: CitationKind
    targets: tuple[Address, ...] = ()
    act: Act | None = None
    unresolved: tuple[Unresolved, ...] = ()

    def __repr__(self) -> str:
        """Text, kind, source and targets: ``Citation('前条', 'internal', '第二条第一款 → 第一条')``."""
        ends = f"{self.source} → {'、'.join(map(str, self.targets))}" if self.targets else str(self.source)
        return f"Citation({short_repr(self.text)}, {str(self.kind)!r}, {short_repr(ends)})"

    @property
    def key(self) -> TextKey:
        """Which text of the statute the citation stands in: the index of a provision, or a front."""
        if self.index is not None:
            return self.index
        assert isinstance(self.source, Front)
        return self.source
