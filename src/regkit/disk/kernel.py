"""System calls for folders that Python's standard library does not offer."""

from __future__ import annotations

import ctypes
import errno
import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path

# Constants of Linux (renameat2) and macOS (renamex_np).
_AT_FDCWD = -100
_RENAME_EXCHANGE, _RENAME_SWAP = 2, 2
# Error codes by which a file system or an older kernel says that it does not offer the call at all.
_CANNOT = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


def exchange(first: Path, second: Path) -> bool:
    """Swap two paths in one step, so that neither name is ever missing; False where the system cannot do this.

    Raises OSError where the system can, but not for these two: one is a mount point or may not be written.
    """
    names = os.fsencode(first), os.fsencode(second)
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
        raise OSError(code, os.strerror(code), str(second))
    return True


def holds_a_mount(folder: Path) -> bool:
    """Whether another file system is mounted somewhere inside a folder, as far as the system reports it."""
    try:
        lines = Path("/proc/self/mountinfo").read_bytes().splitlines()
    except OSError:
        return any(os.path.ismount(path) for path, _, _ in os.walk(folder) if Path(path) != folder)
    inside = os.fsencode(folder) + b"/"
    # man 5 proc: whitespace and backslashes in paths are written as octal numbers.
    return any(_unescaped(line.split(b" ")[4]).startswith(inside) for line in lines)


def _unescaped(name: bytes) -> bytes:
    for code in (b"040", b"011", b"012", b"134"):
        name = name.replace(b"\\" + code, bytes([int(code, 8)]))
    return name


def sync_tree(folder: Path) -> None:
    """Flush everything in a folder to the disk.

    On Linux the whole file system is flushed in one call: flushing ten thousand files one by one takes most of a minute.
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
    """Flush the list of names in a folder to the disk. Windows keeps it safe by itself and offers no such call."""
    if os.name == "nt":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:
        # A folder that one may write to need not be readable.
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
    """A function of the C library, or None if it has no function of that name."""
    try:
        function: Callable[..., int] | None = getattr(ctypes.CDLL(None, use_errno=True), name, None)
    except (OSError, TypeError):
        return None
    return function
