"""Holding a file: for as long as a process that has it open lives, on whatever machine, and no longer."""

from __future__ import annotations

import errno
import os
import sys

_HELD_ELSEWHERE = (errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK)

if sys.platform == "win32":
    import msvcrt

    # What is held on Windows nobody else can read or write: a byte behind everything that is written.
    _FAR = 2**31 - 2

    def _take(descriptor: int) -> None:
        position = os.lseek(descriptor, 0, os.SEEK_CUR)
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        finally:
            os.lseek(descriptor, position, os.SEEK_SET)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def hold(descriptor: int) -> bool:
    """Hold an open file until it is closed; False if somebody else holds it. A process that ends, however, lets go.

    Raises OSError where the file system knows no such thing.
    """
    try:
        _take(descriptor)
    except OSError as error:
        if error.errno in _HELD_ELSEWHERE:
            return False
        raise
    return True


def is_still_at(descriptor: int, path: str | os.PathLike[str]) -> bool:
    """Whether an open file is the one that has a name now: it may have been removed, and the name given to another."""
    try:
        named = os.lstat(path)
    except FileNotFoundError:
        return False
    return os.path.samestat(os.fstat(descriptor), named)
