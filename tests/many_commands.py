"""Running many commands at once as processes of their own, without waiting for Python to start in each of them."""

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
# Nothing that a command of this project does needs more, and a bomb needs more than this.
_MOST_MEMORY = 1024**3


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code, or minus the number of the signal, and what it printed."""

    code: int
    out: str
    err: str


def run_many(
    commands: dict[str, list[str]], folder: Path, *, seconds: float, together: int = 8
) -> dict[str, Ended]:
    """How commands of regkit ended, by their names; one that takes longer than `seconds` ended by SIGKILL."""
    folder.mkdir(parents=True)
    names = list(commands)
    order = json.dumps([[commands[name] for name in names], str(folder), seconds, together])
    subprocess.run(
        [sys.executable, "-m", "tests.many_commands"], input=order, text=True, check=True, cwd=ROOT
    )
    codes = json.loads((folder / "codes").read_text())
    return {
        name: Ended(
            codes[place], *((folder / f"{place}.{stream}").read_text("utf-8") for stream in ("out", "err"))
        )
        for place, name in enumerate(names)
    }


def _run(arguments: list[str], path: str) -> None:
    """Become the command."""
    from regkit.cli import main

    for number, stream in enumerate(("out", "err"), start=1):
        os.dup2(os.open(f"{path}.{stream}", os.O_WRONLY | os.O_CREAT, 0o666), number)
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    sys.argv = ["regkit", *arguments]
    try:
        main()
    except SystemExit as left:
        # Python takes longer to end than most of the commands; how it ends is tried where a command is started for itself.
        sys.stdout.flush()
        os._exit(left.code if isinstance(left.code, int) else 0)


def _run_all() -> None:
    # What takes long is done once, before the others part from this process.
    import httpcore  # noqa: F401 - loaded once, for all that are split off

    import regkit.cli.commands.fetch  # noqa: F401 - as above

    commands, folder, seconds, together = json.load(sys.stdin)
    codes: dict[int, int] = {}
    running: dict[int, tuple[int, float]] = {}
    waiting = list(range(len(commands)))
    while waiting or running:
        while waiting and len(running) < together:
            place = waiting.pop(0)
            process = os.fork()
            if not process:
                _run(commands[place], f"{folder}/{place}")
            running[process] = (place, time.monotonic() + seconds)
        process, status = os.waitpid(-1, os.WNOHANG)
        if process:
            place, _ = running.pop(process)
            codes[place] = os.waitstatus_to_exitcode(status)
        for late in [each for each, (_, end) in running.items() if time.monotonic() > end]:
            os.kill(late, signal.SIGKILL)
        time.sleep(0.01)
    Path(folder, "codes").write_text(json.dumps([codes[place] for place in range(len(commands))]))


if __name__ == "__main__":
    _run_all()
