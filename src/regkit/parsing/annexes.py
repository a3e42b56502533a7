"""Find and read the annexes (附件), whose articles are numbered anew."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, pairwise

from regkit.codes import ProblemCode
from regkit.model.address import Number
from regkit.model.tree import Annex
from regkit.parsing import grammar
from regkit.parsing.body import looks_like_signature, read_body
from regkit.parsing.chains import WIDEST_GAP
from regkit.parsing.headings import settle_headings
from regkit.parsing.kinds import NONE, LineKind, ParsedLine
from regkit.parsing.lines import positions
from regkit.parsing.numbering import ends_a_sentence, settle_articles
from regkit.parsing.reports import Reports

# In characters: the longest line that may be the heading of an annex.
LONGEST_ANNEX_HEADING = 60
_ONE = Number(1)


def find_annexes(lines: list[ParsedLine]) -> int:
    """The index of the line where the annexes begin, or the number of lines if there are none.

    Annexes come after a numbered provision. If the numbering of the text continues below a line that looks like
    the head of an annex, that line is part of the text.
    """
    last = NONE
    pending: list[int] = []
    for index, line in enumerate(lines):
        if line.kind is LineKind.ANNEX:
            if last.value and begins_annex(line, lines[index - 1]):
                pending.append(index)
        elif line.kind is LineKind.ARTICLE or (line.kind is LineKind.DIVISION and not pending):
            if (
                pending
                and line.number.value > last.value
                and line.number.value <= last.value + 1 + WIDEST_GAP
            ):
                pending.clear()
            if not pending and not (line.kind is LineKind.DIVISION and last.value):
                last = line.last
    if pending:
        return pending[0]
    return find_unnamed_annex(lines)


def begins_annex(line: ParsedLine, before: ParsedLine | None) -> bool:
    """Whether a line that looks like the head of an annex is one; `before` is the line above it."""
    ended = before is None or ends_a_sentence(before) or looks_like_signature(before)
    return ended and len(line.rest) <= LONGEST_ANNEX_HEADING and line.text[-1] not in "。；"


def find_unnamed_annex(lines: list[ParsedLine]) -> int:
    """The index of the first table title after the last article, or the number of lines if there is none.

    Some texts print tables below the last article under a title that does not contain the word 附.
    """
    index = len(lines)
    for candidate in range(len(lines) - 1, 0, -1):
        line = lines[candidate]
        if line.kind is LineKind.ARTICLE:
            return index
        if line.kind is LineKind.HEADING:
            break
        titled = line.kind is LineKind.TEXT and len(line.text) <= LONGEST_ANNEX_HEADING
        if titled and ends_a_sentence(lines[candidate - 1]) and grammar.TABLE_TITLE.match(line.text):
            index = candidate
    # Without an article above it, it is not an annex.
    return len(lines)


def read_annexes(lines: list[ParsedLine], reports: Reports) -> tuple[tuple[Annex, ...], list[int]]:
    """The annexes that the lines contain, and the line number of each of their provisions in walking order.

    The first line must be the head of the first annex. Line numbers count from 1.
    """
    if not lines:
        return (), []
    heads = [0] + [
        index
        for index in range(1, len(lines))
        if lines[index].kind is LineKind.ANNEX and begins_annex(lines[index], lines[index - 1])
    ]
    printed = {lines[i].number for i in heads if lines[i].numbered and lines[i].kind is LineKind.ANNEX}
    seen: set[Number] = set()
    unused_numbers = _unused_numbers(printed)
    annexes: list[Annex] = []
    line_numbers: list[int] = []
    for start, end in pairwise([*heads, len(lines)]):
        head = lines[start]
        named = head.kind is LineKind.ANNEX
        # A printed number is kept; an annex without one gets the lowest number that is not used yet.
        number = head.number if named and head.numbered else next(unused_numbers)
        if number in seen:
            reports.add(
                ProblemCode.ANNEX_REPEAT, head, f"“{head.label}”重复出现。", "请改正其中一个附件的编号。"
            )
        seen.add(number)
        line_numbers.append(head.line_number)
        annexes.append(_annex(head, named, number, lines[start + 1 : end], reports, line_numbers))
    return tuple(annexes), line_numbers


def _annex(
    head: ParsedLine,
    named: bool,
    number: Number,
    lines: list[ParsedLine],
    reports: Reports,
    line_numbers: list[int],
) -> Annex:
    label = head.label if named else None
    heading = (head.rest if named else head.text) or None
    heads = positions(lines)[LineKind.ARTICLE]
    # Only a 第一条 begins articles of an annex; anything else is a citation.
    ignored = Reports()
    lines, articles = (
        settle_articles(lines, heads, ignored) if heads and lines[heads[0]].number == _ONE else (lines, [])
    )
    if not articles:
        return Annex(number=number, label=label, heading=heading, text="\n".join(_texts(lines)))
    headings = settle_headings(lines, articles, positions(lines)[LineKind.HEADING], 0, ignored)
    reports.unsettled |= ignored.unsettled
    start = min([articles[0], *(index for index in headings if index < articles[0])])
    headings = {index: heading for index, heading in headings.items() if index >= start}
    # An annex has no signature in the tree, so names and dates at its end stay in its last article.
    body = read_body(lines, articles, headings, start, reports, may_be_signed=False)
    line_numbers.extend(body.line_numbers)
    return Annex(
        number=number,
        label=label,
        heading=heading,
        text="\n".join(_texts(lines[:start])),
        children=(*body.children,),
    )


def _texts(lines: list[ParsedLine]) -> list[str]:
    return [line.text for line in lines]


def _unused_numbers(printed: set[Number]) -> Iterator[Number]:
    return (number for number in map(Number, count(1)) if number not in printed)
