"""The lines of a web page, each with what the page says of it: whether it is a heading, a link, or in a part beside the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from regkit.model.departures import DUPLICATE, METADATA, REPLACED
from regkit.notations.flow import Cell, Flow, ReadingBudget, SourceLine
from regkit.notations.source import ATTACHMENT, FURNITURE, signs_in

# Files that can be downloaded are annexes (附件) more often than they lead to other pages.
_FILES = (
    ".doc", ".docx", ".wps", ".pdf", ".ofd", ".xls", ".xlsx", ".et", ".ppt", ".pptx", ".jpg", ".jpeg", ".png", ".tif",
    ".zip", ".rar", ".7z", ".txt", ".rtf",
)  # fmt: skip
# Departures that belong to no line of the text.
_OF_THE_PAGE = frozenset((DUPLICATE, FURNITURE, METADATA))


class WebLine(SourceLine, frozen=True, gc=False):
    """A line of a web page.

    `linked` counts the signs that lead to other pages, `downloads` says whether some lead to a file, `heading` is
    the h1 to h6 in which the line stands, and `part` the number of the element beside the text (nav, footer) in
    which it stands, 0 if there is none.
    """

    linked: int = 0
    downloads: bool = False
    heading: str = ""
    part: int = 0


class Surroundings:
    """The open elements that say something of the lines in them. `parts` are numbers of elements, innermost last."""

    def __init__(self) -> None:
        self.links = self.downloads = 0
        self.headings: list[str] = []
        self.parts: list[int] = []


class WebFlow(Flow):
    """A flow whose lines are `WebLine`s."""

    def __init__(self, budget: ReadingBudget, surroundings: Surroundings) -> None:
        super().__init__(budget)
        self.surroundings = surroundings
        self._linked, self._downloads, self._heading, self._part = 0, False, "", 0
        self._is_noted = False

    def write(self, text: str) -> None:
        """Add text of the file at the end of the open line."""
        self._note(text)
        super().write(text)

    def replace(self, words: str, text: str, kind: str = REPLACED) -> None:
        """Add `text` in place of the words of the file, which mean the same."""
        self._note(text)
        super().replace(words, text, kind)

    def omit(
        self,
        kind: str,
        words: str = "",
        *,
        page: int | None = None,
        part: str | None = None,
        pictures: tuple[str, ...] = (),
    ) -> None:
        """Note that words of the file, or something without words, are not in the text here."""
        self._is_noted = self._is_noted or kind not in _OF_THE_PAGE
        super().omit(kind, words, page=page, part=part, pictures=pictures)

    def end_open_line(self) -> None:
        """End the open line if it contains text, or a departure that is not of the page alone; such a one goes with the next line."""
        if self.has_text or self._is_noted:
            self.end_line()

    def end_line(self) -> None:
        """End the open line, as `Flow.end_line` does."""
        count = len(self.lines)
        if self._downloads and self.has_text:
            super().omit(ATTACHMENT)
        super().end_line()
        line = self.lines[count]
        self.lines[count] = WebLine(
            line.text, line.departures, self._linked, self._downloads, self._heading, self._part
        )
        self._linked, self._downloads, self._heading, self._part = 0, False, "", 0
        self._is_noted = False

    def insert(self, flow: Flow) -> None:
        """Add all lines of another flow, as `Flow.insert` does."""
        super().end_open_line()
        super().insert(flow)

    def insert_row(self, row: Sequence[Cell]) -> None:
        """Add a row of a table as one line, as `Flow.insert_row` does."""
        super().end_open_line()
        super().insert_row(row)
        lines = [
            line for cell in row if isinstance(cell, Flow) for line in cell.lines if isinstance(line, WebLine)
        ]
        line = self.lines[-1]
        self.lines[-1] = WebLine(
            line.text,
            line.departures,
            linked=sum(line.linked for line in lines),
            downloads=any(line.downloads for line in lines),
            part=max((line.part for line in lines), default=0),
        )

    def _note(self, text: str) -> None:
        around = self.surroundings
        if not self.has_text:
            self._heading = around.headings[-1] if around.headings else ""
            self._part = around.parts[-1] if around.parts else 0
        if around.downloads:
            self._downloads = True
        elif around.links:
            self._linked += signs_in(text)


def leads_elsewhere(attributes: Mapping[str, str]) -> bool:
    """Whether a link leads to another page, and not to a part of this one; a link without an address is run by a script."""
    address = attributes.get("href")
    if address is None:
        return "name" not in attributes and "id" not in attributes
    return not address.lstrip().startswith("#")


def is_download(attributes: Mapping[str, str]) -> bool:
    """Whether a link leads to a file that is no web page."""
    address = attributes.get("href", "").partition("?")[0].partition("#")[0]
    return "download" in attributes or address.strip().lower().endswith(_FILES)
