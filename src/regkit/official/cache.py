"""The cache: files that were fetched, each proved by its own name, and parts of files that go on later.

Names begin with `flk-`, so that no identifier can be the name of a device. What regkit did not write is left as it is.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from regkit.disk.locking import locked
from regkit.disk.writing import write_whole
from regkit.errors import DatabaseError, LockedError
from regkit.rule import Rule

# What is already there of a file, before its bytes: a line that says that it is ours, and of which file it is a part.
_MARK = b"regkit download 1 "
_MOST_HEAD = 2048
# Half of SHA-256, which is enough to find damage and leaves room in a name.
_DIGEST = 32
KEPT = Rule(
    "what of the name of a kept file stands behind the identifier: its digest",
    r"\.(?P<digest>[0-9a-f]{32})\.docx\Z",
    matches=("." + "0f" * 16 + ".docx",),
    rejects=(".docx", "." + "0f" * 16 + ".rejected.docx", "." + "0F" * 16 + ".docx"),
)


class Original(msgspec.Struct, frozen=True, kw_only=True):
    """Of what a download is a part: the version, and what the server said of its file, to know it again."""

    identity: str
    validator: str | None = None
    total: int | None = None


class Cache:
    """A folder of fetched files. Everything raises OSError where the folder cannot be read or written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, identity: str) -> Path | None:
        """The file of a version, if it is there as it was put there; one that has changed is set aside."""
        with contextlib.suppress(FileNotFoundError):
            for path in sorted(self.folder.iterdir()):
                begin = f"flk-{identity}"
                # Compared letter by letter: file systems may think that A is a.
                kept = KEPT.match(path.name.removeprefix(begin)) if path.name.startswith(begin) else None
                if kept is None or not _is_file(path):
                    continue
                if _digest(path) == kept["digest"]:
                    return path
                self.set_aside(identity, path)
        return None

    def set_aside(self, identity: str, path: Path) -> Path:
        """Where a file lies from now on that shall not be found again; it is there for people to look at."""
        aside = self.folder / f"flk-{identity}.{_digest(path)}.rejected.docx"
        path.replace(aside)
        return aside

    @contextlib.contextmanager
    def hold(self, identity: str, while_waiting: Callable[[], None]) -> Iterator[Download]:
        """The download of a file, for this process alone; `while_waiting` is called while another has it, and raises to give up."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with contextlib.ExitStack() as stack:
            while True:
                try:
                    stack.enter_context(locked(self.folder / f"flk-{identity}.lock", seconds=0.2))
                    break
                except LockedError:
                    while_waiting()
            download = Download(self.folder / f"flk-{identity}.download", identity)
            stack.callback(download.close)
            yield download

    def keep(self, download: Download) -> Path:
        """Where the file lies now that is whole. Raises FileExistsError for something else in its place."""
        data = download.read()
        path = self.folder / f"flk-{download.identity}.{_digest_of(data)}.docx"
        write_whole(path, data, replace=False)
        download.remove()
        return path


class Download:
    """What is already there of a file, behind the line that proves that we wrote it."""

    def __init__(self, path: Path, identity: str) -> None:
        self.path, self.identity = path, identity
        self.original = Original(identity=identity)
        self.size = 0
        self._file: BinaryIO | None = None
        self._begin = 0
        if not os.path.lexists(path):
            return
        head = b""
        if _is_file(path):
            with path.open("rb") as file:
                head = file.readline(_MOST_HEAD)
        # Nothing but zeros is what a power cut leaves of a line that was being written.
        if not head.strip(b"\0") and _is_file(path):
            return
        try:
            self.original = msgspec.json.decode(head.removeprefix(_MARK), type=Original)
        except (msgspec.DecodeError, ValueError):
            raise self._not_ours() from None
        if not head.startswith(_MARK) or not head.endswith(b"\n") or self.original.identity != identity:
            raise self._not_ours()
        self._begin = len(head)
        self.size = path.stat().st_size - self._begin

    def _not_ours(self) -> DatabaseError:
        return DatabaseError(
            f"{self.path} 不是 regkit 下载到一半的文件，没有动它；请把它移到别处，或者用 --cache 换一个文件夹。"
        )

    def begin(self, original: Original) -> None:
        """Begin anew: what was there is gone."""
        self.close()
        self.original, self.size = original, 0
        head = _MARK + msgspec.json.encode(original) + b"\n"
        self._begin = len(head)
        self._file = self.path.open("wb")
        self._file.write(head)
        self._file.flush()
        os.fsync(self._file.fileno())

    def append(self, block: bytes) -> None:
        if self._file is None:
            self._file = self.path.open("ab")
        self._file.write(block)
        self.size += len(block)

    def read(self) -> bytes:
        """The bytes of the file, as far as they are there."""
        self.close()
        with self.path.open("rb") as file:
            file.seek(self._begin)
            return file.read()

    def remove(self) -> None:
        self.close()
        self.path.unlink(missing_ok=True)
        self.original, self.size = Original(identity=self.identity), 0

    def close(self) -> None:
        if self._file is not None:
            file, self._file = self._file, None
            file.close()


def _is_file(path: Path) -> bool:
    """Whether it is a file itself: a pipe would keep us waiting, and a link leads to what is not ours."""
    return path.is_file() and not path.is_symlink()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:_DIGEST]


def _digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:_DIGEST]
