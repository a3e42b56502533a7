"""Find where the body of a statute begins, and read the front: announcement, title, notes, contents, preamble."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

import msgspec

from regkit.codes import ProblemCode
from regkit.model.levels import Level
from regkit.parsing import frame_grammar
from regkit.parsing.headings import Heading
from regkit.parsing.kinds import LineKind, ParsedLine
from regkit.parsing.lines import classify
from regkit.parsing.reports import Reports
from regkit.parsing.unlabelled import is_group_title
from regkit.text.numerals import to_chinese
from regkit.text.titles import ACT_NOUNS
from regkit.text.whitespace import without_whitespace

# Limits in characters and in lines. A title may be printed on several lines, and so may one note (题注).
LONGEST_TITLE = 100
MOST_TITLE_LINES = 4
# The longest known table of contents has some 2,000 characters.
LONGEST_CONTENTS = 20_000
MOST_NOTE_LINES = 30
MOST_ANNOUNCEMENT_LINES = 40
# In characters: the longest line that may be a heading above the first article.
_LONGEST_TITLE_LIKE_LINE = 60
# In characters: as much of the name of a place tells it from others.
_PLACE = 2
# Words with which the title of an act ends. Other lines may end with the second group of words, so those count only
# where lines are joined to a title.
_TITLE_ENDS = (*ACT_NOUNS, "法典", "方案", "章程", "批复", "标准")
_TITLE_ENDS_MORE = ("）", ")", "修正案", "暂行", "试行", "安排", "答复", "通知", "公约")


class FrontMatter(msgspec.Struct, frozen=True):
    """The announcement (公告), title, notes (题注), contents (目录) and preamble (序言) of a statute.

    All but the title are tuples with one string for each line as printed.
    """

    announcement: tuple[str, ...]
    title: str | None
    notes: tuple[str, ...]
    contents: tuple[str, ...]
    preamble: tuple[str, ...]


def find_body(lines: list[ParsedLine], articles: list[int]) -> int:
    """The index of the line where the body begins: the first article, or the headings directly above it.

    Headings farther above are a table of contents, even without the line 目录. In a text without articles the
    body begins with the first heading or 一、 below the table of contents. If there is neither, the result is the
    number of lines. `articles` are the sorted indices of the lines that begin articles.
    """
    if articles:
        return _above_first_article(lines, articles[0])
    start = 0
    contents_lines = [i for i, line in enumerate(lines) if line.kind is LineKind.CONTENTS]
    if contents_lines:
        start = _end_of_contents(lines, contents_lines[0] + 1, len(lines))
    return next(
        (i for i in range(start, len(lines)) if lines[i].kind in (LineKind.HEADING, LineKind.DIVISION)),
        len(lines),
    )


def read_front(lines: list[ParsedLine], reports: Reports) -> FrontMatter:
    """Read the lines above the body. Reports a problem if no title is found."""
    begin = _end_of_announcement(lines)
    announcement, lines = lines[:begin], lines[begin:]
    position = _first_of_kinds(lines, 0, {LineKind.CONTENTS, LineKind.PREAMBLE, LineKind.HEADING})
    title, after_title = _title(lines[:position], reports)
    notes, after_notes = _notes(lines[:position], after_title)
    preamble = lines[after_notes:position]
    contents: list[ParsedLine] = []
    if position < len(lines) and lines[position].kind is not LineKind.PREAMBLE:
        if preamble:
            # The tree prints notes above the contents, so lines above 目录 must stay with the notes.
            notes, preamble = [*notes, *preamble], []
        first = position + (
            lines[position].kind is LineKind.CONTENTS
            and not frame_grammar.CONTENTS_LINE.match(lines[position].text)
        )
        end = _end_of_contents(lines, first, len(lines))
        contents, position = lines[position:end], end
    preamble += lines[position:]
    if title is None and lines:
        reports.add(
            ProblemCode.TITLE_MISSING,
            lines[0],
            "第一条之前的文字中没有认出标题。",
            "请把法规标题放在第一行，单独成行。",
        )
    return FrontMatter(_texts(announcement), title, _texts(notes), _texts(contents), _texts(preamble))


def missing_from_contents(
    contents: tuple[str, ...], headings: Iterable[Heading], first: ParsedLine, reports: Reports
) -> None:
    """Report the headings of the body that are missing from the table of contents.

    A table of contents that is too long to check is reported at the line `first`.
    """
    if not contents:
        return
    joined_contents = without_whitespace("".join(contents))
    if len(joined_contents) > LONGEST_CONTENTS:
        reports.add(
            ProblemCode.CONTENTS_TOO_LONG,
            first,
            f"目录有 {len(joined_contents):,} 个字，超过 {LONGEST_CONTENTS:,} 个字，没有与正文的标题核对。",
            "请确认它是目录，并请人工核对。",
        )
        return
    listed = sorted(without_whitespace(entry) for entry in contents)
    for heading in headings:
        printed = without_whitespace(heading.line.label + heading.title)
        # An entry may continue with dots and a page number, so it only has to begin with the heading.
        nearest = bisect_left(listed, printed)
        is_listed = nearest < len(listed) and listed[nearest].startswith(printed)
        if (
            not is_listed
            and (len(contents) > 2 or printed not in joined_contents)
            and printed not in joined_contents
        ):
            level = heading.line.level.character if heading.line.level else ""
            reports.add(
                ProblemCode.CONTENTS_DIFFERS,
                heading.line,
                f"目录中没有“第{to_chinese(heading.line.number.value)}{level}”的这个标题。",
                "请核对目录与正文的标题是否一致。",
            )


def _texts(lines: list[ParsedLine]) -> tuple[str, ...]:
    return tuple(line.text for line in lines)


def _first_of_kinds(lines: list[ParsedLine], start: int, kinds: set[LineKind]) -> int:
    return next((i for i in range(start, len(lines)) if lines[i].kind in kinds), len(lines))


def _above_first_article(lines: list[ParsedLine], first: int) -> int:
    """The index of the first of the headings directly above the first article, or `first` if there are none."""
    begin = index = first
    lowest: Level | None = None
    while index:
        line = lines[index - 1]
        if line.kind is LineKind.HEADING and line.level and (lowest is None or line.level < lowest):
            begin, lowest = index - 1, line.level
        elif line.kind is LineKind.DIVISION and lowest is None and _looks_like_title(line):
            begin = index - 1
        elif line.kind is LineKind.ITEM and begin == first and _looks_like_title(line) and index > 1:
            pass
        elif line.kind is not LineKind.PAGE and not (
            line.kind is LineKind.TEXT
            and _looks_like_title(line)
            and index > 1
            and lines[index - 2].kind is LineKind.HEADING
        ):
            break
        index -= 1
    if begin == first or lines[begin].kind is not LineKind.HEADING:
        return begin
    if _is_end_of_contents(lines, begin, first):
        return first
    return begin - 1 if begin and _opens_group(lines, begin - 1, first) else begin


def _opens_group(lines: list[ParsedLine], index: int, first: int) -> bool:
    """Whether the line is 总则 as the title of a group of 章, because another group or a 编 begins below the first article."""
    return is_group_title(lines, index) and any(
        line.level is Level.PART or (line.kind is LineKind.TEXT and is_group_title(lines, below))
        for below, line in enumerate(lines[first:], first)
    )


def _looks_like_title(line: ParsedLine) -> bool:
    return line.width <= _LONGEST_TITLE_LIKE_LINE and line.text[-1] not in "。；：，！？"


def _is_end_of_contents(lines: list[ParsedLine], begin: int, first: int) -> bool:
    """Whether the headings directly above the first article are the end of the table of contents.

    `begin` is the index of the first of them. They are, if it does not have the number 1, if there are headings of
    the same level or the line 目录 above it, and if the next heading of that level below the first article does
    not have a greater number.
    """
    top = lines[begin]
    if (
        not begin
        or top.number.value == 1
        or lines[begin - 1].kind not in (LineKind.HEADING, LineKind.TEXT, LineKind.CONTENTS)
    ):
        return False
    below_contents_line = lines[begin - 1].kind is LineKind.CONTENTS
    if not below_contents_line and not any(
        line.kind is LineKind.HEADING and line.level is top.level for line in lines[:begin]
    ):
        return False
    following = (line for line in lines[first:] if line.kind is LineKind.HEADING and line.level is top.level)
    after = next(following, None)
    return after is not None and after.number.value <= top.number.value


def _end_of_announcement(lines: list[ParsedLine]) -> int:
    """The index of the title if an announcement or order (公告, 令) that promulgates the statute precedes it, else 0."""
    if _names_a_collection(lines):
        return 1
    if not lines or not frame_grammar.ANNOUNCEMENT.match(lines[0].text):
        return 0
    limit = min(
        _first_of_kinds(lines, 1, {LineKind.CONTENTS, LineKind.HEADING, LineKind.PREAMBLE}),
        MOST_ANNOUNCEMENT_LINES,
    )
    promulgated_title = None
    last_title = 0
    for index, line in enumerate(lines[:limit]):
        match = frame_grammar.ENACTING.match(line.text)
        if match and promulgated_title is None:
            promulgated_title = without_whitespace(match["title"])
        elif index and _may_be_title(line) and not frame_grammar.ANNOUNCEMENT.match(line.text):
            printed = without_whitespace(line.text)
            after = lines[index + 1] if index + 1 < limit else None
            if promulgated_title and (
                printed == promulgated_title
                or (after and printed + without_whitespace(after.text) == promulgated_title)
            ):
                return index
            if printed.endswith(_TITLE_ENDS):
                last_title = index
    return last_title


def _names_a_collection(lines: list[ParsedLine]) -> bool:
    """Whether the first line names the collection in which the statute was printed, and the title is the line below it.

    The second line of a title that begins so does not begin with the name of the same place, or of the country.
    """
    if len(lines) < 2 or not frame_grammar.COLLECTION.match(lines[0].text):
        return False
    title = lines[1].text
    begins_anew = title.startswith((lines[0].text[:_PLACE], "中华人民共和国"))
    return begins_anew and _may_be_title(lines[1]) and title.endswith(_TITLE_ENDS)


def _title(lines: list[ParsedLine], reports: Reports) -> tuple[str | None, int]:
    """The title at the beginning of the lines, or None, and the number of lines that it takes."""
    if not lines or not _may_be_title(lines[0]):
        return None, 0
    joined = lines[0].text
    for count in range(1, MOST_TITLE_LINES):
        if _is_complete(joined) or len(lines) <= count or not _may_be_title(lines[count]):
            break
        joined += lines[count].text
        fits = _is_complete(joined) and len(joined) <= LONGEST_TITLE
        if fits and classify(lines[0].line_number, joined).kind in (LineKind.TEXT, LineKind.DIVISION):
            reports.unsettled = True
            return joined, count + 1
    return lines[0].text, 1


def _is_complete(title: str) -> bool:
    """Whether a title ends like one and has no open 《, so that the next line does not belong to it."""
    return title.endswith((*_TITLE_ENDS, *_TITLE_ENDS_MORE)) and title.count("《") == title.count("》")


def _may_be_title(line: ParsedLine) -> bool:
    return (
        line.kind in (LineKind.TEXT, LineKind.DIVISION)
        and len(line.text) <= LONGEST_TITLE
        and line.text[-1] not in "。；：，"
        and not frame_grammar.NOTE.match(line.text)
    )


def _notes(lines: list[ParsedLine], position: int) -> tuple[list[ParsedLine], int]:
    """The notes that begin at a line, and the index of the first line below them."""
    notes: list[ParsedLine] = []
    open_brackets = 0
    while position < len(lines) and len(notes) < MOST_NOTE_LINES:
        text = lines[position].text
        if open_brackets <= 0 and not frame_grammar.NOTE.match(text):
            break
        open_brackets = max(open_brackets, 0) + sum(map(text.count, "（(")) - sum(map(text.count, "）)"))
        notes.append(lines[position])
        position += 1
    return notes, position


def _end_of_contents(lines: list[ParsedLine], start: int, limit: int) -> int:
    """The index of the first line below the table of contents.

    It ends where its first heading is repeated, or at a line that is not an entry. A plain line above a heading
    continues the entry above it.
    """
    first = lines[start] if start < limit else None
    position = start
    while position < limit:
        line = lines[position]
        if position > start and first and _same_heading(line, first):
            break
        is_entry = line.kind in (
            LineKind.HEADING,
            LineKind.CONTENTS,
            LineKind.DIVISION,
            LineKind.PAGE,
        ) or frame_grammar.CONTENTS_ENTRY.match(line.text)
        continues = (
            position > start
            and _looks_like_title(line)
            and position + 1 < limit
            and lines[position + 1].kind is LineKind.HEADING
        )
        if not is_entry and not continues:
            break
        position += 1
    return position


def _same_heading(line: ParsedLine, other: ParsedLine) -> bool:
    """Whether two lines are the same heading, once in the table of contents and once in the body."""
    if line.kind is not other.kind:
        return False
    if line.kind is LineKind.HEADING:
        return (line.level, line.number) == (other.level, other.number)
    return (
        (line.number, line.rest) == (other.number, other.rest) if line.numbered else line.text == other.text
    )
