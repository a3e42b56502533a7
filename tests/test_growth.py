"""The time that reading takes grows in proportion to the length of the text; what is too long is reported instead of read."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import regkit
from regkit.citations import find_dangling
from regkit.library import read_works
from regkit.rule import Rule
from regkit.site import Catalogue, Templates, site_items
from tests.growth import MOST_GROWTH, growth
from tests.hostile_strings import Hostile, hostile_to
from tests.test_cli import run
from tests.test_house import rules

# Lines of the kinds that texts contain; {n} becomes a Chinese numeral, and ¦ stands for the | of a table.
LINES = """
附：|附件|附件{n}|附表：|目录|第{n}章　集市|第一章　集市|第一章　集市。|总则|法律责任|一、集市|{n}、集市|（一）摊主；|（九）摊主；|（{n}）摊主；
（九）市人民政府主管集市工作的部门|1.摊主|（1）摊主|注：摊主|摊主|摊主，|市人民政府主管集市工作的部门|- 1 -|| 甲 | 乙 |
第二条　集市|第{n}条　集市。|第{n}条|第{n}条　前条、前款、本条、本章、第一条。|第{n}条　第一条至第九千条，刑法第一条至第九百条。|摊主。第{n}条　集市|摊主。第一章　集市
《示范{n}条例》（以下简称示范{n}条例）。|《示范{n}公约》（以下简称{n}公约）。|前项、第{n}项、第{n}款、第一章第一节。|（{n}）前项规定的；|“第十条　摊主|2020年1月1日|示范市人民政府
""".replace("\n", "|").strip("|")
KINDS = [line for line in LINES.replace("| 甲 | 乙 |", "¦ 甲 ¦ 乙 ¦").split("|") if line]
RUNS = [
    "第三、",
    "第（三）",
    "第一至",
    "第三条、",
    "第三条至",
    "第一条至第九条；",
    "《",
    "（",
    "“",
    "应当",
    "，应当",
    "由摊主",
    "负责，",
    "责令",
    "所称",
    "，",
    "第",
    "一",
    "（一）",
    "前款",
    "本条",
    "《甲》",
    "规定，",
    "示范法、",
]
READERS: dict[str, Callable[[regkit.Statute], object]] = {
    "citations": regkit.find_citations,
    "dangling": find_dangling,
    "terms": regkit.find_terms,
    "duties": regkit.find_duties,
    "metadata": regkit.read_metadata,
}
MOST_CHARACTERS_OF_LINES = 25_600
LONG_SEARCH = "REGKIT_HOSTILE_FAMILIES" in os.environ
FAMILIES_OF_A_RULE, MOST_CHARACTERS_OF_A_FAMILY = (20, 102_400) if LONG_SEARCH else (1, 6400)


def _read(text: str) -> None:
    law = regkit.parse(text)
    for read in READERS.values():
        read(law)


def _lines(line: str, head: str = "示范条例\n第一条　摊主。\n") -> Callable[[int], str]:
    plain = line.replace("¦", "|")
    return lambda size: (
        head
        + "\n".join(
            plain.replace("{n}", regkit.to_chinese(n)) for n in range(1, 2 + size // (len(plain) + 1))
        )
    )


def _within(around: str, family: Hostile) -> Callable[[int], str]:
    return lambda size: around.format(family.text(size))


@pytest.mark.parametrize("line", KINDS)
def test_reading_many_lines_of_one_kind_takes_linear_time(line: str) -> None:
    measured = growth(_read, _lines(line), most=MOST_CHARACTERS_OF_LINES)
    assert measured.exponent <= MOST_GROWTH, measured


@pytest.mark.parametrize("run", RUNS)
def test_reading_a_paragraph_that_repeats_the_same_words_takes_linear_time(run: str) -> None:
    measured = growth(_read, lambda size: f"第一条　{(run * size)[:size]}\n第二条　摊主。")
    assert measured.exponent <= MOST_GROWTH, measured


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_reading_a_law_made_of_texts_hostile_to_a_rule_takes_linear_time(rule: Rule) -> None:
    for family in hostile_to(rule.pattern, rule.matches, FAMILIES_OF_A_RULE):
        for around in ("第一条　{}\n第二条　摊主。", "示范条例\n{}\n第一条　摊主。"):
            measured = growth(_read, _within(around, family), most=MOST_CHARACTERS_OF_A_FAMILY)
            assert measured.exponent <= MOST_GROWTH, (family, measured)


def test_annexes_without_numbers_take_the_numbers_that_are_still_free() -> None:
    law = regkit.parse("第一条　摊主。\n附件\n甲。\n附件2\n乙。\n附件\n丙。\n附件\n丁。")
    assert [annex.number.value for annex in law.annexes] == [1, 2, 3, 4]


def test_an_overlong_line_is_kept_and_reported_as_not_read(tmp_path: Path) -> None:
    long = "摊主应当遵守第九条，" * 2500
    text = f"第一条　{long}\n第二条　摊主应当遵守第八条。\n"
    law = regkit.parse(text)
    assert law.articles[0].children[0].text == long
    assert [(problem.code, problem.line) for problem in law.problems] == [("text.long_line", 1)]
    assert "25,000 个字" in law.problems[0].message
    assert [str(citation.source) for citation in regkit.find_citations(law)] == ["第二条第一款"]
    assert [str(duty.source) for duty in regkit.find_duties(law)] == ["第二条第一款"]
    (tmp_path / "law.txt").write_text(text, "utf-8")
    checked = run("check", tmp_path / "law.txt")
    assert checked.stdout.count("没有读其中的引用、义务和定义") == 1
    cited = run("cite", "--json", tmp_path / "law.txt")
    (line,) = [json.loads(line) for line in cited.stdout.splitlines()]
    assert [problem["code"] for problem in line["problems"]] == ["text.long_line"]
    assert [citation["text"] for citation in line["citations"]] == ["第八条"]
    printed = run("cite", tmp_path / "law.txt")
    assert "没有读其中的引用" in printed.stderr
    assert "第八条" in printed.stdout


def test_a_paragraph_below_the_limit_is_read() -> None:
    law = regkit.parse(f"第一条　{'摊主。' * 6000}摊主应当遵守第一条。")
    assert law.problems == ()
    assert [citation.text for citation in regkit.find_citations(law)] == ["第一条"]


def test_ranges_with_too_many_members_altogether_are_reported_and_not_listed() -> None:
    text = "\n".join(f"第{regkit.to_chinese(n)}条　依照第一条至第九百条。" for n in range(1, 901))
    citations = regkit.find_citations(regkit.parse(text))
    assert len(citations) == 900
    assert len(citations[0].targets) == 900
    assert [str(target) for target in citations[-1].targets] == ["第一条", "第九百条"]
    assert [
        (range_of_articles.words, range_of_articles.reason.value)
        for range_of_articles in citations[-1].unresolved
    ] == [("第一条至第九百条", "too_many")]


def test_an_overlong_table_of_contents_is_reported_as_not_compared() -> None:
    contents = "\n".join(f"第{regkit.to_chinese(n)}章　集市管理" for n in range(1, 3001))
    law = regkit.parse(f"示范条例\n目录\n{contents}\n第一章　摊位\n第一条　摊主。")
    assert "contents.too_long" in [problem.code for problem in law.problems]


@pytest.mark.parametrize("suffix", [".json", ".xml"])
def test_a_saved_tree_reports_an_overlong_line_too(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"law{suffix}"
    regkit.save(regkit.parse(f"第一条　{'摊主应当遵守第九条，' * 2500}\n第二条　摊主。\n"), path)
    assert [problem.code for problem in regkit.load(path).problems] == ["text.long_line"]
    assert run("check", path).stdout.count("没有读其中的引用、义务和定义") == 1


def test_the_page_of_duties_says_that_an_overlong_line_was_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "statutes"
    text = "示范集市条例\n（2020年1月1日通过）\n第一条　{}\n第二条　摊主应当守法。\n"
    for name, words in (("long", "摊主应当遵守规定，" * 2500), ("usual", "摊主应当遵守规定。")):
        law = regkit.parse(text.format(words).replace("集市", name))
        regkit.Library(folder, new=True).add(name, None, law)
    items = site_items(Catalogue(read_works([folder]), date(2024, 1, 1), Templates()))
    pages = {item.path: item.make().content for item in items if item.path.endswith("duties.html")}
    assert ["没有读，其中的义务没有列出" in pages[path] for path in sorted(pages)] == [True, False]
