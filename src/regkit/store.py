"""The store: what was made once and need not be made again, by a digest of everything that it is made of."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

_SHARD = 2
_DAY = 24 * 60 * 60


class Store:
    """Finished things in a folder, each in a file named by its key; nothing is kept where there is no folder."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._used: set[Path] = set()

    def has(self, key: str) -> bool:
        """Whether something is there."""
        path = self._path(key)
        return path is not None and path.is_file()

    def get(self, key: str) -> bytes:
        """What is there. Raises OSError if nothing is."""
        path = self._path(key)
        if path is None:
            raise FileNotFoundError(key)
        return path.read_bytes()

    def put(self, key: str, data: bytes) -> None:
        """Keep something; half of it is never seen, and a disk that is full keeps nothing."""
        path = self._path(key)
        if path is None:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}.part")
        temporary.write_bytes(data)
        temporary.replace(path)

    def get_or_make(self, key: str, make: Callable[[], bytes]) -> bytes:
        """What is there, or else what is made now and kept."""
        if self.has(key):
            return self.get(key)
        data = make()
        # Nothing is nothing to keep: next time it may succeed.
        if data:
            self.put(key, data)
        return data

    def forget_the_rest(self) -> None:
        """Remove what nobody has asked for since this store was opened, and that is a day old: another build may be at work."""
        if self.folder is None or not self.folder.is_dir():
            return
        for path in self.folder.glob("??/*"):
            if path not in self._used and time.time() - path.stat().st_mtime > _DAY:
                path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path | None:
        if self.folder is None:
            return None
        name = hashlib.sha256(key.encode()).hexdigest()
        path = self.folder / name[:_SHARD] / name[_SHARD:]
        self._used.add(path)
        return path


def digest_of_folders(folders: Iterable[str | Path], words: Iterable[str]) -> str:
    """A digest of all files in some folders, compiled ones apart, and of some words."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(folder)}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    for word in words:
        digest.update(f"{word}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
