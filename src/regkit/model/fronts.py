"""Fronts: what a statute prints besides its provisions."""

from __future__ import annotations

from enum import StrEnum


class Front(StrEnum):
    """A part of a statute that is no provision, in the order in which statutes print them; SIGNATURE stands before the annexes.

    The value is the name of the field of `Statute`, `chinese` what drafters call it.
    """

    ANNOUNCEMENT = "announcement"
    TITLE = "title"
    NOTES = "notes"
    CONTENTS = "contents"
    PREAMBLE = "preamble"
    SIGNATURE = "signature"

    @property
    def chinese(self) -> str:
        """公告, 标题, 题注, 目录, 序言 or 落款."""
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
"""The fronts in which citations and events are looked for."""

TextKey = int | Front
"""Which text of a statute is meant: the index of a provision in walking order (annexes last), or a front."""
