"""Reading the files that a command is given; what is wrong with a file becomes a problem and not an exception."""

from __future__ import annotations

import msgspec

from regkit.cli.progress import reading
from regkit.codes import ProblemCode
from regkit.errors import ParseError, Problem, RegkitError, Severity, UnreadableFileError
from regkit.files import open_file, parse_source, source_of
from regkit.model.tree import Statute
from regkit.notations import TREE_READERS


def read(path: str) -> tuple[Statute | None, tuple[Problem, ...]]:
    """The statute in a file and its problems; if the file cannot be read, None and the reason as a problem."""
    statute, problems, _ = read_with_text(path)
    return statute, problems


def read_with_text(path: str) -> tuple[Statute | None, tuple[Problem, ...], str | None]:
    """Like `read`, with the text that was parsed, which is None if the file holds a tree (JSON, Akoma Ntoso) or cannot be read."""
    text = None
    try:
        with reading(path):
            notation, data = open_file(path)
            if notation in TREE_READERS:
                statute = TREE_READERS[notation](data).statute
            else:
                source = source_of(notation, data)
                text, statute = source.text, parse_source(source)
    except ParseError as error:
        return None, error.problems, None
    except UnreadableFileError as error:
        return None, (unreadable(error),), None
    return statute, statute.problems, text


def unreadable(error: RegkitError, message: str | None = None) -> Problem:
    """The problem of a file that cannot be read, in the words of the error, or in those of `message` if it is given."""
    sentence = str(error) if message is None else message
    problem = as_problem(ProblemCode.FILE_UNREADABLE, sentence, "")
    return msgspec.structs.replace(problem, cause=str(error.code))


def as_problem(code: ProblemCode, message: str, hint: str) -> Problem:
    """An error about a file as a whole, as a problem without a line."""
    return Problem(code=code, message=message, hint=hint, severity=Severity.ERROR)
