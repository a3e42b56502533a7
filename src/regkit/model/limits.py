"""The longest line that is searched for citations, duties and terms, so that no text can take them forever."""

from __future__ import annotations

from collections.abc import Iterable

from regkit.codes import ProblemCode
from regkit.errors import Problem
from regkit.model.tree import Provision

MOST_CHARACTERS = 20_000_000
"""The most characters of one text or file: it keeps what is no statute from using up the memory. The longest known statute has 0.3 million."""
LONGEST_LINE = 20_000
"""In characters. The longest line found in any law, a list of crimes, has 922."""
# Characters of a text that a problem quotes.
_EXCERPT = 30


def is_readable(text: str) -> bool:
    """Whether a text is searched for citations, duties and terms: no line is longer than LONGEST_LINE."""
    return len(text) <= LONGEST_LINE or max(map(len, text.split("\n"))) <= LONGEST_LINE


def is_unread_line(problem: Problem) -> bool:
    """Whether a problem reports that a line was too long to search."""
    return problem.code == ProblemCode.TEXT_LONG_LINE


def unread_lines(provisions: Iterable[Provision], lines: Iterable[int]) -> list[Problem]:
    """A problem for each provision, and each provision in it, whose text is not readable, in walking order.

    `lines` are the line numbers on which the provisions begin, in walking order; it may be empty or end early, and the
    problems then have no line.
    """
    provisions = tuple(provisions)
    problems: list[Problem] = []
    if not _has_long_text(provisions):
        return problems
    line_numbers = iter(lines)
    stack = [iter(provisions)]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
            continue
        stack.append(iter(node.children))
        line = next(line_numbers, None)
        if not is_readable(node.text):
            longest = max(map(len, node.text.split("\n")))
            problems.append(
                Problem(
                    code=ProblemCode.TEXT_LONG_LINE,
                    message=f"这里有一行 {longest:,} 个字，超过 {LONGEST_LINE:,} 个字：文字原样保留，"
                    "但太长，没有读其中的引用、义务和定义。",
                    hint="请核对是否漏了换行；每一款、每一项应当从新的一行开始。",
                    line=line,
                    excerpt=node.text[:_EXCERPT] + "…",
                )
            )
    return problems


def _has_long_text(provisions: Iterable[Provision]) -> bool:
    """Whether any text may have a line that is too long. Nearly no statute has one, and no order is needed to see that."""
    pending = list(provisions)
    while pending:
        node = pending.pop()
        if len(node.text) > LONGEST_LINE:
            return True
        if node.children:
            pending += node.children
    return False
