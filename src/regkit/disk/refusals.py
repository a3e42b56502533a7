"""The errors to raise if the system refuses to read or write a file: each has a code, and one Chinese sentence."""

from __future__ import annotations

import errno
from pathlib import Path

from regkit.codes import ErrorCode
from regkit.errors import (
    ExistingFileError,
    ForbiddenFileError,
    ForbiddenWriteError,
    MissingFileError,
    MissingFolderError,
    NotAFileError,
    UnreadableFileError,
    UnwritableFileError,
    reason_of,
)


def refusal_to_read(file: Path, error: OSError) -> UnreadableFileError:
    """The error to raise if the system refused to read a file."""
    number = error.errno
    # Windows reports a folder as a lack of permission.
    if isinstance(error, PermissionError | IsADirectoryError) and file.is_dir():
        return UnreadableFileError(
            "这是文件夹，不是文件；请给出其中的文件。",
            code=ErrorCode.FILE_FOLDER,
            path=file,
            number=errno.EISDIR,
        )
    match error:
        case NotAFileError():
            message = "这不是普通文件，而是管道、设备或者套接字；请给出文件。"
            return UnreadableFileError(message, code=ErrorCode.FILE_NOT_REGULAR, path=file)
        case FileNotFoundError() if file.is_symlink():
            message = "没有这个文件：这是链接，而它指向的地方没有文件；请核对。"
            return MissingFileError(message, path=file, number=number)
        case FileNotFoundError():
            return MissingFileError("没有这个文件；请核对路径。", path=file, number=number)
        case PermissionError():
            return ForbiddenFileError("没有读取这个文件的权限。", path=file, number=number)
    return UnreadableFileError(f"读不出这个文件：{reason_of(error)}。", path=file, number=number)


def refusal_to_write(file: Path, error: OSError) -> UnwritableFileError:
    """The error to raise if the system refused to write a file."""
    number = error.errno
    match error:
        case FileExistsError() | NotAFileError() if file.is_dir():
            message = "这是文件夹，不是文件；请换一个文件名。"
            return UnwritableFileError(message, code=ErrorCode.FILE_FOLDER, path=file, number=errno.EISDIR)
        case FileExistsError():
            message = "已经有这个文件；确实要替换时请用 replace=True。"
            return ExistingFileError(message, path=file, number=errno.EEXIST)
        case NotAFileError():
            message = "这不是普通文件，而是管道、设备或者套接字；请换一个文件名。"
            return UnwritableFileError(message, code=ErrorCode.FILE_NOT_REGULAR, path=file)
        case FileNotFoundError():
            message = "没有要写入的文件夹；请先建立它，或者换一个路径。"
            return MissingFolderError(message, path=file, number=number)
        case PermissionError():
            message = "没有在这里写文件的权限；请换一个路径。"
            return ForbiddenWriteError(message, path=file, number=number)
    return UnwritableFileError(f"写不出这个文件：{reason_of(error)}。", path=file, number=number)
