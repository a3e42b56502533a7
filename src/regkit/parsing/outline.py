"""Decide which titles without a label are headings, and of which level and number. Used by `unlabelled`.

Each title may be a 章, a 节, a 编, the second line of the title above it, or text. The reading of all titles together
that costs least is taken: a number that is missing or repeated costs more than a title that lost its label.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from regkit.model.address import Number
from regkit.model.levels import Level
from regkit.parsing.title_words import Likeness

# Attributes of an Enum are slow, and levels compare by rank.
_PART_LEVEL, _SUBPART_LEVEL, _CHAPTER_LEVEL = Level.PART, Level.SUBPART, Level.CHAPTER
_CHAPTER_RANK = Level.CHAPTER.rank
# The rank of the open heading where there is none: lower than that of all headings, as at the beginning of a text.
_NO_RANK = -1
# How many readings of the titles so far are kept, and by how much they may cost more than the best.
_MOST_READINGS = 16
_WORST = 200
# How many titles are compared where two readings cost the same.
_LONGEST_RIVALRY = 40
# In characters: a longer first line may reach the edge of the page, so that the title continues on the next.
_WRAPPED_WIDTH = 13
# The most lines of one title.
_MOST_LINES = 3

# What a reading costs. Only their order and sums matter: a gap costs more than a title without a label, and less
# than a number that goes backwards.
_UNLABELLED, _UNLIKE_SIBLINGS, _UNUSUAL_SECTION = 10, 5, 60
_PLAIN_TEXT, _DOUBTFUL_TEXT, _USUAL_TITLE_AS_TEXT, _TEXT_BELOW_HEADING = 30, 10, 60, 40
_WRAPPED, _WRAPPED_EARLY = 15, 20
# Where another title is certainly wrapped, so may be a long one.
_WRAPPED_LIKE_OTHERS = 5
# Where nothing else decides, a title below a 节 is the next 节.
_LEAVES_SECTIONS = 1
# Readings whose costs differ by no more than this are equally good.
_NEARLY = 4
_GAP, _BACKWARDS, _EMPTY, _LONE_SECTION, _SECTION_LATE, _UNNUMBERED, _PART = 50, 100, 80, 60, 80, 5, 20
_IMPOSSIBLE = 10_000


class Entry(msgspec.Struct, frozen=True, gc=False):
    """A labelled heading (`level` and `number`) or a title without a label, in the order of the text.

    - `is_adjacent`: it stands on the line below the entry above it; `is_below_articles`: articles stand between them
    - `continues`: its words show that it continues the line above; `breaks_off`: they need a further line
    - `width` and `longest`: the length of the line, and the greatest length of the whole title, in characters
    - `is_untitled`: a label whose title is on the next line
    - `is_usual`, `is_never_section`, `is_last_section`: the words of usual titles, of titles of a 章 alone, and of titles that
      close the 节 of a chapter (其他规定)
    - `may_be_part`: a 章 follows, or the text has none
    - `unnumbered`: the number of 总则, 分则 or 附则 as a part without a number, if it may be one; `is_group_title`: directly
      above a 章; `is_opening`: above all other headings
    - `fixed`: it is kept as text
    """

    width: int
    is_adjacent: bool
    is_below_articles: bool
    level: Level | None = None
    number: int = 0
    is_untitled: bool = False
    likeness: Likeness = Likeness.PLAIN
    is_usual: bool = False
    continues: bool = False
    breaks_off: bool = False
    is_never_section: bool = False
    is_last_section: bool = False
    longest: int = 0
    may_be_part: bool = False
    unnumbered: Number | None = None
    is_group_title: bool = False
    is_opening: bool = False
    fixed: bool = False


class TitleReading(NamedTuple):
    """What a title is: a heading with its level and number, the further line of a title, or, by default, text."""

    level: Level | None = None
    number: Number | None = None
    is_continuation: bool = False


# The reading of text, and of what needs none, because it has a label.
_TEXT = _LABELLED = TitleReading()


class _State(NamedTuple):
    """What the headings so far determine: their last numbers, and the rank of the level that is open."""

    part: int = 0
    subpart: int = 0
    chapter: int = 0
    section: int = 0
    rank: int = _NO_RANK
    has_articles: bool = False
    # 章 may begin with 1 again, because a 编 began.
    is_fresh: bool = True
    chapter_labelled: bool = False
    section_labelled: bool = False
    section_is_last: bool = False
    # 附则 as a group of its own closes the text.
    is_closed: bool = False
    # Lines and characters of the title right above, 0 if the line above is text.
    lines: int = 0
    width: int = 0
    longest: int = 0
    needs_line: bool = False
    is_untitled: bool = False


class _Path(msgspec.Struct, gc=False):
    """The cheapest way to read the entries so far that leads to a state; `rival` is another of the same cost."""

    cost: int
    state: _State
    reading: TitleReading
    before: _Path | None
    rival: _Path | None = None


class TitleReadings(NamedTuple):
    """The reading of each entry, and by position in the entries what else a title could be at the same cost."""

    readings: list[TitleReading]
    rivals: dict[int, TitleReading]
    next_chapters: list[int]


def read_outline(
    entries: Sequence[Entry], *, has_parts: bool, has_subparts: bool, is_framed: bool
) -> TitleReadings:
    """The cheapest reading of all entries together.

    `has_parts` and `has_subparts`: whether the text has 编 and 分编. `is_framed`: whether 总则 stands beside its 章.
    """
    if not (has_parts or is_framed):
        entries = [
            msgspec.structs.replace(entry, unnumbered=None) if entry.unnumbered else entry
            for entry in entries
        ]
    levels = (
        Level.CHAPTER,
        Level.SECTION,
        *((Level.PART,) if has_parts else ()),
        *((Level.SUBPART,) if has_subparts else ()),
    )
    wrapped = _WRAPPED_LIKE_OTHERS if any(entry.continues for entry in entries) else _WRAPPED
    paths = [_Path(0, _State(), TitleReading(), None)]
    for entry in entries:
        reached: dict[_State, _Path] = {}
        for path in paths:
            state = path.state
            if entry.is_below_articles and not state.has_articles:
                state = state._replace(has_articles=True)
            for cost, new_state, reading in _readings(state, entry, levels, wrapped):
                total = path.cost + cost
                known = reached.get(new_state)
                if known is None or total < known.cost:
                    is_near = known is not None and known.cost - total <= _NEARLY
                    rival = known if is_near else None
                    reached[new_state] = _Path(total, new_state, reading, path, rival)
                elif total - known.cost <= _NEARLY and known.rival is None:
                    known.rival = _Path(total, new_state, reading, path)
        least = min(path.cost for path in reached.values())
        paths = [path for path in reached.values() if path.cost <= least + _WORST]
        if len(paths) > _MOST_READINGS:
            paths = sorted(paths, key=lambda path: path.cost)[:_MOST_READINGS]
    for path in paths:
        path.cost += _cost_of_closing(path.state)
    paths.sort(key=lambda path: path.cost)
    rival = paths[1] if len(paths) > 1 and paths[1].cost - paths[0].cost <= _NEARLY else None
    return _traced(paths[0], rival, len(entries))


def _traced(best: _Path, rival: _Path | None, count: int) -> TitleReadings:
    readings: list[TitleReading] = []
    chapters: list[int] = []
    rivals: dict[int, TitleReading] = {}
    position = count - 1
    if rival is not None:
        _add_rivals(best, rival, position, rivals)
    path = best
    while path.before is not None:
        readings.append(path.reading)
        chapters.append(path.state.chapter + 1)
        if path.rival is not None:
            _add_rivals(path, path.rival, position, rivals)
        path, position = path.before, position - 1
    return TitleReadings(readings[::-1], rivals, chapters[::-1])


def _add_rivals(path: _Path, rival: _Path, position: int, rivals: dict[int, TitleReading]) -> None:
    """Add the readings of a rival path where they differ, back to the state that both come from."""
    for offset in range(_LONGEST_RIVALRY):
        if path.reading != rival.reading:
            rivals.setdefault(position - offset, rival.reading)
        if path.before is None or rival.before is None or path.before is rival.before:
            return
        path, rival = path.before, rival.before


def _readings(
    state: _State, entry: Entry, levels: Sequence[Level], wrapped: int
) -> Iterator[tuple[int, _State, TitleReading]]:
    """Yield each reading of an entry: its cost, the state that it leads to, and the reading."""
    unfinished = _IMPOSSIBLE if state.needs_line else 0
    if entry.level is not None:
        cost, new_state = _numbered(state, entry, entry.level, entry.number, is_labelled=True)
        yield cost + unfinished, new_state, _LABELLED
        return
    continuation = _as_continuation(state, entry, wrapped)
    if continuation is not None:
        yield continuation, _continued(state, entry), TitleReading(is_continuation=True)
    unfinished_text = unfinished
    if entry.continues or state.is_untitled:
        unfinished = _IMPOSSIBLE
    below_heading = _TEXT_BELOW_HEADING if state.rank != _NO_RANK and not state.has_articles else 0
    yield _cost_of_text(entry) + below_heading + unfinished_text, _without_title(state), _TEXT
    if entry.fixed or entry.likeness is not Likeness.PLAIN:
        return
    for level, value, cost in _choices(state, entry, levels):
        opening, new_state = _numbered(state, entry, level, value, is_labelled=False)
        yield cost + opening + unfinished, new_state, TitleReading(level, Number(value))
    if entry.unnumbered is not None:
        opening, new_state = _numbered(state, entry, Level.PART, state.part, is_labelled=False)
        is_closing = not (entry.is_group_title or entry.is_opening)
        new_state = new_state._replace(is_closed=is_closing)
        yield _UNNUMBERED + opening + unfinished, new_state, TitleReading(Level.PART, entry.unnumbered)


def _choices(state: _State, entry: Entry, levels: Sequence[Level]) -> Iterator[tuple[Level, int, int]]:
    """Yield the levels and numbers that a title may have, each with its cost apart from that of the number."""
    for level in levels:
        if level is _CHAPTER_LEVEL:
            unlike = _UNLIKE_SIBLINGS if state.chapter_labelled else 0
            unlike += _LEAVES_SECTIONS if state.section and not entry.is_never_section else 0
            if not state.chapter and not state.part and state.has_articles:
                # The first heading is missing altogether, for there are articles above.
                yield level, 2, _UNLABELLED
            else:
                yield level, state.chapter + 1, _UNLABELLED + unlike
                if state.is_fresh and state.chapter:
                    yield level, 1, _UNLABELLED + unlike
        elif level is Level.SECTION:
            if state.section or state.rank == _CHAPTER_RANK:
                unlike = _UNLIKE_SIBLINGS if state.section_labelled else 0
                late = _SECTION_LATE if not state.section and state.has_articles else 0
                usual = _UNUSUAL_SECTION if entry.is_never_section else 0
                last = _UNLIKE_SIBLINGS if state.section_is_last else 0
                yield level, state.section + 1, _UNLABELLED + unlike + late + usual + last
        elif entry.may_be_part:
            yield level, (state.part if level is Level.PART else state.subpart) + 1, _PART


def _numbered(
    state: _State, entry: Entry, level: Level, number: int, *, is_labelled: bool
) -> tuple[int, _State]:
    """What it costs to open a heading with this level and number, and the state after it."""
    rank = level.rank
    cost = _cost_of_closing(state) if rank <= _CHAPTER_RANK else 0
    if rank <= state.rank and not state.has_articles:
        cost += _EMPTY
    if state.is_closed:
        cost += _BACKWARDS
    part, subpart, chapter, section = state.part, state.subpart, state.chapter, 0
    is_fresh, chapter_labelled = True, state.chapter_labelled
    if level is _PART_LEVEL:
        cost += _cost_of_number(part, number, is_fresh=False) if is_labelled else 0
        part, subpart = number, 0
    elif level is _SUBPART_LEVEL:
        cost += _cost_of_number(subpart, number, is_fresh=False) if is_labelled else 0
        subpart = number
    elif level is _CHAPTER_LEVEL:
        # Articles above the first heading show that 第一章 is missing.
        above = 1 if state.has_articles and not (chapter or part) else chapter
        cost += _cost_of_number(above, number, is_fresh=state.is_fresh)
        chapter, is_fresh, chapter_labelled = number, False, is_labelled
    else:
        cost += _cost_of_number(state.section, number, is_fresh=False)
        section, is_fresh = number, state.is_fresh
    return cost, _State(
        part, subpart, chapter, section, rank, False, is_fresh, chapter_labelled,
        is_labelled and section > 0, section > 0 and entry.is_last_section, False,
        1, entry.width, entry.longest, entry.breaks_off and not is_labelled, entry.is_untitled,
    )  # fmt: skip


def _cost_of_number(above: int, number: int, *, is_fresh: bool) -> int:
    """What it costs that `number` comes after `above`; `is_fresh` says that the numbers may begin with 1 again."""
    if number == above + 1 or (is_fresh and number == 1):
        return 0
    if number > above:
        return _GAP + min(number - above - 2, 4)
    return _GAP if is_fresh else _BACKWARDS


def _cost_of_closing(state: _State) -> int:
    """What it costs that the open chapter ends: a lone 第一节 is hardly a 节. A title must be complete."""
    return (_LONE_SECTION if state.section == 1 else 0) + (_IMPOSSIBLE if state.needs_line else 0)


def _cost_of_text(entry: Entry) -> int:
    if entry.fixed or entry.likeness is Likeness.NONE:
        return 0
    if entry.is_usual:
        return _USUAL_TITLE_AS_TEXT
    return _DOUBTFUL_TEXT if entry.likeness is Likeness.DOUBTFUL else _PLAIN_TEXT


def _as_continuation(state: _State, entry: Entry, wrapped: int) -> int | None:
    """What it costs to read the title as a further line of the one above it, None if it cannot be one."""
    if not (entry.is_adjacent and 0 < state.lines < _MOST_LINES) or entry.fixed:
        return None
    if state.width + entry.width > state.longest:
        return None
    if entry.continues or state.is_untitled:
        return 0
    if entry.likeness is Likeness.NONE or entry.is_usual:
        return None
    return wrapped if state.width >= _WRAPPED_WIDTH else _WRAPPED_EARLY


def _continued(state: _State, entry: Entry) -> _State:
    return state._replace(
        lines=state.lines + 1,
        width=state.width + entry.width,
        needs_line=entry.breaks_off,
        is_untitled=False,
    )


def _without_title(state: _State) -> _State:
    if not state.lines:
        return state
    return state._replace(lines=0, width=0, longest=0, needs_line=False, is_untitled=False)
