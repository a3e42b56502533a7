"""A library shared by several people, programs and systems: no work is lost, and names are unambiguous everywhere."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import random
import sqlite3
import stat
import subprocess
import sys
import time
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import regkit
import regkit.cli.commands.add
import regkit.cli.commands.export
import regkit.cli.commands.search
import regkit.cli.commands.show
from regkit import Library, LibraryError
from regkit.disk import journals
from regkit.library import Origin, adding
from regkit.library.naming import check_new_id
from tests.faults import Running, run, start

POSIX = pytest.mark.skipif(not hasattr(os, "fork"), reason="pipes, links and users as POSIX has them")
NOBODY, ANYBODY = 65534, 65533
DAY = date(2020, 1, 1)


def text(number: int, title: str = "云汀市集市条例") -> str:
    return f"{title}\n（{2000 + number}年1月1日云汀市人民代表大会修订）\n第一条　集市有{number}个摊位。\n"


def write(folder: Path, name: str, words: str) -> None:
    (folder / name).write_text(words, "utf-8")


@POSIX
def test_many_simultaneous_additions_by_different_paths_are_all_recorded(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("lib")
    names = ("lib", "link", str(tmp_path / "lib"), "./other/../lib")
    (tmp_path / "other").mkdir()
    running = []
    for number in range(1, 9):
        write(tmp_path, f"{number}.txt", text(number))
        (tmp_path / f"t{number}").mkdir()
        words = ("add", f"{number}.txt", "--library", names[number % 4])
        if number == 1:
            # The link dangles until the first command has created the library.
            words = (*words[:-1], "lib")
        running.append(start(tmp_path, *words, temporary=tmp_path / f"t{number}"))
        if number == 1:
            while not (tmp_path / "lib").exists():
                time.sleep(0.01)
    results = [command.wait() for command in running]
    assert [result.code for result in results] == [0] * 8, results
    (work,) = Library(tmp_path / "lib")
    assert [version.dated.year for version in work.versions] == list(range(2001, 2009))
    assert Library(tmp_path / "lib").verify() == ()
    assert sorted(path.name for path in (tmp_path / "lib").iterdir()) == [".regkit.lock", "云汀市集市条例"]


@POSIX
def test_of_several_simultaneous_additions_of_the_same_law_one_succeeds(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", text(1))
    running = [start(tmp_path, "add", "a.txt", "--library", "lib") for _ in range(6)]
    results = [command.wait() for command in running]
    assert sorted(result.code for result in results) == [0, 1, 1, 1, 1, 1], results
    assert [path.name for path in (tmp_path / "lib").iterdir() if path.is_dir()] == ["云汀市集市条例"]


@POSIX
def test_a_killed_command_loses_nothing_that_was_reported(tmp_path: Path) -> None:
    generator = random.Random(5)
    running: list[tuple[int, Running]] = []
    for number in range(1, 25):
        write(tmp_path, f"{number}.txt", text(number))
        running.append((number, start(tmp_path, "add", f"{number}.txt", "--library", "lib")))
    reported = set()
    for number, command in running:
        if number % 2:
            time.sleep(generator.random() / 10)
            command.kill()
        if "已收录" in command.wait().said:
            reported.add(2000 + number)
    library = Library(tmp_path / "lib")
    assert library.verify() == ()
    assert reported <= {version.dated.year for work in library for version in work.versions}
    assert all(version.statute for work in library for version in work.versions)


@POSIX
def test_a_reader_sees_a_complete_library_while_others_add(tmp_path: Path) -> None:
    write(tmp_path, "0.txt", text(0))
    assert run(tmp_path, "add", "0.txt", "--library", "lib").code == 0
    for number in range(1, 20):
        write(tmp_path, f"{number}.txt", text(number))
    adding = start(tmp_path, "add", *(f"{number}.txt" for number in range(1, 20)), "--library", "lib")
    while not adding.is_over():
        library = Library(tmp_path / "lib")
        assert library.verify() == ()
        assert all(version.statute for work in Library(tmp_path / "lib") for version in work.versions)
    assert adding.wait().code == 0


@POSIX
@pytest.mark.skipif(hasattr(os, "getuid") and os.getuid() != 0, reason="only root can be somebody else")
@pytest.mark.parametrize("mode", [0o777, 0o2775])
def test_a_shared_library_can_be_written_by_each_of_its_users_in_turn(tmp_path: Path, mode: int) -> None:
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(folder.stat().st_mode | 0o055)
    work = tmp_path / "work"
    library = work / "lib"
    library.mkdir(parents=True)
    for folder in (work, library):
        os.chown(folder, NOBODY, NOBODY)
        folder.chmod(mode)
    for number in range(1, 5):
        write(work, f"{number}.txt", text(number))
        (work / f"{number}.txt").chmod(0o644)
    before = os.umask(0o077)
    try:
        for number, user in enumerate((NOBODY, ANYBODY, 0, NOBODY), 1):
            group = user if mode == 0o777 else NOBODY
            done = run(work, "add", f"{number}.txt", "--library", "lib", user=user, group=group)
            assert done.code == 0, done.said
    finally:
        os.umask(before)
    (law,) = Library(library)
    assert len(law.versions) == 4
    assert stat.S_IMODE((library / law.id).stat().st_mode) == mode
    assert {stat.S_IMODE(path.stat().st_mode) for path in library.rglob("*.*") if path.is_file()} == {
        mode & 0o666
    }


@POSIX
def test_a_file_that_another_process_is_writing_is_not_removed_as_a_leftover(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", text(1))
    assert run(tmp_path, "add", "a.txt", "--library", "lib").code == 0
    # No process holds these files any more; regkit did not write the last ones.
    foreign = [".i.sqlite.draft.part", ".i.sqlite.my.notes.part"]
    for name in (
        ".i.sqlite.abc.part",
        ".i.sqlite.0123456789ab.part",
        ".i.sqlite.0123456789ab-old.part",
        *foreign,
    ):
        write(tmp_path, name, "")
    held = tmp_path / ".i.sqlite.ba9876543210.part"
    held.write_bytes(b"half")
    import fcntl

    with held.open("r+b") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        assert run(tmp_path, "index", "--library", "lib", "-o", "i.sqlite").code == 0
        assert sorted(path.name for path in tmp_path.glob("*.part")) == [held.name, *foreign]
    assert run(tmp_path, "index", "--library", "lib", "-o", "i.sqlite").code == 0
    assert sorted(path.name for path in tmp_path.glob("*.part")) == foreign


def test_an_abandoned_folder_of_an_addition_is_used_again(tmp_path: Path) -> None:
    (tmp_path / "云汀市集市条例").mkdir()
    (tmp_path / "云汀市集市条例" / ".work.toml.0123456789ab.part").touch()
    added = Library(tmp_path).add(None, None, regkit.parse(text(1)))
    assert added.work == "云汀市集市条例"
    assert sorted(path.name for path in added.path.parent.iterdir()) == ["2001-01-01.txt", "work.toml"]


def test_a_refused_addition_leaves_no_trace(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="没有写明"):
        Library(tmp_path / "new", new=True).add(None, None, regkit.parse("云汀市集市条例\n第一条　甲。"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("moment", ["with_version", "_encoded", "check_toml"])
def test_a_simultaneous_change_of_the_record_by_somebody_else_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    library = Library(tmp_path)
    library.add(None, None, regkit.parse(text(1)))
    record = tmp_path / "云汀市集市条例" / "work.toml"
    module = journals if moment == "_encoded" else adding
    original = getattr(module, moment)

    def meanwhile(*arguments: Any) -> Any:
        with record.open("a", encoding="utf-8") as stream:
            stream.write("# 我的笔记\n")
        return original(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(module, moment, meanwhile)
        with pytest.raises(LibraryError, match="刚刚被别人改动过；什么都没有写入，请再运行一次"):
            library.add(None, None, regkit.parse(text(2)))
    assert record.read_text("utf-8").count("我的笔记") >= 1
    assert sorted(path.name for path in record.parent.iterdir()) == ["2001-01-01.txt", "work.toml"]
    library.add(None, None, regkit.parse(text(2)))
    assert record.read_text("utf-8").count("我的笔记") >= 1
    assert Library(tmp_path).verify() == ()
    assert len(Library(tmp_path).works[0].versions) == 2


@POSIX
def test_a_link_to_another_work_of_the_library_does_not_block_an_addition(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", text(1))
    write(tmp_path, "b.txt", text(2))
    assert run(tmp_path, "add", "a.txt", "--library", "lib", "--work", "zzz").code == 0
    (tmp_path / "lib" / "aaa").symlink_to("zzz")
    done = run(tmp_path, "add", "b.txt", "--library", "lib")
    assert done.code == 0, done.said
    assert (tmp_path / "lib" / "zzz" / "2002-01-01.txt").is_file()


@POSIX
def test_a_record_that_is_a_link_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    Library(tmp_path / "lib", new=True).add(None, None, regkit.parse(text(1)))
    record = tmp_path / "lib" / "云汀市集市条例" / "work.toml"
    link_target = record.rename(tmp_path / "jia.toml")
    record.symlink_to(link_target)
    before = link_target.read_bytes()
    with pytest.raises(LibraryError, match="是链接，写入会使它断开"):
        Library(tmp_path / "lib").add(None, None, regkit.parse(text(2)))
    assert record.is_symlink()
    assert link_target.read_bytes() == before


def test_an_index_is_replaced_unless_somebody_changed_it(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", text(1))
    assert run(tmp_path, "add", "a.txt", "--library", "lib").code == 0
    command = ("index", "--library", "lib", "-o", "i.sqlite")
    assert [run(tmp_path, *command).code for _ in range(2)] == [0, 0]
    with contextlib.closing(sqlite3.connect(tmp_path / "i.sqlite")) as connection:
        connection.execute("CREATE TABLE notes (words)")
    changed = (tmp_path / "i.sqlite").read_bytes()
    done = run(tmp_path, *command)
    assert done.code == 1
    assert "生成以后可能被改动过" in done.said
    assert (tmp_path / "i.sqlite").read_bytes() == changed
    assert run(tmp_path, *command, "--replace").code == 0
    if hasattr(os, "fork"):
        (tmp_path / "i.sqlite").rename(tmp_path / "far.sqlite")
        (tmp_path / "i.sqlite").symlink_to("far.sqlite")
        inode = (tmp_path / "far.sqlite").stat().st_ino
        assert run(tmp_path, *command).code == 0
        assert (tmp_path / "i.sqlite").is_symlink()
        assert (tmp_path / "far.sqlite").stat().st_ino != inode


def test_creating_a_library_keeps_foreign_folders_with_similar_names(tmp_path: Path) -> None:
    for folder in (tmp_path / "my" / ".regkit.backup.part", tmp_path / ".new.backup.part"):
        folder.mkdir(parents=True)
        (folder / "README.md").write_text("我的", "utf-8")
    run(tmp_path, "init", "my")
    assert run(tmp_path, "init", "new").code == 0
    for folder in (tmp_path / "my" / ".regkit.backup.part", tmp_path / ".new.backup.part"):
        assert (folder / "README.md").read_text("utf-8") == "我的"


@pytest.mark.parametrize("command", ["verify", "add"])
def test_a_folder_in_place_of_the_journal_is_reported(tmp_path: Path, command: str) -> None:
    write(tmp_path, "a.txt", text(1))
    assert run(tmp_path, "add", "a.txt", "--library", "lib").code == 0
    (tmp_path / "lib" / ".regkit.journal").mkdir()
    write(tmp_path, "b.txt", text(2))
    done = run(tmp_path, command, *(["b.txt"] if command == "add" else []), "--library", "lib")
    assert done.code == 1
    assert "不是 regkit 写的，或者已经损坏；请核对库中的文件，再删除它。" in done.said


class TestJournals:
    def begin(self, folder: Path, *, new: bytes, old: bytes | None, current: bytes | None) -> Path:
        """Create a library in which a process was stopped while it wrote law/notes.md.

        `new` is the content it was writing, `old` the content before, and `current` the content of the file now.
        """
        (folder / "law").mkdir()
        digest = {
            content: hashlib.sha256(content).hexdigest() for content in (new, old) if content is not None
        }
        changes = [{"name": "law/notes.md", "old": digest[old] if old else None, "new": digest[new]}]
        body = json.dumps({"token": "abc", "changes": changes}).encode()
        (folder / ".regkit.journal").write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        if current is not None:
            (folder / "law" / "notes.md").write_bytes(current)
        return folder / "law" / "notes.md"

    def test_an_interrupted_change_is_completed_where_possible(self, tmp_path: Path) -> None:
        file = self.begin(tmp_path, new=b"new", old=b"old", current=b"old")
        (tmp_path / "law" / ".notes.md.abc.part").write_bytes(b"new")
        assert Library(tmp_path).works == ()
        assert file.read_bytes() == b"new"
        assert [path.name for path in file.parent.iterdir()] == ["notes.md"]
        assert not (tmp_path / ".regkit.journal").exists()

    def test_an_interrupted_change_is_undone_where_it_cannot_be_completed(self, tmp_path: Path) -> None:
        file = self.begin(tmp_path, new=b"new", old=b"old", current=b"new")
        (tmp_path / "law" / ".notes.md.abc-old.part").write_bytes(b"old")
        journal = tmp_path / ".regkit.journal"
        # A second file of the same change, of which nothing is left.
        _, _, body = journal.read_bytes().partition(b"\n")
        record = json.loads(body)
        record["changes"].append({"name": "law/lost.md", "old": None, "new": "0" * 64})
        body = json.dumps(record).encode()
        journal.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        assert Library(tmp_path).works == ()
        assert file.read_bytes() == b"old"
        assert not journal.exists()

    def test_a_file_changed_since_is_never_overwritten(self, tmp_path: Path) -> None:
        file = self.begin(tmp_path, new=b"new", old=b"old", current=b"by hand")
        (tmp_path / "law" / ".notes.md.abc.part").write_bytes(b"new")
        for _ in range(2):
            with pytest.raises(LibraryError, match="此后又有人改动过"):
                _ = Library(tmp_path).works
            with pytest.raises(LibraryError, match="此后又有人改动过"):
                Library(tmp_path).add(None, None, regkit.parse(text(1)))
        assert file.read_bytes() == b"by hand"

    @pytest.mark.parametrize(
        "name",
        ["../out", "/etc/out", "law/../../out", "law", "a/b/c", "law/x\u0000", "", "link/out", "law\\out"],
    )
    def test_a_hostile_journal_cannot_write_outside_the_library(self, tmp_path: Path, name: str) -> None:
        library = tmp_path / "lib"
        library.mkdir()
        (library / "law").mkdir()
        (library / "link").symlink_to(tmp_path)
        for folder in (tmp_path, library / "law"):
            (folder / ".out.abc.part").write_bytes(b"new")
        change = {"name": name, "old": None, "new": hashlib.sha256(b"new").hexdigest()}
        body = json.dumps({"token": "abc", "changes": [change]}).encode()
        (library / ".regkit.journal").write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        with pytest.raises(LibraryError):
            _ = Library(library).works
        assert not (tmp_path / "out").exists()

    @pytest.mark.parametrize("data", [b"", b"x", b"{}" * 40_000, b"0" * 64 + b"\n{}", bytes(1_000_000)])
    def test_an_invalid_journal_is_reported(self, tmp_path: Path, data: bytes) -> None:
        (tmp_path / ".regkit.journal").write_bytes(data)
        with pytest.raises(LibraryError, match="不是 regkit 写的，或者已经损坏"):
            Library(tmp_path).add(None, None, regkit.parse(text(1)))
        assert [path.name for path in tmp_path.iterdir()] == [".regkit.journal"]


@POSIX
class TestSpecialFiles:
    @pytest.fixture
    def law(self, tmp_path: Path) -> Path:
        Library(tmp_path / "lib", new=True).add("law", None, regkit.parse(text(1)))
        return tmp_path / "lib" / "law"

    @pytest.mark.parametrize("name", ["2001-01-01.txt", "work.toml", "2001-01-01.outline.toml"])
    @pytest.mark.parametrize("command", ["verify", "index", "search"])
    def test_a_pipe_in_a_library_is_refused_at_once(self, law: Path, name: str, command: str) -> None:
        (law / name).unlink(missing_ok=True)
        os.mkfifo(law / name)
        query = ["摊位"] if command == "search" else []
        done = run(law.parent.parent, command, *query, "--library", "lib")
        assert done.code == 1
        assert "不是普通文件" in done.said
        assert len(done.said.splitlines()) == 1, done.said

    def test_a_pipe_or_device_given_as_a_text_is_refused(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.txt")
        for name in ("pipe.txt", "/dev/zero", "/dev/null"):
            done = run(tmp_path, "show", name)
            assert (done.code, "不是普通文件" in done.said) == (1, True), done.said

    def test_output_of_another_command_is_read_from_a_pipe(self, tmp_path: Path) -> None:
        write(tmp_path, "a.txt", text(1))
        os.mkfifo(tmp_path / "pipe.txt")
        program = f"{sys.executable} -m regkit show"
        for line in (
            f"cat a.txt | {program} /dev/stdin",
            f"{program} /dev/stdin < a.txt",
            f"{program} <(cat a.txt)",
            f"cat a.txt > pipe.txt & {program} pipe.txt",
        ):
            done = subprocess.run(
                ["bash", "-c", line], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
            )
            assert "第一条　集市有1个摊位。" in done.stdout, (line, done.stderr)

    def test_a_pipe_is_never_replaced_by_output(self, tmp_path: Path) -> None:
        write(tmp_path, "a.txt", text(1))
        os.mkfifo(tmp_path / "out.html")
        done = run(tmp_path, "export", "a.txt", "-o", "out.html", "--replace")
        assert (done.code, "不是普通文件" in done.said) == (1, True), done.said
        assert stat.S_ISFIFO((tmp_path / "out.html").stat().st_mode)


class TestNames:
    @pytest.mark.parametrize("name", ["CON", "con", "aux.txt", "Nul.2020", "COM1", "com¹", "lpt0", "LPT³.x"])
    def test_names_of_windows_devices_are_refused_as_ids(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(LibraryError, match="设备的名称"):
            check_new_id(name, ())
        with pytest.raises(LibraryError, match=r"设备的名称|首尾不能是点"):
            Library(tmp_path).add(f"{name}" if name.isascii() else f"{name}/", None, regkit.parse(text(1)))
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("name", ["x.", ".x", "x ", "CONIN$", "a/b", "a\nb", "..", "x" * 201])
    def test_names_that_some_system_cannot_keep_are_refused_as_ids(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(LibraryError, match="不能作法规文件夹的名称") as caught:
            Library(tmp_path).add(name, None, regkit.parse(text(1)))
        assert "\n" not in str(caught.value)
        assert list(tmp_path.iterdir()) == []

    def test_ids_that_differ_only_by_case_are_refused(self, tmp_path: Path) -> None:
        Library(tmp_path).add("markets", None, regkit.parse(text(1)))
        with pytest.raises(LibraryError, match="已有的“markets”"):
            Library(tmp_path).add("Markets", None, regkit.parse(text(1, "另一件条例")))

    def test_invalid_names_of_existing_folders_are_reported(self, tmp_path: Path) -> None:
        for name in ("CON", "a", "A"):
            (tmp_path / name).mkdir()
            write(tmp_path / name, "work.toml", f'title = "条例{name}"\n[[version]]\nadopted = 2020-01-01\n')
            with pytest.raises(LibraryError, match=r"设备的名称|只有大小写"):
                _ = Library(tmp_path).works

    @pytest.mark.parametrize("title", ["CON", "aux", "Prn", "nul", "COM1", "LPT9"])
    def test_ids_made_from_titles_are_valid_on_every_system(self, tmp_path: Path, title: str) -> None:
        added = Library(tmp_path).add(None, None, regkit.parse("第一条　甲。"), title=title, promulgated=DAY)
        assert added.work == f"{title}-2"
        Library(tmp_path).works  # noqa: B018 - checks that the library can be read

    def test_ids_made_from_titles_use_composed_characters(self, tmp_path: Path) -> None:
        title = "한국어조례"
        added = Library(tmp_path).add(None, None, regkit.parse(text(1, unicodedata.normalize("NFD", title))))
        assert added.work == title


@pytest.mark.parametrize("words", [" ", "x\ny", "\x1b[31m", "x\u2028y"])
def test_a_source_that_is_not_one_line_is_refused_in_one_sentence(tmp_path: Path, words: str) -> None:
    write(tmp_path, "a.txt", text(1))
    done = run(tmp_path, "add", "a.txt", "--library", "lib", "--source", words)
    assert done.code == 1
    assert [line for line in done.said.splitlines() if "错误" in line and "来源" in line]
    assert "Traceback" not in done.said
    assert not (tmp_path / "lib").exists()
    origin = Origin.model_construct(document=words)
    if words != " ":
        with pytest.raises(LibraryError):
            Library(tmp_path / "lib", new=True).add(None, None, regkit.parse(text(1)), origin=origin)


def test_a_library_on_a_read_only_disk_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Library(tmp_path).add(None, None, regkit.parse(text(1)))
    original = os.open

    def read_only(path: Any, flags: int, *more: Any, **options: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise OSError(errno.EROFS, "Read-only file system", str(path))
        return original(path, flags, *more, **options)

    monkeypatch.setattr(os, "open", read_only)
    assert Library(tmp_path).verify() == ()
    with pytest.raises(LibraryError, match="什么都没有改动"):
        Library(tmp_path).add(None, None, regkit.parse(text(2)))
