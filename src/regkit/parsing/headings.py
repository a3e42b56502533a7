"""Decide which lines are headings of 编, 章 and 节, including headings that are wrapped or without a label."""

from __future__ import annotations

from bisect import bisect_left

import msgspec

from regkit.codes import ProblemCode
from regkit.model.address import Number
from regkit.model.levels import Level
from regkit.parsing import grammar
from regkit.parsing.irregular import read_spaced, report_marked, report_spaced
from regkit.parsing.kinds import LineKind, ParsedLine, shortened
from regkit.parsing.lines import LONGEST_HEADING, classify
from regkit.parsing.numbering import ends_a_sentence
from regkit.parsing.reports import Reports
from regkit.parsing.unlabelled import (
    Unlabelled,
    find_unlabelled,
    may_be_unlabelled,
)

# In characters: the longest title of a 一、 above articles.
LONGEST_DIVISION_TITLE = 60


class Heading(msgspec.Struct, frozen=True, gc=False):
    """The heading of a 编, 章, 节 or 一、.

    `line` is its first line with level and number, `title` the whole title without the label, and `end` the index
    of its last line.
    """

    line: ParsedLine
    title: str
    end: int


def settle_headings(
    lines: list[ParsedLine], articles: list[int], labelled: list[int], start: int, reports: Reports
) -> dict[int, Heading]:
    """The headings from the line at `start` on, by the index of their first line.

    `articles` are the sorted indices of the lines that begin articles, `labelled` those of the lines that look
    like headings. Headings without a label are numbered by the headings around them, and reported.
    """
    heads = SortedIndices(articles)
    labelled = _accepted_headings(lines, labelled, start, heads)
    _settle_irregular(lines, labelled, reports)
    unlabelled = find_unlabelled(lines, articles, labelled, start)
    headings: dict[int, Heading] = {}
    for index in labelled:
        end = _end_of_heading(lines, index, unlabelled)
        title = lines[index].rest
        if end > index:
            title += "".join([line.text for line in lines[index + 1 : end + 1]])
            reports.unsettled = True
        headings[index] = Heading(lines[index], title, end)
    for index, line in unlabelled.numbered.items():
        end = index
        while end + 1 in unlabelled.second_lines:
            end += 1
        title = "".join(heading_line.text for heading_line in lines[index : end + 1])
        headings[index] = Heading(line, title, end)
        reports.unsettled |= end > index
        if line.number.value:
            _report_unlabelled(line, title, unlabelled.doubtful.get(index), reports)
    _report_uncertain(lines, headings, unlabelled.uncertain, reports)
    return headings


def _report_uncertain(
    lines: list[ParsedLine], headings: dict[int, Heading], uncertain: dict[int, str], reports: Reports
) -> None:
    """Report the lines that may be headings, each with what it could be, unless they turned out to belong to one."""
    if not uncertain:
        return
    continued = {index for heading in headings for index in range(heading + 1, headings[heading].end + 1)}
    for index, possible in uncertain.items():
        if index not in continued:
            reports.add(
                ProblemCode.HEADING_UNNUMBERED,
                lines[index],
                f"这一行没有编号，可能是{possible}，也可能是上一条的文字；前后的编号不能确定，已按上一条的文字处理。",
                "请核对；如果它是标题，请补上编号。",
            )


def _settle_irregular(lines: list[ParsedLine], labelled: list[int], reports: Reports) -> None:
    """Put headings with 之一 as a part of the label in the place of those that continue a number, and report marks behind labels."""
    # Nearly no text has any, so the numbers are not followed before one is found.
    if [index for index in labelled if lines[index].rest[:1] == "之"]:
        _settle_spaced(lines, labelled, reports)
    marked = [lines[index] for index in labelled if lines[index].label[-1:] in grammar.LABEL_MARKS]
    if marked:
        report_marked(marked[0], len(marked), reports)


def _settle_spaced(lines: list[ParsedLine], labelled: list[int], reports: Reports) -> None:
    """Put headings with 之一 as a part of the label in the place of those that continue a number."""
    last: dict[Level, Number] = {}
    for index in labelled:
        line, level = lines[index], lines[index].level
        assert level is not None
        spaced = read_spaced(line)
        before = last.get(level)
        if spaced and before and spaced.number.follows(before):
            lines[index] = line = spaced
            report_spaced(line, reports)
        last[level] = line.number


def _report_unlabelled(line: ParsedLine, title: str, rival: str | None, reports: Reports) -> None:
    """Report a heading that lost its label; `rival` is what else it could be by the numbers around it."""
    level = line.level.character if line.level else ""
    doubt = f"，也可能是{rival}" if rival else ""
    reports.add(
        ProblemCode.HEADING_UNLABELLED,
        line,
        f"标题“{shortened(title)}”没有编号，按前后的编号当作第{line.number}{level}{doubt}。",
        "请核对，并补上编号。",
    )


class SortedIndices:
    """A sorted list of indices that can be searched without being turned into a set."""

    def __init__(self, indices: list[int]) -> None:
        self._indices = indices

    def __len__(self) -> int:
        return len(self._indices)

    def __contains__(self, index: int) -> bool:
        at = bisect_left(self._indices, index)
        return at < len(self._indices) and self._indices[at] == index


def _accepted_headings(
    lines: list[ParsedLine], labelled: list[int], start: int, heads: SortedIndices
) -> list[int]:
    """The indices of those labelled lines that really are headings, and not text that mentions a chapter.

    A heading is followed by an article or by another heading. One that is not must have the number that is due,
    and the line above it must end a sentence.
    """
    accepted: list[int] = []
    last: dict[Level, int] = {}
    for index in labelled:
        line = lines[index]
        if index < start or line.level is None:
            continue
        is_due = line.number.value in (1, last.get(line.level, 0) + 1) or not heads
        after_sentence = index == start or ends_a_sentence(lines[index - 1])
        if (is_due and after_sentence and line.text[-1] != "。") or _is_followed_by_structure(
            lines, index, heads
        ):
            accepted.append(index)
            last[line.level] = line.number.value
    return accepted


def _is_followed_by_structure(lines: list[ParsedLine], index: int, heads: SortedIndices) -> bool:
    if leads_to_structure(lines, index, heads):
        return True
    # Its title, or the rest of it, may be on the next line.
    wrapped = index + 1 < len(lines) and may_be_unlabelled(lines[index + 1])
    return wrapped and leads_to_structure(lines, index + 1, heads)


def leads_to_structure(lines: list[ParsedLine], index: int, heads: SortedIndices) -> bool:
    """Whether an article, a heading or the end of the text follows a line. Page numbers are skipped.

    `heads` are the indices of the lines that begin articles.
    """
    following = index + 1
    while following < len(lines) and lines[following].kind is LineKind.PAGE:
        following += 1
    if following in heads or following == len(lines):
        return True
    return lines[following].kind is LineKind.HEADING


def _end_of_heading(lines: list[ParsedLine], index: int, unlabelled: Unlabelled) -> int:
    """The index of the last line of a heading, whose title may be wrapped or printed below its label."""
    end = index
    line = lines[index]
    if not line.rest and end + 1 < len(lines) and end + 1 not in unlabelled.numbered:
        end += may_be_unlabelled(lines[end + 1], LONGEST_HEADING)
    while end + 1 in unlabelled.second_lines:
        end += 1
    if end == index:
        return index
    # All lines together must still read as a heading.
    joined = f"{line.label}　{line.rest}{''.join(title.text for title in lines[index + 1 : end + 1])}"
    return end if classify(line.line_number, joined).kind is LineKind.HEADING else index
