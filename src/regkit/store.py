"""The store: what was made once and need not be made again, by a digest of everything that it is made of."""

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

# https://bford.info/cachedir/: programs that make backups know by the first line what need not be kept.
_TAG = "CACHEDIR.TAG"
_MARK = b"Signature: 8a477f597d28d172789f06886806bc55\n# Made by regkit, which makes it again where it is missing.\n"
# An entry is this, the length and the SHA-256 of what follows, and that. Its name is in the digest too.
_MAGIC = b"regkit cache 1\n\0"
_HEAD = len(_MAGIC) + 8 + 32
_MOST_BYTES = 256 * 1024 * 1024
_SHARD, _NAME, _TOKEN = 2, 62, 16
_DAY = 24 * 60 * 60
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Store:
    """Finished things in a folder, each in a file named by its key; nothing is kept where there is no folder.

    What is not whole is as if it were not there. Nothing is synced: what a power cut leaves does not agree with its digest.
    `trouble` says, in Chinese, why something could not be kept.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.trouble = ""
        self._used: set[Path] = set()

    def has(self, key: str) -> bool:
        """Whether something is there that is as long as it should be."""
        path = self._path(key)
        if path is None:
            return False
        with contextlib.suppress(OSError), _opened(path) as (handle, size):
            return _length_in(os.read(handle, _HEAD)) == size - _HEAD
        return False

    def get(self, key: str) -> bytes | None:
        """What is there; None where nothing is, or not the whole of it."""
        path = self._path(key)
        if path is None:
            return None
        try:
            with _opened(path) as (handle, size):
                with os.fdopen(handle, "rb", closefd=False) as stream:
                    # Never more than was there when it was opened.
                    entry = stream.read(size)
                data = entry[_HEAD:]
                if _head_of(path, data) != entry[:_HEAD]:
                    return None
                if time.time() - os.fstat(handle).st_mtime > _DAY / 2:
                    with contextlib.suppress(OSError):
                        os.utime(handle if os.utime in os.supports_fd else path)
                return data
        except OSError:
            return None

    def put(self, key: str, data: bytes) -> None:
        """Keep something; a disk that is full, or must not be written, keeps nothing."""
        path = self._path(key)
        if path is None or len(data) > _MOST_BYTES:
            return
        temporary = path.with_name(f"{path.name}.{secrets.token_hex(_TOKEN // 2)}.part")
        try:
            path.parent.mkdir(exist_ok=True)
            if path.parent.is_symlink():
                raise OSError(errno.EINVAL, "", str(path.parent))
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK, 0o666)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(_head_of(path, data))
                    stream.write(data)
                # A link that stands there is replaced itself, not what it leads to.
                temporary.replace(path)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
        except OSError as error:
            self.trouble = self.trouble or _trouble(path, error)

    def get_or_make(self, key: str, make: Callable[[], bytes]) -> bytes:
        """What is there, or else what is made now and kept."""
        data = self.get(key)
        if data:
            return data
        data = make()
        # Nothing is nothing to keep: next time it may succeed.
        if data:
            self.put(key, data)
        return data

    def forget_the_rest(self) -> None:
        """Remove what nobody has asked for since this store was opened, nor anybody else for a day: another build may be at work."""
        if self.folder is None:
            return
        with contextlib.suppress(OSError):
            for shard in self.folder.iterdir():
                if not _is_hexadecimal(shard.name, _SHARD) or shard.is_symlink() or not shard.is_dir():
                    continue
                for path in shard.iterdir():
                    with contextlib.suppress(OSError):
                        if path not in self._used and _is_named_by_us(path) and _is_old(path):
                            path.unlink()

    def _path(self, key: str) -> Path | None:
        if self.folder is None:
            return None
        name = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
        path = self.folder / name[:_SHARD] / name[_SHARD:]
        self._used.add(path)
        return path


def open_store(folder: Path | None) -> Store:
    """The store in a folder, which is made and marked if it is not there; without one nothing is kept, nor where it cannot be made.

    Raises OutputError for a folder that holds something and has no mark of ours.
    """
    if folder is None:
        return Store(None)
    try:
        tag, mark = folder / _TAG, None
        with contextlib.suppress(OSError), _opened(tag, of_ours=False) as (handle, _):
            mark = os.read(handle, len(_MARK))
        if mark == _MARK:
            return Store(folder)
        folder.mkdir(parents=True, exist_ok=True)
        # One that lost its mark, or had none yet, is known by the names in it, which nobody else gives.
        begun = mark is not None and _MARK.startswith(mark)
        if any(not (begun if path == tag else _holds_entries(path)) for path in folder.iterdir()):
            raise OutputError(
                f"缓存不能放在 {folder}：里面有别的文件，不是 regkit 的缓存。请在 mkdocs.yml 里给 cache 换一个文件夹。"
            )
        # Two builds that begin at once write the same.
        tag.write_bytes(_MARK)
    except OutputError:
        raise
    except OSError as error:
        store = Store(None)
        store.trouble = _trouble(folder, error)
        return store
    return Store(folder)


@contextlib.contextmanager
def _opened(path: Path, *, of_ours: bool = True) -> Iterator[tuple[int, int]]:
    """A plain file, and how large it is. Raises OSError for anything else: a link to a file of somebody is not read, a pipe not waited for."""
    if of_ours and path.parent.is_symlink():
        raise OSError
    handle = os.open(path, os.O_RDONLY | _NO_LINK)
    try:
        facts = os.fstat(handle)
        if not stat.S_ISREG(facts.st_mode) or facts.st_size > _MOST_BYTES + _HEAD:
            raise OSError
        yield handle, facts.st_size
    finally:
        os.close(handle)


def _head_of(path: Path, data: bytes) -> bytes:
    name = f"{path.parent.name}{path.name}\0".encode()
    return _MAGIC + len(data).to_bytes(8, "big") + hashlib.sha256(name + data).digest()


def _length_in(head: bytes) -> int | None:
    whole = len(head) == _HEAD and head.startswith(_MAGIC)
    return int.from_bytes(head[len(_MAGIC) : len(_MAGIC) + 8], "big") if whole else None


def _holds_entries(shard: Path) -> bool:
    named = _is_hexadecimal(shard.name, _SHARD) and not shard.is_symlink() and shard.is_dir()
    return named and all(_is_named_by_us(path) for path in shard.iterdir())


def _is_named_by_us(path: Path) -> bool:
    """Whether a file has the name of an entry, or of one that is not finished."""
    name, _, rest = path.name.partition(".")
    token, _, suffix = rest.partition(".")
    unfinished = suffix == "part" and _is_hexadecimal(token, _TOKEN)
    return _is_hexadecimal(name, _NAME) and (not rest or unfinished)


def _is_old(path: Path) -> bool:
    """Whether a file begins as an entry does, or would have, and has not been used for a day."""
    with _opened(path) as (handle, size):
        begin = os.read(handle, len(_MAGIC))
        ours = begin == _MAGIC or (path.suffix == ".part" and size < len(_MAGIC) and _MAGIC.startswith(begin))
        return ours and time.time() - os.fstat(handle).st_mtime > _DAY


def _is_hexadecimal(text: str, length: int) -> bool:
    return len(text) == length and set(text) <= set(string.hexdigits.lower())


def _trouble(path: Path, error: OSError) -> str:
    return f"缓存写不进 {path.parent}（{reason_of(error)}），这次生成的网页不保存，下次要重做。"


def digest_of_folders(folders: Iterable[str | Path], words: Iterable[str]) -> str:
    """A digest of all files in some folders, compiled ones apart, and of some words."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(folder)}\0".encode("utf-8", "surrogatepass"))
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    for word in words:
        digest.update(f"{word}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
