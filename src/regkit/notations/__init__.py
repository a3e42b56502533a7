"""Notations of a statute: the tables of readers, by notation, and of writers, by the suffix of the file name."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable
from pathlib import PurePosixPath

from regkit.model.tree import Statute
from regkit.notations.akn.meta import Identity
from regkit.notations.html.mhtml import is_mhtml
from regkit.notations.html.reading import from_html
from regkit.notations.markdown.reading import read_markdown, read_plain
from regkit.notations.markdown.writing import to_markdown
from regkit.notations.recognition import Notation
from regkit.notations.source import Source, TreeSource
from regkit.notations.text.reading import decode
from regkit.notations.word.reading import from_docx
from regkit.printing.text import to_text

_PAGES = (".htm", ".html", ".xhtml")


def _from_text(data: bytes) -> Source:
    return Source(decode(data), ())


def _from_word(data: bytes) -> Source:
    return from_docx(data, _read_embedded)


def _read_embedded(name: str, data: bytes) -> Source | None:
    """The text of a file that a Word file shows as part of its own; None for a kind that it cannot be read in there."""
    suffix = PurePosixPath(name).suffix.lower()
    if data.startswith(b"PK"):
        # What is embedded in turn is not read but named, so that no file can contain itself without end.
        return from_docx(data)
    is_markup = data.removeprefix(BOM_UTF8).lstrip().startswith(b"<") and suffix != ".xml"
    if suffix in _PAGES or is_markup or is_mhtml(data):
        return from_html(data)
    return _from_text(data) if suffix == ".txt" else None


def _to_html(statute: Statute) -> bytes:
    from regkit.notations.html.writing import to_html  # noqa: PLC0415 - slow to import, seldom needed

    return to_html(statute).encode("utf-8")


def _to_word(statute: Statute) -> bytes:
    from regkit.notations.word.writing import to_word  # noqa: PLC0415 - slow to import, seldom needed

    return to_word(statute)


def write_akn(statute: Statute, identity: Identity | None = None) -> bytes:
    """The statute as an Akoma Ntoso file; see `to_akn` for `identity`."""
    from regkit.notations.akn.writing import to_akn  # noqa: PLC0415 - slow to import, seldom needed

    return to_akn(statute, identity).encode("utf-8")


def _from_akn(data: bytes) -> TreeSource:
    from regkit.notations.akn.reading import read_akn  # noqa: PLC0415 - slow to import, seldom needed

    return read_akn(data)


def _to_json(statute: Statute) -> bytes:
    from regkit.notations.json.writing import to_json  # noqa: PLC0415 - slow to import, seldom needed

    return to_json(statute).encode("utf-8")


def _from_json(data: bytes) -> TreeSource:
    from regkit.notations.json.reading import from_json  # noqa: PLC0415 - slow to import, seldom needed

    return TreeSource(from_json(data))


def _from_pdf(data: bytes) -> Source:
    from regkit.notations.pdf.reading import from_pdf  # noqa: PLC0415 - slow to import, seldom needed

    return from_pdf(data)


READERS: dict[Notation, Callable[[bytes], Source]] = {
    Notation.TEXT: _from_text,
    Notation.MARKDOWN: read_markdown,
    Notation.HTML: from_html,
    Notation.WORD: _from_word,
    # Unless they were converted, these old formats are refused with a sentence that says what to do.
    Notation.OLD_WORD: _from_word,
    Notation.PDF: _from_pdf,
}
"""Readers that produce plain text, which is then parsed."""
QUICK_READERS: dict[Notation, Callable[[bytes], Source | None]] = {
    Notation.MARKDOWN: read_plain,
}
"""Readers of the usual form of a file, for those who need its text only: they do not say how it departs from the file."""
TREE_READERS: dict[Notation, Callable[[bytes], TreeSource]] = {
    Notation.AKN: _from_akn,
    Notation.JSON: _from_json,
}
"""Readers of files that contain the tree, so that nothing is parsed."""
WRITERS: dict[str, Callable[[Statute], bytes]] = {
    ".txt": lambda statute: to_text(statute).encode("utf-8"),
    ".docx": _to_word,
    ".html": _to_html,
    ".md": lambda statute: to_markdown(statute, anchors=False).encode("utf-8"),
    ".xml": write_akn,
    ".json": _to_json,
}
"""Writers of files that read back as the same statute."""
