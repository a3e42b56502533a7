"""PDF: joins printed lines into natural paragraphs, judging by where the lines begin and end on the page."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from statistics import median

import msgspec

from regkit.notations.pdf.grammar import LABEL_START
from regkit.notations.pdf.lines import Aside, LinePiece, Printed, PrintedCells, PrintedLine

# In widths of a character: the least indent of an indented line, how much the left and right margin of a centred line may differ,
# and how much line ends vary by chance.
_INDENT, _CENTRED, _SLACK = 0.8, 0.8, 0.3
# A document indents its paragraphs if more than this share of its lines is indented.
_LEAST_INDENTED = 0.12
# A line begins a paragraph if it is farther below the line above than this multiple of the usual distance.
_APART = 1.6
# Where paragraphs are set apart by space, they are farther from each other than this multiple of the usual distance.
_SPACED = 1.1
# So many lines tell where lines end.
_LEAST_ENDS = 4
# White space that is wider than that behind a label.
_GAP = "\u3000" * 3

_ENDS = ("。", "；", "：")
# Verbs with which an event in the notes below a title (题注) ends.
_EVENTS = ("通过", "批准", "公布", "发布", "修正", "修订", "施行", "会议")


class PdfParagraph(msgspec.Struct, gc=False):
    """A natural paragraph in the pieces of which it consists.

    `unsure` says that it may just as well continue the paragraph before it.
    """

    pieces: list[LinePiece]
    unsure: bool = False


def paragraphs_of(items: Sequence[Printed]) -> Iterator[PdfParagraph | PrintedCells]:
    """Yield the paragraphs and rows of tables in reading order, joined across columns and pages.

    What is not in the text stands in the paragraph in which, or before which, it stands on the page.
    """
    joiner = _Joiner([item for item in items if isinstance(item, PrintedLine)])
    paragraph: PdfParagraph | None = None
    waiting: list[LinePiece] = []
    before: PrintedLine | None = None
    for item in items:
        if isinstance(item, Aside):
            waiting += item.pieces
        elif isinstance(item, PrintedCells):
            if paragraph is not None:
                yield paragraph
            if waiting:
                yield PdfParagraph(waiting)
            yield item
            paragraph, before, waiting = None, None, []
        elif paragraph is not None and before is not None and joiner.continues(before, item):
            space = [LinePiece(" ")] if _are_words(before.text, item.text) else []
            paragraph.pieces += (*waiting, *space, *item.pieces)
            before, waiting = item, []
        else:
            if paragraph is not None:
                yield paragraph
            unsure = before is not None and joiner.is_unsure(before, item)
            paragraph = PdfParagraph([*waiting, *item.pieces], unsure)
            before, waiting = item, []
    if paragraph is not None or waiting:
        yield PdfParagraph([*(paragraph.pieces if paragraph else ()), *waiting])


def _are_words(before: str, after: str) -> bool:
    """Whether a line ends with a Latin word and the next begins with one."""
    return all(character.isascii() and character.isalnum() for character in (before[-1:], after[:1]))


def _share_a_column(before: PrintedLine, line: PrintedLine) -> bool:
    return (before.page, before.shape, before.column) == (line.page, line.shape, line.column)


def _run_alike(before: PrintedLine, line: PrintedLine) -> bool:
    """Whether neither of two lines runs aslant, or both do below each other."""
    if before.slant is None and line.slant is None:
        return True
    return before.slant is not None and line.slant is not None and _share_a_column(before, line)


_Column = tuple[tuple[int, int], int]


class _Joiner:
    """Decides which lines continue a paragraph, by the margins and line spacing of the whole document."""

    def __init__(self, lines: Sequence[PrintedLine]) -> None:
        columns: dict[_Column, list[PrintedLine]] = defaultdict(list)
        shapes: dict[tuple[int, int], list[PrintedLine]] = defaultdict(list)
        for line in lines:
            columns[line.shape, line.column].append(line)
            shapes[line.shape].append(line)
        # What stands across the columns is judged by the margins of all columns together.
        spaces = {
            (shape, column): column_lines if column else shapes[shape]
            for (shape, column), column_lines in columns.items()
        }
        self._left = {space: _margin([line.left for line in members]) for space, members in spaces.items()}
        self._right = {space: -_margin(_ends_of(members)) for space, members in spaces.items()}
        pitches = [
            above.baseline - below.baseline
            for above, below in itertools.pairwise(lines)
            if _share_a_column(above, below) and above.size == below.size
        ]
        self._pitch = median(pitch for pitch in pitches if pitch > 0) if any(p > 0 for p in pitches) else 0.0
        self._spaced = self._are_spaced(lines)
        indented = sum(_INDENT < self._indent(line) < 3 for line in lines)
        self._indents = indented > _LEAST_INDENTED * len(lines)

    def continues(self, before: PrintedLine, line: PrintedLine) -> bool:
        """Whether a line continues the paragraph of the line before it."""
        if (
            abs(before.size - line.size) > 0.08 * before.size
            or self._is_far(before, line)
            or not _run_alike(before, line)
        ):
            return False
        if _is_next_event(before.text, line.text) or (_has_gap(before.text) and _has_gap(line.text)):
            return False
        if self._is_centred(before) or (self._is_centred(line) and not self._is_indented(line)):
            fits = self._margins(before) < _space_needed(line.text) and self._is_symmetrical(line)
            return fits and not LABEL_START.match(line.text)
        if self._spaced and _share_a_column(before, line):
            return not self._is_spaced(before, line)
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

    def _are_spaced(self, lines: Sequence[PrintedLine]) -> bool:
        """Whether the document has more space between paragraphs than between lines: wherever a paragraph surely ends, and nowhere else."""
        pairs = [
            pair
            for pair in itertools.pairwise(lines)
            if _share_a_column(*pair) and pair[0].size == pair[1].size
        ]
        ends = [pair for pair in pairs if self._space_left(pair[0]) > _space_needed(pair[1].text) + 1]
        middles = [
            pair
            for pair in pairs
            if self._space_left(pair[0]) <= _SLACK and not pair[0].text.rstrip().endswith(_ENDS)
        ]
        if min(len(ends), len(middles)) < _LEAST_ENDS:
            return False
        spaced, close = (sum(self._is_spaced(*pair) for pair in group) for group in (ends, middles))
        return spaced > 0.9 * len(ends) and close < 0.04 * len(middles)

    def _is_spaced(self, before: PrintedLine, line: PrintedLine) -> bool:
        return before.baseline - line.baseline > _SPACED * self._pitch

    def _is_indented(self, line: PrintedLine) -> bool:
        """Whether a line is indented by two characters, in a document that indents paragraphs."""
        return self._indents and abs(self._indent(line) - 2) < 0.5

    def _is_far(self, before: PrintedLine, line: PrintedLine) -> bool:
        """Whether a line of the same column is much farther below the line before it than usual."""
        distance = before.baseline - line.baseline
        return _share_a_column(before, line) and self._pitch > 0 and distance > _APART * self._pitch

    def _indent(self, line: PrintedLine) -> float:
        """The space between the left margin of the document and the line, in characters."""
        return (line.left - self._left[line.shape, line.column]) / line.size

    def _space_left(self, line: PrintedLine) -> float:
        """The space between the line and the right margin of the document, in characters."""
        return (self._right[line.shape, line.column] - line.right) / line.size

    def _is_symmetrical(self, line: PrintedLine) -> bool:
        return abs(self._indent(line) - self._space_left(line)) < _CENTRED

    def _is_centred(self, line: PrintedLine) -> bool:
        left, right = self._indent(line), self._space_left(line)
        # A long centred line differs from a full line of a paragraph in that it is exactly in the middle and off the margins.
        exactly = abs(left - right) < 0.06 and min(left, right) > 0.08
        # So does the first line of a paragraph that happens to end as far from the margin as it is indented.
        return exactly or (left > 0.5 and self._is_symmetrical(line) and not self._is_indented(line))

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


def _has_gap(text: str) -> bool:
    """Whether a line has a wide gap between words, as side by side stand two signatures, or the cells of a row."""
    return _GAP in text.strip()


def _ends_of(lines: Sequence[PrintedLine]) -> list[float]:
    """The right ends of lines, negated. If there are enough others, lines that end with punctuation, which may hang over the margin, are left out."""
    ends = [-line.right for line in lines if line.text.rstrip()[-1] not in "，。、；：！？）》”"]
    return ends if len(ends) >= _LEAST_ENDS else [-line.right for line in lines]


def _margin(starts: Sequence[float]) -> float:
    """The leftmost position at which several lines begin, in points."""
    counts = Counter(round(start) for start in starts)
    least_count = max(2, len(starts) // 100)
    near_counts = {start: counts[start] + counts[start - 1] + counts[start + 1] for start in counts}
    common = [start for start, count in near_counts.items() if count >= least_count]
    leftmost = min(common or counts)
    return min(start for start in starts if start >= leftmost - 1.5)
