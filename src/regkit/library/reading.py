"""Reads a work from its folder as it was at one moment, even if another process is writing to it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from regkit.codes import ErrorCode
from regkit.disk.journals import JOURNAL_FILE, is_settled, settle
from regkit.disk.locking import LOCK_FILE, locked
from regkit.errors import (
    LibraryError,
    LockedError,
    ParseError,
    ProvisionNotFoundError,
    RegkitError,
    UnreadableFileError,
)
from regkit.files import load
from regkit.library.adding import check_title
from regkit.library.facts import WORK_FILE, WorkFacts, read_facts
from regkit.library.naming import check_id
from regkit.library.outlines import Outline, read_outline
from regkit.library.rulings import RULINGS_SUFFIX, RulingsFile, read_rulings
from regkit.library.versions import Version
from regkit.library.works import Work, WorkContext
from regkit.model.tree import Statute

OUTLINE_SUFFIX = ".outline.toml"
_SECONDS_TO_WAIT = 30
# How often a folder that keeps changing is read again, and by how many seconds the pause grows each time.
_TRIES, _NAP = 5, 0.02

Stamp = tuple[tuple[int, ...] | None, ...]
Thing = TypeVar("Thing")


def settle_library(library: Path) -> None:
    """Make sure that texts and records belong together: wait for writers, and complete or undo what a stopped program began.

    Raises LibraryError, saying what to do, if that is not possible and the files do not belong together.
    """
    until = time.monotonic() + _SECONDS_TO_WAIT
    try:
        while os.path.lexists(library / JOURNAL_FILE):
            try:
                with locked(library / LOCK_FILE, seconds=_SECONDS_TO_WAIT):
                    settle(library)
            except RegkitError:
                raise
            except OSError:
                # This process may not write here. A process elsewhere may be about to settle it.
                if is_settled(library):
                    return
                if time.monotonic() > until:
                    raise LibraryError(
                        f"上一次收录在写 {library} 的时候中断了，文本和 {WORK_FILE} 可能对不上；"
                        "请由能写这个文件夹的人运行 regkit verify，它会先恢复。",
                        code=ErrorCode.FILE_UNFINISHED,
                    ) from None
                time.sleep(_NAP)
    except RegkitError as error:
        raise LibraryError(str(error), code=error.code) from None


def read_steadily(folder: Path, read: Callable[[], Thing]) -> Thing:
    """The result of `read` on the folder of a work as it was at one moment.

    If another process writes meanwhile, `read` is called again, in the end while holding the lock of the
    library.
    """
    # The folder may be a link into another library.
    library = folder.resolve().parent if folder.is_symlink() else folder.parent
    for attempt in range(_TRIES):
        settle_library(library)
        before = stamp_of(folder)
        unsettled = os.path.lexists(library / JOURNAL_FILE)
        try:
            result = read()
        except LibraryError:
            if not unsettled and stamp_of(folder) == before:
                raise
        else:
            if not unsettled and stamp_of(folder) == before:
                return result
        time.sleep(_NAP * attempt)
    try:
        with locked(library / LOCK_FILE, seconds=_SECONDS_TO_WAIT):
            return read()
    except LockedError as error:
        raise LibraryError(str(error), code=error.code) from None
    except OSError:
        return read()


def stamp_of(folder: Path) -> Stamp:
    """A value that differs after something has been added to a folder: file numbers, sizes and times."""
    stamp: list[tuple[int, ...] | None] = []
    for path in (folder, folder / WORK_FILE):
        try:
            file_stat = path.stat()
        except OSError:
            stamp.append(None)
        else:
            stamp.append((file_stat.st_ino, file_stat.st_size, file_stat.st_mtime_ns, file_stat.st_ctime_ns))
    return tuple(stamp)


def read_work(folder: Path, context: Callable[[], WorkContext] = WorkContext) -> Work:
    """The work in a folder, with what the rest of its library says about it. Raises LibraryError, naming the file, for anything that is not as it should be."""
    check_id(folder.name)
    facts = read_facts(folder / WORK_FILE)
    names = [version.name for version in facts.versions]
    beside = [path for suffix in (OUTLINE_SUFFIX, RULINGS_SUFFIX) for path in folder.glob(f"*{suffix}")]
    for path in sorted((*folder.glob("*.txt"), *beside)):
        name = path.name.removesuffix(OUTLINE_SUFFIX).removesuffix(RULINGS_SUFFIX).removesuffix(".txt")
        if name not in names:
            raise LibraryError(
                f"{path} 没有对应的版本；请在 {WORK_FILE} 中加一段 adopted = {name[:10]} 的 [[version]]"
                + (f"，写明 number = {name[11:]}。" if name[10:11] == "-" else "。"),
                code=ErrorCode.LIBRARY_TEXT,
            )
    versions = tuple(
        Version(
            version,
            _read_version(folder / f"{version.name}.txt", facts),
            _read_outline(folder / f"{version.name}{OUTLINE_SUFFIX}"),
            _read_rulings(folder / f"{version.name}{RULINGS_SUFFIX}"),
        )
        for version in sorted(facts.versions, key=lambda version: version.order)
    )
    for version in versions:
        _check_provisions(folder / WORK_FILE, version)
    return Work(folder.name, facts, versions, context)


def _check_provisions(path: Path, version: Version) -> None:
    """Raise LibraryError if a provision with its own dates is not in the text."""
    if version.statute is None:
        return
    for provision in version.facts.provisions:
        try:
            version.statute.locate(provision.address)
        except ProvisionNotFoundError as error:
            raise LibraryError(
                f"{path} 有误：{version.name} 的版本，provision：{error}", code=ErrorCode.LIBRARY_WORK_TOML
            ) from None


def _read_version(path: Path, facts: WorkFacts) -> Statute | None:
    # A broken link is a mistake, not a text that was never added.
    if not path.exists() and not path.is_symlink():
        return None
    try:
        statute = load(path, regular=True)
    except (ParseError, UnreadableFileError) as error:
        raise LibraryError(f"{path}：{error}", code=ErrorCode.LIBRARY_TEXT) from None
    check_title(facts, statute, path)
    return statute


def _read_outline(path: Path) -> Outline | None:
    return read_outline(path) if path.exists() or path.is_symlink() else None


def _read_rulings(path: Path) -> RulingsFile | None:
    return read_rulings(path) if path.exists() or path.is_symlink() else None
