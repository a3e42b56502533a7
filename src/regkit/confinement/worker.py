"""The parent's end of a child: how it is started, asked, waited for and ended."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from io import RawIOBase
from pathlib import Path
from typing import cast

from regkit.confinement.answers import End, Job, receive, send
from regkit.confinement.limits import OUTPUT, PATIENCE, is_near_the_limit, most_memory
from regkit.confinement.waiting import patient
from regkit.confinement.working import work_after_fork

# What the child imports is what this process has, wherever that was found. Nothing of the user's program runs in it.
_PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from regkit.confinement.working import work_after_start as w; w()"


class Worker:
    """A child that reads files, one at a time. `leaves` is what it said last of itself."""

    def __init__(
        self, pid: int, requests: RawIOBase, answers: RawIOBase, process: subprocess.Popen[bytes] | None
    ) -> None:
        self.used = self.leaves = False
        self._pid = pid
        self._requests, self._answers = requests, answers
        if sys.platform != "win32":
            # A child that reads nothing is not waited for while it is written to.
            os.set_blocking(requests.fileno(), False)
        self._process = process
        # A copy of this process has what this one has, at first.
        self._before = 0 if process else most_memory()
        # Once it was waited for, its number may be that of another process.
        self._is_gone = False

    def ask(self, job: Job, data: bytes) -> bytes | End:
        """The answer to a job; or why there is none, and then the worker has ended.

        Raises RuntimeError where a thread is needed to look at the clock, and the system allows none.
        """
        self.used = True
        try:
            with patient(self._requests, self._answers, PATIENCE, self._kill) as (requests, answers):
                # Who dies while it is asked has no answer to read.
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    send(requests, job, data)
                message = receive(answers, OUTPUT)
        except TimeoutError:
            self._wait()
            return End.PATIENCE
        except BaseException:
            self.end()
            raise
        if message is None:
            return self._why()
        if message[1] is None:
            self.end()
            return End.OUTPUT
        return message[1]

    def is_alive(self) -> bool:
        """Whether it still waits for something to do."""
        if sys.platform == "win32":
            self._is_gone = self._process is None or self._process.poll() is not None
        else:
            try:
                self._is_gone = os.waitpid(self._pid, os.WNOHANG)[0] != 0
            except ChildProcessError:
                self._is_gone = True
        return not self._is_gone

    def end(self) -> None:
        """End it, whatever it does, and leave nothing of it."""
        self._kill()
        self._wait()

    def forget(self) -> None:
        """Close what leads to it; it is somebody else's."""
        for stream in (self._requests, self._answers):
            with contextlib.suppress(OSError):
                stream.close()
        if self._process is not None:
            self._process.returncode = 0

    def _why(self) -> End:
        """Why it ended by itself."""
        self._requests.close()
        number, kilobytes = self._wait()
        if sys.platform != "win32" and number == signal.SIGXCPU:
            return End.SECONDS
        return End.MEMORY if is_near_the_limit(kilobytes, self._before) else End.DEATH

    def _kill(self) -> None:
        if self._is_gone:
            return
        with contextlib.suppress(OSError):
            if self._process is not None and sys.platform == "win32":
                self._process.kill()
            elif sys.platform != "win32":
                os.kill(self._pid, signal.SIGKILL)

    def _wait(self) -> tuple[int, int]:
        """Wait for its end: the number of the signal that ended it, or 0, and the most memory that it had, in kilobytes."""
        number = kilobytes = 0
        if sys.platform == "win32":
            if self._process is not None:
                self._process.wait()
        elif not self._is_gone:
            # Somebody may have waited for all children of this process.
            with contextlib.suppress(ChildProcessError):
                _, status, usage = os.wait4(self._pid, 0)
                number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
                kilobytes = usage.ru_maxrss
        self._is_gone = True
        self.forget()
        return number, kilobytes


def start_worker() -> Worker:
    """A new child. Raises OSError where the system allows none."""
    return _split() if _can_split() else _start()


def _can_split() -> bool:
    """Whether a copy of this process is quick to make and safe: on Linux, with one thread, also of those that Python does not know."""
    try:
        return sys.platform == "linux" and len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:
        return False


def _split() -> Worker:
    ends: list[int] = []
    try:
        ends += os.pipe()
        ends += os.pipe()
        # What this process has not printed yet is printed by it alone: the child never flushes.
        pid = os.fork()
    except OSError:
        for end in ends:
            os.close(end)
        raise
    if pid == 0:
        work_after_fork(ends[0], ends[3])
    os.close(ends[0])
    os.close(ends[3])
    return Worker(pid, os.fdopen(ends[1], "wb", buffering=0), os.fdopen(ends[2], "rb", buffering=0), None)


def _start() -> Worker:
    program = _interpreter()
    if program is None:
        raise OSError(0, "找不到 Python 的程序")
    process = subprocess.Popen(
        [program, "-c", _PROGRAM, *filter(lambda each: isinstance(each, str), sys.path)],
        bufsize=0,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # On Windows no window opens.
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    return Worker(process.pid, cast("RawIOBase", process.stdin), cast("RawIOBase", process.stdout), process)


def _interpreter() -> str | None:
    """The program of Python. Where Python is a part of another program, that one is named as its interpreter and must not be started."""
    if getattr(sys, "frozen", False):
        return None
    names = ("python.exe", "Scripts/python.exe") if os.name == "nt" else ("bin/python3", "bin/python")
    found = [Path(sys.executable or "")] + [Path(sys.exec_prefix, name) for name in names]
    return next(
        (str(each) for each in found if each.stem.lower().startswith(("python", "pypy")) and each.is_file()),
        None,
    )
