"""The Word files that regkit writes are Chinese documents, with their title and day, and with nothing of a template."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document
from lxml import etree

import regkit
from regkit import office
from regkit.accounts import account_for
from regkit.notations import READERS
from regkit.notations.recognition import Notation
from regkit.notations.word.writing import to_word
from regkit.views.table import TableOptions, lay_out_table
from regkit.views.table_word import to_word_table
from regkit.views.tracked import to_tracked_word
from tests.conftest import SEED

OLD = regkit.parse(
    "示范市“小摊”管理办法\n（2020年3月1日公布　2024年5月2日修正）\n第一条　“小摊”是指……的摊位——不含夜市。\n第二条　甲。"
)
NEW = regkit.parse(
    "示范市“小摊点”管理办法\n（2025年3月1日公布）\n第一条　“小摊点”是指……的摊点。\n第二条　甲·乙。"
)
COMPARISON = regkit.compare(OLD, NEW)
FILES = {
    "export": to_word(OLD),
    "tracked": to_tracked_word(COMPARISON),
    "table": to_word_table(lay_out_table([COMPARISON], ["修改前", "修改后"], TableOptions())),
}
TITLES = {"export": "示范市“小摊”管理办法", "tracked": "示范市“小摊点”管理办法"}
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode("utf-8")


@pytest.mark.parametrize("kind", FILES)
def test_the_language_is_chinese(kind: str) -> None:
    styles = etree.fromstring(part(FILES[kind], "word/styles.xml").encode())
    languages = list(styles.iter(f"{WORD}lang"))
    assert languages
    assert {language.get(f"{WORD}eastAsia") for language in languages} == {"zh-CN"}
    settings = etree.fromstring(part(FILES[kind], "word/settings.xml").encode())
    (theme,) = settings.iter(f"{WORD}themeFontLang")
    assert theme.get(f"{WORD}eastAsia") == "zh-CN"
    assert "<dc:language>zh-CN</dc:language>" in part(FILES[kind], "docProps/core.xml")


@pytest.mark.parametrize("kind", FILES)
def test_signs_that_western_text_has_too_are_set_as_chinese_ones(kind: str) -> None:
    root = etree.fromstring(part(FILES[kind], "word/document.xml").encode())
    hinted = {}
    for run in root.iter(f"{WORD}r"):
        text = "".join(run.itertext())
        hinted[text] = bool(run.xpath("w:rPr/w:rFonts[@w:hint='eastAsia']", namespaces={"w": WORD[1:-1]}))
        properties = [child.tag for child in run.iterfind(f"{WORD}rPr/*")]
        # The order that the standard requires.
        assert properties == sorted(
            properties,
            key=lambda tag: (
                [f"{WORD}rStyle", f"{WORD}rFonts"].index(tag) if tag[-5:] in ("Style", "Fonts") else 2
            ),
        )
        assert properties.count(f"{WORD}rFonts") < 2
    quoted = {text: hint for text, hint in hinted.items() if set(text) & set("“”…—·")}
    assert len(quoted) > 1
    assert all(quoted.values())
    assert not hinted["第二条"]


@pytest.mark.parametrize("kind", FILES)
def test_nothing_of_the_template_is_left(kind: str) -> None:
    data = FILES[kind]
    properties = Document(io.BytesIO(data)).core_properties
    assert (properties.author, properties.comments, properties.last_modified_by) == ("", "", "")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = set(package.namelist())
        words = " ".join(package.read(name).decode("utf-8") for name in names)
    # Everything that the file has is referred to, and nothing but that.
    assert names <= {
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "word/styles.xml",
        "word/settings.xml",
        "word/theme/theme1.xml",
        "word/footer1.xml",
    }
    for leftover in ("python-docx", "Macintosh", "ja-JP", "rsid", 'styleId="Light', 'styleId="List'):
        assert leftover not in words, leftover
    styles = etree.fromstring(part(data, "word/styles.xml").encode())
    ids = {style.get(f"{WORD}styleId") for style in styles.iter(f"{WORD}style")}
    for tag in ("basedOn", "next", "link"):
        assert {entry.get(f"{WORD}val") for entry in styles.iter(f"{WORD}{tag}")} <= ids
    used = {
        entry.get(f"{WORD}val")
        for name in ("word/document.xml", "word/footer1.xml")
        if name in names
        for tag in ("pStyle", "rStyle", "tblStyle")
        for entry in etree.fromstring(part(data, name).encode()).iter(f"{WORD}{tag}")
    }
    assert used <= ids


@pytest.mark.parametrize("kind", FILES)
def test_the_title_is_that_of_the_law_or_table(kind: str) -> None:
    title = Document(io.BytesIO(FILES[kind])).core_properties.title
    assert title == TITLES.get(kind, title)
    assert "小摊" in title


@pytest.mark.parametrize(
    ("notes", "day"),
    [
        ("（2020年3月1日公布　2024年5月2日修正）\n", datetime(2024, 5, 2, tzinfo=UTC)),
        ("（2020年3月1日示范市人民政府令第1号公布）\n", datetime(2020, 3, 1, tzinfo=UTC)),
        ("", None),
    ],
)
def test_the_day_of_a_file_is_that_of_its_text(notes: str, day: datetime | None) -> None:
    law = regkit.parse(f"示范条例\n{notes}第一条　甲。\n第二条　本条例自2030年1月1日起施行。")
    properties = part(to_word(law), "docProps/core.xml")
    stamps = etree.fromstring(properties.encode()).xpath("//*[contains(local-name(), 'ed')]/text()")
    assert stamps == ([f"{day:%Y-%m-%dT%H:%M:%SZ}"] * 2 if day else [])


def test_tracked_changes_carry_the_time_that_is_given() -> None:
    data = to_tracked_word(COMPARISON, datetime(2025, 6, 7, 8, 9, tzinfo=UTC))
    assert part(data, "docProps/core.xml").count("2025-06-07T08:09:00Z") == 2
    assert "2000-01-01" not in part(FILES["tracked"], "docProps/core.xml")


@pytest.mark.parametrize("kind", FILES)
def test_the_account_of_each_file_is_balanced(kind: str) -> None:
    source = READERS[Notation.WORD](FILES[kind])
    assert account_for(Notation.WORD, FILES[kind], source).is_balanced
    codes = {remark.code for remark in source.remarks}
    assert codes == {"export": set(), "tracked": {"text.tracked_changes"}, "table": {"text.struck"}}[kind]


@pytest.mark.skipif(office.find_office() is None, reason="LibreOffice is not installed")
def test_a_word_file_of_libreoffice_has_a_balanced_account() -> None:
    law = regkit.load(SEED)
    data = office.convert(to_word(law), "docx", "docx")
    source = READERS[Notation.WORD](data)
    account = account_for(Notation.WORD, data, source)
    assert account.is_balanced, account
    assert source.remarks == ()
    assert regkit.parse(source.text) == law


@pytest.mark.skipif(office.find_office() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", ["doc", "rtf"])
def test_the_account_of_an_old_file_says_that_it_is_of_the_converted_one(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"a.{suffix}").write_bytes(office.convert(FILES["export"], "docx", suffix))
    (tmp_path / "a.docx").write_bytes(FILES["export"])
    account = regkit.account_of(tmp_path / f"a.{suffix}")
    assert account.is_balanced
    assert "LibreOffice" in account.means
    assert "LibreOffice" not in regkit.account_of(tmp_path / "a.docx").means
