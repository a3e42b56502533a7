"""Finds quotations. A decision quotes whole articles over many lines, and quoted articles are not part of the decision itself.

Two styles are in use: every quoted line begins with “ and only the last one ends with ”, or only the first line begins with “.
The end is found by counting open quotations; where ” is missing, the quotation ends before the next instruction.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

import msgspec

from regkit.rule import Rule
from regkit.text.grammar import CHINESE_TO_99

# In characters: how far before a quotation the words of its instruction are searched for.
_LONGEST_LEAD = 60
INSTRUCTION = Rule(
    "the words of an instruction right before what it quotes",
    r"(?:修改为|改为|表述为|增写|增加|作为第)[^“”。；]{0,40}\Z",
    matches=("修改为：", "修改为:", "作为第二款：", "增加一项，作为第十一项", "改为第七条，修改为："),
    rejects=("本条例所称", "增加罚款。", "规定："),
)
NEXT_INSTRUCTION = Rule(
    "a line that begins another instruction, or closes the decision",
    rf"""
    # 三、 or 3. and, right after it, the instruction.
    (?:[{CHINESE_TO_99}百]{{1,5}}、|[0-9]{{1,3}}[.．、])[ \u3000]{{0,2}}
    (?:
        [^“”。；]{{0,60}}(?:修改为|改为第|增加[{CHINESE_TO_99}两]{{1,3}}[编章节条款项])
        |(?:删去|删除)(?:第|[^“”。；]{{0,20}}第|《)
        |本(?:决定|修正案)自
    )
    # Without a number: the final sentence of the decision.
    |本(?:决定|修正案)自
    """,
    verbose=True,
    matches=(
        "三、将第二条修改为：“甲。”",
        "十二、删去刑法第一百九十九条。",
        "2.将第六条修改为：",
        "三、在第四十九条中增加一款作为第二款：",
        "本决定自公布之日起施行。",
    ),
    rejects=("（一）甲；", "1．删除个人信息；", "一、管辖", "第三条　甲。", "本规定自公布之日起施行。"),
)
QUOTATION_MARK = Rule("an opening or closing quotation mark", "[“”]", matches=("“", "”"), rejects=("‘", '"'))
_SENTENCE_ENDS = frozenset("。；！？")
# Characters that may follow the last closing mark of a quotation.
_AFTER_CLOSING = "。；，、 \u3000"
# After more than this many quotations without an end, no further one is followed over several lines: in a hostile text each
# would be followed to the end of the text.
_MOST_WITHOUT_END = 20


class Quotations(msgspec.Struct, frozen=True):
    """The quotations in lines.

    `spans` are the start and end (exclusive) of each quotation, including its marks, in order, as offsets in the lines joined by
    line feeds. `lines` are the indexes, from 0, of lines that an instruction above them quotes. `unclosed` are the indexes of
    lines with the beginning of a quotation that had to be ended before the next instruction.
    """

    spans: tuple[tuple[int, int], ...] = ()
    lines: frozenset[int] = frozenset()
    unclosed: tuple[int, ...] = ()

    def holds(self, offset: int) -> bool:
        """Whether the character at an offset is in a quotation, counting its marks."""
        last = bisect_right(self.spans, (offset, sys.maxsize)) - 1
        return last >= 0 and offset < self.spans[last][1]


NO_QUOTATIONS = Quotations()


def read_quotations(lines: Sequence[str]) -> Quotations:
    """The quotations in the lines of a text. Only a quotation introduced by an instruction can span several lines."""
    return _Reader(lines).read()


def quoted_by_instruction(text: str) -> Quotations:
    """The quotations in the text of a provision from the first one that an instruction introduces, none if there is none.

    A quotation without an end extends to the end of the text.
    """
    spans = _Reader(text.split("\n"), ends_with_text=True).read().spans
    for first, (start, _) in enumerate(spans):
        if _is_introduced(text, start):
            return Quotations(spans[first:])
    return NO_QUOTATIONS


def _is_introduced(text: str, offset: int) -> bool:
    """Whether the words of an instruction end right before an offset."""
    return bool(INSTRUCTION.search(text, max(0, offset - _LONGEST_LEAD), offset))


class _Reader:
    """Reads lines in order.

    In its methods `depth` is the number of open quotations, and `begin` the offset of the outermost of them.
    """

    def __init__(self, lines: Sequence[str], *, ends_with_text: bool = False) -> None:
        self.lines = lines
        self.ends_with_text = ends_with_text
        self.starts = [0, *accumulate(len(line) + 1 for line in lines)]
        self.spans: list[tuple[int, int]] = []
        self.quoted: set[int] = set()
        self.unclosed: list[int] = []
        self.without_end = 0

    def read(self) -> Quotations:
        """The quotations in all lines."""
        index = 0
        while index < len(self.lines):
            if "“" not in self.lines[index]:
                index += 1
                continue
            is_quoted = self._is_introduced_above(index)
            if is_quoted:
                self.quoted.add(index)
            depth, begin = self._scan(index, 0, 0)
            if depth and (is_quoted or _is_introduced(self.lines[index], begin - self.starts[index])):
                index = self._follow(index, depth, begin)
            else:
                if depth:
                    self.spans.append((begin, self.starts[index + 1] - 1))
                index += 1
        return Quotations(tuple(self.spans), frozenset(self.quoted), tuple(self.unclosed))

    def _scan(self, index: int, depth: int, begin: int) -> tuple[int, int]:
        """Read one line, given depth and begin at its start; returns those at its end."""
        line, start = self.lines[index], self.starts[index]
        for mark in QUOTATION_MARK.finditer(line, 1 if depth and _opens_again(line) else 0):
            if mark[0] == "“":
                begin = begin if depth else start + mark.start()
                depth += 1
            elif depth:
                depth -= 1
                if not depth:
                    self.spans.append((begin, start + mark.end()))
        return depth, begin

    def _follow(self, first: int, depth: int, begin: int) -> int:
        """Follow the quotation that is open at the end of the line `first`; returns the index of the next line to read."""
        span_count, first_begin = len(self.spans), begin
        for index in range(first + 1, len(self.lines)):
            if self.without_end > _MOST_WITHOUT_END:
                break
            if NEXT_INSTRUCTION.match(self.lines[index]):
                self.spans.append((begin, self.starts[index] - 1))
                self.quoted.update(range(first + 1, index))
                self.unclosed.append(first)
                return index
            depth, begin = self._scan(index, depth, begin)
            if not depth:
                self.quoted.update(range(first + 1, index + 1))
                return index + 1
        if self.ends_with_text:
            self.spans.append((begin, self.starts[-1] - 1))
            return len(self.lines)
        # Without an end, only the rest of the first line is certainly quoted.
        self.without_end += 1
        del self.spans[span_count:]
        self.spans.append((first_begin, self.starts[first + 1] - 1))
        return first + 1

    def _is_introduced_above(self, index: int) -> bool:
        """Whether a line begins with a quotation that the line above introduces, or that continues the quotation there."""
        if not index or not self.lines[index].startswith("“"):
            return False
        above = self.lines[index - 1]
        if index - 1 in self.quoted:
            return True
        if above.endswith(("：", ":")):
            return _is_introduced(above, len(above))
        # “甲。” and “乙。” on consecutive lines are two paragraphs (款) that one instruction quotes.
        if not self.spans or not above.rstrip(_AFTER_CLOSING).endswith("”"):
            return False
        begin = self.spans[-1][0] - self.starts[index - 1]
        return begin >= 0 and _is_introduced(above, begin)


def _opens_again(line: str) -> bool:
    """Whether “ at the beginning of a quoted line only repeats the opening mark, and does not open an inner quotation.

    That is so if no ” on the line closes it, or if the ” that does is at the end of the line or follows a complete sentence.
    """
    if not line.startswith("“"):
        return False
    depth = 0
    for mark in QUOTATION_MARK.finditer(line):
        depth += 1 if mark[0] == "“" else -1
        if not depth:
            end = mark.end()
            return not line[end:].strip(_AFTER_CLOSING) or line[end - 2] in _SENTENCE_ENDS
    return True
