"""Parsing fragments: lines whose level is known."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import regkit
from regkit import Article, Item, Level, Number, Paragraph, ParseError, Provision, Statute, without_whitespace

from .strategies import FRAGMENTS, statutes


def _printed(*provisions: Provision) -> str:
    """Provisions of one level, printed as in a statute."""
    level = provisions[0].level
    # A level says more than the type of the tuple: mypy cannot know which class the provisions have.
    if level is Level.ANNEX:
        return regkit.to_text(Statute(annexes=provisions))  # type: ignore[arg-type]
    if level > Level.PARAGRAPH:
        provisions = (Paragraph(number=Number(1), children=provisions),)  # type: ignore[arg-type]
    return regkit.to_text(Statute(children=provisions))  # type: ignore[arg-type]


def _read(text: str, level: Level) -> list[tuple[str | None, str, list[str]]]:
    """Label and text of each provision, and the texts of its children."""
    return [
        (provision.label, provision.text, [child.text for child in provision.children])
        for provision in regkit.parse_fragment(text, level).provisions
    ]


@pytest.mark.parametrize(
    ("level", "text", "read"),
    [
        (
            Level.ARTICLE,
            "摊主应当亮证。\n亮证可以用照片。",
            [(None, "", ["摊主应当亮证。", "亮证可以用照片。"])],
        ),
        (
            Level.ARTICLE,
            "第七条　甲。\n第八条\u3000乙。\n丙。",
            [("第七条", "", ["甲。"]), ("第八条", "", ["乙。", "丙。"])],
        ),
        (
            Level.ARTICLE,
            "第一百二十条之二　甲。\n第一百二十条之三　乙。",
            [("第一百二十条之二", "", ["甲。"]), ("第一百二十条之三", "", ["乙。"])],
        ),
        (
            Level.ARTICLE,
            "依照下列规定：\n（一）甲；\n（二）乙。\n第八条　丙。",
            [(None, "", ["依照下列规定："]), ("第八条", "", ["丙。"])],
        ),
        (
            Level.PARAGRAPH,
            "下列：\n（一）甲；\n（二）乙。\n丙。",
            [(None, "下列：", ["甲；", "乙。"]), (None, "丙。", [])],
        ),
        (
            Level.ITEM,
            "（七）甲；\n（八）乙：\n1．子；\n2．丑。",
            [("（七）", "甲；", []), ("（八）", "乙：", ["子；", "丑。"])],
        ),
        (Level.ITEM, "(一之一)甲；", [("(一之一)", "甲；", [])]),
        (Level.ITEM, "甲；", [(None, "甲；", [])]),
        (Level.ITEM, "甲；\n乙；", [(None, "甲；", []), (None, "乙；", [])]),
        (Level.ITEM, "（三）甲。\n甲的第二段。", [("（三）", "甲。\n甲的第二段。", [])]),
        (Level.ITEM, "三、甲；\n四、乙。", [("三、", "甲；", []), ("四、", "乙。", [])]),
        (
            Level.SUBITEM,
            "4．甲；\n5．乙：\n（1）子；\n（2）丑。",
            [("4．", "甲；", []), ("5．", "乙：", ["子；", "丑。"])],
        ),
        (Level.SUBITEM, "甲。", [(None, "甲。", [])]),
        (
            Level.CHAPTER,
            "第三章　开办\n第一节　备案\n第九条　甲。\n第二节　审查\n第十条　乙。",
            [("第三章", "", ["", ""])],
        ),
        (Level.SECTION, "第七节　督查\n第一百二十三条　甲。", [("第七节", "", [""])]),
        (Level.DIVISION, "三、督查\n第九条　甲。", [("三、", "", [""])]),
        (Level.DIVISION, "三、甲。\n四、乙。", [("三、", "", ["甲。"]), ("四、", "", ["乙。"])]),
        (Level.ANNEX, "附件二\n甲。", [("附件二", "甲。", [])]),
    ],
)
def test_lines_are_read_as_provisions_of_the_given_level(
    level: Level, text: str, read: list[tuple[str | None, str, list[str]]]
) -> None:
    assert _read(text, level) == read
    fragment = regkit.parse_fragment(text, level)
    assert fragment.problems == ()
    assert without_whitespace(_printed(*fragment.provisions)) == without_whitespace(text)


def test_an_article_without_a_label_can_have_a_heading() -> None:
    (article,) = regkit.parse_fragment("【亮证】摊主应当亮证。", Level.ARTICLE).provisions
    assert article.heading == "【亮证】"
    law = regkit.parse("第一条　甲。\n第二条　乙。")
    assert (
        regkit.to_text(regkit.replaced(law, "第二条", article))
        == "第一条　甲。\n第二条【亮证】　摊主应当亮证。\n"
    )


def test_a_fragment_reports_gaps_but_not_its_first_number() -> None:
    fragment = regkit.parse_fragment("（五）甲；\n（七）乙。", Level.ITEM)
    assert [problem.code for problem in fragment.problems] == ["item.gap"]
    fragment = regkit.parse_fragment("第五条　甲。\n第七条　乙。", Level.ARTICLE)
    assert [(problem.code, problem.line) for problem in fragment.problems] == [("article.gap", 2)]


@pytest.mark.parametrize(
    ("text", "level", "message"),
    [
        ("第三章　开办\n第九条　甲。", Level.ARTICLE, "这段文字里有章，不都是条"),
        ("第九条　甲。", Level.CHAPTER, "这段文字里有条，不都是章"),
        ("甲。\n第三章　开办\n第九条　甲。", Level.CHAPTER, "这段文字里有款，不都是章"),
        ("1．甲；\n2．乙。", Level.ITEM, "这段文字里有目，不都是项"),
        ("（一）甲；\n第三条　乙。", Level.ITEM, "第 2 行：这段文字里有条，不都是项"),
        ("1．甲；\n第三条　乙。", Level.SUBITEM, "第 2 行：这段文字里有条，不都是目"),
        ("第三条　乙。\n（一）甲；", Level.PARAGRAPH, "第 1 行：这段文字里有条，不都是款"),
        ("甲。\n第三章　开办", Level.PARAGRAPH, "第 2 行：这段文字里有章，不都是款"),
        (" \n", Level.ITEM, "文本是空的"),
    ],
)
def test_a_fragment_with_provisions_of_another_level_is_refused(
    text: str, level: Level, message: str
) -> None:
    with pytest.raises(ParseError, match=message):
        regkit.parse_fragment(text, level)


def test_a_citation_at_the_beginning_of_a_line_is_text_of_a_fragment() -> None:
    text = "第三条规定的摊主应当亮证。\n第三章规定的摊主也应当亮证。"
    fragment = regkit.parse_fragment(text, Level.PARAGRAPH)
    assert [provision.text for provision in fragment.provisions] == text.split("\n")


def test_a_heading_without_an_article_is_reported_by_its_words() -> None:
    fragment = regkit.parse_fragment("【亮证】\n第五条　甲。", Level.ARTICLE)
    assert [(problem.code, problem.line, problem.message) for problem in fragment.problems] == [
        ("article.empty", 1, "“【亮证】”没有正文。")
    ]


@given(statutes(), st.data())
def test_every_provision_of_a_statute_can_be_read_alone(law: Statute, data: st.DataObject) -> None:
    node = data.draw(st.sampled_from(list(law)))
    (read,) = regkit.parse_fragment(_printed(node), node.level).provisions
    if isinstance(node, Paragraph):
        read = msgspec.structs.replace(read, number=node.number)
    if isinstance(node, Item):
        node = msgspec.structs.replace(node, run_in=False)
    assert read == node


@given(statutes())
def test_all_articles_of_a_statute_are_read_together(law: Statute) -> None:
    read = regkit.parse_fragment(_printed(*law.articles), Level.ARTICLE)
    assert read.provisions == law.articles
    assert all(isinstance(provision, Article) for provision in read.provisions)


@given(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=12), st.sampled_from(Level))
def test_no_character_of_a_fragment_is_lost(pieces: list[str], level: Level) -> None:
    text = "".join(pieces)
    try:
        read = regkit.parse_fragment(text, level)
    except ParseError:
        return
    assert without_whitespace(_printed(*read.provisions)) == without_whitespace(text)
