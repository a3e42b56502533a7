"""What the parser wonders about, collected while it goes on."""

from __future__ import annotations

from regkit.errors import Problem
from regkit.parsing.lines import Line

# Nobody reads more, and a hostile text could make one of every line.
MOST_PROBLEMS = 1000


class Reports:
    """Problems in the order of the text; of more than MOST_PROBLEMS the rest is counted."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._unlisted = 0

    def add(self, code: str, line: Line, message: str, hint: str) -> None:
        if len(self._problems) == MOST_PROBLEMS:
            self._unlisted += 1
            return
        self._problems.append(
            Problem(code=code, message=message, hint=hint, line=line.place, excerpt=line.excerpt)
        )

    def in_order(self) -> tuple[Problem, ...]:
        listed = sorted(self._problems, key=lambda problem: problem.line or 0)
        if self._unlisted:
            message = f"还有 {self._unlisted} 处问题没有列出。"
            listed.append(
                Problem(code="text.many_problems", message=message, hint="请先改正以上各处，再检查一次。")
            )
        return tuple(listed)
