"""Lock files: only one process at a time writes to a folder, whatever path, link, user or machine it is reached by."""

from __future__ import annotations

import os
import random
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from regkit.disk.holding import hold, is_still_at
from regkit.disk.sharing import share_file
from regkit.errors import LockedError, NotAFileError

LOCK_FILE = ".regkit.lock"
# Do not follow a link, which could lead to somebody else's file, and do not wait for the other end of a pipe.
_FLAGS = os.O_RDWR | sum(
    getattr(os, name, 0) for name in ("O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK", "O_NOINHERIT", "O_BINARY")
)
# The longest pause between two attempts to take a lock, in seconds.
_LONGEST_PAUSE = 0.05
# The locks that threads of this process hold, each as device and inode of the file and number of the thread. A forked child
# holds none of them.
_HELD: set[tuple[int, int, int]] = set()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_HELD.clear)


@contextmanager
def locked(file: Path, *, seconds: float) -> Iterator[None]:
    """Hold the lock that `file` stands for while the block runs; the file is created if missing, and is left behind.

    The file must lie in or beside what it protects, so that every process that can reach the one can reach the other. It takes
    the permissions and the group of its folder, so whoever may write into the folder may take the lock. The holder may remove the
    file.

    A thread that holds the lock already may take it again, by any path. Raises LockedError if another process or thread still
    holds the lock after `seconds`, FileNotFoundError if the folder of the file does not exist, NotAFileError if something other
    than a regular file is there, and OSError if the file cannot be created or the file system has no locks.
    """
    if _is_held_by_this_thread(file):
        yield
        return
    descriptor = _acquire(file, time.monotonic() + seconds)
    facts = os.fstat(descriptor)
    key = (facts.st_dev, facts.st_ino, threading.get_ident())
    _HELD.add(key)
    try:
        yield
    finally:
        _HELD.discard(key)
        os.close(descriptor)


def _is_held_by_this_thread(file: Path) -> bool:
    try:
        facts = file.lstat()
    except OSError:
        return False
    return (facts.st_dev, facts.st_ino, threading.get_ident()) in _HELD


def _acquire(file: Path, until: float) -> int:
    """Wait for the lock until the monotonic clock says `until`; the open descriptor that holds it."""
    while True:
        descriptor = _open_or_create(file)
        try:
            # The previous holder may have removed the file; then somebody else may hold a new one of the same name.
            if hold(descriptor) and is_still_at(descriptor, file):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
        if time.monotonic() >= until:
            raise LockedError(f"另一个程序正在使用 {file.parent}；请稍后再试。")
        time.sleep(random.uniform(_LONGEST_PAUSE / 10, _LONGEST_PAUSE))


def _open_or_create(file: Path) -> int:
    """Open the lock file, or create it; a loop, because others create and remove it at the same time."""
    while True:
        try:
            descriptor = _open_existing(file)
        except FileNotFoundError:
            try:
                descriptor = os.open(file, _FLAGS | os.O_CREAT | os.O_EXCL, 0o666)
            except FileExistsError:
                continue
            share_file(descriptor, file.parent)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise NotAFileError(str(file))
        return descriptor


def _open_existing(file: Path) -> int:
    try:
        return os.open(file, _FLAGS)
    except PermissionError:
        # Most systems grant the lock even to a user who may only read the file.
        return os.open(file, _FLAGS & ~os.O_RDWR | os.O_RDONLY)
