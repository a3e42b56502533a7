"""A cache of finished pages and files on disk, keyed by a digest of all their inputs; used by site builds."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import stat
import string
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from regkit.errors import OutputError, reason_of

# https://bford.info/cachedir/: the first line tells backup programs that this folder need not be kept.
_TAG = "CACHEDIR.TAG"
_TAG_CONTENT = b"Signature: 8a477f597d28d172789f06886806bc55\n# Made by regkit, which makes it again where it is missing.\n"
# An entry is: the magic bytes, the length of the data (8 bytes, big-endian), a SHA-256, the data.
# The SHA-256 covers the name of the entry and the data.
_MAGIC = b"regkit cache 1\n\0"
_HEAD_LENGTH = len(_MAGIC) + 8 + 32
_MOST_BYTES = 256 * 1024 * 1024
# Hexadecimal digits in the name of a shard folder, of an entry in it, and of an unfinished file's random part.
_SHARD_LENGTH, _NAME_LENGTH, _TOKEN_LENGTH = 2, 62, 16
_DAY = 24 * 60 * 60
_OPEN_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Store:
    """Finished data in a folder, one file per key. Without a folder, nothing is kept.

    An incomplete or damaged entry counts as missing. Nothing is synced to disk: after a power cut, a damaged
    entry does not match its digest. `trouble` is a Chinese sentence that says why something could not be kept,
    or "".
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.trouble = ""
        self._used: set[Path] = set()

    def has(self, key: str) -> bool:
        """Whether an entry exists and has the right length. Its digest is not checked."""
        path = self._path(key)
        if path is None:
            return False
        with contextlib.suppress(OSError), _opened(path) as (handle, size):
            return _length_in(os.read(handle, _HEAD_LENGTH)) == size - _HEAD_LENGTH
        return False

    def get(self, key: str) -> bytes | None:
        """The data kept under a key, or None if the entry is missing, incomplete or damaged.

        An entry that was last used more than half a day ago is marked as used now.
        """
        path = self._path(key)
        if path is None:
            return None
        try:
            with _opened(path) as (handle, size):
                with os.fdopen(handle, "rb", closefd=False) as stream:
                    # No more than the file held when it was opened, in case it grows meanwhile.
                    entry = stream.read(size)
                data = entry[_HEAD_LENGTH:]
                if _head_of(path, data) != entry[:_HEAD_LENGTH]:
                    return None
                if time.time() - os.fstat(handle).st_mtime > _DAY / 2:
                    with contextlib.suppress(OSError):
                        os.utime(handle if os.utime in os.supports_fd else path)
                return data
        except OSError:
            return None

    def put(self, key: str, data: bytes) -> None:
        """Keep data under a key, written atomically. If the disk is full or read-only, keep nothing and set `trouble`."""
        path = self._path(key)
        if path is None or len(data) > _MOST_BYTES:
            return
        temporary = path.with_name(f"{path.name}.{secrets.token_hex(_TOKEN_LENGTH // 2)}.part")
        try:
            path.parent.mkdir(exist_ok=True)
            if path.parent.is_symlink():
                raise OSError(errno.EINVAL, "", str(path.parent))
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _OPEN_FLAGS, 0o666)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(_head_of(path, data))
                    stream.write(data)
                # This replaces a symbolic link itself, not its target.
                temporary.replace(path)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
        except OSError as error:
            self.trouble = self.trouble or _trouble(path, error)

    def get_or_make(self, key: str, make: Callable[[], bytes]) -> bytes:
        """The data kept under a key, or else the result of `make`, which is then kept unless it is empty."""
        data = self.get(key)
        if data:
            return data
        data = make()
        # Empty data means that making it failed; next time it may succeed.
        if data:
            self.put(key, data)
        return data

    def remove_unused(self) -> None:
        """Remove entries that this store has not asked for and nobody has used for a day.

        The day protects entries of another build that runs at the same time.
        """
        if self.folder is None:
            return
        with contextlib.suppress(OSError):
            for shard in self.folder.iterdir():
                if not _is_hexadecimal(shard.name, _SHARD_LENGTH) or shard.is_symlink() or not shard.is_dir():
                    continue
                for path in shard.iterdir():
                    with contextlib.suppress(OSError):
                        if path not in self._used and _is_entry_name(path) and _is_old(path):
                            path.unlink()

    def _path(self, key: str) -> Path | None:
        if self.folder is None:
            return None
        name = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
        path = self.folder / name[:_SHARD_LENGTH] / name[_SHARD_LENGTH:]
        self._used.add(path)
        return path


def open_store(folder: Path | None) -> Store:
    """Open the store in a folder, which is created and tagged if it does not exist.

    Without a folder, or if it cannot be created, the store keeps nothing. Raises OutputError for a folder that
    holds other files and has no tag of regkit.
    """
    if folder is None:
        return Store(None)
    try:
        tag, tag_content = folder / _TAG, None
        with contextlib.suppress(OSError), _opened(tag, of_ours=False) as (handle, _):
            tag_content = os.read(handle, len(_TAG_CONTENT))
        if tag_content == _TAG_CONTENT:
            return Store(folder)
        folder.mkdir(parents=True, exist_ok=True)
        # A store whose tag is missing or half-written is recognized by its file names, which nothing else has.
        half_tagged = tag_content is not None and _TAG_CONTENT.startswith(tag_content)
        if any(not (half_tagged if path == tag else _holds_entries(path)) for path in folder.iterdir()):
            raise OutputError(
                f"缓存不能放在 {folder}：里面有别的文件，不是 regkit 的缓存。请在 mkdocs.yml 里给 cache 换一个文件夹。"
            )
        # Two builds that start at once write the same bytes.
        tag.write_bytes(_TAG_CONTENT)
    except OutputError:
        raise
    except OSError as error:
        store = Store(None)
        store.trouble = _trouble(folder, error)
        return store
    return Store(folder)


@contextlib.contextmanager
def _opened(path: Path, *, of_ours: bool = True) -> Iterator[tuple[int, int]]:
    """Open a regular file: its descriptor and its size in bytes.

    Raises OSError for anything else, because a link may lead to a foreign file and a pipe would block. Raises
    it too for a file that is too large to be an entry and, if `of_ours`, for an entry in a folder that is a
    link.
    """
    if of_ours and path.parent.is_symlink():
        raise OSError
    handle = os.open(path, os.O_RDONLY | _OPEN_FLAGS)
    try:
        file_stat = os.fstat(handle)
        if not stat.S_ISREG(file_stat.st_mode) or file_stat.st_size > _MOST_BYTES + _HEAD_LENGTH:
            raise OSError
        yield handle, file_stat.st_size
    finally:
        os.close(handle)


def _head_of(path: Path, data: bytes) -> bytes:
    """The magic bytes, length and digest that precede the data of an entry."""
    name = f"{path.parent.name}{path.name}\0".encode()
    return _MAGIC + len(data).to_bytes(8, "big") + hashlib.sha256(name + data).digest()


def _length_in(head: bytes) -> int | None:
    """The length of the data as recorded in the head of an entry; None if the head is incomplete."""
    is_complete = len(head) == _HEAD_LENGTH and head.startswith(_MAGIC)
    return int.from_bytes(head[len(_MAGIC) : len(_MAGIC) + 8], "big") if is_complete else None


def _holds_entries(shard: Path) -> bool:
    """Whether a path is a shard folder that holds only entries of a store."""
    is_shard = _is_hexadecimal(shard.name, _SHARD_LENGTH) and not shard.is_symlink() and shard.is_dir()
    return is_shard and all(_is_entry_name(path) for path in shard.iterdir())


def _is_entry_name(path: Path) -> bool:
    """Whether a file has the name of an entry, finished or unfinished."""
    name, _, rest = path.name.partition(".")
    token, _, suffix = rest.partition(".")
    unfinished = suffix == "part" and _is_hexadecimal(token, _TOKEN_LENGTH)
    return _is_hexadecimal(name, _NAME_LENGTH) and (not rest or unfinished)


def _is_old(path: Path) -> bool:
    """Whether a file begins like an entry (an unfinished one may be shorter) and has not been used for a day."""
    with _opened(path) as (handle, size):
        beginning = os.read(handle, len(_MAGIC))
        is_entry = beginning == _MAGIC or (
            path.suffix == ".part" and size < len(_MAGIC) and _MAGIC.startswith(beginning)
        )
        return is_entry and time.time() - os.fstat(handle).st_mtime > _DAY


def _is_hexadecimal(text: str, length: int) -> bool:
    return len(text) == length and set(text) <= set(string.hexdigits.lower())


def _trouble(path: Path, error: OSError) -> str:
    """The Chinese sentence for `Store.trouble`."""
    return f"缓存写不进 {path.parent}（{reason_of(error)}），这次生成的网页不保存，下次要重做。"


def digest_of_folders(folders: Iterable[str | Path], words: Iterable[str]) -> str:
    """A SHA-256, as hexadecimal digits, of all files in some folders (except .pyc) and of some strings."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(folder)}\0".encode("utf-8", "surrogatepass"))
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    for word in words:
        digest.update(f"{word}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
