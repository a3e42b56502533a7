"""Files that a command is given, read with progress; what is wrong with one is a problem of it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from regkit.cli.progress import reading
from regkit.codes import ProblemCode
from regkit.errors import ParseError, Problem, RegkitError, Severity, UnreadableFileError
from regkit.files import load, parse_source, read_source
from regkit.model.tree import Statute
from regkit.notations import TREE_READERS


def read(path: str) -> tuple[Statute | None, tuple[Problem, ...]]:
    """The statute in a file and its problems; None for the statute where it cannot be read, and why as a problem."""
    statute, problems, _ = read_with_text(path)
    return statute, problems


def read_with_text(path: str) -> tuple[Statute | None, tuple[Problem, ...], str | None]:
    """The same, and the text that was parsed; None where the file holds the tree itself."""
    text = None
    try:
        with reading(path):
            if Path(path).suffix.lower() in TREE_READERS:
                statute = load(path)
            else:
                source = read_source(path)
                text, statute = source.text, parse_source(source)
    except ParseError as error:
        return None, error.problems, None
    except UnreadableFileError as error:
        return None, (unreadable(error),), None
    return statute, statute.problems, text


def unreadable(error: RegkitError, message: str | None = None) -> Problem:
    """The problem of a file that cannot be read; `message` is said in place of the sentence of the error."""
    said = str(error) if message is None else message
    problem = as_problem(ProblemCode.FILE_UNREADABLE, said, "")
    return msgspec.structs.replace(problem, cause=str(error.code))


def as_problem(code: ProblemCode, message: str, hint: str) -> Problem:
    """What is wrong with a file as a whole."""
    return Problem(code=code, message=message, hint=hint, severity=Severity.ERROR)
