"""A page as plain text."""

from __future__ import annotations

from regkit.model.page import Page
from regkit.model.tree import Statute
from regkit.printing.layout import as_page
from regkit.printing.lines import shown, to_lines


def to_text(document: Statute | Page) -> str:
    """The statute or page as plain text: printed lines, each ended by a line feed.

    For a statute this equals the text that was read, except for whitespace. Removed runs of a page are not printed.
    """
    lines = (shown(line.runs) for line in to_lines(as_page(document).blocks))
    return "\n".join(filter(None, lines)) + "\n"
