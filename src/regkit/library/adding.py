"""Taking a text into a library: which version of which work it is, and writing both whole or not at all."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from regkit.codes import ErrorCode
from regkit.disk.journals import alone_in, write_together
from regkit.disk.reading import read_regular
from regkit.disk.sharing import share_folder
from regkit.disk.writing import ensured
from regkit.errors import ChangedError, LibraryError, LockedError, NotAFileError, UnfinishedError, reason_of
from regkit.library.checked import MOST_BYTES, check_toml, check_values
from regkit.library.facts import WORK_FILE, Origin, VersionFacts, WorkFacts, read_facts
from regkit.library.hashes import hash_of_text
from regkit.library.recording import differences, facts_told, new_work, with_version
from regkit.model.tree import Statute
from regkit.parsing import parse
from regkit.printing.text import to_text
from regkit.text.titles import title_key

_SECONDS_TO_WAIT = 30


@dataclass(frozen=True)
class Addition:
    """What was written: a text, and what its work.toml says of it now.

    `new_work` and `new_version` say what was not listed before, `replaced` that another text stood there. `differences` are
    sentences on what work.toml and the text say differently; nothing of that was changed.
    """

    work: str
    path: Path
    version: VersionFacts
    new_work: bool
    new_version: bool
    replaced: bool
    differences: tuple[str, ...]


def write_version(
    folder: Path,
    title: str,
    statute: Statute,
    adopted: date | None,
    origin: Origin | None,
    known_else: Mapping[str, date],
    *,
    replace: bool,
    anyway: bool,
) -> Addition:
    """Write a text and its facts into the folder of a work, which is made, under the title, if it is not there.

    `known_else` are days that somebody else tells of the version, by the keys of `VersionFacts`.

    Raises LibraryError, before anything is written, where the text is another work, says that it is of another day (unless
    `anyway`), would not read back the same, or is there already (unless `replace`).
    """
    if folder.is_symlink():
        # It lies in another library, which has a lock of its own.
        real = folder.resolve()
        with alone_in_library(real.parent):
            added = write_version(
                real, title, statute, adopted, origin, known_else, replace=replace, anyway=anyway
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
    if facts is not None:
        check_title(facts, statute, file)
    elif not title:
        raise LibraryError(
            "文本里没有标题，不能据此新建一件法规；请用 --title 给出。", code=ErrorCode.LIBRARY_NO_TITLE
        )
    # What the text says of itself counts more than what others say of it.
    told = {**known_else, **facts_told(statute)}
    known = _listed(facts, adopted, told) if facts else None
    version = _version(known, told, adopted, anyway=anyway)
    path = folder / f"{version.dated}.txt"
    there = path.exists() or path.is_symlink()
    if there and not replace:
        raise LibraryError(f"{path} 已经存在；确实要替换时请加 --replace。", code=ErrorCode.LIBRARY_EXISTS)
    text = to_text(statute)
    if parse(text) != statute:
        raise LibraryError(
            f"{path}：这个文本写出后再读，结构会不同，因此没有写入；请先用 regkit check 核对。",
            code=ErrorCode.LIBRARY_UNSETTLED,
        )
    source = (origin or Origin()).model_copy(update={"sha256": hash_of_text(text)})
    version = version.model_copy(update={"source": source})
    if facts is None:
        record = new_work(title, statute, version)
    else:
        text_before = io.TextIOWrapper(io.BytesIO(before or b""), "utf-8-sig").read()
        record = with_version(text_before, facts, version)
    check_toml(file, record, WorkFacts)
    # The record comes first: a version without its text is a state that everybody understands.
    read = {WORK_FILE: before, **({} if there else {path.name: None})}
    _write(folder, {WORK_FILE: _encoded(file, record), path.name: _encoded(path, text)}, read)
    return Addition(
        work=folder.name,
        path=path,
        version=version,
        new_work=facts is None,
        new_version=known is None,
        replaced=there,
        differences=differences(known, told) if known else (),
    )


def check_title(facts: WorkFacts, statute: Statute, path: Path) -> None:
    """Raises LibraryError if a text has a title, and it is none of the work's."""
    titles = {title_key(title) for title in (facts.title, *facts.other_titles)}
    if statute.title is not None and title_key(statute.title) not in titles:
        raise LibraryError(
            f"{path} 的标题是“{statute.title}”，与 {WORK_FILE} 的“{facts.title}”不一致。",
            code=ErrorCode.LIBRARY_TITLE_DIFFERS,
        )


def _days(told: Mapping[str, Any]) -> tuple[date, ...]:
    return tuple(told[key] for key in ("adopted", "promulgated", "approved") if key in told)


def _listed(facts: WorkFacts, adopted: date | None, told: Mapping[str, Any]) -> VersionFacts | None:
    """The version of a work.toml that a text is, by any of its days."""
    days = (adopted,) if adopted else _days(told)
    for day in days:
        for version in facts.versions:
            if day in (version.dated, version.promulgated, version.approved):
                return version
    return None


def _version(
    known: VersionFacts | None, told: Mapping[str, Any], adopted: date | None, *, anyway: bool
) -> VersionFacts:
    """What is known of a version, filled up with what its text says."""
    days = _days(told)
    day = adopted or (known.dated if known else None)
    if day is None and not days:
        raise LibraryError(
            "文本里没有写明通过或者公布的日期；请用 --date 给出，如 --date 2022-05-13。",
            code=ErrorCode.LIBRARY_NO_DATE,
        )
    own = (known.dated, known.promulgated, known.approved) if known else (day,)
    if days and day and not set(days) & {each for each in own if each} and not anyway:
        raise LibraryError(
            f"给出的日期是 {day}，而文本的题注说它是 {'、'.join(map(str, days))} 的文本，因此没有写入；"
            "请核对日期，确实无误时请加 --anyway。",
            code=ErrorCode.LIBRARY_DATE_DIFFERS,
        )
    said = known.model_dump(exclude_unset=True) if known else {}
    if days and day and day not in days and anyway:
        # What the text tells then is not of this day.
        told = {}
    if known is None and day and day not in days:
        said["adopted"] = day
    return check_values("文本里写明的事项", {**told, **said}, VersionFacts)


@contextmanager
def alone_in_library(library: Path) -> Iterator[None]:
    """Be the only one that writes into a library; its folder is made if it is not there, and what a stopped program began is settled.

    Raises LibraryError, in one sentence, where another program writes for a long time or nothing can be written; then
    nothing is changed.
    """
    try:
        with alone_in(library, seconds=_SECONDS_TO_WAIT, keep_lock=True):
            yield
    except (ChangedError, LockedError, UnfinishedError, NotAFileError) as error:
        raise LibraryError(str(error), code=error.code) from None
    except OSError as error:
        raise LibraryError(
            f"写不进 {error.filename or library}：{reason_of(error)}；什么都没有改动。",
            code=ErrorCode.LIBRARY_DISK,
        ) from None


def _encoded(path: Path, text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise LibraryError(
            f"{path}：第 {error.start + 1} 个字符不是完整的字符，写不成 UTF-8，因此没有写入；请改正原文。",
            code=ErrorCode.FILE_ENCODING,
        ) from None


def _write(folder: Path, files: Mapping[str, bytes], read: Mapping[str, bytes | None]) -> None:
    """Write files into the folder of a work, which is made if it is not there, so that others of its group may write after us."""
    library, new = folder.parent, not folder.exists()
    with ensured(folder):
        if new:
            share_folder(folder, library)
        write_together(
            library,
            {f"{folder.name}/{name}": data for name, data in files.items()},
            read={f"{folder.name}/{name}": data for name, data in read.items()},
            shared=True,
        )
