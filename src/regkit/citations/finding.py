"""Finds the citations of a statute: one search through its joined texts, and a reader for each way in which a citation begins."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from operator import itemgetter

from regkit.citations import grammar
from regkit.citations.bare import read_bare
from regkit.citations.citation import Citation, CitationKind
from regkit.citations.external import read_name, read_named, read_that_act, read_title
from regkit.citations.internal import read_container, read_preceding, read_self
from regkit.citations.passages import Passages
from regkit.citations.reading import Reading

_Trigger = tuple[int, int, str | None]
"""Start and end of words that may begin a citation, and the name of their reader."""


def _read_defined(reading: Reading, start: int, end: int) -> int:
    """Read an abbreviation that the text itself defines."""
    return read_named(reading, start, end, start)


def _read_vague(reading: Reading, start: int, end: int) -> int:
    """Read 国家有关规定 and the like, which name no act."""
    return reading.add(start, end, CitationKind.VAGUE)


# By the name of the group of `TRIGGER` that matched, or "defined". A reader takes start and end of the trigger and returns the
# position at which the search continues: after the citation it read, or after the characters that turned out to begin none.
_READERS: dict[str | None, Callable[[Reading, int, int], int]] = {
    "title": read_title,
    "own_act": read_self,
    "container": read_container,
    "bare": read_bare,
    "preceding": read_preceding,
    "above": read_preceding,
    "law": read_name,
    "regulation": read_name,
    "that_act": read_that_act,
    "laws": _read_vague,
    "national": _read_vague,
    "relevant": _read_vague,
    "related": _read_vague,
    "defined": _read_defined,
}


def find(passages: Passages) -> list[Citation]:
    """All citations of a statute, in reading order."""
    triggers: list[_Trigger] = [
        (match.start(), match.end(), match.lastgroup) for match in grammar.TRIGGER.finditer(passages.joined)
    ]
    reading = _read_all(passages, triggers)
    # Abbreviations such as 《公约》 are known only now. If the text uses any, it is read again with them.
    defined = [(start, end, "defined") for start, end in reading.names.unusual_in(passages.joined)]
    if not defined:
        return reading.citations
    return _read_all(passages, sorted((*triggers, *defined), key=itemgetter(0))).citations


def _read_all(passages: Passages, triggers: Sequence[_Trigger]) -> Reading:
    """Read all passages; `triggers` are in the order of their positions."""
    reading = Reading(passages)
    starts, first = passages.starts, len(passages.fronts)
    next_passage = 0
    for start, end, reader in triggers:
        if start < reading.done:
            continue
        if start >= next_passage:
            passage = bisect_right(starts, start) - 1
            next_passage = starts[passage + 1]
            reading.enter(starts[passage], next_passage - 1, passage - first)
        if reading.amending:
            reading.turn_to(start)
        reading.done = _READERS[reader](reading, start, end)
    return reading
