"""Versions of a work: a text, its dates as far as they are known, and how it is described."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from regkit.library.facts import ProvisionDates, VersionFacts, VersionKind
from regkit.library.outlines import Outline
from regkit.library.rulings import RulingsFile
from regkit.library.status import Status
from regkit.metadata import AfterEvent, EventKind, Moment, Timing, ToBeAnnounced, resolve, timing_of
from regkit.model.address import Address
from regkit.model.tree import Statute
from regkit.text.numerals import to_chinese

Day = date | str


class DateKind(StrEnum):
    """The kinds of dates of a version. They are separate facts, each of which may be unknown."""

    ADOPTED = "通过"
    APPROVED = "批准"
    PROMULGATED = "公布"
    IN_FORCE = "施行"
    EXPIRED = "失效"
    CORRECTED = "更正"


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
        return f"Version({self.name!r}, {str(self.facts.kind)!r}, {self.statute!r})"

    @property
    def dated(self) -> date:
        """The date that names the version: 通过日期, or else 公布日期, or else 批准日期."""
        return self.facts.dated

    @property
    def name(self) -> str:
        """The name of the version: ``2022-05-13``, or ``2022-05-13-2`` for the second version of a day."""
        return self.facts.name

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
        """A date of the version, or None if it is not known to the day."""
        facts = self.facts
        match kind:
            case DateKind.ADOPTED:
                return facts.adopted
            case DateKind.APPROVED:
                return facts.approved
            case DateKind.PROMULGATED:
                return facts.promulgated
            case DateKind.IN_FORCE:
                return self.commencement().day
            case DateKind.EXPIRED:
                return facts.expired
            case DateKind.CORRECTED:
                return None

    def date_kind_used(self, by: DateKind) -> DateKind:
        """The kind of date to use for `by`: the same if it is known, or else 公布, 批准 or 通过, whichever is known first."""
        order = (by, DateKind.PROMULGATED, DateKind.APPROVED, DateKind.ADOPTED)
        return next(kind for kind in order if self.day(kind))

    @property
    def timing(self) -> Timing | None:
        """When it comes into force, in the form in which its rule states it; None if no rule is recorded or none can be read."""
        return timing_of(self.facts.in_force_rule) if self.facts.in_force_rule else None

    def commencement(self, moment_of_act: Callable[[str, date], Moment] | None = None) -> Moment:
        """The moment of its entry into force (施行), as far as its own facts tell it.

        `moment_of_act` gives the moment at which another act comes into force, by its title, as it stood on a day;
        without it that is not known. What is not known is bounded: nothing comes into force before it is adopted, unless it says so.
        """
        if self.facts.in_force:
            return Moment.on(self.facts.in_force)
        return self._moment(self.timing, moment_of_act)

    def _moment(self, timing: Timing | None, moment_of_act: Callable[[str, date], Moment] | None) -> Moment:
        facts = self.facts
        made = max(day for day in (facts.adopted, facts.approved, facts.promulgated) if day)
        if timing is None:
            return Moment(made)

        def moment_of(event: EventKind | str) -> Moment:
            match event:
                case EventKind.PROMULGATED if facts.promulgated:
                    return Moment.on(facts.promulgated)
                case EventKind.PROMULGATED:
                    # A text that was read from a publication had been promulgated by then.
                    read = facts.source.retrieved if facts.source else None
                    return Moment(made, max(made, read) if read else None)
                case EventKind.PASSED if facts.adopted:
                    return Moment.on(facts.adopted)
                case EventKind.APPROVED if facts.approved:
                    return Moment.on(facts.approved)
                case str() if moment_of_act is not None and not isinstance(event, EventKind):
                    return moment_of_act(event, made)
            return Moment(made)

        return resolve(timing, moment_of)

    def expiry(self, commencement: Moment) -> Moment | None:
        """The moment at which its own words, or a recorded day, end its force; None if neither says that it ends.

        `commencement` is the moment from which its words count (有效期五年): that of the text that was last enacted as a
        whole.
        """
        if self.facts.expired:
            return Moment.on(self.facts.expired)
        if not self.facts.expired_rule:
            seen = self.facts.seen_expired
            return Moment(commencement.earliest, seen) if seen else None
        timing = timing_of(self.facts.expired_rule, EventKind.EXPIRED)
        if isinstance(timing, AfterEvent) and timing.event is EventKind.IN_FORCE:
            return resolve(timing, lambda _: commencement)
        return self._moment(timing, None)

    def exceptions(self, day: date) -> Iterator[tuple[ProvisionDates, Status]]:
        """Yield the provisions whose status on `day` differs from that of the version, because they have their own dates."""
        begun = self.commencement().earliest
        for dates in self.facts.provisions:
            begins = self.commencement_of(dates)
            if dates.expired and day >= dates.expired:
                yield dates, Status.REPEALED
            elif begins is None or (begun is not None and day < begun):
                continue
            elif begins.earliest is not None and day < begins.earliest:
                yield dates, Status.NOT_YET_IN_FORCE
            elif begins.latest is None or day < begins.latest:
                yield dates, Status.PENDING if begins.pending else Status.UNCERTAIN

    def commencement_of(self, dates: ProvisionDates) -> Moment | None:
        """The moment at which a provision with its own dates comes into force; None if it has no such date."""
        if dates.in_force:
            return Moment.on(dates.in_force)
        if not dates.in_force_rule:
            return None
        timing = timing_of(dates.in_force_rule)
        return self._moment(timing, None)

    def status_of(self, address: Address, day: date) -> Status:
        """The 时效性 of a provision on `day`, by its own dates only.

        That of a provision around it if that has its own dates; IN_FORCE otherwise, whatever the status of the version.
        """
        for dates, status in self.exceptions(day):
            steps = Address.parse(dates.address).steps
            if address.steps[: len(steps)] == steps:
                return status
        return Status.IN_FORCE

    @property
    def awaits_announcement(self) -> ToBeAnnounced | None:
        """The rule by which somebody will fix the day of its entry into force, if it has such a rule and no day is recorded."""
        timing = None if self.facts.in_force else self.timing
        return timing if isinstance(timing, ToBeAnnounced) else None


def describe(version: Version) -> str:
    """The usual description of a version: 2020年3月27日修正, or 1993年12月26日公布 if 通过日期 is not known.

    The second version of a day is told apart: 2018年9月20日修正之二.
    """
    match version.facts.kind:
        case None:
            act = ""
        case VersionKind.ENACTED:
            act = version.named_by.value
        case kind:
            act = kind.value
    ordinal = f"之{to_chinese(version.facts.number)}" if version.facts.number > 1 else ""
    return written(version.dated) + act + ordinal


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
