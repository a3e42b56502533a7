"""Standard output and standard error, whether they are a terminal, a pipe, a file on a full disk, or closed."""

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
    """Standard output cannot be written. `unwanted` is true if the reader of a pipe has gone (``| head``), which is no mistake."""

    code = ErrorCode.OUTPUT_STREAM

    def __init__(self, error: OSError | ValueError) -> None:
        self.unwanted = is_unwanted(error)
        reason = reason_of(error) if isinstance(error, OSError) else "已经关闭"
        super().__init__(f"写不进标准输出：{reason}。")


def prepare_streams() -> None:
    """Make both streams usable: a closed stream leads to the null device, and a stream that is no terminal is UTF-8.

    Without this Windows would use a legacy code page and fail on rare characters.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # Otherwise the next file to be opened would get this number, and what another program prints would go into it.
            _lead_to_null_device(number)
    sys.stdout = _writing_everything(_open_or_same(sys.stdout, 1))
    sys.stderr = _writing_everything(_open_or_same(sys.stderr, 2))
    for stream in (sys.stdout, sys.stderr):
        # Tests replace the streams by objects without this method.
        if hasattr(stream, "reconfigure"):
            if not stream.isatty() and "PYTHONIOENCODING" not in os.environ:
                stream.reconfigure(encoding="utf-8")
            stream.reconfigure(errors="backslashreplace")


def write(data: str | bytes, *, err: bool = False) -> None:
    """Write text, or bytes unchanged, and flush. Raises StreamError if standard output cannot be written."""
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
        # If standard error fails, there is nowhere to report it.
        if not err:
            raise StreamError(error) from None


def is_unwanted(error: BaseException) -> bool:
    """Whether an error means that the reader of a pipe has gone."""
    return isinstance(error, OSError) and error.errno == errno.EPIPE


def settle_streams() -> bool:
    """Flush both streams; False if that failed for standard output. Afterwards Python's own flush at exit cannot fail."""
    succeeded = True
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            _abandon(stream)
            succeeded = succeeded and stream is not sys.stdout
    return succeeded


def has_colours(*, err: bool = False) -> bool:
    """Whether a stream is a terminal that shows colours, and its user wants them (https://no-color.org)."""
    stream = sys.stderr if err else sys.stdout
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _open_or_same(stream: TextIO | None, number: int) -> TextIO:
    """The stream itself, or a new one with this descriptor if Python could open none."""
    if stream is not None:
        return stream
    # Keep the descriptor open even when the object is deleted, so that nothing else gets its number.
    return open(number, "w", encoding="utf-8", closefd=False)


def _writing_everything(stream: TextIO) -> TextIO:
    """A stream that writes everything that it is given, or raises an error.

    Python drops output silently in two cases: without buffers (PYTHONUNBUFFERED) on a full disk, and on a pipe that its reader has
    made non-blocking, when it is full.
    """
    raw = getattr(stream, "buffer", None)
    raw = getattr(raw, "raw", raw)
    if not isinstance(raw, io.FileIO):
        # Tests replace the streams by others.
        return stream
    is_blocking = os.name == "nt" or os.get_blocking(raw.fileno())
    if is_blocking and stream.buffer is not raw:
        return stream
    stream.flush()
    is_terminal = stream.isatty()
    return io.TextIOWrapper(
        io.BufferedWriter(_PatientFile(raw, stream)),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=is_terminal,
        write_through=not is_terminal,
    )


class _PatientFile(io.RawIOBase):
    """An unbuffered file that waits where it cannot take data yet."""

    def __init__(self, file: io.FileIO, stream: TextIO) -> None:
        self._file = file
        # Keep a reference: the stream would close the file when it is deleted.
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


def _lead_to_null_device(number: int) -> None:
    """Make a descriptor lead to the null device."""
    with contextlib.suppress(OSError):
        null_device = os.open(os.devnull, os.O_RDWR)
        if null_device != number:
            os.dup2(null_device, number)
            os.close(null_device)


def _abandon(stream: TextIO) -> None:
    """Discard what is buffered in a stream: otherwise Python would try to write it at exit, and report that it failed."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        number = stream.fileno()
        _lead_to_null_device(number)
        stream.flush()
