"""Properties that hold for every statute, every address and every text."""

from __future__ import annotations

from typing import Any, cast
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import regkit
from regkit import Address, Number, ParseError, Statute, parse, to_text, without_whitespace
from tests.strategies import FRAGMENTS, addresses, irregular_statutes, numbers, statutes

texts = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=3), max_size=40).map("".join)


@given(st.integers(0, 99_999_999))
def test_a_numeral_reads_back_as_its_number(number: int) -> None:
    assert regkit.from_chinese(regkit.to_chinese(number)) == number


@pytest.mark.parametrize(
    ("number", "numeral"),
    [
        (0, "零"),
        (10, "十"),
        (19, "十九"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1010, "一千零一十"),
        (10_500, "一万零五百"),
        (11_001, "一万一千零一"),
        (100_000, "十万"),
        (20_000_010, "二千万零一十"),
    ],
)
def test_a_numeral_is_written_as_laws_write_it(number: int, numeral: str) -> None:
    """A round trip would not notice a spelling that both directions get wrong."""
    assert regkit.to_chinese(number) == numeral


@pytest.mark.parametrize("numeral", ["百", "一百一", "一百零十", "十十", "万", "壹", "-1", "1.0", ""])
def test_text_that_is_no_numeral_or_is_ambiguous_is_refused(numeral: str) -> None:
    with pytest.raises(ValueError, match="not a numeral"):
        regkit.from_chinese(numeral)


@given(addresses())
def test_both_notations_of_an_address_parse_to_the_same_address(address: Address) -> None:
    assert Address.parse(address.eid) == address
    assert Address.parse(str(address)) == address


@given(numbers, numbers)
def test_a_number_that_follows_another_sorts_after_it(number: Number, other: Number) -> None:
    assert not number.follows(other) or other < number
    assert Number(number.value + 1).follows(number)


@pytest.mark.parametrize(
    ("before", "after", "follows"),
    [
        ("第十条", "第十一条", True),
        ("第十条之二", "第十一条", True),
        ("第十条", "第十条之一", True),
        ("第十条之一", "第十条之一之一", True),
        ("第十条之二之一", "第十条之三", True),
        ("第十条之一之一", "第十条之三", False),
        ("第十条", "第十条之二", False),
        ("第九条", "第十条之一", False),
        ("第十条", "第十条", False),
    ],
)
def test_which_number_may_directly_follow_another(before: str, after: str, follows: bool) -> None:
    assert Address.parse(after).number.follows(Address.parse(before).number) is follows


def test_addresses_sort_by_level_then_number_with_children_after_their_parent() -> None:
    in_order = [
        "第一章",
        "第二章",
        "第二章第一节",
        "第一条",
        "第一条第一款",
        "第一条第二款",
        "第一条之一",
        "第二条",
        "第十条",
    ]
    assert [str(address) for address in sorted(map(Address.parse, reversed(in_order)))] == in_order


@given(statutes())
def test_a_printed_statute_parses_to_the_same_statute(law: Statute) -> None:
    again = parse(to_text(law))
    assert again == law
    assert again.problems == ()


@settings(max_examples=600)
@example("第一条　市集，\n开办者应当公布时间。")
@example("第一条　摊主应当：(一)保持清洁；(二)按时开市。")
@given(irregular_statutes() | statutes().map(to_text) | texts)
def test_the_quick_way_of_reading_articles_gives_the_same_as_the_careful_one(text: str) -> None:
    """`parsing.regular` only saves time: without it `parsing.paragraphs` reads every article, with the same result."""
    try:
        quick = parse(text)
    except ParseError:
        return
    with patch("regkit.parsing.body.read_regular", lambda *_: None):
        careful = parse(text)
    assert careful == quick
    assert (careful.problems, careful.lines) == (quick.problems, quick.lines)


@given(statutes())
def test_every_provision_is_found_at_its_address_in_both_notations(law: Statute) -> None:
    for address, provision in law.walk():
        assert law[address] is law[address.eid] is law[str(address)] is provision


@settings(max_examples=500)
@given(texts)
def test_any_text_is_read_without_loss_or_refused_with_reasons(text: str) -> None:
    try:
        law = parse(text)
    except ParseError as refusal:
        problems = refusal.problems
        assert problems
        assert all(problem.message and problem.hint for problem in problems)
        return
    printed = to_text(law)
    assert without_whitespace(printed) == without_whitespace(text)
    assert parse(printed) == law
    assert len(law.lines) == len(list(law.walk()))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("第五章\n渡口\n渡船", id="a heading over three lines"),
        pytest.param("第二节　\n安全与应急\n安全与应急", id="a repeated heading"),
        pytest.param("第二章\n\n序言第二章\n　　第二章第三条和", id="an unfinished heading"),
        pytest.param("第一条　设岸桩）\n备缆绳，\n备船\n第一编", id="a sentence that runs into a heading"),
        pytest.param(
            "第一条　渡口设岸桩、\n备缆绳和救生设备\n渡船", id="a line as wide as the first with its label"
        ),
        pytest.param(
            "第一章渡口渡船渡工岸桩缆绳渡口渡船渡工岸桩缆绳。", id="a heading as long as a sentence may be"
        ),
        pytest.param("一、\n渡口\n第二条", id="a number on a line of its own"),
        pytest.param("第四条\n第三条\n第三章\n渡口；", id="a label below a label"),
        pytest.param("第二条2\n第一节\n渡口、", id="a page number beside a label"),
        pytest.param("第二条　渡口\n第四条 |船|", id="a row beside a label"),
        pytest.param("第三章\n（二）\n第3页\n。", id="a page number below the number of an item"),
        pytest.param(
            "第四条　渡口\n（三） 和（", id="an item that would be read as a citation without its gap"
        ),
        pytest.param(
            "三、渡口\n(一)\u3000渡口渡船渡工岸桩缆绳救\n船\n工",
            id="a line that is as wide as the others only with its gap",
        ),
        pytest.param(
            "第一章\n（一）\t、（二）", id="an item that would be read as an enumeration without its gap"
        ),
        pytest.param("第十条 （二）\n第二条之一\u3000渡", id="an item beside a label"),
        pytest.param("（一）（二）\n（二）渡", id="an item beside a number"),
        pytest.param("一、（一）\n渡口\n（二）", id="the number of an item on a line of its own"),
        pytest.param("第一条渡\n第四条\u3000渡\n第二条\u3000第5条", id="two chains of equal weight"),
        pytest.param("第一条渡\n第二\xa0【船】渡", id="a damaged label before a heading"),
        pytest.param("第二章\n渡口\n船\n" * 12, id="a heading over three lines, repeated"),
        pytest.param(
            "第二章\t渡船）\n目录\n二、 一览表\n" * 3, id="table of contents entries that differ in a gap"
        ),
    ],
)
def test_a_printed_irregular_text_parses_to_the_same_statute(text: str) -> None:
    law = parse(text)
    assert without_whitespace(to_text(law)) == without_whitespace(text)
    assert parse(to_text(law)) == law


def test_lines_refer_to_the_original_text_even_if_printing_moves_them() -> None:
    law = parse(
        "渡口条例\n第一条）\n第一编　缆绳、\n渡船\n第四条　渡船：（一）木船；（二）\n铁船。第五条　渡工。\n渡口"
    )
    assert [
        line for (address, _), line in zip(law.walk(), law.lines, strict=True) if len(address.steps) == 1
    ] == [
        2,  # 第一条
        3,  # 第一编, whose title is printed on one line
        5,  # 第四条
        6,  # 第五条, which shared a line with 第四条
    ]
    assert [(problem.code, problem.line, problem.excerpt) for problem in law.problems] == [
        ("article.gap", 5, "第四条　渡船：（一）木船；（二）"),
        ("article.glued", 6, "第五条　渡工。"),
    ]


@given(texts)
def test_provisions_and_problems_point_at_the_lines_of_the_text(text: str) -> None:
    try:
        law = parse(text)
    except ParseError:
        return
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for (_, provision), line in zip(law.walk(), law.lines, strict=True):
        if provision.label:
            assert without_whitespace(provision.label) in without_whitespace(lines[line - 1])
    for problem in law.problems:
        assert problem.line is not None
        assert without_whitespace(problem.excerpt).strip("…") in without_whitespace(lines[problem.line - 1])


@pytest.mark.parametrize("length", range(55, 85))
@pytest.mark.parametrize(
    "start", ["第一章", "第一章　", "第一条　甲。\n附：", "第一条　甲。\n附件 1 ", "第一条　甲。\n第二章"]
)
def test_lengths_around_the_limits_survive_printing_and_parsing(start: str, length: int) -> None:
    law = parse(start + "市" * length + "\n第一条　甲。")
    assert parse(to_text(law)) == law


@pytest.mark.parametrize("length", range(30, 45))
@pytest.mark.parametrize("start", ["第一条", "第一条【", "第一条 "])
def test_an_open_line_above_a_damaged_label_survives_printing_and_parsing(start: str, length: int) -> None:
    law = parse(start + "市" * length + "\n笫二条　乙。")
    assert parse(to_text(law)) == law


@pytest.mark.parametrize(
    "part",
    [
        "（一）",
        "第一条",
        "1．",
        "【",
        "（",
        "第",
        "\u3000",
        "第一条 第",
        "之一",
        "附件",
        "<!--",
        "# ",
        "**",
        "[",
        "](a.b)",
        "<del>",
        "<table><td>",
        "`",
        "> ",
        "1. ",
        "a|\n-|\n",
        "。 ",
        "目录\n",
        "第二章　市\n",
    ],
)
def test_long_repetitions_are_read_in_reasonable_time(part: str) -> None:
    """If any part were read again for each repetition, this would take hours."""
    text = regkit.from_markdown("第一条　总则。\n" + part * 50_000 + "\n" + (part + "\n") * 20_000)
    assert without_whitespace(to_text(parse(text))) == without_whitespace(text)


def test_the_repr_of_a_value_fits_on_one_line() -> None:
    law = regkit.parse(
        "示范市集市条例\n第一章　总则\n第一条　集市应当：\n（一）保持清洁；\n（二）按时开市。\n第二条　"
        + "摊主" * 40
        + "。\n附件一：价目\n"
    )
    assert repr(law) == "Statute('示范市集市条例', 2 articles, 1 annexes, 0 problems)"
    assert repr(law.children[0]) == "Chapter('第一章', '总则', 2 条)"
    assert repr(law["第一条"]) == "Article('第一条', 2 项)"
    assert repr(law["第一条第一款"]) == "Paragraph('第一款', '集市应当：', 2 项)"
    assert repr(law["第二条第一款"]) == f"Paragraph('第一款', '{'摊主' * 12}…')"
    assert repr(regkit.Address.parse("art_1__para_1__point_2")) == "Address('第一条第一款第（二）项')"
    other = regkit.parse("第一条　集市应当清洁。\n第二条　新设一条。")
    assert repr(regkit.compare(other, other)) == "Comparison(2 unchanged)"
    assert repr(regkit.Number(3)) == "Number(3)"
    assert repr(regkit.Number(3, (1,))) == "Number(3, (1,))"
    assert repr(regkit.Address.parse("第三条之一").steps[0]) == "Step('第三条之一')"
    assert list(law) == [provision for _, provision in law.walk()]
    assert all(provision in law for provision in law)
    assert "第一条" in law
    assert "第九条" not in law
    assert 1 not in law
    assert law["第一条"] not in other


def test_a_value_with_a_wrong_number_can_be_shown() -> None:
    wrong: list[Any] = [3, None, regkit.Number(-3), regkit.Number(cast("Any", "三"))]
    for number in wrong:
        step = regkit.Step(regkit.Level.ARTICLE, number)
        for value in (regkit.Article(number=number), step, regkit.Address((step,))):
            assert type(value).__name__ in repr(value)


def test_what_is_found_in_a_statute_is_shown_on_one_short_line() -> None:
    law = regkit.parse(
        "示范市集市条例\n第一条　本条例所称集市，是指定期交易的场所。\n第三条　违反第一条规定的，由市场主管部门责令改正。"
    )
    other = regkit.removed(law, "第三条")
    (citation, *_), (term,), (duty, *_) = (
        regkit.find_citations(law)[1:],
        regkit.find_terms(law),
        regkit.find_duties(law),
    )
    assert repr(citation) == "Citation('第一条', 'internal', '第三条第一款 → 第一条')"
    assert repr(term) == "Term('集市', '第一条第一款', '定期交易的场所')"
    assert repr(duty) == "Duty('penalty', '第三条第一款', '市场主管部门', '由市场主管部门责令改正')"
    assert repr(law.problems[0]) == f"Problem('article.gap', line 3, {law.problems[0].message!r})"
    rows = [repr(row) for row in regkit.compare(law, other).rows]
    assert rows == ["Row('unchanged', '第一条 → 第一条')", "Row('deleted', '第三条 →')"]
    assert repr(regkit.compare(other, law).rows[-1]) == "Row('added', '→ 第三条')"
