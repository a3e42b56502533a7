"""Progress for work that may take a while, on a console and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import click

from regkit.cli.streams import write
from regkit.text.invisible import visible_line

Thing = TypeVar("Thing")

# Fewer things than this are done before anybody has read a progress bar.
_FEW = 20


def with_progress(things: Sequence[Thing], label: str = "读取", *, quiet: bool = False) -> Iterable[Thing]:
    """The things one by one, counted on standard error where the output itself goes elsewhere.

    Where next to nothing is printed for each of them (`quiet`), they are counted on a console too.
    """
    busy = sys.stdout.isatty() and not quiet
    if len(things) < _FEW or busy or not sys.stderr.isatty():
        yield from things
        return
    with click.progressbar(things, label=label, file=sys.stderr) as bar:
        yield from bar


# What another program reads, or a page for each page.
_SLOW = (".doc", ".wps", ".rtf", ".pdf")


@contextmanager
def reading(path: str) -> Iterator[None]:
    """Say on a console that a file is being read, if it is of a kind that takes a while."""
    if path.lower().endswith(_SLOW):
        with working("正在读"):
            yield
    else:
        yield


@contextmanager
def working(label: str) -> Iterator[None]:
    """Say on a console what is being done while it is done; it takes a while and cannot be counted."""
    tell(label)
    try:
        yield
    finally:
        clear()


def tell(label: str) -> None:
    """Say on a console what is being done now, in place of what was said before."""
    if sys.stderr.isatty():
        write(f"\r\x1b[K{visible_line(label)}……", err=True)


def clear() -> None:
    """Take away what was said last."""
    if sys.stderr.isatty():
        write("\r\x1b[K", err=True)
