"""Telling apart what regkit wrote into a folder, unchanged since, and what belongs to somebody else."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from regkit.disk.manifest import MANIFEST, RECORDS, Manifest, is_unfinished
from regkit.disk.trees import Digest, FileIdentity, entries_of, folders_above, identity_of, read_digest
from regkit.errors import OutputError


class Survey(msgspec.Struct, frozen=True, kw_only=True):
    """What a folder contains, by path relative to it.

    `written`: files whose content is what the manifest says, with their identity and content when they were read. `foreign`:
    everything else that is not a folder: changed files, foreign files, links, pipes. `folders`: folders that hold any of `foreign`,
    or that are empty and were not made for files of the manifest.
    """

    folder: Path
    written: dict[str, tuple[FileIdentity, Digest]]
    foreign: frozenset[str]
    folders: frozenset[str]

    @property
    def is_empty(self) -> bool:
        """Whether the folder contains nothing."""
        return not (self.written or self.foreign or self.folders)

    def is_untouched(self, name: str) -> bool:
        """Whether a file that regkit wrote has not been touched since the survey."""
        return name in self.written and identity_of(self.folder / name) == self.written[name][0]

    def check_free(self, names: Iterable[str]) -> None:
        """Raise OutputError if something foreign has the path of one of these files, or is in the way of one."""
        if not self.foreign and not self.folders:
            return
        wanted = set(names)
        # A foreign file in the place of a file or of a folder; a foreign folder in the place of a file.
        taken = (self.foreign & (wanted | folders_above(wanted))) | (self.folders & wanted)
        if taken:
            raise OutputError(
                f"{self.folder / min(taken)} 不是以前生成的，或者生成以后改动过，不能覆盖；什么都没有改动。请把它移到别处，再生成一次。"
            )


def survey(
    folder: Path, manifest: Manifest | None, *, known: Survey | None = None, skip_prefix: str | None = None
) -> Survey:
    """Look at everything in a folder, which may be missing, except names directly in it that begin with `skip_prefix`.

    A file counts as unchanged by its content, because its times change with every copy, a wrong clock or a change of owner. Files
    that the earlier survey `known` has read, and whose identity is the same, are not read again. Raises OSError.
    """
    files = manifest.files if manifest else {}
    known_files = known.written if known else {}
    written: dict[str, tuple[FileIdentity, Digest]] = {}
    foreign: set[str] = set()
    folders: set[str] = set()
    for name, entry in entries_of(folder, skip_prefix=skip_prefix) if folder.is_dir() else ():
        if name in RECORDS and (is_unfinished(folder / name) or (name == MANIFEST and manifest is not None)):
            continue
        if entry.is_dir(follow_symlinks=False):
            folders.add(name)
            continue
        path = Path(entry.path)
        read = None
        if name in files:
            earlier = known_files.get(name)
            read = earlier if earlier and identity_of(path) == earlier[0] else read_digest(path)
        if read and read[1] in files[name]:
            written[name] = read
        else:
            foreign.add(name)
    # A folder that regkit made stays regkit's when somebody has emptied it.
    empty = folders - folders_above([*written, *foreign, *folders]) - folders_above(files)
    foreign_folders = (empty | folders_above([*foreign, *empty])) & folders
    return Survey(
        folder=folder, written=written, foreign=frozenset(foreign), folders=frozenset(foreign_folders)
    )
