"""The command line. Each command's module is imported only when the command is called, so that the program starts quickly."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any

import click

from regkit import __version__
from regkit.cli.chinese import in_chinese, speak_chinese
from regkit.cli.failures import finish
from regkit.cli.streams import prepare_streams

# In the order of the help. Each name is that of a module in `commands` whose `command` is the click command.
_COMMANDS = (
    "show",
    "check",
    "cite",
    "concord",
    "diff",
    "impact",
    "search",
    "log",
    "blame",
    "export",
    "init",
    "add",
    "fetch",
    "index",
    "verify",
    "build",
    "site",
)


class _Commands(click.Group):
    """The commands of the program, found by name in `regkit.cli.commands`."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Like click's, but every error ends the program through `finish`."""

        def run() -> object:
            return super(_Commands, self).main(args, prog_name, complete_var, standalone_mode=False, **extra)

        return finish(run) if standalone_mode else run()

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names of all commands, in the order of the help."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command of this name, its module imported; None if there is none."""
        if cmd_name not in _COMMANDS:
            return None
        command = importlib.import_module(f"regkit.cli.commands.{cmd_name}").command
        assert isinstance(command, click.Command)
        return in_chinese(command)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="退出码：0 正常；1 有文件读不出，或者 check 发现问题；2 命令写法有误；130 被中断；70 regkit 自己出了错。",
)
@click.version_option(__version__, prog_name="regkit", message="%(prog)s %(version)s", help="显示版本号。")
def program() -> None:
    """regkit：把法规当作代码——读成条款树、检查、发布成网站。

    \b
    regkit show 条例.txt --at 第二十三条第一款第三项    查看一条、一款或者一项
    regkit check 条例.txt                               检查编号和结构
    regkit cite 条例.txt                                引用了什么，指向哪里
    regkit concord 条例.txt 上位法.txt                  每一条对应上位法的哪几条
    regkit diff 旧.docx 新.docx -o 对照表.docx          修改对照表
    regkit impact 旧.docx 新.docx                       哪些引用要跟着改
    regkit init 我的法规库                              新建自己的法规库：网站、自动检查和发布
    regkit build                                        生成网站
    """


def main() -> None:
    """Run the command line and leave the program."""
    prepare_streams()
    speak_chinese()
    in_chinese(program)
    program()
