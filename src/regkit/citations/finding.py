"""Finding citations: one search through all passages, and a reader for each way in which a citation begins."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from regkit.citations import grammar
from regkit.citations.bare import read_bare
from regkit.citations.citation import Citation, CitationKind
from regkit.citations.external import read_name, read_that_act, read_title
from regkit.citations.internal import read_container, read_preceding, read_self
from regkit.citations.passages import Passages
from regkit.citations.reading import Reading
from regkit.rule import Match


def find(passages: Passages) -> list[Citation]:
    """All citations of a statute, in reading order."""
    reading = Reading(passages)
    starts, owners = passages.starts, passages.owners
    following = 0
    for trigger in grammar.TRIGGER.finditer(passages.joined):
        start = trigger.start()
        if start < reading.done:
            continue
        if start >= following:
            passage = bisect_right(starts, start) - 1
            following = starts[passage + 1]
            reading.enter(starts[passage], following - 1, owners[passage])
        assert trigger.lastindex is not None
        reading.done = _READERS[trigger.lastindex](reading, trigger)
    return reading.found


def _read_vague(reading: Reading, trigger: Match) -> int:
    return reading.add(trigger.start(), trigger.end(), CitationKind.VAGUE)


# One for each group of the rule. Each returns where the search goes on: after what it read, or after the
# sign that began no citation.
_READERS: dict[int, Callable[[Reading, Match], int]] = {
    1: read_title,
    2: read_self,
    3: read_container,
    4: read_bare,
    5: read_preceding,
    6: read_preceding,
    7: read_name,
    8: read_name,
    9: read_that_act,
    10: _read_vague,
    11: _read_vague,
    12: _read_vague,
}
