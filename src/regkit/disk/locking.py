"""Locks: one writer at a time, by whatever path, link, user or machine a folder is reached."""

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
# A link could lead to a file of somebody's; a pipe would wait for a writer.
_FLAGS = os.O_RDWR | sum(
    getattr(os, name, 0) for name in ("O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK", "O_NOINHERIT", "O_BINARY")
)
_NAP = 0.05


@contextmanager
def locked(file: Path, *, seconds: float) -> Iterator[None]:
    """Hold the lock that a file stands for; the file is made if it is not there, and stays.

    It must lie in, or beside, what it protects, so that every process that can reach the one reaches the other. Whoever may
    write into its folder may hold it: the file takes the permissions and the group of the folder. Whoever holds it may remove it.

    Who holds it already may ask for it again, by whatever path. Raises LockedError if another process holds it for `seconds`, FileNotFoundError if its folder is not there, and OSError if the
    file cannot be made, or if the file system has no locks.
    """
    if _is_mine(file):
        yield
        return
    descriptor = _held(file, time.monotonic() + seconds)
    facts = os.fstat(descriptor)
    mine = (facts.st_dev, facts.st_ino, threading.get_ident())
    _MINE.add(mine)
    try:
        yield
    finally:
        _MINE.discard(mine)
        os.close(descriptor)


# The locks that threads of this process hold. A child that is split off has none of them.
_MINE: set[tuple[int, int, int]] = set()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_MINE.clear)


def _is_mine(file: Path) -> bool:
    try:
        facts = file.lstat()
    except OSError:
        return False
    return (facts.st_dev, facts.st_ino, threading.get_ident()) in _MINE


def _held(file: Path, until: float) -> int:
    while True:
        descriptor = _opened(file)
        try:
            # Whoever held it before may have removed the file: then somebody else may hold another one by the same name.
            if hold(descriptor) and is_still_at(descriptor, file):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
        if time.monotonic() >= until:
            raise LockedError(f"另一个程序正在使用 {file.parent}；请稍后再试。")
        time.sleep(random.uniform(_NAP / 10, _NAP))


def _opened(file: Path) -> int:
    while True:
        try:
            descriptor = _open(file)
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


def _open(file: Path) -> int:
    try:
        return os.open(file, _FLAGS)
    except PermissionError:
        # Most systems let go by a lock who may only read the file.
        return os.open(file, _FLAGS & ~os.O_RDWR | os.O_RDONLY)
