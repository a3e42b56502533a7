"""The life of a work as a sequence of periods, for each of which there is one answer: the only place where 时效性 is decided.

A version applies from its entry into force until a version that was adopted later applies, or until its end: by its own
words (有效期五年), by a recorded day, or by an act that repeals it. Each of these is a `Moment` with bounds. Between the
bounds the answer is that it is not certain; it is never a guess. All answers change only on a bound, so the answers
on these days make up the whole timeline, without overlap or hole.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from regkit.library import grounds
from regkit.library.facts import VersionKind, WorkFacts
from regkit.library.states import ActEffect, Fact, WorkState, known_day, text_of
from regkit.library.status import Status
from regkit.library.turns import Certainty, Turn, Turns, reached
from regkit.library.versions import Version
from regkit.metadata import EffectKind, Moment
from regkit.model.address import Address

_OPEN = (Certainty.PENDING, Certainty.PERHAPS)


@dataclass(frozen=True)
class VersionStatus:
    """The 时效性 of a version on a day.

    - `ended_by`: the later version that took its place; `ended_by_act`: the act that repealed it.
    - `ended`: the moment of its end, None if it has not ended.
    """

    status: Status
    ended_by: Version | None = None
    ended_by_act: ActEffect | None = None
    ended: Moment | None = None


@dataclass(frozen=True)
class VersionPeriod:
    """Days on which the 时效性 of a version, or of one of its provisions, is the same.

    - `since`, `until`: the first of them, and the first that is no longer one; None if there is no such day.
    - `address`: the provision, if it has days of its own and another status than its version; None for the version.
    """

    status: Status
    since: date | None
    until: date | None
    address: str | None = None


class Timeline:
    """The periods in the life of a work. `effects` are what other acts do to it."""

    def __init__(
        self,
        identity: str,
        facts: WorkFacts,
        versions: Sequence[Version],
        effects: Iterable[ActEffect],
        moment_of_act: Callable[[str, date], Moment] | None,
    ) -> None:
        self._identity = identity
        self._facts = facts
        self._turns = Turns(identity, facts, versions, effects, moment_of_act)
        self._indexes = {
            turn.version.name: index for index, turn in enumerate(self._turns.all) if turn.version is not None
        }
        self.effects = self._turns.effects
        self.bounds = self._turns.bounds
        """The days on which an answer on the work or one of its versions may change, in order."""
        self._days, self.periods = self._find_periods()

    def state(self, day: date) -> WorkState:
        """The answer for a day."""
        return replace(self.periods[bisect_right(self._days, day) - 1], day=day)

    def moment_of(self, version: Version) -> Moment:
        """The moment at which a version comes into force, from all that is known."""
        return self._turns.all[self._indexes[version.name]].moment

    def status_of(self, version: Version, day: date) -> VersionStatus:
        """The 时效性 of one version on a day."""
        index = self._indexes[version.name]
        turn, after = self._turns.all[index], self._turns.all[index + 1 :]
        begun = reached(turn.moment, day)
        later = [other for other in after if reached(other.moment, day) is Certainty.COME]
        if later and begun is Certainty.NOT_YET:
            # A later version came into force first, so this one never did.
            return VersionStatus(Status.AMENDED, later[0].version, later[0].effect, later[0].moment)
        if later:
            return self._replaced(turn, later, day)
        ended, ending = self._turns.ended(turn, day)
        if ended is Certainty.COME and ending is not None:
            # What is repealed before it comes into force never does.
            return VersionStatus(Status.REPEALED, None, ending.effect, ending.moment)
        if begun is Certainty.NOT_YET:
            return VersionStatus(Status.NOT_YET_IN_FORCE)
        # What may have begun, may have ended or may have been replaced is not certain to be in force.
        doubtful = {begun, ended, *(reached(other.moment, day) for other in after)}
        if Certainty.PERHAPS in doubtful:
            return VersionStatus(Status.UNCERTAIN)
        return VersionStatus(Status.PENDING if Certainty.PENDING in doubtful else Status.IN_FORCE)

    def periods_of(self, version: Version) -> tuple[VersionPeriod, ...]:
        """The periods of a version in the order of time, and after them those of provisions with days of their own."""
        own = [version.commencement_of(dates) for dates in version.facts.provisions]
        bounds = {day for moment in own if moment for day in (moment.earliest, moment.latest) if day}
        bounds |= {dates.expired for dates in version.facts.provisions if dates.expired}
        days = sorted({*self.bounds, *bounds})
        whole = {day: self.status_of(version, day).status for day in (date.min, *days)}
        periods = list(_merged(whole, None))
        for dates in version.facts.provisions:
            address = Address.parse(dates.address)
            provision = {
                day: status if status is not Status.IN_FORCE else version.status_of(address, day)
                for day, status in whole.items()
            }
            own_status = {
                day: status if status is not whole[day] else None for day, status in provision.items()
            }
            periods += _merged(own_status, str(address))
        return tuple(periods)

    def _replaced(self, turn: Turn, later: Sequence[Turn], day: date) -> VersionStatus:
        """The status of a version after which a later one has come into force."""
        first = min(later, key=lambda other: other.moment.latest or date.max)
        ended, ending = self._turns.ended(turn, day)
        if (
            ended is Certainty.COME
            and ending is not None
            and (ending.moment.latest or date.max) <= (first.moment.latest or date.max)
        ):
            return VersionStatus(Status.REPEALED, None, ending.effect, ending.moment)
        repealing = first.version is not None and self._turns.repeals(first.version, turn)
        status = Status.REPEALED if repealing else Status.AMENDED
        return VersionStatus(status, first.version, first.effect, first.moment)

    def _find_periods(self) -> tuple[list[date], tuple[WorkState, ...]]:
        days: list[date] = []
        states: list[WorkState] = []
        for day in (date.min, *self.bounds):
            state = self._answer(day)
            if not states or replace(state, day=states[-1].day) != states[-1]:
                days.append(day)
                states.append(state)
        ends = [*days[1:], None]
        return days, tuple(
            replace(state, since=None if day == date.min else day, until=end)
            for day, state, end in zip(days, states, ends, strict=True)
        )

    def _answer(self, day: date) -> WorkState:
        """The answer for a day, without the period for which it holds."""
        turns = self._turns.all
        come = [index for index, turn in enumerate(turns) if reached(turn.moment, day) is Certainty.COME]
        possible = [
            turn
            for turn in turns[come[-1] if come else 0 :]
            if reached(turn.moment, day) is not Certainty.NOT_YET
        ]
        if not possible:
            ended = list(
                takewhile(lambda turn: self._turns.ended(turn, day)[0] is Certainty.COME, self._turns.all)
            )
            return self._among(ended, day) if ended else self._before_the_first(day)
        limits = tuple(
            effect
            for effect in self.effects
            if effect.kind in (EffectKind.REPEALED_IN_PART, EffectKind.ADAPTED)
            and reached(effect.moment, day) is not Certainty.NOT_YET
        )
        return replace(self._among(possible, day), limits=limits)

    def _before_the_first(self, day: date) -> WorkState:
        """The answer for a day before any recorded version may have come into force."""
        turn = self._turns.all[0]
        version = turn.version
        kind = version.facts.kind if version else None
        if version is not None and kind is VersionKind.ENACTED:
            fact = grounds.fact_of(version, f"{known_day(turn.moment)}施行")
            return self._state(day, Status.NOT_YET_IN_FORCE, [turn], [fact], [])
        if version is None or kind is None:
            doubt = "没有记载最早的这个版本是制定、修正还是修订；它以前有没有文本，不能确定"
            return WorkState(self._identity, self._facts.title, day, Status.UNCERTAIN, doubts=(doubt,))
        doubt = f"{text_of(version)}以前的文本没有收录"
        return WorkState(self._identity, self._facts.title, day, Status.TEXT_MISSING, doubts=(doubt,))

    def _among(self, possible: Sequence[Turn], day: date) -> WorkState:
        """The answer for a day on which one of several forms of the text applied, or the only one there is."""
        latest = possible[-1]
        ends = [self._turns.ended(turn, day) for turn in possible]
        if all(ended is Certainty.COME for ended, _ in ends):
            ending = ends[-1][1]
            facts = [grounds.end_of(latest, ending)] if ending is not None else []
            return self._state(day, Status.REPEALED, possible, facts, [])
        doubts = grounds.doubts_of([turn for turn in possible if reached(turn.moment, day) in _OPEN])
        for turn, (ended, ending) in zip(possible, ends, strict=True):
            if ending is not None and ended in _OPEN:
                doubts.append(grounds.end_doubt_of(turn, ending))
            elif ending is not None and turn.version is not None:
                doubts.append(f"{text_of(turn.version)}已经终止：{grounds.end_of(turn, ending).fact}")
        facts = [
            fact
            for turn in possible
            if reached(turn.moment, day) is Certainty.COME
            for fact in grounds.facts_of(turn, self._amendment_of(turn), self._facts)
        ]
        status = self._status_among(possible, [ended for ended, _ in ends], day, certain=not doubts)
        return self._state(day, status, possible, facts, doubts)

    def _status_among(
        self, possible: Sequence[Turn], ends: Sequence[Certainty], day: date, *, certain: bool
    ) -> Status:
        latest = possible[-1]
        if certain:
            return Status.IN_FORCE if latest.has_text else Status.TEXT_MISSING
        begun = [reached(turn.moment, day) for turn in possible]
        if Certainty.PERHAPS not in begun and not any(ends):
            return Status.PENDING
        if begun[-1] is not Certainty.PENDING and not latest.has_text and not ends[-1]:
            return Status.TEXT_MISSING
        return Status.UNCERTAIN

    def _amendment_of(self, turn: Turn) -> ActEffect | None:
        return self._turns.amendments.get(turn.version.name) if turn.version else None

    def _state(
        self,
        day: date,
        status: Status,
        possible: Sequence[Turn],
        facts: Sequence[Fact],
        doubts: Sequence[str],
    ) -> WorkState:
        latest = possible[-1]
        missing = (
            [f"被{latest.effect}修改以后的文本没有收录"] if latest.version is None and latest.effect else []
        )
        return WorkState(
            self._identity,
            (latest.version.facts.title if latest.version else None) or self._facts.title,
            day,
            status,
            latest.version,
            candidates=tuple(turn.version for turn in possible if turn.version is not None),
            evidence=tuple(facts),
            doubts=(*missing, *doubts),
        )


def _merged(statuses: Mapping[date, Status | None], address: str | None) -> Iterator[VersionPeriod]:
    """Yield the periods with one status, from the status on each day on which it may change, in order; none for None."""
    changes: list[tuple[date, Status | None]] = []
    for day, status in statuses.items():
        if not changes or changes[-1][1] is not status:
            changes.append((day, status))
    for index, (day, status) in enumerate(changes):
        until = changes[index + 1][0] if index + 1 < len(changes) else None
        if status is not None:
            yield VersionPeriod(status, None if day == date.min else day, until, address)
