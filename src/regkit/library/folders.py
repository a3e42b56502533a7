"""Folders of works: finding, reading, adding."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from regkit.errors import LibraryError, ParseError, ProvisionNotFoundError, UnreadableFileError
from regkit.files import load
from regkit.library.adding import Addition, check_title, write_version
from regkit.library.facts import WORK_FILE, Origin, WorkFacts, read_facts
from regkit.library.hashes import Mismatch, verify_version
from regkit.library.outlines import Outline, read_outline
from regkit.library.rulings import RulingsFile, read_rulings
from regkit.library.versions import Day, Version, as_day
from regkit.library.works import Work, names_of
from regkit.model.blanks import without_blanks
from regkit.model.tree import Statute

# What file systems allow, less what is put before and after it for a while.
_LONGEST_ID = 200
OUTLINE_SUFFIX = ".outline.toml"
RULINGS_SUFFIX = ".rulings.toml"
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
        self._facts: dict[str, WorkFacts] = {}
        if not self.folder.is_dir() and not (new and not self.folder.exists()):
            raise LibraryError(f"没有文件夹 {self.folder}；请给出存放法规的文件夹。")

    @cached_property
    def works(self) -> tuple[Work, ...]:
        """All works, in the order of their ids."""
        return tuple(map(self._work, self._folders))

    def __iter__(self) -> Iterator[Work]:
        return iter(self.works)

    def __getitem__(self, name: str) -> Work:
        # Names are looked up, never joined to a path: “../x” is no work.
        identity = self.names.get(without_blanks(name))
        if identity is None:
            known = "、".join(self._folders) or "（没有）"
            raise LibraryError(f"{self.folder} 中没有“{name}”；已有：{known}。")
        return self._work(identity)

    @cached_property
    def names(self) -> dict[str, str]:
        """What its works may be called, without blanks, each with the id of the work; no text is read for it."""
        names: dict[str, str] = {}
        for identity, folder in self._folders.items():
            if identity not in self._facts:
                self._facts[identity] = read_facts(folder / WORK_FILE)
            for name in names_of(identity, self._facts[identity]):
                names.setdefault(without_blanks(name), identity)
        # An id is nobody else's title.
        return names | {identity: identity for identity in self._folders}

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
        folder = self._folder_for(name, called)
        day = as_day(adopted) if adopted is not None else None
        days = {"promulgated": promulgated, "in_force": in_force}
        told = {key: value for key, value in days.items() if value}
        added = write_version(folder, called, statute, day, origin, told, replace=replace, anyway=anyway)
        # What was read before is out of date.
        self._read.pop(folder.name, None)
        self._facts.pop(folder.name, None)
        for read in ("works", "names", "_folders"):
            self.__dict__.pop(read, None)
        return added

    def _folder_for(self, name: str | None, title: str) -> Path:
        """The folder of the work that has a name or else a title, which may not be there yet."""
        same = self._folders.get(self.names.get(without_blanks(title), ""))
        if name is None:
            if not title:
                raise LibraryError("文本里没有标题；请用 --work 说明它是哪一件法规。")
            return same or self._new_folder(title)
        known = self._folders.get(self.names.get(without_blanks(name), ""))
        if known is None and same is not None:
            raise LibraryError(f"库中已有“{title}”，在 {same.name}；请用 --work {same.name}。")
        if known is not None:
            return known
        # What is no title must be a name as it stands.
        return self.folder / _checked_id(name) if name.isascii() or "/" in name else self._new_folder(name)

    def _new_folder(self, title: str) -> Path:
        """A folder that is not there yet, named by a title as far as folders can be: signs become -."""
        words = "".join(each if each.isalnum() else "-" for each in without_blanks(title)).split("-")
        name = "-".join(filter(None, words)) or "work"
        while len(name.encode("utf-8", "replace")) > _LONGEST_ID - len("-99"):
            name = name[:-1]
        taken = 1
        while (self.folder / (name if taken == 1 else f"{name}-{taken}")).exists():
            taken += 1
        return self.folder / _checked_id(name if taken == 1 else f"{name}-{taken}")

    def verify(self) -> tuple[Mismatch, ...]:
        """Every text that is not what it was when it came in, and every one of which that is not known."""
        return tuple(
            mismatch
            for folder in self._folders.values()
            for version in read_facts(folder / WORK_FILE).versions
            for mismatch in verify_version(folder, version)
        )

    def _work(self, name: str) -> Work:
        if name not in self._read:
            self._read[name] = read_work(self._folders[name])
        return self._read[name]

    @cached_property
    def _folders(self) -> dict[str, Path]:
        try:
            inside = self.folder.iterdir() if self.folder.exists() else ()
            folders = sorted(path for path in inside if path.is_dir())
            for folder in folders:
                if not (folder / WORK_FILE).is_file() and any(folder.glob("*.txt")):
                    raise LibraryError(
                        f"{folder} 中有文本而没有 {WORK_FILE}；请写上它，否则这件法规不会出现。"
                    )
            return {folder.name: folder for folder in folders if (folder / WORK_FILE).is_file()}
        except OSError as error:
            raise LibraryError(f"读不出 {error.filename}：{error.strerror}。") from None


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
            f"环境变量 SOURCE_DATE_EPOCH = {epoch[:40]!r} 不是从 1970 年起的秒数；请改正它，或者去掉它。"
        )
    return datetime.fromtimestamp(int(epoch), UTC).date()


class Libraries:
    """Several folders of works as one. Raises LibraryError where two works have the same id."""

    def __init__(self, folders: Iterable[str | Path]) -> None:
        self._libraries = tuple(map(Library, folders))

    @cached_property
    def names(self) -> dict[str, str]:
        """What the works may be called, without blanks, each with its id; no text is read for it."""
        names: dict[str, str] = {}
        seen: set[str] = set()
        for library in self._libraries:
            ids = set(library.names.values())
            if not seen.isdisjoint(ids):
                twice = library.folder / min(seen & ids)
                raise LibraryError(f"{twice} 与另一个文件夹中的法规同名；请给其中一个改名。")
            seen |= ids
            names = library.names | names
        return names

    def __getitem__(self, name: str) -> Work:
        identity = self.names.get(without_blanks(name))
        found = next((library for library in self._libraries if identity in library.names), None)
        if identity is None or found is None:
            known = "、".join(sorted(set(self.names.values()))) or "（没有）"
            raise LibraryError(f"法规库中没有“{name}”；已有：{known}。")
        return found[identity]

    @cached_property
    def works(self) -> tuple[Work, ...]:
        """All works, folder by folder, in the order of their ids."""
        if not self.names:
            return ()
        return tuple(work for library in self._libraries for work in library)


def read_works(folders: Iterable[str | Path]) -> tuple[Work, ...]:
    """The works of several libraries together. Raises LibraryError where two have the same id."""
    return Libraries(folders).works


def read_work(folder: Path) -> Work:
    """The work in a folder. Raises LibraryError, naming the file, for anything that is not as it should be."""
    _checked_id(folder.name)
    facts = read_facts(folder / WORK_FILE)
    dates = [str(version.dated) for version in facts.versions]
    beside = [path for suffix in (OUTLINE_SUFFIX, RULINGS_SUFFIX) for path in folder.glob(f"*{suffix}")]
    for path in sorted((*folder.glob("*.txt"), *beside)):
        day = path.name.removesuffix(OUTLINE_SUFFIX).removesuffix(RULINGS_SUFFIX).removesuffix(".txt")
        if day not in dates:
            raise LibraryError(
                f"{path} 没有对应的版本；请在 {WORK_FILE} 中加一段 adopted = {day} 的 [[version]]。"
            )
    versions = tuple(
        Version(
            version,
            _read_version(folder / f"{version.dated}.txt", facts),
            _read_outline(folder / f"{version.dated}{OUTLINE_SUFFIX}"),
            _read_rulings(folder / f"{version.dated}{RULINGS_SUFFIX}"),
        )
        for version in sorted(facts.versions, key=lambda version: version.dated)
    )
    for each in versions:
        _check_provisions(folder / WORK_FILE, each)
    return Work(folder.name, facts, versions)


def _check_provisions(path: Path, version: Version) -> None:
    """Raises LibraryError where a provision has days of its own and is not in the text."""
    if version.statute is None:
        return
    for own in version.facts.provisions:
        try:
            version.statute.locate(own.address)
        except ProvisionNotFoundError as error:
            raise LibraryError(f"{path} 有误：{version.dated} 的版本，provision：{error}") from None


def _read_version(path: Path, facts: WorkFacts) -> Statute | None:
    # A link that leads nowhere is a mistake, not a text that was never added.
    if not path.exists() and not path.is_symlink():
        return None
    try:
        statute = load(path)
    except (ParseError, UnreadableFileError) as error:
        raise LibraryError(f"{path}：{error}") from None
    check_title(facts, statute, path)
    return statute


def _read_outline(path: Path) -> Outline | None:
    return read_outline(path) if path.exists() or path.is_symlink() else None


def _read_rulings(path: Path) -> RulingsFile | None:
    return read_rulings(path) if path.exists() or path.is_symlink() else None


def _checked_id(name: str) -> str:
    """The id itself, if it can be the name of a folder. Raises LibraryError."""
    # It becomes part of addresses on the web, and must mean the same on every system.
    if (
        not name
        or name.startswith(".")
        or name.endswith(".")
        or len(name.encode("utf-8", "replace")) > _LONGEST_ID
        or not all(character.isalnum() or character in "-_." for character in name)
    ):
        shown = "".join(each if each.isprintable() else "\ufffd" for each in name)
        raise LibraryError(
            f"“{shown}”不能作法规文件夹的名称：只能由文字、数字和 - _ . 组成，不超过 {_LONGEST_ID} 个字节，首尾不能是点；"
            "请改名，或者用 --work 给出一个，如 --work sme-promotion。"
        )
    return name
