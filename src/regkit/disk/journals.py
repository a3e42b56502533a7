"""Journals: several files that change together or not at all, even if the program or the machine is stopped.

The new content of every file is first written beside it. Then a journal records which files belong together, and only then
they are renamed. If the program is stopped, the next one that writes in the folder completes or undoes the change.
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
    OLD_SUFFIX,
    UnfinishedFile,
    clear_unfinished,
    discard,
    ensured,
    keep_old,
    new_token,
    placing,
    unfinished_file,
    unfinished_path,
)
from regkit.errors import ChangedError, NotAFileError, UnfinishedError, reason_of

JOURNAL_FILE = ".regkit.journal"
_MOST_BYTES, _MOST_FILES = 64 * 1024, 100
# How many names the path of a file may have: a folder of the library, and a file in it.
_DEPTH = 2
_CHUNK = 1024 * 1024

_Digest = Annotated[str, msgspec.Meta(max_length=69)]


class _Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file that changes.

    `name` is its path relative to the folder. `old` and `new` are digests of the content before and after, as `_state` gives
    them; `old` is None for a file that did not exist.
    """

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
    old: _Digest | None
    new: _Digest


class _Journal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is written to the journal file; `token` is part of the names of the unfinished files."""

    token: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{1,32}$")]
    changes: Annotated[tuple[_Change, ...], msgspec.Meta(min_length=1, max_length=_MOST_FILES)]


@contextmanager
def exclusive_access(folder: Path, *, seconds: float, keep_lock: bool) -> Iterator[None]:
    """Be the only process that writes in a folder, after completing or undoing what a stopped program began there.

    The folder is created if missing. If the block fails, folders created for it are removed again unless they are in use; if it
    ends well, the lock file stays only with `keep_lock`. Raises LockedError if another process still writes there after
    `seconds`, UnfinishedError as `settle` does, and OSError.
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
                # Another process had created the folder, failed, and removed it again.
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
    """Write files in a folder or in its subfolders so that all of them change or none does; existing files are replaced.

    `files` has the content by relative path, such as ``甲条例/work.toml``; the subfolders exist. `read` has what some of the files
    held when the new content was computed, None for a file that did not exist. With `shared`, everybody who may write into a file's
    folder may write the file. The caller holds the lock of the folder and has called `settle` (see `exclusive_access`).

    Raises ChangedError if a program that ignores the lock changed one of the files in `read` meanwhile, and OSError if something
    cannot be written; everything is then as before. Raises UnfinishedError if that could not be restored; then the next `settle`
    has to.
    """
    old_digests = {
        name: data if data is None else hashlib.sha256(data).hexdigest()
        for name, data in (read or {}).items()
    }
    token = new_token()
    paths = {name: folder / name for name in files}
    with ExitStack() as open_files:
        backups: list[UnfinishedFile] = []
        try:
            changes = []
            for name, file in paths.items():
                clear_unfinished(file)
                part = open_files.enter_context(unfinished_file(file, token))
                part.write(files[name])
                if shared:
                    share_file(part.descriptor, file.parent)
                part.finish()
                old = _state(file)
                if name in old_digests and old != old_digests[name]:
                    raise _changed_error(file)
                if old is not None and (backup := keep_old(file, _old_token(token))):
                    backups.append(backup)
                changes.append(_Change(name, old, hashlib.sha256(files[name]).hexdigest()))
            _sync_folders(paths.values())
            journal = _Journal(token, tuple(changes))
            with placing(folder / JOURNAL_FILE, replace=False) as part:
                part.write(_encoded(journal))
                if shared:
                    share_file(part.descriptor, folder)
        except BaseException:
            for backup in backups:
                discard(backup.path)
            raise
        finally:
            for backup in backups:
                backup.close()
        try:
            _complete(folder, journal)
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
    """Complete what a stopped program had begun to write together in a folder, or undo it. The caller holds the folder's lock.

    Raises UnfinishedError if neither is possible, because somebody has changed a file since or the journal is damaged, and OSError.
    """
    journal = _read(folder)
    if journal is None:
        return
    if all(_can_be_completed(folder / change.name, change, journal.token) for change in journal.changes):
        _complete(folder, journal)
    elif all(_can_be_undone(folder / change.name, change, journal.token) for change in journal.changes):
        _undo(folder, journal)
    elif _has_remains(folder, journal):
        names = "、".join(str(folder / change.name) for change in journal.changes)
        raise UnfinishedError(
            f"上次写 {names} 时中断了，此后又有人改动过，不能自动恢复；请核对这些文件，再删除 {folder / JOURNAL_FILE}。"
        )
    else:
        _remove_journal(folder)


def is_settled(folder: Path) -> bool:
    """Whether the files of a folder belong together: no change was begun, or it has reached all of the files or none.

    Raises UnfinishedError for a damaged journal, and OSError.
    """
    journal = _read(folder)
    if journal is None:
        return True
    states = [(_state(folder / change.name), change) for change in journal.changes]
    return all(state == change.old for state, change in states) or all(
        state == change.new for state, change in states
    )


def _complete(folder: Path, journal: _Journal) -> None:
    """Rename the unfinished files that were not renamed yet, then remove the journal and what is left."""
    paths = [folder / change.name for change in journal.changes]
    for file, change in zip(paths, journal.changes, strict=True):
        state = _state(file)
        if state not in (change.old, change.new):
            raise _changed_error(file)
        if state != change.new:
            unfinished_path(file, journal.token).replace(file)
    _sync_folders(paths)
    # The journal goes first: as long as it exists, so must the files with which the change can be undone.
    _remove_journal(folder)
    _discard_unfinished(paths, journal.token)


def _undo(folder: Path, journal: _Journal) -> None:
    """Put back the old files, then remove the journal and what is left."""
    paths = [folder / change.name for change in journal.changes]
    # In reverse order: the file that stands for the whole is written first, so it must be taken away last.
    for file, change in reversed(list(zip(paths, journal.changes, strict=True))):
        if _state(file) != change.new or change.new == change.old:
            # The file was not changed yet, or somebody else has changed it since.
            continue
        if change.old is None:
            file.unlink()
        else:
            unfinished_path(file, _old_token(journal.token)).replace(file)
    _sync_folders(paths)
    # The journal goes first: as long as it exists, so must the files with which the change can be undone.
    _remove_journal(folder)
    _discard_unfinished(paths, journal.token)


def _changed_error(file: Path) -> ChangedError:
    return ChangedError(f"{file} 刚刚被别人改动过；什么都没有写入，请再运行一次。")


def _can_be_completed(file: Path, change: _Change, token: str) -> bool:
    """Whether a file has its new content, or still has the old one and the new one is ready."""
    now = _state(file)
    return now == change.new or (now == change.old and _state(unfinished_path(file, token)) == change.new)


def _can_be_undone(file: Path, change: _Change, token: str) -> bool:
    """Whether a file has its old content, or has the new one and the old one was kept."""
    now = _state(file)
    return now == change.old or (
        now == change.new
        and (change.old is None or _state(unfinished_path(file, _old_token(token))) == change.old)
    )


def _has_remains(folder: Path, journal: _Journal) -> bool:
    """Whether any unfinished file is left with which to complete or undo the change."""
    tokens = (journal.token, _old_token(journal.token))
    return any(
        os.path.lexists(unfinished_path(folder / change.name, token))
        for change in journal.changes
        for token in tokens
    )


def _discard_unfinished(paths: Sequence[Path], token: str) -> None:
    for file in paths:
        discard(unfinished_path(file, token))
        discard(unfinished_path(file, _old_token(token)))


def _remove_journal(folder: Path) -> None:
    (folder / JOURNAL_FILE).unlink(missing_ok=True)
    sync_names(folder)


def _sync_folders(paths: Iterable[Path]) -> None:
    for folder in dict.fromkeys(file.parent for file in paths):
        sync_names(folder)


def _old_token(token: str) -> str:
    return f"{token}{OLD_SUFFIX}"


def _state(file: Path) -> str | None:
    """The content of a file, or the target of a link, as a digest; None if nothing is there.

    Raises NotAFileError for anything else.
    """
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
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _encoded(journal: _Journal) -> bytes:
    """A journal as bytes: a digest, by which a damaged one is recognised, a line feed and JSON."""
    body = msgspec.json.encode(journal)
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def _read(folder: Path) -> _Journal | None:
    """The journal of a folder, None if there is none. Raises UnfinishedError if it is damaged or names a file outside the folder."""
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
    """Raise ValueError for a path that could lead out of the folder, on any system: a journal may come from anywhere."""
    parts = name.split("/")
    if len(parts) > _DEPTH or any(
        part in ("", ".", "..") or not part.isprintable() or "\\" in part or ":" in part for part in parts
    ):
        raise ValueError(name)
    if len(parts) == _DEPTH and (folder / parts[0]).is_symlink():
        raise ValueError(name)
