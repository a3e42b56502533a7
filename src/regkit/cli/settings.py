"""Checking mkdocs.yml before MkDocs reads it, and putting MkDocs's own messages into Chinese."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Self

import click
import yaml
from mkdocs.exceptions import MkDocsException

from regkit.cli.printing import echo
from regkit.codes import ErrorCode
from regkit.disk.reading import read_regular
from regkit.errors import NotAFileError, OutputError, reason_of
from regkit.faults import sentence_of

_MOST_BYTES, _MOST_DEPTH, _MOST_NODES = 1024 * 1024, 50, 100_000
# The longest chain of files that inherit from each other (INHERIT).
_MOST_INHERITED = 10
# How many levels of an option's name a message shows.
_SHOWN_DEPTH = 8
# Options whose lists MkDocs does not check until it fails on them.
_LISTS_OF_TEXTS = ("extra_css", "extra_templates", "watch", "hooks")
# What MkDocs's messages about one page begin with; the name of the page follows.
_ON_PAGES = ("Error reading page '", "Error building page '")
# The names of types in MkDocs's messages.
_KINDS = {
    "str": "文字",
    "int": "数字",
    "float": "数字",
    "bool": "true 或者 false",
    "list": "列表",
    "dict": "“名称: 值”",
    "NoneType": "空的",
}


def check_settings(file: Path) -> None:
    """Check that MkDocs can read a settings file and those that it inherits from.

    Raises OutputError, which names the option or the line that is wrong.
    """
    for _ in range(_MOST_INHERITED):
        inherited = _check_file(file)
        if inherited is None:
            return
        file = file.parent / inherited
    raise OutputError(
        f"{file} 的 INHERIT 一个接一个，超过 {_MOST_INHERITED} 个文件；请改正它。",
        code=ErrorCode.OUTPUT_SETTINGS,
    )


def _check_file(file: Path) -> str | None:
    """Check one file; the name of the file that it inherits from, or None."""
    try:
        data = read_regular(file, _MOST_BYTES + 1)
    except NotAFileError:
        raise
    except OSError as error:
        raise OutputError(f"读不出 {file}：{reason_of(error)}。", code=ErrorCode.OUTPUT_SETTINGS) from None
    if len(data) > _MOST_BYTES:
        raise OutputError(
            f"{file} 超过 {_MOST_BYTES // 1024} KB，不像网站的设置；请检查它。",
            code=ErrorCode.OUTPUT_SETTINGS,
        )
    try:
        return _check_events(file, data)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f" 第 {mark.line + 1} 行" if mark else ""
        raise OutputError(
            f"{file}{where}不是正确的 YAML（{error.problem or error.context}）；请改正它。",
            code=ErrorCode.OUTPUT_SETTINGS,
        ) from None
    except yaml.YAMLError as error:
        raise OutputError(
            f"{file} 不是正确的 YAML（{' '.join(str(error).split())}）；请改正它。",
            code=ErrorCode.OUTPUT_SETTINGS,
        ) from None


def _check_events(file: Path, data: bytes) -> str | None:
    """Check the depth and the size of the settings, aliases counted in full; the value of INHERIT, or None."""
    inherited = None
    open_nodes = [_SettingsNode(None)]
    anchor_sizes: dict[str, int] = {}
    for event in yaml.parse(data, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.CollectionEndEvent):
            node = open_nodes.pop()
            open_nodes[-1].size += node.size
            if node.name:
                anchor_sizes[node.name] = node.size
        elif isinstance(event, yaml.NodeEvent):
            above = open_nodes[-1]
            above.take(event, anchor_sizes)
            if isinstance(event, yaml.CollectionStartEvent):
                open_nodes.append(_SettingsNode(event))
            option = ".".join(node.key for node in open_nodes[:_SHOWN_DEPTH] if node.key)
            if isinstance(event, yaml.ScalarEvent) and "\0" in event.value:
                raise OutputError(
                    f"{file} 的 {option} 里有看不见的字符 \\0；请删去它。", code=ErrorCode.OUTPUT_SETTINGS
                )
            if len(open_nodes) > _MOST_DEPTH:
                raise OutputError(
                    f"{file} 的 {option} 嵌套超过 {_MOST_DEPTH} 层；请改正它。",
                    code=ErrorCode.OUTPUT_SETTINGS,
                )
            if sum(node.size for node in open_nodes) > _MOST_NODES:
                raise OutputError(
                    f"{file} 的 {option} 太长，超过 {_MOST_NODES} 项；请改正它。",
                    code=ErrorCode.OUTPUT_SETTINGS,
                )
            if isinstance(event, yaml.ScalarEvent) and len(open_nodes) == 2 and above.has_read("INHERIT"):
                inherited = event.value
    return inherited


class _SettingsNode:
    """A list or mapping that is being read.

    `size` is the number of nodes read in it so far, `key` the key read last, `name` its YAML anchor.
    """

    def __init__(self, event: yaml.CollectionStartEvent | None) -> None:
        self.name = event.anchor if event else None
        self.size = 0
        self.key = ""
        self._is_mapping = isinstance(event, yaml.MappingStartEvent)
        self._at_key = True

    def take(self, event: yaml.NodeEvent, anchor_sizes: dict[str, int]) -> None:
        """Count a node; an alias counts as many nodes as its anchor has."""
        self.size += anchor_sizes.get(event.anchor, 1) if isinstance(event, yaml.AliasEvent) else 1
        if self._is_mapping and self._at_key:
            self.key = event.value[:40] if isinstance(event, yaml.ScalarEvent) else ""
        self._at_key = not self._at_key

    def has_read(self, key: str) -> bool:
        """Whether the node counted last is the value of a key."""
        return self._is_mapping and self._at_key and self.key == key


def check_loaded(file: Path, config: Any) -> None:
    """Check values that MkDocs accepts now but fails on later. Raises OutputError, which names the option."""
    for option in _LISTS_OF_TEXTS:
        for value in config[option] or ():
            if not isinstance(value, str) and option != "hooks":
                raise OutputError(
                    f"{file} 的 {option} 里应当都是文件的名称，却有 {value!r}；请改正它。",
                    code=ErrorCode.OUTPUT_SETTINGS,
                )
    for value in config["extra_javascript"] or ():
        if not isinstance(value, str) and not isinstance(getattr(value, "path", None), str):
            raise OutputError(
                f"{file} 的 extra_javascript 里应当都是文件的名称，却有 {value!r}；请改正它。",
                code=ErrorCode.OUTPUT_SETTINGS,
            )
    _check_nav(file, config["nav"])


def _check_nav(file: Path, nav: Any) -> None:
    match nav:
        case None | str():
            return
        case list():
            for entry in nav:
                _check_nav(file, entry)
        case dict() if all(isinstance(title, str) for title in nav):
            for entry in nav.values():
                _check_nav(file, entry)
        case _:
            raise OutputError(
                f"{file} 的 nav 里应当是文件的名称，或者“标题: 文件”，却有 {nav!r}；请改正它。",
                code=ErrorCode.OUTPUT_SETTINGS,
            )


class Notes(logging.Handler):
    """MkDocs's log messages while it works: warnings are printed at once, errors are collected in `errors` for the final sentence."""

    def __init__(self, file: Path) -> None:
        super().__init__(logging.WARNING)
        self.errors: list[str] = []
        self._file = file
        self._logger = logging.getLogger("mkdocs")

    def __enter__(self) -> Self:
        self._logger.addHandler(self)
        self._logger.setLevel(logging.WARNING)
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Raise ClickException, with one sentence, in place of whatever MkDocs, a plugin, a theme or a template raised."""
        self._logger.removeHandler(self)
        # MkDocs raises Abort after it has logged everything; Abort is an Exception as well as a SystemExit. Click's Exit is a request to
        # leave the program.
        if isinstance(error, Exception) and not isinstance(error, click.exceptions.Exit):
            raise click.ClickException(self._sentence(error)) from None

    def emit(self, record: logging.LogRecord) -> None:
        """Print a warning; keep an error."""
        message = " ".join(record.getMessage().split())
        if record.levelno < logging.ERROR:
            echo(f"{record.levelname}: {message}", err=True)
        else:
            self.errors.append(message)

    def _sentence(self, error: Exception) -> str:
        """One sentence for an error, with the option or the page that MkDocs named in the log before it."""
        first_error = self.errors[0] if self.errors else ""
        begin, quote, rest = first_error.partition(" '")
        if begin == "Config value" and quote:
            option, _, reason = rest.partition("': ")
            if reason.startswith("Plugin '"):
                plugin, _, reason = reason.removeprefix("Plugin '").partition("' option '")
                name, _, reason = reason.partition("': ")
                option = f"{option}.{plugin}.{name}"
            return f"{self._file} 的 {option} 写得不对（{_in_chinese(reason)}）；请改正它。"
        if isinstance(error, MkDocsException):
            return self._sentence_of_mkdocs(error)
        pages = (logged.partition("'")[2] for logged in self.errors if logged.startswith(_ON_PAGES))
        page = next(pages, "").partition("'")[0]
        return f"网页 {page}：{sentence_of(error)}" if page else sentence_of(error)

    def _sentence_of_mkdocs(self, error: MkDocsException) -> str:
        """One sentence for an error that MkDocs raised."""
        message = " ".join(str(error).split())
        if "BuildError" in message and self.errors:
            # A plugin raised this on purpose; its own words are in the last message that MkDocs logged.
            return self.errors[-1]
        if "strict" in message:
            return "有警告（见上），因此没有生成：--strict 或者 mkdocs.yml 的 strict 要求一个也没有。"
        return message or "网站没有生成，原因见上。"


def _in_chinese(reason: str) -> str:
    """What MkDocs says about an option: in Chinese if it is about the type of its value, otherwise in MkDocs's own words."""
    wanted, separator, actual = reason.partition(" but received: ")
    if separator:
        return f"应当是{_kind_in(wanted)}，写的是{_kind_in(actual)}"
    if reason.startswith(("Expected a list of items", "Expected nav to be a list")):
        return "应当是列表，每项一行，以“- ”开头"
    return f"MkDocs 说：{reason}"


def _kind_in(words: str) -> str:
    """The Chinese name of the types that a message names; the words themselves if it names none that is known."""
    kinds = (kind for name, kind in _KINDS.items() if f"'{name}'" in words or f"({name})" in words)
    return next(kinds, words)
