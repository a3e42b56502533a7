"""Trees: what stands in a folder, without following a link; which files are still what they were."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

_PIECE = 1024 * 1024


class Digest(NamedTuple):
    """What a file holds: how many bytes, and their SHA-256."""

    size: int
    sha256: str


class FileIdentity(NamedTuple):
    """What the system says of a file; it is another after every writing."""

    device: int
    inode: int
    size: int
    written: int
    changed: int


def identity_of(path: Path) -> FileIdentity | None:
    """The identity of what stands at a path, itself where it is a link; None where nothing does."""
    try:
        return _identity(path.lstat())
    except (FileNotFoundError, NotADirectoryError):
        return None


def entries_of(folder: Path, *, but: str | None = None) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Everything in a folder by its path in it, with "/", what holds other things before these. No link is followed.

    Names at the top that begin with `but` are left out.
    """
    waiting = [("", folder)]
    while waiting:
        above, path = waiting.pop()
        with os.scandir(path) as entries:
            for entry in sorted(entries, key=lambda each: each.name):
                name = above + entry.name
                if but and name.startswith(but):
                    continue
                yield name, entry
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((f"{name}/", Path(entry.path)))


def folders_above(names: Iterable[str]) -> set[str]:
    """All folders that things with these paths stand in."""
    found: set[str] = set()
    for name in names:
        folder = name.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def read_digest(path: Path) -> tuple[FileIdentity, Digest] | None:
    """What a file holds; None where it is no plain file, or is written meanwhile. Nothing waits for a pipe."""
    # The names are not there on Windows, which has neither pipes nor links in the way of this.
    flags = (
        os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    before = path.lstat()
    if not stat.S_ISREG(before.st_mode):
        return None
    handle = os.open(path, flags)
    with os.fdopen(handle, "rb", buffering=0) as stream:
        facts = os.fstat(handle)
        if not stat.S_ISREG(facts.st_mode):
            return None
        digest, size = hashlib.sha256(), 0
        # A file that grows while it is read is not read for ever.
        while size <= facts.st_size and (piece := stream.read(_PIECE)):
            digest.update(piece)
            size += len(piece)
        if _identity(os.fstat(handle)) != _identity(facts):
            return None
    return _identity(facts), Digest(size, digest.hexdigest())


def _identity(facts: os.stat_result) -> FileIdentity:
    return FileIdentity(facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns)
