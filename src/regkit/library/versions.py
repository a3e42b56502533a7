"""Versions of a work: a text, its dates, its status on a day, and how it is described."""

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
    """The kinds of dates of a version. They are separate facts, each of which may be unknown."""

    ADOPTED = "通过"
    APPROVED = "批准"
    PROMULGATED = "公布"
    IN_FORCE = "施行"
    EXPIRED = "失效"


@dataclass(frozen=True, repr=False)
class Version:
    """One version of a work.

    - `statute`: its text; None if the text is not in the library (文本未收录).
    - `outline`: may take the place of a missing text; it records the chapters and the number of articles.
    - `rulings`: a drafter's decisions on the comparison with an older version.
    """

    facts: VersionFacts
    statute: Statute | None
    outline: Outline | None = None
    rulings: RulingsFile | None = None

    def __repr__(self) -> str:
        return f"Version({str(self.dated)!r}, {str(self.facts.kind)!r}, {self.statute!r})"

    @property
    def dated(self) -> date:
        """The date that names the version: 通过日期, or else 公布日期, or else 批准日期."""
        return self.facts.dated

    @property
    def adopted(self) -> date | None:
        """通过日期, if it is known."""
        return self.facts.adopted

    @property
    def named_by(self) -> DateKind:
        """The kind of the date that names the version."""
        return next(
            kind for kind in (DateKind.ADOPTED, DateKind.PROMULGATED, DateKind.APPROVED) if self.day(kind)
        )

    def day(self, kind: DateKind) -> date | None:
        """A date of the version, or None. If a text is in force 自公布之日起, 施行日期 follows from 公布日期."""
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

    def date_kind_used(self, by: DateKind = DateKind.IN_FORCE) -> DateKind:
        """The kind of date to use for `by`: the same if it is known, or else 公布, 批准 or 通过, whichever is known first."""
        order = (by, DateKind.PROMULGATED, DateKind.APPROVED, DateKind.ADOPTED)
        return next(kind for kind in order if self.day(kind))

    @cached_property
    def effective(self) -> date:
        """The day from which the version counts as in force; see `effective_is_known`."""
        return self.day(self.date_kind_used()) or self.dated

    @property
    def effective_is_known(self) -> bool:
        """Whether `effective` is the recorded 施行日期, and not another date that takes its place."""
        return self.day(DateKind.IN_FORCE) is not None

    def exceptions(self, day: date) -> Iterator[tuple[ProvisionDates, Status]]:
        """Yield the provisions whose status on `day` differs from that of the version, because they have their own dates."""
        for dates in self.facts.provisions:
            if dates.in_force and self.effective <= day < dates.in_force:
                yield dates, Status.NOT_YET_IN_FORCE
            elif dates.expired and day >= dates.expired:
                yield dates, Status.REPEALED

    def status_of(self, address: Address, day: date) -> Status:
        """The 时效性 of a provision on `day`, by its own dates only.

        NOT_YET_IN_FORCE or REPEALED if it, or a provision around it, has its own dates; IN_FORCE otherwise,
        whatever the status of the version.
        """
        for dates, status in self.exceptions(day):
            steps = Address.parse(dates.address).steps
            if address.steps[: len(steps)] == steps:
                return status
        return Status.IN_FORCE


def describe(version: Version) -> str:
    """The usual description of a version: 2020年3月27日修正, or 1993年12月26日公布 if 通过日期 is not known."""
    match version.facts.kind:
        case None:
            act = ""
        case VersionKind.ENACTED:
            act = version.named_by.value
        case kind:
            act = kind.value
    return written(version.dated) + act


def quoted(title: str) -> str:
    """A title in 《》; titles inside it are in 〈〉 (GB/T 15834)."""
    inner = title.replace("《", "〈").replace("》", "〉")
    return f"《{inner}》"


def written(day: date) -> str:
    """A day as printed in Chinese: 2022年5月13日."""
    return f"{day.year}年{day.month}月{day.day}日"


def as_day(day: Day) -> date:
    """A day given as a date or as text such as 2022-05-13. Raises ValueError for any other text."""
    return day if isinstance(day, date) else date.fromisoformat(day)
