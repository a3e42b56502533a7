"""The same promises, guided by coverage: make fuzz SECONDS=3600 ends with it.

A text is the input bytes as UTF-8, so that people can read the corpus and the dictionary. Three line feeds in a row separate a
second text, to compare the first one with.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from zlib import crc32

import atheris

with atheris.instrument_imports(include=["regkit"]):
    from tests.fuzzing.promises import PROMISES

from tests.fuzzing.drawing import EVERY, PARTING
from tests.strategies import FRAGMENTS

SECONDS_FOR_ONE_TEXT = 10


def hold(data: bytes) -> None:
    """Hold one text to the promises that apply to it; a broken promise raises, and the fuzzer keeps the bytes."""
    text, _, other = data.decode("utf-8", "ignore").partition(PARTING)
    number = crc32(data)
    for promise, step in EVERY.items():
        if number % step == 0:
            PROMISES[promise](text, other or text[::-1])


def write_dictionary(file: Path) -> None:
    """Write the fragments in the fuzzer's format, with every byte as a hexadecimal escape."""
    entries = ["".join(f"\\x{byte:02x}" for byte in fragment.encode()) for fragment in FRAGMENTS]
    file.write_text("".join(f'"{entry}"\n' for entry in entries), encoding="ascii")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        dictionary = Path(folder, "dictionary")
        write_dictionary(dictionary)
        options = [f"-dict={dictionary}", f"-timeout={SECONDS_FOR_ONE_TEXT}", "-print_final_stats=1"]
        atheris.Setup([*sys.argv, *options], hold)
        atheris.Fuzz()
