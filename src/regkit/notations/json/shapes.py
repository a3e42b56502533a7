"""JSON: the shapes in which a statute, its provisions and its metadata are given (`regkit.show/1`).

The shapes are part of the contract in `regkit.contracts`.
"""

from __future__ import annotations

from datetime import date

import msgspec

from regkit.errors import Problem
from regkit.metadata import EventKind
from regkit.model.levels import Level


class TreeNode(msgspec.Struct, frozen=True):
    """A provision.

    `number` is an integer, or for inserted provisions a string such as ``"120-1"`` (第一百二十条之一). Where
    several articles are printed as one, `through` is the last number. `run_in` says that an item was printed on the line of what
    stands before it. `tables` holds the tables in `text`.
    """

    level: Level
    label: str | None
    number: int | str
    address: str
    heading: str | None
    text: str
    children: tuple[TreeNode, ...]
    through: int | str | msgspec.UnsetType = msgspec.UNSET
    run_in: bool | msgspec.UnsetType = msgspec.UNSET
    tables: tuple[tuple[tuple[str, ...], ...], ...] | msgspec.UnsetType = msgspec.UNSET


class HistoryEvent(msgspec.Struct, frozen=True):
    """One thing that happened to a statute, as its own text tells it.

    `day` is an ISO date or null; `since` names the event whose day counts where none is printed (自公布之日起).
    `source` is ``"announcement"``, ``"notes"``, ``"preamble"`` or the address of an article. `provisions` are the addresses of
    those that alone a 施行 speaks of; empty where it is the whole statute.
    """

    kind: EventKind
    day: date | None
    by: str | None
    number: str | None
    decision: str | None
    since: EventKind | None
    words: str
    source: str
    provisions: tuple[str, ...] = ()


class Facts(msgspec.Struct, frozen=True):
    """What a statute says of itself in 公告, 题注 and closing articles; `unread` are the 题注 that say nothing known."""

    authority: str | None
    document_number: str | None
    passed: date | None
    promulgated: date | None
    in_force: date | None
    amended: tuple[date, ...]
    repealed: date | None
    repeals: tuple[str, ...]
    events: tuple[HistoryEvent, ...]
    unread: tuple[str, ...]


class ShownFile(msgspec.Struct, frozen=True, tag_field="schema", tag="regkit.show/1"):
    """One line of ``regkit show --json``: a file, or the part of it that was asked for.

    Where the file cannot be read, `problems` says why, `title` is null and the lists are empty.
    """

    path: str
    title: str | None
    problems: tuple[Problem, ...]
    announcement: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()
    preamble: tuple[str, ...] = ()
    children: tuple[TreeNode, ...] = ()
    signature: tuple[str, ...] = ()
    annexes: tuple[TreeNode, ...] = ()
    metadata: Facts | None = None
