"""PDF: joins printed lines into natural paragraphs, judging by where the lines begin and end on the page."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Sequence
from statistics import median

import msgspec

from regkit.notations.pdf.grammar import LABEL_START
from regkit.printing.grammar import PAGE_NUMBER

# In widths of a character: the least indent of an indented line, how much the left and right margin of a centred line may differ,
# and how much line ends vary by chance.
_INDENT, _CENTRED, _SLACK = 0.8, 0.8, 0.3
# A document indents its paragraphs if more than this share of its lines is indented.
_LEAST_INDENTED = 0.12
# A line begins a paragraph if it is farther below the line above than this multiple of the usual distance.
_APART = 1.6

_ENDS = ("。", "；", "：")
# Verbs with which an event in the notes below a title (题注) ends.
_EVENTS = ("通过", "批准", "公布", "发布", "修正", "修订", "施行", "会议")


class PrintedLine(msgspec.Struct, frozen=True, gc=False):
    """A line of a page. Positions and `size` are in points, from the left and from the bottom of the page.

    `page` is the number of the page, from 0. `column` is 0 on a page with one column, else 1 (left) or 2 (right).
    """

    text: str
    left: float
    right: float
    bottom: float
    size: float
    page: int
    column: int


class PdfParagraph(msgspec.Struct, gc=False):
    """A natural paragraph, and the page on which it begins, from 0.

    `unsure` says that it may just as well continue the paragraph before it.
    """

    text: str
    page: int
    unsure: bool = False


def paragraphs_of(lines: Sequence[PrintedLine]) -> tuple[list[PdfParagraph], bool]:
    """The paragraphs in reading order, joined across pages, and whether page numbers, headers or footers were left out."""
    edges = _edges(lines)
    body = [line for line in lines if line not in edges]
    joiner = _Joiner(body)
    paragraphs: list[PdfParagraph] = []
    for index, line in enumerate(body):
        if index and joiner.continues(body[index - 1], line):
            paragraphs[-1].text = _joined(paragraphs[-1].text, line.text)
        else:
            unsure = bool(index) and joiner.is_unsure(body[index - 1], line)
            paragraphs.append(PdfParagraph(line.text, line.page, unsure))
    return paragraphs, bool(edges)


def _joined(text: str, more: str) -> str:
    """The text continued by `more`, with a space between two Latin words."""
    between_words = text[-1:].isascii() and text[-1:].isalnum() and more[:1].isascii() and more[:1].isalnum()
    return f"{text} {more}" if between_words else text + more


class _Joiner:
    """Decides which lines continue a paragraph, by the margins and line spacing of the whole document."""

    def __init__(self, lines: Sequence[PrintedLine]) -> None:
        by_column: dict[int, list[PrintedLine]] = defaultdict(list)
        for line in lines:
            by_column[line.column].append(line)
        self._left = {
            column: _margin([line.left for line in column_lines])
            for column, column_lines in by_column.items()
        }
        self._right = {column: -_margin(_ends_of(column_lines)) for column, column_lines in by_column.items()}
        pitches = [
            above.bottom - below.bottom
            for above, below in itertools.pairwise(lines)
            if above.page == below.page and above.column == below.column and above.size == below.size
        ]
        self._pitch = median(pitch for pitch in pitches if pitch > 0) if any(p > 0 for p in pitches) else 0.0
        indented = sum(_INDENT < self._indent(line) < 3 for line in lines)
        self._indents = indented > _LEAST_INDENTED * len(lines)

    def continues(self, before: PrintedLine, line: PrintedLine) -> bool:
        """Whether a line continues the paragraph of the line before it."""
        if abs(before.size - line.size) > 0.08 * before.size or self._is_far(before, line):
            return False
        if _is_next_event(before.text, line.text):
            return False
        if self._is_centred(before) or (self._is_centred(line) and not self._is_indented(line)):
            fits = self._margins(before) < _space_needed(line.text) and self._is_symmetrical(line)
            return fits and not LABEL_START.match(line.text)
        if self._indent(line) > _INDENT or self._space_left(before) > _space_needed(line.text):
            return False
        # Without indented paragraphs, a label at the start of a line begins a paragraph, and a full line that ends with a
        # sentence usually ends one.
        return self._indents or not (LABEL_START.match(line.text) or before.text.endswith(_ENDS))

    def is_unsure(self, before: PrintedLine, line: PrintedLine) -> bool:
        """Whether a line that was taken to begin a paragraph looks the same as one that continues it."""
        is_full = self._space_left(before) <= _space_needed(line.text) and self._indent(line) <= _INDENT
        is_alike = abs(before.size - line.size) <= 0.08 * before.size and not self._is_far(before, line)
        return not self._indents and is_full and is_alike and not LABEL_START.match(line.text)

    def _is_indented(self, line: PrintedLine) -> bool:
        """Whether a line is indented by two characters, in a document that indents paragraphs."""
        return self._indents and abs(self._indent(line) - 2) < 0.5

    def _is_far(self, before: PrintedLine, line: PrintedLine) -> bool:
        """Whether a line of the same column is much farther below the line before it than usual."""
        same_column = before.page == line.page and before.column == line.column
        return same_column and self._pitch > 0 and before.bottom - line.bottom > _APART * self._pitch

    def _indent(self, line: PrintedLine) -> float:
        """The space between the left margin of the document and the line, in characters."""
        return (line.left - self._left[line.column]) / line.size

    def _space_left(self, line: PrintedLine) -> float:
        """The space between the line and the right margin of the document, in characters."""
        return (self._right[line.column] - line.right) / line.size

    def _is_symmetrical(self, line: PrintedLine) -> bool:
        return abs(self._indent(line) - self._space_left(line)) < _CENTRED

    def _is_centred(self, line: PrintedLine) -> bool:
        left, right = self._indent(line), self._space_left(line)
        # A long centred line differs from a full line of a paragraph in that it is exactly in the middle and off the margins.
        exactly = abs(left - right) < 0.06 and min(left, right) > 0.08
        return exactly or (left > 0.5 and self._is_symmetrical(line))

    def _margins(self, line: PrintedLine) -> float:
        """The space on both sides of the line together, in characters.

        A centred line is continued if this is less than the next line would have needed.
        """
        return self._indent(line) + self._space_left(line)


def _space_needed(text: str) -> float:
    """The space that the beginning of a line would have needed at the end of the line before, in characters, plus _SLACK.

    That is its first character with the punctuation that cannot be separated from it, or its first Latin word.
    """
    first = text[0]
    if first.isascii():
        word_length = next(
            (
                index
                for index, character in enumerate(text)
                if not (character.isascii() and character.isalnum())
            ),
            len(text),
        )
        return 0.55 * max(word_length, 1) + _SLACK
    after = text[1:].lstrip("，。、；：！？）》〉”’」』】〕…")
    closing = len(text) - 1 - len(after)
    # An opening bracket cannot end a line, so it needs space for the character after it too.
    opening = 1 if first in "（《〈“‘「『【〔" else 0
    return 1 + min(closing, 2) + opening + _SLACK


def _is_next_event(before: str, text: str) -> bool:
    """Whether the next event in the notes (题注) begins: with its year, after the verb that ends the event before."""
    begins = text[:4].isdecimal() and text[4:5] == "年"
    return begins and before.rstrip("）)").endswith(_EVENTS)


def _ends_of(lines: Sequence[PrintedLine]) -> list[float]:
    """The right ends of lines, negated. Lines that end with punctuation are left out, because that may hang over the margin."""
    ends = [-line.right for line in lines if line.text[-1] not in "，。、；：！？）》”"]
    return ends or [-line.right for line in lines]


def _margin(starts: Sequence[float]) -> float:
    """The leftmost position at which several lines begin, in points."""
    counts = Counter(round(start) for start in starts)
    least_count = max(2, len(starts) // 100)
    near_counts = {start: counts[start] + counts[start - 1] + counts[start + 1] for start in counts}
    common = [start for start, count in near_counts.items() if count >= least_count]
    leftmost = min(common or counts)
    return min(start for start in starts if start >= leftmost - 1.5)


def _edges(lines: Sequence[PrintedLine]) -> set[PrintedLine]:
    """The lines that are page numbers, or headers and footers that more than half of the pages have in common."""
    pages: dict[int, list[PrintedLine]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    outermost: list[PrintedLine] = []
    for page_lines in pages.values():
        ordered = sorted(page_lines, key=lambda line: -line.bottom)
        outermost += {*ordered[:2], *ordered[-2:]} if len(ordered) > 4 else set(ordered)
    repeated = Counter(_pattern(line) for line in outermost)
    edges = set()
    for line in outermost:
        ordered = sorted(pages[line.page], key=lambda other: -other.bottom)
        is_number = line in (ordered[0], ordered[-1]) and bool(PAGE_NUMBER.match(line.text.strip()))
        if is_number or repeated[_pattern(line)] > max(2, len(pages) // 2):
            edges.add(line)
    return edges


def _pattern(line: PrintedLine) -> tuple[str, int]:
    """A key that is equal for the same header or footer of different pages: its text without numbers, and its height."""
    words = "".join("#" if character.isdecimal() else character for character in line.text)
    while "##" in words:
        words = words.replace("##", "#")
    return words, round(line.bottom / 4)
