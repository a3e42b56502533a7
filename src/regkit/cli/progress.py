"""Progress for work that may take a while, on a console and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TypeVar

import click

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
