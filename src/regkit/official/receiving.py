"""Downloads one file: resumes an interrupted download if the server still has the same file, and checks that it is complete."""

from __future__ import annotations

import time
from collections.abc import Callable

import httpx

from regkit.codes import ErrorCode
from regkit.errors import DatabaseError
from regkit.files import MOST_BYTES
from regkit.official.answers import packing_of
from regkit.official.cache import Download, Original
from regkit.official.service import BY_HAND, Service, TryAgainError, check_status
from regkit.official.whole import is_whole
from regkit.official.wire import Reply
from regkit.rule import Rule

CONTENT_RANGE = Rule(
    "a Content-Range header: the first and the last byte, and the size of the file",
    r"bytes (?P<begin>[0-9]{1,15})-(?P<end>[0-9]{1,15})/(?P<total>[0-9]{1,15}|\*)\Z",
    matches=("bytes 10-99/100", "bytes 0-0/*"),
    rejects=("bytes */100", "bytes 10-/100", "10-99/100", "bytes 1-2/3, bytes 1-2/3"),
)
_LONGEST_VALIDATOR = 200
_TOO_LARGE = f"文件超过 {MOST_BYTES // 1024 // 1024} MB 的上限，没有下载。{BY_HAND}"


class ExpiredError(Exception):
    """The signed address of a file is no longer valid."""


class Receiving:
    """The download of the file of one version of the act `title`; `seconds` is the time limit for all tries together."""

    def __init__(self, service: Service, title: str, download: Download, seconds: float) -> None:
        self._service, self._title, self._download = service, title, download
        self._seconds, self._until = seconds, time.monotonic() + seconds
        self._resumed = False

    def receive(self, address: Callable[[], httpx.URL]) -> None:
        """Complete the download.

        `address` is called for a fresh address before each try. Raises ExpiredError if an address is no longer
        valid, DatabaseError for any other failure.
        """
        if not self._is_complete():
            self._service.repeat(lambda: self._fetch(address()))

    def _is_complete(self) -> bool:
        """Whether an earlier process downloaded everything and was stopped before it could move the file.

        A download that is too long, or damaged at its full length, is removed.
        """
        download = self._download
        if download.size > MOST_BYTES or (
            download.original.total is not None and download.size >= download.original.total
        ):
            if download.size == download.original.total and is_whole(download.read()):
                return True
            download.remove()
        return False

    def _fetch(self, url: httpx.URL) -> None:
        download = self._download
        # A compressed download could not be resumed.
        headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
        if download.size:
            headers["Range"] = f"bytes={download.size}-"
            if download.original.validator:
                headers["If-Range"] = download.original.validator
        with self._service.send("GET", url, f"正在下载《{self._title}》", headers=headers) as reply:
            if reply.status == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                self._begin_anew()
            if reply.status in (400, 401, 403, 404, 410):
                raise ExpiredError
            check_status(reply, (httpx.codes.OK, httpx.codes.PARTIAL_CONTENT))
            if packing_of(reply.headers):
                raise DatabaseError(f"数据库把文件压缩成了读不了的样子。{BY_HAND}")
            if reply.status == httpx.codes.PARTIAL_CONTENT:
                self._resume(reply)
            else:
                self._begin(reply)
        if download.original.total is not None and download.size < download.original.total:
            raise TryAgainError("下载中断了")
        if not is_whole(download.read()):
            if self._resumed:
                # The server may have replaced the file by another of the same length.
                self._begin_anew()
            download.remove()
            raise DatabaseError(f"《{self._title}》下载到的不是完整的 Word 文件，没有留下。{BY_HAND}")

    def _begin(self, reply: Reply) -> None:
        total = _number(reply.headers.get("Content-Length", ""))
        if total is not None and total > MOST_BYTES:
            raise DatabaseError(_TOO_LARGE)
        first_block = self._read(reply, 0, total)
        if first_block[:1] == b"<":
            # The server has sent an error page in XML or HTML instead of the file.
            raise ExpiredError
        self._download.begin(
            Original(identity=self._download.identity, validator=_validator(reply.headers), total=total)
        )
        self._resumed = False
        self._take(reply, first_block)

    def _resume(self, reply: Reply) -> None:
        download, original = self._download, self._download.original
        content_range = CONTENT_RANGE.match(reply.headers.get("Content-Range", ""))
        total = _number(content_range["total"]) if content_range else None
        validator = _validator(reply.headers)
        if (
            content_range is None
            or not download.size
            or int(content_range["begin"]) != download.size
            or (None not in (total, original.total) and total != original.total)
            or (None not in (validator, original.validator) and validator != original.validator)
        ):
            self._begin_anew()
        self._resumed = True
        self._take(reply, self._read(reply, download.size, total or original.total))

    def _take(self, reply: Reply, block: bytes) -> None:
        download = self._download
        total = download.original.total
        while block:
            download.append(block)
            if download.size > MOST_BYTES:
                download.remove()
                raise DatabaseError(_TOO_LARGE)
            if total is not None and download.size > total:
                self._begin_anew()
            block = self._read(reply, download.size, total)

    def _read(self, reply: Reply, size: int, total: int | None) -> bytes:
        """The next block, b"" at the end. `size` is how many bytes there are already, `total` how many there should be."""
        now = time.monotonic()
        if now >= self._until:
            raise DatabaseError(
                f"《{self._title}》用了 {self._seconds / 60:g} 分钟还没有下载完，已有 {_kilobytes(size)}；再运行一次会接着下载。{BY_HAND}",
                code=ErrorCode.DATABASE_OUT_OF_TIME,
            )
        so_far = f"已有 {_kilobytes(size)}" + (f"，共 {_kilobytes(total)}" if total else "")
        return reply.read(min(self._until, now + self._service.seconds), so_far)

    def _begin_anew(self) -> None:
        self._download.remove()
        raise TryAgainError("下载的接续处不对")


def _validator(headers: httpx.Headers) -> str | None:
    """What identifies this state of the file: its strong ETag, or else its Last-Modified date; None if it has neither."""
    for name in ("ETag", "Last-Modified"):
        value: str = headers.get(name, "")
        weak = name == "ETag" and not value.startswith('"')
        if (
            value
            and not weak
            and len(value) <= _LONGEST_VALIDATOR
            and value.isascii()
            and value.isprintable()
        ):
            return value
    return None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else None


def _kilobytes(size: int) -> str:
    return f"{size / 1024:,.0f} KB"
