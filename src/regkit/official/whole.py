"""Whether a Word file is whole: every member of it has the length and the check sum that it should have."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from regkit.files import MOST_BYTES
from regkit.notations.word.package import MOST_MEMBERS

_MOST_INFLATED = 4 * MOST_BYTES
_PIECE = 256 * 1024
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def is_whole(data: bytes) -> bool:
    """Whether bytes are a Word file in which nothing is missing or damaged. No more is inflated than any such file has."""
    if data.count(b"PK\x01\x02") > MOST_MEMBERS:
        return False
    left = _MOST_INFLATED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
            for member in members:
                if member.compress_type not in _PACKINGS:
                    return False
                with package.open(member) as file:
                    # At its end zipfile compares the check sum.
                    while piece := file.read(_PIECE):
                        left -= len(piece)
                        if left < 0:
                            return False
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        NotImplementedError,
        OSError,
        OverflowError,
        RuntimeError,
        ValueError,
    ):
        # RuntimeError: a password.
        return False
    return any(member.filename.endswith("document.xml") for member in members)
