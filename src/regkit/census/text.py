"""The census of plain text and Markdown: every line of the file."""

from __future__ import annotations

from regkit.census.encodings import decode_strictly
from regkit.census.excerpts import Census, Excerpt, census_of
from regkit.text.whitespace import with_line_feeds


def count_text(data: bytes) -> Census:
    """The lines of a text file. Raises UnicodeError if its bytes are in no known encoding."""
    lines = with_line_feeds(decode_strictly(data)).split("\n")
    return census_of(
        (Excerpt(text=line, line=number) for number, line in enumerate(lines, start=1) if line),
        "逐行清点",
    )
