"""How people name a place in the library on the command line: WORK, WORK@DATE, and an address after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from regkit.cli.printing import as_text
from regkit.errors import AddressError, ProvisionNotFoundError
from regkit.library import Libraries, Version, Work, today
from regkit.model.address import Address
from regkit.text.folding import folded_signs

_DATE = len("2022-05-13")


@dataclass(frozen=True)
class Selection:
    """A version of a work, or a provision of it."""

    work: Work
    version: Version
    address: Address | None


def find_selection(
    words: str, libraries: Libraries, today: date, *, with_text: bool = False
) -> Selection | None:
    """The place that some words name; None if they begin with no work's id or title.

    Without a date it is the version in force on the day, or, `with_text`, the last text where that has none. A wrong date or
    address is an error of the command line.
    """
    # As many signs as before, each in one width and form, so that （试行） and (试行) are one name.
    asked = folded_signs(words)
    for name in sorted(libraries.names, key=len, reverse=True):
        # What goes on otherwise is the name of something else, such as a file that is not there.
        if asked.startswith(folded_signs(name)) and words[len(name) : len(name) + 1] in ("", *"@/# 第附"):
            return _read(words[len(name) :], libraries[name], today, with_text=with_text)
    return None


def require_selection(name: str, address: str | None, folders: tuple[Path, ...]) -> Selection:
    """The version and the provision that are asked for: of the text in force, or else of the last that there is."""
    libraries = Libraries(folders)
    words = name if address is None else f"{name} {address}"
    selection = find_selection(words, libraries, today(), with_text=True)
    if selection is None:
        known = "、".join(sorted(libraries.ids)) or "（没有）"
        raise click.ClickException(f"法规库中没有“{as_text(name)}”；已有：{known}。")
    return selection


def _read(rest: str, work: Work, today: date, *, with_text: bool) -> Selection:
    version = work.at(today)
    if with_text and (version is None or version.statute is None):
        version = next((each for each in reversed(work.versions) if each.statute is not None), version)
    if rest.startswith("@"):
        day, rest = rest[1 : 1 + _DATE], rest[1 + _DATE :]
        version = next((each for each in work.versions if str(each.dated) == day), None)
        if version is None:
            known = "、".join(str(each.dated) for each in work.versions)
            raise click.ClickException(f"{work.title}没有 {day} 通过的文本；已有：{known}。")
    if version is None:
        raise click.ClickException(
            f"{work.title}在 {today} 没有施行的文本；请写明版本，如 {work.id}@{work.versions[-1].dated}。"
        )
    rest = rest.lstrip("/# ")
    if not rest:
        return Selection(work, version, None)
    try:
        address = Address.parse(rest)
        return Selection(work, version, version.statute.locate(address)[0] if version.statute else address)
    except (AddressError, ProvisionNotFoundError) as error:
        raise click.ClickException(str(error)) from None
