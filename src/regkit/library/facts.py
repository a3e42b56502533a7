"""work.toml: what a law is, apart from its texts."""

from __future__ import annotations

from collections import Counter
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict, StringConstraints, model_validator

from regkit.errors import AddressError
from regkit.library.checked import check_values, read_checked
from regkit.model.address import Address

WORK_FILE = "work.toml"


def _one_line(words: str) -> str:
    # Names and titles go into tables, headings and file heads, where a line end would begin something else.
    if any(ord(character) < 32 or character in "\x7f\x85\u2028\u2029" for character in words):
        raise ValueError("必须是一行文字，不能有换行或者控制字符")
    return words


_Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), AfterValidator(_one_line)]
# Strict: 0 is no date, and "yes" is no boolean.
_Date = Annotated[date, Strict()]


class VersionKind(StrEnum):
    """How a version came about: 制定 a new act, 修正 amended by decision, 修订 the whole text re-enacted."""

    ENACTED = "制定"
    AMENDED = "修正"
    REVISED = "修订"


class Origin(BaseModel):
    """``[version.source]``: where the text of a version came from, and what it was when it came in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: _Words | None = Field(
        default=None, description="The file or the address on the web that it was read from"
    )
    retrieved: _Date | None = Field(default=None, description="The day on which it was read")
    sha256: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")] | None = Field(
        default=None,
        description="SHA-256 of <date>.txt as UTF-8 with LF line ends; `regkit verify` compares it",
    )


def origin_of(document: str, retrieved: date) -> Origin:
    """The origin of a text that was read on a day from a file or an address. Raises LibraryError for what cannot be told on one line."""
    return check_values(
        "文本的来源（文件名，或者用 --source 给出的）", {"document": document, "retrieved": retrieved}, Origin
    )


def _address(words: str) -> str:
    try:
        Address.parse(words)
    except AddressError as error:
        raise ValueError(str(error)) from None
    return words


class ProvisionDates(BaseModel):
    """One ``[[version.provision]]``: a provision that has days of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: Annotated[str, AfterValidator(_address)] = Field(description="第十条第二款, or art_10__para_2")
    in_force: _Date | None = Field(default=None, description="施行日期 of this provision")
    expired: _Date | None = Field(default=None, description="失效日期 of this provision")


class VersionFacts(BaseModel):
    """One ``[[version]]`` of a work.toml. What is not known is left out, never guessed."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    adopted: _Date | None = Field(
        default=None, description="通过日期; names the version and its file, <adopted>.txt, if it is known"
    )
    kind: VersionKind | None = Field(default=None, description="制定, 修正 or 修订")
    adopted_by: _Words | None = Field(default=None, description="The body and meeting that adopted it")
    decision: _Words | None = Field(default=None, description="The decision that amended the text")
    approved: _Date | None = Field(
        default=None, description="批准日期, by a higher body, as 立法法第八十一条 wants it"
    )
    approved_by: _Words | None = Field(default=None, description="The body and meeting that approved it")
    promulgated: _Date | None = Field(
        default=None, description="公布日期; names the version and its file where 通过日期 is not known"
    )
    in_force: _Date | None = Field(default=None, description="施行日期")
    in_force_rule: _Words | None = Field(
        default=None, description="The words on entry into force, as printed"
    )
    expired: _Date | None = Field(
        default=None, description="失效日期, where no later version tells when this one ceased to apply"
    )
    expired_by: _Words | None = Field(default=None, description="What ended it on that day")
    repeals: _Date | None = Field(
        default=None, description="The date of the earlier version that this one repeals"
    )
    repeals_by: _Words | None = Field(default=None, description="The provision that repeals it")
    provisions: tuple[ProvisionDates, ...] = Field(
        default=(), alias="provision", description="Provisions with days of their own"
    )
    source: Origin | None = Field(default=None, description="Where the text came from")

    @model_validator(mode="after")
    def _dated(self) -> VersionFacts:
        if not (self.adopted or self.promulgated or self.approved):
            raise ValueError(
                "adopted（通过日期）、promulgated（公布日期）和 approved（批准日期）至少要有一个"
            )
        return self

    @property
    def dated(self) -> date:
        """The day that names the version: that of adoption, or else of promulgation, or else of approval."""
        day = self.adopted or self.promulgated or self.approved
        assert day is not None
        return day


class WorkFacts(BaseModel):
    """A work.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    title: _Words = Field(description="The full title")
    other_titles: tuple[_Words, ...] = Field(default=(), description="Short and earlier titles")
    rank: _Words | None = Field(default=None, description="效力级别: 法律, 行政法规, 地方性法规 …")
    authority: _Words | None = Field(default=None, description="制定机关")
    implements: tuple[_Words, ...] = Field(
        default=(), description="Works of higher rank that it implements, by id"
    )
    fictional: Annotated[bool, Strict()] = Field(
        default=False, description="虚构示例: written for demonstration, no law"
    )
    versions: tuple[VersionFacts, ...] = Field(alias="version", min_length=1)

    @model_validator(mode="after")
    def _versions_differ(self) -> WorkFacts:
        dates = Counter(version.dated for version in self.versions)
        repeated = next((day for day, times in dates.items() if times > 1), None)
        if repeated:
            raise ValueError(f"{repeated} 的版本出现了两次")
        for version in self.versions:
            if version.repeals and not (version.repeals in dates and version.repeals < version.dated):
                raise ValueError(f"repeals = {version.repeals} 不是列出的更早的版本")
        return self


def read_facts(path: Path) -> WorkFacts:
    """The facts in a work.toml. Raises LibraryError, in one sentence with file, line and key, for any mistake."""
    return read_checked(path, WorkFacts)


def work_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a work.toml, as editors of TOML use it."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **WorkFacts.model_json_schema(by_alias=True),
    }
