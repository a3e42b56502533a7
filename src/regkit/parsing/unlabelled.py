"""Recognise headings that lost their label.

A plain line between two articles is the title of a chapter without its label if its words can be a title (`title_words`)
and the numbers around it leave the gap that it fills (`outline`). Used by `headings`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import msgspec

from regkit.model.address import UNNUMBERED_PARTS, Number
from regkit.model.levels import Level
from regkit.parsing import frame_grammar, grammar
from regkit.parsing.kinds import LineKind, ParsedLine
from regkit.parsing.numbering import ends_a_sentence
from regkit.parsing.outline import Entry, TitleReading, TitleReadings, read_outline
from regkit.parsing.title_words import BREAKS_OFF, Likeness, likeness
from regkit.text.numerals import to_chinese
from regkit.text.titles import ACT_NOUNS
from regkit.text.whitespace import without_whitespace

# In characters: the longest line that may be a heading without a label.
LONGEST_UNLABELLED = 40
# The same for a line above the first article, where titles and notes may be mistaken for headings.
LONGEST_UNLABELLED_IN_FRONT = 20
# In characters: the longest title whose first line has a label.
_LONGEST_WITH_LABEL = 80
# Characters that do not end a heading, and characters that do not begin one.
NOT_A_HEADING = grammar.SENTENCE_ENDS - frozenset("〕】") | grammar.NEVER_LAST
_NEVER_OPENS = grammar.NEVER_FIRST | frozenset("“《<（(")
# How many titles may stand together: a 章, a 节 and the second line of one of them.
_MOST_TITLES = 3
# More titles without a label than any law has headings are the lines of some other text.
_MOST_CANDIDATES = 2000
# Without any label, so many titles prove each other; fewer must have a usual title among them.
_FEWEST_WITHOUT_LABELS = 3
_CONTINUES = ("和", "与", "及", "或", "以及", "的", "、")
# Titles that only a 章 has, and words that begin the title of the last 节 of a 章.
_NEVER_SECTION = ("总则", "附则", "分则", "罚则", "法律责任")
_LAST_SECTION = ("其他", "其它")
_GENERAL, _SUPPLEMENTARY = UNNUMBERED_PARTS["总则"], UNNUMBERED_PARTS["附则"]
# Words that end the title of an act or a line about its history, but not a heading.
_NO_HEADING_ENDS = (*ACT_NOUNS, "公告", "号", "通过", "批准", "修正", "修订", "公布", "施行")


class Unlabelled(msgspec.Struct, frozen=True):
    """Lines that may be headings without a label, by index.

    `numbered` are headings according to the numbers around them, each as a line with level and number, and
    `second_lines` continue the title above them. `uncertain` lines are kept as text, and `doubtful` ones are
    headings; for each of them the value is what else it may be, such as 第三章 or 第二条的文字.
    """

    numbered: dict[int, ParsedLine]
    second_lines: set[int]
    uncertain: dict[int, str]
    doubtful: dict[int, str]


def find_unlabelled(
    lines: list[ParsedLine], articles: list[int], labelled: list[int], start: int
) -> Unlabelled:
    """Find the headings without a label from the line at `start` on.

    `articles` are the sorted indices of the lines that begin articles, `labelled` those of the headings with a label.
    """
    candidates = _candidates(lines, articles, labelled, start)
    if not candidates:
        return Unlabelled({}, set(), {}, {})
    if len(candidates) > _MOST_CANDIDATES or not (labelled or _prove_each_other(lines, articles, candidates)):
        titles = [index for index in candidates if likeness(lines[index].text) is Likeness.PLAIN]
        return Unlabelled({}, set(), dict.fromkeys(titles, "标题"), {})
    indices = sorted([*labelled, *candidates])
    levels = {lines[index].level for index in labelled}
    entries = _entries(lines, articles, indices, set(labelled), Level.CHAPTER in levels)
    has_parts = Level.PART in levels or any(entry.is_group_title for entry in entries)
    has_subparts = Level.SUBPART in levels
    is_framed = not has_parts and _is_framed(entries)
    outline = read_outline(entries, has_parts=has_parts, has_subparts=has_subparts, is_framed=is_framed)
    # Where a title could as well be text, and another one the heading, nobody knows which of them it is.
    unknown = {
        position: rival if outline.readings[position] == TitleReading() else outline.readings[position]
        for position, rival in outline.rivals.items()
        if not entries[position].level and TitleReading() in (rival, outline.readings[position])
    }
    if unknown:
        entries = [
            msgspec.structs.replace(entry, fixed=position in unknown)
            for position, entry in enumerate(entries)
        ]
        outline = read_outline(entries, has_parts=has_parts, has_subparts=has_subparts, is_framed=is_framed)
    return _as_unlabelled(lines, indices, entries, outline, unknown)


def _is_framed(entries: Sequence[Entry]) -> bool:
    """Whether 总则 without a number stands above articles and, below these, 第一章: beside the 章, as 附则 does at the end."""
    chapter = next((entry for entry in entries if entry.level is Level.CHAPTER), None)
    return chapter is not None and chapter.number == 1 and chapter.is_below_articles and entries[0].is_opening


def _as_unlabelled(
    lines: list[ParsedLine],
    indices: list[int],
    entries: Sequence[Entry],
    outline: TitleReadings,
    unknown: dict[int, TitleReading],
) -> Unlabelled:
    result = Unlabelled({}, set(), {}, {})
    for position, (index, entry, reading) in enumerate(zip(indices, entries, outline.readings, strict=True)):
        if entry.level:
            continue
        if reading.is_continuation:
            result.second_lines.add(index)
        elif reading.level and reading.number:
            result.numbered[index] = _as_heading(lines[index], reading.level, reading.number)
            rival = outline.rivals.get(position)
            if rival and rival.level and rival.level is not reading.level:
                result.doubtful[index] = _name(rival)
        elif entry.likeness is not Likeness.NONE and not entry.continues:
            possible = unknown.get(position) or TitleReading(
                Level.CHAPTER, Number(outline.next_chapters[position])
            )
            result.uncertain[index] = _name(possible)
    return result


def _name(reading: TitleReading) -> str:
    if reading.level is None or reading.number is None or not reading.number.value:
        return "标题"
    return f"第{to_chinese(reading.number.value)}{reading.level.character}"


def _prove_each_other(lines: list[ParsedLine], articles: list[int], titles: list[int]) -> bool:
    """Whether titles without a label are headings although no heading of the text has one."""
    usual = [index for index in titles if grammar.HEADING_WORDS.match(lines[index].text)]
    if usual and (len(titles) > 1 or usual[0] < articles[0]):
        return True
    plain = sum(likeness(lines[index].text) is Likeness.PLAIN for index in titles)
    return plain >= _FEWEST_WITHOUT_LABELS


def _entries(
    lines: list[ParsedLine], articles: list[int], indices: list[int], labelled: set[int], has_chapters: bool
) -> list[Entry]:
    """The headings with a label and the titles without one, in the order of the text."""
    entries: list[Entry] = []
    # Where a 编 ends with a 章 of that title, 附则 without a label is such a 章.
    is_chapter = any(without_whitespace(lines[index].rest) == "附则" for index in labelled)
    closing = None if is_chapter else _SUPPLEMENTARY
    above = -2
    passed = 0
    for index in indices:
        line = lines[index]
        is_adjacent = index == above + 1
        count = bisect_left(articles, index)
        is_below_articles, passed = count > passed, count
        if index in labelled and line.level:
            entries.append(
                Entry(
                    len(line.rest),
                    is_adjacent,
                    is_below_articles,
                    line.level,
                    line.number.value,
                    is_untitled=not line.rest,
                    breaks_off=_breaks_off(line.rest),
                    longest=_LONGEST_WITH_LABEL,
                )
            )
        else:
            title = _title(lines, index, is_adjacent)
            is_opening = not (entries or is_below_articles) and title.unnumbered == _GENERAL
            may_be_group = title.is_group_title or is_opening or title.unnumbered == closing
            entries.append(
                msgspec.structs.replace(
                    title,
                    is_below_articles=is_below_articles,
                    is_opening=is_opening,
                    may_be_part=not has_chapters or _is_above_chapter(lines, index),
                    unnumbered=title.unnumbered if may_be_group else None,
                )
            )
        above = index
    return entries


def _title(lines: list[ParsedLine], index: int, is_adjacent: bool) -> Entry:
    """A title without a label; where it stands among the headings is not yet known."""
    text = lines[index].text
    words = without_whitespace(text)
    return Entry(
        len(text),
        is_adjacent,
        False,
        likeness=likeness(_with_second_line(lines, index)),
        is_usual=bool(grammar.HEADING_WORDS.match(text)),
        is_never_section=words in _NEVER_SECTION,
        is_last_section=words.startswith(_LAST_SECTION),
        continues=is_adjacent and (_breaks_off(lines[index - 1].text) or text.startswith(_CONTINUES)),
        breaks_off=text[-1] in NOT_A_HEADING or words.endswith("的"),
        is_group_title=is_group_title(lines, index),
        longest=LONGEST_UNLABELLED,
        unnumbered=UNNUMBERED_PARTS.get(words),
    )


def _is_above_chapter(lines: list[ParsedLine], index: int) -> bool:
    """Whether a 章 follows the title, whose further lines may stand between."""
    for line in lines[index + 1 : index + 1 + _MOST_TITLES]:
        if line.kind is not LineKind.TEXT:
            return line.level is Level.CHAPTER
    return False


def _breaks_off(text: str) -> bool:
    return bool(BREAKS_OFF.search(text))


def _with_second_line(lines: list[ParsedLine], index: int) -> str:
    """A title with the line below it, if it breaks off there.

    A line with a label is no second line, and its gap would look like that of a row of a table.
    """
    text = lines[index].text
    below = lines[index + 1] if _breaks_off(text) and index + 1 < len(lines) else None
    return text + below.text if below and below.kind is LineKind.TEXT else text


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
    # Above nearly all articles and headings a sentence ends.
    ends = NOT_A_HEADING
    for index in [index for index in articles if lines[index - 1].text[-1] not in ends]:
        if index > first:
            candidates.update(_titles_above(lines, index))
        elif index and _may_be_unlabelled_in_front(lines, index - 1, start):
            candidates.add(index - 1)
    for index in labelled:
        if index > first and lines[index - 1].text[-1] in ends:
            continue
        if index > first:
            candidates.update(_titles_above(lines, index))
        elif index > start and is_group_title(lines, index - 1):
            candidates.add(index - 1)
    return _possible_titles(lines, sorted(candidates), set(labelled))


def _possible_titles(lines: list[ParsedLine], candidates: list[int], labelled: set[int]) -> list[int]:
    """The candidates whose words can be a title, or the second line of the title right above them."""
    titles: set[int] = set()
    for index in candidates:
        may_continue = index - 1 in titles or index - 1 in labelled
        if may_continue or likeness(_with_second_line(lines, index)) is not Likeness.NONE:
            titles.add(index)
    return sorted(titles)


def is_group_title(lines: list[ParsedLine], index: int) -> bool:
    """Whether a line is 总则, 分则 or 附则 directly above a 章, so that it may be the title of a group of 章."""
    below = lines[index + 1] if index + 1 < len(lines) else None
    return (
        below is not None
        and below.level is Level.CHAPTER
        and lines[index].kind is LineKind.TEXT
        and without_whitespace(lines[index].text) in UNNUMBERED_PARTS
    )


def _titles_above(lines: list[ParsedLine], index: int) -> list[int]:
    """The indices of the titles directly above a line, lowest first; empty if no sentence ends above them.

    What stands below a colon is a list or a formula.
    """
    titles: list[int] = []
    above = index - 1
    while above > 0 and len(titles) < _MOST_TITLES:
        line = lines[above]
        if line.kind is not LineKind.PAGE:
            begins_title = titles and line.kind is LineKind.TEXT and _breaks_off(line.text)
            if line.kind is not LineKind.TEXT or not (
                may_be_unlabelled(line) or (begins_title and len(line.text) <= LONGEST_UNLABELLED)
            ):
                break
            titles.append(above)
        above -= 1
    is_list = lines[above].kind is not LineKind.HEADING and lines[above].text[-1] in grammar.COLONS
    return titles if titles and not is_list and ends_a_sentence(lines[above]) else []


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
        and not frame_grammar.NOTE.match(text)
        and "》" not in text
    )


def _as_heading(line: ParsedLine, level: Level, number: Number) -> ParsedLine:
    return ParsedLine(line.line_number, LineKind.HEADING, line.text, "", line.text, False, number, level)
