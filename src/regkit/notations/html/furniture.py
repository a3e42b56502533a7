"""Which lines of a web page are not its text: navigation, facts about the page, tools, links and the foot (page furniture).

No line is judged by its words alone. A page has a title and a body, which begins with its first provision and ends
with its last; nothing between those two is ever taken away. Above and below, what a line says, where it leads to
and in which element it stands decide, and then the lines around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto
from itertools import pairwise

import msgspec

from regkit.model.departures import DUPLICATE, Departure
from regkit.notations.flow import SourceLine
from regkit.notations.html.lines import WebLine
from regkit.notations.html.words import (
    ANNEX,
    ANNOUNCEMENT,
    CERTAIN,
    CERTAIN_ANYWHERE,
    CONTROLS,
    DATE,
    DIVISION,
    EDITORIAL,
    NOTE,
    NUMERIC_DATE,
    OF_LAW,
    OF_THE_SITE,
    POSSIBLE,
    PROVISION,
    SITE,
    SITE_NAME,
    TITLE_SEPARATOR,
)
from regkit.notations.source import FURNITURE, LIST_NUMBERS, UNSURE_FURNITURE
from regkit.text.titles import ACT_NOUNS
from regkit.text.whitespace import without_whitespace

# In signs: longer lines are sentences, whatever words they begin with.
_LONGEST_FURNITURE = 200
_LONGEST_TITLE = 100
# In signs: a line of which only its end says that it is the title.
_SHORTEST_TITLE = 6
# The share of a line that must lead to other pages for the line to be navigation.
_LINKED = 0.8
_LONGEST_FACT = 40
_LONGEST_CAPTION = 12
# A title has hardly ever so many short lines above the one that ends like a title.
_FEWEST_SHORT = 3
_BRACKETS = "（(【[〔"
_ENDS = ("。", "；", "，", ";")
_SENTENCE_ENDS = (*_ENDS, "：", ":")
_TITLE_ENDS = (
    *ACT_NOUNS,
    "章程",
    "公约",
    "方案",
    "标准",
    "通知",
    "公告",
    "决议",
    "批复",
    "试行）",
    "暂行）",
    "修订）",
    "修正）",
)


class LineLook(Enum):
    """What a line looks like by itself."""

    PAGE = auto()
    """It is of the page: it leads elsewhere, stands in an element beside the text, or says what only pages say."""
    POSSIBLE = auto()
    """It states a fact, as pages do of themselves and forms in annexes do too."""
    PLAIN = auto()
    LAW = auto()
    """It is a sentence, a label, a note or a date, as texts have them."""
    ANNEX = auto()
    EMPTY = auto()


class _JudgedLine(msgspec.Struct):
    """A line of a page, its words without whitespace, what it looks like and what becomes of it."""

    line: WebLine
    words: str
    kind: LineLook
    # FURNITURE or DUPLICATE for a line that is taken away, UNSURE_FURNITURE for one that is kept but reported.
    fate: str = ""


def without_furniture(lines: Sequence[SourceLine], page_title: str) -> list[SourceLine]:
    """The lines of a page, those that are not its text replaced by departures that hold their words."""
    entries = _entries(lines)
    if not any(
        entry.kind in (LineLook.PAGE, LineLook.POSSIBLE)
        or NUMERIC_DATE.match(entry.words)
        or _names_site(entry)
        for entry in entries
    ):
        return list(lines)
    title, is_declared = _title_among(entries, page_title)
    is_title = title is not None and (is_declared or len(entries[title].words) >= _SHORTEST_TITLE)
    body = _provisions(entries) or (_sentences(entries, title) if is_title else [])
    if not body:
        _report(entries)
    else:
        _judge(entries, title, range(body[0], body[-1] + 1), is_declared=is_declared)
    return list(_rewritten(entries))


def _entries(lines: Sequence[SourceLine]) -> list[_JudgedLine]:
    page_lines = [
        line if isinstance(line, WebLine) else WebLine(line.text, line.departures) for line in lines
    ]
    words = [without_whitespace(line.text) for line in page_lines]
    # An element in which provisions or the title stand is not beside the text.
    parts_of_text = {
        line.part
        for line, text in zip(page_lines, words, strict=True)
        if PROVISION.match(text) or line.heading == "h1"
    }
    entries = [
        _JudgedLine(line, text, _kind_of(line, text)) for line, text in zip(page_lines, words, strict=True)
    ]
    _find_signatures(entries)
    for entry in entries:
        if entry.kind is LineLook.PLAIN and entry.line.part and entry.line.part not in parts_of_text:
            entry.kind = LineLook.PAGE
    return entries


def _kind_of(line: WebLine, words: str) -> LineLook:
    label = PROVISION.match(words)
    # Headings that are links are a table of contents (目录); articles that are links are questions and answers about them.
    is_linked = line.linked >= len(words) * _LINKED and not (label and label[0][-1] not in "条條")
    if not words:
        kind = LineLook.EMPTY
    elif line.downloads or ANNEX.match(words):
        kind = LineLook.ANNEX
    elif is_linked:
        kind = LineLook.PAGE
    elif label or DATE.match(words) or len(words) > _LONGEST_FURNITURE:
        kind = LineLook.LAW
    else:
        kind = _kind_of_words(words)
    return kind


def _kind_of_words(words: str) -> LineLook:
    is_of_page = CERTAIN.match(words) or CONTROLS.match(words) or CERTAIN_ANYWHERE.match(words)
    if is_of_page and not _is_sentence_of_law(words):
        return LineLook.PAGE
    if words.endswith(_SENTENCE_ENDS) or "。" in words or DIVISION.match(words) or NOTE.match(words):
        return LineLook.LAW
    return LineLook.POSSIBLE if POSSIBLE.match(words) else LineLook.PLAIN


def _is_sentence_of_law(words: str) -> bool:
    """Whether a line that begins with words of a page goes on as a sentence of a text: 字号：是指企业名称中的……。"""
    return words.endswith(_ENDS) and (len(words) > _LONGEST_FACT or OF_LAW.search(words) is not None)


def _find_signatures(entries: Sequence[_JudgedLine]) -> None:
    """A plain line above a date is the body that signs."""
    for entry, following in pairwise(entries):
        if entry.kind is LineLook.PLAIN and DATE.match(following.words) and entry.line.text[:1] != "\t":
            entry.kind = LineLook.LAW


def _title_among(entries: Sequence[_JudgedLine], page_title: str) -> tuple[int | None, bool]:
    """The index of the title, None if there is none, and whether the page itself says that it is the title.

    It is an h1, unless that names the site; otherwise a line that the title of the page names, or one that ends like a title.
    """
    candidates = list(_title_candidates(entries))
    headings = [index for index in candidates if entries[index].line.heading == "h1"]
    titled = [index for index in candidates if _ends_like_a_title(entries[index].words)]
    titled_headings = set(headings).intersection(titled)
    declared = sorted(titled_headings) or [
        index for index in headings if not (titled and SITE_NAME.match(entries[index].words))
    ]
    if declared:
        return declared[-1], True
    for index in headings:
        entries[index].kind = LineLook.PAGE
    # A line that is only a part of it may be one of several lines of a title.
    names = set(TITLE_SEPARATOR.sub("\n", without_whitespace(page_title)).split("\n"))
    named = [
        index
        for index in candidates
        if entries[index].words in names and not SITE_NAME.match(entries[index].words)
    ]
    if named:
        # The name of a column (政策文件) is shorter than that of an act.
        return max(named, key=lambda index: (len(entries[index].words), index)), True
    return (titled[-1], False) if titled else (None, False)


def _title_candidates(entries: Sequence[_JudgedLine]) -> Iterator[int]:
    """Yield the indices of the lines above the first provision that may be a title."""
    for index, entry in enumerate(entries):
        if entry.kind is LineLook.LAW and PROVISION.match(entry.words):
            return
        is_heading = entry.line.heading == "h1" and entry.line.linked < len(entry.words) * _LINKED
        is_line = (
            entry.kind is LineLook.PLAIN and entry.words[0] not in _BRACKETS and "\t" not in entry.line.text
        )
        if entry.words and len(entry.words) <= _LONGEST_TITLE and (is_heading or is_line):
            yield index


def _first_line_of_title(entries: Sequence[_JudgedLine], title: int) -> int:
    """The index of the first line of a title whose last line is at `title`: an h1 may have several."""
    while title and entries[title].line.heading == entries[title - 1].line.heading == "h1":
        title -= 1
    return title


def _ends_like_a_title(words: str) -> bool:
    return words.removesuffix("》").endswith(_TITLE_ENDS)


def _provisions(entries: Sequence[_JudgedLine]) -> list[int]:
    """The indices of the lines that begin with the label of an article or a heading."""
    return [
        index
        for index, entry in enumerate(entries)
        if entry.kind is LineLook.LAW and PROVISION.match(entry.words)
    ]


def _sentences(entries: Sequence[_JudgedLine], title: int | None) -> list[int]:
    """The indices of the sentences below the title, for a text without provisions; if there are none, of the title."""
    start = title or 0
    return [
        index
        for index, entry in enumerate(entries[start:], start)
        if entry.kind is LineLook.LAW and not OF_THE_SITE.search(entry.words)
    ] or [start]


def _judge(entries: Sequence[_JudgedLine], title: int | None, body: range, *, is_declared: bool) -> None:
    """Decide what becomes of each line, given the index of the title and the lines of the body."""
    begin = body.start
    if title is not None:
        begin = _first_line_of_title(entries, title)
        _judge_between(entries[title + 1 : body.start])
        _judge_repeated(entries[: body.start], entries[title])
        _judge_sites(entries[: title + 1])
    _judge_above(entries[:begin], is_declared=is_declared)
    if title is not None and not is_declared:
        _report_short_lines(entries[:begin])
    _report(entries[body.start : body.stop])
    _judge_below(entries[body.stop :], entries[body.stop - 1].words)


def _judge_above(entries: Sequence[_JudgedLine], *, is_declared: bool) -> None:
    """Judge the lines above the title, or above the body if there is no title; `is_declared` says that the page names its title."""
    last_of_page = max(
        (index for index, entry in enumerate(entries) if entry.kind is LineLook.PAGE), default=-1
    )
    in_furniture = last_of_page >= 0
    for index, entry in enumerate(entries):
        if entry.fate or entry.kind is LineLook.EMPTY:
            continue
        if entry.kind is LineLook.PAGE:
            entry.fate = FURNITURE
        elif entry.kind is LineLook.LAW or (entry.kind is LineLook.PLAIN and ANNOUNCEMENT.match(entry.words)):
            in_furniture = False
        elif in_furniture and (index < last_of_page or (is_declared and not SITE_NAME.match(entry.words))):
            entry.fate = FURNITURE
        elif is_declared or entry.kind is LineLook.POSSIBLE:
            # The name of a body directly above may be the first line of the title.
            entry.fate = UNSURE_FURNITURE


def _report_short_lines(entries: Sequence[_JudgedLine]) -> None:
    """Report short lines above a title that the page does not declare: so many are navigation, and not the lines of a title."""
    short = [
        entry
        for entry in entries
        if entry.kind is LineLook.PLAIN and not entry.fate and len(entry.words) <= _LONGEST_CAPTION
    ]
    if len(short) >= _FEWEST_SHORT:
        for entry in short:
            entry.fate = UNSURE_FURNITURE


def _judge_sites(entries: Sequence[_JudgedLine]) -> None:
    """Judge the names of sites above a title, which is the last of the lines.

    Right above a title such a name may be the first line of it: 示范市人民政府门户网站 above 管理办法. The name of a collection is never.
    """
    *above, title = entries
    lines = [entry for entry in above if entry.words]
    is_below_site = False
    for entry in lines:
        if not entry.fate and is_below_site and entry.kind is LineLook.PLAIN:
            # The name of a column of the site, or the first line of the title.
            entry.fate = "" if ANNOUNCEMENT.match(entry.words) else UNSURE_FURNITURE
        if not entry.fate and _names_site(entry):
            is_below_site = True
            is_apart = entry is not lines[-1] or title.line.heading != entry.line.heading
            is_apart = is_apart or _names_collection(entry)
            entry.fate = FURNITURE if is_apart else UNSURE_FURNITURE
    if _names_site(title):
        title.fate = UNSURE_FURNITURE


def _names_site(entry: _JudgedLine) -> bool:
    return entry.kind is LineLook.PLAIN and SITE.match(entry.words) is not None


def _names_collection(entry: _JudgedLine) -> bool:
    site = SITE.match(entry.words) if entry.kind is LineLook.PLAIN else None
    return site is not None and bool(site["collection"])


def _judge_between(entries: Sequence[_JudgedLine]) -> None:
    """Judge the lines between title and body, where pages state facts about themselves and texts have their notes."""
    for entry in entries:
        if (
            entry.kind in (LineLook.PAGE, LineLook.POSSIBLE)
            or NUMERIC_DATE.match(entry.words)
            or _names_collection(entry)
        ):
            entry.fate = FURNITURE


def _judge_repeated(entries: Sequence[_JudgedLine], title: _JudgedLine) -> None:
    """Of a title that stands in the page several times, keep the last."""
    repeated = [entry for entry in entries if entry.words == title.words]
    for entry in repeated[:-1]:
        entry.fate = DUPLICATE


def _judge_below(entries: Sequence[_JudgedLine], last_of_body: str) -> None:
    """Judge the lines below the last provision: the rest of the body, its signature and annexes, and then the foot of the page."""
    in_furniture = in_annex = False
    # A list that the text introduces, such as that of the acts it repeals, may consist of links.
    in_list = last_of_body.endswith(("：", ":"))
    for entry in entries:
        if entry.kind is LineLook.ANNEX:
            in_furniture, in_annex = False, True
        elif entry.kind is LineLook.PAGE and in_list and _is_only_linked(entry):
            entry.fate = UNSURE_FURNITURE
        elif entry.kind is LineLook.PAGE:
            entry.fate, in_furniture = FURNITURE, True
        elif entry.kind is LineLook.POSSIBLE and not in_annex:
            in_furniture = in_furniture or EDITORIAL.match(entry.words) is not None
            entry.fate = FURNITURE if in_furniture else UNSURE_FURNITURE
        elif in_furniture:
            entry.fate = _fate_in_furniture(entry)
        in_list = not in_furniture and (in_list or entry.words.endswith(("：", ":")))


def _is_only_linked(entry: _JudgedLine) -> bool:
    """Whether nothing but its link makes a line furniture."""
    return entry.line.linked > 0 and _kind_of_words(entry.words) is not LineLook.PAGE


def _fate_in_furniture(entry: _JudgedLine) -> str:
    if entry.kind is LineLook.EMPTY:
        return ""
    if entry.kind is not LineLook.LAW or OF_THE_SITE.search(entry.words) or _is_caption(entry.words):
        return FURNITURE
    return UNSURE_FURNITURE


def _is_caption(words: str) -> bool:
    """Whether a line announces links or tools below it: 链接："""
    return len(words) <= _LONGEST_CAPTION and words.endswith(("：", ":"))


def _report(entries: Sequence[_JudgedLine]) -> None:
    """Keep all lines, and report those that look like furniture. What has a label is an item of the text."""
    for entry in entries:
        if entry.kind is LineLook.PAGE and not entry.fate and not DIVISION.match(entry.words):
            entry.fate = UNSURE_FURNITURE


def _rewritten(entries: Iterable[_JudgedLine]) -> Iterator[SourceLine]:
    """Yield the lines that are kept; what was taken away stands in one empty line for each group."""
    group: list[Departure] = []
    for entry in entries:
        if entry.fate in (FURNITURE, DUPLICATE):
            group += as_departures(entry.line, entry.fate)
            continue
        if group and entry.kind is LineLook.EMPTY:
            group += entry.line.departures
            continue
        if group:
            yield SourceLine("", tuple(group))
            group = []
        if entry.fate:
            entry.line = msgspec.structs.replace(
                entry.line, departures=(Departure(kind=entry.fate), *entry.line.departures)
            )
        yield entry.line
    if group:
        yield SourceLine("", tuple(group))


def as_departures(line: SourceLine, kind: str) -> Iterator[Departure]:
    """Yield the words of a line that is not read, as they stand in the file, with what the line leaves out of it."""
    if not line.departures:
        yield Departure(kind=kind, omitted=" ".join(line.text.split()))
        return
    signs, position = without_whitespace(line.text), 0
    for departure in line.departures:
        yield Departure(kind=kind, omitted=signs[position : departure.offset])
        position = departure.offset + departure.added
        if departure.kind != LIST_NUMBERS:
            inner = kind if departure.added else departure.kind
            yield msgspec.structs.replace(departure, kind=inner, offset=0, added=0)
    yield Departure(kind=kind, omitted=signs[position:])
