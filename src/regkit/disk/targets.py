"""Where a folder that regkit fills may stand, whatever name, link or path the user gives for it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from regkit.codes import ErrorCode
from regkit.errors import OutputError, reason_of


def check_target(folder: Path, what: str, *, apart: Iterable[Path], around: Iterable[Path]) -> Path:
    """Check that `what` may be written into `folder`; its path without links.

    The target must not be, contain or lie in any of the folders `apart`, which are read from. It must not be or contain any of
    the folders `around`, the user's home, the working directory or the root of a file system.

    `what` names in Chinese what is to be written, for the messages. Raises OutputError.
    """
    target = real_path(folder, what)
    if target == target.parent:
        raise OutputError(
            f"{what}不能写到 {folder}：这是磁盘的根。请换一个文件夹。", code=ErrorCode.OUTPUT_PLACE
        )
    if os.path.lexists(target) and not target.is_dir():
        raise OutputError(
            f"{what}不能写到 {folder}：它不是文件夹。请换一个名称。", code=ErrorCode.OUTPUT_PLACE
        )
    sources = [real_path(path, what) for path in apart]
    for source in (*sources, *(real_path(path, what) for path in around), *_folders_of_the_user()):
        if _holds(target, source):
            raise OutputError(
                f"{what}不能写到 {folder}：那里有 {source}，会被清空。请换一个文件夹。",
                code=ErrorCode.OUTPUT_PLACE,
            )
    for source in sources:
        if _holds(source, target):
            raise OutputError(
                f"{what}不能写到 {folder}：它在 {source} 里面。请换一个文件夹。", code=ErrorCode.OUTPUT_PLACE
            )
    return target


def real_path(path: Path, what: str) -> Path:
    """A path without links and dots; `what` is for the message.

    Raises OutputError for a link whose target does not exist, links in a circle, or a string that is no path.
    """
    try:
        if path.is_symlink() and not path.exists():
            raise OutputError(
                f"{what}不能写到 {path}：它是链接，而指向的地方不存在。请换一个名称。",
                code=ErrorCode.OUTPUT_PLACE,
            )
        return path.resolve()
    except (ValueError, RuntimeError):
        shown = str(path).replace("\0", "\\0")
        raise OutputError(
            f"{what}不能写到 {shown}：这不是文件夹的名称。请换一个名称。", code=ErrorCode.OUTPUT_PLACE
        ) from None
    except OutputError:
        raise
    except OSError as error:
        raise OutputError(
            f"{what}不能写到 {path}：{reason_of(error)}。请换一个文件夹。", code=ErrorCode.OUTPUT_DISK
        ) from None


def _folders_of_the_user() -> list[Path]:
    paths = []
    for ask in (Path.cwd, Path.home):
        try:
            paths.append(ask().resolve())
        except (OSError, RuntimeError):
            # The working directory may have been removed, and a user may have no home.
            continue
    return paths


def _holds(outer: Path, inner: Path) -> bool:
    """Whether `outer` is `inner` or contains it, even where one folder has two names."""
    return any(_is_same(outer, path) for path in (inner, *inner.parents))


def _is_same(first: Path, second: Path) -> bool:
    if first == second:
        return True
    try:
        return first.samefile(second)
    except OSError:
        # Neither exists yet: where the file system ignores case, the two names may become the same folder.
        return str(first).casefold() == str(second).casefold()
