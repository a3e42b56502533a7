"""Writing whole or not at all: beside the place first, to the disk, and only then by the name that is wanted."""

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
from regkit.errors import NotAFileError

_FLAGS = os.O_RDWR | os.O_CREAT | os.O_EXCL
_FLAGS |= sum(getattr(os, name, 0) for name in ("O_CLOEXEC", "O_NOINHERIT", "O_BINARY"))
_PART = ".part"
# With what is put before and after it a name must still be one that file systems allow.
_LONGEST_NAME = 200
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EACCES)
# Windows does not let a name go while the file is open.
_CLOSE_FIRST = os.name == "nt"


class UnfinishedFile:
    """An unfinished file. While the process lives that writes it, nobody takes it for something left behind."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self.descriptor = descriptor

    def write(self, data: bytes) -> None:
        """Write something at the end."""
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self.descriptor, rest) :]

    def finish(self) -> None:
        """Bring what was written to the disk; after that the file may be renamed."""
        os.fsync(self.descriptor)
        if _CLOSE_FIRST:
            self.close()

    def close(self) -> None:
        """Let go of it."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1


# What comes after the token in the name of what was there before.
OLD = "-old"
_TOKEN_BYTES = 6
_HEXADECIMAL = frozenset("0123456789abcdef")


def new_token() -> str:
    """What tells the unfinished files of one act of writing from those of others."""
    return secrets.token_hex(_TOKEN_BYTES)


def is_token(words: str, *, exactly: bool = False) -> bool:
    """Whether words may be a token, and not what somebody calls a file: ``draft``, ``old``. With `exactly`, one of today's length."""
    return len(words) in ((2 * _TOKEN_BYTES,) if exactly else range(3, 33)) and set(words) <= _HEXADECIMAL


def part_of(file: Path, token: str) -> Path:
    """Where a file is written before it is whole."""
    return file.with_name(f"{beginning_of(file)}{token}{_PART}")


@contextmanager
def begun(file: Path, token: str) -> Iterator[UnfinishedFile]:
    """A new unfinished file beside `file`, which is gone at the end if it was not renamed."""
    path = part_of(file, token)
    part = UnfinishedFile(path, os.open(path, _FLAGS, 0o666))
    try:
        # Some file systems cannot hold; there what is left behind stays.
        with contextlib.suppress(OSError):
            hold(part.descriptor)
        yield part
    finally:
        part.close()
        discard(path)


@contextmanager
def placing(file: Path, *, replace: bool) -> Iterator[UnfinishedFile]:
    """An unfinished file, which takes its place when the block ends well: whole, on the disk, or not at all.

    What was left behind by programs that were stopped while they wrote the same file is removed. Raises FileExistsError for a file that is there
    already unless `replace` is given, and OSError where it cannot be written or where there is something else than a file.
    """
    check_place(file, replace=replace)
    clear_parts(file)
    token = new_token()
    with begun(file, token) as part:
        yield part
        part.finish()
        before = keep(file, f"{token}{OLD}") if replace else None
        try:
            if replace:
                part.path.replace(file)
            else:
                _place_new(part.path, file)
            try:
                sync_names(file.parent)
            except BaseException:
                with contextlib.suppress(OSError):
                    if before:
                        before.path.replace(file)
                    else:
                        file.unlink()
                raise
        finally:
            if before:
                before.close()
                discard(before.path)


def _place_new(path: Path, file: Path) -> None:
    # link() fails where the name is taken, so two writers cannot both win. Some file systems have no hard links; there the
    # name is reserved first.
    try:
        os.link(path, file)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        file.touch(exist_ok=False)
        path.replace(file)


def beginning_of(file: Path) -> str:
    """How the names of unfinished files begin that will become a file."""
    name = os.fsencode(file.name)
    return f".{file.name if len(name) <= _LONGEST_NAME else hashlib.sha256(name).hexdigest()}."


def write_whole(file: Path, data: bytes, *, replace: bool) -> None:
    """Write a file so that nobody ever sees half of it, not even after the power went.

    Raises FileExistsError for a file that is there already unless `replace` is given, and OSError where it cannot be written.
    """
    with placing(file, replace=replace) as part:
        part.write(data)


def check_place(file: Path, *, replace: bool) -> None:
    """Raises FileExistsError where a file is that may not be replaced, and OSError where there is no file but a folder or a device."""
    try:
        kind = file.stat().st_mode
    except FileNotFoundError:
        return
    if not replace:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(file))
    if not stat.S_ISREG(kind):
        raise NotAFileError(str(file))


def keep(file: Path, token: str) -> UnfinishedFile | None:
    """Another name for what is at a place now, by which it can be put back, held like an unfinished file; None where nothing is."""
    path = part_of(file, token)
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
    kept = UnfinishedFile(path, -1)
    if not _CLOSE_FIRST and not path.is_symlink():
        with contextlib.suppress(OSError):
            kept.descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            hold(kept.descriptor)
    return kept


def _copy(file: Path, copy: Path) -> None:
    part = UnfinishedFile(copy, os.open(copy, _FLAGS, stat.S_IMODE(file.stat().st_mode)))
    try:
        part.write(file.read_bytes())
        os.fsync(part.descriptor)
    finally:
        part.close()


def clear_parts(file: Path) -> None:
    """Remove what was left of a file by programs that were stopped while they wrote it; not what one that lives is writing."""
    beginning = beginning_of(file)
    with os.scandir(file.parent) as inside:
        left = [each.name for each in inside if each.name.startswith(beginning) and each.name.endswith(_PART)]
    for name in left:
        if is_token(name.removeprefix(beginning).removesuffix(_PART).removesuffix(OLD)):
            clear_if_left(file.with_name(name))


def clear_if_left(path: Path) -> None:
    """Remove an unfinished file if no living process holds it."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            # A link that was kept is held by nobody.
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
        # Then it is not ours to remove.
        pass
    finally:
        if descriptor >= 0:
            os.close(descriptor)


def discard(path: Path) -> None:
    """Remove a file of ours, if it is there and can be removed: nothing depends on it."""
    with contextlib.suppress(OSError):
        path.unlink()


@contextmanager
def ensured(folder: Path) -> Iterator[None]:
    """A folder, made with those above it if it is not there; what was made is removed if the block fails and nothing is in it."""
    missing: list[Path] = []
    for each in (folder, *folder.parents):
        if each.exists():
            break
        missing.append(each)
    made: list[Path] = []
    try:
        for each in reversed(missing):
            # Somebody else may have been quicker.
            with contextlib.suppress(FileExistsError):
                each.mkdir()
                made.append(each)
                sync_names(each.parent)
        yield
    except BaseException:
        for each in reversed(made):
            with contextlib.suppress(OSError):
                each.rmdir()
        raise
