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

# The commands in the order of the help. Each name is that of a module in `commands` whose `command` is the click command; its help
# begins with the sentence given here, so that the list of commands can be printed without importing them.
_COMMANDS = {
    "show": "打印法规的文本，或者其中一处。",
    "check": "检查编号、结构和引用，逐条列出问题；没有问题时退出码为 0。",
    "cite": "列出引用：引用了哪些条款和法规，指向哪里；有没有指向不存在、已废止、已修改的。",
    "concord": "与上位法对照：FILE 的每一条可能对应 LAW 的哪几条，依据是两边共有的文字。",
    "diff": "比较同一法规的两个文本，或者更多：哪一条变成了哪一条，改了哪些字。",
    "impact": "修改以后，哪些引用指向移动、修改或者删除了的条款：本法规内部的，和法规库中其他法规的。",
    "status": "一件法规在某一天适用哪个文本，依据是什么，哪些还不能确定，怎样才能确定。",
    "search": "查找条文：几个词都要有；“加引号”的算一个词；-词 是不要有；第二十三条 找这一条。",
    "log": "一件法规，或者其中一条、一款、一项的历次变化，从新到旧；条号变了、拆分合并了也跟得住。",
    "blame": "现行文本的每一句、每个词，是哪个版本带来的。",
    "export": "把法规库中的法规（或者它的一个版本，如 WORK@2011-12-08）或者一个文件，写成 Word、网页等格式。",
    "init": "建立自己的法规库：文件夹、网站的设置、自动检查和发布。",
    "add": "把一个版本的文本收录进来，先读懂、核对，再整个写入；出了任何错误都不会写下一半。",
    "fetch": "从国家法律法规数据库取得文本并收录。",
    "index": "把法规库写成一个 SQLite 文件：条款、版本、引用，和中文全文检索。",
    "verify": "核对收录的文本：与收录时记下的 SHA-256 是否一致。",
    "build": "生成网站。",
    "site": "网站的页面。",
}


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

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write the list of commands, without importing any."""
        with formatter.section("命令"):
            formatter.write_dl(list(_COMMANDS.items()))

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
