"""The forms that the text of a work had, when each began and what ended it, as far as that is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import IntEnum
from typing import NamedTuple

from regkit.library.facts import VersionKind, WorkFacts
from regkit.library.states import ActEffect
from regkit.library.versions import Version
from regkit.metadata import EffectKind, Moment
from regkit.text.titles import title_key

# In days: a decision that is named by the day of its promulgation was adopted at most so long before.
_MOST_BETWEEN_DATES = 62


class Certainty(IntEnum):
    """Whether a moment has come by a day."""

    NOT_YET = 0
    PENDING = 1
    PERHAPS = 2
    COME = 3


class Turn(NamedTuple):
    """A form of the text, from the moment at which it comes into force.

    `version` is None for a form that only the act that amended the work (`effect`) tells of.
    """

    enacted: date
    moment: Moment
    version: Version | None
    effect: ActEffect | None = None

    @property
    def has_text(self) -> bool:
        """Whether the library has the text."""
        return self.version is not None and self.version.statute is not None


class Ending(NamedTuple):
    """An end of a form of the text: by the act `effect`, or by its own words or a recorded day if that is None."""

    moment: Moment
    effect: ActEffect | None = None


def reached(moment: Moment, day: date) -> Certainty:
    """Whether a moment has come by a day."""
    if moment.earliest is not None and day < moment.earliest:
        return Certainty.NOT_YET
    if moment.latest is not None and day >= moment.latest:
        return Certainty.COME
    return Certainty.PENDING if moment.pending else Certainty.PERHAPS


class Turns:
    """All forms of the text of a work in the order of their adoption, and their ends.

    `amendments` holds the act of the library that made a version, by the name of the version.
    """

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
        # The order in which effects become known must not matter.
        self.effects = tuple(
            sorted(effects, key=lambda effect: (effect.enacted, effect.work, effect.version, effect.words))
        )
        self._revivals = [effect for effect in self.effects if effect.kind is EffectKind.REVIVED]
        self.amendments: dict[str, ActEffect] = {}
        self.all = self._as_checked(self._find(versions, moment_of_act))

    @property
    def bounds(self) -> tuple[date, ...]:
        """The days on which something about the work may change, in order."""
        moments = [turn.moment for turn in self.all]
        moments += [ending.moment for turn in self.all for ending in self._endings(turn)]
        moments += [effect.moment for effect in self.effects]
        bounds = {day for moment in moments for day in (moment.earliest, moment.latest) if day}
        return tuple(sorted(bounds - {date.min}))

    def ended(self, turn: Turn, day: date) -> tuple[Certainty, Ending | None]:
        """Whether a form of the text has ended by a day, and by what."""
        best, by = Certainty.NOT_YET, None
        for ending in self._endings(turn):
            certainty = reached(ending.moment, day)
            revived = max(
                (_reached_after(effect.moment, ending.moment, day) for effect in self._revivals), default=None
            )
            if certainty is Certainty.COME and revived is Certainty.COME:
                continue
            if certainty is Certainty.COME and revived in (Certainty.PERHAPS, Certainty.PENDING):
                certainty = Certainty.PERHAPS
            if certainty > best:
                best, by = certainty, ending
        return best, by

    def repeals(self, version: Version, turn: Turn) -> bool:
        """Whether a version repeals an earlier form of the text, instead of amending it."""
        repeals = version.facts.repeals
        return (repeals is not None and turn.enacted <= repeals) or any(
            effect.kind is EffectKind.REPEALED
            and effect.work == self._identity
            and effect.version == version.name
            for effect in self.effects
        )

    def _find(
        self, versions: Sequence[Version], moment_of_act: Callable[[str, date], Moment] | None
    ) -> list[Turn]:
        """The forms of the text in the order of their adoption, those that are only known from other acts among them."""
        amending = [effect for effect in self.effects if effect.kind is EffectKind.AMENDED]
        turns: list[Turn] = []
        for version in versions:
            moment = version.commencement(moment_of_act)
            for effect in amending:
                if _made_by(version, effect):
                    self.amendments.setdefault(version.name, effect)
                    moment = moment if moment.day else _narrowed(moment, effect.moment)
            turns.append(Turn(version.dated, moment, version))
        made = set(self.amendments.values())
        turns += [
            Turn(effect.enacted, effect.moment, None, effect)
            for effect in amending
            if effect not in made and effect.enacted > versions[0].dated and not effect.others
        ]
        return sorted(
            turns, key=lambda turn: (turn.enacted, turn.version.facts.number if turn.version else 0)
        )

    def _as_checked(self, turns: list[Turn]) -> list[Turn]:
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

    def _endings(self, turn: Turn) -> Iterator[Ending]:
        """Yield the ends of a form of the text: its own, and those by acts that were adopted after it."""
        if turn.version is not None:
            expiry = turn.version.expiry(self._counted_from(turn))
            if expiry is not None:
                yield Ending(expiry)
        for effect in self.effects:
            if (
                effect.kind is EffectKind.REPEALED
                and effect.work != self._identity
                and effect.enacted >= turn.enacted
            ):
                # If another act of that title may be meant, this one has not certainly ended.
                moment = Moment(effect.moment.earliest) if effect.others else effect.moment
                yield Ending(moment, effect)

    def _counted_from(self, turn: Turn) -> Moment:
        """The moment from which the words of a text on its own end count: that of the text last enacted as a whole."""
        whole = turn
        for other in self.all:
            if other.version is not None and other.version.facts.kind is not VersionKind.AMENDED:
                whole = other
            if other is turn:
                break
        return whole.moment


def _reached_after(moment: Moment, before: Moment, day: date) -> Certainty:
    """Whether a moment has come by a day, and after another one that has come too."""
    certainty = reached(moment, day)
    if moment.latest is not None and before.earliest is not None and moment.latest < before.earliest:
        return Certainty.NOT_YET
    follows = moment.earliest is not None and before.latest is not None and moment.earliest >= before.latest
    return certainty if follows else min(certainty, Certainty.PERHAPS)


def _narrowed(moment: Moment, other: Moment) -> Moment:
    """The moment for which both are right; the second one where they deny each other."""
    earliest = max((day for day in (moment.earliest, other.earliest) if day), default=None)
    latest = min((day for day in (moment.latest, other.latest) if day), default=None)
    if earliest and latest and earliest > latest:
        return other
    return Moment(earliest, latest, other.pending)


def _made_by(version: Version, effect: ActEffect) -> bool:
    """Whether a version is the text as an act amended it: the same day, or the same title and nearly the same day."""
    facts = version.facts
    if facts.kind is VersionKind.ENACTED:
        return False
    if effect.enacted in (facts.adopted, facts.approved, facts.promulgated):
        return True
    near = abs(version.dated - effect.enacted) <= timedelta(_MOST_BETWEEN_DATES)
    return near and facts.decision is not None and title_key(facts.decision) == title_key(effect.act)
