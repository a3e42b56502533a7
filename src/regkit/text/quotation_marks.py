"""Pairs of quotation marks over many lines. Which words introduce a quotation, and which line cannot be quoted, the caller says.

Two styles are in use: every quoted line begins with “ and only the last one ends with ”, or only the first line begins with “.
The end is found by counting open quotations.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

import msgspec

from regkit.rule import Rule

# In characters: how far before a quotation the words that introduce it are searched for.
_LONGEST_LEAD = 260
QUOTATION_MARK = Rule(
    "an opening or closing quotation mark",
    '[“”‘’「」『』"]',
    matches=("“", "”", '"', "「"),
    rejects=("《", "'"),
)
# The closing mark of a quotation by the mark that opens it. ” opens one that is misprinted.
_CLOSING = {"“": "”", "‘": "’", "「": "」", "『": "』", '"': '"', "”": "”"}
# The mark that opens another quotation inside, by the mark that opens the outer one.
_INNER = {"“": "“", "‘": "‘", "「": "「", "『": "『", '"': '"', "”": "“"}
# A mark other than “ opens a quotation only right after one of these characters, and after words that introduce it.
_BEFORE_OTHER_MARKS = frozenset("：:为成作下条款项的容改正）")
_BEFORE_MISPRINTED_MARK = frozenset("：:为")
_SENTENCE_ENDS = frozenset("。；！？")
# Characters that may follow the last closing mark of a quotation.
_AFTER_CLOSING = "。；，、 \u3000"
# After more than this many quotations were followed farther than they reach, no further one is followed over several lines: in
# a hostile text that would take quadratic time.
_MOST_IN_VAIN = 20


class QuotationRules(msgspec.Struct, frozen=True):
    """The words around quotations that span several lines.

    `introduction` is searched for right before the opening mark. A line that begins with `following` is never quoted; a line
    that begins with `perhaps_following` is not quoted if the quotation above it has no closing mark.
    """

    introduction: Rule
    following: Rule
    perhaps_following: Rule


class Quotations(msgspec.Struct, frozen=True):
    """The quotations in lines.

    `spans` are the start and end (exclusive) of each quotation, including its marks, in order, as offsets in the lines joined by
    line feeds. `lines` are the indexes, from 0, of lines that are quoted because of words above them. The other fields are the
    indexes of lines with the beginning of a quotation that is not closed: `unclosed` if it was ended before a line that cannot
    be quoted, `endless` if there is no such line and it was ended with its first line, `unintroduced` if it was ended with its
    first line because no words introduce it.
    """

    spans: tuple[tuple[int, int], ...] = ()
    lines: frozenset[int] = frozenset()
    unclosed: tuple[int, ...] = ()
    endless: tuple[int, ...] = ()
    unintroduced: tuple[int, ...] = ()

    def holds(self, offset: int) -> bool:
        """Whether the character at an offset is in a quotation, counting its marks."""
        last = bisect_right(self.spans, (offset, sys.maxsize)) - 1
        return last >= 0 and offset < self.spans[last][1]


NO_QUOTATIONS = Quotations()


def _has_marks(text: str) -> bool:
    """Whether a text contains a mark that may open a quotation."""
    return "“" in text or "”" in text or "‘" in text or "「" in text or "『" in text or '"' in text


def marks_in(text: str) -> tuple[str, ...]:
    """The marks that may open a quotation in a text; other marks than “ only if their closing marks are there too."""
    # Closing marks are found faster than opening ones.
    return tuple([mark for mark, closing in _CLOSING.items() if mark == "“" or closing in text])


def read_marks(lines: Sequence[str], rules: QuotationRules, *, ends_with_text: bool = False) -> Quotations:
    """The quotations in the lines of a text. Only a quotation that is introduced can span several lines.

    With `ends_with_text`, an introduced quotation without an end extends to the end of the text, not of its first line.
    """
    return _Reader(lines, rules, ends_with_text=ends_with_text).read()


def is_introduced(text: str, offset: int, rules: QuotationRules) -> bool:
    """Whether words that introduce a quotation end right before an offset."""
    return bool(rules.introduction.search(text, max(0, offset - _LONGEST_LEAD), offset))


class _OpenQuotation(msgspec.Struct, frozen=True):
    """Open quotations: how many, and the opening mark and the offset of the outermost of them."""

    depth: int = 0
    mark: str = "“"
    begin: int = 0


_NOTHING_OPEN = _OpenQuotation()


class _Reader:
    """Reads lines in order."""

    def __init__(self, lines: Sequence[str], rules: QuotationRules, *, ends_with_text: bool) -> None:
        self.lines = lines
        self.rules = rules
        self.ends_with_text = ends_with_text
        self.starts = [0, *accumulate(len(line) + 1 for line in lines)]
        self.spans: list[tuple[int, int]] = []
        self.quoted: set[int] = set()
        self.unclosed: list[int] = []
        self.endless: list[int] = []
        self.unintroduced: list[int] = []
        self.last_mark = "“"
        self.awaited = ""
        self.in_vain = 0

    def read(self) -> Quotations:
        """The quotations in all lines."""
        index = 0
        while index < len(self.lines):
            if not _has_marks(self.lines[index]):
                index += 1
                continue
            is_quoted = self._is_introduced_above(index)
            if is_quoted:
                self.quoted.add(index)
            opened = self._scan(index, _NOTHING_OPEN)
            if not opened.depth:
                if self.awaited:
                    self.unintroduced.append(index)
                index += 1
            elif is_quoted or is_introduced(self.lines[index], opened.begin - self.starts[index], self.rules):
                index = self._follow(index, opened)
            else:
                self.unintroduced.append(index)
                index = self._end_with_line(index, opened)
        return Quotations(
            tuple(self.spans),
            frozenset(self.quoted),
            tuple(self.unclosed),
            tuple(self.endless),
            tuple(self.unintroduced),
        )

    def _scan(self, index: int, opened: _OpenQuotation) -> _OpenQuotation:
        """Read one line, given what is open at its start; returns what is open at its end."""
        line, start = self.lines[index], self.starts[index]
        depth, mark, begin = opened.depth, opened.mark, opened.begin
        # The closing mark of a quotation that nothing introduces, in other marks than “ and ”.
        self.awaited = ""
        for match in QUOTATION_MARK.finditer(line, 1 if depth and _opens_again(line, mark) else 0):
            sign, offset = match[0], match.start()
            if not depth:
                if sign == self.awaited:
                    self.awaited = ""
                elif sign == "“" or (sign in _CLOSING and self._opens(index, offset)):
                    depth, mark, begin = 1, sign, start + offset
                elif sign in _CLOSING and sign != "”":
                    self.awaited = _CLOSING[sign]
            elif sign == _INNER[mark] and (sign != _CLOSING[mark] or _opens_line(line, offset)):
                depth += 1
            elif sign == _CLOSING[mark]:
                depth -= 1
                if not depth:
                    self.spans.append((begin, start + offset + 1))
        self.last_mark = mark
        return _OpenQuotation(depth, mark, begin)

    def _opens(self, index: int, offset: int) -> bool:
        """Whether a mark other than “ opens a quotation: whether one is introduced right before it."""
        if not offset:
            return index in self.quoted
        line = self.lines[index]
        before = _BEFORE_MISPRINTED_MARK if line[offset] == "”" else _BEFORE_OTHER_MARKS
        return line[offset - 1] in before and is_introduced(line, offset, self.rules)

    def _follow(self, first: int, opened: _OpenQuotation) -> int:
        """Follow the quotation that is open at the end of the line `first`; returns the index of the next line to read."""
        begin, span_count = opened.begin, len(self.spans)
        # The first line that perhaps follows the quotation, the quotation open there, and the number of spans before it.
        perhaps: tuple[int, int, int] | None = None
        for index in range(first + 1, len(self.lines)):
            if self.in_vain > _MOST_IN_VAIN:
                break
            line = self.lines[index]
            if self.rules.following.match(line):
                if perhaps:
                    self.in_vain += 1
                perhaps = perhaps or (index, opened.begin, len(self.spans))
                break
            if perhaps is None and self.rules.perhaps_following.match(line):
                perhaps = (index, opened.begin, len(self.spans))
            opened = self._scan(index, opened)
            if not opened.depth:
                self.quoted.update(range(first + 1, index + 1))
                return index + 1
        else:
            self.in_vain += 1
        if perhaps:
            return self._end_before(first, *perhaps)
        del self.spans[span_count:]
        if self.ends_with_text:
            self.spans.append((begin, self.starts[-1] - 1))
            return len(self.lines)
        # Without an end, only the rest of the first line is certainly quoted.
        self.endless.append(first)
        return self._end_with_line(first, _OpenQuotation(begin=begin))

    def _end_before(self, first: int, index: int, begin: int, span_count: int) -> int:
        """End the quotation that is open since the line `first` before another line; returns the index of that line."""
        del self.spans[span_count:]
        self.spans.append((begin, self.starts[index] - 1))
        self.quoted.update(range(first + 1, index))
        self.unclosed.append(bisect_right(self.starts, begin) - 1)
        return index

    def _end_with_line(self, index: int, opened: _OpenQuotation) -> int:
        """End the open quotation at the end of a line; returns the index of the next line."""
        self.spans.append((opened.begin, self.starts[index + 1] - 1))
        return index + 1

    def _is_introduced_above(self, index: int) -> bool:
        """Whether a line begins with a quotation that the line above introduces, or that continues the quotation there."""
        mark = self.lines[index][0]
        if not index or mark not in _CLOSING:
            return False
        above = self.lines[index - 1]
        if index - 1 in self.quoted:
            return mark == self.last_mark
        if is_introduced(above, len(above), self.rules):
            return not above.endswith(("，", "、"))
        # “甲。” and “乙。” on consecutive lines are two paragraphs (款) that one instruction quotes.
        closing = _CLOSING[self.last_mark]
        if not self.spans or mark != self.last_mark or not above.rstrip(_AFTER_CLOSING).endswith(closing):
            return False
        begin = self.spans[-1][0] - self.starts[index - 1]
        return begin >= 0 and is_introduced(above, begin, self.rules)


def _opens_line(line: str, offset: int) -> bool:
    """Whether a mark that may open or close a quotation opens one, because it begins a line with more text."""
    return not offset and bool(line[1:].strip(_AFTER_CLOSING))


def _opens_again(line: str, mark: str) -> bool:
    """Whether the mark at the beginning of a quoted line only repeats the opening mark, and does not open an inner quotation.

    That is so if no closing mark on the line closes it, or if the one that does is at the end of the line or follows a
    complete sentence.
    """
    if not line.startswith(mark) or (mark == _CLOSING[mark] and not _opens_line(line, 0)):
        return False
    depth = 1
    for match in QUOTATION_MARK.finditer(line, 1):
        if match[0] == _CLOSING[mark]:
            depth -= 1
        elif match[0] == _INNER[mark]:
            depth += 1
        if not depth:
            end = match.end()
            return not line[end:].strip(_AFTER_CLOSING) or line[end - 2] in _SENTENCE_ENDS
    return True
