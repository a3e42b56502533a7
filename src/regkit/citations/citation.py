"""What a citation is: where it stands, what it points at, and what of it could not be found."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from regkit.model.address import Address, Source
from regkit.model.fronts import Front, TextKey


class CitationKind(StrEnum):
    """Whether a citation points into its own text, at that text as a whole, at another act, or at no act by name."""

    INTERNAL = "internal"
    SELF = "self"
    EXTERNAL = "external"
    VAGUE = "vague"


class Reason(StrEnum):
    """Why a citation, or a part of it, points nowhere."""

    MISSING_CHAPTER = "missing_chapter"
    MISSING_ARTICLE = "missing_article"
    MISSING_PARAGRAPH = "missing_paragraph"
    MISSING_ITEM = "missing_item"
    # 前款 in a first 款, 本项 outside of any.
    NOTHING_THERE = "nothing_there"
    AMBIGUOUS = "ambiguous"
    # A range of more provisions than can be listed.
    TOO_MANY = "too_many"
    # Inside a quotation, where 前款 is one of the text that is quoted.
    QUOTED = "quoted"


class Unresolved(msgspec.Struct, frozen=True, gc=False):
    """A part of a citation that points at nothing known: its words, as an address where they are one, and why."""

    words: str
    reason: Reason


class Act(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Another act as a citation names it.

    `title` is the full title where the name is known (行政处罚法: 中华人民共和国行政处罚法) or was defined in the text by
    以下简称, else the name as printed. `number` is the 文号 printed beside it. `dated` is the day printed before it
    (2011年12月8日……通过的), which tells the version, and `former` says that the act is meant as it was (修改前的).
    """

    title: str
    number: str | None = None
    dated: date | None = None
    former: bool = False


class Citation(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A citation: a stretch of the own text of a provision.

    It stands at ``text[start:end]`` in the text of the provision at `source`, whose `index` counts the provisions of the
    statute in walking order from 0. Where `index` is None, it stands in the lines of the front `source`, joined by line feeds.
    `text` is the citation as printed.

    `targets` are the provisions it points at, ranges and lists expanded, in the order of the words: in this
    statute, or in `act` if it is external. An external citation without targets means the whole act. What is not there
    is in `unresolved`, never guessed.
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

    @property
    def key(self) -> TextKey:
        """Which text of the statute it stands in."""
        if self.index is not None:
            return self.index
        assert isinstance(self.source, Front)
        return self.source
