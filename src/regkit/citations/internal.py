"""Reads citations of the statute in which they stand: 本条例第三条, 本条, 前款."""

from __future__ import annotations

from regkit.citations import grammar
from regkit.citations.citation import CitationKind, Reason, Unresolved
from regkit.citations.lists import read_list
from regkit.citations.neighbours import container, preceding
from regkit.citations.reading import Reading
from regkit.citations.resolving import Resolution
from regkit.citations.targets import complete
from regkit.model.levels import BY_CHARACTER, Level
from regkit.rule import Match
from regkit.text.numerals import from_chinese

# With these characters 本 forms a word (基本法, 根本法, 样本, 版本), so that it begins no citation. 成 in 造成本条 is not one.
_NOT_SELF_AFTER = frozenset("基根样版文标日副抄译课剧脚书")
# Also 资本项下.
_NOT_CONTAINER_AFTER = _NOT_SELF_AFTER | {"资"}
# First characters of what matches grammar.OF and grammar.RELATIVE; the rules are asked only where they stand.
_OF, _BACK = frozenset("的总分 　"), frozenset("前上")


def read_self(reading: Reading, start: int, end: int) -> int:
    """Read 本条例, with the provisions that are cited of it, if any."""
    text = reading.text
    if start > reading.begin and text[start - 1] in _NOT_SELF_AFTER:
        return start + 1
    following = end
    if text[end : end + 1] in _OF:
        between = grammar.OF.match(text, end)
        following = between.end() if between else end
    opening = text[following : following + 1]
    if opening in _BACK:
        relative = grammar.RELATIVE.match(text, following)
        if relative:
            return _read_preceding(reading, start, relative)
    units, stop = read_list(text, following) if opening == "第" else ([], end)
    if not units:
        return reading.add(start, end, CitationKind.SELF)
    # 本条例第二款 can only mean a 款 of the article in which it stands.
    inherited = reading.where.steps if units[0].steps[0].level.rank > Level.ARTICLE.rank else ()
    return reading.add_internal(start, stop, units, inherited)


def read_container(reading: Reading, start: int, end: int) -> int:
    """Read 本条第二款, 本章 or 本条前款."""
    text = reading.text
    if start > reading.begin and text[start - 1] in _NOT_CONTAINER_AFTER:
        return start + 1
    character = text[start + 1]
    relative = grammar.RELATIVE.match(text, end) if character == "条" else None
    if relative:
        return _read_preceding(reading, start, relative)
    around = container(reading.resolver, reading.where, character)
    units, stop = read_list(text, end)
    if units and around is not None:
        inherited = reading.where.steps if character == "条" else around.steps
        resolution = reading.resolver.resolve(reading.where, complete(units, inherited))
    elif around is not None:
        resolution = Resolution([around], [])
    else:
        resolution = Resolution([], [Unresolved(text[start:end], Reason.NOTHING_THERE)])
    return reading.add(start, stop if units else end, CitationKind.INTERNAL, resolution)


def read_preceding(reading: Reading, start: int, end: int) -> int:
    """Read 前款, 前两款第三项, 前条 or 上款."""
    relative = grammar.RELATIVE.match(reading.text, start)
    return _read_preceding(reading, start, relative) if relative else end


def _read_preceding(reading: Reading, start: int, relative: Match) -> int:
    """Read a citation that begins at `start` and contains 前款 or the like, and the list of provisions after it, if any."""
    level = BY_CHARACTER[relative["level"]]
    units, stop = read_list(reading.text, relative.end())
    if units and units[0].steps[0].level.rank <= level.rank:
        units = []
    end = stop if units else relative.end()
    words = reading.text[start:end]
    if relative["count"] == "几":
        resolution = Resolution([], [Unresolved(words, Reason.AMBIGUOUS)])
    else:
        count = from_chinese(relative["count"]) if relative["count"] else 1
        resolution = preceding(reading.resolver, reading.where, level, count, units, words)
    return reading.add(start, end, CitationKind.INTERNAL, resolution)
