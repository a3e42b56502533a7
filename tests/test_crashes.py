"""Crash safety: whatever fails and whenever a command stops, its result is there in full or not at all."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pyarrow.parquet  # noqa: F401 - loaded once here, so that not every child process loads it
import pytest

import regkit
import regkit.cli.commands.add
import regkit.cli.commands.export
import regkit.cli.commands.init
import regkit.cli.commands.search
from regkit import Library
from tests.faults import KILLED, Ended, Request, asked, killed, refused, run
from tests.power import Disk, put

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is forked for each fault")
# Try every fault at every request; otherwise the kinds of fault take turns.
ALL = bool(os.environ.get("REGKIT_ALL_CRASHES"))

FIRST = "云汀市集市条例\n（2020年1月1日云汀市人民代表大会通过）\n第一条　集市应当整洁。\n第二条　本条例自2020年3月1日起施行。\n"
SECOND = FIRST.replace("2020年1月1日", "2021年1月1日").replace("通过", "修订").replace("整洁", "整洁、有序")
# The same version with other words.
OTHER = FIRST.replace("整洁", "安静")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with texts, a library with one of them, and outputs of each kind."""
    folder = tmp_path_factory.mktemp("crashes") / "begun"
    folder.mkdir()
    for name, text in (("first", FIRST), ("second", SECOND), ("other", OTHER)):
        (folder / f"{name}.txt").write_text(text, "utf-8")
    assert run(folder, "add", "first.txt", "--library", "lib").code == 0
    assert run(folder, "index", "--library", "lib", "-o", "i.sqlite").code == 0
    assert run(folder, "export", "first.txt", "-o", "x.html").code == 0
    assert run(folder, "export", "--parquet", "tables", "--library", "lib").code == 0
    shutil.copytree(folder / "lib", folder / "one")
    return folder


def _faults(number: int, *, most: int) -> list[Request]:
    """The faults to try at one request: all of them, or `most` of them in turn."""
    faults = [killed(number), refused(number, errno.EIO), refused(number, errno.ENOSPC)]
    return faults if ALL else [faults[(number + turn) % 3] for turn in range(most)]


def everything(folder: Path) -> dict[str, bytes]:
    """The contents of all files in a folder except locks, by relative path."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }


def contents(folder: Path) -> dict[str, bytes]:
    """The contents of all files in a folder except locks and unfinished files, which the next command removes."""
    return {name: data for name, data in everything(folder).items() if ".part" not in name}


def _check_ending(done: Ended) -> None:
    """Assert that a command ended with success, an error message, or the simulated kill."""
    assert "Traceback" not in done.said, done.said
    assert done.code in (0, 1, KILLED), done
    if done.code == 1:
        assert "错误：" in done.said, done.said


@pytest.mark.parametrize(
    "words",
    [
        ("add", "first.txt", "--library", "new"),
        ("add", "second.txt", "--library", "lib"),
        ("add", "other.txt", "--library", "lib", "--replace"),
    ],
    ids=["a new law", "a new version", "another text"],
)
def test_an_addition_is_complete_or_absent(begun: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(begun, whole)
    done = run(whole, *words)
    assert done.code == 0, done.said
    before, after = contents(begun / words[3]), contents(whole / words[3])
    for number in range(1, done.requests + 1):
        for fault in _faults(number, most=2):
            folder = tmp_path / "folder"
            shutil.copytree(begun, folder)
            library = folder / words[3]
            ended = run(folder, *words, request=fault)
            _check_ending(ended)
            if ended.code == 1:
                assert contents(library) == before, (number, ended.said)
            # Opening the library repairs it.
            if library.exists():
                assert Library(library).verify() == (), (number, ended.said)
                assert all(version.statute for work in Library(library) for version in work.versions)
            now = contents(library)
            assert now in (before, after), (number, ended.said, list(now))
            assert now == after or ended.code != 0
            # The next addition succeeds, and no trace of the failed one remains.
            if now == before:
                again = run(folder, *words)
                assert again.code == 0, (number, again.said)
                assert everything(library) == after, number
            shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("words", "made"),
    [
        (("index", "--library", "one", "-o", "i.sqlite"), "i.sqlite"),
        (("index", "--library", "one", "-o", "new.sqlite"), "new.sqlite"),
        (("export", "other.txt", "--replace", "-o", "x.html"), "x.html"),
        (("export", "other.txt", "-o", "new.html"), "new.html"),
        (("export", "--parquet", "tables", "--library", "one", "--replace"), "tables"),
        (("export", "--parquet", "new/tables", "--library", "one"), "new/tables"),
    ],
    ids=["an index", "a new index", "a page", "a new page", "tables", "new tables"],
)
def test_an_output_is_complete_or_absent(
    begun: Path, tmp_path: Path, words: tuple[str, ...], made: str
) -> None:
    start = tmp_path / "start"
    shutil.copytree(begun, start)
    assert run(start, "add", "second.txt", "--library", "one").code == 0
    whole = tmp_path / "whole"
    shutil.copytree(start, whole)
    done = run(whole, *words)
    assert done.code == 0, done.said
    before, after = contents(start), contents(whole)
    assert before != after
    for number in range(1, done.requests + 1, 1 if ALL else 2):
        for fault in _faults(number, most=1):
            folder = tmp_path / "folder"
            shutil.copytree(start, folder)
            ended = run(folder, *words, request=fault)
            _check_ending(ended)
            now = contents(folder)
            if ended.code != KILLED:
                assert now == (after if ended.code == 0 else before), (number, ended.said)
            again = run(folder, *words, *(["--replace"] if "--replace" not in words else []))
            assert again.code == 0, (number, again.said)
            assert everything(folder) == after, number
            shutil.rmtree(folder)


@pytest.mark.parametrize("there", [False, True], ids=["a new folder", "an empty folder"])
def test_a_new_library_is_complete_or_absent(tmp_path: Path, there: bool) -> None:
    def start() -> Path:
        folder = tmp_path / "folder"
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "laws" if there else folder).mkdir(parents=True)
        return folder

    words = ("init", "laws", "--example")
    done = run(start(), *words)
    assert done.code == 0, done.said
    after = everything(tmp_path / "folder")
    # Fewer requests are tried, because this command takes longer than the others.
    for number in range(1, done.requests + 1, 1 if ALL else 4):
        for fault in _faults(number, most=1):
            folder = start()
            ended = run(folder, *words, request=fault)
            _check_ending(ended)
            if ended.code != KILLED:
                assert contents(folder) == (after if ended.code == 0 else {}), (number, ended.said)
            again = run(folder, *words)
            if contents(folder / "laws") and again.code == 1:
                # The library was already complete.
                assert "不是空文件夹" in again.said
            else:
                assert again.code == 0, (number, again.said)
            remaining = everything(folder) if again.code == 0 else contents(folder)
            assert remaining == after, (number, ended, again.said)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="/proc tells which folder is synced")
@pytest.mark.parametrize(
    ("name", "text", "replace"),
    [("new", FIRST, False), ("lib", SECOND, False), ("lib", OTHER, True)],
    ids=["a new law", "a new version", "another text"],
)
def test_an_addition_is_complete_or_absent_after_a_power_cut(
    begun: Path, tmp_path: Path, name: str, text: str, replace: bool
) -> None:
    root, remains = tmp_path / "root", tmp_path / "left"
    root.mkdir()
    if name == "lib":
        shutil.copytree(begun / name, root / name)
    before = contents(root)
    disk = Disk(root)

    def add(folder: Path, *, again: bool = False) -> None:
        Library(folder / name, new=True).add(None, None, regkit.parse(text), replace=replace or again)

    with asked(disk.answer):
        add(root)
    after = contents(root)
    # Once the addition has been reported as done, it is certain to be on the disk.
    for state in disk.after_a_cut():
        put(state, root, remains)
        assert contents(remains) == after
        shutil.rmtree(remains)
    states = {tuple(sorted(state.items())): state for state in disk.states}
    assert len(states) > 20
    for number, state in enumerate(states.values()):
        put(state, root, remains)
        if (remains / name).exists():
            assert Library(remains / name).verify() == (), number
        assert contents(remains) in (before, after), (number, list(contents(remains)))
        if contents(remains) == before:
            add(remains)
            assert everything(remains) == after, number
        shutil.rmtree(remains)
