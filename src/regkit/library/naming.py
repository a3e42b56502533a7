"""Ids: what the folder of a work may be called, so that it is one and the same on every system and in every address."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterable

from regkit.codes import ErrorCode
from regkit.errors import LibraryError
from regkit.text.whitespace import without_whitespace

# What file systems allow, less what is put before and after it for a while.
_LONGEST_ID = 200
# https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file: these are devices there, whatever comes behind a dot.
_NUMBERED = tuple(f"{device}{number}" for device in ("com", "lpt") for number in "0123456789¹²³")
_DEVICES = frozenset(("con", "prn", "aux", "nul", "conin$", "conout$", "clock$", *_NUMBERED))


def same_everywhere(name: str) -> str:
    """What of a name all systems tell apart: neither its case nor how its characters are composed."""
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).casefold())


def check_id(name: str) -> None:
    """Raises LibraryError for what cannot be the name of the folder of a work."""
    if _is_device(name):
        raise LibraryError(
            f"“{name}”不能作法规文件夹的名称：它在 Windows 上是设备的名称；"
            "请改名，或者用 --work 给出一个，如 --work sme-promotion。",
            code=ErrorCode.LIBRARY_NAME,
        )
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
            "请改名，或者用 --work 给出一个，如 --work sme-promotion。",
            code=ErrorCode.LIBRARY_NAME,
        )


def check_new_id(name: str, there: Iterable[str]) -> None:
    """The same for a work that is not there yet, beside what is in the library: elsewhere the two must not become one."""
    check_id(name)
    if not unicodedata.is_normalized("NFC", name):
        raise LibraryError(
            f"“{name}”不能作法规文件夹的名称：其中的字有另一种编码，在别的系统上会变成另一个名称；"
            f"请用 --work {unicodedata.normalize('NFC', name)}。",
            code=ErrorCode.LIBRARY_NAME,
        )
    same = next((each for each in there if _are_one_elsewhere(each, name)), None)
    if same is not None:
        raise LibraryError(
            f"“{name}”与库中已有的“{same}”只有大小写或者编码不同，在别的系统上是同一个文件夹；"
            f"请用 --work {same}，或者换一个名称。",
            code=ErrorCode.LIBRARY_NAME,
        )


def check_ids_differ(names: Iterable[str]) -> None:
    """Raises LibraryError where two works of a library would be one folder on another system."""
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(same_everywhere(name), name)
        if other != name:
            raise LibraryError(
                f"“{other}”和“{name}”只有大小写或者编码不同，在别的系统上是同一个文件夹；请给其中一个改名。",
                code=ErrorCode.LIBRARY_NAME,
            )


def id_from_title(title: str, there: Iterable[str], free: Container[str]) -> str:
    """An id that nothing there has but what is free, named by a title as far as folders can be: signs become -."""
    signs = unicodedata.normalize("NFC", without_whitespace(title))
    words = "".join(each if each.isalnum() else "-" for each in signs).split("-")
    name = "-".join(filter(None, words)) or "work"
    while len(name.encode("utf-8", "replace")) > _LONGEST_ID - len("-99"):
        name = name[:-1]
    taken = {same_everywhere(each) for each in there if each not in free}
    shadowed = {same_everywhere(each): each for each in there if each in free}
    number = 1
    while True:
        candidate = name if number == 1 else f"{name}-{number}"
        key = same_everywhere(candidate)
        if not _is_device(candidate) and key not in taken and shadowed.get(key, candidate) == candidate:
            check_id(candidate)
            return candidate
        number += 1


def _is_device(name: str) -> bool:
    return name.partition(".")[0].rstrip().casefold() in _DEVICES


def _are_one_elsewhere(name: str, other: str) -> bool:
    return name != other and same_everywhere(name) == same_everywhere(other)
