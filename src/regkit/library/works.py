"""A law through time: its versions, and what was in force on a day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter

from regkit.library.facts import WorkFacts
from regkit.library.versions import DateKind, Day, Status, Version, as_day, describe, quoted, written
from regkit.text.notebook import table_html
from regkit.text.titles import REPUBLIC

_dated = attrgetter("dated")


@dataclass(frozen=True)
class VersionStatus:
    """The 时效性 of a version on a day, and the later version that ended it, if one did."""

    status: Status
    ended_by: Version | None = None


@dataclass(frozen=True)
class PointInTime:
    """Which text of a work it is that is shown for a day, and why this one.

    `by` is the date that was asked for, `counted_by` the one that was gone by for want of it.
    """

    work: Work
    version: Version
    day: date
    by: DateKind
    standing: VersionStatus

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
        own = "".join(f"；其中{each.address}{status}" for each, status in self.version.exceptions(self.day))
        told = f"{describe(self.version)}的文本{dates}"
        return f"《{self.work.title}》{told}；截至{written(self.day)}{self.standing.status}{own}。"


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


@dataclass(frozen=True, repr=False)
class Work:
    """A law through time: its facts and its versions, the earliest first. `id` is the name of its folder."""

    id: str
    facts: WorkFacts
    versions: tuple[Version, ...]

    def __repr__(self) -> str:
        return f"Work({self.id!r}, {self.title!r}, {len(self.versions)} versions)"

    def _repr_html_(self) -> str:
        """The versions in a notebook, the earliest first."""
        rows = (
            (str(each.dated), str(each.facts.kind), "yes" if each.statute is not None else "no")
            for each in self.versions
        )
        return table_html(self.title, ("version", "kind", "text"), rows)

    @property
    def title(self) -> str:
        return self.facts.title

    @property
    def names(self) -> tuple[str, ...]:
        """Its id, its titles, and these without 中华人民共和国."""
        return names_of(self.id, self.facts)

    def standing(self, version: Version, day: Day) -> VersionStatus:
        """The 时效性 of one of its versions on a day."""
        on = as_day(day)
        if version.effective > on:
            return VersionStatus(Status.NOT_YET_IN_FORCE)
        for other in _later(self._repealing, version):
            if other.effective <= on and other.facts.repeals and other.facts.repeals <= version.dated:
                return VersionStatus(Status.REPEALED, other)
        following = self._earliest[self.indexes[version.dated] + 1]
        if following is not None and following <= on:
            amending = next(other for other in _later(self.versions, version) if other.effective <= on)
            return VersionStatus(Status.AMENDED, amending)
        if version.facts.expired and version.facts.expired <= on:
            return VersionStatus(Status.REPEALED)
        return VersionStatus(Status.IN_FORCE)

    def until(self, version: Version) -> date | None:
        """The day on which one of its versions ceases to be in force, if there is one: its own, or that of a later version."""
        last = version.facts.expired
        following = self._earliest[self.indexes[version.dated] + 1]
        ends = [day for day in (last, following) if day]
        return max(min(ends), version.effective) if ends else None

    def at(self, day: Day, by: DateKind | str = DateKind.IN_FORCE) -> Version | None:
        """The version in force on a day, whether or not its text is in the folder; None where there is none.

        `by` another date it is the version adopted or promulgated last by that day. Where a date is not recorded the nearest
        known one counts; `state` says so. Days may be written as ``"2015-01-01"``; raises ValueError for what is no day.
        """
        state = self.state(day, by)
        return state.version if state else None

    def state(self, day: Day, by: DateKind | str = DateKind.IN_FORCE) -> PointInTime | None:
        """The same as `at`, with the day, the date that it went by, and the 时效性; printed, it is the sentence to show."""
        on, kind = as_day(day), DateKind(by)
        if kind is DateKind.EXPIRED:
            raise ValueError("versions are told apart by 通过, 公布 or 施行, not by 失效")
        last = len(self.versions)
        if kind is DateKind.IN_FORCE:
            # From there on none counts as in force yet.
            last = bisect_right(self._earliest, on, hi=last, key=lambda day: day or on)
        for index in range(last - 1, -1, -1):
            version = self.versions[index]
            since = version.day(version.counted_by(kind))
            if since is None or since > on:
                continue
            state = self.state_of(version, on, kind)
            if kind is not DateKind.IN_FORCE or state.standing.status is Status.IN_FORCE:
                return state
        return None

    def state_of(self, version: Version, day: Day, by: DateKind | str = DateKind.IN_FORCE) -> PointInTime:
        """What one of its versions is on a day, whether or not it is the one in force."""
        return PointInTime(self, version, as_day(day), DateKind(by), self.standing(version, day))

    @cached_property
    def timeline(self) -> tuple[TimelineEvent, ...]:
        """Everything that is known to have happened to it, in the order of days."""
        events = [event for index in range(len(self.versions)) for event in self._events(index)]
        order = list(DateKind)
        return tuple(
            sorted(events, key=lambda event: (event.day, event.version.dated, order.index(event.kind)))
        )

    def events_of(self, version: Version) -> tuple[TimelineEvent, ...]:
        """What of the timeline happened to one of its versions."""
        return tuple(self._events_by_version.get(version.dated, ()))

    @cached_property
    def indexes(self) -> dict[date, int]:
        """The place of each version among `versions`, by the day that names it."""
        return {version.dated: index for index, version in enumerate(self.versions)}

    @cached_property
    def _events_by_version(self) -> dict[date, list[TimelineEvent]]:
        events: dict[date, list[TimelineEvent]] = {}
        for event in self.timeline:
            events.setdefault(event.version.dated, []).append(event)
        return events

    @cached_property
    def _repealing(self) -> tuple[Version, ...]:
        return tuple(version for version in self.versions if version.facts.repeals)

    @cached_property
    def _earliest(self) -> list[date | None]:
        """For each place the first day on which a version from there on counts as in force; None after the last."""
        found: list[date | None] = [None]
        for version in reversed(self.versions):
            found.append(min(found[-1] or version.effective, version.effective))
        return found[::-1]

    def _events(self, index: int) -> Iterator[TimelineEvent]:
        version, facts = self.versions[index], self.versions[index].facts
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
        following = self.versions[index + 1] if index + 1 < len(self.versions) else None
        if following is not None:
            repealed = following.facts.repeals is not None and following.facts.repeals <= version.dated
            verb = "废止" if repealed else "取代"
            basis = (following.facts.repeals_by or "") if repealed else ""
            cause = f"被{describe(following)}的文本{basis}{verb}"
            yield TimelineEvent(following.effective, DateKind.EXPIRED, version, cause)
        elif facts.expired:
            yield TimelineEvent(facts.expired, DateKind.EXPIRED, version, facts.expired_by)


def _later(versions: tuple[Version, ...], version: Version) -> Iterator[Version]:
    """Those of some versions, the earliest first, that are later than one."""
    first = bisect_right(versions, version.dated, key=_dated)
    return (versions[index] for index in range(first, len(versions)))


def names_of(identity: str, facts: WorkFacts) -> tuple[str, ...]:
    """What a work may be called: its id, its titles, and these without 中华人民共和国."""
    titles = (facts.title, *facts.other_titles)
    return tuple(dict.fromkeys((identity, *titles, *(title.removeprefix(REPUBLIC) for title in titles))))
