"""What is reported is recorded, and what is not is wholly there or not at all: whatever fails, whenever it stops."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pyarrow.parquet  # noqa: F401 - what is loaded here is not loaded again for each fault
import pytest

import regkit
import regkit.cli.commands.add
import regkit.cli.commands.export
import regkit.cli.commands.init
import regkit.cli.commands.search
from regkit import Library
from tests.faults import KILLED, Ended, Request, asked, killed, refused, run
from tests.power import Disk, put

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are split for each fault")
# Every fault at every request; otherwise the kinds of failure take turns.
ALL = bool(os.environ.get("REGKIT_ALL_CRASHES"))

FIRST = "云汀市集市条例\n（2020年1月1日云汀市人民代表大会通过）\n第一条　集市应当整洁。\n第二条　本条例自2020年3月1日起施行。\n"
SECOND = FIRST.replace("2020年1月1日", "2021年1月1日").replace("通过", "修订").replace("整洁", "整洁、有序")
# The same version in other words.
OTHER = FIRST.replace("整洁", "安静")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with texts, and a library with one of them."""
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
    faults = [killed(number), refused(number, errno.EIO), refused(number, errno.ENOSPC)]
    return faults if ALL else [faults[(number + turn) % 3] for turn in range(most)]


def everything(folder: Path) -> dict[str, bytes]:
    """All files of a folder but locks."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }


def contents(folder: Path) -> dict[str, bytes]:
    """All files of a folder but those that are not finished, which the next one removes."""
    return {name: data for name, data in everything(folder).items() if ".part" not in name}


def _check_said(done: Ended) -> None:
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
def test_an_addition_is_whole_or_not_at_all(begun: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
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
            _check_said(ended)
            if ended.code == 1:
                assert contents(library) == before, (number, ended.said)
            # Reading puts it right, too.
            if library.exists():
                assert Library(library).verify() == (), (number, ended.said)
                assert all(version.statute for work in Library(library) for version in work.versions)
            now = contents(library)
            assert now in (before, after), (number, ended.said, list(now))
            assert now == after or ended.code != 0
            # The next one works, and nothing is left of this one.
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
def test_an_output_is_whole_or_not_at_all(
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
            _check_said(ended)
            now = contents(folder)
            if ended.code != KILLED:
                assert now == (after if ended.code == 0 else before), (number, ended.said)
            again = run(folder, *words, *(["--replace"] if "--replace" not in words else []))
            assert again.code == 0, (number, again.said)
            assert everything(folder) == after, number
            shutil.rmtree(folder)


@pytest.mark.parametrize("there", [False, True], ids=["a new folder", "an empty folder"])
def test_a_library_is_begun_whole_or_not_at_all(tmp_path: Path, there: bool) -> None:
    def start() -> Path:
        folder = tmp_path / "folder"
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "laws" if there else folder).mkdir(parents=True)
        return folder

    words = ("init", "laws", "--example")
    done = run(start(), *words)
    assert done.code == 0, done.said
    after = everything(tmp_path / "folder")
    # It takes longer than the others, for it asks for the versions of everything.
    for number in range(1, done.requests + 1, 1 if ALL else 4):
        for fault in _faults(number, most=1):
            folder = start()
            ended = run(folder, *words, request=fault)
            _check_said(ended)
            if ended.code != KILLED:
                assert contents(folder) == (after if ended.code == 0 else {}), (number, ended.said)
            again = run(folder, *words)
            if contents(folder / "laws") and again.code == 1:
                # It was whole already.
                assert "不是空文件夹" in again.said
            else:
                assert again.code == 0, (number, again.said)
            left = everything(folder) if again.code == 0 else contents(folder)
            assert left == after, (number, ended, again.said)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="which folder is synced is told by /proc")
@pytest.mark.parametrize(
    ("name", "text", "replace"),
    [("new", FIRST, False), ("lib", SECOND, False), ("lib", OTHER, True)],
    ids=["a new law", "a new version", "another text"],
)
def test_an_addition_is_whole_or_not_at_all_when_the_power_goes(
    begun: Path, tmp_path: Path, name: str, text: str, replace: bool
) -> None:
    root, left = tmp_path / "root", tmp_path / "left"
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
    # What was reported is on the disk.
    for state in disk.after_a_cut():
        put(state, root, left)
        assert contents(left) == after
        shutil.rmtree(left)
    states = {tuple(sorted(state.items())): state for state in disk.states}
    assert len(states) > 20
    for number, state in enumerate(states.values()):
        put(state, root, left)
        if (left / name).exists():
            assert Library(left / name).verify() == (), number
        assert contents(left) in (before, after), (number, list(contents(left)))
        if contents(left) == before:
            add(left)
            assert everything(left) == after, number
        shutil.rmtree(left)
