"""Reads citations that do not state to what they belong: 第三条, 违反第二款规定的, 有第一项情形的.

They either continue the citation before them or mean the article in which they stand. The words around them and the provisions
that exist decide which.
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

# The name of an unknown act is sought in this many characters before 第X条.
_LONGEST_NAME = 41
# A citation continues another one only if at most this many characters stand between them.
_FARTHEST = 100
# Fewer characters than this are not taken for the name of an act.
_SHORTEST_NAME = 3


def read_bare(reading: Reading, start: int, _: int) -> int:
    """Read 第X章, 第X条, 第X款 or 第X项 with neither the name of an act nor 本条 and the like before it."""
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
    """The act to which these articles belong: one cited before, or the one that the text is about; None for this statute.

    刑法第三条规定的甲罪、第四条规定的乙罪: both articles belong to 刑法.
    """
    carried = reading.carried
    near = carried and start - carried.end <= _FARTHEST
    if carried and near and grammar.CARRIED.match(reading.text[carried.end : start]):
        return carried.act
    steps = units[0].steps
    # The same article number was cited earlier in this article as one of another act.
    repeated = reading.cited.get(steps[:1])
    if repeated:
        return repeated
    if reading.has_own_articles and reading.resolver.has(reading.where, steps):
        return None
    return reading.last_act or reading.subject


def _read_unknown_name(reading: Reading, start: int, stop: int, before: str, units: Sequence[Unit]) -> int:
    """Read a citation by a name without 书名号 that is in no list; it begins after the verb or punctuation mark before it."""
    lead_in = grammar.NAME_BEGINS.match(before)
    name = before[lead_in.end() :] if lead_in else before
    if len(name) < _SHORTEST_NAME:
        return stop
    title = full_title(name)
    if title == name:
        title = reading.printed(start - len(name), start)
    return reading.add_external(start - len(name), stop, Act(title=title), units)


def _read_below_article(reading: Reading, start: int, stop: int, units: Sequence[Unit]) -> int:
    """Read a bare 款, 项 or 目: of the article cited before it, or of the article in which it stands."""
    step = units[0].steps[0]
    local_steps = _steps_in_article(reading, step)
    anchor = reading.anchor
    if anchor and _anchor_has(reading, anchor, step):
        violating = reading.violated(anchor.start) and reading.violated(start)
        if local_steps is None or violating or reading.amending:
            inherited = above(anchor.steps, step.level)
            if anchor.act:
                return reading.add_external(start, stop, anchor.act, units, inherited)
            resolution = reading.resolver.resolve(reading.where, complete(units, inherited))
            return reading.add(start, stop, CitationKind.INTERNAL, resolution)
    where = reading.where
    if local_steps is None and not where.steps:
        unresolved = Unresolved(reading.text[start:stop], Reason.NOTHING_THERE)
        return reading.add(start, stop, CitationKind.INTERNAL, Resolution([], [unresolved]))
    inherited = where.steps if local_steps is None else local_steps
    resolution = reading.resolver.resolve(where, complete(units, inherited))
    return reading.add(start, stop, CitationKind.INTERNAL, resolution)


def _steps_in_article(reading: Reading, step: Step) -> Steps | None:
    """The steps above a bare 款 or 项 in the article in which it is cited; None if that has no such 款 or 项.

    A bare number means only a 款 that comes before the one in which it is cited.
    """
    where = reading.where
    if step.level is Level.PARAGRAPH:
        comes_before = step.number.value < where.paragraph
        return where.steps if comes_before and reading.resolver.has(where, (*where.steps, step)) else None
    return reading.resolver.items_above(where, step)


def _anchor_has(reading: Reading, anchor: Anchor, step: Step) -> bool:
    """Whether the article cited before has such a 款 or 项; articles of other acts, whose text is unknown, may have any."""
    if anchor.act:
        return True
    return reading.resolver.has(reading.where, (*above(anchor.steps, step.level), step))
