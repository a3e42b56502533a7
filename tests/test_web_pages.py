"""Web pages as people save them: what surrounds the law, what is struck out, raised or hidden, and by which names they go."""

from __future__ import annotations

import io
import zipfile
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import regkit
from regkit import UnreadableFileError
from regkit.accounts import account_for
from regkit.census.accounting import Account
from regkit.notations.flow import Flow
from regkit.notations.html.lines import WebFlow
from regkit.notations.html.reading import from_html
from regkit.notations.recognition import Notation, notation_of
from regkit.notations.source import Source
from regkit.office import find_office

TITLE = "示范市渡口管理条例"
NOTE = "（2023年3月30日示范市人民代表大会常务委员会通过）"
ARTICLES = (
    "第一条　为了加强渡口管理，制定本条例。",
    "第二条　渡口应当公布票价，不得打印假票。",
    "渡船应当配备救生设备。",
    "第三条　本条例自2023年7月1日起施行。",
)
LAW = "".join(f"<p>{line}</p>" for line in (NOTE, *ARTICLES))
HEAD = f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}_示范市政府网</title></head><body>'


def read(page: str) -> Source:
    return from_html(page.encode())


def lines(source: Source) -> list[str]:
    return [line for line in source.text.split("\n") if line]


def codes(source: Source) -> list[str]:
    return [str(remark.code) for remark in source.remarks]


def omitted(source: Source, code: str) -> str:
    return "\n".join(remark.omitted for remark in source.remarks if remark.code == code)


def account(page: str) -> Account:
    return account_for(Notation.HTML, page.encode(), read(page))


TOP = (
    '<div class="top"><a href="/">首页</a> <a href="/zw">政务公开</a></div><div>您的位置：<a>首页</a> &gt; <a>法规</a></div>',
    '<nav><ul><li><a href="/">首页</a><li><a href="/zc">政策文件</a></ul></nav>',
    "<header><div>无障碍浏览 | 长者模式</div><div>2023年4月2日 星期日</div><form><input placeholder=站内搜索><button>搜索</button></form></header>",
    '<table><tr><td><a href="/a">法律</a></td><td><a href="/b">行政法规</a></td><td><a href="/c">规章</a></td></tr></table>',
    "<div>索引号：000000/2023-00012</div><div>主题分类：交通运输</div>",
    "",
)
FACTS = (
    '<div>发布日期：2023-04-01 09:00　来源：市司法局　浏览次数：<span id="hits"></span></div>',
    "<div>来源：示范日报</div><div>作者：王某</div><div>字号：<a>大</a> <a>中</a> <a>小</a></div>",
    "<div>【字体：大 中 小】 分享到：</div>",
    "",
)
FOOT = (
    "<div><a>【打印本页】</a><a>【关闭窗口】</a></div><div>责任编辑：李某</div>",
    "<div>扫一扫在手机打开当前页</div><div>相关链接</div><ul><li><a href=1>《示范市渡口管理条例》解读</a><li><a href=2>图解</a></ul>",
    '<div>上一篇：<a href="1">示范市公路条例</a></div><div>下一篇：没有了</div>',
    "<footer><p>主办单位：示范市人民政府办公室　网站标识码：0000000000</p><p>示ICP备00000000号</p><p>联系电话：000-0000</p></footer>",
    "<div class=foot>版权所有：示范市人民政府<br>网站地图 | 联系我们<br>本网站内容未经许可不得转载。</div>",
    "<aside><h3>热门文章</h3><p><a href=3>示范市召开会议</a> 2023-04-01</p></aside>",
    "",
)


class TestFurniture:
    @pytest.mark.parametrize("top", TOP)
    @pytest.mark.parametrize("facts", FACTS)
    def test_what_surrounds_a_law_is_named_and_not_read(self, top: str, facts: str) -> None:
        for foot in FOOT:
            page = f"{HEAD}{top}<h1>{TITLE}</h1>{facts}<div>{LAW}</div>{foot}</body></html>"
            source = read(page)
            assert lines(source) == [TITLE, NOTE, *ARTICLES]
            assert ("text.furniture" in codes(source)) == bool(top or facts or foot)
            assert account(page).is_balanced

    def test_the_words_are_in_the_remark_once_for_the_page(self) -> None:
        source = read(f"{HEAD}{TOP[0]}<h1>{TITLE}</h1>{FACTS[0]}{LAW}{FOOT[0]}")
        assert codes(source) == ["text.furniture"]
        words = omitted(source, "text.furniture")
        assert all(word in words for word in ("政务公开", "浏览次数", "打印本页", "责任编辑：李某"))

    @pytest.mark.parametrize("tag", ["h2", "div class=title", "p align=center"])
    def test_a_title_is_known_by_the_title_of_the_page_too(self, tag: str) -> None:
        source = read(
            f"{HEAD}<div>示范市政府网</div>{TOP[0]}<{tag}>{TITLE}</{tag.split(maxsplit=1)[0]}>{FACTS[1]}{LAW}{FOOT[0]}"
        )
        assert lines(source) == [TITLE, NOTE, *ARTICLES]

    def test_a_heading_that_names_the_site_is_not_the_title(self) -> None:
        for heading in ('<h1><a href="/">示范市人民政府</a></h1>', "<h1>示范市人民政府门户网站</h1>"):
            source = read(f"{HEAD}{heading}<div>当前位置：首页 > 法规</div><h2>{TITLE}</h2>{LAW}")
            assert lines(source) == [TITLE, NOTE, *ARTICLES]

    def test_of_a_title_that_is_repeated_the_last_is_kept(self) -> None:
        announcement = [
            "示范市人民代表大会常务委员会公告",
            "第5号",
            f"《{TITLE}》已经通过，现予公布。",
            "示范市人民代表大会常务委员会",
            "2023年3月30日",
        ]
        body = "".join(f"<p>{line}</p>" for line in (*announcement, TITLE))
        page = f"{HEAD}{TOP[0]}<h1>{TITLE}</h1>{FACTS[0]}{body}{LAW}{FOOT[0]}"
        assert lines(read(page)) == [*announcement, TITLE, NOTE, *ARTICLES]
        assert account(page).omitted["duplicate"] == len(TITLE)

    def test_an_announcement_above_the_title_stays(self) -> None:
        page = f"{HEAD}{TOP[0]}<p>示范市人民政府令</p><p>第9号</p><h1>{TITLE}</h1>{LAW}"
        assert lines(read(page))[:3] == ["示范市人民政府令", "第9号", TITLE]

    def test_a_title_on_two_lines_stays_whole(self) -> None:
        page = f"{HEAD}{TOP[1]}<h1>示范市人民代表大会常务委员会<br>关于渡口的决定</h1>{LAW}{FOOT[0]}"
        assert lines(read(page))[:2] == ["示范市人民代表大会常务委员会", "关于渡口的决定"]

    def test_notes_stay_above_and_below_a_title_and_without_a_body(self) -> None:
        notes = [
            "2021年1月5日 示范市人民代表大会常务委员会通过",
            "2023年3月30日 示范市人民代表大会常务委员会修正",
        ]
        written = "".join(f"<p>{note}</p>" for note in notes)
        assert lines(read(f"{HEAD}{TOP[0]}<h1>{TITLE}</h1>{FACTS[0]}{written}{FOOT[0]}")) == [TITLE, *notes]
        page = f"{HEAD}{TOP[0]}<p>{TITLE}</p>{written}<h1>{TITLE}</h1>{FACTS[0]}{LAW}{FOOT[0]}"
        assert lines(read(page)) == [*notes, TITLE, NOTE, *ARTICLES]

    def test_a_title_on_several_lines_without_a_heading_stays_whole(self) -> None:
        title = "示范市高级人民法院关于渡口案件若干问题的规定"
        parts = ["示范市高级人民法院", "关于渡口案件", "若干问题的规定"]
        page = f"<title>{title}_示范网</title>{TOP[1]}{''.join(f'<p>{part}</p>' for part in parts)}{LAW}{FOOT[0]}"
        assert lines(read(page)) == [*parts, NOTE, *ARTICLES]

    def test_signature_and_annexes_stay(self) -> None:
        rest = ["示范市人民政府", "2023年3月30日", "附件", "渡船登记表", "地址：", "联系电话：", "来源："]
        page = f"{HEAD}{TOP[0]}<h1>{TITLE}</h1>{LAW}{''.join(f'<p>{line}</p>' for line in rest)}{FOOT[0]}"
        assert lines(read(page)) == [TITLE, NOTE, *ARTICLES, *rest]

    def test_links_to_annexes_stay(self) -> None:
        links = '<p>附件：<a href="/f/1.docx">渡船登记表</a></p><p><a href="/f/2.pdf">票价表</a></p>'
        page = f"{HEAD}<h1>{TITLE}</h1>{LAW}{links}{FOOT[1]}"
        assert lines(read(page))[-2:] == ["附件：渡船登记表", "票价表"]

    def test_a_signature_in_the_footer_of_an_article_stays(self) -> None:
        page = f"{HEAD}<article><header><h1>{TITLE}</h1></header>{LAW}<footer><p>示范市人民政府</p><p>2023年3月30日</p></footer></article>{FOOT[3]}"
        assert lines(read(page))[-2:] == ["示范市人民政府", "2023年3月30日"]

    def test_a_law_about_pages_is_not_furniture(self) -> None:
        articles = [
            "第一条　网站首页应当公布联系电话，并提供打印本页的功能。",
            "第二条　责任编辑应当核对稿件。",
            "责任编辑：由网站聘用的人员担任。",
            "第三条　本条例下列用语的含义：",
            "字号：是指企业名称中的字号；",
            "来源：指信息的来源。",
            "版权所有人应当登记。",
            "网站应当标明ICP备案号。",
        ]
        page = f"{HEAD}<h1>示范市网站管理条例</h1>{''.join(f'<p>{line}</p>' for line in articles)}"
        source = read(page)
        assert lines(source) == ["示范市网站管理条例", *articles]
        assert codes(source) == []

    def test_a_linked_table_of_contents_stays(self) -> None:
        contents = '<p><a href="b.html#1">第一章　总则</a></p><p><a href="#2">第二章　附则</a></p>'
        law = f"<p>目录</p>{contents}<p>第一章　总则</p><p>第一条　甲。</p><p>第二章　附则</p><p>第二条　乙。</p>"
        source = read(f"{HEAD}<h1>{TITLE}</h1>{law}")
        assert lines(source)[1:4] == ["目录", "第一章　总则", "第二章　附则"]

    def test_a_list_of_links_that_the_law_introduces_stays(self) -> None:
        acts = ["《示范市码头条例》", "《示范市公路条例》"]
        law = f"<p>第一条　下列条例同时废止：</p>{''.join(f'<p><a href=x>{act}</a></p>' for act in acts)}"
        source = read(f"{HEAD}<h1>{TITLE}</h1>{law}{FOOT[1]}")
        assert lines(source)[-2:] == acts
        assert codes(source).count("text.unsure_furniture") == 2

    @pytest.mark.parametrize(
        "facts",
        [
            "<p>2023-04-01 09:00 来源：示范日报</p>",
            "<p>2023-04-01</p>",
            "<p>制定机关：示范市人民代表大会常务委员会</p><p>公布日期：2023-03-30</p><p>时效性：有效</p>",
            "<p>【法规标题】示范市渡口管理条例</p><p>【全文】</p>",
        ],
    )
    def test_what_programs_write_below_a_title_is_furniture(self, facts: str) -> None:
        assert lines(read(f"{HEAD}<h1>{TITLE}</h1>{facts}{LAW}")) == [TITLE, NOTE, *ARTICLES]

    def test_whom_to_ask_is_kept_and_reported_unless_it_stands_in_the_foot(self) -> None:
        source = read(
            f"{HEAD}<h1>{TITLE}</h1>{LAW}<p>联系人：王某　电话：000</p><p>来源：示范日报</p><p>地址：示范路</p>"
        )
        assert lines(source)[-1] == "联系人：王某 电话：000".replace(" ", "\u3000")
        assert codes(source) == ["text.unsure_furniture", "text.furniture"]

    def test_what_is_unsure_is_kept_and_reported(self) -> None:
        sentence = "本文对渡口管理作了解读，供参考。"
        source = read(f"{HEAD}<h1>{TITLE}</h1>{LAW}<p>责任编辑：李某</p><p>{sentence}</p>")
        assert lines(source)[-1] == sentence
        assert codes(source) == ["text.furniture", "text.unsure_furniture"]
        assert codes(read("<p>甲</p><p>打印本页</p>")) == ["text.unsure_furniture"]

    def test_the_mark_of_a_database_above_the_title_is_reported(self) -> None:
        source = read(f"{HEAD}<p>【法宝引证码】CLI.1.2</p><p>{TITLE}</p>{LAW}")
        assert codes(source) == ["text.unsure_furniture"]

    @pytest.mark.parametrize(
        "mark", ["北大法宝 | 地方性法规", "国家法律法规数据库", "示范市人民政府门户网站"]
    )
    def test_the_name_of_a_site_above_a_heading_is_named_and_not_read(self, mark: str) -> None:
        source = read(f"<div>{mark}</div><h1>{TITLE}</h1>{LAW}")
        assert lines(source) == [TITLE, NOTE, *ARTICLES]
        assert omitted(source, "text.furniture") == mark
        assert account(f"<div>{mark}</div><h1>{TITLE}</h1>{LAW}").is_balanced

    def test_the_name_of_a_site_that_may_begin_the_title_is_kept_and_reported(self) -> None:
        page = f"<p>示范市人民政府门户网站</p><p>管理办法</p>{LAW}"
        source = read(page)
        assert lines(source)[:2] == ["示范市人民政府门户网站", "管理办法"]
        assert codes(source) == ["text.unsure_furniture"]

    def test_what_stands_below_the_name_of_a_site_is_reported(self) -> None:
        source = read(f"<p>示范市人民政府门户网站</p><p>政策库</p><p>{TITLE}</p>{LAW}")
        assert lines(source)[:2] == ["政策库", TITLE]
        assert set(codes(source)) == {"text.furniture", "text.unsure_furniture"}

    @pytest.mark.parametrize(
        "above",
        [
            "示范市人民政府",
            "示范市人民政府令",
            "示范市政府网站与政务新媒体",
            "示范市人民代表大会常务委员会公告",
        ],
    )
    def test_bodies_and_titles_are_not_names_of_sites(self, above: str) -> None:
        source = read(f"<p>{above}</p><p>{TITLE}</p>{LAW}")
        assert lines(source)[:2] == [above, TITLE]
        assert not source.remarks

    def test_a_notice_without_articles_is_freed_of_it_too(self) -> None:
        title = "示范市人民政府关于检查渡口的通知"
        body = [
            "各区人民政府：",
            "为了保障安全，现就有关事项通知如下。",
            "各区应当立即检查。",
            "示范市人民政府",
            "2023年3月30日",
        ]
        page = f"<title>{title}</title>{TOP[0]}<h1>{title}</h1>{FACTS[0]}{''.join(f'<p>{line}</p>' for line in body)}{FOOT[1]}{FOOT[4]}"
        assert lines(read(page)) == [title, *body]

    def test_what_regkit_writes_is_never_furniture(self) -> None:
        law = regkit.parse(
            f"{TITLE}\n{NOTE}\n第一章　总则\n" + "\n".join(ARTICLES) + "\n示范市人民政府\n2023年3月30日"
        )
        source = read(regkit.to_html(law))
        assert codes(source) == []
        assert regkit.parse(source.text) == law


def test_no_line_of_a_real_law_is_taken_for_furniture(corpus: list[Path]) -> None:
    """A title that stands twice is kept once; everything else is read as it was, whatever surrounds it."""
    for path in corpus[5::40]:
        law = regkit.load(path)
        written = [line for line in regkit.to_text(law).split("\n") if line.strip()]
        paragraphs = "".join(f"<p>{escape(line)}</p>" for line in written)
        for number in range(3):
            surroundings = f"<title>{escape(law.title or '')}_示范网</title>{TOP[number]}"
            page = read(f"{surroundings}{paragraphs}{FOOT[number]}")
            kept = {regkit.without_whitespace(line) for line in lines(page)}
            assert {regkit.without_whitespace(line) for line in written} <= kept, path.name


class TestLooks:
    @pytest.mark.parametrize(
        "struck",
        [
            "<del>五百元</del>",
            "<s>五百元</s>",
            "<strike>五<b>百</b>元</strike>",
            '<span style="color:red; TEXT-DECORATION : underline line-through">五百元</span>',
            '<span class="red old">五百元</span>',
            "<u>五百元</u>",
        ],
    )
    def test_what_is_struck_out_is_not_law(self, struck: str) -> None:
        page = f"<style>/* a */ @media print {{ p {{ text-decoration: line-through }} }} u, span.old {{ text-decoration-line: line-through }}</style><p>第一条　处{struck}<ins>一千元</ins>罚款。</p>"
        source = read(page)
        assert lines(source) == ["第一条　处一千元罚款。"]
        assert omitted(source, "text.struck").replace("\n", "") == "五百元"
        assert account(page).is_balanced

    def test_a_struck_paragraph_or_row_ends_the_line_above(self) -> None:
        assert lines(read("甲<p><del>乙</del></p>丙")) == ["甲", "丙"]
        assert lines(read("甲<p style='text-decoration:line-through'>乙</p>丙")) == ["甲", "丙"]
        table = "<table><tr><td>甲<td style='text-decoration:line-through'>乙<td>丙<tr style='text-decoration:line-through'><td>丁<td>戊<td>己</table>"
        assert lines(read(table)) == ["\t甲\t\t丙\t"]

    @pytest.mark.parametrize(
        ("written", "words"),
        [
            ("3.7×10<sup>10</sup>", "3.7×10¹⁰"),
            ("10<sup>-3</sup>", "10⁻³"),
            ("m<sup><b>2</b></sup>", "m²"),
            ("CO<sub>2</sub>", "CO₂"),
            ('m<span style="vertical-align: super">3</span>', "m³"),
            ('<style>.d { vertical-align: sub }</style>H<span class="d">2</span>O', "H₂O"),
            ("x<sup>n+1</sup>", "xⁿ⁺¹"),
            ("甲<sup>①</sup>", "甲①"),
            ("甲 <sup> 2 </sup>乙", "甲 ² 乙"),
        ],
    )
    def test_raised_and_lowered_characters_keep_their_meaning(self, written: str, words: str) -> None:
        page = f"<p>第一条　{written}。</p>"
        source = read(page)
        assert lines(source) == [f"第一条　{words}。"]
        assert codes(source) == []
        assert account(page).is_balanced

    def test_powers_and_indexes_in_formulas_are_raised_and_lowered(self) -> None:
        formula = "<math><msup><mi>m</mi><mrow><mn>1</mn><mn>0</mn></mrow></msup><msub><mi>C</mi><mn>6</mn></msub></math>"
        assert lines(read(f"<p>第一条　{formula}。</p>")) == ["第一条　m¹⁰C₆。"]
        assert account(f"<p>第一条　{formula}。</p>").is_balanced

    def test_what_unicode_cannot_raise_is_reported(self) -> None:
        source = read("<p>甲<sup>[注]</sup>，10<sup>10<sup>2</sup></sup></p>")
        assert lines(source) == ["甲[注]，10¹⁰2"]
        assert omitted(source, "text.raised") == "[注]\n2"

    @pytest.mark.parametrize(
        ("written", "is_reported"),
        [
            ("<ol><li>子</ol>", True),
            ('<ol style="list-style-type:cjk-ideographic"><li>子</ol>', True),
            ('<ol type="A" start="3"><li>子</ol>', True),
            ('<ul style="list-style: decimal inside"><li>子</ul>', True),
            ('<ul><li style="list-style-type:simp-chinese-informal">子</ul>', True),
            ('<ol style="list-style: none"><li>子</ol>', False),
            ("<style>ol, ul { list-style-type: none; }</style><ol><li>子</ol>", False),
            ("<style>* { list-style: none }</style><ol><li>子</ol>", False),
            ('<ol style="list-style:square"><li>子</ol>', False),
            ("<ul><li>子</ul>", False),
            ("<style>li::before { content: counter(n, cjk-decimal) '、' }</style><ul><li>子</ul>", True),
            ("<ol><li style='list-style:none'>子</ol>", False),
        ],
    )
    def test_numbers_that_a_browser_prints_are_reported(self, written: str, is_reported: bool) -> None:
        assert codes(read(f"<p>甲：</p>{written}")) == ["text.list_numbers"] * is_reported

    @pytest.mark.parametrize(
        "hidden",
        [
            "<p hidden>乙</p>",
            '<p style="display: none !important">乙</p>',
            '<p style="visibility:hidden">乙</p>',
            "<style>.no, b { display: none }</style><p class='a no'>乙</p>",
            '<style>#x{display:none}</style><div id="x"><p>乙</p></div>',
            "<noscript>乙</noscript>",
            "<template>乙</template>",
            "<dialog>乙</dialog>",
        ],
    )
    def test_hidden_words_are_named(self, hidden: str) -> None:
        page = f"<p>甲</p>{hidden}<p>丙</p>"
        assert lines(read(page)) == ["甲", "丙"]
        assert omitted(read(page), "text.hidden") == "乙"
        assert account(page).is_balanced

    @pytest.mark.parametrize(
        "style",
        [
            "font-size:0",
            "font: 0/0 serif",
            "color:#FFF",
            "color: rgb(255, 255, 255)",
            "color:transparent",
            "color:#036;background:#003366",
            "opacity:0",
            "text-indent:-9999px",
            "height:0;overflow:hidden",
            "position:absolute;left:-9999px",
            "position:absolute;clip:rect(1px, 1px, 1px, 1px)",
            "clip-path: inset(50%)",
        ],
    )
    @pytest.mark.parametrize("tag", ["p", "div"])
    def test_what_no_eye_can_see_is_named_and_not_law(self, tag: str, style: str) -> None:
        for page in (
            f'<p>甲</p><{tag} style="{style}">暗文</{tag}><p>乙</p>',
            f"<style>.x{{{style}}}</style><p>甲</p><{tag} class=x>暗文</{tag}><p>乙</p>",
        ):
            source = read(page)
            assert lines(source) == ["甲", "乙"]
            assert omitted(source, "text.hidden").strip() == "暗文"
            assert account(page).is_balanced

    @pytest.mark.parametrize(
        "style",
        [
            "font-size:1px",
            "font: bold 9pt/1.5 serif",
            "font: 700 12px serif",
            "color:#999",
            "color:white;background:#003366",
            "color:white;background:url(bar.png)",
            "opacity:0.6",
            "text-indent:-2em",
            "height:0",
            "height:0;overflow:hidden;padding-bottom:50%",
            "height:20em;overflow:hidden",
            "max-width:0;overflow:hidden",
            "position:relative;left:-9px",
            "position:absolute;clip:rect(auto,auto,auto,auto)",
        ],
    )
    def test_small_pale_and_moved_letters_are_law(self, style: str) -> None:
        source = read(f'<p>甲</p><p style="{style}">明文</p><p>乙</p>')
        assert lines(source) == ["甲", "明文", "乙"]
        assert not source.remarks

    def test_letters_have_their_size_and_colour_from_around_them(self) -> None:
        page = (
            '<div style="font-size:0"><b style="font-size:1em">暗</b><b style="font-size:12px">明</b></div>'
        )
        assert read(page).text.strip() == "明"
        page = '<table bgcolor="#000080"><tr><td><font color="#ffffff">明</font></td></tr></table><font color="#ffffff">暗</font>'
        assert read(page).text.strip() == "明"
        # Nor are the quotation marks seen that a browser prints around a quotation.
        assert read('甲<span style="font-size:0"><q>暗</q></span>乙').text.strip() == "甲乙"
        # What is behind the letters is set by a rule that is not applied.
        page = "<style>.bar b{background:navy} .x{color:white}</style><p class=bar><b class=x>明</b></p>"
        assert read(page).text.strip() == "明"

    def test_rules_for_other_media_states_and_places_do_not_hide(self) -> None:
        page = "<style>@media (max-width: 9px) { p { display: none } } div p, p:hover { display: none } p { color: red }</style><p>甲</p>"
        assert lines(read(page)) == ["甲"]

    def test_a_page_that_a_script_shows_is_read(self) -> None:
        assert lines(read('<body style="visibility:hidden"><p>甲</p>')) == ["甲"]

    def test_pictures_controls_and_readings_are_named(self) -> None:
        page = (
            "<title>站</title><p>甲<img alt='公式'><ruby>乙<rp>(</rp><rt>yǐ</rt><rp>)</rp></ruby></p>"
            "<p>丙<select><option>是<option>否</select><input value=搜索><input type=hidden value=x></p><p><q>丁</q></p>"
        )
        source = read(page)
        assert lines(source) == ["甲乙", "丙", "“丁”"]
        assert omitted(source, "text.image") == "公式"
        assert omitted(source, "text.footnote") == "(yǐ)"
        assert omitted(source, "text.furniture") == "是否搜索"
        assert account(page).is_balanced
        assert account(page).omitted["metadata"] == 1


@st.composite
def altered_pages(draw: st.DrawFn) -> tuple[str, set[str]]:
    """A page of a law in which something was hidden, struck out, raised or moved, and the kinds that must be named."""
    written: list[str] = []
    kinds: set[str] = set()
    for number, line in enumerate(("示范市渡口管理条例", *ARTICLES)):
        start = draw(st.integers(0, len(line) - 1))
        words = line[start : start + draw(st.integers(1, 4))].strip("\u3000")
        before, after = line[:start], line[start + len(words) :]
        form, kind = draw(
            st.sampled_from(
                [
                    ("{}", ""), ("<del>{}</del>", "text.struck"), ("<span hidden>{}</span>", "text.hidden"), ("<sup>{}</sup>", ""),
                    ("<b style='text-decoration:line-through'>{}</b>", "text.struck"), ("<i>{}</i>", ""), ("{}<img alt='{}'>", "text.image"),
                    ("<a href=x>{}</a>", ""), ("<noscript>{}</noscript>", "text.hidden"), ("{}<br>", ""), ("<select><option>{}</select>", "text.furniture"),
                    ("<table><tr><td>{}<td>乙</table>", ""), ("<textarea>{}</textarea>", ""), ("<nav>{}</nav>", ""),
                ]
            )
        )  # fmt: skip
        kinds |= {kind} - {""} if words else set()
        tag = draw(st.sampled_from(["p", "div", "h1", "li", "td", "pre", "footer"])) if number else "h1"
        written.append(f"<{tag}>{before}{form.replace('{}', words)}{after}</{tag}>")
    top, facts, foot = (draw(st.sampled_from(parts)) for parts in (TOP, FACTS, FOOT))
    return top + written[0] + facts + "".join(written[1:]) + foot, kinds


class TestAccount:
    @given(altered_pages())
    def test_whatever_is_done_to_a_page_its_words_are_read_or_named(
        self, altered: tuple[str, set[str]]
    ) -> None:
        page, kinds = altered
        assert account(page).is_balanced
        assert kinds <= {str(departure.kind) for departure in read(page).departures}

    @given(st.lists(st.sampled_from([
        "<table>", "<tr>", "<td>", "</td>", "</table>", "<p>", "</p>", "<br>", "甲", "乙\n", "<div hidden>", "</div>", "<ol>", "<li>", "<sup>", "2",
        "</sup>", "<del>", "</del>", "<script>x", "</script>", "<!--", "-->", "&lt;", "&nbsp", "<选举法>", "</选>", "<img alt=丙>", "<a href=1>", "</a>",
        "<title>", "</title>", "<textarea>", "</textarea>", "<select>", "<option>", "</select>", "<q>", "</q>", "<![CDATA[丁]]>", "<nav>", "</nav>",
        "</html>", "<body>", "a < b", "&#128;", "&unknown;", "<o:p>", "<style>p{}", "</style>", "<p", "打印", "责任编辑：甲", "第一条　甲。", "<h1>", "</h1>",
    ]), max_size=30))  # fmt: skip
    def test_the_account_of_a_broken_page_is_balanced(self, tags: list[str]) -> None:
        page = "".join(tags)
        try:
            source = read(page)
        except UnreadableFileError:
            return
        result = account_for(Notation.HTML, page.encode(), source)
        assert result.is_balanced, (page, result)

    @pytest.mark.parametrize(
        "end",
        ["<!-- 第四条　乙。<p>丙</p>", "<p class=", "</p", "<!DOCTYPE 乙", "<b 第四条　乙。", "<!-", "<?乙"],
    )
    def test_what_stands_in_a_tag_or_comment_that_never_ends_is_named(self, end: str) -> None:
        page = f"<p>第一条　甲。</p>{end}"
        assert lines(read(page)) == ["第一条　甲。"]
        assert omitted(read(page), "text.markup") == " ".join(end.split())
        assert account(page).is_balanced

    @pytest.mark.parametrize("method", ["write", "omit"])
    def test_a_reader_that_drops_words_is_found_out(
        self, monkeypatch: pytest.MonkeyPatch, method: str
    ) -> None:
        page = f"{HEAD}{TOP[0]}<h1>{TITLE}</h1>{LAW}<p>甲<del>乙</del></p>{FOOT[0]}"
        assert account(page).is_balanced
        if method == "write":
            whole = WebFlow.write
            monkeypatch.setattr(WebFlow, "write", lambda flow, text: whole(flow, text.replace("票价", "")))
        else:
            monkeypatch.setattr(Flow, "omit", lambda *_, **__: None)
        assert not account(page).is_balanced

    def test_a_reader_that_moves_words_is_found_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        page = f"{HEAD}<h1>{TITLE}</h1>{LAW}"
        whole = WebFlow.write
        monkeypatch.setattr(WebFlow, "write", lambda flow, text: whole(flow, text.replace("票价", "价票")))
        assert account(page).displaced


PAGE = f"{HEAD}<h1>{TITLE}</h1>{LAW}</body></html>"


class TestNames:
    @pytest.mark.parametrize("name", ["a.shtml", "a.xhtml", "a.htm", "a.txt", "a.jsp", "a.aspx", "a", "a.xml", "a.json", "a.docx", "a.doc", "a.pdf", "a.md"])  # fmt: skip
    @pytest.mark.parametrize("before", ["", "\ufeff", "\n \n", "<!-- saved from url=(0031)http://示范/ -->\n", '<?xml version="1.0" encoding="utf-8"?>\n'])  # fmt: skip
    def test_a_page_is_a_page_under_any_name(self, tmp_path: Path, name: str, before: str) -> None:
        file = tmp_path / name
        file.write_text(before + PAGE, "utf-8")
        law = regkit.load(file)
        assert law.title == TITLE
        assert [article.label for article in law.articles] == ["第一条", "第二条", "第三条"]

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "gb18030", "utf-8-sig"])
    def test_in_any_encoding(self, tmp_path: Path, encoding: str) -> None:
        file = tmp_path / "a.txt"
        file.write_bytes(PAGE.replace('<meta charset="utf-8">', "").encode(encoding))
        assert regkit.load(file).title == TITLE
        assert regkit.account_of(file).is_balanced

    @pytest.mark.parametrize(
        "text",
        [
            "示范条例\n第一条　网页以<!DOCTYPE html>或者<html>开头。",
            "<选举法>实施办法\n第一条　甲。",
            "示范条例\n第一条　<p>是段落的标记，</p>是它的结尾。",
            "{第一条　甲。}",
        ],
    )
    def test_a_text_that_speaks_of_pages_is_text(self, text: str) -> None:
        assert notation_of(".txt", text.encode()) is Notation.TEXT
        assert notation_of(".txt", text.encode("gb18030")) is Notation.TEXT

    def test_a_part_of_a_page_under_the_name_of_a_text_is_read_as_a_page(self) -> None:
        assert notation_of(".txt", f'<div class="content">{LAW}</div>'.encode()) is Notation.HTML
        assert (
            notation_of(".md", f'<div align="center">\n\n# {TITLE}\n\n</div>'.encode()) is Notation.MARKDOWN
        )

    def test_other_formats_under_the_name_of_a_text_are_recognised(self) -> None:
        law = regkit.parse(f"{TITLE}\n{ARTICLES[0]}")
        assert notation_of(".txt", regkit.to_akn(law).encode()) is Notation.AKN
        assert notation_of(".txt", regkit.to_json(law).encode()) is Notation.JSON

    def test_xhtml_is_read_as_xml_means_it(self) -> None:
        page = (
            '<?xml version="1.0"?><h:html xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title/><h:script src="x"/></h:head>'
            "<h:body><h:p>甲<![CDATA[乙<丙>]]></h:p><h:div/><h:p>丁<h:br/>戊</h:p></h:body></h:html>"
        )
        assert lines(read(page)) == ["甲乙<丙>", "丁", "戊"]
        assert account(page).is_balanced

    def test_web_archives_are_read_under_any_name_and_their_frames_are_named(self, tmp_path: Path) -> None:
        parts = [f"<html><body><h1>{TITLE}</h1>{LAW}</body></html>", "<html><body><p>框架</p></body></html>"]
        archive = (
            'From: <Saved>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n'
            + "".join(f"--b\nContent-Type: text/html; charset=utf-8\n\n{part}\n" for part in parts)
        )
        for name in ("a.mhtml", "a.mht", "a.txt", "a.doc"):
            (tmp_path / name).write_text(f"{archive}--b--\n", "utf-8")
            law = regkit.load(tmp_path / name)
            assert law.title == TITLE
            assert [problem.omitted for problem in law.problems] == ["框架"]
            assert regkit.account_of(tmp_path / name).is_balanced


def packed(*names: str, media_type: str = "") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        if media_type:
            archive.writestr("mimetype", media_type)
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


class TestOtherKinds:
    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (packed("META-INF/container.xml", media_type="application/epub+zip"), "EPUB"),
            (packed("OFD.xml", "Doc_0/Document.xml"), "OFD"),
            (packed("[Content_Types].xml", "xl/workbook.xml"), "Excel"),
            (packed("[Content_Types].xml", "ppt/presentation.xml"), "PPTX"),
            (packed("content.xml", media_type="application/vnd.oasis.opendocument.spreadsheet"), "ODS"),
            (packed("法规.txt"), "先解压"),
            (b"PK\x05\x06" + b"\0" * 18, "ZIP"),
            (b"\x89PNG\r\n\x1a\n\0\0\0\r", "OCR"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "JPEG"),
            (b"II*\0\x08\0\0\0", "TIFF"),
            (b"7z\xbc\xaf\x27\x1c\0\x04", "7z"),
            (b"Rar!\x1a\x07\x01\0", "RAR"),
            (b"\x1f\x8b\x08\0\0\0\0\0", "gzip"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "Workbook".encode("utf-16-le"), ".xls"),
            (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "git lfs pull"),
            (b'{"name": "x", "items": []}', "JSON"),
            (b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "Akoma Ntoso"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    @pytest.mark.parametrize("suffix", [".txt", ".bin", ""])
    def test_a_file_of_another_kind_is_refused_in_one_sentence(
        self, tmp_path: Path, data: bytes, words: str, suffix: str
    ) -> None:
        file = tmp_path / f"a{suffix}"
        file.write_bytes(data)
        with pytest.raises(UnreadableFileError) as caught:
            regkit.load(file)
        assert words in str(caught.value)
        assert str(caught.value).count("。") == 1

    @pytest.mark.parametrize("suffix", [".docx", ".pdf", ".html", ".xml", ".json", ".odt"])
    def test_an_empty_file_is_said_to_be_empty(self, tmp_path: Path, suffix: str) -> None:
        file = tmp_path / f"a{suffix}"
        file.write_bytes(b"")
        with pytest.raises(UnreadableFileError, match="文件是空的"):
            regkit.load(file)

    @pytest.mark.parametrize(
        "text", ["MM第一条　甲。", "PAR1 第一条", "ID3号文件\n第一条　甲。", "8BPS", "GIF8"]
    )
    def test_a_text_may_begin_with_the_letters_of_another_kind(self, tmp_path: Path, text: str) -> None:
        file = tmp_path / "a.txt"
        file.write_text(text, "utf-8")
        regkit.load(file)

    @pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
    def test_an_open_document_is_converted(self, tmp_path: Path) -> None:
        file = tmp_path / "a.fodt"
        file.write_text(
            '<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2" '
            'office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>'
            + "".join(f"<text:p>{line}</text:p>" for line in (TITLE, *ARTICLES))
            + "</office:text></office:body></office:document>",
            "utf-8",
        )
        assert regkit.load(file).title == TITLE

    def test_without_libreoffice_an_open_document_is_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("regkit.files.find_office", lambda: None)
        file = tmp_path / "a.odt"
        file.write_bytes(packed("content.xml", media_type="application/vnd.oasis.opendocument.text"))
        with pytest.raises(UnreadableFileError, match=r"\.odt"):
            regkit.load(file)


TRADITIONAL = (
    "示範市渡口管理自治條例\n第一條　為管理渡口，制定本自治條例。\n"
    "第二條　渡船應備救生設備；違反者，處新臺幣一萬元以上五萬元以下罰鍰。\n第三條　本自治條例自公布日施行。\n"
)
SIMPLIFIED = f"{TITLE}\n" + "\n".join(ARTICLES)


class TestEncodings:
    @pytest.mark.parametrize("encoding", ["big5", "big5hkscs", "cp950", "gb18030", "gbk", "utf-8", "utf-16", "utf-16-le", "utf-16-be"])  # fmt: skip
    @pytest.mark.parametrize("characters", [12, 30, 200])
    def test_traditional_text_is_read_in_the_encoding_that_it_is_in(
        self, tmp_path: Path, encoding: str, characters: int
    ) -> None:
        text = TRADITIONAL[:characters]
        assert regkit.decode(text.encode(encoding)) == text
        file = tmp_path / "a.txt"
        file.write_bytes(text.encode(encoding))
        assert regkit.account_of(file).is_balanced

    @pytest.mark.parametrize("encoding", ["gb18030", "gbk", "gb2312", "utf-16-le", "utf-16-be", "utf-32"])
    def test_so_is_simplified_text_of_any_length(self, encoding: str) -> None:
        # Without a line end, UTF-16 may have no zero; a single character may be valid UTF-8.
        for end in range(len(TITLE) + 1 if encoding.startswith("utf") else 2, len(SIMPLIFIED)):
            assert regkit.decode(SIMPLIFIED[:end].encode(encoding)) == SIMPLIFIED[:end]

    @pytest.mark.parametrize(
        "declared", ["", "<meta charset=gb2312>", "<meta charset=big5>", "<meta charset=utf-8>"]
    )
    @pytest.mark.parametrize("encoding", ["big5", "gb18030", "utf-8", "utf-16"])
    def test_a_page_may_declare_another_encoding_than_its_own(self, declared: str, encoding: str) -> None:
        data = (declared + "".join(f"<p>{line}</p>" for line in TRADITIONAL.split("\n"))).encode(encoding)
        source = from_html(data)
        assert lines(source) == TRADITIONAL.split("\n")[:-1]
        assert account_for(Notation.HTML, data, source).is_balanced

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            ("第一条　この条例は、渡し場の管理について必要な事項を定める。".encode("shift_jis") * 4, "日文"),
            ("第一条　この条例は、渡し場の管理について必要な事項を定める。".encode("euc_jp") * 4, "日文"),
            ("第一条　この条例は".encode("iso2022_jp"), "ISO-2022"),
            (
                "제1조(목적) 이 조례는 나루터의 관리에 관한 사항을 규정함을 목적으로 한다. ".encode("cp949")
                * 5,
                "韩文",
            ),
            (
                "Règlement général: l’été, première édition révisée. ".encode("cp1252") * 20,
                "UTF-8 编码重新保存",
            ),
            (
                SIMPLIFIED.encode() + b"\xff" + SIMPLIFIED.encode(),
                f"第 {len(SIMPLIFIED.encode()) + 1} 个字节",
            ),
        ],
        ids=["shift_jis", "euc_jp", "iso2022", "korean", "french", "damaged"],
    )
    def test_what_is_no_chinese_is_not_read_as_chinese(self, data: bytes, words: str) -> None:
        with pytest.raises(UnreadableFileError) as caught:
            regkit.decode(data)
        assert words in str(caught.value)
        assert str(caught.value).count("。") == 1


class TestLinesThatMislead:
    LAW = "<p>第一条　为了规范渡口，制定本办法。</p><p>第二条　本办法自2030年1月1日起施行。</p>"

    def test_an_annex_that_is_a_file_of_its_own_is_named(self) -> None:
        page = f'<h1>示范市渡口办法</h1>{self.LAW}<p>附件：<a href="a/b.docx?x=1">渡口目录.docx</a></p>'
        source = read(page)
        assert "附件：渡口目录.docx" in source.text
        (remark,) = [remark for remark in source.remarks if remark.code == "text.attachment"]
        assert remark.excerpt == "附件：渡口目录.docx"
        assert account(page).is_balanced

    def test_an_annex_that_stands_on_the_page_is_not(self) -> None:
        page = f'<h1>示范市渡口办法</h1>{self.LAW}<p id="a">附件</p><p>渡口目录</p><a href="#a">附件</a>'
        assert "text.attachment" not in codes(read(page))

    def test_short_lines_above_a_title_that_the_page_does_not_declare_are_reported(self) -> None:
        menu = "".join(f"<li>{words}</li>" for words in ("走进示范", "新闻中心", "办事服务"))
        page = f"<ul>{menu}</ul><p>示范市渡口管理办法</p>{self.LAW}<p>主办单位：示范市人民政府办公室</p>"
        source = read(page)
        reported = [remark.excerpt for remark in source.remarks if remark.code == "text.unsure_furniture"]
        assert reported == ["走进示范", "新闻中心", "办事服务"]

    def test_the_lines_of_a_title_are_not(self) -> None:
        page = (
            "<p>示范市人民政府</p><p>关于加强渡口管理的</p><p>若干规定</p>"
            f"{self.LAW}<p>主办单位：示范市人民政府办公室</p>"
        )
        assert "text.unsure_furniture" not in codes(read(page))

    def test_an_item_of_a_law_about_web_pages_is_not_reported(self) -> None:
        page = (
            "<h1>示范市网站办法</h1><p>第一条　网页下方应当标明：</p><p>（一）主办单位；</p><p>（二）版权所有；</p>"
            "<p>第二条　本办法自2030年1月1日起施行。</p><p>打印本页</p>"
        )
        source = read(page)
        assert "text.unsure_furniture" not in codes(source)
        assert omitted(source, "text.furniture") == "打印本页"
