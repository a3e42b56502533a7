"""Writing a file whole or not at all: the content goes to an unfinished file beside it, which is renamed when it is on the disk."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from regkit.disk.holding import hold, is_still_at
from regkit.disk.kernel import sync_names
from regkit.disk.reading import status_of
from regkit.errors import NotAFileError

_FLAGS = os.O_RDWR | os.O_CREAT | os.O_EXCL
_FLAGS |= sum(getattr(os, name, 0) for name in ("O_CLOEXEC", "O_NOINHERIT", "O_BINARY"))
_UNFINISHED_SUFFIX = ".part"
# In bytes. File systems allow 255, and an unfinished file needs a token and a suffix besides the name.
_LONGEST_NAME = 200
# Error codes of link() on file systems without hard links.
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EACCES)
# Windows does not rename a file that is open.
_CLOSE_FIRST = os.name == "nt"
# What follows the token in the name of the file that keeps the old content.
OLD_SUFFIX = "-old"
_TOKEN_BYTES = 6
_HEXADECIMAL = frozenset("0123456789abcdef")


class UnfinishedFile:
    """A file that is being written, open and locked, so that others can tell it from one that a stopped program left behind.

    `descriptor` is -1 when the file is closed.
    """

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self.descriptor = descriptor

    def write(self, data: bytes) -> None:
        """Append data."""
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self.descriptor, rest) :]

    def finish(self) -> None:
        """Flush the content to the disk; after that the file may be renamed."""
        os.fsync(self.descriptor)
        if _CLOSE_FIRST:
            self.close()

    def close(self) -> None:
        """Close the file, and with that unlock it; does nothing if it is closed."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1


def new_token() -> str:
    """A random name for one act of writing, which its unfinished files share."""
    return secrets.token_hex(_TOKEN_BYTES)


def is_token(text: str, *, exactly: bool = False) -> bool:
    """Whether text looks like a token, and not like a word that somebody put into a file's name, such as ``draft`` or ``old``.

    A token has 3 to 32 hexadecimal digits; with `exactly`, as many as `new_token` gives now.
    """
    return len(text) in ((2 * _TOKEN_BYTES,) if exactly else range(3, 33)) and set(text) <= _HEXADECIMAL


def unfinished_path(file: Path, token: str) -> Path:
    """The path, in the same folder, where a file is written until it is whole."""
    return file.with_name(f"{unfinished_prefix(file)}{token}{_UNFINISHED_SUFFIX}")


@contextmanager
def unfinished_file(file: Path, token: str) -> Iterator[UnfinishedFile]:
    """A new unfinished file beside `file`; removed at the end of the block unless it was renamed."""
    path = unfinished_path(file, token)
    part = UnfinishedFile(path, os.open(path, _FLAGS, 0o666))
    try:
        # Some file systems have no locks; there unfinished files of stopped programs stay.
        with contextlib.suppress(OSError):
            hold(part.descriptor)
        yield part
    finally:
        part.close()
        discard(path)


@contextmanager
def placing(file: Path, *, replace: bool) -> Iterator[UnfinishedFile]:
    """An unfinished file that becomes `file` if the block ends without an error: whole and on the disk, or not at all.

    First removes what stopped programs left of writing the same file. Raises FileExistsError if `file` exists and `replace` is not
    set, NotAFileError if something other than a file is there, and OSError if it cannot be written.
    """
    check_path(file, replace=replace)
    clear_unfinished(file)
    token = new_token()
    with unfinished_file(file, token) as part:
        yield part
        part.finish()
        old_file = keep_old(file, f"{token}{OLD_SUFFIX}") if replace else None
        try:
            if replace:
                part.path.replace(file)
            else:
                _rename_to_new_name(part.path, file)
            try:
                sync_names(file.parent)
            except BaseException:
                with contextlib.suppress(OSError):
                    if old_file:
                        old_file.path.replace(file)
                    else:
                        file.unlink()
                raise
        finally:
            if old_file:
                old_file.close()
                discard(old_file.path)


def _rename_to_new_name(path: Path, file: Path) -> None:
    # link() fails if the name is taken, so two writers cannot both win. On file systems without hard links the name is reserved
    # first.
    try:
        os.link(path, file)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        file.touch(exist_ok=False)
        path.replace(file)


def unfinished_prefix(file: Path) -> str:
    """What the names of all unfinished files for `file` begin with; a digest stands for a long name."""
    name = os.fsencode(file.name)
    return f".{file.name if len(name) <= _LONGEST_NAME else hashlib.sha256(name).hexdigest()}."


def write_whole(file: Path, data: bytes, *, replace: bool) -> None:
    """Write a file so that nobody ever sees half of it, even if the power fails.

    Raises FileExistsError if the file exists and `replace` is not set, NotAFileError if something other than a file is there, and
    OSError if it cannot be written.
    """
    with placing(file, replace=replace) as part:
        part.write(data)


def check_path(file: Path, *, replace: bool) -> None:
    """Check that a file may be written here: raises FileExistsError if one exists and `replace` is not set.

    Raises NotAFileError for a folder or a device.
    """
    status = status_of(file)
    if status is None:
        return
    if not replace:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(file))
    if not stat.S_ISREG(status.st_mode):
        raise NotAFileError(str(file))


def keep_old(file: Path, token: str) -> UnfinishedFile | None:
    """Give the present file a second name, by which it can be put back; None if there is no file.

    The name is that of an unfinished file with this token, and is locked like one. A link is kept as a link. Without hard links
    the content is copied.
    """
    path = unfinished_path(file, token)
    try:
        os.link(file, path, follow_symlinks=False)
    except FileNotFoundError:
        return None
    except (OSError, NotImplementedError) as error:
        if isinstance(error, OSError) and error.errno not in _NO_LINKS:
            raise
        if file.is_symlink():
            path.symlink_to(file.readlink())
        else:
            _copy(file, path)
    old_file = UnfinishedFile(path, -1)
    if not _CLOSE_FIRST and not path.is_symlink():
        with contextlib.suppress(OSError):
            old_file.descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            hold(old_file.descriptor)
    return old_file


def _copy(file: Path, copy: Path) -> None:
    part = UnfinishedFile(copy, os.open(copy, _FLAGS, stat.S_IMODE(file.stat().st_mode)))
    try:
        part.write(file.read_bytes())
        os.fsync(part.descriptor)
    finally:
        part.close()


def clear_unfinished(file: Path) -> None:
    """Remove unfinished files that stopped programs left beside `file`; those that a living program is writing stay."""
    prefix = unfinished_prefix(file)
    with os.scandir(file.parent) as entries:
        names = [
            entry.name
            for entry in entries
            if entry.name.startswith(prefix) and entry.name.endswith(_UNFINISHED_SUFFIX)
        ]
    for name in names:
        if is_token(name.removeprefix(prefix).removesuffix(_UNFINISHED_SUFFIX).removesuffix(OLD_SUFFIX)):
            clear_if_unlocked(file.with_name(name))


def clear_if_unlocked(path: Path) -> None:
    """Remove an unfinished file unless a living process has it locked."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            # A kept link is locked by nobody.
            if path.is_symlink():
                path.unlink()
            return
        descriptor = os.open(path, _FLAGS & ~(os.O_CREAT | os.O_EXCL))
    except OSError:
        return
    try:
        if not hold(descriptor) or not is_still_at(descriptor, path):
            return
        if _CLOSE_FIRST:
            os.close(descriptor)
            descriptor = -1
        path.unlink()
    except OSError:
        # It cannot be removed; it stays.
        pass
    finally:
        if descriptor >= 0:
            os.close(descriptor)


def discard(path: Path) -> None:
    """Remove a file that nothing depends on, if it exists and can be removed."""
    with contextlib.suppress(OSError):
        path.unlink()


@contextmanager
def ensured(folder: Path) -> Iterator[None]:
    """Create a folder and its parents if missing; if the block fails, remove those that were created and are empty."""
    missing: list[Path] = []
    for path in (folder, *folder.parents):
        if status_of(path) is not None:
            break
        missing.append(path)
    created: list[Path] = []
    try:
        for path in reversed(missing):
            # Another process may have created it meanwhile.
            with contextlib.suppress(FileExistsError):
                path.mkdir()
                created.append(path)
                sync_names(path.parent)
        yield
    except BaseException:
        for path in reversed(created):
            with contextlib.suppress(OSError):
                path.rmdir()
        raise
