"""Problems and errors: what regkit says when a text or a file is not as it should be."""

from __future__ import annotations

import copyreg
import errno
import os
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

import msgspec

from regkit.codes import ErrorCode


class Severity(StrEnum):
    """How much a problem weighs: an ERROR leaves no tree to give, a WARNING asks for a look."""

    ERROR = "error"
    WARNING = "warning"


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong with a text, said so that its reader can mend it.

    `code` is stable and for programs (``article.gap``): one of `ProblemCode`; `message` and `hint` are Chinese, for drafters.
    `line` counts from 1 in the file as given and is None where the whole text is meant. `span` are the columns in that line, from 0,
    the second one exclusive, and `address` is the eId of the provision that the line belongs to; either is None where it cannot be
    told. `excerpt` is the beginning of the line, or the words around what is meant. `cause` is the code of the error behind a problem
    (``file.password`` behind ``file.unreadable``), else None.
    """

    code: str
    message: str
    hint: str
    severity: Severity = Severity.WARNING
    line: int | None = None
    excerpt: str = ""
    address: str | None = None
    span: tuple[int, int] | None = None
    cause: str | None = None


class RegkitError(Exception):
    """The base of every error that regkit raises on purpose. Its text is one sentence for people, its `code` is for programs.

    A class has the code that fits most of its errors; one that is raised for several reasons is given another. Codes are
    listed in `ErrorCode`.
    """

    code: str = ErrorCode.ERROR

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        # KeyError would print the repr of its argument, and OSError its number and the name of the file.
        return str(self.args[0]) if self.args else ""

    def __reduce__(self) -> tuple[Any, ...]:
        # Not by calling the class again: some make their sentence of other arguments. An OSError keeps these three apart.
        kept = {name: getattr(self, name, None) for name in ("errno", "strerror", "filename")}
        state = {**self.__dict__, **{name: value for name, value in kept.items() if value is not None}}
        return copyreg.__newobj__, (type(self),), {**state, "args": self.args}  # type: ignore[attr-defined]


class ParseError(RegkitError, ValueError):
    """The text has no tree to give. `problems` holds everything that was found, never nothing; `code` is that of the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            "\n".join(_sentence(problem) for problem in self.problems), code=str(self.problems[0].code)
        )


class AddressError(RegkitError, ValueError):
    """A string that is no address in either notation."""

    code = ErrorCode.ADDRESS_INVALID


class ProvisionNotFoundError(RegkitError, KeyError):
    """No provision, or more than one, stands at an address."""

    code = ErrorCode.PROVISION_MISSING


class FileError(RegkitError, OSError):
    """A file cannot be read or written. Where the system refused, `errno`, `strerror` and `filename` are as in any OSError."""

    code = ErrorCode.FILE_UNREADABLE

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        path: str | os.PathLike[str] | None = None,
        number: int | None = None,
    ) -> None:
        super().__init__(message, code=code)
        if path is not None:
            self.filename = os.fspath(path)
        if number is not None:
            self.errno, self.strerror = number, os.strerror(number)


class UnreadableFileError(FileError):
    """A file that cannot be read as a document: missing, too large, no text, an unknown format."""


class MissingFileError(UnreadableFileError, FileNotFoundError):
    """A file that is not there."""

    code = ErrorCode.FILE_MISSING


class ForbiddenFileError(UnreadableFileError, PermissionError):
    """A file that there is no permission to read."""

    code = ErrorCode.FILE_FORBIDDEN


class UnwritableFileError(FileError):
    """A file that cannot be written: an unknown format, or text that no encoding has."""

    code = ErrorCode.FILE_UNKNOWN_FORMAT


class ExistingFileError(UnwritableFileError, FileExistsError):
    """A file that is there already, and that nobody said to replace."""

    code = ErrorCode.FILE_EXISTS


class LockedError(RegkitError, OSError):
    """Another process is writing where this one wants to write, and did not end in time."""

    code = ErrorCode.LOCKED


class OutputError(RegkitError, OSError):
    """A folder cannot be written as output: it is not ours, something of somebody else is in the way, the disk is full."""

    code = ErrorCode.OUTPUT_NOT_OURS


class UnfinishedError(RegkitError, OSError):
    """What a stopped program had begun to write can be neither ended nor undone: somebody changed it since."""

    code = ErrorCode.FILE_UNFINISHED


class ChangedError(RegkitError, OSError):
    """Somebody changed a file after it was read, before what was made of it could take its place."""

    code = ErrorCode.FILE_CHANGED


class NotAFileError(RegkitError, OSError):
    """A pipe, a socket or a device where a file is wanted."""

    code = ErrorCode.FILE_NOT_REGULAR

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} 不是普通文件，而是管道、设备或者套接字；请给出文件。")
        self.strerror = "那里不是普通文件"


class OfficeError(RegkitError, OSError):
    """LibreOffice is not installed, or could not convert a document."""

    code = ErrorCode.OFFICE_FAILED


class DatabaseError(RegkitError, OSError):
    """The national database cannot be reached, or answers in another form than expected."""

    code = ErrorCode.DATABASE_UNEXPECTED_ANSWER


class OutOfTimeError(DatabaseError):
    """The time for a whole call is over, or the database asks for more patience than there is: nothing more is to be asked."""

    code = ErrorCode.DATABASE_OUT_OF_TIME


class DataError(RegkitError, ValueError):
    """A data file cannot be written or read: not there, not ours, of another format, damaged."""

    code = ErrorCode.DATA_FORMAT


class LibraryError(RegkitError, ValueError):
    """A work's folder or its work.toml is not as it should be."""

    code = ErrorCode.LIBRARY_WORK_TOML


class WorkNotFoundError(LibraryError, KeyError):
    """No work has that id or title."""

    code = ErrorCode.WORK_MISSING


# A traceback names a class as people import it: regkit.ParseError.
for _each in list(vars().values()):
    if isinstance(_each, type) and issubclass(_each, RegkitError):
        _each.__module__ = "regkit"
del _each


_REASONS = {
    errno.ENOENT: "没有这个文件或者文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "这个磁盘是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.EFBIG: "文件超过了系统允许的大小",
    errno.EEXIST: "已经存在",
    errno.ENOTDIR: "路径当中有一段不是文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.ENAMETOOLONG: "名称太长",
    errno.ELOOP: "链接绕成了圈",
    errno.EMFILE: "同时打开的文件太多",
    errno.ENFILE: "系统同时打开的文件太多",
    errno.ENOMEM: "内存不够",
    errno.EAGAIN: "系统暂时不能再开进程或者线程",
    errno.EIO: "读写磁盘时出错",
    errno.EBUSY: "正被别的程序使用",
    errno.EINVAL: "系统不接受这样的名称或者写法",
    errno.ENXIO: "这不是普通文件",
    errno.ESPIPE: "这不是普通文件",
    errno.EPIPE: "另一头的程序已经关闭",
    errno.EBADF: "已经关闭",
    errno.EXDEV: "不在同一个磁盘上",
}
if hasattr(errno, "EDQUOT"):
    _REASONS[errno.EDQUOT] = "超过了磁盘的配额"


def reason_of(error: OSError) -> str:
    """Why the system refused something, in Chinese without a full stop; in the system's own words where these are rare."""
    return _REASONS.get(error.errno or 0) or error.strerror or "系统没有说明原因"


def _sentence(problem: Problem) -> str:
    prefix = f"第 {problem.line} 行：" if problem.line is not None else ""
    return f"{prefix}{problem.message}{problem.hint}"
