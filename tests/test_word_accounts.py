"""Every word of a Word file is read or named: what readers leave out, and the account that proves it."""

from __future__ import annotations

import contextlib
import io
import time
import zipfile
from collections.abc import Callable
from html import escape

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import regkit
from regkit import UnreadableFileError
from regkit.accounts import account_for
from regkit.census.accounting import Account
from regkit.notations import READERS
from regkit.notations.recognition import Notation
from regkit.notations.source import Source
from regkit.notations.word.texts import Texts
from regkit.notations.word.writing import to_word
from regkit.text.whitespace import without_whitespace
from tests.conftest import SEED
from tests.test_mhtml import ENCODED, PAGE, QUOTED, archive

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "x": "urn:example:unknown",
        "w16se": "http://schemas.microsoft.com/office/word/2015/wordml/symex",
    }.items()
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
READ = READERS[Notation.WORD]
PICTURE = "<w:drawing><wp:inline><pic:pic/></wp:inline></w:drawing>"
LAW = (
    "示范市集市管理条例",
    "第一条　为了规范集市，制定本条例。",
    "第二条　集市应当公平、开放。",
    "第三条　本条例自2025年1月1日起施行。",
)


def packed(files: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return stream.getvalue()


def relations(entries: dict[str, tuple[str, str]]) -> str:
    """A part with relations: for each id, its kind and its target."""
    inner = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for name, (kind, target) in entries.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'


def docx(
    body: str,
    parts: dict[str, tuple[str, str | bytes]] | None = None,
    *,
    styles: str = "",
    numbering: str = "",
    links: dict[str, str] | None = None,
) -> bytes:
    """A Word file. `parts` gives for each file name the relation of the document to it, and its content; its id is its name.

    `links` gives the relations of other parts.
    """
    parts = parts or {}
    entries = {name: (kind, name) for name, (kind, _) in parts.items()}
    return packed(
        {
            "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": relations(entries),
            "word/styles.xml": f"<w:styles {NAMESPACES}>{styles}</w:styles>",
            "word/numbering.xml": f"<w:numbering {NAMESPACES}>{numbering}</w:numbering>",
            **{f"word/{name}": content for name, (_, content) in parts.items()},
            **{f"word/_rels/{name}.rels": content for name, content in (links or {}).items()},
        }
    )


def part(tag: str, content: str) -> str:
    """A part with one root element."""
    return f"<{tag} {NAMESPACES}>{content}</{tag}>"


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def r(text: str, properties: str = "", tag: str = "w:t") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><{tag}>{escape(text)}</{tag}></w:r>"


def field(instruction: str, result: str) -> str:
    def sign(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    return sign("begin") + r(instruction, tag="w:instrText") + sign("separate") + r(result) + sign("end")


def alternatives(choice: str, fallback: str) -> str:
    return f"<mc:AlternateContent><mc:Choice>{choice}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"


def boxes(choice: str, fallback: str) -> str:
    """A text box as Word stores it: once for itself and once for older programs."""
    first, second = (f"<w:txbxContent>{p(r(text))}</w:txbxContent>" for text in (choice, fallback))
    return f"<w:r>{alternatives(f'<w:drawing>{first}</w:drawing>', f'<w:pict>{second}</w:pict>')}</w:r>"


def account_of(data: bytes, source: Source) -> Account:
    return account_for(Notation.WORD, data, source)


def read(data: bytes) -> Source:
    """The text of a file, whose account is balanced."""
    source = READ(data)
    account = account_of(data, source)
    assert account.is_balanced, account
    return source


def lines(source: Source) -> list[str]:
    return source.text.removesuffix("\n").split("\n")


def named(source: Source) -> list[tuple[str, str]]:
    """What is named for people: codes and words."""
    return [(remark.code, remark.omitted) for remark in source.remarks]


def quiet(source: Source) -> list[tuple[str, str]]:
    """What is left out without a remark: kinds and words."""
    return [
        (departure.kind, departure.omitted) for departure in source.departures if "." not in departure.kind
    ]


STRUCK_STYLES = (
    '<w:style w:styleId="a" w:type="character"><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:styleId="b" w:type="paragraph"><w:basedOn w:val="c"/></w:style>'
    '<w:style w:styleId="c" w:type="paragraph"><w:rPr><w:dstrike/></w:rPr></w:style>'
)
LISTS = (
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="第%1条"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
)
NUMBERED = '<w:numPr><w:numId w:val="1"/></w:numPr>'


class TestStruckText:
    @pytest.mark.parametrize(
        "properties", ["<w:strike/>", '<w:dstrike w:val="1"/>', '<w:rStyle w:val="a"/>', "<w:strike/><w:b/>"]
    )
    def test_struck_words_are_named_and_not_read(self, properties: str) -> None:
        source = read(docx(p(r("处"), r("五百元", properties), r("一千元罚款。")), styles=STRUCK_STYLES))
        assert lines(source) == ["处一千元罚款。"]
        assert named(source) == [("text.struck", "五百元")]

    def test_the_style_of_a_paragraph_strikes_its_words(self) -> None:
        style = '<w:pStyle w:val="b"/>'
        body = p(r("甲。"), r("乙。", '<w:dstrike w:val="0"/>'), properties=style) + p(r("丙。"))
        source = read(docx(body, styles=STRUCK_STYLES))
        assert lines(source) == ["乙。", "丙。"]
        assert named(source) == [("text.struck", "甲。")]

    @pytest.mark.parametrize(
        "properties", ['<w:strike w:val="0"/>', '<w:dstrike w:val="false"/>', "<w:u/>", "<w:i/>", "<w:em/>"]
    )
    def test_underlined_slanted_and_dotted_words_are_text(self, properties: str) -> None:
        source = read(docx(p(r("处"), r("五百元", properties), r("罚款。"))))
        assert lines(source) == ["处五百元罚款。"]
        assert source.departures == ()

    def test_the_number_of_a_struck_paragraph_goes_with_it_but_is_counted(self) -> None:
        body = "".join(
            p(r(text, struck), properties=NUMBERED)
            for text, struck in (("甲。", ""), ("乙。", "<w:strike/>"), ("丙。", ""))
        )
        source = read(docx(body, numbering=LISTS))
        assert lines(source) == ["第一条　甲。", "", "第三条　丙。"]
        assert named(source) == [("text.struck", "乙。")]

    def test_a_paragraph_of_which_some_words_are_struck_keeps_its_number(self) -> None:
        body = p(r("甲。", "<w:strike/>"), r("乙。"), properties=NUMBERED) + p(properties=NUMBERED)
        assert lines(read(docx(body, numbering=LISTS))) == ["第一条　乙。", "第二条"]


def shifted(value: int) -> str:
    return f'<w:position w:val="{value}"/>'


UP, DOWN = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'
RAISING_STYLES = (
    '<w:style w:styleId="a" w:type="character"><w:basedOn w:val="b"/></w:style>'
    f'<w:style w:styleId="b" w:type="character"><w:rPr>{UP}</w:rPr></w:style>'
    f'<w:style w:styleId="c" w:type="paragraph"><w:rPr>{DOWN}</w:rPr></w:style>'
)


class TestRaisedText:
    @pytest.mark.parametrize(
        ("runs", "line"),
        [
            ((r("不超过3.7×10"), r("10", UP), r("贝可")), "不超过3.7×10¹⁰贝可"),
            ((r("10"), r("-", UP), r("1", UP), r("2", UP)), "10⁻¹²"),
            ((r("CO"), r("2", DOWN), r("的排放")), "CO₂的排放"),
            ((r("100m"), r("2", '<w:rStyle w:val="a"/>')), "100m²"),
            ((r("100m"), r("2", shifted(8)), r("以下")), "100m²以下"),
            ((r("SO"), r("2", shifted(-6))), "SO₂"),
            ((r("x"), f"<m:oMath><m:sSup><m:sup>{r('2', tag='m:t')}</m:sup></m:sSup></m:oMath>"), "x²"),
        ],
    )
    def test_raised_and_lowered_signs_are_those_of_unicode(self, runs: tuple[str, ...], line: str) -> None:
        source = read(docx(p(*runs), styles=RAISING_STYLES))
        assert lines(source) == [line]
        assert {kind for kind, _ in quiet(source)} == {"replaced"}
        assert not any(remark.code == "text.raised" for remark in source.remarks)

    def test_the_style_of_a_paragraph_can_lower_its_signs(self) -> None:
        assert lines(read(docx(p(r("12"), properties='<w:pStyle w:val="c"/>'), styles=RAISING_STYLES))) == [
            "₁₂"
        ]

    @pytest.mark.parametrize(
        ("text", "properties"),
        [("［注］", UP), ("［注］", DOWN), ("①", UP), ("[1]", UP), ("※", UP), ("*", UP)],
    )
    def test_raised_signs_that_unicode_lacks_and_marks_of_notes_are_plain_and_named(
        self, text: str, properties: str
    ) -> None:
        source = read(docx(p(r("集市"), r(text, properties), r("是指"))))
        assert lines(source) == [f"集市{text}是指"]
        assert named(source) == [("text.raised", text)]

    @pytest.mark.parametrize(
        "runs",
        [
            (r("集市", UP.replace("superscript", "baseline")), r("2")),
            (r("集市", shifted(2)), r("2", shifted(3))),
            (r("集市", shifted(8)), r("2", shifted(8))),
            (r("集"), r("市", shifted(-8)), r("2")),
            (r("集市"), r(" ", UP), r("2")),
        ],
    )
    def test_text_that_is_only_aligned_stays_as_it_is(self, runs: tuple[str, ...]) -> None:
        source = read(docx(p(*runs), styles=RAISING_STYLES))
        assert without_whitespace(source.text) == "集市2"
        assert source.departures == ()


class TestEmbeddedFiles:
    """Files that Word shows as part of the text (w:altChunk)."""

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("afchunk.mht", archive(QUOTED)),
            ("afchunk.mht", archive(ENCODED)),
            ("afchunk.htm", PAGE.encode("utf-8")),
            ("afchunk.dat", b"\xef\xbb\xbf<html>" + PAGE.encode("utf-8") + b"</html>"),
            ("afchunk.docx", docx(p(r("第一条　为了规范集市，制定本条例。")))),
            ("afchunk.txt", "第一条　为了规范集市，制定本条例。".encode("gb18030")),
        ],
    )
    def test_an_embedded_file_is_read_at_its_place(self, name: str, content: bytes) -> None:
        body = p(r("示范条例")) + f'<w:altChunk r:id="{name}"/>' + p(r("第二条　乙。"))
        source = read(docx(body, {name: ("aFChunk", content)}))
        assert [line for line in lines(source) if line] == [
            "示范条例",
            "第一条　为了规范集市，制定本条例。",
            "第二条　乙。",
        ]
        assert source.remarks == ()

    def test_what_an_embedded_page_leaves_out_is_named(self) -> None:
        page = '<p>第一条　甲。<span style="display:none">乙</span></p><img src="a.png"><p>第二条　丙。</p>'
        source = read(docx('<w:altChunk r:id="a.html"/>', {"a.html": ("aFChunk", page)}))
        assert [line for line in lines(source) if line] == ["第一条　甲。", "第二条　丙。"]
        assert {code for code, _ in named(source)} == {"text.hidden", "text.image"}

    def test_a_file_with_nothing_but_an_embedded_one_of_another_kind_says_so(self) -> None:
        data = docx('<w:altChunk r:id="a.rtf"/>', {"a.rtf": ("aFChunk", "{\\rtf1 text}")})
        with pytest.raises(UnreadableFileError, match=r"嵌入的另一个文件.*另存为"):
            READ(data)

    @pytest.mark.parametrize(
        "chunk", ['<w:altChunk r:id="a.rtf"/>', '<w:altChunk r:id="none"/>', "<w:altChunk/>"]
    )
    def test_an_embedded_file_that_is_not_read_is_named(self, chunk: str) -> None:
        source = read(docx(p(r("甲")) + chunk, {"a.rtf": ("aFChunk", "{\\rtf1 text}")}))
        assert [code for code, _ in named(source)] == ["text.image"]

    def test_a_file_that_embeds_itself_ends(self) -> None:
        inner = docx(p(r("甲")) + '<w:altChunk r:id="a.docx"/>', {"a.docx": ("aFChunk", b"PK")})
        source = read(docx('<w:altChunk r:id="b.docx"/>', {"b.docx": ("aFChunk", inner)}))
        assert without_whitespace(source.text) == "甲"


class TestOtherParts:
    def test_headers_and_footers_are_named_once_with_their_words(self) -> None:
        header = part("w:hdr", p(r("示范条例草案"), field("PAGE", "1")))
        source = read(
            docx(
                p(r("甲")),
                {
                    "h1.xml": ("header", header),
                    "h2.xml": ("header", header),
                    "f1.xml": ("footer", part("w:ftr", p(r("内部资料")))),
                },
            )
        )
        assert lines(source) == ["甲"]
        (remark,) = source.remarks
        assert (remark.code, remark.line, remark.part) == ("text.page_edges", 1, "页眉、页脚")
        assert "示范条例草案" in remark.omitted
        assert "内部资料" in remark.omitted

    @pytest.mark.parametrize("words", ["— {} —", "第{}页 共8页", "{}/3", "－{}－", ""])
    def test_page_numbers_alone_need_no_remark(self, words: str) -> None:
        before, _, after = words.partition("{}")
        footer = part("w:ftr", p(r(before), field("PAGE \\* MERGEFORMAT", "1"), r(after)))
        assert read(docx(p(r("甲")), {"f.xml": ("footer", footer)})).remarks == ()

    @pytest.mark.parametrize(
        ("relation", "tag", "name"),
        [("footnotes", "footnote", "脚注"), ("endnotes", "endnote", "尾注"), ("comments", "comment", "批注")],
    )
    def test_notes_are_named_with_their_words_where_they_stand(
        self, relation: str, tag: str, name: str
    ) -> None:
        notes = part(
            f"w:{relation}",
            f'<w:{tag} w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{tag}>'
            f'<w:{tag} w:id="2">{p(r("零散工程"))}{p(r("除外。"))}</w:{tag}><w:{tag} w:id="3">{p(r("另议。"))}</w:{tag}>',
        )
        body = p(r("甲")) + p(r("乙"), f'<w:r><w:{tag}Reference w:id="2"/></w:r>', r("丙"))
        body += p(r("丁"), f'<w:r><w:{tag}Reference w:id="3"/></w:r>')
        source = read(docx(body, {f"{relation}.xml": (relation, notes)}))
        assert lines(source) == ["甲", "乙丙", "丁"]
        assert [(remark.code, remark.line, remark.part) for remark in source.remarks] == [
            ("text.footnote", 2, name),
            ("text.footnote", 3, name),
        ]
        assert [without_whitespace(words) for _, words in named(source)] == ["零散工程除外。", "另议。"]

    def test_a_note_that_nothing_refers_to_is_named_as_hidden(self) -> None:
        notes = part("w:footnotes", f'<w:footnote w:id="2">{p(r("另议。"))}</w:footnote>')
        source = read(docx(p(r("甲")), {"footnotes.xml": ("footnotes", notes)}))
        assert [(code, words.strip()) for code, words in named(source)] == [("text.hidden", "另议。")]

    def test_a_note_of_deleted_words_is_deleted(self) -> None:
        notes = part("w:footnotes", f'<w:footnote w:id="2">{p(r("另议。"))}</w:footnote>')
        body = p(
            r("甲"), f'<w:del>{r("乙", tag="w:delText")}<w:r><w:footnoteReference w:id="2"/></w:r></w:del>'
        )
        source = read(docx(body, {"footnotes.xml": ("footnotes", notes)}))
        assert {code for code, _ in named(source)} == {"text.tracked_changes"}

    def test_words_of_charts_and_diagrams_are_named_where_they_stand(self) -> None:
        chart = part("c:chartSpace", "<c:title><a:t>收费标准</a:t></c:title><c:f>A1</c:f><c:v>12.5</c:v>")
        diagram = part("dgm:dataModel", "<dgm:pt><dgm:t><a:p><a:t>申请</a:t></a:p></dgm:t></dgm:pt>")
        drawing = part("dgm:drawing", "<a:p><a:t>申请</a:t></a:p>")
        body = p(r("甲"), '<w:r><w:drawing><c:chart r:id="chart.xml"/></w:drawing></w:r>')
        body += p(r("乙"), '<w:r><w:drawing><dgm:relIds r:dm="data.xml"/></w:drawing></w:r>')
        source = read(
            docx(
                body,
                {
                    "chart.xml": ("chart", chart),
                    "data.xml": ("diagramData", diagram),
                    "drawing.xml": ("diagramDrawing", drawing),
                },
            )
        )
        assert [(remark.code, remark.line, remark.part) for remark in source.remarks] == [
            ("text.image", 1, "图表"),
            ("text.image", 2, "图示"),
        ]
        assert [without_whitespace(words) for _, words in named(source)] == ["收费标准12.5", "申请"]
        assert ("duplicate", "申请") in quiet(source)

    def test_pictures_and_charts_in_headers_are_named(self) -> None:
        header = part("w:hdr", p(f"<w:r>{PICTURE}</w:r>"))
        chart = part("c:chartSpace", "<c:v>7</c:v>")
        data = docx(
            p(r("甲")),
            {"h.xml": ("header", header)},
            links={"h.xml": relations({"c": ("chart", "chart.xml")})},
        )
        files = {name: zipfile.ZipFile(io.BytesIO(data)).read(name) for name in _names(data)}
        source = read(packed({**files, "word/chart.xml": chart}))
        assert named(source) == [("text.image", "7")]
        assert source.remarks[0].part == "图表、页眉"

    PLACES = {  # noqa: RUF012 - pytest collects no instance that could change it
        "paragraph": p(f"<w:r>{PICTURE}</w:r>"),
        "two in a run": p(f"<w:r>{PICTURE}{PICTURE}</w:r>"),
        "cell": f"<w:tbl><w:tr><w:tc>{p(f'<w:r>{PICTURE}</w:r>')}</w:tc></w:tr></w:tbl>",
        "box": p(f"<w:r><w:pict><w:txbxContent>{p(f'<w:r>{PICTURE}</w:r>')}</w:txbxContent></w:pict></w:r>"),
        "alternatives": p(f"<w:r>{alternatives(PICTURE, '<w:pict><v:imagedata/></w:pict>')}</w:r>"),
        "object": p("<w:r><w:object><v:shape><v:imagedata/></v:shape></w:object></w:r>"),
        "deleted": p(f"<w:del><w:r>{PICTURE}</w:r></w:del>"),
        "deleted row": f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{p(f'<w:r>{PICTURE}</w:r>')}</w:tc></w:tr></w:tbl>",
        "content control": f"<w:sdt><w:sdtContent>{p(f'<w:r>{PICTURE}</w:r>')}</w:sdtContent></w:sdt>",
    }

    @pytest.mark.parametrize("place", PLACES)
    def test_pictures_are_claimed_wherever_they_stand(self, place: str) -> None:
        read(docx(p(r("甲")) + self.PLACES[place] + p(r("乙"))))

    def test_a_named_picture_does_not_cover_another_one(self) -> None:
        header = part("w:hdr", p(f"<w:r>{PICTURE}</w:r>"))
        data = docx(
            p(r("甲"), f"<w:r>{PICTURE}</w:r>", f"<w:r>{PICTURE}</w:r>"), {"h.xml": ("header", header)}
        )
        source = read(data)
        places = [place for departure in source.departures for place in departure.pictures]
        assert len(set(places)) == len(places) == 3
        for lost in places:
            departures = tuple(
                msgspec.structs.replace(
                    departure, pictures=tuple(place for place in departure.pictures if place != lost)
                )
                for departure in source.departures
            )
            account = account_of(data, msgspec.structs.replace(source, departures=departures))
            assert [excerpt.place for excerpt in account.unclaimed] == [lost]

    def test_pictures_of_an_embedded_file_do_not_cover_those_of_the_document(self) -> None:
        inner = docx(p(r("乙"), f"<w:r>{PICTURE}</w:r>"))
        data = docx(
            p(r("甲"), f"<w:r>{PICTURE}</w:r>") + '<w:altChunk r:id="i.docx"/>',
            {"i.docx": ("aFChunk", inner)},
        )
        source = read(data)
        assert sum(len(departure.pictures) for departure in source.departures) == 1


def _names(data: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(data)).namelist()


class TestChangesAndAlternatives:
    def test_deleted_and_moved_words_are_named(self) -> None:
        body = p(r("处"), f"<w:del>{r('一', tag='w:delText')}</w:del><w:ins>{r('二')}</w:ins>", r("万元"))
        body += p(f"<w:moveFrom>{r('罚款')}</w:moveFrom>", r("。"))
        source = read(docx(body))
        assert lines(source) == ["处二万元", "。"]
        assert named(source) == [("text.tracked_changes", "一\n罚款")]

    @pytest.mark.parametrize("where", ["row", "cell"])
    def test_words_of_deleted_rows_and_cells_are_named(self, where: str) -> None:
        mark = "<w:trPr><w:del/></w:trPr>" if where == "row" else ""
        cell = "<w:tcPr><w:cellDel/></w:tcPr>" if where == "cell" else ""
        rows = f"<w:tr><w:tc>{p(r('甲'))}</w:tc><w:tc>{p(r('乙'))}</w:tc></w:tr>"
        rows += f"<w:tr>{mark}<w:tc>{cell}{p(r('丙'))}</w:tc><w:tc>{cell}{p(r('丁'))}</w:tc></w:tr>"
        source = read(docx(f"<w:tbl>{rows}</w:tbl>"))
        assert without_whitespace(source.text) == "甲乙"
        assert [(code, without_whitespace(words)) for code, words in named(source)] == [
            ("text.tracked_changes", "丙丁")
        ]

    def test_an_inserted_paragraph_mark_and_row_are_changes(self) -> None:
        assert [code for code, _ in named(read(docx(p(r("甲"), properties="<w:rPr><w:ins/></w:rPr>"))))] == [
            "text.tracked_changes"
        ]
        row = f"<w:tr><w:trPr><w:ins/></w:trPr><w:tc>{p(r('甲'))}</w:tc></w:tr>"
        assert [code for code, _ in named(read(docx(f"<w:tbl>{row}</w:tbl>")))] == ["text.tracked_changes"]

    def test_instructions_of_fields_are_no_words_of_the_law(self) -> None:
        source = read(docx(p(r("见"), field("REF _Ref1 \\h", "第三条"))))
        assert lines(source) == ["见第三条"]
        assert quiet(source) == [("syntax", "REF _Ref1 \\h")]
        assert source.remarks == ()

    def test_a_field_that_draws_is_a_picture(self) -> None:
        source = read(docx(p(r("见"), field("EQ \\o\\ac(○,1)", ""))))
        assert named(source) == [("text.image", "EQ \\o\\ac(○,1)")]

    def test_a_box_for_older_programs_is_a_double(self) -> None:
        source = read(docx(p(r("甲"), boxes("第一条　乙。", "第一条　乙。"))))
        assert lines(source) == ["甲", "第一条　乙。"]
        assert quiet(source) == [("duplicate", "第一条　乙。\n")]
        assert source.remarks == ()

    def test_other_words_for_older_programs_are_named(self) -> None:
        source = read(docx(p(r("甲"), boxes("处一千元罚款。", "处五千元罚款。"))))
        assert lines(source) == ["甲", "处一千元罚款。"]
        assert [(code, words.strip()) for code, words in named(source)] == [("text.hidden", "处五千元罚款。")]

    def test_boxes_within_boxes_are_doubles_too(self) -> None:
        inner = boxes("丙", "丙")
        text = f"<w:txbxContent>{p(r('乙'), inner)}</w:txbxContent>"
        source = read(docx(p(r("甲"), f"<w:r>{alternatives(text, text)}</w:r>")))
        assert without_whitespace(source.text) == "甲乙丙"
        assert source.remarks == ()

    def test_a_sign_of_a_newer_font_is_read(self) -> None:
        sign = alternatives('<w16se:symEx w16se:char="25CB"/>', "<w:t>○</w:t>")
        source = read(docx(p(r("甲"), f"<w:r>{sign}</w:r>")))
        assert lines(source) == ["甲○"]
        assert source.remarks == ()

    def test_descriptions_of_pictures_are_no_words_of_the_law(self) -> None:
        picture = '<w:drawing><wp:docPr title="图一" descr="平面图"/><wp:posOffset>12</wp:posOffset><pic:pic/></w:drawing>'
        source = read(docx(p(r("甲"), f"<w:r>{picture}</w:r>")))
        assert quiet(source) == [("metadata", "图一 平面图")]
        assert [code for code, _ in named(source)] == ["text.image"]

    def test_markup_that_nobody_knows_is_named(self) -> None:
        source = read(docx(p(r("甲"), "<x:y>第二条　乙。</x:y>"), {}))
        assert named(source) == [("text.markup", "第二条　乙。")]

    @pytest.mark.parametrize(
        "body",
        [
            "<w:p><w:pPr>{}</w:pPr></w:p>",
            "<w:p>{}<w:r/></w:p>",
            "<w:p><w:r><w:rPr>{}<w:b/></w:rPr></w:r></w:p>",
            "<w:p><w:r><w:t>甲<x:y/>{}</w:t></w:r></w:p>",
            "<w:p/>{}<w:p/>",
            "<w:tbl>{}<w:tr>{}<w:tc>{}<w:p/></w:tc></w:tr></w:tbl>",
            "<w:sectPr>{}</w:sectPr>",
            "<w:p><w:r><w:ruby>{}<w:rt>{}</w:rt></w:ruby></w:r></w:p>",
        ],
    )
    def test_text_where_the_standard_allows_none_is_named(self, body: str) -> None:
        source = read(docx(body.replace("{}", "乙") + p(r("末行"))))
        assert "乙" not in source.text
        assert "乙" in "".join(words for _, words in named(source))

    def test_the_reading_of_a_ruby_is_named(self) -> None:
        ruby = f"<w:ruby><w:rt>{r('yǐ')}</w:rt><w:rubyBase>{r('乙')}</w:rubyBase></w:ruby>"
        source = read(docx(p(r("甲"), f"<w:r>{ruby}</w:r>")))
        assert lines(source) == ["甲乙"]
        assert named(source) == [("text.footnote", "yǐ")]


WAYS: dict[str, Callable[[str], str]] = {
    "plain": r,
    "slanted": lambda text: r(text, "<w:i/>"),
    "linked": lambda text: f"<w:hyperlink>{r(text)}</w:hyperlink>",
    "inserted": lambda text: f"<w:ins>{r(text)}</w:ins>",
    "boxed": lambda text: boxes(text, text),
    "result": lambda text: field("REF a", text),
    "controlled": lambda text: (
        f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{r(text)}</w:sdtContent></w:sdt>"
    ),
    "raised": lambda text: r(text, UP),
    "lowered": lambda text: r(text, shifted(-8)),
    "deleted": lambda text: f"<w:del>{r(text, tag='w:delText')}</w:del>",
    "moved": lambda text: f"<w:moveFrom>{r(text)}</w:moveFrom>",
    "hidden": lambda text: r(text, "<w:vanish/>"),
    "struck": lambda text: r(text, "<w:strike/>"),
    "other words": lambda text: boxes("别的字", text),
    "ruby": lambda text: (
        f"<w:r><w:ruby><w:rt>{r(text)}</w:rt><w:rubyBase>{r('注')}</w:rubyBase></w:ruby></w:r>"
    ),
    "unknown": lambda text: f"<x:y>{escape(text)}</x:y>",
}
READ_WAYS = frozenset(
    ("plain", "slanted", "linked", "inserted", "boxed", "result", "controlled", "raised", "lowered")
)
AROUND: dict[str, Callable[[str], str]] = {
    "paragraph": lambda content: content,
    "cell": lambda content: f"<w:tbl><w:tr><w:tc>{content}</w:tc><w:tc>{p(r('格'))}</w:tc></w:tr></w:tbl>",
    "deleted row": lambda content: (
        f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{content}</w:tc></w:tr></w:tbl>"
    ),
    "moved": lambda content: f"<w:moveFrom>{content}</w:moveFrom>",
    "alternative": lambda content: alternatives(content, content),
}
MARKS = ("", "<w:rPr><w:del/></w:rPr>", "<w:rPr><w:vanish/></w:rPr>", "<w:rPr><w:strike/></w:rPr>", NUMBERED)


@st.composite
def treated(draw: st.DrawFn) -> tuple[str, list[tuple[str, bool]]]:
    """The body of a law in which some words are treated, and for all words whether they are read."""
    body: list[str] = []
    words: list[tuple[str, bool]] = []
    for line in LAW:
        cuts = sorted(draw(st.lists(st.integers(1, len(line) - 1), max_size=3, unique=True)))
        pieces = [line[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(line)], strict=True)]
        ways = [draw(st.sampled_from(sorted(WAYS))) for _ in pieces]
        around = draw(st.sampled_from(sorted(AROUND)))
        content = p(
            *(WAYS[way](piece) for way, piece in zip(ways, pieces, strict=True)),
            properties=draw(st.sampled_from(MARKS)),
        )
        body.append(AROUND[around](content))
        kept = around not in ("deleted row", "moved")
        words += [(piece, kept and way in READ_WAYS) for way, piece in zip(ways, pieces, strict=True)]
    return "".join(body) + p(r("末行")), words


@given(treated(), st.sampled_from(["", "示范条例", "— 1 —"]))
def test_words_treated_in_any_way_are_read_or_named(
    document: tuple[str, list[tuple[str, bool]]], header: str
) -> None:
    body, words = document
    source = read(docx(body, {"h.xml": ("header", part("w:hdr", p(r(header))))}, numbering=LISTS))
    omitted = [without_whitespace(departure.omitted) for departure in source.departures]
    for piece, is_read in words:
        # What is read in other signs is named with those of the file.
        inner = without_whitespace(piece)
        assert inner in without_whitespace(source.text) or any(inner in text for text in omitted), piece
        if not is_read:
            assert any(inner in text for text in omitted), piece


def test_the_files_that_regkit_writes_are_read_without_a_word_of_remark() -> None:
    law = regkit.load(SEED)
    source = read(to_word(law))
    assert source.remarks == ()
    assert regkit.parse(source.text) == law


@pytest.fixture(params=["words", "struck", "order"])
def sabotaged(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A reader that loses words, names struck words without saying them, or turns words round."""
    write, omit = Texts.write, Texts.omit
    if request.param == "words":
        monkeypatch.setattr(Texts, "write", lambda self, text: None if "公平" in text else write(self, text))
    elif request.param == "struck":
        monkeypatch.setattr(Texts, "omit", lambda self, kind, words: omit(self, kind, words[:1]))
    else:
        monkeypatch.setattr(Texts, "write", lambda self, text: write(self, text[::-1]))
    return str(request.param)


def test_the_account_of_a_reader_that_loses_words_is_not_balanced(sabotaged: str) -> None:
    data = docx("".join(p(r(line)) for line in LAW) + p(r("已经删去", "<w:strike/>")))
    account = account_of(data, READ(data))
    assert not account.is_balanced
    assert account.unclaimed if sabotaged != "order" else account.displaced


def _long(number: int) -> str:
    return f"第{number}款　示范市第{number}号集市应当公平、开放、整洁、有序，不得占用道路。" * 4


@pytest.mark.parametrize(
    "body",
    [
        "".join(p(r(_long(n)), boxes(f"第{n}框。", f"第{n}框。"), r("后面的字。")) for n in range(1500)),
        "<w:tbl>"
        + "".join(
            f"<w:tr><w:trPr>{'<w:del/>' if n % 2 else ''}</w:trPr><w:tc>{p(r(_long(n)))}</w:tc><w:tc>{p(r('格'))}</w:tc></w:tr>"
            for n in range(3000)
        )
        + "</w:tbl>",
    ],
    ids=["boxes", "deleted rows"],
)
def test_what_stands_beside_the_text_of_a_large_file_is_found(body: str) -> None:
    read(docx(body))


class TestHostileParts:
    @pytest.mark.parametrize(
        "body",
        [
            (
                "<mc:AlternateContent><mc:Choice>" * 100
                + r("甲")
                + "</mc:Choice><mc:Fallback><w:t>甲</w:t></mc:Fallback></mc:AlternateContent>" * 100
            )
            * 300,
            alternatives(
                r("甲"),
                "<mc:AlternateContent><mc:Choice/><mc:Fallback>" * 100
                + "<w:t>甲</w:t>" * 50_000
                + "</mc:Fallback></mc:AlternateContent>" * 100,
            ),
            ("<w:p>" * 200 + r("甲", "<w:strike/>") + "</w:p>" * 200) * 200,
            p(r("甲")) + "<w:r><w:footnoteReference/></w:r>" * 50_000,
            '<w:altChunk r:id="a.txt"/>' * 20_000,
        ],
    )
    def test_nested_and_repeated_parts_are_read_in_linear_time(self, body: str) -> None:
        data = docx(body + p(r("末行")), {"a.txt": ("aFChunk", "第一条　甲。")})
        begin = time.process_time()
        assert "末行" in READ(data).text
        assert time.process_time() - begin < 10

    @pytest.mark.parametrize(
        "name", ["footnotes", "endnotes", "comments", "header", "footer", "chart", "diagramData", "aFChunk"]
    )
    @pytest.mark.parametrize("content", ["", "no XML", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "<a>"])
    def test_damaged_parts_are_refused_in_one_sentence(self, name: str, content: str) -> None:
        data = docx(p(r("甲")) + '<w:altChunk r:id="a.docx"/>', {"a.docx": (name, content)})
        with contextlib.suppress(UnreadableFileError):
            assert lines(READ(data))[0] == "甲"
