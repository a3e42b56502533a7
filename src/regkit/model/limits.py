"""What readers of words do not read: lines that no law has, over which they might sit for ever."""

from __future__ import annotations

from collections.abc import Iterable

from regkit.codes import ProblemCode
from regkit.errors import Problem
from regkit.model.tree import Provision

# The longest line known, of a list of crimes, has 922 characters.
LONGEST_LINE = 20_000
_EXCERPT = 30


def is_readable(text: str) -> bool:
    """Whether citations, duties and terms are looked for in a text: no line of it is longer than LONGEST_LINE."""
    return len(text) <= LONGEST_LINE or max(map(len, text.split("\n"))) <= LONGEST_LINE


def says_unread(problem: Problem) -> bool:
    """Whether a problem says that a line was not read."""
    return problem.code == ProblemCode.TEXT_LONG_LINE


def unread_lines(provisions: Iterable[Provision], lines: Iterable[int]) -> list[Problem]:
    """A problem for each provision whose text is not readable, `lines` being those on which provisions stand, in walking order, if that is known."""
    found: list[Problem] = []
    indexes = iter(lines)
    waiting = [iter(provisions)]
    while waiting:
        node = next(waiting[-1], None)
        if node is None:
            waiting.pop()
            continue
        waiting.append(iter(node.children))
        line = next(indexes, None)
        if not is_readable(node.text):
            longest = max(map(len, node.text.split("\n")))
            found.append(
                Problem(
                    code=ProblemCode.TEXT_LONG_LINE,
                    message=f"这里有一行 {longest:,} 个字，超过 {LONGEST_LINE:,} 个字：文字原样保留，"
                    "但太长，没有读其中的引用、义务和定义。",
                    hint="请核对是否漏了换行；每一款、每一项应当从新的一行开始。",
                    line=line,
                    excerpt=node.text[:_EXCERPT] + "…",
                )
            )
    return found
