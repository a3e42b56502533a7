"""The two tables of formats: what can be read and what can be written, by suffix of the file name."""

from __future__ import annotations

from collections.abc import Callable

from regkit.formats.docx import from_docx
from regkit.formats.html import from_html
from regkit.formats.markdown import from_markdown
from regkit.formats.source import Source
from regkit.formats.text import decode, to_text
from regkit.model.tree import Statute


def _from_text(data: bytes) -> Source:
    return Source(decode(data), ())


def _from_markdown(data: bytes) -> Source:
    return Source(from_markdown(decode(data)), ())


# Every reader makes plain text, and all text ends in the same parser.
READERS: dict[str, Callable[[bytes], Source]] = {
    ".txt": _from_text,
    ".md": _from_markdown,
    ".docx": from_docx,
    # Older Word files are refused with a sentence that says what to do.
    ".doc": from_docx,
    ".wps": from_docx,
    ".html": from_html,
    ".htm": from_html,
}
# What is written reads back as the same law; pages for the web (to_markdown) do not, and are not here.
WRITERS: dict[str, Callable[[Statute], str]] = {".txt": to_text}
