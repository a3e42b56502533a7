"""Read who acted: a body with its meeting, the number of its order, and the institution without its meeting."""

from __future__ import annotations

from typing import NamedTuple

from regkit.metadata import grammar

# In characters: longer words are not read.
LONGEST = 200


class PublicBody(NamedTuple):
    """A body that acted.

    `name` is the body with its meeting as printed, `number` the order, announcement or document number (令, 公告,
    文号) under which it acted, and `start` the offset of the name in the words that were read. `name` and `number`
    are None if they are not printed.
    """

    name: str | None = None
    number: str | None = None
    start: int = 0


def read_body(words: str) -> PublicBody:
    """Read the body from the words between a date and its verb, or before the date. They must have no whitespace."""
    match = grammar.BODY.match(words) if len(words) <= LONGEST else None
    if not match:
        return PublicBody()
    name = match["by"] or None
    if match["letters"]:
        return PublicBody(name, match["letters"], match.start("by"))
    order = match["order"] or ""
    return PublicBody(name, (name or "") + order if "号" in order else None, match.start("by"))


def institution(body: str) -> str | None:
    """The institution without its term and meeting, or None if the words do not name one.

    示范省第十三届人民代表大会常务委员会第三十三次会议 becomes 示范省人民代表大会常务委员会. Several bodies are
    separated by 、.
    """
    names = []
    for part in body[:LONGEST].split("、"):
        plain = grammar.MEETING.sub("", grammar.TERM.sub("", part))
        match = grammar.INSTITUTION.match(plain)
        if not match:
            return None
        names.append(match["name"])
    return "、".join(dict.fromkeys(names))
