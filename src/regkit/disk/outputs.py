"""Output folders: built beside their target and put in place whole, while files that regkit did not write stay where they are."""

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
from regkit.disk.leftovers import TOKEN_LENGTH, clear_folder, clear_leftovers
from regkit.disk.locking import locked
from regkit.disk.manifest import Manifest, read_manifest, record, write_manifest
from regkit.disk.placing import exchange_whole, replace_each
from regkit.disk.surveying import Survey, survey
from regkit.errors import LockedError, OutputError, reason_of

# How long to wait for another process that writes to the same target, in seconds; a large library takes some minutes.
_SECONDS_TO_WAIT = 900.0
# What the names of regkit's temporary files begin with where they must stand inside the target.
_STEM_INSIDE = ".regkit."


class Output:
    """A folder under construction: write files into `staging`, then call `put_in_place` to make it `target`."""

    def __init__(self, target: Path, made_by: str, staging: Path, before: Survey) -> None:
        self.target = target
        self.staging = staging
        self._made_by = made_by
        self._before = before
        self._inside = staging.parent == target

    def check_free(self, names: Iterable[str]) -> None:
        """Check early that no foreign file stands where files of these relative paths are to be written. Raises OutputError."""
        self._before.check_free(names)

    def put_in_place(self, tell: Callable[[str], None]) -> None:
        """Put the folder in place: files that regkit wrote before and did not write again are removed, foreign files stay.

        `tell` receives Chinese sentences about what could not be cleared away. Raises OutputError if nothing was written to
        `staging` or the target cannot be replaced. The old content is unchanged then, unless the files had to be replaced one by
        one (`replace_each`): some of them may be new.
        """
        with _as_output_error(self.target):
            files = record(self.staging)
            if not files:
                raise OutputError(f"没有生成任何文件；{self.target} 没有改动。", code=ErrorCode.OUTPUT_EMPTY)
            sync_tree(self.staging)
            new = Manifest(made_by=self._made_by, files=files)
            old = survey(
                self.target,
                read_manifest(self.target),
                known=self._before,
                skip_prefix=_STEM_INSIDE if self._inside else None,
            )
            old.check_free(files)
            replaced = not self._inside and exchange_whole(self.staging, self.target, new, old)
        if not replaced:
            self._replace_each(new, old)
        if remainder := clear_folder(self.staging, self.target):
            tell(
                f"{remainder} 没有全部清除：生成的同时可能有人改动了 {self.target}，改动过的文件留在那里；请自己看一看。"
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
    """Create an output folder beside `target`, an absolute path without links; removed at the end unless put in place.

    Only one process at a time builds the same target: a second one says so by `tell`, and waits. `made_by` is the name of the
    command, for the manifest. With `new` the target must be empty or missing.

    Raises OutputError if the target holds files that regkit did not write, or cannot be written, and LockedError if the other
    process does not end in time.
    """
    with contextlib.ExitStack() as stack:
        with _as_output_error(target):
            # The nearest first: they can be removed only in this order.
            stack.callback(_remove_empty, [path for path in target.parents if not path.exists()])
            target.parent.mkdir(parents=True, exist_ok=True)
            is_inside = _is_fixed(target)
            beside, stem = (target, _STEM_INSIDE) if is_inside else (target.parent, _stem(target.name))
            stack.enter_context(_only_builder(beside / f"{stem}regkit.lock", target, tell))
            for remainder in clear_leftovers(beside, stem, target):
                tell(f"以前中断的一次留下了 {remainder}，没有全部清除：里面可能有别的文件；请自己看一看。")
            survey_before = _survey_target(target, skip_prefix=_STEM_INSIDE if is_inside else None, new=new)
            staging = beside / f"{stem}{secrets.token_hex(TOKEN_LENGTH // 2)}.part"
            staging.mkdir()
            stack.callback(_clear_staging, staging, target, tell)
            write_manifest(staging, Manifest(made_by=made_by, complete=False))
        yield Output(target, made_by, staging, survey_before)


def _clear_staging(staging: Path, target: Path, tell: Callable[[str], None]) -> None:
    if clear_folder(staging, target):
        tell(f"没有写完的文件夹 {staging} 没有清除成；下一次生成时会再试。")


def _survey_target(target: Path, *, skip_prefix: str | None, new: bool) -> Survey:
    """What is in the target now. Raises OutputError if there are files but no manifest, or anything at all with `new`."""
    manifest = read_manifest(target)
    result = survey(target, manifest, skip_prefix=skip_prefix)
    if new and (manifest or not result.is_empty):
        raise OutputError(f"{target} 不是空文件夹；请换一个，以免混进旧的页面。")
    if manifest is None and not result.is_empty:
        raise OutputError(
            f"{target} 里有别的文件，不是以前生成的网站；写到那里，别的文件会被清空或者混进去，因此没有生成。请换一个文件夹；如果确实是旧版本生成的，请先自己删去它。"
        )
    return result


def _is_fixed(target: Path) -> bool:
    """Whether a folder cannot be exchanged for another: it is a mount point, or nothing can be written beside it."""
    if not target.is_dir():
        return False
    above = target.parent
    return (
        os.path.ismount(target)
        or target.stat().st_dev != above.stat().st_dev
        or not os.access(above, os.W_OK | os.X_OK)
    )


def _stem(name: str) -> str:
    """What the names of temporary files beside a folder begin with; a digest stands for a long name, as file systems limit names."""
    return (
        f".{name}." if len(os.fsencode(name)) < 200 else f".{hashlib.sha256(os.fsencode(name)).hexdigest()}."
    )


@contextmanager
def _only_builder(lock: Path, target: Path, tell: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock of a target, waiting for another builder if need be, and remove the lock file at the end."""
    with contextlib.ExitStack() as stack:
        try:
            try:
                stack.enter_context(locked(lock, seconds=0.2))
            except LockedError:
                tell(f"另一个程序正在生成 {target}，等它完成……")
                stack.enter_context(locked(lock, seconds=_SECONDS_TO_WAIT))
        except LockedError:
            raise LockedError(f"另一个程序正在生成 {target}；请等它完成以后再试。") from None
        try:
            yield
        finally:
            # A process that waits for the removed file notices, and opens the lock by its name again (`locked`).
            with contextlib.suppress(OSError):
                if not lock.lstat().st_size:
                    lock.unlink()


def _remove_empty(paths: list[Path]) -> None:
    with contextlib.suppress(OSError):
        for path in paths:
            path.rmdir()


@contextmanager
def _as_output_error(target: Path) -> Iterator[None]:
    """Turn OSError into an OutputError in one Chinese sentence."""
    try:
        yield
    except (OutputError, LockedError):
        raise
    except OSError as error:
        raise OutputError(
            f"写不进 {target}：{reason_of(error)}；原来的内容没有改动。", code=ErrorCode.OUTPUT_DISK
        ) from None
