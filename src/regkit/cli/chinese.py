"""Click's own sentences in Chinese, returned in place of gettext's."""

from __future__ import annotations

import sys

import click

# Each sentence of click, as in its source, and its Chinese. A test holds that every sentence that a command can print is here.
# Where click has a singular and a plural, both are here.
SENTENCES = {
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "deprecated": "已停用",
    "Show this message and exit.": "显示本说明。",
    "Show the version and exit.": "显示版本号。",
    "default: {default}": "默认：{default}",
    "env var: {var}": "环境变量：{var}",
    "required": "必填",
    "(dynamic)": "（由程序决定）",
    "Aborted!": "已中断。",
    "Error: {message}": "错误：{message}",
    "Try '{command} {option}' for help.": "用法说明见：{command} {option}",
    "Missing command.": "没有写明命令。",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing parameter: {param_name}": "缺少参数：{param_name}",
    "Missing {param_type}": "缺少{param_type}",
    "No such option {name!r}.": "没有选项 {name}。",
    "No such command {name!r}.": "没有命令 {name}。",
    "Did you mean {possibility}?": "是不是 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "（是不是其中之一：{possibilities}？）",
    "Invalid value: {message}": "写法不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 写法不对：{message}",
    "Invalid start character for option ({option})": "选项的第一个字符不对（{option}）",
    "Got unexpected extra argument ({args})": "多出了参数（{args}）",
    "Got unexpected extra arguments ({args})": "多出了参数（{args}）",
    "Option {name!r} does not take a value.": "选项 {name} 后面不带内容。",
    "Option {name!r} requires an argument.": "选项 {name} 后面缺少内容。",
    "Option {name!r} requires {nargs} arguments.": "选项 {name} 后面要有 {nargs} 项内容。",
    "Argument {name!r} takes {nargs} values.": "参数 {name} 要有 {nargs} 项内容。",
    "Takes {nargs} values but 1 was given.": "要有 {nargs} 项内容，只给出了 1 项。",
    "Takes {nargs} values but {len} were given.": "要有 {nargs} 项内容，给出了 {len} 项。",
    "{len_type} values are required, but {len_value} was given.": "要有 {len_type} 项内容，只给出了 {len_value} 项。",
    "{len_type} values are required, but {len_value} were given.": "要有 {len_type} 项内容，给出了 {len_value} 项。",
    "Value must be an iterable.": "要有几项内容。",
    "Choose from:\n\t{choices}": "可以是：\n\t{choices}",
    "Choice({choices})": "可以是（{choices}）",
    "{value!r} is not {choice}.": "“{value}”不是 {choice}。",
    "{value!r} is not one of {choices}.": "“{value}”不是下列之一：{choices}。",
    "{value!r} does not match the format {format}.": "“{value}”不是 {format} 这样的写法。",
    "{value!r} does not match the formats {formats}.": "“{value}”不是下列写法之一：{formats}。",
    "{value} is not in the range {range}.": "{value} 不在 {range} 的范围内。",
    "{value!r} is not a valid boolean. Recognized values: {states}": "“{value}”不是“是”或者“否”，可以写成：{states}",
    "{value!r} is not a valid {number_type}.": "“{value}”不是所要的数。",
    "{value!r} is not a valid UUID.": "“{value}”不是 UUID。",
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
    "{name} {filename!r} is a file.": "{filename} 是文件，要的是{name}。",
    "{name} {filename!r} is a directory.": "{filename} 是文件夹，要的是{name}。",
    "{name} {filename!r} is not readable.": "{filename} 读不出。",
    "{name} {filename!r} is not writable.": "{filename} 写不进。",
    "{name} {filename!r} is not executable.": "{filename} 不能运行。",
    "{name} {filename!r} does not exist.": "没有{name} {filename}。",
    "Could not open file {filename!r}: {message}": "打不开文件 {filename}：{message}",
    "unknown error": "原因不明",
    "Unknown standard stream '{name}'": "没有名为 {name} 的标准流",
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}": "命令 {name} 已停用。{extra_message}",
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}": "{name} 已停用。{extra_message}",
    "d": "天",
}


def speak_chinese() -> None:
    """Make click print Chinese in this process, whatever the language of the system."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] != click.__name__:
            continue
        # The names under which click's modules import gettext's functions.
        for function, replacement in (("_", _translate), ("ngettext", _translate_plural)):
            if hasattr(module, function):
                setattr(module, function, replacement)


def in_chinese(command: click.Command) -> click.Command:
    """The command itself, with Chinese words in its usage line and in those of its subcommands."""
    command.options_metavar = "[选项]"
    if isinstance(command, click.Group):
        command.subcommand_metavar = "命令 …"
        for subcommand in command.commands.values():
            in_chinese(subcommand)
    return command


def _translate(sentence: str) -> str:
    """The Chinese for a sentence of click; the sentence itself if there is none."""
    return SENTENCES.get(sentence, sentence)


def _translate_plural(singular: str, plural: str, number: int) -> str:
    """The same for a sentence with a singular and a plural."""
    return _translate(singular if number == 1 else plural)
