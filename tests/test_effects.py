"""What a text does to other acts: what is repealed, amended, adapted and revived, and what only looks like it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import regkit
from regkit.metadata import Effect, EffectKind, OnDay, read_metadata
from regkit.metadata.effect_grammar import masked

REPEALED, IN_PART = EffectKind.REPEALED, EffectKind.REPEALED_IN_PART


def closing(words: str) -> tuple[Effect, ...]:
    """The effects of a closing article that goes on with these words."""
    text = f"云汀市渡口条例\n第一条　渡口应当登记。\n第二条　本条例自2025年1月1日起施行{words}\n"
    return read_metadata(regkit.parse(text)).effects


def named(effects: tuple[Effect, ...]) -> list[tuple[EffectKind, str]]:
    return [(effect.kind, effect.act) for effect in effects]


def effects_of(*lines: str) -> list[tuple[EffectKind, str]]:
    return named(read_metadata(regkit.parse("\n".join(lines) + "\n")).effects)


@pytest.mark.parametrize(
    "words",
    [
        "。《云汀市渡船办法》同时废止。",
        "，《云汀市渡船办法》同时废止。",
        "，同时废止《云汀市渡船办法》。",
        "。《云汀市渡船办法》废止。",
        "。《云汀市渡船办法》予以废止。",
        "。原《云汀市渡船办法》一律废止。",
        "。《云汀市渡船办法》在本条例施行后同时废止。",
        "。《云汀市渡船办法》同时宣布失效。",
        "。原《云汀市渡船办法》即行废止。",
        "。《云汀市渡船办法》自本条例施行之日起废止。",
        "。《云汀市渡船办法》自本条例公布之日起不再执行。",
        "。《云汀市渡船办法》（云政发〔1997〕5号）同时停止执行。",
        "。《云汀市渡船办法》（根据《云汀市航道条例》制定）同时废止。",
        "。《云汀市渡船办法》及其实施细则同时废止。",
        "。依据《云汀市航道条例》制定的《云汀市渡船办法》同时废止。",
        "。根据1997年4月16日《关于修改〈云汀市渡船办法〉的决定》修正的《云汀市渡船办法》同时废止。",
        "。下列规定同时废止：（一）《云汀市渡船办法》（依照《云汀市航道条例》制定）。",
        "。下列规定同时废止：《云汀市渡船办法》。《云汀市航道条例》继续适用于渡船。",
    ],
)
def test_an_act_is_repealed(words: str) -> None:
    assert named(closing(words)) == [(REPEALED, "云汀市渡船办法")]


@pytest.mark.parametrize(
    "words",
    [
        "。《云汀市渡船办法》应当废止。",
        "。市人民政府可以废止《云汀市渡船办法》。",
        "。如果《云汀市渡船办法》同时废止，适用本条例。",
        "。《云汀市渡船办法》同时废止的，适用本条例。",
        "。决定废止《云汀市渡船办法》的，应当公布。",
        "。《云汀市渡船办法》废止前核发的证书继续有效。",
        "。《云汀市渡船办法》不同时废止。",
        "。《云汀市渡船办法》已于2020年1月1日废止。",
        "。《云汀市渡船办法》已同时废止。",
        "。2001年，市人民政府废止了《云汀市渡船办法》。",
        "。依照《云汀市渡船办法》核发的证书同时废止。",
        "。《云汀市渡船办法》规定的证书同时失效。",
        "。被《云汀市渡船办法》代替的规章，自行失效。",
        "。除《云汀市渡船办法》外，原有规定同时废止。",
        "。有下列情形之一的，检验证失效：伪造《云汀市船员证书》；涂改《云汀市渡船证书》。",
        "。按照《云汀市渡船办法》，逾期的证书自行失效。",
        "。渡船按照《云汀市渡船办法》检验，旧证书同时废止。",
        "。《云汀市渡船办法》和《云汀市航道条例》中有关登记的规定不变，旧证书同时废止。",
    ],
)
def test_words_on_a_repeal_that_do_not_repeal(words: str) -> None:
    assert closing(words) == ()


@pytest.mark.parametrize(
    ("words", "days", "number", "when"),
    [
        ("，《云汀市渡船办法》同时废止。", (), None, None),
        (
            "，1999年3月1日发布、2004年5月1日修正的《云汀市渡船办法》同时废止。",
            (date(1999, 3, 1), date(2004, 5, 1)),
            None,
            None,
        ),
        ("。《云汀市渡船办法》于2026年6月1日废止。", (), None, OnDay(date(2026, 6, 1))),
        ("。废止《云汀市渡船办法》，自2026年6月1日起停止执行。", (), None, OnDay(date(2026, 6, 1))),
        ("。自1999年3月1日起施行的《云汀市渡船办法》同时废止。", (date(1999, 3, 1),), None, None),
        (
            "。1999年3月1日起施行的《云汀市渡船办法》自2026年6月1日起废止。",
            (date(1999, 3, 1),),
            None,
            OnDay(date(2026, 6, 1)),
        ),
        (
            "。《云汀市渡船办法》（1999年3月1日云汀市人民政府令第18号发布）同时废止。",
            (date(1999, 3, 1),),
            "云汀市人民政府令第18号",
            None,
        ),
        ("。《云汀市渡船办法》（云政发〔1997〕5号）同时废止。", (), "云政发〔1997〕5号", None),
    ],
)
def test_days_describe_the_repealed_act_or_say_when_it_is_repealed(
    words: str, days: tuple[date, ...], number: str | None, when: OnDay | None
) -> None:
    """The day on which the repealing act comes into force belongs to neither."""
    [effect] = closing(words)
    assert (effect.act, effect.days, effect.number, effect.when) == ("云汀市渡船办法", days, number, when)


@pytest.mark.parametrize(
    ("words", "provisions"),
    [
        ("。《云汀市渡船办法》第十条同时废止。", ["第十条"]),
        ("。《云汀市渡船办法》（云政发〔1997〕5号）第十条、第十二条同时废止。", ["第十条", "第十二条"]),
        ("。《云汀市渡船办法》中有关登记的规定同时废止。", []),
        ("。《云汀市渡船办法》与本条例不一致的，以本条例为准。", []),
        ("。同时废止《云汀市渡船办法》第十条。", ["第十条"]),
    ],
)
def test_a_part_of_an_act_is_repealed(words: str, provisions: list[str]) -> None:
    [effect] = closing(words)
    assert (effect.kind, effect.act) == (IN_PART, "云汀市渡船办法")
    assert list(map(str, effect.provisions)) == provisions


def test_words_shared_by_two_titles_do_not_repeal_the_first_as_a_whole() -> None:
    shared = closing("。《云汀市渡船办法》和《云汀市航道办法》中有关登记的规定同时废止。")
    assert (REPEALED, "云汀市渡船办法") not in named(shared)
    own = closing("。《云汀市渡船办法》、1999年公布的《云汀市航道办法》中有关登记的规定同时废止。")
    assert named(own) == [(REPEALED, "云汀市渡船办法"), (IN_PART, "云汀市航道办法")]
    both = closing("。《云汀市渡船办法》与《云汀市航道办法》同时废止。")
    assert named(both) == [(REPEALED, "云汀市渡船办法"), (REPEALED, "云汀市航道办法")]


def test_a_list_ends_with_its_article() -> None:
    assert effects_of(
        "云汀市渡口条例",
        "第一条　渡口应当登记。",
        "第二条　下列规定同时废止：",
        "（一）《云汀市甲办法》；",
        "（二）《云汀市乙办法》第三条；",
        "（三）1999年3月1日公布的《云汀市丙办法》。",
        "第三条　《云汀市丁办法》规定的登记不变。",
        "第四条　《云汀市戊条例》适用于渡船。",
    ) == [(REPEALED, "云汀市甲办法"), (IN_PART, "云汀市乙办法"), (REPEALED, "云汀市丙办法")]


@pytest.mark.parametrize(
    "lines",
    [
        ("云汀市人民政府决定废止下列规章：", "《云汀市甲办法》", "《云汀市乙办法》（1992年9月19日发布）"),
        ("云汀市人民政府决定废止下列规章：", "1．《云汀市甲办法》", "2．《云汀市乙办法》"),
        ("一、废止《云汀市甲办法》", "二、废止《云汀市乙办法》（1992年9月19日发布）"),
        ("一、下列规章予以废止：", "（一）《云汀市甲办法》", "（二）《云汀市乙办法》"),
        ("第一条　废止《云汀市甲办法》。", "第二条　《云汀市乙办法》自2030年1月1日起废止。"),
        ("对附件所列的规章宣布失效。", "附件：废止的规章目录", "1．《云汀市甲办法》", "2．《云汀市乙办法》"),
    ],
)
def test_a_decision_lists_what_it_repeals(lines: tuple[str, ...]) -> None:
    assert effects_of("云汀市人民政府关于废止部分规章的决定", *lines) == [
        (REPEALED, "云汀市甲办法"),
        (REPEALED, "云汀市乙办法"),
    ]


def test_a_list_is_repealed_on_the_day_that_its_announcement_states() -> None:
    text = (
        "云汀市人民政府关于废止部分规章的决定\n"
        "根据《云汀市立法条例》的规定，鉴于《云汀市甲办法》已经修改，市人民政府决定废止《云汀市乙办法》。\n"
        "自2031年1月1日起，下列规章废止：\n（一）《云汀市丙办法》\n（二）《云汀市丁办法》\n"
    )
    effects = read_metadata(regkit.parse(text)).effects
    assert [(effect.kind, effect.act, effect.when) for effect in effects] == [
        (REPEALED, "云汀市乙办法", None),
        (REPEALED, "云汀市丙办法", OnDay(date(2031, 1, 1))),
        (REPEALED, "云汀市丁办法", OnDay(date(2031, 1, 1))),
    ]


def test_the_title_of_a_decision_does_not_repeat_what_its_text_states() -> None:
    text = (
        "云汀市人民政府关于废止《云汀市甲办法》的决定\n"
        "市人民政府决定废止《云汀市甲办法》，自2031年1月1日起停止执行。\n"
    )
    [effect] = read_metadata(regkit.parse(text)).effects
    assert (effect.kind, effect.act, effect.when) == (REPEALED, "云汀市甲办法", OnDay(date(2031, 1, 1)))


def test_a_decision_repeals_some_acts_and_amends_others() -> None:
    assert effects_of(
        "云汀市人民政府关于废止和修改部分规章的决定",
        "一、下列规章予以废止：",
        "（一）《云汀市甲办法》（根据2000年1月1日《关于修改〈云汀市甲办法〉的决定》修正）",
        "二、修改下列规章：",
        "（一）《云汀市乙办法》第三条修改为：“本办法自公布之日起施行，《云汀市丙办法》同时废止。”",
        "（二）将《云汀市丁办法》第四条中的“废止”修改为“失效”。",
        "三、对《云汀市戊办法》作出修改",
        "将第三条修改为：“渡口应当登记。”",
        "本决定自公布之日起施行。",
    ) == [
        (REPEALED, "云汀市甲办法"),
        (EffectKind.AMENDED, "云汀市乙办法"),
        (EffectKind.AMENDED, "云汀市丁办法"),
        (EffectKind.AMENDED, "云汀市戊办法"),
    ]


def test_new_words_of_an_amended_act_do_nothing_here() -> None:
    """A quotation may go on for several paragraphs, of which each or only the first has a quotation mark."""
    assert set(
        effects_of(
            "云汀市人民政府关于修改《云汀市渡口办法》的决定",
            "一、第三条修改为：“第三条　渡口应当登记。",
            "“《云汀市甲办法》同时废止。”",
            "二、增加一条，作为第四条：“第四条　本办法自公布之日起施行。",
            "2001年公布的《云汀市乙办法》同时废止。",
            "《云汀市丙办法》予以废止。”",
            "本决定自公布之日起施行，《云汀市丁办法》同时废止。",
        )
    ) == {(EffectKind.AMENDED, "云汀市渡口办法"), (REPEALED, "云汀市丁办法")}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("云汀市人民政府关于废止《云汀市甲办法》的决定", [(REPEALED, "云汀市甲办法")]),
        (
            "云汀市人民政府关于废止《云汀市甲办法》和《云汀市乙办法》的决定",
            [(REPEALED, "云汀市甲办法"), (REPEALED, "云汀市乙办法")],
        ),
        ("云汀市人民政府关于废止《云汀市甲办法》第三条的决定", []),
        ("云汀市人民代表大会常务委员会关于批准废止《云汀市甲办法》的决定", []),
        ("云汀市人民政府关于修改《云汀市甲办法》的决定", [(EffectKind.AMENDED, "云汀市甲办法")]),
        ("云汀市渡口条例修正案（二）", [(EffectKind.AMENDED, "云汀市渡口条例")]),
    ],
)
def test_the_title_of_a_decision_names_an_effect(title: str, expected: list[tuple[EffectKind, str]]) -> None:
    assert effects_of(title, "本决定自公布之日起施行。") == expected


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("。《云汀市渡船办法》恢复施行。", EffectKind.REVIVED),
        ("。在云汀新区暂时调整适用《云汀市渡船办法》第三条。", EffectKind.ADAPTED),
        ("。《云汀市渡船办法》第三条的规定，在云汀新区暂时停止适用。", EffectKind.ADAPTED),
    ],
)
def test_an_act_is_revived_or_adapted(words: str, kind: EffectKind) -> None:
    assert named(closing(words)) == [(kind, "云汀市渡船办法")]


@given(st.text("《》〈〉“”（）废止、。甲", max_size=60))
def test_masking_keeps_every_offset(text: str) -> None:
    hidden = masked(text)
    assert len(hidden) == len(text)
    assert all(new in (old, "〓") for old, new in zip(text, hidden, strict=True))


NAMES = st.text("甲乙丙丁戊建议或者应当废止修改", min_size=1, max_size=8).map("云汀市{}办法".format)


@given(st.lists(NAMES, min_size=1, max_size=8, unique=True))
def test_effects_are_in_the_order_of_the_text(acts: list[str]) -> None:
    """Whatever words the titles contain."""
    titles = "、".join(f"《{act}》" for act in acts)
    for words in (f"。{titles}同时废止。", f"。同时废止{titles}。", f"。下列规定同时废止：{titles}。"):
        assert named(closing(words)) == [(REPEALED, act) for act in acts]
