"""时效性: what can be said of a version, or of a work, on a day."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """时效性 on a day; the first four in the words of the national database.

    - `TEXT_MISSING`: a text applied, or may have applied, that the library does not have.
    - `PENDING`: the day on which it comes into force had not been fixed when it was made.
    - `UNCERTAIN`: what is recorded does not decide it.
    """

    NOT_YET_IN_FORCE = "尚未生效"
    IN_FORCE = "现行有效"
    AMENDED = "已被修改"
    REPEALED = "已废止"
    TEXT_MISSING = "文本未收录"
    PENDING = "施行日期待定"
    UNCERTAIN = "不能确定"
