"""Finding citations: one search through all passages, and a reader for each way in which a citation begins."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from regkit.citations import grammar
from regkit.citations.bare import read_bare
from regkit.citations.citation import Citation, CitationKind
from regkit.citations.external import read_name, read_named, read_that_act, read_title
from regkit.citations.internal import read_container, read_preceding, read_self
from regkit.citations.passages import Passages
from regkit.citations.reading import Reading
from regkit.rule import Match


def find(passages: Passages) -> list[Citation]:
    """All citations of a statute, in reading order."""
    reading = _read(passages, ())
    # 以下简称《公约》 and the like: only now it is known what else to look for.
    named = [_Named(start, end) for start, end in reading.names.unusual_in(passages.joined)]
    return (_read(passages, named) if named else reading).found


class _Named:
    """A stretch in which an act is named as the text itself has defined it; found like a trigger."""

    __slots__ = ("end", "position")
    lastindex = 0

    def __init__(self, position: int, end: int) -> None:
        self.position, self.end = position, end

    def start(self) -> int:
        return self.position


def _read(passages: Passages, named: Sequence[_Named]) -> Reading:
    """Read all passages; `named` are stretches in which an act is named."""
    reading = Reading(passages)
    starts, first = passages.starts, len(passages.fronts)
    following = 0
    triggers: Iterable[Any] = grammar.TRIGGER.finditer(passages.joined)
    if named:
        # To look at each kind of trigger costs time, so the second kind is there only if it is needed.
        triggers = sorted((*triggers, *named), key=lambda trigger: trigger.start())
    for trigger in triggers:
        start = trigger.start()
        if start < reading.done:
            continue
        if start >= following:
            passage = bisect_right(starts, start) - 1
            following = starts[passage + 1]
            reading.enter(starts[passage], following - 1, passage - first)
        reading.done = _READERS[trigger.lastindex](reading, trigger)
    return reading


def _read_named(reading: Reading, named: _Named) -> int:
    return read_named(reading, named.position, named.end, named.position)


def _read_vague(reading: Reading, trigger: Match) -> int:
    return reading.add(trigger.start(), trigger.end(), CitationKind.VAGUE)


# One for each group of the rule, and for names that the text defines. Each returns where the search goes on: after what it read, or after the
# sign that began no citation.
_READERS: dict[int, Callable[[Reading, Any], int]] = {
    0: _read_named,
    1: read_title,
    2: read_self,
    3: read_container,
    4: read_bare,
    5: read_preceding,
    6: read_preceding,
    7: read_name,
    8: _read_vague,
    9: read_name,
    10: read_that_act,
    11: _read_vague,
    12: _read_vague,
    13: _read_vague,
}
