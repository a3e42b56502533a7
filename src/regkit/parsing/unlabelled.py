"""Second pass, third part: headings that lost their label.

Numbers prove here too: a plain line between two articles is the title of a chapter whose label was lost if
the numbers of the chapters around it leave a gap for it.
"""

from __future__ import annotations

import msgspec

from regkit.model.address import Number
from regkit.model.levels import Level
from regkit.parsing import grammar
from regkit.parsing.kinds import LineKind, ParsedLine
from regkit.parsing.numbering import ends_a_sentence
from regkit.text.titles import ACT_NOUNS

LONGEST_LOST = 40
# Before the first article stand titles and notes as well, so less is believed there.
LONGEST_LOST_IN_FRONT = 20
NOT_A_HEADING = frozenset("。；：，、！？;:,!?”’）)") | grammar.NEVER_LAST
_NEVER_OPENS = grammar.NEVER_FIRST | frozenset("“《<（(")
# 章, 节 and the second line of one of them.
_MOST_TITLES = 3
_BREAKS_OFF = ("和", "与", "及", "或", "或者", "以及", "的", "、")
_GOES_ON = ("和", "与", "及", "或", "以及", "的", "、")
# What ends the title of an act, or a line that tells what happened to one: no heading ends so.
_NO_HEADING_ENDS = (*ACT_NOUNS, "公告", "号", "通过", "批准", "修正", "修订", "公布", "施行")


class Lost(msgspec.Struct, frozen=True):
    """Titles without a label, by the index of their line.

    `settled` are those that the numbers around them prove, each as a line with level and number; `torn` are
    second lines of other titles; about `doubtful` nothing is known.
    """

    settled: dict[int, ParsedLine]
    torn: set[int]
    doubtful: list[int]


def find_lost(lines: list[ParsedLine], articles: list[int], labelled: list[int], start: int) -> Lost:
    """The titles without a label; `labelled` are the indices of the headings that have one."""
    candidates = _lost_candidates(lines, articles, labelled, start)
    if not candidates:
        return Lost({}, set(), [])
    # The second line of a title that breaks off at 和 or 、 is none of its own.
    known = set(candidates)
    torn = {i for i in candidates if i - 1 in known and _goes_on(lines[i - 1].text, lines[i].text)}
    whole = [index for index in candidates if index not in torn]
    settled = _number_lost(lines, articles, labelled, whole, torn)
    return Lost(settled, torn, [i for i in candidates if i not in settled and i not in torn])


def _goes_on(upper: str, lower: str) -> bool:
    return upper.endswith(_BREAKS_OFF) or lower.startswith(_GOES_ON)


def may_be_lost(line: ParsedLine, longest: int = LONGEST_LOST) -> bool:
    return (
        line.kind is LineKind.TEXT
        and len(line.text) <= longest
        and line.text[-1] not in NOT_A_HEADING
        and line.text[0] not in _NEVER_OPENS
    )


def _lost_candidates(
    lines: list[ParsedLine], articles: list[int], labelled: list[int], start: int
) -> list[int]:
    """Plain lines before an article or a heading that end like a title and follow the end of a sentence."""
    found: set[int] = set()
    first = articles[0] if articles else len(lines)
    for index in articles:
        if lines[index - 1].text[-1] in NOT_A_HEADING:
            continue
        if index > first:
            found.update(_titles_above(lines, index))
        elif index and _may_be_lost_in_front(lines, index - 1, start):
            found.add(index - 1)
    for index in labelled:
        if index > first:
            found.update(_titles_above(lines, index))
    return sorted(found)


def _titles_above(lines: list[ParsedLine], index: int) -> list[int]:
    found: list[int] = []
    above = index - 1
    while above > 0 and len(found) < _MOST_TITLES:
        if lines[above].kind is not LineKind.PAGE:
            if lines[above].kind is not LineKind.TEXT or not may_be_lost(lines[above]):
                break
            found.append(above)
        above -= 1
    return found if found and ends_a_sentence(lines[above]) else []


def _may_be_lost_in_front(lines: list[ParsedLine], index: int, start: int) -> bool:
    text = lines[index].text
    if lines[index].kind is not LineKind.TEXT or not may_be_lost(lines[index]):
        return False
    if grammar.LOST_HEADING_WORDS.match(text):
        return index > 0
    return (
        index > 0
        and index >= start - 1
        and len(text) <= LONGEST_LOST_IN_FRONT
        and not text.endswith(_NO_HEADING_ENDS)
        and not grammar.NOTE.match(text)
        and "》" not in text
    )


def _number_lost(
    lines: list[ParsedLine], articles: list[int], labelled: list[int], lost: list[int], torn: set[int]
) -> dict[int, ParsedLine]:
    """Those of the candidates that are headings, each as a line with the level and the number that it has.

    `torn` receives those that turn out to be second lines.
    """
    settled: dict[int, ParsedLine] = {}
    last: dict[Level, int] = {}
    run: list[int] = []
    for index in sorted(labelled + lost):
        line = lines[index]
        if line.kind is not LineKind.HEADING or line.level is None:
            run.append(index)
            continue
        # 章 may run on through all 编 or begin anew in each.
        before = last.get(line.level, 0)
        if line.number.value <= before:
            before = 0
        if run:
            missing = line.number.value - before - 1
            if line.level is not Level.SECTION or before == last.get(Level.SECTION, 0):
                run = _joined(lines, run, missing, torn)
            _number_run(lines, run, last, line, missing, settled)
            run = []
        last[line.level] = line.number.value
        if line.level < Level.SECTION:
            last.pop(Level.SECTION, None)
    known = run and articles and run[0] < articles[0] and grammar.LOST_HEADING_WORDS.match(lines[run[0]].text)
    if run and (labelled or len(run) > 1 or known):
        if not labelled and run[0] > articles[0]:
            # The first title was lost altogether.
            last[Level.CHAPTER] = 1
        _number_run(lines, run, last, None, 0, settled)
    return settled


def _joined(lines: list[ParsedLine], run: list[int], missing: int, torn: set[int]) -> list[int]:
    """The run with adjacent titles taken as one on two lines, if that is what fits the gap exactly."""
    known = set(run)
    seconds = {index for index in run if index - 1 in known}
    fits = 0 < missing == len(run) - len(seconds) < len(run)
    if not fits or any(grammar.LOST_HEADING_WORDS.match(lines[index].text) for index in seconds):
        return run
    torn |= seconds
    return [index for index in run if index not in seconds]


def _number_run(
    lines: list[ParsedLine],
    run: list[int],
    last: dict[Level, int],
    following: ParsedLine | None,
    missing: int,
    settled: dict[int, ParsedLine],
) -> None:
    """Number a run of titles between two labelled headings; `missing` is the gap that these leave."""
    run = _without_continuation(lines, run, following)
    level = following.level if following and following.level else Level.CHAPTER
    if not following and Level.CHAPTER not in last and last:
        level = min(last)
    if level > Level.CHAPTER and following:
        # Below the sections that are due stands the chapter that they are in.
        upper, lower = run[: max(len(run) - missing, 0)], run[max(len(run) - missing, 0) :]
        level, uppers, lowers = Level.CHAPTER, upper, lower
    else:
        uppers, lowers = _chapters_and_sections(lines, run, last, following, missing)
    count = len(uppers)
    above, below = set(uppers), set(lowers)
    first = last.get(level, 0) + 1
    if following and following.level is level and first == 1:
        first = max(following.number.value - count, 1)
    section = last.get(Level.SECTION, 0)
    for index in run:
        if index in below:
            section += 1
            settled[index] = _as_heading(lines[index], Level.SECTION, section)
        elif index in above:
            section = 0
            settled[index] = _as_heading(lines[index], level, first)
            first += 1


def _chapters_and_sections(
    lines: list[ParsedLine],
    run: list[int],
    last: dict[Level, int],
    following: ParsedLine | None,
    missing: int,
) -> tuple[list[int], list[int]]:
    """Which titles of a run are 章 and which are 节 below them.

    The first 节 stands right below its 章, and after it every title is a 节 until the numbers say otherwise.
    """
    chapters: list[int] = []
    sections: list[int] = []
    within = bool(last.get(Level.SECTION))
    before = -2
    for index in run:
        known = bool(grammar.LOST_HEADING_WORDS.match(lines[index].text)) and index != before + 1
        if index == before + 1 or (within and not known):
            within = True
            sections.append(index)
        else:
            within = False
            chapters.append(index)
        before = index
    if following is None:
        return chapters, sections
    if len(run) <= missing:
        return run, []
    if missing <= 0:
        return [], run
    if len(chapters) == missing or (not last.get(Level.CHAPTER) and len(chapters) <= missing):
        return chapters, sections
    if last.get(Level.SECTION):
        return run[-missing:], run[:-missing]
    return run[:missing], run[missing:]


def _without_continuation(lines: list[ParsedLine], run: list[int], following: ParsedLine | None) -> list[int]:
    """The run without a title that is the second line of the labelled heading above it."""
    first = run[0]
    if lines[first - 1].kind is not LineKind.HEADING:
        return run
    if not lines[first - 1].rest:
        return run[1:]
    opens_sections = (
        following is not None and following.level is Level.SECTION and following.number.value == 2
    )
    if len(run) > 1 and run[1] == first + 1:
        return run[1:]
    return run if len(run) > 1 or opens_sections else run[1:]


def _as_heading(line: ParsedLine, level: Level, number: int) -> ParsedLine:
    return ParsedLine(
        line.line_number, LineKind.HEADING, line.text, "", line.text, False, Number(number), level
    )
