"""The new addresses of provisions that moved."""

from __future__ import annotations

from collections.abc import Mapping

from regkit.arguments import require
from regkit.model.address import Address, AddressOrText

Moves = Mapping[Address, Address | None]
"""New addresses by old ones; None for a provision that was removed."""


def read_moves(moves: Mapping[AddressOrText, Address | str | None]) -> Moves:
    """The moves with all addresses as `Address`; they may be given as text in either notation.

    Raises AddressError for a text that is not an address, ValueError, in Chinese, if two keys are the same address, and TypeError
    for anything else.
    """
    require(moves, Mapping, "rewrite_citation", "moves by address", "write {'第三条': '第四条'}")
    addresses: dict[Address, Address | None] = {}
    for old, new in moves.items():
        address = _address(old)
        if address in addresses:
            raise ValueError(f"{address}给出了两次，不能确定它改成了哪一处。")
        addresses[address] = None if new is None else _address(new)
    return addresses


def _address(address: Address | str) -> Address:
    return address if isinstance(address, Address) else Address.parse(address)


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
