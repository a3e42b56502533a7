"""PDF files: paragraphs are restored, and text that is not law is left out and reported."""

from __future__ import annotations

import hashlib
import io
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

import regkit
from regkit import UnreadableFileError
from regkit.files import parse_source
from regkit.notations.pdf.reading import from_pdf
from regkit.notations.word.writing import to_word
from regkit.office import convert, find_office
from tests.conftest import EXAMPLES, SEED
from tests.hostile import foreign_files

OFFICE = pytest.mark.skipif(
    find_office() is None, reason="LibreOffice, which makes these PDF files, is not installed"
)


def printed(law: regkit.Statute) -> bytes:
    return convert(to_word(law), "docx", "pdf")


def read(data: bytes) -> regkit.Statute:
    return parse_source(from_pdf(data))


def lines(law: regkit.Statute) -> list[str]:
    """The printed lines without white space: fonts do not tell how wide a space was."""
    return [regkit.without_whitespace(line) for line in regkit.to_text(law).split("\n")]


@OFFICE
@pytest.mark.parametrize("path", [SEED, EXAMPLES[-1]], ids=lambda path: path.stem)
def test_a_statute_in_official_layout_is_read_back(path: Path) -> None:
    law = regkit.load(path)
    back = read(printed(law))
    assert back == law
    assert [problem.code for problem in back.problems] == ["text.page_edges"]


@OFFICE
def test_real_statutes_in_official_layout_keep_their_paragraphs(corpus: list[Path]) -> None:
    chosen = sorted(corpus, key=lambda path: hashlib.sha256(path.name.encode()).hexdigest())[100:108]
    unchanged = 0
    for path in chosen:
        law = regkit.load(path)
        reread = read(printed(law))
        # No character may be lost, even where a paragraph break is missed.
        assert regkit.without_whitespace(regkit.to_text(reread)) == regkit.without_whitespace(
            regkit.to_text(law)
        ), path
        unchanged += lines(reread) == lines(law)
    assert unchanged >= len(chosen) - 2


def laid_out(text: str, *, indent: bool, header: str = "", footer: str = "") -> bytes:
    """A PDF of a text in a layout that regkit does not produce itself."""
    document = Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = header
    section.footer.paragraphs[0].text = footer
    for index, line in enumerate(text.split("\n")):
        paragraph = document.add_paragraph(line)
        paragraph.paragraph_format.space_after = Pt(0)
        if index == 0:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.runs[0].font.size = Pt(18)
        elif indent:
            paragraph.paragraph_format.first_line_indent = Pt(22)
    stream = io.BytesIO()
    document.save(stream)
    return convert(stream.getvalue(), "docx", "pdf")


LONG = "市集的开办者应当与摊位经营者签订书面协议，约定摊位的位置、经营的时段和范围、食品安全责任以及违约责任，并在显著位置公示"
TEXT = "示范市集市条例\n" + "\n".join(
    f"第{regkit.to_chinese(number)}条　{LONG * (number % 4 + 1)}。\n{LONG}：\n（一）甲；\n（二）{LONG}。"
    for number in range(1, 25)
)


@OFFICE
@pytest.mark.parametrize("indent", [True, False])
def test_running_heads_and_feet_are_left_out_and_reported(indent: bool) -> None:
    law = regkit.parse(TEXT)
    back = read(laid_out(TEXT, indent=indent, header="法规汇编（内部资料）", footer="示范出版社"))
    assert lines(back) == lines(law)
    assert "text.page_edges" in [problem.code for problem in back.problems]


@OFFICE
def test_an_uncertain_paragraph_break_is_reported() -> None:
    # Every line is exactly full, and nothing is indented.
    text = "示范条例\n第一条　甲乙丙。\n" + "\n".join(["市" * 38 + "。"] * 6)
    back = read(laid_out(text, indent=False))
    codes = [problem.code for problem in back.problems]
    assert regkit.without_whitespace(regkit.to_text(back)) == regkit.without_whitespace(text)
    assert codes.count("text.unsure_break") >= 1 or lines(back) == lines(regkit.parse(text))


def pages(*contents: str, extra: bytes = b"") -> bytes:
    """A small PDF with Latin text only; each page is drawn by the given operators."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(contents)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for index, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * index} 0 R"
            " /Resources << /Font << /F 3 0 R >> >> >>".encode()
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream".encode())
    body = b"%PDF-1.4\n"
    offsets = []
    for number, data in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n".encode() + data + b"\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
    return body + extra + end.encode() + f"startxref\n{len(body) + len(extra)}\n%%EOF\n".encode()


def test_a_watermark_and_text_outside_the_page_are_left_out_and_named() -> None:
    data = pages(
        "BT /F 12 Tf 72 700 Td (Article text.) Tj ET "
        # A watermark across the page, words outside the page, and bold type made by printing twice.
        "BT /F 40 Tf 0.7 0.7 -0.7 0.7 200 300 Tm (SAMPLE) Tj ET BT /F 12 Tf 72 2000 Td (outside) Tj ET "
        "BT /F 12 Tf 72 650 Td (twice) Tj ET BT /F 12 Tf 72.2 650 Td (twice) Tj ET"
    )
    source = from_pdf(data)
    assert "Article text." in source.text
    assert "SAMPLE" not in source.text
    assert "outside" not in source.text
    assert source.text.count("twice") == 1
    assert {remark.code: remark.omitted for remark in source.remarks} == {
        "text.hidden": "outside",
        "text.page_edges": "SAMPLE",
    }


@pytest.mark.parametrize("sizes", [(22, 16), (16, 12), (10.5, 12)])
def test_letters_of_two_sizes_do_not_hide_each_other(sizes: tuple[float, float]) -> None:
    # The same letter everywhere on two grids, so that any two of them might be mistaken for one printed twice.
    drawn = " ".join(
        f"BT /F {size} Tf {60 + size * column} {size * row} Td (W) Tj ET"
        for size in sizes
        for column in range(20)
        for row in range(5, 30)
    )
    assert from_pdf(pages(drawn)).text.count("W") == 2 * 20 * 25


def test_columns_are_read_one_after_the_other() -> None:
    rows = " ".join(
        f"BT /F 12 Tf 60 {700 - 20 * row} Td (left {row} of the page here) Tj ET "
        f"BT /F 12 Tf 320 {700 - 20 * row} Td (right {row} of the page here) Tj ET"
        for row in range(10)
    )
    words = from_pdf(pages(rows)).text
    assert words.index("left 9") < words.index("right 0")


def test_bold_type_made_by_printing_twice_is_read_once() -> None:
    drawn = "BT /F 12 Tf 60 700 Td (Bold) Tj ET BT /F 12 Tf 60.4 700 Td (Bold) Tj ET"
    assert from_pdf(pages(drawn)).text == "Bold\n"


@pytest.mark.parametrize(("gaps", "in_columns"), [(4, False), (5, False), (10, True)])
def test_a_page_has_columns_only_if_the_lines_beside_each_other_fill_them(
    gaps: int, in_columns: bool
) -> None:
    rows = " ".join(
        f"BT /F 12 Tf 60 {700 - 20 * row} Td (left {row} of the page here) Tj ET "
        f"BT /F 12 Tf {320 if row < gaps else 180} {700 - 20 * row} Td (right {row} of the page here) Tj ET"
        for row in range(10)
    )
    words = from_pdf(pages(rows)).text
    assert (words.index("left 3") < words.index("right 0")) is in_columns


def hostile() -> Iterator[tuple[str, bytes]]:
    valid = pages("BT /F 12 Tf 72 700 Td (Text.) Tj ET")
    yield "nothing", b""
    yield "only a head", b"%PDF-1.7\n"
    yield "cut", valid[: len(valid) // 3]
    yield "noise", b"%PDF-1.4\n" + bytes(range(256)) * 400
    yield "no text", pages("0 0 100 100 re f")
    yield "a page tree that contains itself", valid.replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")
    yield "too many pages", pages(*["" for _ in range(3001)])


@pytest.mark.parametrize(
    ("name", "data"), list(hostile()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_an_unreadable_pdf_is_refused_in_one_sentence(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(data)
    with pytest.raises(UnreadableFileError) as caught:
        regkit.load(tmp_path / "x.pdf")
    assert "\n" not in str(caught.value)


@OFFICE
def test_a_pdf_with_a_password_is_reported_as_such(tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(to_word(regkit.parse("第一条　甲。")))
    options = '{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"x"}}'
    command = [
        *(str(find_office()), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"),
        *(
            "--convert-to",
            f"pdf:writer_pdf_Export:{options}",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "x.docx"),
        ),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with pytest.raises(UnreadableFileError, match="密码"):
        regkit.load(tmp_path / "x.pdf")
    # PDFium remembers the error of the file before, and a file without pages sets none.
    damaged = next(content for name, content in foreign_files() if name == "no-pages.pdf")
    (tmp_path / "damaged.pdf").write_bytes(damaged)
    with pytest.raises(UnreadableFileError, match="损坏"):
        regkit.load(tmp_path / "damaged.pdf")
