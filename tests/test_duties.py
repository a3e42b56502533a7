"""Duties: who must, must not, may or is encouraged to do what, in cases that a lawyer can read (tests/cases/duties)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import regkit
from regkit import Duty, DutyKind, ParseError, Statute, find_duties, group_by_actor
from tests.conftest import SEED
from tests.printing import check_case, duties_of, texts_of
from tests.strategies import FRAGMENTS, statutes

CASES = sorted((Path(__file__).parent / "cases" / "duties").glob("*.md"))
texts = st.lists(
    st.sampled_from(
        [*FRAGMENTS, "摊主", "应当", "不得", "可以", "由", "责令改正", "鼓励", "禁止", "的，", "对", "并", "下列措施：", "负责", "其他", "等"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_case(case: Path, renew: bool) -> None:
    """Each case is a Markdown file: a title, the text in a first fence, its duties in a second one."""
    (text,) = texts_of(case)
    check_case(case, duties_of(regkit.parse(text)), renew=renew)


def duties_checked_against_the_text(law: Statute) -> tuple[Duty, ...]:
    """Assert that the words of every duty are at the reported positions; returns the duties."""
    printed = dict[regkit.Address, list[str]]()
    for address, provision in law.walk():
        printed.setdefault(address, []).append(provision.text)
    duties = find_duties(law)
    for duty in duties:
        for span in (duty.what, duty.who, duty.when, duty.lead):
            if span:
                assert span.text
                assert span.text in [text[span.start : span.end] for text in printed[span.source]]
        assert (duty.action, duty.source, duty.start, duty.end) == (
            duty.what.text,
            duty.what.source,
            duty.what.start,
            duty.what.end,
        )
        assert bool(duty.actors) == bool(duty.who)
        assert all(duty.who and actor in duty.who.text for actor in duty.actors)
    return duties


@given(texts)
@settings(max_examples=300)
def test_the_words_of_a_duty_are_at_its_position_in_any_text(text: str) -> None:
    try:
        law = regkit.parse(text)
    except ParseError:
        return
    duties_checked_against_the_text(law)


@given(statutes())
def test_duties_come_in_walking_order(law: Statute) -> None:
    indexes = {address: index for index, (address, _) in enumerate(law.walk())}
    order = [(indexes[duty.source], duty.start) for duty in duties_checked_against_the_text(law)]
    assert order == sorted(order)


@given(texts)
def test_every_duty_is_in_the_group_of_each_of_its_actors(text: str) -> None:
    try:
        duties = find_duties(regkit.parse(text))
    except ParseError:
        return
    groups = group_by_actor(duties)
    for duty in duties:
        assert all(duty in groups[actor] for actor in duty.actors or ("",))
    assert sum(map(len, groups.values())) == sum(max(1, len(set(duty.actors))) for duty in duties)


@pytest.mark.parametrize(
    "part",
    [
        "应当", "摊主应当", "对应当", "，应当", "摊主，", "由摊主申请，", "，责令", "，由摊主", "禁止", "鼓励", "摊主可以，", "（", "“", "《", "不得有下列行为：",
        "部门", "、", "单位负责的", "并应当", "在各自职责", "依照", "……的，", "。不得", "；应当",
    ],
)  # fmt: skip
def test_long_repetitions_are_read_quickly(part: str) -> None:
    """If the cost grew with the square of the length, these texts would take hours."""
    duties_checked_against_the_text(regkit.parse("第一条　摊主应当备案，" + part * 30_000 + "。"))


@pytest.mark.parametrize("commas", [3, 80, 2000])
def test_actor_and_condition_are_found_across_any_number_of_commas(commas: int) -> None:
    (duty,) = find_duties(
        regkit.parse("第一条　摊主在开市前，" + "携带甲证，" * commas + "遇暴雨时，应当关闭摊位。")
    )
    assert duty.actors == ("摊主",)
    assert duty.condition is not None
    assert duty.condition.startswith("摊主在开市前，携带甲证，")
    assert duty.condition.endswith("遇暴雨时")
    assert duty.action == "应当关闭摊位"


@pytest.mark.parametrize(
    ("name", "actors"),
    [
        ("市人民政府、县人民政府", ("市人民政府", "县人民政府")),
        ("市人民政府、县人民政府等", ("市人民政府、县人民政府等",)),
        ("市、县人民政府", ("市、县人民政府",)),
        ("有关市人民政府、县人民政府", ("有关市人民政府、县人民政府",)),
    ],
)
def test_a_list_of_actors_is_split_only_if_each_name_is_complete(name: str, actors: tuple[str, ...]) -> None:
    (duty,) = find_duties(regkit.parse(f"第一条　{name}应当公布价目。"))
    assert duty.actors == actors


def test_duties_can_be_grouped_by_actor() -> None:
    law = regkit.parse(
        "第一条　摊主和顾客应当排队。\n第二条　生产者、销售者应当备案。\n禁止占道。\n第三条　销售者不得转让摊位。"
    )
    assert {
        actor: [duty.action for duty in group] for actor, group in group_by_actor(find_duties(law)).items()
    } == {
        "摊主和顾客": ["应当排队"],
        "生产者": ["应当备案"],
        "销售者": ["应当备案", "不得转让摊位"],
        "": ["禁止占道"],
    }


def test_the_seed_shows_a_business_its_duties() -> None:
    law = regkit.load(SEED)
    duties = duties_checked_against_the_text(law)
    groups = group_by_actor(duties)
    assert [str(duty.source) for duty in groups["中小企业"] if duty.kind is DutyKind.MUST] == [
        "第八条第一款",
        "第八条第二款",
        "第八条第三款",
    ]
    assert [str(duty.source) for duty in groups["中小企业"] if duty.kind is DutyKind.MAY] == [
        "第十九条第三款"
    ]
    assert next(duty.action for duty in groups["金融机构"] if duty.kind is DutyKind.MUST_NOT) == (
        "不得违规收费或者变相附加不合理贷款条件"
    )
    assert [duty.lead.text for duty in duties if duty.lead and duty.source.number.value == 11] == [
        "不得实施下列侵犯中小企业合法权益的行为："
    ]
    # Neither the purpose of the law nor the day of its entry into force is a duty.
    assert not any(
        duty.source.is_within(law.locate(address)[0]) for duty in duties for address in ("第一条", "第六十条")
    )


def test_the_words_of_a_duty_are_at_its_position_in_real_statutes(corpus: list[Path]) -> None:
    without = duties = 0
    for file in corpus:
        duties_of_statute = duties_checked_against_the_text(regkit.load(file))
        duties += len(duties_of_statute)
        without += sum(not duty.who for duty in duties_of_statute)
    # Most duties name an actor. The share without one would change if names were missed, or things were taken for persons.
    assert duties > 50 * len(corpus)
    assert 0.2 < without / duties < 0.5
