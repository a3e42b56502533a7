"""Web pages: reads the text that a page shows."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from lxml import etree

from regkit.codes import ErrorCode
from regkit.errors import UnreadableFileError
from regkit.model.tables import Covered
from regkit.notations.flow import Cell, Flow, ReadingBudget, check_tags, insert_table, number_of
from regkit.notations.html.grammar import HTML_CHARSET, HTML_DISPLAY, HTML_PREFORMATTED
from regkit.notations.source import HIDDEN, IMAGE, LIST_NUMBERS, Source
from regkit.notations.text.reading import decode
from regkit.text.whitespace import with_line_feeds

# Limits of colspan and rowspan in the HTML standard.
MOST_COLUMNS = 1000
MOST_ROWS = 65_534
# In characters of the budget: a cell covered by a merged one takes as much time as this many characters.
_COST_OF_A_COVERED_CELL = 10
# In bytes: like browsers, look for the declared encoding only at the beginning of the file.
_HEAD = 16 * 1024
_ENCODINGS = {
    "utf-8": "utf-8", "utf8": "utf-8",
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs",
}  # fmt: skip
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd",
    "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
    "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend",
    "li", "listing", "main", "menu", "nav", "ol", "optgroup", "option", "p", "pre", "search",
    "section", "select", "summary", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "tr",
    "ul", "xmp",
))  # fmt: skip
# Elements whose text browsers do not show, or show only if they cannot show the element itself.
_NOT_SHOWN = frozenset((
    "annotation", "annotation-xml", "audio", "canvas", "datalist", "iframe", "noembed", "noframes",
    "noscript", "rp", "rt", "script", "style", "template", "title", "video",
))  # fmt: skip
_PICTURES = frozenset((
    "applet", "canvas", "embed", "iframe", "img", "math", "object", "svg", "video",
))  # fmt: skip
_PREFORMATTED = frozenset((
    "listing", "pre", "textarea", "xmp",
))  # fmt: skip
_WHITESPACE_TO_SPACES = str.maketrans("\t\n\f\r", "    ")


def from_html(data: bytes) -> Source:
    """The text that a web page shows, each block on a line; tables that only lay out the page are dissolved into their cells.

    Raises UnreadableFileError, with one Chinese sentence, for bytes in an unknown encoding, for a page that is larger than
    the parser or ReadingBudget allows, and for a page that shows no text.
    """
    text = _decode(data)
    check_tags(text)
    reader = _HtmlReader()
    # The target receives the elements one by one. No tree is built, so depth and number of attributes do not matter.
    parser = etree.HTMLParser(target=reader, encoding="utf-8", no_network=True, huge_tree=False)
    try:
        etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UnreadableFileError(
            "网页读不出来；请在浏览器中打开它，另存后再读。", code=ErrorCode.FILE_DAMAGED
        ) from None
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        raise UnreadableFileError(
            "网页里有一段超过解析上限的内容，后面的文字读不到；请在浏览器中复制正文，存为纯文本后再读。",
            code=ErrorCode.FILE_TOO_LARGE,
        )
    return reader.flows[0].source()


def _decode(data: bytes) -> str:
    """The page in the encoding that it declares, otherwise in the one that its bytes fit."""
    declared = HTML_CHARSET.search(data[:_HEAD].decode("latin-1"))
    encoding = _ENCODINGS.get(declared["encoding"].lower()) if declared else None
    if encoding is not None and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            # Many pages are saved in another encoding than the one that they declare.
            pass
    return decode(data)


class _Open(msgspec.Struct):
    """An element that has begun but not ended."""

    tag: str
    block: bool
    preformatted: bool
    table: _HtmlTable | None = None
    # Only for a cell: its table, and how many columns and rows it spans.
    cell_of: _HtmlTable | None = None
    columns: int = 1
    height: int = 1


class _HtmlTable:
    """A table, filled as its rows are read. `depth` is the number of open flows outside its cells."""

    def __init__(self, depth: int, *, is_data: bool) -> None:
        self.depth = depth
        # Declared by the page itself, with role="table".
        self.is_data = is_data
        self.rows: list[list[Cell]] = []
        # For each column, how many more rows are covered by a cell from above.
        self._covered: dict[int, int] = {}

    def start_row(self, budget: ReadingBudget) -> None:
        """End the open row and begin a new one."""
        self.end_row(budget)
        self.rows.append([])

    def end_row(self, budget: ReadingBudget) -> None:
        """Fill the open row with the cells that are covered from above."""
        if self.rows:
            self._skip_covered(budget, max(self._covered, default=-1) + 1)
            cells = [cell for cell in self.rows[-1] if isinstance(cell, Flow)]
            is_head = all(cell.is_head for cell in cells)
            for cell in cells:
                # A row in which only some cells are of the head, such as the first, belongs to the body.
                cell.is_head = is_head

    def add(self, cell: Flow, columns: int, height: int) -> None:
        """Put a cell, which spans `columns` and `height` rows, at the next free column of the row."""
        row = self.rows[-1]
        self._skip_covered(cell.budget, 0)
        cell.budget.spend(columns)
        if height > 1:
            self._covered.update(dict.fromkeys(range(len(row), len(row) + columns), height - 1))
        row.extend([cell, *[Covered.BY_LEFT] * (columns - 1)])

    def _skip_covered(self, budget: ReadingBudget, end: int) -> None:
        """Fill the covered columns of the row up to the next free column, at least up to the column `end`."""
        row = self.rows[-1]
        while len(row) < end or len(row) in self._covered:
            budget.spend(_COST_OF_A_COVERED_CELL)
            rows_left = self._covered.pop(len(row), 0)
            if rows_left > 1:
                self._covered[len(row)] = rows_left - 1
            row.append(Covered.BY_ABOVE if rows_left else None)


class _HtmlReader:
    """Receives the elements of a page while it is parsed. `flows` are the open ones, innermost last."""

    def __init__(self) -> None:
        self.flows = [Flow(ReadingBudget())]
        self._open: list[_Open] = []
        self._tables: list[_HtmlTable] = []
        self._preformatted = 0
        # How many elements are open inside one that is not shown, counting that element; 0 outside.
        self._unseen = 0
        self._hidden = False
        self._gap = False
        self._unnumbered = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if self._unseen:
            self._unseen += 1
            return
        style = attributes.get("style", "")
        display = HTML_DISPLAY.search(style)
        shown = (display["display"] or "none").lower() if display else ""
        self._hidden = (
            "hidden" in attributes or shown == "none" or (tag == "dialog" and "open" not in attributes)
        )
        if tag in _PICTURES and not self._hidden:
            self.flows[-1].omit(IMAGE)
        if tag in _NOT_SHOWN or self._hidden:
            self._unseen = 1
            return
        entry = _Open(
            tag,
            tag in _BLOCKS or shown in ("block", "flex", "grid", "list-item"),
            tag in _PREFORMATTED or bool(HTML_PREFORMATTED.search(style)),
        )
        self._open.append(entry)
        self._preformatted += entry.preformatted
        if entry.block:
            self._end_line()
        self._start_structure(entry, attributes, style)

    def _start_structure(self, entry: _Open, attributes: Mapping[str, str], style: str) -> None:
        table = self._tables[-1] if self._tables and self._tables[-1].depth == len(self.flows) else None
        budget = self.flows[-1].budget
        match entry.tag:
            case "br":
                self._break()
            case "ol":
                self._unnumbered = "list-style" not in style
            case "li" if self._unnumbered:
                self._unnumbered = False
                self.flows[-1].omit(LIST_NUMBERS)
            case "table":
                entry.table = _HtmlTable(len(self.flows), is_data=attributes.get("role") == "table")
                self._tables.append(entry.table)
            case "tr" if table:
                table.start_row(budget)
            case "td" | "th" if table:
                if not table.rows:
                    table.start_row(budget)
                entry.columns = number_of(attributes.get("colspan", ""), MOST_COLUMNS) or 1
                entry.height = number_of(attributes.get("rowspan", ""), MOST_ROWS) or 1
                entry.cell_of = table
                self.flows.append(Flow(budget))
                self.flows[-1].is_head = entry.tag == "th"

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._unseen:
            self._unseen -= 1
            return
        if not self._open or self._open[-1].tag != tag:
            return
        entry = self._open.pop()
        self._preformatted -= entry.preformatted
        if entry.block:
            self._end_line()
        if entry.cell_of:
            entry.cell_of.add(self.flows.pop(), entry.columns, entry.height)
        elif entry.table:
            table = self._tables.pop()
            if table.rows:
                table.end_row(self.flows[-1].budget)
            insert_table(self.flows[-1], table.rows, may_be_layout=not table.is_data)

    def data(self, text: str) -> None:
        """Text, or a part of it: the parser may deliver a text in pieces."""
        if self._unseen:
            if self._hidden and text.strip():
                self.flows[-1].omit(HIDDEN, text)
        elif self._preformatted:
            first, *other_lines = with_line_feeds(text).split("\n")
            self.flows[-1].write(first)
            for line in other_lines:
                self._break()
                self.flows[-1].write(line)
        else:
            self._write(text.translate(_WHITESPACE_TO_SPACES))

    def close(self) -> None:
        """The page ends. The parser requires this method."""

    def _write(self, text: str) -> None:
        """Write text with each run of spaces as one space, also across pieces, and none at the beginning of a line."""
        words = [word for word in text.split(" ") if word]
        flow = self.flows[-1]
        if not words:
            self._gap = self._gap or bool(text)
            return
        if flow.has_text and (self._gap or text[0] == " "):
            flow.write(" ")
        flow.write(" ".join(words))
        self._gap = text[-1] == " "

    def _break(self) -> None:
        flow = self.flows[-1]
        # Several line breaks in a row give one empty line.
        if flow.is_open or (flow.lines and flow.lines[-1].text):
            flow.end_line()
        self._gap = False

    def _end_line(self) -> None:
        self.flows[-1].end_open_line()
        self._gap = False
