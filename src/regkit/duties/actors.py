"""Actors: where the name of one ends, and which actors a list certainly names."""

from __future__ import annotations

from regkit.duties import grammar
from regkit.duties.vocabulary import HEAD, LONGEST, begins_predicate, is_name, is_within_name, names_another

_SHARED = ("任何", "有关", "相关", "其他", "其它", "各", "该", "上述", "前款", "下列", "所有", "其")
_WITHIN = ("的", "等", "其他", "其它", "（", "(", "《", "“")


def subject(masked: str, start: int, end: int, *, whole: bool = True) -> int | None:
    """Where the name of an actor ends that begins at `start`; None if no name is certain.

    After it stands what the actor does, or, if it may be the `whole`, nothing more before `end`. Without `whole`
    it is one to whom others speak (鼓励摊主……, 由摊主……).
    """
    short = after = 0
    longer = False
    for found in HEAD.finditer(masked, start, min(end, start + LONGEST)):
        stop = _after(masked, found.end(), end)
        ends = whole and stop == end
        if not ends and not (stop < end and begins_predicate(masked, stop)):
            continue
        if short:
            between = masked[short : found.start()]
            if (longer and "的" in between[-8:]) or (
                not longer and len(between) <= 12 and "的" not in between
            ):
                return found.end()
            continue
        if not ends and masked[start] == "本" and found.start() == start:
            # 本省促进……应当: the place, not somebody.
            return None
        if not is_name(masked[start : found.end()], addressed=not whole):
            return None
        short, after = found.end(), stop
        if masked[short : short + 1] == "等" and stop > short:
            short += 1
        longer = names_another(masked, after)
        if ends or not (longer or is_within_name(masked, after)):
            break
    if not short or grammar.RELATIVE_OWN.match(masked, after, end):
        return None
    if whole and after + 2 == end and is_within_name(masked, after):
        # 政府投资应当……: a thing.
        return None
    return short


def _after(masked: str, position: int, end: int) -> int:
    """Where a name is followed by something else than a bracket or 等."""
    while position < end and masked[position] == grammar.MASK:
        position += 1
    return position + 1 if position < end and masked[position] == "等" else position


def split(name: str) -> tuple[str, ...]:
    """The actors of a list, where it is certain that each member is whole by itself; else the name as it is."""
    if any(word in name for word in _WITHIN) or name.startswith(_SHARED):
        return (name,)
    members = []
    start = 0
    for separator in grammar.SEPARATOR.finditer(name):
        members.append(name[start : separator.start()])
        start = separator.end()
    members.append(name[start:])
    if len(members) > 1 and all(map(grammar.ALONE.match, members)):
        return tuple(members)
    return (name,)
