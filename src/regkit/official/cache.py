"""A folder of downloaded files, each verified by the digest in its name, and of interrupted downloads that can be resumed.

Names begin with `flk-`, so that no identifier can turn into the name of a Windows device. Files that regkit did
not write are not touched.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from regkit.codes import ErrorCode
from regkit.disk.locking import locked
from regkit.disk.writing import write_whole
from regkit.errors import DatabaseError, LockedError
from regkit.rule import Rule

# An interrupted download begins with one line: this mark, and JSON (`Original`) that identifies the file.
_MARK = b"regkit download 1 "
_MOST_HEAD_BYTES = 2048
# Hexadecimal digits: half of a SHA-256 is enough to detect damage, and leaves room in a file name.
_DIGEST_LENGTH = 32
KEPT = Rule(
    "the digest in the name of a kept file, behind the identifier",
    r"\.(?P<digest>[0-9a-f]{32})\.docx\Z",
    matches=("." + "0f" * 16 + ".docx",),
    rejects=(".docx", "." + "0f" * 16 + ".rejected.docx", "." + "0F" * 16 + ".docx"),
)


class Original(msgspec.Struct, frozen=True, kw_only=True):
    """Identifies the file that an interrupted download is a part of.

    `identity` is the identifier of the version, `validator` the ETag or Last-Modified of the file, and `total`
    its size in bytes; None if the server did not say.
    """

    identity: str
    validator: str | None = None
    total: int | None = None


class Cache:
    """A folder of downloaded files. All methods raise OSError if the folder cannot be read or written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, identity: str) -> Path | None:
        """The complete file of a version, or None. A file that no longer matches its digest is set aside."""
        with contextlib.suppress(FileNotFoundError):
            for path in sorted(self.folder.iterdir()):
                prefix = f"flk-{identity}"
                # Compared in Python, because many file systems ignore case.
                match = KEPT.match(path.name.removeprefix(prefix)) if path.name.startswith(prefix) else None
                if match is None or not _is_file(path):
                    continue
                if _digest(path) == match["digest"]:
                    return path
                self.set_aside(identity, path)
        return None

    def set_aside(self, identity: str, path: Path) -> Path:
        """Rename a file so that it is not found again but people can still inspect it. Returns its new path."""
        aside = self.folder / f"flk-{identity}.{_digest(path)}.rejected.docx"
        path.replace(aside)
        return aside

    @contextlib.contextmanager
    def hold(self, identity: str, while_waiting: Callable[[], None]) -> Iterator[Download]:
        """Lock the download of a file for this process.

        While another process holds the lock, `while_waiting` is called about five times a second; it raises an
        error to give up.
        """
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
        """Move a complete download to its final name, and return that path. Raises FileExistsError if something else has the name."""
        data = download.read()
        path = self.folder / f"flk-{download.identity}.{_digest_of(data)}.docx"
        write_whole(path, data, replace=False)
        download.remove()
        return path


class Download:
    """The part of a file that has been downloaded so far, after a first line that marks the file as written by regkit.

    `size` is the number of bytes so far, without that line. Raises DatabaseError if the file at `path` was not
    written by regkit, or belongs to another version.
    """

    def __init__(self, path: Path, identity: str) -> None:
        self.path, self.identity = path, identity
        self.original = Original(identity=identity)
        self.size = 0
        self._file: BinaryIO | None = None
        self._data_start = 0
        if not os.path.lexists(path):
            return
        first_line = b""
        if _is_file(path):
            with path.open("rb") as file:
                first_line = file.readline(_MOST_HEAD_BYTES)
        # After a power cut, the first line may be missing or consist of zero bytes.
        if not first_line.strip(b"\0") and _is_file(path):
            return
        try:
            self.original = msgspec.json.decode(first_line.removeprefix(_MARK), type=Original)
        except (msgspec.DecodeError, ValueError):
            raise self._not_written_by_us() from None
        if (
            not first_line.startswith(_MARK)
            or not first_line.endswith(b"\n")
            or self.original.identity != identity
        ):
            raise self._not_written_by_us()
        self._data_start = len(first_line)
        self.size = path.stat().st_size - self._data_start

    def _not_written_by_us(self) -> DatabaseError:
        """The error for a file that is not an interrupted download of this version."""
        return DatabaseError(
            f"{self.path} 不是 regkit 下载到一半的文件，没有动它；请把它移到别处，或者用 --cache 换一个文件夹。",
            code=ErrorCode.DATABASE_SETTINGS,
        )

    def begin(self, original: Original) -> None:
        """Start over: write a new first line and discard what was downloaded before."""
        self.close()
        self.original, self.size = original, 0
        first_line = _MARK + msgspec.json.encode(original) + b"\n"
        self._data_start = len(first_line)
        self._file = self.path.open("wb")
        self._file.write(first_line)
        self._file.flush()
        os.fsync(self._file.fileno())

    def append(self, block: bytes) -> None:
        """Write the next block of the file."""
        if self._file is None:
            self._file = self.path.open("ab")
        self._file.write(block)
        self.size += len(block)

    def read(self) -> bytes:
        """The bytes downloaded so far."""
        self.close()
        with self.path.open("rb") as file:
            file.seek(self._data_start)
            return file.read()

    def remove(self) -> None:
        """Delete the file and forget what was downloaded."""
        self.close()
        self.path.unlink(missing_ok=True)
        self.original, self.size = Original(identity=self.identity), 0

    def close(self) -> None:
        """Close the file, if it is open for writing."""
        if self._file is not None:
            file, self._file = self._file, None
            file.close()


def _is_file(path: Path) -> bool:
    """Whether a path is itself a regular file: a pipe would block, and a link may lead to a foreign file."""
    return path.is_file() and not path.is_symlink()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:_DIGEST_LENGTH]


def _digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:_DIGEST_LENGTH]
