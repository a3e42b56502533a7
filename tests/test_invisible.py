"""Invisible characters: `check` reports them in every format, and nothing changes them."""

from __future__ import annotations

from pathlib import Path

import pytest

import regkit
from regkit import Statute, load, parse, to_text
from regkit.parsing.invisible import find_invisible

REVERSED = "示范条例\n第一条　罚款\u202e元百一\u202c以下。\n第二条　依照执行。\n"


def text_codes(law: Statute) -> list[str]:
    return [problem.code for problem in law.problems if problem.code.startswith("text.")]


@pytest.mark.parametrize("suffix", [".txt", ".md", ".docx", ".html", ".json", ".xml"])
def test_text_with_reversed_direction_is_kept_and_reported_in_every_format(
    suffix: str, tmp_path: Path
) -> None:
    path = tmp_path / f"law{suffix}"
    regkit.save(parse(REVERSED), path)
    law = load(path)
    assert text_codes(law) == ["text.direction"]
    (problem,) = law.problems
    assert "U+202E" in problem.message
    assert "\u202e" in problem.excerpt
    assert law["第一条第一款"].text == "罚款\u202e元百一\u202c以下。"


@pytest.mark.parametrize(
    "text",
    [
        "示范\u2066条例\n第一条　甲。\n",
        "示范条例\n（2020年1月1日\u200f通过）\n第一条　甲。\n",
        "示范条例\n第一章　总\u202e则\n第一条　甲。\n",
        "示范条例\n第一条　甲：\n（一）乙\u2067；\n（二）丙。\n",
        "示范条例\n第一条　甲。\n\t甲\t\u202e乙\t\n\t丙\t丁\t\n",
        "示范条例\n第一条　甲。\n附件：表\u202e\n第一条　乙。\n",
    ],
    ids=["title", "note", "heading", "item", "table", "annex"],
)
def test_a_direction_control_is_reported_wherever_it_stands(text: str) -> None:
    (problem,) = [problem for problem in parse(text).problems if problem.code == "text.direction"]
    assert problem.line is not None
    assert not text.split("\n")[problem.line - 1].isprintable()


@pytest.mark.parametrize("control", ["\x1b", "\x07", "\x08", "\x7f", "\x85", "\x9b", "\x1c"])
def test_control_characters_for_terminals_are_reported(control: str) -> None:
    law = parse(f"第一条　甲{control}乙。\n第二条　丙。\n")
    assert text_codes(law) == ["text.control"]
    assert f"U+{ord(control):04X}" in law.problems[0].message
    assert law["第一条第一款"].text == f"甲{control}乙。"


@pytest.mark.parametrize("unseen", ["\x01", "\u202e", "\ue010"])
def test_an_invisible_character_in_a_joined_heading_is_reported_at_its_own_line(unseen: str) -> None:
    text = f"第五章\n促进\n\n第七八{unseen}款项的支付\n"
    expected_codes = ("text.control", "text.direction", "text.private_use")
    (problem,) = [problem for problem in parse(text).problems if problem.code in expected_codes]
    assert problem.line == 4
    assert unseen in problem.excerpt


def test_harmless_invisible_characters_are_reported_once_with_their_count() -> None:
    law = parse("第一条　融资\u200b担保。\n第二条　融\u00ad资\u2060担保。\n")
    assert text_codes(law) == ["text.invisible"]
    (problem,) = law.problems
    assert problem.line == 1
    assert "U+200B（全文共 3 处）" in problem.message


def test_the_excerpt_of_a_long_line_shows_the_surroundings_of_the_character() -> None:
    (problem,) = parse(f"第一条　{'前' * 100}\u202e{'后' * 100}。\n").problems
    assert problem.excerpt == f"…{'前' * 10}\u202e{'后' * 19}…"


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff第一条　甲。",
        "第一条　甲\xa0乙\u2002丙。\r\n\t第二条\t丁。\r\n",
        "第一条　甲。\f\n第二条　乙\v丙。\n",
        "\u200b\n第一条　甲。\u200b\n\u200b第二条　乙。\n",
        "第一条　𠮷野家，葛\U000e0100城，㐂\ufe00。\n",
    ],
    ids=["byte order mark", "white space", "soft breaks", "at the ends of lines", "variants of characters"],
)
def test_ordinary_texts_have_no_problems(text: str) -> None:
    assert text_codes(parse(text)) == []


def test_real_statutes_have_no_invisible_characters(corpus: list[Path]) -> None:
    assert {
        file.name: problems for file in corpus if (problems := list(find_invisible(file.read_text("utf-8"))))
    } == {}


def test_the_number_of_reported_problems_is_limited() -> None:
    law = parse("第一条　甲。\n" + "乙\x1b丙\n" * 3000)
    assert len(law.problems) <= 1001
    assert law.problems[-1].code == "text.many_problems"
    assert to_text(law).count("\x1b") == 3000


@pytest.mark.parametrize("stray", ["\ue004", "\ue004\ue005", "\ue004 ", "\u200b\ue004"])
def test_signs_that_a_program_left_behind_a_sentence_do_not_hide_its_end(stray: str) -> None:
    text = (
        f"示范条例\n第一条　有下列情形之一的，停止使用：{stray}\n栈桥断裂的；\n（二）系船柱断裂的。{stray}\n"
        f"违反前款规定的，由码头管理会警告。{stray}\n第二条　本条例自公布之日起施行。{stray}\n"
    )
    law = regkit.parse(text)
    plain = regkit.parse(text.replace(stray, ""))
    assert [len(paragraph.children) for paragraph in law["第一条"].children] == [2, 0]
    assert [address for address, _ in law.walk()] == [address for address, _ in plain.walk()]
    assert regkit.without_whitespace(regkit.to_text(law)) == regkit.without_whitespace(text)
    assert regkit.parse(regkit.to_text(law)) == law
    assert [problem.line for problem in law.problems if problem.code == "text.private_use"] == [2, 4, 5, 6]


@pytest.mark.parametrize("line", ["\ue004", "泊位\ue004", "\ue004。", "泊位。\ue004甲"])
def test_a_sign_of_the_private_use_area_elsewhere_is_text(line: str) -> None:
    law = regkit.parse(f"示范条例\n第一条　甲。\n{line}\n第二条　乙。")
    assert line in regkit.to_text(law)
    assert [problem.line for problem in law.problems if problem.code == "text.private_use"] == [3]


@pytest.mark.parametrize(
    "text",
    [
        "第二条　下列职责：\n表 一\n。\ue004\n其他职责。",
        "第二条　下列职责：\n丁。\u200b\ue004 \n其他职责。\n\ue004\n前款规定。",
        "第一条　甲，\n乙：\ue004\n附件\ue004\n丙。",
        "甲：\ue010\u2028",
    ],
)
def test_signs_behind_a_sentence_stay_on_its_line_where_lines_are_joined(text: str) -> None:
    law = regkit.parse(text)
    printed = regkit.to_text(law)
    assert regkit.without_whitespace(printed) == regkit.without_whitespace(text)
    assert regkit.parse(printed) == law
