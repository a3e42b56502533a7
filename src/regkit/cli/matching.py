"""Which text of the national database is which version of the library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from regkit.codes import ErrorCode
from regkit.errors import LibraryError
from regkit.library import Library, Version, facts_told
from regkit.model.tree import Statute
from regkit.official import IN_FORCE, OfficialEntry

# A text is promulgated within weeks of its adoption, or of its approval by a higher body.
SOON = timedelta(days=180)
_A_YEAR = timedelta(days=366)


def current(entries: Sequence[OfficialEntry]) -> OfficialEntry:
    """The version in force, or else the one promulgated last."""
    in_force = [entry for entry in entries if entry.status == IN_FORCE]
    return max(in_force or entries, key=lambda entry: str(entry.promulgated or ""))


def distance(entry: OfficialEntry, version: Version) -> timedelta:
    """How far the day that the database tells is from the nearest day of a version."""
    days = [day for day in (version.adopted, version.facts.approved, version.facts.promulgated) if day]
    if entry.promulgated is None:
        return SOON
    return min((abs(entry.promulgated - day) for day in days), default=SOON)


def is_version(statute: Statute, entry: OfficialEntry, version: Version) -> bool:
    """Whether a text is that of a version, by its own 题注."""
    own = {version.adopted, version.facts.approved, version.facts.promulgated} - {None}
    told = facts_told(statute)
    days = {told.get(key) for key in ("adopted", "approved", "promulgated")} - {None}
    # A text that says nothing of itself is believed to be what the database says, if that is the very day.
    return bool(own & days) if days else entry.promulgated in own


def check_day(statute: Statute, entry: OfficialEntry) -> None:
    """Raises LibraryError where 题注 tell only of an older version than the database means; many end with the first one."""
    told = facts_told(statute)
    days = [told[key] for key in ("adopted", "approved", "promulgated") if key in told]
    if days and entry.promulgated and abs(entry.promulgated - max(days)) > _A_YEAR:
        raise LibraryError(
            f"题注只写到 {max(days)}，数据库说这个文本公布于 {entry.promulgated}，因此没有收录；"
            "请核对后用 regkit add 文件 --date 日期 --anyway 收录。",
            code=ErrorCode.LIBRARY_DATE_DIFFERS,
        )


def is_there(library: Library, name: str, statute: Statute, entry: OfficialEntry) -> bool:
    """Whether the library has the very text at a day of the same version."""
    told = facts_told(statute)
    days = {told.get("adopted"), told.get("promulgated"), told.get("approved"), entry.promulgated} - {None}
    identity = library.find_id(name)
    versions: Iterator[Version] = iter(library[identity].versions if identity else ())
    return any(
        version.statute == statute
        and days & {version.dated, version.facts.promulgated, version.facts.approved}
        for version in versions
    )
