"""Reading foreign files in a child process: the same result, one sentence for each limit, and nothing left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import regkit
from regkit.files import read_source
from regkit.notations import READERS
from regkit.notations.recognition import SUFFIXES
from regkit.notations.word.writing import to_word
from regkit.office import find_office
from tests.conftest import SEED
from tests.hostile import foreign_files, own_files, page_of, stream, word

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="limits of memory hold on Linux only")
GIGABYTE = 1024**3
# Code that is run first: without poll, and with a second thread, which prevents regkit from forking.
NO_POLL = "import select; del select.poll\n"
SEVERAL_THREADS = "import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()\n"


def run(program: str, *arguments: object, threads: bool = False, windows: bool = False) -> str:
    """The output of a Python program, which must succeed and write nothing to standard error."""
    text = (SEVERAL_THREADS if threads else "") + (NO_POLL if windows else "") + textwrap.dedent(program)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", text, *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def ordinary_files() -> Iterator[tuple[str, bytes]]:
    """Yield names and bytes of harmless files."""
    yield "law.docx", to_word(regkit.load(SEED))
    numbered = '<w:p><w:r><w:t>第一条　甲。</w:t><w:footnoteReference w:id="1"/></w:r></w:p>'
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>乙</w:t></w:r></w:p>"
    yield "remarks.docx", word(numbered + hidden + "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>")
    yield "page.pdf", page_of(stream(b"BT /F 12 Tf 72 700 Td (Article 1) Tj 0 -14 Td (of a law) Tj ET"))


@pytest.mark.parametrize(
    ("threads", "windows"),
    [(False, False), (True, False), (True, True)],
    ids=["split", "started anew", "as on Windows"],
)
def test_ordinary_files_read_the_same_as_without_a_child(
    tmp_path: Path, threads: bool, windows: bool
) -> None:
    expected = {}
    for name, data in ordinary_files():
        (tmp_path / name).write_bytes(data)
        source = READERS[SUFFIXES[Path(name).suffix]](data)
        expected[name] = [
            source.text,
            [[remark.code, remark.message, remark.line, remark.excerpt] for remark in source.remarks],
        ]
    assert any(remarks for _, remarks in expected.values())
    program = """
        import json, sys
        from pathlib import Path
        from regkit.files import read_source
        sources = {}
        for path in sorted(Path(sys.argv[1]).iterdir()):
            source = read_source(path)
            sources[path.name] = [source.text, [[p.code, p.message, p.line, p.excerpt] for p in source.remarks]]
        print(json.dumps(sources))
    """
    assert json.loads(run(program, tmp_path, threads=threads, windows=windows)) == expected


def test_a_refusal_has_the_same_message_as_without_a_child(tmp_path: Path) -> None:
    for name, data in foreign_files():
        if name in (
            "cut.docx",
            "an-entity-that-grows.docx",
            "no-zip.docx",
            "no-pages.pdf",
            "pages-in-a-circle.pdf",
        ):
            (tmp_path / name).write_bytes(data)
            with pytest.raises(regkit.UnreadableFileError) as alone:
                READERS[SUFFIXES[Path(name).suffix]](data)
            with pytest.raises(regkit.UnreadableFileError) as confined:
                read_source(tmp_path / name)
            assert str(confined.value) == str(alone.value)


def _memory_of_session(session: int) -> int:
    """The virtual memory of all processes of a session, in bytes."""
    total = 0
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                facts = (process / "stat").read_text().rpartition(")")[2].split()
                if int(facts[3]) == session:
                    total += int(facts[21]) * os.sysconf("SC_PAGE_SIZE")
            except (OSError, IndexError):
                continue
    return total


@LINUX
def test_the_memory_of_the_program_that_starts_regkit_hides_no_limit(tmp_path: Path) -> None:
    name = "forms-ten-by-ten.pdf"
    (tmp_path / name).write_bytes(dict(foreign_files())[name])
    launcher = """
        import subprocess, sys
        ballast = bytearray(900 * 1024**2)
        ballast[::4096] = b"1" * len(ballast[::4096])
        subprocess.run([sys.executable, "-m", "regkit", "check", *sys.argv[1:]])
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(launcher), name],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert "内存超过 1 GB" in done.stdout.decode()


@LINUX
def test_each_hostile_file_yields_one_error_within_the_limits(tmp_path: Path) -> None:
    names = []
    for name, data in (*foreign_files(), *own_files()):
        (tmp_path / name).write_bytes(data)
        names.append(name)
    assert len(names) > 40
    command = f'ulimit -v {4 * GIGABYTE // 1024}; exec "$@"'
    process = subprocess.Popen(
        ["/bin/sh", "-c", command, "sh", sys.executable, "-m", "regkit", "check", "--json", *names],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    most = 0
    ended = threading.Event()

    def watch() -> None:
        nonlocal most
        while not ended.wait(0.1):
            most = max(most, _memory_of_session(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        out, errors = process.communicate(timeout=500)
    finally:
        ended.set()
        watcher.join()
        process.kill()
    problems_by_path = {line["path"]: line["problems"] for line in map(json.loads, out.decode().splitlines())}
    assert process.returncode == 1
    assert "Traceback" not in errors.decode()
    assert list(problems_by_path) == names
    for name, problems in problems_by_path.items():
        file_errors = [problem for problem in problems if problem["severity"] == "error"]
        assert len(file_errors) == 1, name
        assert 5 < len(file_errors[0]["message"]) < 200, name
        assert "没有预料到" not in file_errors[0]["message"], name
    for name in ("forms-that-call-themselves.pdf", "forms-ten-by-ten.pdf", "flate-of-a-gigabyte.pdf"):
        assert "内存超过 1 GB" in problems_by_path[name][0]["message"]
    assert most < 2 * GIGABYTE
    assert _memory_of_session(process.pid) == 0


MISBEHAVING = """
    import os, signal, sys, time
    import regkit
    from regkit.confinement import limits, worker, working
    from regkit.confinement.answers import Job
    from regkit.notations.source import Source

    def prints(data):
        os.write(1, b"noise"); print("noise", flush=True); os.write(2, b"noise")
        return Source("第一条　甲。\\n", ())
    def rubbish(data):
        for fd in range(3, 20):
            try: os.write(fd, b"answer".ljust(16, b"\\0") + (7).to_bytes(8, "big") + b"rubbish")
            except OSError: pass
        os._exit(0)
    def lies(data):
        for fd in range(3, 20):
            try: os.write(fd, b"answer".ljust(16, b"\\0") + (2**60).to_bytes(8, "big"))
            except OSError: pass
        time.sleep(100)
    def loops(data):
        while True: pass
    readers = {
        "prints": prints, "rubbish": rubbish, "lies": lies, "loops": loops,
        "aborts": lambda data: os.abort(),
        "killed": lambda data: os.kill(os.getpid(), signal.SIGKILL),
        "exits": lambda data: sys.exit(0),
        "sleeps": lambda data: time.sleep(100),
        "fails": lambda data: [][0],
        "takes": lambda data: bytearray(b"x") * 2**31,
        "says too much": lambda data: Source("甲" * 45_000_000, ()),
    }
    real = working._READERS[Job.WORD]
    worker.PATIENCE, limits.__dict__["SECONDS"] = 3, 1
    working._READERS[Job.WORD] = lambda data: readers.get(open(sys.argv[2]).read(), real)(data)
    # A joined thread may exist for a moment longer; with two threads a new process would be started, which would not
    # have the readers above.
    worker._can_split = lambda: True
    law = regkit.load(sys.argv[1])
    for name in readers:
        with open(sys.argv[2], "w") as file: file.write(name)
        try: print(name, "read", len(regkit.load(sys.argv[1]).articles))
        except regkit.UnreadableFileError as error: print(name, str(error))
        with open(sys.argv[2], "w") as file: file.write("nothing")
        assert regkit.load(sys.argv[1]) == law, name
"""


@LINUX
@pytest.mark.parametrize("windows", [False, True], ids=["with poll", "as on Windows"])
@pytest.mark.limits
def test_every_failure_of_the_child_is_reported_and_the_next_file_is_read(
    tmp_path: Path, windows: bool
) -> None:
    (tmp_path / "law.docx").write_bytes(to_word(regkit.load(SEED)))
    (tmp_path / "behaviour").write_text("nothing", "utf-8")
    reports = dict(
        line.replace("says too much", "says-too-much").split(" ", 1)
        for line in run(
            MISBEHAVING, tmp_path / "law.docx", tmp_path / "behaviour", windows=windows
        ).splitlines()
    )
    assert reports.pop("prints") == "read 1"
    stopped = {name for name, words in reports.items() if "中途停止" in words}
    assert stopped == {"rubbish", "aborts", "killed", "exits"}
    assert "1 秒" in reports["loops"] or "时间" in reports["loops"]
    assert "时间" in reports["sleeps"]
    assert "128 MB" in reports["lies"]
    assert "128 MB" in reports["says-too-much"]
    assert "内存超过 1 GB" in reports["takes"]
    assert "IndexError" in reports["fails"]


@LINUX
@pytest.mark.parametrize("threads", [False, True], ids=["split", "started anew"])
def test_a_child_leaves_nothing_behind_and_inherits_no_open_file(tmp_path: Path, threads: bool) -> None:
    (tmp_path / "law.docx").write_bytes(to_word(regkit.load(SEED)))
    program = """
        import os, sys
        from pathlib import Path
        import regkit
        kept = open(sys.argv[2], "w")
        kept.write("once\\n")
        print("once")
        law = regkit.load(sys.argv[1])
        task = Path(f"/proc/{os.getpid()}/task")
        (child,) = [pid for thread in task.iterdir() for pid in (thread / "children").read_text().split()]
        assert regkit.load(sys.argv[1]) == law
        assert [pid for thread in task.iterdir() for pid in (thread / "children").read_text().split()] == [child]
        assert sys.argv[2] not in [os.readlink(file) for file in Path(f"/proc/{child}/fd").iterdir()]
        os.kill(int(child), 9)
        assert regkit.load(sys.argv[1]) == law
        (other,) = [pid for thread in task.iterdir() for pid in (thread / "children").read_text().split()]
        print(other)
        kept.close()
    """
    once, child = run(program, tmp_path / "law.docx", tmp_path / "kept", threads=threads).split()
    assert once == "once"
    assert (tmp_path / "kept").read_text("utf-8") == "once\n"
    assert not Path("/proc", child).exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept", "law.docx"]


@LINUX
def test_an_interrupted_process_leaves_no_child(tmp_path: Path) -> None:
    (tmp_path / "law.docx").write_bytes(to_word(regkit.load(SEED)))
    program = """
        import sys, time
        import regkit
        from regkit.confinement import working
        from regkit.confinement.answers import Job
        working._READERS[Job.WORD] = lambda data: time.sleep(100)
        print("begins", flush=True)
        try: regkit.load(sys.argv[1])
        except KeyboardInterrupt: print("interrupted")
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program), str(tmp_path / "law.docx")],
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"begins\n"
    time.sleep(1)
    os.killpg(process.pid, signal.SIGINT)
    out, _ = process.communicate(timeout=30)
    assert out == b"interrupted\n"
    assert _memory_of_session(process.pid) == 0


def test_files_can_be_read_in_pools_of_processes_and_threads(tmp_path: Path) -> None:
    (tmp_path / "law.docx").write_bytes(to_word(regkit.load(SEED)))
    program = """
        import concurrent.futures, multiprocessing, sys
        import regkit
        def count(path):
            return len(regkit.load(path).articles)
        if __name__ == "__main__":
            path = sys.argv[1]
            wanted = count(path)
            # A forked copy must not use the child that waits for this process.
            method = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
            if sys.platform == "linux":
                with method.Pool(2) as pool:
                    assert pool.map(count, [path] * 8) == [wanted] * 8
            with concurrent.futures.ThreadPoolExecutor(4) as pool:
                assert list(pool.map(count, [path] * 8)) == [wanted] * 8
            assert count(path) == wanted
            print("same")
    """
    assert run(program, tmp_path / "law.docx") == "same\n"


def test_a_file_is_not_read_without_limits_if_no_process_can_be_started(tmp_path: Path) -> None:
    (tmp_path / "law.docx").write_bytes(to_word(regkit.load(SEED)))
    program = """
        import errno, os, subprocess, sys
        import regkit
        def refuse(*_, **__):
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        os.fork = subprocess.Popen = refuse
        try: regkit.load(sys.argv[1])
        except regkit.UnreadableFileError as error: print(error)
    """
    for threads in (False, True):
        message = run(program, tmp_path / "law.docx", threads=threads)
        assert "系统没有允许" in message
        assert message.count("\n") == 1


@pytest.mark.skipif(
    find_office() is None or sys.platform != "linux",
    reason="LibreOffice is not installed, or has no limits here",
)
def test_libreoffice_is_stopped_at_its_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = "".join(
        f"\\u{ord(character) if ord(character) < 32768 else ord(character) - 65536}?"
        for character in "第一条　甲。"
    )
    package = "{\\object\\objemb{\\*\\objclass Package}{\\*\\objdata " + "41" * 20_000 + "}}"
    (tmp_path / "x.rtf").write_text("{\\rtf1\\ansi " + words + "\\par " + package + "}", "ascii")
    with pytest.raises(regkit.UnreadableFileError, match="内存超过 2 GB 的上限"):
        regkit.load(tmp_path / "x.rtf")
    monkeypatch.setattr("regkit.office.PATIENCE", 0)
    with pytest.raises(regkit.UnreadableFileError, match="时间超过 0 秒的上限"):
        regkit.load(tmp_path / "x.rtf")
