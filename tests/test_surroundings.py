"""In any unusual surroundings a command ends with a documented exit code and at most one sentence, never with a stack trace."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import EXAMPLES, ROOT
from tests.surroundings import NOBODY, Done, Server, Surroundings, run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the surroundings are those of Linux")
# Runs every command in every surrounding, which takes some minutes.
WHOLE = bool(os.environ.get("REGKIT_WHOLE_MATRIX"))

OLD = "示范集市条例\n（2020年1月1日通过）\n第一条　集市应当有序。\n第二条　摊位依照第一条设置。\n"
NEW = "示范集市条例\n（2021年1月1日修订）\n第一条　集市应当有序、安全。\n第二条　摊位依照第三条设置。\n第三条　摊主应当登记。\n"
THIRD = NEW.replace("2021", "2022").replace("登记", "备案")
FACTS = (
    'title = "示范集市条例"\n[[version]]\nadopted = 2020-01-01\nkind = "制定"\nin_force = 2020-02-01\n'
    '[[version]]\nadopted = 2021-01-01\nkind = "修订"\nin_force = 2021-02-01\n'
)
LIBRARY = ["--library", "lib"]
COMMANDS: dict[str, list[str]] = {
    "help": ["--help"],
    "version": ["--version"],
    "nothing": [],
    "wrong option": ["show", "--wrong"],
    "wrong command": ["shwo"],
    "show": ["show", "old.txt"],
    "show --json": ["show", "--json", "old.txt"],
    "show work": ["show", "示范集市条例", *LIBRARY],
    "check": ["check", "old.txt", "new.txt"],
    "cite": ["cite", "old.txt"],
    "cite --dot": ["cite", "--dot", "old.txt"],
    "concord": ["concord", "new.txt", "old.txt"],
    "diff": ["diff", "old.txt", "new.txt"],
    "diff -o": ["diff", "old.txt", "new.txt", "-o", "table.docx"],
    "impact": ["impact", "old.txt", "new.txt", *LIBRARY],
    "search": ["search", "摊位", *LIBRARY],
    "log": ["log", "示范集市条例", *LIBRARY],
    "blame": ["blame", "示范集市条例", *LIBRARY],
    "export": ["export", "old.txt", "-o", "out.docx", "-o", "out.html"],
    "init": ["init", "own"],
    "add": ["add", "third.txt", *LIBRARY],
    "index": ["index", *LIBRARY],
    "verify": ["verify", *LIBRARY],
    "build": ["build"],
    "site export": ["site", "export", "pages", *LIBRARY],
    # Nothing listens on this port.
    "fetch": ["fetch", "示范集市条例", *LIBRARY, "--address", "http://127.0.0.1:9", "--pause", "0"],
}
CLOSED = Surroundings(streams={1: "closed"})
NOWHERE = Surroundings(streams={0: "closed", 1: "closed", 2: "closed"})
FULL = Surroundings(streams={1: "full"})
LEFT = Surroundings(streams={1: "gone"})
AWAY = Surroundings(folder="deleted")
IMPORTANT = {
    "stdout closed": CLOSED,
    "all closed": NOWHERE,
    "stdout full": FULL,
    "reader gone": LEFT,
    "folder deleted": AWAY,
}
# Each holds as if it had been set by hand before Python started.
OTHERS = {
    "stderr closed": Surroundings(streams={2: "closed"}),
    "stderr full": Surroundings(streams={2: "full"}),
    "stdin closed": Surroundings(streams={0: "closed"}),
    "ASCII": Surroundings({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    "streams in ASCII": Surroundings({"PYTHONIOENCODING": "ascii"}),
    "GB18030": Surroundings({"LC_ALL": "zh_CN.GB18030", "PYTHONUTF8": "0"}),
    "no home": Surroundings({"HOME": None, "XDG_CACHE_HOME": None}, nobody=True),
    "no place for files": Surroundings({"TMPDIR": "/nowhere/at/all"}),
    "folder unreadable": Surroundings(folder="unreadable", nobody=True),
    "1970": Surroundings(first="import time\ntime.time = lambda: 0.0\n"),
    "2200": Surroundings(first="import time\ntime.time = lambda: 7258118400.0\n"),
    "zone": Surroundings({"TZ": "\x1b[2J/../../etc"}),
    "console of no width": Surroundings({"COLUMNS": "0", "LINES": "garbage", "TERM": ""}),
    "no colours": Surroundings({"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "many"}),
    "few files": Surroundings(limits={"RLIMIT_NOFILE": 16}),
    "small files": Surroundings(limits={"RLIMIT_FSIZE": 200}),
    "shallow": Surroundings(first="import sys\nsys.setrecursionlimit(260)\n"),
    **{
        f"epoch {epoch[:12]}": Surroundings({"SOURCE_DATE_EPOCH": epoch})
        for epoch in ("abc", "-1", "1e400", "253402300799", "", "9" * 5000, "\x1b[2J")
    },
}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    # Another user must be able to enter the folder.
    for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        folder.chmod(0o755)
    return furnished(tmp_path)


def furnished(folder: Path) -> Path:
    """Fill a folder with files and a library of two versions."""
    for name, text in (("old.txt", OLD), ("new.txt", NEW), ("third.txt", THIRD)):
        (folder / name).write_text(text, "utf-8")
    work = folder / "lib" / "fair"
    work.mkdir(parents=True)
    (work / "work.toml").write_text(FACTS, "utf-8")
    (work / "2020-01-01.txt").write_text(OLD, "utf-8")
    (work / "2021-01-01.txt").write_text(NEW, "utf-8")
    return folder


FOREIGN = (
    "Traceback",
    "Exception ignored",
    "pydantic",
    "msgspec",
    "Errno",
    "further information",
    "自己出了错，没有做完",
)


def ended_well(done: Done, *, silent: bool = False) -> bool:
    """Assert that a command ended as the guide describes; always true, so that tests can add a message."""
    assert done.code in (0, 1, 2), done.said
    assert [words for words in FOREIGN if words in done.said] == []
    # Output must not contain control characters except line ends and tabs.
    assert [character for character in done.said if character < " " and character not in "\n\t"] == []
    if done.code and done.could_speak and not silent:
        assert done.said.strip()
    return True


@pytest.mark.parametrize("surrounding", IMPORTANT)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_ends_well(command: str, surrounding: str, folder: Path, server: Server) -> None:
    done = server.run(COMMANDS[command], IMPORTANT[surrounding], folder)
    assert ended_well(done, silent=surrounding == "reader gone")
    if surrounding in ("stdout closed", "all closed") and command not in (
        "nothing",
        "wrong option",
        "wrong command",
        "build",
        "fetch",
    ):
        assert done.code == 0, done.said


# The commands that each further surrounding affects; one without an entry is tried with the first of these two only.
_READING_AND_WRITING = ("show work", "add")
_RELEVANT_COMMANDS = {
    "stderr closed": ("wrong option", "fetch"),
    "stderr full": ("wrong command", "fetch"),
    "ASCII": ("show work", "add", "init", "check", "site export"),
    "GB18030": ("show work", "add", "wrong option"),
    "no home": ("fetch", "show", "index"),
    "no place for files": ("export", "add", "diff -o"),
    "folder unreadable": ("show", "init"),
    "1970": ("diff -o", "add", "search"),
    "2200": ("export", "log"),
    "small files": ("export", "add", "index", "init", "site export"),
    "few files": ("show", "add"),
    "shallow": ("diff", "log"),
    "epoch abc": ("search", "log", "cite", "add"),
    "epoch -1": ("show work", "site export"),
    "no colours": ("diff", "help"),
}


@pytest.mark.parametrize(
    ("command", "surrounding"),
    [
        (command, surrounding)
        for surrounding in OTHERS
        for command in (COMMANDS if WHOLE else _RELEVANT_COMMANDS.get(surrounding, _READING_AND_WRITING[:1]))
    ],
)
@pytest.mark.limits
def test_a_new_process_ends_well_in_further_surroundings(
    command: str, surrounding: str, folder: Path, server: Server
) -> None:
    surroundings = OTHERS[surrounding]
    if surroundings.nobody:
        if os.geteuid():
            pytest.skip("only root can be somebody else")
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
        # This runs in the server, because another user may be unable to read the files of Python itself.
        assert ended_well(server.run(COMMANDS[command], surroundings, folder))
        return
    if surrounding == "GB18030" and not Path("/usr/lib/locale").is_dir():
        pytest.skip("no locales here")
    assert ended_well(run(list(COMMANDS[command]), surroundings, folder))


@pytest.mark.parametrize(
    "surrounding", IMPORTANT if WHOLE else ["stdout closed", "stdout full", "reader gone", "folder deleted"]
)
@pytest.mark.parametrize("command", COMMANDS if WHOLE else ["show", "help", "check"])
@pytest.mark.limits
def test_a_new_process_ends_well_in_the_important_surroundings(
    command: str, surrounding: str, folder: Path
) -> None:
    assert ended_well(
        run(list(COMMANDS[command]), IMPORTANT[surrounding], folder), silent=surrounding == "reader gone"
    )


def test_a_full_disk_is_reported_and_a_closed_pipe_is_not(folder: Path) -> None:
    full = run(["show", "old.txt"], FULL, folder)
    assert (full.code, full.said) == (1, "错误：写不进标准输出：磁盘已满。\n")
    left = run(["show", "old.txt"], LEFT, folder)
    assert (left.code, left.said) == (1, "")


@pytest.mark.parametrize("unbuffered", [None, "1"])
@pytest.mark.limits
def test_output_that_a_disk_takes_only_in_part_is_reported_too(folder: Path, unbuffered: str | None) -> None:
    (folder / "long.txt").write_text("".join(f"第{n}条　甲乙丙丁。\n" for n in range(1, 4000)), "utf-8")
    surroundings = Surroundings(environment={"PYTHONUNBUFFERED": unbuffered}, limits={"RLIMIT_FSIZE": 20_000})
    for options in ([], ["--json"]):
        done = run(["show", "long.txt", *options], surroundings, folder)
        assert done.code == 1
        assert done.said.endswith("错误：写不进标准输出：文件超过了系统允许的大小。\n")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_of_a_non_blocking_pipe_gets_everything(folder: Path, unbuffered: str) -> None:
    text = "".join(f"第{n}条　甲乙丙丁。\n" for n in range(1, 8000))
    (folder / "long.txt").write_text(text, "utf-8")
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    process = subprocess.Popen(
        [sys.executable, "-m", "regkit", "show", folder / "long.txt"],
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        stdout=writer,
        stderr=subprocess.PIPE,
    )
    os.close(writer)
    # Wait until the pipe is full.
    time.sleep(1)
    with os.fdopen(reader, "rb") as stream:
        shown = stream.read()
    assert process.communicate()[1] == b""
    assert process.returncode == 0
    assert shown.decode("utf-8") == text


def test_messages_do_not_get_into_output_files_when_the_streams_are_closed(folder: Path) -> None:
    done = run(["export", "old.txt", "-o", "out.txt", "-o", "out.txt"], NOWHERE, folder)
    assert done.code == 1
    assert (folder / "out.txt").read_text("utf-8") == OLD


NAMES = [
    b"two\nlines.txt",
    b"\x1b]0;title\x07.txt",
    b" .txt",
    b"-rf.txt",
    b"\xff\xfe.txt",
    b"\xed\xa0\x80.txt",
    "\u202e甲.txt".encode(),
    b"a" * 251 + b".txt",
    b"\xc2\x9b2J.txt",
]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
@pytest.mark.parametrize("command", ["check", "show", "add", "cite", "diff", "export"])
def test_unusual_file_names_are_accepted(command: str, name: bytes, folder: Path, server: Server) -> None:
    given = str(folder / os.fsdecode(name))
    shutil.copy(folder / "third.txt", given)
    arguments = {
        "add": ["add", given, *LIBRARY],
        "diff": ["diff", "old.txt", given, "-o", f"{given[:-4]}x.csv"],
        "export": ["export", given, "-o", f"{given[:-4]}x.html"],
    }.get(command, [command, given])
    done = server.run(arguments, Surroundings(), folder)
    assert ended_well(done)
    assert not any(character in done.said for character in "\x1b\x07\x9b\u202e")
    if command == "add" and any(byte < 32 for byte in name):
        # The file name is recorded as the source of the text, which must be one line.
        assert "必须是一行文字" in done.said
    elif len(name) < 200:
        assert done.code == 0, done.said


def _odd_things(folder: Path) -> dict[str, str]:
    os.mkfifo(folder / "pipe.txt")
    (folder / "dangling.txt").symlink_to("nowhere")
    (folder / "loop.txt").symlink_to("loop.txt")
    deep = "/".join(["d" * 200] * 30)
    return {
        "a folder": "lib",
        "a pipe": "pipe.txt",
        "a device": "/dev/zero",
        "a dangling link": "dangling.txt",
        "a loop of links": "loop.txt",
        "a deep path": f"{deep}/x.txt",
        "a file as a folder": "old.txt/x.txt",
        "nothing": "",
        "a long name": "名" * 300,
    }


# A folder can be checked and is a library without works; an index may be written through a link; "" is the current folder.
_ALLOWED = {
    *((command, kind) for command in ("check", "verify") for kind in ("a folder", "nothing")),
    ("search", "a folder"),
    ("log", "a folder"),
    ("index", "a dangling link"),
}


@pytest.mark.parametrize(
    "command",
    ["show", "check", "cite", "diff", "concord", "export", "add", "search", "log", "verify", "index"],
)
def test_a_path_that_is_no_text_is_refused_in_one_sentence(
    command: str, folder: Path, server: Server
) -> None:
    for kind, path in _odd_things(folder).items():
        arguments = {
            "diff": ["diff", "old.txt", path],
            "concord": ["concord", path, "old.txt"],
            "export": ["export", path, "-o", "out.html"],
            "add": ["add", path, *LIBRARY],
            "search": ["search", "摊位", "--library", path],
            "log": ["log", "示范集市条例", "--library", path],
            "verify": ["verify", "--library", path],
            "index": ["index", *LIBRARY, "-o", path, "--replace"],
        }.get(command, [command, path])
        done = server.run(arguments, Surroundings(), folder)
        assert ended_well(done), kind
        assert done.code or (command, kind) in _ALLOWED, (kind, done.said)


_HUGE = "9" * 30_000
ARGUMENTS: dict[str, list[str]] = {
    "no such day": ["show", "示范集市条例", *LIBRARY, "--on", "0000-00-00"],
    "the last day": ["show", "示范集市条例", *LIBRARY, "--on", "9999-12-31"],
    "the first day": ["show", "示范集市条例", *LIBRARY, "--on", "0001-01-01"],
    "a day in other digits": ["show", "示范集市条例", *LIBRARY, "--on", "２０２０-01-01"],
    "no day at all": ["search", "摊位", *LIBRARY, "--on", "\x1b[2J"],
    "an added day": ["add", "third.txt", *LIBRARY, "--date", "0001-01-01"],
    "the last day added": ["add", "third.txt", *LIBRARY, "--date", "9999-12-31", "--anyway"],
    "a version of no day": ["log", "示范集市条例@0000-00-00", *LIBRARY],
    "an address of controls": ["show", "old.txt", "--at", "第\x1b[2J条"],
    "an address of digits": ["show", "old.txt", "--at", f"第{_HUGE}条"],
    "an address of numerals": ["show", "old.txt", "--at", f"第{'万亿' * 9000}条"],
    "an eId of digits": ["show", "old.txt", "--at", f"art_{_HUGE}"],
    "an empty address": ["show", "old.txt", "--at", ""],
    "half a character": ["show", "old.txt", "--at", "\udcff\udc80"],
    "a place of half characters": ["blame", "示范集市条例", "\udcff", *LIBRARY],
    "nothing to search": ["search", "", *LIBRARY],
    "quotes to search": ["search", '"', "“", "-", "*", "(", "NEAR", *LIBRARY],
    "half a character to search": ["search", "\udcff", *LIBRARY],
    "controls to search": ["search", "\x01\x1b", *LIBRARY],
    "a huge limit": ["search", "摊位", *LIBRARY, "--limit", _HUGE],
    "a work of controls": ["search", "摊位", *LIBRARY, "--work", "\x1b]0;x\x07\udcff"],
    "a name of controls": ["log", "\x1b]0;x\x07\udcff", *LIBRARY],
    "an empty name": ["show", "", *LIBRARY],
    "a title of controls": ["init", "own", "--name", "\x1b]0;x\x07"],
    "a title of half characters": ["init", "own", "--name", "\udcff"],
    "a folder of controls": ["init", "own\x1b]0;x\x07"],
    "a source of controls": ["add", "third.txt", *LIBRARY, "--source", "\x1b\n"],
    "a source of white space": ["add", "third.txt", *LIBRARY, "--source", " "],
    "a source of half characters": ["add", "third.txt", *LIBRARY, "--source", "\udcff"],
    "a work that is a path": ["add", "third.txt", "--library", "other", "--work", "../../x"],
    "a work of half characters": ["add", "third.txt", "--library", "other", "--work", "\udcff"],
    "an option of controls": ["show", "--\x1b[2J\n已收录"],
    "a command of controls": ["\x1b[2J\udcff"],
    "a choice of controls": ["diff", "old.txt", "new.txt", "--mode", "\x1b[2J"],
    "an output of controls": ["export", "old.txt", "-o", "x.\x1b[2J"],
    "an output nowhere": ["export", "old.txt", "-o", "no/where/x.docx"],
    "rulings that are none": ["diff", "old.txt", "new.txt", "--rulings", "old.txt"],
    "an index that is none": ["search", "摊位", "--index", "old.txt"],
    "an index that is a folder": ["search", "摊位", "--index", "lib"],
    "tables over a file": ["export", *LIBRARY, "--parquet", "old.txt"],
    "an address on no web": ["fetch", "甲", *LIBRARY, "--address", "\x1b\udcff"],
    "a pause that is no number": ["fetch", "甲", *LIBRARY, "--pause", "nan"],
    "settings that are a folder": ["build", "--config", "lib"],
    "settings that are none": ["build", "--config", "old.txt"],
}


@pytest.mark.parametrize("argument", ARGUMENTS)
def test_unusual_arguments_are_answered_in_one_sentence(argument: str, folder: Path, server: Server) -> None:
    done = server.run(ARGUMENTS[argument], Surroundings(), folder)
    assert ended_well(done)
    assert len(done.said) < 5000


_VERSION = "[[version]]\nadopted = 2020-01-01\n"
BROKEN: dict[str, bytes] = {
    "empty": b"",
    "no TOML": b"title = ",
    "another encoding": 'title = "示范"'.encode("gb18030"),
    "nested": b"a = " + b"[" * 5000,
    "a huge number": f"title = {_HUGE}".encode(),
    "half a date": b"title = 'x'\n[[version]]\nadopted = 2020-13-45\n",
    "a moment": b"title = 'x'\n[[version]]\nadopted = 2020-01-01T25:00:00\n",
    "other kinds": b"title = 1\nother_titles = 'x'\nfictional = 'yes'\nversion = 3\n",
    "versions of other kinds": b"title = 'x'\n[[version]]\nadopted = 'x'\nkind = 7\nsource = 1\nprovision = [1]\n",
    "odd keys": b'"\\u001b]0;x\\u0007" = 1\n"\\u202e" = 2\n',
    "odd keys within": f"title = 'x'\n{_VERSION}\"\\u001b[2J\" = 1\n".encode(),
    "an odd title": f'title = "\\u001b[2J"\n{_VERSION}'.encode(),
    "a turned title": f'title = "示范\\u202e条例"\n{_VERSION}'.encode(),
    "a sum that is none": f"title = '示范集市条例'\n{_VERSION}source = {{ sha256 = 'x' }}\n".encode(),
    "an address that is none": f"title = '示范集市条例'\n{_VERSION}[[version.provision]]\naddress = '\x7f'\n".encode(),
    "not a number": b"title = nan\nversion = [inf]\n",
    "twice the same key": b"title = 'x'\ntitle = 'y'\n",
}


# All commands read a library in the same way, but each prints different parts of it.
_READING = ("show work", "verify", "add")
_ALL_READING = (*_READING, "search", "log", "impact", "index", "site export", "fetch")


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_library_is_reported_in_one_sentence_by_every_command(
    kind: str, folder: Path, server: Server
) -> None:
    (folder / "lib" / "fair" / "work.toml").write_bytes(BROKEN[kind])
    for command in _ALL_READING if WHOLE or kind == "odd keys within" else _READING:
        done = server.run(COMMANDS[command], Surroundings(), folder)
        assert ended_well(done), command
        assert "\u202e" not in done.said
        assert len(done.said) < 4000
        assert done.code == 1 or kind == "a turned title", (command, done.said)
        # English words of Python or pydantic about invalid TOML or values must not be shown.
        assert not any(
            words in done.said
            for words in ("Invalid", "Expected", "should be", "must be", "Cannot", "Unclosed")
        )


@pytest.mark.parametrize("command", ["show work", "check", "verify", "index", "search", "add", "site export"])
def test_a_library_with_unusual_names_or_texts_is_reported_in_one_sentence(
    command: str, folder: Path, server: Server
) -> None:
    odd_work = folder / "lib" / "\x1b]0;x\x07\n"
    odd_work.mkdir()
    (odd_work / "work.toml").write_text(FACTS, "utf-8")
    (odd_work / "2020-01-01.txt").write_text(OLD, "utf-8")
    assert ended_well(server.run(COMMANDS[command], Surroundings(), folder))
    shutil.rmtree(odd_work)
    text = folder / "lib" / "fair" / "2020-01-01.txt"
    for data in (b"", b"\0", b"\xff" * 100, "另一件\x1b[2J条例\n第一条　甲。\n".encode()):
        text.write_bytes(data)
        assert ended_well(server.run(COMMANDS[command], Surroundings(), folder))
    text.unlink()
    os.mkfifo(text)
    assert ended_well(server.run(COMMANDS[command], Surroundings(), folder))


def test_an_unforeseen_error_has_its_own_exit_code_and_a_trace_only_on_request(folder: Path) -> None:
    # Commands ask for the current date only after they have begun to work.
    broken = "import datetime\nclass D(datetime.date):\n    @classmethod\n    def today(cls): raise KeyError('x')\ndatetime.date = D\n"
    done = run(list(COMMANDS["search"]), Surroundings(first=broken), folder)
    assert done.code == 70
    assert "regkit 自己出了错" in done.said
    assert "Traceback" not in done.said
    shutil.rmtree(folder / "first")
    traced = run(list(COMMANDS["search"]), Surroundings({"REGKIT_TRACE": "1"}, first=broken), folder)
    assert traced.code == 70
    assert "Traceback" in traced.said


def test_the_text_of_a_law_goes_unchanged_into_a_file(folder: Path, server: Server) -> None:
    text = "第一条　甲\x1b[8m乙\u202e丙\x9b。\n"
    (folder / "odd.txt").write_text(text, "utf-8")
    run(["show", "odd.txt"], Surroundings(), folder)
    assert (folder / "said.1").read_text("utf-8") == text


def test_the_examples_are_shown_unchanged(folder: Path) -> None:
    done = run(["show", str(EXAMPLES[0])], Surroundings(), folder)
    assert (done.code, done.said) == (0, EXAMPLES[0].read_text("utf-8"))
    assert (ROOT / "src").is_dir()


def on_a_console(arguments: list[str], folder: Path) -> str:
    """What a command shows in a terminal."""
    terminal, program_side = os.openpty()
    command = [sys.executable, "-m", "regkit", *arguments]
    with subprocess.Popen(
        command, cwd=folder, stdin=program_side, stdout=program_side, stderr=program_side
    ) as process:
        os.close(program_side)
        output = b""
        with contextlib.suppress(OSError):  # Linux raises this when the other end is closed
            while data := os.read(terminal, 65536):
                output += data
        process.wait()
    os.close(terminal)
    return output.decode("utf-8").replace("\r\n", "\n")


@pytest.mark.parametrize(
    "arguments", [["show"], ["show", "--json"], ["check"], ["cite"], ["show", "--outline"]]
)
def test_a_terminal_shows_control_characters_and_does_not_obey_them(
    arguments: list[str], folder: Path
) -> None:
    (folder / "odd.txt").write_text("示\u202e范条例\n第一条　甲\x1b[8m乙\x9b2J。\n", "utf-8")
    output = on_a_console([*arguments, "odd.txt"], folder)
    assert not any(character in output for character in "\x1b\x9b\u202e")
    if "--json" in arguments:
        shown = json.loads(output.partition("\n")[0])
        assert shown["title"] == "示\u202e范条例"
        assert shown["children"][0]["children"][0]["text"] == "甲\x1b[8m乙\x9b2J。"
    else:
        assert "‹U+202E›" in output or "‹U+009B›" in output


def test_a_terminal_gets_colours_only_if_its_user_wants_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[32m" in on_a_console(["diff", "old.txt", "new.txt"], folder)
    monkeypatch.setenv("NO_COLOR", "1")
    plain = on_a_console(["diff", "old.txt", "new.txt"], folder).split("正在比较……")[-1]
    assert "{+" in plain
    assert "\x1b[32m" not in plain
