"""Make sure that a statute, when printed, is read as the same statute.

If lines were joined or split while a text was read, the printed text has other lines, which may be read differently.
Therefore the printed text is read again until it is read as the statute that it was printed from. Line numbers and
problems of that statute then refer to lines of the printed text, and are translated to lines of the original.
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
from regkit.printing.text import to_text
from regkit.text.whitespace import with_line_feeds, without_whitespace

# A printed text is read again until MOST_CHARACTERS have been read, but at least FEWEST_READINGS and at most
# MOST_READINGS times. Laws need one more reading; nonsense needs three, or one for each repetition in it.
FEWEST_READINGS, MOST_READINGS = 3, 200
_MOST_CHARACTERS_READ_AGAIN = 300_000
# Problems that only the first reading can find: in the printed text the article or heading has its own line.
_FIRST_READING_ONLY = (ProblemCode.ANNEX_GLUED, ProblemCode.ARTICLE_GLUED, ProblemCode.HEADING_GLUED)
# Problems of single characters do not depend on how lines are read.
_CHARACTER_PROBLEMS = (
    ProblemCode.TEXT_CONTROL,
    ProblemCode.TEXT_DIRECTION,
    ProblemCode.TEXT_INVISIBLE,
    ProblemCode.TEXT_PRIVATE_USE,
    ProblemCode.TEXT_RADICALS,
    ProblemCode.TEXT_UNDECODED,
)


def settle(first: Statute, text: str, read: Callable[[str], Statute]) -> Statute:
    """The statute that is read from its own printed text.

    `first` is the statute that was read from `text`, and `read` reads a printed text. The result is `first` itself if
    its printed text is read as the same statute. If no such statute is found, it is the one that was read last.
    """
    law = first
    for _ in range(min(max(_MOST_CHARACTERS_READ_AGAIN // len(text), FEWEST_READINGS), MOST_READINGS)):
        printed = to_text(law)
        before, law = law, read(printed)
        if law == before:
            break
    return first if law == first else _with_original_lines(law, printed, first, text)


def _with_original_lines(law: Statute, printed: str, first: Statute, text: str) -> Statute:
    """The statute with its line numbers and problems translated from the printed text to the original text."""
    original, reprint = _PrintedCharacters(text), _PrintedCharacters(printed)
    problems = [
        problem for problem in first.problems if problem.code in (*_FIRST_READING_ONLY, *_CHARACTER_PROBLEMS)
    ]
    for problem in law.problems:
        if problem.code in _CHARACTER_PROBLEMS:
            continue
        line = original.line_of(reprint.start_of(problem.line)) if problem.line else None
        problems.append(
            msgspec.structs.replace(problem, line=line, excerpt=_excerpt(problem, original, line))
        )
    problems.sort(key=lambda problem: problem.line or 0)
    return dataclasses.replace(law, problems=tuple(problems), lines=tuple(_lines(law, original)))


def _excerpt(problem: Problem, original: _PrintedCharacters, line: int | None) -> str:
    """The excerpt of a problem, or the beginning of the original line if that does not contain the whole excerpt."""
    original_line = original.lines[line - 1] if line else ""
    contains_it = without_whitespace(problem.excerpt).strip("…") in without_whitespace(original_line)
    return problem.excerpt if contains_it else shortened(original_line)


def _lines(law: Statute, original: _PrintedCharacters) -> list[int]:
    """The line (from 1) of each provision in walking order, which is also the order in which they are printed."""
    line_numbers: list[int] = []
    fronts = (*law.announcement, law.title or "", *law.notes, *law.contents, *law.preamble)
    offset = sum(map(_length, fronts))
    annexes = {id(annex) for annex in law.annexes}
    unsigned = True
    for _, provision in law.walk():
        if unsigned and id(provision) in annexes:
            offset += sum(map(_length, law.signature))
            unsigned = False
        line_numbers.append(original.line_of(offset))
        offset += sum(map(_length, (provision.label or "", provision.heading or "", provision.text)))
    return line_numbers


def _length(text: str) -> int:
    """The number of printed characters, that is, characters other than whitespace."""
    return len(without_whitespace(text))


class _PrintedCharacters:
    """The printed characters of a text, counted from 0, and the lines on which they are, counted from 1."""

    def __init__(self, text: str) -> None:
        self.lines = with_line_feeds(text).split("\n")
        self._ends = list(accumulate(len(without_whitespace(line)) for line in self.lines))

    def line_of(self, offset: int) -> int:
        """The line of a printed character. An offset beyond the last character counts as the last one."""
        return bisect_right(self._ends, min(offset, self._ends[-1] - 1)) + 1

    def start_of(self, line: int) -> int:
        """The offset of the first printed character of a line."""
        return self._ends[line - 2] if line > 1 else 0
