"""Web pages: reads the text that a page shows."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from regkit.codes import ErrorCode
from regkit.errors import UnreadableFileError
from regkit.model.departures import DUPLICATE
from regkit.notations.flow import Flow, ReadingBudget, SourceLine, check_tags, insert_table, number_of
from regkit.notations.html.decoding import decode_page
from regkit.notations.html.elements import (
    BLOCKS,
    HEADINGS,
    PARTS,
    PICTURES,
    PREFORMATTED,
    PROGRAMS,
    SHIFTS,
    SHIFTS_IN_FORMULAS,
    as_printed,
    kind_of_unread,
    stands_beside,
    words_of_input,
)
from regkit.notations.html.furniture import as_departures, without_furniture
from regkit.notations.html.grammar import CSS_COUNTER
from regkit.notations.html.lines import Surroundings, WebFlow, is_download, leads_elsewhere
from regkit.notations.html.mhtml import PAGES, MhtmlPage, is_mhtml, pages_of
from regkit.notations.html.opened import OpenElement, OpenList, UnreadElement
from regkit.notations.html.styles import (
    Ink,
    Style,
    StyleSheet,
    is_block,
    is_numbered,
    keeps_line_ends,
    shift_of,
)
from regkit.notations.html.tables import HtmlTable
from regkit.notations.html.unfinished import unfinished_comment, without_unfinished_tag
from regkit.notations.html.xhtml import as_html
from regkit.notations.source import FURNITURE, HIDDEN, IMAGE, LIST_NUMBERS, MARKUP, RAISED, STRUCK, Source
from regkit.text.raising import lowered, raised
from regkit.text.whitespace import with_line_feeds

# Limits of colspan and rowspan in the HTML standard.
MOST_COLUMNS = 1000
MOST_ROWS = 65_534
# In characters: the title of a page is compared with its headings.
_LONGEST_TITLE = 300
_WHITESPACE_TO_SPACES = str.maketrans("\t\n\f\r", "    ")


def from_html(data: bytes) -> Source:
    """The text that a web page shows, each block on a line; tables that only lay out the page are dissolved into their cells.

    Of a web archive (MHTML) the page that it shows is read; pages in frames are departures of the source, as are words
    that are not text of the law (navigation, hidden or struck-out words).

    Raises UnreadableFileError, with one Chinese sentence, for bytes in an unknown encoding, for a page that is larger than
    the parser or ReadingBudget allows, and for a page that shows no text.
    """
    budget = ReadingBudget()
    flow = Flow(budget)
    pages = pages_of(data) if is_mhtml(data) else (MhtmlPage(data, None, "text/html"),)
    for page in pages:
        lines = _lines_of(page, budget)
        if any(line.text for line in flow.lines):
            # An archive may hold its page as plain text too.
            kind = IMAGE if page.media_type in PAGES else DUPLICATE
            departures = [departure for line in lines for departure in as_departures(line, kind)]
            flow.lines.append(SourceLine("", tuple(departures)))
        else:
            flow.lines += lines
    return flow.source()


def _lines_of(page: MhtmlPage, budget: ReadingBudget) -> list[SourceLine]:
    """The lines of one page. Raises UnreadableFileError as `from_html` does."""
    text = decode_page(page.data, page.charset)
    if page.media_type not in PAGES:
        return [SourceLine(line) for line in with_line_feeds(text).split("\n")]
    text = as_html(text)
    check_tags(text)
    text, cut_off = without_unfinished_tag(text)
    reader = _HtmlReader(budget)
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
    flow = reader.flows[0]
    unfinished = unfinished_comment(text, reader.last_comment) + cut_off
    if unfinished:
        flow.omit(MARKUP, " ".join(unfinished.split()))
    if flow.is_open:
        flow.end_line()
    return without_furniture(flow.lines, reader.title)


class _HtmlReader:
    """Receives the elements of a page while it is parsed. `flows` are the open ones, innermost last."""

    def __init__(self, budget: ReadingBudget) -> None:
        self._around = Surroundings()
        self.flows = [WebFlow(budget, self._around)]
        self.title = self.last_comment = ""
        self._sheet = StyleSheet()
        self._css: list[str] = []
        self._open: list[OpenElement] = []
        self._tables: list[HtmlTable] = []
        self._lists: list[OpenList] = []
        self._unread: UnreadElement | None = None
        self._preformatted = self._struck = self._parts = 0
        # For each open element that raises (1) or lowers (-1) its text, and that text as far as it was received.
        self._shifts: list[int] = []
        self._shifted: list[str] = []
        self._gap = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._write_shifted()
        if self._unread:
            self._start_unread(self._unread, tag, attributes)
            return
        style = self._sheet.style_of(tag, attributes)
        if tag in PICTURES:
            self.flows[-1].omit(IMAGE, attributes.get("alt", ""))
        elif tag == "input":
            self._omit(FURNITURE, words_of_input(attributes))
        block = tag in BLOCKS or is_block(style)
        kind = "" if tag in PROGRAMS else kind_of_unread(tag, attributes, style)
        is_struck_cell = kind == STRUCK and tag in ("td", "th")
        if kind is not None and not is_struck_cell:
            if block and kind == STRUCK:
                self._end_line()
            self._unread = UnreadElement(tag, kind, block, program=tag in PROGRAMS, gap=block)
            return
        ink = self._open[-1].ink if self._open else Ink()
        ink = ink.within(as_printed(tag, attributes, style))
        entry = OpenElement(
            tag, block, tag in PREFORMATTED or keeps_line_ends(style), ink, struck=is_struck_cell
        )
        self._open.append(entry)
        self._preformatted += entry.preformatted
        self._struck += entry.struck
        if block:
            self._end_line()
        self._start_surroundings(entry, attributes)
        self._start_structure(entry, attributes, style)

    def _start_unread(self, unread: UnreadElement, tag: str, attributes: Mapping[str, str]) -> None:
        unread.depth += 1
        unread.program = tag in PROGRAMS
        if tag in PICTURES:
            self.flows[-1].omit(IMAGE, attributes.get("alt", ""))
        elif tag == "input":
            self._omit(unread.kind, words_of_input(attributes))
        unread.gap = unread.gap or tag in BLOCKS or tag == "br"

    def _start_surroundings(self, entry: OpenElement, attributes: Mapping[str, str]) -> None:
        if entry.tag == "a":
            entry.download = is_download(attributes)
            entry.link = not entry.download and leads_elsewhere(attributes)
            self._around.links += entry.link
            self._around.downloads += entry.download
        elif entry.tag in HEADINGS:
            self._around.headings.append(entry.tag)
        if stands_beside(entry.tag, attributes):
            entry.part = True
            self._parts += 1
            self._around.parts.append(self._parts)

    def _start_structure(self, entry: OpenElement, attributes: Mapping[str, str], style: Style) -> None:
        table = self._tables[-1] if self._tables and self._tables[-1].depth == len(self.flows) else None
        flow = self.flows[-1]
        shift = SHIFTS.get(entry.tag, 0) or (0 if entry.block else shift_of(style))
        if len(self._open) > 1:
            parent = self._open[-2]
            parent.children += 1
            shift = shift or SHIFTS_IN_FORMULAS.get((parent.tag, parent.children), 0)
        if shift:
            entry.shifted = True
            self._shifts.append(shift)
        match entry.tag:
            case "br":
                self._break()
            case "q" if not self._sheet.hides(entry.ink):
                flow.replace("", "“")
            case "ol" | "ul" | "menu" | "dir":
                self._lists.append(OpenList(is_numbered(style, by_itself=entry.tag == "ol")))
            case "li":
                self._start_item(style)
            case "table":
                entry.table = HtmlTable(len(self.flows), is_data=attributes.get("role") == "table")
                self._tables.append(entry.table)
            case "tr" if table:
                table.start_row(flow.budget)
            case "td" | "th" if table:
                if not table.rows:
                    table.start_row(flow.budget)
                entry.columns = number_of(attributes.get("colspan", ""), MOST_COLUMNS) or 1
                entry.height = number_of(attributes.get("rowspan", ""), MOST_ROWS) or 1
                entry.cell_of = table
                self.flows.append(WebFlow(flow.budget, self._around))
                self.flows[-1].is_head = entry.tag == "th"

    def _start_item(self, style: Style) -> None:
        """Report, once for each list, that the browser numbers its items."""
        if self._lists and not self._lists[-1].reported:
            self._lists[-1].reported = is_numbered(style, by_itself=self._lists[-1].numbered)
            if self._lists[-1].reported:
                self.flows[-1].omit(LIST_NUMBERS)

    def end(self, tag: str) -> None:
        """An element ends."""
        self._write_shifted()
        if self._unread:
            self._end_unread(self._unread, tag)
            return
        if not self._open or self._open[-1].tag != tag:
            return
        entry = self._open.pop()
        if entry.tag == "q" and not self._sheet.hides(entry.ink):
            self.flows[-1].replace("", "”")
        self._preformatted -= entry.preformatted
        self._struck -= entry.struck
        if entry.shifted:
            self._shifts.pop()
        if entry.block:
            self._end_line()
        self._end_structure(entry)
        self._end_surroundings(entry)

    def _end_unread(self, unread: UnreadElement, tag: str) -> None:
        unread.depth -= 1
        unread.program = False
        unread.gap = unread.gap or tag in BLOCKS
        if unread.depth:
            return
        if unread.tag == "style":
            css = "".join(self._css)
            self._sheet.add(css)
            self._css.clear()
            if CSS_COUNTER.search(css):
                # Numbers that a style sheet counts stand in no text.
                self.flows[-1].omit(LIST_NUMBERS)
        self._unread = None
        if unread.block and unread.kind == STRUCK:
            self._end_line()

    def _end_structure(self, entry: OpenElement) -> None:
        if entry.cell_of:
            entry.cell_of.add(self.flows.pop(), entry.columns, entry.height)
        elif entry.table:
            table = self._tables.pop()
            if table.rows:
                table.end_row(self.flows[-1].budget)
            insert_table(self.flows[-1], table.rows, may_be_layout=not table.is_data)
        elif entry.tag in ("ol", "ul", "menu", "dir"):
            self._lists.pop()

    def _end_surroundings(self, entry: OpenElement) -> None:
        self._around.links -= entry.link
        self._around.downloads -= entry.download
        if entry.tag in HEADINGS:
            self._around.headings.pop()
        if entry.part:
            self._around.parts.pop()

    def data(self, text: str) -> None:
        """Text, or a part of it: the parser may deliver a text in pieces."""
        if self._unread:
            if self._unread.program:
                self._css += [text] if self._unread.tag == "style" else []
                return
            if self._unread.tag == "title":
                self.title = (self.title + text)[:_LONGEST_TITLE]
            self._omit(self._unread.kind, text, PARTS.get(self._unread.tag))
        elif self._struck:
            self._omit(STRUCK, text)
        elif self._open and self._sheet.hides(self._open[-1].ink):
            self._gap = self._gap or not text.strip()
            self._omit(HIDDEN, text)
        elif self._shifts:
            self._shifted.append(text)
        elif self._preformatted:
            first, *other_lines = with_line_feeds(text).split("\n")
            self.flows[-1].write(first)
            for line in other_lines:
                self._break()
                self.flows[-1].write(line)
        else:
            self._write(text.translate(_WHITESPACE_TO_SPACES))

    def comment(self, text: str) -> None:
        """A comment."""
        self.last_comment = text

    def close(self) -> None:
        """The page ends. The parser requires this method."""
        self._write_shifted()

    def _omit(self, kind: str, text: str, part: str | None = None) -> None:
        """Note words that are not read, on a line of their own where the page begins another block."""
        words = " ".join(text.split())
        if words and self._unread and self._unread.gap:
            self._unread.gap = False
            words = f"\n{words}"
        if words:
            self.flows[-1].omit(kind, words, part=part)

    def _write_shifted(self) -> None:
        """Write what was received of raised or lowered text, in raised or lowered characters if Unicode has them."""
        if not self._shifted:
            return
        received = "".join(self._shifted)
        text = " ".join(received.split())
        self._shifted.clear()
        if not text:
            self._gap = True
            return
        if (self._gap or received[0].isspace()) and self.flows[-1].has_text:
            self.flows[-1].write(" ")
        self._gap = received[-1].isspace()
        characters = None
        if len(self._shifts) == 1:
            characters = raised(text) if self._shifts[0] > 0 else lowered(text)
        if characters == text:
            self.flows[-1].write(text)
        elif characters:
            self.flows[-1].replace(text, characters)
        else:
            self.flows[-1].replace(text, text, RAISED)

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
