"""Reads answers of the database, with limits on their size before they are decoded."""

from __future__ import annotations

import zlib
from typing import Any

import httpx
import msgspec

from regkit.errors import DatabaseError

MOST_BYTES = 8 * 1024 * 1024
# An answer of the database has hundreds of values. Each takes about sixty bytes once it is decoded.
_MOST_VALUES = 400_000


class UnclearError(Exception):
    """An answer that cannot be read. The message is a few Chinese words, not a sentence."""


class HugeError(Exception):
    """An answer larger than any that the database gives."""


class Unpacker:
    """Collects the body of an answer piece by piece and decompresses it, up to `MOST_BYTES` bytes.

    Raises DatabaseError if the headers name a compression that was not asked for.
    """

    def __init__(self, headers: httpx.Headers) -> None:
        packing = packing_of(headers)
        if packing not in ("", "gzip", "x-gzip"):
            raise DatabaseError("数据库的答复用了没有要求的压缩方式，没有读；请稍后再试。")
        self._inflater = zlib.decompressobj(zlib.MAX_WBITS | 16) if packing else None
        self._taken = 0
        self._body = bytearray()

    def take(self, block: bytes) -> None:
        """Take in the next block of bytes.

        Raises HugeError if the body is too large, and UnclearError if it cannot be decompressed.
        """
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
        """The whole body, decompressed. Raises UnclearError if the compressed data is incomplete."""
        if self._inflater is not None and not self._inflater.eof:
            raise UnclearError("数据库的答复不完整")
        return bytes(self._body)


def packing_of(headers: httpx.Headers) -> str:
    """The content encoding in lower case, several separated by commas; "" if the bytes are not compressed."""
    encodings = [encoding.strip().lower() for encoding in headers.get("Content-Encoding", "").split(",")]
    return ",".join(encoding for encoding in encodings if encoding not in ("", "identity"))


def read_json(body: bytes | str) -> Any:
    """Decode JSON. Raises UnclearError if it is not JSON, and HugeError if it has more values than any real answer."""
    marks: tuple[Any, ...] = (",", "[", "{") if isinstance(body, str) else (b",", b"[", b"{")
    if sum(map(body.count, marks)) > _MOST_VALUES:
        raise HugeError
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError, ValueError):
        # ValueError: bytes that are not UTF-8.
        raise UnclearError("数据库的答复不是 JSON") from None
