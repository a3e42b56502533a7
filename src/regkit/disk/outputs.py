"""Outputs: folders that are made beside, and put in place whole, with everything of somebody else left where it stands."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from regkit.codes import ErrorCode
from regkit.disk.kernel import sync_tree
from regkit.disk.leftovers import TOKEN, clear, clear_leftovers
from regkit.disk.locking import locked
from regkit.disk.manifest import Manifest, read_manifest, record, write_manifest
from regkit.disk.placing import exchange_whole, replace_each
from regkit.disk.surveying import Survey, survey
from regkit.errors import LockedError, OutputError, reason_of

# How long to wait for another process that writes to the same place; a large library takes some minutes.
_PATIENCE = 900.0
_OURS = ".regkit."


class Output:
    """A folder that is being made: write into `staging`, then put it in place."""

    def __init__(self, target: Path, made_by: str, staging: Path, before: Survey) -> None:
        self.target = target
        self.staging = staging
        self._made_by = made_by
        self._before = before
        self._inside = staging.parent == target

    def check_free(self, names: Iterable[str]) -> None:
        """Look early whether something of somebody else stands where these files are to be written. Raises OutputError."""
        self._before.check_free(names)

    def put_in_place(self, tell: Callable[[str], None]) -> None:
        """Give the folder its name; what was there of ours and is no longer made goes, everything else stays.

        `tell` is told what could not be cleared away. Raises OutputError, and leaves what was there, where that cannot be.
        """
        with _in_one_sentence(self.target):
            files = record(self.staging)
            if not files:
                raise OutputError(f"没有生成任何文件；{self.target} 没有改动。", code=ErrorCode.OUTPUT_EMPTY)
            sync_tree(self.staging)
            new = Manifest(made_by=self._made_by, files=files)
            old = survey(
                self.target,
                read_manifest(self.target),
                known=self._before,
                but=_OURS if self._inside else None,
            )
            old.check_free(files)
            replaced = not self._inside and exchange_whole(self.staging, self.target, new, old)
        if not replaced:
            self._replace_each(new, old)
        if kept := clear(self.staging, self.target):
            tell(
                f"{kept} 没有全部清除：生成的同时可能有人改动了 {self.target}，改动过的文件留在那里；请自己看一看。"
            )

    def _replace_each(self, new: Manifest, old: Survey) -> None:
        try:
            replace_each(self.staging, self.target, new, old)
        except OSError as error:
            if isinstance(error, OutputError):
                raise
            raise OutputError(
                f"写不进 {self.target}：{reason_of(error)}；其中一部分可能已经是新的。改正以后再生成一次，就会补全。",
                code=ErrorCode.OUTPUT_DISK,
            ) from None


@contextmanager
def making(target: Path, made_by: str, tell: Callable[[str], None], *, new: bool = False) -> Iterator[Output]:
    """A place beside a folder (resolved already) to make it anew; what was not put in place when this ends is gone.

    Nobody else makes the same folder meanwhile: who comes second is told so, by `tell`, and waits. With `new` there must be nothing yet.

    Raises OutputError for a folder that holds what regkit did not write, or that cannot be written, LockedError when the other one does
    not end.
    """
    with contextlib.ExitStack() as stack:
        with _in_one_sentence(target):
            # The nearest first, for in that order they can be removed again.
            stack.callback(_remove_empty, [path for path in target.parents if not path.exists()])
            target.parent.mkdir(parents=True, exist_ok=True)
            inside = _must_stay(target)
            beside, stem = (target, _OURS) if inside else (target.parent, _stem(target.name))
            stack.enter_context(_alone(beside / f"{stem}regkit.lock", target, tell))
            for kept in clear_leftovers(beside, stem, target):
                tell(f"以前中断的一次留下了 {kept}，没有全部清除：里面可能有别的文件；请自己看一看。")
            before = _checked(target, but=_OURS if inside else None, new=new)
            staging = beside / f"{stem}{secrets.token_hex(TOKEN // 2)}.part"
            staging.mkdir()
            stack.callback(_clear_staging, staging, target, tell)
            write_manifest(staging, Manifest(made_by=made_by, complete=False))
        yield Output(target, made_by, staging, before)


def _clear_staging(staging: Path, target: Path, tell: Callable[[str], None]) -> None:
    if clear(staging, target):
        tell(f"没有写完的文件夹 {staging} 没有清除成；下一次生成时会再试。")


def _checked(target: Path, *, but: str | None, new: bool) -> Survey:
    manifest = read_manifest(target)
    found = survey(target, manifest, but=but)
    if new and (manifest or not found.is_empty):
        raise OutputError(f"{target} 不是空文件夹；请换一个，以免混进旧的页面。")
    if manifest is None and not found.is_empty:
        raise OutputError(
            f"{target} 里有别的文件，不是以前生成的网站；写到那里，别的文件会被清空或者混进去，因此没有生成。请换一个文件夹；如果确实是旧版本生成的，请先自己删去它。"
        )
    return found


def _must_stay(target: Path) -> bool:
    """Whether a folder cannot be exchanged for another: a disk of its own, or nothing can be written beside it."""
    if not target.is_dir():
        return False
    above = target.parent
    return (
        os.path.ismount(target)
        or target.stat().st_dev != above.stat().st_dev
        or not os.access(above, os.W_OK | os.X_OK)
    )


def _stem(name: str) -> str:
    """What the names of the files beside a folder begin with; there is an end to how long a name may be."""
    return (
        f".{name}." if len(os.fsencode(name)) < 200 else f".{hashlib.sha256(os.fsencode(name)).hexdigest()}."
    )


@contextmanager
def _alone(lock: Path, target: Path, tell: Callable[[str], None]) -> Iterator[None]:
    with contextlib.ExitStack() as stack:
        try:
            try:
                stack.enter_context(locked(lock, seconds=0.2))
            except LockedError:
                tell(f"另一个程序正在生成 {target}，等它完成……")
                stack.enter_context(locked(lock, seconds=_PATIENCE))
        except LockedError:
            raise LockedError(f"另一个程序正在生成 {target}；请等它完成以后再试。") from None
        try:
            yield
        finally:
            # Who waits for a file that has no name any more asks again by the name.
            with contextlib.suppress(OSError):
                if not lock.lstat().st_size:
                    lock.unlink()


def _remove_empty(paths: list[Path]) -> None:
    with contextlib.suppress(OSError):
        for path in paths:
            path.rmdir()


@contextmanager
def _in_one_sentence(target: Path) -> Iterator[None]:
    try:
        yield
    except (OutputError, LockedError):
        raise
    except OSError as error:
        raise OutputError(
            f"写不进 {target}：{reason_of(error)}；原来的内容没有改动。", code=ErrorCode.OUTPUT_DISK
        ) from None
