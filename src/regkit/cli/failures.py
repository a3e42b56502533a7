"""How a command ends that did not succeed: with one sentence, and never with a stack trace."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from typing import NoReturn

import click

from regkit.cli.printing import as_text, echo
from regkit.cli.streams import StreamError, is_unwanted, settle_streams
from regkit.errors import RegkitError, reason_of

FAILED, INTERRUPTED, OWN_FAULT = 1, 130, 70
# What a file says of itself can be as long as it likes; nobody reads more than this of a sentence.
_LONGEST = 1000


def finish(command: Callable[[], object]) -> NoReturn:
    """Run a command and leave the program, with the exit code and the sentence that belong to whatever it raises.

    What regkit did not foresee is its own fault and has a code of its own, so that it is taken for nothing else.
    """
    try:
        code: object = command()
    except SystemExit as left:
        code = left.code
    except BaseException as error:
        code = _tell(error)
    # A command that just ends gives nothing.
    code = code if isinstance(code, int) else 0
    sys.exit(code if settle_streams() else code or FAILED)


def _tell(error: BaseException) -> int:
    """Say what went wrong; gives the exit code."""
    if isinstance(error, click.Abort | KeyboardInterrupt):
        echo("已中断。", err=True)
        return INTERRUPTED
    if isinstance(error, click.UsageError):
        _tell_usage(error)
        return error.exit_code
    if is_unwanted(error) or (isinstance(error, StreamError) and error.unwanted):
        return FAILED
    sentence = _sentence(error)
    if sentence is not None:
        _say(sentence)
        return error.exit_code if isinstance(error, click.ClickException) else FAILED
    _say(
        "regkit 自己出了错，没有做完；请把所用的命令和文件报告给 regkit 的维护者。"
        "设环境变量 REGKIT_TRACE=1 再运行一次，就会印出要一并报告的记录。"
    )
    if os.environ.get("REGKIT_TRACE"):
        for line in "".join(traceback.format_exception(error)).splitlines():
            echo(line, err=True)
    return OWN_FAULT


def _sentence(error: BaseException) -> str | None:
    """What to say of an error; None for one that nobody foresaw."""
    said = None
    match error:
        case click.ClickException():
            said = error.format_message()
        case RegkitError():
            said = str(error)
        case OSError():
            said = _of_system(error)
        case MemoryError():
            said = "内存不够，没有做完；请关闭别的程序，或者一次少给几个文件。"
        case RecursionError():
            said = "文件里一层套一层，太深了，读不下去；请确认它是一件法规的文本。"
        case ImportError():
            said = f"regkit 装得不完整，少了 {error.name or '所需的程序'}；请重新安装。"
        case UnicodeEncodeError() if error.encoding == sys.getfilesystemencoding() != "utf-8":
            said = (
                f"这里的文件名按 {error.encoding} 编码，写不出所需的名称；请设环境变量 PYTHONUTF8=1 再运行。"
            )
    return said


def _of_system(error: OSError) -> str:
    if not _is_anywhere():
        return "当前所在的文件夹已经不在，或者没有权限；请换到别的文件夹再运行。"
    names = (name for name in (error.filename, error.filename2) if isinstance(name, str | bytes))
    paths = "、".join(as_text(os.fsdecode(name)) for name in names)
    return f"{reason_of(error)}{f'：{paths}' if paths else ''}。"


def _is_anywhere() -> bool:
    try:
        os.getcwd()  # noqa: PTH109 - only to see it fail
    except OSError:
        return False
    return True


def _tell_usage(error: click.UsageError) -> None:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        for line in error.format_message().splitlines():
            echo(line, err=True)
        return
    if error.ctx is not None:
        for line in error.ctx.get_usage().splitlines():
            echo(line, err=True)
        echo(f"用法说明见：{error.ctx.command_path} --help", err=True)
        echo("", err=True)
    said = error.format_message().removesuffix(".")
    # To some sentences click itself puts the end.
    _say(said if said.endswith(("。", "？")) else said + "。")


def _say(sentence: str) -> None:
    if len(sentence) > _LONGEST:
        sentence = f"{sentence[: _LONGEST - 200]}……{sentence[-200:]}"
    echo(f"错误：{sentence}", err=True)
