"""A folder of works: what each law is, its versions over time, and what was in force on a day."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from regkit.errors import LibraryError, ParseError, UnreadableFileError
from regkit.files import load, write_whole
from regkit.formats.text import to_text
from regkit.model.blanks import without_blanks
from regkit.model.tree import Statute

WORK_FILE = "work.toml"

_Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Kind(StrEnum):
    """How a version came about: 制定 a new act, 修正 amended by decision, 修订 the whole text re-enacted."""

    ENACTED = "制定"
    AMENDED = "修正"
    REVISED = "修订"


class Status(StrEnum):
    """时效性 of a version on a day, in the words of the national database."""

    NOT_YET_IN_FORCE = "尚未生效"
    IN_FORCE = "现行有效"
    AMENDED = "已被修改"
    REPEALED = "已废止"


class VersionFacts(BaseModel):
    """One ``[[version]]`` of a work.toml. What is not known is left out, never guessed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    adopted: date = Field(description="通过日期; names the version and its file, <adopted>.txt")
    kind: Kind = Field(description="制定, 修正 or 修订")
    adopted_by: _Words | None = Field(None, description="The body and meeting that adopted it")
    decision: _Words | None = Field(None, description="The decision that amended the text")
    promulgated: date | None = Field(None, description="公布日期")
    in_force: date | None = Field(None, description="施行日期")
    in_force_rule: _Words | None = Field(None, description="The words on entry into force, as printed")
    repeals: date | None = Field(None, description="The adoption of the earlier act that this one repeals")
    repeals_by: _Words | None = Field(None, description="The provision that repeals it")


class WorkFacts(BaseModel):
    """A work.toml: what a law is, apart from its texts."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    title: _Words = Field(description="The full title")
    other_titles: tuple[_Words, ...] = Field((), description="Short and earlier titles")
    rank: _Words = Field(description="效力级别: 法律, 行政法规, 地方性法规 …")
    authority: _Words = Field(description="制定机关")
    implements: tuple[_Words, ...] = Field((), description="Works of higher rank that it implements, by id")
    fictional: bool = Field(False, description="虚构示例: written for demonstration, no law")
    versions: tuple[VersionFacts, ...] = Field(alias="version", min_length=1)


@dataclass(frozen=True)
class Version:
    """The text of a work at a time. `statute` is None where the text is not in the folder (文本未收录)."""

    facts: VersionFacts
    statute: Statute | None

    @property
    def adopted(self) -> date:
        """The day of adoption, which names the version."""
        return self.facts.adopted

    @property
    def effective(self) -> date:
        """The day from which it counts as in force; see `effective_is_known`."""
        facts = self.facts
        return facts.in_force or (facts.promulgated if self._from_promulgation else None) or facts.adopted

    @property
    def effective_is_known(self) -> bool:
        """Whether `effective` is a recorded fact and not the day of adoption for want of a better one."""
        return bool(self.facts.in_force or (self._from_promulgation and self.facts.promulgated))

    @property
    def _from_promulgation(self) -> bool:
        return "公布之日" in (self.facts.in_force_rule or "")


@dataclass(frozen=True)
class Standing:
    """The 时效性 of a version on a day, and the later version that ended it, if one did."""

    status: Status
    ended_by: Version | None = None


@dataclass(frozen=True)
class Work:
    """A law through time: its facts and its versions, the earliest first. `id` is the name of its folder."""

    id: str
    facts: WorkFacts
    versions: tuple[Version, ...]

    @property
    def title(self) -> str:
        return self.facts.title

    def standing(self, version: Version, day: date) -> Standing:
        """The 时效性 of one of its versions on a day."""
        if version.effective > day:
            return Standing(Status.NOT_YET_IN_FORCE)
        later = [
            other for other in self.versions if other.adopted > version.adopted and other.effective <= day
        ]
        for other in later:
            if other.facts.repeals and other.facts.repeals <= version.adopted:
                return Standing(Status.REPEALED, other)
        if later:
            return Standing(Status.AMENDED, later[0])
        return Standing(Status.IN_FORCE)

    def at(self, day: date) -> Version | None:
        """The version in force on a day, whether or not its text is in the folder; None before the first."""
        return next(
            (v for v in reversed(self.versions) if self.standing(v, day).status is Status.IN_FORCE), None
        )


class Library:
    """The works in a folder, by id or any of their titles; each is read when it is first asked for.

    >>> library = Library("statutes")                                             # doctest: +SKIP
    >>> library["黑龙江省促进中小企业发展条例"].at(date(2015, 1, 1))                  # doctest: +SKIP

    Every mistake in a folder is a LibraryError that names the file.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        if not self.folder.is_dir():
            raise LibraryError(f"没有文件夹 {self.folder}；请给出存放法规的文件夹。")

    @cached_property
    def works(self) -> tuple[Work, ...]:
        """All works, in the order of their ids."""
        return tuple(read_work(folder) for folder in self._folders.values())

    @cached_property
    def _folders(self) -> dict[str, Path]:
        return {path.parent.name: path.parent for path in sorted(self.folder.glob(f"*/{WORK_FILE}"))}

    def __iter__(self) -> Iterator[Work]:
        return iter(self.works)

    def __getitem__(self, name: str) -> Work:
        # Names are looked up, never joined to a path: “../x” is no work.
        if name in self._folders:
            return read_work(self._folders[name])
        for work in self.works:
            if name in (work.title, *work.facts.other_titles):
                return work
        known = "、".join(self._folders) or "（没有）"
        raise LibraryError(f"{self.folder} 中没有“{name}”；已有：{known}。")

    def add(self, work_id: str, adopted: date, statute: Statute, *, replace: bool = False) -> Path:
        """Write the text of a listed version into the folder, in the canonical form, and return its path.

        Raises LibraryError, before anything is written, if the work or the version is not listed, if the
        text has another title, or if the text is there already and `replace` is not given.
        """
        work = self[work_id]
        if adopted not in (version.adopted for version in work.versions):
            raise LibraryError(
                f"{work.title}没有 {adopted} 通过的文本；请先在 {self.folder / work.id / WORK_FILE} 中加一段 [[version]]。"
            )
        path = self.folder / work.id / f"{adopted}.txt"
        _check_title(work.facts, statute, path)
        try:
            write_whole(path, to_text(statute), replace=replace)
        except FileExistsError:
            raise LibraryError(f"{path} 已经存在；确实要替换时请加 --replace。") from None
        return path


def read_work(folder: Path) -> Work:
    """The work in a folder. Raises LibraryError, naming the file, for anything that is not as it should be."""
    facts = _read_facts(folder / WORK_FILE)
    dates = [version.adopted for version in facts.versions]
    for path in sorted(folder.glob("*.txt")):
        if path.stem not in map(str, dates):
            raise LibraryError(
                f"{path} 没有对应的版本；请在 {WORK_FILE} 中加一段 adopted = {path.stem} 的 [[version]]。"
            )
    versions = tuple(
        Version(version, _read_version(folder / f"{version.adopted}.txt", facts))
        for version in sorted(facts.versions, key=lambda version: version.adopted)
    )
    return Work(folder.name, facts, versions)


def _read_facts(path: Path) -> WorkFacts:
    try:
        facts = WorkFacts.model_validate(tomllib.loads(path.read_text("utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise LibraryError(f"{path} 不是合格的 TOML：{error}。") from None
    except UnicodeDecodeError:
        raise LibraryError(f"{path} 不是 UTF-8 编码；请用 UTF-8 重新保存。") from None
    except OSError as error:
        raise LibraryError(f"读不出 {path}：{error.strerror}。") from None
    except ValidationError as error:
        mistakes = "；".join(f"{_key(mistake['loc'])}：{mistake['msg']}" for mistake in error.errors())
        raise LibraryError(f"{path} 有误：{mistakes}。") from None
    dates = [version.adopted for version in facts.versions]
    repeated = next((adopted for adopted in dates if dates.count(adopted) > 1), None)
    if repeated:
        raise LibraryError(f"{path} 有误：adopted = {repeated} 出现了两次。")
    for version in facts.versions:
        if version.repeals and version.repeals not in dates:
            raise LibraryError(f"{path} 有误：repeals = {version.repeals} 不是列出的版本。")
    return facts


def _key(location: tuple[int | str, ...]) -> str:
    return ".".join(f"第{part + 1}个" if isinstance(part, int) else part for part in location)


def _read_version(path: Path, facts: WorkFacts) -> Statute | None:
    if not path.exists():
        return None
    try:
        statute = load(path)
    except (ParseError, UnreadableFileError) as error:
        raise LibraryError(f"{path}：{error}") from None
    _check_title(facts, statute, path)
    return statute


def _check_title(facts: WorkFacts, statute: Statute, path: Path) -> None:
    titles = [without_blanks(title) for title in (facts.title, *facts.other_titles)]
    if statute.title is not None and without_blanks(statute.title) not in titles:
        raise LibraryError(f"{path} 的标题是“{statute.title}”，与 {WORK_FILE} 的“{facts.title}”不一致。")
