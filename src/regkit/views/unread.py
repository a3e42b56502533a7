"""What of the compared files was not read, in words: a comparison that is silent about it would mislead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from regkit.codes import ProblemCode
from regkit.errors import Problem
from regkit.notations.source import UNREAD


def unread_in_words(problems: Iterable[Problem]) -> str | None:
    """What a file has besides the text that was read, as a Chinese clause; None if nothing was left out."""
    counts = Counter(problem.code for problem in problems if problem.code in UNREAD)
    has_changes = counts.pop(ProblemCode.TEXT_TRACKED_CHANGES, 0) > 0
    clauses = (
        [f"没有读入{'、'.join(f'{UNREAD[code]}（{n}处）' for code, n in _in_order(counts))}"]
        if counts
        else []
    )
    if has_changes:
        clauses.append("尚未处理的修订按全部接受读入")
    return "，".join(clauses) or None


def unread_note(name: str, problems: Iterable[Problem]) -> str | None:
    """The note of a table that these parts of a text were not compared; None if everything was read."""
    # Page numbers and heads, which nearly every PDF has, would only hide what matters.
    unread = [problem for problem in problems if problem.code != ProblemCode.TEXT_PAGE_EDGES]
    words = unread_in_words(unread)
    if words is None:
        return None
    if all(problem.code == ProblemCode.TEXT_TRACKED_CHANGES for problem in unread if problem.code in UNREAD):
        return f"{name}：{words}；请先接受或者拒绝全部修订，再作比较。"
    return f"{name}：{words}；这些内容没有比较，请对照原件。"


def _in_order(counts: Counter[str]) -> list[tuple[str, int]]:
    return [(code, counts[code]) for code in UNREAD if counts[code]]
