"""JSON: the shape of a statute, its provisions and its metadata (`regkit.show/1`).

These shapes are part of the contract in `regkit.contracts`.
"""

from __future__ import annotations

from datetime import date

import msgspec

from regkit.errors import Problem
from regkit.metadata import EffectKind, EventKind, Timing
from regkit.model.levels import Level


class CellNode(msgspec.Struct, frozen=True):
    """A cell of a table: its words, its first column from 0, how many columns and rows it spans, and whether it belongs to the head."""

    text: str
    column: int
    columns: int
    rows: int
    head: bool


class TreeNode(msgspec.Struct, frozen=True):
    """A provision.

    `label` is the number as printed, or null. `number` is an integer, or for inserted provisions a string such as ``"120-1"``
    (第一百二十条之一). `address` is the eId. `text` is the text of the provision itself, without that of its `children`.
    Where several articles are printed as one, `through` is the last number. `run_in` is true if an item is printed on the same
    line as the text before it. `tables` holds the tables in `text` as lists of rows of cells; where one has merged cells or
    a head, `table_cells` holds the same tables with these. The last four are left out where they do not apply.
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
    table_cells: tuple[tuple[tuple[CellNode, ...], ...], ...] | msgspec.UnsetType = msgspec.UNSET


class HistoryEvent(msgspec.Struct, frozen=True):
    """An event in the history of a statute, as stated in its text.

    `day` is an ISO date or null; if no day is printed, `since` names the event whose day counts (自公布之日起). `by` is the body
    and its meeting, `number` the number of the order, announcement or document, and `decision` the title of the act that
    amended or repealed the statute. `words` are the words that were read and `source` is where they stand: ``"announcement"``,
    ``"notes"``, ``"preamble"`` or the address of a provision. `provisions` are the addresses of the provisions whose entry into
    force (施行) or end (失效) is meant; empty for the whole statute. `when` is the time as the text states it: a day, a span
    after an event, a day that somebody will fix, or with another act.
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
    when: Timing | None = None


class ShownEffect(msgspec.Struct, frozen=True):
    """What a statute states that it does to another act.

    `kind` is 废止, 部分废止, 修改, 调整适用 or 恢复施行, `act` the title of the act, `days` and `number` what is said to tell it from
    others, `provisions` the addresses of the provisions concerned. `when` is the time if it has one of its own, `words` the words
    that were read and `source` where they stand, as for events.
    """

    kind: EffectKind
    act: str
    days: tuple[date, ...]
    number: str | None
    provisions: tuple[str, ...]
    when: Timing | None
    words: str
    source: str


class Facts(msgspec.Struct, frozen=True):
    """The metadata that a statute states in its announcement (公告), notes (题注) and closing articles.

    Days are ISO dates or null. `expires` is the first day without force by its own words, `effects` are what it does to other acts;
    `repeals` are the titles of the acts that it repeals, and `unread` the notes that were not
    understood.
    """

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
    expires: date | None = None
    effects: tuple[ShownEffect, ...] = ()


class ShownFile(msgspec.Struct, frozen=True, tag_field="schema", tag="regkit.show/1"):
    """One line of the output of ``regkit show --json``: a statute, or the provision that was requested.

    If the file cannot be read, `problems` says why, `title` is null and the lists are empty.
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
