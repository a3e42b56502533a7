"""Adds to problems the provision and the columns they concern, so that an editor or a comment can point at them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

import msgspec

from regkit.errors import Problem
from regkit.model.address import Address
from regkit.model.tree import Statute
from regkit.text.whitespace import WHITESPACE, with_line_feeds


def locate_problems(problems: Iterable[Problem], statute: Statute, text: str) -> tuple[Problem, ...]:
    """The problems of a statute that was read from `text`, in the same order, with address and span added where possible.

    The address is the eId of the provision that contains the problem's line; there is none before the first provision. The
    span is where the excerpt stands in the line (columns from 0, end exclusive), otherwise the whole line without the
    whitespace around it. An address or span that a problem already has is kept, and a problem without a line is unchanged.
    """
    given = tuple(problems)
    if not any(_is_incomplete(problem) for problem in given):
        return given
    lines = with_line_feeds(text).split("\n")
    starts = sorted(
        zip(statute.lines, (address for address, _ in statute.walk()), strict=False), key=_line_of
    )
    return tuple(
        _located(problem, lines, starts) if _is_incomplete(problem) else problem for problem in given
    )


def _line_of(start: tuple[int, Address]) -> int:
    return start[0]


def _is_incomplete(problem: Problem) -> bool:
    return problem.line is not None and (problem.address is None or problem.span is None)


def _located(problem: Problem, lines: Sequence[str], starts: Sequence[tuple[int, Address]]) -> Problem:
    """The problem with its address and span; `starts` are the lines on which provisions begin, sorted, with addresses."""
    assert problem.line is not None
    address = problem.address
    if address is None:
        # Several provisions may begin on the nearest line; the first of them contains the others.
        last = bisect_right(starts, problem.line, key=_line_of)
        first = bisect_right(starts, starts[last - 1][0] - 1, key=_line_of) if last else 0
        address = starts[first][1].eid if last else None
    span = problem.span
    if span is None and problem.line <= len(lines):
        span = _span(lines[problem.line - 1], problem.excerpt)
    return msgspec.structs.replace(problem, address=address, span=span)


def _span(line: str, excerpt: str) -> tuple[int, int] | None:
    """The columns of the excerpt in the line, or of the line without surrounding whitespace; None if nothing is printed."""
    quoted = excerpt.strip("…")
    start = line.find(quoted) if quoted else -1
    if start >= 0:
        return start, start + len(quoted)
    printed = line.strip(WHITESPACE)
    start = line.find(printed)
    return (start, start + len(printed)) if printed else None
