"""Markdown: reads a statute kept as Markdown."""

from __future__ import annotations

from regkit.arguments import require
from regkit.notations.markdown.grammar import (
    MARKDOWN_COMMENT,
    MARKDOWN_ESCAPE,
    MARKDOWN_HEADING,
    MARKDOWN_STRONG,
)


def from_markdown(text: str) -> str:
    """The plain text of a statute in Markdown, with the same lines.

    Heading marks, comments, strong emphasis and the backslashes of escapes are removed as markup; everything else is taken
    for words of the law.
    """
    require(text, str, "from_markdown", "text", "regkit.load() reads a file")
    plain = MARKDOWN_HEADING.sub("", text)
    # Looking for one character first is many times faster than looking for two, or for a pattern.
    if "<" in plain:
        plain = MARKDOWN_COMMENT.sub("", plain)
    if "*" in plain and "**" in plain:
        plain = MARKDOWN_STRONG.sub(r"\g<words>", plain)
    return MARKDOWN_ESCAPE.sub(r"\g<sign>", plain) if "\\" in plain else plain
