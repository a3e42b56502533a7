"""Citations of the own statute: 本条例第三条, 本条, 前款."""

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

# 基本法, 根本法, 样本, 版本: the 本 belongs to the word before it. 造成本条 does not.
_NOT_SELF_AFTER = frozenset("基根样版文标日副抄译课剧脚书")
# 资本项下
_NOT_CONTAINER_AFTER = _NOT_SELF_AFTER | {"资"}
# What may stand between 本条例 and 第X条 begins with one of these, and 前款 with one of those.
_OF, _BACK = frozenset("的总分 　"), frozenset("前上")


def read_self(reading: Reading, start: int, end: int) -> int:
    """本条例, and what is cited of it."""
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
    # 本条例第二款 says too little unless it means the own article.
    inherited = reading.where.steps if units[0].steps[0].level.rank > Level.ARTICLE.rank else ()
    return reading.add_internal(start, stop, units, inherited)


def read_container(reading: Reading, start: int, end: int) -> int:
    """本条第二款, 本章, 本条前款."""
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
        found = reading.resolver.resolve(reading.where, complete(units, inherited))
    elif around is not None:
        found = Resolution([around], [])
    else:
        found = Resolution([], [Unresolved(text[start:end], Reason.NOTHING_THERE)])
    return reading.add(start, stop if units else end, CitationKind.INTERNAL, found)


def read_preceding(reading: Reading, start: int, end: int) -> int:
    """前款, 前两款第三项, 前条, 上款."""
    found = grammar.RELATIVE.match(reading.text, start)
    return _read_preceding(reading, start, found) if found else end


def _read_preceding(reading: Reading, start: int, found: Match) -> int:
    level = BY_CHARACTER[found["level"]]
    units, stop = read_list(reading.text, found.end())
    if units and units[0].steps[0].level.rank <= level.rank:
        units = []
    end = stop if units else found.end()
    words = reading.text[start:end]
    if found["count"] == "几":
        meant = Resolution([], [Unresolved(words, Reason.AMBIGUOUS)])
    else:
        count = from_chinese(found["count"]) if found["count"] else 1
        meant = preceding(reading.resolver, reading.where, level, count, units, words)
    return reading.add(start, end, CitationKind.INTERNAL, meant)
