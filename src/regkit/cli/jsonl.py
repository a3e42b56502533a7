"""Output for programs: one line of JSON for each thing."""

from __future__ import annotations

import sys

from regkit.cli.streams import write
from regkit.contracts.lines import JsonLine, to_json_line
from regkit.text.invisible import CONTROLS, DIRECTIONS, HIDDEN

# Within its strings, which is where JSON has any such character, this means the same.
_ESCAPED = {
    ord(each): "".join(f"\\u{unit:04x}" for unit in memoryview(each.encode("utf-16-le")).cast("H"))
    for each in CONTROLS + DIRECTIONS + HIDDEN
    if each > "\x1f"
}


def print_json(line: JsonLine) -> None:
    """Print one line of JSON, in UTF-8 whatever the terminal has. On a console, what is not seen is written as ``\\u202e``."""
    text = to_json_line(line)
    write((text.translate(_ESCAPED) if sys.stdout.isatty() else text).encode("utf-8") + b"\n")
