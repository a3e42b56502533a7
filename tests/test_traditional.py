"""Texts in traditional characters: read as they are, unless their levels are in Taiwan's order."""

from __future__ import annotations

import datetime

import pytest

import regkit
from regkit import ParseError, parse, to_text, without_whitespace

TRADITIONAL = """示範市渡口管理條例
（2021年3月1日示範市第三屆人民代表大會常務委員會第五次會議通過）
目　錄
第一編　通則
第一章　總則
第一節　一般規定
第二章　附則
第一編　通則
第一章　總則
第一節　一般規定
第一條　為了管理渡口，根據《示範省水運條例》，制定本條例。
第二條　渡口分為下列各類：
（一）公用渡口，包括：
1．車渡；
2．客渡；
（二）專用渡口。
前款第二項所稱專用渡口，依照第三條之一管理。
第三條　渡船應當登記。
第三條之一　違反本條例第二條第一款第（一）項的，依照前條處罰。
第二章　附則
第四條　本條例自2021年5月1日起施行。《示範市渡口管理辦法》同時廢止。
附件：渡口登記表
第一條　表內各欄應當填滿。
"""
SIMPLIFIED = str.maketrans(
    "範條屆會務員過錄編總則節規為據運類車專項稱違處罰辦時廢記內欄應當滿",
    "范条届会务员过录编总则节规为据运类车专项称违处罚办时废记内栏应当满",
)


def codes(text: str) -> list[str]:
    return [problem.code for problem in parse(text).problems]


def test_a_text_in_traditional_characters_is_read_like_its_simplified_form() -> None:
    law, simplified = parse(TRADITIONAL), parse(TRADITIONAL.translate(SIMPLIFIED))
    assert [address for address, _ in law.walk()] == [address for address, _ in simplified.walk()]
    assert law.title == "示範市渡口管理條例"
    assert law["第二条"].label == "第二條"
    assert law.contents == tuple(TRADITIONAL.splitlines()[2:7])
    assert without_whitespace(to_text(law)) == without_whitespace(TRADITIONAL)
    assert parse(to_text(law)) == law
    assert [problem.code for problem in law.problems] == [problem.code for problem in simplified.problems]


def test_citations_in_traditional_characters_lead_where_they_point() -> None:
    law = parse(TRADITIONAL)
    found = {
        citation.text: [str(target) for target in citation.targets] for citation in regkit.find_citations(law)
    }
    assert found["前款第二項"] == ["第二条第一款第（二）项"]
    assert found["第三條之一"] == ["第三条之一"]
    assert found["本條例第二條第一款第（一）項"] == ["第二条第一款第（一）项"]
    assert found["前條"] == ["第三条"]
    acts = {citation.act.title for citation in regkit.find_citations(law) if citation.act}
    assert acts == {"示範省水運條例", "示範市渡口管理辦法"}


def test_a_citation_in_traditional_characters_is_rewritten_in_them() -> None:
    law = parse(TRADITIONAL)
    citation = next(
        citation for citation in regkit.find_citations(law) if citation.text.startswith("本條例第二條")
    )
    assert regkit.rewrite_citation(citation, {"第二条": "第五条"}) == "本條例第五條第一款第（一）項"


def test_a_dangling_citation_is_told_in_the_characters_of_the_text() -> None:
    law = parse(TRADITIONAL.replace("依照前條處罰", "依照第九條處罰"))
    (citation,) = [citation for citation in regkit.find_citations(law) if citation.unresolved]
    assert citation.text == "第九條"
    assert citation.unresolved[0].words == "第九條"


def test_metadata_is_read_and_has_the_words_of_the_text() -> None:
    metadata = regkit.read_metadata(parse(TRADITIONAL))
    assert metadata.title == "示範市渡口管理條例"
    assert metadata.passed == datetime.date(2021, 3, 1)
    assert metadata.in_force == datetime.date(2021, 5, 1)
    assert metadata.authority == "示範市人民代表大會常務委員會"
    assert metadata.events[0].by == "示範市第三屆人民代表大會常務委員會第五次會議"
    assert metadata.repeals == ("示範市渡口管理辦法",)


TAIWAN = """示範渡口管理條例
第一條　為管理渡口，制定本條例。
第二條　渡口有下列情形之一者，不予登記：
一、場地不符規定。
二、圖說不全，包括：
（一）平面圖。
（二）立面圖。
渡口之登記，由主管機關為之。
第三條　本條例自公布日施行。
"""


@pytest.mark.parametrize(
    "text",
    [
        TAIWAN,
        TAIWAN.replace("一、", "").replace("二、", "").replace("渡口之登記", "前項渡口之登記"),
        TAIWAN.replace("一、", "").replace("二、", "").replace("第三條　", "第三條　依第二條第一項第二款，"),
        TAIWAN.replace("一、", "").replace("二、", "").replace("下列情形", "下列各款情形"),
        TAIWAN.replace("一、", "").replace("二、", "").replace("\n", "\n中華民國一百年五月一日公布\n", 1),
    ],
    ids=["一、", "前項", "第一項第二款", "下列各款", "中華民國"],
)
def test_a_text_in_the_order_of_taiwan_is_refused_with_its_evidence(text: str) -> None:
    text = text.replace("（一）", "甲、").replace("（二）", "乙、")
    with pytest.raises(ParseError, match="层级的次序是条、项、款、目，没有读入") as refused:
        parse(text)
    assert refused.value.code == "statute.other_levels"


def test_conflicting_evidence_is_read_as_ours_and_reported() -> None:
    text = "中華人民共和國" + TAIWAN
    law = parse(text)
    assert [problem.code for problem in law.problems] == ["statute.unsure_levels"]
    assert law["第二条第一款第（二）项"].label == "二、"
    assert law.problems[0].line == 4


def test_missing_evidence_is_reported() -> None:
    assert codes("示範規定\n第一條　為管理渡口，制定本規定。\n第二條　本規定自公布日施行。\n") == [
        "statute.unsure_levels"
    ]


@pytest.mark.parametrize(
    "text",
    [
        TAIWAN.translate(str.maketrans("範條為規圖說記機關場", "范条为规图说记机关场")),
        "示范条例\n第一条　原“示範條規”渡口有下列情形之一的：\n一、甲；\n二、乙。\n前项依照第一项第二款。\n",
        "示范条例\n第一条　甲。\n第二條　乙。\n第三条　下列各款：\n一、丙；\n二、丁。\n",
    ],
    ids=["simplified", "name", "label"],
)
def test_a_simplified_text_is_never_refused(text: str) -> None:
    law = parse(text)
    assert law["第二条" if len(law.articles) > 1 else "第一条"].children
    assert not {"statute.other_levels", "statute.unsure_levels"}.intersection(codes(text))
    items = [item.label for item in law if item.level is regkit.Level.ITEM]
    assert items == ["一、", "二、"]


def test_metadata_is_read_if_only_the_labels_show_traditional_characters() -> None:
    law = parse("示範法\n（2021年3月1日示範市人民代表大會通過）\n第一條　甲。\n第二條　乙。\n")
    assert regkit.read_metadata(law).passed == datetime.date(2021, 3, 1)


def test_duties_and_terms_in_traditional_characters_have_the_words_of_the_text() -> None:
    law = parse(
        "示範市渡口管理條例\n第一條　本條例所稱渡口，是指供人上下渡船的場所。\n"
        "第二條　市交通運輸主管部門（以下簡稱主管部門）和水務主管部門應當檢查渡口。\n"
        "第三條　經營者不得：\n（一）超載渡運；\n（二）擅自轉讓渡口。\n"
    )
    assert [(term.name, term.definition) for term in regkit.find_terms(law)] == [
        ("渡口", "供人上下渡船的場所"),
        ("主管部門", "市交通運輸主管部門"),
    ]
    duties = [(duty.kind.value, duty.actors, duty.action) for duty in regkit.find_duties(law)]
    assert duties[1:] == [
        ("must_not", ("經營者",), "超載渡運"),
        ("must_not", ("經營者",), "擅自轉讓渡口"),
    ]
    assert duties[0][2] == "應當檢查渡口"


def test_numbered_paragraphs_as_in_macau_are_reported() -> None:
    text = "示範特別行政區渡口法\n第一條\n範圍\n一、本法律適用於渡口。\n二、下列者除外：\n（一）甲；\n（二）乙。\n"
    (problem,) = parse(text).problems
    assert (problem.code, problem.line) == ("statute.unsure_levels", 4)
    assert "款有编号" in problem.message
