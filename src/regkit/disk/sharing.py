"""Permissions of shared folders: what one person creates in a folder can be written by everybody who may write there."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

# The permissions that may be taken over from a folder: no file becomes executable; folders pass on their group.
_FILE, _FOLDER = 0o666, 0o2777


def share_file(descriptor: int, folder: Path) -> None:
    """Give an open file the group and the read and write permissions of its `folder`, as far as the system allows."""
    _share(descriptor, folder, _FILE)


def share_folder(created: Path, folder: Path) -> None:
    """Give a new folder the group and the permissions of the `folder` that holds it, as far as the system allows."""
    _share(created, folder, _FOLDER)


def _share(created: Path | int, folder: Path, allowed: int) -> None:
    """Set group and permissions; `allowed` are the bits that may be set."""
    if os.name != "posix":
        return
    facts = folder.stat()
    # Without the setgid bit a folder does not pass on its group, and the umask is that of whoever created the file.
    with contextlib.suppress(OSError):
        os.chown(created, -1, facts.st_gid)
    with contextlib.suppress(OSError):
        os.chmod(created, facts.st_mode & allowed)  # noqa: PTH101 - it may be an open file
