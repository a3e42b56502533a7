"""The usual path of a library's search index, and the fingerprint that tells whether it is out of date."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

from regkit.disk.reading import read_regular
from regkit.files import MOST_BYTES

USUAL_INDEX = Path("regkit.sqlite")


def fingerprint_of_files(folders: tuple[Path, ...]) -> str:
    """A SHA-256 in hexadecimal over every work.toml and text in these library folders; it changes when any of them does.

    Line ends CRLF and LF count as the same. Files that cannot be read count with their name only.
    """
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted((*folder.glob("*/work.toml"), *folder.glob("*/*.txt"))):
            digest.update(f"{path.parent.name}/{path.name}\0".encode("utf-8", "replace"))
            with contextlib.suppress(OSError):
                # An unreadable file is reported where the library is read.
                data = read_regular(path, MOST_BYTES)
                digest.update(hashlib.sha256(data.replace(b"\r\n", b"\n")).digest())
    return digest.hexdigest()
