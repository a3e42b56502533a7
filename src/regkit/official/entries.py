"""Entries of the national database: what it records of a version of an act. Only id and title are always there."""

from __future__ import annotations

import contextlib
import html
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from regkit.errors import DatabaseError
from regkit.official.answers import UnclearError, read_json
from regkit.rule import Rule
from regkit.text.titles import title_key

STATUSES = {"1": "已废止", "2": "已修改", "3": "现行有效", "4": "尚未生效"}
IN_FORCE = STATUSES["3"]
REPEALED = STATUSES["1"]
IDENTIFIER = Rule(
    "the identifier of a version, which becomes the name of a file",
    r"\A[A-Za-z0-9_-]{1,128}\Z",
    matches=("ff8081817d7e9a4b017d7f0f", "A-1_b"),
    rejects=("../x", "a/b", "", "a.b", "a\n"),
)
HIGHLIGHT = Rule(
    "the mark of a word that was searched for",
    r"</?em(?:\s[^<>]{0,80})?>",
    matches=("<em>", "</em>", '<em class="x">'),
    rejects=("<embedded>", "em", "<p>"),
)
# Characters of a field that are read; the rest is cut off.
_LONGEST_FIELD = 500


class OfficialEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One version of one act. What the database does not record is None.

    - `id`: the ``bbbs`` of the database.
    - `title`: without the marks that highlight words of a search.
    - `promulgated`: 公布日期; `in_force`: 施行日期.
    - `status`: 时效性 on the day of the answer.
    - `authority`: 制定机关; `rank`: 效力级别.
    """

    id: str
    title: str
    promulgated: date | None = None
    in_force: date | None = None
    status: str | None = None
    authority: str | None = None
    rank: str | None = None

    def is_of(self, title: str) -> bool:
        """Whether this is a version of the act with the given title, with or without 中华人民共和国."""
        return title_key(self.title) == title_key(title)


def read_entry(answer: Any) -> OfficialEntry:
    """Read the entry of one version from an answer. Raises DatabaseError, naming the field, if it is not as expected."""
    if not isinstance(answer, dict):
        raise DatabaseError("数据库的答复里，一个版本不是对象")
    identity, title = _text(answer, "bbbs"), _text(answer, "title")
    if not identity or not IDENTIFIER.match(identity):
        raise DatabaseError("数据库的答复里，bbbs 缺少或者不合格")
    title = _plain(title or "")
    if not title:
        raise DatabaseError("数据库的答复里，title 缺少")
    status = _text(answer, "sxx")
    return OfficialEntry(
        id=identity,
        title=title,
        promulgated=_day(answer, "gbrq"),
        in_force=_day(answer, "sxrq"),
        status=STATUSES.get(status, status) if status else None,
        authority=_plain(_text(answer, "zdjgName") or "") or None,
        rank=_plain(_text(answer, "flxz") or "") or None,
    )


def read_history(answer: Any) -> Iterator[OfficialEntry]:
    """Yield the versions that the details of a version list under ``lsyg``, at any depth.

    Parts of an unexpected form are skipped; at most 1000 parts are looked at.
    """
    waiting = [answer.get("lsyg") if isinstance(answer, dict) else None]
    seen = 0
    while waiting and seen < 1000:
        part = waiting.pop()
        seen += 1
        if isinstance(part, str) and part[:1] in ("[", "{"):
            # Some answers contain JSON inside a JSON string.
            with contextlib.suppress(UnclearError):
                waiting.append(read_json(part))
        elif isinstance(part, list):
            waiting += reversed(part)
        elif isinstance(part, dict):
            if part.get("bbbs") and part.get("title"):
                yield read_entry(part)
            else:
                waiting += [value for value in part.values() if isinstance(value, (list, dict, str))]


def _text(answer: dict[str, Any], field: str) -> str | None:
    value = answer.get(field)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise DatabaseError(f"数据库的答复里，{field} 不是文字")
    return str(value)[:_LONGEST_FIELD]


def _day(answer: dict[str, Any], field: str) -> date | None:
    value = _text(answer, field)
    if value is None:
        return None
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        raise DatabaseError(f"数据库的答复里，{field} 不是日期：{_plain(value)[:20]}") from None


def _plain(words: str) -> str:
    """Words on one line, without highlighting marks and without characters that could control a terminal."""
    text = html.unescape(HIGHLIGHT.sub("", words))
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())
