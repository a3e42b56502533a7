"""Last part: texts whose lines were joined or cut while they were read, so that other lines are printed of them.

By itself, what stood on two lines may look different: half a title is none. So what is printed is read again, until it is read
as the law that it was printed from. What the law holds and what there is to wonder about is then found in the text at hand.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate

import msgspec

from regkit.codes import ProblemCode
from regkit.errors import Problem
from regkit.model.tree import Statute
from regkit.parsing.kinds import shortened
from regkit.parsing.lines import with_line_feeds
from regkit.printing.text import to_text
from regkit.text.whitespace import without_whitespace

# Laws need one more reading, and nonsense three, or one for each time that it says the same again; what is longer than any
# law is read four times in all.
FEWEST_READINGS, MOST_READINGS = 3, 200
MOST_CHARACTERS = 300_000
# What was cut off stands on a line of its own when it is printed, and nothing tells any more that it did not.
_TOLD_ONCE = (ProblemCode.ARTICLE_GLUED, ProblemCode.HEADING_GLUED)
# What is said of single characters is true of the text, however its lines are read.
_OF_CHARACTERS = (
    ProblemCode.TEXT_CONTROL,
    ProblemCode.TEXT_DIRECTION,
    ProblemCode.TEXT_INVISIBLE,
    ProblemCode.TEXT_PRIVATE_USE,
    ProblemCode.TEXT_UNDECODED,
)


def settle(first: Statute, text: str, read: Callable[[str], Statute]) -> Statute:
    """The law that is read from what it prints; `first` is how the text itself was read."""
    law = first
    for _ in range(min(max(MOST_CHARACTERS // len(text), FEWEST_READINGS), MOST_READINGS)):
        printed = to_text(law)
        before, law = law, read(printed)
        if law == before:
            break
    return first if law == first else _told_of(law, printed, first, text)


def _told_of(law: Statute, printed: str, first: Statute, text: str) -> Statute:
    """The law with its lines and problems, which speak of what was printed, speaking of the text."""
    here, there = _CharacterPlaces(text), _CharacterPlaces(printed)
    problems = [problem for problem in first.problems if problem.code in (*_TOLD_ONCE, *_OF_CHARACTERS)]
    for problem in law.problems:
        if problem.code in _OF_CHARACTERS:
            continue
        line = here.line_of(there.start_of(problem.line)) if problem.line else None
        problems.append(msgspec.structs.replace(problem, line=line, excerpt=_excerpt(problem, here, line)))
    problems.sort(key=lambda problem: problem.line or 0)
    return dataclasses.replace(law, problems=tuple(problems), lines=tuple(_lines(law, here)))


def _excerpt(problem: Problem, here: _CharacterPlaces, line: int | None) -> str:
    """What there is of an excerpt in a line, which may hold less of it."""
    own = here.lines[line - 1] if line else ""
    whole = without_whitespace(problem.excerpt).strip("…") in without_whitespace(own)
    return problem.excerpt if whole else shortened(own)


def _lines(law: Statute, here: _CharacterPlaces) -> list[int]:
    """The line of each provision in walking order, which is the order of print."""
    found: list[int] = []
    fronts = (*law.announcement, law.title or "", *law.notes, *law.contents, *law.preamble)
    offset = sum(map(_length, fronts))
    annexes = {id(annex) for annex in law.annexes}
    unsigned = True
    for _, provision in law.walk():
        if unsigned and id(provision) in annexes:
            offset += sum(map(_length, law.signature))
            unsigned = False
        found.append(here.line_of(offset))
        offset += sum(map(_length, (provision.label or "", provision.heading or "", provision.text)))
    return found


def _length(text: str) -> int:
    return len(without_whitespace(text))


class _CharacterPlaces:
    """Printed characters of a text, counted from 0, and the lines, from 1, that they stand on."""

    def __init__(self, text: str) -> None:
        self.lines = with_line_feeds(text).split("\n")
        self._ends = list(accumulate(len(without_whitespace(line)) for line in self.lines))

    def line_of(self, offset: int) -> int:
        """The line of a printed character; after the last one, its line."""
        return bisect_right(self._ends, min(offset, self._ends[-1] - 1)) + 1

    def start_of(self, line: int) -> int:
        """The first printed character of a line."""
        return self._ends[line - 2] if line > 1 else 0
