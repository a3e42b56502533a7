"""Commands about documents: show, check."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator

import click

from regkit.cli.progress import with_progress
from regkit.errors import ParseError, Problem, ProvisionNotFoundError, Severity, UnreadableFileError
from regkit.files import load
from regkit.formats.json import (
    CheckedFile,
    ShownFile,
    show_failure,
    show_provision,
    show_statute,
    to_json,
)
from regkit.formats.layout import lay_out_provision
from regkit.formats.text import to_text
from regkit.model.address import Address
from regkit.model.tree import Provision, Statute, walk

FILES = click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(readable=False))
JSON = click.option("--json", "as_json", is_flag=True, help="每个文件输出一行 JSON，供其他程序读取。")


Located = tuple[Address, Provision]


class _AddressType(click.ParamType[Address]):
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


@click.command()
@FILES
@click.option("--at", type=_AddressType(), help="只看这一处，如 第二十三条第一款第三项 或 art_23__para_1。")
@click.option("--outline", is_flag=True, help="一处一行：行号、地址和开头的文字。")
@JSON
def show(files: tuple[str, ...], at: Address | None, outline: bool, as_json: bool) -> None:
    """打印法规的文本，或者其中一处。"""
    failed = False
    for path in with_progress(files):
        statute, problems = _read(path)
        located = None
        if statute and at:
            try:
                located = statute.locate(at)
            except ProvisionNotFoundError as error:
                statute, problems = None, (_as_problem("address.not_found", str(error), "请核对地址。"),)
        failed = failed or statute is None
        if as_json:
            _print_json(_shown(path, statute, located, problems))
        elif statute is None:
            _print_problems(path, problems, err=True)
        else:
            if len(files) > 1:
                click.echo(f"==> {_name(path)} <==")
            _print_statute(statute, located, outline=outline)
            if problems:
                click.echo(
                    f"注意：{_name(path)} 有 {len(problems)} 处需要核对，请运行 regkit check。", err=True
                )
    sys.exit(1 if failed else 0)


@click.command()
@FILES
@JSON
def check(files: tuple[str, ...], as_json: bool) -> None:
    """检查编号与结构，逐条列出问题；没有问题时退出码为 0。"""
    count = 0
    for path in with_progress(files):
        _, problems = _read(path)
        count += len(problems)
        if as_json:
            _print_json(CheckedFile(_as_text(path), problems))
        else:
            _print_problems(path, problems)
    if not as_json:
        click.echo(
            f"检查了 {len(files)} 个文件，" + (f"发现 {count} 处问题。" if count else "没有发现问题。")
        )
    sys.exit(1 if count else 0)


def _read(path: str) -> tuple[Statute | None, tuple[Problem, ...]]:
    try:
        statute = load(path)
    except ParseError as error:
        return None, error.problems
    except UnreadableFileError as error:
        return None, (_as_problem("file.unreadable", str(error), ""),)
    return statute, statute.problems


def _as_problem(code: str, message: str, hint: str) -> Problem:
    return Problem(code=code, message=message, hint=hint, severity=Severity.ERROR)


def _shown(
    path: str, statute: Statute | None, located: Located | None, problems: tuple[Problem, ...]
) -> ShownFile:
    name = _as_text(path)
    if statute is None:
        return show_failure(name, problems)
    return show_provision(name, statute, *located) if located else show_statute(name, statute)


def _print_statute(statute: Statute, located: Located | None, *, outline: bool) -> None:
    if outline:
        for line in _outline(statute, located):
            click.echo(_visible(line))
        return
    text = to_text(lay_out_provision(*located) if located else statute)
    # A pipe or a file gets the text as it is.
    click.echo(_visible(text) if sys.stdout.isatty() else text, nl=False)


def _print_problems(path: str, problems: Iterable[Problem], *, err: bool = False) -> None:
    for problem in problems:
        place = f"{_name(path)}:{problem.line}" if problem.line else _name(path)
        word = "错误" if problem.severity is Severity.ERROR else "提示"
        click.echo(f"{place}: {word}[{problem.code}] {problem.message}", err=err)
        if problem.excerpt:
            click.echo(f"    原文：{_visible(problem.excerpt)}", err=err)
        if problem.hint:
            click.echo(f"    建议：{problem.hint}", err=err)


def _print_json(line: ShownFile | CheckedFile) -> None:
    # As bytes: JSON is UTF-8 whatever the encoding of the terminal.
    click.echo(to_json(line).encode("utf-8"))


def _as_text(path: str) -> str:
    """The name of a file as text; what the system could not decode in it is replaced."""
    return os.fsencode(path).decode("utf-8", "replace")


def _name(path: str) -> str:
    return _visible(_as_text(path))


# Control characters as pictures: a text must not be able to give orders to the terminal.
_CONTROL_PICTURES = {code: 0x2400 + code for code in range(32) if chr(code) not in "\n\t"} | dict.fromkeys(
    range(127, 160), 9249
)


def _visible(text: str) -> str:
    return text.translate(_CONTROL_PICTURES)


def _outline(statute: Statute, located: Located | None) -> Iterator[str]:
    asked = {address for address, _ in walk(located[1], Address(located[0].steps[:-1]))} if located else None
    for (address, provision), line in zip(statute.walk(), statute.lines, strict=True):
        if asked is None or address in asked:
            words = "".join(filter(None, (provision.heading, provision.text))).split("\n")[0]
            yield f"{line}\t{address.eid}\t{address}\t{words[:24]}{'…' if len(words) > 24 else ''}"
