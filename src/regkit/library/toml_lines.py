"""The lines of a TOML file on which its values begin."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

KeyPath = tuple[int | str, ...]
"""Where a value stands: keys, and numbers from 0 in lists."""
# What takes several lines is read again with each of them; lines are not worth more than this.
_MOST_READ = 8 * 1024 * 1024


def lines_of(text: str) -> dict[KeyPath, int]:
    """For each value of a file that is TOML the line, counted from 1, on which it begins, or the list or table that it is written in.

    Of a file in which very much takes several lines only the beginning is told.
    """
    lines: dict[KeyPath, int] = {}
    # How many tables each [[list]] has so far.
    lengths: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for line, said, is_header in _statements(text):
        if not is_header:
            for key_path in _key_paths(said, table):
                lines.setdefault(key_path, line)
            continue
        table = ()
        value: Any = said
        while value:
            if isinstance(value, list):
                lengths[table] = lengths.get(table, 0) + 1
                value = value[0]
            else:
                ((key, value),) = value.items()
                table += (key,)
                lines.setdefault(table, line)
            if table in lengths and not isinstance(value, list):
                table += (lengths[table] - 1,)
                lines.setdefault(table, line)
    return lines


def _statements(text: str) -> Iterator[tuple[int, dict[str, Any], bool]]:
    """Each header and each key with its value: its line, what it says by itself, and whether it is a header."""
    begin = 1
    pending = ""
    read = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if not pending:
            begin = number
        pending += f"{line}\n"
        read += len(pending)
        if read > _MOST_READ:
            return
        try:
            said = tomllib.loads(pending)
        except (tomllib.TOMLDecodeError, RecursionError, ValueError):
            # In the middle of something that takes several lines.
            continue
        if said:
            yield begin, said, pending.lstrip().startswith("[")
        pending = ""


def _key_paths(said: Any, above: KeyPath) -> Iterator[KeyPath]:
    waiting = [(said, above)]
    while waiting:
        value, key_path = waiting.pop()
        inside = value.items() if isinstance(value, dict) else enumerate(value)
        for key, each in inside:
            yield (*key_path, key)
            if isinstance(each, dict | list):
                waiting.append((each, (*key_path, key)))
