"""Word files: reads the text that a .docx prints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml import etree

from regkit.codes import ProblemCode
from regkit.model.tables import Covered
from regkit.notations.flow import Cell, Flow, ReadingBudget, insert_table, number_of
from regkit.notations.source import FOOTNOTE, HIDDEN, IMAGE, TRACKED_CHANGES, Source
from regkit.notations.word.fields import Fields, is_drawn
from regkit.notations.word.hidden import HiddenText
from regkit.notations.word.numbering import Numbering, NumberingStyles
from regkit.notations.word.package import Package, attribute, child, is_on, tag_of, value_of

# The most columns of a table in Word.
MOST_COLUMNS = 63
# Properties print nothing (a w:tab among them is a tab stop), and rubies (w:rt) explain how a word is read.
_NOT_PRINTED = frozenset(
    ("w:pPr", "w:rPr", "w:sectPr", "w:sdtPr", "w:tblPr", "w:tblGrid", "w:trPr", "w:tcPr", "w:rt", "w:delText")
)
_CHARACTERS = {"w:tab": "\t", "w:ptab": "\t", "w:noBreakHyphen": "-"}
# Pictures, charts, diagrams and files of other standards are recognized by their local name.
_PICTURES = frozenset(
    ("pic:pic", "v:imagedata", "w:object", "w:altChunk", "w:subDoc", "w:control", "w:movie", "m:oMath")
)
_FOREIGN_PICTURES = ("}pic", "}chart", "}relIds", "}lockedCanvas", "}contentPart", "}OLEObject")
_NOTES = frozenset(("w:footnoteReference", "w:endnoteReference", "w:commentReference"))
_DELETED = frozenset(("w:del", "w:moveFrom"))
_CHANGED = frozenset(("w:ins", "w:moveTo", *_DELETED))


def from_docx(data: bytes) -> Source:
    """The text that a Word file prints with all tracked changes accepted, without headers, footers and notes.

    Automatic numbers are written out. Raises UnreadableFileError, with one Chinese sentence, for a file that is not .docx, is
    damaged or locked, is larger than Package and ReadingBudget allow, or prints no text.
    """
    package = Package(data)
    main = package.main()
    document = package.read_main(main)
    styles = NumberingStyles(package.read(package.related(main, "styles", "word/styles.xml")))
    numbering = Numbering(package.read(package.related(main, "numbering", "word/numbering.xml")), styles)
    reader = _WordReader(document, styles, numbering)
    body = child(document, "w:body")
    # Without recursion, so that the nesting in a file cannot exhaust the stack.
    walker = etree.iterwalk(document if body is None else body, events=("start", "end"))
    for event, element in walker:
        if event == "end":
            reader.end(element)
        elif not reader.start(element):
            walker.skip_subtree()
    return reader.flows[0].source()


class _WordReader:
    """Receives the elements of a document as they begin and end. `flows` are the open ones, innermost last."""

    def __init__(self, document: Any, styles: NumberingStyles, numbering: Numbering) -> None:
        self.flows = [Flow(ReadingBudget())]
        self._styles = styles
        self._numbering = numbering
        self._hidden_text = HiddenText(styles)
        self._tables: list[list[list[Cell]]] = []
        # For each open table, whether its open row belongs to the head.
        self._heads: list[bool] = []
        self._fields = Fields(document)
        self._paragraph_styles: list[str] = []
        self._hidden: list[bool] = []
        # For each open mc:AlternateContent, whether one of its alternatives was read.
        self._chosen: list[bool] = []
        # How many deleted or moved-away spans are open.
        self._deletions = 0
        self._joined = False
        self._starts: dict[str, Callable[[Any], None]] = {
            "w:p": self._start_paragraph,
            "w:r": self._start_run,
            "w:t": self._write_text,
            "m:t": self._write_text,
            "w:sym": self._write_symbol,
            "w:br": self._break,
            "w:cr": self._break,
            "w:fldChar": self._fields.take,
            "w:instrText": self._check_instruction,
            "w:tbl": self._start_table,
            "w:tr": self._start_row,
            "w:tc": self._start_cell,
            "w:txbxContent": self._start_box,
            "v:textpath": self._write_art,
            "mc:AlternateContent": self._start_alternatives,
        }
        self._ends: dict[str, Callable[[Any], None]] = {
            "w:p": self._end_paragraph,
            "w:r": self._end_run,
            "w:tbl": self._end_table,
            "w:tc": self._end_cell,
            "w:txbxContent": self._end_box,
            "mc:AlternateContent": self._end_alternatives,
        }

    def start(self, element: Any) -> bool:
        """Take the beginning of an element. Returns whether its children are to be read."""
        tag = tag_of(element)
        if tag in _NOT_PRINTED:
            return False
        if tag == "w:tr" and _is_deleted(child(element, "w:trPr")):
            self.flows[-1].omit(TRACKED_CHANGES)
            return False
        if tag in ("mc:Choice", "mc:Fallback") and self._chosen:
            # The alternatives say the same for different programs, so only the first is read.
            first, self._chosen[-1] = not self._chosen[-1], True
            return first
        if tag in _CHANGED:
            self.flows[-1].omit(TRACKED_CHANGES)
            self._deletions += tag in _DELETED
        elif tag in _PICTURES or (tag[0] == "?" and element.tag.endswith(_FOREIGN_PICTURES)):
            self._remark(IMAGE)
        elif tag in _NOTES:
            self._remark(FOOTNOTE)
        elif tag in _CHARACTERS:
            self._write(_CHARACTERS[tag])
        elif tag in self._starts:
            self._starts[tag](element)
        return True

    def end(self, element: Any) -> None:
        """Take the end of an element."""
        tag = tag_of(element)
        if tag in _DELETED:
            self._deletions -= 1
        elif tag in self._ends:
            self._ends[tag](element)

    @property
    def _is_printed(self) -> bool:
        return not self._deletions and not self._fields.in_instruction

    def _remark(self, code: ProblemCode) -> None:
        if self._is_printed:
            self.flows[-1].omit(code)

    def _write(self, text: str) -> None:
        if not self._is_printed:
            return
        if self._hidden and self._hidden[-1]:
            if text.strip():
                self.flows[-1].omit(HIDDEN, text)
            return
        self.flows[-1].write(text)

    def _write_text(self, element: Any) -> None:
        self._write((element.text or "").replace("\r", " ").replace("\n", " "))

    def _write_symbol(self, element: Any) -> None:
        try:
            code = int(attribute(element, "char"), 16)
        except ValueError:
            code = 0
        # With a surrogate, which is half of a character, the text could not be encoded.
        if 0x20 <= code < 0xD800 or 0xE000 <= code <= 0xFFFF:
            self._write(chr(code))
        else:
            self._remark(IMAGE)

    def _write_art(self, element: Any) -> None:
        """Write the text of WordArt as a line of its own."""
        if self._is_printed and element.get("string"):
            art = Flow(self.flows[-1].budget)
            art.write(" ".join(element.get("string").split()))
            art.end_line()
            self.flows[-1].insert(art)

    def _break(self, _: Any) -> None:
        if self._is_printed and not (self._hidden and self._hidden[-1]):
            self.flows[-1].end_line()

    def _start_paragraph(self, element: Any) -> None:
        properties = child(element, "w:pPr")
        style = value_of(properties, "w:pStyle") or self._styles.default
        self._paragraph_styles.append(style)
        mark = child(properties, "w:rPr")
        if not _is_deleted(mark) and (
            not self._hidden_text.hides(mark) or self._hidden_text.shows_anything(element, style)
        ):
            # After a deleted paragraph mark, this paragraph continues the line, and its label goes before the whole line.
            self.flows[-1].number(self._numbering.label(properties, style), first=self._joined)
        self._joined = False

    def _end_paragraph(self, element: Any) -> None:
        self._paragraph_styles.pop()
        mark = child(child(element, "w:pPr"), "w:rPr")
        if _is_deleted(mark):
            self.flows[-1].omit(TRACKED_CHANGES)
            self._joined = self.flows[-1].has_text
        elif not self._hidden_text.hides(mark):
            self.flows[-1].end_line()

    def _start_run(self, element: Any) -> None:
        style = self._paragraph_styles[-1] if self._paragraph_styles else ""
        self._hidden.append(self._hidden_text.hides(child(element, "w:rPr"), style))

    def _end_run(self, _: Any) -> None:
        self._hidden.pop()

    def _check_instruction(self, element: Any) -> None:
        if not self._deletions and is_drawn(element.text or ""):
            self.flows[-1].omit(IMAGE)

    def _start_table(self, _: Any) -> None:
        self.flows[-1].end_open_line()
        self._tables.append([])
        self._heads.append(False)

    def _start_row(self, element: Any) -> None:
        before = number_of(value_of(child(element, "w:trPr"), "w:gridBefore"), MOST_COLUMNS) or 0
        if self._tables:
            self._tables[-1].append([None] * before)
            header = child(child(element, "w:trPr"), "w:tblHeader")
            self._heads[-1] = header is not None and is_on(header)

    def _start_cell(self, _: Any) -> None:
        self.flows.append(Flow(self.flows[-1].budget))

    def _end_cell(self, element: Any) -> None:
        cell = self.flows.pop()
        cell.end_open_line()
        cell.is_head = bool(self._heads) and self._heads[-1]
        if not (self._tables and self._tables[-1]):
            self.flows[-1].insert(cell)
            return
        properties = child(element, "w:tcPr")
        columns = number_of(value_of(properties, "w:gridSpan"), MOST_COLUMNS) or 1
        # Below a vertically merged cell Word keeps a cell, which is usually empty.
        merge = child(properties, "w:vMerge")
        is_covered = merge is not None and attribute(merge, "val") != "restart" and not cell.filled
        self._tables[-1][-1].extend(
            [Covered.BY_ABOVE if is_covered else cell, *[Covered.BY_LEFT] * (columns - 1)]
        )

    def _end_table(self, _: Any) -> None:
        insert_table(self.flows[-1], self._tables.pop(), may_be_layout=False)
        self._heads.pop()

    def _start_alternatives(self, _: Any) -> None:
        self._chosen.append(False)

    def _end_alternatives(self, _: Any) -> None:
        self._chosen.pop()

    def _start_box(self, _: Any) -> None:
        self.flows.append(Flow(self.flows[-1].budget))
        self._hidden.append(False)

    def _end_box(self, _: Any) -> None:
        self._hidden.pop()
        box = self.flows.pop()
        box.end_open_line()
        self.flows[-1].insert(box)


def _is_deleted(properties: Any) -> bool:
    """Whether the mark of a paragraph, or a row of a table, with these properties is deleted or moved away."""
    return properties is not None and any(tag_of(entry) in _DELETED for entry in properties)
