"""JSON: how a law came about. The shapes are part of the contract in `json.py`."""

from __future__ import annotations

from datetime import date

import msgspec

from regkit.changes import RowKind
from regkit.contracts.diff import DiffRow


class LogDate(msgspec.Struct, frozen=True):
    """A day of a version: 通过, 批准, 公布, 施行 or 失效; what brought it about, and of which provision alone it is."""

    kind: str
    day: date
    cause: str | None
    provision: str | None


class LogEntry(msgspec.Struct, frozen=True):
    """What a version did. `status` is its 时效性 on the day of printing. `compared_with` is the text before it; versions in `skipped` have no text and lie between.

    `change` is what became of the provision that was asked for, with its addresses before and after and the rows that tell
    of it; of a whole law only `statistics` are told, how many rows there are of each kind.
    """

    version: date
    kind: str | None
    status: str
    dates: tuple[LogDate, ...]
    adopted_by: str | None
    decision: str | None
    has_text: bool
    compared_with: date | None
    skipped: tuple[date, ...]
    change: RowKind | None
    old: tuple[str, ...]
    new: tuple[str, ...]
    rows: tuple[DiffRow, ...]
    statistics: dict[str, int]


class LoggedWork(msgspec.Struct, frozen=True, tag_field="schema", tag="regkit.log/1"):
    """The line of ``regkit log --json``, entries from the newest to the oldest; `version` is the one whose address is asked for."""

    work: str
    title: str
    version: date
    address: str | None
    entries: tuple[LogEntry, ...]


class BlamedWords(msgspec.Struct, frozen=True):
    """A stretch of text and the version that brought it, or one of `perhaps`, whose texts are missing before it."""

    text: str
    version: date
    perhaps: tuple[date, ...]


class BlamedProvision(msgspec.Struct, frozen=True):
    """A provision by its eId; what stands below it is told of by itself."""

    address: str
    label: str | None
    heading: tuple[BlamedWords, ...]
    text: tuple[BlamedWords, ...]


class BlamedText(msgspec.Struct, frozen=True, tag_field="schema", tag="regkit.blame/1"):
    """The line of ``regkit blame --json``."""

    work: str
    title: str
    version: date
    address: str | None
    provisions: tuple[BlamedProvision, ...]
