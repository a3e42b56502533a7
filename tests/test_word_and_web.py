"""Reading the text of a statute from Word files and web pages."""

from __future__ import annotations

import contextlib
import io
import zipfile
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

import regkit
from regkit import UnreadableFileError
from regkit.model.tables import Covered, as_head
from regkit.notations.html.reading import from_html
from regkit.notations.source import Source
from regkit.notations.word.numbering import write_number
from regkit.notations.word.package import MOST_BYTES_OF_A_PART
from regkit.notations.word.reading import from_docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
LEFT, ABOVE = Covered.BY_LEFT.value, Covered.BY_ABOVE.value
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/>'
    "</Relationships>"
)
WORDS = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=12)


def parts(body: str, *, styles: str = "", numbering: str = "") -> dict[str, str]:
    return {
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {NAMESPACES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {NAMESPACES}>{numbering}</w:numbering>",
    }


def package(files: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def word(body: str, *, styles: str = "", numbering: str = "") -> Source:
    return from_docx(package(parts(body, styles=styles, numbering=numbering)))


def lines(source: Source) -> list[str]:
    return source.text.removesuffix("\n").split("\n")


def remarks(source: Source) -> list[tuple[str, int | None, str]]:
    return [(remark.code, remark.line, remark.excerpt) for remark in source.remarks]


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def tc(*content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(content)}</w:tc>"


def tr(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


class TestWordText:
    def test_a_paragraph_is_a_line_in_the_order_of_the_document(self) -> None:
        body = (
            p(r("示范"), r("条例"))
            + f"<w:sdt><w:sdtPr><w:tab/></w:sdtPr><w:sdtContent>{p(r('第一条　甲。'))}</w:sdtContent></w:sdt>"
            + p(f"<w:hyperlink>{r('第二条　')}</w:hyperlink>", f"<w:smartTag>{r('乙。')}</w:smartTag>")
            + p(f'<w:fldSimple w:instr="DATE">{r("2024年")}</w:fldSimple>')
        )
        assert lines(word(body)) == ["示范条例", "第一条　甲。", "第二条　乙。", "2024年"]

    def test_characters_that_are_elements_become_text(self) -> None:
        body = p(
            "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:noBreakHyphen/><w:t>丙</w:t><w:br/><w:t>丁</w:t><w:cr/>"
            '<w:sym w:font="Wingdings" w:char="F0FE"/><w:br w:type="page"/><w:t>戊</w:t><w:tab/></w:r>',
            properties='<w:tabs><w:tab w:val="left" w:pos="1"/></w:tabs>',
        )
        assert lines(word(body)) == ["甲\t乙-丙", "丁", "\uf0fe", "戊"]

    def test_a_paragraph_with_tabs_at_both_ends_is_no_row(self) -> None:
        assert lines(word(p("<w:r><w:tab/><w:t>甲</w:t><w:tab/></w:r>"))) == ["\t甲"]

    def test_tracked_changes_are_accepted(self) -> None:
        body = p(
            r("处"),
            f"<w:del>{'<w:r><w:delText>一</w:delText></w:r>'}</w:del><w:ins>{r('二')}</w:ins>",
            r("万元"),
            f"<w:moveFrom>{r('罚款')}</w:moveFrom><w:moveTo>{r('以下')}</w:moveTo>",
        ) + p(f"<w:ins>{r('新')}</w:ins>")
        source = word(body)
        assert lines(source) == ["处二万元以下", "新"]
        assert remarks(source) == [("text.tracked_changes", 1, "处二万元以下")]

    def test_a_deleted_paragraph_mark_joins_two_paragraphs(self) -> None:
        deleted = "<w:rPr><w:del/></w:rPr>"
        assert lines(word(p(r("甲"), properties=deleted) + p(r("乙")) + p(r("丙")))) == ["甲乙", "丙"]

    def test_a_field_shows_its_result(self) -> None:
        instruction = (
            f"<w:r><w:instrText>IF </w:instrText></w:r>{field('begin')}{r('1')}{field('separate')}{r('2')}"
        )
        body = p(
            r("见"), field("begin"), instruction, field("end"), field("separate"), r("第三条"), field("end")
        )
        assert lines(word(body)) == ["见第三条"]

    def test_an_unclosed_field_hides_no_text(self) -> None:
        assert lines(word(p(field("begin"), r("甲")) + p(r("乙")))) == ["甲", "乙"]

    def test_hidden_text_is_left_out_and_reported(self) -> None:
        styles = '<w:style w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>'
        body = p(
            r("甲"),
            r("乙", "<w:vanish/>"),
            r("丙", '<w:vanish w:val="0"/>'),
            r("丁", '<w:rStyle w:val="b"/>'),
        )
        source = word(body, styles=styles)
        assert lines(source) == ["甲丙"]
        assert remarks(source) == [("text.hidden", 1, "甲丙")]

    def test_a_hidden_line_break_breaks_no_line(self) -> None:
        hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:br/></w:r>"
        assert lines(word(p(r("甲") + hidden + r("乙") + "<w:r><w:br/></w:r>" + r("丙")))) == ["甲乙", "丙"]

    def test_a_text_box_is_read_once_and_does_not_split_a_sentence(self) -> None:
        def box(text: str) -> str:
            inner = f"<w:txbxContent>{p(r(text))}</w:txbxContent>"
            return (
                f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{inner}</w:drawing></mc:Choice>'
                f"<mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
            )

        source = word(p(box("框一"), r("甲"), box("框二"), r("乙。")))
        assert lines(source) == ["框一", "甲乙。", "框二"]
        assert remarks(source) == []

    def test_only_the_base_of_a_ruby_is_read(self) -> None:
        ruby = f"<w:r><w:ruby><w:rt>{r('hàn')}</w:rt><w:rubyBase>{r('汉')}</w:rubyBase></w:ruby></w:r>"
        assert lines(word(p(ruby, r("字")))) == ["汉字"]

    def test_contents_that_are_no_text_are_reported(self) -> None:
        formula = "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>"
        body = (
            p(r("甲"), "<w:r><w:drawing><pic:pic/></w:drawing></w:r>")
            + p(r("乙"), '<w:r><w:footnoteReference w:id="1"/></w:r>')
            + p(r("丙"), formula)
            + p("<w:r><w:object/></w:r>")
            + p(
                r("丁"),
                field("begin"),
                r("①"),
                "<w:r><w:instrText>EQ \\o\\ac(○,1)</w:instrText></w:r>",
                field("end"),
            )
        )
        source = word(body)
        assert lines(source) == ["甲", "乙", "丙a+b", "", "丁"]
        assert remarks(source) == [
            ("text.image", 1, "甲"),
            ("text.footnote", 2, "乙"),
            ("text.image", 3, "丙a+b"),
            ("text.image", 4, ""),
            ("text.image", 5, "丁"),
        ]

    def test_transitional_and_strict_documents_are_read(self) -> None:
        files = {name: content.replace(W, STRICT) for name, content in parts(p(r("甲"))).items()}
        assert lines(from_docx(package(files))) == ["甲"]

    def test_the_parts_are_found_through_the_relations_of_the_package(self) -> None:
        document = parts(p(r("甲"), properties='<w:pStyle w:val="h"/>'))["word/document.xml"]
        styles = parts("", styles='<w:style w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>')[
            "word/styles.xml"
        ]
        files = {
            "_rels/.rels": RELATIONS.format("officeDocument", "/x/main.xml"),
            "x/main.xml": document + " ",
            "x/_rels/main.xml.rels": RELATIONS.format("styles", "../y/s.xml"),
            "y/s.xml": styles,
        }
        with pytest.raises(UnreadableFileError, match="没有读得到的文字"):
            from_docx(package(files))

    @given(
        st.lists(st.lists(WORDS, max_size=4), min_size=1, max_size=6).filter(lambda all_: any(map(any, all_)))
    )
    def test_every_character_is_read_in_its_order(self, paragraphs: list[list[str]]) -> None:
        source = word("".join(p(*map(r, runs)) for runs in paragraphs))
        assert source.text == "".join("".join(runs) + "\n" for runs in paragraphs)


class TestWordTables:
    def test_each_row_is_a_line(self) -> None:
        body = (
            "<w:tbl><w:tblPr/>"
            + tr(tc(p(r("级别"))), tc(p(r("罚款")), properties='<w:gridSpan w:val="2"/>'))
            + tr(tc(p(r("一级")), p(r("重大"))), tc(p(r("一万"))), tc(p()))
            + tr(tc(p(), properties="<w:vMerge/>"), tc(p(r("二万"))), tc(p(r("另"))))
            + "</w:tbl>"
        )
        assert lines(word(p(r("表")) + body + p(r("完")))) == [
            "表",
            f"\t级别\t罚款\t{LEFT}\t",
            "\t一级 重大\t一万\t\t",
            f"\t{ABOVE}\t二万\t另\t",
            "完",
        ]

    def test_a_table_in_a_cell_becomes_its_text(self) -> None:
        inner = "<w:tbl>" + tr(tc(p(r("甲"))), tc(p(r("乙")))) + "</w:tbl>"
        body = "<w:tbl>" + tr(tc(inner, p()), tc(p(r("丙")))) + "</w:tbl>"
        assert lines(word(body)) == ["\t甲 乙\t丙\t"]

    def test_a_table_of_one_column_frames_text(self) -> None:
        body = "<w:tbl>" + tr(tc(p(r("第一条　甲。")), p(r("第二条　乙。")))) + "</w:tbl>"
        assert lines(word(body)) == ["第一条　甲。", "第二条　乙。"]

    def test_a_deleted_row_is_gone(self) -> None:
        deleted = f"<w:tr><w:trPr><w:del/></w:trPr>{tc(p(r('甲')))}{tc(p(r('乙')))}</w:tr>"
        source = word("<w:tbl>" + deleted + tr(tc(p(r("丙"))), tc(p(r("丁")))) + "</w:tbl>")
        assert [line for line in lines(source) if line] == ["\t丙\t丁\t"]
        assert [remark.code for remark in source.remarks] == ["text.tracked_changes"]


def lvl(depth: int, look: str, text: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{look}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(number: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def num(number: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def numbered(text: str, number: int, depth: int = 0) -> str:
    return p(r(text), properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


class TestWordNumbering:
    statute = abstract(
        0,
        lvl(0, "chineseCountingThousand", "第%1章"),
        lvl(1, "chineseCountingThousand", "第%2条", '<w:lvlRestart w:val="0"/>'),
        lvl(2, "chineseCounting", "（%3）", '<w:suff w:val="nothing"/>'),
        lvl(3, "decimal", "%4．", '<w:suff w:val="space"/>'),
    ) + num(1, 0)

    def test_a_paragraph_joined_to_a_deleted_one_has_its_label_first(self) -> None:
        first = p(r("甲"), properties="<w:rPr><w:del/></w:rPr>")
        assert lines(word(first + numbered("乙。", 1, 1), numbering=self.statute)) == ["第一条　甲乙。"]

    def test_chapters_articles_and_items_are_numbered_as_word_prints_them(self) -> None:
        plan = [
            ("总则", 0),
            ("甲：", 1),
            ("子；", 2),
            ("鼠", 3),
            ("丑。", 2),
            ("乙：", 1),
            ("寅。", 2),
            ("罚则", 0),
            ("丙。", 1),
        ]
        source = word("".join(numbered(text, 1, depth) for text, depth in plan), numbering=self.statute)
        assert lines(source) == [
            "第一章　总则",
            "第一条　甲：",
            "（一）子；",
            "1． 鼠",
            "（二）丑。",
            "第二条　乙：",
            "（一）寅。",
            "第二章　罚则",
            "第三条　丙。",
        ]
        law = regkit.parse(source.text)
        assert law["第三条第一款"].text == "丙。"
        assert law.problems == ()

    def test_a_level_can_name_the_level_that_restarts_it(self) -> None:
        levels = abstract(
            0, *(lvl(d, "decimal", f"%{d + 1}", '<w:lvlRestart w:val="1"/>' * (d == 2)) for d in range(3))
        )
        body = "".join(numbered("", 1, depth) for depth in (0, 1, 2, 1, 2, 0, 2))
        assert lines(word(body, numbering=levels + num(1, 0))) == ["1", "1", "1", "2", "2", "2", "1"]

    def test_a_new_list_continues_the_numbers_unless_it_restarts_them(self) -> None:
        again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
        other = f'<w:lvlOverride w:ilvl="0">{lvl(0, "upperRoman", "%1)")}</w:lvlOverride>'
        numbering = (
            abstract(0, lvl(0, "decimal", "%1."))
            + num(1, 0)
            + num(2, 0)
            + num(3, 0, again)
            + num(4, 0, other)
        )
        body = "".join(numbered("甲", number) for number in (1, 1, 2, 3, 3, 1, 4, 9, 0))
        assert lines(word(body, numbering=numbering)) == [
            "1.　甲", "2.　甲", "3.　甲", "1.　甲", "2.　甲", "3.　甲", "IV)　甲", "甲", "甲",
        ]  # fmt: skip

    def test_a_style_can_set_list_and_level(self) -> None:
        style = '<w:style w:type="paragraph" w:styleId="{}">{}<w:pPr><w:numPr>{}</w:numPr></w:pPr></w:style>'
        number = '<w:numId w:val="1"/>'
        styles = (
            style.format("z", "", number)
            + style.format("t", "", number)
            + style.format("u", '<w:basedOn w:val="t"/>', "")
        )
        numbering = abstract(
            0,
            lvl(0, "chineseCounting", "第%1章", '<w:pStyle w:val="z"/>'),
            lvl(1, "chineseCounting", "第%2条", '<w:pStyle w:val="t"/>'),
        ) + num(1, 0)
        off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
        body = (
            p(r("总则"), properties='<w:pStyle w:val="z"/>')
            + p(r("甲"), properties='<w:pStyle w:val="t"/>')
            + p(r("乙"), properties='<w:pStyle w:val="u"/>')
            + p(r("丙"), properties=f'<w:pStyle w:val="t"/>{off}')
        )
        assert lines(word(body, styles=styles, numbering=numbering)) == [
            "第一章　总则",
            "第一条　甲",
            "第二条　乙",
            "丙",
        ]

    def test_bullets_and_deleted_paragraphs_have_no_number(self) -> None:
        numbering = abstract(0, lvl(0, "bullet", "\uf0b7")) + num(1, 0)
        assert lines(word(numbered("甲", 1), numbering=numbering)) == ["甲"]
        gone = '<w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>'
        body = p(f"<w:del>{r('删')}</w:del>", properties=gone) + numbered("乙", 1, 1)
        assert lines(word(body, numbering=self.statute)) == ["第一条　乙"]

    @pytest.mark.parametrize(
        ("number", "look", "printed"),
        [
            (1010, "chineseCountingThousand", "一千零一十"),
            (12, "chineseCounting", "十二"),
            (12, "japaneseCounting", "十二"),
            (120, "ideographDigital", "一二〇"),
            (12, "decimal", "12"),
            (3, "decimalZero", "03"),
            (12, "decimalZero", "12"),
            (12, "decimalFullWidth", "１２"),
            (20, "decimalEnclosedCircle", "⑳"),
            (21, "decimalEnclosedCircle", "21"),
            (3, "ideographTraditional", "丙"),
            (3, "chineseLegalSimplified", "叁"),
            (28, "lowerLetter", "bb"),
            (28, "upperLetter", "BB"),
            (1994, "lowerRoman", "mcmxciv"),
            (4, "upperRoman", "IV"),
            (4, "none", ""),
            (32_767_000, "upperRoman", "32767000"),
        ],
    )
    def test_numbers_are_printed_in_the_formats_of_word(self, number: int, look: str, printed: str) -> None:
        assert write_number(number, look) == printed


ELEMENTS = [
    "p",
    "r",
    "t",
    "tab",
    "br",
    "tbl",
    "tr",
    "tc",
    "sdt",
    "sdtContent",
    "ins",
    "del",
    "txbxContent",
    "ruby",
    "rt",
    "fldChar",
    "instrText",
    "pPr",
    "rPr",
    "numPr",
    "vanish",
]


def xml() -> st.SearchStrategy[str]:
    """Elements of Word nested in arbitrary ways, including invalid ones."""

    def within(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        contents = st.lists(inner, max_size=4).map("".join)
        return st.builds("<w:{0}>{1}</w:{0}>".format, st.sampled_from(ELEMENTS), contents)

    return st.recursive(WORDS.map(escape), within, max_leaves=30)


BOMB = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'


def with_false_size() -> bytes:
    """A package that states a smaller size for a part than it has."""
    data = package({"word/document.xml": " " * (MOST_BYTES_OF_A_PART + 1)})
    return data.replace((MOST_BYTES_OF_A_PART + 1).to_bytes(4, "little"), (9).to_bytes(4, "little"))


def with_duplicate_part() -> bytes:
    """A package with two main documents, whose names differ only by case."""
    stream = io.BytesIO(package(parts(p(r("甲")))))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("Word/document.xml", parts(p(r("乙")))["word/document.xml"])
    return stream.getvalue()


def encrypted() -> bytes:
    """A package whose entries are all marked as encrypted."""
    data = bytearray(package(parts(p(r("甲")))))
    offset = data.find(b"PK\x01\x02")
    while offset >= 0:
        data[offset + 8] |= 1
        offset = data.find(b"PK\x01\x02", offset + 1)
    return bytes(data)


class TestHostileWord:
    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"", "不是 Word 文件"),
            (b"%PDF-1.7", "不是 Word 文件"),
            (b"\xd0\xcf\x11\xe0" + bytes(600), "旧格式"),
            (b"{\\rtf1}", "旧格式"),
            (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "密码"),
            (encrypted(), "密码"),
            (b"PK\x03\x04", "损坏"),
            (package(parts(p(r("甲"))))[:-60], "损坏"),
            (with_duplicate_part(), "损坏"),
            (package({"xl/workbook.xml": "<a/>"}), "不是 Word 文件"),
            (package({"word/document.xml": "<a/>"}), "不是 Word 文件"),
            (package({"word/document.xml": "<a>"}), "损坏"),
            (package({"word/document.xml": BOMB + "<a>&b;</a>"}), "损坏"),
            (package({"word/document.xml": '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'}), "损坏"),
            (package({"word/document.xml": "<a>" * 100_000}), "损坏"),
            (
                package({"_rels/.rels": RELATIONS.format("officeDocument", "../../etc/passwd")}),
                "不是 Word 文件",
            ),
            (with_false_size(), "上限"),
            (package(parts("")), "没有读得到的文字"),
            (package(parts(p(r(" ")))), "没有读得到的文字"),
        ],
        ids=lambda value: "file" if isinstance(value, bytes) else value,
    )
    def test_an_unreadable_word_file_is_refused_in_one_sentence(self, data: bytes, words: str) -> None:
        with pytest.raises(UnreadableFileError) as caught:
            from_docx(data)
        assert words in str(caught.value)
        assert str(caught.value).count("。") == 1
        assert str(caught.value).endswith("。")

    def test_a_huge_label_cannot_fill_the_memory(self) -> None:
        numbering = abstract(0, lvl(0, "chineseCounting", "%1" * 100_000, start=7777)) + num(1, 0)
        assert len(word(numbered("", 1), numbering=numbering).text) < 2000
        with pytest.raises(UnreadableFileError, match="上限"):
            word(numbered("", 1) * 25_000, numbering=numbering)

    @given(st.data())
    def test_damaged_bytes_are_read_or_refused(self, data: st.DataObject) -> None:
        data_bytes = bytearray(package(parts(p(r("第一条　甲。")))))
        for _ in range(data.draw(st.integers(1, 4))):
            data_bytes[data.draw(st.integers(0, len(data_bytes) - 1))] = data.draw(st.integers(0, 255))
        with contextlib.suppress(UnreadableFileError):
            from_docx(bytes(data_bytes[: data.draw(st.integers(0, len(data_bytes)))]))

    @given(xml())
    def test_elements_in_any_order_are_read_or_refused(self, body: str) -> None:
        with contextlib.suppress(UnreadableFileError):
            word(body)


def web(text: str) -> Source:
    return from_html(text.encode())


class TestWebText:
    def test_blocks_end_lines_and_inline_elements_do_not(self) -> None:
        page = (
            "<html><head><title>站名</title><style>p{}</style></head><body><h1>示范<b>条</b>例</h1>"
            "<div>第一条　甲<span>：</span><p>（一）子；</p>（二）丑。</div><ul><li>其一<li>其二</ul>尾<br>末</body></html>"
        )
        assert lines(web(page)) == [
            "示范条例",
            "第一条　甲：",
            "（一）子；",
            "（二）丑。",
            "其一",
            "其二",
            "尾",
            "末",
        ]

    def test_white_space_collapses_as_in_a_browser(self) -> None:
        page = "<p> 第一条\r\n\t 甲 <b> 乙</b><i>丙 </i> 丁&nbsp;&nbsp;\u3000\u3000戊 </p><p>　　己</p>"
        assert lines(web(page)) == ["第一条 甲 乙丙 丁\xa0\xa0\u3000\u3000戊", "　　己"]

    def test_line_ends_are_kept_where_the_page_preserves_them(self) -> None:
        assert lines(web("<pre>甲\r\n  乙</pre><div style='white-space:pre-wrap'>丙\n丁</div>戊\n己")) == [
            "甲",
            "  乙",
            "丙",
            "丁",
            "戊 己",
        ]

    def test_several_breaks_become_one_empty_line(self) -> None:
        assert lines(web("甲<br><br><br><p></p><p><br></p>乙")) == ["甲", "", "乙"]

    def test_hidden_contents_are_left_out(self) -> None:
        page = (
            "<script>if (a<b) document.write('<p>x')</script><noscript><p>x</p></noscript><template><p>x</p></template>"
            "<!-- x --><div>甲</div><p hidden>乙<br>丙</p><p style='color:red;DISPLAY : none'>丁<b>戊</b></p><p>己</p>"
        )
        source = web(page)
        assert lines(source) == ["", "甲", "", "己"]
        assert remarks(source) == [("text.hidden", 1, ""), ("text.hidden", 3, "")]
        assert [remark.omitted for remark in source.remarks] == ["x\nx", "乙\n丙\n丁戊"]

    def test_pictures_and_list_numbers_are_reported(self) -> None:
        source = web("<p>甲<img alt='乙'>丙<sup>①</sup></p><ol><li>丁<li>戊</ol><p>己</p>")
        assert lines(source) == ["甲丙①", "丁", "戊", "己"]
        assert remarks(source) == [("text.image", 1, "甲丙①"), ("text.list_numbers", 2, "丁")]

    @pytest.mark.parametrize(
        ("head", "encoding"),
        [
            ("", "utf-8"),
            ("", "gb18030"),
            ("", "utf-8-sig"),
            ("", "utf-16"),
            ("<meta charset=gb2312>", "gb18030"),
            ("<meta http-equiv=Content-Type content='text/html; charset=GBK'>", "gbk"),
            ("<meta charset=big5>", "big5"),
            ("<meta charset=utf-8>", "gb18030"),
            ("<meta charset=iso-8859-1>", "utf-8"),
            ("<meta charset=zip>", "utf-8"),
            ("<meta charset=gb2312>", "utf-8-sig"),
        ],
    )
    def test_the_encoding_is_detected(self, head: str, encoding: str) -> None:
        assert lines(from_html(f"{head}<p>第一章".encode(encoding))) == ["第一章"]

    @pytest.mark.parametrize("name", ["gb2312", "GB_2312-80", "gbk", "x-gbk", "gb18030"])
    def test_a_page_declaring_an_old_chinese_encoding_may_contain_newer_characters(self, name: str) -> None:
        """Browsers decode all of them as GB 18030; GB 2312 itself lacks 镕, and GBK lacks 𠀀."""
        for words in (
            "镕𠀀",
            "號職",
        ):  # the bytes of the second are valid UTF-8 too, with another meaning
            assert lines(from_html(f"<meta charset={name}><p>{words}".encode("gb18030"))) == [words]

    @given(st.lists(WORDS, min_size=1, max_size=8), st.data())
    def test_every_character_is_read_in_its_order(self, words: list[str], data: st.DataObject) -> None:
        tags = st.sampled_from(["p", "div", "span", "b", "li", "td", "h2", "font"])
        page = "".join(f"<{tag}>{escape(word)}</{tag}>" for word in words for tag in [data.draw(tags)])
        assert regkit.without_whitespace(web(page).text) == regkit.without_whitespace("".join(words))


class TestWebTables:
    def test_each_row_is_a_line(self) -> None:
        page = (
            "表<table><caption>附表</caption><tr><th>级别<th colspan=2>罚款<tr><td rowspan=2>一级<br>重大<td>一万<td>"
            "<tr><td>二万<td>另</table>完"
        )
        assert lines(web(page)) == [
            "表",
            "附表",
            f"\t{as_head('级别')}\t{as_head('罚款')}\t{LEFT}\t",
            "\t一级 重大\t一万\t\t",
            f"\t{ABOVE}\t二万\t另\t",
            "完",
        ]

    def test_a_cell_from_above_may_stand_at_the_end_of_a_row(self) -> None:
        page = "<table><tr><td>甲<td rowspan=3>乙<tr><td>丙<tr><td>丁</table>"
        assert lines(web(page)) == ["\t甲\t乙\t", f"\t丙\t{ABOVE}\t", f"\t丁\t{ABOVE}\t"]

    def test_a_table_used_for_layout_is_read_as_text(self) -> None:
        law = "".join(f"<p>第{n}条　内容内容内容内容。</p>" for n in "一二三四五")
        page = f"<table><tr><td>左一<td>右一<tr><td>左二<td>{law}<table><tr><td>甲<td>乙</table></table>"
        assert lines(web(page)) == [
            "左一", "右一", "左二", *(f"第{n}条　内容内容内容内容。" for n in "一二三四五"), "\t甲\t乙\t",
        ]  # fmt: skip
        assert lines(web("<table><tr><td>第一条　甲。<tr><td>第二条　乙。</table>")) == [
            "第一条　甲。",
            "第二条　乙。",
        ]

    @pytest.mark.parametrize(
        ("cell", "is_layout"),
        [
            (["甲"] * 3, False),
            (["甲"] * 4, True),
            (["甲" * 150, "乙" * 150], False),
            (["甲" * 150, "乙" * 151], True),
            (["甲" * 301], False),
        ],
        ids=["three lines", "four lines", "300 characters", "301 characters", "one line"],
    )
    def test_a_cell_of_many_lines_or_characters_shows_that_a_table_is_layout(
        self, cell: list[str], is_layout: bool
    ) -> None:
        page = f"<table><tr><td>目<td>{''.join(f'<p>{line}' for line in cell)}</table>"
        assert lines(web(page)) == (["目", *cell] if is_layout else [f"\t目\t{' '.join(cell)}\t"])

    def test_one_long_cell_does_not_make_a_table_layout(self) -> None:
        rows = "".join(f"<tr><td>{'事项' * 20}<td>{'依据' * 20}" for _ in range(4))
        page = f"<table>{rows}<tr><td>甲<td><p>一<p>二<p>三<p>四</table>"
        assert lines(web(page))[-1] == "\t甲\t一 二 三 四\t"

    def test_cells_without_a_table_are_text(self) -> None:
        assert regkit.without_whitespace(web("<td>甲</td><tr><td>乙</table>丙").text) == "甲乙丙"
        assert regkit.without_whitespace(web("<table>甲<tr>乙<td>丙</td></tr></table>丁").text) == "甲乙丙丁"


class TestHostileWeb:
    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"", "没有读得到的文字"),
            (b"<p>&nbsp;<script>x</script>", "没有读得到的文字"),
            (b"<p hidden>x", "没有读得到的文字"),
            (b"\xd0\xcf\x11\xe0", "Word"),
            (b"<p>\x81\x20\xff", "编码"),
            (b"<p>" + b"a" * 11_000_000 + b"</p>", "上限"),
            (b"<table><tr>" + b"<td colspan=1000>" * 20_001, "上限"),
            (b"<table><tr><td rowspan=65534 colspan=1000>x" + b"<tr>" * 60_000, "上限"),
        ],
        ids=lambda value: "file" if isinstance(value, bytes) else value,
    )
    def test_an_unreadable_page_is_refused_in_one_sentence(self, data: bytes, words: str) -> None:
        with pytest.raises(UnreadableFileError) as caught:
            from_html(data)
        assert words in str(caught.value)
        assert str(caught.value).count("。") == 1

    def test_styles_that_are_based_on_each_other_are_read(self) -> None:
        styles = '<w:style w:styleId="a"><w:basedOn w:val="b"/></w:style><w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>'
        assert lines(word(p(r("甲"), properties='<w:pStyle w:val="a"/>'), styles=styles)) == ["甲"]

    def test_deep_nesting_and_many_attributes_are_read_in_reasonable_time(self) -> None:
        depth = 100_000
        assert lines(web("<div>" * depth + "甲" + "</div>" * depth + "乙")) == ["甲", "乙"]
        assert lines(web("<table><tr><td>" * 5000 + "甲" + "</table>" * 5000)) == ["甲"]
        assert lines(web("<a " + " ".join(f"x{n}=1" for n in range(100_000)) + ">甲</a>")) == ["甲"]

    def test_declared_entities_are_not_expanded(self) -> None:
        assert lines(web(f"{BOMB}<p>&b;</p><p>甲</p>"))[-1] == "甲"

    @given(st.lists(st.sampled_from(["<table>", "<tr>", "<td>", "</td>", "</table>", "<td\trowspan=3>", "<td\tcolspan=2>", "<p>", "</p>", "<br>", "<pre>", "</pre>", "甲", "乙\n", "<div\thidden>", "</div>", "<ol>", "<li>", "<script>", "</script>", "<!--", "-->", "&lt;", "<head>", "<body>", "<img>"]), max_size=40))  # fmt: skip
    def test_tags_in_any_order_are_read_or_refused(self, tags: list[str]) -> None:
        with contextlib.suppress(UnreadableFileError):
            web("".join(tags))
