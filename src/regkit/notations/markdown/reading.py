"""Markdown: reads a statute kept as Markdown."""

from __future__ import annotations

from regkit.arguments import require
from regkit.notations.markdown.grammar import LINE_MARK, MARKDOWN_COMMENT, MARKDOWN_HEADING
from regkit.notations.markdown.lines import read_lines
from regkit.notations.source import Source
from regkit.notations.text.reading import decode
from regkit.text.whitespace import with_line_feeds

# Characters with which markup within a line begins; looking for each is many times faster than looking for a pattern.
_MARKS = "#*_~`\\&[${<|"


def from_markdown(text: str) -> str:
    """The plain text of a statute in Markdown, without its markup.

    Marks of headings, lists, quotations and emphasis, comments, addresses of links and tags of HTML are no words
    of the law; each row of a table is a line with tabs between its cells. What only looks like markup, such as <选举法> or the star
    in 3*4, is. `regkit.load` reports what is not in the text: pictures, struck-out words, footnotes.

    The lines are those of the file, except where ``<br>`` or a table of HTML makes others.
    """
    require(text, str, "from_markdown", "text", "regkit.load() reads a file")
    plain = _without_headings(text)
    if not _has_markup(plain):
        return plain
    return "\n".join(line.text for line in read_lines(with_line_feeds(text).split("\n")).lines)


def read_markdown(data: bytes) -> Source:
    """The text of a file in Markdown, with everything in which it departs from the file."""
    return read_lines(with_line_feeds(decode(data)).split("\n")).source()


def read_plain(data: bytes) -> Source | None:
    """The text of a file whose only markup is headings and comments, as nearly all have; None for any other.

    It is read many times faster than by `read_markdown`, but where it departs from the file is not said.
    """
    text = decode(data)
    plain = _without_headings(text)
    return None if _has_markup(plain) else Source(plain, ())


def _without_headings(text: str) -> str:
    """A text without the marks of headings and without comments on one line."""
    plain = MARKDOWN_HEADING.sub("", text)
    return MARKDOWN_COMMENT.sub("", plain) if "<" in plain else plain


def _has_markup(text: str) -> bool:
    """Whether a text without headings and comments may hold other markup."""
    return any(mark in text for mark in _MARKS) or LINE_MARK.search(f"\n{text}") is not None
