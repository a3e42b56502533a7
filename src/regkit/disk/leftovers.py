"""Clearing away temporary folders that stopped processes left beside an output, and old outputs that were replaced."""

from __future__ import annotations

import contextlib
import os
import shutil
import string
from collections.abc import Iterator
from pathlib import Path

from regkit.disk.manifest import MANIFEST, RECORDS, is_unfinished, read_manifest
from regkit.disk.placing import ASIDE_SUFFIX
from regkit.disk.surveying import survey
from regkit.disk.trees import folders_above, identity_of
from regkit.errors import OutputError

# How many random hexadecimal digits the name of such a folder has.
TOKEN_LENGTH = 16


def clear_leftovers(beside: Path, stem: str, target: Path) -> Iterator[Path]:
    """Put right what stopped processes left beside the output `target`, whose lock is held.

    Yields the folders that could not be removed completely. `stem` is what the names of such folders in `beside` begin with. An old
    output whose replacement was stopped halfway gets its name back.
    """
    for path in sorted(beside.iterdir()):
        token, dot, suffix = path.name.removeprefix(stem).partition(".")
        is_leftover = (
            path.name.startswith(stem) and len(token) == TOKEN_LENGTH and set(token) <= set(string.hexdigits)
        )
        if (
            not is_leftover
            or dot + suffix not in (".part", ASIDE_SUFFIX)
            or path.is_symlink()
            or not path.is_dir()
        ):
            continue
        try:
            manifest = read_manifest(path)
        except OutputError:
            continue
        if suffix == ASIDE_SUFFIX[1:] and manifest and not target.exists():
            # The old output had been renamed, and the program was stopped before the new one got its name.
            path.rename(target)
        elif manifest is None:
            # A foreign folder, unless the program was stopped before it wrote the manifest.
            with contextlib.suppress(OSError):
                if _has_only_manifest(path):
                    _remove(path)
        elif remainder := clear_folder(path, target):
            yield remainder


def clear_folder(folder: Path, target: Path) -> Path | None:
    """Remove a folder that was to replace `target`, or that was replaced by it, except files that exist nowhere else.

    Those files are moved to their path in `target` where it is free. Returns the folder if something had to stay in it, else None;
    raises nothing.
    """
    try:
        manifest = read_manifest(folder)
        if manifest and not manifest.complete:
            shutil.rmtree(folder, ignore_errors=True)
            return folder if folder.exists() else None
        result = survey(folder, manifest)
        for name in result.written:
            if result.is_untouched(name):
                (folder / name).unlink()
        for name in result.foreign:
            with contextlib.suppress(OSError):
                _move_unless_there(folder / name, target / name, target, name)
        for name in result.folders:
            if _leads_inside(target, name):
                with contextlib.suppress(OSError):
                    (target / name).mkdir(parents=True, exist_ok=True)
        _remove_empty_folders(folder)
        if _has_only_manifest(folder):
            _remove(folder)
    except (OSError, OutputError):
        pass
    return folder if os.path.lexists(folder) else None


def _move_unless_there(path: Path, destination: Path, target: Path, name: str) -> None:
    """Move a file to its destination if that is free; if the same file or link is there already, just remove it."""
    destination_identity = identity_of(destination)
    if destination_identity is None and _leads_inside(target, name):
        destination.parent.mkdir(parents=True, exist_ok=True)
        if path.is_symlink():
            destination.symlink_to(path.readlink())
        else:
            os.link(path, destination)
        destination_identity = identity_of(destination)
    identity = identity_of(path)
    assert identity is not None
    is_same_link = (
        path.is_symlink() and destination.is_symlink() and path.readlink() == destination.readlink()
    )
    if is_same_link or (
        destination_identity
        and (destination_identity.device, destination_identity.inode) == (identity.device, identity.inode)
    ):
        path.unlink()


def _leads_inside(target: Path, name: str) -> bool:
    """Whether no link and no file is among the folders on the way to a path in `target`; a link would lead elsewhere."""
    folders = [target / folder for folder in folders_above([name])]
    return all(
        not os.path.lexists(folder) or (folder.is_dir() and not folder.is_symlink()) for folder in folders
    )


def _remove_empty_folders(folder: Path) -> None:
    for path, _, _ in os.walk(folder, topdown=False):
        if Path(path) != folder:
            with contextlib.suppress(OSError):
                Path(path).rmdir()


def _has_only_manifest(folder: Path) -> bool:
    """Whether nothing but a manifest, or an unfinished one, is left in a folder."""
    return all(entry.name == MANIFEST or is_unfinished(entry) for entry in folder.iterdir())


def _remove(folder: Path) -> None:
    for name in RECORDS:
        (folder / name).unlink(missing_ok=True)
    folder.rmdir()
