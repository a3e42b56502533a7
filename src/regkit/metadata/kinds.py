"""The kinds of events in the life of a statute."""

from __future__ import annotations

from enum import StrEnum


class EventKind(StrEnum):
    """What happened to a statute.

    Its end (失效) is what the text itself says of it: 有效期五年. A repeal (废止) is what another act did to it, as its
    notes say. A correction (更正) restores the words as they were adopted.
    """

    PASSED = "通过"
    APPROVED = "批准"
    PROMULGATED = "公布"
    AMENDED = "修正"
    REVISED = "修订"
    IN_FORCE = "施行"
    EXPIRED = "失效"
    REPEALED = "废止"
    CORRECTED = "更正"
