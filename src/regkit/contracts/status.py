"""The JSON of `regkit status`."""

from __future__ import annotations

from datetime import date

import msgspec


class StateFact(msgspec.Struct, frozen=True):
    """A fact on which an answer rests.

    - `fact`: the fact, in Chinese.
    - `day`: the day that it concerns, if it concerns one that is known.
    - `words`, `source`: the words that state it, and the text of the library in which they stand, if it is another one.
    """

    fact: str
    day: date | None
    words: str | None
    source: str | None


class StateEffect(msgspec.Struct, frozen=True):
    """What another act does to some provisions of a work.

    - `kind`: 部分废止 or 调整适用.
    - `work`, `version`: the text that states it.
    - `words`: what it states, in Chinese.
    """

    kind: str
    work: str
    version: str
    words: str


class StatePeriod(msgspec.Struct, frozen=True):
    """Days for which one answer holds.

    - `since`, `until`: the first of them, and the first that is no longer one; null if there is no such day.
    - `status`, `version`: the answer.
    """

    since: date | None
    until: date | None
    status: str
    version: str | None


class WorkStatus(msgspec.Struct, frozen=True, tag_field="schema", tag="regkit.status/1"):
    """The line of ``regkit status --json`` for a work.

    - `work`, `title`: the identifier of the work, and the title that it had on that day.
    - `day`: the day asked for.
    - `status`: 现行有效, 尚未生效, 已废止, 文本未收录, 施行日期待定 or 不能确定.
    - `sentence`: the answer in Chinese.
    - `version`: the version that applies, is missing, was the last one or is the latest that may apply; null if no recorded version is meant.
    - `candidates`: the versions any of which may apply.
    - `has_text`: whether the library has the text of `version`.
    - `since`, `until`: the days for which this answer holds.
    - `evidence`: what it rests on.
    - `doubts`: what keeps it from being certain, and what would settle it, in Chinese.
    - `limits`: what other acts do to some of its provisions.
    - `checked`: the day on which a source was last consulted.
    - `periods`: the answers for all days.
    """

    work: str
    title: str
    day: date
    status: str
    sentence: str
    version: str | None
    candidates: tuple[str, ...]
    has_text: bool
    since: date | None
    until: date | None
    evidence: tuple[StateFact, ...]
    doubts: tuple[str, ...]
    limits: tuple[StateEffect, ...]
    checked: date | None
    periods: tuple[StatePeriod, ...]
