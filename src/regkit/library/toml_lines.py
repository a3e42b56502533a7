"""The line numbers of the values in a TOML file, for error messages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

KeyPath = tuple[int | str, ...]
"""The path to a value: keys of tables, and indexes from 0 in lists."""
# A value that takes several lines is parsed again with each further line. This limits the characters parsed.
_MOST_PARSED = 8 * 1024 * 1024


def lines_of(text: str) -> dict[KeyPath, int]:
    """The line, from 1, on which each value of a valid TOML file, or the list or table around it, begins.

    If many values take many lines, only the beginning of the file is covered.
    """
    lines: dict[KeyPath, int] = {}
    # The number of tables in each [[list]] so far.
    lengths: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for line, values, is_header in _statements(text):
        if not is_header:
            for key_path in _key_paths(values, table):
                lines.setdefault(key_path, line)
            continue
        table = ()
        value: Any = values
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
    """Yield each header and each key with its value: its first line, its contents parsed alone, and whether it is a header."""
    first_line = 1
    pending = ""
    parsed = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if not pending:
            first_line = number
        pending += f"{line}\n"
        parsed += len(pending)
        if parsed > _MOST_PARSED:
            return
        try:
            values = tomllib.loads(pending)
        except (tomllib.TOMLDecodeError, RecursionError, ValueError):
            # A value that is not complete yet.
            continue
        if values:
            yield first_line, values, pending.lstrip().startswith("[")
        pending = ""


def _key_paths(values: Any, above: KeyPath) -> Iterator[KeyPath]:
    """Yield the path of every value below `values`, whose own path is `above`."""
    waiting = [(values, above)]
    while waiting:
        value, key_path = waiting.pop()
        children = value.items() if isinstance(value, dict) else enumerate(value)
        for key, child in children:
            yield (*key_path, key)
            if isinstance(child, dict | list):
                waiting.append((child, (*key_path, key)))
