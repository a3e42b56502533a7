"""What a census of a file consists of."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from regkit.text.whitespace import without_whitespace


class Excerpt(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Words that stand together in a file, or a picture, and where.

    `text` is empty for a picture. `page` counts from 1; `part` is the part of the file in Chinese (正文, 页眉,
    脚注); `line` is the line of the file, from 1; `place` is which picture of which part of the file a picture is. Each is
    None where the file has no such thing.
    """

    text: str = ""
    page: int | None = None
    part: str | None = None
    line: int | None = None
    place: str | None = None

    @property
    def is_picture(self) -> bool:
        """Whether this is a picture, which has no words."""
        return not self.text


class Census(msgspec.Struct, frozen=True):
    """All words and pictures of a file in the order of the file, and by what means they were counted."""

    excerpts: tuple[Excerpt, ...]
    means: str


def census_of(excerpts: Iterable[Excerpt], means: str) -> Census:
    """The census of excerpts, without those that have neither words nor a picture."""
    return Census(
        tuple(excerpt for excerpt in excerpts if excerpt.is_picture or without_whitespace(excerpt.text)),
        means,
    )
