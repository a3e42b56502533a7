"""What reading costs grows with what is read, also where somebody nests, repeats or errs as often as a file can hold."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

import regkit
from regkit.cli import commands
from regkit.errors import LibraryError
from regkit.files import read_source
from regkit.library import Library
from tests.conftest import SEED

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HIDDEN = "<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>"


def _grows_no_faster(run: Callable[[int], object], *, small: int, times: int = 8) -> bool:
    """Whether `times` as much takes at most three times as long as in proportion, in the best of some tries."""

    def seconds(size: int) -> float:
        begin = time.process_time()
        run(size)
        return time.process_time() - begin

    seconds(small)
    return any(seconds(small * times) < 3 * times * seconds(small) + 0.05 for _ in range(3))


def _word(folder: Path, body: str, **parts: str) -> Path:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {_WORD}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    file = folder / "x.docx"
    file.write_bytes(packed.getvalue())
    return file


def test_hidden_paragraphs_within_hidden_ones(tmp_path: Path) -> None:
    def read(depth: int) -> None:
        inner = "<w:p><w:r><w:t/></w:r></w:p>" * (400 * depth)
        opening = f"<w:p>{_HIDDEN}<w:r><w:txbxContent>" * depth
        body = opening + inner + "</w:txbxContent></w:r></w:p>" * depth
        regkit.load(_word(tmp_path, body + "<w:p><w:r><w:t>第一条　甲。</w:t></w:r></w:p>"))

    assert _grows_no_faster(read, small=10, times=7)


def test_lists_that_share_what_is_long(tmp_path: Path) -> None:
    def read(count: int) -> None:
        numbering = (
            f'<w:numbering {_WORD}><w:abstractNum w:abstractNumId="1">{"<w:nsid/>" * count}</w:abstractNum>'
            + "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="1"/></w:num>' for n in range(count))
            + "</w:numbering>"
        )
        read_source(_word(tmp_path, "<w:p><w:r><w:t>第一条　甲。</w:t></w:r></w:p>", numbering=numbering))

    assert _grows_no_faster(read, small=1000)


@pytest.mark.parametrize("note", ["<noteRef/>甲", "<noteRef/>"])
def test_notes_in_akoma_ntoso(note: str) -> None:
    text = regkit.to_akn(regkit.load(SEED))
    assert _grows_no_faster(
        lambda count: regkit.from_akn(text.replace("<p>", "<p>" + note * count, 1)), small=2000
    )


def _work(folder: Path, count: int, kind: str = "修订") -> Path:
    begin = date(1950, 1, 1)
    days = [begin + timedelta(days=place) for place in range(count)]
    versions = "".join(f'[[version]]\nadopted = {day}\nin_force = {day}\nkind = "{kind}"\n' for day in days)
    (folder / "jia").mkdir(parents=True, exist_ok=True)
    (folder / "jia" / "work.toml").write_text(f'title = "甲条例"\n{versions}', "utf-8")
    return folder


@pytest.mark.parametrize("command", [["log", "甲条例"], ["log", "甲条例", "--json"], ["search", "甲"]])
def test_versions_without_text(command: list[str], tmp_path: Path) -> None:
    def run(count: int) -> None:
        folder = _work(tmp_path / str(count), count)
        answer = CliRunner().invoke(commands, [*command, "--library", str(folder)], catch_exceptions=False)
        assert answer.exit_code in (0, 1)
        assert str(date(1950, 1, 1)) in answer.output or command[0] == "search"

    assert _grows_no_faster(run, small=100)


def test_mistakes_in_work_toml_are_told_up_to_a_few_with_their_lines(tmp_path: Path) -> None:
    def read(count: int) -> str:
        with pytest.raises(LibraryError) as caught:
            list(Library(_work(tmp_path / str(count), count, kind="重写")))
        return str(caught.value)

    told = read(100)
    assert "第 5 行 version.第1个.kind" in told
    assert "第 21 行 version.第5个.kind" in told
    assert "第6个" not in told
    assert told.endswith("；另有 95 处。")
    assert _grows_no_faster(read, small=200)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (".".join(["a"] * 16_000) + " = 1\n", "第 1 行有 15999 个点"),
        ("a = 1\n" + "[" + ".".join(["a"] * 16_000) + "]\n", "第 2 行有 15999 个点"),
        ("# " + "x" * 5_000_000, "4 MB"),
        ("version = [" + "1," * 250_000 + "]\n", "200,000 个值"),
        ("a = {" + ",".join(f"b{n}=1" for n in range(250_000)) + "}\n", "200,000 个值"),
        ("k" * 100_000 + " = 1\n", "没有这个键"),
        ('title = "甲"\nx = {' + "k" * 100_000 + "=1, " + "k" * 100_000 + "=2}\n", "第 2 行"),
        ('title = "甲"\nx = "\n', "第 2 行"),
        ("title = '''甲\n", "不是合格的 TOML"),
    ],
)
def test_a_work_toml_that_nobody_writes_is_refused_in_one_sentence(
    text: str, words: str, tmp_path: Path
) -> None:
    folder = _work(tmp_path, 1)
    (folder / "jia" / "work.toml").write_text(text, "utf-8")
    begin = time.process_time()
    with pytest.raises(LibraryError, match=words) as caught:
        list(Library(folder))
    assert len(str(caught.value)) < len(str(folder)) + 300
    assert "\n" not in str(caught.value)
    # What nothing bounds takes minutes here, and gigabytes.
    assert time.process_time() - begin < 30
