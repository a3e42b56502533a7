"""What a text states that happened to it, and what it does to other acts."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from regkit.metadata.kinds import EventKind
from regkit.metadata.timing import OnDay, Timing
from regkit.model.address import Address, Source


class MetadataEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event in the history of a statute, as stated by its own text.

    `when` is None if no time is printed or if its date does not exist (2月30日); for an end (失效) it is the first day
    without force. `by` is the body with its meeting, and
    `number` the order, announcement or document number (令, 公告, 文号) under which it acted, both without
    whitespace. `decision` is the title of the act that amended or repealed the statute; an approval (批准) with a
    decision is the approval of that decision and not of the statute. `provisions` are the addresses of the provisions that come into force
    (施行) or end (失效); empty means the whole statute. `words` are the words of the text that state the event, as printed, and
    `source` is where they are.
    """

    kind: EventKind
    when: Timing | None = None
    by: str | None = None
    number: str | None = None
    decision: str | None = None
    provisions: tuple[Address, ...] = ()
    words: str
    source: Source

    @property
    def day(self) -> date | None:
        """The day that the text prints for the event, or None."""
        return self.when.day if isinstance(self.when, OnDay) else None


class EffectKind(StrEnum):
    """What a text does to another act."""

    REPEALED = "废止"
    REPEALED_IN_PART = "部分废止"
    AMENDED = "修改"
    ADAPTED = "调整适用"
    REVIVED = "恢复施行"


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """What a text states that it does to another act.

    `act` is the title of that act without 《》, `days` and `number` the days and the document number that the text
    gives of it, as in 2005年4月1日公布的《…》（第18号令）. `provisions` are the provisions that are repealed, amended or
    adapted, as far as they could be read; a repeal in part (REPEALED_IN_PART) also stands for “as far as it conflicts”.
    `when` is None if it happens when the text that states it comes into force. `words` are the words of the text, as
    printed, and `source` is where they are.
    """

    kind: EffectKind
    act: str
    days: tuple[date, ...] = ()
    number: str | None = None
    provisions: tuple[Address, ...] = ()
    when: Timing | None = None
    words: str
    source: Source
