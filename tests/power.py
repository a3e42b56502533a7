"""Power cuts: what a disk may hold after one, given the requests that a program had made until then."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class _File:
    """The content of a file without its name: as written by now, and as it is certain to be on the disk."""

    now: bytes
    safe: bytes


@dataclass
class _Folder:
    """The entries of a folder that are certain to be on the disk, and the changes since, in order (None removes an entry)."""

    safe: dict[str, Any]
    since: list[dict[str, Any]] = field(default_factory=list)

    def states(self) -> Iterator[dict[str, Any]]:
        """Yield the entries that the disk may hold: with no change, with all, with one alone, and with all but one."""
        count = len(self.since)
        choices = {frozenset[int](), frozenset(range(count))}
        choices |= {frozenset((index,)) for index in range(count)}
        choices |= {frozenset(range(count)) - {index} for index in range(count)}
        for chosen in sorted(choices, key=sorted):
            yield self.with_changes(sorted(chosen))

    def with_changes(self, indexes: Iterable[int]) -> dict[str, Any]:
        """The entries after the changes with these indexes."""
        names = dict(self.safe)
        for index in indexes:
            names |= self.since[index]
        return {name: entry for name, entry in names.items() if entry is not None}


class Disk:
    """A folder that records what would be left of it after a power cut; `answer` handles every request to the disk."""

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
        """Carry out a request, record it, and record what the disk may hold after it."""
        result = call(*args, **options)
        self._note(name, args, result)
        self.states.extend(self.after_a_cut())
        return result

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
            # A folder can be synced too; its descriptor is not in `_open`, because it was not opened for writing.
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
                self._open = {
                    descriptor: new if path == old else path for descriptor, path in self._open.items()
                }
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
        """Yield what the disk may hold: contents by path, None for folders. Content that was not synced is whole, old, or cut in half."""
        for content in (lambda file: file.now, lambda file: file.safe, _cut):
            yield from self._trees(self.root, self._folders[self.root], content)

    def _trees(
        self, place: Path, folder: _Folder, content: Callable[[_File], bytes]
    ) -> Iterator[dict[Path, bytes | None]]:
        """Yield the possible contents of a folder and everything in it."""
        for names in folder.states():
            trees: list[dict[Path, bytes | None]] = [{}]
            for name, entry in names.items():
                if isinstance(entry, _File):
                    for tree in trees:
                        tree[place / name] = content(entry)
                else:
                    inner = list(self._trees(place / name, entry, content))
                    trees = [{**tree, place / name: None, **more} for tree in trees for more in inner]
            yield from trees


def _cut(file: _File) -> bytes:
    return file.now if file.now == file.safe else file.now[: len(file.now) // 2]


def put(state: dict[Path, bytes | None], root: Path, target: Path) -> None:
    """Create a folder with what the disk may hold."""
    target.mkdir()
    for path, data in sorted(state.items()):
        copy = target / path.relative_to(root)
        if data is None:
            copy.mkdir(exist_ok=True)
        else:
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(data)
