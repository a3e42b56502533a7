"""Output for programs: one line of JSON per item."""

from __future__ import annotations

import sys

from regkit.cli.streams import write
from regkit.contracts.lines import JsonLine, to_json_line
from regkit.text.invisible import CONTROLS, DIRECTIONS, HIDDEN

# Invisible characters occur in JSON only inside strings, where an escape means the same.
_ESCAPED = {
    ord(character): "".join(f"\\u{unit:04x}" for unit in memoryview(character.encode("utf-16-le")).cast("H"))
    for character in CONTROLS + DIRECTIONS + HIDDEN
    if character > "\x1f"
}


def print_json(line: JsonLine) -> None:
    """Print one line of JSON in UTF-8, whatever the encoding of the terminal.

    On a terminal, invisible characters are escaped, like ``\\u202e``.
    """
    text = to_json_line(line)
    write((text.translate(_ESCAPED) if sys.stdout.isatty() else text).encode("utf-8") + b"\n")
