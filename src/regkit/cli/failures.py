"""How a command that fails ends: with one sentence and an exit code, never with a stack trace."""

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

# Exit codes: the command failed, the user interrupted it, regkit itself has a bug.
FAILED, INTERRUPTED, OWN_FAULT = 1, 130, 70
# In characters. A sentence may quote a file at any length, and nobody reads more than this.
_LONGEST = 1000


def finish(command: Callable[[], object]) -> NoReturn:
    """Run a command and leave the program, with the exit code and the sentence for whatever the command raises.

    An error that regkit did not foresee is a bug and has an exit code of its own.
    """
    try:
        code: object = command()
    except SystemExit as exit_request:
        code = exit_request.code
    except BaseException as error:
        code = _report(error)
    # A command that returns normally has no exit code.
    code = code if isinstance(code, int) else 0
    sys.exit(code if settle_streams() else code or FAILED)


def _report(error: BaseException) -> int:
    """Print what went wrong; the exit code."""
    if isinstance(error, click.Abort | KeyboardInterrupt):
        echo("已中断。", err=True)
        return INTERRUPTED
    if isinstance(error, click.UsageError):
        _report_usage(error)
        return error.exit_code
    if is_unwanted(error) or (isinstance(error, StreamError) and error.unwanted):
        return FAILED
    sentence = _sentence_for(error)
    if sentence is not None:
        _print_error(sentence)
        return error.exit_code if isinstance(error, click.ClickException) else FAILED
    _print_error(
        "regkit 自己出了错，没有做完；请把所用的命令和文件报告给 regkit 的维护者。"
        "设环境变量 REGKIT_TRACE=1 再运行一次，就会印出要一并报告的记录。"
    )
    if os.environ.get("REGKIT_TRACE"):
        for line in "".join(traceback.format_exception(error)).splitlines():
            echo(line, err=True)
    return OWN_FAULT


def _sentence_for(error: BaseException) -> str | None:
    """What to print for an error; None for one that regkit did not foresee."""
    sentence = None
    match error:
        case click.ClickException():
            sentence = error.format_message()
        case RegkitError():
            sentence = str(error)
        case OSError():
            sentence = _sentence_for_system(error)
        case MemoryError():
            sentence = "内存不够，没有做完；请关闭别的程序，或者一次少给几个文件。"
        case RecursionError():
            sentence = "文件里一层套一层，太深了，读不下去；请确认它是一件法规的文本。"
        case ImportError():
            sentence = f"regkit 装得不完整，少了 {error.name or '所需的程序'}；请重新安装。"
        case UnicodeEncodeError() if error.encoding == sys.getfilesystemencoding() != "utf-8":
            sentence = (
                f"这里的文件名按 {error.encoding} 编码，写不出所需的名称；请设环境变量 PYTHONUTF8=1 再运行。"
            )
    return sentence


def _sentence_for_system(error: OSError) -> str:
    """The reason of an error from the system, with the paths that it names."""
    if not _has_working_directory():
        return "当前所在的文件夹已经不在，或者没有权限；请换到别的文件夹再运行。"
    names = (name for name in (error.filename, error.filename2) if isinstance(name, str | bytes))
    paths = "、".join(as_text(os.fsdecode(name)) for name in names)
    return f"{reason_of(error)}{f'：{paths}' if paths else ''}。"


def _has_working_directory() -> bool:
    """Whether the working directory still exists and may be entered."""
    try:
        os.getcwd()  # noqa: PTH109 - only called to see whether it fails
    except OSError:
        return False
    return True


def _report_usage(error: click.UsageError) -> None:
    """Print how the command is called and what is wrong with this call."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        for line in error.format_message().splitlines():
            echo(line, err=True)
        return
    if error.ctx is not None:
        for line in error.ctx.get_usage().splitlines():
            echo(line, err=True)
        echo(f"用法说明见：{error.ctx.command_path} --help", err=True)
        echo("", err=True)
    message = error.format_message().removesuffix(".")
    # Some of click's sentences already end in a full stop.
    _print_error(message if message.endswith(("。", "？")) else message + "。")


def _print_error(sentence: str) -> None:
    """Print a sentence on standard error, shortened in the middle if it is very long."""
    if len(sentence) > _LONGEST:
        sentence = f"{sentence[: _LONGEST - 200]}……{sentence[-200:]}"
    echo(f"错误：{sentence}", err=True)
