"""How the commands print.

Text for people goes through `echo`, which makes control characters, invisible characters and changes of text direction visible,
so that text read from a file can neither control the terminal nor deceive the reader. Output for programs goes through `print_json` and
`print_text`, unchanged.
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
from regkit.text.whitespace import without_whitespace

# Characters of words left out that are printed.
_MOST_OMITTED = 60


@dataclass(frozen=True)
class Marked:
    """Text that stands out: in `colour` where the stream shows colours, otherwise between the two `brackets`."""

    text: str
    colour: str | None = None
    brackets: tuple[str, str] = ("", "")
    bold: bool = False
    strikethrough: bool = False


def echo(*parts: str | Marked, err: bool = False) -> None:
    """Print one line for people. Control characters and invisible characters in it are made visible."""
    coloured = has_colours(err=err)
    write("".join(_rendered(part, coloured=coloured) for part in parts) + "\n", err=err)


def _rendered(part: str | Marked, *, coloured: bool) -> str:
    if isinstance(part, str):
        return visible_line(part)
    text = visible_line(part.text)
    if not coloured:
        return part.brackets[0] + text + part.brackets[1]
    return click.style(text, fg=part.colour, bold=part.bold or None, strikethrough=part.strikethrough or None)


def print_text(text: str) -> None:
    """Print text unchanged to a pipe or a file; on a terminal, with invisible characters made visible."""
    write(visible(text) if sys.stdout.isatty() else text)


def echo_aside(text: str) -> None:
    """Print a line for people on standard error, because it is not part of the result."""
    echo(text, err=True)


def print_problems(path: str, problems: Iterable[Problem], *, err: bool = False) -> None:
    """Print problems, one or more lines each: file, line, code and message, the excerpt, and the advice."""
    for problem in problems:
        prefix = f"{as_text(path)}:{problem.line}" if problem.line else as_text(path)
        severity = "错误" if problem.severity is Severity.ERROR else "提示"
        echo(f"{prefix}: {severity}[{problem.code}] {problem.message}", err=err)
        if problem.excerpt:
            echo(f"    原文：{problem.excerpt}", err=err)
        if problem.page or problem.part:
            page = f"第 {problem.page} 页" if problem.page else ""
            echo(f"    所在：{'，'.join(filter(None, (page, problem.part)))}", err=err)
        if problem.omitted:
            echo(f"    未读：{shortened(problem.omitted)}", err=err)
        if problem.hint:
            echo(f"    建议：{problem.hint}", err=err)


def shortened(words: str) -> str:
    """Words left out of a text, for one line of the terminal; of many only the first, and how many there are."""
    line = " ".join(words.split())
    return (
        line
        if len(line) <= _MOST_OMITTED
        else f"{line[:_MOST_OMITTED]}…（共 {len(without_whitespace(words)):,} 个字）"
    )


def as_text(path: str | Path) -> str:
    """A path as text; bytes that the system could not decode become replacement characters."""
    name = str(path)
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return _bytes_of(name).decode("utf-8", "replace")
    return name


def _bytes_of(name: str) -> bytes:
    """A path with surrogates as the bytes that the system gave."""
    try:
        return os.fsencode(name)
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogatepass")
