"""How much memory and time the reading of one file may take, and how a process holds itself to that where the system can."""

from __future__ import annotations

import contextlib
import math
import os
import sys
import time
from pathlib import Path

if sys.platform != "win32":
    import resource

# A statute of a thousand pages takes a tenth of each limit.
MEMORY = 1024**3
"""How many bytes of address space reading one file may add to those of the process. Enforced on Linux."""
SECONDS = 60
"""Processor time for one file, in seconds. Enforced on systems with POSIX resource limits."""
PATIENCE = 240
"""Elapsed time for one file, in seconds. Enforced on every system."""
OUTPUT = 128 * 1024**2
"""Size of an answer in bytes: twice what the longest text takes."""
# The size in bytes of a file that the process may write.
_MOST_WRITTEN = 16 * 1024**2
# A worker that has grown by more bytes than this ends, to give its memory back.
_GROWN = 256 * 1024**2
_STATM, _STATUS = Path("/proc/self/statm"), Path("/proc/self/status")
_PAGE = 0 if sys.platform == "win32" else os.sysconf("SC_PAGE_SIZE")


def limit_process() -> int:
    """Set the limits of this process that do not depend on the file; the bytes of its address space, 0 where not known."""
    if sys.platform == "win32":
        return 0
    size = size_of_process()
    _lower(resource.RLIMIT_CORE, 0)
    # It writes nothing but the files of compiled Python code.
    _lower(resource.RLIMIT_FSIZE, _MOST_WRITTEN)
    if size:
        # If the machine runs out of memory, the system should end this process first.
        with contextlib.suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("1000", "ascii")
    return size


def allow_one_file() -> None:
    """Allow this process SECONDS more processor time and MEMORY more bytes than it has used until now."""
    if sys.platform == "win32":
        return
    _allow(resource.RLIMIT_CPU, math.ceil(time.process_time()) + SECONDS)
    size = size_of_process()
    if size:
        _allow(resource.RLIMIT_AS, size + MEMORY)


def has_grown(size: int, before: int) -> bool:
    """Whether this process keeps, or once had, much more memory than at its start: `size` bytes of address space, `before` kilobytes.

    What it once had counts too: the system remembers only the most, and if the next file ended the process for another
    reason, that file would be said to have used the memory.
    """
    return size_of_process() - size > _GROWN or (most_memory() - before) * 1024 > _GROWN


def size_of_process() -> int:
    """The bytes of the address space of this process; 0 on systems that do not report it."""
    return _pages(0) * _PAGE


def memory_now() -> int:
    """The memory that this process has now, in kilobytes, which a fork of it starts with; 0 on systems that do not report it."""
    return _pages(1) * _PAGE // 1024


def most_memory() -> int:
    """The most memory that this program has had so far, in kilobytes; 0 on systems that do not report it."""
    try:
        return int(_STATUS.read_bytes().partition(b"VmHWM:")[2].split()[0])
    except (OSError, ValueError, IndexError):
        return 0


def most_memory_with_launcher() -> int:
    """The most memory that this process has had so far, in kilobytes, as the system reports it when the process ends.

    A program that replaces another in the same process, as a launcher makes it do, takes over the other's number.
    """
    return 0 if sys.platform == "win32" else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def is_near_the_limit(kilobytes: int, before: int) -> bool:
    """Whether a process has probably reached the memory limit; always False except on Linux.

    `kilobytes` is the most memory that it had, `before` the least that this number can be, whatever the file is.
    """
    return sys.platform == "linux" and (kilobytes - before) * 1024 > MEMORY // 3


def _pages(position: int) -> int:
    try:
        return int(_STATM.read_bytes().split()[position])
    except (OSError, ValueError, IndexError):
        return 0


if sys.platform != "win32":

    def _allow(which: int, most: int) -> None:
        """Set a limit that can be raised again later, but not above the present hard limit."""
        _, hard = resource.getrlimit(which)
        resource.setrlimit(which, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))

    def _lower(which: int, most: int) -> None:
        """Set a limit for good, but not above the present hard limit."""
        _, hard = resource.getrlimit(which)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(which, (most, most))
