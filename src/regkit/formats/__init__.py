"""The two tables of formats: what can be read and what can be written, by suffix of the file name."""

from __future__ import annotations

from collections.abc import Callable

from regkit.formats.docx import from_docx
from regkit.formats.html import from_html
from regkit.formats.html_file import to_html
from regkit.formats.markdown import from_markdown
from regkit.formats.markdown_file import to_markdown_file
from regkit.formats.source import Source
from regkit.formats.text import decode, to_text
from regkit.model.tree import Statute


def _from_text(data: bytes) -> Source:
    return Source(decode(data), ())


def _from_markdown(data: bytes) -> Source:
    return Source(from_markdown(decode(data)), ())


def _to_word(statute: Statute) -> bytes:
    # python-docx takes long to load, and few commands write Word files.
    from regkit.formats.word import to_word  # noqa: PLC0415

    return to_word(statute)


# Every reader makes plain text, and all text ends in the same parser.
READERS: dict[str, Callable[[bytes], Source]] = {
    ".txt": _from_text,
    ".md": _from_markdown,
    ".docx": from_docx,
    # Older files are refused with a sentence that says what to do, unless somebody converts them before.
    ".doc": from_docx,
    ".wps": from_docx,
    ".rtf": from_docx,
    ".html": from_html,
    ".htm": from_html,
}
# What is written reads back as the same law; pages for the web (to_markdown) do not, and are not here.
WRITERS: dict[str, Callable[[Statute], bytes]] = {
    ".txt": lambda statute: to_text(statute).encode("utf-8"),
    ".docx": _to_word,
    ".html": lambda statute: to_html(statute).encode("utf-8"),
    ".md": lambda statute: to_markdown_file(statute).encode("utf-8"),
}
