"""Outlines of texts that may not be included: enough facts to check whether a citation of such a text can be right."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints

from regkit.codes import ErrorCode
from regkit.errors import LibraryError
from regkit.library.checked import read_checked
from regkit.model.address import Address
from regkit.model.levels import Level

_Count = Annotated[int, Strict(), Field(ge=1, le=9999)]


class OutlineChapter(BaseModel):
    """One ``[[chapter]]`` of an outline: its title, and the numbers of its first and last article (inclusive)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)] = Field(
        description="The title"
    )
    articles: tuple[_Count, _Count] = Field(description="The numbers of its first and last article")


class Outline(BaseModel):
    """An outline of a text: the number of its articles, and its chapters in order, beginning with 第一章."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    articles: _Count = Field(description="The number of articles")
    chapters: tuple[OutlineChapter, ...] = Field((), alias="chapter")

    def has(self, address: Address) -> bool:
        """Whether the chapter or article that an address begins with exists. Deeper levels are not checked."""
        first = address.steps[0]
        if first.level is Level.CHAPTER:
            return first.number.value <= len(self.chapters) and not first.number.inserted
        return (
            first.level is Level.ARTICLE and first.number.value <= self.articles and not first.number.inserted
        )

    def knows(self, address: Address) -> bool:
        """Whether the outline alone can decide whether an address exists: only for a 章 or a 条."""
        return len(address.steps) == 1 and address.level in (Level.CHAPTER, Level.ARTICLE)


def read_outline(path: Path) -> Outline:
    """The outline in a file.

    Raises LibraryError for any mistake, with file and key in one Chinese sentence, and if the articles of the
    chapters are not consecutive.
    """
    outline = read_checked(path, Outline)
    expected = 1
    for number, chapter in enumerate(outline.chapters, start=1):
        first, last = chapter.articles
        if first != expected or last < first:
            raise LibraryError(
                f"{path} 有误：第{number}章的 articles = [{first}, {last}] 与前面不衔接，应当从 {expected} 开始。",
                code=ErrorCode.LIBRARY_WORK_TOML,
            )
        expected = last + 1
    if outline.chapters and expected != outline.articles + 1:
        raise LibraryError(
            f"{path} 有误：各章共有 {expected - 1} 条，与 articles = {outline.articles} 不一致。",
            code=ErrorCode.LIBRARY_WORK_TOML,
        )
    return outline
