"""Which levels may stand directly below which, read from the types of `children` in the tree (《立法法》第六十五条)."""

from __future__ import annotations

from typing import get_args, get_type_hints

from regkit.model.levels import Level
from regkit.model.tree import CLASSES, Provision


def _held_by(kind: type[Provision]) -> frozenset[Level]:
    """The levels of the children that a class of provisions may have."""
    child_type, _ = get_args(get_type_hints(kind)["children"])
    if child_type is Provision:
        return frozenset(set(Level) - {Level.ANNEX})
    return frozenset(child.level for child in get_args(child_type) or (child_type,))


BELOW: dict[Level, frozenset[Level]] = {level: _held_by(kind) for level, kind in CLASSES.items()}
"""For each level, the levels that may stand directly below it."""
