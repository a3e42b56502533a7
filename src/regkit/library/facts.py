"""work.toml: what a law is, apart from its texts."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict, StringConstraints

from regkit.errors import LibraryError
from regkit.library.checked import read_checked

WORK_FILE = "work.toml"


def _one_line(words: str) -> str:
    # Names and titles go into tables, headings and file heads, where a line end would begin something else.
    if any(ord(character) < 32 or character in "\x7f\x85\u2028\u2029" for character in words):
        raise ValueError("必须是一行文字，不能有换行或者控制字符")
    return words


_Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), AfterValidator(_one_line)]
# Strict: 0 is no date, and "yes" is no boolean.
_Date = Annotated[date, Strict()]


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
    facts = read_checked(path, WorkFacts)
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
