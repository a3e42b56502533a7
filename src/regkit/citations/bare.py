"""Citations that do not say of what: 第三条, 违反第二款规定的, 有第一项情形的.

They go on with what was cited before, or mean the own article. Which of the two, their words and what is there tell.
"""

from __future__ import annotations

from collections.abc import Sequence

from regkit.citations import grammar
from regkit.citations.citation import Act, CitationKind, Reason, Unresolved
from regkit.citations.lists import Unit, read_list
from regkit.citations.names import full_title
from regkit.citations.reading import Anchor, Reading
from regkit.citations.resolving import Resolution
from regkit.citations.targets import Steps, above, complete
from regkit.model.address import Step
from regkit.model.levels import Level

_LONGEST_NAME = 41
# No words between two citations of one law are longer.
_FARTHEST = 100
_SHORTEST_NAME = 3


def read_bare(reading: Reading, start: int, _: int) -> int:
    """第X章, 第X条, 第X款 or 第X项 after which nothing says of what they are."""
    units, stop = read_list(reading.text, start)
    if not units:
        return start + 1
    if units[0].steps[0].level.rank > Level.ARTICLE.rank:
        return _read_below_article(reading, start, stop, units)
    before = reading.before(start, _LONGEST_NAME)
    if grammar.UNKNOWN_NAME.match(before):
        return _read_unknown_name(reading, start, stop, before, units)
    act = _carried_act(reading, start, units)
    if act:
        return reading.add_external(start, stop, act, units)
    return reading.add_internal(start, stop, units, ())


def _carried_act(reading: Reading, start: int, units: Sequence[Unit]) -> Act | None:
    """The act whose articles these are: one cited just before, or the one that the text is about.

    刑法第三条规定的甲罪、第四条规定的乙罪: the second is of 刑法 too.
    """
    carried = reading.carried
    near = carried and start - carried.end <= _FARTHEST
    if carried and near and grammar.CARRIED.match(reading.text[carried.end : start]):
        return carried.act
    steps = units[0].steps
    # What was cited as another act's before in this article, and is said again.
    repeated = reading.cited.get(steps[:1])
    if repeated:
        return repeated
    if reading.has_own_articles and reading.resolver.has(reading.where, steps):
        return None
    return reading.last_act or reading.subject


def _read_unknown_name(reading: Reading, start: int, stop: int, before: str, units: Sequence[Unit]) -> int:
    """A name without 书名号 that is in no list: it begins after the verb or the sign before it."""
    begins = grammar.NAME_BEGINS.match(before)
    name = before[begins.end() :] if begins else before
    if len(name) < _SHORTEST_NAME:
        return stop
    return reading.add_external(start - len(name), stop, Act(title=full_title(name)), units)


def _read_below_article(reading: Reading, start: int, stop: int, units: Sequence[Unit]) -> int:
    step = units[0].steps[0]
    own = _own(reading, step)
    anchor = reading.anchor
    if anchor and _has(reading, anchor, step):
        violating = reading.violated(anchor.start) and reading.violated(start)
        if own is None or violating or reading.amending:
            inherited = above(anchor.steps, step.level)
            if anchor.act:
                return reading.add_external(start, stop, anchor.act, units, inherited)
            found = reading.resolver.resolve(reading.where, complete(units, inherited))
            return reading.add(start, stop, CitationKind.INTERNAL, found)
    where = reading.where
    if own is None and not where.steps:
        nothing = Unresolved(reading.text[start:stop], Reason.NOTHING_THERE)
        return reading.add(start, stop, CitationKind.INTERNAL, Resolution([], [nothing]))
    inherited = where.steps if own is None else own
    found = reading.resolver.resolve(where, complete(units, inherited))
    return reading.add(start, stop, CitationKind.INTERNAL, found)


def _own(reading: Reading, step: Step) -> Steps | None:
    """What of the own article a bare 款 or 项 is part of; None if it cannot be there.

    A 款 that is the own one or comes after it is not meant by a bare number.
    """
    where = reading.where
    if step.level is Level.PARAGRAPH:
        comes_before = step.number.value < where.paragraph
        return where.steps if comes_before and reading.resolver.has(where, (*where.steps, step)) else None
    return reading.resolver.items_above(where, step)


def _has(reading: Reading, anchor: Anchor, step: Step) -> bool:
    if anchor.act:
        return True
    return reading.resolver.has(reading.where, (*above(anchor.steps, step.level), step))
