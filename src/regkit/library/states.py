"""What can be said of a work on a day: which text applied, by which evidence, and what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from regkit.library.status import Status
from regkit.library.versions import Version, describe, quoted, written
from regkit.metadata import EffectKind, Moment
from regkit.model.address import Address, Source


@dataclass(frozen=True)
class ActEffect:
    """What the text of one act states that it does to another: a repeal, an amendment, an adaptation, a revival.

    - `act`: the title of the act that states it; `work` and `version` name that text in the library.
    - `source`: where it is stated, and `words` the words, as printed.
    - `enacted`: the day on which that act was adopted; it cannot repeal what was adopted afterwards.
    - `moment`: when it takes effect, as far as that is known.
    - `provisions`: the provisions concerned, if it says so.
    - `others`: the ids of other works that have the same title, any of which may be meant instead.
    """

    kind: EffectKind
    act: str
    work: str
    version: str
    source: Source
    words: str
    enacted: date
    moment: Moment
    provisions: tuple[Address, ...] = ()
    others: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The effect in words: 《示范条例》第三十条：《示范办法》同时废止."""
        where = self.source if isinstance(self.source, Address) else ""
        words = "".join(self.words.split())
        # In a list of acts the verb stands above the list.
        is_stated = self.kind is EffectKind.REPEALED_IN_PART or self.kind.value[-2:] in words
        verb = "" if is_stated else self.kind.value
        return f"{quoted(self.act)}{where}{verb}“{words}”"


@dataclass(frozen=True)
class Fact:
    """A fact on which an answer rests.

    - `fact`: the fact, in Chinese.
    - `day`: the day that it concerns, None if it concerns none or that day is not known.
    - `words`: the words that state it, as printed or recorded, and `source` where they stand.
    """

    fact: str
    day: date | None = None
    words: str | None = None
    source: str | None = None


@dataclass(frozen=True, repr=False)
class WorkState:
    """The answer to the question which text of a work applied on a day.

    - `status`: one of `Status`; AMENDED is only given of a version, for a work has then another text.
    - `version`: the version that applied; with TEXT_MISSING the one that is missing, with REPEALED the last one. With
      PENDING and UNCERTAIN it is the latest that may have applied. None if no recorded version is meant.
    - `candidates`: the versions any of which may have applied, earliest first; one if the answer is certain.
    - `since`, `until`: the first day for which this answer holds, and the first for which it no longer does; None if there is no such day.
    - `evidence`: what the answer rests on, and `doubts`: what keeps it from being certain, and what would settle it, in Chinese.
    - `work`, `title`: the id of the work, and the title that it had on that day.
    - `sentence`: the sentence that accompanies every output: 《…》2022年5月13日通过的文本，…
    - `limits`: what other acts do to some of its provisions (部分废止, 调整适用).
    """

    work: str
    title: str
    day: date
    status: Status
    version: Version | None = None
    candidates: tuple[Version, ...] = ()
    since: date | None = None
    until: date | None = None
    evidence: tuple[Fact, ...] = ()
    doubts: tuple[str, ...] = ()
    limits: tuple[ActEffect, ...] = ()
    sentence: str = ""

    def __repr__(self) -> str:
        name = repr(self.version.name) if self.version else None
        return f"WorkState({self.work!r}, {str(self.day)!r}, {str(self.status)!r}, {name})"

    @property
    def applies(self) -> bool:
        """Whether a text is certain to apply, even if the library does not have it."""
        is_missing = self.status is Status.TEXT_MISSING and self.version is not None and not self.doubts
        return self.status is Status.IN_FORCE or is_missing

    def __str__(self) -> str:
        return self.sentence


def text_of(version: Version) -> str:
    """A version as a phrase: 2022年5月13日通过的文本."""
    return f"{describe(version)}的文本"


def known_day(moment: Moment) -> str:
    """The day of a moment in words; its bounds if the day is not known."""
    if moment.day:
        return written(moment.day)
    if moment.earliest and moment.latest:
        return f"{written(moment.earliest)}至{written(moment.latest)}之间的一天"
    if moment.latest:
        return f"最迟{written(moment.latest)}"
    return f"不早于{written(moment.earliest)}" if moment.earliest else "不知哪一天"
