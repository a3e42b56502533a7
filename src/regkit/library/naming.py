"""Ids of works: names of folders that mean the same folder on every system and in every web address."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterable

from regkit.codes import ErrorCode
from regkit.errors import LibraryError
from regkit.text.whitespace import without_whitespace

# In bytes of UTF-8: the limit of file systems (255) less the affixes of temporary names.
_LONGEST_ID = 200
# https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file: on Windows these are devices, also with a suffix.
_NUMBERED = tuple(f"{device}{number}" for device in ("com", "lpt") for number in "0123456789¹²³")
_DEVICES = frozenset(("con", "prn", "aux", "nul", "conin$", "conout$", "clock$", *_NUMBERED))


def same_everywhere(name: str) -> str:
    """A key that is equal for names that some system treats as equal: it ignores case and Unicode composition."""
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).casefold())


def check_id(name: str) -> None:
    """Raise LibraryError if a name cannot be the id, and thus the folder, of a work."""
    if _is_device(name):
        raise LibraryError(
            f"“{name}”不能作法规文件夹的名称：它在 Windows 上是设备的名称；"
            "请改名，或者用 --work 给出一个，如 --work sme-promotion。",
            code=ErrorCode.LIBRARY_NAME,
        )
    # The id becomes part of web addresses, and must mean the same folder on every system.
    if (
        not name
        or name.startswith(".")
        or name.endswith(".")
        or len(name.encode("utf-8", "replace")) > _LONGEST_ID
        or not all(character.isalnum() or character in "-_." for character in name)
    ):
        shown = "".join(character if character.isprintable() else "\ufffd" for character in name)
        raise LibraryError(
            f"“{shown}”不能作法规文件夹的名称：只能由文字、数字和 - _ . 组成，不超过 {_LONGEST_ID} 个字节，首尾不能是点；"
            "请改名，或者用 --work 给出一个，如 --work sme-promotion。",
            code=ErrorCode.LIBRARY_NAME,
        )


def check_new_id(name: str, there: Iterable[str]) -> None:
    """Raise LibraryError if a name cannot be the id of a new work in a library.

    `there` holds the names in the library. The new name must differ from each of them on every system, not only
    on this one.
    """
    check_id(name)
    if not unicodedata.is_normalized("NFC", name):
        raise LibraryError(
            f"“{name}”不能作法规文件夹的名称：其中的字有另一种编码，在别的系统上会变成另一个名称；"
            f"请用 --work {unicodedata.normalize('NFC', name)}。",
            code=ErrorCode.LIBRARY_NAME,
        )
    same = next((other for other in there if _collide_elsewhere(other, name)), None)
    if same is not None:
        raise LibraryError(
            f"“{name}”与库中已有的“{same}”只有大小写或者编码不同，在别的系统上是同一个文件夹；"
            f"请用 --work {same}，或者换一个名称。",
            code=ErrorCode.LIBRARY_NAME,
        )


def check_ids_differ(names: Iterable[str]) -> None:
    """Raise LibraryError if two works of a library would be the same folder on another system."""
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(same_everywhere(name), name)
        if other != name:
            raise LibraryError(
                f"“{other}”和“{name}”只有大小写或者编码不同，在别的系统上是同一个文件夹；请给其中一个改名。",
                code=ErrorCode.LIBRARY_NAME,
            )


def id_from_title(title: str, there: Iterable[str], free: Container[str]) -> str:
    """An unused id made from a title: characters that folders cannot have become -, and a number is added if necessary.

    `there` holds the names in the library, and `free` those among them that may be used again.
    """
    characters = unicodedata.normalize("NFC", without_whitespace(title))
    words = "".join(character if character.isalnum() else "-" for character in characters).split("-")
    name = "-".join(filter(None, words)) or "work"
    while len(name.encode("utf-8", "replace")) > _LONGEST_ID - len("-99"):
        name = name[:-1]
    taken = {same_everywhere(other) for other in there if other not in free}
    reusable = {same_everywhere(other): other for other in there if other in free}
    number = 1
    while True:
        candidate = name if number == 1 else f"{name}-{number}"
        key = same_everywhere(candidate)
        if not _is_device(candidate) and key not in taken and reusable.get(key, candidate) == candidate:
            check_id(candidate)
            return candidate
        number += 1


def _is_device(name: str) -> bool:
    return name.partition(".")[0].rstrip().casefold() in _DEVICES


def _collide_elsewhere(name: str, other: str) -> bool:
    """Whether two different names would be the same folder on another system."""
    return name != other and same_everywhere(name) == same_everywhere(other)
