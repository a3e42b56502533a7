"""The settings of a site: mkdocs.yml looked at before MkDocs reads it, and what MkDocs says of it in Chinese."""

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
# So many files may each take over what the next one says.
_MOST_INHERITED = 10
_SHOWN_DEPTH = 8
# Lists that MkDocs takes without looking what is in them, until it fails on it.
_LISTS_OF_TEXTS = ("extra_css", "extra_templates", "watch", "hooks")


def check_settings(file: Path) -> None:
    """Look whether a file of settings, and those from which it inherits, can be given to MkDocs.

    Raises OutputError, which names the option or the line that cannot be.
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
    """Look at one file; the name of the file from which it inherits, if there is one."""
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
    """Count how deep the settings go and, with what is repeated by name, how much they hold; gives the value of INHERIT."""
    inherited = None
    open_nodes = [_SettingsNode(None)]
    named: dict[str, int] = {}
    for event in yaml.parse(data, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.CollectionEndEvent):
            node = open_nodes.pop()
            open_nodes[-1].size += node.size
            if node.name:
                named[node.name] = node.size
        elif isinstance(event, yaml.NodeEvent):
            above = open_nodes[-1]
            above.take(event, named)
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
    """A list or a mapping that is being read: how much is in it, and after which key."""

    def __init__(self, event: yaml.CollectionStartEvent | None) -> None:
        self.name = event.anchor if event else None
        self.size = 0
        self.key = ""
        self._is_mapping = isinstance(event, yaml.MappingStartEvent)
        self._at_key = True

    def take(self, event: yaml.NodeEvent, named: dict[str, int]) -> None:
        """Count something, and all that stands for it elsewhere."""
        self.size += named.get(event.anchor, 1) if isinstance(event, yaml.AliasEvent) else 1
        if self._is_mapping and self._at_key:
            self.key = event.value[:40] if isinstance(event, yaml.ScalarEvent) else ""
        self._at_key = not self._at_key

    def has_read(self, key: str) -> bool:
        """Whether what was taken last is the value of a key."""
        return self._is_mapping and self._at_key and self.key == key


def check_loaded(file: Path, config: Any) -> None:
    """Look at what MkDocs takes as it is, and fails on later. Raises OutputError, which names the option."""
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
            for each in nav:
                _check_nav(file, each)
        case dict() if all(isinstance(title, str) for title in nav):
            for each in nav.values():
                _check_nav(file, each)
        case _:
            raise OutputError(
                f"{file} 的 nav 里应当是文件的名称，或者“标题: 文件”，却有 {nav!r}；请改正它。",
                code=ErrorCode.OUTPUT_SETTINGS,
            )


_ON_PAGES = ("Error reading page '", "Error building page '")


class Notes(logging.Handler):
    """What MkDocs has to say while it works: warnings are shown at once, errors are kept for the one sentence at the end."""

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
        """Raise ClickException in the place of what MkDocs, a plugin, a theme or a template of somebody raised."""
        self._logger.removeHandler(self)
        # Abort is both: what MkDocs raises when it has said everything, and an order to leave the program.
        if isinstance(error, Exception) and not isinstance(error, click.exceptions.Exit):
            raise click.ClickException(self._sentence(error)) from None

    def emit(self, record: logging.LogRecord) -> None:
        """Show or keep a note."""
        words = " ".join(record.getMessage().split())
        if record.levelno < logging.ERROR:
            echo(f"{record.levelname}: {words}", err=True)
        else:
            self.errors.append(words)

    def _sentence(self, error: Exception) -> str:
        """One sentence on an error, with the option, or the page, of which MkDocs spoke before it."""
        said = self.errors[0] if self.errors else ""
        begin, quote, rest = said.partition(" '")
        if begin == "Config value" and quote:
            option, _, reason = rest.partition("': ")
            if reason.startswith("Plugin '"):
                plugin, _, reason = reason.removeprefix("Plugin '").partition("' option '")
                name, _, reason = reason.partition("': ")
                option = f"{option}.{plugin}.{name}"
            return f"{self._file} 的 {option} 写得不对（{_in_chinese(reason)}）；请改正它。"
        if isinstance(error, MkDocsException):
            return self._of_mkdocs(error)
        pages = (each.partition("'")[2] for each in self.errors if each.startswith(_ON_PAGES))
        page = next(pages, "").partition("'")[0]
        return f"网页 {page}：{sentence_of(error)}" if page else sentence_of(error)

    def _of_mkdocs(self, error: MkDocsException) -> str:
        words = " ".join(str(error).split())
        if "BuildError" in words and self.errors:
            # What a plugin raised on purpose, in its own words; MkDocs speaks of it last.
            return self.errors[-1]
        if "strict" in words:
            return "有警告（见上），因此没有生成：--strict 或者 mkdocs.yml 的 strict 要求一个也没有。"
        return words or "网站没有生成，原因见上。"


_KINDS = {
    "str": "文字",
    "int": "数字",
    "float": "数字",
    "bool": "true 或者 false",
    "list": "列表",
    "dict": "“名称: 值”",
    "NoneType": "空的",
}


def _in_chinese(reason: str) -> str:
    """What MkDocs says of an option, in Chinese where it is about its kind; else in its own words."""
    wanted, said, found = reason.partition(" but received: ")
    if said:
        return f"应当是{_kind_in(wanted)}，写的是{_kind_in(found)}"
    if reason.startswith(("Expected a list of items", "Expected nav to be a list")):
        return "应当是列表，每项一行，以“- ”开头"
    return f"MkDocs 说：{reason}"


def _kind_in(words: str) -> str:
    kinds = (kind for name, kind in _KINDS.items() if f"'{name}'" in words or f"({name})" in words)
    return next(kinds, words)
