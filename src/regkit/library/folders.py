"""Folders of works: finding, reading, adding."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from regkit.errors import LibraryError, ParseError, UnreadableFileError
from regkit.files import load, write_whole
from regkit.formats.text import to_text
from regkit.library.facts import WORK_FILE, WorkFacts, read_facts
from regkit.library.outlines import Outline, read_outline
from regkit.library.rulings import RulingsFile, read_rulings
from regkit.library.works import Version, Work
from regkit.model.blanks import without_blanks
from regkit.model.tree import Statute
from regkit.parsing import parse

OUTLINE_SUFFIX = ".outline.toml"
RULINGS_SUFFIX = ".rulings.toml"


class Library:
    """The works in a folder, by id or any of their titles; each is read when it is first asked for.

    >>> library = Library("statutes")                                             # doctest: +SKIP
    >>> library["黑龙江省促进中小企业发展条例"].at(date(2015, 1, 1))                  # doctest: +SKIP

    Every mistake in a folder is a LibraryError that names the file.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self._read: dict[str, Work] = {}
        if not self.folder.is_dir():
            raise LibraryError(f"没有文件夹 {self.folder}；请给出存放法规的文件夹。")

    @cached_property
    def works(self) -> tuple[Work, ...]:
        """All works, in the order of their ids."""
        return tuple(map(self._work, self._folders))

    def __iter__(self) -> Iterator[Work]:
        return iter(self.works)

    def __getitem__(self, name: str) -> Work:
        # Names are looked up, never joined to a path: “../x” is no work.
        return self._work(name if name in self._folders else self._folder_of(name).name)

    def add(self, name: str, adopted: date, statute: Statute, *, replace: bool = False) -> Path:
        """Write the text of a listed version into the folder, in the canonical form, and return its path.

        Raises LibraryError, before anything is written, if the work or the version is not listed, if the
        text has another title, or if the text is there already and `replace` is not given.
        """
        folder = self._folders.get(name) or self._folder_of(name)
        facts = read_facts(folder / WORK_FILE)
        if adopted not in (version.adopted for version in facts.versions):
            raise LibraryError(
                f"{facts.title}没有 {adopted} 通过的文本；请先在 {folder / WORK_FILE} 中加一段 [[version]]。"
            )
        path = folder / f"{adopted}.txt"
        _check_title(facts, statute, path)
        text = to_text(statute)
        if parse(text) != statute:
            raise LibraryError(
                f"{path}：这个文本写出后再读，结构会不同，因此没有写入；请先用 regkit check 核对。"
            )
        try:
            write_whole(path, text, replace=replace)
        except FileExistsError:
            raise LibraryError(f"{path} 已经存在；确实要替换时请加 --replace。") from None
        except OSError as error:
            raise LibraryError(f"写不进 {path}：{error.strerror}。") from None
        return path

    def _work(self, name: str) -> Work:
        if name not in self._read:
            self._read[name] = read_work(self._folders[name])
        return self._read[name]

    @cached_property
    def _folders(self) -> dict[str, Path]:
        try:
            folders = sorted(path for path in self.folder.iterdir() if path.is_dir())
            for folder in folders:
                if not (folder / WORK_FILE).is_file() and any(folder.glob("*.txt")):
                    raise LibraryError(
                        f"{folder} 中有文本而没有 {WORK_FILE}；请写上它，否则这件法规不会出现。"
                    )
            return {folder.name: folder for folder in folders if (folder / WORK_FILE).is_file()}
        except OSError as error:
            raise LibraryError(f"读不出 {error.filename}：{error.strerror}。") from None

    def _folder_of(self, title: str) -> Path:
        for folder in self._folders.values():
            facts = read_facts(folder / WORK_FILE)
            if title in (facts.title, *facts.other_titles):
                return folder
        known = "、".join(self._folders) or "（没有）"
        raise LibraryError(f"{self.folder} 中没有“{title}”；已有：{known}。")


def today() -> date:
    """The day for which 时效性 is computed: that of SOURCE_DATE_EPOCH, for builds that can be repeated, or today.

    Raises LibraryError for a SOURCE_DATE_EPOCH that is no number of seconds since 1970.
    """
    # https://reproducible-builds.org/specs/source-date-epoch/
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else date.today()
    except (ValueError, OverflowError, OSError):
        raise LibraryError(f"SOURCE_DATE_EPOCH = {epoch!r} 不是从 1970 年起的秒数。") from None


def read_works(folders: Iterable[str | Path]) -> tuple[Work, ...]:
    """The works of several libraries together. Raises LibraryError where two have the same id."""
    works: dict[str, Work] = {}
    for folder in folders:
        for work in Library(folder):
            if work.id in works:
                raise LibraryError(f"{Path(folder) / work.id} 与另一个文件夹中的法规同名；请给其中一个改名。")
            works[work.id] = work
    return tuple(works.values())


def read_work(folder: Path) -> Work:
    """The work in a folder. Raises LibraryError, naming the file, for anything that is not as it should be."""
    # The name becomes part of addresses on the web.
    if not all(character.isalnum() or character in "-_." for character in folder.name):
        name = ascii(folder.name)
        raise LibraryError(f"{folder.parent} 中的文件夹名 {name} 只能由文字、数字和 - _ . 组成；请改名。")
    facts = read_facts(folder / WORK_FILE)
    dates = [str(version.adopted) for version in facts.versions]
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
            _read_version(folder / f"{version.adopted}.txt", facts),
            _read_outline(folder / f"{version.adopted}{OUTLINE_SUFFIX}"),
            _read_rulings(folder / f"{version.adopted}{RULINGS_SUFFIX}"),
        )
        for version in sorted(facts.versions, key=lambda version: version.adopted)
    )
    return Work(folder.name, facts, versions)


def _read_version(path: Path, facts: WorkFacts) -> Statute | None:
    # A link that leads nowhere is a mistake, not a text that was never added.
    if not path.exists() and not path.is_symlink():
        return None
    try:
        statute = load(path)
    except (ParseError, UnreadableFileError) as error:
        raise LibraryError(f"{path}：{error}") from None
    _check_title(facts, statute, path)
    return statute


def _read_outline(path: Path) -> Outline | None:
    return read_outline(path) if path.exists() or path.is_symlink() else None


def _read_rulings(path: Path) -> RulingsFile | None:
    return read_rulings(path) if path.exists() or path.is_symlink() else None


def _check_title(facts: WorkFacts, statute: Statute, path: Path) -> None:
    titles = [without_blanks(title) for title in (facts.title, *facts.other_titles)]
    if statute.title is not None and without_blanks(statute.title) not in titles:
        raise LibraryError(f"{path} 的标题是“{statute.title}”，与 {WORK_FILE} 的“{facts.title}”不一致。")
