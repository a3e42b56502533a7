"""The problems of the texts that a command was given, in the JSON of its answer."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from regkit.errors import Problem


class InputProblem(Problem, frozen=True, kw_only=True):
    """A problem of one of several texts.

    - `input`: the name of the text; the other keys are those of a problem.
    """

    input: str


def problems_of_input(name: str, problems: Iterable[Problem]) -> tuple[InputProblem, ...]:
    """The problems of the text with this name, for JSON."""
    return tuple(InputProblem(**msgspec.structs.asdict(problem), input=name) for problem in problems)
