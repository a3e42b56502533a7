"""Placing: a folder that was made beside takes the place of the one that is there, and what is not ours stays at its place."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

from regkit.disk.kernel import exchange, holds_a_mount, sync_names, sync_tree
from regkit.disk.manifest import Manifest, write_manifest
from regkit.disk.surveying import Survey
from regkit.disk.trees import folders_above
from regkit.errors import OutputError

# With more files of somebody else than these in it a folder is not exchanged: it is theirs rather than ours.
_MOST_OTHERS = 2000
ASIDE = ".old"
# What a system says that cannot link or rename these here; whatever else it says is a failure.
_CANNOT = {
    errno.EPERM,
    errno.EACCES,
    errno.EXDEV,
    errno.EMLINK,
    errno.EBUSY,
    errno.EINVAL,
    errno.ENOTSUP,
    errno.ENOSYS,
    errno.EOPNOTSUPP,
}


def exchange_whole(staging: Path, target: Path, new: Manifest, old: Survey) -> bool:
    """Let a new folder take the name of the old one, which then stands where the new one was.

    What is not ours is linked into the new one first, so that it is at its place at every moment. False, with nothing changed, where the
    folder cannot be exchanged: the system cannot link or exchange here, or somebody uses it as a mount point.
    """
    if len(old.others) + len(old.folders) > _MOST_OTHERS or holds_a_mount(target):
        return False
    write_manifest(staging, new)
    try:
        _carry(old, staging)
    except FileExistsError as error:
        # On a disk that takes capitals for small letters.
        raise OutputError(
            f"{error.filename} 不是以前生成的，不能覆盖；什么都没有改动。请把它移到别处，再生成一次。"
        ) from None
    except NotImplementedError:
        return False
    except OSError as error:
        return _only_if_it_cannot(error)
    sync_names(staging)
    try:
        _take_place(staging, target)
    except OSError as error:
        return _only_if_it_cannot(error)
    sync_names(target.parent)
    return True


def _only_if_it_cannot(error: OSError) -> bool:
    if error.errno not in _CANNOT:
        raise error
    return False


def _take_place(staging: Path, target: Path) -> None:
    if not target.exists():
        staging.rename(target)
        return
    if exchange(staging, target):
        return
    # In two steps then; who is stopped between them is put right by the next one.
    aside = staging.with_suffix(ASIDE)
    target.rename(aside)
    try:
        staging.rename(target)
    except BaseException:
        aside.rename(target)
        raise
    aside.rename(staging)


def _carry(old: Survey, staging: Path) -> None:
    if not old.folder.is_dir():
        return
    for name in sorted(old.folders, key=len):
        (staging / name).mkdir(exist_ok=True)
    for name in sorted(old.others):
        path = old.folder / name
        if path.is_symlink():
            (staging / name).symlink_to(path.readlink(), target_is_directory=path.is_dir())
        else:
            os.link(path, staging / name)
    # Deepest first, for each name that is written in a folder changes its time.
    for name in (*sorted(old.folders, key=len, reverse=True), "."):
        _make_alike(old.folder / name, staging / name)


def _make_alike(old: Path, new: Path) -> None:
    theirs, ours = old.stat(), new.stat()
    if hasattr(os, "chown") and (theirs.st_uid, theirs.st_gid) != (ours.st_uid, ours.st_gid):
        os.chown(new, theirs.st_uid, theirs.st_gid)
    shutil.copystat(old, new)


def replace_each(staging: Path, target: Path, new: Manifest, old: Survey) -> None:
    """Put the files of a new folder into the old one, each of them whole, where the folder itself must stay what it is.

    Until that is done the manifest says that each file may be the old one or the new one, so who is stopped is put right by the next one.
    """
    target.mkdir(exist_ok=True)
    both = {
        name: [*new.files.get(name, ()), *([old.ours[name][1]] if name in old.ours else [])]
        for name in (*new.files, *(name for name in old.ours if name not in new.files))
    }
    write_manifest(target, Manifest(made_by=new.made_by, files=both))
    sync_names(target)
    gone = [name for name in old.ours if name not in new.files]
    wanted = folders_above(new.files)
    for name in gone:
        # A file where a folder is wanted, or in a folder where a file is wanted.
        if name in wanted or not folders_above([name]).isdisjoint(new.files):
            _remove(old, name)
    for name in sorted(new.files):
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name in old.ours and not old.is_still_ours(name):
            raise OutputError(f"{path} 刚刚被别人改动，不能覆盖；请把它移到别处，再生成一次。")
        if name not in old.ours and os.path.lexists(path):
            raise OutputError(f"{path} 不是以前生成的，不能覆盖；请把它移到别处，再生成一次。")
        (staging / name).replace(path)
    for name in gone:
        _remove(old, name)
    sync_tree(target)
    write_manifest(target, new)


def _remove(old: Survey, name: str) -> None:
    """Remove a file of ours that nobody touched, and the folders that it leaves empty."""
    if not old.is_still_ours(name):
        return
    (old.folder / name).unlink()
    for path in sorted(folders_above([name]) - old.folders, key=len, reverse=True):
        try:
            (old.folder / path).rmdir()
        except OSError:
            return
