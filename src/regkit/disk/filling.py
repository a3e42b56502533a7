"""Filling: a folder that is new or empty gets all its files or none, and keeps nothing of an attempt that was stopped."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from regkit.disk.kernel import sync_names, sync_tree
from regkit.disk.locking import locked
from regkit.disk.manifest import MANIFEST, RECORDS, Manifest, read_manifest, record, write_manifest
from regkit.disk.surveying import survey
from regkit.disk.trees import entries_of
from regkit.disk.writing import beginning_of, discard, is_token, new_token
from regkit.errors import OutputError

_PART = ".part"
_OURS = ".regkit."
_SECONDS_TO_WAIT = 10


def fill(folder: Path, files: Mapping[str, bytes], *, known: Collection[str]) -> None:
    """Make a folder with all files in it, by path, or leave everything as it was.

    What a stopped attempt left is removed first: unfinished folders that hold nothing but files of `known` names, and what it had put in place,
    unchanged. Raises FileExistsError for a folder that holds anything else, LockedError, and OSError where it cannot be written.
    """
    new = not folder.exists()
    # A folder that is there may be the one that the user stands in, or a disk of its own: it is filled, not replaced.
    beside, stem = (folder.parent, beginning_of(folder)) if new else (folder, _OURS)
    if not new and _is_used(folder) and not any(_left(folder, stem)):
        raise FileExistsError(folder)
    with _alone(beside / f"{stem}lock"):
        for left in _left(beside, stem):
            _clear(left, folder, known)
        if folder.exists() and (new or _is_used(folder)):
            raise FileExistsError(folder)
        staging = beside / f"{stem}{new_token()}{_PART}"
        try:
            for name, content in files.items():
                file = staging / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
            if new:
                _rename(staging, folder)
            else:
                _move(staging, folder)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def _is_used(folder: Path) -> bool:
    return any(not path.name.startswith(_OURS) for path in folder.iterdir())


def _rename(staging: Path, folder: Path) -> None:
    sync_tree(staging)
    staging.rename(folder)
    try:
        sync_names(folder.parent)
    except BaseException:
        folder.rename(staging)
        raise


def _move(staging: Path, folder: Path) -> None:
    # Whoever finds this half done knows by it what is ours.
    write_manifest(staging, Manifest(made_by="regkit init", files=record(staging)))
    sync_tree(staging)
    sync_names(folder)
    placed: list[Path] = []
    try:
        for part in sorted(staging.iterdir()):
            if part.name != MANIFEST:
                placed.append(part.rename(folder / part.name))
        sync_names(folder)
    except BaseException:
        for part in placed:
            _remove(part)
        raise


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with locked(lock, seconds=_SECONDS_TO_WAIT):
        try:
            yield
        finally:
            discard(lock)


def _left(beside: Path, stem: str) -> Iterator[Path]:
    for path in sorted(beside.iterdir()):
        token = path.name.removeprefix(stem).removesuffix(_PART)
        if (
            path.name == f"{stem}{token}{_PART}"
            and is_token(token, exactly=True)
            and path.is_dir()
            and not path.is_symlink()
        ):
            yield path


def _clear(left: Path, folder: Path, known: Collection[str]) -> None:
    names = {name for name, entry in entries_of(left) if not entry.is_dir(follow_symlinks=False)}
    if not names <= {*known, *RECORDS}:
        return
    with contextlib.suppress(OutputError):
        manifest = read_manifest(left)
        if manifest is not None and folder.exists():
            found = survey(folder, manifest, but=_OURS)
            if found.others or found.folders:
                # Somebody has begun to use it.
                return
            for name in found.ours:
                (folder / name).unlink()
            # Folders that hold nothing any more, the deepest first.
            for name in sorted((name for name, _ in entries_of(folder, but=_OURS)), reverse=True):
                (folder / name).rmdir()
    shutil.rmtree(left)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
