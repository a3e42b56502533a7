"""Problems and errors: what regkit says when a text or a file is not as it should be."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Severity(StrEnum):
    """How much a problem weighs: an ERROR leaves no tree to give, a WARNING asks for a look."""

    ERROR = "error"
    WARNING = "warning"


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong with a text, said so that its reader can mend it.

    `code` is stable and for programs (``article.gap``); `message` and `hint` are Chinese, for drafters.
    `line` counts from 1 in the file as given and is None where the whole text is meant.
    """

    code: str
    message: str
    hint: str
    severity: Severity = Severity.WARNING
    line: int | None = None
    excerpt: str = ""


class RegkitError(Exception):
    """The base of every error that regkit raises on purpose. Its text is one sentence for people."""


class ParseError(RegkitError, ValueError):
    """The text has no tree to give. `problems` holds everything that was found, never nothing."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(_sentence(problem) for problem in problems))


class AddressError(RegkitError, ValueError):
    """A string that is no address in either notation."""


class ProvisionNotFoundError(RegkitError, KeyError):
    """No provision, or more than one, stands at an address."""

    def __str__(self) -> str:
        # KeyError would print the repr of its argument.
        return str(self.args[0])


class UnreadableFileError(RegkitError, OSError):
    """A file that cannot be read as a document: missing, too large, no text, an unknown format."""


class UnwritableFileError(RegkitError, OSError):
    """A file that cannot be written: an unknown format, or text that no encoding has."""


class LockedError(RegkitError, OSError):
    """Another process is writing where this one wants to write, and did not end in time."""


class OfficeError(RegkitError, OSError):
    """LibreOffice is not installed, or could not convert a document."""


class DatabaseError(RegkitError, OSError):
    """The national database cannot be reached, or answers in another form than expected."""


class DataError(RegkitError, ValueError):
    """A data file cannot be written or read: not there, not ours, of another format, damaged."""


class LibraryError(RegkitError, ValueError):
    """A work's folder or its work.toml is not as it should be."""


def _sentence(problem: Problem) -> str:
    place = f"第 {problem.line} 行：" if problem.line is not None else ""
    return f"{place}{problem.message}{problem.hint}"
