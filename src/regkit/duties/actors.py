"""Finds where the name of an actor ends, and which actors a list of names certainly consists of."""

from __future__ import annotations

from regkit.duties import grammar
from regkit.duties.vocabulary import HEAD, LONGEST, begins_predicate, is_name, is_within_name, names_another

# Words that apply to all members of a list that begins with them.
_SHARED = ("任何", "有关", "相关", "其他", "其它", "各", "该", "上述", "前款", "下列", "所有", "其")
# Words of a list that may belong to several members, so that no member is complete by itself.
_WITHIN = ("的", "等", "其他", "其它", "（", "(", "《", "“")


def subject(masked: str, start: int, end: int, *, whole: bool = True) -> int | None:
    """The position where the name of an actor that begins at `start` ends; None if it is not certain that one does.

    The name must be followed by what the actor does or, if `whole`, may extend to `end`. Without `whole`, the actor is somebody
    whom others encourage, forbid or entrust (鼓励摊主……, 由摊主……). `masked` is a text from `mask`.
    """
    short = after = 0
    longer = False
    for head in HEAD.finditer(masked, start, min(end, start + LONGEST)):
        stop = _after(masked, head.end(), end)
        ends = whole and stop == end
        if not ends and not (stop < end and begins_predicate(masked, stop)):
            continue
        if short:
            between = masked[short : head.start()]
            if (longer and "的" in between[-8:]) or (
                not longer and len(between) <= 12 and "的" not in between
            ):
                return head.end()
            continue
        if not ends and masked[start] == "本" and head.start() == start:
            # 本省促进……应当: 本省 is a region here, not an actor.
            return None
        if not is_name(masked[start : head.end()], addressed=not whole):
            return None
        short, after = head.end(), stop
        if masked[short : short + 1] == "等" and stop > short:
            short += 1
        longer = names_another(masked, after)
        if ends or not (longer or is_within_name(masked, after)):
            break
    if not short or grammar.RELATIVE_OWN.match(masked, after, end):
        return None
    if whole and after + 2 == end and is_within_name(masked, after):
        # In 政府投资应当……, 政府投资 is a thing.
        return None
    return short


def _after(masked: str, position: int, end: int) -> int:
    """The position after the brackets and the 等 that follow a name, if any."""
    while position < end and masked[position] == grammar.MASK:
        position += 1
    return position + 1 if position < end and masked[position] == "等" else position


def split(name: str) -> tuple[str, ...]:
    """The actors that a list names, if it is certain that each member is complete by itself; else the unchanged name alone."""
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
