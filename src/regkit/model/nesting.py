"""What may stand directly in what, as the classes of the tree say (立法法第六十五条)."""

from __future__ import annotations

from typing import get_args, get_type_hints

from regkit.model.levels import Level
from regkit.model.tree import CLASSES, Provision


def _held_by(kind: type[Provision]) -> frozenset[Level]:
    held, _ = get_args(get_type_hints(kind)["children"])
    if held is Provision:
        return frozenset(set(Level) - {Level.ANNEX})
    return frozenset(each.level for each in get_args(held) or (held,))


BELOW: dict[Level, frozenset[Level]] = {level: _held_by(kind) for level, kind in CLASSES.items()}
