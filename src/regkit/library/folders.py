"""Folders of works: finding, reading, adding."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import cached_property, partial
from pathlib import Path

from regkit.codes import ErrorCode
from regkit.errors import LibraryError, WorkNotFoundError, reason_of
from regkit.library.adding import Addition, alone_in_library, write_version
from regkit.library.facts import WORK_FILE, Origin, WorkFacts, read_facts
from regkit.library.hashes import Mismatch, verify_version
from regkit.library.naming import check_ids_differ, check_new_id, id_from_title, same_everywhere
from regkit.library.reading import Stamp, read_steadily, read_work, settle_begun, stamp_of
from regkit.library.versions import Day, as_day
from regkit.library.works import Work, names_of
from regkit.model.tree import Statute
from regkit.text.notebook import table_html
from regkit.text.titles import title_key

# The year 9000, in seconds: days some time after it are no days for Python any more.
_NO_DAY = 221_845_392_000


class Library:
    """The works in a folder, by id or any of their titles; each is read when it is first asked for.

    >>> library = Library("statutes")                                             # doctest: +SKIP
    >>> library["黑龙江省促进中小企业发展条例"].at(date(2015, 1, 1))                  # doctest: +SKIP

    Every mistake in a folder is a LibraryError that names the file. With `new` the folder need not be there: it is made when
    something is added.
    """

    def __init__(self, folder: str | Path, *, new: bool = False) -> None:
        self.folder = Path(folder)
        self._read: dict[str, Work] = {}
        self._facts: dict[str, tuple[Stamp, WorkFacts]] = {}
        if not self.folder.is_dir() and not (new and not self.folder.exists()):
            raise LibraryError(
                f"没有文件夹 {self.folder}；请给出存放法规的文件夹。", code=ErrorCode.LIBRARY_NO_FOLDER
            )

    @cached_property
    def works(self) -> tuple[Work, ...]:
        """All works, in the order of their ids."""
        return tuple(map(self._work, self._folders))

    def __iter__(self) -> Iterator[Work]:
        return iter(self.works)

    def __len__(self) -> int:
        """How many works there are; no text is read for it."""
        return len(self._folders)

    def __contains__(self, name: object) -> bool:
        """Whether ``library[name]`` gives a work, or a work is one of these."""
        if isinstance(name, Work):
            return any(work is name or work == name for work in self.works)
        return isinstance(name, str) and self.find_id(name) is not None

    def __getitem__(self, name: str) -> Work:
        if not isinstance(name, str):
            raise TypeError(f"a work is asked for by its id or title, a string, not by {name!r}")
        # Names are looked up, never joined to a path: “../x” is no work.
        identity = self.find_id(name)
        if identity is None:
            known = "、".join(self._folders) or "（没有）"
            raise WorkNotFoundError(f"{self.folder} 中没有“{name}”；已有：{known}。")
        return self._work(identity)

    def get(self, name: str) -> Work | None:
        """The work of that id or title, or None. Raises LibraryError for a mistake in its folder."""
        try:
            return self[name]
        except WorkNotFoundError:
            return None

    def __repr__(self) -> str:
        return f"Library({str(self.folder)!r}, {len(self)} works)"

    def _repr_html_(self) -> str:
        """The works in a notebook, by id and title; no text is read for it."""
        rows = ((identity, self._facts_of(folder).title) for identity, folder in self._folders.items())
        return table_html(str(self.folder), ("id", "title"), rows)

    @cached_property
    def _ids_by_title(self) -> dict[str, str]:
        """The id of the work for each key of a title; no text is read for it."""
        found: dict[str, str] = {}
        for identity, folder in self._folders.items():
            facts = self._facts_of(folder)
            for title in (facts.title, *facts.other_titles):
                found.setdefault(title_key(title), identity)
        return found

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All that its works are called: ids, titles, and these without 中华人民共和国; no text is read for it."""
        return tuple(
            name
            for identity, folder in self._folders.items()
            for name in names_of(identity, self._facts_of(folder))
        )

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its works, in order; no text is read for it."""
        return tuple(self._folders)

    def find_id(self, name: str) -> str | None:
        """The id of the work that a name means: an id as it stands, or a title however it is written; no text is read for it."""
        # An id is nobody else's title.
        return name if name in self._folders else self._ids_by_title.get(title_key(name))

    def add(
        self,
        name: str | None,
        adopted: Day | None,
        statute: Statute,
        *,
        title: str | None = None,
        origin: Origin | None = None,
        promulgated: date | None = None,
        in_force: date | None = None,
        replace: bool = False,
        anyway: bool = False,
    ) -> Addition:
        """Write the text of a version into the folder, in the canonical form, with its facts; all of it or nothing.

        Without a `name` the work is found by the title of the text, without a day the version by the days that the text
        tells. A work or a version that is not listed is made, from what the text says of itself; `title` is that of a text
        that prints none. `origin` is kept with it. `promulgated` and `in_force` are days that somebody else tells of it; what the
        text says counts more.

        Raises LibraryError, before anything is written, if the text has another title, if it says that it is of another day
        and `anyway` is not given, or if the text is there already and `replace` is not given.
        """
        called = statute.title or title or (name if name and not name.isascii() else "")
        day = as_day(adopted) if adopted is not None else None
        days = {"promulgated": promulgated, "in_force": in_force}
        told = {key: value for key, value in days.items() if value}
        with alone_in_library(self.folder):
            # Somebody else may have added something since.
            self._forget()
            folder = self._folder_for(name, called)
            added = write_version(folder, called, statute, day, origin, told, replace=replace, anyway=anyway)
        self._forget()
        self._read.pop(folder.name, None)
        return added

    def _forget(self) -> None:
        for read in ("works", "names", "_ids_by_title", "_folders"):
            self.__dict__.pop(read, None)

    def _folder_for(self, name: str | None, title: str) -> Path:
        """The folder of the work that has a name or else a title, which may not be there yet."""
        same = self._folders.get(self.find_id(title) or "")
        if name is None:
            if not title:
                raise LibraryError(
                    "文本里没有标题；请用 --work 说明它是哪一件法规。", code=ErrorCode.LIBRARY_NO_TITLE
                )
            return same or self.folder / id_from_title(title, *self._names_there())
        known = self._folders.get(self.find_id(name) or "")
        if known is None and same is not None:
            raise LibraryError(
                f"库中已有“{title}”，在 {same.name}；请用 --work {same.name}。", code=ErrorCode.LIBRARY_EXISTS
            )
        if known is not None:
            return known
        # What is no title must be a name as it stands.
        if name.isascii() or "/" in name:
            check_new_id(name, self._names_there()[0])
            return self.folder / name
        return self.folder / id_from_title(name, *self._names_there())

    def _names_there(self) -> tuple[frozenset[str], frozenset[str]]:
        """All names in the folder, and those of folders that hold no work: what was made for a text that was not written is taken again."""
        there = list(self.folder.iterdir())
        free = (
            path.name
            for path in there
            if path.is_dir() and not os.path.lexists(path / WORK_FILE) and not any(path.glob("*.txt"))
        )
        return frozenset(path.name for path in there), frozenset(free)

    def verify(self) -> tuple[Mismatch, ...]:
        """Every text that is not what it was when it came in, and every one of which that is not known."""
        return tuple(
            mismatch
            for folder in self._folders.values()
            for mismatch in read_steadily(folder, partial(_mismatches, folder))
        )

    def _facts_of(self, folder: Path) -> WorkFacts:
        """The facts of a work, which are read anew where the file is another one than before."""
        stamp = stamp_of(folder)
        known = self._facts.get(folder.name)
        if known is None or known[0] != stamp:
            known = stamp, read_steadily(folder, lambda: read_facts(folder / WORK_FILE))
            self._facts[folder.name] = known
        return known[1]

    def _work(self, name: str) -> Work:
        if name not in self._read:
            folder = self._folders[name]
            self._read[name] = read_steadily(folder, lambda: read_work(folder))
        return self._read[name]

    @cached_property
    def _folders(self) -> dict[str, Path]:
        try:
            if not self.folder.exists():
                return {}
            settle_begun(self.folder)
            folders = sorted(path for path in self.folder.iterdir() if path.is_dir())
            for folder in folders:
                _check_record(folder)
            found = {folder.name: folder for folder in folders if (folder / WORK_FILE).is_file()}
        except OSError as error:
            raise LibraryError(
                f"读不出 {error.filename}：{reason_of(error)}。", code=ErrorCode.LIBRARY_DISK
            ) from None
        check_ids_differ(found)
        return found


def _check_record(folder: Path) -> None:
    """Raises LibraryError where there are texts without a record, or something in its place that is no file."""
    record = folder / WORK_FILE
    if record.is_file():
        return
    if os.path.lexists(record):
        raise LibraryError(
            f"{record} 不是普通文件；请换成写有法规信息的文件。", code=ErrorCode.LIBRARY_WORK_TOML
        )
    # Texts come after the record and go before it: what was not there a moment ago may be.
    if any(folder.glob("*.txt")) and not record.is_file():
        raise LibraryError(
            f"{folder} 中有文本而没有 {WORK_FILE}；请写上它，否则这件法规不会出现。",
            code=ErrorCode.LIBRARY_WORK_TOML,
        )


def _mismatches(folder: Path) -> tuple[Mismatch, ...]:
    versions = read_facts(folder / WORK_FILE).versions
    return tuple(mismatch for version in versions for mismatch in verify_version(folder, version))


def today() -> date:
    """The day for which 时效性 is computed: that of SOURCE_DATE_EPOCH, for builds that can be repeated, or today.

    Raises LibraryError for a SOURCE_DATE_EPOCH that is no number of seconds since 1970, or of a day after the year 9000.
    """
    # https://reproducible-builds.org/specs/source-date-epoch/
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return date.today()
    # Digits only: int() takes signs, blanks and _ too, and what reads the variable after this may not.
    if not (epoch.isascii() and epoch.isdigit() and len(epoch) < 20 and int(epoch) < _NO_DAY):
        raise LibraryError(
            f"环境变量 SOURCE_DATE_EPOCH = {epoch[:40]!r} 不是从 1970 年起的秒数；请改正它，或者去掉它。",
            code=ErrorCode.LIBRARY_CLOCK,
        )
    return datetime.fromtimestamp(int(epoch), UTC).date()


class Libraries:
    """Several folders of works as one. Raises LibraryError where two works have the same id."""

    def __init__(self, folders: Iterable[str | Path]) -> None:
        self._libraries = tuple(map(Library, folders))

    @property
    def names(self) -> tuple[str, ...]:
        """All that the works are called; no text is read for it."""
        return tuple(name for library in self._libraries for name in library.names)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all works; no text is read for it. Raises LibraryError where two libraries have the same."""
        return tuple(self._library_of)

    @cached_property
    def _library_of(self) -> dict[str, Library]:
        """The library of each id; no text is read for it."""
        found: dict[str, Library] = {}
        seen: set[str] = set()
        for library in self._libraries:
            ids = {same_everywhere(identity): identity for identity in library.ids}
            if not seen.isdisjoint(ids):
                twice = library.folder / ids[min(seen & set(ids))]
                raise LibraryError(
                    f"{twice} 与另一个文件夹中的法规同名；请给其中一个改名。", code=ErrorCode.LIBRARY_EXISTS
                )
            seen |= set(ids)
            found |= dict.fromkeys(library.ids, library)
        return found

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
        """All works, folder by folder, in the order of their ids."""
        return tuple(work for library in self._libraries for work in library) if self._library_of else ()


def read_works(folders: Iterable[str | Path]) -> tuple[Work, ...]:
    """The works of several libraries together. Raises LibraryError where two have the same id."""
    return Libraries(folders).works
