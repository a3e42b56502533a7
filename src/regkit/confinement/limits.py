"""Limits: how much one file may take, and how a process is held to it where the system has such limits."""

from __future__ import annotations

import contextlib
import math
import os
import sys
import time
from pathlib import Path

if sys.platform != "win32":
    import resource

# A statute of a thousand pages takes a tenth of each.
MEMORY = 1024**3
"""Bytes that reading a file may take besides what the process has before; held on Linux."""
SECONDS = 60
"""Seconds of a processor; held wherever there are POSIX limits."""
PATIENCE = 240
"""Seconds by the clock; held everywhere."""
OUTPUT = 128 * 1024**2
"""Bytes of an answer: twice what the longest text takes."""
_MOST_WRITTEN = 16 * 1024**2
# A worker that has grown by so much gives its memory back.
_GROWN = 256 * 1024**2
_STATM = Path("/proc/self/statm")


def limit_process() -> int:
    """Hold this process to the limits that do not change with the file. Returns the bytes of its address space, 0 if that is not known."""
    if sys.platform == "win32":
        return 0
    size = size_of_process()
    _lower(resource.RLIMIT_CORE, 0)
    # It writes nothing but what Python compiles.
    _lower(resource.RLIMIT_FSIZE, _MOST_WRITTEN)
    if size:
        # Where memory runs out for all, this is what the system should end.
        with contextlib.suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("1000", "ascii")
    return size


def allow_one_file() -> None:
    """Let this process work SECONDS longer than it has, and take MEMORY more than it has."""
    if sys.platform == "win32":
        return
    _allow(resource.RLIMIT_CPU, math.ceil(time.process_time()) + SECONDS)
    size = size_of_process()
    if size:
        _allow(resource.RLIMIT_AS, size + MEMORY)


def has_grown(size: int) -> bool:
    """Whether this process has kept much of what it took since it had so many bytes."""
    return size_of_process() - size > _GROWN


def size_of_process() -> int:
    """The bytes of the address space of this process; 0 on systems that do not tell."""
    try:
        return int(_STATM.read_bytes().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def most_memory() -> int:
    """The most memory that this process had at once, in kilobytes; 0 on systems that do not tell."""
    return 0 if sys.platform == "win32" else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def is_near_the_limit(kilobytes: int, before: int) -> bool:
    """Whether a process that had so much memory at most, and so much `before` it was asked, has met the limit, as far as can be told."""
    return sys.platform == "linux" and (kilobytes - before) * 1024 > MEMORY // 3


if sys.platform != "win32":

    def _allow(which: int, most: int) -> None:
        """Set a limit that may be set higher again, unless there is a lower one."""
        _, hard = resource.getrlimit(which)
        resource.setrlimit(which, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))

    def _lower(which: int, most: int) -> None:
        """Set a limit for good, unless there is a lower one."""
        _, hard = resource.getrlimit(which)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(which, (most, most))
