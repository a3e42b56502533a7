"""The two tables of formats: what can be read and what can be written, by suffix of the file name."""

from __future__ import annotations

from collections.abc import Callable

from regkit.formats.markdown import from_markdown
from regkit.formats.text import decode, to_text
from regkit.model.tree import Statute
from regkit.parsing import parse


def _read_text(data: bytes) -> Statute:
    return parse(decode(data))


def _read_markdown(data: bytes) -> Statute:
    return parse(from_markdown(decode(data)))


# Everything that is text ends in the same parser.
READERS: dict[str, Callable[[bytes], Statute]] = {".txt": _read_text, ".md": _read_markdown}
# What is written reads back as the same law; pages for the web (to_markdown) do not, and are not here.
WRITERS: dict[str, Callable[[Statute], str]] = {".txt": to_text}
