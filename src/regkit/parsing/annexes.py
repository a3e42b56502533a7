"""Read the annexes (附件), whose articles are numbered anew."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, pairwise, takewhile

from regkit.codes import ProblemCode
from regkit.model.address import Number, Step
from regkit.model.levels import Level
from regkit.model.tree import Annex
from regkit.parsing.body import read_body
from regkit.parsing.closing import begins_annex, looks_like_annex, report_unsure_annex, word_of
from regkit.parsing.headings import settle_headings
from regkit.parsing.kinds import LineKind, ParsedLine
from regkit.parsing.lines import positions
from regkit.parsing.numbering import settle_articles
from regkit.parsing.reports import Reports

_ONE = Number(1)


def read_annexes(lines: list[ParsedLine], reports: Reports) -> tuple[tuple[Annex, ...], list[int]]:
    """The annexes that the lines contain, and the line number of each of their provisions in walking order.

    The first line must be the head of the first annex. Line numbers count from 1.
    """
    if not lines:
        return (), []
    heads = [0]
    for index in range(1, len(lines)):
        if lines[index].kind is LineKind.ANNEX and begins_annex(lines, index, lines[heads[-1]]):
            heads.append(index)
        elif looks_like_annex(lines, index):
            report_unsure_annex(lines[index], reports)
    own_words, own_numbers = _own_numbers([lines[i] for i in heads])
    seen: set[tuple[str, Number]] = set()
    unused_numbers = _unused_numbers(own_numbers)
    annexes: list[Annex] = []
    line_numbers: list[int] = []
    for start, end in pairwise([*heads, len(lines)]):
        head = lines[start]
        named = head.kind is LineKind.ANNEX
        # A printed number is kept; an annex without one of its own gets the lowest number that is not used yet.
        keeps = named and head.numbered and word_of(head) in own_words
        number = head.number if keeps else next(unused_numbers)
        if named and head.numbered:
            if (word_of(head), head.number) in seen:
                reports.add(
                    ProblemCode.ANNEX_REPEAT, head, f"“{head.label}”重复出现。", "请改正其中一个附件的编号。"
                )
            elif not keeps:
                address = Step(Level.ANNEX, number)
                reports.add(
                    ProblemCode.ANNEX_RENUMBERED,
                    head,
                    f"“{head.label}”与前面名称不同的附件同号，它的地址是{address}。",
                    "查看、比较这个附件时，请用这个地址。",
                )
            seen.add((word_of(head), head.number))
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
    if named and not head.rest:
        _report_listed_titles(lines, reports)
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


def _report_listed_titles(lines: list[ParsedLine], reports: Reports) -> None:
    """Report the titles among the lines of an annex that its first lines list: they may begin annexes without a label."""
    entries = list(takewhile(lambda line: line.kind is LineKind.SUBITEM and line.rest, lines))
    if len(entries) > 1:
        titles = {entry.rest for entry in entries}
        for line in lines[len(entries) :]:
            if line.text in titles:
                report_unsure_annex(line, reports)


def _texts(lines: list[ParsedLine]) -> list[str]:
    return [line.text for line in lines]


def _own_numbers(heads: list[ParsedLine]) -> tuple[set[str], set[Number]]:
    """The words of the annexes whose printed numbers are those of their addresses, and these numbers.

    附表1 and 附图1 have one number; the address of the word that comes first has it.
    """
    by_word: dict[str, set[Number]] = {}
    for head in heads:
        if head.kind is LineKind.ANNEX and head.numbered:
            by_word.setdefault(word_of(head), set()).add(head.number)
    words: set[str] = set()
    taken: set[Number] = set()
    for word, numbers in by_word.items():
        if not taken & numbers:
            words.add(word)
            taken |= numbers
    return words, taken


def _unused_numbers(printed: set[Number]) -> Iterator[Number]:
    return (number for number in map(Number, count(1)) if number not in printed)
