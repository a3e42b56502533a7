"""Word files: reads the text that a .docx prints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml import etree

from regkit.codes import ErrorCode
from regkit.errors import UnreadableFileError
from regkit.model.departures import DUPLICATE
from regkit.model.tables import Covered
from regkit.notations.flow import Cell, Flow, insert_table, number_of
from regkit.notations.source import FOOTNOTE, HIDDEN, IMAGE, MARKUP, TRACKED_CHANGES, Source
from regkit.notations.word.fields import is_drawn
from regkit.notations.word.hidden import ShownText
from regkit.notations.word.numbering import Numbering
from regkit.notations.word.others import NOTES, Others, ReadEmbedded
from regkit.notations.word.package import Package, attribute, child, is_on, places_of, tag_of, value_of
from regkit.notations.word.sayings import is_picture, omit, plain_words, saying_of, sayings_in, symbol_of
from regkit.notations.word.styles import Styles
from regkit.notations.word.texts import Texts

# The most columns of a table in Word.
MOST_COLUMNS = 63
# Properties print nothing: a w:tab among them is a tab stop.
_PROPERTIES = frozenset(("w:pPr", "w:rPr", "w:sectPr", "w:sdtPr", "w:tblPr", "w:tblGrid", "w:trPr", "w:tcPr"))
_TEXTS = frozenset(("w:t", "m:t", "w:delText"))
_CHARACTERS = {"w:tab": "\t", "w:ptab": "\t", "w:noBreakHyphen": "-"}
_DELETED = frozenset(("w:del", "w:moveFrom"))
_INSERTED = frozenset(("w:ins", "w:moveTo"))
_DELETED_CELL = frozenset(("w:cellDel",))
_CHANGED_CELLS = frozenset(("w:cellIns", "w:cellMerge", *_DELETED_CELL))
_HEIGHTS = {"m:sup": 1, "m:sub": -1}
_RUBY, _ALTERNATIVE = "注音", "替代内容"
_ONLY_EMBEDDED = (
    "Word 文件的文字在嵌入的另一个文件里（altChunk），没有能够读出；请在 Word 中打开它，另存为 .docx 后再读。"
)


def from_docx(data: bytes, read_embedded: ReadEmbedded = lambda _name, _data: None) -> Source:
    """The text that a Word file prints with all tracked changes accepted; whatever else is in the file is named.

    Automatic numbers are written out. `read_embedded` reads web pages and other files that are shown as part of the text.
    Raises UnreadableFileError, with one Chinese sentence, for a file that is not .docx, is damaged or locked, is larger than
    Package and ReadingBudget allow, or prints no text.
    """
    package = Package(data)
    main = package.main()
    document = package.read_main(main)
    styles = Styles(package.read(package.related(main, "styles", "word/styles.xml")))
    numbering = Numbering(package.read(package.related(main, "numbering", "word/numbering.xml")), styles)
    others = Others(package, main, read_embedded)
    texts = Texts(document, styles)
    reader = _WordReader(texts, styles, numbering, others)
    # Without recursion, so that the nesting in a file cannot exhaust the stack.
    walker = etree.iterwalk(document, events=("start", "end"))
    for event, element in walker:
        if event == "end":
            reader.end(element)
        elif not reader.start(element):
            walker.skip_subtree()
    flow = texts.flows[0]
    flow.omit_first(others.rest())
    try:
        return flow.source()
    except UnreadableFileError as error:
        if error.code == ErrorCode.FILE_NO_TEXT and others.has_unread:
            raise UnreadableFileError(_ONLY_EMBEDDED, code=ErrorCode.FILE_NO_TEXT) from None
        raise


class _WordReader:
    """Receives the elements of a document as they begin and end."""

    def __init__(self, texts: Texts, styles: Styles, numbering: Numbering, others: Others) -> None:
        self._texts = texts
        self._flows = texts.flows
        self._styles = styles
        self._numbering = numbering
        self._others = others
        self._shown_text = ShownText(styles)
        self._tables: list[list[list[Cell]]] = []
        # For each open table, whether its open row belongs to the head.
        self._heads: list[bool] = []
        # An element whose contents were claimed as a whole.
        self._skipped: Any = None
        self._joined = False
        # Each returns False if what is in the element was claimed as a whole.
        self._starts: dict[str, Callable[[Any], bool | None]] = {
            "w:p": self._start_paragraph,
            "w:r": texts.start_run,
            "w:t": self._write_text,
            "m:t": self._write_text,
            "w:delText": self._write_deleted,
            "w:sym": self._write_symbol,
            "w:br": self._break,
            "w:cr": self._break,
            "w:fldChar": texts.fields.take,
            "w:fldSimple": self._check_simple_field,
            "w:tbl": self._start_table,
            "w:tr": self._start_row,
            "w:tc": self._start_cell,
            "w:txbxContent": self._start_box,
            "w:altChunk": self._insert_embedded,
            "w:rt": self._omit_ruby,
            "v:textpath": self._write_art,
            "mc:AlternateContent": self._start_alternatives,
            "mc:Choice": self._start_alternative,
            "mc:Fallback": self._start_alternative,
            "?:symEx": self._write_symbol,
            **dict.fromkeys(_PROPERTIES, self._skip),
            **dict.fromkeys(_CHARACTERS, self._write_character),
            **dict.fromkeys(_DELETED, self._start_deletion),
            **dict.fromkeys(_INSERTED, self._start_insertion),
            **dict.fromkeys(NOTES, self._omit_note),
            **dict.fromkeys(_HEIGHTS, self._start_height),
        }
        self._ends: dict[str, Callable[[Any], None]] = {
            "w:p": self._end_paragraph,
            "w:r": self._end_run,
            "w:tbl": self._end_table,
            "w:tc": self._end_cell,
            "w:txbxContent": self._end_box,
            "mc:AlternateContent": self._end_alternatives,
            **dict.fromkeys(_DELETED, self._end_deletion),
            **dict.fromkeys(_HEIGHTS, self._end_height),
        }

    def start(self, element: Any) -> bool:
        """Take the beginning of an element. Returns whether its children are to be read."""
        tag = tag_of(element)
        start = self._starts.get(tag)
        if start is None:
            self._name(element, tag)
            return True
        if start(element) is False:
            self._skipped = element
            return False
        # The standard allows text in these elements only, but what is elsewhere must not go unnoticed.
        if tag not in _TEXTS:
            self._name_stray(element.text)
        return True

    def end(self, element: Any) -> None:
        """Take the end of an element."""
        if element is self._skipped:
            self._skipped = None
        else:
            end = self._ends.get(tag_of(element))
            if end is not None:
                end(element)
        self._name_stray(element.tail)

    def _name_stray(self, text: str | None) -> None:
        """Name text that stands where the standard allows none."""
        if text is not None and not text.isspace():
            self._texts.alternatives.say(text)
            self._texts.omit(MARKUP, text)

    def _name(self, element: Any, tag: str) -> None:
        """Name what an element says that is not read."""
        if is_picture(element, tag):
            self._texts.mark_picture(places_of(element))
            self._others.omit_drawing(self._flows[-1], element)
        saying = saying_of(element, tag)
        if saying is not None:
            if not saying.kind:
                self._texts.alternatives.say(saying.words)
            # What stands in drawings of other standards (a:t) is part of a picture.
            kind = IMAGE if element.tag.endswith("/drawingml/2006/main}t") else MARKUP
            self._texts.omit(saying.kind or kind, saying.words)

    def _skip(self, properties: Any) -> bool:
        if "".join(properties.itertext()).strip():
            omit(self._flows[-1], properties, MARKUP)
        return False

    def _write_text(self, element: Any) -> None:
        text = element.text
        if text:
            self._texts.write(text.replace("\r", " ").replace("\n", " "))

    def _write_deleted(self, element: Any) -> None:
        text = element.text or ""
        self._texts.alternatives.say(text)
        self._texts.omit(TRACKED_CHANGES, text)

    def _write_character(self, element: Any) -> None:
        self._texts.write(_CHARACTERS[tag_of(element)])

    def _write_symbol(self, element: Any) -> None:
        if symbol := symbol_of(element):
            self._texts.write(symbol)
        else:
            self._texts.mark_picture()

    def _write_art(self, element: Any) -> None:
        """Write the text of WordArt as a line of its own."""
        self._start_box(element)
        self._texts.write(" ".join((element.get("string") or "").split()))
        self._end_box(element)

    def _break(self, _: Any) -> None:
        if self._texts.breaks_lines:
            self._flows[-1].end_line()

    def _check_simple_field(self, element: Any) -> None:
        if is_drawn(attribute(element, "instr")):
            self._texts.mark_picture()

    def _omit_note(self, reference: Any) -> None:
        kind = TRACKED_CHANGES if self._texts.deletions else FOOTNOTE
        self._others.omit_note(self._flows[-1], reference, kind)

    def _omit_ruby(self, element: Any) -> bool:
        omit(self._flows[-1], element, FOOTNOTE, _RUBY)
        return False

    def _insert_embedded(self, element: Any) -> None:
        if not self._others.insert_embedded(self._flows[-1], element):
            self._texts.mark_picture()

    def _start_deletion(self, _: Any) -> None:
        self._flows[-1].omit(TRACKED_CHANGES)
        self._texts.deletions += 1

    def _end_deletion(self, _: Any) -> None:
        self._texts.deletions -= 1

    def _start_insertion(self, _: Any) -> None:
        self._flows[-1].omit(TRACKED_CHANGES)

    def _start_height(self, element: Any) -> None:
        self._texts.heights.append(_HEIGHTS[tag_of(element)])

    def _end_height(self, _: Any) -> None:
        self._texts.heights.pop()

    def _start_paragraph(self, element: Any) -> None:
        properties = child(element, "w:pPr")
        style = self._styles.of_paragraph(properties)
        self._texts.start_paragraph(style)
        mark = child(properties, "w:rPr")
        if not _is_marked(mark, _DELETED) and not self._hides_label(element, mark, style):
            label = self._numbering.label(properties, style)
            contents = self._shown_text.in_paragraph(element) if label else None
            # A number before words that are all struck out is counted, but numbers nothing.
            if contents is not None and (contents.shown or not contents.struck):
                # After a deleted paragraph mark, this paragraph continues the line, and its label goes before the whole line.
                self._flows[-1].number(label, first=self._joined)
        self._joined = False

    def _hides_label(self, paragraph: Any, mark: Any, style: str) -> bool:
        return (
            bool(self._styles.look(mark, style).hidden) and not self._shown_text.in_paragraph(paragraph).shown
        )

    def _end_paragraph(self, element: Any) -> None:
        properties = child(element, "w:pPr")
        mark = child(properties, "w:rPr")
        self._texts.end_paragraph()
        if _is_marked(mark, _DELETED):
            self._flows[-1].omit(TRACKED_CHANGES)
            self._joined = self._flows[-1].has_text
            return
        if _is_marked(mark, _INSERTED):
            self._flows[-1].omit(TRACKED_CHANGES)
        if not self._styles.look(mark, self._styles.of_paragraph(properties)).hidden:
            self._flows[-1].end_line()

    def _end_run(self, _: Any) -> None:
        self._texts.end_run()

    def _start_table(self, _: Any) -> None:
        self._flows[-1].end_open_line()
        self._tables.append([])
        self._heads.append(False)

    def _start_row(self, element: Any) -> bool:
        properties = child(element, "w:trPr")
        if _is_marked(properties, _DELETED):
            self._omit_row(element)
            return False
        if _is_marked(properties, _INSERTED):
            self._flows[-1].omit(TRACKED_CHANGES)
        before = number_of(value_of(properties, "w:gridBefore"), MOST_COLUMNS) or 0
        if self._tables:
            self._tables[-1].append([None] * before)
            header = child(properties, "w:tblHeader")
            self._heads[-1] = header is not None and is_on(header)
        return True

    def _omit_row(self, row: Any) -> None:
        """Name the words of a deleted row: below the row above, if there is one, otherwise before the table."""
        cell = next(reversed(self._tables[-1][-1]), None) if self._tables and self._tables[-1] else None
        flow = cell if isinstance(cell, Flow) else self._flows[-1]
        flow.omit(TRACKED_CHANGES)
        omit(flow, row, TRACKED_CHANGES)
        if flow is cell:
            flow.end_open_line()

    def _start_cell(self, element: Any) -> bool:
        properties = child(element, "w:tcPr")
        if _is_marked(properties, _CHANGED_CELLS):
            self._flows[-1].omit(TRACKED_CHANGES)
        if _is_marked(properties, _DELETED_CELL):
            omit(self._flows[-1], element, TRACKED_CHANGES)
            return False
        self._flows.append(Flow(self._flows[-1].budget))
        return True

    def _end_cell(self, element: Any) -> None:
        cell = self._flows.pop()
        cell.end_open_line()
        cell.is_head = bool(self._heads) and self._heads[-1]
        if not (self._tables and self._tables[-1]):
            self._flows[-1].insert(cell)
            return
        properties = child(element, "w:tcPr")
        columns = number_of(value_of(properties, "w:gridSpan"), MOST_COLUMNS) or 1
        # Below a vertically merged cell Word keeps a cell, which is usually empty.
        merge = child(properties, "w:vMerge")
        is_covered = merge is not None and attribute(merge, "val") != "restart" and not cell.filled
        if is_covered:
            self._flows[-1].adopt(cell)
        self._tables[-1][-1].extend(
            [Covered.BY_ABOVE if is_covered else cell, *[Covered.BY_LEFT] * (columns - 1)]
        )

    def _end_table(self, _: Any) -> None:
        insert_table(self._flows[-1], self._tables.pop(), may_be_layout=False)
        self._heads.pop()

    def _start_alternatives(self, _: Any) -> None:
        self._texts.alternatives.begin()

    def _start_alternative(self, element: Any) -> bool:
        """The alternatives are for different programs; only the first is read."""
        if self._texts.alternatives.is_first():
            return True
        entries = sayings_in(element)
        repeats = self._texts.alternatives.repeats(plain_words(entries))
        for saying in entries:
            if saying.kind == IMAGE:
                self._texts.mark_picture(saying.pictures)
            kind = saying.kind or (DUPLICATE if repeats else HIDDEN)
            if saying.words.strip():
                self._flows[-1].omit(kind, saying.words, part=_ALTERNATIVE if kind == HIDDEN else None)
        return False

    def _end_alternatives(self, _: Any) -> None:
        self._texts.alternatives.end()

    def _start_box(self, _: Any) -> None:
        self._flows.append(Flow(self._flows[-1].budget))
        self._texts.start_box()

    def _end_box(self, _: Any) -> None:
        self._texts.end_run()
        box = self._flows.pop()
        box.end_open_line()
        self._flows[-1].insert(box)


def _is_marked(properties: Any, marks: frozenset[str]) -> bool:
    """Whether the mark of a paragraph, a row or a cell with these properties is changed in one of these ways."""
    return properties is not None and any(tag_of(entry) in marks for entry in properties)
