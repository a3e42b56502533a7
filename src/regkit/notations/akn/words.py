"""Akoma Ntoso: reads the text in an element as lines, and notes what of it is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from lxml import etree

from regkit.model.departures import DUPLICATE, NUMBERED, REPLACED, Departure
from regkit.model.tables import TableCell, is_row
from regkit.notations.akn.elements import (
    BLOCKS,
    INLINE,
    character_of,
    has_words,
    is_blank,
    kind_of_omission,
    name_of,
    omitted_words,
    quotes_of,
    unknown,
    where,
    words_in,
)
from regkit.notations.akn.tables import TableRows
from regkit.notations.flow import ReadingBudget, SourceLine, number_of, placed
from regkit.notations.source import RAISED, located, merged, signs_in
from regkit.notations.tree_building import DEEPEST, MisbuiltError
from regkit.text.raising import lowered, raised
from regkit.text.whitespace import strip_whitespace, without_whitespace

# The most columns that one cell may cover.
_MOST_COLUMNS = 1000
_MOST_ROWS = 65_534
# In characters of the budget.
_COST_OF_A_COVERED_CELL = 40
# Written between a number and the text after it, as in printed texts; after some last characters of a number it is another one.
_GAP = "\u3000"
_GAPS = {"）": "", "、": "", "．": "", ")": " ", ".": " "}
# In these elements all white space is text if the document was written by regkit.
_TEXT = frozenset(("p", "num", "heading"))
# Their heading stands on a line of its own; that of an article stands before its text.
_TITLED = frozenset(
    (
        *("attachment", "book", "chapter", "division", "part", "section", "subchapter", "subpart", "tblock"),
        "title",
    )
)
# Marks that open and close: beside a blank it is not seen to which quotation they belong.
_ALIKE = frozenset("\"'＂＇")
_SCRIPTS: dict[str, Callable[[str], str | None]] = {"sup": raised, "sub": lowered}
# They have no content, and the last two only say where a line or a page of a printed text ended.
_BREAKS = frozenset(("br", "eol", "eop"))
_WHITESPACE_TO_SPACES = str.maketrans("\t\n\r", "   ")


class Line(SourceLine, frozen=True, gc=False):
    """A line of the document with the line of the file on which it begins. One that is `void` holds departures only."""

    line: int = 0
    void: bool = False


class LineReader:
    """Reads the lines of elements.

    If `exact`, as in documents of regkit, white space in texts is kept as it is and an empty paragraph is a line;
    otherwise indentation and line breaks are collapsed into single spaces and empty paragraphs are dropped.
    """

    def __init__(self, budget: ReadingBudget, *, exact: bool) -> None:
        self.exact = exact
        self._budget = budget
        self._lines: list[Line] = []
        self._parts: list[str | Departure] = []
        # The last text of the open line, and whether it departs from the document.
        self._last = ""
        self._departs = False
        # Turns texts into raised or lowered ones while such an element is open.
        self._script: Callable[[str], str | None] | None = None
        # How many elements of each ordered list were read.
        self._numbers: dict[etree._Element, int] = {}
        # The line of the file on which the open line begins, and that of the element at hand.
        self._begin = self._here = 0
        # The open line has ended, but a closing quotation mark may still be added to it.
        self._ended = False
        # What comes next stands on the open line even if it is a block, after a gap if there is to be one.
        self._glued = self._gap = False
        # A paragraph has begun, so that there is a line even if it has no text.
        self._begun = False

    def read(self, element: etree._Element, depth: int = 0) -> list[Line]:
        """The lines of an element. Raises MisbuiltError for elements that are not known, and for too deep nesting."""
        self._visit(element, depth)
        return self._take()

    def read_stray(self, text: str | None, line: int) -> list[Line]:
        """The line of a text that stands directly in an element that should hold elements only; none if it is blank."""
        if is_blank(text):
            return []
        self._here = line
        self._write(text, keep=False)
        return self._take()

    def _take(self) -> list[Line]:
        self._end_line()
        lines, self._lines = self._lines, []
        return lines

    def _visit(self, element: etree._Element, depth: int) -> None:
        if depth > DEEPEST:
            raise MisbuiltError("嵌套过深")
        name = name_of(element)
        if element.tag is etree.ProcessingInstruction:
            self._write(character_of(element), keep=True)
            return
        self._here = element.sourceline or self._here
        if kind_of_omission(element):
            self._omit(element)
        elif name == "table":
            self._table(element, depth)
        elif name in BLOCKS or name in INLINE:
            script, self._script = self._script, _SCRIPTS.get(name, self._script)
            self._enter(element, name, depth)
            self._script = script
        elif name not in _BREAKS or len(element) or element.text:
            raise unknown(element)
        elif name == "br":
            self._break()

    def _enter(self, element: etree._Element, name: str, depth: int) -> None:
        """Read an element with everything in it."""
        is_block = name in BLOCKS
        if is_block:
            self._break()
        if name == "li":
            self._number(element)
        if self.exact and name == "p":
            self._open_line()
            self._begun = True
        start, end = quotes_of(element)
        if start:
            self._quote(start, is_there=self._ends_with(start) or _first_sign(element) == start[0])
            self._glued = self._glued or is_block
        self._write(element.text, keep=not is_block or name in _TEXT)
        for inner in element:
            self._visit(inner, depth + 1)
            self._write(inner.tail, keep=not is_block or name in _TEXT)
        if end:
            self._ended = False
            self._quote(end, is_there=self._ends_with(end) or _is_before(element.tail, end))
        if is_block:
            self._glued = False
            self._break()
            self._glue_to_number(element, name)

    def _number(self, element: etree._Element) -> None:
        """Add the number that a program prints before an element of an ordered list."""
        parent = element.getparent()
        if parent is not None and name_of(parent) == "ol":
            self._numbers[parent] = number = self._numbers.get(parent, 0) + 1
            self._open_line()
            self._depart(Departure(kind=NUMBERED, added=signs_in(f"{number}.")))
            self._append(f"{number}.")
            self._glued = self._gap = True

    def _glue_to_number(self, element: etree._Element, name: str) -> None:
        """Let the text of a provision begin on the line of its number."""
        parent = element.getparent()
        if name == "num" or (name == "heading" and parent is not None and name_of(parent) not in _TITLED):
            self._ended = False
            self._glued = self._gap = True

    def _write(self, text: str | None, *, keep: bool) -> None:
        """Add text at the end of the open line; white space between blocks is none unless it is to be kept."""
        if not text:
            return
        if is_blank(text) and not (self.exact and keep):
            if not self.exact and self._last and not self._ended and not self._gap:
                self._parts.append(" ")
            return
        self._open_line()
        written = text if self._script is None else self._script(text)
        if written is None:
            self._depart(Departure(kind=RAISED, omitted=text, added=signs_in(text)))
        elif without_whitespace(written) != without_whitespace(text):
            self._depart(Departure(kind=REPLACED, omitted=text, added=signs_in(written)))
        self._append(text if written is None else written)

    def _append(self, text: str) -> None:
        self._budget.spend(len(text))
        self._parts.append(text)
        self._last = text

    def _quote(self, mark: str, *, is_there: bool) -> None:
        """Add a quotation mark that an attribute holds, unless it also stands in the text."""
        if is_there:
            self._depart(Departure(kind=DUPLICATE, omitted=mark))
        else:
            self._write(mark, keep=True)

    def _omit(self, element: etree._Element) -> None:
        for kind, words in omitted_words(element):
            self._budget.spend(len(words))
            self._depart(Departure(kind=kind, omitted=words, part=_tag(element)))

    def _depart(self, departure: Departure) -> None:
        if not self._parts:
            self._begin = self._here
        self._parts.append(departure)
        self._departs = True

    def _ends_with(self, mark: str) -> bool:
        last = self._last if mark in _ALIKE else self._last.rstrip()
        return not self._ended and last.endswith(mark)

    def _break(self) -> None:
        if not self._glued:
            self._ended = True

    def _open_line(self) -> None:
        """Make the open line ready for text: end it if it has ended, and add the gap after a number."""
        if self._ended:
            self._end_line()
        if self._gap and self._last:
            self._parts.append(_GAPS.get(self._last.rstrip()[-1:], _GAP))
        self._gap = self._glued = False
        if not self._parts:
            self._begin = self._here

    def _end_line(self) -> None:
        """End the open line; without text, departures or a paragraph that begins it, there is none."""
        if self._parts or self._begun:
            self._add_line()
        self._parts, self._last, self._departs = [], "", False
        self._ended = self._begun = self._glued = self._gap = False

    def _add_line(self) -> None:
        text = "".join(part for part in self._parts if isinstance(part, str))
        if not self.exact:
            text = strip_whitespace(collapsed(text))
        departures = merged(located(self._parts)) if self._departs else ()
        void = not text and not (self.exact and self._begun)
        if departures or not void:
            self._lines.append(Line(text, departures, self._begin, void))

    def _table(self, table: etree._Element, depth: int) -> None:
        """Add the caption of a table and its rows as lines."""
        self._glued = False
        self._end_line()
        rows = TableRows()
        self._refuse_stray(table)
        for inner in table:
            name = name_of(inner)
            if name == "caption" or kind_of_omission(inner):
                self._visit(inner, depth + 1)
                self._end_line()
            elif name == "tr":
                self._lines.append(self._row(inner, rows, depth + 1))
            elif isinstance(inner.tag, str):
                raise unknown(inner)

    def _row(self, row: etree._Element, rows: TableRows, depth: int) -> Line:
        self._refuse_stray(row)
        cells: list[TableCell] = []
        lines: list[Line] = []
        for cell in row:
            name = name_of(cell)
            if name not in ("td", "th"):
                raise unknown(cell)
            lines_of_cell = LineReader(self._budget, exact=self.exact).read(cell, depth + 1)
            lines += lines_of_cell
            columns = min(number_of(cell.get("colspan", "")) or 1, _MOST_COLUMNS)
            height = min(number_of(cell.get("rowspan", "")) or 1, _MOST_ROWS)
            self._budget.spend(columns * (_COST_OF_A_COVERED_CELL if height > 1 else 1))
            text = " ".join(line.text for line in lines_of_cell if line.text)
            cells.append(TableCell(text, columns, height, name == "th"))
        text = rows.write(cells)
        self._budget.spend(len(text))
        # A row without any cell, or with a single empty one, prints nothing.
        return Line(text, placed(lines), row.sourceline or 0, void=not is_row(text))

    def _refuse_stray(self, element: etree._Element) -> None:
        if has_words(element):
            raise MisbuiltError(f"{where(element)}里直接有文字")


def _tag(element: etree._Element) -> str:
    """An element as people who have the document before them look for it: <del>, or <article status="removed">."""
    status = element.get("status", "")[:20]
    return f'<{name_of(element)} status="{status}">' if status else f"<{name_of(element)}>"


def _first_sign(element: etree._Element) -> str:
    """The first sign of the text in an element, without the quotation mark of its own attribute."""
    texts = ((*words_in(inner), inner.tail or "") for inner in element)
    return next((text.lstrip()[0] for text in chain((element.text or "",), *texts) if text.strip()), "")


def _is_before(text: str | None, mark: str) -> bool:
    after = text or ""
    return (after if mark in _ALIKE else after.lstrip()).startswith(mark)


def collapsed(text: str) -> str:
    """The text with indentation and line breaks as single spaces."""
    return " ".join(part for part in text.translate(_WHITESPACE_TO_SPACES).split(" ") if part)


def joined(lines: Sequence[Line]) -> Line | None:
    """Lines as one, for numbers, headings and titles, which have a single line; None if there are none."""
    if len(lines) < 2:
        return lines[0] if lines else None
    texts = [line.text for line in lines if not line.void]
    return Line(" ".join(texts), placed(lines), lines[0].line, not texts)


def texts_of(lines: Iterable[Line]) -> tuple[str, ...]:
    """The texts of the lines that have any."""
    return tuple(line.text for line in lines if not line.void)
