"""``regkit fetch`` against hostile servers: one sentence, within the given time, and nothing lost."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from regkit.cli import program
from tests.hostile_server import (
    FILE,
    HALF,
    OTHER,
    ROW,
    TITLE,
    Asked,
    HostileServer,
    Play,
    as_it_should,
    being_hostile,
    broken_off,
    damaged,
    day_after,
    in_turn,
    json_of,
    leading_to,
    moved_to,
    no_law,
    packed,
    part,
    row_with,
    saying,
    sending,
    spaces,
    telling,
    trickling,
    word_bomb,
)
from tests.many_commands import Ended, run_many

# In seconds: the time given to a command that should run out of it, and to one that should not, even on a busy machine.
LITTLE, ENOUGH = 2.0, 50.0
# In seconds: far more than a command is given; a test that takes longer has failed.
PATIENCE = 180
OVER, SHORT = "分钟用完了", "分钟不够了"
TRIED, DONE = "试了 4 次；请稍后再试", "收录 1 个"
NOT_USABLE, NOT_SAFE = "数据库给出的地址不能用", "数据库给出的地址不安全"
UNREASONABLE, NO_JSON = "大得不合理", "不是 JSON"
NOT_WHOLE = "不是完整的 Word 文件"
OK, ROWS = b"HTTP/1.1 200 OK\r\n", json_of({"total": 1, "rows": [ROW]})
BUSY = "429 Too Many Requests"

# By name: the kind of request, how the server answers it, and a part of the message that is expected.
BEHAVIOURS: dict[str, tuple[str, Play, str]] = {
    "says nothing": ("search", lambda asked: time.sleep(PATIENCE), OVER),
    "headers byte by byte": ("search", trickling(OK, b"X"), OVER),
    "status line byte by byte": ("search", trickling(b"HTTP/1.1 2", b"0"), OVER),
    "body byte by byte": ("search", trickling(OK + b"\r\n", b" "), OVER),
    "chunks of one byte": (
        "search",
        trickling(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        OVER,
    ),
    "chunks of one byte without a pause": (
        "search",
        trickling(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n" * 500, 0.01),
        OVER,
    ),
    "continue without end": ("search", trickling(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 50, 0.01), OVER),
    "a hundred thousand headers": ("search", sending(OK + b"A: b\r\n" * 100_000 + b"\r\n"), TRIED),
    "one header of ten megabytes": ("search", sending(OK + b"A: " + b"b" * 10_000_000 + b"\r\n\r\n"), TRIED),
    "trailers without end": (
        "search",
        trickling(OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"A: b\r\n"),
        OVER,
    ),
    "no http": ("search", sending(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), TRIED),
    "hangs up": ("search", lambda asked: None, TRIED),
    "switches protocols": ("search", saying(b"", status="101 Switching Protocols"), TRIED),
    "no content": ("search", saying(b"", status="204 No Content"), "拒绝了请求（204）"),
    "an unknown status": ("search", saying(ROWS, status="799 x"), TRIED),
    "a null in a header": ("search", sending(OK + b"A: b\0c\r\nContent-Length: 2\r\n\r\n{}"), TRIED),
    "a header without a name": ("search", sending(OK + b": b\r\nContent-Length: 2\r\n\r\n{}"), TRIED),
    "a header that is no ascii": ("search", saying(ROWS, "X-A: \udcff\udcfe", "Server: 云"), DONE),
    "two lengths": ("search", sending(OK + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"), TRIED),
    "a negative length": ("search", sending(OK + b"Content-Length: -2\r\n\r\n{}"), TRIED),
    "an unknown transfer encoding": ("search", sending(OK + b"Transfer-Encoding: gzip\r\n\r\n{}"), TRIED),
    "a flood of cookies": (
        "search",
        saying(ROWS, *(f"Set-Cookie: c{number}={'x' * 200}; Path=/" for number in range(200))),
        DONE,
    ),
    "redirects without end": ("search", moved_to("http://127.0.0.1:PORT/law-search/search/list"), "没有尽头"),
    "slow redirects": ("search", moved_to("http://127.0.0.1:PORT/law-search/search/list", 1), OVER),
    "a redirect with a bomb": (
        "search",
        in_turn(
            saying(
                spaces(200),
                "Content-Encoding: gzip",
                "Location: /law-search/search/list",
                status="307 x",
            ),
            saying(ROWS),
        ),
        # The redirected search succeeds at the new address.
        DONE,
    ),
    "redirect elsewhere": ("search", moved_to("http://192.0.2.1/"), NOT_SAFE),
    "redirect to a file": ("search", moved_to("file:///etc/passwd"), NOT_USABLE),
    "redirect with a password": ("search", moved_to("http://u:p@127.0.0.1:PORT/"), "用户名或密码"),
    "redirect to no address": ("search", moved_to("http://[bad"), NOT_USABLE),
    "redirect to a sign of control": ("search", moved_to("http://\x1b[2J/"), f"{NOT_USABLE}：它含有控制字符"),
    "redirect to half an address": ("search", moved_to("http://[1/"), f"{NOT_USABLE}：它不是网址"),
    "redirect to a host that is none": ("search", moved_to("https://a..b/"), NOT_USABLE),
    "redirect to a name that is none": ("search", moved_to("https://xn--a/"), NOT_USABLE),
    "packed twice": (
        "search",
        saying(packed(spaces(400)), "Content-Encoding: gzip, gzip"),
        "没有要求的压缩方式",
    ),
    "packed in an unknown way": ("search", saying(ROWS, "Content-Encoding: br"), "没有要求的压缩方式"),
    "a bomb": ("search", saying(spaces(200), "Content-Encoding: gzip"), UNREASONABLE),
    "packed and cut": ("search", saying(packed(ROWS)[:-9], "Content-Encoding: gzip"), "不完整"),
    "said to be packed": ("search", saying(ROWS, "Content-Encoding: gzip"), "压缩得读不了"),
    "packed as asked": ("search", saying(packed(ROWS), "Content-Encoding: gzip"), DONE),
    "nine megabytes": ("search", saying(b" " * 9_000_000), UNREASONABLE),
    "a million lists": ("search", saying(b"[" + b"[]," * 1_000_000 + b"[]]"), UNREASONABLE),
    "a hundred thousand rows": ("search", telling({"rows": [ROW] * 100_000}), UNREASONABLE),
    "deep": ("search", saying(b"[" * 100_000 + b"]" * 100_000), NO_JSON),
    "a number of ten thousand digits": ("search", saying(b'{"rows": ' + b"9" * 10_000 + b"}"), NO_JSON),
    "a number that is none": ("search", saying(b'{"rows": NaN}'), NO_JSON),
    "half a character": ("search", saying(b'{"rows": [{"bbbs": "a1", "title": "\\ud800"}]}'), NO_JSON),
    "bytes that are no text": ("search", saying(b'{"rows": [{"bbbs": "a1", "title": "\xff\xfe"}]}'), NO_JSON),
    "two keys alike": ("search", saying(b'{"rows": 3, ' + ROWS[1:]), DONE),
    "a null in a title": ("search", row_with(title=f"{TITLE}\0"), DONE),
    "a title that is a list": ("search", row_with(title=[TITLE]), "title 不是文字"),
    "an identifier that is a path": ("search", row_with(bbbs="../../a"), "bbbs 缺少或者不合格"),
    "a day that is an object": ("search", row_with(gbrq={"a": 1}), "gbrq 不是文字"),
    "a day that is none": ("search", row_with(gbrq="2015-13-77"), "gbrq 不是日期"),
    "a status that is true": ("search", row_with(sxx=True), "sxx 不是文字"),
    "rows that are no objects": ("search", telling({"rows": [[ROW]]}), "不是对象"),
    "rows that are an object": ("search", telling({"rows": {"a": 1}}), "没有 rows"),
    "a total that lies": ("search", telling({"rows": [ROW], "total": 10**15}), DONE),
    "a total below nothing": ("search", telling({"rows": [ROW] * 20, "total": -1}), DONE),
    "busy without end": ("search", saying(b"", "Retry-After: 0", status=BUSY), TRIED),
    "busy for a minute": ("search", saying(b"", "Retry-After: 60", status=BUSY), SHORT),
    "busy for an hour": ("search", saying(b"", "Retry-After: 3600", status=BUSY), "以后再运行一次"),
    "busy for ever": ("search", saying(b"", f"Retry-After: {'9' * 90}", status=BUSY), "请改天再运行一次"),
    "busy until a day": (
        "search",
        saying(b"", f"Retry-After: {day_after(7200)}", status=BUSY),
        "以后再运行一次",
    ),
    "busy until a day that is over": (
        "search",
        saying(b"", f"Retry-After: {day_after(-99)}", status="503 x"),
        TRIED,
    ),
    "busy for less than nothing": ("search", saying(b"", "Retry-After: -5", status=BUSY), TRIED),
    "busy until nobody knows": ("search", saying(b"", "Retry-After: Mon, 99 Foo 9999", status=BUSY), TRIED),
    "a file at no address": ("address", leading_to("http://[bad"), NOT_USABLE),
    "a file at a sign": ("address", leading_to("http://\u2100/x"), NOT_USABLE),
    "a file on the disk": ("address", leading_to("file:///etc/passwd"), NOT_USABLE),
    "a file by ftp": ("address", leading_to("ftp://127.0.0.1/x"), NOT_USABLE),
    "a file elsewhere": ("address", leading_to("http://192.0.2.1/x"), NOT_SAFE),
    "a file with a password": ("address", leading_to("https://u:p@127.0.0.1/x"), "用户名或密码"),
    "a file with a line break": ("address", leading_to("http://127.0.0.1/x\u0000y"), "控制字符"),
    "a file at a port that is none": ("address", leading_to("http://127.0.0.1:99999/x"), "端口"),
    "a file in a zone": ("address", leading_to("http://[fe80::1%25eth0]/x"), NOT_USABLE),
    "a file very far": ("address", leading_to("https://127.0.0.1/" + "x" * 70_000), "太长"),
    "a file at a number": ("address", leading_to(5), "没有给出"),
    "a file nowhere": ("address", telling({"data": None}), "没有给出"),
    "a file that always breaks off": ("file", broken_off, TRIED),
    "a file that breaks off once": ("file", in_turn(broken_off, as_it_should), DONE),
    "a file that is another meanwhile": (
        "file",
        in_turn(broken_off, part(HALF, OTHER[HALF:], len(OTHER), 'ETag: "2"'), saying(OTHER)),
        DONE,
    ),
    "a file that is another of the same length": (
        "file",
        in_turn(broken_off, part(HALF, damaged(FILE)[HALF:][::-1], len(FILE)), saying(FILE)),
        DONE,
    ),
    "a rest from another place": (
        "file",
        in_turn(broken_off, part(5, FILE[5:], len(FILE)), saying(FILE)),
        DONE,
    ),
    "a rest without a place": (
        "file",
        in_turn(broken_off, saying(FILE[HALF:], status="206 Partial"), saying(FILE)),
        DONE,
    ),
    "a rest that is too long": (
        "file",
        in_turn(broken_off, part(HALF, FILE[HALF:] + b"more", len(FILE)), saying(FILE)),
        DONE,
    ),
    "no rest": (
        "file",
        in_turn(broken_off, saying(b"", status="416 Range Not Satisfiable"), saying(FILE)),
        DONE,
    ),
    "a part that nobody asked for": ("file", part(HALF, FILE[HALF:], len(FILE)), TRIED),
    "a length that is too short": ("file", saying(FILE, length=HALF), NOT_WHOLE),
    "a file of nothing": ("file", saying(b""), NOT_WHOLE),
    "a damaged file": ("file", saying(damaged(FILE)), NOT_WHOLE),
    "a file that is a bomb": ("file", saying(word_bomb()), NOT_WHOLE),
    "a page in place of a file": ("file", saying(b"<html>"), "下载地址总是失效"),
    "a packed file": ("file", saying(packed(FILE), "Content-Encoding: gzip"), "压缩成了读不了的样子"),
    "a file that says it is huge": ("file", saying(b"", length=70_000_000), "64 MB 的上限"),
    "a file without end": ("file", trickling(OK + b"\r\n", b"P" * 1_000_000, 0), "64 MB 的上限"),
    "a file byte by byte": ("file", trickling(OK + b"Content-Length: 38000\r\n\r\n", b"P"), OVER),
}
INVALID_ADDRESSES = (
    "\x01",
    "",
    "x",
    "http://",
    "https://",
    "http://\u2100",
    "http://[bad",
    "http://例子.测试",
    "http://192.0.2.1",
    "http://[fe80::1%25eth0]",
    "https://a..b",
    "https://xn--a",
    "https://127.0.0.1:0",
    "https://127.0.0.1:99999",
    "https://127.0.0.1:x",
    "https://1.2.3.999",
    "https://user:geheim@127.0.0.1",
    "https://geheim@127.0.0.1",
    "https://127.0.0.1\\@192.0.2.1",
    "https://127.0.0.1/?geheim=1",
    "https://127.0.0.1/#x",
    "https://127.0.0.1/\nX: y",
    "https://" + "a" * 70_000,
    "https://" + "a" * 64,
    "file:///etc/passwd",
    "ftp://127.0.0.1",
    "javascript:alert(1)",
)


def command(server: HostileServer | str, folder: Path, *more: str, seconds: float = ENOUGH) -> list[str]:
    """The arguments of a fetch with library and cache in a folder, that may take `seconds`."""
    address = server if isinstance(server, str) else server.address
    options = ["--library", str(folder / "library"), "--cache", str(folder / "cache"), "--address", address]
    return ["fetch", TITLE, *options, "--pause", "0", "--within", str(seconds / 60), *more]


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Ended]]:
    """How the command ended against each behaviour; all run at once, because most of them wait."""
    folder = tmp_path_factory.mktemp("hostile")
    with contextlib.ExitStack() as servers:
        commands = {
            name: command(
                servers.enter_context(being_hostile({kind: play})),
                folder / str(number),
                seconds=LITTLE if expected == OVER else ENOUGH,
            )
            for number, (name, (kind, play, expected)) in enumerate(BEHAVIOURS.items())
        }
        yield run_many(commands, folder / "ended", seconds=PATIENCE)


@pytest.mark.parametrize("name", BEHAVIOURS)
def test_every_behaviour_of_the_server_is_reported_in_one_sentence(
    name: str, ended: dict[str, Ended]
) -> None:
    ending, expected = ended[name], BEHAVIOURS[name][2]
    assert expected in ending.out + ending.err
    assert ending.code == (0 if expected == DONE else 1), ending
    assert len(ending.err.splitlines()) <= 1, ending.err


def run(arguments: list[str], folder: Path, begin: str = "", **environment: str) -> Ended:
    """Run a command in a process of its own, after some Python code."""
    code = f"import sys; sys.argv = {['regkit', *arguments]!r}\n{begin}\nfrom regkit.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env=os.environ | environment,
        timeout=PATIENCE,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def sentence(ending: Ended) -> str:
    """The only line on standard error."""
    (line,) = ending.err.splitlines()
    return line


class TestBeforeAnAnswer:
    def test_a_name_that_is_never_resolved_ends_in_time(self, tmp_path: Path) -> None:
        begin = "import socket, time; socket.getaddrinfo = lambda *_, **__: time.sleep(999)"
        arguments = command("https://flk.example", tmp_path, seconds=LITTLE)
        assert OVER in sentence(run(arguments, tmp_path, begin))

    def test_a_server_that_accepts_no_connection_ends_in_time(self, tmp_path: Path) -> None:
        with socket.create_server(("127.0.0.1", 0), backlog=0) as listening, contextlib.ExitStack() as calls:
            for _ in range(3):
                call = calls.enter_context(socket.socket())
                call.setblocking(False)
                with contextlib.suppress(BlockingIOError):
                    call.connect(listening.getsockname())
            address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            ending = run(command(address, tmp_path, seconds=LITTLE), tmp_path)
        assert OVER in sentence(ending)

    def test_an_unfinished_tls_handshake_ends_in_time(self, tmp_path: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            address = f"https://127.0.0.1:{listening.getsockname()[1]}"
            ending = run(command(address, tmp_path, seconds=LITTLE), tmp_path)
        assert OVER in sentence(ending)

    @pytest.mark.parametrize(
        "environment", [{"HTTPS_PROXY": "http://[bad"}, {"ALL_PROXY": "x://y"}, {"SSL_CERT_FILE": "/no/such"}]
    )
    def test_an_invalid_environment_variable_is_reported_in_one_line(
        self, tmp_path: Path, environment: dict[str, str]
    ) -> None:
        ending = run(command("https://127.0.0.1:9", tmp_path), tmp_path, **environment)
        assert ending.code == 1
        assert len(ending.err.splitlines()) == 1


@pytest.mark.parametrize("address", INVALID_ADDRESSES)
def test_an_invalid_address_is_refused_before_any_request(tmp_path: Path, address: str) -> None:
    result = CliRunner().invoke(program, command(address, tmp_path))
    assert result.exit_code == 1
    assert "REGKIT_DATABASE" in result.stderr
    assert "geheim" not in result.output
    assert len(result.stderr.splitlines()) == 1
    # An empty variable counts as unset, and the real database would be asked.
    if address:
        variable = {"REGKIT_DATABASE": address}
        assert CliRunner().invoke(program, ["fetch", TITLE], env=variable).stderr == result.stderr


@pytest.mark.parametrize("option", ["--pause", "--within"])
@pytest.mark.parametrize("value", ["nan", "inf", "-1", "x"])
def test_an_invalid_duration_is_a_usage_error(tmp_path: Path, option: str, value: str) -> None:
    result = CliRunner().invoke(program, [*command("https://127.0.0.1:9", tmp_path), option, value])
    assert result.exit_code == 2


class TestContinuing:
    def test_an_unfinished_download_continues_in_the_next_run(self, tmp_path: Path) -> None:
        slow = trickling(OK + f"Content-Length: {len(FILE)}\r\n\r\n".encode() + FILE[:HALF], b"", 0.1)
        with being_hostile({"file": in_turn(slow, as_it_should)}) as server:
            first = run(command(server, tmp_path, seconds=4), tmp_path)
            second = run(command(server, tmp_path), tmp_path)
        assert OVER in sentence(first)
        assert "还没有取的 1 个" in first.out
        assert DONE in second.out
        assert server.started == [0, HALF]

    def test_an_interrupt_ends_the_command_with_a_summary(self, tmp_path: Path) -> None:
        with being_hostile({"file": lambda asked: time.sleep(PATIENCE)}) as server:
            code = "from regkit.cli import main; main()"
            process = subprocess.Popen(
                [sys.executable, "-c", code, *command(server, tmp_path)],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
            )
            while "file" not in server.asked:
                assert process.poll() is None
                time.sleep(0.05)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 130
        assert err == "中断了；取到的都已留下，再运行一次会接着来。\n"
        assert "收录 0 个" in out

    def test_waiting_is_shown_on_a_console(self, tmp_path: Path) -> None:
        import pty

        console, end = pty.openpty()
        busy = saying(b"", "Retry-After: 2", status=BUSY)
        with being_hostile({"search": in_turn(busy, as_it_should)}) as server:
            code = "from regkit.cli import main; main()"
            arguments = [sys.executable, "-c", code, *command(server, tmp_path)]
            subprocess.run(arguments, stdout=subprocess.DEVNULL, stderr=end, check=False, timeout=PATIENCE)
        os.close(end)
        shown = b""
        with contextlib.suppress(OSError):
            while piece := os.read(console, 65536):
                shown += piece
        os.close(console)
        assert "现在不行（429）" in shown.decode()
        assert "还有 2 秒" in shown.decode()
        assert "还有 1 秒" in shown.decode()


class TestCache:
    def test_a_damaged_file_is_put_aside_and_fetched_again(self, tmp_path: Path) -> None:
        with being_hostile({}) as server:
            invoke = command(server, tmp_path)
            assert CliRunner().invoke(program, invoke).exit_code == 0
            (cached,) = (tmp_path / "cache").glob("*.docx")
            cached.write_bytes(damaged(FILE))
            (tmp_path / "library").rename(tmp_path / "before")
            assert DONE in CliRunner().invoke(program, invoke).output
            (tmp_path / "library").rename(tmp_path / "between")
            assert DONE in CliRunner().invoke(program, invoke).output
        assert server.asked.count("file") == 2
        assert cached.read_bytes() == FILE
        (aside,) = (tmp_path / "cache").glob("*.rejected.docx")
        assert aside.read_bytes() == damaged(FILE)

    def test_a_word_file_without_a_document_is_put_aside_and_fetched_again(self, tmp_path: Path) -> None:
        empty = no_law()
        with being_hostile({"file": in_turn(saying(empty), as_it_should)}) as server:
            first = CliRunner().invoke(program, command(server, tmp_path))
            (aside,) = (tmp_path / "cache").glob("*.rejected.docx")
            assert str(aside) in first.stderr
            assert aside.read_bytes() == empty
            assert DONE in CliRunner().invoke(program, command(server, tmp_path)).output

    def test_files_of_others_in_the_cache_are_left_alone(self, tmp_path: Path) -> None:
        cache = tmp_path / "cache"
        cache.mkdir()
        foreign_files = {"a1.docx": b"mine", "a1.part": b"mine", "flk-a1.docx": b"mine", "notes": b"mine"}
        for name, data in foreign_files.items():
            (cache / name).write_bytes(data)
        with being_hostile({}) as server:
            assert DONE in CliRunner().invoke(program, command(server, tmp_path)).output
        assert {name: (cache / name).read_bytes() for name in foreign_files} == foreign_files

    @pytest.mark.parametrize("data", [b"my own words", b"{}", b"regkit download 1 {}\n"])
    def test_a_foreign_file_with_the_name_of_a_download_is_left_alone(
        self, tmp_path: Path, data: bytes
    ) -> None:
        (tmp_path / "cache").mkdir()
        foreign_file = tmp_path / "cache" / "flk-a1.download"
        foreign_file.write_bytes(data)
        with being_hostile({}) as server:
            result = CliRunner().invoke(program, command(server, tmp_path))
        assert f"{foreign_file} 不是 regkit 下载到一半的文件，没有动它" in result.stderr
        assert foreign_file.read_bytes() == data

    def test_a_download_zeroed_by_a_power_cut_is_replaced(self, tmp_path: Path) -> None:
        (tmp_path / "cache").mkdir()
        (tmp_path / "cache" / "flk-a1.download").write_bytes(bytes(4000))
        with being_hostile({}) as server:
            assert DONE in CliRunner().invoke(program, command(server, tmp_path)).output

    def test_a_link_is_not_followed(self, tmp_path: Path) -> None:
        (tmp_path / "cache").mkdir()
        (tmp_path / "theirs").write_bytes(b"")
        (tmp_path / "cache" / "flk-a1.download").symlink_to(tmp_path / "theirs")
        with being_hostile({}) as server:
            assert "没有动它" in CliRunner().invoke(program, command(server, tmp_path)).stderr
        assert (tmp_path / "theirs").read_bytes() == b""

    def test_two_simultaneous_commands_fetch_a_file_once(self, tmp_path: Path) -> None:
        def slow(asked: Asked) -> None:
            time.sleep(1)
            as_it_should(asked)

        with being_hostile({"file": slow}) as server:
            commands = {
                name: [*command(server, tmp_path), "--library", str(tmp_path / name)]
                for name in ("one", "other")
            }
            endings = run_many(commands, tmp_path / "ended", seconds=PATIENCE)
        assert [(ending.code, ending.err) for ending in endings.values()] == [(0, ""), (0, "")]
        assert server.asked.count("file") == 1

    def test_a_cache_that_is_a_file_is_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "cache").write_bytes(b"mine")
        with being_hostile({}) as server:
            assert "它不是文件夹" in CliRunner().invoke(program, command(server, tmp_path)).stderr
            assert (tmp_path / "cache").read_bytes() == b"mine"

    @pytest.mark.parametrize("inside", [".", "cache", "laws/cache"])
    def test_a_cache_in_the_library_is_refused(self, tmp_path: Path, inside: str) -> None:
        arguments = [*command("https://127.0.0.1:9", tmp_path), "--cache", str(tmp_path / "library" / inside)]
        assert "下载的文件不能写到" in CliRunner().invoke(program, arguments).stderr

    @pytest.mark.limits
    def test_a_full_disk_is_reported_and_the_next_run_succeeds(self, tmp_path: Path) -> None:
        begin = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000))"
        with being_hostile({}) as server:
            full = run(command(server, tmp_path), tmp_path, begin)
            assert "不能用" in sentence(full)
            assert DONE in run(command(server, tmp_path), tmp_path).out

    def test_without_a_home_directory_the_option_cache_is_required(self, tmp_path: Path) -> None:
        begin = "import pathlib\ndef none(*_): raise RuntimeError\npathlib.Path.home = none"
        nowhere = {"XDG_CACHE_HOME": "", "LOCALAPPDATA": ""}
        ending = run(["fetch", TITLE, "--address", "https://127.0.0.1:9"], tmp_path, begin, **nowhere)
        assert "请用 --cache 文件夹" in sentence(ending)


def test_an_unusable_title_is_reported_in_one_line(tmp_path: Path) -> None:
    for title in ("\udcff", "甲\0乙", "长" * 100_000):
        arguments = command("https://127.0.0.1:9", tmp_path)
        arguments[1] = title
        result = CliRunner().invoke(program, arguments)
        assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert not (tmp_path / "library").exists()
