"""Groups duties by actor, for readers who ask what they have to do."""

from __future__ import annotations

from collections.abc import Iterable

from regkit.arguments import require
from regkit.duties.duty import Duty


def group_by_actor(duties: Iterable[Duty]) -> dict[str, tuple[Duty, ...]]:
    """The duties by the name of the actor as printed, with the actors in the order of their first duty.

    A duty of several actors is listed under each of them. Duties that name nobody (未写明主体) are listed under "". Raises TypeError
    if `duties` is or contains anything else.
    """
    require(
        duties,
        Iterable,
        "group_by_actor",
        "duties",
        "regkit.find_duties() finds those of a statute",
    )
    groups: dict[str, list[Duty]] = {}
    for duty in duties:
        require(duty, Duty, "group_by_actor", "duties", "regkit.find_duties() finds those of a statute")
        for actor in duty.actors or ("",):
            groups.setdefault(actor, []).append(duty)
    return {actor: tuple(group) for actor, group in groups.items()}
