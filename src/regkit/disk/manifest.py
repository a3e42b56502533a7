"""The manifest: a record of the files that regkit wrote into a folder, so that it never overwrites somebody else's."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path, PurePosixPath
from typing import Literal

import msgspec

from regkit.disk.reading import read_regular
from regkit.disk.trees import Digest, entries_of, read_digest
from regkit.errors import OutputError

MANIFEST = ".regkit.json"
_UNFINISHED = f"{MANIFEST}.part"
RECORDS = (MANIFEST, _UNFINISHED)
_FIRST_BYTES = b'{"complete":'
# Enough for a hundred thousand files; a larger manifest is not read.
_MOST_BYTES = 64 * 1024 * 1024


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The files that one command wrote into a folder; without a time, so that the same files give the same manifest.

    `made_by` is the name of the command. `files` has for every relative path what the file there may hold: two contents while a new
    file takes the place of an old one, else one.
    """

    schema: Literal["regkit-output/1"] = "regkit-output/1"
    made_by: str
    # False for a folder that is still being written; nobody else has put anything into it.
    complete: bool = True
    files: dict[str, list[Digest]] = {}


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder, None if it has none. Raises OutputError for one that is damaged or cannot be trusted."""
    path = folder / MANIFEST
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise ValueError
        with path.open("rb") as stream:
            data = stream.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise ValueError
        # Not msgspec's own reader: it refuses lone surrogates, which stand for bytes of file names that are not UTF-8.
        manifest = msgspec.convert(json.loads(data), Manifest)
        if not all(map(_is_inside, manifest.files)):
            raise ValueError
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError, msgspec.ValidationError):
        raise OutputError(
            f"{folder} 里的 {MANIFEST} 已经损坏，认不出哪些文件是以前生成的。请换一个文件夹，或者自己清空这一个。"
        ) from None
    return manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of a folder whole or not at all; it is on the disk when this returns. Raises OSError."""
    data = json.dumps(msgspec.to_builtins(manifest), sort_keys=True, separators=(",", ":")).encode("ascii")
    unfinished = folder / _UNFINISHED
    if is_unfinished(unfinished):
        unfinished.unlink()
    with unfinished.open("xb") as stream:
        try:
            stream.write(data + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
            unfinished.replace(folder / MANIFEST)
        except BaseException:
            # On a full disk, leave nothing that would be in the way once there is room again.
            unfinished.unlink(missing_ok=True)
            raise


def is_unfinished(path: Path) -> bool:
    """Whether a file is a manifest that a stopped process had begun to write."""
    if path.name != _UNFINISHED:
        return False
    try:
        head = read_regular(path, len(_FIRST_BYTES))
    except OSError:
        return False
    return _FIRST_BYTES.startswith(head)


def record(folder: Path) -> dict[str, list[Digest]]:
    """The content of every regular file in a folder, by relative path, its manifest left out."""
    files: dict[str, list[Digest]] = {}
    for name, entry in entries_of(folder):
        if name not in RECORDS and (read := read_digest(Path(entry.path))):
            files[name] = [read[1]]
    return files


def _is_inside(name: str) -> bool:
    """Whether a path in a manifest stays inside its folder, on every system."""
    path = PurePosixPath(name)
    return (
        bool(path.parts)
        and not path.is_absolute()
        and ".." not in path.parts
        and path.as_posix() == name not in RECORDS
        and not any(character in name for character in ("\0", *(("\\", ":") if os.name == "nt" else ())))
    )
