"""Putting a finished folder in the place of the old one, while files that regkit did not write stay where they are."""

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

# With more foreign files than this, a folder belongs to somebody else rather than to regkit, and is not exchanged.
_MOST_OTHERS = 2000
# What the name of the old folder ends with between the two steps of an exchange.
ASIDE_SUFFIX = ".old"
# Error codes of a system that cannot link or rename these paths here; any other code is a failure.
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
    """Swap a new folder with the old one, which then stands where the new one was; whether that was possible.

    Files in the old folder that regkit did not write are linked into the new one first, so that they are never missing from their
    path. False, with nothing changed, where the folder is a mount point, holds one or has too many foreign files, or where the
    system cannot link or exchange here. Raises OutputError if a foreign file has the name of a new one, and OSError.
    """
    if len(old.foreign) + len(old.folders) > _MOST_OTHERS or holds_a_mount(target):
        return False
    write_manifest(staging, new)
    try:
        _link_foreign_files(old, staging)
    except FileExistsError as error:
        # Only on a file system that ignores case: `check_free` found no foreign file of this very name.
        raise OutputError(
            f"{error.filename} 不是以前生成的，不能覆盖；什么都没有改动。请把它移到别处，再生成一次。"
        ) from None
    except NotImplementedError:
        return False
    except OSError as error:
        return _raise_unless_unsupported(error)
    sync_names(staging)
    try:
        _take_place(staging, target)
    except OSError as error:
        return _raise_unless_unsupported(error)
    sync_names(target.parent)
    return True


def _raise_unless_unsupported(error: OSError) -> bool:
    """False if the error says that the system cannot do this here; raises it otherwise."""
    if error.errno not in _CANNOT:
        raise error
    return False


def _take_place(staging: Path, target: Path) -> None:
    if not target.exists():
        staging.rename(target)
        return
    if exchange(staging, target):
        return
    # Then in two steps; if the program is stopped between them, the next run puts it right (`clear_leftovers`).
    aside = staging.with_suffix(ASIDE_SUFFIX)
    target.rename(aside)
    try:
        staging.rename(target)
    except BaseException:
        aside.rename(target)
        raise
    aside.rename(staging)


def _link_foreign_files(old: Survey, staging: Path) -> None:
    """Link the foreign files of the old folder, and create the folders that hold them, in the new one."""
    if not old.folder.is_dir():
        return
    for name in sorted(old.folders, key=len):
        (staging / name).mkdir(exist_ok=True)
    for name in sorted(old.foreign):
        path = old.folder / name
        if path.is_symlink():
            (staging / name).symlink_to(path.readlink(), target_is_directory=path.is_dir())
        else:
            os.link(path, staging / name)
    # The deepest folder first: writing a name into a folder changes the folder's times.
    for name in (*sorted(old.folders, key=len, reverse=True), "."):
        _copy_metadata(old.folder / name, staging / name)


def _copy_metadata(old: Path, new: Path) -> None:
    """Give a new folder the owner, the permissions and the times of the old one."""
    old_facts, new_facts = old.stat(), new.stat()
    if hasattr(os, "chown") and (old_facts.st_uid, old_facts.st_gid) != (new_facts.st_uid, new_facts.st_gid):
        os.chown(new, old_facts.st_uid, old_facts.st_gid)
    shutil.copystat(old, new)


def replace_each(staging: Path, target: Path, new: Manifest, old: Survey) -> None:
    """Move the files of a new folder into the old one, each of them whole, where the folder itself cannot be exchanged.

    Until all are moved the manifest says that each file may be the old or the new one, so the next run can complete what a
    stopped program began. Raises OutputError if a file was changed, or a foreign one appeared, meanwhile, and OSError.
    """
    target.mkdir(exist_ok=True)
    both = {
        name: [*new.files.get(name, ()), *([old.written[name][1]] if name in old.written else [])]
        for name in (*new.files, *(name for name in old.written if name not in new.files))
    }
    write_manifest(target, Manifest(made_by=new.made_by, files=both))
    sync_names(target)
    obsolete = [name for name in old.written if name not in new.files]
    new_folders = folders_above(new.files)
    for name in obsolete:
        # An old file in the place of a new folder, or inside an old folder in the place of a new file.
        if name in new_folders or not folders_above([name]).isdisjoint(new.files):
            _remove_file(old, name)
    for name in sorted(new.files):
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name in old.written and not old.is_untouched(name):
            raise OutputError(f"{path} 刚刚被别人改动，不能覆盖；请把它移到别处，再生成一次。")
        if name not in old.written and os.path.lexists(path):
            raise OutputError(f"{path} 不是以前生成的，不能覆盖；请把它移到别处，再生成一次。")
        (staging / name).replace(path)
    for name in obsolete:
        _remove_file(old, name)
    sync_tree(target)
    write_manifest(target, new)


def _remove_file(old: Survey, name: str) -> None:
    """Remove a file that regkit wrote and nobody changed since, and the folders that this leaves empty."""
    if not old.is_untouched(name):
        return
    (old.folder / name).unlink()
    for path in sorted(folders_above([name]) - old.folders, key=len, reverse=True):
        try:
            (old.folder / path).rmdir()
        except OSError:
            return
