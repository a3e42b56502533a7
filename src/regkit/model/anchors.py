"""Anchors: ids of provisions that are unique on one page or in one document."""

from __future__ import annotations

from collections import Counter

from regkit.model.address import Address


class Anchors:
    """Hands out the anchors of one page, in the order of the page.

    An anchor is the eId of the address. Where two provisions have one address, as misprints have them, the second anchor ends
    in ``--2``, the third in ``--3``.
    """

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def add(self, address: Address) -> str:
        """The anchor of the next provision with an address."""
        eid = address.eid
        self._seen[eid] += 1
        return eid if self._seen[eid] == 1 else f"{eid}--{self._seen[eid]}"
