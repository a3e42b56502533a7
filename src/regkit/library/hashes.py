"""Hashes of texts, by which `regkit verify` finds texts that were changed after they were added."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from regkit.codes import ErrorCode
from regkit.errors import LibraryError, UnreadableFileError
from regkit.files import read_source
from regkit.library.facts import VersionFacts


class Finding(StrEnum):
    """What is wrong with a text: it was CHANGED, it is MISSING, or its hash is UNRECORDED."""

    CHANGED = "changed"
    MISSING = "missing"
    UNRECORDED = "unrecorded"


@dataclass(frozen=True)
class Mismatch:
    """A text that does not match its work.toml, or whose hash work.toml does not record."""

    path: Path
    finding: Finding


def hash_of_text(text: str) -> str:
    """SHA-256 of a text as UTF-8 with LF line ends, as 64 hexadecimal digits: independent of Git's CRLF conversion."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode("utf-8", "surrogatepass")).hexdigest()


def verify_version(folder: Path, version: VersionFacts) -> Iterator[Mismatch]:
    """Yield the mismatch of a version's text, if there is one. Raises LibraryError for a file that cannot be read."""
    path = folder / f"{version.name}.txt"
    recorded = version.source.sha256 if version.source else None
    if not path.exists() and not path.is_symlink():
        if recorded:
            yield Mismatch(path, Finding.MISSING)
    elif recorded is None:
        yield Mismatch(path, Finding.UNRECORDED)
    else:
        try:
            text = read_source(path, regular=True).text
        except UnreadableFileError as error:
            raise LibraryError(f"{path}：{error}", code=ErrorCode.LIBRARY_TEXT) from None
        if hash_of_text(text) != recorded:
            yield Mismatch(path, Finding.CHANGED)
