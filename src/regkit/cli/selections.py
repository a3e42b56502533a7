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

    Without a date it is the version in force today, or the latest that may be in force if that is not certain. With `with_text`, if that one does not exist or has no text, it is the
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


def _names(words: str, name: str) -> bool:
    """Whether words begin with the name of a version, and not with a longer one."""
    return words.startswith(name) and words[len(name) : len(name) + 1] in ("", *"/# 第附")


def _version_in(rest: str) -> str:
    """What follows @ and should be the name of a version, for messages."""
    return rest[1 : 1 + len("2018-09-20-2")].split("/", maxsplit=1)[0].split("#", maxsplit=1)[0].strip()


def _read(rest: str, work: Work, today: date, *, with_text: bool) -> Selection:
    """The version and the provision named by what follows the name of a work."""
    state = work.state(today)
    version = work.perhaps_at(today)
    if with_text and (version is None or version.statute is None):
        version = next(
            (candidate for candidate in reversed(work.versions) if candidate.statute is not None), version
        )
    if rest.startswith("@"):
        # The longest name first: 2018-09-20-2 begins with 2018-09-20.
        named = sorted(work.versions, key=lambda candidate: len(candidate.name), reverse=True)
        version = next((candidate for candidate in named if _names(rest[1:], candidate.name)), None)
        if version is None:
            known = "、".join(candidate.name for candidate in work.versions)
            raise click.ClickException(f"{work.title}没有 {_version_in(rest)} 的文本；已有：{known}。")
        rest = rest[1 + len(version.name) :]
    if version is None:
        raise click.ClickException(f"{state}请写明版本，如 {work.id}@{work.versions[-1].name}。")
    rest = rest.lstrip("/# ")
    if not rest:
        return Selection(work, version, None)
    try:
        address = Address.parse(rest)
        return Selection(work, version, version.statute.locate(address)[0] if version.statute else address)
    except (AddressError, ProvisionNotFoundError) as error:
        raise click.ClickException(str(error)) from None
