"""A work: all versions of a law, which of them applied on a day, and the events in its life."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from regkit.library.facts import WorkFacts
from regkit.library.states import ActEffect, WorkState, known_day, text_of
from regkit.library.status import Status
from regkit.library.timelines import Timeline, VersionPeriod, VersionStatus
from regkit.library.versions import DateKind, Day, Version, as_day, quoted, written
from regkit.metadata import Moment
from regkit.text.notebook import table_html
from regkit.text.titles import REPUBLIC


@dataclass(frozen=True)
class WorkContext:
    """What the rest of a library says about a work.

    - `effects`: what the texts of other acts do to it.
    - `moment_of_act`: the moment at which another act comes into force, by its title, as it stood on a day.
    """

    effects: tuple[ActEffect, ...] = ()
    moment_of_act: Callable[[str, date], Moment] | None = None


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
    """A law through time: its facts and its versions, in the order of their adoption. `id` is the name of its folder.

    `context` tells what other acts do to it; a work that was read by itself has none.
    """

    id: str
    facts: WorkFacts
    versions: tuple[Version, ...]
    context: Callable[[], WorkContext] = field(default=WorkContext, compare=False)

    def __repr__(self) -> str:
        return f"Work({self.id!r}, {self.title!r}, {len(self.versions)} versions)"

    def _repr_html_(self) -> str:
        """A table of the versions for notebooks, earliest first."""
        rows = (
            (version.name, str(version.facts.kind), "yes" if version.statute is not None else "no")
            for version in self.versions
        )
        return table_html(self.title, ("version", "kind", "text"), rows)

    @property
    def title(self) -> str:
        """The full title that the work has now."""
        return self.facts.title

    def title_of(self, version: Version) -> str:
        """The full title that a version had."""
        return version.facts.title or self.facts.title

    @property
    def names(self) -> tuple[str, ...]:
        """The id, the titles, and the titles without 中华人民共和国."""
        return names_of(self.id, self.facts)

    @cached_property
    def timeline_of_states(self) -> Timeline:
        """The periods in its life, and the answer for each."""
        context = self.context()
        return Timeline(self.id, self.facts, self.versions, context.effects, context.moment_of_act)

    @property
    def effects(self) -> tuple[ActEffect, ...]:
        """What the texts of other acts in the library do to it: repeals, amendments, adaptations, revivals."""
        return self.timeline_of_states.effects

    def state(self, day: Day) -> WorkState:
        """Which text applied on a day: known, by which evidence, or not known, and why. Days may be given as ``"2015-01-01"``.

        Every other answer about a day is taken from this one. Raises ValueError for a malformed day.
        """
        state = self.timeline_of_states.state(as_day(day))
        return dataclasses.replace(state, sentence=self._sentence(state))

    @property
    def periods(self) -> tuple[WorkState, ...]:
        """The answers for all days, in the order of time: each holds from `since` up to the day before `until`."""
        return self.timeline_of_states.periods

    def status_of(self, version: Version, day: Day) -> VersionStatus:
        """The status of a version on a day, by the same facts as `state`."""
        return self.timeline_of_states.status_of(version, as_day(day))

    def periods_of(self, version: Version) -> tuple[VersionPeriod, ...]:
        """The status of a version on all days, in the order of time, and of its provisions that have days of their own."""
        return self.timeline_of_states.periods_of(version)

    def commencement_of(self, version: Version) -> Moment:
        """The moment at which a version comes into force (施行), by all that is known; its bounds if the day is not."""
        return self.timeline_of_states.moment_of(version)

    def commencement_in_words(self, version: Version) -> str:
        """The day on which a version comes into force, or the rule by which it does and what is known of the day."""
        begun = self.commencement_of(version)
        if begun.day:
            return written(begun.day)
        rule = version.facts.in_force_rule
        return (f"“{rule}”，" if rule else "未收录，") + known_day(begun)

    def end_of(self, version: Version) -> Moment | None:
        """The moment at which a version ends or another takes its place, be it before it came into force; None if it does not."""
        for day in self.timeline_of_states.bounds:
            ended = self.status_of(version, day).ended
            if ended is not None:
                return ended
        return None

    def at(self, day: Day, by: DateKind | str = DateKind.IN_FORCE) -> Version | None:
        """The version that is known to be in force on a day, whether or not its text is in the library; None if there is none.

        With another kind of date `by`, the last version adopted, approved or promulgated by that day; if a date
        is not recorded, the nearest known one counts. Raises ValueError for a malformed day, and if `by` is EXPIRED.
        """
        on, kind = as_day(day), DateKind(by)
        if kind is DateKind.IN_FORCE:
            state = self.state(on)
            return state.version if state.applies else None
        if kind is DateKind.EXPIRED:
            raise ValueError("a version is selected by its date of 通过, 批准, 公布 or 施行, not by 失效")
        for version in reversed(self.versions):
            since = version.day(version.date_kind_used(kind))
            if since is not None and since <= on:
                return version
        return None

    def perhaps_at(self, day: Day) -> Version | None:
        """The version in force on a day, or the latest that may be if that is not certain; None if none is.

        What only needs a text to read, such as a citation that is followed, takes this one; what states a
        时效性 takes `state`.
        """
        state = self.state(day)
        return None if state.status in (Status.NOT_YET_IN_FORCE, Status.REPEALED) else state.version

    def shown_on(self, day: Day) -> Version:
        """The version to show on a day: that of `perhaps_at`, or else that of `state`, or else the last one."""
        return self.state(day).version or self.versions[-1]

    def _sentence(self, state: WorkState) -> str:
        """The sentence on a state of this work: 《…》2022年5月13日通过的文本，2022年7月1日施行；截至2024年1月1日现行有效。"""
        head = f"《{state.title}》截至{written(state.day)}{state.status}"
        if state.status is Status.TEXT_MISSING:
            which = "或者".join(map(text_of, state.candidates[::-1]))
            parts = [f"这一天适用的是{which}" if which else "", *state.doubts]
            parts.append(self._around(state.candidates[-1]) if state.candidates else "")
            return f"{head}：{'；'.join(filter(None, parts))}。"
        if state.version is None:
            return head + (f"：{'；'.join(state.doubts)}。" if state.doubts else "。")
        return self.sentence_of(state.version, state.day)

    def sentence_of(self, version: Version, day: Day) -> str:
        """The sentence on a version that accompanies every output of its text, with its status on a day."""
        on = as_day(day)
        begun = self.commencement_of(version)
        dates = f"，{written(begun.day)}施行" if begun.day else ""
        text = f"《{self.title_of(version)}》{text_of(version)}{dates}；截至{written(on)}"
        return f"{text}{self.status_of(version, on).status}{self.remark_on(version, on)}。"

    def remark_on(self, version: Version, day: Day) -> str:
        """What has to be said with the status of a version on a day: its ground, what is not known, provisions with days of their own."""
        on = as_day(day)
        state, version_status = self.timeline_of_states.state(on), self.status_of(version, on)
        exceptions = "".join(
            f"；其中{provision.address}{status}"
            + (
                f"（{written(provision.in_force)}起施行）"
                if status is Status.NOT_YET_IN_FORCE and provision.in_force
                else ""
            )
            for provision, status in version.exceptions(on)
        )
        limits = "".join(f"；{effect.kind}：{effect}" for effect in state.limits)
        return f"{self._remark(state, version, version_status)}{exceptions}{limits}"

    def _remark(self, state: WorkState, version: Version, version_status: VersionStatus) -> str:
        """What has to be said with the status of a version: what ended it, what is not known, how far it was checked."""
        match version_status.status:
            case Status.IN_FORCE if version.statute is None:
                around = self._around(version)
                return "，但是文本未收录" + (f"；{around}" if around else "")
            case Status.IN_FORCE:
                return f"（{self.checked_sentence}）"
            case Status.REPEALED | Status.AMENDED:
                return f"（{self._ending(version, version_status)}）" if version_status.ended else ""
            case Status.UNCERTAIN | Status.PENDING if state.doubts:
                return f"（{'；'.join(state.doubts)}）"
        return ""

    def _ending(self, version: Version, version_status: VersionStatus) -> str:
        ended = version_status.ended
        assert ended is not None
        when = f"{known_day(ended)}起"
        if version_status.ended_by_act is not None:
            return f"{when}，{version_status.ended_by_act}"
        if version_status.ended_by is not None:
            verb = "废止" if version_status.status is Status.REPEALED else "取代"
            return f"{when}被{text_of(version_status.ended_by)}{verb}"
        words = version.facts.expired_by or version.facts.expired_rule
        return f"{when}失效" + (f"，{words.rstrip('。')}" if words else "")

    def _around(self, version: Version) -> str:
        """Which texts before and after a version the library has."""
        index = self.versions.index(version)
        before = [other for other in self.versions[:index] if other.statute is not None][-1:]
        after = [other for other in self.versions[index + 1 :] if other.statute is not None][:1]
        there = [text_of(other) for other in (*before, *after)]
        return f"收录的有{'和'.join(there)}" if there else ""

    @property
    def checked_sentence(self) -> str:
        """How far it is known that nothing has repealed the work: 未见废止记录，截至2026年11月30日核对."""
        checked = self.facts.checked
        return "未见废止记录，" + (f"截至{written(checked)}核对" if checked else "没有核对记录")

    @cached_property
    def timeline(self) -> tuple[TimelineEvent, ...]:
        """All events in the life of the work whose days are known, in order of time."""
        events = [event for version in self.versions for event in self._events(version)]
        kinds = list(DateKind)
        return tuple(
            sorted(events, key=lambda event: (event.day, event.version.facts.order, kinds.index(event.kind)))
        )

    def events_of(self, version: Version) -> tuple[TimelineEvent, ...]:
        """The events in the timeline that belong to a version."""
        return tuple(self._events_by_version.get(version.name, ()))

    @cached_property
    def indexes(self) -> dict[str, int]:
        """The index of each version in `versions`, by its name."""
        return {version.name: index for index, version in enumerate(self.versions)}

    @cached_property
    def _events_by_version(self) -> dict[str, list[TimelineEvent]]:
        events: dict[str, list[TimelineEvent]] = {}
        for event in self.timeline:
            events.setdefault(event.version.name, []).append(event)
        return events

    def _events(self, version: Version) -> Iterator[TimelineEvent]:
        """Yield the events of a version."""
        facts = version.facts
        causes: dict[DateKind, str | None] = {
            DateKind.ADOPTED: facts.adopted_by,
            DateKind.APPROVED: facts.approved_by,
            DateKind.IN_FORCE: facts.in_force_rule,
        }
        if facts.decision:
            by = f"{facts.adopted_by}，" if facts.adopted_by else ""
            causes[version.named_by] = by + quoted(facts.decision)
        days = {
            kind: version.day(kind) for kind in (DateKind.ADOPTED, DateKind.APPROVED, DateKind.PROMULGATED)
        }
        days[DateKind.IN_FORCE] = self.commencement_of(version).day
        for kind, day in days.items():
            if day:
                yield TimelineEvent(day, kind, version, causes.get(kind))
        for dates in facts.provisions:
            begins = version.commencement_of(dates)
            if begins and begins.day:
                yield TimelineEvent(begins.day, DateKind.IN_FORCE, version, None, dates.address)
            if dates.expired:
                yield TimelineEvent(dates.expired, DateKind.EXPIRED, version, None, dates.address)
        for correction in facts.corrections:
            if correction.day:
                yield TimelineEvent(correction.day, DateKind.CORRECTED, version, correction.by)
        yield from self._end_events(version)

    def _end_events(self, version: Version) -> Iterator[TimelineEvent]:
        """Yield the event that ends a version, if its day is known."""
        ended = self.end_of(version)
        if ended is None or ended.day is None:
            return
        version_status = self.status_of(version, ended.day)
        if version_status.ended_by_act is not None:
            cause = str(version_status.ended_by_act)
        elif version_status.ended_by is not None:
            basis = version_status.ended_by.facts.repeals_by or ""
            repealed = version_status.status is Status.REPEALED
            cause = f"被{text_of(version_status.ended_by)}{basis if repealed else ''}{'废止' if repealed else '取代'}"
        else:
            cause = version.facts.expired_by or version.facts.expired_rule or ""
        yield TimelineEvent(ended.day, DateKind.EXPIRED, version, cause or None)


def names_of(identity: str, facts: WorkFacts) -> tuple[str, ...]:
    """The id of a work, its titles, and the titles without 中华人民共和国."""
    titles = facts.titles
    return tuple(dict.fromkeys((identity, *titles, *(title.removeprefix(REPUBLIC) for title in titles))))
