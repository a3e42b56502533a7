"""Reading: files and nothing else. A pipe waits for ever, and a device has no end."""

from __future__ import annotations

import errno
import os
import stat
from select import select

from regkit.errors import NotAFileError

_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_CLOEXEC", "O_NOINHERIT", "O_BINARY"))
# Opening a pipe to which nobody writes would wait for somebody.
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)
# What a shell gives to a program: what is written to it comes from the command beside.
_OF_THE_SHELL = ("/dev/stdin", "/dev/fd/", "/proc/")
_SECONDS_FOR_A_WRITER = 2
_SMALL, _PIECE = 64 * 1024, 64 * 1024 * 1024


def read_regular(path: str | os.PathLike[str], most: int) -> bytes:
    """What is in a file, but no more than `most` bytes. Raises NotAFileError for a pipe, a socket or a device, and OSError."""
    return _read(path, most, pipes=False)


def read_given(path: str | os.PathLike[str], most: int) -> bytes:
    """The same for a file that somebody named, which may also be a pipe from another command: /dev/stdin, <(…).

    Raises NotAFileError for a socket or a device, and for a pipe by any other name to which nobody writes.
    """
    return _read(path, most, pipes=True)


def _read(path: str | os.PathLike[str], most: int, *, pipes: bool) -> bytes:
    name = os.fspath(path)
    given = pipes and name.startswith(_OF_THE_SHELL)
    kind = os.stat(path).st_mode  # noqa: PTH116 - to make a Path is slow, and a folder has thousands of files
    # To open a device may set it going.
    if stat.S_ISSOCK(kind) or stat.S_ISBLK(kind) or (stat.S_ISCHR(kind) and not given):
        raise NotAFileError(name)
    descriptor = os.open(path, _FLAGS | _AT_ONCE)
    try:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            _check_stream(descriptor, facts.st_mode, name, given=given, pipes=pipes)
        # What says its size is read at one go; a pipe says nothing of it, and a file may grow while it is read.
        piece = max(_SMALL, min(facts.st_size + 1, _PIECE))
        parts = []
        while most > 0:
            part = os.read(descriptor, min(most, piece))
            if not part:
                break
            parts.append(part)
            most -= len(part)
        return b"".join(parts)
    finally:
        os.close(descriptor)


def _check_stream(descriptor: int, kind: int, name: str, *, given: bool, pipes: bool) -> None:
    """Raises NotAFileError for what is neither a pipe that somebody may write to nor what somebody types."""
    if stat.S_ISDIR(kind):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), name)
    typed = given and os.isatty(descriptor)
    piped = pipes and stat.S_ISFIFO(kind) and (given or _has_a_writer(descriptor))
    if not (typed or piped):
        raise NotAFileError(name)
    if _AT_ONCE:
        os.set_blocking(descriptor, True)


def _has_a_writer(descriptor: int) -> bool:
    """Whether something comes out of a pipe soon, or somebody has written to it and gone."""
    return bool(select([descriptor], [], [], _SECONDS_FOR_A_WRITER)[0])
