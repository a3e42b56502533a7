"""Saying what is being waited for: on a console all the time, elsewhere in a line when it takes long."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from regkit.cli.printing import echo
from regkit.cli.progress import clear, tell

# In seconds: after how long, and then how often, somebody who reads a log is told.
_LONG, _AGAIN = 10.0, 30.0


class Waiting:
    """What is being done, and what of it is being waited for, on standard error."""

    def __init__(self) -> None:
        self._label = self._count = self._shown = ""
        self._next = time.monotonic() + _LONG

    @contextmanager
    def working(self, label: str, count: str = "") -> Iterator[None]:
        """Say what is being done while it is done; `count` is which of how many it is."""
        self._label, self._count, self._shown = label, count, ""
        self._next = time.monotonic() + _LONG
        tell(_fitted(f"{count}{label}"))
        try:
            yield
        finally:
            clear()
            self._label = self._count = ""

    def tell(self, doing: str) -> None:
        """Say what is being waited for; may be called as often as one likes."""
        # What changes comes first: a console is narrow.
        line = f"{self._count}{doing}" + (f"（{self._label.strip()}）" if self._label else "")
        if line != self._shown:
            tell(_fitted(line))
            self._shown = line
        if not sys.stderr.isatty() and time.monotonic() >= self._next:
            self._next = time.monotonic() + _AGAIN
            echo(f"{line}……", err=True)


def _fitted(line: str) -> str:
    """As much of a line as does not break on the console; most signs take two places."""
    return line[: max(10, shutil.get_terminal_size().columns // 2 - 2)]
