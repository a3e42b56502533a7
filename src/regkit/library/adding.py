"""Adds a text to a library: decides which version of which work it is, and writes text and work.toml together."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from regkit.codes import ErrorCode
from regkit.disk.journals import exclusive_access, write_together
from regkit.disk.reading import read_regular
from regkit.disk.sharing import share_folder
from regkit.disk.writing import ensured
from regkit.errors import ChangedError, LibraryError, LockedError, NotAFileError, UnfinishedError, reason_of
from regkit.library.checked import MOST_BYTES, check_toml, check_values
from regkit.library.facts import WORK_FILE, Origin, VersionFacts, VersionKind, WorkFacts, read_facts
from regkit.library.hashes import hash_of_text
from regkit.library.recording import differences, new_work, renamed, with_facts, with_version
from regkit.library.stating import stated_conflicts, stated_versions
from regkit.model.tree import Statute
from regkit.parsing import parse
from regkit.printing.text import to_text
from regkit.text.titles import title_key

_SECONDS_TO_WAIT = 30


@dataclass(frozen=True)
class Given:
    """What a person or another source says about a text that is added; facts that are not given are None.

    - `adopted`: the day that names the version. `kind`, `promulgated`, `in_force`, `expired`, `seen_expired`: facts of the version.
    - `title`, `rank`, `authority`, `checked`, `checked_against`: facts of the work.
    - `reported`: dates of the version that another source reports, by the keys of `VersionFacts`; what the text states takes precedence over them.
    """

    adopted: date | None = None
    kind: VersionKind | None = None
    promulgated: date | None = None
    in_force: date | None = None
    expired: date | None = None
    seen_expired: date | None = None
    title: str | None = None
    rank: str | None = None
    authority: str | None = None
    checked: date | None = None
    checked_against: str | None = None
    reported: Mapping[str, date] = field(default_factory=dict)

    @property
    def of_version(self) -> dict[str, Any]:
        """The facts of the version that are given, by the keys of `VersionFacts`."""
        names = ("kind", "promulgated", "in_force", "expired", "seen_expired")
        return {name: value for name in names if (value := getattr(self, name)) is not None}

    @property
    def of_work(self) -> dict[str, str | date]:
        """The facts of the work that are given, by the keys of `WorkFacts`, except the title."""
        names = ("rank", "authority", "checked", "checked_against")
        return {name: value for name in names if (value := getattr(self, name)) is not None}


@dataclass(frozen=True)
class Addition:
    """What was written by adding a text.

    - `work`: id of the work; `path`: the file of the text; `version`: the facts of the version as they are now in work.toml.
    - `new_work`, `new_version`: whether the work, or the version, was not recorded before.
    - `replaced`: whether the file replaced another text.
    - `named`: the versions without a text that were recorded because the 题注 names them, in order.
    - `renamed`: the title that the work had before, if the text has a new one.
    - `differences`: Chinese sentences on facts that work.toml and the text state differently; work.toml keeps its own.
    """

    work: str
    path: Path
    version: VersionFacts
    new_work: bool
    new_version: bool
    replaced: bool
    differences: tuple[str, ...]
    named: tuple[VersionFacts, ...] = ()
    renamed: str | None = None


def write_version(
    folder: Path,
    title: str,
    statute: Statute,
    given: Given,
    origin: Origin | None,
    *,
    other_title: bool = False,
    replace: bool,
    anyway: bool,
) -> Addition:
    """Write a text and its facts into the folder of a work, which is created with the given title if it does not exist.

    With `other_title`, the text may have another title than the work: its version then has a title of its own.

    Raises LibraryError, before anything is written, if the text belongs to another work, states another date or two
    different ones (unless `anyway`), would be parsed differently once it is written, or already exists (unless `replace`).
    """
    if folder.is_symlink():
        # The real folder lies in another library, which has a lock of its own.
        real_folder = folder.resolve()
        with alone_in_library(real_folder.parent):
            added = write_version(
                real_folder,
                title,
                statute,
                given,
                origin,
                other_title=other_title,
                replace=replace,
                anyway=anyway,
            )
        return dataclasses.replace(added, work=folder.name, path=folder / added.path.name)
    file = folder / WORK_FILE
    if file.is_symlink():
        raise LibraryError(
            f"{file} 是链接，写入会使它断开；请换成普通文件，或者把整个文件夹做成链接。",
            code=ErrorCode.LIBRARY_WORK_TOML,
        )
    before = read_regular(file, MOST_BYTES + 1) if file.exists() else None
    facts = read_facts(file) if before is not None else None
    if facts is not None and not other_title:
        check_title(facts, statute, file)
    elif facts is None and not title:
        raise LibraryError(
            "文本里没有标题，不能据此新建一件法规；请用 --title 给出。", code=ErrorCode.LIBRARY_NO_TITLE
        )
    *earlier, own = stated_versions(statute) or ({},)
    # Facts that the text states take precedence over reported ones.
    stated = {**given.reported, **own}
    _check_given(given, stated, stated_conflicts(statute), anyway=anyway)
    listed = _listed_version(facts, given.adopted, stated) if facts else None
    version = _completed_version(listed, stated, given, anyway=anyway)
    path = folder / f"{version.name}.txt"
    exists = path.exists() or path.is_symlink()
    if exists and not replace:
        raise LibraryError(f"{path} 已经存在；确实要替换时请加 --replace。", code=ErrorCode.LIBRARY_EXISTS)
    text = to_text(statute)
    if parse(text) != statute:
        raise LibraryError(
            f"{path}：这个文本写出后再读，结构会不同，因此没有写入；请先用 regkit check 核对。",
            code=ErrorCode.LIBRARY_UNSETTLED,
        )
    source = (origin or Origin()).model_copy(update={"sha256": hash_of_text(text)})
    version = version.model_copy(update={"source": source})
    record, named, old_title = _record(file, before, facts, title, statute, version, earlier, given)
    # work.toml first: a recorded version without its text is a valid state of a library.
    read = {WORK_FILE: before, **({} if exists else {path.name: None})}
    _write_files(folder, {WORK_FILE: _encoded(file, record), path.name: _encoded(path, text)}, read)
    return Addition(
        work=folder.name,
        path=path,
        version=version,
        new_work=facts is None,
        new_version=listed is None,
        replaced=exists,
        differences=differences(listed, stated) if listed else (),
        named=named,
        renamed=old_title,
    )


def _record(
    file: Path,
    before: bytes | None,
    facts: WorkFacts | None,
    title: str,
    statute: Statute,
    version: VersionFacts,
    earlier: Sequence[Mapping[str, Any]],
    given: Given,
) -> tuple[str, tuple[VersionFacts, ...], str | None]:
    """The new work.toml: with the version, with those that the 题注 names and it lacks, and with what is given of the work.

    Returns its text, the versions that it lacked, and the title that the work had before, if that changes.
    """
    old_title = None
    if facts is None:
        record = new_work(title, statute, version, given.of_work)
    else:
        record = io.TextIOWrapper(io.BytesIO(before or b""), "utf-8-sig").read()
        own = " ".join((statute.title or facts.title).split())
        if title_key(own) != title_key(facts.title):
            if version.order > max(listed.order for listed in facts.versions):
                old_title, record = facts.title, renamed(record, own, facts.title)
            else:
                version = version.model_copy(update={"title": own})
        record = with_facts(with_version(record, facts, version), given.of_work)
    facts = check_toml(file, record, WorkFacts)
    named: list[VersionFacts] = []
    for values in earlier:
        if _listed_version(facts, None, values) is None:
            missing = check_values("题注里写明的事项", values, VersionFacts)
            named.append(missing)
            record = with_version(record, facts, missing)
            facts = check_toml(file, record, WorkFacts)
    return record, tuple(named), old_title


def _check_given(given: Given, stated: Mapping[str, Any], conflicts: Sequence[str], *, anyway: bool) -> None:
    """Raise LibraryError, unless `anyway`, if the text states a fact in two ways, or another one than is given."""
    if anyway:
        return
    if conflicts and given.in_force is None:
        raise LibraryError(
            f"{'；'.join(conflicts)}，或者加 --anyway 按排在前面的一种记。",
            code=ErrorCode.LIBRARY_DATE_DIFFERS,
        )
    names = {"promulgated": "公布日期", "in_force": "施行日期", "expired": "失效日期"}
    for key, name in names.items():
        value, told = given.of_version.get(key), stated.get(key)
        if value and told and value != told and not conflicts:
            words = (
                f"（“{stated['in_force_rule']}”）" if key == "in_force" and "in_force_rule" in stated else ""
            )
            raise LibraryError(
                f"给出的{name}是 {value}，而文本写明的是 {told}{words}，因此没有写入；请核对，确实无误时请加 --anyway。",
                code=ErrorCode.LIBRARY_DATE_DIFFERS,
            )


def check_title(facts: WorkFacts, statute: Statute, path: Path) -> None:
    """Raise LibraryError if a text has a title and it is not one of the titles of the work."""
    if statute.title is not None and title_key(statute.title) not in set(map(title_key, facts.titles)):
        raise LibraryError(
            f"{path}：文本的标题是“{statute.title}”，而这件法规叫“{facts.title}”，从前的名称里也没有；"
            "请核对；是改了名称的，请在那个版本写上 title。",
            code=ErrorCode.LIBRARY_TITLE_DIFFERS,
        )


def _stated_days(stated: Mapping[str, Any]) -> tuple[date, ...]:
    """The stated dates that identify a version: 通过, 公布 and 批准日期, as far as they are known."""
    return tuple(stated[key] for key in ("adopted", "promulgated", "approved") if key in stated)


def _listed_version(facts: WorkFacts, adopted: date | None, stated: Mapping[str, Any]) -> VersionFacts | None:
    """The version in work.toml that has one of the text's dates, or the given date of adoption; None if there is none.

    Of two versions of one day it is the one with the same number.
    """
    days = (adopted,) if adopted else _stated_days(stated)
    for day in days:
        number = stated.get("number", 1) if day in _stated_days(stated) else 1
        for version in facts.versions:
            if day in (version.dated, version.promulgated, version.approved) and version.number == number:
                return version
    return None


def _completed_version(
    listed: VersionFacts | None, stated: Mapping[str, Any], given: Given, *, anyway: bool
) -> VersionFacts:
    """The facts of a version: those listed in work.toml, completed with those that are given and those that its text states."""
    stated_days, adopted = _stated_days(stated), given.adopted
    day = adopted or (listed.dated if listed else None)
    if day is None and not stated_days and not given.promulgated:
        raise LibraryError(
            "文本里没有写明通过或者公布的日期；请用 --date 给出，如 --date 2022-05-13。",
            code=ErrorCode.LIBRARY_NO_DATE,
        )
    listed_days = (listed.dated, listed.promulgated, listed.approved) if listed else (day,)
    if (
        stated_days
        and day
        and not set(stated_days) & {listed_day for listed_day in listed_days if listed_day}
        and not anyway
    ):
        raise LibraryError(
            f"给出的日期是 {day}，而文本的题注说它是 {'、'.join(map(str, stated_days))} 的文本，因此没有写入；"
            "请核对日期，确实无误时请加 --anyway。",
            code=ErrorCode.LIBRARY_DATE_DIFFERS,
        )
    values = listed.model_dump(exclude_unset=True) if listed else {}
    if stated_days and day and day not in stated_days and anyway:
        # The text states facts of another version, so none of them is used.
        stated = {}
    if listed is None and day and day not in stated_days:
        values["adopted"] = day
    return check_values("文本里写明的事项", {**stated, **values, **given.of_version}, VersionFacts)


@contextmanager
def alone_in_library(library: Path) -> Iterator[None]:
    """Hold the lock of a library, whose folder is created if missing; first complete or undo what a stopped program began.

    Raises LibraryError, with one Chinese sentence, if another program holds the lock for 30 seconds or if
    writing fails; nothing is changed then.
    """
    try:
        with exclusive_access(library, seconds=_SECONDS_TO_WAIT, keep_lock=True):
            yield
    except (ChangedError, LockedError, UnfinishedError, NotAFileError) as error:
        raise LibraryError(str(error), code=error.code) from None
    except OSError as error:
        raise LibraryError(
            f"写不进 {error.filename or library}：{reason_of(error)}；什么都没有改动。",
            code=ErrorCode.LIBRARY_DISK,
        ) from None


def _encoded(path: Path, text: str) -> bytes:
    """The text as UTF-8. Raises LibraryError if it contains an unpaired surrogate."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise LibraryError(
            f"{path}：第 {error.start + 1} 个字符不是完整的字符，写不成 UTF-8，因此没有写入；请改正原文。",
            code=ErrorCode.FILE_ENCODING,
        ) from None


def _write_files(folder: Path, files: Mapping[str, bytes], read: Mapping[str, bytes | None]) -> None:
    """Write files into the folder of a work, all or none; the folder is created if missing.

    `read` holds the contents on which the new ones are based, None for a file that did not exist. The files
    stay writable for other users who may write into the library.
    """
    library, is_new = folder.parent, not folder.exists()
    with ensured(folder):
        if is_new:
            share_folder(folder, library)
        write_together(
            library,
            {f"{folder.name}/{name}": data for name, data in files.items()},
            read={f"{folder.name}/{name}": data for name, data in read.items()},
            shared=True,
        )
