"""Characters that nobody sees: `check` reports them in every format, and nothing alters them."""

from __future__ import annotations

from pathlib import Path

import pytest

import regkit
from regkit import Statute, load, parse, to_text
from regkit.parsing.invisible import find_invisible

TURNED = "示范条例\n第一条　罚款\u202e元百一\u202c以下。\n第二条　依照执行。\n"


def codes(law: Statute) -> list[str]:
    return [problem.code for problem in law.problems if problem.code.startswith("text.")]


@pytest.mark.parametrize("suffix", [".txt", ".md", ".docx", ".html", ".json", ".xml"])
def test_a_text_that_is_turned_around_is_reported_in_every_format_and_kept(
    suffix: str, tmp_path: Path
) -> None:
    path = tmp_path / f"law{suffix}"
    regkit.save(parse(TURNED), path)
    law = load(path)
    assert codes(law) == ["text.direction"]
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
def test_it_is_reported_wherever_it_stands(text: str) -> None:
    (problem,) = [each for each in parse(text).problems if each.code == "text.direction"]
    assert problem.line is not None
    assert not text.split("\n")[problem.line - 1].isprintable()


@pytest.mark.parametrize("control", ["\x1b", "\x07", "\x08", "\x7f", "\x85", "\x9b", "\x1c"])
def test_what_gives_orders_to_a_terminal_is_reported(control: str) -> None:
    law = parse(f"第一条　甲{control}乙。\n第二条　丙。\n")
    assert codes(law) == ["text.control"]
    assert f"U+{ord(control):04X}" in law.problems[0].message
    assert law["第一条第一款"].text == f"甲{control}乙。"


@pytest.mark.parametrize("unseen", ["\x01", "\u202e", "\ue010"])
def test_it_is_reported_at_its_line_where_lines_of_a_heading_were_joined(unseen: str) -> None:
    text = f"第五章\n促进\n\n第七八{unseen}款项的支付\n"
    codes_of_it = ("text.control", "text.direction", "text.private_use")
    (problem,) = [each for each in parse(text).problems if each.code in codes_of_it]
    assert problem.line == 4
    assert unseen in problem.excerpt


def test_what_is_only_not_seen_is_reported_once_with_how_often() -> None:
    law = parse("第一条　融资\u200b担保。\n第二条　融\u00ad资\u2060担保。\n")
    assert codes(law) == ["text.invisible"]
    (problem,) = law.problems
    assert problem.line == 1
    assert "U+200B（全文共 3 处）" in problem.message


def test_the_excerpt_shows_the_place_in_a_long_line() -> None:
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
    ids=["byte order mark", "blanks", "soft breaks", "at the ends of lines", "variants of characters"],
)
def test_ordinary_texts_have_nothing_to_report(text: str) -> None:
    assert codes(parse(text)) == []


def test_real_statutes_have_nothing_to_report(corpus: list[Path]) -> None:
    assert {
        file.name: found for file in corpus if (found := list(find_invisible(file.read_text("utf-8"))))
    } == {}


def test_a_hostile_text_is_not_listed_line_by_line_for_ever() -> None:
    law = parse("第一条　甲。\n" + "乙\x1b丙\n" * 3000)
    assert len(law.problems) <= 1001
    assert law.problems[-1].code == "text.many_problems"
    assert to_text(law).count("\x1b") == 3000
