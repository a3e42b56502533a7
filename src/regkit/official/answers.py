"""What an answer says, bounded before it is decoded."""

from __future__ import annotations

import zlib
from typing import Any

import httpx
import msgspec

from regkit.errors import DatabaseError

MOST_BYTES = 8 * 1024 * 1024
# An answer of the database has hundreds. Each costs some sixty bytes once it is decoded.
_MOST_VALUES = 400_000


class UnclearError(Exception):
    """What should be an answer is none, in a few Chinese words."""


class HugeError(Exception):
    """More than any answer has."""


class Unpacker:
    """The bytes of an answer, piece by piece, however they are packed; never more than `MOST_BYTES` of them."""

    def __init__(self, headers: httpx.Headers) -> None:
        packing = packing_of(headers)
        if packing not in ("", "gzip", "x-gzip"):
            raise DatabaseError("数据库的答复用了没有要求的压缩方式，没有读；请稍后再试。")
        self._inflater = zlib.decompressobj(zlib.MAX_WBITS | 16) if packing else None
        self._taken = 0
        self._body = bytearray()

    def take(self, block: bytes) -> None:
        """Raises HugeError, UnclearError."""
        self._taken += len(block)
        if self._inflater is None:
            self._body += block
        elif not self._inflater.eof:
            try:
                self._body += self._inflater.decompress(block, MOST_BYTES - len(self._body) + 1)
            except zlib.error:
                raise UnclearError("数据库的答复压缩得读不了") from None
        if max(self._taken, len(self._body)) > MOST_BYTES:
            raise HugeError

    def body(self) -> bytes:
        """All of them. Raises UnclearError if what was packed has no end."""
        if self._inflater is not None and not self._inflater.eof:
            raise UnclearError("数据库的答复不完整")
        return bytes(self._body)


def packing_of(headers: httpx.Headers) -> str:
    """The one way in which bytes are packed, in small letters, or several with commas; nothing for bytes as they are."""
    named = [each.strip().lower() for each in headers.get("Content-Encoding", "").split(",")]
    return ",".join(each for each in named if each not in ("", "identity"))


def read_json(body: bytes | str) -> Any:
    """What JSON says. Raises UnclearError for what is none, HugeError for more values than any answer has."""
    marks: tuple[Any, ...] = (",", "[", "{") if isinstance(body, str) else (b",", b"[", b"{")
    if sum(map(body.count, marks)) > _MOST_VALUES:
        raise HugeError
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError, ValueError):
        # ValueError: bytes that are no UTF-8.
        raise UnclearError("数据库的答复不是 JSON") from None
