"""Finding citations: one search through all passages, and a reader for each way in which a citation begins."""

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

# Where something begins that may be a citation, where that ends, and the name of its reader.
_Trigger = tuple[int, int, str | None]


def _read_defined(reading: Reading, start: int, end: int) -> int:
    """A name that the text itself has defined."""
    return read_named(reading, start, end, start)


def _read_vague(reading: Reading, start: int, end: int) -> int:
    return reading.add(start, end, CitationKind.VAGUE)


# One for each group of the rule, and for names that the text defines. Each returns where the search goes on: after what it read, or after the
# sign that began no citation.
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
        (found.start(), found.end(), found.lastgroup) for found in grammar.TRIGGER.finditer(passages.joined)
    ]
    reading = _read(passages, triggers)
    # 以下简称《公约》 and the like: only now it is known what else to look for.
    defined = [(start, end, "defined") for start, end in reading.names.unusual_in(passages.joined)]
    if not defined:
        return reading.found
    return _read(passages, sorted((*triggers, *defined), key=itemgetter(0))).found


def _read(passages: Passages, triggers: Sequence[_Trigger]) -> Reading:
    """Read all passages; `triggers` are given in their order."""
    reading = Reading(passages)
    starts, first = passages.starts, len(passages.fronts)
    following = 0
    for start, end, reader in triggers:
        if start < reading.done:
            continue
        if start >= following:
            passage = bisect_right(starts, start) - 1
            following = starts[passage + 1]
            reading.enter(starts[passage], following - 1, passage - first)
        if reading.amending:
            reading.turn_to(start)
        reading.done = _READERS[reader](reading, start, end)
    return reading
