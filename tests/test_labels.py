"""Labels as files really print them: with unseen characters, radicals, whitespace, marks or traditional forms in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import regkit
from regkit import Statute, parse, to_text, without_whitespace
from regkit.text.titles import title_key

PLAIN = """示范市渡口管理条例
（2021年3月1日示范市人民代表大会常务委员会通过）
第一编　通则
第一章　总则
第一节　一般规定
第一条　为了管理渡口，制定本条例。
第二条　渡口分为下列各类：
（一）公用渡口，包括：
1．车渡；
2．客渡；
（二）专用渡口。
第三条　渡船应当登记。
第三条之一　依照第二条第一款第一项办理。
第二章　附则
第四条　本条例自2021年5月1日起施行。
附件：渡口登记表
第一条　表内各栏应当填满。
"""
DECISION = "示范市关于渡口的决定\n一、渡口应当登记。\n二、船工应当持证。\n"
UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u00ad\ufeff\u2060\u202a\u202e\u2066\u2069\u061c\ufe0f\U000e0100"


def addresses(law: Statute) -> list[str]:
    return [address.eid for address, _ in law.walk()]


def codes(law: Statute) -> list[str]:
    return [problem.code for problem in law.problems]


def check_is_kept(law: Statute, text: str) -> None:
    """The statute prints every character of the text, and what it prints is read as the same statute."""
    assert without_whitespace(to_text(law)) == without_whitespace(text)
    assert parse(to_text(law)) == law


@pytest.mark.parametrize("sign", UNSEEN, ids=lambda sign: f"U+{ord(sign):04X}")
@pytest.mark.parametrize("text", [PLAIN, DECISION], ids=["articles", "divisions"])
def test_an_unseen_character_before_or_inside_a_label_hides_it_at_no_level(text: str, sign: str) -> None:
    before = "\n".join(sign + line for line in text.splitlines())
    inside = "\n".join(line[0] + sign + line[1:] for line in text.splitlines())
    for marked in (before, inside):
        law = parse(marked)
        assert addresses(law) == addresses(parse(text))
        check_is_kept(law, marked)
    assert {"text.invisible", "text.direction"}.intersection(codes(parse(inside)))


@given(st.lists(st.tuples(st.integers(0, len(PLAIN)), st.sampled_from(UNSEEN)), max_size=40))
def test_unseen_characters_anywhere_change_no_structure_and_are_kept(places: list[tuple[int, str]]) -> None:
    text = PLAIN
    for offset, sign in sorted(places, reverse=True):
        text = text[:offset] + sign + text[offset:]
    law = parse(text)
    assert addresses(law) == addresses(parse(PLAIN))
    check_is_kept(law, text)


def test_an_unseen_character_behind_a_line_stays_with_that_line() -> None:
    law = parse("示范条例\u200f\n第一条　甲。\u200f\n第二条\u200f　乙。\u200f\n")
    assert law.title == "示范条例\u200f"
    assert [article.label for article in law.articles] == ["第一条", "第二条"]
    assert [child.text for article in law.articles for child in article.children] == [
        "甲。\u200f",
        "\u200f乙。\u200f",
    ]


def test_an_unseen_character_between_carriage_return_and_line_feed_ends_no_second_line() -> None:
    text = "示范条例\r\u00ad\n第一条　甲。\r\n第三条　乙。\r\n"
    law = parse(text)
    check_is_kept(law, text)
    assert [problem.line for problem in law.problems if problem.code == "article.gap"] == [4]


def test_a_problem_of_a_line_with_unseen_characters_points_into_the_file() -> None:
    text = "示范条例\n第一条　甲。\n\u200e第\u200e三条　乙。\n"
    problem = next(problem for problem in parse(text).problems if problem.code == "article.gap")
    start, end = problem.span or (0, 0)
    assert text.splitlines()[2][start:end] == problem.excerpt == "第\u200e三条　乙。"


def test_a_variation_selector_is_reported_in_a_label_and_not_in_a_name() -> None:
    assert codes(parse("示范条例\n第一\ufe00条　甲。\n第二条　乙。\n")) == ["text.invisible"]
    assert codes(parse("示范条例\n第一条　葛\U000e0100城。\n第二条　乙。\n")) == []


def test_radicals_in_labels_are_read_as_the_characters_they_look_like() -> None:
    radicals = str.maketrans("一二节章总行自日月长门民", "⼀⼆节章总⾏⾃⽇⽉⻓⻔⺠")
    text = PLAIN.translate(radicals)
    law = parse(text)
    assert addresses(law) == addresses(parse(PLAIN))
    assert law["第一条"].label == "第⼀条"
    check_is_kept(law, text)
    (problem,) = [problem for problem in law.problems if problem.code == "text.radicals"]
    assert problem.line == 2
    assert "U+2F49" in problem.message
    assert f"共 {sum(character in '⼀⼆⾏⾃⽇⽉⻓⻔⺠' for character in text)} 处" in problem.message


def test_compatibility_ideographs_are_read_as_the_characters_they_stand_for() -> None:
    law = parse("示范条\uf9b5\n第\uf9d1条　甲。\n第七条　乙。\n")
    assert addresses(law)[0] == "art_6"
    assert law["第六条"].label == "第\uf9d1条"
    assert "text.radicals" in codes(law)


def test_an_ordinary_text_has_no_radicals() -> None:
    assert codes(parse("示范条例\n第一条　“一”、“⸺”、“豈”、“︰”、“𠮷”。\n第二条　乙。\n")) == []


@pytest.mark.parametrize("suffix", [".txt", ".md", ".docx", ".html"])
def test_labels_of_radicals_are_read_in_every_format(suffix: str, tmp_path: object) -> None:
    path = f"{tmp_path}/law{suffix}"
    law = parse("示范条例\n第⼀章　总则\n第⼀条　甲：\n（⼀）乙；\n（⼆）丙。\n第⼆条　丁。\n")
    regkit.save(law, path)
    assert regkit.load(path) == law
    assert "text.radicals" in codes(regkit.load(path))


def test_a_fragment_keeps_its_unseen_characters_and_radicals() -> None:
    fragment = regkit.parse_fragment("\u200e（⼆）甲；\n（\u2060三）乙。", regkit.Level.ITEM)
    assert [(item.number.value, item.label) for item in fragment.provisions] == [
        (2, "\u200e（⼆）"),
        (3, "（\u2060三）"),
    ]


SPACED = """示范条例
第一章　总则
第一条　甲。
第一章{0}之一　特别规定
第二条　乙。
第二条{0}之{1}一　{2}
第二条{0}之{1}二　丁：
（一）戊；
（二）己。
第三条　庚。
"""


@pytest.mark.parametrize("between", [" ", "　", "\u200b"])
@pytest.mark.parametrize("inside", ["", " "])
@pytest.mark.parametrize("heading", ["", "【丙】"])
def test_whitespace_before_or_in_an_inserted_number_is_part_of_the_label(
    between: str, inside: str, heading: str
) -> None:
    text = SPACED.format(between, inside, f"{heading}丙。")
    law = parse(text)
    assert addresses(law) == addresses(parse(SPACED.format("", "", "丙。")))
    assert law["第二条之一"].heading == (heading or None)
    check_is_kept(law, text)
    if between != "\u200b":
        assert codes(law) == ["label.spaced"] * 3


def test_an_inserted_number_directly_before_its_text_is_read_if_it_is_due() -> None:
    law = parse("示范条例\n第一条　甲。\n第一条 之一不公示价格的，处罚款。\n第二条　乙。\n")
    assert law["第一条之一第一款"].text == "不公示价格的，处罚款。"


@pytest.mark.parametrize(
    "line",
    [
        "第一条 之一切行为均属违法。",
        "第一条 之一规定的行为，依照处罚。",
        "第一条　之二审程序，依照其规定。",
        "第一条　之前的行为，不适用本条例。",
    ],
)
def test_words_that_begin_with_zhi_are_no_inserted_number(line: str) -> None:
    law = parse(f"示范条例\n第一条　甲。\n{line}\n第二条　乙。\n")
    assert [article.label for article in law.articles] == ["第一条", "第二条"]
    assert law["第一条第二款"].text == line
    assert codes(law) == []


@pytest.mark.parametrize("label", ["第一条 之二", "第一条之二", "第一条之四"])
def test_an_inserted_number_behind_a_gap_is_an_article_and_the_gap_is_reported(label: str) -> None:
    law = parse(f"示范条例\n第一条　甲。\n{label}　乙。\n第二条　丙。\n")
    assert [article.label for article in law.articles] == ["第一条", label, "第二条"]
    assert codes(law) == (["label.spaced"] if " " in label else []) + ["article.gap"]


@pytest.mark.parametrize("label", ["第一条 之六", "第二条之三"])
def test_an_inserted_number_that_is_not_due_is_no_article_and_is_reported(label: str) -> None:
    law = parse(f"示范条例\n第一条　甲。\n{label}　乙。\n第二条　丙。\n")
    assert [article.label for article in law.articles] == ["第一条", "第二条"]
    assert codes(law) == ["article.out_of_order"]


def test_an_inserted_number_below_a_missing_article_is_reported() -> None:
    law = parse("示范条例\n第一条　甲。\n第二条 之一　乙。\n第三条　丙。\n")
    assert law["第二条第一款"].text == "之一　乙。"
    (problem,) = law.problems
    assert (problem.code, problem.line) == ("label.spaced", 3)
    assert "前面没有第二条" in problem.message


MARKED = """示范条例
第一章{0}总则
第一条{0}为了管理渡口，制定本条例。
第二条{0}第一条所称渡口，包括：
（一）公用渡口；
（二）专用渡口。
第三条{0}本条例所称船工，是指操作渡船的人。
第四条{0}本条例自公布之日起施行。
"""


@pytest.mark.parametrize("mark", ["、", "，", "：", "．", ".", ":", ",", "、　"])
def test_a_mark_behind_all_labels_is_part_of_the_labels(mark: str) -> None:
    text = MARKED.format(mark)
    law = parse(text)
    assert addresses(law) == addresses(parse(MARKED.format("　")))
    assert law["第三条"].label == f"第三条{mark.strip()}"
    assert law["第三条第一款"].text == "本条例所称船工，是指操作渡船的人。"
    assert codes(law) == ["label.mark", "label.mark"]
    assert "共 4 处" in law.problems[1].message
    check_is_kept(law, text)


def test_an_excerpt_with_marks_behind_its_labels_has_articles() -> None:
    law = parse("第五条、甲。\n第六条、乙。\n第七条、丙。\n")
    assert [article.number.value for article in law.articles] == [5, 6, 7]


@pytest.mark.parametrize(
    "text",
    [
        "示范条例\n第一条　甲。\n第二条　乙。\n第一条、第三条规定的事项，另行规定。\n第三条　丙。\n",
        "示范条例\n第一条　甲。\n第一条，第二款所称的乙。\n第二条　丙。\n",
        "示范条例\n第一条　甲：\n第二条、前条所称的乙。\n第二条　丙。\n",
    ],
)
def test_a_list_of_citations_at_the_beginning_of_a_line_stays_text(text: str) -> None:
    law = parse(text)
    assert [article.label for article in law.articles] == ["第一条", "第二条", "第三条"][: len(law.articles)]
    assert not {"label.mark", "label.spaced"}.intersection(codes(law))
    check_is_kept(law, text)


def test_lines_that_only_cite_are_no_articles() -> None:
    law = parse("示范意见\n第一条、第二条规定的甲。\n第三条、第四条规定的乙。\n")
    assert law.articles == ()
    decision = parse("示范决定\n第一条，修改为：“甲”。\n第二条，删去。\n第三条，改为乙。\n")
    assert decision.articles == ()


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (MARKED.format("、"), ["第一条、", "第一条之一、", "第二条、", "第三条、", "第四条、"]),
        ("第⼀条　甲。\n第⼆条　乙。\n", ["第⼀条", "第一条之一", "第⼆条"]),
        ("\u200e第一条　甲。\n\u200e第二条　乙。\n", ["\u200e第一条", "第一条之一", "\u200e第二条"]),
        ("第一條　甲。\n第二條　乙。\n", ["第一條", "第一條之一", "第二條"]),
    ],
    ids=["marks", "radicals", "unseen", "traditional"],
)
def test_a_new_article_has_a_label_in_the_style_of_the_others_without_their_faults(
    text: str, labels: list[str]
) -> None:
    article = regkit.Article(number=regkit.Number(1, (1,)))
    law = regkit.inserted(parse(text), article, after="第一条")
    assert [article.label for article in law.articles] == labels


def test_an_article_is_renumbered_whatever_its_label_has_in_it() -> None:
    text = "第⼀条　甲。\n第二\u200e条　乙。\n第二条 之一　丙。\n第三条　丁。\n"
    numbers: dict[str, regkit.Number | int] = {"第二条": 1, "第二条之一": regkit.Number(1, (1,)), "第三条": 2}
    law = regkit.renumbered(regkit.removed(parse(text), "第一条"), numbers)
    assert [article.number.value for article in law.articles] == [1, 1, 2]
    assert [article.label for article in law.articles] == ["第一\u200e条", "第一条之一", "第二条"]


def test_a_title_with_radicals_or_unseen_characters_is_the_same_title() -> None:
    assert title_key("⽰范\u200e市渡⼝条例") == title_key("示范市渡口条例")


def test_a_radical_in_place_of_a_character_is_no_change_of_substance() -> None:
    text = "第一条　渡口的经营者应当在每日开渡之前检查一次渡船。\n第二条　检查记录保存一年。\n"
    comparison = regkit.compare(parse(text), parse(text.replace("一", "⼀").replace("日", "⽇")))
    assert [row.natures for row in comparison.rows] == [(regkit.Nature.TYPOGRAPHY,)] * 2


@pytest.mark.parametrize(
    "text", ["一、\n|乙|\ufe0f\n丙。\n二、丁。\n", "第一条　甲：\n\u200e|乙|丙|\n第二条　丁。\n"]
)
def test_unseen_characters_beside_a_row_of_a_table_are_kept_where_they_are(text: str) -> None:
    check_is_kept(parse(text), text)
