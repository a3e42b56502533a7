"""Fronts: the parts of a statute besides its provisions, such as the title and the preamble."""

from __future__ import annotations

from enum import StrEnum


class Front(StrEnum):
    """A part of a statute that is not a provision, in printed order: SIGNATURE comes after the provisions, before the annexes.

    The value is the name of the field of `Statute`; `chinese` is the Chinese term.
    """

    ANNOUNCEMENT = "announcement"
    TITLE = "title"
    NOTES = "notes"
    CONTENTS = "contents"
    PREAMBLE = "preamble"
    SIGNATURE = "signature"

    @property
    def chinese(self) -> str:
        """The Chinese term: 公告, 标题, 题注, 目录, 序言 or 落款."""
        return _CHINESE[self]


_CHINESE = {
    Front.ANNOUNCEMENT: "公告",
    Front.TITLE: "标题",
    Front.NOTES: "题注",
    Front.CONTENTS: "目录",
    Front.PREAMBLE: "序言",
    Front.SIGNATURE: "落款",
}

CITING_FRONTS = (Front.ANNOUNCEMENT, Front.NOTES, Front.PREAMBLE)
"""The fronts that are searched for citations and events."""

TextKey = int | Front
"""The key of a text of a statute: the index of a provision in walking order (from 0, annexes last), or a front."""
