"""Reads TOML files written by people and validates them against a pydantic model, with Chinese error messages."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from regkit.codes import ErrorCode
from regkit.disk.reading import read_regular
from regkit.errors import LibraryError, NotAFileError, reason_of
from regkit.library.toml_lines import KeyPath, lines_of

Model = TypeVar("Model", bound=BaseModel)

# A work with ten thousand versions takes 2 MB.
MOST_BYTES = 4 * 1024 * 1024
_MOST_VALUES = 200_000
# tomllib takes time quadratic in the number of parts of a dotted key; this limit means half a second.
_MOST_DOTS, _MOST_SQUARED_DOTS = 64, 10_000_000
_MOST_MISTAKES = 5
_LONGEST_NAME, _LONGEST_REASON = 60, 200
# What the message says for each type of pydantic error.
_MESSAGES = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这个键",
    "enum": "必须是制定、修正、修订之一",
    "date_type": "必须是日期，如 2022-05-13",
    "bool_type": "必须是 true 或者 false",
    "string_type": "必须是文字，写在引号里",
    "string_unicode": "里面有不完整的字符，写不成 UTF-8",
    "string_too_short": "不能是空的",
    "string_pattern_mismatch": "必须是 64 个小写的十六进制数字",
    "int_type": "必须是整数",
    "greater_than_equal": "太小了",
    "less_than_equal": "太大了",
    "too_long": "太多了",
    "tuple_type": "必须是方括号里的列表",
    "model_type": "必须是一张表，写成 [version.source] 或者 { … }",
}


def read_checked(path: Path, model: type[Model]) -> Model:
    """The contents of a TOML file as an instance of `model`. Raises LibraryError for any mistake."""
    try:
        data = read_regular(path, MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise LibraryError(
                f"{path} 超过 {MOST_BYTES // 1024 // 1024} MB 的上限；请确认它是写有法规信息的文件。",
                code=ErrorCode.LIBRARY_WORK_TOML,
            )
        text = io.TextIOWrapper(io.BytesIO(data), "utf-8-sig").read()
    except UnicodeDecodeError:
        raise LibraryError(
            f"{path} 不是 UTF-8 编码；请用 UTF-8 重新保存。", code=ErrorCode.LIBRARY_WORK_TOML
        ) from None
    except NotAFileError as error:
        raise LibraryError(str(error), code=ErrorCode.LIBRARY_WORK_TOML) from None
    except OSError as error:
        raise LibraryError(f"读不出 {path}：{reason_of(error)}。", code=ErrorCode.LIBRARY_WORK_TOML) from None
    return check_toml(path, text, model)


def check_toml(path: Path, text: str, model: type[Model]) -> Model:
    """The contents of TOML `text` as an instance of `model`; `path` is for messages.

    Raises LibraryError for any mistake, and for files with more values than any person writes.
    """
    _check_keys(path, text)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LibraryError(
            f"{path} 不是合格的 TOML：{_fault(error)}。", code=ErrorCode.LIBRARY_WORK_TOML
        ) from None
    except (RecursionError, ValueError):
        # tomllib raises these for deep nesting and for huge integers.
        raise LibraryError(
            f"{path} 不是合格的 TOML：嵌套过深，或者数字过长。", code=ErrorCode.LIBRARY_WORK_TOML
        ) from None
    if _has_more_values_than(_MOST_VALUES, values):
        raise LibraryError(
            f"{path} 有超过 {_MOST_VALUES:,} 个值；请确认它是一件法规的记录。",
            code=ErrorCode.LIBRARY_WORK_TOML,
        )
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise LibraryError(
            f"{path} 有误：{_mistakes(error, text)}。", code=ErrorCode.LIBRARY_WORK_TOML
        ) from None


def _check_keys(path: Path, text: str) -> None:
    """Raise LibraryError for lines with so many dots that tomllib would take very long."""
    squares = 0
    for number, line in enumerate(text.split("\n"), start=1):
        dots = line.count(".")
        squares += dots * dots if dots > _MOST_DOTS else 0
        if squares > _MOST_SQUARED_DOTS:
            raise LibraryError(
                f"{path} 第 {number} 行有 {dots} 个点，键不能这样深；请改短这一行。",
                code=ErrorCode.LIBRARY_WORK_TOML,
            )


def _has_more_values_than(most: int, root: Any) -> bool:
    """Whether there are more than `most` values, counted at all depths."""
    waiting = [root]
    count = 0
    while waiting:
        value = waiting.pop()
        children: Iterable[Any] = value.values() if isinstance(value, dict) else value
        count += len(value)
        if count > most:
            return True
        waiting += [child for child in children if isinstance(child, dict | list)]
    return False


def _fault(error: tomllib.TOMLDecodeError) -> str:
    """The line of a syntax error, from the message of tomllib: “… (at line 3, column 1)”."""
    line = str(error).rpartition("(at line ")[2].partition(",")[0]
    return f"第 {line} 行的写法不对；请检查引号、括号和等号" if line.isdigit() else "文件不完整"


def check_values(what: str, values: Mapping[str, Any], model: type[Model]) -> Model:
    """Values from another source as an instance of `model`.

    Raises LibraryError for any mistake; its message begins with `what`, which names the source.
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise LibraryError(
            f"{what}有误：{_mistakes(error, '')}。", code=ErrorCode.LIBRARY_WORK_TOML
        ) from None


def _mistakes(error: ValidationError, text: str) -> str:
    """The mistakes as one Chinese phrase, at most five of them. `text` is the TOML, for the line numbers."""
    mistakes = error.errors(include_url=False, include_input=False)
    # If a version is wrong, pydantic also reports that there are too few versions.
    relevant = [mistake for mistake in mistakes if mistake["type"] != "too_short"] or mistakes
    lines = lines_of(text)
    phrases = "；".join(
        f"{_where(mistake['loc'], lines)}{_message(mistake)}" for mistake in relevant[:_MOST_MISTAKES]
    )
    omitted = len(relevant) - _MOST_MISTAKES
    return f"{phrases}；另有 {omitted} 处" if omitted > 0 else phrases


def _message(mistake: ErrorDetails) -> str:
    if mistake["type"] == "value_error":
        return _shortened(str(mistake["ctx"]["error"]), _LONGEST_REASON)
    if mistake["type"] == "too_short":
        return "至少要有一段 [[version]]"
    return _MESSAGES.get(mistake["type"], "写法不合格")


def _where(location: KeyPath, lines: Mapping[KeyPath, int]) -> str:
    """The line and the key of a mistake: “第 7 行 version.第2个.kind：”."""
    names = (
        f"第{part + 1}个" if isinstance(part, int) else _shortened(part, _LONGEST_NAME) for part in location
    )
    # A missing key has no line: take that of the innermost table or list that exists.
    prefixes = (location[:length] for length in range(len(location), 0, -1))
    line = next((lines[prefix] for prefix in prefixes if prefix in lines), None)
    return " ".join(filter(None, (f"第 {line} 行" if line else "", ".".join(names)))) + (
        "：" if location else ""
    )


def _shortened(words: str, most: int) -> str:
    return words if len(words) <= most else words[:most] + "…"
