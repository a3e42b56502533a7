"""The manifest: what regkit wrote into a folder, so that it never takes a file of somebody else for its own."""

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
_BEGINNING = b'{"complete":'
# Of a hundred thousand files; a larger one is not read.
_MOST_BYTES = 64 * 1024 * 1024


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What was written into a folder, and by which command; no time is in it, so the same files have the same manifest.

    `files` has, for every path, what the file there may hold: two things while one takes the place of the other.
    """

    schema: Literal["regkit-output/1"] = "regkit-output/1"
    made_by: str
    # A folder that is still being written holds nothing of anybody else.
    complete: bool = True
    files: dict[str, list[Digest]] = {}


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder, None where there is none. Raises OutputError for one that cannot be believed."""
    path = folder / MANIFEST
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise ValueError
        with path.open("rb") as stream:
            data = stream.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise ValueError
        # Not msgspec's own reader: a name that is no text is half of a pair, which that refuses.
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
    """Write the manifest of a folder, whole or not at all, on the disk when this returns."""
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
            # Where the disk is full nothing is to be left that is in the way when there is room again.
            unfinished.unlink(missing_ok=True)
            raise


def is_unfinished(path: Path) -> bool:
    """Whether a file is a manifest of ours that a stopped process had begun to write."""
    if path.name != _UNFINISHED:
        return False
    try:
        head = read_regular(path, len(_BEGINNING))
    except OSError:
        return False
    return _BEGINNING.startswith(head)


def record(folder: Path) -> dict[str, list[Digest]]:
    """What all plain files of a folder hold, but its manifest."""
    files: dict[str, list[Digest]] = {}
    for name, entry in entries_of(folder):
        if name not in RECORDS and (read := read_digest(Path(entry.path))):
            files[name] = [read[1]]
    return files


def _is_inside(name: str) -> bool:
    """Whether a name of a manifest leads to something in its folder, on every system."""
    path = PurePosixPath(name)
    return (
        bool(path.parts)
        and not path.is_absolute()
        and ".." not in path.parts
        and path.as_posix() == name not in RECORDS
        and not any(sign in name for sign in ("\0", *(("\\", ":") if os.name == "nt" else ())))
    )
