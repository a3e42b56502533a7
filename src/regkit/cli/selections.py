"""Naming a text of the library, or a provision of it, on the command line: WORK, WORK@DATE, and an address after either."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from regkit.cli.printing import as_text
from regkit.errors import AddressError, ProvisionNotFoundError
from regkit.library import Libraries, Version, Work, today
from regkit.model.address import Address
from regkit.text.folding import folded_characters

_DATE_LENGTH = len("2022-05-13")


@dataclass(frozen=True)
class Selection:
    """A version of a work, and the address of one of its provisions, None for the whole text."""

    work: Work
    version: Version
    address: Address | None


def library_folders(given: tuple[Path, ...]) -> tuple[Path, ...]:
    """The folders of the library for commands that also take files: those given, or ``statutes`` if there is one."""
    return given or tuple(folder for folder in (Path("statutes"),) if folder.is_dir())


def find_selection(
    words: str, libraries: Libraries, today: date, *, with_text: bool = False
) -> Selection | None:
    """The version and the provision that some words name; None if they do not begin with an id or title of a work.

    Without a date it is the version in force today. With `with_text`, if that one does not exist or has no text, it is the
    last version that has one. Raises ClickException for a date or an address that is not there.
    """
    # Folding keeps the number of characters, and makes one name of （试行） and (试行).
    folded_words = folded_characters(words)
    for name in sorted(libraries.names, key=len, reverse=True):
        # Otherwise the words are a longer name of something else, such as a file that does not exist.
        if folded_words.startswith(folded_characters(name)) and words[len(name) : len(name) + 1] in (
            "",
            *"@/# 第附",
        ):
            return _read(words[len(name) :], libraries[name], today, with_text=with_text)
    return None


def require_selection(name: str, address: str | None, folders: tuple[Path, ...]) -> Selection:
    """Like `find_selection` with `with_text`. Raises ClickException if the library has no such work."""
    libraries = Libraries(folders)
    words = name if address is None else f"{name} {address}"
    selection = find_selection(words, libraries, today(), with_text=True)
    if selection is None:
        known = "、".join(sorted(libraries.ids)) or "（没有）"
        raise click.ClickException(f"法规库中没有“{as_text(name)}”；已有：{known}。")
    return selection


def _read(rest: str, work: Work, today: date, *, with_text: bool) -> Selection:
    """The version and the provision named by what follows the name of a work."""
    version = work.at(today)
    if with_text and (version is None or version.statute is None):
        version = next(
            (candidate for candidate in reversed(work.versions) if candidate.statute is not None), version
        )
    if rest.startswith("@"):
        day, rest = rest[1 : 1 + _DATE_LENGTH], rest[1 + _DATE_LENGTH :]
        version = next((candidate for candidate in work.versions if str(candidate.dated) == day), None)
        if version is None:
            known = "、".join(str(candidate.dated) for candidate in work.versions)
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
