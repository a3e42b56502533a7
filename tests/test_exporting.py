"""Writing statutes in the formats that people use, and reading them back."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

import regkit
from regkit.cli import program
from regkit.files import parse_source
from regkit.notations import READERS, WRITERS
from regkit.notations.html.writing import to_html
from regkit.notations.markdown.reading import from_markdown
from regkit.notations.markdown.writing import to_markdown
from regkit.notations.recognition import SUFFIXES
from regkit.notations.word.writing import to_word
from regkit.office import find_office
from tests.conftest import EXAMPLES, ROOT, SEED
from tests.stand_in import StandIn, serving
from tests.strategies import FRAGMENTS, statutes

FORMS = (".docx", ".html", ".md")
OFFICE = pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")


def back(suffix: str, data: bytes) -> regkit.Statute:
    """The statute that is read back from written bytes."""
    return parse_source(READERS[SUFFIXES[suffix]](data))


@pytest.mark.parametrize("suffix", FORMS)
@given(law=statutes())
@settings(max_examples=40)
def test_any_statute_reads_back_the_same(suffix: str, law: regkit.Statute) -> None:
    assert back(suffix, WRITERS[suffix](law)) == law


@pytest.mark.parametrize("suffix", FORMS)
@given(text=st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=3), max_size=40).map("".join))
@example(text="\t\t第一条\u3000\t")
@settings(max_examples=100)
def test_the_statute_of_any_text_reads_back_the_same(suffix: str, text: str) -> None:
    try:
        law = regkit.parse(text)
    except regkit.ParseError:
        return
    printed = regkit.to_text(law)
    # XML and HTML cannot hold control characters, so the writers print substitutes.
    assume(
        not any(
            unicodedata.category(character) in ("Cc", "Cs", "Cn")
            for character in printed
            if character not in "\n\t"
        )
    )
    # A table of one cell is read back as text.
    assume(not any(line.startswith("\t") and line.count("\t") < 3 for line in printed.split("\n")))
    assert back(suffix, WRITERS[suffix](law)) == law


@pytest.mark.parametrize(("suffix", "step"), [(".docx", 23), (".html", 3), (".md", 3)])
def test_real_statutes_are_read_back_the_same(suffix: str, step: int, corpus: list[Path]) -> None:
    for path in corpus[::step]:
        law = regkit.load(path)
        assert back(suffix, WRITERS[suffix](law)) == law, path


@pytest.mark.parametrize("suffix", FORMS)
@pytest.mark.parametrize("path", [SEED, *EXAMPLES], ids=lambda path: path.stem)
def test_the_same_statute_gives_the_same_file(suffix: str, path: Path) -> None:
    law = regkit.load(path)
    assert WRITERS[suffix](law) == WRITERS[suffix](law)
    assert back(suffix, WRITERS[suffix](law)) == law


NASTY = """<script>alert(1)</script>*条例*
第一章　<b>总　则</b>
第一条　{{ 7*7 }} & &amp; [链接](javascript:alert(1)) `x` # 号 | 竖 | _下_ ~~删~~ \\* 反斜杠，两个  空格。
（一）1. 不是列表；
（二）- 也不是。
第二章　附　则
第二条　<img src=x onerror=alert(1)>
"""


class TestNastyText:
    law = regkit.parse(NASTY)

    @pytest.mark.parametrize("suffix", FORMS)
    def test_markup_in_a_law_is_read_back_as_text(self, suffix: str) -> None:
        assert back(suffix, WRITERS[suffix](self.law)) == self.law

    def test_html_has_no_element_from_the_text(self) -> None:
        page = etree.HTML(to_html(self.law))
        assert (
            page.xpath(
                "//script | //img | //link | //iframe | //*[@onerror] | //body//b[not(starts-with(., '第'))]"
            )
            == []
        )
        assert "://" not in to_html(self.law)
        assert page.xpath("//h1")[0].text == "<script>alert(1)</script>*条例*"

    def test_markdown_shows_markup_as_text(self) -> None:
        shown = MarkdownIt().enable("strikethrough").render(to_markdown(self.law, anchors=False))
        page = etree.HTML(shown)
        assert page.xpath("//script | //img | //em | //a | //code | //s | //li | //table") == []
        words = "".join(page.itertext())
        assert "[链接](javascript:alert(1)) `x` # 号 | 竖 | _下_ ~~删~~ \\* 反斜杠" in words

    def test_word_has_a_substitute_for_characters_that_xml_cannot_hold(self) -> None:
        law = regkit.Statute(title="甲\x00条例", children=regkit.parse("第一条　乙\x07丙。").children)
        read = back(".docx", to_word(law))
        assert (read.title, read["第一条第一款"].text) == ("甲\ufffd条例", "乙\ufffd丙。")


@given(
    text=st.text(min_size=1)
    | st.lists(st.sampled_from("甲<&>\"' \u3000\t\n\r\x07\ufffe"), min_size=1).map("".join)
)
def test_word_shows_any_text_unchanged(text: str) -> None:
    # A leading tab would make it a row of a table.
    assume(not text.startswith("\t"))
    data = to_word(regkit.Statute(title=text, children=regkit.parse("第一条　乙。").children))
    no_xml = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF], "\ufffd")
    document = Document(io.BytesIO(data))
    assert document.paragraphs[0].text == text.translate(no_xml).replace("\r", "\n")
    assert document.core_properties.title == text.translate(no_xml)[:255]


def test_one_word_file_leaves_nothing_in_the_next() -> None:
    first, second = (regkit.load(path) for path in (EXAMPLES[0], SEED))
    data = to_word(first)
    with zipfile.ZipFile(io.BytesIO(to_word(second))) as package:
        assert package.testzip() is None
        assert len(set(package.namelist())) == len(package.namelist())
        assert package.namelist()[0] == "[Content_Types].xml"
        assert str(first.title) not in "".join(
            package.read(name).decode() for name in ("word/document.xml", "docProps/core.xml")
        )
    assert to_word(first) == data


def test_word_has_the_layout_of_official_texts() -> None:
    law = regkit.load(EXAMPLES[-1])
    data = to_word(law)
    document = Document(io.BytesIO(data))
    names = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert {"regkit 标题", "regkit 题注", "regkit 章", "regkit 节", "regkit 正文"} <= set(names)
    assert document.core_properties.title == law.title
    article = next(p for p in document.paragraphs if p.text.startswith("第一条"))
    assert article.runs[0].text == "第一条"
    assert article.runs[0].style.name == "regkit 条号"
    section = document.sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.cm), round(section.page_height.cm, 1)) == (21, 29.7)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        footers = [package.read(name) for name in package.namelist() if "footer" in name]
    assert any(b"PAGE" in footer for footer in footers)


def test_html_is_self_contained_and_has_anchors() -> None:
    law = regkit.load(EXAMPLES[-1])
    text = to_html(law)
    page = etree.HTML(text)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert "art_1" in ids
    targets = [target.removeprefix("#") for target in page.xpath("//a/@href")]
    assert targets
    assert set(targets) <= set(ids)
    assert page.xpath("//html/@lang") == ["zh-CN"]
    assert page.xpath("//*[@src] | //script | //link") == []
    assert "url(" not in text


def test_a_generated_table_of_contents_is_not_read_back_as_law() -> None:
    law = regkit.parse("条例\n第一章　总则\n第一条　甲。\n第二章　附则\n第二条　乙。")
    page = etree.HTML(to_html(law))
    assert page.xpath("//nav/a/@aria-label") == ["第一章　总则", "第二章　附则"]
    assert back(".html", to_html(law).encode()) == law


class TestCommand:
    def run(self, *arguments: str | Path) -> Result:
        return CliRunner().invoke(program, ["export", *map(str, arguments)])

    def test_a_work_is_written_to_several_files_and_its_version_is_reported(self, tmp_path: Path) -> None:
        outputs = [tmp_path / f"条例{suffix}" for suffix in (".docx", ".html", ".md", ".txt")]
        options = [part for output in outputs for part in ("-o", output)]
        library = ("--library", ROOT / "examples")
        result = self.run("云汀市社区市集管理条例", "--on", "2018-01-01", *library, *options)
        assert result.exit_code == 0, result.output
        assert "2016年9月22日通过的文本" in result.output
        (work,) = regkit.Library(ROOT / "examples")
        assert [regkit.load(output) for output in outputs] == [work.versions[0].statute] * 4

    def test_an_existing_file_is_overwritten_only_with_replace(self, tmp_path: Path) -> None:
        output = tmp_path / "条例.html"
        output.write_text("别的", "utf-8")
        result = self.run(SEED, "-o", output)
        assert result.exit_code == 1
        assert "--replace" in result.output
        assert output.read_text("utf-8") == "别的"
        assert self.run(SEED, "-o", output, "--replace").exit_code == 0
        assert regkit.load(output) == regkit.load(SEED)

    @pytest.mark.parametrize(
        ("name", "output", "words"),
        [
            (SEED, "x.xyz", "可用的后缀"),
            (SEED, "x", "没有后缀"),
            (SEED, "nowhere/x.md", "没有要写入的文件夹"),
            ("没有这个文件", "x.md", "没有这个文件"),
        ],
    )
    def test_an_impossible_output_is_refused_in_one_sentence(
        self, tmp_path: Path, name: str | Path, output: str, words: str
    ) -> None:
        result = self.run(name, "-o", tmp_path / output)
        assert result.exit_code == 1
        assert words in result.output
        assert list(tmp_path.iterdir()) == []

    def test_without_libreoffice_a_pdf_is_refused_with_advice(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("regkit.office.find_office", lambda: None)
        result = self.run(SEED, "-o", tmp_path / "x.pdf")
        assert result.exit_code == 1
        assert "LibreOffice" in result.output
        assert list(tmp_path.iterdir()) == []


@OFFICE
def test_libreoffice_prints_pdf_and_reads_old_word_files(tmp_path: Path) -> None:
    from regkit.office import convert

    law = regkit.load(SEED)
    regkit.save(law, tmp_path / "条例.pdf")
    assert (tmp_path / "条例.pdf").read_bytes().startswith(b"%PDF")
    for suffix in ("doc", "rtf"):
        (tmp_path / f"旧.{suffix}").write_bytes(convert(to_word(law), "docx", suffix))
        assert regkit.load(tmp_path / f"旧.{suffix}") == law
    (tmp_path / "坏.doc").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    with pytest.raises(regkit.UnreadableFileError):
        regkit.load(tmp_path / "坏.doc")


LINKS = """<?xml version="1.0"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:mimetype="application/vnd.oasis.opendocument.text"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0">
<office:body><office:text><text:p>第一条　甲。</text:p>
<text:p><draw:frame svg:width="2cm" svg:height="2cm" text:anchor-type="as-char"><draw:image xlink:href="{host}/x.png"/></draw:frame></text:p>
<text:section text:name="S"><text:section-source xlink:href="{file}" text:filter-name="Text"/><text:p>第二条　乙。</text:p></text:section>
</office:text></office:body></office:document>"""


@OFFICE
@pytest.mark.parametrize("target", ["docx", "pdf"])
def test_a_document_cannot_make_libreoffice_ask_a_host_or_read_another_file(
    tmp_path: Path, target: str
) -> None:
    from regkit.office import convert

    (tmp_path / "secret.txt").write_text("机密", "utf-8")
    with serving(StandIn({})) as stand_in:
        text = LINKS.format(host=stand_in.address, file=(tmp_path / "secret.txt").as_uri())
        data = convert(text.encode(), "fodt", target)
    assert stand_in.asked == []
    read = READERS[SUFFIXES[f".{target}"]](data).text
    assert "第一条　甲。" in read
    assert "机密" not in read


@OFFICE
def test_a_pdf_that_lacks_a_character_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from regkit.office import convert

    law = regkit.parse("示范条例\n第一条　甲，乙。")
    incomplete_pdf = convert(to_word(regkit.parse("示范条例\n第一条　甲乙。")), "docx", "pdf")
    monkeypatch.setattr("regkit.files.convert", lambda *_: incomplete_pdf)
    with pytest.raises(regkit.UnwritableFileError, match="少了 1 个字（，）"):
        regkit.save(law, tmp_path / "x.pdf")
    assert list(tmp_path.iterdir()) == []


def test_the_content_of_a_file_decides_its_format_not_its_name(tmp_path: Path) -> None:
    law = regkit.load(SEED)
    (tmp_path / "网页.doc").write_text(to_html(law), "utf-8")
    (tmp_path / "文档.txt").write_bytes(to_word(law))
    assert regkit.load(tmp_path / "网页.doc") == regkit.load(tmp_path / "文档.txt") == law


@pytest.mark.parametrize(
    "row", ["|\\|", "|**甲**|乙|", "|<!-- 甲 -->|", "|甲\\*|", "\t**甲**\t", "|---|---|"]
)
def test_markup_characters_in_table_rows_are_text_in_a_markdown_file(row: str) -> None:
    law = regkit.parse(f"第一条　收费：\n{row}\n第二条　乙。")
    assert regkit.parse(from_markdown(to_markdown(law))) == law
