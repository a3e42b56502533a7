"""Reading what people write in TOML: checked against a model, every mistake in one sentence with file and key."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from regkit.errors import LibraryError

Model = TypeVar("Model", bound=BaseModel)

_MISTAKES = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这个键",
    "enum": "必须是制定、修正、修订之一",
    "date_type": "必须是日期，如 2022-05-13",
    "bool_type": "必须是 true 或者 false",
    "string_type": "必须是文字，写在引号里",
    "string_too_short": "不能是空的",
    "tuple_type": "必须是方括号里的列表",
}


def read_checked(path: Path, model: type[Model]) -> Model:
    """What a file says, as the model has it. Raises LibraryError for any mistake."""
    try:
        return model.model_validate(tomllib.loads(path.read_text("utf-8-sig")))
    except tomllib.TOMLDecodeError as error:
        raise LibraryError(f"{path} 不是合格的 TOML：{error}。") from None
    except UnicodeDecodeError:
        raise LibraryError(f"{path} 不是 UTF-8 编码；请用 UTF-8 重新保存。") from None
    except OSError as error:
        raise LibraryError(f"读不出 {path}：{error.strerror}。") from None
    except ValidationError as error:
        raise LibraryError(f"{path} 有误：{_mistakes(error)}。") from None
    except (RecursionError, ValueError):
        # tomllib lets these through for nesting and for integers beyond all measure.
        raise LibraryError(f"{path} 不是合格的 TOML：嵌套过深，或者数字过长。") from None


def _mistakes(error: ValidationError) -> str:
    mistakes = error.errors()
    # Where a version is wrong, pydantic also says that there are too few of them.
    wanted = [mistake for mistake in mistakes if mistake["type"] != "too_short"] or mistakes
    return "；".join(f"{_key(mistake['loc'])}：{_words(mistake)}" for mistake in wanted)


def _words(mistake: ErrorDetails) -> str:
    if mistake["type"] == "value_error":
        return str(mistake["ctx"]["error"])
    if mistake["type"] == "too_short":
        return "至少要有一段 [[version]]"
    return _MISTAKES.get(mistake["type"], mistake["msg"])


def _key(location: tuple[int | str, ...]) -> str:
    return ".".join(f"第{part + 1}个" if isinstance(part, int) else part for part in location)
