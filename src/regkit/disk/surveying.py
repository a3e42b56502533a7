"""A survey: what of a folder regkit wrote, unchanged since, and what is somebody else's."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from regkit.disk.manifest import MANIFEST, RECORDS, Manifest, is_unfinished
from regkit.disk.trees import Digest, FileIdentity, entries_of, folders_above, identity_of, read_digest
from regkit.errors import OutputError


class Survey(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in a folder, by its path there.

    `ours` are the files that hold what the manifest says, each with its identity when it was looked at; `others` is everything else that is
    no folder: changed, of somebody else, links and pipes; `folders` hold some of these, or are empty and nobody made them for us.
    """

    folder: Path
    ours: dict[str, tuple[FileIdentity, Digest]]
    others: frozenset[str]
    folders: frozenset[str]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is there at all."""
        return not (self.ours or self.others or self.folders)

    def is_still_ours(self, name: str) -> bool:
        """Whether nobody has touched one of our files since it was looked at."""
        return name in self.ours and identity_of(self.folder / name) == self.ours[name][0]

    def check_free(self, names: Iterable[str]) -> None:
        """Raise OutputError where something of somebody else stands in the way of one of these files."""
        if not self.others and not self.folders:
            return
        wanted = set(names)
        # A file in the way of a file or of a folder; a folder in the way of a file.
        taken = (self.others & (wanted | folders_above(wanted))) | (self.folders & wanted)
        if taken:
            raise OutputError(
                f"{self.folder / min(taken)} 不是以前生成的，或者生成以后改动过，不能覆盖；什么都没有改动。请把它移到别处，再生成一次。"
            )


def survey(
    folder: Path, manifest: Manifest | None, *, known: Survey | None = None, but: str | None = None
) -> Survey:
    """Look at everything in a folder, which need not be there, without what begins with `but`.

    Whether a file is unchanged is told by what it holds: its times are those of any copy, of any clock, and of whoever changed the
    owner of all files. What an earlier look has read, and nobody touched since, is not read again.
    """
    files = manifest.files if manifest else {}
    before = known.ours if known else {}
    ours: dict[str, tuple[FileIdentity, Digest]] = {}
    others: set[str] = set()
    folders: set[str] = set()
    for name, entry in entries_of(folder, but=but) if folder.is_dir() else ():
        if name in RECORDS and (is_unfinished(folder / name) or (name == MANIFEST and manifest is not None)):
            continue
        if entry.is_dir(follow_symlinks=False):
            folders.add(name)
            continue
        path = Path(entry.path)
        read = None
        if name in files:
            earlier = before.get(name)
            read = earlier if earlier and identity_of(path) == earlier[0] else read_digest(path)
        if read and read[1] in files[name]:
            ours[name] = read
        else:
            others.add(name)
    # A folder of ours that somebody emptied is ours.
    empty = folders - folders_above([*ours, *others, *folders]) - folders_above(files)
    theirs = (empty | folders_above([*others, *empty])) & folders
    return Survey(folder=folder, ours=ours, others=frozenset(others), folders=frozenset(theirs))
