"""PDF: which printed lines are one natural paragraph, told by where they begin and end on the page."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Sequence
from statistics import median

import msgspec

from regkit.notations.pdf.grammar import LABEL_START
from regkit.printing.grammar import PAGE_NUMBER

# In parts of the size of a character: where a line begins that is indented, how far from the middle a centred one may be, and how
# much lines differ by chance.
_INDENT, _CENTRED, _SLACK = 0.8, 0.8, 0.3
# So many parts of all lines are indented where paragraphs are.
_MOST_INDENTED = 0.12
# So much farther than usual from the line above is a paragraph of its own.
_APART = 1.6

_ENDS = ("。", "；", "：")
_EVENTS = ("通过", "批准", "公布", "发布", "修正", "修订", "施行", "会议")


class PrintedLine(msgspec.Struct, frozen=True, gc=False):
    """A line of a page, in points; `column` is 0 where there is one, else 1 or 2."""

    text: str
    left: float
    right: float
    bottom: float
    size: float
    page: int
    column: int


class PdfParagraph(msgspec.Struct, gc=False):
    """A natural paragraph, the page on which it begins, and whether it might go on the one before as well."""

    text: str
    page: int
    unsure: bool = False


def paragraphs_of(lines: Sequence[PrintedLine]) -> tuple[list[PdfParagraph], bool]:
    """The paragraphs in reading order, across pages; and whether lines at the edges of pages were left out."""
    edges = _edges(lines)
    body = [line for line in lines if line not in edges]
    joiner = _Joiner(body)
    found: list[PdfParagraph] = []
    for index, line in enumerate(body):
        if index and joiner.goes_on(body[index - 1], line):
            found[-1].text = _joined(found[-1].text, line.text)
        else:
            unsure = bool(index) and joiner.is_unsure(body[index - 1], line)
            found.append(PdfParagraph(line.text, line.page, unsure))
    return found, bool(edges)


def _joined(text: str, more: str) -> str:
    words = text[-1:].isascii() and text[-1:].isalnum() and more[:1].isascii() and more[:1].isalnum()
    return f"{text} {more}" if words else text + more


class _Joiner:
    """Decides by the margins of the whole document."""

    def __init__(self, lines: Sequence[PrintedLine]) -> None:
        by_column: dict[int, list[PrintedLine]] = defaultdict(list)
        for line in lines:
            by_column[line.column].append(line)
        self._left = {column: _margin([line.left for line in own]) for column, own in by_column.items()}
        self._right = {column: -_margin(_ends_of(own)) for column, own in by_column.items()}
        pitches = [
            above.bottom - below.bottom
            for above, below in itertools.pairwise(lines)
            if above.page == below.page and above.column == below.column and above.size == below.size
        ]
        self._pitch = median(pitch for pitch in pitches if pitch > 0) if any(p > 0 for p in pitches) else 0.0
        indented = sum(_INDENT < self._indent(line) < 3 for line in lines)
        self._indents = indented > _MOST_INDENTED * len(lines)

    def goes_on(self, before: PrintedLine, line: PrintedLine) -> bool:
        """Whether a line is the same paragraph as the one before it."""
        if abs(before.size - line.size) > 0.08 * before.size or self._is_far(before, line):
            return False
        if _is_next_event(before.text, line.text):
            return False
        if self._is_centred(before) or (self._is_centred(line) and not self._is_indented(line)):
            goes_on = self._empty(before) < _wanted(line.text) and self._is_symmetrical(line)
            return goes_on and not LABEL_START.match(line.text)
        if self._indent(line) > _INDENT or self._room(before) > _wanted(line.text):
            return False
        # Where nothing is indented, a number at the start of a line begins a paragraph, and a full line that ends a sentence
        # ends one more often than not.
        return self._indents or not (LABEL_START.match(line.text) or before.text.endswith(_ENDS))

    def is_unsure(self, before: PrintedLine, line: PrintedLine) -> bool:
        """Whether a line that begins a paragraph looks just as one would that does not."""
        full = self._room(before) <= _wanted(line.text) and self._indent(line) <= _INDENT
        alike = abs(before.size - line.size) <= 0.08 * before.size and not self._is_far(before, line)
        return not self._indents and full and alike and not LABEL_START.match(line.text)

    def _is_indented(self, line: PrintedLine) -> bool:
        """Whether a line begins where paragraphs do, which a centred one may do by chance."""
        return self._indents and abs(self._indent(line) - 2) < 0.5

    def _is_far(self, before: PrintedLine, line: PrintedLine) -> bool:
        same = before.page == line.page and before.column == line.column
        return same and self._pitch > 0 and before.bottom - line.bottom > _APART * self._pitch

    def _indent(self, line: PrintedLine) -> float:
        return (line.left - self._left[line.column]) / line.size

    def _room(self, line: PrintedLine) -> float:
        return (self._right[line.column] - line.right) / line.size

    def _is_symmetrical(self, line: PrintedLine) -> bool:
        return abs(self._indent(line) - self._room(line)) < _CENTRED

    def _is_centred(self, line: PrintedLine) -> bool:
        indent, room = self._indent(line), self._room(line)
        # A long one is told from a full line of a paragraph by being exactly in the middle, and not at the margin.
        exactly = abs(indent - room) < 0.06 and min(indent, room) > 0.08
        return exactly or (indent > 0.5 and self._is_symmetrical(line))

    def _empty(self, line: PrintedLine) -> float:
        """How much of a line is empty on both sides; a centred one that goes on has no room for what may not begin the next."""
        return self._indent(line) + self._room(line)


def _wanted(text: str) -> float:
    """How much room the beginning of a line would have wanted at the end of the line before, in characters, and a little more."""
    first = text[0]
    if first.isascii():
        word = next(
            (index for index, sign in enumerate(text) if not (sign.isascii() and sign.isalnum())), len(text)
        )
        return 0.55 * max(word, 1) + _SLACK
    after = text[1:].lstrip("，。、；：！？）》〉”’」』】〕…")
    closing = len(text) - 1 - len(after)
    # What opens a bracket does not stand at the end of a line.
    opening = 1 if first in "（《〈“‘「『【〔" else 0
    return 1 + min(closing, 2) + opening + _SLACK


def _is_next_event(before: str, text: str) -> bool:
    """Whether 题注 tell of something else: each begins with its day, after one that has ended."""
    begins = text[:4].isdecimal() and text[4:5] == "年"
    return begins and before.rstrip("）)").endswith(_EVENTS)


def _ends_of(lines: Sequence[PrintedLine]) -> list[float]:
    """Where lines end, from the right. Signs may hang over the margin, so that they do not tell of it."""
    ends = [-line.right for line in lines if line.text[-1] not in "，。、；：！？）》”"]
    return ends or [-line.right for line in lines]


def _margin(starts: Sequence[float]) -> float:
    """The leftmost place at which several lines begin."""
    counts = Counter(round(start) for start in starts)
    most = max(2, len(starts) // 100)
    near = {start: counts[start] + counts[start - 1] + counts[start + 1] for start in counts}
    common = [start for start, times in near.items() if times >= most]
    least = min(common or counts)
    return min(start for start in starts if start >= least - 1.5)


def _edges(lines: Sequence[PrintedLine]) -> set[PrintedLine]:
    """Page numbers, and the heads and feet that pages have in common."""
    pages: dict[int, list[PrintedLine]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    outermost: list[PrintedLine] = []
    for own in pages.values():
        ordered = sorted(own, key=lambda line: -line.bottom)
        outermost += {*ordered[:2], *ordered[-2:]} if len(ordered) > 4 else set(ordered)
    repeated = Counter(_pattern(line) for line in outermost)
    found = set()
    for line in outermost:
        ordered = sorted(pages[line.page], key=lambda each: -each.bottom)
        is_number = line in (ordered[0], ordered[-1]) and bool(PAGE_NUMBER.match(line.text.strip()))
        if is_number or repeated[_pattern(line)] > max(2, len(pages) // 2):
            found.add(line)
    return found


def _pattern(line: PrintedLine) -> tuple[str, int]:
    """What a line has in common with the same line of other pages: its words without numbers, and its height."""
    words = "".join("#" if sign.isdecimal() else sign for sign in line.text)
    while "##" in words:
        words = words.replace("##", "#")
    return words, round(line.bottom / 4)
