"""Reading regular files only: reading a pipe may wait for ever, and a device has no end."""

from __future__ import annotations

import errno
import os
import stat
from select import select

from regkit.errors import NotAFileError

_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_CLOEXEC", "O_NOINHERIT", "O_BINARY"))
# Opening a pipe that nobody writes to would wait for a writer.
_WITHOUT_WAITING = getattr(os, "O_NONBLOCK", 0)
# Paths under which a shell passes a pipe to a program; the command beside it writes to the pipe.
_SHELL_PATHS = ("/dev/stdin", "/dev/fd/", "/proc/")
# How long to wait for the first bytes from a named pipe.
_SECONDS_FOR_A_WRITER = 2
# The least and the most bytes to ask the system for at once.
_SMALLEST_CHUNK, _LARGEST_CHUNK = 64 * 1024, 64 * 1024 * 1024


def status_of(path: str | os.PathLike[str]) -> os.stat_result | None:
    """What the system reports about a path; None if nothing is there.

    Raises OSError, also for a path that no file can have, such as one with a null character: Python raises ValueError for it.
    """
    try:
        return os.stat(path)  # noqa: PTH116 - creating a Path is slow, and a folder may have thousands of files
    except FileNotFoundError:
        return None
    except ValueError:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), os.fspath(path)) from None


def read_regular(path: str | os.PathLike[str], most: int) -> bytes:
    """The first bytes of a regular file, at most `most`.

    Raises NotAFileError for a pipe, a socket or a device, IsADirectoryError for a folder, and OSError if it cannot be read.
    """
    return _read(path, most, pipes=False)


def read_given(path: str | os.PathLike[str], most: int) -> bytes:
    """Like `read_regular`, for a path that a user typed: a pipe from another command (/dev/stdin, <(…)) is read too.

    Raises NotAFileError for a socket or a device, and for a named pipe that nobody writes to.
    """
    return _read(path, most, pipes=True)


def _read(path: str | os.PathLike[str], most: int, *, pipes: bool) -> bytes:
    name = os.fspath(path)
    given = pipes and name.startswith(_SHELL_PATHS)
    status = status_of(path)
    if status is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
    kind = status.st_mode
    # Opening a device may set it in motion, so look before opening.
    if stat.S_ISSOCK(kind) or stat.S_ISBLK(kind) or (stat.S_ISCHR(kind) and not given):
        raise NotAFileError(name)
    descriptor = os.open(path, _FLAGS | _WITHOUT_WAITING)
    try:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            _check_stream(descriptor, facts.st_mode, name, given=given, pipes=pipes)
        # Read a file of known size at one go. A pipe reports no size, and a file may grow while it is read.
        chunk = max(_SMALLEST_CHUNK, min(facts.st_size + 1, _LARGEST_CHUNK))
        chunks = []
        while most > 0:
            data = os.read(descriptor, min(most, chunk))
            if not data:
                break
            chunks.append(data)
            most -= len(data)
        return b"".join(chunks)
    finally:
        os.close(descriptor)


def _check_stream(descriptor: int, kind: int, name: str, *, given: bool, pipes: bool) -> None:
    """Check that an open file is a pipe with a writer or a terminal, and make it blocking again. Raises NotAFileError otherwise."""
    if stat.S_ISDIR(kind):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), name)
    typed = given and os.isatty(descriptor)
    piped = pipes and stat.S_ISFIFO(kind) and (given or _has_a_writer(descriptor))
    if not (typed or piped):
        raise NotAFileError(name)
    if _WITHOUT_WAITING:
        os.set_blocking(descriptor, True)


def _has_a_writer(descriptor: int) -> bool:
    """Whether a pipe soon yields something, or its writer has written and gone."""
    return bool(select([descriptor], [], [], _SECONDS_FOR_A_WRITER)[0])
