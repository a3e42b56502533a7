"""What parent and child say to each other: a job with bytes, and an answer, each with its length before it."""

from __future__ import annotations

import struct
from enum import StrEnum

import msgspec

from regkit.codes import ErrorCode
from regkit.confinement.waiting import Stream
from regkit.notations.source import Source

_HEAD = struct.Struct(">16sQ")


class Job(StrEnum):
    """What is to be done with bytes."""

    WORD = "word"
    PDF = "pdf"
    CHARACTERS = "characters"


class End(StrEnum):
    """Why there is no answer: which limit was met, or DEATH for no reason that is known."""

    MEMORY = "memory"
    SECONDS = "seconds"
    PATIENCE = "patience"
    OUTPUT = "output"
    DEATH = "death"


class Answer(msgspec.Struct):
    """What was read, or the sentence that refuses it and its code, or the limit that was met. A worker that `leaves` reads no more files."""

    source: Source | None = None
    characters: dict[str, int] = {}
    refusal: str = ""
    code: ErrorCode = ErrorCode.FILE_UNREADABLE
    end: End | None = None
    leaves: bool = False


def send(stream: Stream, name: str, data: bytes) -> None:
    """Write all of a message. Raises OSError where nobody reads it."""
    for part in (_HEAD.pack(name.encode("ascii"), len(data)), data):
        left = memoryview(part)
        while left:
            left = left[stream.write(left) or 0 :]


def receive(stream: Stream, most: int) -> tuple[str, bytes | None] | None:
    """The name and the bytes of the next message, or None where it ends before; in place of bytes None if there are more than `most`."""
    head = _read(stream, _HEAD.size)
    if head is None:
        return None
    name, size = _HEAD.unpack(head)
    told = name.rstrip(b"\0").decode("ascii", "replace")
    if size > most:
        return told, None
    data = _read(stream, size)
    return None if data is None else (told, data)


def _read(stream: Stream, size: int) -> bytes | None:
    parts = []
    while size > 0:
        part = stream.read(min(size, 1024 * 1024))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
