"""Who acted: a body and its meeting, the number of its order, and the institution without either."""

from __future__ import annotations

from typing import NamedTuple

from regkit.metadata import grammar

LONGEST = 200


class PublicBody(NamedTuple):
    """The body and its meeting in the words of the text, and the 令, 公告 or 文号 under which it acted.

    `start` is where the name begins in the words that were read.
    """

    name: str | None = None
    number: str | None = None
    start: int = 0


def read_body(words: str) -> PublicBody:
    """Whose act it was, from the words (without blanks) between a date and its verb, or before the date."""
    found = grammar.BODY.match(words) if len(words) <= LONGEST else None
    if not found:
        return PublicBody()
    name = found["by"] or None
    if found["letters"]:
        return PublicBody(name, found["letters"], found.start("by"))
    order = found["order"] or ""
    return PublicBody(name, (name or "") + order if "号" in order else None, found.start("by"))


def institution(body: str) -> str | None:
    """示范省人民代表大会常务委员会 of 示范省第十三届人民代表大会常务委员会第三十三次会议; None for no institution."""
    names = []
    for part in body[:LONGEST].split("、"):
        plain = grammar.MEETING.sub("", grammar.TERM.sub("", part))
        found = grammar.INSTITUTION.match(plain)
        if not found:
            return None
        names.append(found["name"])
    return "、".join(dict.fromkeys(names))
