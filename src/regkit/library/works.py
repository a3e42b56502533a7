"""A law through time: its versions, and what was in force on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from regkit.citations import REPUBLIC
from regkit.library.facts import Kind, VersionFacts, WorkFacts
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


@dataclass(frozen=True)
class Version:
    """The text of a work at a time. `statute` is None where the text is not in the folder (文本未收录).

    There may be an `outline` in its place, which tells what chapters and articles the text has. `rulings` are what a drafter
    decided about the comparison with an older version.
    """

    facts: VersionFacts
    statute: Statute | None
    outline: Outline | None = None
    rulings: RulingsFile | None = None

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

    @property
    def effective(self) -> date:
        """The day from which it counts as in force; see `effective_is_known`."""
        return self.day(self.counted_by()) or self.dated

    @property
    def effective_is_known(self) -> bool:
        """Whether `effective` is a recorded fact and not another day for want of a better one."""
        return self.day(DateKind.IN_FORCE) is not None

    def standing_of(self, address: Address, day: date) -> Status:
        """时效性 of a provision of its own accord: as its version, unless it has days of its own.

        Only IN_FORCE and what differs from it is told: NOT_YET_IN_FORCE or REPEALED.
        """
        for own in self.facts.provisions:
            steps = Address.parse(own.address).steps
            if address.steps[: len(steps)] == steps:
                if own.in_force and day < own.in_force:
                    return Status.NOT_YET_IN_FORCE
                if own.expired and day >= own.expired:
                    return Status.REPEALED
        return Status.IN_FORCE


@dataclass(frozen=True)
class Standing:
    """The 时效性 of a version on a day, and the later version that ended it, if one did."""

    status: Status
    ended_by: Version | None = None


@dataclass(frozen=True)
class State:
    """Which text of a work it is that is shown for a day, and why this one.

    `by` is the date that was asked for, `counted_by` the one that was gone by for want of it.
    """

    work: Work
    version: Version
    day: date
    by: DateKind
    standing: Standing

    @property
    def counted_by(self) -> DateKind:
        return self.version.counted_by(self.by)

    def __str__(self) -> str:
        """The sentence that goes with every output: 《…》2022年5月13日通过的文本，…"""
        day = self.version.day(self.by)
        if day is None:
            dates = f"（{self.by}日期未记载，按{self.counted_by}日期）"
        else:
            dates = "" if self.by is DateKind.ADOPTED else f"，{written(day)}{self.by}"
        told = f"{describe(self.version)}的文本{dates}"
        return f"《{self.work.title}》{told}；截至{written(self.day)}{self.standing.status}。"


@dataclass(frozen=True)
class TimelineEvent:
    """What happened to a work on a day: one date of one version, or of one of its provisions.

    `cause` says what brought it about: the meeting, the decision, the later version that ended this one.
    """

    day: date
    kind: DateKind
    version: Version
    cause: str | None = None
    provision: str | None = None


@dataclass(frozen=True)
class Work:
    """A law through time: its facts and its versions, the earliest first. `id` is the name of its folder."""

    id: str
    facts: WorkFacts
    versions: tuple[Version, ...]

    @property
    def title(self) -> str:
        return self.facts.title

    @property
    def names(self) -> tuple[str, ...]:
        """Its id, its titles, and these without 中华人民共和国."""
        return names_of(self.id, self.facts)

    def standing(self, version: Version, day: Day) -> Standing:
        """The 时效性 of one of its versions on a day."""
        on = as_day(day)
        if version.effective > on:
            return Standing(Status.NOT_YET_IN_FORCE)
        later = [other for other in self.versions if other.dated > version.dated and other.effective <= on]
        for other in later:
            if other.facts.repeals and other.facts.repeals <= version.dated:
                return Standing(Status.REPEALED, other)
        if later:
            return Standing(Status.AMENDED, later[0])
        if version.facts.expired and version.facts.expired <= on:
            return Standing(Status.REPEALED)
        return Standing(Status.IN_FORCE)

    def at(self, day: Day, by: DateKind | str = DateKind.IN_FORCE) -> Version | None:
        """The version in force on a day, whether or not its text is in the folder; None where there is none.

        `by` another date it is the version adopted or promulgated last by that day. Where a date is not recorded the nearest
        known one counts; `state` says so. Days may be written as ``"2015-01-01"``; raises ValueError for what is no day.
        """
        state = self.state(day, by)
        return state.version if state else None

    def state(self, day: Day, by: DateKind | str = DateKind.IN_FORCE) -> State | None:
        """The same as `at`, with the day, the date that it went by, and the 时效性; printed, it is the sentence to show."""
        on, kind = as_day(day), DateKind(by)
        if kind is DateKind.EXPIRED:
            raise ValueError("versions are told apart by 通过, 公布 or 施行, not by 失效")
        for version in reversed(self.versions):
            since = version.day(version.counted_by(kind))
            if since is None or since > on:
                continue
            state = self.state_of(version, on, kind)
            if kind is not DateKind.IN_FORCE or state.standing.status is Status.IN_FORCE:
                return state
        return None

    def state_of(self, version: Version, day: Day, by: DateKind | str = DateKind.IN_FORCE) -> State:
        """What one of its versions is on a day, whether or not it is the one in force."""
        return State(self, version, as_day(day), DateKind(by), self.standing(version, day))

    @property
    def timeline(self) -> tuple[TimelineEvent, ...]:
        """Everything that is known to have happened to it, in the order of days."""
        events = [event for place in range(len(self.versions)) for event in self._events(place)]
        order = list(DateKind)
        return tuple(
            sorted(events, key=lambda event: (event.day, event.version.dated, order.index(event.kind)))
        )

    def _events(self, place: int) -> Iterator[TimelineEvent]:
        version, facts = self.versions[place], self.versions[place].facts
        causes = {
            DateKind.ADOPTED: facts.adopted_by,
            DateKind.APPROVED: facts.approved_by,
            DateKind.IN_FORCE: facts.in_force_rule,
        }
        if facts.decision:
            by = f"{facts.adopted_by}，" if facts.adopted_by else ""
            causes[version.named_by] = by + quoted(facts.decision)
        for kind in (DateKind.ADOPTED, DateKind.APPROVED, DateKind.PROMULGATED, DateKind.IN_FORCE):
            day = version.day(kind)
            if day:
                yield TimelineEvent(day, kind, version, causes.get(kind))
        for own in facts.provisions:
            if own.in_force:
                yield TimelineEvent(own.in_force, DateKind.IN_FORCE, version, None, own.address)
            if own.expired:
                yield TimelineEvent(own.expired, DateKind.EXPIRED, version, None, own.address)
        following = self.versions[place + 1] if place + 1 < len(self.versions) else None
        if following is not None:
            repealed = following.facts.repeals is not None and following.facts.repeals <= version.dated
            verb = "废止" if repealed else "取代"
            basis = (following.facts.repeals_by or "") if repealed else ""
            cause = f"被{describe(following)}的文本{basis}{verb}"
            yield TimelineEvent(following.effective, DateKind.EXPIRED, version, cause)
        elif facts.expired:
            yield TimelineEvent(facts.expired, DateKind.EXPIRED, version, facts.expired_by)


def names_of(identity: str, facts: WorkFacts) -> tuple[str, ...]:
    """What a work may be called: its id, its titles, and these without 中华人民共和国."""
    titles = (facts.title, *facts.other_titles)
    return tuple(dict.fromkeys((identity, *titles, *(title.removeprefix(REPUBLIC) for title in titles))))


def describe(version: Version) -> str:
    """Which text of a law this is: 2020年3月27日修正, or 1993年12月26日公布 where 通过日期 is not known."""
    match version.facts.kind:
        case None:
            act = ""
        case Kind.ENACTED:
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
