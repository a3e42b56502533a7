"""Deciding which text of the national database is which version in the library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from regkit.codes import ErrorCode
from regkit.errors import LibraryError
from regkit.library import Library, Version, stated_facts
from regkit.model.tree import Statute
from regkit.official import IN_FORCE, OfficialEntry

# How far apart dates of the same version may be: a text is promulgated within weeks of its adoption (通过), or of its approval
# (批准) by a higher body.
SOON = timedelta(days=180)
_A_YEAR = timedelta(days=366)


def current(entries: Sequence[OfficialEntry]) -> OfficialEntry:
    """The entry that is in force; if there is none, the one promulgated last. `entries` must not be empty."""
    in_force = [entry for entry in entries if entry.status == IN_FORCE]
    return max(in_force or entries, key=lambda entry: str(entry.promulgated or ""))


def distance(entry: OfficialEntry, version: Version) -> timedelta:
    """The time between promulgation according to the database and the nearest date of a version (通过、批准、公布).

    SOON where either is not known.
    """
    days = [day for day in (version.adopted, version.facts.approved, version.facts.promulgated) if day]
    if entry.promulgated is None:
        return SOON
    return min((abs(entry.promulgated - day) for day in days), default=SOON)


def is_version(statute: Statute, entry: OfficialEntry, version: Version) -> bool:
    """Whether a text is that of a version, by the dates in its 题注 (note below the title)."""
    version_days = {version.adopted, version.facts.approved, version.facts.promulgated} - {None}
    stated_dates = stated_facts(statute)
    stated_days = {stated_dates.get(key) for key in ("adopted", "approved", "promulgated")} - {None}
    # A text that states no date is accepted on the database's word, if the dates are the same to the day.
    return bool(version_days & stated_days) if stated_days else entry.promulgated in version_days


def check_day(statute: Statute, entry: OfficialEntry) -> None:
    """Raise LibraryError if the latest date in the 题注 is more than a year away from the promulgation date in the database.

    The 题注 of many texts there goes no further than the first version.
    """
    stated_dates = stated_facts(statute)
    days = [stated_dates[key] for key in ("adopted", "approved", "promulgated") if key in stated_dates]
    if days and entry.promulgated and abs(entry.promulgated - max(days)) > _A_YEAR:
        raise LibraryError(
            f"题注只写到 {max(days)}，数据库说这个文本公布于 {entry.promulgated}，因此没有收录；"
            "请核对后用 regkit add 文件 --date 日期 --anyway 收录。",
            code=ErrorCode.LIBRARY_DATE_DIFFERS,
        )


def is_there(library: Library, name: str, statute: Statute, entry: OfficialEntry) -> bool:
    """Whether the library has this very text at a date of the same version; `name` is an id or a title."""
    stated_dates = stated_facts(statute)
    days = {
        stated_dates.get("adopted"),
        stated_dates.get("promulgated"),
        stated_dates.get("approved"),
        entry.promulgated,
    } - {None}
    identity = library.find_id(name)
    versions: Iterator[Version] = iter(library[identity].versions if identity else ())
    return any(
        version.statute == statute
        and days & {version.dated, version.facts.promulgated, version.facts.approved}
        for version in versions
    )
