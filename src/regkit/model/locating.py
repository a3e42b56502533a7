"""Where problems stand: which provision, and which characters of their line, so that an editor or a comment can point at them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

import msgspec

from regkit.errors import Problem
from regkit.model.address import Address
from regkit.model.tree import Statute
from regkit.text.whitespace import WHITESPACE


def locate_problems(problems: Iterable[Problem], statute: Statute, text: str) -> tuple[Problem, ...]:
    """Problems of a statute that was read from `text`, each with its address and its span where these can be told.

    The address is that of the provision whose lines the line of the problem is among; a line before the first provision has none.
    The span is that of the words of the excerpt in the line, or else of the whole line without the white space around it. What
    a problem already says of itself is kept.
    """
    found = tuple(problems)
    if not any(_is_open(problem) for problem in found):
        return found
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    starts = sorted(
        zip(statute.lines, (address for address, _ in statute.walk()), strict=False), key=_line_of
    )
    return tuple(_located(problem, lines, starts) if _is_open(problem) else problem for problem in found)


def _line_of(start: tuple[int, Address]) -> int:
    return start[0]


def _is_open(problem: Problem) -> bool:
    return problem.line is not None and (problem.address is None or problem.span is None)


def _located(problem: Problem, lines: Sequence[str], starts: Sequence[tuple[int, Address]]) -> Problem:
    assert problem.line is not None
    address = problem.address
    if address is None:
        # Provisions that begin on one line contain one another, but for items printed on the line of their 款.
        last = bisect_right(starts, problem.line, key=_line_of)
        first = bisect_right(starts, starts[last - 1][0] - 1, key=_line_of) if last else 0
        address = starts[first][1].eid if last else None
    span = problem.span
    if span is None and problem.line <= len(lines):
        span = _span(lines[problem.line - 1], problem.excerpt)
    return msgspec.structs.replace(problem, address=address, span=span)


def _span(line: str, excerpt: str) -> tuple[int, int] | None:
    words = excerpt.strip("…")
    start = line.find(words) if words else -1
    if start >= 0:
        return start, start + len(words)
    whole = line.strip(WHITESPACE)
    start = line.find(whole)
    return (start, start + len(whole)) if whole else None
