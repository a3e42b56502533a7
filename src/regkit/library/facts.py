"""The models of work.toml: the facts of a law and of its versions, apart from their texts."""

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
from regkit.text.titles import title_key

WORK_FILE = "work.toml"


def _one_line(text: str) -> str:
    # Names and titles are printed in table cells and headings, which a line break would end.
    if any(ord(character) < 32 or character in "\x7f\x85\u2028\u2029" for character in text):
        raise ValueError("必须是一行文字，不能有换行或者控制字符")
    return text


_Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), AfterValidator(_one_line)]
# Strict: otherwise pydantic would accept 0 as a date and "yes" as a boolean.
_Date = Annotated[date, Strict()]


class VersionKind(StrEnum):
    """How a version came about: 制定 a new act, 修正 amended by decision, 修订 the whole text re-enacted."""

    ENACTED = "制定"
    AMENDED = "修正"
    REVISED = "修订"


class Origin(BaseModel):
    """``[version.source]``: where the text of a version came from, and the hash of the text when it was added."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: _Words | None = Field(
        default=None, description="The file name or web address that the text was read from"
    )
    retrieved: _Date | None = Field(default=None, description="The day on which the text was read")
    sha256: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")] | None = Field(
        default=None,
        description="SHA-256 of <date>.txt as UTF-8 with LF line ends; `regkit verify` compares it",
    )


def origin_of(document: str, retrieved: date) -> Origin:
    """The origin of a text that was read from `document` (a file or an address) on the day `retrieved`.

    Raises LibraryError if `document` is empty or not a single line.
    """
    return check_values(
        "文本的来源（文件名，或者用 --source 给出的）", {"document": document, "retrieved": retrieved}, Origin
    )


def _address(text: str) -> str:
    try:
        Address.parse(text)
    except AddressError as error:
        raise ValueError(str(error)) from None
    return text


class ProvisionDates(BaseModel):
    """One ``[[version.provision]]``: a provision whose dates differ from those of its version."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: Annotated[str, AfterValidator(_address)] = Field(
        description="Address of the provision: 第十条第二款, or art_10__para_2"
    )
    in_force: _Date | None = Field(default=None, description="施行日期 of this provision")
    in_force_rule: _Words | None = Field(
        default=None, description="The words on its entry into force, if they are not a day, as printed"
    )
    expired: _Date | None = Field(
        default=None, description="失效日期 of this provision: the first day without force"
    )


class Correction(BaseModel):
    """One ``[[version.correction]]``: a corrigendum (更正) that restored words of the version as they were adopted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: _Date | None = Field(default=None, description="The day of the corrigendum")
    by: _Words | None = Field(default=None, description="Who corrected it, or the title of the corrigendum")
    words: _Words | None = Field(default=None, description="The words that state it, as printed")


class VersionFacts(BaseModel):
    """One ``[[version]]`` of a work.toml. Facts that are not known are left out, never guessed."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    adopted: _Date | None = Field(
        default=None, description="通过日期; if known, it names the version and its file, <adopted>.txt"
    )
    number: Annotated[int, Strict(), Field(ge=1, le=99)] = Field(
        default=1,
        description="2 for the second of two versions of one day, whose file is <date>-2.txt, and so on",
    )
    title: _Words | None = Field(
        default=None, description="The title of this version, if it is not that of the work"
    )
    kind: VersionKind | None = Field(default=None, description="制定, 修正 or 修订")
    adopted_by: _Words | None = Field(default=None, description="The body and meeting that adopted it")
    decision: _Words | None = Field(default=None, description="The decision that amended the text")
    approved: _Date | None = Field(
        default=None, description="批准日期, the approval by a higher body that 立法法第八十一条 requires"
    )
    approved_by: _Words | None = Field(default=None, description="The body and meeting that approved it")
    promulgated: _Date | None = Field(
        default=None, description="公布日期; names the version and its file if 通过日期 is not known"
    )
    in_force: _Date | None = Field(default=None, description="施行日期")
    in_force_rule: _Words | None = Field(
        default=None, description="The words on entry into force, as printed: 自公布之日起30日后施行"
    )
    expired: _Date | None = Field(
        default=None,
        description="失效日期, the first day without force, if it ceased to apply without a later version",
    )
    expired_rule: _Words | None = Field(
        default=None, description="The words of the text on its own end, as printed: 有效期五年"
    )
    seen_expired: _Date | None = Field(
        default=None,
        description="A day on which a source showed it as repealed, if the day of its end is not known",
    )
    expired_by: _Words | None = Field(default=None, description="The act or event that ended it on that day")
    repeals: _Date | None = Field(
        default=None, description="The date of the earlier version that this one repeals"
    )
    repeals_by: _Words | None = Field(
        default=None, description="The provision that repeals the earlier version"
    )
    provisions: tuple[ProvisionDates, ...] = Field(
        default=(), alias="provision", description="Provisions whose dates differ from those of the version"
    )
    corrections: tuple[Correction, ...] = Field(
        default=(), alias="correction", description="Corrigenda (更正), which make no version of their own"
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
        """The date that names the version: 通过日期, or else 公布日期, or else 批准日期."""
        day = self.adopted or self.promulgated or self.approved
        assert day is not None
        return day

    @property
    def name(self) -> str:
        """The name of the version and its file: ``2022-05-13``, or ``2022-05-13-2`` for the second of a day."""
        return str(self.dated) if self.number == 1 else f"{self.dated}-{self.number}"

    @property
    def order(self) -> tuple[date, int]:
        """A key that sorts versions in the order of their adoption."""
        return self.dated, self.number


class WorkFacts(BaseModel):
    """A work.toml: the facts of one work."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    title: _Words = Field(description="The full title")
    other_titles: tuple[_Words, ...] = Field(default=(), description="Short and earlier titles")
    rank: _Words | None = Field(default=None, description="效力级别: 法律, 行政法规, 地方性法规 …")
    authority: _Words | None = Field(default=None, description="制定机关")
    implements: tuple[_Words, ...] = Field(
        default=(), description="Works of higher rank that it implements, by id"
    )
    checked: _Date | None = Field(
        default=None,
        description="The day on which an official source was last consulted: it showed the last recorded version, "
        "unless that comes into force later, as the text in force, and no repeal",
    )
    checked_against: _Words | None = Field(default=None, description="The source that was consulted")
    fictional: Annotated[bool, Strict()] = Field(
        default=False, description="虚构示例: invented for demonstration, not a law"
    )
    versions: tuple[VersionFacts, ...] = Field(alias="version", min_length=1)

    @property
    def titles(self) -> tuple[str, ...]:
        """All titles of the work: its title now, other titles, and those of its versions, each once."""
        titles = (
            self.title,
            *self.other_titles,
            *(version.title for version in self.versions if version.title),
        )
        return tuple({title_key(title): title for title in reversed(titles)}.values())[::-1]

    @model_validator(mode="after")
    def _versions_differ(self) -> WorkFacts:
        names = Counter(version.name for version in self.versions)
        repeated = next((name for name, times in names.items() if times > 1), None)
        if repeated:
            raise ValueError(f"{repeated} 的版本出现了两次；同一天的第二个版本请写 number = 2")
        dates = {version.dated for version in self.versions}
        for version in self.versions:
            if version.repeals and not (version.repeals in dates and version.repeals < version.dated):
                raise ValueError(f"repeals = {version.repeals} 不是列出的更早的版本")
        return self


def read_facts(path: Path) -> WorkFacts:
    """The facts in a work.toml. Raises LibraryError for any mistake, with file, line and key in one Chinese sentence."""
    return read_checked(path, WorkFacts)


def work_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of work.toml, for TOML editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **WorkFacts.model_json_schema(by_alias=True),
    }
