"""When an act comes into force and when it ends, by its closing articles."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import regkit
from regkit.metadata import (
    AfterEvent,
    EventKind,
    Metadata,
    MetadataEvent,
    OnDay,
    Start,
    TimeUnit,
    Timing,
    ToBeAnnounced,
    WithAct,
    read_metadata,
)

PROMULGATED = date(2024, 1, 31)


def read(closing: str) -> Metadata:
    day = f"{PROMULGATED.year}年{PROMULGATED.month}月{PROMULGATED.day}日"
    text = f"云汀市渡口条例\n（{day}云汀市人民政府令第7号公布）\n第一条　渡口应当登记。\n第二条　渡船应当检验。\n第三条　{closing}\n"
    return read_metadata(regkit.parse(text))


def events(closing: str, kind: EventKind) -> list[MetadataEvent]:
    return [
        event for event in read(closing).events if event.kind is kind and not isinstance(event.source, str)
    ]


def commencement(words: str) -> Timing | None:
    found = [event.when for event in events(words, EventKind.IN_FORCE) if not event.provisions]
    return found[0] if found else None


def after(count: int = 0, unit: TimeUnit = TimeUnit.DAY, start: Start = Start.THAT_DAY) -> AfterEvent:
    return AfterEvent(EventKind.PROMULGATED, count, unit, start)


@pytest.mark.parametrize(
    ("words", "when"),
    [
        ("自公布之日起施行", after()),
        ("自公布之日起30日后施行", after(30)),
        ("自公布之日起三十日后施行", after(30)),
        ("自公布之日后30日起施行", after(30)),
        ("自公布30日后施行", after(30)),
        ("公布后三十日施行", after(30)),
        ("自公布之日起满三个月之日起施行", after(3, TimeUnit.MONTH)),
        ("自公布之日起六个月后的第一日起施行", after(6, TimeUnit.MONTH)),
        ("自公布之日起第30日起施行", after(30, start=Start.LAST_DAY)),
        ("自公布之日起十五个工作日后施行", after(15, TimeUnit.WORKDAY)),
        ("自公布之日起的第三十一日起施行", after(31, start=Start.LAST_DAY)),
        ("自公布之日的次日起施行", after(start=Start.NEXT_DAY)),
        ("自公布次日起施行", after(start=Start.NEXT_DAY)),
        ("自公布的次日起施行", after(start=Start.NEXT_DAY)),
        ("自公布之日起次月1日起施行", after(start=Start.NEXT_MONTH)),
        ("自公布的次月1日起施行", after(start=Start.NEXT_MONTH)),
        ("自2025年1月1日零时起施行", OnDay(date(2025, 1, 1))),
        ("自2025年1月1日24时起施行", OnDay(date(2025, 1, 2))),
        ("的施行日期另行规定", ToBeAnnounced()),
        ("施行日期由市人民政府另行公布", ToBeAnnounced("市人民政府")),
        ("的施行日期以国务院公布的日期为准", ToBeAnnounced("国务院")),
        ("自国务院规定的日期起施行", ToBeAnnounced("国务院")),
        ("自国务院规定之日起施行", ToBeAnnounced("国务院")),
        ("与《云汀市船舶条例》同时施行", WithAct("云汀市船舶条例")),
        ("自《云汀市船舶条例》施行之日起施行", WithAct("云汀市船舶条例")),
        # The first of two days is that of the entry into force.
        ("自2025年1月1日至2027年12月31日施行", OnDay(date(2025, 1, 1))),
        ("自2025年1月1日起至2027年12月31日止施行", OnDay(date(2025, 1, 1))),
        # Promulgation by somebody is still the promulgation of this act.
        ("自市人民政府公布之日起施行", after()),
    ],
)
def test_when_an_act_comes_into_force(words: str, when: Timing | None) -> None:
    assert commencement(f"本条例{words}。") == when


@pytest.mark.parametrize(
    ("closing", "whole", "provisions", "when"),
    [
        (
            "本条例自公布之日起施行，但是第二条自2025年1月1日起施行。",
            after(),
            ["第二条"],
            OnDay(date(2025, 1, 1)),
        ),
        ("本条例自公布之日起施行，但第二条的施行日期另行规定。", after(), ["第二条"], ToBeAnnounced()),
        (
            "本条例自公布之日起施行。第一条、第二条的施行日期由市人民政府公布。",
            after(),
            ["第一条", "第二条"],
            ToBeAnnounced("市人民政府"),
        ),
        (
            "本条例自公布之日起施行，其中第一条第二款自公布之日起满一年施行。",
            after(),
            ["第一条第二款"],
            after(1, TimeUnit.YEAR),
        ),
        (
            "本条例除第二条自2026年1月1日起施行外，自2025年1月1日起施行。",
            OnDay(date(2025, 1, 1)),
            ["第二条"],
            OnDay(date(2026, 1, 1)),
        ),
        (
            "本条例第二条自公布之日起施行，其他条款自2025年1月1日起施行。",
            OnDay(date(2025, 1, 1)),
            ["第二条"],
            after(),
        ),
    ],
)
def test_some_provisions_come_into_force_on_another_day(
    closing: str, whole: Timing, provisions: list[str], when: Timing
) -> None:
    found = events(closing, EventKind.IN_FORCE)
    assert [event.when for event in found if not event.provisions] == [whole]
    assert [(list(map(str, event.provisions)), event.when) for event in found if event.provisions] == [
        (provisions, when)
    ]


@pytest.mark.parametrize(
    "closing",
    [
        "本市旧条例于2020年1月1日起施行。",
        "本条例第二条规定的检验制度自2025年1月1日起施行。",
        "2020年1月1日起施行的《云汀市船舶条例》适用于渡船。",
        "渡船检验的施行日期另行规定。",
        "本条例自《云汀市船舶条例》公布之日起施行。",
    ],
)
def test_what_comes_into_force_may_be_something_else(closing: str) -> None:
    assert events(closing, EventKind.IN_FORCE) == []


FIVE_YEARS = AfterEvent(EventKind.IN_FORCE, 5, TimeUnit.YEAR)
END_OF_2025 = OnDay(date(2026, 1, 1))


@pytest.mark.parametrize(
    ("closing", "when"),
    [
        ("本条例自公布之日起施行，有效期至2025年12月31日。", END_OF_2025),
        ("本条例自公布之日起施行，有效期至2025年12月31日24时。", END_OF_2025),
        ("本条例有效期自2021年1月1日起至2025年12月31日止。", END_OF_2025),
        ("本条例自2021年1月1日起施行，施行至2025年12月31日。", END_OF_2025),
        ("本条例自2021年1月1日起施行至2025年12月31日止。", END_OF_2025),
        ("本条例自2021年1月1日起执行至2025年12月31日。", END_OF_2025),
        ("本条例自2021年1月1日至2025年12月31日施行。", END_OF_2025),
        ("本条例执行至2025年12月31日止。", END_OF_2025),
        ("本条例自2026年1月1日起失效。", END_OF_2025),
        ("本条例自2026年1月1日起停止执行。", END_OF_2025),
        ("本条例自公布之日起施行，有效期五年。", FIVE_YEARS),
        ("本条例自公布之日起施行。有效期为5年。", FIVE_YEARS),
        ("本条例自公布之日起施行，由市航运局负责解释，有效期五年。", FIVE_YEARS),
        ("本条例自公布之日起试行五年。", FIVE_YEARS),
        ("本条例自公布之日起施行，自施行之日起五年内有效。", FIVE_YEARS),
    ],
)
def test_an_act_says_when_it_ends(closing: str, when: Timing) -> None:
    assert [event.when for event in events(closing, EventKind.EXPIRED)] == [when]


@pytest.mark.parametrize(
    "sentence",
    [
        "渡船检验证有效期五年",
        "本证有效期五年",
        "本条例规定的检验证有效期五年",
        "已取得的检验证，有效期五年",
        "此前取得的检验证继续有效，有效期至2025年12月31日",
        "本条例施行前取得的检验证，自2025年1月1日起失效",
        "依照《云汀市船舶条例》签订的合同，自2025年1月1日起失效",
        "检验证由市航运局核发；有效期五年",
        "本市原办法自2025年1月1日起废止",
        "渡船补贴执行至2025年12月31日",
        "过渡期至2025年12月31日止",
        "有效期届满，应当重新检验",
        "检验不合格的，检验证自行失效",
        "试用期三个月",
        "本条例自2025年1月1日至2025年12月31日暂停适用",
    ],
)
@pytest.mark.parametrize("order", ["{0}。本条例自公布之日起施行。", "本条例自公布之日起施行。{0}。"])
def test_what_ends_may_be_something_else(sentence: str, order: str) -> None:
    assert events(order.format(sentence), EventKind.EXPIRED) == []


@pytest.mark.parametrize(
    "words",
    [
        "，有效期五年以上的检验证不予更换",
        "，有效期五年以内的合同继续履行",
        "。试行两年的旧标准不再适用",
        "，试行一年后评估",
        "，自2026年1月1日起失效的检验证不予更换",
        "，至2026年12月31日，渡口应当完成登记",
        "，自2025年1月1日起至2026年12月31日止，渡口应当登记",
    ],
)
def test_words_on_a_time_that_go_on_to_something_else(words: str) -> None:
    assert events(f"本条例自2025年1月1日起施行{words}。", EventKind.EXPIRED) == []


def test_only_closing_articles_say_when_an_act_ends() -> None:
    text = "云汀市渡口条例\n" + "".join(
        f"第{number}条　{'本条例有效期五年。' if number == '一' else '渡口应当登记。'}\n"
        for number in "一二三四五六"
    )
    assert read_metadata(regkit.parse(text)).expiry is None


@given(
    count=st.integers(1, 400),
    unit=st.sampled_from(["日", "个工作日", "个月", "年"]),
    end=st.sampled_from(["后施行", "后起施行", "施行", "后的次日起施行", "后的第一日起施行"]),
    lead=st.sampled_from(["自公布之日起", "自公布之日起满", "公布后", "自公布之日起第"]),
)
def test_no_span_ends_before_it_begins(count: int, unit: str, end: str, lead: str) -> None:
    """Whatever can be read of a span, its bounds are in order and not before the promulgation."""
    metadata = read(f"本条例{lead}{count}{unit}{end}。")
    if metadata.commencement is None:
        return
    moment = metadata.moment_of(metadata.commencement)
    assert metadata.in_force is None or metadata.in_force >= PROMULGATED
    if moment.earliest:
        assert moment.earliest >= PROMULGATED
    if moment.earliest and moment.latest:
        assert moment.earliest <= moment.latest


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 20_000))
def test_the_end_is_the_day_after_the_last_day(first: date, days: int) -> None:
    last = first + timedelta(days)
    closing = (
        f"本条例自{first.year}年{first.month}月{first.day}日起施行，"
        f"有效期至{last.year}年{last.month}月{last.day}日。"
    )
    assert (read(closing).in_force, read(closing).expires) == (first, last + timedelta(1))
