"""Actors: where the name of one ends, and which actors a list certainly names."""

from __future__ import annotations

from regkit.duties import grammar
from regkit.duties.vocabulary import HEAD, begins_predicate, is_name, may_be_relative

_SHARED = ("任何", "有关", "相关", "其他", "其它", "各", "该", "上述", "前款", "下列", "所有", "其")
_WITHIN = ("的", "等", "其他", "其它", "（", "(", "《", "“")


def subject(masked: str, start: int, end: int, *, whole: bool = True) -> int | None:
    """Where the name of an actor ends that begins at `start`; None if no name is certain.

    After it stands what the actor does, or, if it may be the `whole`, nothing more before `end`. Without `whole`
    it is one whom others speak to (鼓励摊主…, 由摊主…).
    """
    short = None
    for found in HEAD.finditer(masked, start, end):
        after = found.end()
        while after < end and masked[after] == grammar.MASK:
            after += 1
        ends = whole and after == end
        if not ends and not (after < end and begins_predicate(masked, after)):
            continue
        if short is None:
            if not is_name(masked[start : found.end()], addressed=not whole):
                return None
            short = found.end()
            if ends or not may_be_relative(masked, after):
                break
        elif "的" in masked[max(short, found.start() - 8) : found.start()]:
            # 县级以上人民政府指定的部门: the authority only tells which 部门 is meant.
            return found.end()
    return short


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
