"""What the parser wonders about, collected while it goes on."""

from __future__ import annotations

from regkit.errors import Problem
from regkit.parsing.lines import Line


class Reports:
    """Problems in the order of the text."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def add(self, code: str, line: Line, message: str, hint: str) -> None:
        self._problems.append(
            Problem(code=code, message=message, hint=hint, line=line.place, excerpt=line.excerpt)
        )

    def in_order(self) -> tuple[Problem, ...]:
        return tuple(sorted(self._problems, key=lambda problem: problem.line or 0))
