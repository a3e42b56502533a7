"""The power goes: what a disk may hold after it, given what a program had asked of it until then."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class _File:
    """A file by itself, without a name: what it holds, and what of that is sure to be on the disk."""

    now: bytes
    safe: bytes


@dataclass
class _Folder:
    """The names in a folder, as they are sure to be on the disk, and what was changed since, one act after the other."""

    safe: dict[str, Any]
    since: list[dict[str, Any]] = field(default_factory=list)

    def states(self) -> Iterator[dict[str, Any]]:
        """The names that may be there: no change since, all of them, and each of them alone or as the only one that is not."""
        count = len(self.since)
        kept = {frozenset[int](), frozenset(range(count))}
        kept |= {frozenset((each,)) for each in range(count)}
        kept |= {frozenset(range(count)) - {each} for each in range(count)}
        for chosen in sorted(kept, key=sorted):
            yield self.with_changes(sorted(chosen))

    def with_changes(self, places: Iterable[int]) -> dict[str, Any]:
        """The names with some of the changes."""
        names = dict(self.safe)
        for place in places:
            names |= self.since[place]
        return {name: what for name, what in names.items() if what is not None}


class Disk:
    """A folder of which is known what would be left of it if the power went; `answer` sees every request to it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._open: dict[int, Path] = {}
        self._files: dict[Path, _File] = {}
        self._folders: dict[Path, _Folder] = {}
        self.states: list[dict[Path, bytes | None]] = []
        for path in (root, *sorted(root.rglob("*"))):
            if path.is_dir():
                self._folders[path] = _Folder({})
            else:
                self._files[path] = _File(path.read_bytes(), path.read_bytes())
            if path != root:
                self._folders[path.parent].safe[path.name] = self._files.get(path) or self._folders[path]

    def answer(
        self, number: int, name: str, call: Callable[..., Any], args: tuple[Any, ...], options: dict[str, Any]
    ) -> Any:
        """Do what is asked, and note it and what the disk may hold after it."""
        done = call(*args, **options)
        self._note(name, args, done)
        self.states.extend(self.after_a_cut())
        return done

    def _note(self, name: str, args: tuple[Any, ...], done: Any) -> None:
        if name == "open":
            path = self._path(args[0])
            self._open[done] = path
            if path not in self._files:
                self._files[path] = _File(b"", b"")
                self._folders[path.parent].since.append({path.name: self._files[path]})
        elif name == "write":
            file = self._files[self._open[args[0]]]
            file.now += bytes(args[1])[:done]
        elif name == "fsync":
            # Of folders too: these are not opened for writing, and told by what they are.
            if stat.S_ISDIR(os.fstat(args[0]).st_mode):
                folder = self._folders[Path(f"/proc/self/fd/{args[0]}").readlink()]
                folder.safe, folder.since = folder.with_changes(range(len(folder.since))), []
            else:
                file = self._files[self._open[args[0]]]
                file.safe = file.now
        elif name in ("rename", "replace", "link"):
            old, new = self._path(args[0]), self._path(args[1])
            moved = self._files[new] = self._files[old]
            change: dict[str, Any] = {new.name: moved}
            if name != "link":
                del self._files[old]
                change[old.name] = None
                self._open = {each: new if path == old else path for each, path in self._open.items()}
            assert old.parent == new.parent
            self._folders[new.parent].since.append(change)
        elif name == "unlink":
            path = self._path(args[0])
            del self._files[path]
            self._folders[path.parent].since.append({path.name: None})
        elif name == "mkdir":
            path = self._path(args[0])
            self._folders[path] = _Folder({})
            self._folders[path.parent].since.append({path.name: self._folders[path]})
        else:
            assert name in ("chmod", "chown"), name

    def _path(self, path: Any) -> Path:
        return self.root / Path(os.fspath(path))

    def after_a_cut(self) -> Iterator[dict[Path, bytes | None]]:
        """What may be on the disk: files by path, None for folders. What was not synced is whole, gone, or cut."""
        for content in (lambda file: file.now, lambda file: file.safe, _cut):
            yield from self._trees(self.root, self._folders[self.root], content)

    def _trees(
        self, place: Path, folder: _Folder, content: Callable[[_File], bytes]
    ) -> Iterator[dict[Path, bytes | None]]:
        for names in folder.states():
            trees: list[dict[Path, bytes | None]] = [{}]
            for name, what in names.items():
                if isinstance(what, _File):
                    for tree in trees:
                        tree[place / name] = content(what)
                else:
                    inner = list(self._trees(place / name, what, content))
                    trees = [{**tree, place / name: None, **more} for tree in trees for more in inner]
            yield from trees


def _cut(file: _File) -> bytes:
    return file.now if file.now == file.safe else file.now[: len(file.now) // 2]


def put(state: dict[Path, bytes | None], root: Path, target: Path) -> None:
    """Make a folder what the disk may hold."""
    target.mkdir()
    for path, data in sorted(state.items()):
        place = target / path.relative_to(root)
        if data is None:
            place.mkdir(exist_ok=True)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
