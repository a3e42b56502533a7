"""The lines that the readers of Word files, web pages and PDF collect."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import chain

import msgspec

from regkit.codes import ErrorCode
from regkit.errors import Problem, UnreadableFileError
from regkit.model.departures import NUMBERED, REPLACED, Departure
from regkit.model.limits import MOST_CHARACTERS
from regkit.model.tables import Covered, as_head, write_row
from regkit.notations.source import Source, located, merged, remarks_of, signs_in, without_repetition
from regkit.text.whitespace import strip_whitespace

MOST_TAGS = 2_000_000
"""The most tags of one file: each becomes an object, however few bytes it has. The longest statutes have a tenth of it."""
# In characters. With it, 500,000 empty lines, the limit of the parser, use up MOST_CHARACTERS.
_COST_OF_A_LINE = 40
# A cell of a table with more lines than this, or with several lines and more characters than this, is prose, not a datum.
_MOST_LINES_OF_A_DATUM = 3
_LONGEST_DATUM = 300


class SourceLine(msgspec.Struct, frozen=True, gc=False):
    """A line of text, and where it departs from the file; the offsets count from the start of the line."""

    text: str
    departures: tuple[Departure, ...] = ()


class _Piece(msgspec.Struct, gc=False):
    """Words of an open line, all of which depart from the file."""

    text: str
    departure: Departure


class ReadingBudget:
    """How many characters one file may still produce; merged cells and labels can produce many from a small file."""

    def __init__(self) -> None:
        self._left = MOST_CHARACTERS

    def spend(self, characters: int) -> None:
        """Subtract characters from the budget. Raises UnreadableFileError when it is used up."""
        self._left -= characters
        if self._left < 0:
            raise UnreadableFileError(
                f"文件里的文字超过 {MOST_CHARACTERS:,} 个字符或 500,000 行的上限；请确认它是一件法规的文本。",
                code=ErrorCode.FILE_TOO_LARGE,
            )


def check_tags(text: bytes | str) -> None:
    """Raise UnreadableFileError for markup with more than MOST_TAGS tags; call it before parsing."""
    tags = text.count(b"<") if isinstance(text, bytes) else text.count("<") + text.count("&")
    if tags > MOST_TAGS:
        raise UnreadableFileError(
            f"文件里的标记超过 {MOST_TAGS:,} 个的上限；请确认它是一件法规的文本，或者把文字另存为 .txt 再读。",
            code=ErrorCode.FILE_TOO_LARGE,
        )


class Flow:
    """The lines of a document, of a cell or of a text box, in the order in which they are read.

    Text is added to the open line until that is ended, together with whatever of the file is not in that text.
    `size` counts the characters written and `filled` the lines with text.
    """

    def __init__(self, budget: ReadingBudget) -> None:
        self.lines: list[SourceLine] = []
        self.size = self.filled = 0
        self.budget = budget
        # Of a cell of a table: whether its row belongs to the head.
        self.is_head = False
        # A deque, because inserting at the beginning of a list moves all its elements.
        self._parts: deque[str | _Piece] = deque()
        self._departs = False
        self._has_text = False
        self._after: list[Flow] = []

    @property
    def is_open(self) -> bool:
        """Whether the open line contains text or a departure."""
        return bool(self._parts)

    @property
    def has_text(self) -> bool:
        """Whether the open line contains text."""
        return self._has_text

    @property
    def is_prose(self) -> bool:
        """Whether this is too much text for one cell of a table of data."""
        return self.filled > _MOST_LINES_OF_A_DATUM or (self.filled > 1 and self.size > _LONGEST_DATUM)

    def write(self, text: str) -> None:
        """Add text of the file at the end of the open line."""
        if text:
            self.budget.spend(len(text))
            self.size += len(text)
            self._has_text = True
            self._parts.append(text)

    def number(self, text: str, *, first: bool = False) -> None:
        """Add an automatic number, which the file does not hold as text, at the end of the open line or, if `first`, at its beginning."""
        if text:
            self._depart(text, Departure(kind=NUMBERED, added=signs_in(text)), at_beginning=first)

    def replace(self, words: str, text: str, kind: str = REPLACED) -> None:
        """Add `text` in place of the words of the file, which mean the same."""
        self._depart(text, Departure(kind=kind, omitted=words, added=signs_in(text)))

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
        self._depart("", Departure(kind=kind, omitted=words, page=page, part=part, pictures=pictures))

    def adopt(self, flow: Flow) -> None:
        """Note here what another flow, which has no text and is not added, notes."""
        for line in flow.lines:
            self._departs = self._departs or bool(line.departures)
            self._parts.extend(_Piece("", departure) for departure in line.departures)

    def omit_first(self, departures: Sequence[Departure]) -> None:
        """Note, before everything else, that words of the file are not in the text at all."""
        if self.lines:
            self.lines[0] = SourceLine(self.lines[0].text, merged((*departures, *self.lines[0].departures)))
        else:
            self._departs = self._departs or bool(departures)
            self._parts.extendleft(_Piece("", departure) for departure in reversed(departures))

    def _depart(self, text: str, departure: Departure, *, at_beginning: bool = False) -> None:
        self.budget.spend(len(text) + len(departure.omitted))
        self.size += len(text)
        self._has_text = self._has_text or bool(text)
        self._departs = True
        piece = _Piece(text, departure)
        (self._parts.appendleft if at_beginning else self._parts.append)(piece)

    def add_line(self, text: str) -> None:
        """Add a line of the file that is read as it stands, when none is open."""
        self.budget.spend(len(text) + _COST_OF_A_LINE)
        text = text.rstrip()
        self.lines.append(SourceLine(text))
        self.size += len(text)
        self.filled += bool(text)

    def end_line(self) -> None:
        """End the open line; without text it becomes an empty line. Trailing whitespace is removed."""
        # A tab at the end would make the line look like a row of a table.
        self._end_line(self._open_text().rstrip())

    def end_written_row(self) -> None:
        """End the open line, which is a row of a table as it stands in a text, and so ends with a tab."""
        self._end_line(self._open_text())

    def _open_text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self._parts)

    def _end_line(self, text: str) -> None:
        self.budget.spend(_COST_OF_A_LINE)
        departures = merged(self._departures()) if self._departs else ()
        self.lines.append(SourceLine(text, departures))
        self.filled += bool(text)
        self._parts.clear()
        self._departs = self._has_text = False
        after, self._after = self._after, []
        for flow in after:
            self._append(flow)

    def end_open_line(self) -> None:
        """End the open line if it contains text or a departure."""
        if self.is_open:
            self.end_line()

    def insert(self, flow: Flow) -> None:
        """Add all lines of another flow: after the open line if that has text, otherwise at once."""
        if self.has_text:
            self._after.append(flow)
        else:
            self._append(flow)

    def insert_row(self, row: Sequence[Cell]) -> None:
        """Add a row of a table as one line."""
        self.budget.spend(len(row) + _COST_OF_A_LINE)
        cells = [cell for cell in row if isinstance(cell, Flow)]
        text = write_row(map(_words_of, row))
        departures = placed([line for cell in cells for line in cell.lines])
        self.lines.append(SourceLine(text, departures))
        self.size += sum(cell.size for cell in cells)
        self.filled += any(cell.filled for cell in cells)

    def source(self) -> Source:
        """End the open line and return all lines as one text. Raises UnreadableFileError if the text prints nothing."""
        self.end_open_line()
        text = "\n".join(line.text for line in self.lines) + "\n"
        if not strip_whitespace(text):
            raise UnreadableFileError(
                "文件里没有读得到的文字；如果内容是图片或扫描件，请先识别成文字，另存后再读。",
                code=ErrorCode.FILE_NO_TEXT,
            )
        remarks: list[Problem] = []
        for line_number, line in enumerate(self.lines, start=1):
            if line.departures:
                remarks += remarks_of(line_number, line.text, line.departures)
        return Source(text, without_repetition(remarks), placed(self.lines))

    def _departures(self) -> list[Departure]:
        """The departures in the open line, each with the number of signs before it."""
        return located(
            chain.from_iterable(
                (part,) if isinstance(part, str) else (part.departure, part.text) for part in self._parts
            )
        )

    def _append(self, flow: Flow) -> None:
        self.lines.extend(flow.lines)
        self.size += flow.size
        self.filled += flow.filled


def as_flow(source: Source, budget: ReadingBudget) -> Flow:
    """The lines of another file, which stands in this one."""
    flow = Flow(budget)
    departures = deque(source.departures)
    signs = 0
    for text in source.text.removesuffix("\n").split("\n"):
        budget.spend(len(text) + _COST_OF_A_LINE)
        end = signs + signs_in(text)
        inner: list[Departure] = []
        # What was added at the end of a line stands in the next one, if not in this.
        while departures and departures[0].offset + bool(departures[0].added) <= end:
            departure = departures.popleft()
            inner.append(msgspec.structs.replace(departure, offset=departure.offset - signs))
        flow.lines.append(SourceLine(text, tuple(inner)))
        flow.size += len(text)
        flow.filled += bool(text)
        signs = end
    return flow


def placed(lines: Sequence[SourceLine]) -> tuple[Departure, ...]:
    """The departures of all lines, with offsets that count from the start of the first."""
    if not any(line.departures for line in lines):
        return ()
    signs = 0
    departures: list[Departure] = []
    for line in lines:
        departures += (
            msgspec.structs.replace(departure, offset=departure.offset + signs)
            for departure in line.departures
        )
        signs += signs_in(line.text)
    return tuple(departures)


Cell = Flow | Covered | None
"""A cell of a table, by what it is covered if it is, or None where the row has no cell."""


def _words_of(cell: Cell) -> str | Covered:
    if not isinstance(cell, Flow):
        return cell or ""
    text = " ".join(line.text for line in cell.lines)
    return as_head(text) if cell.is_head else text


def insert_table(flow: Flow, rows: Sequence[Sequence[Cell]], *, may_be_layout: bool) -> None:
    """Add a table to a flow: each row as one line, or the lines of its cells if the table only lays out text.

    A table with a single column only lays out text. So does one of which more than half the text is prose, if `may_be_layout`.
    """
    cells = [cell for row in rows for cell in row if isinstance(cell, Flow)]
    flow.end_open_line()
    prose = sum(cell.size for cell in cells if cell.is_prose)
    if all(sum(isinstance(cell, Flow) for cell in row) < 2 for row in rows) or (
        may_be_layout and prose * 2 > sum(cell.size for cell in cells)
    ):
        for cell in cells:
            flow.insert(cell)
        return
    for row in rows:
        flow.insert_row(row)


def number_of(text: str, most: int = 99_999_999) -> int | None:
    """The integer in an attribute, None if the text is not an integer from 0 to `most`."""
    if text.isascii() and text.isdigit() and len(text) <= 8 and int(text) <= most:
        return int(text)
    return None
