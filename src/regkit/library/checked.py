"""Reading what people write in TOML: checked against a model, every mistake in one sentence with file and key."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from regkit.disk.reading import read_regular
from regkit.errors import LibraryError, NotAFileError

Model = TypeVar("Model", bound=BaseModel)

# A work with ten thousand versions takes 2 MB.
MOST_BYTES = 16 * 1024 * 1024
_MISTAKES = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这个键",
    "enum": "必须是制定、修正、修订之一",
    "date_type": "必须是日期，如 2022-05-13",
    "bool_type": "必须是 true 或者 false",
    "string_type": "必须是文字，写在引号里",
    "string_unicode": "里面有不完整的字符，写不成 UTF-8",
    "string_too_short": "不能是空的",
    "string_pattern_mismatch": "必须是 64 个小写的十六进制数字",
    "tuple_type": "必须是方括号里的列表",
    "model_type": "必须是一张表，写成 [version.source] 或者 { … }",
}


def read_checked(path: Path, model: type[Model]) -> Model:
    """What a file says, as the model has it. Raises LibraryError for any mistake."""
    try:
        data = read_regular(path, MOST_BYTES + 1)
        text = io.TextIOWrapper(io.BytesIO(data), "utf-8-sig").read()
    except UnicodeDecodeError:
        raise LibraryError(f"{path} 不是 UTF-8 编码；请用 UTF-8 重新保存。") from None
    except NotAFileError as error:
        raise LibraryError(str(error)) from None
    except OSError as error:
        raise LibraryError(f"读不出 {path}：{error.strerror}。") from None
    if len(data) > MOST_BYTES:
        raise LibraryError(
            f"{path} 超过 {MOST_BYTES // 1024 // 1024} MB 的上限；请确认它是写有法规信息的文件。"
        )
    return check_toml(path, text, model)


def check_toml(path: Path, text: str, model: type[Model]) -> Model:
    """What the text of a file says, as the model has it. Raises LibraryError for any mistake."""
    try:
        return model.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise LibraryError(f"{path} 不是合格的 TOML：{error}。") from None
    except ValidationError as error:
        raise LibraryError(f"{path} 有误：{_mistakes(error, text)}。") from None
    except (RecursionError, ValueError):
        # tomllib lets these through for nesting and for integers beyond all measure.
        raise LibraryError(f"{path} 不是合格的 TOML：嵌套过深，或者数字过长。") from None


def check_values(what: str, values: Mapping[str, Any], model: type[Model]) -> Model:
    """What values that come from elsewhere make, as the model has it. Raises LibraryError for any mistake, which begins with `what` they are."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise LibraryError(f"{what}有误：{_mistakes(error, '')}。") from None


def _mistakes(error: ValidationError, text: str) -> str:
    mistakes = error.errors()
    # Where a version is wrong, pydantic also says that there are too few of them.
    wanted = [mistake for mistake in mistakes if mistake["type"] != "too_short"] or mistakes
    return "；".join(f"{_place(mistake['loc'], text)}{_words(mistake)}" for mistake in wanted)


def _words(mistake: ErrorDetails) -> str:
    if mistake["type"] == "value_error":
        return str(mistake["ctx"]["error"])
    if mistake["type"] == "too_short":
        return "至少要有一段 [[version]]"
    return _MISTAKES.get(mistake["type"], mistake["msg"])


def _place(location: tuple[int | str, ...], text: str) -> str:
    """The line and the key of a mistake: “第 7 行 version.第2个.kind：”."""
    key = ".".join(f"第{part + 1}个" if isinstance(part, int) else part for part in location)
    line = _line_of(location, text)
    return " ".join(filter(None, (f"第 {line} 行" if line else "", key))) + ("：" if location else "")


# Finding a line reads the file once for each of its lines.
_MOST_LINES = 2000


def _line_of(location: tuple[int | str, ...], text: str) -> int | None:
    """The line on which what is at a place begins, or what it would stand in; None where that is the whole file."""
    lines = text.splitlines(keepends=True)[:_MOST_LINES]
    for length in range(len(location), 0, -1):
        line = _first_line_with(location[:length], lines)
        if line:
            return line
    return None


def _first_line_with(location: tuple[int | str, ...], lines: Sequence[str]) -> int | None:
    read_up_to = 0
    for end in range(1, len(lines) + 1):
        try:
            said = tomllib.loads("".join(lines[:end]))
        except (tomllib.TOMLDecodeError, RecursionError):
            # In the middle of something that takes several lines.
            continue
        if _is_there(said, location):
            comments = (line.strip() and not line.lstrip().startswith("#") for line in lines[read_up_to:end])
            return read_up_to + 1 + next(place for place, told in enumerate(comments) if told)
        read_up_to = end
    return None


def _is_there(said: Any, location: tuple[int | str, ...]) -> bool:
    for part in location:
        if isinstance(part, int):
            if not isinstance(said, list) or part >= len(said):
                return False
        elif not isinstance(said, dict) or part not in said:
            return False
        said = said[part]
    return True
