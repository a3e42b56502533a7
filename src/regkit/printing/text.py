"""Plain text, as a page is printed."""

from __future__ import annotations

from regkit.model.page import Page
from regkit.model.tree import Statute
from regkit.printing.layout import as_page
from regkit.printing.lines import shown, to_lines


def to_text(document: Statute | Page) -> str:
    """The statute or page as plain text, a line for each printed line, ending with a line end.

    For a statute this is the canonical form: what was read, up to blanks. Removed runs are
    not printed.
    """
    lines = (shown(line.runs) for line in to_lines(as_page(document).blocks))
    return "\n".join(filter(None, lines)) + "\n"
