"""What the national database says of a version of an act. Every field but two may be missing; what is there is checked."""

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
_LONGEST = 500


class OfficialEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One version of one act: `id` is the ``bbbs`` of the database, `title` is without marks of highlighting.

    `promulgated` is 公布日期, `in_force` 施行日期, `status` 时效性 on the day of the answer, `rank` 效力级别. What the database does not say
    is None.
    """

    id: str
    title: str
    promulgated: date | None = None
    in_force: date | None = None
    status: str | None = None
    authority: str | None = None
    rank: str | None = None

    def is_of(self, title: str) -> bool:
        """Whether it is a version of the act with a title, with or without 中华人民共和国."""
        return title_key(self.title) == title_key(title)


def read_entry(answer: Any) -> OfficialEntry:
    """The entry in a part of an answer. Raises DatabaseError that names the field for what is none."""
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
    """The other versions that a detail names, wherever it does; parts of another form are none."""
    waiting = [answer.get("lsyg") if isinstance(answer, dict) else None]
    seen = 0
    while waiting and seen < 1000:
        part = waiting.pop()
        seen += 1
        if isinstance(part, str) and part[:1] in ("[", "{"):
            # Some answers carry JSON within JSON.
            with contextlib.suppress(UnclearError):
                waiting.append(read_json(part))
        elif isinstance(part, list):
            waiting += reversed(part)
        elif isinstance(part, dict):
            if part.get("bbbs") and part.get("title"):
                yield read_entry(part)
            else:
                waiting += [each for each in part.values() if isinstance(each, (list, dict, str))]


def _text(answer: dict[str, Any], field: str) -> str | None:
    value = answer.get(field)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise DatabaseError(f"数据库的答复里，{field} 不是文字")
    return str(value)[:_LONGEST]


def _day(answer: dict[str, Any], field: str) -> date | None:
    value = _text(answer, field)
    if value is None:
        return None
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        raise DatabaseError(f"数据库的答复里，{field} 不是日期：{_plain(value)[:20]}") from None


def _plain(words: str) -> str:
    """Words in one line, without marks of highlighting and without what could give orders to a terminal."""
    text = html.unescape(HIGHLIGHT.sub("", words))
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
