"""Recognise headings that lost their label.

Numbering decides: a plain line between two articles is the title of a chapter without its label if a number is
missing between the chapters around it. Used by `headings`.
"""

from __future__ import annotations

import msgspec

from regkit.model.address import Number
from regkit.model.levels import Level
from regkit.parsing import grammar
from regkit.parsing.kinds import LineKind, ParsedLine
from regkit.parsing.numbering import ends_a_sentence
from regkit.text.titles import ACT_NOUNS

# In characters: the longest line that may be a heading without a label.
LONGEST_UNLABELLED = 40
# The same for a line above the first article, where titles and notes may be mistaken for headings.
LONGEST_UNLABELLED_IN_FRONT = 20
# Characters that do not end a heading, and characters that do not begin one.
NOT_A_HEADING = frozenset("。；：，、！？;:,!?”’）)") | grammar.NEVER_LAST
_NEVER_OPENS = grammar.NEVER_FIRST | frozenset("“《<（(")
# How many titles may stand together: a 章, a 节 and the second line of one of them.
_MOST_TITLES = 3
_BREAKS_OFF = ("和", "与", "及", "或", "或者", "以及", "的", "、")
_CONTINUES = ("和", "与", "及", "或", "以及", "的", "、")
# Words that end the title of an act or a line about its history, but not a heading.
_NO_HEADING_ENDS = (*ACT_NOUNS, "公告", "号", "通过", "批准", "修正", "修订", "公布", "施行")


class Unlabelled(msgspec.Struct, frozen=True):
    """Lines that may be headings without a label, by index.

    `numbered` are headings according to the numbers around them, each as a line with level and number.
    `second_lines` continue the title above them. Of `uncertain` lines it is not known whether they are headings.
    """

    numbered: dict[int, ParsedLine]
    second_lines: set[int]
    uncertain: list[int]


def find_unlabelled(
    lines: list[ParsedLine], articles: list[int], labelled: list[int], start: int
) -> Unlabelled:
    """Find the headings without a label from the line at `start` on.

    `articles` are the sorted indices of the lines that begin articles, `labelled` those of the headings with a label.
    """
    candidates = _candidates(lines, articles, labelled, start)
    if not candidates:
        return Unlabelled({}, set(), [])
    # A line below a title that ends with 和 or 、 is its second line, and not another title.
    candidate_set = set(candidates)
    second_lines = {
        i for i in candidates if i - 1 in candidate_set and _continues(lines[i - 1].text, lines[i].text)
    }
    titles = [index for index in candidates if index not in second_lines]
    numbered = _number_unlabelled(lines, articles, labelled, titles, second_lines)
    return Unlabelled(
        numbered, second_lines, [i for i in candidates if i not in numbered and i not in second_lines]
    )


def _continues(upper: str, lower: str) -> bool:
    return upper.endswith(_BREAKS_OFF) or lower.startswith(_CONTINUES)


def may_be_unlabelled(line: ParsedLine, longest: int = LONGEST_UNLABELLED) -> bool:
    """Whether a line looks like a title without a label: plain text of at most `longest` characters."""
    return (
        line.kind is LineKind.TEXT
        and len(line.text) <= longest
        and line.text[-1] not in NOT_A_HEADING
        and line.text[0] not in _NEVER_OPENS
    )


def _candidates(lines: list[ParsedLine], articles: list[int], labelled: list[int], start: int) -> list[int]:
    """The indices of plain lines above an article or a heading that end like a title and follow a sentence."""
    candidates: set[int] = set()
    first = articles[0] if articles else len(lines)
    for index in articles:
        if lines[index - 1].text[-1] in NOT_A_HEADING:
            continue
        if index > first:
            candidates.update(_titles_above(lines, index))
        elif index and _may_be_unlabelled_in_front(lines, index - 1, start):
            candidates.add(index - 1)
    for index in labelled:
        if index > first:
            candidates.update(_titles_above(lines, index))
    return sorted(candidates)


def _titles_above(lines: list[ParsedLine], index: int) -> list[int]:
    """The indices of the titles directly above a line, lowest first; empty if no sentence ends above them."""
    titles: list[int] = []
    above = index - 1
    while above > 0 and len(titles) < _MOST_TITLES:
        if lines[above].kind is not LineKind.PAGE:
            if lines[above].kind is not LineKind.TEXT or not may_be_unlabelled(lines[above]):
                break
            titles.append(above)
        above -= 1
    return titles if titles and ends_a_sentence(lines[above]) else []


def _may_be_unlabelled_in_front(lines: list[ParsedLine], index: int, start: int) -> bool:
    """Whether the line directly above the first article may be a heading without a label."""
    text = lines[index].text
    if lines[index].kind is not LineKind.TEXT or not may_be_unlabelled(lines[index]):
        return False
    if grammar.HEADING_WORDS.match(text):
        return index > 0
    return (
        index > 0
        and index >= start - 1
        and len(text) <= LONGEST_UNLABELLED_IN_FRONT
        and not text.endswith(_NO_HEADING_ENDS)
        and not grammar.NOTE.match(text)
        and "》" not in text
    )


def _number_unlabelled(
    lines: list[ParsedLine],
    articles: list[int],
    labelled: list[int],
    titles: list[int],
    second_lines: set[int],
) -> dict[int, ParsedLine]:
    """Those titles that are headings, by index, each as a line with its level and number.

    Titles that turn out to be the second line of another are added to `second_lines`.
    """
    numbered: dict[int, ParsedLine] = {}
    last: dict[Level, int] = {}
    run: list[int] = []
    for index in sorted(labelled + titles):
        line = lines[index]
        if line.kind is not LineKind.HEADING or line.level is None:
            run.append(index)
            continue
        # 章 may be numbered through all 编, or anew in each.
        before = last.get(line.level, 0)
        if line.number.value <= before:
            before = 0
        if run:
            missing = line.number.value - before - 1
            if line.level is not Level.SECTION or before == last.get(Level.SECTION, 0):
                run = _without_second_lines(lines, run, missing, second_lines)
            _number_run(lines, run, last, line, missing, numbered)
            run = []
        last[line.level] = line.number.value
        if line.level < Level.SECTION:
            last.pop(Level.SECTION, None)
    is_usual_title = (
        run and articles and run[0] < articles[0] and grammar.HEADING_WORDS.match(lines[run[0]].text)
    )
    if run and (labelled or len(run) > 1 or is_usual_title):
        if not labelled and run[0] > articles[0]:
            # The first title is missing altogether.
            last[Level.CHAPTER] = 1
        _number_run(lines, run, last, None, 0, numbered)
    return numbered


def _without_second_lines(
    lines: list[ParsedLine], run: list[int], missing: int, second_lines: set[int]
) -> list[int]:
    """The run without second lines, if titles on two lines make the run fit the missing numbers exactly."""
    in_run = set(run)
    seconds = {index for index in run if index - 1 in in_run}
    fits = 0 < missing == len(run) - len(seconds) < len(run)
    if not fits or any(grammar.HEADING_WORDS.match(lines[index].text) for index in seconds):
        return run
    second_lines |= seconds
    return [index for index in run if index not in seconds]


def _number_run(
    lines: list[ParsedLine],
    run: list[int],
    last: dict[Level, int],
    following: ParsedLine | None,
    missing: int,
    numbered: dict[int, ParsedLine],
) -> None:
    """Number a run of titles between two labelled headings, and add them to `numbered`.

    `last` has the last number of each level above the run, `following` is the labelled heading below it, if any,
    and `missing` is how many numbers are missing between these two headings.
    """
    run = _without_continuation(lines, run, following)
    level = following.level if following and following.level else Level.CHAPTER
    if not following and Level.CHAPTER not in last and last:
        level = min(last)
    if level > Level.CHAPTER and following:
        # The last titles are the missing sections; the titles above them are chapters.
        chapter_titles, section_titles = run[: max(len(run) - missing, 0)], run[max(len(run) - missing, 0) :]
        level, uppers, lowers = Level.CHAPTER, chapter_titles, section_titles
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
            numbered[index] = _as_heading(lines[index], Level.SECTION, section)
        elif index in above:
            section = 0
            numbered[index] = _as_heading(lines[index], level, first)
            first += 1


def _chapters_and_sections(
    lines: list[ParsedLine],
    run: list[int],
    last: dict[Level, int],
    following: ParsedLine | None,
    missing: int,
) -> tuple[list[int], list[int]]:
    """The indices of those titles of a run that are 章, and of those that are 节 in them.

    The first 节 is printed directly below its 章, and every title after it is a 节, unless the missing numbers
    require something else.
    """
    chapters: list[int] = []
    sections: list[int] = []
    in_sections = bool(last.get(Level.SECTION))
    before = -2
    for index in run:
        is_usual_title = bool(grammar.HEADING_WORDS.match(lines[index].text)) and index != before + 1
        if index == before + 1 or (in_sections and not is_usual_title):
            in_sections = True
            sections.append(index)
        else:
            in_sections = False
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
    """The run without its first title, if that is the second line of the labelled heading above it."""
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
