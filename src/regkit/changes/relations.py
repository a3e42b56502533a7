"""Relations: which provisions of one version became which of the other, by index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from regkit.changes.alignment import Pairing
from regkit.changes.text_changes import TextChange


class Relations:
    """Which old provisions became which new ones, and which new ones came from which old ones.

    Two provisions are related if they were paired (articles; 编, 章 and 节) or if any of the text of one became text of the other.
    Indexes count in walking order.
    """

    def __init__(self, pairings: Iterable[Pairing], texts: Iterable[TextChange]) -> None:
        pairs = {(each.old, each.new) for each in pairings}
        pairs |= {(each.old, each.new) for each in texts if each.old is not None and each.new is not None}
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
