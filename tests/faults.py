"""Faults of the disk: a real command runs in a process of its own, and its n-th request to the disk fails or ends the process."""

from __future__ import annotations

import builtins
import errno
import io
import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regkit.cli

# Calls that change something on a disk; opening a file counts only if it is opened for writing.
CALLS = (
    *("open", "write", "fsync", "rename", "replace", "link", "symlink", "unlink", "mkdir", "rmdir"),
    *("chmod", "chown", "truncate", "ftruncate"),
)
KILLED = 137
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

# Answers a request to the disk, given its number (from 1), the name of the call, the call, its arguments and its keyword arguments.
Request = Callable[[int, str, Callable[..., Any], tuple[Any, ...], dict[str, Any]], Any]


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code, its output (both streams), and the number of its requests to the disk."""

    code: int
    said: str
    requests: int


def killed(at: int) -> Request:
    """Make a Request that ends the process at request number `at`."""

    def answer(
        number: int, name: str, call: Callable[..., Any], args: tuple[Any, ...], options: dict[str, Any]
    ) -> Any:
        if number == at:
            os._exit(KILLED)
        return call(*args, **options)

    return answer


def refused(at: int, code: int = errno.EIO) -> Request:
    """Make a Request that lets request number `at` fail with an OSError; a write that fails has written half of its bytes."""

    def answer(
        number: int, name: str, call: Callable[..., Any], args: tuple[Any, ...], options: dict[str, Any]
    ) -> Any:
        if number == at:
            if name == "write":
                call(args[0], bytes(args[1])[: len(args[1]) // 2])
            raise OSError(code, os.strerror(code), args[0] if isinstance(args[0], str | Path) else None)
        return call(*args, **options)

    return answer


def granted(
    number: int, name: str, call: Callable[..., Any], args: tuple[Any, ...], options: dict[str, Any]
) -> Any:
    """The Request that carries out every call."""
    return call(*args, **options)


@contextmanager
def asked(request: Request) -> Iterator[list[int]]:
    """Let `request` answer every request to the disk while the block runs; yields a list whose only element counts the requests."""
    original_calls = {name: getattr(os, name) for name in CALLS}
    opening = io.open
    count = [0]

    def wrapped(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def ask(*args: Any, **options: Any) -> Any:
            flags = args[1] if name == "open" and len(args) > 1 else options.get("flags", 0)
            if (name == "open" and not flags & _WRITING) or (name == "write" and args[0] in (1, 2)):
                return call(*args, **options)
            count[0] += 1
            return request(count[0], name, call, args, options)

        return ask

    def open_file(file: Any, mode: str = "r", *args: Any, **options: Any) -> Any:
        if isinstance(file, int) or not set(mode) & set("wxa+"):
            return opening(file, mode, *args, **options)
        count[0] += 1
        return request(count[0], "open", opening, (file, mode, *args), options)

    for name, call in original_calls.items():
        setattr(os, name, wrapped(name, call))
    io.open = builtins.open = open_file
    try:
        yield count
    finally:
        io.open = builtins.open = opening
        for name, call in original_calls.items():
            setattr(os, name, call)


class Running:
    """A command that runs in a process of its own."""

    def __init__(self, process: int, output: Path, counted: int) -> None:
        self.process = process
        self._output = output
        self._counted = counted

    def is_over(self) -> bool:
        """Whether the command has ended; `wait` returns its exit code and output."""
        return os.waitid(os.P_PID, self.process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def kill(self) -> None:
        """End the command at once."""
        os.kill(self.process, signal.SIGKILL)

    def wait(self, seconds: float = 120) -> Ended:
        """Wait for the end and return how the command ended; an AssertionError is raised if it takes longer than `seconds`."""
        until = time.monotonic() + seconds
        while not self.is_over():
            if time.monotonic() > until:
                self.kill()
                raise AssertionError("it does not end")
            time.sleep(0.005)
        with os.fdopen(self._counted, "rb") as stream:
            requests = int(stream.read() or b"0")
        _, status = os.waitpid(self.process, 0)
        return Ended(os.waitstatus_to_exitcode(status), self._output.read_text("utf-8", "replace"), requests)


def start(
    folder: Path,
    *words: str,
    request: Request = granted,
    user: int | None = None,
    group: int | None = None,
    temporary: Path | None = None,
) -> Running:
    """Start a command in a folder, in a process of its own, optionally as another user."""
    handle, name = tempfile.mkstemp(prefix=f"{folder.name}.", suffix=".output", dir=folder.parent)
    counted, count = os.pipe()
    child = os.fork()
    if not child:
        os.close(counted)
        if temporary:
            os.environ["TMPDIR"] = str(temporary)
            tempfile.tempdir = None
        _be_the_command(folder, words, request, (user, group), handle, count)
    os.close(count)
    os.close(handle)
    return Running(child, Path(name), counted)


def run(
    folder: Path, *words: str, request: Request = granted, user: int | None = None, group: int | None = None
) -> Ended:
    """Run a command in a folder to its end, in a process of its own."""
    return start(folder, *words, request=request, user=user, group=group).wait()


def _be_the_command(
    folder: Path,
    words: tuple[str, ...],
    request: Request,
    owner: tuple[int | None, int | None],
    output: int,
    count: int,
) -> None:
    """In the child process: send the output to `output`, run the command, write the number of requests to `count`, and exit."""
    code = 99
    try:
        os.chdir(folder)
        os.dup2(output, 1)
        os.dup2(output, 2)
        sys.stdout = io.TextIOWrapper(io.FileIO(1, "w"), "utf-8", write_through=True)
        sys.stderr = io.TextIOWrapper(io.FileIO(2, "w"), "utf-8", write_through=True)
        sys.argv = ["regkit", *words]
        user, group = owner
        if user is not None:
            os.setgroups([])
            os.setgid(user if group is None else group)
            os.setuid(user)
        with asked(request) as requests:
            try:
                regkit.cli.main()
            except SystemExit as ended:
                code = ended.code if isinstance(ended.code, int) else 0 if ended.code is None else 1
        os.write(count, str(requests[0]).encode())
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)
