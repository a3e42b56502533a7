"""Walking a folder without following links, and telling whether a file is still the same."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

_CHUNK = 1024 * 1024


class Digest(NamedTuple):
    """The content of a file: its size in bytes and its SHA-256 in hexadecimal."""

    size: int
    sha256: str


class FileIdentity(NamedTuple):
    """What the system records about a file, the times in nanoseconds; any write changes it."""

    device: int
    inode: int
    size: int
    written: int
    changed: int


def identity_of(path: Path) -> FileIdentity | None:
    """The identity of what stands at a path, of a link itself and not of its target; None if nothing is there."""
    try:
        return _identity(path.lstat())
    except (FileNotFoundError, NotADirectoryError):
        return None


def entries_of(folder: Path, *, skip_prefix: str | None = None) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield everything in a folder as (path relative to it, entry), with "/" in paths on every system; no link is followed.

    A folder comes before what it contains, and the entries of one folder are sorted by name. Names directly in the folder that
    begin with `skip_prefix` are left out.
    """
    waiting = [("", folder)]
    while waiting:
        above, path = waiting.pop()
        with os.scandir(path) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                name = above + entry.name
                if skip_prefix and name.startswith(skip_prefix):
                    continue
                yield name, entry
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((f"{name}/", Path(entry.path)))


def folders_above(names: Iterable[str]) -> set[str]:
    """All folders on the way to these relative paths: ``a`` and ``a/b`` for ``a/b/c.txt``."""
    folders: set[str] = set()
    for name in names:
        folder = name.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders


def read_digest(path: Path) -> tuple[FileIdentity, Digest] | None:
    """The identity and the content of a file; None if it is not a regular file or was written to while it was read.

    Raises OSError if it cannot be read. Does not wait for a pipe.
    """
    # Windows lacks these flags, but also the pipes and links that they guard against.
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
        # Stop at the size that the file had at first: a file that keeps growing must not be read for ever.
        while size <= facts.st_size and (chunk := stream.read(_CHUNK)):
            digest.update(chunk)
            size += len(chunk)
        if _identity(os.fstat(handle)) != _identity(facts):
            return None
    return _identity(facts), Digest(size, digest.hexdigest())


def _identity(facts: os.stat_result) -> FileIdentity:
    return FileIdentity(facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns)
