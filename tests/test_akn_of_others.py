"""Akoma Ntoso of other programs: every word of an act is read, or named, or the file is refused with its element and line."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import regkit
from regkit import UnreadableFileError, from_akn, to_akn
from regkit.accounts import account_for
from regkit.files import source_of
from regkit.notations import WRITERS
from regkit.notations.akn import words as akn_words
from regkit.notations.akn.elements import kind_of_omission, name_of
from regkit.notations.recognition import SUFFIXES, Notation
from tests.growth import MOST_GROWTH, growth
from tests.strategies import FRAGMENTS, statutes
from tests.test_cli import run

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
META = "<meta><identification source='#x'><FRBRWork/></identification></meta>"
LAST = (
    "<article eId='art_9'><num>第九条</num><content><p>本条例自2031年3月1日起施行。</p></content></article>"
)


def act(body: str, *, before: str = "", after: str = "", root: str = "act", end: str = "") -> str:
    """A document of another program with this in its body."""
    return (
        f"<akomaNtoso xmlns='{AKN}'><{root} name='x'>{META}<preface><p><docTitle>虚构渡口条例</docTitle></p>{before}</preface>"
        f"<body>{body}</body>{after}</{root}>{end}</akomaNtoso>"
    )


def article(content: str, number: str = "一") -> str:
    return f"<article><num>第{number}条</num>{content}</article>"


def printed(law: regkit.Statute) -> list[str]:
    return regkit.to_text(law).splitlines()[1:]


def is_balanced(document: str, folder: Path) -> bool:
    path = folder / "a.xml"
    path.write_text(document, "utf-8")
    account = regkit.account_of(path)
    assert account.is_balanced, (account, document)
    assert account.signs == account.taken + sum(account.omitted.values())
    return True


LIST = (
    "<blockList><listIntroduction>渡船应当符合下列条件：</listIntroduction>"
    "<item><num>（一）</num><p>适航；</p></item><item><num>（二）</num><p>有救生设备。</p></item>"
    "<listWrapUp>不符合条件的，不得载客。</listWrapUp></blockList>"
)
QUOTED = (
    "<p>第三条修改为：<mod><quotedStructure startQuote='“' endQuote='”'><article><num>第三条</num><heading>夜航</heading>"
    "<paragraph><content><p>夜间停航。</p></content></paragraph><paragraph><intro><p>例外：</p></intro>"
    "<point><num>（一）</num><content><p>救护；</p></content></point></paragraph></article></quotedStructure></mod></p>"
)
FORMS = {
    "block": (article("<content><block name='x'>渡口由县人民政府设立。</block></content>"), ["第一条　渡口由县人民政府设立。"]),
    "block list": (
        article(f"<content>{LIST}</content>"),
        [
            "第一条　渡船应当符合下列条件：",
            "（一）适航；",
            "（二）有救生设备。",
            "不符合条件的，不得载客。",
        ],
    ),
    "block list in a block list": (
        article(
            "<content><blockList><listIntroduction>条件：</listIntroduction><item><num>（一）</num><blockList>"
            "<listIntroduction>船：</listIntroduction><item><num>1．</num><p>新；</p></item><item><num>2．</num><p>稳；</p></item>"
            "</blockList></item><item><num>（二）</num><p>人。</p></item></blockList></content>"
        ),
        ["第一条　条件：", "（一）船：", "1．新；", "2．稳；", "（二）人。"],
    ),
    "list with intro and wrap-up": (
        article(
            "<paragraph><list><intro><p>渡工应当：</p></intro><point><num>（一）</num><content><p>持证；</p></content></point>"
            "<wrapUp><p>证件由县里发。</p></wrapUp></list></paragraph><paragraph><content><p>渡工不得酒后驾船。</p></content></paragraph>"
        ),
        ["第一条　渡工应当：", "（一）持证；", "证件由县里发。", "渡工不得酒后驾船。"],
    ),
    "text block": (
        article("<content><p>收费：</p><tblock><num>甲</num><heading>平日</heading><p>每人一元。</p></tblock></content>"),
        ["第一条　收费：", "甲　平日", "每人一元。"],
    ),
    "block container": (
        article("<content><blockContainer><p>甲船。</p><p>乙船。</p></blockContainer></content>"),
        ["第一条　甲船。", "乙船。"],
    ),
    "inline elements": (
        article(
            "<content><p>渡口<ref href='#x'>第二条</ref><b>应<i>当</i></b><term refersTo='#t'>公告</term>"
            "<placeholder originalText='x'>〔年份〕</placeholder><ins>时刻</ins>。</p></content>"
        ),
        ["第一条　渡口第二条应当公告〔年份〕时刻。"],
    ),
    "line break": (article("<content><p>甲方：<br/>乙方：</p></content>"), ["第一条　甲方：", "乙方："]),
    "table": (
        article(
            "<content><p>票价：</p><table><caption>票价表（单位：元）</caption><tr><th><p>船</p></th><th colspan='2'><p>价</p></th></tr>"
            "<tr><td rowspan='2'><p>甲</p><p>乙</p></td><td>一</td><td>二</td></tr><tr><td>三</td><td>四</td></tr></table></content>"
        ),
        ["第一条　票价：", "票价表（单位：元）", "\t船\t价\t\t", "\t甲 乙\t一\t二\t", "\t\t三\t四\t"],
    ),
    "quoted structure": (
        article(f"<content>{QUOTED}</content>"),
        ["第一条　第三条修改为：", "“第三条　夜航　夜间停航。", "例外：", "（一）救护；”"],
    ),
    "quoted text": (
        article("<content><p>将<quotedText startQuote='“' endQuote='”'>木船</quotedText>改为“<quotedText startQuote='“'>铁船”</quotedText>。</p></content>"),
        ["第一条　将“木船”改为“铁船”。"],
    ),
    "quotation marks that open and close": (
        article("""<content><p>"甲" <quotedText startQuote='"' endQuote='"'>乙</quotedText> "丙"</p></content>"""),
        ['第一条　"甲" "乙" "丙"'],
    ),
    "quotation marks in the text and in attributes": (
        article("<content><p>将“<quotedText startQuote='“' endQuote='”'>甲</quotedText>”删去。</p></content>"),
        ["第一条　将“甲”删去。"],
    ),
    "articles as sections": (
        (
            "<chapter><num>第一章</num><heading>总则</heading><section><num>第一条</num><subsection><content><p>甲。</p></content>"
            "</subsection><subsection><intro><p>乙：</p></intro><paragraph><num>（一）</num><content><p>丙。</p></content></paragraph>"
            "</subsection></section></chapter>"
        ),
        ["第一章　总则", "第一条　甲。", "乙：", "（一）丙。"],
    ),
    "letters and roman numerals": (
        article(
            "<intro><p>下列船舶：</p></intro><paragraph><num>(a)</num><intro><p>客船：</p></intro><subparagraph><num>(i)</num>"
            "<content><p>大；</p></content></subparagraph></paragraph><paragraph><num>(b)</num><content><p>货船。</p></content></paragraph>"
        ),
        ["第一条　下列船舶：", "(a)客船：", "(i)大；", "(b)货船。"],
    ),
    "plain containers": (
        article("<hcontainer name='x'><content><p>甲。</p></content></hcontainer><proviso><content><p>但是乙除外。</p></content></proviso>"),
        ["第一条　甲。", "但是乙除外。"],
    ),
    "a decision": (
        (
            "<paragraph><num>一、</num><intro><p>甲：</p></intro><point><num>（一）</num><content><p>乙；</p></content></point></paragraph>"
            "<division><num>二、</num><content><p>丙。</p></content></division><hcontainer name='x'><content><p>本决定自公布之日起施行。</p>"
            "</content></hcontainer>"
        ),
        ["一、甲：", "（一）乙；", "二、丙。", "本决定自公布之日起施行。"],
    ),
    "article with unmarked text and paragraphs": (
        article("<intro><p>甲。</p></intro><paragraph><content><p>乙。</p></content></paragraph>"),
        ["第一条　甲。", "乙。"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_what_an_act_can_hold_is_read(form: str, tmp_path: Path) -> None:
    body, lines = FORMS[form]
    document = act(body if "施行" in body else body + LAST)
    law = from_akn(document)
    assert [line.translate({0x2000: None, 0x2001: None, 0x2002: None}) for line in printed(law)] == [
        *lines,
        *([] if "施行" in body else ["第九条　本条例自2031年3月1日起施行。"]),
    ]
    assert law.problems == ()
    assert is_balanced(document, tmp_path)


def test_provisions_have_the_addresses_that_a_drafter_would_give_them() -> None:
    law = from_akn(act(article(f"<content>{LIST}</content>") + LAST))
    assert law["第一条第一款第（二）项"].text == "有救生设备。"
    assert law["第一条第二款"].text == "不符合条件的，不得载客。"
    law = from_akn(act(FORMS["list with intro and wrap-up"][0]))
    assert law["第一条第三款"].text == "渡工不得酒后驾船。"
    law = from_akn(act(FORMS["articles as sections"][0]))
    assert law["第一条第二款第（一）项"].text == "丙。"
    law = from_akn(act(FORMS["letters and roman numerals"][0]))
    assert law["第一条第一款第（一）项第1目"].label == "(i)"
    quoting = from_akn(act(FORMS["quoted structure"][0] + LAST))
    assert [article.label for article in quoting.articles] == ["第一条", "第九条"]


def test_a_decision_is_read_as_the_parser_reads_its_text() -> None:
    law = from_akn(act(FORMS["a decision"][0]))
    assert regkit.parse(regkit.to_text(law)) == law


def test_an_article_that_is_not_divided_has_the_paragraphs_that_its_text_shows() -> None:
    content = "<content><p>渡口由县人民政府设立。</p><p>渡口的名称由设立者确定。</p></content>"
    assert len(from_akn(act(article(content)))["第一条"].children) == 2
    marked = f"<paragraph>{content}</paragraph>"
    assert len(from_akn(act(article(marked)))["第一条"].children) == 1
    quoting = from_akn(act(FORMS["quoted structure"][0] + LAST))
    assert len(quoting["第一条"].children) == 1
    assert quoting["第一条第一款"].text.count("\n") == 3


def test_an_annex_with_its_name_as_heading_can_be_added_to_a_library(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    annexes = ANNEXES.replace("2031年4月", "2031年4月1日")
    path.write_text(act(article("<content><p>甲。</p></content>"), after=annexes), "utf-8")
    assert [annex.label for annex in regkit.load(path).annexes] == ["附件一", "附表"]
    (tmp_path / "library").mkdir()
    done = run("add", "--library", tmp_path / "library", "--date", "2031-01-01", path)
    assert (done.returncode, "已收录" in done.stdout) == (0, True), done


@pytest.mark.parametrize("part", ["body", "conclusions", "attachments", "attachment", "mainBody"])
def test_a_removed_part_is_named(part: str, tmp_path: Path) -> None:
    after = f"<conclusions><p>县长</p></conclusions>{ANNEXES}"
    document = act(article("<content><p>甲。</p></content>"), after=after).replace(
        f"<{part}>", f"<{part} status='removed'>"
    )
    law = from_akn(document)
    assert "text.struck" in [problem.code for problem in law.problems]
    assert is_balanced(document, tmp_path)
    with pytest.raises(UnreadableFileError, match="<act>标明整件"):
        from_akn(document.replace("<act", "<act status='removed'"))


def test_the_number_of_a_label_counts_and_not_an_id_that_says_otherwise() -> None:
    law = from_akn(act("<article eId='art_4'><num>第五条</num><content><p>甲。</p></content></article>"))
    assert law["第五条"].label == "第五条"


OMITTED = {
    "del": ("<p>罚<del>十元</del><ins>五元</ins>。</p>", "罚五元。", "text.struck", "十元"),
    "struck by style": (
        "<p>罚<span style='color:red; text-decoration: line-through'>十元</span>五元。</p>",
        "罚五元。",
        "text.struck",
        "十元",
    ),
    "hidden by style": ("<p>甲<i style='display:none'>乙</i>丙。</p>", "甲丙。", "text.hidden", "乙"),
    "removed": ("<p>甲。</p><p status='removed'>乙。</p>", "甲。", "text.struck", "乙。"),
    "note": (
        "<p>甲<authorialNote marker='1'><p>编者按。</p></authorialNote>。</p>",
        "甲。",
        "text.footnote",
        "编者按。",
    ),
    "remark": (
        "<p>甲。<remark status='editorial'>〔已修改〕</remark></p>",
        "甲。",
        "text.footnote",
        "〔已修改〕",
    ),
    "picture": ("<p>甲<img src='x'/>。</p>", "甲。", "text.image", ""),
    "formula": ("<p>甲<foreign><m xmlns='urn:m'>x+y</m></foreign>。</p>", "甲。", "text.image", "x+y"),
    "raised": ("<p>附表五<sup>甲、乙</sup>。</p>", "附表五甲、乙。", "text.raised", "甲、乙"),
}


@pytest.mark.parametrize("form", OMITTED)
def test_what_is_not_read_is_named_with_its_words(form: str, tmp_path: Path) -> None:
    content, text, code, omitted = OMITTED[form]
    document = act(article(f"<content>{content}</content>") + LAST)
    law = from_akn(document)
    assert law["第一条第一款"].text == text
    assert [(problem.code, problem.omitted) for problem in law.problems] == [(code, omitted)]
    assert is_balanced(document, tmp_path)


def test_raised_and_lowered_words_keep_their_meaning(tmp_path: Path) -> None:
    content = "<p>面积五百m<sup>2</sup>，浓度10<sup>-<b>10</b></sup>，CO<sub>2</sub>，<sup>①</sup>。</p>"
    document = act(article(f"<content>{content}</content>"))
    law = from_akn(document)
    assert law["第一条第一款"].text == "面积五百m²，浓度10⁻¹⁰，CO₂，①。"
    assert law.problems == ()
    assert is_balanced(document, tmp_path)


def test_the_numbers_of_an_ordered_list_are_written(tmp_path: Path) -> None:
    content = "<p>甲：</p><ol><li>乙；</li><li>丙。</li></ol><ul><li>丁。</li></ul>"
    document = act(article(f"<content>{content}</content>"))
    assert from_akn(document)["第一条第一款"].text == "甲：\n1. 乙；\n2. 丙。\n丁。"
    assert is_balanced(document, tmp_path)
    assert regkit.account_of(tmp_path / "a.xml").added == {"numbered": 4}


def test_traditional_labels_are_read_and_the_order_of_taiwan_is_refused() -> None:
    hong_kong = "<section><num>第三條</num><content><p>依照本條第二款第（一）項，申請人應當登記。</p></content></section>"
    law = from_akn(act(hong_kong))
    assert law["第三条"].label == "第三條"
    taiwan = "<article><num>第三條</num><content><p>中華民國國民違反前條第一項第二款者，處罰鍰。</p></content></article>"
    with pytest.raises(regkit.ParseError, match="繁体字"):
        from_akn(act(taiwan))


def test_a_removed_article_is_no_article(tmp_path: Path) -> None:
    removed = (
        "<article status='removed'><num>第二条</num><content><p>甲<img src='x'/>。</p></content></article>"
    )
    document = act(article("<content><p>乙。</p></content>") + removed + LAST)
    law = from_akn(document)
    assert [article.label for article in law.articles] == ["第一条", "第九条"]
    assert [problem.code for problem in law.problems] == ["text.image", "text.struck"]
    assert law.problems[1].omitted == "第二条甲。"
    assert law.problems[1].part == '<article status="removed">'
    assert is_balanced(document, tmp_path)


def test_words_of_metadata_are_no_problem_but_notes_among_them_are(tmp_path: Path) -> None:
    meta = "<meta><proprietary><x xmlns='urn:x'>内部编号七</x></proprietary><notes><note><p>尾注。</p></note></notes></meta>"
    document = act(article("<content><p>乙。</p></content>")).replace(META, meta)
    law = from_akn(document)
    assert [(problem.code, problem.omitted) for problem in law.problems] == [("text.footnote", "尾注。")]
    assert is_balanced(document, tmp_path)
    assert regkit.account_of(tmp_path / "a.xml").omitted == {"metadata": 5, "text.footnote": 3}


ANNEXES = (
    "<attachments><attachment><num>附件一</num><heading>票价</heading><subheading>（2031年）</subheading>"
    f"<doc name='x'>{META}<preface><p>由县里制定。</p></preface><preamble><p>根据条例：</p></preamble>"
    "<mainBody><p>每人一元。</p></mainBody><conclusions><p>2031年4月</p></conclusions>"
    f"<attachments><attachment><heading>附表</heading><doc name='x'>{META}<mainBody><p>牛马二元。</p></mainBody></doc></attachment></attachments>"
    "</doc></attachment></attachments>"
)
COMPONENTS = f"<components><component><doc name='x'>{META}<mainBody><p>渡口名录。</p></mainBody></doc></component></components>"


def test_every_part_of_an_annex_and_annexes_in_it_are_read(tmp_path: Path) -> None:
    document = act(article("<content><p>甲。</p></content>"), after=ANNEXES, end=COMPONENTS)
    law = from_akn(document)
    assert [(annex.label, annex.heading, annex.text) for annex in law.annexes] == [
        ("附件一", "票价 （2031年）", "由县里制定。\n根据条例：\n每人一元。\n2031年4月"),
        (None, "附表", "牛马二元。"),
        (None, None, "渡口名录。"),
    ]
    assert [str(address) for address, _ in law.walk()][-3:] == ["附件一", "附件二", "附件三"]
    assert is_balanced(document, tmp_path)


def test_an_annex_whose_provisions_have_no_place_in_the_tree_is_text(tmp_path: Path) -> None:
    body = (
        "<mainBody><article><num>第一条</num><content><p>甲。</p></content></article><p>以上。</p></mainBody>"
    )
    annexes = ANNEXES.replace("<mainBody><p>每人一元。</p></mainBody>", body)
    document = act(article("<content><p>甲。</p></content>"), after=annexes)
    annex = from_akn(document).annexes[0]
    assert annex.children == ()
    assert annex.text.splitlines()[2:4] == ["第一条　甲。", "以上。"]
    assert is_balanced(document, tmp_path)


def test_what_stands_before_and_after_the_body_is_read(tmp_path: Path) -> None:
    front = "<container name='x'><p>（2031年1月1日通过）</p></container><toc><tocItem href='#x'>第一章　总则</tocItem></toc>"
    after = "<conclusions><p><signature>县长</signature></p><table><tr><td>会</td><td>签</td></tr></table></conclusions>"
    document = act(article("<content><p>甲。</p></content>"), before=front, after=after)
    law = from_akn(document)
    assert (law.title, law.notes, law.contents, law.signature) == (
        "虚构渡口条例",
        ("（2031年1月1日通过）",),
        ("第一章　总则",),
        ("县长", "\t会\t签\t"),
    )
    assert is_balanced(document, tmp_path)
    untitled = document.replace(
        "<p><docTitle>虚构渡口条例</docTitle></p>", "<longTitle><p>虚构渡口条例</p></longTitle>"
    )
    assert from_akn(untitled).title == "虚构渡口条例"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<chapter><num>第一章</num>\n<crossHeading>渡口</crossHeading><content><p>甲。</p></content></chapter>", None),
        ("<chapter>" + article("") + "\n<crossHeading>渡口</crossHeading></chapter>", "第 2 行的“渡口”接在下级条款之后"),
        (article("") + "\n<speech><p>甲。</p></speech>", "不认识第 2 行的 <speech>"),
        (article("") + "\n<html:p xmlns:html='urn:h'>甲。</html:p>", "不认识第 2 行的 <p>"),
        (article("<content><p>甲</p>\n<p><video/></p></content>"), "不认识第 2 行的 <video>"),
        (article("<content><p>甲<eol>乙</eol></p></content>"), "不认识第 1 行的 <eol>"),
        (article("<content><table>甲<tr><td>乙</td></tr></table></content>"), "第 1 行的 <table>里直接有文字"),
        ("<level><num>A</num><content><p>甲。</p></content></level>", "第 1 行的 <level>在中国法规里没有相应的层级"),
        (article("<chapter><num>第一章</num></chapter>"), "款下面不能直接是章"),
        (
            article("<paragraph><num>1</num><intro><p>甲：</p></intro><point><num>a</num></point><wrapUp><p>乙。</p></wrapUp></paragraph>"),
            "没有它的位置",
        ),
    ],
)  # fmt: skip
def test_what_has_no_place_in_a_chinese_law_is_refused_with_its_line(
    body: str, words: str | None, tmp_path: Path
) -> None:
    if words is None:
        assert is_balanced(act(body), tmp_path)
        return
    with pytest.raises(UnreadableFileError, match=words) as caught:
        from_akn(act(body))
    assert caught.value.code == regkit.ErrorCode.FILE_INVALID_TREE
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (AKN, "http://www.akomantoso.org/2.0", "Akoma Ntoso 2.0 的文件，regkit 只读 3.0 版"),
        (AKN, "http://docs.oasis-open.org/legaldocml/ns/akn/4.0", "Akoma Ntoso 4.0"),
        (f" xmlns='{AKN}'", "", "没有写明命名空间"),
        (AKN, "urn:x", "命名空间 urn:x 不是"),
        ("act", "judgment", "<judgment>不是法规"),
        ("<act name='x'>", "<act name='x' contains='multipleVersions'>", "几个时期的文本"),
        ("</act>", "</act><act/>", "不认识第 1 行的 <act>"),
    ],
)
def test_other_versions_and_other_documents_are_refused_by_name(
    old: str, new: str, words: str, tmp_path: Path
) -> None:
    document = act("<article period='#p1'><num>第一条</num><content><p>甲。</p></content></article>")
    assert from_akn(document).articles
    path = tmp_path / "a.xml"
    path.write_text(document.replace(old, new), "utf-8")
    with pytest.raises(UnreadableFileError, match=words):
        regkit.load(path)
    for command in (["show"], ["check"], ["check", "--lossless"], ["add", "--library", str(tmp_path)]):
        done = run(*command, path)
        assert done.returncode == 1, (command, done)
        assert words.partition("，")[0] in done.stdout + done.stderr


@pytest.mark.parametrize("draft", ["/WD17", "/CSD13", "/CSD02"])
def test_drafts_of_version_3_are_read(draft: str) -> None:
    assert from_akn(act(LAST).replace(AKN, AKN + draft)).articles


def test_a_file_in_a_chinese_encoding_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(f"<?xml version='1.0' encoding='GBK'?>{act(LAST)}".encode("gbk"))
    assert regkit.load(path).title == "虚构渡口条例"
    assert regkit.account_of(path).is_balanced


@pytest.mark.parametrize(
    "content",
    [
        "<p startQuote='“' endQuote='”'>甲</p><table startQuote='“'><tr endQuote='”'><td startQuote='“'>乙</td></tr></table>",
        "<p>甲<?regkit-character 7532?><?regkit-character 110000?><?regkit-character FFFFFFFFF?><?regkit-character 1_0?></p>",
        "<p>甲<?regkit-character ?><?other 7532?><![CDATA[<乙>]]>&#x4E19;</p>",
        "<p>“<quotedText startQuote='“' endQuote='”'>甲</quotedText>”<del><quotedText startQuote='“'>乙</quotedText></del></p>",
        "<p/><p>  </p><p>甲</p><p><b/></p>",
        "<table><tr><td/></tr><tr/><tr><td>甲</td></tr></table>",
    ],
)  # fmt: skip
def test_odd_markup_is_counted_as_it_is_read(content: str, tmp_path: Path) -> None:
    assert is_balanced(act(article(f"<content>{content}</content>")), tmp_path)


def test_a_document_under_another_suffix_keeps_its_tree(tmp_path: Path) -> None:
    document = act(article("<paragraph><content><p>甲。</p><p>乙。</p></content></paragraph>"))
    for name in ("a.xml", "a.akn", "a.txt"):
        (tmp_path / name).write_text(document, "utf-8")
        (answer,) = run("show", "--json", tmp_path / name).stdout.splitlines()
        (article_node,) = json.loads(answer)["children"]
        assert [node["text"] for node in article_node["children"]] == ["甲。\n乙。"]


def test_the_proof_fails_if_the_reader_drops_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xml"
    path.write_text(act(article(f"<content>{LIST}</content>")), "utf-8")
    assert regkit.account_of(path).is_balanced
    monkeypatch.setattr(akn_words, "collapsed", lambda text: " ".join(text.split()).replace("不得载客", ""))
    account = regkit.account_of(path)
    assert [excerpt.text for excerpt in account.unclaimed] == ["不符合条件的，不得载客。"]


@pytest.mark.parametrize("suffix", [".xml", ".json"])
@given(text=st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=3), max_size=40).map("".join))
@settings(max_examples=60)
def test_the_account_of_what_regkit_writes_is_balanced(suffix: str, text: str) -> None:
    try:
        law = regkit.parse(text)
    except regkit.ParseError:
        return
    notation, data = SUFFIXES[suffix], WRITERS[suffix](law)
    account = account_for(notation, data, source_of(notation, data))
    assert account.is_balanced
    assert account.signs == account.taken == len(regkit.without_whitespace(regkit.to_text(law)))


# Around what is repeated, and what is repeated.
REPEATED = {
    "notes": (article("<content><p>{}</p></content>"), "甲<noteRef/>"),
    "deletions": (article("<content><p>{}甲</p></content>"), "<del>乙</del>"),
    "empty quotations": (article("<content><p>{}甲</p></content>"), "<quotedText startQuote='“' endQuote='”'><b/></quotedText>"),
    "blank text in quotations": (
        article("<content><p>" + "<quotedStructure startQuote='“'>" * 40 + "{}" + "</quotedStructure>" * 40 + "甲</p></content>"),
        "<b/>",
    ),
    "lists and what follows them": (article("<content>{}</content>"), LIST),
    "merged cells": (article("<content><table>{}</table></content>"), "<tr><td rowspan='9' colspan='9'>甲</td></tr>"),
    "removed articles": (article("<content><p>甲。</p></content>") + "{}", "<article status='removed'><num>第二条</num></article>"),
    "decisions": ("<division><num>一、</num></division>{}", "<p>甲。</p>"),
    "numbers": (article("{}"), "<num>一</num>"),
}  # fmt: skip


@pytest.mark.parametrize("form", REPEATED)
def test_the_time_grows_in_proportion_to_the_document(form: str) -> None:
    around, repeated = REPEATED[form]

    def read(text: str) -> object:
        data = text.encode()
        return account_for(Notation.AKN, data, source_of(Notation.AKN, data))

    measured = growth(read, lambda size: act(around.replace("{}", repeated * (size // len(repeated) + 1))))
    assert measured.exponent <= MOST_GROWTH, measured


_WRAPS = (
    "<del>{}</del>",
    "<b>{}</b>",
    "<i status='removed'>{}</i>",
    "<span><u>{}</u></span>",
    "<sup>{}</sup>",
    "<authorialNote><p>{}</p></authorialNote>",
    "<remark>{}</remark>",
    "<ins>{}</ins>",
    "<mod><quotedText startQuote='“' endQuote='”'>{}</quotedText></mod>",
    "<mod><quotedStructure startQuote='“'><article><num>第一条</num><content><p>{}</p></content></article></quotedStructure></mod>",
    "<foreign>{}</foreign>",
    "{}<img src='x'/>",
    "{}<br/>",
    "{}<eol/>",
    "<!-- {} -->",
    "<?x {}?>",
    "<speech>{}</speech>",
)  # fmt: skip


@given(law=statutes(), seed=st.integers(0, 10_000))
@settings(max_examples=80)
def test_whatever_is_done_to_a_document_is_read_or_named_or_refused(
    tmp_path_factory: pytest.TempPathFactory, law: regkit.Statute, seed: int
) -> None:
    draw = random.Random(seed)
    # Without the mark of regkit it is a document of another program.
    text = to_akn(law).replace(' rk:blanks="exact"', "")
    root = etree.fromstring(text.encode())
    for element in list(root.iter(f"{{{AKN}}}p", f"{{{AKN}}}heading", f"{{{AKN}}}num")):
        words = element.text or ""
        if len(words) > 2 and draw.random() < 0.2:
            cut = draw.randrange(1, len(words))
            wrapped = draw.choice(_WRAPS).format(words[cut:])
            part = etree.fromstring(f"<x xmlns='{AKN}'>{words[:cut]}{wrapped}</x>")
            element.text = part.text
            for inner in reversed(part):
                element.insert(0, inner)
    for element in list(root.iter(f"{{{AKN}}}paragraph", f"{{{AKN}}}point", f"{{{AKN}}}article")):
        if draw.random() < 0.1:
            element.set("status", draw.choice(("removed", "editorial", "edited")))
    path = tmp_path_factory.mktemp("akn") / "a.xml"
    path.write_bytes(etree.tostring(root, encoding="utf-8"))
    if any(name_of(element) == "speech" and not _is_omitted(element) for element in root.iter()):
        with pytest.raises(UnreadableFileError, match="<speech>"):
            regkit.account_of(path)
    else:
        assert regkit.account_of(path).is_balanced, path.read_text("utf-8")


def _is_omitted(element: etree._Element) -> bool:
    """Whether an element stands in one that is left out as a whole."""
    return any(kind_of_omission(above) for above in element.iterancestors())
