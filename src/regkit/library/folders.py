"""Libraries on disk: finds works by id or title, reads them when needed, and adds texts."""

from __future__ import annotations

import dataclasses
import os
import stat
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import cached_property, partial
from pathlib import Path

from regkit.arguments import require
from regkit.codes import ErrorCode
from regkit.disk.reading import status_of
from regkit.errors import LibraryError, WorkNotFoundError, reason_of
from regkit.files import read_source
from regkit.library.adding import Addition, Given, alone_in_library, write_version
from regkit.library.effects import STATING, EffectIndex
from regkit.library.facts import WORK_FILE, Origin, VersionKind, WorkFacts, read_facts
from regkit.library.hashes import Mismatch, verify_version
from regkit.library.naming import check_ids_differ, check_new_id, id_from_title, same_everywhere
from regkit.library.reading import Stamp, read_steadily, read_work, settle_library, stamp_of
from regkit.library.versions import Day, as_day
from regkit.library.works import Work, WorkContext, names_of
from regkit.metadata import Moment
from regkit.model.tree import Statute
from regkit.text.folding import folded
from regkit.text.notebook import table_html
from regkit.text.titles import REPUBLIC, title_key
from regkit.text.whitespace import without_whitespace

# The year 9000, in seconds since 1970; Python's dates end with the year 9999.
_LATEST_SECOND = 221_845_392_000


class Library:
    """The works in a folder, by id or by any of their titles; each work is read on first access.

    >>> library = Library("statutes")                                             # doctest: +SKIP
    >>> library["黑龙江省促进中小企业发展条例"].at(date(2015, 1, 1))                  # doctest: +SKIP

    Every mistake in the folder raises a LibraryError that names the file. With `new`, the folder need not exist
    yet: it is created when a text is added.
    """

    def __init__(self, folder: str | Path, *, new: bool = False) -> None:
        require(folder, (str, os.PathLike), "Library", "the path of a folder", "give a string or a Path")
        self.folder = Path(folder)
        self._read: dict[str, Work] = {}
        self._facts: dict[str, tuple[Stamp, WorkFacts]] = {}
        # Libraries that are used together know what each other's texts do to their works.
        self._neighbours: tuple[Library, ...] = ()
        _check_folder(self.folder, new=new)

    @cached_property
    def works(self) -> tuple[Work, ...]:
        """All works, in the order of their ids."""
        return tuple(map(self._work, self._folders))

    def __iter__(self) -> Iterator[Work]:
        return iter(self.works)

    def __len__(self) -> int:
        """The number of works. No text is read."""
        return len(self._folders)

    def __contains__(self, name: object) -> bool:
        """Whether ``library[name]`` gives a work or, given a Work, whether it is one of these works."""
        if isinstance(name, Work):
            return any(work is name or work == name for work in self.works)
        return isinstance(name, str) and self.find_id(name) is not None

    def __getitem__(self, name: str) -> Work:
        if not isinstance(name, str):
            raise TypeError(f"the id or title of a work must be a string, not {name!r}")
        # The name is looked up, never joined to a path, so “../x” finds nothing.
        identity = self.find_id(name)
        if identity is None:
            known = "、".join(self._folders) or "（没有）"
            raise WorkNotFoundError(f"{self.folder} 中没有“{name}”；已有：{known}。")
        return self._work(identity)

    def get(self, name: str) -> Work | None:
        """The work with that id or title, or None. Raises LibraryError for a mistake in its folder."""
        try:
            return self[name]
        except WorkNotFoundError:
            return None

    def __repr__(self) -> str:
        return f"Library({str(self.folder)!r}, {len(self)} works)"

    def _repr_html_(self) -> str:
        """A table of the works for notebooks: ids and titles. No text is read."""
        rows = ((identity, self._facts_of(folder).title) for identity, folder in self._folders.items())
        return table_html(str(self.folder), ("id", "title"), rows)

    @cached_property
    def _ids_by_title(self) -> dict[str, str]:
        """The id of the work for the key of each title. No text is read."""
        ids: dict[str, str] = {}
        for identity, folder in self._folders.items():
            facts = self._facts_of(folder)
            for title in facts.titles:
                ids.setdefault(title_key(title), identity)
        return ids

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The ids and titles of all works, and the titles without 中华人民共和国. No text is read."""
        return tuple(
            name
            for identity, folder in self._folders.items()
            for name in names_of(identity, self._facts_of(folder))
        )

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all works, in order. No text is read."""
        return tuple(self._folders)

    def find_id(self, name: str) -> str | None:
        """The id of the work with that id or title, however the title is written, or None. No text is read."""
        # An id takes precedence over a title.
        return name if name in self._folders else self._ids_by_title.get(title_key(name))

    def add(
        self,
        name: str | None,
        adopted: Day | None,
        statute: Statute,
        *,
        title: str | None = None,
        origin: Origin | None = None,
        given: Given | None = None,
        promulgated: date | None = None,
        in_force: date | None = None,
        replace: bool = False,
        anyway: bool = False,
    ) -> Addition:
        """Write the text of a version into the folder in canonical form, with its facts; all of it or nothing.

        Without `name`, the work is found by the title of the text; without `adopted`, the version is found by
        the dates that the text states. A work or version that is not recorded yet is created from the facts
        that the text states; `title` is for a text that prints none. `origin` is recorded with the version.
        `given` are facts that a person states. `promulgated` and `in_force` are dates that another source
        reports; dates that the text states take precedence. Versions that the 题注 of the text names and the
        library lacks are recorded without a text.

        A text with a title that the work does not have is accepted if `name` names the work: the work was renamed.
        Raises LibraryError, before anything is written, if the text states another date than is given, or a date
        in two ways, and `anyway` is not set, or if the text already exists and `replace` is not set.
        """
        known_title = statute.title or title or (name if name and not name.isascii() else "")
        days = {"promulgated": promulgated, "in_force": in_force}
        given = dataclasses.replace(
            given or Given(),
            adopted=as_day(adopted) if adopted is not None else None,
            reported={key: value for key, value in days.items() if value},
        )
        with alone_in_library(self.folder):
            # Another process may have added works since they were read.
            self._forget()
            folder = self._folder_for(name, known_title)
            added = write_version(
                folder,
                known_title,
                statute,
                given,
                origin,
                other_title=name is not None and self.find_id(name) is not None,
                replace=replace,
                anyway=anyway,
            )
        self._forget()
        return added

    def _forget(self) -> None:
        """Drop everything derived from the list of folders."""
        for attribute in ("works", "names", "_ids_by_title", "_folders", "_effects"):
            self.__dict__.pop(attribute, None)
        # What a text says of other works may have changed.
        self._read.clear()

    def _folder_for(self, name: str | None, title: str) -> Path:
        """The folder of the work with a name, or else with a title; it may not exist yet."""
        same_title = self._folders.get(self.find_id(title) or "")
        if name is None:
            if not title:
                raise LibraryError(
                    "文本里没有标题；请用 --work 说明它是哪一件法规。", code=ErrorCode.LIBRARY_NO_TITLE
                )
            return same_title or self.folder / id_from_title(title, *self._names_in_folder())
        known = self._folders.get(self.find_id(name) or "")
        if known is None and same_title is not None:
            raise LibraryError(
                f"库中已有“{title}”，在 {same_title.name}；请用 --work {same_title.name}。",
                code=ErrorCode.LIBRARY_EXISTS,
            )
        if known is not None:
            return known
        # A name that is not a title is used as the id, unchanged.
        if name.isascii() or "/" in name:
            check_new_id(name, self._names_in_folder()[0])
            return self.folder / name
        return self.folder / id_from_title(name, *self._names_in_folder())

    def _names_in_folder(self) -> tuple[frozenset[str], frozenset[str]]:
        """All names in the folder, and those of folders that hold no work.

        Such a folder was created for a text that was not written in the end; it can be used again.
        """
        paths = list(self.folder.iterdir())
        free = (
            path.name
            for path in paths
            if path.is_dir() and not os.path.lexists(path / WORK_FILE) and not any(path.glob("*.txt"))
        )
        return frozenset(path.name for path in paths), frozenset(free)

    def verify(self) -> tuple[Mismatch, ...]:
        """Every text whose hash differs from the recorded one, that is missing, or whose hash is not recorded."""
        return tuple(
            mismatch
            for folder in self._folders.values()
            for mismatch in read_steadily(folder, partial(_mismatches, folder))
        )

    def _facts_of(self, folder: Path) -> WorkFacts:
        """The facts of a work, which are read again if the file has changed."""
        stamp = stamp_of(folder)
        cached = self._facts.get(folder.name)
        if cached is None or cached[0] != stamp:
            cached = stamp, read_steadily(folder, lambda: read_facts(folder / WORK_FILE))
            self._facts[folder.name] = cached
        return cached[1]

    def _work(self, name: str) -> Work:
        if name not in self._read:
            folder = self._folders[name]
            context = partial(self._context_of, name)
            self._read[name] = read_steadily(folder, lambda: read_work(folder, context))
        return self._read[name]

    def _context_of(self, identity: str) -> WorkContext:
        """What the other texts, of this library and of those it is used with, say about a work."""
        libraries = (self, *self._neighbours)
        everything_read = "works" in self.__dict__
        index = self._effects if everything_read else self._effects_on(identity)
        return WorkContext(
            index.on(identity), lambda title, day: _commencement_of_act(libraries, identity, title, day)
        )

    @cached_property
    def _effects(self) -> EffectIndex:
        """What all texts do to all works of this library."""
        stating = [work for library in (self, *self._neighbours) for work in library.works]
        return EffectIndex(stating, self.works)

    def _effects_on(self, identity: str) -> EffectIndex:
        """What the texts that name a work do to it. Only these texts are read."""
        titles = self._facts_of(self._folders[identity]).titles
        names = {folded(title).removeprefix(REPUBLIC) for title in titles}
        stating = [
            library._work(other)
            for library in (self, *self._neighbours)
            for other, folder in library._folders.items()
            if other == identity or _states_something_of(folder, names)
        ]
        same_title = {
            other
            for other, folder in self._folders.items()
            if {title_key(title) for title in self._facts_of(folder).titles} & set(map(title_key, titles))
        }
        return EffectIndex(stating, [self._work(other) for other in sorted(same_title)])

    @cached_property
    def _folders(self) -> dict[str, Path]:
        try:
            if not self.folder.exists():
                return {}
            settle_library(self.folder)
            folders = sorted(path for path in self.folder.iterdir() if path.is_dir())
            for folder in folders:
                _check_record(folder)
            work_folders = {folder.name: folder for folder in folders if (folder / WORK_FILE).is_file()}
        except OSError as error:
            raise LibraryError(
                f"读不出 {error.filename}：{reason_of(error)}。", code=ErrorCode.LIBRARY_DISK
            ) from None
        check_ids_differ(work_folders)
        return work_folders


def _check_record(folder: Path) -> None:
    """Raise LibraryError if a folder has texts but no work.toml, or if its work.toml is not a regular file."""
    record = folder / WORK_FILE
    if record.is_file():
        return
    if os.path.lexists(record):
        raise LibraryError(
            f"{record} 不是普通文件；请换成写有法规信息的文件。", code=ErrorCode.LIBRARY_WORK_TOML
        )
    # A text is written after work.toml and removed before it. So look again: it may have been created meanwhile.
    if any(folder.glob("*.txt")) and not record.is_file():
        raise LibraryError(
            f"{folder} 中有文本而没有 {WORK_FILE}；请写上它，否则这件法规不会出现。",
            code=ErrorCode.LIBRARY_WORK_TOML,
        )


def _states_something_of(folder: Path, names: Iterable[str]) -> bool:
    """Whether a text in a folder may state something of an act with one of these folded titles."""
    for path in folder.glob("*.txt"):
        text = without_whitespace(read_source(path, regular=True).text)
        if STATING.search(text) and any(name in folded(text) for name in names):
            return True
    return False


def _commencement_of_act(libraries: Iterable[Library], asking: str, title: str, day: date) -> Moment:
    """The moment at which the act with a title, as it stood on a day, comes into force; it is not before that day if it is not known."""
    works = [library[identity] for library in libraries if (identity := library.find_id(title)) is not None]
    if len(works) != 1 or works[0].id == asking:
        return Moment(day)
    versions = [version for version in works[0].versions if version.facts.kind is not VersionKind.AMENDED]
    before = [version for version in versions if version.dated <= day]
    meant = before[-1:] or versions[:1]
    return meant[0].commencement() if meant else Moment(day)


def _mismatches(folder: Path) -> tuple[Mismatch, ...]:
    versions = read_facts(folder / WORK_FILE).versions
    return tuple(mismatch for version in versions for mismatch in verify_version(folder, version))


def today() -> date:
    """The day for which 时效性 is computed: that of SOURCE_DATE_EPOCH, which makes builds repeatable, or today.

    Raises LibraryError if SOURCE_DATE_EPOCH is not a number of seconds since 1970, or is after the year 9000.
    """
    # https://reproducible-builds.org/specs/source-date-epoch/
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return date.today()
    # Digits only: int() also accepts signs, whitespace and _, which other readers of the variable may not.
    if not (epoch.isascii() and epoch.isdigit() and len(epoch) < 20 and int(epoch) < _LATEST_SECOND):
        raise LibraryError(
            f"环境变量 SOURCE_DATE_EPOCH = {epoch[:40]!r} 不是从 1970 年起的秒数；请改正它，或者去掉它。",
            code=ErrorCode.LIBRARY_CLOCK,
        )
    return datetime.fromtimestamp(int(epoch), UTC).date()


class Libraries:
    """Several libraries as one. Raises LibraryError if two works have the same id."""

    def __init__(self, folders: Iterable[str | Path]) -> None:
        self._libraries = tuple(map(Library, folders))
        for library in self._libraries:
            library._neighbours = tuple(other for other in self._libraries if other is not library)

    @property
    def names(self) -> tuple[str, ...]:
        """The ids and titles of all works. No text is read."""
        return tuple(name for library in self._libraries for name in library.names)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all works. No text is read. Raises LibraryError if two libraries share an id."""
        return tuple(self._library_of)

    @cached_property
    def _library_of(self) -> dict[str, Library]:
        """The library of each id. No text is read."""
        libraries: dict[str, Library] = {}
        seen: set[str] = set()
        for library in self._libraries:
            ids = {same_everywhere(identity): identity for identity in library.ids}
            if not seen.isdisjoint(ids):
                duplicate = library.folder / ids[min(seen & set(ids))]
                raise LibraryError(
                    f"{duplicate} 与另一个文件夹中的法规同名；请给其中一个改名。",
                    code=ErrorCode.LIBRARY_EXISTS,
                )
            seen |= set(ids)
            libraries |= dict.fromkeys(library.ids, library)
        return libraries

    def __getitem__(self, name: str) -> Work:
        if (library := self._library_of.get(name)) is not None:
            return library[name]
        for library in self._libraries:
            if (identity := library.find_id(name)) is not None:
                return library[identity]
        known = "、".join(sorted(self._library_of)) or "（没有）"
        raise WorkNotFoundError(f"法规库中没有“{name}”；已有：{known}。")

    @cached_property
    def works(self) -> tuple[Work, ...]:
        """All works, library by library, in the order of their ids."""
        return tuple(work for library in self._libraries for work in library) if self._library_of else ()


def read_works(folders: Iterable[str | Path]) -> tuple[Work, ...]:
    """The works of several libraries together. Raises LibraryError if two have the same id."""
    return Libraries(folders).works


def _check_folder(folder: Path, *, new: bool) -> None:
    """Raise LibraryError unless the path is that of a folder or, with `new`, of nothing that exists."""
    try:
        status = status_of(folder)
    except NotADirectoryError:
        status = None
        new = False
    except OSError as error:
        raise LibraryError(
            f"打不开文件夹 {folder}：{reason_of(error)}。", code=ErrorCode.LIBRARY_DISK
        ) from None
    if not (new if status is None else stat.S_ISDIR(status.st_mode)):
        raise LibraryError(f"没有文件夹 {folder}；请给出存放法规的文件夹。", code=ErrorCode.LIBRARY_NO_FOLDER)
