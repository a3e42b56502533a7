"""Read items or subitems without the paragraph that introduces them. Their numbering may begin anywhere.

Used by `fragments`.
"""

from __future__ import annotations

from collections.abc import Sequence

from regkit.model.tree import Paragraph
from regkit.parsing.builders import Draft
from regkit.parsing.kinds import LineKind, ParsedLine
from regkit.parsing.paragraphs import ParagraphReader
from regkit.parsing.reports import Reports


class _ListReader(ParagraphReader):
    """Reads lines that are all part of one list, so that no paragraph can begin below it."""

    def read(self) -> tuple[Paragraph, ...]:
        first = self.lines[0]
        self.append_paragraph("", first)
        before = first.number.before
        if before.value:
            # Pretend that the item before it has just been read.
            draft = Draft(before, None, "", first.style, False, 0)
            if first.kind is LineKind.SUBITEM:
                self.subitems = [draft]
            else:
                self.item = draft
        return super().read()

    def begin_paragraph(self, text: str, line: ParsedLine, index: int) -> None:
        if text and self.holder:
            self.add_line(text, self.holder)
        else:
            super().begin_paragraph(text, line, index)

    def is_item_label(self, line: ParsedLine, index: int) -> bool:
        return index == 0 or super().is_item_label(line, index)

    def report_open_end(self, line: ParsedLine) -> None:
        """Report nothing, because text below an item stays in that item."""


def read_items(lines: Sequence[ParsedLine], reports: Reports) -> tuple[Paragraph, ...]:
    """The items or subitems of the lines, inside paragraphs without text.

    The first line must have a label. Another paragraph begins wherever the numbering begins with 1 again.
    """
    return _ListReader(lines, 0, reports, []).read()
