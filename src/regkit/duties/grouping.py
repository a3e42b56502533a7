"""Duties by actor, for whoever asks: what have I to do?"""

from __future__ import annotations

from collections.abc import Iterable

from regkit.arguments import require
from regkit.duties.duty import Duty


def group_by_actor(duties: Iterable[Duty]) -> dict[str, tuple[Duty, ...]]:
    """The duties of each actor, as printed, actors in the order in which they appear first.

    A duty of several actors stands with each of them. Those that name nobody (未写明主体) stand under "".
    """
    groups: dict[str, list[Duty]] = {}
    for duty in duties:
        require(duty, Duty, "group_by_actor", "duties", "regkit.find_duties() finds those of a statute")
        for actor in duty.actors or ("",):
            groups.setdefault(actor, []).append(duty)
    return {actor: tuple(group) for actor, group in groups.items()}
