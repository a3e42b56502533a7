"""Where provisions went: old addresses and new ones."""

from __future__ import annotations

from collections.abc import Mapping

from regkit.model.address import Address

Moves = Mapping[Address, Address | None]


def moved_to(address: Address, moves: Moves) -> Address | None:
    """The new address of a provision, None if it is gone.

    What the moves do not say of it they say of what it stands in; what they say nothing of stays where it is.
    """
    for length in range(len(address.steps), 0, -1):
        above = Address(address.steps[:length])
        if above in moves:
            now = moves[above]
            return None if now is None else Address((*now.steps, *address.steps[length:]))
    return address
