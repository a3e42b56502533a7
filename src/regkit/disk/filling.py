"""Filling a new or empty folder with all of its files or none, and clearing away what stopped attempts left."""

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
from regkit.disk.writing import discard, is_token, new_token, unfinished_prefix
from regkit.errors import OutputError

_UNFINISHED_SUFFIX = ".part"
# What the names of regkit's temporary files begin with where they must stand inside the folder.
_STEM_INSIDE = ".regkit."
_SECONDS_TO_WAIT = 10


def fill(folder: Path, files: Mapping[str, bytes], *, known: Collection[str]) -> None:
    """Create a folder with all these files, by relative path, or leave everything as it was.

    First clears away what a stopped attempt left: unfinished folders that hold nothing but files of `known` paths, and the
    unchanged files that it had moved into place. Raises FileExistsError if the folder holds anything else, LockedError if another
    process is filling it, and OSError if it cannot be written.
    """
    new = not folder.exists()
    # An existing folder may be the working directory of the user or a mount point, so it is filled and not replaced.
    beside, stem = (folder.parent, unfinished_prefix(folder)) if new else (folder, _STEM_INSIDE)
    if not new and _has_other_entries(folder) and not any(_unfinished_folders(folder, stem)):
        raise FileExistsError(folder)
    with _only_writer(beside / f"{stem}lock"):
        for unfinished in _unfinished_folders(beside, stem):
            _clear_attempt(unfinished, folder, known)
        if folder.exists() and (new or _has_other_entries(folder)):
            raise FileExistsError(folder)
        staging = beside / f"{stem}{new_token()}{_UNFINISHED_SUFFIX}"
        try:
            for name, content in files.items():
                file = staging / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
            if new:
                _put_in_place(staging, folder)
            else:
                _move_contents(staging, folder)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def _has_other_entries(folder: Path) -> bool:
    """Whether a folder contains anything but regkit's temporary files."""
    return any(not path.name.startswith(_STEM_INSIDE) for path in folder.iterdir())


def _put_in_place(staging: Path, folder: Path) -> None:
    """Rename the staging folder; rename it back if the new name cannot be brought to the disk."""
    sync_tree(staging)
    staging.rename(folder)
    try:
        sync_names(folder.parent)
    except BaseException:
        folder.rename(staging)
        raise


def _move_contents(staging: Path, folder: Path) -> None:
    """Move everything from the staging folder into a folder that exists; remove it again on an error."""
    # If the program is stopped now, the next run can tell by the manifest which files are regkit's.
    write_manifest(staging, Manifest(made_by="regkit init", files=record(staging)))
    sync_tree(staging)
    sync_names(folder)
    moved: list[Path] = []
    try:
        for entry in sorted(staging.iterdir()):
            if entry.name != MANIFEST:
                moved.append(entry.rename(folder / entry.name))
        sync_names(folder)
    except BaseException:
        for entry in moved:
            _remove(entry)
        raise


@contextmanager
def _only_writer(lock: Path) -> Iterator[None]:
    """Hold the lock, and remove the lock file at the end."""
    with locked(lock, seconds=_SECONDS_TO_WAIT):
        try:
            yield
        finally:
            discard(lock)


def _unfinished_folders(beside: Path, stem: str) -> Iterator[Path]:
    """Yield the unfinished folders of stopped attempts in the folder `beside`."""
    for path in sorted(beside.iterdir()):
        token = path.name.removeprefix(stem).removesuffix(_UNFINISHED_SUFFIX)
        if (
            path.name == f"{stem}{token}{_UNFINISHED_SUFFIX}"
            and is_token(token, exactly=True)
            and path.is_dir()
            and not path.is_symlink()
        ):
            yield path


def _clear_attempt(unfinished: Path, folder: Path, known: Collection[str]) -> None:
    """Remove an unfinished folder, and the files that the same attempt had moved into `folder`, unless either is in use."""
    names = {name for name, entry in entries_of(unfinished) if not entry.is_dir(follow_symlinks=False)}
    if not names <= {*known, *RECORDS}:
        return
    with contextlib.suppress(OutputError):
        manifest = read_manifest(unfinished)
        if manifest is not None and folder.exists():
            result = survey(folder, manifest, skip_prefix=_STEM_INSIDE)
            if result.foreign or result.folders:
                # Somebody has begun to use the folder.
                return
            for name in result.written:
                (folder / name).unlink()
            # Folders that are empty now, the deepest first.
            for name in sorted(
                (name for name, _ in entries_of(folder, skip_prefix=_STEM_INSIDE)), reverse=True
            ):
                (folder / name).rmdir()
    shutil.rmtree(unfinished)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
