"""The messages between parent and child: a job with the bytes of a file, and an answer, each preceded by its length."""

from __future__ import annotations

import struct
from enum import StrEnum

import msgspec

from regkit.census.excerpts import Census
from regkit.codes import ErrorCode
from regkit.confinement.waiting import Stream
from regkit.notations.source import Source

# Before the bytes of each message: its name in ASCII, filled with zeros, and the number of bytes.
_HEAD = struct.Struct(">16sQ")


class Job(StrEnum):
    """What the child is to do with the bytes: read a Word file or a PDF, or take a census of it."""

    WORD = "word"
    PDF = "pdf"
    WORD_CENSUS = "word_census"
    PDF_CENSUS = "pdf_census"


class End(StrEnum):
    """Why there is no answer: the limit that was reached, or DEATH if the reason is not known."""

    MEMORY = "memory"
    SECONDS = "seconds"
    PATIENCE = "patience"
    OUTPUT = "output"
    DEATH = "death"


class Answer(msgspec.Struct):
    """What the child answers: a text, a census, a refusal, or the limit that was reached.

    `source` is the text of a file, and `census` its words by other means. `refusal` is a Chinese sentence, and `code`
    its error code. `leaves` is true if the child ends after this answer and reads no more files.
    """

    source: Source | None = None
    census: Census | None = None
    refusal: str = ""
    code: ErrorCode = ErrorCode.FILE_UNREADABLE
    end: End | None = None
    leaves: bool = False


def send(stream: Stream, name: str, data: bytes) -> None:
    """Write a whole message. Raises OSError if the other end is closed."""
    for part in (_HEAD.pack(name.encode("ascii"), len(data)), data):
        rest = memoryview(part)
        while rest:
            rest = rest[stream.write(rest) or 0 :]


def receive(stream: Stream, most: int) -> tuple[str, bytes | None] | None:
    """The name and the bytes of the next message; None if the stream ends before it is complete.

    If the message has more than `most` bytes they are not read, and None stands in their place.
    """
    head = _read(stream, _HEAD.size)
    if head is None:
        return None
    name, size = _HEAD.unpack(head)
    text = name.rstrip(b"\0").decode("ascii", "replace")
    if size > most:
        return text, None
    data = _read(stream, size)
    return None if data is None else (text, data)


def _read(stream: Stream, size: int) -> bytes | None:
    """Exactly `size` bytes; None if the stream ends before."""
    chunks = []
    while size > 0:
        chunk = stream.read(min(size, 1024 * 1024))
        if not chunk:
            return None
        chunks.append(chunk)
        size -= len(chunk)
    return b"".join(chunks)
