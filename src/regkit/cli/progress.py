"""Progress of work that may take a while, shown on standard error if that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import click

from regkit.cli.streams import write
from regkit.text.invisible import visible_line

Item = TypeVar("Item")

# Fewer items than this are done before anybody has read a progress bar.
_FEW = 20
# Suffixes of slow formats: LibreOffice has to convert the first three, and a PDF is read page by page.
_SLOW = (".doc", ".wps", ".rtf", ".pdf")


def with_progress(items: Sequence[Item], label: str = "读取", *, quiet: bool = False) -> Iterable[Item]:
    """Yield the items, with a progress bar on standard error if the results themselves do not go to a terminal.

    With `quiet`, for commands that print next to nothing per item, the bar is shown even then. Standard error must be a terminal.
    """
    shows_results = sys.stdout.isatty() and not quiet
    if len(items) < _FEW or shows_results or not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, label=label, file=sys.stderr) as bar:
        yield from bar


@contextmanager
def reading(path: str) -> Iterator[None]:
    """Say on a terminal that a file is being read, if its format takes a while."""
    if path.lower().endswith(_SLOW):
        with working("正在读"):
            yield
    else:
        yield


@contextmanager
def working(label: str) -> Iterator[None]:
    """Say on a terminal what is being done while the block runs, for work that cannot be counted."""
    tell(label)
    try:
        yield
    finally:
        clear()


def tell(label: str) -> None:
    """Show a line on the terminal in place of the one shown before."""
    if sys.stderr.isatty():
        write(f"\r\x1b[K{visible_line(label)}……", err=True)


def clear() -> None:
    """Remove the line that `tell` showed last."""
    if sys.stderr.isatty():
        write("\r\x1b[K", err=True)
