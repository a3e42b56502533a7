"""Markdown as people write law in it: markup is no law, law that looks like markup stays, and whatever is not read is named."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import regkit
from regkit.accounts import account_for
from regkit.notations import QUICK_READERS, READERS
from regkit.notations.markdown.output import TextOutput
from regkit.notations.recognition import Notation
from regkit.notations.source import Source
from tests.conftest import SEED

LAW = (
    "示范市灯会条例\n第一章　总则\n第一条　为了规范灯会，制定本条例。\n第二条　灯会应当：\n（一）清洁；\n（二）安静。\n"
    "第二章　附则\n第三条　本条例自2030年1月1日起施行。\n"
)


def read(text: str) -> Source:
    """What is read of a Markdown file, whose account must be balanced."""
    data = text.encode("utf-8")
    source = READERS[Notation.MARKDOWN](data)
    account = account_for(Notation.MARKDOWN, data, source)
    assert account.is_balanced, (account.unclaimed, account.displaced, account.invented)
    return source


def lines(text: str) -> list[str]:
    """The lines with text that are read of a Markdown file."""
    return [line for line in read(text).text.split("\n") if line.strip()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Headings.
        ("示范条例\n====\n\n第一章 总则\n---\n", ["示范条例", "第一章 总则"]),
        ("## 第一章 总则 ##", ["第一章 总则"]),
        ("### 第一条 {#art-1 .law}", ["第一条"]),
        ("#第一编　总则", ["第一编　总则"]),
        ("> ## 第一章 总则", ["第一章 总则"]),
        # Lists.
        ("* （一）甲；\n- （二）乙；\n+ （三）丙。", ["（一）甲；", "（二）乙；", "（三）丙。"]),
        ("*\t（一）甲。  \n　　乙。", ["（一）甲。", "　　乙。"]),
        ("- 甲\n  - 乙\n    * （一）丙", ["甲", "乙", "（一）丙"]),
        ("1. 第一条　甲。\n2. **第二条**　乙。\n3) （一）丙", ["第一条　甲。", "第二条　乙。", "（一）丙"]),
        ("1. 甲；\n\n1. 乙；\n1. 丙。", ["1. 甲；", "2. 乙；", "3. 丙。"]),
        ("1. 甲：\n   1. 乙；\n   1. 丙。\n1. 丁。", ["1. 甲：", "   1. 乙；", "   2. 丙。", "2. 丁。"]),
        ("- [ ] 甲\n- [x] 乙", ["☐ 甲", "☑ 乙"]),
        # Emphasis.
        ("**第一条**　甲", ["第一条　甲"]),
        ("**第一条 **甲", ["第一条 甲"]),
        ("**（一）**甲", ["（一）甲"]),
        ("***第一条***　__甲__ _乙_ *丙*。", ["第一条　甲 乙 丙。"]),
        ("所称*灯会*，是指_甲_。", ["所称灯会，是指_甲_。"]),
        ("**甲\n乙**丙", ["甲", "乙丙"]),
        ("==甲==", ["甲"]),
        # Links, pictures, code.
        ('依照[《示范法》](https://example.org/b "题")第三条', ["依照《示范法》第三条"]),
        ("- [第一章 总则](#第一章-总则)", ["第一章 总则"]),
        ('[甲](../a){:target="_top"} [乙][1] [丙][]\n\n[1]: https://example.org\n[丙]: <a b>', ["甲 乙 丙"]),
        ("<https://example.org/a>", ["https://example.org/a"]),
        ("`第一条`　``a`b``", ["第一条　a`b"]),
        ("```\n第一条　*甲*。\n```", ["第一条　*甲*。"]),
        ("~~~ text\n甲\n~~~", ["甲"]),
        # HTML and characters.
        ("甲。<br>乙。<br/>", ["甲。", "乙。"]),
        ("甲。\n<br>　　乙。", ["甲。", "　　乙。"]),
        ("甲&emsp;乙&#12288;丙&lt;丁&gt;", ["甲\u2003乙　丙<丁>"]),
        ('<div align="center">\n\n**第一章**　总则\n\n</div>', ["第一章　总则"]),
        ("<p>甲。</p><p>乙。</p>", ["甲。", "乙。"]),
        ("100米<sup>2</sup>、CO<sub>2</sub>", ["100米²、CO₂"]),
        ('<font color="red">甲</font><a id="x"></a>', ["甲"]),
        ("甲\\*乙\\_丙\\\n丁", ["甲*乙_丙", "丁"]),
        # Quotations, rules, containers, comments, facts about the file.
        ("> 甲<br>\n>> 乙\n> - 丙", ["甲", "乙", "丙"]),
        ("甲\n\n***\n\n- - -\n\n___\n\n乙", ["甲", "乙"]),
        ("::: note\n\n甲\n\n:::\n> [!TIP]\n> 乙\n\n[TOC]", ["甲", "乙"]),
        ("甲<!-- 注 -->乙<!-- 跨\n行 -->丙", ["甲乙丙"]),
        ("---\nsidebar: auto\n---\n\n# 示范条例\n", ["示范条例"]),
        ('---\ntitle: "示范条例"\ntags:\n  - 法\n---\n\n第一条　甲。', ["示范条例", "第一条　甲。"]),
        ("+++\ntitle = '示范条例'\n[params]\na = 1\n+++\n第一条　甲。", ["示范条例", "第一条　甲。"]),
        ("+++\ntitle='示范条例'\ndraft=false\n+++\n第一条　甲。", ["示范条例", "第一条　甲。"]),
        ("第一章 总则 {#a .b}\n---\n\n第一条　甲。", ["第一章 总则", "第一条　甲。"]),
        ("---\ntitle: 示范条例\n---\n示范条例\n第一条　甲。", ["示范条例", "第一条　甲。"]),
    ],
)
def test_markup_is_no_law(text: str, expected: list[str]) -> None:
    assert lines(text) == expected
    assert [line for line in regkit.from_markdown(text).split("\n") if line.strip()] == expected


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_other_systems_make_no_difference(end: str) -> None:
    text = "# 示范条例\n\n## 第一章 总则\n第一条　甲：\n- （一）乙。\n"
    expected = lines(text)
    assert lines(text.replace("\n", end)) == expected
    for form in (text, text.replace("- ", "")):
        assert regkit.from_markdown(form.replace("\n", end)) == regkit.from_markdown(form)


@pytest.mark.parametrize(
    "text",
    [
        "《关于修改<选举法>的决定》",
        "+++ 甲",
        "面积为3*4*5，2**3**4，40*4=160，21.5*8。",
        "税额=数量*单价*税率",
        "体积按长*宽*高计算",
        "甲**、乙**，单价* 总价*",
        "#1 号仓库",
        "# 甲"[1:],
        "a_b_c、姓名：____，年__月__日（__年）",
        "________",
        "10~20、10~~20~~30",
        "5 > 3 < 8，a<b，c>d",
        ">=5 吨",
        "> 5 吨",
        "-5℃",
        "- 12 -",
        "Q&A、&foo;",
        "[2024](5)、〔2024〕5号、[甲]乙",
        "5$ 和 10$",
        "1. 甲；\n2. 乙。",
        "（一）甲：\n1. 乙；\n（二）丙：\n1. 丁。",
        "　　（一）甲：\n　　1. 乙；\n　　（二）丙：\n　　1. 丁。",
        "    第一条　四个空格。",
        "\t第一章　总则",
        "1.5 元\n2024年1月1日\n3、甲",
        "甲`乙",
        "|x|<5",
        "甲：乙\n：丙",
        "{甲} {1}",
        "| 甲 | 乙 |",
    ],
)
def test_what_only_looks_like_markup_is_law(text: str) -> None:
    source = read(text)
    assert source.text.rstrip("\n") == text
    assert source.remarks == ()


@pytest.mark.parametrize(
    ("text", "code", "omitted"),
    [
        ("甲~~第二条　乙~~丙", "text.struck", "第二条　乙"),
        ("丙\n~~甲\n乙~~", "text.struck", "甲"),
        ("甲<del>乙</del><s>丙</s>", "text.struck", "乙\n丙"),
        ('甲<span style="text-decoration: line-through">乙</span>', "text.struck", "乙"),
        ('甲<span style="display:none">乙</span>', "text.hidden", "乙"),
        ("甲\n\n<div hidden>\n\n乙\n\n</div>", "text.hidden", "乙"),
        ("甲\n<!-- 第二条　乙 -->", "text.hidden", "<!-- 第二条　乙 -->"),
        ("甲\n<!--\n第二条　乙\n-->", "text.hidden", "<!--\n第二条　乙\n-->"),
        ("甲![图](a.png)", "text.image", "![图](a.png)"),
        ('甲<img src="a.png">', "text.image", '<img src="a.png">'),
        ("甲$x^2$", "text.image", "$x^2$"),
        ("甲\n$$\nx=1\n$$", "text.image", "$$\nx=1\n$$"),
        ("甲[^1]\n\n[^1]: 乙。\n    丙。", "text.footnote", "[^1]: 乙。\n    丙。"),
        ("甲\n```mermaid\n乙\n```", "text.markup", "```mermaid\n乙\n```"),
        ("甲\n```\n乙", "text.markup", "```"),
        ("甲{{ a }}", "text.markup", "{{ a }}"),
        ('甲<VPCard link="a" />', "text.markup", '<VPCard link="a" />'),
        ("**第一条　甲", "text.markup", "**"),
        ("===\n甲", "text.markup", "==="),
        ("::: tip 提示\n甲\n:::", "text.markup", "::: tip 提示"),
        ("甲\n\n> [!NOTE]\n> 乙", "text.markup", "[!NOTE]"),
        ("甲<!-- 没有写完", "text.markup", "<!--"),
        ("甲<sup>注</sup>", "text.raised", "注"),
        ("[首页](../) >> 法规\n\n# 示范条例\n", "text.furniture", "[首页](../) >> 法规"),
        (
            "第一条　甲。\n\n<div>\n[上一篇](a.md) | [下一篇](b.md)\n</div>\n",
            "text.furniture",
            "[上一篇](a.md) | [下一篇](b.md)",
        ),
        ("第一条　甲。\n\n上一篇：[丙法](a.md)\n", "text.furniture", "上一篇：[丙法](a.md)"),
        ("第一条　甲。\n\n[返回目录](../a.md)\n", "text.furniture", "[返回目录](../a.md)"),
        ("甲\n<ol><li>乙</li></ol>", "text.list_numbers", "<ol>"),
        ("[甲](见附件)", "text.unsure_markup", ""),
        ("甲<abc>", "text.unsure_markup", ""),
        # Marks of dialects.
        ("~夜间~灯会", "text.unsure_markup", ""),
        ("适用于~室内~灯会", "text.unsure_markup", ""),
        ("排放CO~2~的", "text.unsure_markup", ""),
        ("水位H~max~以下", "text.unsure_markup", ""),
        ("（~试行~）", "text.unsure_markup", ""),
        ("五十m^2^以上", "text.unsure_markup", ""),
        ("10^6^kW", "text.unsure_markup", ""),
        ("10^-6^克", "text.unsure_markup", ""),
        ("灯会^注1^，", "text.unsure_markup", ""),
        ("灯会^（注）^", "text.unsure_markup", ""),
        ("参见[[灯会条例]]", "text.unsure_markup", ""),
        ("参见[[灯会条例|条例]]第三条", "text.unsure_markup", ""),
        ("[[灯会条例#第三条]]", "text.unsure_markup", ""),
        ("![[灯笼.png]]", "text.unsure_markup", ""),
        ("[[甲]]和[[乙]]", "text.unsure_markup", ""),
        ("#灯会", "text.unsure_markup", ""),
        ("甲。 #灯会/夜市 #摊位", "text.unsure_markup", ""),
        ("甲。　#灯会", "text.unsure_markup", ""),
        ("甲。#灯会", "text.unsure_markup", ""),
        ("#market", "text.unsure_markup", ""),
        ("- #灯会", "text.unsure_markup", ""),
        ("甲[^3]。", "text.unsure_markup", ""),
        ("甲^[编者加的]。", "text.unsure_markup", ""),
        ("甲。 ^a-1", "text.unsure_markup", ""),
        ("甲%%备查%%", "text.unsure_markup", ""),
        ("甲++新增++乙", "text.unsure_markup", ""),
    ],
)
def test_what_is_not_read_is_named_with_its_words(text: str, code: str, omitted: str) -> None:
    source = read(text)
    remark = next(remark for remark in source.remarks if remark.code == code)
    assert (remark.omitted, remark.line is not None) == (omitted, True)
    assert {remark.code for remark in source.remarks} == {code}
    if not omitted:
        assert source.text.rstrip("\n") == text.removeprefix("- ")


@pytest.mark.parametrize(
    "text",
    [
        "<选举法>适用于3~5人",
        "5~8人、10~20人",
        "~5人以下，~10人",
        "约~5人、约~6人",
        "9:00~12:00，14:00~17:00",
        "周一~周五，周六~周日",
        "甲级~丙级、丁级~戊级",
        "一~三~五",
        "第一章~第三章、第五章~第七章",
        "费额=单价*数量*费率",
        "3^2+4^2=5^2",
        "x^2y^2",
        "2^3^2",
        "a^b，c^d",
        "体积=边长^3",
        "[2030]5号",
        "[[甲]乙]",
        "甲[乙]",
        "1#楼、2#楼",
        "一号 # 楼",
        "甲 #1 号",
        "C#语言",
        "C++语言和C++程序",
        "1++2++3",
        "5%至10%",
    ],
)
def test_law_that_only_looks_like_marks_of_dialects_is_not_remarked_on(text: str) -> None:
    source = read(f"第一条　{text}。")
    assert (source.text.rstrip("\n"), source.remarks) == (f"第一条　{text}。", ())


@pytest.mark.parametrize(
    "text",
    [
        "于~室内~灯会",
        "m^2^",
        "参见[[灯会条例]]",
        "甲。 #灯会",
        "甲[^3]",
        "甲%%乙%%",
        "甲++乙++",
        "1#楼",
        "5%",
    ],
)
def test_law_that_looks_like_marks_of_dialects_is_written_so_that_it_is_none(text: str) -> None:
    law = regkit.parse(f"示范条例\n第一条　{text}。\n第二条　乙。")
    source = read(regkit.to_markdown(law))
    assert source.remarks == ()
    assert regkit.parse(source.text) == law


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[示范条例](../a.md)\n\n## 第一章 总则\n", ["示范条例", "第一章 总则"]),
        ("# 示范条例\n\n[2020年通过](../a.md)\n\n第一条　甲。\n", ["示范条例", "2020年通过", "第一条　甲。"]),
        (
            "# 示范条例\n\n第一条　甲：\n\n[乙](a.md)\n\n第二条　丙。\n",
            ["示范条例", "第一条　甲：", "乙", "第二条　丙。"],
        ),
        ("第一条　甲。\n\n附件：[示范表](a.docx)\n", ["第一条　甲。", "附件：示范表"]),
        ("第一条　甲。\n依照[《示范法》](a.md)执行。\n", ["第一条　甲。", "依照《示范法》执行。"]),
        ("- [第一章 总则](#a)\n\n# 示范条例\n", ["第一章 总则", "示范条例"]),
    ],
)
def test_links_in_a_law_are_no_furniture(text: str, expected: list[str]) -> None:
    assert lines(text) == expected
    assert read(text).remarks == ()


class TestTables:
    def test_a_table_with_bars_is_a_table(self) -> None:
        text = "第一条　依照下表：\n\n| 级别 | 罚款\\|元 |\n|:---|---:|\n| **一级** | `十` |\n| 二级<br>三级 | |\n\n第二条　乙。\n"
        law = regkit.parse(read(text).text)
        (table,) = regkit.find_tables(law["第一条第一款"].text)
        assert table.texts == (("级别", "罚款|元"), ("一级", "十"), ("二级 三级", ""))
        assert [[cell.is_head for cell in row] for row in table.rows] == [
            [True] * 2,
            [False] * 2,
            [False] * 2,
        ]

    def test_bars_around_a_table_may_be_missing(self) -> None:
        law = regkit.parse(read("第一条　下表：\n\n甲 | 乙\n--- | ---\n一 | 二\n\n第二条　丙。").text)
        (table,) = regkit.find_tables(law["第一条第一款"].text)
        assert table.texts == (("甲", "乙"), ("一", "二"))

    def test_a_table_of_html_keeps_its_merged_cells(self) -> None:
        text = (
            '第一条　依照下表：\n\n<table>\n<tr><th rowspan="2">甲</th><th colspan=2>乙</th></tr>\n<tr><th>丙</th><th>丁</th></tr>\n'
            "<tr><td>1</td>\n<td>2<br>3</td><td>~~4~~</td></tr>\n</table>\n"
        )
        source = read(text)
        (table,) = regkit.find_tables(source.text)
        assert [[(cell.text, cell.columns, cell.rows) for cell in row] for row in table.rows] == [
            [("甲", 1, 2), ("乙", 2, 1)],
            [("丙", 1, 1), ("丁", 1, 1)],
            [("1", 1, 1), ("2 3", 1, 1), ("", 1, 1)],
        ]
        assert [remark.omitted for remark in source.remarks] == ["4"]

    def test_a_table_that_is_never_closed_swallows_nothing(self) -> None:
        assert lines("<table><tr><td>甲\n\n第一条　乙。\n") == ["甲", "第一条　乙。"]

    def test_bars_in_the_text_of_a_law_are_shown_as_a_table_and_read_as_they_stand(self) -> None:
        law = regkit.parse(
            "第一条　依照下表：\n| 级别 | *元* |\n|---|---|\n| 一级 | <b>十</b> |\n第二条　乙。"
        )
        text = regkit.to_markdown(law)
        assert regkit.parse(regkit.from_markdown(text)) == law
        neighbours = regkit.parse("第一条　依照下表：\n|---|---|\n\t甲\t乙\t\n第二条　丙。")
        assert regkit.parse(regkit.from_markdown(regkit.to_markdown(neighbours))) == neighbours
        page = MarkdownIt().enable("table").render(text)
        assert "<td>一级</td>" in page and "<em>" not in page


MARKS = st.sampled_from(
    (
        "plain", "bold", "bullet", "quote", "heading", "setext", "link", "break", "comment", "tag", "entity",
        "escape", "code", "strike", "hide", "delete", "picture", "footnote", "fence",
    )
)  # fmt: skip
ALTERATIONS = {
    "plain": "{}",
    "bold": "**{}**",
    "bullet": "- {}",
    "quote": "> {}",
    "heading": "### {} ###",
    "setext": "{}\n------",
    "link": "[{}](https://example.org/a_b*c)",
    "break": "{}<br>",
    "comment": "{}<!-- 注 -->",
    "tag": "<span class='a'>{}</span>",
    "entity": "&emsp;&emsp;{}",
    "escape": "{}\\",
    "code": "`{}`",
    "fence": "```\n{}\n```",
    "strike": "~~{}~~",
    "hide": '<span style="display:none">{}</span>',
    "delete": "<del>{}</del>",
    "picture": "{}![图](a.png)",
    "footnote": "{}[^1]\n\n[^1]: 注释。",
}
REMOVED = {"strike": "text.struck", "delete": "text.struck", "hide": "text.hidden"}
ADDED = {"picture": "text.image", "footnote": "text.footnote"}


@given(st.lists(MARKS, min_size=8, max_size=8))
def test_a_law_in_markdown_is_read_or_named_line_by_line(marks: list[str]) -> None:
    plain = LAW.splitlines()
    source = read(
        "\n\n".join(ALTERATIONS[mark].format(line) for line, mark in zip(plain, marks, strict=True))
    )
    kept = [line for line, mark in zip(plain, marks, strict=True) if mark not in REMOVED]
    assert [line.strip() for line in source.text.split("\n") if line.strip()] == kept
    named = {
        code: "".join(remark.omitted for remark in source.remarks if remark.code == code)
        for code in REMOVED.values()
    }
    for line, mark in zip(plain, marks, strict=True):
        assert mark not in REMOVED or line in named[REMOVED[mark]]
        assert mark not in ADDED or any(remark.code == ADDED[mark] for remark in source.remarks)
    assert {remark.code for remark in source.remarks} == {
        {**REMOVED, **ADDED}[mark] for mark in marks if mark in REMOVED or mark in ADDED
    }


PIECES = st.sampled_from(
    (
        "第一条", "（一）", "甲", "乙。", "\n", "\n\n", " ", "\t", "　", "*", "**", "_", "__", "~~", "`", "```", "==", "=", "---",
        "- ", "* ", "+ ", "1. ", "> ", "# ", "#", "|", "|---|", "[", "]", "](a.b)", "[^1]", "[^1]: ", "![", "<br>", "<del>", "</del>",
        "<table>", "<tr>", "<td>", "</table>", "<b>", "<选举法>", "<!--", "-->", "&emsp;", "&", "\\", "$", "$$", "{{", "}}", "{#a}",
        "---\n", "title: 甲\n", ":::", '<span hidden>', "</span>", "<sup>2</sup>",
    )
)  # fmt: skip


@settings(max_examples=500)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_the_account_of_any_markdown_is_balanced(text: str) -> None:
    if regkit.without_whitespace(regkit.from_markdown(text)):
        source = read(text)
        quick = QUICK_READERS[Notation.MARKDOWN](text.encode("utf-8"))
        for other in (regkit.from_markdown(text), source.text if quick is None else quick.text):
            assert regkit.without_whitespace(other) == regkit.without_whitespace(source.text)


class _Shown(HTMLParser):
    """The words that a web page shows."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


WORDS = st.sampled_from(("灯会", "第一条", "（一）安静；", "应当"))
INLINE = st.sampled_from(
    (
        "{}",
        "**{}**",
        "*{}*",
        "~~{}~~",
        "`{}`",
        "[{}](https://example.org)",
        "<b>{}</b>",
        "{}\\*",
        "{}&lt;",
        "![{}](a.png)",
    )
)
STARTS = st.sampled_from(("", "# ", "> ", "- ", "* ", "> - ", "## "))


@given(
    st.lists(
        st.tuples(STARTS, st.lists(st.tuples(INLINE, WORDS), min_size=1, max_size=4)), min_size=1, max_size=5
    )
)
def test_what_a_renderer_shows_is_read_or_named(blocks: list[tuple[str, list[tuple[str, str]]]]) -> None:
    """Another reader of Markdown finds no words that we took for markup."""
    text = "\n\n".join(
        start + " ".join(form.format(words) for form, words in parts) for start, parts in blocks
    )
    shown = _Shown()
    shown.feed(MarkdownIt().enable("strikethrough").render(text))
    if regkit.without_whitespace(regkit.from_markdown(text)):
        source = read(text)
        named = unescape("".join(remark.omitted for remark in source.remarks)).replace("\\", "")
        for words in shown.words:
            for word in words.split():
                assert word in source.text.split() or word in source.text + named


@pytest.mark.parametrize("word", ["灯会", "总则"])
def test_the_proof_fails_if_a_word_is_dropped(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = LAW.replace("第一章", "## 第一章").replace("第一条", "**第一条**").encode()
    write = TextOutput.write
    monkeypatch.setattr(TextOutput, "write", lambda self, words: write(self, words.replace(word, "")))
    account = account_for(Notation.MARKDOWN, text, READERS[Notation.MARKDOWN](text))
    assert word[0] in "".join(excerpt.text for excerpt in account.unclaimed)


def test_reading_quickly_gives_the_same(corpus: list[Path]) -> None:
    plain = 0
    for file in corpus[::10]:
        data = file.read_bytes()
        source = READERS[Notation.MARKDOWN](data)
        quick = QUICK_READERS[Notation.MARKDOWN](data)
        plain += quick is not None
        if quick is not None:
            assert [line.rstrip() for line in quick.text.rstrip().split("\n")] == source.text.rstrip().split(
                "\n"
            ), file
            assert source.remarks == (), file
    assert plain > len(corpus[::10]) * 0.9


def test_the_law_of_a_file_is_the_same_however_it_is_written(tmp_path: Path) -> None:
    law = regkit.load(SEED)
    text = regkit.to_text(law)
    title, rest = text.split("\n", 1)
    forms = {
        "bold.md": regkit.to_markdown(law, anchors=False),
        "anchors.md": regkit.to_markdown(law),
        "underlined.md": f"{title}\n{'=' * 20}\n\n" + rest.replace("\n", "\n\n"),
        "bullets.md": f"# {title}\n\n" + "\n\n".join(f"- {line}" if line.startswith("（") else line for line in rest.split("\n")),
        "breaks.markdown": f"# {title}\n\n" + "<br>".join(rest.split("\n")),
        "numbered.md": f"# {title}\n" + "\n".join(f"9. {line}" if line.startswith("第") and "条" in line[:6] else line for line in rest.split("\n")),
        "spaces.md": f"# {title}\n\n" + "\n\n".join(f"    {line}" for line in rest.split("\n")),
    }  # fmt: skip
    for name, form in forms.items():
        (tmp_path / name).write_text(form, "utf-8")
        assert regkit.load(tmp_path / name) == law, name
        assert regkit.account_of(tmp_path / name).is_balanced, name


def test_redlines_are_read_as_the_new_version() -> None:
    old = regkit.parse("第一条　罚款一万元。\n第二条　甲。")
    new = regkit.parse("第一条　罚款二万元。\n第二条　甲。\n第三条　乙。")
    from regkit.views.redline import lay_out_changes

    text = regkit.to_markdown(lay_out_changes(regkit.compare(old, new)))
    assert regkit.parse(regkit.from_markdown(text)) == new


@pytest.mark.parametrize("words", ["[图](a.png)", "![图](a.png)", '<a href="a">首页</a>'])
def test_words_of_a_law_that_look_like_a_link_are_read_back_at_its_end(words: str) -> None:
    law = regkit.parse(f"第一条　甲。\n第二条　乙。\n附件\n{words}\n")
    assert regkit.parse(regkit.from_markdown(regkit.to_markdown(law, anchors=False))) == law
