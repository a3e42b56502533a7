"""Versions: a text at a time, its dates, and what they are called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from regkit.library.facts import ProvisionDates, VersionFacts, VersionKind
from regkit.library.outlines import Outline
from regkit.library.rulings import RulingsFile
from regkit.model.address import Address
from regkit.model.tree import Statute

Day = date | str


class Status(StrEnum):
    """时效性 of a version on a day, in the words of the national database."""

    NOT_YET_IN_FORCE = "尚未生效"
    IN_FORCE = "现行有效"
    AMENDED = "已被修改"
    REPEALED = "已废止"


class DateKind(StrEnum):
    """The dates of a version. They are separate facts; each may be unknown."""

    ADOPTED = "通过"
    APPROVED = "批准"
    PROMULGATED = "公布"
    IN_FORCE = "施行"
    EXPIRED = "失效"


@dataclass(frozen=True, repr=False)
class Version:
    """The text of a work at a time. `statute` is None where the text is not in the folder (文本未收录).

    There may be an `outline` in its place, which tells what chapters and articles the text has. `rulings` are what a drafter
    decided about the comparison with an older version.
    """

    facts: VersionFacts
    statute: Statute | None
    outline: Outline | None = None
    rulings: RulingsFile | None = None

    def __repr__(self) -> str:
        return f"Version({str(self.dated)!r}, {str(self.facts.kind)!r}, {self.statute!r})"

    @property
    def dated(self) -> date:
        """The day that names the version: that of adoption, or else of promulgation, or else of approval."""
        return self.facts.dated

    @property
    def adopted(self) -> date | None:
        """The day of adoption (通过日期), if it is known."""
        return self.facts.adopted

    @property
    def named_by(self) -> DateKind:
        """Which of its days names it."""
        return next(
            kind for kind in (DateKind.ADOPTED, DateKind.PROMULGATED, DateKind.APPROVED) if self.day(kind)
        )

    def day(self, kind: DateKind) -> date | None:
        """One of its dates, if it is recorded or follows from what is: 施行 from 公布 where it is 自公布之日起施行."""
        facts = self.facts
        match kind:
            case DateKind.ADOPTED:
                return facts.adopted
            case DateKind.APPROVED:
                return facts.approved
            case DateKind.PROMULGATED:
                return facts.promulgated
            case DateKind.IN_FORCE:
                from_promulgation = "公布之日" in (facts.in_force_rule or "")
                return facts.in_force or (facts.promulgated if from_promulgation else None)
            case DateKind.EXPIRED:
                return facts.expired

    def counted_by(self, by: DateKind = DateKind.IN_FORCE) -> DateKind:
        """Which date stands for the one that is asked for: that one, or the nearest that is known where it is not."""
        order = (by, DateKind.PROMULGATED, DateKind.APPROVED, DateKind.ADOPTED)
        return next(kind for kind in order if self.day(kind))

    @cached_property
    def effective(self) -> date:
        """The day from which it counts as in force; see `effective_is_known`."""
        return self.day(self.counted_by()) or self.dated

    @property
    def effective_is_known(self) -> bool:
        """Whether `effective` is a recorded fact and not another day for want of a better one."""
        return self.day(DateKind.IN_FORCE) is not None

    def exceptions(self, day: date) -> Iterator[tuple[ProvisionDates, Status]]:
        """The provisions with days of their own that on a day are not what the rest of the version is."""
        for own in self.facts.provisions:
            if own.in_force and self.effective <= day < own.in_force:
                yield own, Status.NOT_YET_IN_FORCE
            elif own.expired and day >= own.expired:
                yield own, Status.REPEALED

    def standing_of(self, address: Address, day: date) -> Status:
        """时效性 of a provision of its own accord: NOT_YET_IN_FORCE or REPEALED by its own days, else IN_FORCE like the rest."""
        for own, status in self.exceptions(day):
            steps = Address.parse(own.address).steps
            if address.steps[: len(steps)] == steps:
                return status
        return Status.IN_FORCE


def describe(version: Version) -> str:
    """Which text of a law this is: 2020年3月27日修正, or 1993年12月26日公布 where 通过日期 is not known."""
    match version.facts.kind:
        case None:
            act = ""
        case VersionKind.ENACTED:
            act = version.named_by.value
        case kind:
            act = kind.value
    return written(version.dated) + act


def quoted(title: str) -> str:
    """A title in 《》; titles that it names itself are in 〈〉 (GB/T 15834)."""
    inner = title.replace("《", "〈").replace("》", "〉")
    return f"《{inner}》"


def written(day: date) -> str:
    """2022年5月13日."""
    return f"{day.year}年{day.month}月{day.day}日"


def as_day(day: Day) -> date:
    """A day, which may be written as 2022-05-13. Raises ValueError for what is no day."""
    return day if isinstance(day, date) else date.fromisoformat(day)
