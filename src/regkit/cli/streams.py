"""Standard output and standard error, whatever they are: a console, a pipe, a full disk, or closed."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import select
import sys
from typing import TYPE_CHECKING, TextIO

from regkit.codes import ErrorCode
from regkit.errors import RegkitError, reason_of

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class StreamError(RegkitError):
    """Standard output takes no more. `unwanted` where somebody has seen enough (``| head``), which is nobody's mistake."""

    code = ErrorCode.OUTPUT_STREAM

    def __init__(self, error: OSError | ValueError) -> None:
        self.unwanted = is_unwanted(error)
        reason = reason_of(error) if isinstance(error, OSError) else "已经关闭"
        super().__init__(f"写不进标准输出：{reason}。")


def prepare_streams() -> None:
    """Make both streams usable: what is closed leads nowhere, and what is no console is UTF-8.

    Windows would use a legacy code page and fail on rare characters.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # The next file that is opened would get this number, and what a library or another program prints would go into it.
            _lead_nowhere(number)
    sys.stdout = _whole(_opened(sys.stdout, 1))
    sys.stderr = _whole(_opened(sys.stderr, 2))
    for stream in (sys.stdout, sys.stderr):
        # Tests put streams of their own here.
        if hasattr(stream, "reconfigure"):
            if not stream.isatty() and "PYTHONIOENCODING" not in os.environ:
                stream.reconfigure(encoding="utf-8")
            stream.reconfigure(errors="backslashreplace")


def write(data: str | bytes, *, err: bool = False) -> None:
    """Write text, or bytes as they are. Raises StreamError where standard output takes no more."""
    stream = sys.stderr if err else sys.stdout
    try:
        if isinstance(data, bytes):
            stream.flush()
            stream.buffer.write(data)
            stream.buffer.flush()
        else:
            stream.write(data)
            stream.flush()
    except (OSError, ValueError) as error:
        _abandon(stream)
        # Nobody could be told that standard error does not work.
        if not err:
            raise StreamError(error) from None


def is_unwanted(error: BaseException) -> bool:
    """Whether an error is that of a pipe whose reader has gone."""
    return isinstance(error, OSError) and error.errno == errno.EPIPE


def settle_streams() -> bool:
    """Write what is left in the streams; False if standard output does not take it. What Python does at its end cannot fail then."""
    done = True
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            _abandon(stream)
            done = done and stream is not sys.stdout
    return done


def has_colours(*, err: bool = False) -> bool:
    """Whether a stream is a console that shows colours and whose user wants them (https://no-color.org)."""
    stream = sys.stderr if err else sys.stdout
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _opened(stream: TextIO | None, number: int) -> TextIO:
    if stream is not None:
        return stream
    # Not to be closed with the object: the number must stay taken.
    return open(number, "w", encoding="utf-8", closefd=False)


def _whole(stream: TextIO) -> TextIO:
    """A stream that writes all that it is given, or fails.

    Without buffers (PYTHONUNBUFFERED) what a full disk does not take is dropped without a word, and where whoever reads a pipe
    has made it so that nobody waits, what it does not take yet.
    """
    raw = getattr(stream, "buffer", None)
    raw = getattr(raw, "raw", raw)
    if not isinstance(raw, io.FileIO):
        # Tests put streams of their own here.
        return stream
    waits = os.name == "nt" or os.get_blocking(raw.fileno())
    if waits and stream.buffer is not raw:
        return stream
    stream.flush()
    lines = stream.isatty()
    return io.TextIOWrapper(
        io.BufferedWriter(_PatientFile(raw, stream)),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=lines,
        write_through=not lines,
    )


class _PatientFile(io.RawIOBase):
    """A file that is waited for where it takes nothing yet."""

    def __init__(self, file: io.FileIO, stream: TextIO) -> None:
        self._file = file
        # It would close the file with itself.
        self._stream = stream

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._file.isatty()

    def fileno(self) -> int:
        return self._file.fileno()

    def write(self, data: ReadableBuffer, /) -> int:
        while (written := self._file.write(data)) is None:
            select.select([], [self._file], [])
        return written


def _lead_nowhere(number: int) -> None:
    with contextlib.suppress(OSError):
        nowhere = os.open(os.devnull, os.O_RDWR)
        if nowhere != number:
            os.dup2(nowhere, number)
            os.close(nowhere)


def _abandon(stream: TextIO) -> None:
    """Let what is left in a stream go nowhere, or Python would try to write it once more, and say so."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        number = stream.fileno()
        _lead_nowhere(number)
        stream.flush()
