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
from datetime import date, timedelta
from enum import IntEnum
from typing import NamedTuple

from regkit.library.facts import VersionKind, WorkFacts
from regkit.library.states import ActEffect, Evidence, State, known_day, text_of
from regkit.library.status import Status
from regkit.library.versions import Version, quoted, written
from regkit.metadata import EffectKind, Moment
from regkit.model.address import Address
from regkit.text.titles import title_key

# In days: a decision that is named by the day of its promulgation was adopted at most so long before.
_MOST_BETWEEN_DATES = 62


class Certainty(IntEnum):
    """Whether a moment has come by a day."""

    NOT_YET = 0
    PENDING = 1
    PERHAPS = 2
    COME = 3


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


class _Turn(NamedTuple):
    """A form of the text, from the moment at which it comes into force.

    `version` is None for a form that only the act that amended the work (`effect`) tells of.
    """

    enacted: date
    moment: Moment
    version: Version | None
    effect: ActEffect | None = None


class _End(NamedTuple):
    """An end of a form of the text: by the act `effect`, or by its own words or a recorded day if that is None."""

    moment: Moment
    effect: ActEffect | None = None


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
        self._versions = versions
        self._moment_of_act = moment_of_act
        # The order in which effects become known must not matter.
        self.effects = tuple(
            sorted(effects, key=lambda effect: (effect.enacted, effect.work, effect.version, effect.words))
        )
        self._amendments: dict[str, ActEffect] = {}
        self._turns = self._find_turns()
        self._bounds = self._find_bounds()
        self._days, self._states = self._find_periods()

    def state(self, day: date) -> State:
        """The answer for a day."""
        return replace(self._states[bisect_right(self._days, day) - 1], day=day)

    @property
    def periods(self) -> tuple[State, ...]:
        """The answers, each with the days for which it holds, in the order of time; `day` is the first day of each."""
        return tuple(self._states)

    def moment_of(self, version: Version) -> Moment:
        """The moment at which a version comes into force, from all that is known."""
        return next(
            turn.moment
            for turn in self._turns
            if turn.version is not None and turn.version.name == version.name
        )

    def amendment_of(self, version: Version) -> ActEffect | None:
        """The act in the library that amended the work and so made this version, None if there is none."""
        return self._amendments.get(version.name)

    def status_of(self, version: Version, day: date) -> VersionStatus:
        """The 时效性 of one version on a day."""
        names = [turn.version.name if turn.version else None for turn in self._turns]
        index = names.index(version.name)
        turn, after = self._turns[index], self._turns[index + 1 :]
        reached = _reached(turn.moment, day)
        later = [other for other in after if _reached(other.moment, day) is Certainty.COME]
        if later and reached is Certainty.NOT_YET:
            # A later version came into force first, so this one never did.
            return VersionStatus(Status.AMENDED, later[0].version, later[0].effect, later[0].moment)
        if later:
            return self._replaced(turn, later, day)
        if reached is Certainty.NOT_YET:
            return VersionStatus(Status.NOT_YET_IN_FORCE)
        ended, end = self._ended(turn, day)
        if ended is Certainty.COME and end is not None:
            return VersionStatus(Status.REPEALED, None, end.effect, end.moment)
        # What may have begun, may have ended or may have been replaced is not certain to be in force.
        doubtful = {reached, ended, *(_reached(other.moment, day) for other in after)}
        if Certainty.PERHAPS in doubtful:
            return VersionStatus(Status.UNCERTAIN)
        return VersionStatus(Status.PENDING if Certainty.PENDING in doubtful else Status.IN_FORCE)

    def periods_of(self, version: Version) -> tuple[VersionPeriod, ...]:
        """The periods of a version in the order of time, and after them those of provisions with days of their own."""
        own = [version.commencement_of(dates) for dates in version.facts.provisions]
        bounds = {day for moment in own if moment for day in (moment.earliest, moment.latest) if day}
        bounds |= {dates.expired for dates in version.facts.provisions if dates.expired}
        days = sorted({*self._bounds, *bounds})
        whole = {day: self.status_of(version, day).status for day in (date.min, *days)}
        periods = list(_merged(whole, None))
        for dates in version.facts.provisions:
            address = Address.parse(dates.address)
            provision = {
                day: status if status is not Status.IN_FORCE else version.status_of(address, day)
                for day, status in whole.items()
            }
            periods += [
                period
                for period in _merged(provision, str(address))
                if period.status is not whole[period.since or date.min]
            ]
        return tuple(periods)

    @property
    def bounds(self) -> tuple[date, ...]:
        """The days on which an answer on the work or one of its versions may change, in order."""
        return self._bounds

    def _replaced(self, turn: _Turn, later: Sequence[_Turn], day: date) -> VersionStatus:
        """The status of a version after which a later one has come into force."""
        first = min(later, key=lambda other: other.moment.latest or date.max)
        ended, end = self._ended(turn, day)
        if (
            ended is Certainty.COME
            and end is not None
            and (end.moment.latest or date.max) <= (first.moment.latest or date.max)
        ):
            return VersionStatus(Status.REPEALED, None, end.effect, end.moment)
        repealing = first.version is not None and self._repeals(first.version, turn)
        return VersionStatus(
            Status.REPEALED if repealing else Status.AMENDED, first.version, first.effect, first.moment
        )

    def _repeals(self, version: Version, turn: _Turn) -> bool:
        """Whether a version repeals an earlier form of the text, instead of amending it."""
        repeals = version.facts.repeals
        return (repeals is not None and turn.enacted <= repeals) or any(
            effect.kind is EffectKind.REPEALED
            and effect.work == self._identity
            and effect.version == version.name
            for effect in self.effects
        )

    def _is_repeal(self, effect: ActEffect) -> bool:
        """Whether an effect is the repeal of the work by another act."""
        return effect.kind is EffectKind.REPEALED and effect.work != self._identity

    def _find_turns(self) -> list[_Turn]:
        """The forms of the text in the order of their adoption, those that are only known from other acts among them."""
        amending = [effect for effect in self.effects if effect.kind is EffectKind.AMENDED]
        turns: list[_Turn] = []
        for version in self._versions:
            moment = version.commencement(self._moment_of_act)
            for effect in amending:
                if _made_by(version, effect):
                    self._amendments.setdefault(version.name, effect)
                    moment = moment if moment.day else _narrowed(moment, effect.moment)
            turns.append(_Turn(version.dated, moment, version))
        made = set(self._amendments.values())
        first = turns[0].enacted
        for effect in amending:
            if effect not in made and effect.enacted > first and not effect.others:
                turns.append(_Turn(effect.enacted, effect.moment, None, effect))
        turns.sort(key=lambda turn: (turn.enacted, turn.version.facts.number if turn.version else 0))
        return self._as_checked(turns)

    def _as_checked(self, turns: list[_Turn]) -> list[_Turn]:
        """The turns with what the last check against a source shows: the last recorded version was then in force."""
        checked = self._facts.checked
        index = max(index for index, turn in enumerate(turns) if turn.version is not None)
        moment = turns[index].moment
        if (
            checked is not None
            and not moment.pending
            and moment.earliest is not None
            and moment.earliest <= checked
            and (moment.latest is None or moment.latest > checked)
        ):
            turns[index] = turns[index]._replace(moment=Moment(moment.earliest, checked))
        return turns

    def _ends(self, turn: _Turn) -> Iterator[_End]:
        """Yield the ends of a form of the text: its own, and those by acts that were adopted after it."""
        if turn.version is not None:
            expiry = turn.version.expiry(self._counted_from(turn))
            if expiry is not None:
                yield _End(expiry)
        for effect in self.effects:
            if self._is_repeal(effect) and effect.enacted >= turn.enacted:
                # If another act of that title may be meant, this one has not certainly ended.
                moment = Moment(effect.moment.earliest) if effect.others else effect.moment
                yield _End(moment, effect)

    def _counted_from(self, turn: _Turn) -> Moment:
        """The moment from which the words of a text on its own end count: that of the text last enacted as a whole."""
        whole = turn
        for other in self._turns:
            if other.version is not None and other.version.facts.kind is not VersionKind.AMENDED:
                whole = other
            if other is turn:
                break
        return whole.moment

    def _ended(self, turn: _Turn, day: date) -> tuple[Certainty, _End | None]:
        """Whether a form of the text has ended by a day, and by what."""
        best, by = Certainty.NOT_YET, None
        for end in self._ends(turn):
            reached = _reached(end.moment, day)
            if reached is Certainty.COME and self._revived(end, day):
                continue
            if reached > best:
                best, by = reached, end
        return best, by

    def _revived(self, end: _End, day: date) -> bool:
        """Whether an act has put the work into force again after an end."""
        return any(
            effect.kind is EffectKind.REVIVED
            and _reached(effect.moment, day) is Certainty.COME
            and (effect.moment.latest or date.max) >= (end.moment.latest or date.min)
            for effect in self.effects
        )

    def _find_bounds(self) -> tuple[date, ...]:
        moments = [turn.moment for turn in self._turns]
        moments += [end.moment for turn in self._turns for end in self._ends(turn)]
        moments += [effect.moment for effect in self.effects]
        bounds = {day for moment in moments for day in (moment.earliest, moment.latest) if day}
        return tuple(sorted(bounds - {date.min}))

    def _find_periods(self) -> tuple[list[date], list[State]]:
        days = [date.min, *self._bounds]
        kept_days: list[date] = []
        states: list[State] = []
        for day in days:
            state = self._answer(day)
            if states and replace(state, day=states[-1].day) == states[-1]:
                continue
            kept_days.append(day)
            states.append(state)
        ends = [*kept_days[1:], None]
        return kept_days, [
            replace(state, since=None if day == date.min else day, until=end)
            for day, state, end in zip(kept_days, states, ends, strict=True)
        ]

    def _answer(self, day: date) -> State:
        """The answer for a day, without the period for which it holds."""
        reached = [_reached(turn.moment, day) for turn in self._turns]
        first = max((index for index, one in enumerate(reached) if one is Certainty.COME), default=0)
        possible = [
            (turn, one)
            for turn, one in zip(self._turns[first:], reached[first:], strict=True)
            if one is not Certainty.NOT_YET
        ]
        if not possible:
            return self._before_the_first(day)
        state = self._among(possible, day)
        return replace(state, limits=self._limits(day))

    def _limits(self, day: date) -> tuple[ActEffect, ...]:
        return tuple(
            effect
            for effect in self.effects
            if effect.kind in (EffectKind.REPEALED_IN_PART, EffectKind.ADAPTED)
            and _reached(effect.moment, day) is not Certainty.NOT_YET
        )

    def _before_the_first(self, day: date) -> State:
        """The answer for a day before any recorded version may have come into force."""
        turn = self._turns[0]
        version = turn.version
        kind = version.facts.kind if version else None
        if kind is VersionKind.ENACTED and version is not None:
            since = f"{text_of(version)}施行：{known_day(turn.moment)}"
            return self._state(
                day, Status.NOT_YET_IN_FORCE, turn, (version,), evidence=(_evidence(version, since),)
            )
        if kind is None:
            doubt = "没有记载最早的这个版本是制定、修正还是修订；它以前有没有文本，不能确定"
            return self._nothing(day, Status.UNCERTAIN, doubt)
        doubt = f"{text_of(version)}以前的文本没有收录" if version else "更早的文本没有收录"
        return self._nothing(day, Status.TEXT_MISSING, doubt)

    def _among(self, possible: Sequence[tuple[_Turn, Certainty]], day: date) -> State:
        """The answer for a day on which one of several forms of the text applied, or the only one there is."""
        ends = [self._ended(turn, day) for turn, _ in possible]
        turns = [turn for turn, _ in possible]
        latest, latest_reached = possible[-1]
        versions = tuple(turn.version for turn in turns if turn.version is not None)
        if all(ended is Certainty.COME for ended, _ in ends):
            end = ends[-1][1]
            assert end is not None
            return self._state(
                day, Status.REPEALED, latest, versions, evidence=(self._end_evidence(latest, end),)
            )
        doubts = [self._doubt(turn) for turn, one in possible if one is not Certainty.COME]
        doubts += [
            self._end_doubt(turn, end)
            for turn, (ended, end) in zip(turns, ends, strict=True)
            if end is not None and ended in (Certainty.PERHAPS, Certainty.PENDING)
        ]
        doubts += [
            f"{text_of(turn.version)}在{known_day(end.moment)}已经终止"
            for turn, (ended, end) in zip(turns, ends, strict=True)
            if end is not None and ended is Certainty.COME and turn.version is not None
        ]
        if not doubts:
            missing = latest.version is None or latest.version.statute is None
            status = Status.TEXT_MISSING if missing else Status.IN_FORCE
            return self._state(day, status, latest, versions, evidence=tuple(self._evidence(latest)))
        undecided = [one for _, one in possible if one in (Certainty.PERHAPS, Certainty.PENDING)]
        if (
            undecided
            and all(one is Certainty.PENDING for one in undecided)
            and not any(end for _, end in ends)
        ):
            status = Status.PENDING
        elif (
            latest_reached is not Certainty.PENDING
            and _has_no_text(latest)
            and ends[-1][0] is Certainty.NOT_YET
        ):
            status = Status.TEXT_MISSING
        else:
            status = Status.UNCERTAIN
        certain = [turn for turn, one in possible if one is Certainty.COME]
        evidence = tuple(fact for turn in certain for fact in self._evidence(turn))
        return self._state(day, status, latest, versions, evidence=evidence, doubts=tuple(doubts))

    def _state(
        self,
        day: date,
        status: Status,
        turn: _Turn,
        versions: tuple[Version, ...],
        *,
        evidence: tuple[Evidence, ...] = (),
        doubts: tuple[str, ...] = (),
    ) -> State:
        if turn.version is None and turn.effect is not None:
            doubts = (f"被{turn.effect}修改以后的文本没有收录", *doubts)
        return State(
            self._identity,
            (turn.version.facts.title if turn.version else None) or self._facts.title,
            day,
            status,
            turn.version,
            candidates=versions,
            evidence=evidence,
            doubts=doubts,
        )

    def _nothing(self, day: date, status: Status, doubt: str) -> State:
        """The answer for a day before everything that is recorded."""
        return State(self._identity, self._facts.title, day, status, doubts=(doubt,))

    def _evidence(self, turn: _Turn) -> Iterator[Evidence]:
        """Yield the facts by which a form of the text applies."""
        if turn.version is None:
            if turn.effect is not None:
                yield Evidence(
                    f"{turn.effect}：{known_day(turn.moment)}起", turn.moment.day, turn.effect.words
                )
            return
        facts = turn.version.facts
        checked = self._facts.checked
        if turn.moment.day:
            yield _evidence(turn.version, f"{written(turn.moment.day)}施行", turn.moment.day)
        elif turn.moment.latest is not None and turn.moment.latest == checked:
            against = f"（{self._facts.checked_against}）" if self._facts.checked_against else ""
            yield Evidence(f"{written(checked)}核对时是现行文本{against}", checked)
        else:
            yield _evidence(turn.version, f"{known_day(turn.moment)}施行")
        effect = self.amendment_of(turn.version)
        if effect is not None:
            yield Evidence(f"{effect}", effect.enacted, effect.words, f"{effect.work}@{effect.version}")
        elif facts.decision:
            yield Evidence(f"{written(turn.version.dated)}{quoted(facts.decision)}", turn.version.dated)

    def _end_evidence(self, turn: _Turn, end: _End) -> Evidence:
        """The fact by which a form of the text has ended."""
        day = end.moment.day
        when = f"{known_day(end.moment)}起"
        if end.effect is not None:
            effect = end.effect
            return Evidence(f"{when}，{effect}", day, effect.words, f"{effect.work}@{effect.version}")
        facts = turn.version.facts if turn.version else None
        words = (facts.expired_by or facts.expired_rule) if facts else None
        return Evidence(f"{when}失效" + (f"：{words}" if words else ""), day, words)

    def _doubt(self, turn: _Turn) -> str:
        """What keeps the entry into force of a form of the text from being certain, and what would settle it."""
        if turn.version is None:
            return f"{turn.effect}，何时起不知道"
        name, facts = text_of(turn.version), turn.version.facts
        awaited = turn.version.awaits_announcement
        if awaited is not None:
            who = f"由{awaited.by}" if awaited.by else ""
            return f"{name}的施行日期{who}另行确定（“{facts.in_force_rule}”）；公布以后请补记"
        if facts.in_force_rule:
            return f"{name}的施行日期按“{facts.in_force_rule}”是{known_day(turn.moment)}"
        if facts.decision:
            return f"{name}没有记载施行日期（{known_day(turn.moment)}）；修改它的决定写明了的，请补记"
        return f"{name}没有记载施行日期（{known_day(turn.moment)}）；知道时请补记"

    def _end_doubt(self, turn: _Turn, end: _End) -> str:
        if end.effect is not None:
            if end.effect.others:
                others = "、".join(end.effect.others)
                return f"{end.effect}；同名的还有 {others}，不能确定废止的是哪一件"
            return f"{end.effect}，何时起是{known_day(end.moment)}"
        rule = turn.version.facts.expired_rule if turn.version else None
        return f"按“{rule}”，失效日期是{known_day(end.moment)}"


def _merged(statuses: Mapping[date, Status], address: str | None) -> Iterator[VersionPeriod]:
    """Yield the periods with one status, from the status on each day on which it may change, in order."""
    changes: list[tuple[date, Status]] = []
    for day, status in statuses.items():
        if not changes or changes[-1][1] is not status:
            changes.append((day, status))
    for index, (day, status) in enumerate(changes):
        until = changes[index + 1][0] if index + 1 < len(changes) else None
        yield VersionPeriod(status, None if day == date.min else day, until, address)


def _reached(moment: Moment, day: date) -> Certainty:
    """Whether a moment has come by a day."""
    if moment.earliest is not None and day < moment.earliest:
        return Certainty.NOT_YET
    if moment.latest is not None and day >= moment.latest:
        return Certainty.COME
    return Certainty.PENDING if moment.pending else Certainty.PERHAPS


def _narrowed(moment: Moment, other: Moment) -> Moment:
    """The moment for which both are right; the second one where they deny each other."""
    earliest = max((day for day in (moment.earliest, other.earliest) if day), default=None)
    latest = min((day for day in (moment.latest, other.latest) if day), default=None)
    if earliest and latest and earliest > latest:
        return other
    return Moment(earliest, latest, other.pending)


def _has_no_text(turn: _Turn) -> bool:
    return turn.version is None or turn.version.statute is None


def _evidence(version: Version, fact: str, day: date | None = None) -> Evidence:
    return Evidence(fact, day, version.facts.in_force_rule)


def _made_by(version: Version, effect: ActEffect) -> bool:
    """Whether a version is the text as an act amended it: the same day, or the same title and nearly the same day."""
    facts = version.facts
    if facts.kind is VersionKind.ENACTED:
        return False
    if effect.enacted in (facts.adopted, facts.approved, facts.promulgated):
        return True
    near = abs(version.dated - effect.enacted) <= timedelta(_MOST_BETWEEN_DATES)
    return near and facts.decision is not None and title_key(facts.decision) == title_key(effect.act)
