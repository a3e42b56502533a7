"""Second pass, fourth part: which lines are headings, also those that are glued, torn apart or without a label."""

from __future__ import annotations

from bisect import bisect_left

import msgspec

from regkit.codes import ProblemCode
from regkit.model.levels import BY_CHARACTER, Level
from regkit.parsing import grammar
from regkit.parsing.kinds import LineKind, ParsedLine
from regkit.parsing.lines import LONGEST_HEADING, classify, number_of
from regkit.parsing.numbering import ends_a_sentence
from regkit.parsing.reports import Reports
from regkit.parsing.unlabelled import LONGEST_LOST, NOT_A_HEADING, find_lost, may_be_lost
from regkit.text.whitespace import strip_whitespace

LONGEST_TITLE = 60
_MOST_NUMBERS = 1000


class Heading(msgspec.Struct, frozen=True, gc=False):
    """The heading of a 编, 章, 节 or 一、: its line with level and number, its whole title, its last line."""

    line: ParsedLine
    title: str
    end: int


def part_glued_headings(lines: list[ParsedLine], labelled: list[int], reports: Reports) -> list[ParsedLine]:
    """The lines with those cut in two that end in a heading whose number is missing among the headings."""
    seen: dict[Level, set[int]] = {}
    for index in labelled:
        line = lines[index]
        if line.level:
            seen.setdefault(line.level, set()).add(line.number.value)
    if all(len(numbers) == max(numbers) for numbers in seen.values()):
        return lines
    # 节 begin anew in each chapter, so a gap among all of them proves nothing; chapters may end too early.
    missing = {
        level: {*range(1, max(numbers) + 2)} - numbers if max(numbers) < _MOST_NUMBERS else set()
        for level, numbers in seen.items()
    }
    parted: list[ParsedLine] = []
    for line in lines:
        cut = (
            None
            if line.kind in (LineKind.HEADING, LineKind.CONTENTS, LineKind.ROW, LineKind.QUOTED)
            else _glued_at(line.text, missing)
        )
        if cut is None:
            parted.append(line)
            continue
        parted.append(classify(line.line_number, strip_whitespace(line.text[:cut])))
        parted.append(classify(line.line_number, strip_whitespace(line.text[cut:])))
        reports.unsettled = True
        reports.add(
            ProblemCode.HEADING_GLUED,
            parted[-1],
            f"“{parted[-1].label}”没有另起一行，已作为单独的标题。",
            "请核对，并让标题从新的一行开始。",
        )
    return parted


def _glued_at(text: str, missing: dict[Level, set[int]]) -> int | None:
    if not any(level.character[-1] in text for level in missing):
        return None
    for found in grammar.HEADING_INSIDE.finditer(text):
        start = found.start()
        number = number_of(found["number"])
        if number is None or text[max(start - 4, 0) : start].rstrip()[-1:] not in ("。", "；"):
            continue
        short = len(text) - start <= LONGEST_LOST and text[-1] not in NOT_A_HEADING
        if short and number.value in missing.get(BY_CHARACTER[found["level"]], ()):
            return start
    return None


def settle_headings(
    lines: list[ParsedLine], articles: list[int], labelled: list[int], start: int, reports: Reports
) -> dict[int, Heading]:
    """The headings from the line at `start` on, by the index of their first line.

    `labelled` are the indices of the lines that look like one.
    """
    heads = HeadingPlaces(articles)
    labelled = _are_headings(lines, labelled, start, heads)
    lost = find_lost(lines, articles, labelled, start)
    headings: dict[int, Heading] = {}
    for index in labelled:
        end = _end_of_heading(lines, index, heads, lost.settled)
        title = "".join([lines[index].rest, *(line.text for line in lines[index + 1 : end + 1])])
        headings[index] = Heading(lines[index], title, end)
        reports.unsettled |= end > index
    for index, line in lost.settled.items():
        end = index
        while end + 1 in lost.torn:
            end += 1
        title = "".join(each.text for each in lines[index : end + 1])
        headings[index] = Heading(line, title, end)
        reports.unsettled |= end > index
        reports.add(
            ProblemCode.HEADING_UNLABELLED,
            line,
            f"标题“{line.excerpt}”没有编号，按前后的编号当作第{line.number}{_character(line)}。",
            "请核对，并补上编号。",
        )
    continued = {index for heading in headings for index in range(heading + 1, headings[heading].end + 1)}
    for index in lost.doubtful:
        if index not in continued:
            reports.add(
                ProblemCode.HEADING_UNNUMBERED,
                lines[index],
                "这一行像是标题，但没有编号，前后的编号也没有空缺，已按上一条的文字处理。",
                "请核对；如果它是标题，请补上编号。",
            )
    return headings


class HeadingPlaces:
    """Sorted indices, asked now and then whether one is among them."""

    def __init__(self, indices: list[int]) -> None:
        self._indices = indices

    def __len__(self) -> int:
        return len(self._indices)

    def __contains__(self, index: int) -> bool:
        at = bisect_left(self._indices, index)
        return at < len(self._indices) and self._indices[at] == index


def _character(line: ParsedLine) -> str:
    return line.level.character if line.level else ""


def _are_headings(
    lines: list[ParsedLine], labelled: list[int], start: int, heads: HeadingPlaces
) -> list[int]:
    """Those of the lines that look like headings and are: after a text that speaks of a chapter it goes on.

    A heading leads to an article or to another heading. One that does not must have the number that is due,
    and nothing may be open above it.
    """
    found: list[int] = []
    last: dict[Level, int] = {}
    for index in labelled:
        line = lines[index]
        if index < start or line.level is None:
            continue
        due = line.number.value in (1, last.get(line.level, 0) + 1) or not heads
        settled = index == start or ends_a_sentence(lines[index - 1])
        if (due and settled and line.text[-1] != "。") or _leads_on(lines, index, heads):
            found.append(index)
            last[line.level] = line.number.value
    return found


def _leads_on(lines: list[ParsedLine], index: int, heads: HeadingPlaces) -> bool:
    if leads_to_structure(lines, index, heads):
        return True
    # Its title may stand on the next line.
    torn = index + 1 < len(lines) and may_be_lost(lines[index + 1])
    return torn and leads_to_structure(lines, index + 1, heads)


def leads_to_structure(lines: list[ParsedLine], index: int, heads: HeadingPlaces) -> bool:
    following = index + 1
    while following < len(lines) and lines[following].kind is LineKind.PAGE:
        following += 1
    if following in heads or following == len(lines):
        return True
    return lines[following].kind is LineKind.HEADING


def _end_of_heading(
    lines: list[ParsedLine], index: int, heads: HeadingPlaces, settled: dict[int, ParsedLine]
) -> int:
    """The index of the last line of a heading, which may be wrapped or stand below its label."""
    following = index + 1
    line = lines[index]
    longest = LONGEST_LOST if line.rest else LONGEST_HEADING
    if following >= len(lines) or following in settled or not may_be_lost(lines[following], longest):
        return index
    if line.rest and not leads_to_structure(lines, following, heads):
        return index
    # The two together must still read as a heading.
    whole = f"{line.label}　{line.rest}{lines[following].text}"
    return following if classify(line.line_number, whole).kind is LineKind.HEADING else index
