"""Write docs/reference/cli.md, the page on the commands, from the program itself. Usage: reference.py [--check]

With --check nothing is written: the exit code is 1 if the page is not what would be written.
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
        print(f"{PAGE.name} is not current; run: python tools/reference.py", file=sys.stderr)
        return 1
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, "utf-8")
    return 0


def page() -> str:
    root = program.make_context("regkit", ["show"], resilient_parsing=True)
    parts = [HEAD, *(part for context in contexts(root) for part in section(context))]
    return "\n".join((*parts, "## 退出码\n", f"{(program.epilog or '').removeprefix('退出码：')}\n"))


def contexts(above: click.Context) -> Iterator[click.Context]:
    """A context for each command that does something, those of groups among them, in the order of the help."""
    group = above.command
    assert isinstance(group, click.Group)
    for name in group.list_commands(above):
        command = group.get_command(above, name)
        assert command is not None
        context = click.Context(command, info_name=name, parent=above)
        if isinstance(command, click.Group):
            yield from contexts(context)
        else:
            yield context


def section(context: click.Context) -> Iterator[str]:
    """What the page says about one command, in blocks that end with a line break."""
    command = context.command
    yield f"## {context.command_path}\n"
    yield from (f"{paragraph}\n" for paragraph in paragraphs(command.help or ""))
    yield f"```text\n{' '.join((context.command_path, *command.collect_usage_pieces(context)))}\n```\n"
    yield from table("参数", (each for each in command.params if isinstance(each, click.Argument)), context)
    yield from table("选项", (each for each in command.params if isinstance(each, click.Option)), context)
    example = (command.epilog or "").removeprefix("例：")
    yield f"例：\n\n```sh\n{example}\n```\n"


def paragraphs(text: str) -> Iterator[str]:
    for paragraph in text.split("\n\n"):
        yield "".join(line.strip() for line in paragraph.splitlines())


def table(head: str, parameters: Iterable[click.Parameter], context: click.Context) -> Iterator[str]:
    records = [record for each in parameters if (record := each.get_help_record(context))]
    if records:
        rows = (f"| {in_code(name)} | {words.replace('|', chr(92) + '|')} |" for name, words in records)
        yield "\n".join((f"| {head} | 作用 |", "|---|---|", *rows, ""))


def in_code(name: str) -> str:
    return f"`{name.replace('|', chr(92) + '|')}`"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
