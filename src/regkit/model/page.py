"""The page: what a reader sees. Blocks of runs, in reading order, knowing no page format.

A statute lays out to a page whose runs are all KEPT; a comparison lays out to the same blocks with REMOVED
and ADDED among them. So each page format is written once and shows redlines without knowing it.
"""

from __future__ import annotations

from enum import Enum, StrEnum, auto

import msgspec

from regkit.model.address import Address
from regkit.model.fronts import Front
from regkit.model.levels import Level


class Mark(StrEnum):
    """What became of a run of text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


class Run(msgspec.Struct, frozen=True, gc=False):
    """A stretch of text that is shown in one way; `link` is where it leads, if anywhere."""

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
    # A further natural paragraph of the provision above.
    CONTINUATION = auto()
    # A row of a table in the provision above, its cells parted as `model.tables` says.
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
    """A block of the page: one line of print at least.

    `label` and `heading` are those of the provision. `run_in` says that the block continues the printed
    line of the one before it.
    """

    role: Role
    level: Level | None = None
    address: Address | None = None
    label: tuple[Run, ...] = ()
    heading: tuple[Run, ...] = ()
    runs: tuple[Run, ...] = ()
    run_in: bool = False


class Page(msgspec.Struct, frozen=True):
    """Blocks in reading order."""

    blocks: tuple[Block, ...]
