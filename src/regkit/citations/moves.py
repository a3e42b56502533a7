"""The new addresses of provisions that moved."""

from __future__ import annotations

from collections.abc import Mapping

from regkit.model.address import Address

Moves = Mapping[Address, Address | None]
"""New addresses by old ones; None for a provision that was removed."""


def moved_to(address: Address, moves: Moves) -> Address | None:
    """The new address of a provision, None if it was removed.

    A provision that is not in `moves` moves with the nearest provision above it that is, or else stays.
    """
    for length in range(len(address.steps), 0, -1):
        above = Address(address.steps[:length])
        if above in moves:
            moved = moves[above]
            return None if moved is None else Address((*moved.steps, *address.steps[length:]))
    return address
