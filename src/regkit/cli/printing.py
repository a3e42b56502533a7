"""What the commands share: their arguments, and how they print."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import click

from regkit.cli.progress import reading
from regkit.errors import ParseError, Problem, Severity, UnreadableFileError
from regkit.files import load
from regkit.formats.json import Line, to_json
from regkit.model.address import Address
from regkit.model.tree import Statute

FILES = click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(readable=False))
LIBRARIES = click.option(
    "--library",
    "folders",
    multiple=True,
    default=("statutes",),
    show_default=True,
    type=click.Path(path_type=Path),
    help="存放法规的文件夹，可以给出多个。",
)
# For commands that take files too, and need no library for these.
ANY_LIBRARIES = click.option(
    "--library",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    help="存放法规的文件夹，可以给出多个；没有给出时是 statutes。",
)
JSON = click.option("--json", "as_json", is_flag=True, help="每个文件输出一行 JSON，供其他程序读取。")


class AddressType(click.ParamType[Address]):
    name = "address"

    def convert(
        self, value: str | Address, param: click.Parameter | None, ctx: click.Context | None
    ) -> Address:
        if isinstance(value, Address):
            return value
        try:
            return Address.parse(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


def print_problems(path: str, problems: Iterable[Problem], *, err: bool = False) -> None:
    for problem in problems:
        place = f"{shown_name(path)}:{problem.line}" if problem.line else shown_name(path)
        word = "错误" if problem.severity is Severity.ERROR else "提示"
        click.echo(f"{place}: {word}[{problem.code}] {problem.message}", err=err)
        if problem.excerpt:
            click.echo(f"    原文：{visible(problem.excerpt)}", err=err)
        if problem.hint:
            click.echo(f"    建议：{problem.hint}", err=err)


def print_json(line: Line) -> None:
    # As bytes: JSON is UTF-8 whatever the encoding of the terminal.
    click.echo(to_json(line).encode("utf-8"))


def as_text(path: str) -> str:
    """The name of a file as text; what the system could not decode in it is replaced."""
    return os.fsencode(path).decode("utf-8", "replace")


def shown_name(path: str) -> str:
    return visible(as_text(path))


# Control characters as pictures: a text must not be able to give orders to the terminal.
_CONTROL_PICTURES = {code: 0x2400 + code for code in range(32) if chr(code) not in "\n\t"} | dict.fromkeys(
    range(127, 160), 9249
)


def visible(text: str) -> str:
    return text.translate(_CONTROL_PICTURES)


def read(path: str) -> tuple[Statute | None, tuple[Problem, ...]]:
    try:
        with reading(path):
            statute = load(path)
    except ParseError as error:
        return None, error.problems
    except UnreadableFileError as error:
        return None, (as_problem("file.unreadable", str(error), ""),)
    return statute, statute.problems


def as_problem(code: str, message: str, hint: str) -> Problem:
    return Problem(code=code, message=message, hint=hint, severity=Severity.ERROR)
