"""Loading and saving one document."""

from __future__ import annotations

import errno
import os
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


def test_an_existing_file_is_overwritten_only_with_replace(tmp_path: Path) -> None:
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
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(UnwritableFileError, match=r"^写不出这个文件：磁盘已满。$") as caught:
        regkit.save(regkit.load(SEED), tmp_path / "law.txt")
    assert (caught.value.code, caught.value.errno) == ("file.unwritable", errno.ENOSPC)
    assert list(tmp_path.iterdir()) == []


def test_where_the_system_refuses_to_write_the_error_is_one_of_regkit(tmp_path: Path) -> None:
    law = regkit.load(SEED)
    (tmp_path / "file").write_text("mine", "utf-8")
    (tmp_path / "folder.txt").mkdir()
    cases = [
        (tmp_path / "nowhere" / "law.txt", "file.no_folder", errno.ENOENT, "没有要写入的文件夹"),
        (tmp_path / "file" / "law.txt", "file.unwritable", errno.ENOTDIR, "不是文件夹"),
        (tmp_path / f"{'条' * 100}.txt", "file.unwritable", errno.ENAMETOOLONG, "名称太长"),
        (tmp_path / "a\0.txt", "file.unwritable", errno.EINVAL, "系统不接受"),
        (tmp_path / "a\ud800.txt", "file.unwritable", errno.EINVAL, "系统不接受"),
        (tmp_path / "folder.txt", "file.folder", errno.EISDIR, "这是文件夹"),
    ]
    for path, code, number, words in cases:
        for replace in (False, True):
            with pytest.raises(UnwritableFileError, match=words) as caught:
                regkit.save(law, path, replace=replace)
            error = caught.value
            assert (error.code, error.errno, error.filename) == (code, number, str(path))
            assert error.strerror == (os.strerror(number) if number else None)
            assert "\n" not in str(error)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder.txt"]


def test_an_error_of_writing_is_also_the_error_that_python_has_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FileNotFoundError) as missing:
        regkit.save(regkit.load(SEED), tmp_path / "nowhere" / "law.txt")
    assert isinstance(missing.value, regkit.MissingFolderError)

    def refuse(name: object, *_: object) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(name))

    law = regkit.load(SEED)
    monkeypatch.setattr("regkit.disk.writing.os.open", refuse)
    with pytest.raises(PermissionError, match="没有在这里写文件的权限") as forbidden:
        regkit.save(law, tmp_path / "law.txt")
    assert isinstance(forbidden.value, regkit.ForbiddenWriteError)
    assert (forbidden.value.code, forbidden.value.errno) == ("file.forbidden", errno.EACCES)


@pytest.mark.parametrize("name", ["a\0.txt", "a\ud800.txt"])
def test_a_path_that_no_file_can_have_is_refused_in_chinese(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableFileError, match=r"^读不出这个文件：系统不接受这样的名称或者写法。$"):
        regkit.load(tmp_path / name)


@pytest.mark.parametrize("new", [False, True])
@pytest.mark.parametrize("name", ["a\0", "a\ud800", "条" * 100])
def test_a_folder_that_the_system_refuses_is_no_library(tmp_path: Path, name: str, new: bool) -> None:
    with pytest.raises(regkit.LibraryError) as caught:
        regkit.Library(tmp_path / name, new=new)
    assert caught.value.code == "library.disk"


def test_an_unreadable_file_is_refused_with_its_cause(tmp_path: Path) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    cases = {tmp_path / "nowhere.txt": "没有这个文件", tmp_path: "这是文件夹", huge: "上限"}
    for path, words in cases.items():
        with pytest.raises(UnreadableFileError) as caught:
            regkit.load(path)
        assert words in str(caught.value)


def test_an_unknown_format_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFileError, match="可用的后缀"):
        regkit.save(regkit.load(SEED), tmp_path / "law.xls")
    assert list(tmp_path.iterdir()) == []
