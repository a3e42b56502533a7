"""Decoding bytes, and printing statutes as pages and JSON."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import markdown
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

import regkit
from regkit import Address, Article, Chapter, Level, Number, Paragraph, Statute, UnreadableFileError
from regkit.contracts.lines import to_json_line
from regkit.model.page import Block, Mark, Page, Role, Run
from regkit.notations.json.shapes import ShownFile, TreeNode
from regkit.notations.json.writing import show_statute
from tests.conftest import EXAMPLES, SEED
from tests.renew_schema import PUBLISHED, SCHEMAS
from tests.strategies import statutes

NASTY = "<script>alert(1)</script> **x** _y_ `z` [a](b) {{ c }} {% d %} {: #e } | &amp; \\* <!-- f --> # g ![h](i) ~j~ $k$ ^l^"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_the_encodings_that_drafters_use_are_decoded(encoding: str) -> None:
    assert regkit.decode("第一条　甲。\r\n".encode(encoding)) == "第一条　甲。\r\n"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04rest of a docx", "Word"),
        (b"\xd0\xcf\x11\xe0rest of a doc", "Word"),
        (b"%PDF-1.7", "PDF"),
        ("第一条".encode("utf-16-le") + b"\0", "空字节"),
        (b"\xff\xfe\x00", "utf-16"),
        (b"\xef\xbb\xbf\xff", "UTF-8 重新保存"),
        (b"\x81\x20\xff", "既不是 UTF-8，也不是 GB18030"),
    ],
)
def test_bytes_that_are_not_text_are_refused_with_the_reason(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        regkit.decode(data)
    assert words in str(caught.value)


@given(st.binary(max_size=60))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    with contextlib.suppress(UnreadableFileError):
        assert isinstance(regkit.decode(data), str)


def test_markdown_markup_is_removed_and_line_numbers_stay() -> None:
    text = "# 示范法\n\n2022年5月13日 通过\n\n<!-- INFO END -->\n\n## 第一章 总则\n\n第一条 甲 # 乙。\n"
    law = regkit.parse(regkit.from_markdown(text))
    assert (law.title, law.notes) == ("示范法", ("2022年5月13日 通过",))
    assert law["第一条第一款"].text == "甲 # 乙。"
    assert law.line_of("第一条") == 9


@pytest.mark.parametrize("path", [SEED, *EXAMPLES], ids=lambda path: path.stem)
def test_a_page_shows_every_character_of_the_law_in_order(path: Path) -> None:
    law = regkit.load(path)
    shown = _body(regkit.to_markdown(law)).text_content()
    assert regkit.without_whitespace(shown) == regkit.without_whitespace(regkit.to_text(law))


@given(statutes())
def test_every_provision_has_its_anchor_once(law: Statute) -> None:
    assert _ids(regkit.to_markdown(law)) == [address.eid for address, _ in law.walk()]
    assert _ids(regkit.to_markdown(law, anchors=False)) == []


@pytest.mark.parametrize("anchors", [True, False])
@given(law=statutes())
def test_markdown_is_read_as_the_same_statute(anchors: bool, law: Statute) -> None:
    text = regkit.to_markdown(law, anchors=anchors)
    assert regkit.parse(regkit.from_markdown(text)) == regkit.parse(regkit.to_text(law))


def test_repeated_articles_still_have_different_anchors() -> None:
    law = regkit.parse("第一条　甲。\n第一条　乙。")
    assert _ids(regkit.to_markdown(law)) == ["art_1", "art_1__para_1", "art_1--2", "art_1__para_1--2"]


@given(st.sampled_from(["heading", "title", "text", "label", "notes"]), st.permutations(NASTY.split(" ")))
def test_markup_in_a_law_is_shown_as_text(field: str, parts: list[str]) -> None:
    nasty = " ".join(parts)
    words = {
        name: nasty if name == field else "市" for name in ("heading", "title", "text", "label", "notes")
    }
    paragraph = Paragraph(number=Number(1), text=words["text"])
    article = Article(number=Number(1), label=words["label"], heading=words["title"], children=(paragraph,))
    chapter = Chapter(number=Number(1), label="第一章", heading=words["heading"], children=(article,))
    text = regkit.to_markdown(Statute(notes=(words["notes"],), children=(chapter,)))
    page = _body(text)
    assert nasty in page.text_content()
    assert (
        page.xpath(
            f"//script | //strong[. != {words['label']!r}] | //em | //code | //a[@href] | //img | //del | //table | //comment()"
        )
        == []
    )
    assert _ids(text) == ["chp_1", "art_1", "art_1__para_1"]


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_published_schemas_are_those_of_the_code(name: str) -> None:
    published = json.loads((SCHEMAS / name).read_text("utf-8"))
    now = json.loads(json.dumps(PUBLISHED[name]()))
    assert published == now, "renew it with: python -m tests.renew_schema"


@pytest.mark.parametrize("path", [SEED, *EXAMPLES], ids=lambda path: path.stem)
def test_json_holds_the_whole_tree(path: Path) -> None:
    law = regkit.load(path)
    line = to_json_line(show_statute(str(path), law))
    assert "\n" not in line
    shown = msgspec.json.decode(line, type=ShownFile)
    nodes = [node for child in (*shown.children, *shown.annexes) for node in _nodes(child)]
    assert [(node.address, node.label, node.heading, node.text) for node in nodes] == [
        (address.eid, provision.label, provision.heading, provision.text) for address, provision in law.walk()
    ]


def test_json_has_an_integer_for_a_number_and_a_string_for_an_inserted_one() -> None:
    law = regkit.parse("第一条　甲。\n第一条之一　乙。")
    children = json.loads(to_json_line(show_statute("x", law)))["children"]
    assert [child["number"] for child in children] == [1, "1-1"]


def _nodes(node: TreeNode) -> list[TreeNode]:
    """A node and all nodes below it."""
    return [node, *(below for child in node.children for below in _nodes(child))]


def _ids(text: str) -> list[str]:
    """The ids that Markdown gives provisions; headings without one get another, such as _1, from the site generator."""
    return [str(value) for value in _body(text).xpath("//@id") if not str(value).startswith("_")]


def _body(text: str) -> html.HtmlElement:
    """A tree of the HTML that the Markdown is rendered to."""
    rendered = markdown.markdown(text, extensions=["attr_list", "md_in_html", "tables", "fenced_code", "toc"])
    return html.fromstring(f"<main>{rendered}</main>")


def test_markdown_markup_is_not_part_of_the_law() -> None:
    text = "# 示范条例\n\n<!-- 注 -->\n\n## 第一章 总则\n\n**第一条**　甲 \\* 乙：\n\n1\\. 丙 2**3。\n"
    law = regkit.parse(regkit.from_markdown(text))
    assert (law.title, law["第一章"].heading) == ("示范条例", "总则")
    assert law["第一条第一款"].text == "甲 * 乙："
    assert law["第一条第1目"].text == "丙 2**3。"


class TestTables:
    law = regkit.parse(
        "第一条　依照下表：\n| 级别 | 元 |\n|---|---|\n| 一级 | <b>十</b> |\n第二条　乙。\n附件：幅度\n\t违法行为\t罚款\t\n\t\t一千元\t\n"
    )

    def test_table_rows_are_printed_unchanged(self) -> None:
        assert regkit.to_text(self.law).count("|") == 9
        assert "\n\t\t一千元\t\n" in regkit.to_text(self.law)
        assert regkit.parse(regkit.to_text(self.law)) == self.law

    def test_the_cells_of_a_table_are_found(self) -> None:
        (table,) = regkit.find_tables(self.law["第一条第一款"].text)
        assert table.texts == (("级别", "元"), ("一级", "<b>十</b>"))
        assert [[cell.is_head for cell in row] for row in table.rows] == [[True, True], [False, False]]
        (table,) = regkit.find_tables(self.law["附件"].text)
        assert table.texts == (("违法行为", "罚款"), ("", "一千元"))
        shown = json.loads(to_json_line(show_statute("x", self.law)))
        assert shown["children"][0]["children"][0]["tables"] == [[["级别", "元"], ["一级", "<b>十</b>"]]]
        assert "tables" not in shown["children"][1]["children"][0]

    def test_a_page_shows_tables_and_markup_in_their_cells_as_text(self) -> None:
        body = _body(regkit.to_markdown(self.law))
        rows = [[cell.text_content() for cell in row] for row in body.iter("tr")]
        assert rows == [["级别", "元"], ["一级", "<b>十</b>"], ["违法行为", "罚款"], ["", "一千元"]]
        assert body.xpath("//b") == []


class TestRedlines:
    """A page with changes is printed by the same writers as a page without."""

    page = Page(
        (
            Block(
                role=Role.PROVISION,
                level=Level.ARTICLE,
                address=Address.parse("art_1"),
                label=(Run("第一条"),),
            ),
            Block(
                role=Role.PROVISION,
                level=Level.PARAGRAPH,
                address=Address.parse("art_1__para_1"),
                runs=(
                    Run("罚款"),
                    Run("一<万>元", Mark.REMOVED),
                    Run("二万元", Mark.ADDED),
                    Run("，依照"),
                    Run("第二条", link='art_2"><script>'),
                    Run("。"),
                ),
            ),
        )
    )

    def test_text_shows_the_new_version(self) -> None:
        assert regkit.to_text(self.page) == "第一条　罚款二万元，依照第二条。\n"

    def test_markdown_marks_removed_and_added_words(self) -> None:
        body = _body(regkit.to_markdown(self.page))
        assert [element.text_content() for element in body.xpath("//del")] == ["一<万>元"]
        assert [element.text_content() for element in body.xpath("//ins")] == ["二万元"]
        assert body.xpath("//a/@href") == ['art_2"><script>']
        assert body.xpath("//script") == []


def test_the_public_functions_write_what_they_read() -> None:
    law = regkit.parse("示范市集市条例\n第一条　集市应当：\n（一）清洁；\n（二）安静。\n第二条　乙。")
    assert regkit.from_json(regkit.to_json(law)) == law
    assert regkit.from_akn(regkit.to_akn(law)) == law
    assert "第一条" in regkit.to_html(law)
    assert regkit.to_word(law).startswith(b"PK")
