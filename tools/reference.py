"""Write docs/reference/cli.md, the page about the commands, from the program itself. Usage: reference.py [--check]

With --check nothing is written; the exit code is 1 if the page is out of date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from regkit.cli import program
from regkit.cli.chinese import in_chinese, speak_chinese

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "cli.md"
HEAD = """---
search:
  exclude: true
---

# 命令

这一页由 `python tools/reference.py` 从程序生成。每个命令的说明也可以用 `regkit 命令 --help` 查看；按用途的介绍见[给起草人员](../guide/drafters.md)。
"""


def main(arguments: list[str]) -> int:
    speak_chinese()
    in_chinese(program)
    text = page()
    if arguments == ["--check"]:
        if PAGE.is_file() and PAGE.read_text("utf-8") == text:
            return 0
        print(f"{PAGE.name} is out of date; run: python tools/reference.py", file=sys.stderr)
        return 1
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, "utf-8")
    return 0


def page() -> str:
    root = program.make_context("regkit", ["show"], resilient_parsing=True)
    parts = [HEAD, *(part for context in contexts(root) for part in section(context))]
    return "\n".join((*parts, "## 退出码\n", f"{(program.epilog or '').removeprefix('退出码：')}\n"))


def contexts(parent: click.Context) -> Iterator[click.Context]:
    """A context for every command, including those in groups, in the order of the help; groups themselves are left out."""
    group = parent.command
    assert isinstance(group, click.Group)
    for name in group.list_commands(parent):
        command = group.get_command(parent, name)
        assert command is not None
        context = click.Context(command, info_name=name, parent=parent)
        if isinstance(command, click.Group):
            yield from contexts(context)
        else:
            yield context


def section(context: click.Context) -> Iterator[str]:
    """The blocks of the page about one command; each ends with a line break."""
    command = context.command
    yield f"## {context.command_path}\n"
    yield from (f"{paragraph}\n" for paragraph in paragraphs(command.help or ""))
    yield f"```text\n{' '.join((context.command_path, *command.collect_usage_pieces(context)))}\n```\n"
    yield from table(
        "参数", (parameter for parameter in command.params if isinstance(parameter, click.Argument)), context
    )
    yield from table(
        "选项", (parameter for parameter in command.params if isinstance(parameter, click.Option)), context
    )
    example = (command.epilog or "").removeprefix("例：")
    yield f"例：\n\n```sh\n{example}\n```\n"


def paragraphs(text: str) -> Iterator[str]:
    for paragraph in text.split("\n\n"):
        yield "".join(line.strip() for line in paragraph.splitlines())


def table(heading: str, parameters: Iterable[click.Parameter], context: click.Context) -> Iterator[str]:
    records = [record for parameter in parameters if (record := parameter.get_help_record(context))]
    if records:
        rows = (f"| {in_code(name)} | {words.replace('|', chr(92) + '|')} |" for name, words in records)
        yield "\n".join((f"| {heading} | 作用 |", "|---|---|", *rows, ""))


def in_code(name: str) -> str:
    return f"`{name.replace('|', chr(92) + '|')}`"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
