"""What is known of the elements of a web page that have begun but not ended."""

from __future__ import annotations

import msgspec

from regkit.notations.html.styles import Ink
from regkit.notations.html.tables import HtmlTable


class OpenList(msgspec.Struct):
    """An open list: whether it numbers its items, unless their own style says otherwise, and whether that was reported."""

    numbered: bool
    reported: bool = False


class OpenElement(msgspec.Struct):
    """An element that has begun but not ended."""

    tag: str
    block: bool
    preformatted: bool
    ink: Ink
    shifted: bool = False
    struck: bool = False
    link: bool = False
    download: bool = False
    part: bool = False
    # How many elements began directly in it.
    children: int = 0
    table: HtmlTable | None = None
    # Only for a cell: its table, and how many columns and rows it spans.
    cell_of: HtmlTable | None = None
    columns: int = 1
    height: int = 1


class UnreadElement(msgspec.Struct):
    """An element whose words are not read as text, with all that stands in it. `depth` counts the open elements in it and itself."""

    tag: str
    kind: str
    block: bool
    depth: int = 1
    # Whether a script or style sheet is open in it, or it is one.
    program: bool = False
    # Whether a block began or ended since its last words.
    gap: bool = False
