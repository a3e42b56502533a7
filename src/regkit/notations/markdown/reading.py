"""Markdown: reads a statute kept as Markdown."""

from __future__ import annotations

from regkit.arguments import require
from regkit.notations.markdown.grammar import LINE_MARK, MARKDOWN_COMMENT, MARKDOWN_HEADING, TAG_START
from regkit.notations.markdown.lines import read_lines
from regkit.notations.source import Source
from regkit.notations.text.reading import decode
from regkit.text.whitespace import with_line_feeds

# With these, markup within a line begins; looking for each is many times faster than looking for a pattern.
_MARKS = (*"*_~`\\&[${|^+", "==", "%%")
_BYTES_OF_MARKS = tuple(mark.encode("ascii") for mark in _MARKS)


def from_markdown(text: str) -> str:
    """The plain text of a statute in Markdown, without its markup.

    Marks of headings, lists, quotations and emphasis, comments, addresses of links and tags of HTML are no words
    of the law; each row of a table is a line with tabs between its cells. What only looks like markup, such as <选举法> or the star
    in 3*4, is. `regkit.load` reports what is not in the text: pictures, struck-out words, footnotes.

    The lines are those of the file, except where ``<br>`` or a table of HTML makes others.
    """
    require(text, str, "from_markdown", "text", "regkit.load() reads a file")
    if not any(mark in text for mark in _MARKS) and (plain := _without_headings(text)) is not None:
        return plain
    return "\n".join(line.text for line in read_lines(with_line_feeds(text).split("\n")).lines)


def read_markdown(data: bytes) -> Source:
    """The text of a file in Markdown, with everything in which it departs from the file."""
    return read_lines(with_line_feeds(decode(data)).split("\n")).source()


def read_plain(data: bytes) -> Source | None:
    """The text of a file whose only markup is headings and comments, as nearly all have; None for any other.

    It is read many times faster than by `read_markdown`, but where it departs from the file is not said.
    """
    # In bytes, that is faster still, and before decoding; in no encoding is one of these marks written without its byte.
    if any(mark in data for mark in _BYTES_OF_MARKS):
        return None
    plain = _without_headings(decode(data))
    return None if plain is None else Source(plain, ())


def _without_headings(text: str) -> str | None:
    """A text without the marks of headings and without comments on one line; None if it may hold other markup of lines."""
    plain = MARKDOWN_HEADING.sub("", with_line_feeds(text))
    if "<" in plain:
        plain = MARKDOWN_COMMENT.sub("", plain)
    return None if TAG_START.search(plain) or "#" in plain or LINE_MARK.search(f"\n{plain}") else plain
