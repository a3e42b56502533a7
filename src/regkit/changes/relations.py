"""Relations between the provisions of two versions: which became which, by index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from regkit.changes.alignment import Pairing
from regkit.changes.text_changes import TextChange


class Relations:
    """Which old provisions became which new ones, and from which old ones new ones came.

    Two provisions are related if they were paired (articles; 编, 章 and 节), or if any text of the old one
    became text of the new one. Indexes count provisions in walking order, from 0.
    """

    def __init__(self, pairings: Iterable[Pairing], texts: Iterable[TextChange]) -> None:
        pairs = {(pairing.old, pairing.new) for pairing in pairings}
        pairs |= {
            (change.old, change.new) for change in texts if change.old is not None and change.new is not None
        }
        self._of_old: dict[int, list[int]] = defaultdict(list)
        self._of_new: dict[int, list[int]] = defaultdict(list)
        for old, new in sorted(pairs):
            self._of_old[old].append(new)
            self._of_new[new].append(old)

    def of_old(self, index: int) -> Sequence[int]:
        """The new provisions that an old one became, in walking order; none if it was deleted."""
        return self._of_old.get(index, ())

    def of_new(self, index: int) -> Sequence[int]:
        """The old provisions that a new one came from, in walking order; none if it was added."""
        return self._of_new.get(index, ())
