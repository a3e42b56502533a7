"""A work: all versions of a law, and which of them was in force on a day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter

from regkit.library.facts import WorkFacts
from regkit.library.versions import DateKind, Day, Status, Version, as_day, describe, quoted, written
from regkit.text.notebook import short_repr, table_html
from regkit.text.titles import REPUBLIC

_dated = attrgetter("dated")


@dataclass(frozen=True)
class VersionStatus:
    """The 时效性 of a version on a day, and the later version that ended it, if any."""

    status: Status
    ended_by: Version | None = None


@dataclass(frozen=True, repr=False)
class PointInTime:
    """The version of a work that applies on a day, and the date by which it was chosen.

    - `by`: the kind of date that was asked for; `date_kind_used`: the kind that was used, because the other is unknown.
    - `version_status`: the status of the version on that day.
    """

    work: Work
    version: Version
    day: date
    by: DateKind
    version_status: VersionStatus

    def __repr__(self) -> str:
        dates = f"{str(self.day)!r}, {str(self.version.dated)!r}"
        return f"PointInTime({short_repr(self.work.title)}, {dates}, {str(self.version_status.status)!r})"

    @property
    def date_kind_used(self) -> DateKind:
        """The kind of date by which the version was chosen."""
        return self.version.date_kind_used(self.by)

    def __str__(self) -> str:
        """The sentence that accompanies every output: 《…》2022年5月13日通过的文本，…"""
        day = self.version.day(self.by)
        if day is None:
            dates = f"（{self.by}日期未记载，按{self.date_kind_used}日期）"
        else:
            dates = "" if self.by is DateKind.ADOPTED else f"，{written(day)}{self.by}"
        exceptions = "".join(
            f"；其中{provision.address}{status}" for provision, status in self.version.exceptions(self.day)
        )
        text = f"{describe(self.version)}的文本{dates}"
        return (
            f"《{self.work.title}》{text}；截至{written(self.day)}{self.version_status.status}{exceptions}。"
        )


@dataclass(frozen=True)
class TimelineEvent:
    """An event in the life of a work: one date of one version, or of one of its provisions.

    - `cause`: what brought it about, such as the meeting, the decision, or the later version that ended this one.
    - `provision`: address of the provision, if the date concerns that alone.
    """

    day: date
    kind: DateKind
    version: Version
    cause: str | None = None
    provision: str | None = None


@dataclass(frozen=True, repr=False)
class Work:
    """A law through time: its facts and its versions, earliest first. `id` is the name of its folder."""

    id: str
    facts: WorkFacts
    versions: tuple[Version, ...]

    def __repr__(self) -> str:
        return f"Work({self.id!r}, {self.title!r}, {len(self.versions)} versions)"

    def _repr_html_(self) -> str:
        """A table of the versions for notebooks, earliest first."""
        rows = (
            (str(version.dated), str(version.facts.kind), "yes" if version.statute is not None else "no")
            for version in self.versions
        )
        return table_html(self.title, ("version", "kind", "text"), rows)

    @property
    def title(self) -> str:
        """The full title."""
        return self.facts.title

    @property
    def names(self) -> tuple[str, ...]:
        """The id, the titles, and the titles without 中华人民共和国."""
        return names_of(self.id, self.facts)

    def status_of(self, version: Version, day: Day) -> VersionStatus:
        """The status of a version on a day."""
        on = as_day(day)
        if version.effective > on:
            return VersionStatus(Status.NOT_YET_IN_FORCE)
        for other in _later(self._repealing, version):
            if other.effective <= on and other.facts.repeals and other.facts.repeals <= version.dated:
                return VersionStatus(Status.REPEALED, other)
        next_effective = self._earliest[self.indexes[version.dated] + 1]
        if next_effective is not None and next_effective <= on:
            amending = next(other for other in _later(self.versions, version) if other.effective <= on)
            return VersionStatus(Status.AMENDED, amending)
        if version.facts.expired and version.facts.expired <= on:
            return VersionStatus(Status.REPEALED)
        return VersionStatus(Status.IN_FORCE)

    def until(self, version: Version) -> date | None:
        """The first day on which a version is no longer in force, because it expired or a later version replaced it; None if it has not ended."""
        expired = version.facts.expired
        next_effective = self._earliest[self.indexes[version.dated] + 1]
        ends = [day for day in (expired, next_effective) if day]
        return max(min(ends), version.effective) if ends else None

    def at(self, day: Day, by: DateKind | str = DateKind.IN_FORCE) -> Version | None:
        """The version in force on a day, whether or not its text is in the library; None if there is none.

        With another kind of date `by`, the last version adopted, approved or promulgated by that day. If a date
        is not recorded, the nearest known one counts; `point_in_time` says so. Days may be given as ``"2015-01-01"``.
        Raises ValueError for a malformed day, and if `by` is EXPIRED.
        """
        point = self.point_in_time(day, by)
        return point.version if point else None

    def point_in_time(self, day: Day, by: DateKind | str = DateKind.IN_FORCE) -> PointInTime | None:
        """Like `at`, but with the day, the kind of date used, and the status; ``str()`` of the result is the sentence to show."""
        on, kind = as_day(day), DateKind(by)
        if kind is DateKind.EXPIRED:
            raise ValueError("a version is selected by its date of 通过, 批准, 公布 or 施行, not by 失效")
        last = len(self.versions)
        if kind is DateKind.IN_FORCE:
            # Versions from this index on are not in force yet.
            last = bisect_right(self._earliest, on, hi=last, key=lambda day: day or on)
        for index in range(last - 1, -1, -1):
            version = self.versions[index]
            since = version.day(version.date_kind_used(kind))
            if since is None or since > on:
                continue
            point = self.point_in_time_of(version, on, kind)
            if kind is not DateKind.IN_FORCE or point.version_status.status is Status.IN_FORCE:
                return point
        return None

    def point_in_time_of(
        self, version: Version, day: Day, by: DateKind | str = DateKind.IN_FORCE
    ) -> PointInTime:
        """The status of a version on a day, whether or not it is the one in force."""
        return PointInTime(self, version, as_day(day), DateKind(by), self.status_of(version, day))

    @cached_property
    def timeline(self) -> tuple[TimelineEvent, ...]:
        """All known events in the life of the work, in order of time."""
        events = [event for index in range(len(self.versions)) for event in self._events(index)]
        order = list(DateKind)
        return tuple(
            sorted(events, key=lambda event: (event.day, event.version.dated, order.index(event.kind)))
        )

    def events_of(self, version: Version) -> tuple[TimelineEvent, ...]:
        """The events in the timeline that belong to a version."""
        return tuple(self._events_by_version.get(version.dated, ()))

    @cached_property
    def indexes(self) -> dict[date, int]:
        """The index of each version in `versions`, by the date that names it."""
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
        """For each index, the first day on which a version from that index on counts as in force.

        There is one more entry than versions: None, after the last.
        """
        days: list[date | None] = [None]
        for version in reversed(self.versions):
            days.append(min(days[-1] or version.effective, version.effective))
        return days[::-1]

    def _events(self, index: int) -> Iterator[TimelineEvent]:
        """Yield the events of the version at an index."""
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
        for dates in facts.provisions:
            if dates.in_force:
                yield TimelineEvent(dates.in_force, DateKind.IN_FORCE, version, None, dates.address)
            if dates.expired:
                yield TimelineEvent(dates.expired, DateKind.EXPIRED, version, None, dates.address)
        next_version = self.versions[index + 1] if index + 1 < len(self.versions) else None
        if next_version is not None:
            repealed = next_version.facts.repeals is not None and next_version.facts.repeals <= version.dated
            verb = "废止" if repealed else "取代"
            basis = (next_version.facts.repeals_by or "") if repealed else ""
            cause = f"被{describe(next_version)}的文本{basis}{verb}"
            yield TimelineEvent(next_version.effective, DateKind.EXPIRED, version, cause)
        elif facts.expired:
            yield TimelineEvent(facts.expired, DateKind.EXPIRED, version, facts.expired_by)


def _later(versions: tuple[Version, ...], version: Version) -> Iterator[Version]:
    """The versions later than one; `versions` is sorted, earliest first."""
    first = bisect_right(versions, version.dated, key=_dated)
    return (versions[index] for index in range(first, len(versions)))


def names_of(identity: str, facts: WorkFacts) -> tuple[str, ...]:
    """The id of a work, its titles, and the titles without 中华人民共和国."""
    titles = (facts.title, *facts.other_titles)
    return tuple(dict.fromkeys((identity, *titles, *(title.removeprefix(REPUBLIC) for title in titles))))
