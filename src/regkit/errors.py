"""The problems and errors by which regkit reports that a text, a file or a folder is not as it should be."""

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
    """How serious a problem is: after an ERROR there is no tree; a WARNING asks a person to look."""

    ERROR = "error"
    WARNING = "warning"


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong or suspicious in a text, described so that the reader can correct it.

    `code` is stable and meant for programs: one of `ProblemCode`, such as ``article.gap``. `message` and `hint`
    are Chinese, for drafters: what is wrong, and what to do.

    `line` is the line number in the file as given, from 1; None if the problem concerns the whole text. `span`
    holds the columns in that line as (start, end), from 0, the end exclusive. `address` is the eId of the
    provision that the line belongs to. `span` and `address` are None if unknown. `excerpt` is the beginning of
    the line, or the words around the problem. `cause` is the code of the error that led to the problem
    (``file.password`` for a ``file.unreadable``), or None.

    Of a problem that says what of a file was not read, `omitted` holds the words left out, separate passages on
    lines of their own; `page` is the page they stand on, from 1, and `part` the part of the file, in Chinese
    (页眉, 脚注, 批注). Empty or None where there are no words, or no pages and parts.
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
    omitted: str = ""
    page: int | None = None
    part: str | None = None

    def __repr__(self) -> str:
        """Code, line and message, because all fields together fill several lines."""
        line = [] if self.line is None else [f"line {self.line}"]
        return f"Problem({', '.join([repr(str(self.code)), *line, repr(self.message)])})"


class RegkitError(Exception):
    """The base of every error that regkit raises on purpose. Its text is one sentence for people, its `code` is for programs.

    Each class has the code that fits most of its errors; an error raised for another reason is given its own
    code. `ErrorCode` lists all codes.
    """

    code: str = ErrorCode.ERROR

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        """The sentence alone: KeyError would print the repr of its argument, OSError its number and file name."""
        return str(self.args[0]) if self.args else ""

    def __reduce__(self) -> tuple[Any, ...]:
        # Unpickling must not call the class, because some classes build their sentence from other arguments.
        # OSError stores these three attributes outside of __dict__.
        os_attributes = {name: getattr(self, name, None) for name in ("errno", "strerror", "filename")}
        state = {
            **self.__dict__,
            **{name: value for name, value in os_attributes.items() if value is not None},
        }
        return copyreg.__newobj__, (type(self),), {**state, "args": self.args}  # type: ignore[attr-defined]  # typeshed does not know it


class ParseError(RegkitError, ValueError):
    """A text from which no tree can be built. `problems` holds everything that was found, at least one problem; `code` is that of the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        if not self.problems or not all(isinstance(problem, Problem) for problem in self.problems):
            raise TypeError(
                "ParseError() takes problems, at least one; write ParseError([regkit.Problem(...)])"
            )
        super().__init__(
            "\n".join(_sentence(problem) for problem in self.problems), code=str(self.problems[0].code)
        )


class AddressError(RegkitError, ValueError):
    """A string that is not an address in either notation (第二十三条第一款, ``art_23__para_1``)."""

    code = ErrorCode.ADDRESS_INVALID


class ProvisionNotFoundError(RegkitError, KeyError):
    """No provision, or more than one, has the given address."""

    code = ErrorCode.PROVISION_MISSING


class FileError(RegkitError, OSError):
    """A file cannot be read or written. If the system refused, `errno`, `strerror` and `filename` are set as in any OSError."""

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
    """A file that cannot be read as a document: it is missing, too large, not text, or of an unknown format."""


class MissingFileError(UnreadableFileError, FileNotFoundError):
    """A file that does not exist."""

    code = ErrorCode.FILE_MISSING


class ForbiddenFileError(UnreadableFileError, PermissionError):
    """A file that this process has no permission to read."""

    code = ErrorCode.FILE_FORBIDDEN


class UnwritableFileError(FileError):
    """A file that cannot be written: its format is unknown, its text cannot be encoded as UTF-8, or the system refuses."""

    code = ErrorCode.FILE_UNWRITABLE


class ExistingFileError(UnwritableFileError, FileExistsError):
    """A file that already exists, and that was not to be replaced."""

    code = ErrorCode.FILE_EXISTS


class MissingFolderError(UnwritableFileError, FileNotFoundError):
    """A file whose folder does not exist."""

    code = ErrorCode.FILE_NO_FOLDER


class ForbiddenWriteError(UnwritableFileError, PermissionError):
    """A file that this process has no permission to write."""

    code = ErrorCode.FILE_FORBIDDEN


class LockedError(RegkitError, OSError):
    """Another process held the lock on the same output and did not finish in time."""

    code = ErrorCode.LOCKED


class OutputError(RegkitError, OSError):
    """An output folder cannot be written: regkit did not create it, a foreign file is in the way, or the disk is full."""

    code = ErrorCode.OUTPUT_NOT_OURS


class UnfinishedError(RegkitError, OSError):
    """An interrupted write can be neither completed nor undone, because somebody has changed its files since."""

    code = ErrorCode.FILE_UNFINISHED


class ChangedError(RegkitError, OSError):
    """A file was changed by somebody else after regkit had read it and before regkit could replace it."""

    code = ErrorCode.FILE_CHANGED


class NotAFileError(RegkitError, OSError):
    """A pipe, a socket or a device was given where a regular file is needed."""

    code = ErrorCode.FILE_NOT_REGULAR

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} 不是普通文件，而是管道、设备或者套接字；请给出文件。")
        self.strerror = "那里不是普通文件"


class OfficeError(RegkitError, OSError):
    """LibreOffice is not installed, or could not convert a document."""

    code = ErrorCode.OFFICE_FAILED


class DatabaseError(RegkitError, OSError):
    """The national database cannot be reached, or its answer does not have the expected form."""

    code = ErrorCode.DATABASE_UNEXPECTED_ANSWER


class OutOfTimeError(DatabaseError):
    """The time for the whole call is over, or the database asks for a longer wait: send no more requests."""

    code = ErrorCode.DATABASE_OUT_OF_TIME


class DataError(RegkitError, ValueError):
    """A data file cannot be written or read: it is missing, damaged, of another format, or not written by regkit."""

    code = ErrorCode.DATA_FORMAT


class LibraryError(RegkitError, ValueError):
    """A work's folder, or its work.toml, is not as it should be."""

    code = ErrorCode.LIBRARY_WORK_TOML


class WorkNotFoundError(LibraryError, KeyError):
    """No work has that id or title."""

    code = ErrorCode.WORK_MISSING


# Tracebacks then name a class as users import it: regkit.ParseError.
for _value in list(vars().values()):
    if isinstance(_value, type) and issubclass(_value, RegkitError):
        _value.__module__ = "regkit"
del _value


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
    """Why the system refused an operation, in Chinese without a full stop; for rare errors, in the system's own words."""
    return _REASONS.get(error.errno or 0) or error.strerror or "系统没有说明原因"


def _sentence(problem: Problem) -> str:
    prefix = f"第 {problem.line} 行：" if problem.line is not None else ""
    return f"{prefix}{problem.message}{problem.hint}"
