"""Locks: one writer at a time, by whatever path, link, user or machine a folder is reached."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from regkit.errors import LockedError


@contextmanager
def locked(file: Path, *, seconds: float) -> Iterator[None]:
    """Hold the lock that a file stands for; the file is made if it is not there, and stays.

    It must lie in, or beside, what it protects, so that every process that can reach the one reaches the other. Whoever may
    write into its folder may hold it: the file takes the permissions and the group of the folder.

    Raises LockedError if another process holds it for `seconds`, FileNotFoundError if its folder is not there, and OSError if the
    file cannot be made.
    """
    folder = file.parent.stat()
    lock = FileLock(file, timeout=seconds, mode=0o666 & folder.st_mode, thread_local=False)
    try:
        with lock:
            if os.name == "posix" and file.stat().st_gid != folder.st_gid:
                # A folder without the setgid bit does not hand on its group.
                with contextlib.suppress(OSError):
                    os.chown(file, -1, folder.st_gid)
            yield
    except Timeout:
        raise LockedError(f"另一个程序正在使用 {file.parent}；请稍后再试。") from None
