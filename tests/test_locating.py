"""Problems point at their cause: the line, the columns in it, and the provision that it belongs to."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import regkit
from regkit.citations import find_dangling
from tests.strategies import FRAGMENTS


def _marked(text: str, problem: regkit.Problem) -> str:
    """The part of the text that the span of a problem covers."""
    assert problem.line is not None
    assert problem.span is not None
    return text.split("\n")[problem.line - 1][slice(*problem.span)]


def test_a_gap_in_the_numbering_marks_the_whole_line_of_the_next_article() -> None:
    text = "示范市集市条例\n第一条　甲。\n  第三条　乙。\n"
    (problem,) = regkit.parse(text).problems
    assert (problem.code, problem.line, problem.address) == ("article.gap", 3, "art_3")
    assert _marked(text, problem) == "第三条　乙。"


def test_a_suspicious_character_is_marked_alone() -> None:
    text = "示范市集市条例\n第一条　甲。\n　　第二条　乙\ue000丙\u202e丁。\n"
    law = regkit.parse(text)
    assert {problem.code: _marked(text, problem) for problem in law.problems} == {
        "text.private_use": "\ue000",
        "text.direction": "\u202e",
    }
    assert {problem.address for problem in law.problems} == {"art_2"}


def test_a_problem_below_an_article_has_the_address_of_the_inner_provision() -> None:
    text = "示范市集市条例\n第一条　下列：\n（一）甲；\n（三）乙。\n第二条　丙。\n"
    (problem,) = regkit.parse(text).problems
    assert (problem.line, problem.address) == (4, "art_1__para_1__point_3")
    assert regkit.parse(text)[problem.address or ""].label == "（三）"


def test_a_problem_before_the_first_provision_has_no_address() -> None:
    text = "示范市\ue000集市条例\n第一条　甲。\n"
    (problem,) = regkit.parse(text).problems
    assert (problem.line, problem.address) == (1, None)
    assert _marked(text, problem) == "\ue000"


def test_a_dangling_citation_is_marked_in_the_line_it_stands_on() -> None:
    text = "示范市集市条例\n第一条　甲。\n附件\n收费表\n依照本条例第九条的规定办理。\n"
    law = regkit.parse(text)
    (problem,) = find_dangling(law, text)
    assert (problem.line, problem.address) == (5, "att_1")
    assert _marked(text, problem) == "本条例第九条"
    (without_text,) = find_dangling(law)
    assert (without_text.line, without_text.span) == (3, None)


def test_problems_of_a_file_point_into_its_extracted_text(tmp_path: Path) -> None:
    page = tmp_path / "条例.html"
    page.write_text("<h1>示范条例</h1><p>第一条　甲。<img src='x.png'></p><p>第二条　乙。</p>", "utf-8")
    (problem,) = regkit.load(page).problems
    assert (problem.code, problem.line, problem.address) == ("text.image", 2, "art_1")
    assert problem.span == (0, len("第一条　甲。"))


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join))
def test_spans_lie_within_their_lines_and_addresses_exist_in_the_statute(text: str) -> None:
    try:
        law = regkit.parse(text)
    except regkit.ParseError:
        return
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    known_eids = {address.eid for address, _ in law.walk()}
    for problem in (*law.problems, *find_dangling(law, text)):
        assert problem.address is None or problem.address in known_eids
        if problem.span is not None:
            start, end = problem.span
            assert problem.line is not None
            assert 0 <= start < end <= len(lines[problem.line - 1])
