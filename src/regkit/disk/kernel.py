"""The kernel: what it does for folders and Python's own library does not offer."""

from __future__ import annotations

import ctypes
import errno
import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE, _RENAME_SWAP = 2, 2
# How a file system, or an older kernel, says that it cannot do this at all.
_CANNOT = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


def exchange(one: Path, two: Path) -> bool:
    """Let two names change places in one step, so that nobody finds either of them missing; False where the system cannot.

    Raises OSError where it can, but not these two: one is a mount point, or not to be written.
    """
    names = os.fsencode(one), os.fsencode(two)
    if sys.platform == "linux" and (call := _function("renameat2")):
        failed = call(_AT_FDCWD, names[0], _AT_FDCWD, names[1], ctypes.c_uint(_RENAME_EXCHANGE))
    elif sys.platform == "darwin" and (call := _function("renamex_np")):
        failed = call(*names, ctypes.c_uint(_RENAME_SWAP))
    else:
        return False
    if failed:
        code = ctypes.get_errno()
        if code in _CANNOT:
            return False
        raise OSError(code, os.strerror(code), str(two))
    return True


def holds_a_mount(folder: Path) -> bool:
    """Whether something else is mounted at a place in a folder, as far as the system tells."""
    try:
        lines = Path("/proc/self/mountinfo").read_bytes().splitlines()
    except OSError:
        return any(os.path.ismount(each) for each, _, _ in os.walk(folder) if Path(each) != folder)
    inside = os.fsencode(folder) + b"/"
    # man 5 proc: blanks and backslashes in names are written as octal numbers.
    return any(_unescaped(line.split(b" ")[4]).startswith(inside) for line in lines)


def _unescaped(name: bytes) -> bytes:
    for code in (b"040", b"011", b"012", b"134"):
        name = name.replace(b"\\" + code, bytes([int(code, 8)]))
    return name


def sync_tree(folder: Path) -> None:
    """Have everything in a folder on the disk.

    The file system is asked once where it can be: to ask for each of ten thousand files takes most of a minute.
    """
    if sys.platform == "linux" and (call := _function("syncfs")):
        handle = os.open(folder, os.O_RDONLY)
        try:
            if not call(handle):
                return
        finally:
            os.close(handle)
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            if path.is_file() and not path.is_symlink():
                with path.open("rb+") as stream:
                    os.fsync(stream.fileno())
        sync_names(Path(parent))


def sync_names(folder: Path) -> None:
    """Have the names in a folder on the disk, where a folder can be asked for that: Windows keeps them by itself."""
    if os.name == "nt":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:
        # A folder into which one may write need not be one that one may read.
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in {*_CANNOT, errno.EBADF}:
            raise
    finally:
        os.close(handle)


@functools.cache
def _function(name: str) -> Callable[..., int] | None:
    try:
        found: Callable[..., int] | None = getattr(ctypes.CDLL(None, use_errno=True), name, None)
    except (OSError, TypeError):
        return None
    return found
