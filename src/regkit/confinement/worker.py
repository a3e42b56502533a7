"""The parent's side of a child process: starting it, asking it, waiting for it and ending it."""

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
from regkit.confinement.limits import (
    OUTPUT,
    PATIENCE,
    is_near_the_limit,
    memory_now,
    most_memory_with_launcher,
)
from regkit.confinement.waiting import patient
from regkit.confinement.working import work_after_fork

# The child gets this process's import path, so that it finds the same modules. It runs nothing of the user's program.
_PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from regkit.confinement.working import work_after_start as w; w()"


class Worker:
    """A child process that reads files, one at a time.

    `used` is true once it was asked. `leaves` is what it reported in its last answer (see `Answer`).
    """

    def __init__(
        self, pid: int, requests: RawIOBase, answers: RawIOBase, process: subprocess.Popen[bytes] | None
    ) -> None:
        self.used = self.leaves = False
        self._pid = pid
        self._requests, self._answers = requests, answers
        if sys.platform != "win32":
            # Do not block on a child that reads nothing.
            os.set_blocking(requests.fileno(), False)
        self._process = process
        # A forked child starts with the memory of this process, and a new program with the number that this one has reached.
        self._before = most_memory_with_launcher() if process else memory_now()
        # Once the child has been waited for, its process id may belong to another process.
        self._is_gone = False

    def ask(self, job: Job, data: bytes) -> bytes | End:
        """The child's answer as bytes, or why there is none, and then the child has ended.

        Raises RuntimeError if a thread is needed to watch the time and the system does not allow one.
        """
        self.used = True
        try:
            with patient(self._requests, self._answers, PATIENCE, self._kill) as (requests, answers):
                # If the child dies while it is asked, `receive` finds no answer, and that is reported below.
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
            return self._reason_of_end()
        if message[1] is None:
            self.end()
            return End.OUTPUT
        return message[1]

    def is_alive(self) -> bool:
        """Whether the child is still running."""
        if sys.platform == "win32":
            self._is_gone = self._process is None or self._process.poll() is not None
        else:
            try:
                self._is_gone = os.waitpid(self._pid, os.WNOHANG)[0] != 0
            except ChildProcessError:
                self._is_gone = True
        return not self._is_gone

    def end(self) -> None:
        """Kill the child, whatever it is doing, and release everything that belongs to it."""
        self._kill()
        self._wait()

    def forget(self) -> None:
        """Close the pipes without ending the child: it is gone, or belongs to another process."""
        for stream in (self._requests, self._answers):
            with contextlib.suppress(OSError):
                stream.close()
        if self._process is not None:
            self._process.returncode = 0

    def _reason_of_end(self) -> End:
        """Why the child ended by itself."""
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
        """Wait for the end of the child: the number of the signal that killed it, or 0, and the most memory it had in kilobytes."""
        number = kilobytes = 0
        if sys.platform == "win32":
            if self._process is not None:
                self._process.wait()
        elif not self._is_gone:
            # Another part of the program may have waited for all children of this process already.
            with contextlib.suppress(ChildProcessError):
                _, status, usage = os.wait4(self._pid, 0)
                number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
                kilobytes = usage.ru_maxrss
        self._is_gone = True
        self.forget()
        return number, kilobytes


def start_worker() -> Worker:
    """A new child: a fork of this process where that is safe, else a new Python. Raises OSError if the system allows none."""
    return _split() if _can_split() else _start()


def _can_split() -> bool:
    """Whether this process can be forked safely: on Linux, if it has a single thread, also counting threads unknown to Python."""
    try:
        return sys.platform == "linux" and len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:
        return False


def _split() -> Worker:
    """A child that is a fork of this process, which takes milliseconds."""
    ends: list[int] = []
    try:
        ends += os.pipe()
        ends += os.pipe()
        # Output that this process has buffered is printed by it alone: the child never flushes.
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
    """A child that is a new Python."""
    program = _interpreter()
    if program is None:
        raise OSError(0, "找不到 Python 的程序")
    process = subprocess.Popen(
        [program, "-c", _PROGRAM, *filter(lambda entry: isinstance(entry, str), sys.path)],
        bufsize=0,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # Open no window on Windows.
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    return Worker(process.pid, cast("RawIOBase", process.stdin), cast("RawIOBase", process.stdout), process)


def _interpreter() -> str | None:
    """The path of the Python interpreter, None if there is none.

    Where Python is embedded in another program, that program calls itself the interpreter, and must not be started.
    """
    if getattr(sys, "frozen", False):
        return None
    names = ("python.exe", "Scripts/python.exe") if os.name == "nt" else ("bin/python3", "bin/python")
    paths = [Path(sys.executable or "")] + [Path(sys.exec_prefix, name) for name in names]
    return next(
        (str(path) for path in paths if path.stem.lower().startswith(("python", "pypy")) and path.is_file()),
        None,
    )
