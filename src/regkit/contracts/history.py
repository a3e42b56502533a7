"""The JSON of `regkit log` and `regkit blame`."""

from __future__ import annotations

from datetime import date

import msgspec

from regkit.changes import RowKind
from regkit.contracts.diff import DiffRow


class LogDate(msgspec.Struct, frozen=True):
    """A date of a version.

    - `kind`: 通过, 批准, 公布, 施行 or 失效.
    - `day`: the day.
    - `cause`: what brought it about, if known.
    - `provision`: the provision to which alone it applies; null for the whole version.
    """

    kind: str
    day: date
    cause: str | None
    provision: str | None


class LogEntry(msgspec.Struct, frozen=True):
    """A version of a work and what it changed.

    - `version`: the day by which the version is named.
    - `kind`: how it came about: 制定, 修正, 修订 ….
    - `status`: its status (时效性) today.
    - `dates`: its dates.
    - `adopted_by`, `decision`: who adopted it, and by which decision.
    - `has_text`: whether the library has its text.
    - `compared_with`: the version with which it is compared, the nearest older one with a text.
    - `skipped`: the versions between the two, whose texts the library does not have.
    - `change`: what became of the provision that was asked for; null for a whole work.
    - `old`, `new`: the addresses of that provision before and after.
    - `rows`: the rows of the comparison that concern it.
    - `statistics`: how many rows the whole comparison has of each kind.
    """

    version: str
    kind: str | None
    status: str
    dates: tuple[LogDate, ...]
    adopted_by: str | None
    decision: str | None
    has_text: bool
    compared_with: str | None
    skipped: tuple[str, ...]
    change: RowKind | None
    old: tuple[str, ...]
    new: tuple[str, ...]
    rows: tuple[DiffRow, ...]
    statistics: dict[str, int]


class LoggedWork(msgspec.Struct, frozen=True, tag_field="schema", tag="regkit.log/1"):
    """The line of ``regkit log --json``.

    - `work`, `title`: the identifier and the title of the work.
    - `version`: the version in which `address` is looked up.
    - `address`: the provision asked for, in Chinese; null for the whole work.
    - `entries`: the versions, newest first.
    """

    work: str
    title: str
    version: str
    address: str | None
    entries: tuple[LogEntry, ...]


class BlamedWords(msgspec.Struct, frozen=True):
    """A span of text and the version that introduced it.

    - `text`: its characters.
    - `version`: the first version known to have it.
    - `perhaps`: versions without a text before that, one of which may have introduced it.
    """

    text: str
    version: str
    perhaps: tuple[str, ...]


class BlamedProvision(msgspec.Struct, frozen=True):
    """A provision without its children, which have entries of their own.

    - `address`: its eId.
    - `label`: its label as printed.
    - `heading`, `text`: its heading and its text, span by span.
    """

    address: str
    label: str | None
    heading: tuple[BlamedWords, ...]
    text: tuple[BlamedWords, ...]


class BlamedText(msgspec.Struct, frozen=True, tag_field="schema", tag="regkit.blame/1"):
    """The line of ``regkit blame --json``.

    - `work`, `title`: the identifier and the title of the work.
    - `version`: the version whose text it is.
    - `address`: the provision asked for, in Chinese; null for the whole text.
    - `provisions`: its provisions in walking order.
    """

    work: str
    title: str
    version: str
    address: str | None
    provisions: tuple[BlamedProvision, ...]
