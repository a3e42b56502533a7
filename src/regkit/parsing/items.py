"""Items or 目 by themselves, without the 款 that leads them in and from whatever number they begin."""

from __future__ import annotations

from collections.abc import Sequence

from regkit.model.tree import Paragraph
from regkit.parsing.builders import Draft
from regkit.parsing.kinds import LineKind, ParsedLine
from regkit.parsing.paragraphs import ParagraphReader
from regkit.parsing.reports import Reports


class _ListReader(ParagraphReader):
    """Reads lines that are all part of a list, so that no 款 can begin below it."""

    def read(self) -> tuple[Paragraph, ...]:
        first = self.lines[0]
        self.append_paragraph("", first)
        before = first.number.before
        if before.value:
            # As if the one before it had just been read.
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

    def counts(self, line: ParsedLine, index: int) -> bool:
        return index == 0 or super().counts(line, index)

    def warn_of_open_end(self, line: ParsedLine) -> None:
        """There is nothing to warn of: the text that follows stays with its item."""


def read_items(lines: Sequence[ParsedLine], reports: Reports) -> tuple[Paragraph, ...]:
    """The items or 目 of some lines, the first of which has a label, in a 款 without words; in one more wherever numbers begin anew."""
    return _ListReader(lines, 0, reports, []).read()
