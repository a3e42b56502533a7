"""What the parser reads from texts, in cases that a lawyer can read (tests/cases/parsing)."""

from __future__ import annotations

from pathlib import Path

import pytest

import regkit
from regkit import ParseError
from tests.printing import check_case, outline_of, texts_of

CASES = sorted((Path(__file__).parent / "cases" / "parsing").glob("*.md"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_case(case: Path, renew: bool) -> None:
    """Each case is a Markdown file: a title, the text in the first fence, and the tree in the second one."""
    (text,) = texts_of(case)
    try:
        tree = outline_of(regkit.parse(text))
    except ParseError as error:
        tree = "".join(f"!{problem.severity} {problem.code} {problem.line}\n" for problem in error.problems)
    check_case(case, tree, renew=renew)


def test_line_ends_of_every_system_are_read_alike() -> None:
    text = "第一条　甲。\n第二条　乙。\n"
    laws = [regkit.parse(text.replace("\n", end)) for end in ("\n", "\r\n", "\r")]
    assert laws[0] == laws[1] == laws[2]
    assert [law.line_of("第二条") for law in laws] == [2, 2, 2]


def test_the_separator_line_of_a_markdown_table_is_no_row() -> None:
    tables = regkit.find_tables("甲\n|级|率|\n|---|:-:|\n|一|3|\n乙\n\t二\t-\t")
    assert tuple(table.texts for table in tables) == (
        (("级", "率"), ("一", "3")),
        (("二", "-"),),
    )


def test_a_statute_is_immutable() -> None:
    law = regkit.parse("第一条　甲。")
    with pytest.raises(AttributeError):
        law["第一条"].text = "乙"  # type: ignore[misc]  # assigned only to see it fail
    with pytest.raises(AttributeError):
        law.title = "乙"  # type: ignore[misc]  # assigned only to see it fail


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "text.empty"),
        ("\n\u3000\u200b\ufeff\n", "text.empty"),
        ("一" * 20_000_001, "text.too_large"),
    ],
    ids=["empty", "white space", "too large"],
)
def test_an_empty_or_huge_text_is_refused_in_one_sentence(text: str, code: str) -> None:
    with pytest.raises(ParseError) as caught:
        regkit.parse(text)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert "\n" not in str(caught.value)
    assert problem.hint in str(caught.value)


def test_a_text_without_numbers_is_kept_whole_and_reported() -> None:
    law = regkit.parse("关于某问题的批复\n某某高级人民法院：\n你院来函收悉。\n此复。")
    assert (law.title, law.children) == ("关于某问题的批复", ())
    assert law.preamble == ("某某高级人民法院：", "你院来函收悉。", "此复。")
    assert [problem.code for problem in law.problems] == ["statute.no_article"]


@pytest.mark.parametrize(
    ("numbers", "articles"),
    [
        ((1, 2, 1, 1), ["第一条", "第二条"]),
        ((1, 3, 3, 2), ["第一条", "第二条"]),
        ((1, 2, 2, 3), ["第一条", "第二条", "第二条", "第三条"]),
        ((1, 4, 5), ["第一条", "第四条", "第五条"]),
        ((1, 5, 6), ["第一条", "第五条", "第六条"]),
        ((1, 6, 2), ["第一条", "第二条"]),
    ],
)
def test_a_repeated_number_is_less_plausible_than_a_gap(
    numbers: tuple[int, ...], articles: list[str]
) -> None:
    law = regkit.parse(
        "".join(f"第{regkit.to_chinese(number)}条　渡口{index}。\n" for index, number in enumerate(numbers))
    )
    assert [article.label for article in law.articles] == articles


def test_a_line_recognized_as_a_heading_never_continues_another_heading() -> None:
    law = regkit.parse(
        "第一章　总则\n第一条　甲。\n集市管理\n一般规定\n第二条　乙。\n摊位\n第三条　丙。\n第三章　其他\n第四条　丁。"
    )
    titles = [provision.heading for provision in law if provision.level < regkit.Level.ARTICLE]
    assert titles == ["总则", "集市管理", "一般规定", "摊位", "其他"]


@pytest.mark.parametrize("end", ["；", "。"])
def test_a_line_that_ends_like_a_sentence_or_an_item_is_no_annex(end: str) -> None:
    assert [annex.heading for annex in regkit.parse("第一条　甲。\n附件一　价目表").annexes] == ["价目表"]
    assert regkit.parse(f"第一条　甲。\n附件一　价目表{end}").annexes == ()


def test_an_annex_without_a_number_takes_the_next_free_number() -> None:
    law = regkit.parse("第一条　甲。\n附件2　名录\n乙。\n附表：\n丙。\n附件1　价目\n丁。")
    assert [(annex.label, annex.number.value) for annex in law.annexes] == [
        ("附件2", 2),
        ("附表：", 3),
        ("附件1", 1),
    ]
    assert law.problems == ()


def test_a_title_continues_until_the_title_quoted_in_it_is_closed() -> None:
    law = regkit.parse("关于修改《示范条例\n的决定》的实施办法\n第一条　甲。")
    assert (law.title, law.preamble) == ("关于修改《示范条例的决定》的实施办法", ())


@pytest.mark.parametrize(("length", "is_heading"), [(20, True), (21, False)])
def test_only_a_short_line_before_the_first_article_may_be_a_heading_without_label(
    length: int, is_heading: bool
) -> None:
    line = "市" * length
    law = regkit.parse(f"示范市集市条例\n{line}\n第一条　甲。\n第二章　罚则\n第二条　乙。")
    assert (law.children[0].heading == line) is is_heading
    assert (law.preamble == (line,)) is not is_heading


@pytest.mark.parametrize(
    ("end", "texts"),
    [
        pytest.param(
            "", ["渡船应当保持整洁并且每年检验一次以上", "渡工应当持证上岗"], id="items without punctuation"
        ),
        pytest.param(
            "；", ["渡船应当保持整洁并且每年检验一次以上渡工应当持证上岗"], id="items with punctuation"
        ),
    ],
)
def test_a_line_continues_an_item_only_where_items_end_with_punctuation(end: str, texts: list[str]) -> None:
    law = regkit.parse(
        f"第一条　有下列要求：\n（一）渡口应当设置岸桩并且配备救生设备{end}\n（二）渡船应当保持整洁并且每年检验一次以上\n渡工应当持证上岗"
    )
    assert [provision.text for provision in law if provision.text][2:] == texts


@pytest.mark.parametrize(("opening", "closing"), ["（）", "()"])
def test_a_note_continues_over_lines_until_its_bracket_is_closed(opening: str, closing: str) -> None:
    law = regkit.parse(
        f"示范市集市条例\n{opening}2022年5月13日\n示范市人民代表大会常务委员会\n第三次会议通过{closing}\n为了示范，制定本条例。\n第一条　甲。"
    )
    assert len(law.notes) == 3
    assert law.preamble == ("为了示范，制定本条例。",)


@pytest.mark.parametrize(
    ("lines", "listed", "last"), [(1000, 1000, None), (1003, 1001, "还有 3 处问题没有列出。")]
)
def test_a_thousand_problems_are_listed_and_the_rest_counted(
    lines: int, listed: int, last: str | None
) -> None:
    law = regkit.parse("示范条例\n第一条　甲。\n" + "渡\ue010口。\n" * lines)
    assert len(law.problems) == listed
    assert {problem.code for problem in law.problems[:1000]} == {"text.private_use"}
    assert law.problems[-1].message == last or last is None


def test_problems_are_listed_in_the_order_of_the_text() -> None:
    law = regkit.parse("示范条例\n第二条　甲。\n第三条　乙\ue010。\n第五条　丙。\n第六条　\ue010。")
    assert [(problem.line, problem.code) for problem in law.problems] == [
        (2, "article.first"),
        (3, "text.private_use"),
        (4, "article.gap"),
        (5, "text.private_use"),
    ]


class TestLookingUp:
    law = regkit.parse(
        "第一章　总则\n第一条　甲：\n（一）一；\n（二）二。\n乙：\n（一）三；\n（二）四；\n（三）五：\n1．六。\n第二条　丙。"
    )

    def test_a_paragraph_may_be_omitted_where_only_one_has_the_item(self) -> None:
        assert self.law["第一条第三项"].text == "五："
        assert self.law["第一条第1目"].text == "六。"

    def test_an_item_in_two_paragraphs_is_ambiguous(self) -> None:
        with pytest.raises(KeyError, match="有歧义，可以指第一条第一款第（一）项、第一条第二款第（一）项"):
            self.law["第一条第一项"]

    def test_a_subitem_is_not_looked_up_below_another_subitem(self) -> None:
        law = regkit.parse("第一条　甲：\n（一）乙：\n1．丙：\n①丁；\n②戊。\n2．己。")
        assert law["第一条第2目"].text == law["第一条第一项第2目"].text == "己。"
        assert law["第一条第1目第2目"].text == "戊。"

    @pytest.mark.parametrize(
        ("address", "words"),
        [
            ("第三条", "没有第三条。全文共有2条（第一条至第二条）。"),
            ("第二条第二款", "没有第二条第二款。第二条共有1款"),
            ("第二条第一款第一项", "第二条第一款没有分项。"),
            ("第二章", "没有第二章。全文共有1章"),
        ],
    )
    def test_a_missing_provision_is_answered_with_what_exists(self, address: str, words: str) -> None:
        assert address not in self.law
        with pytest.raises(KeyError) as caught:
            self.law[address]
        assert words in str(caught.value)

    @pytest.mark.parametrize(
        "words",
        ["", "第一", "本条", "第一款第一条", "第一章第一条", "art_1__", "art_0", "第零条", "第一条之"],
    )
    def test_words_that_are_no_address_are_refused(self, words: str) -> None:
        with pytest.raises(ValueError, match=r"地址|层级|连续编号"):
            self.law[words]

    @pytest.mark.parametrize("words", ["第１条", "第 一 条", "1", "第1条", "art_1", "一条"])
    def test_an_article_is_found_however_its_number_is_written(self, words: str) -> None:
        assert self.law[words].label == "第一条"

    def test_a_repeated_article_is_ambiguous(self) -> None:
        law = regkit.parse("第一条　甲。\n第二条　乙。\n第二条　丙。")
        assert [problem.code for problem in law.problems] == ["article.repeat"]
        with pytest.raises(KeyError, match="出现了2次"):
            law["第二条"]
