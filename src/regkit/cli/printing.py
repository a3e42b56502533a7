"""How the commands print.

Everything that people are to read goes through `echo`, in which nothing that was read from a file can give orders to a terminal, hide, or
turn the text around. What programs are to read goes through `print_json` and `print_text`, unchanged.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click

from regkit.cli.streams import has_colours, write
from regkit.errors import Problem, Severity
from regkit.text.invisible import visible, visible_line


@dataclass(frozen=True)
class Marked:
    """Words that stand out: in a colour where there are colours, between two signs where there are none."""

    words: str
    colour: str | None = None
    signs: tuple[str, str] = ("", "")
    bold: bool = False
    strikethrough: bool = False


def echo(*parts: str | Marked, err: bool = False) -> None:
    """Print one line for people to read; nothing in it can give orders to a terminal."""
    coloured = has_colours(err=err)
    write("".join(_printed(part, coloured=coloured) for part in parts) + "\n", err=err)


def _printed(part: str | Marked, *, coloured: bool) -> str:
    if isinstance(part, str):
        return visible_line(part)
    words = visible_line(part.words)
    if not coloured:
        return part.signs[0] + words + part.signs[1]
    return click.style(
        words, fg=part.colour, bold=part.bold or None, strikethrough=part.strikethrough or None
    )


def print_text(text: str) -> None:
    """Print text as it is, for a pipe or a file gets it unchanged; only on a console, what is not seen is shown."""
    write(visible(text) if sys.stdout.isatty() else text)


def echo_aside(words: str) -> None:
    """Print a line for people that is no part of the result."""
    echo(words, err=True)


def print_problems(path: str, problems: Iterable[Problem], *, err: bool = False) -> None:
    for problem in problems:
        prefix = f"{as_text(path)}:{problem.line}" if problem.line else as_text(path)
        word = "错误" if problem.severity is Severity.ERROR else "提示"
        echo(f"{prefix}: {word}[{problem.code}] {problem.message}", err=err)
        if problem.excerpt:
            echo(f"    原文：{problem.excerpt}", err=err)
        if problem.hint:
            echo(f"    建议：{problem.hint}", err=err)


def as_text(path: str | Path) -> str:
    """The name of a file as text; what the system could not decode in it is replaced."""
    name = str(path)
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return _bytes_of(name).decode("utf-8", "replace")
    return name


def _bytes_of(name: str) -> bytes:
    try:
        return os.fsencode(name)
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogatepass")
