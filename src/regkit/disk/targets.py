"""Targets: where a folder that regkit fills may stand, by whatever name, link or path it is given."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from regkit.codes import ErrorCode
from regkit.errors import OutputError, reason_of


def check_target(folder: Path, what: str, *, apart: Iterable[Path], around: Iterable[Path]) -> Path:
    """Where a folder really is, in which `what` is to be written.

    It must not be, hold or stand in one of the folders `apart` from which things are read; those `around` it, it must not be or hold,
    nor the home of the user, the working directory or the root of a file system.

    Raises OutputError.
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
    sources = [real_path(each, what) for each in apart]
    for source in (*sources, *(real_path(each, what) for each in around), *_places_of_the_user()):
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
    """A path without links and dots. Raises OutputError for one that leads nowhere, or round and round."""
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


def _places_of_the_user() -> list[Path]:
    paths = []
    for ask in (Path.cwd, Path.home):
        try:
            paths.append(ask().resolve())
        except (OSError, RuntimeError):
            # A folder that was removed under its user, or a user without a home.
            continue
    return paths


def _holds(outer: Path, inner: Path) -> bool:
    """Whether a folder is another, or holds it, also where one folder has two names."""
    return any(_is_same(outer, path) for path in (inner, *inner.parents))


def _is_same(one: Path, two: Path) -> bool:
    if one == two:
        return True
    try:
        return one.samefile(two)
    except OSError:
        # What is not there yet may become the same where capitals do not count.
        return str(one).casefold() == str(two).casefold()
