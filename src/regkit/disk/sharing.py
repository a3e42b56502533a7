"""Sharing: what is made in a folder that several people write to can be written by all of them."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

_FILE, _FOLDER = 0o666, 0o2777


def share_file(descriptor: int, folder: Path) -> None:
    """Give an open file that was made in a folder the group of the folder, and its permissions, as far as the system allows."""
    _share(descriptor, folder, _FILE)


def share_folder(made: Path, folder: Path) -> None:
    """Give a folder that was made in another one the group of that, and its permissions, as far as the system allows."""
    _share(made, folder, _FOLDER)


def _share(made: Path | int, folder: Path, most: int) -> None:
    if os.name != "posix":
        return
    facts = folder.stat()
    # A folder without the setgid bit does not hand on its group, and the umask is that of whoever came first.
    with contextlib.suppress(OSError):
        os.chown(made, -1, facts.st_gid)
    with contextlib.suppress(OSError):
        os.chmod(made, facts.st_mode & most)  # noqa: PTH101 - it may be an open file
