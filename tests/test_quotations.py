"""Text quoted in a decision belongs to the instruction that quotes it and creates no provisions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import regkit
from regkit import CitationKind, Level, Reason, Statute, find_citations

from .strategies import FRAGMENTS

TITLE = "示范市人民代表大会常务委员会关于修改《示范市集市条例》的决定\n"
# Lines that a quoted article may contain; each looks like the beginning of something in a statute.
QUOTED = [
    "集市应当公示下列事项：",
    "（一）摊位；",
    "（二）费用：",
    "1．租金；",
    "2．保证金。",
    "第七条　摊主应当亮证。",
    "第二章　开办",
    "一、开办人。",
    "附件一",
    "目　录",
    "称为“夜市”的集市，从其规定。",
    "“夜市”是指夜间开放的集市。",
]


def opened_once(lines: list[str]) -> str:
    return "“" + "\n".join(lines) + "”"


def opened_each_time(lines: list[str]) -> str:
    return "\n".join("“" + line for line in lines) + "”"


def texts(law: Statute) -> list[tuple[str, str]]:
    return [(str(address), provision.text) for address, provision in law.walk() if provision.text]


@pytest.mark.parametrize("quote", [opened_once, opened_each_time])
@pytest.mark.parametrize(
    "lead", ["一、将第五条修改为：", "一、将第五条修改为：\n", "一、增加一条，作为第六条:"]
)
def test_quoted_lines_are_text_of_the_instruction(quote: object, lead: str) -> None:
    assert callable(quote)
    quoted = quote(QUOTED)
    law = regkit.parse(f"{TITLE}{lead}{quoted}\n二、删去第九条。\n三、本决定自公布之日起施行。")
    assert texts(law) == [
        ("第一部分第一款", lead.removeprefix("一、") + quoted),
        ("第二部分第一款", "删去第九条。"),
        ("第三部分第一款", "本决定自公布之日起施行。"),
    ]
    assert law.problems == ()
    assert regkit.parse(regkit.to_text(law)) == law


@given(
    st.lists(st.sampled_from([*QUOTED, "（三）其他。", "第八条　乙。"]), min_size=1, max_size=12),
    st.booleans(),
)
def test_quoted_lines_create_no_provisions(lines: list[str], once: bool) -> None:
    quoted = opened_once(lines) if once else opened_each_time(lines)
    law = regkit.parse(f"{TITLE}一、将第五条修改为：{quoted}\n二、删去第九条。")
    assert texts(law) == [("第一部分第一款", "将第五条修改为：" + quoted), ("第二部分第一款", "删去第九条。")]
    assert regkit.parse(regkit.to_text(law)) == law


def test_each_instruction_below_one_number_is_a_separate_paragraph() -> None:
    law = regkit.parse(
        TITLE
        + "一、在第五条中增加一款作为第二款：“甲。\n“乙。”\n原第二款作为第三款，修改为：“丙：\n“（一）丁。”\n"
        "增加一款作为第四款：“戊。”\n二、删去第九条。"
    )
    assert [text for _, text in texts(law)] == [
        "在第五条中增加一款作为第二款：“甲。\n“乙。”",
        "原第二款作为第三款，修改为：“丙：\n“（一）丁。”",
        "增加一款作为第四款：“戊。”",
        "删去第九条。",
    ]


def test_items_quoted_on_one_line_create_no_provisions() -> None:
    law = regkit.parse(
        TITLE + "一、将第五条修改为：“下列：（一）甲；（二）乙。”\n"
        "二、对下列各条作出修改：（一）删去第六条；（二）将第七条第一项修改为：“（一）丙；（二）丁。”"
    )
    assert [str(a) for a, provision in law.walk() if provision.level is Level.ITEM] == [
        "第二部分第一款第（一）项",
        "第二部分第一款第（二）项",
    ]


def test_adjacent_quoted_paragraphs_belong_together() -> None:
    law = regkit.parse(TITLE + "一、第五条“甲。”修改为：“乙。”\n“丙。”\n二、删去第九条。")
    assert texts(law)[0] == ("第一部分第一款", "第五条“甲。”修改为：“乙。”\n“丙。”")


def test_instructions_in_articles_and_without_numbers_can_quote() -> None:
    law = regkit.parse(
        "示范市集市条例\n第一条　甲。\n第二条　将《示范市夜市办法》第三条修改为：“夜市应当：\n（一）乙；\n第四条　丙。”\n第三条　丁。"
    )
    assert [provision.label for provision in law] == ["第一条", None, "第二条", None, "第三条", None]
    law = regkit.parse(
        TITLE + "作如下修改：\n将第三条修改为：“第三条　夜市应当：\n（一）乙。”\n本决定自公布之日起施行。"
    )
    assert law.preamble[1:] == (
        "将第三条修改为：“第三条　夜市应当：",
        "（一）乙。”",
        "本决定自公布之日起施行。",
    )


def test_an_unclosed_quotation_ends_before_the_next_instruction() -> None:
    law = regkit.parse(
        TITLE
        + "一、将第五条修改为：“下列：\n（一）甲；\n（二）乙。\n二、将第六条修改为：“丙。”\n三、删去第九条。"
    )
    assert texts(law) == [
        ("第一部分第一款", "将第五条修改为：“下列：\n（一）甲；\n（二）乙。"),
        ("第二部分第一款", "将第六条修改为：“丙。”"),
        ("第三部分第一款", "删去第九条。"),
    ]
    assert [(problem.code, problem.line) for problem in law.problems] == [("text.open_quotation", 2)]
    assert regkit.parse(regkit.to_text(law)) == law


MARKS = ["“”", "‘’", "「」", "『』", '""', "””"]


@pytest.mark.parametrize("marks", MARKS)
@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize(
    "lead",
    [
        "将第五条修改为：",
        "将第五条替换为：",
        "将第五条修正为:",
        "将第五条修订为：\n",
        "将第五条变更为：",
        "将第五条调整为：",
        "将第五条规定为：",
        "对第五条作如下修改：",
        "将第五条第二款写成：",
        "将第五条修改为（原第五条自施行以来，示范市人民代表大会常务委员会先后两次予以解释。有关解释同时废止）：",
        "将第五条中的“集市”改为“市场”，并增加规定：",
    ],
)
def test_every_form_of_instruction_quotes(lead: str, again: bool, marks: str) -> None:
    opening, closing = marks[0], marks[1]
    between = f"\n{opening if again else ''}"
    quoted = opening + between.join(["下列：", "（一）甲；", "（二）乙。"]) + closing
    law = regkit.parse(f"{TITLE}一、{lead}{quoted}\n二、删去第九条。")
    assert texts(law) == [("第一部分第一款", lead + quoted), ("第二部分第一款", "删去第九条。")]
    assert law.problems == ()
    assert regkit.parse(regkit.to_text(law)) == law


@pytest.mark.parametrize("marks", ["“”", "「」", '""'])
def test_what_an_instruction_replaces_is_quoted_too(marks: str) -> None:
    opening, closing = marks[0], marks[1]
    instruction = f"删去第五条中的{opening}下列：\n（一）甲；\n（二）乙。{closing}"
    law = regkit.parse(f"{TITLE}一、{instruction}\n二、删去第九条。")
    assert texts(law) == [("第一部分第一款", instruction), ("第二部分第一款", "删去第九条。")]


def test_a_closing_mark_opens_nothing() -> None:
    law = regkit.parse(TITLE + '一、将标题"集市（修改）"改正。\n二、下列规定不变：\n（一）甲；\n（二）乙。')
    assert [str(address) for address, provision in law.walk() if provision.level is Level.ITEM] == [
        "第二部分第一款第（一）项",
        "第二部分第一款第（二）项",
    ]
    assert law.problems == ()


@pytest.mark.parametrize("marks", ["“”", "「」"])
def test_what_a_decision_may_quote_is_reported(marks: str) -> None:
    law = regkit.parse(
        TITLE + f"一、第五条写明{marks[0]}下列：\n（一）甲；\n（二）乙。{marks[1]}\n二、删去第九条。"
    )
    assert [(problem.code, problem.line) for problem in law.problems] == [("text.open_quotation", 2)]


@pytest.mark.parametrize(
    "following",
    [
        "二、将第六条中的“甲”修改为“乙”。",
        "二、将“甲”统一修改为“乙”。",
        "二、第六条删去。",
        "二、将第六条中的“甲”删去。",
        "二、取消第六条。",
        "二、将第六条合并到第七条。",
        "二、将第六条第二款调整为第三款。",
        "二、对第六条作如下修改：删去第一款。",
        "二、不再保留第六条。",
    ],
)
@pytest.mark.parametrize("quoted", ["“甲。", "“甲：\n（一）乙。", "“甲。\n“乙。"])
def test_a_missing_mark_swallows_no_instruction(quoted: str, following: str) -> None:
    law = regkit.parse(
        f"{TITLE}一、将第五条修改为：{quoted}\n{following}\n三、将第八条修改为：“丁：\n“（一）戊。”"
    )
    assert texts(law) == [
        ("第一部分第一款", "将第五条修改为：" + quoted),
        ("第二部分第一款", following.removeprefix("二、")),
        ("第三部分第一款", "将第八条修改为：“丁：\n“（一）戊。”"),
    ]
    assert [(problem.code, problem.line) for problem in law.problems] == [("text.open_quotation", 2)]
    assert regkit.parse(regkit.to_text(law)) == law


def test_a_missing_mark_swallows_no_item_of_a_decision() -> None:
    law = regkit.parse(
        TITLE
        + "一、对下列条文作出修改：\n（一）将第五条修改为：“甲。\n“乙。\n（二）将第六条修改为：“丙。”\n二、删去第九条。"
    )
    assert texts(law)[1:3] == [
        ("第一部分第一款第（一）项", "将第五条修改为：“甲。\n“乙。"),
        ("第一部分第一款第（二）项", "将第六条修改为：“丙。”"),
    ]
    assert [(problem.code, problem.line) for problem in law.problems] == [("text.open_quotation", 3)]


def test_the_line_of_the_last_open_quotation_is_reported() -> None:
    law = regkit.parse(TITLE + "一、将第五条中的“甲：\n（一）乙。”修改为“丙：\n（一）丁。\n二、删去第九条。")
    assert [(problem.code, problem.line) for problem in law.problems] == [("text.open_quotation", 3)]
    assert [text for _, text in texts(law)][1:] == ["删去第九条。"]


def test_a_quoted_item_that_speaks_of_change_ends_no_quotation() -> None:
    quoted = "“禁止：\n（一）将摊位改为仓库；\n（二）将依照第六条取得的许可变更为他人的许可。\n第七条　将第六条修改为公告的，应当备案。”"
    law = regkit.parse(f"{TITLE}一、将第五条修改为：{quoted}\n二、删去第九条。")
    assert texts(law)[0] == ("第一部分第一款", "将第五条修改为：" + quoted)
    assert law.problems == ()


def test_a_missing_mark_is_reported_in_a_decision_with_articles() -> None:
    law = regkit.parse(
        TITLE
        + "第一条　将第五条修改为：“甲：\n（一）乙。\n第二条　删去第九条。\n第三条　将第六条修改为：“丙：\n（一）丁。”\n"
        "第四条　本决定自公布之日起施行。"
    )
    assert [(article.label, article.children[0].text) for article in law.articles] == [
        ("第一条", "将第五条修改为：“甲：\n（一）乙。"),
        ("第二条", "删去第九条。"),
        ("第三条", "将第六条修改为：“丙：\n（一）丁。”"),
        ("第四条", "本决定自公布之日起施行。"),
    ]
    assert [(problem.code, problem.line) for problem in law.problems] == [("text.open_quotation", 2)]


def test_a_quotation_of_which_nothing_says_where_it_ends_is_reported() -> None:
    law = regkit.parse("示范市集市条例\n第一条　将第五条修改为：“甲：\n（一）乙。\n第二条　丙。")
    assert [provision.label for provision in law if provision.label] == ["第一条", "（一）", "第二条"]
    assert [(problem.code, problem.line) for problem in law.problems] == [("text.open_quotation", 2)]


@pytest.mark.parametrize(
    "text",
    [
        "第一条　本条例所称：“集市，是指：\n（一）甲；\n（二）乙。”\n第二条　丙。",
        "第一条　集市分为“早市”和“夜市：\n（一）甲；\n（二）乙。\n第二条　增加“丙”的，从其规定。",
        # Nothing shows where the quotation ends.
        "第一条　将第五条修改为：“甲：\n（一）乙；\n（二）丙。\n第二条　丁。",
    ],
)
def test_other_quotations_do_not_hide_provisions(text: str) -> None:
    law = regkit.parse(text)
    assert [provision.label for provision in law if provision.label] == [
        "第一条",
        "（一）",
        "（二）",
        "第二条",
    ]


def test_the_closing_paragraphs_of_a_decision_do_not_belong_to_its_last_number() -> None:
    law = regkit.parse(
        TITLE + "一、删去第三条。\n二、删去第五条：\n其中的第二款保留。\n本决定自公布之日起施行。\n"
        "《示范市集市条例》根据本决定作相应修改，重新公布。\n示范市人民代表大会常务委员会\n2020年1月1日"
    )
    assert texts(law)[1:] == [
        ("第二部分第一款", "删去第五条："),
        ("第二部分第二款", "其中的第二款保留。"),
        ("第一款", "本决定自公布之日起施行。"),
        ("第二款", "《示范市集市条例》根据本决定作相应修改，重新公布。"),
    ]
    assert len(law.signature) == 2
    assert law.line_of("第二款") == 6
    assert regkit.parse(regkit.to_text(law)) == law
    (event,) = regkit.read_metadata(law).events
    assert str(event.source) == "第一款"


@pytest.mark.parametrize(
    "text",
    [
        "一、甲。\n二、乙。\n本办法自公布之日起施行。",
        "一、甲。\n二、\n本决定自公布之日起施行。",
        "第一条　甲。\n第二条　乙。\n本决定自公布之日起施行。",
    ],
)
def test_a_paragraph_that_does_not_close_a_decision_stays_where_it_is(text: str) -> None:
    law = regkit.parse("示范市关于某事的规定\n" + text)
    assert all(child.level is not Level.PARAGRAPH for child in law.children)


def cited(text: str) -> list[tuple[str, str | None, list[str]]]:
    return [
        (
            citation.text,
            citation.act.title if citation.act else None,
            [str(target) for target in citation.targets],
        )
        for citation in find_citations(regkit.parse(text))
        if citation.kind in (CitationKind.INTERNAL, CitationKind.EXTERNAL) and citation.source != "preamble"
    ]


def test_articles_cited_in_a_decision_belong_to_the_amended_act() -> None:
    act = "示范市集市条例"
    assert cited(
        TITLE
        + "一、将第二条第一项修改为：“（一）依照民法典第一百二十条的规定；”\n二、删去第一条第二款、第三款。"
    ) == [
        ("第二条第一项", act, ["第二条第（一）项"]),
        ("民法典第一百二十条", "中华人民共和国民法典", ["第一百二十条"]),
        ("第一条第二款、第三款", act, ["第一条第二款", "第一条第三款"]),
    ]


def test_an_act_cited_in_a_quotation_is_forgotten_after_it() -> None:
    act = "示范市集市条例"
    citations = cited(
        TITLE
        + "一、将第五条修改为：“依照民法典第八条第一款处理。\n“前款的处理。”\n原第二款作为第三款。\n将第三条中的“甲”修改为“乙”。"
    )
    assert citations == [
        ("第五条", act, ["第五条"]),
        ("民法典第八条第一款", "中华人民共和国民法典", ["第八条第一款"]),
        ("前款", None, []),
        ("第二款", act, ["第五条第二款"]),
        ("第三款", act, ["第五条第三款"]),
        ("第三条", act, ["第三条"]),
    ]


def test_the_heading_of_an_instruction_names_the_act() -> None:
    law = "示范市法院关于修改《甲解释》等二件解释的决定\n一、修改《示范市法院关于夜市的解释》\n1.删去第一条。\n2.将第二条修改为：\n“依照民法典第三条处理。”\n3.删去第四条。\n二、修改《示范市法院关于早市的解释》\n1.删去第一条。"
    assert [(words, act) for words, act, _ in cited(law)] == [
        ("第一条", "示范市法院关于夜市的解释"),
        ("第二条", "示范市法院关于夜市的解释"),
        ("民法典第三条", "中华人民共和国民法典"),
        ("第四条", "示范市法院关于夜市的解释"),
        ("第一条", "示范市法院关于早市的解释"),
    ]


def test_an_open_quotation_hides_no_citation_of_the_next_instruction() -> None:
    found = find_citations(
        regkit.parse(
            TITLE
            + "一、将第五条修改为：“依照本条例第三条处理。\n（一）依照本条例第四条。\n二、将第六条第一款中的“甲”修改为“乙”。"
        )
    )
    assert [(each.text, [why.reason for why in each.unresolved]) for each in found[-3:]] == [
        ("本条例第三条", [Reason.QUOTED]),
        ("本条例第四条", [Reason.QUOTED]),
        ("第六条第一款", []),
    ]


def test_this_law_in_a_quotation_does_not_mean_the_decision() -> None:
    law = regkit.parse(
        TITLE + "一、将第五条修改为：“依照本条例第三条处理，本条例另有规定的除外。”\n本决定自公布之日起施行。"
    )
    citations = [citation for citation in find_citations(law) if citation.kind is not CitationKind.EXTERNAL]
    assert [
        (citation.text, [citation.reason for citation in citation.unresolved]) for citation in citations
    ] == [
        ("本条例第三条", [Reason.QUOTED]),
        ("本条例", [Reason.QUOTED]),
        ("本决定", []),
    ]


PIECES = [
    *FRAGMENTS,
    "一、将第五条修改为：“",
    "“（一）",
    "”",
    "。”",
    "\n",
    "\n二、删去第三条。",
    "\n二、第六条删去。",
    "\n（二）将第六条替换为：",
    '"',
    "\n「（一）",
    "」",
    "作为第二款：",
    "本决定自公布之日起施行。",
]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=20))
def test_a_random_text_with_quotations_survives_printing_and_parsing(pieces: list[str]) -> None:
    text = "".join(pieces)
    try:
        law = regkit.parse(text)
    except regkit.ParseError:
        return
    printed = regkit.to_text(law)
    assert regkit.without_whitespace(printed) == regkit.without_whitespace(text)
    assert regkit.parse(printed) == law
