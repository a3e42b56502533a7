"""Locks on open files, which the system drops when the process ends, and which hold across machines that share a disk."""

from __future__ import annotations

import errno
import os
import sys

_HELD_ELSEWHERE = (errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK)

if sys.platform == "win32":
    import msvcrt

    # On Windows nobody else can read or write the locked bytes, so lock one byte far behind everything that is written.
    _LOCKED_BYTE = 2**31 - 2

    def _lock(descriptor: int) -> None:
        position = os.lseek(descriptor, 0, os.SEEK_CUR)
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        finally:
            os.lseek(descriptor, position, os.SEEK_SET)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def hold(descriptor: int) -> bool:
    """Lock an open file until it is closed or the process ends; False if somebody else holds it already.

    Does not wait. Raises OSError where the file system has no locks.
    """
    try:
        _lock(descriptor)
    except OSError as error:
        if error.errno in _HELD_ELSEWHERE:
            return False
        raise
    return True


def is_still_at(descriptor: int, path: str | os.PathLike[str]) -> bool:
    """Whether an open file is the one that now stands at `path`: the name may have been removed, or given to another file."""
    try:
        named = os.lstat(path)
    except FileNotFoundError:
        return False
    return os.path.samestat(os.fstat(descriptor), named)
