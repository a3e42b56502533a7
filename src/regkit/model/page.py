"""The page: what a reader sees, as blocks of runs in reading order, independent of any output format.

A statute lays out to a page whose runs are all KEPT; a comparison lays out to the same blocks with REMOVED
and ADDED runs among them. So each format is written once and also shows redlines.
"""

from __future__ import annotations

from enum import Enum, StrEnum, auto

import msgspec

from regkit.model.address import Address
from regkit.model.fronts import Front
from regkit.model.levels import Level


class Mark(StrEnum):
    """Whether a run of text was kept, removed or added by a change."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


class Run(msgspec.Struct, frozen=True, gc=False):
    """A span of text that is shown in one way; `link` is the URL that it leads to, None for no link."""

    text: str
    mark: Mark = Mark.KEPT
    link: str | None = None


class Role(Enum):
    """What a block is on the page."""

    ANNOUNCEMENT = auto()
    TITLE = auto()
    NOTE = auto()
    CONTENTS = auto()
    PREAMBLE = auto()
    PROVISION = auto()
    # A further line of the text of the provision above.
    CONTINUATION = auto()
    # A row of a table in the text of the provision above; see `model.tables`.
    ROW = auto()
    SIGNATURE = auto()


ROLE_OF_FRONT = {
    Front.ANNOUNCEMENT: Role.ANNOUNCEMENT,
    Front.TITLE: Role.TITLE,
    Front.NOTES: Role.NOTE,
    Front.CONTENTS: Role.CONTENTS,
    Front.PREAMBLE: Role.PREAMBLE,
    Front.SIGNATURE: Role.SIGNATURE,
}


class Block(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A block of the page: a provision without its children, one more line of it, or a line of a front.

    `label` and `heading` are those of the provision and `runs` its first line, or the line itself. `level` and `address` are
    None outside provisions; `address` also on further lines. `run_in` says that the block continues the printed line of the
    block before it.
    """

    role: Role
    level: Level | None = None
    address: Address | None = None
    label: tuple[Run, ...] = ()
    heading: tuple[Run, ...] = ()
    runs: tuple[Run, ...] = ()
    run_in: bool = False


class Page(msgspec.Struct, frozen=True):
    """A document as blocks in reading order."""

    blocks: tuple[Block, ...]
