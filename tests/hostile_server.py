"""A server on this machine that is hostile in one way at a time, down to the bytes on the wire."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import socket
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from threading import Thread
from typing import Any

import regkit
from regkit.notations.word.writing import to_word

TITLE = "云集市集条例"
ROW: dict[str, Any] = {"bbbs": "a1", "title": TITLE, "gbrq": "2015-06-10"}
FILE = to_word(
    regkit.parse(f"{TITLE}\n（2015年6月1日通过）\n第一条　摊位应当整洁。\n第二条　本条例自公布之日起施行。")
)
OTHER = to_word(regkit.parse(f"{TITLE}\n（2015年6月1日通过）\n第一条　摊位可以不整洁。"))
HALF = len(FILE) // 2
PATHS = {"/search/list": "search", "flfgDetails": "detail", "download/pc": "address", "/file": "file"}


@dataclass
class Asked:
    """One request: its `kind`, its `number` among the requests of that kind (from 1), and its `head` with all that was received."""

    kind: str
    number: int
    head: str
    wire: socket.socket
    port: int

    @property
    def start(self) -> int:
        """The offset at which the download is to continue; 0 without a Range header."""
        begin = self.head.lower().find("range: bytes=")
        return int(self.head[begin + 13 :].split("-")[0]) if begin >= 0 else 0

    def send(self, data: bytes) -> None:
        self.wire.sendall(data)

    def say(self, body: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> None:
        """Send a complete response; `length` replaces the true Content-Length."""
        head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers]
        self.send("\r\n".join((*head, "Connection: close", "", "")).encode("utf-8", "surrogateescape") + body)

    def trickle(self, begin: bytes, again: bytes, every: float) -> None:
        """Send `begin`, then `again` for ever, with a pause of `every` seconds."""
        self.send(begin)
        while True:
            self.send(again)
            time.sleep(every)


Play = Callable[[Asked], None]


@dataclass
class HostileServer:
    """A server whose `plays` answer the requests of each kind; requests of other kinds are answered properly.

    `asked` records the kinds of the requests, `started` the offsets at which downloads began.
    """

    plays: dict[str, Play]
    port: int = 0
    asked: list[str] = field(default_factory=list)
    started: list[int] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, wire: socket.socket) -> None:
        with contextlib.suppress(OSError), wire:
            request = ""
            # Closing the connection before the whole request was read could discard the response.
            while not _is_all(request):
                piece = wire.recv(65536)
                if not piece:
                    return
                request += piece.decode("latin-1")
            kind = next((PATHS[path] for path in PATHS if path in request.split("\r\n")[0]), "other")
            self.asked.append(kind)
            asked = Asked(kind, self.asked.count(kind), request, wire, self.port)
            if kind == "file":
                self.started.append(asked.start)
            self.plays.get(kind, as_it_should)(asked)


def _is_all(words: str) -> bool:
    """Whether the request has been received completely, by its Content-Length."""
    head, end, body = words.partition("\r\n\r\n")
    lengths = [
        line.split(":")[1] for line in head.lower().split("\r\n") if line.startswith("content-length:")
    ]
    return bool(end) and len(body) >= sum(map(int, lengths))


def as_it_should(asked: Asked) -> None:
    """Answer a request as the real database does."""
    if asked.kind == "search":
        asked.say(json_of({"total": 1, "rows": [ROW]}))
    elif asked.kind == "detail":
        asked.say(b'{"data": {}}')
    elif asked.kind == "address":
        asked.say(b'{"data": {"url": "/file"}}')
    elif asked.start:
        part = f"Content-Range: bytes {asked.start}-{len(FILE) - 1}/{len(FILE)}"
        asked.say(FILE[asked.start :], part, 'ETag: "1"', status="206 Partial Content")
    else:
        asked.say(FILE, 'ETag: "1"')


@contextmanager
def being_hostile(plays: dict[str, Play]) -> Iterator[HostileServer]:
    """Run a hostile server while the block runs."""
    server = HostileServer(plays)
    with socket.create_server(("127.0.0.1", 0), backlog=50) as listening:
        server.port = listening.getsockname()[1]

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    wire, _ = listening.accept()
                    Thread(target=server.answer, args=(wire,), daemon=True).start()

        Thread(target=serve, daemon=True).start()
        yield server


def json_of(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def saying(body: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> Play:
    """Answer with a response of these bytes and headers."""
    return lambda asked: asked.say(body, *headers, status=status, length=length)


def telling(answer: Any) -> Play:
    """Answer with a JSON value."""
    return saying(json_of(answer))


def sending(data: bytes) -> Play:
    """Answer with raw bytes, which need not be HTTP."""
    return lambda asked: asked.send(data)


def trickling(begin: bytes, again: bytes, every: float = 0.05) -> Play:
    return lambda asked: asked.trickle(begin, again, every)


def row_with(**fields: Any) -> Play:
    """Answer a search with one row whose fields are replaced."""
    return telling({"total": 1, "rows": [ROW | fields]})


def leading_to(url: Any) -> Play:
    """Answer with the URL of a file."""
    return telling({"data": {"url": url}})


def moved_to(url: str, after: float = 0) -> Play:
    """Answer with a redirection, after some seconds; PORT in the URL stands for the port of the server."""

    def play(asked: Asked) -> None:
        time.sleep(after)
        asked.say(b"", f"Location: {url.replace('PORT', str(asked.port))}", status="302 Found")

    return play


def in_turn(*plays: Play) -> Play:
    """Answer with one play after the other; the last one is repeated."""
    return lambda asked: plays[min(asked.number, len(plays)) - 1](asked)


def broken_off(asked: Asked) -> None:
    """Send the file only up to its middle, but announce all of it."""
    asked.say(FILE[asked.start : HALF], 'ETag: "1"', length=len(FILE) - asked.start)


def part(begin: int, data: bytes, total: int | str, *headers: str) -> Play:
    """Answer with a part of a file (206) of `total` bytes that begins at offset `begin`."""
    return saying(
        data, f"Content-Range: bytes {begin}-{begin + len(data) - 1}/{total}", *headers, status="206 Partial"
    )


def spaces(megabytes: int) -> bytes:
    """Spaces, compressed by gzip, which take next to nothing on the wire."""
    packing = zlib.compressobj(1, zlib.DEFLATED, 31)
    return b"".join(packing.compress(b" " * (1 << 20)) for _ in range(megabytes)) + packing.flush()


def damaged(data: bytes) -> bytes:
    """The bytes of a Word file with one byte of its main part changed."""
    offset = data.find(b"word/document.xml") + 200
    return data[:offset] + bytes([data[offset] ^ 0x55]) + data[offset + 1 :]


def no_law() -> bytes:
    """A complete Word file whose main part is no document."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("word/document.xml", "<a/>")
    return file.getvalue()


def word_bomb() -> bytes:
    """A Word file that unpacks to a thousand times its size."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package,
        package.open("word/document.xml", "w") as member,
    ):
        for _ in range(300):
            member.write(b" " * (1 << 20))
    return file.getvalue()


def packed(data: bytes) -> bytes:
    return gzip.compress(data)


def day_after(seconds: float) -> str:
    """The time `seconds` from now, as an HTTP date."""
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)
