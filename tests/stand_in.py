"""A stand-in for the national database, on this machine only: it has the same interface and can be made to fail."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

PAGE = b"<!DOCTYPE html><html><body>\xe8\xaf\xb7\xe9\xaa\x8c\xe8\xaf\x81</body></html>"
SLOW = 1.6


@dataclass
class Held:
    """A version that the stand-in holds, by the field names of the real database; `file` is its Word file."""

    title: str
    file: bytes
    gbrq: str | None = None
    sxrq: str | None = None
    sxx: int | None = 3
    zdjgName: str | None = "示范市人民代表大会常务委员会"  # noqa: N815 - the field of the database
    history: tuple[str, ...] = ()


@dataclass
class StandIn:
    """The versions by identifier; `faults` are the faults of the next requests of each kind (search, detail, address, file), in order."""

    versions: dict[str, Held]
    faults: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    address: str = ""
    page_size: int = 20

    def count(self, kind: str) -> int:
        """How many requests of a kind were received."""
        return sum(asked_kind == kind for asked_kind, _ in self.asked)


@contextmanager
def serving(stand_in: StandIn) -> Iterator[StandIn]:
    """Serve on loopback while the block runs; the URL is put into `address`."""

    class Handler(_Handler):
        held = stand_in

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    stand_in.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    held: StandIn

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        self._serve("search", json.loads(self.rfile.read(length)))

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        kinds = {
            "/law-search/search/flfgDetails": "detail",
            "/law-search/download/pc": "address",
            "/signed": "file",
        }
        self._serve(kinds.get(url.path, "nothing"), query)

    def _serve(self, kind: str, query: dict[str, Any]) -> None:
        self.held.asked.append((kind, dict(self.headers.items())))
        fault = self.held.faults[kind].pop(0) if self.held.faults[kind] else ""
        if fault == "slow":
            time.sleep(SLOW)
        code, _, after = fault.partition(" after ")
        if code.isdigit():
            headers = {"Retry-After": after or "0"} if after or code == "429" else {}
            self._answer(int(code), PAGE, "text/html", headers)
            return
        if fault == "html":
            self._answer(200, PAGE, "text/html")
            return
        if fault.startswith("redirect "):
            self._answer(302, b"", "text/plain", {"Location": fault.removeprefix("redirect ")})
            return
        if fault.startswith("say "):
            self._answer(200, fault.removeprefix("say ").encode(), "application/json")
            return
        {"search": self._search, "detail": self._detail, "address": self._signed, "file": self._file}.get(
            kind, self._nothing
        )(query, fault)

    def _nothing(self, query: dict[str, Any], fault: str) -> None:
        self._answer(404, PAGE, "text/html")

    def _search(self, query: dict[str, Any], fault: str) -> None:
        words = query["searchContent"]
        rows = [
            self._row(identity, words)
            for identity in self.held.versions
            if words in self.held.versions[identity].title
        ]
        size = min(query["pageSize"], self.held.page_size)
        start = (query["pageNum"] - 1) * query["pageSize"]
        self._say({"total": len(rows), "rows": rows[start : start + size]})

    def _row(self, identity: str, words: str = "") -> dict[str, Any]:
        """A version as a row of a search result, the words that were searched for emphasised in its title."""
        held = self.held.versions[identity]
        title = held.title.replace(words, f"<em>{words}</em>") if words else held.title
        row = {"bbbs": identity, "title": title, "gbrq": held.gbrq, "sxrq": held.sxrq, "sxx": held.sxx}
        return row | {"zdjgName": held.zdjgName, "flxz": "地方性法规", "unknown": [1, {"x": None}]}

    def _detail(self, query: dict[str, Any], fault: str) -> None:
        identity = query["bbbs"]
        history = [self._row(version) for version in self.held.versions[identity].history]
        self._say({"code": 200, "data": self._row(identity) | {"lsyg": history, "content": None}})

    def _signed(self, query: dict[str, Any], fault: str) -> None:
        url = f"{self.held.address}/signed?id={query['bbbs']}&signature=x"
        self._say({"code": 200, "data": {"url": fault.removeprefix("url ") if fault else url, "urlIn": None}})

    def _file(self, query: dict[str, Any], fault: str) -> None:
        data = self.held.versions[query["id"]].file
        start = 0
        wanted = self.headers.get("Range", "")
        if wanted.startswith("bytes=") and fault != "whole":
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
        if fault == "garbage":
            data, start = b"PK\x03\x04 no zip at all", 0
        if fault == "expired":
            self._answer(
                200, b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "application/xml"
            )
            return
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(data) - start))
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        self.end_headers()
        # With the fault “broken” the connection is closed half way.
        end = (start + len(data)) // 2 if fault == "broken" else len(data)
        self.wfile.write(data[start:end])
        if fault == "broken":
            self.close_connection = True

    def _say(self, answer: dict[str, Any]) -> None:
        self._answer(200, json.dumps(answer, ensure_ascii=False).encode(), "application/json")

    def _answer(self, code: int, body: bytes, kind: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        pass
