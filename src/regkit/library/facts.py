"""work.toml: what a law is, apart from its texts."""

from __future__ import annotations

import tomllib
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from regkit.errors import LibraryError

WORK_FILE = "work.toml"


def _one_line(words: str) -> str:
    # Names and titles go into tables, headings and file heads, where a line end would begin something else.
    if any(ord(character) < 32 or character in "\x7f\x85\u2028\u2029" for character in words):
        raise ValueError("必须是一行文字，不能有换行或者控制字符")
    return words


_Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), AfterValidator(_one_line)]
# Strict: 0 is no date, and "yes" is no boolean.
_Date = Annotated[date, Strict()]

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


class Kind(StrEnum):
    """How a version came about: 制定 a new act, 修正 amended by decision, 修订 the whole text re-enacted."""

    ENACTED = "制定"
    AMENDED = "修正"
    REVISED = "修订"


class VersionFacts(BaseModel):
    """One ``[[version]]`` of a work.toml. What is not known is left out, never guessed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    adopted: _Date = Field(description="通过日期; names the version and its file, <adopted>.txt")
    kind: Kind = Field(description="制定, 修正 or 修订")
    adopted_by: _Words | None = Field(None, description="The body and meeting that adopted it")
    decision: _Words | None = Field(None, description="The decision that amended the text")
    promulgated: _Date | None = Field(None, description="公布日期")
    in_force: _Date | None = Field(None, description="施行日期")
    in_force_rule: _Words | None = Field(None, description="The words on entry into force, as printed")
    repeals: _Date | None = Field(None, description="The adoption of the earlier act that this one repeals")
    repeals_by: _Words | None = Field(None, description="The provision that repeals it")


class WorkFacts(BaseModel):
    """A work.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    title: _Words = Field(description="The full title")
    other_titles: tuple[_Words, ...] = Field((), description="Short and earlier titles")
    rank: _Words = Field(description="效力级别: 法律, 行政法规, 地方性法规 …")
    authority: _Words = Field(description="制定机关")
    implements: tuple[_Words, ...] = Field((), description="Works of higher rank that it implements, by id")
    fictional: Annotated[bool, Strict()] = Field(
        False, description="虚构示例: written for demonstration, no law"
    )
    versions: tuple[VersionFacts, ...] = Field(alias="version", min_length=1)


def read_facts(path: Path) -> WorkFacts:
    """The facts in a work.toml. Raises LibraryError, in one sentence with file and key, for any mistake."""
    try:
        data = tomllib.loads(path.read_text("utf-8-sig"))
        facts = WorkFacts.model_validate(data)
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
    _check_dates(path, facts)
    return facts


def _check_dates(path: Path, facts: WorkFacts) -> None:
    dates = [version.adopted for version in facts.versions]
    repeated = next((adopted for adopted in dates if dates.count(adopted) > 1), None)
    if repeated:
        raise LibraryError(f"{path} 有误：adopted = {repeated} 出现了两次。")
    for version in facts.versions:
        if version.repeals and not (version.repeals in dates and version.repeals < version.adopted):
            raise LibraryError(f"{path} 有误：repeals = {version.repeals} 不是列出的更早的版本。")


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
