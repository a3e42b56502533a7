"""Reads citations of other acts: by a title in 书名号, by a known name without it, or as 该法."""

from __future__ import annotations

from regkit.citations import grammar
from regkit.citations.acts import abbreviation_in, end_of_title, is_legal, plain_title, read_act
from regkit.citations.citation import Act, CitationKind
from regkit.citations.lists import read_list
from regkit.citations.names import IMPLEMENTING, TITLES, full_title
from regkit.citations.reading import Reading
from regkit.text.titles import REPUBLIC

# The date and the body that passed an act are sought in this many characters before its title.
_MOST_BEFORE_TITLE = 120
# 原 and the like are sought in this many characters before a name without 书名号.
_MOST_BEFORE_NAME = 6
# These names also end longer words, which cite no act: 排水法, 清算价格法.
_COMMON_WORDS = ("水法", "价格法")
_OPENS_NOTE = frozenset("（( 　")


def read_title(reading: Reading, start: int, _: int) -> int:
    """Read a title in 书名号: 《示范法》（示范发〔2015〕16号）第三条. Certificates, journals and forms are no citations."""
    end = end_of_title(reading.text, start)
    if end < 0 or end > reading.stop:
        return start + 1
    title = plain_title(reading.text[start + 1 : end - 1])
    note, after = _note(reading, end)
    defined = reading.names.defined.get(title)
    full = defined or full_title(title)
    if full == title and TITLES.get(title.removeprefix(REPUBLIC)) != title:
        full = plain_title(reading.printed(start + 1, end - 1))
    if not defined and not is_legal(title):
        return end
    _define(reading, note, full, after)
    act = read_act(full, reading.before(start, _MOST_BEFORE_TITLE), note)
    return max(_read_provisions(reading, start, end, after, act), after)


def read_name(reading: Reading, start: int, end: int) -> int:
    """Read a known name without 书名号: 刑法第三百九十条."""
    floor = max(reading.begin, reading.taken)
    # In 刑法总则第四章 the name ends before 总则, in 民法总则 it includes 总则.
    for name_end in dict.fromkeys((end, start + 1)):
        name = reading.names.ending_at(reading.text, name_end, floor)
        if name and not (
            name in _COMMON_WORDS and _ends_longer_word(reading.text[floor : name_end - len(name)])
        ):
            return read_named(reading, name_end - len(name), name_end, floor)
    return end


def _ends_longer_word(before: str) -> bool:
    """Whether a name may be the end of a longer word that begins in the words before it."""
    lead_in = grammar.NAME_BEGINS.match(before[-_MOST_BEFORE_NAME:])
    return bool(before) and not (lead_in and lead_in.end() == min(len(before), _MOST_BEFORE_NAME))


def read_named(reading: Reading, start: int, end: int, floor: int) -> int:
    """Read a known name that stands from `start` to `end`; nothing before `floor` belongs to its citation."""
    title = reading.names.title_of(reading.text[start:end])
    if title.endswith("法"):
        # 森林法实施条例 is another act than 森林法.
        implementing = next((ending for ending in IMPLEMENTING if reading.text.startswith(ending, end)), "")
        title, end = title + implementing, end + len(implementing)
    if reading.text.startswith(REPUBLIC, max(start - len(REPUBLIC), floor)):
        start -= len(REPUBLIC)
    act = read_act(title, reading.before(start, _MOST_BEFORE_NAME), None)
    note, after = _note(reading, end)
    _define(reading, note, act.title, after)
    return max(_read_provisions(reading, start, end, after, act), after if note else end)


def read_that_act(reading: Reading, start: int, end: int) -> int:
    """Read 该法第三条, which means the act that was cited last in this article."""
    if reading.last_act is None:
        return end
    return _read_provisions(reading, start, end, end, reading.last_act)


def _note(reading: Reading, end: int) -> tuple[str | None, int]:
    """The note in brackets after a name that ends at `end`, and where it ends; None and `end` if there is none."""
    match = grammar.NOTE.match(reading.text, end) if reading.text[end : end + 1] in _OPENS_NOTE else None
    return (match["note"], match.end()) if match else (None, end)


def _define(reading: Reading, note: str | None, title: str, position: int) -> None:
    """Remember the abbreviation that a note defines for a title, if it does."""
    abbreviation = abbreviation_in(note) if note else None
    if note and abbreviation:
        # 保护规划 may be any plan, and 以下简称《细则》 does not make every 细则 a citation: these need their 书名号.
        bare = "《" not in note and not grammar.PLAN_TITLE.match(title)
        reading.names.define(abbreviation, title, position, bare=bare)


def _read_provisions(reading: Reading, start: int, end: int, after: int, act: Act) -> int:
    """Add a citation of an act that is named from `start` to `end`, with the provisions listed from `after` on, if any."""
    part = grammar.PART_OF_LAW.match(reading.text, after)
    units, stop = read_list(reading.text, part.end() if part else after)
    if units:
        return reading.add_external(start, stop, act, units)
    reading.last_act = act
    return reading.add(start, end, CitationKind.EXTERNAL, act=act)
