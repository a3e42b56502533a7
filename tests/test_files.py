"""Loading and saving one document."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

import regkit
from regkit import UnreadableFileError, UnwritableFileError
from tests.conftest import EXAMPLES, SEED


@pytest.mark.parametrize("source", [SEED, *EXAMPLES], ids=lambda path: path.stem)
def test_a_saved_statute_reads_back(tmp_path: Path, source: Path) -> None:
    law = regkit.load(source)
    path = tmp_path / "law.txt"
    regkit.save(law, path)
    assert regkit.load(path) == law
    assert path.read_bytes().endswith(b"\n")
    assert b"\r" not in path.read_bytes()


def test_an_existing_file_is_never_overwritten_unasked(tmp_path: Path) -> None:
    path = tmp_path / "law.txt"
    path.write_text("mine", "utf-8")
    with pytest.raises(FileExistsError):
        regkit.save(regkit.load(SEED), path)
    assert path.read_text("utf-8") == "mine"
    assert list(tmp_path.iterdir()) == [path]
    regkit.save(regkit.load(SEED), path, replace=True)
    assert regkit.load(path) == regkit.load(SEED)


def test_a_saved_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    regkit.save(regkit.load(SEED), tmp_path / "law.txt")
    (tmp_path / "other").touch()
    modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert len(modes) == 1


def test_nothing_is_left_behind_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        regkit.save(regkit.load(SEED), tmp_path / "law.txt")
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_read_is_said_in_one_sentence(tmp_path: Path) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    cases = {tmp_path / "nowhere.txt": "没有这个文件", tmp_path: "这是文件夹", huge: "上限"}
    for path, words in cases.items():
        with pytest.raises(UnreadableFileError) as caught:
            regkit.load(path)
        assert words in str(caught.value)


def test_a_format_that_cannot_be_written_is_refused_before_anything_is(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFileError, match="可用的后缀"):
        regkit.save(regkit.load(SEED), tmp_path / "law.xls")
    assert list(tmp_path.iterdir()) == []
