"""Adds to problems the provision and the columns they concern, so that an editor or a comment can point at them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import gt

import msgspec

from regkit.errors import Problem
from regkit.model.address import ROOT, Address
from regkit.model.tree import Provision, Statute
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
    indexes = _indexes_of(given, statute.lines)
    eids = _eids_of(statute, set(indexes.values()))
    return tuple(
        _located(problem, lines, eids.get(indexes.get(problem.line or 0, -1)))
        if _is_incomplete(problem)
        else problem
        for problem in given
    )


def _is_incomplete(problem: Problem) -> bool:
    return problem.line is not None and (problem.address is None or problem.span is None)


def _indexes_of(problems: Iterable[Problem], starts: Sequence[int]) -> dict[int, int]:
    """For each line of the problems the index of the provision that contains it; `starts` are the lines on which provisions begin."""
    # Annexes may be found above other text; otherwise the lines are in order.
    order: Sequence[int] = range(len(starts))
    ordered = starts
    if any(map(gt, starts, starts[1:])):
        order = sorted(order, key=starts.__getitem__)
        ordered = [starts[index] for index in order]
    found: dict[int, int] = {}
    for line in {problem.line for problem in problems if problem.line is not None}:
        last = bisect_right(ordered, line)
        if last:
            # Several provisions may begin on that line; the first of them contains the others.
            found[line] = order[bisect_left(ordered, ordered[last - 1])]
    return found


def _eids_of(statute: Statute, indexes: set[int]) -> dict[int, str]:
    """The eIds of some provisions by their indexes; whatever holds none of them is counted and not entered."""
    wanted = sorted(indexes)
    found: dict[int, str] = {}

    def enter(siblings: Iterable[Provision], index: int, above: Address) -> None:
        for provision in siblings:
            end = index + _size(provision)
            at = bisect_left(wanted, index)
            if at < len(wanted) and wanted[at] < end:
                address = above.child(provision.level, provision.number)
                if wanted[at] == index:
                    found[index] = address.eid
                enter(provision.children, index + 1, address)
            index = end

    enter((*statute.children, *statute.annexes), 0, ROOT)
    return found


def _size(provision: Provision) -> int:
    """How many provisions a provision is, together with all that stand in it."""
    size = 1
    for child in provision.children:
        size += _size(child) if child.children else 1
    return size


def _located(problem: Problem, lines: Sequence[str], eid: str | None) -> Problem:
    """The problem with its span, and with the eId of the provision that contains it unless it has one."""
    assert problem.line is not None
    span = problem.span
    if span is None and problem.line <= len(lines):
        span = _span(lines[problem.line - 1], problem.excerpt)
    return msgspec.structs.replace(problem, address=problem.address or eid, span=span)


def _span(line: str, excerpt: str) -> tuple[int, int] | None:
    """The columns of the excerpt in the line, or of the line without surrounding whitespace; None if nothing is printed."""
    quoted = excerpt.strip("…")
    start = line.find(quoted) if quoted else -1
    if start >= 0:
        return start, start + len(quoted)
    printed = line.strip(WHITESPACE)
    start = line.find(printed)
    return (start, start + len(printed)) if printed else None
