"""What applied on a day: no stated answer is false, whatever the days that are not known really were."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import regkit
from regkit.library import ActEffect, Status, Version, VersionFacts, VersionKind, WorkFacts
from regkit.library.works import WorkContext
from regkit.metadata import EffectKind, Moment

TEXT = regkit.parse("第一条　为了示范，制定本条例。")
START = date(2000, 1, 1)
CERTAIN = (Status.IN_FORCE, Status.REPEALED, Status.NOT_YET_IN_FORCE)
_days = st.integers(0, 400).map(lambda number: START + timedelta(number))


@st.composite
def moments(draw: st.DrawFn, enacted: date) -> Moment:
    """A moment on or after a day: known, between bounds, without an upper bound, or to be announced."""
    earliest = enacted + timedelta(draw(st.integers(0, 60)))
    match draw(st.integers(0, 4)):
        case 0 | 1:
            return Moment.on(earliest)
        case 2:
            return Moment(earliest, earliest + timedelta(draw(st.integers(0, 40))))
        case 3:
            return Moment(earliest)
    return Moment(earliest, pending=True)


class FreeVersion(Version):
    """A version whose moments are given, whatever its facts."""

    begun: Moment
    ended: Moment | None

    def commencement(self, moment_of_act: Callable[[str, date], Moment] | None = None) -> Moment:
        return self.begun

    def expiry(self, commencement: Moment) -> Moment | None:
        return self.ended


def version(enacted: date, number: int, begun: Moment, ended: Moment | None, *, text: bool = True) -> Version:
    kind = VersionKind.ENACTED if number == 0 else VersionKind.AMENDED
    made = FreeVersion(VersionFacts(adopted=enacted, kind=kind), TEXT if text else None)
    object.__setattr__(made, "begun", begun)
    object.__setattr__(made, "ended", ended)
    return made


def effect(kind: EffectKind, enacted: date, moment: Moment, name: str = "a") -> ActEffect:
    return ActEffect(
        kind=kind,
        act="示范决定",
        work=name,
        version=str(enacted),
        source=regkit.Address.parse("第一条"),
        words="《示范条例》同时废止",
        enacted=enacted,
        moment=moment,
    )


def work_of(versions: tuple[Version, ...], effects: tuple[ActEffect, ...] = ()) -> regkit.Work:
    facts = WorkFacts(title="示范条例", version=tuple(each.facts for each in versions))
    return regkit.Work("work", facts, versions, lambda: WorkContext(effects))


@st.composite
def histories(draw: st.DrawFn) -> regkit.Work:
    """A work with one to four versions, of which some may end, and with what up to three other acts do to it."""
    adopted = sorted(draw(st.lists(_days, min_size=1, max_size=4, unique=True)))
    versions = tuple(
        version(
            day,
            number,
            draw(moments(day)),
            draw(st.none() | moments(day + timedelta(70))),
            text=draw(st.booleans()),
        )
        for number, day in enumerate(adopted)
    )
    kinds = st.sampled_from((EffectKind.REPEALED, EffectKind.REVIVED, EffectKind.REPEALED_IN_PART))
    effects = tuple(
        effect(draw(kinds), day, draw(moments(day)), f"act-{number}")
        for number, day in enumerate(draw(st.lists(_days, max_size=3, unique=True)))
    )
    return work_of(versions, effects)


def really(moment: Moment, draw: Callable[[st.SearchStrategy[int]], int]) -> date:
    """A day on which something may really have happened, by what is known of the moment."""
    assert moment.earliest is not None
    latest = moment.latest or moment.earliest + timedelta(500)
    return moment.earliest + timedelta(draw(st.integers(0, (latest - moment.earliest).days)))


def truth(
    work: regkit.Work, begun: dict[str, date], ended: dict[str, date], acts: dict[int, date], day: date
) -> tuple[str, str | None]:
    """What really applied on a day, reckoned in the plainest way: the last version that had begun, unless it had ended."""

    def has_ended(each: Version) -> bool:
        ends = [ended[each.name]] if each.name in ended else []
        ends += [
            acts[index]
            for index, act in enumerate(work.effects)
            if act.kind is EffectKind.REPEALED and act.enacted >= each.dated
        ]
        revivals = [acts[index] for index, act in enumerate(work.effects) if act.kind is EffectKind.REVIVED]
        return any(end <= day and not any(end <= revival <= day for revival in revivals) for end in ends)

    applied = [each for each in work.versions if begun[each.name] <= day]
    if not applied:
        # What is repealed before it comes into force never does.
        dead = [has_ended(each) for each in work.versions]
        return "ended" if all(dead) else "ended before the next" if any(dead) else "not yet", None
    return "ended" if has_ended(applied[-1]) else "in force", applied[-1].name


def days_to_ask(work: regkit.Work) -> Iterator[date]:
    bounds = work.timeline_of_states.bounds
    for day in bounds:
        yield from (day - timedelta(1), day, day + timedelta(1))
    yield from (START - timedelta(30), START + timedelta(2000))


class TestSoundness:
    @given(data=st.data())
    def test_no_stated_answer_is_false_whatever_the_unknown_days_were(self, data: st.DataObject) -> None:
        work = data.draw(histories())
        ended = {
            each.name: really(end, data.draw)
            for each in work.versions
            if (end := each.expiry(Moment())) is not None
        }
        # No text says that it ends before it begins.
        begun = {
            each.name: min(really(each.commencement(), data.draw), ended.get(each.name, date.max))
            for each in work.versions
        }
        acts = {index: really(each.moment, data.draw) for index, each in enumerate(work.effects)}
        for day in days_to_ask(work):
            state = work.state(day)
            really_was, name = truth(work, begun, ended, acts, day)
            stated = state.version.name if state.version else None
            if state.status is Status.IN_FORCE or state.applies:
                assert (really_was, name) == ("in force", stated), (day, state)
            elif state.status is Status.REPEALED:
                assert really_was in ("ended", "ended before the next"), (day, state)
            elif state.status is Status.NOT_YET_IN_FORCE:
                assert really_was in ("not yet", "ended before the next"), (day, state)
            else:
                assert state.doubts, (day, state)
                assert name is None or name in [each.name for each in state.candidates], (day, state)
            for each in work.versions:
                status = work.status_of(each, day).status
                if status is Status.IN_FORCE:
                    assert (really_was, name) == ("in force", each.name), (day, each)
                elif status is Status.NOT_YET_IN_FORCE:
                    assert begun[each.name] > day, (day, each)
                elif status in (Status.AMENDED, Status.REPEALED):
                    assert (really_was, name) != ("in force", each.name), (day, each)

    @given(work=histories())
    def test_the_periods_follow_each_other_without_overlap_or_hole(self, work: regkit.Work) -> None:
        periods = work.periods
        assert periods[0].since is None
        assert periods[-1].until is None
        for before, after in itertools.pairwise(periods):
            assert before.until == after.since
        for day in days_to_ask(work):
            state = work.state(day)
            assert [period for period in periods if _holds(period.since, period.until, day)] == [
                dataclasses.replace(state, day=period.day, sentence="")
                for period in periods
                if _holds(period.since, period.until, day)
            ]

    @given(work=histories(), data=st.data())
    def test_the_order_in_which_acts_become_known_does_not_matter(
        self, work: regkit.Work, data: st.DataObject
    ) -> None:
        shuffled = data.draw(st.permutations(work.effects))
        assert work_of(work.versions, tuple(shuffled)).periods == work.periods

    @given(data=st.data())
    def test_more_knowledge_never_changes_a_stated_answer(self, data: st.DataObject) -> None:
        work = data.draw(histories())
        index = data.draw(st.integers(0, len(work.versions) - 1))
        old = work.versions[index]
        assert isinstance(old, FreeVersion)
        known = Moment.on(really(old.begun, data.draw))
        assume(
            old.ended is None or (old.ended.earliest and known.latest and known.latest <= old.ended.earliest)
        )
        new = version(old.dated, index, known, old.ended, text=old.statute is not None)
        versions = (*work.versions[:index], new, *work.versions[index + 1 :])
        better = work_of(versions, work.effects)
        for day in (*days_to_ask(work), *days_to_ask(better)):
            before, after = work.state(day), better.state(day)
            if before.status in CERTAIN:
                assert after.status is before.status
                assert before.status is not Status.IN_FORCE or before.version == after.version

    @given(work=histories())
    def test_the_status_of_versions_agrees_with_that_of_the_work(self, work: regkit.Work) -> None:
        for day in days_to_ask(work):
            state = work.state(day)
            in_force = [each for each in work.versions if work.status_of(each, day).status is Status.IN_FORCE]
            assert len(in_force) <= 1
            assert in_force == ([state.version] if state.applies else [])
            assert work.at(day) == (in_force[0] if in_force else None)
            for each in work.versions:
                (period,) = [
                    period for period in work.periods_of(each) if _holds(period.since, period.until, day)
                ]
                assert period.status is work.status_of(each, day).status

    @given(work=histories())
    def test_every_end_in_the_timeline_is_one_of_the_status(self, work: regkit.Work) -> None:
        for event in work.timeline:
            if event.kind is regkit.DateKind.EXPIRED:
                status = work.status_of(event.version, event.day).status
                assert status in (Status.AMENDED, Status.REPEALED)


def _holds(since: date | None, until: date | None, day: date) -> bool:
    return (since is None or since <= day) and (until is None or day < until)


class TestAnswers:
    """One history each, as a reader would ask it."""

    def test_a_gap_is_named_with_the_texts_around_it(self) -> None:
        first = version(date(2004, 4, 30), 0, Moment.on(date(2004, 7, 1)), None)
        missing = version(date(2016, 2, 6), 1, Moment.on(date(2016, 3, 1)), None, text=False)
        last = version(date(2022, 3, 29), 2, Moment.on(date(2022, 5, 1)), None)
        work = work_of((first, missing, last))
        state = work.state("2020-01-01")
        assert (state.status, state.version, state.applies) == (Status.TEXT_MISSING, missing, True)
        assert (state.since, state.until) == (date(2016, 3, 1), date(2022, 5, 1))
        assert "收录的有2004年4月30日通过的文本和2022年3月29日修正的文本" in str(state)
        assert work.state("2016-02-29").version is first
        assert work.state("2022-05-01").status is Status.IN_FORCE

    def test_a_version_without_a_day_of_entry_into_force_leaves_open_which_text_applied(self) -> None:
        first = version(date(2010, 1, 1), 0, Moment.on(date(2010, 3, 1)), None)
        second = version(date(2018, 9, 20), 1, Moment(date(2018, 9, 20)), None)
        work = work_of((first, second))
        state = work.state("2018-09-20")
        assert (state.status, state.candidates) == (Status.UNCERTAIN, (first, second))
        assert work.at("2018-09-20") is None
        assert work.perhaps_at("2018-09-20") is second
        assert "没有记载施行日期" in str(state)
        assert work.state("2018-09-19").status is Status.IN_FORCE

    def test_a_check_against_a_source_settles_the_last_version(self) -> None:
        only = VersionFacts(adopted=date(2018, 9, 20), kind=VersionKind.ENACTED)
        facts = WorkFacts(title="示范条例", version=(only,), checked=date(2024, 5, 1))
        work = regkit.Work("work", facts, (Version(only, TEXT),))
        assert work.state("2024-04-30").status is Status.UNCERTAIN
        state = work.state("2024-05-01")
        assert state.status is Status.IN_FORCE
        assert "2024年5月1日核对时是现行文本" in state.evidence[0].fact
        assert "未见废止记录，截至2024年5月1日核对" in str(state)

    def test_a_day_to_be_announced_is_pending_until_it_is_recorded(self) -> None:
        first = version(date(2010, 1, 1), 0, Moment.on(date(2010, 3, 1)), None)
        second = version(date(2018, 9, 20), 1, Moment(date(2018, 9, 20), pending=True), None)
        assert work_of((first, second)).state("2030-01-01").status is Status.PENDING
        settled = version(date(2018, 9, 20), 1, Moment.on(date(2019, 1, 1)), None)
        assert work_of((first, settled)).state("2030-01-01").version is settled

    def test_a_repeal_by_another_act_ends_a_work_and_is_its_evidence(self) -> None:
        only = version(date(2005, 4, 1), 0, Moment.on(date(2005, 6, 1)), None)
        repeal = effect(EffectKind.REPEALED, date(2020, 9, 28), Moment.on(date(2021, 1, 1)))
        work = work_of((only,), (repeal,))
        assert work.state("2020-12-31").status is Status.IN_FORCE
        state = work.state("2021-01-01")
        assert state.status is Status.REPEALED
        assert state.evidence[0].source == "a@2020-09-28"
        assert "示范决定" in str(state)
        assert work.status_of(only, "2021-01-01").ended_by_act == repeal
        (end,) = [event for event in work.timeline if event.kind is regkit.DateKind.EXPIRED]
        assert end.day == date(2021, 1, 1)

    def test_a_repeal_in_part_ends_nothing_and_is_shown(self) -> None:
        only = version(date(2005, 4, 1), 0, Moment.on(date(2005, 6, 1)), None)
        part = effect(EffectKind.REPEALED_IN_PART, date(2020, 9, 28), Moment.on(date(2021, 1, 1)))
        work = work_of((only,), (part,))
        state = work.state("2021-01-01")
        assert (state.status, state.limits) == (Status.IN_FORCE, (part,))
        assert "部分废止" in str(state)
        assert work.state("2020-12-31").limits == ()

    def test_an_ambiguous_repeal_is_listed_and_not_guessed(self) -> None:
        only = version(date(2005, 4, 1), 0, Moment.on(date(2005, 6, 1)), None)
        repeal = effect(EffectKind.REPEALED, date(2020, 9, 28), Moment.on(date(2021, 1, 1)))
        work = work_of((only,), (dataclasses.replace(repeal, others=("twin",)),))
        state = work.state("2022-01-01")
        assert state.status is Status.UNCERTAIN
        assert "同名的还有 twin" in state.doubts[0]

    def test_a_revival_puts_a_repealed_work_into_force_again(self) -> None:
        only = version(date(2005, 4, 1), 0, Moment.on(date(2005, 6, 1)), None)
        repeal = effect(EffectKind.REPEALED, date(2010, 1, 1), Moment.on(date(2010, 2, 1)), "a")
        revival = effect(EffectKind.REVIVED, date(2012, 1, 1), Moment.on(date(2012, 2, 1)), "b")
        work = work_of((only,), (revival, repeal))
        statuses = [work.state(f"{year}-06-01").status for year in (2009, 2011, 2013)]
        assert statuses == [Status.IN_FORCE, Status.REPEALED, Status.IN_FORCE]

    def test_an_amendment_by_an_act_of_the_library_shows_that_a_text_is_missing(self) -> None:
        only = version(date(1997, 3, 14), 0, Moment.on(date(1997, 10, 1)), None)
        amendment = effect(EffectKind.AMENDED, date(2011, 2, 25), Moment.on(date(2011, 5, 1)))
        work = work_of((only,), (amendment,))
        assert work.state("2011-04-30").status is Status.IN_FORCE
        state = work.state("2011-05-01")
        assert (state.status, state.version) == (Status.TEXT_MISSING, None)
        assert work.status_of(only, "2011-05-01").status is Status.AMENDED

    def test_the_decision_in_the_library_gives_a_version_its_day(self) -> None:
        first = version(date(1997, 3, 14), 0, Moment.on(date(1997, 10, 1)), None)
        second = version(date(2011, 2, 25), 1, Moment(date(2011, 2, 25)), None)
        amendment = effect(EffectKind.AMENDED, date(2011, 2, 25), Moment.on(date(2011, 5, 1)))
        work = work_of((first, second), (amendment,))
        assert work.state("2011-04-30").version is first
        assert work.state("2011-05-01").version is second
        assert work.commencement_of(second) == Moment.on(date(2011, 5, 1))

    @pytest.mark.parametrize("kind", [VersionKind.AMENDED, VersionKind.REVISED])
    def test_before_an_amended_text_there_was_another_one(self, kind: VersionKind) -> None:
        facts = VersionFacts(adopted=date(2018, 9, 20), kind=kind, in_force=date(2018, 10, 1))
        work = work_of((Version(facts, TEXT),))
        assert work.state("2010-01-01").status is Status.TEXT_MISSING
