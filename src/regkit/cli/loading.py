"""Files that a command is given, read with progress; what is wrong with one is a problem of it."""

from __future__ import annotations

from regkit.cli.progress import reading
from regkit.errors import ParseError, Problem, Severity, UnreadableFileError
from regkit.files import load
from regkit.model.tree import Statute


def read(path: str) -> tuple[Statute | None, tuple[Problem, ...]]:
    """The statute in a file and its problems; None for the statute where it cannot be read, and why as a problem."""
    try:
        with reading(path):
            statute = load(path)
    except ParseError as error:
        return None, error.problems
    except UnreadableFileError as error:
        return None, (as_problem("file.unreadable", str(error), ""),)
    return statute, statute.problems


def as_problem(code: str, message: str, hint: str) -> Problem:
    """What is wrong with a file as a whole."""
    return Problem(code=code, message=message, hint=hint, severity=Severity.ERROR)
