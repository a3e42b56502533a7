"""Where the index of a library is, and which texts it was made of."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

from regkit.disk.reading import read_regular
from regkit.files import MOST_BYTES

USUAL_INDEX = Path("regkit.sqlite")


def fingerprint_of_files(folders: tuple[Path, ...]) -> str:
    """What changes when any fact or text of the libraries does."""
    whole = hashlib.sha256()
    for folder in folders:
        for path in sorted((*folder.glob("*/work.toml"), *folder.glob("*/*.txt"))):
            whole.update(f"{path.parent.name}/{path.name}\0".encode("utf-8", "replace"))
            with contextlib.suppress(OSError):
                # What is no text here is told where the library is read.
                data = read_regular(path, MOST_BYTES)
                whole.update(hashlib.sha256(data.replace(b"\r\n", b"\n")).digest())
    return whole.hexdigest()
