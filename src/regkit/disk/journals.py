"""Journals: several files that change together or not at all, whatever stops the program or the machine.

Everything is written beside its place first, then the journal says what belongs together, and only then the names are given
away. Whoever comes next ends what a stopped program began, or undoes it.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated

import msgspec

from regkit.disk.kernel import sync_names
from regkit.disk.locking import LOCK_FILE, locked
from regkit.disk.reading import read_regular
from regkit.disk.sharing import share_file
from regkit.disk.writing import (
    OLD,
    UnfinishedFile,
    begun,
    clear_parts,
    discard,
    ensured,
    keep,
    new_token,
    part_of,
    placing,
)
from regkit.errors import ChangedError, NotAFileError, UnfinishedError, reason_of

JOURNAL_FILE = ".regkit.journal"
_MOST_BYTES, _MOST_FILES = 64 * 1024, 100
_DEPTH = 2
_PIECE = 1024 * 1024

_Digest = Annotated[str, msgspec.Meta(max_length=69)]


class _Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file that changes: what is there before (None where nothing is) and after, each as a digest."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
    old: _Digest | None
    new: _Digest


class _Journal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    token: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{1,32}$")]
    changes: Annotated[tuple[_Change, ...], msgspec.Meta(min_length=1, max_length=_MOST_FILES)]


@contextmanager
def alone_in(folder: Path, *, seconds: float, keep_lock: bool) -> Iterator[None]:
    """Be the only one that writes in a folder, with what a stopped program began there ended or undone.

    The folder is made if it is not there. If the block fails, what was made for it is gone again, unless somebody else has put something into it;
    if it ends well its lock stays there only to `keep_lock`. Raises LockedError if another process writes there for `seconds`,
    UnfinishedError as `settle` does, and OSError.
    """
    until = time.monotonic() + seconds
    lock = folder / LOCK_FILE
    with ExitStack() as stack:
        while True:
            stack.enter_context(ensured(folder))
            was_there = lock.exists()
            try:
                stack.enter_context(locked(lock, seconds=max(0.0, until - time.monotonic())))
                break
            except FileNotFoundError:
                # Whoever had made the folder failed, and took it away again.
                if os.path.lexists(folder) or time.monotonic() > until:
                    raise
        try:
            settle(folder)
            yield
        except BaseException:
            if not was_there:
                discard(lock)
            raise
        if not keep_lock:
            discard(lock)


def write_together(
    folder: Path,
    files: Mapping[str, bytes],
    *,
    read: Mapping[str, bytes | None] | None = None,
    shared: bool = False,
) -> None:
    """Write files in a folder, or in folders in it, so that all of them change or none does; files that are there are replaced.

    `files` are their contents by name, such as ``甲条例/work.toml``; their folders are there. `read` has what some of them held when the new
    contents were made of it, None where nothing was there. Whoever calls this holds the lock of the folder and has
    settled what was begun before. `shared` files can be written by everybody who may write into their folder.

    Raises ChangedError where somebody who knows no lock changed a file meanwhile, and OSError where something cannot be written, after which
    everything is as it was, but for UnfinishedError: then the next one who settles has to end it.
    """
    known = {
        name: data if data is None else hashlib.sha256(data).hexdigest()
        for name, data in (read or {}).items()
    }
    token = new_token()
    paths = {name: folder / name for name in files}
    with ExitStack() as open_files:
        kept: list[UnfinishedFile] = []
        try:
            changes = []
            for name, file in paths.items():
                clear_parts(file)
                part = open_files.enter_context(begun(file, token))
                part.write(files[name])
                if shared:
                    share_file(part.descriptor, file.parent)
                part.finish()
                old = _state(file)
                if name in known and old != known[name]:
                    raise _changed(file)
                if old is not None and (before := keep(file, _old(token))):
                    kept.append(before)
                changes.append(_Change(name, old, hashlib.sha256(files[name]).hexdigest()))
            _sync(paths.values())
            journal = _Journal(token, tuple(changes))
            with placing(folder / JOURNAL_FILE, replace=False) as part:
                part.write(_encoded(journal))
                if shared:
                    share_file(part.descriptor, folder)
        except BaseException:
            for each in kept:
                discard(each.path)
            raise
        finally:
            for each in kept:
                each.close()
        try:
            _end(folder, journal)
        except BaseException as reason:
            try:
                _undo(folder, journal)
            except OSError as error:
                raise UnfinishedError(
                    f"写 {'、'.join(map(str, paths.values()))} 时磁盘出错，又没能恢复原状：{reason_of(error)}；"
                    "请先检查磁盘，下一次运行 regkit 时会接着恢复。"
                ) from reason
            raise


def settle(folder: Path) -> None:
    """End what a stopped program had begun to write together in a folder, or undo it. Whoever calls this holds the lock of the folder.

    Raises UnfinishedError where neither can be done, because somebody has changed a file since, or the journal is none; and OSError.
    """
    journal = _read(folder)
    if journal is None:
        return
    if all(_can_end(folder / change.name, change, journal.token) for change in journal.changes):
        _end(folder, journal)
    elif all(_can_be_undone(folder / change.name, change, journal.token) for change in journal.changes):
        _undo(folder, journal)
    elif _is_left(folder, journal):
        names = "、".join(str(folder / change.name) for change in journal.changes)
        raise UnfinishedError(
            f"上次写 {names} 时中断了，此后又有人改动过，不能自动恢复；请核对这些文件，再删除 {folder / JOURNAL_FILE}。"
        )
    else:
        _forget(folder)


def is_settled(folder: Path) -> bool:
    """Whether the files in a folder belong together as they stand: nothing was begun, or what was begun changed all of them or none.

    Raises UnfinishedError for a journal that is none.
    """
    journal = _read(folder)
    if journal is None:
        return True
    states = [(_state(folder / change.name), change) for change in journal.changes]
    return all(state == change.old for state, change in states) or all(
        state == change.new for state, change in states
    )


def _end(folder: Path, journal: _Journal) -> None:
    paths = [folder / change.name for change in journal.changes]
    for file, change in zip(paths, journal.changes, strict=True):
        state = _state(file)
        if state not in (change.old, change.new):
            raise _changed(file)
        if state != change.new:
            part_of(file, journal.token).replace(file)
    _sync(paths)
    # As long as the journal says what was begun, there must be with what to undo it.
    _forget(folder)
    _clear(paths, journal.token)


def _undo(folder: Path, journal: _Journal) -> None:
    paths = [folder / change.name for change in journal.changes]
    # Backwards: what stands for the whole is written first and taken away last.
    for file, change in reversed(list(zip(paths, journal.changes, strict=True))):
        if _state(file) != change.new or change.new == change.old:
            # It had not been changed yet, or somebody else has changed it since.
            continue
        if change.old is None:
            file.unlink()
        else:
            part_of(file, _old(journal.token)).replace(file)
    _sync(paths)
    # As long as the journal says what was begun, there must be with what to undo it.
    _forget(folder)
    _clear(paths, journal.token)


def _changed(file: Path) -> ChangedError:
    return ChangedError(f"{file} 刚刚被别人改动过；什么都没有写入，请再运行一次。")


def _can_end(file: Path, change: _Change, token: str) -> bool:
    now = _state(file)
    return now == change.new or (now == change.old and _state(part_of(file, token)) == change.new)


def _can_be_undone(file: Path, change: _Change, token: str) -> bool:
    now = _state(file)
    return now == change.old or (
        now == change.new and (change.old is None or _state(part_of(file, _old(token))) == change.old)
    )


def _is_left(folder: Path, journal: _Journal) -> bool:
    """Whether anything is left with which to end or undo it."""
    tokens = (journal.token, _old(journal.token))
    return any(
        os.path.lexists(part_of(folder / change.name, token))
        for change in journal.changes
        for token in tokens
    )


def _clear(paths: Sequence[Path], token: str) -> None:
    for file in paths:
        discard(part_of(file, token))
        discard(part_of(file, _old(token)))


def _forget(folder: Path) -> None:
    (folder / JOURNAL_FILE).unlink(missing_ok=True)
    sync_names(folder)


def _sync(paths: Iterable[Path]) -> None:
    for folder in dict.fromkeys(file.parent for file in paths):
        sync_names(folder)


def _old(token: str) -> str:
    return f"{token}{OLD}"


def _state(file: Path) -> str | None:
    """What is at a place, as a digest; None where nothing is. Raises NotAFileError where it is neither a file nor a link."""
    try:
        kind = file.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    if stat.S_ISLNK(kind):
        return f"link:{hashlib.sha256(os.fsencode(file.readlink())).hexdigest()}"
    if not stat.S_ISREG(kind):
        raise NotAFileError(str(file))
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _encoded(journal: _Journal) -> bytes:
    body = msgspec.json.encode(journal)
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def _read(folder: Path) -> _Journal | None:
    """The journal of a folder, if there is one. It may have come from anywhere: it names nothing outside the folder."""
    path = folder / JOURNAL_FILE
    try:
        data = read_regular(path, _MOST_BYTES + 1) if not path.is_symlink() else b""
    except FileNotFoundError:
        return None
    except (NotAFileError, IsADirectoryError):
        data = b""
    digest, _, body = data.partition(b"\n")
    try:
        if len(data) > _MOST_BYTES or hashlib.sha256(body).hexdigest().encode() != digest:
            raise ValueError(path)
        journal = msgspec.json.decode(body, type=_Journal)
        for change in journal.changes:
            _check_name(folder, change.name)
    except (ValueError, RecursionError):
        raise UnfinishedError(
            f"{path} 不是 regkit 写的，或者已经损坏；请核对库中的文件，再删除它。"
        ) from None
    return journal


def _check_name(folder: Path, name: str) -> None:
    parts = name.split("/")
    if len(parts) > _DEPTH or any(
        part in ("", ".", "..") or not part.isprintable() or "\\" in part or ":" in part for part in parts
    ):
        raise ValueError(name)
    if len(parts) == _DEPTH and (folder / parts[0]).is_symlink():
        raise ValueError(name)
