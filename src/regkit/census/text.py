"""The census of plain text and Markdown: every line of the file."""

from __future__ import annotations

from regkit.census.excerpts import Census, Excerpt, census_of
from regkit.text.whitespace import with_line_feeds

# The encodings that Chinese text has, each of which refuses bytes that it does not have, in the order of their strictness.
_ENCODINGS = ("utf-8-sig", "gb18030", "big5hkscs")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def count_text(data: bytes) -> Census:
    """The lines of a text file. Raises UnicodeError if its bytes are in no known encoding."""
    lines = with_line_feeds(decode_strictly(data)).split("\n")
    return census_of(
        (Excerpt(text=line, line=number) for number, line in enumerate(lines, start=1) if line),
        "逐行清点",
    )


def decode_strictly(data: bytes) -> str:
    """Bytes as text in the first encoding that has all of them. Raises UnicodeError if there is none."""
    if data.startswith(_UTF_16):
        return data.decode("utf-16")
    for encoding in _ENCODINGS[:-1]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode(_ENCODINGS[-1])
