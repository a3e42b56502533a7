"""Anchors: ids of provisions, unique within one page or document."""

from __future__ import annotations

from collections import Counter

from regkit.model.address import Address


class Anchors:
    """Hands out the anchors of one page; ask for them in the order of the page.

    An anchor is the eId of the address. Where a misprint gives several provisions the same address, the second anchor
    ends in ``--2``, the third in ``--3``, and so on.
    """

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def add(self, address: Address) -> str:
        """The anchor of the next provision that has this address."""
        eid = address.eid
        self._seen[eid] += 1
        return eid if self._seen[eid] == 1 else f"{eid}--{self._seen[eid]}"
