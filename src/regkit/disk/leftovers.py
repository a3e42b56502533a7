"""Leftovers: folders beside an output that a stopped process left, or that held the output before."""

from __future__ import annotations

import contextlib
import os
import shutil
import string
from collections.abc import Iterator
from pathlib import Path

from regkit.disk.manifest import MANIFEST, RECORDS, is_unfinished, read_manifest
from regkit.disk.placing import ASIDE
from regkit.disk.surveying import survey
from regkit.disk.trees import folders_above, identity_of
from regkit.errors import OutputError

# How many signs of chance are in the name of such a folder.
TOKEN = 16


def clear_leftovers(beside: Path, stem: str, target: Path) -> Iterator[Path]:
    """Put right what stopped processes left of making a folder, whose lock is held; gives what must be kept of it."""
    for path in sorted(beside.iterdir()):
        token, dot, suffix = path.name.removeprefix(stem).partition(".")
        ours = path.name.startswith(stem) and len(token) == TOKEN and set(token) <= set(string.hexdigits)
        if not ours or dot + suffix not in (".part", ASIDE) or path.is_symlink() or not path.is_dir():
            continue
        try:
            manifest = read_manifest(path)
        except OutputError:
            continue
        if suffix == ASIDE[1:] and manifest and not target.exists():
            # It had lost its name, and was stopped before the new one got it.
            path.rename(target)
        elif manifest is None:
            # Somebody's, unless it was stopped before it had its mark.
            with contextlib.suppress(OSError):
                if _holds_nothing(path):
                    _remove(path)
        elif kept := clear(path, target):
            yield kept


def clear(folder: Path, target: Path) -> Path | None:
    """Remove a folder that was to take the place of `target`, or was there before, but for what exists nowhere else.

    That goes to its place in `target`, where this is free. The folder, if something had to stay in it; nothing is raised.
    """
    try:
        manifest = read_manifest(folder)
        if manifest and not manifest.complete:
            shutil.rmtree(folder, ignore_errors=True)
            return folder if folder.exists() else None
        found = survey(folder, manifest)
        for name in found.ours:
            if found.is_still_ours(name):
                (folder / name).unlink()
        for name in found.others:
            with contextlib.suppress(OSError):
                _hand_over(folder / name, target / name, target, name)
        for name in found.folders:
            if _is_free_way(target, name):
                with contextlib.suppress(OSError):
                    (target / name).mkdir(parents=True, exist_ok=True)
        _remove_empty_folders(folder)
        if _holds_nothing(folder):
            _remove(folder)
    except (OSError, OutputError):
        pass
    return folder if os.path.lexists(folder) else None


def _hand_over(path: Path, own: Path, target: Path, name: str) -> None:
    """Remove something that is at its place too, or else bring it there."""
    there = identity_of(own)
    if there is None and _is_free_way(target, name):
        own.parent.mkdir(parents=True, exist_ok=True)
        if path.is_symlink():
            own.symlink_to(path.readlink())
        else:
            os.link(path, own)
        there = identity_of(own)
    here = identity_of(path)
    assert here is not None
    alike = path.is_symlink() and own.is_symlink() and path.readlink() == own.readlink()
    if alike or (there and (there.device, there.inode) == (here.device, here.inode)):
        path.unlink()


def _is_free_way(target: Path, name: str) -> bool:
    """Whether no link, or file, stands where folders lead to a path; it would lead elsewhere."""
    paths = [target / each for each in folders_above([name])]
    return all(not os.path.lexists(each) or (each.is_dir() and not each.is_symlink()) for each in paths)


def _remove_empty_folders(folder: Path) -> None:
    for each, _, _ in os.walk(folder, topdown=False):
        if Path(each) != folder:
            with contextlib.suppress(OSError):
                Path(each).rmdir()


def _holds_nothing(folder: Path) -> bool:
    """Whether only our records are left in a folder."""
    return all(entry.name == MANIFEST or is_unfinished(entry) for entry in folder.iterdir())


def _remove(folder: Path) -> None:
    for name in RECORDS:
        (folder / name).unlink(missing_ok=True)
    folder.rmdir()
