"""Checks that a downloaded Word file is complete: every member of the ZIP package has the right length and checksum."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from regkit.files import MOST_BYTES
from regkit.notations.word.package import MOST_MEMBERS

_MOST_UNPACKED_BYTES = 4 * MOST_BYTES
_BLOCK_BYTES = 256 * 1024
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def is_whole(data: bytes) -> bool:
    """Whether bytes are a complete, undamaged Word file. Decompression stops at a limit that no real file reaches."""
    if data.count(b"PK\x01\x02") > MOST_MEMBERS:
        return False
    remaining = _MOST_UNPACKED_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
            for member in members:
                if member.compress_type not in _COMPRESSIONS:
                    return False
                with package.open(member) as file:
                    # zipfile verifies the checksum when it reaches the end of the member.
                    while piece := file.read(_BLOCK_BYTES):
                        remaining -= len(piece)
                        if remaining < 0:
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
        # RuntimeError: the file has a password.
        return False
    return any(member.filename.endswith("document.xml") for member in members)
