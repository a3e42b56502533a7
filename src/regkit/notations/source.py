"""Shared by the readers of Word files, web pages and PDF: the lines that they collect, and the text that they produce."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import msgspec

from regkit.codes import ErrorCode, ProblemCode
from regkit.errors import Problem, UnreadableFileError
from regkit.model.limits import MOST_CHARACTERS
from regkit.model.tables import write_row
from regkit.text.whitespace import strip_whitespace

MOST_TAGS = 2_000_000
"""The most tags of one file: each becomes an object, however few bytes it has. The longest statutes have a tenth of it."""
# In characters. With it, 500,000 empty lines, the limit of the parser, use up MOST_CHARACTERS.
_COST_OF_A_LINE = 40
IMAGE = ProblemCode.TEXT_IMAGE
FOOTNOTE = ProblemCode.TEXT_FOOTNOTE
TRACKED_CHANGES = ProblemCode.TEXT_TRACKED_CHANGES
HIDDEN = ProblemCode.TEXT_HIDDEN
LIST_NUMBERS = ProblemCode.TEXT_LIST_NUMBERS
PAGE_EDGES = ProblemCode.TEXT_PAGE_EDGES
RADICALS = ProblemCode.TEXT_RADICALS
BREAK = ProblemCode.TEXT_UNSURE_BREAK

_WORDS = {
    IMAGE: ("这里有图片、公式或嵌入的对象，没有读入。", "请对照原件；其中如有法规的内容，请录入文字。"),
    FOOTNOTE: ("这里的脚注、尾注或批注没有读入。", "如果它是法规的内容，请把它写进正文。"),
    TRACKED_CHANGES: ("文件里有尚未处理的修订，已按全部接受读入。", "请在 Word 中接受或拒绝全部修订后再读。"),
    HIDDEN: ("这里的隐藏文字没有读入。", "如果它是法规的内容，请取消隐藏后重新保存。"),
    PAGE_EDGES: ("PDF 的页码和每页相同的页眉、页脚没有读入。", "请对照原件，确认其中没有法规的内容。"),
    RADICALS: ("PDF 的字体用部首符号代替了汉字，已换成相应的汉字。", "请对照原件核对这一页的文字。"),
    BREAK: ("这里是不是另起一段，从 PDF 的版面看不出来；已按另起一段读入。", "请对照原件核对。"),
    LIST_NUMBERS: ("网页给列表自动编的号没有读入。", "请对照原页，把编号写进文字。"),
}
# A cell of a table with more lines than this, or with several lines and more characters than this, is prose, not a datum.
_MOST_LINES_OF_A_DATUM = 3
_LONGEST_DATUM = 300
# Characters of a line that a problem quotes.
_EXCERPT = 30


class Source(msgspec.Struct, frozen=True):
    """The plain text of a file, each printed paragraph on one line, and remarks on what was not read.

    The line numbers of `remarks` are those of `text`, from 1.
    """

    text: str
    remarks: tuple[Problem, ...]


class SourceLine(msgspec.Struct, frozen=True, gc=False):
    """A line of text, and the problem codes of anything in that line that was not read."""

    text: str
    codes: frozenset[ProblemCode] = frozenset()


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

    Text is added to the open line until that is ended. `size` counts the characters written and `filled` the lines with text.
    """

    def __init__(self, budget: ReadingBudget) -> None:
        self.lines: list[SourceLine] = []
        self.size = self.filled = 0
        self.budget = budget
        # A deque, because inserting at the beginning of a list moves all its elements.
        self._parts: deque[str] = deque()
        self._codes: set[ProblemCode] = set()
        self._after: list[Flow] = []

    @property
    def is_open(self) -> bool:
        """Whether the open line contains text or a remark."""
        return bool(self._parts or self._codes)

    @property
    def has_text(self) -> bool:
        """Whether the open line contains text."""
        return bool(self._parts)

    @property
    def is_prose(self) -> bool:
        """Whether this is too much text for one cell of a table of data."""
        return self.filled > _MOST_LINES_OF_A_DATUM or (self.filled > 1 and self.size > _LONGEST_DATUM)

    def write(self, text: str, *, first: bool = False) -> None:
        """Add text at the end of the open line, or at its beginning if `first`."""
        if text:
            self.budget.spend(len(text))
            self.size += len(text)
            (self._parts.appendleft if first else self._parts.append)(text)

    def remark(self, code: ProblemCode) -> None:
        """Note that something in the open line was not read."""
        self._codes.add(code)

    def end_line(self) -> None:
        """End the open line; without text it becomes an empty line. Trailing whitespace is removed."""
        self.budget.spend(_COST_OF_A_LINE)
        # A tab at the end would make the line look like a row of a table.
        text = "".join(self._parts).rstrip()
        self.lines.append(SourceLine(text, frozenset(self._codes)))
        self.filled += bool(text)
        self._parts.clear()
        self._codes.clear()
        after, self._after = self._after, []
        for flow in after:
            self._append(flow)

    def end_open_line(self) -> None:
        """End the open line if it contains text or a remark."""
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
        cells = [cell for cell in row if cell is not None]
        text = write_row(" ".join(line.text for line in cell.lines) if cell else "" for cell in row)
        codes = frozenset(code for cell in cells for line in cell.lines for code in line.codes)
        self.lines.append(SourceLine(text, codes))
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
        reported: set[ProblemCode] = set()
        for line_number, line in enumerate(self.lines, start=1):
            remarks.extend(problem_of(code, line_number, line.text) for code in sorted(line.codes - reported))
            # All tracked changes are accepted or rejected at once, so one remark is enough.
            reported |= line.codes & {TRACKED_CHANGES}
        return Source(text, tuple(remarks))

    def _append(self, flow: Flow) -> None:
        self.lines.extend(flow.lines)
        self.size += flow.size
        self.filled += flow.filled


Cell = Flow | None
"""A cell of a table; None if it is covered by a merged cell."""


def insert_table(flow: Flow, rows: Sequence[Sequence[Cell]], *, may_be_layout: bool) -> None:
    """Add a table to a flow: each row as one line, or the lines of its cells if the table only lays out text.

    A table with a single column only lays out text. So does one of which more than half the text is prose, if `may_be_layout`.
    """
    cells = [cell for row in rows for cell in row if cell is not None]
    flow.end_open_line()
    prose = sum(cell.size for cell in cells if cell.is_prose)
    if all(sum(cell is not None for cell in row) < 2 for row in rows) or (
        may_be_layout and prose * 2 > sum(cell.size for cell in cells)
    ):
        for cell in cells:
            flow.insert(cell)
        return
    for row in rows:
        flow.insert_row(row)


def problem_of(code: ProblemCode, line_number: int, text: str) -> Problem:
    """The problem that something in a line was not read; its excerpt is the beginning of the line's text."""
    message, hint = _WORDS[code]
    text = " ".join(text.split())
    excerpt = text if len(text) <= _EXCERPT else text[:_EXCERPT] + "…"
    return Problem(code=code, message=message, hint=hint, line=line_number, excerpt=excerpt)


def number_of(text: str, most: int = 99_999_999) -> int | None:
    """The integer in an attribute, None if the text is not an integer from 0 to `most`."""
    if text.isascii() and text.isdigit() and len(text) <= 8 and int(text) <= most:
        return int(text)
    return None
