"""Join the lines of texts that were wrapped at the edge of a page and whose paragraphs are indented.

A line that ends in the middle of a sentence is joined later, by `paragraphs`. If it happens to end with a
sentence, only its layout shows that it was wrapped: in a text with indented paragraphs, a line without
indentation, below a line that reaches the edge, continues that line. Layout is only ever used to join lines, so
the joined text is read in the same way.
"""

from __future__ import annotations

from regkit.parsing import grammar
from regkit.parsing.kinds import LineKind, ParsedLine
from regkit.parsing.lines import classify
from regkit.parsing.sentences import space_between
from regkit.text.whitespace import with_line_feeds

# In characters: no page is wider, but most paragraphs on a single line are.
WIDEST_PAGE = 60
# Besides one line, every fiftieth may be longer, because it is the row of a table or contains a web address.
_LONG_LINES_ALLOWED = 50
# A text is wrapped only if it has at least this many lines that end in the middle of a sentence, and indented only
# if it has at least this many articles and items.
_FEWEST_BROKEN = 8
_FEWEST_LABELLED = 4
_LABELLED = (LineKind.ARTICLE, LineKind.ITEM)
_RUNNING = (LineKind.TEXT, LineKind.ARTICLE, LineKind.ITEM, LineKind.SUBITEM, LineKind.DIVISION)


def join_wrapped(lines: list[ParsedLine], text: str) -> list[ParsedLine]:
    """The lines, with each paragraph on one line if the paragraphs of the text are indented and wrapped.

    `text` is the text that the lines were read from. Returns the same list if nothing is joined.
    """
    if not _is_narrow(lines):
        return lines
    running = [line for line in lines if line.kind in _RUNNING]
    broken = sum(line.text[-1] not in grammar.SENTENCE_ENDS for line in running)
    if broken < _FEWEST_BROKEN or broken * 5 < len(running):
        return lines
    raw_lines = with_line_feeds(text).split("\n")
    return _joined(lines, raw_lines) if _is_indented(lines, raw_lines) else lines


def _is_narrow(lines: list[ParsedLine]) -> bool:
    """Whether nearly all lines fit on a page."""
    longer = 0
    for index, line in enumerate(lines):
        if len(line.text) > WIDEST_PAGE:
            longer += 1
            if longer > 1 + index // _LONG_LINES_ALLOWED:
                return False
    return True


def _is_indented(lines: list[ParsedLine], raw_lines: list[str]) -> bool:
    """Whether at least four fifths of the articles and items begin with whitespace."""
    labelled = [line for line in lines if line.kind in _LABELLED]
    indented = sum(raw_lines[line.line_number - 1][:1].isspace() for line in labelled)
    return len(labelled) >= _FEWEST_LABELLED and indented * 5 >= len(labelled) * 4


def _joined(lines: list[ParsedLine], raw_lines: list[str]) -> list[ParsedLine]:
    widths = sorted(len(raw_lines[line.line_number - 1].rstrip()) for line in lines)
    # Figures and Latin words make a full line some characters shorter, so four fifths of the width are enough.
    edge = widths[len(widths) * 9 // 10] * 4 // 5
    paragraphs: list[_WrappedParagraph] = []
    pages: list[ParsedLine] = []
    for line in lines:
        if line.kind is LineKind.PAGE:
            pages.append(line)
            continue
        raw = raw_lines[line.line_number - 1]
        above = paragraphs[-1] if paragraphs else None
        continues = (
            line.kind is LineKind.TEXT and not raw[:1].isspace() and above and above.reaches(edge, raw_lines)
        )
        # A page number in the middle of a sentence keeps its own line; `paragraphs` joins the sentence later.
        if above and continues and (not pages or above.last.text[-1] in grammar.SENTENCE_ENDS):
            above.add(pages, line)
        else:
            paragraphs += [_WrappedParagraph(page) for page in pages]
            paragraphs.append(_WrappedParagraph(line))
        pages = []
    paragraphs += [_WrappedParagraph(page) for page in pages]
    return [paragraph.line() for paragraph in paragraphs]


class _WrappedParagraph:
    """A paragraph while its lines are being joined; `pieces` are their texts and what is printed between them."""

    def __init__(self, line: ParsedLine) -> None:
        self.first = self.last = line
        self.pieces = [line.text]

    def reaches(self, edge: int, raw_lines: list[str]) -> bool:
        """Whether the last line ends at or beyond the column `edge`."""
        return self.last.kind in _RUNNING and len(raw_lines[self.last.line_number - 1].rstrip()) >= edge

    def add(self, pages: list[ParsedLine], line: ParsedLine) -> None:
        self.pieces += [f" {page.text} " for page in pages]
        self.pieces += [space_between(self.pieces[-1], line.text), line.text]
        self.last = line

    def line(self) -> ParsedLine:
        """The whole paragraph as one line."""
        is_single = len(self.pieces) == 1
        return self.first if is_single else classify(self.first.line_number, "".join(self.pieces))
