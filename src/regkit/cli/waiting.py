"""Reporting what is being waited for: on a terminal all the time, elsewhere with a line when it takes long."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from regkit.cli.printing import echo
from regkit.cli.progress import clear, tell

# Where there is no terminal: after how many seconds a line is printed, and how many seconds lie between two lines.
_FIRST_LINE, _NEXT_LINE = 10.0, 30.0


class Waiting:
    """Reports on standard error what is being done, and what that is waiting for."""

    def __init__(self) -> None:
        self._label = self._count = self._shown = ""
        self._next = time.monotonic() + _FIRST_LINE

    @contextmanager
    def working(self, label: str, count: str = "") -> Iterator[None]:
        """Report what is being done while the block runs; `count` stands before it, such as ``[2/5]``."""
        self._label, self._count, self._shown = label, count, ""
        self._next = time.monotonic() + _FIRST_LINE
        tell(_fitted(f"{count}{label}"))
        try:
            yield
        finally:
            clear()
            self._label = self._count = ""

    def tell(self, doing: str) -> None:
        """Report what is being waited for; may be called any number of times."""
        # What changes comes first, because a terminal is narrow.
        line = f"{self._count}{doing}" + (f"（{self._label.strip()}）" if self._label else "")
        if line != self._shown:
            tell(_fitted(line))
            self._shown = line
        if not sys.stderr.isatty() and time.monotonic() >= self._next:
            self._next = time.monotonic() + _NEXT_LINE
            echo(f"{line}……", err=True)


def _fitted(line: str) -> str:
    """The line cut to half the width of the terminal, because most characters are two columns wide."""
    return line[: max(10, shutil.get_terminal_size().columns // 2 - 2)]
