"""Unusual surroundings of a command: closed streams, full disks, deleted folders, a user without an account.

Run as a program, this module is a server: it imports the whole command line once and runs each case, a line of JSON on standard
input, in a forked child, so that hundreds of cases cost little. Python's own start is not part of these cases; `run` starts it anew.
"""

from __future__ import annotations

import codecs
import gc
import json
import os
import resource
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import click

NOBODY = 54321
SECONDS = 60


@dataclass(frozen=True)
class Surroundings:
    """What is unusual where a command runs; a stream is ``closed``, ``full`` or ``gone`` (a pipe whose reader has left)."""

    environment: dict[str, str | None] = field(default_factory=dict)
    streams: dict[int, str] = field(default_factory=dict)
    folder: str = ""
    limits: dict[str, int] = field(default_factory=dict)
    nobody: bool = False
    # Python source that the interpreter runs at its start, as sitecustomize.
    first: str = ""


@dataclass(frozen=True)
class Done:
    """How a command ended: its exit code, its output (both streams), and whether its standard error could be read."""

    code: int
    said: str
    could_speak: bool


def _enter(where: Surroundings, place: Path) -> None:
    """In a child process: set up the folder, streams, limits and user."""
    os.chdir(place)
    if where.folder == "deleted":
        (place / "gone").mkdir()
        os.chdir(place / "gone")
        (place / "gone").rmdir()
    if where.folder == "unreadable":
        (place / "closed").mkdir()
        os.chdir(place / "closed")
        (place / "closed").chmod(0)
    for number in range(3):
        match where.streams.get(number, "null" if number == 0 else "file"):
            case "file":
                _lead(number, os.open(place / f"said.{number}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC))
            case "null":
                _lead(number, os.open(os.devnull, os.O_RDWR))
            case "full":
                _lead(number, os.open("/dev/full", os.O_WRONLY))
            case "gone":
                reader, writer = os.pipe()
                os.close(reader)
                _lead(number, writer)
    for number, kind in where.streams.items():
        if kind == "closed":
            os.close(number)
    for name, most in where.limits.items():
        resource.setrlimit(getattr(resource, name), (most, most))
    if where.nobody:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def _lead(number: int, to: int) -> None:
    """Make the descriptor `number` refer to the file of `to`, and close `to`."""
    if to != number:
        os.dup2(to, number)
        os.close(to)


def _environment(where: Surroundings, place: Path) -> dict[str, str]:
    """The environment variables of the command."""
    source = str(Path(__file__).resolve().parent.parent / "src")
    environment = {**os.environ, "PYTHONPATH": source, "HOME": str(place), "TMPDIR": str(place)}
    if where.first:
        (place / "first").mkdir()
        (place / "first" / "sitecustomize.py").write_text(where.first, "utf-8")
        environment["PYTHONPATH"] = f"{place / 'first'}{os.pathsep}{source}"
    for name, value in where.environment.items():
        environment.pop(name, None)
        if value is not None:
            environment[name] = value
    return environment


def _done(code: int, where: Surroundings, place: Path) -> Done:
    """How the command ended, with what it wrote to the streams that were files."""
    outputs = [
        (place / f"said.{number}").read_bytes()
        for number in (1, 2)
        if where.streams.get(number, "file") == "file"
    ]
    text = b"".join(outputs).decode("utf-8", "backslashreplace")
    return Done(code, text, could_speak=where.streams.get(2, "file") == "file")


def run(arguments: list[str | bytes], where: Surroundings, place: Path) -> Done:
    """Run the real command in a folder of its own, in a new interpreter."""
    process = subprocess.Popen(
        [sys.executable, "-m", "regkit", *arguments],
        env=_environment(where, place),
        close_fds=True,
        preexec_fn=lambda: _enter(where, place),  # noqa: PLW1509 - the test process has no other threads
    )
    try:
        code = process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        code = -signal.SIGALRM
    return _done(code, where, place)


class Server:
    """Run many commands in children of one process that has imported everything."""

    def __init__(self) -> None:
        root = Path(__file__).resolve().parent.parent
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.surroundings"],
            cwd=root,
            env={**os.environ, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, arguments: list[str], where: Surroundings, place: Path) -> Done:
        """Run a command as the function `run` does, but without a new interpreter."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps([arguments, asdict(where), str(place)]) + "\n")
        self._process.stdin.flush()
        return _done(int(self._process.stdout.readline()), where, place)

    def close(self) -> None:
        """End the server process."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


def _serve() -> None:
    """Run the cases on standard input one after the other and print their exit codes."""
    import regkit
    from regkit import cli

    context = click.Context(cli.program)
    for name in cli.program.list_commands(context):
        cli.program.get_command(context, name)
    # A command that runs as another user may not be able to read the standard library, so codecs are loaded now.
    for encoding in ("utf-8-sig", "utf-16be", "utf-16le", "cp437", "gb18030", "unicode-escape"):
        codecs.lookup(encoding)
    # The first comparison loads the dictionary of words.
    regkit.compare(regkit.parse("第一条　甲。"), regkit.parse("第一条　乙。"))
    gc.freeze()
    cases, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    for line in cases:
        arguments, fields, place = json.loads(line)
        fields["streams"] = {int(number): kind for number, kind in fields["streams"].items()}
        child = os.fork()
        if not child:
            _run_here(arguments, Surroundings(**fields), Path(place))
            return
        print(_code_of(child), file=answers, flush=True)


def _run_here(arguments: list[str], where: Surroundings, place: Path) -> None:
    """Turn this forked child into the command."""
    from regkit import cli

    environment = _environment(where, place)
    os.environ.clear()
    os.environ.update(environment)
    _enter(where, place)
    streams: list[Any] = []
    for number in (1, 2):
        closed = where.streams.get(number) == "closed"
        streams.append(None if closed else open(number, "w", encoding="utf-8", closefd=False))  # noqa: SIM115 - it stays open, as a stream does
    sys.stdout, sys.stderr = streams
    sys.argv = ["regkit", *arguments]
    try:
        cli.main()
    except SystemExit as exit_request:
        # A regular end of Python costs more than most commands, and regkit has flushed its output by now.
        os._exit(exit_request.code if isinstance(exit_request.code, int) else 1)


def _code_of(child: int) -> int:
    """The exit code of a child; minus SIGALRM if it had to be killed after `SECONDS`."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return -signal.SIGALRM


if __name__ == "__main__":
    _serve()
