"""What a text quotes. A decision quotes whole articles, line after line, and what it quotes is not its own.

Two styles are in use: each quoted line opens with “ again and only the last one closes, or only the first opens. What stands
between is told by depth; where ” is missing, the quotation ends before the next instruction.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

import msgspec

from regkit.rule import Rule
from regkit.text.grammar import CHINESE_TO_99

# What leads a quotation in stands right before it.
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
    # 三、 or 3. and, right after it, what is to be done.
    (?:[{CHINESE_TO_99}百]{{1,5}}、|[0-9]{{1,3}}[.．、])[ \u3000]{{0,2}}
    (?:
        [^“”。；]{{0,60}}(?:修改为|改为第|增加[{CHINESE_TO_99}两]{{1,3}}[编章节条款项])
        |(?:删去|删除)(?:第|[^“”。；]{{0,20}}第|《)
        |本(?:决定|修正案)自
    )
    # Without a number: the sentence that closes the decision.
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
SIGN = Rule("a quotation opens or closes", "[“”]", matches=("“", "”"), rejects=("‘", '"'))
_SENTENCE_ENDS = frozenset("。；！？")
_AFTER_CLOSING = "。；，、 \u3000"
# After so many that have no end none is followed any more, or a hostile text would be read again for each.
_MOST_WITHOUT_END = 20


class Quotations(msgspec.Struct, frozen=True):
    """The quotations of some lines: stretches from “ to ”, counted in the lines joined by line ends, in their order.

    `lines` are the indices of the lines that an instruction above them quotes, `unclosed` those of lines where such a quotation
    begins that has no end of its own.
    """

    stretches: tuple[tuple[int, int], ...] = ()
    lines: frozenset[int] = frozenset()
    unclosed: tuple[int, ...] = ()

    def holds(self, offset: int) -> bool:
        """Whether an offset is within a quotation."""
        at = bisect_right(self.stretches, (offset, sys.maxsize)) - 1
        return at >= 0 and offset < self.stretches[at][1]


NO_QUOTATIONS = Quotations()


def read_quotations(lines: Sequence[str]) -> Quotations:
    """The quotations of a text. One goes on over several lines only where an instruction leads it in."""
    return _Reader(lines).read()


def quoted_by_instruction(text: str) -> Quotations:
    """The quotations of a provision from the first that an instruction in it leads in; one without end goes on to the last word."""
    stretches = _Reader(text.split("\n"), ends_with_text=True).read().stretches
    for at, (begin, _) in enumerate(stretches):
        if _leads_in(text, begin):
            return Quotations(stretches[at:])
    return NO_QUOTATIONS


def _leads_in(text: str, offset: int) -> bool:
    """Whether the words of an instruction stand right before an offset."""
    return bool(INSTRUCTION.search(text, max(0, offset - _LONGEST_LEAD), offset))


class _Reader:
    """Reads lines from the first to the last; `depth` is how many quotations are open, `begin` where the outermost begins."""

    def __init__(self, lines: Sequence[str], *, ends_with_text: bool = False) -> None:
        self.lines = lines
        self.ends_with_text = ends_with_text
        self.starts = [0, *accumulate(len(line) + 1 for line in lines)]
        self.stretches: list[tuple[int, int]] = []
        self.quoted: set[int] = set()
        self.unclosed: list[int] = []
        self.without_end = 0

    def read(self) -> Quotations:
        index = 0
        while index < len(self.lines):
            if "“" not in self.lines[index]:
                index += 1
                continue
            is_quoted = self._is_led_in(index)
            if is_quoted:
                self.quoted.add(index)
            depth, begin = self._scan(index, 0, 0)
            if depth and (is_quoted or _leads_in(self.lines[index], begin - self.starts[index])):
                index = self._follow(index, depth, begin)
            else:
                if depth:
                    self.stretches.append((begin, self.starts[index + 1] - 1))
                index += 1
        return Quotations(tuple(self.stretches), frozenset(self.quoted), tuple(self.unclosed))

    def _scan(self, index: int, depth: int, begin: int) -> tuple[int, int]:
        """Read one line in which so many quotations are open, and return how many are at its end, and where the outermost begins."""
        line, start = self.lines[index], self.starts[index]
        for found in SIGN.finditer(line, 1 if depth and _opens_again(line) else 0):
            if found[0] == "“":
                begin = begin if depth else start + found.start()
                depth += 1
            elif depth:
                depth -= 1
                if not depth:
                    self.stretches.append((begin, start + found.end()))
        return depth, begin

    def _follow(self, first: int, depth: int, begin: int) -> int:
        """Read on from a line whose quotation is open at its end, and return the index of the first line after it."""
        known, opened = len(self.stretches), begin
        for index in range(first + 1, len(self.lines)):
            if self.without_end > _MOST_WITHOUT_END:
                break
            if NEXT_INSTRUCTION.match(self.lines[index]):
                self.stretches.append((begin, self.starts[index] - 1))
                self.quoted.update(range(first + 1, index))
                self.unclosed.append(first)
                return index
            depth, begin = self._scan(index, depth, begin)
            if not depth:
                self.quoted.update(range(first + 1, index + 1))
                return index + 1
        if self.ends_with_text:
            self.stretches.append((begin, self.starts[-1] - 1))
            return len(self.lines)
        # Without an end nobody can tell what is quoted but what stands beside it.
        self.without_end += 1
        del self.stretches[known:]
        self.stretches.append((opened, self.starts[first + 1] - 1))
        return first + 1

    def _is_led_in(self, index: int) -> bool:
        """Whether a line begins with what the line above it leads in, or goes on with what that quotes."""
        if not index or not self.lines[index].startswith("“"):
            return False
        above = self.lines[index - 1]
        if index - 1 in self.quoted:
            return True
        if above.endswith(("：", ":")):
            return _leads_in(above, len(above))
        # “甲。”“乙。” on two lines are two 款 that one instruction quotes.
        if not self.stretches or not above.rstrip(_AFTER_CLOSING).endswith("”"):
            return False
        begin = self.stretches[-1][0] - self.starts[index - 1]
        return begin >= 0 and _leads_in(above, begin)


def _opens_again(line: str) -> bool:
    """Whether “ at the beginning of a quoted line only says that it is still quoted, and opens no word of its own.

    It is closed by none on its line, or by the one that closes all of it.
    """
    if not line.startswith("“"):
        return False
    depth = 0
    for found in SIGN.finditer(line):
        depth += 1 if found[0] == "“" else -1
        if not depth:
            end = found.end()
            return not line[end:].strip(_AFTER_CLOSING) or line[end - 2] in _SENTENCE_ENDS
    return True
