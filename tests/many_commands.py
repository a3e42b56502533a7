"""Run many commands at once, each in a process of its own, without starting Python anew for each of them."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
# In bytes: no command of this project needs more on a harmless file, and a decompression bomb does.
_MOST_MEMORY = 1024**3


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code, or minus the number of the signal, and its two outputs."""

    code: int
    out: str
    err: str


def run_many(
    commands: dict[str, list[str]], folder: Path, *, seconds: float, together: int = 8
) -> dict[str, Ended]:
    """How commands of regkit ended, by name; a command that takes longer than `seconds` is killed."""
    folder.mkdir(parents=True)
    names = list(commands)
    job = json.dumps([[commands[name] for name in names], str(folder), seconds, together])
    subprocess.run([sys.executable, "-m", "tests.many_commands"], input=job, text=True, check=True, cwd=ROOT)
    codes = json.loads((folder / "codes").read_text())
    return {
        name: Ended(
            codes[index], *((folder / f"{index}.{stream}").read_text("utf-8") for stream in ("out", "err"))
        )
        for index, name in enumerate(names)
    }


def _run(arguments: list[str], path: str) -> None:
    """Turn this process into the command; its outputs go to `path` with the suffixes .out and .err."""
    from regkit.cli import main

    for number, stream in enumerate(("out", "err"), start=1):
        os.dup2(os.open(f"{path}.{stream}", os.O_WRONLY | os.O_CREAT, 0o666), number)
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    sys.argv = ["regkit", *arguments]
    try:
        main()
    except SystemExit as exit_request:
        # A regular end of Python takes longer than most commands; other tests cover it.
        sys.stdout.flush()
        os._exit(exit_request.code if isinstance(exit_request.code, int) else 0)


def _run_all() -> None:
    # Imports take long, so they are done once, before the child processes are forked.
    """Run the commands that standard input describes, `together` at a time, and write their exit codes to a file."""
    import httpcore  # noqa: F401 - loaded once, for all child processes

    import regkit.cli.commands.fetch  # noqa: F401 - as above

    commands, folder, seconds, together = json.load(sys.stdin)
    codes: dict[int, int] = {}
    running: dict[int, tuple[int, float]] = {}
    waiting = list(range(len(commands)))
    while waiting or running:
        while waiting and len(running) < together:
            index = waiting.pop(0)
            process = os.fork()
            if not process:
                _run(commands[index], f"{folder}/{index}")
            running[process] = (index, time.monotonic() + seconds)
        process, status = os.waitpid(-1, os.WNOHANG)
        if process:
            index, _ = running.pop(process)
            codes[index] = os.waitstatus_to_exitcode(status)
        for late in [process_id for process_id, (_, end) in running.items() if time.monotonic() > end]:
            os.kill(late, signal.SIGKILL)
        time.sleep(0.01)
    Path(folder, "codes").write_text(json.dumps([codes[index] for index in range(len(commands))]))


if __name__ == "__main__":
    _run_all()
