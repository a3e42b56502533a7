"""Reads lists of provisions: 第十条第一款第（二）项至第（四）项和第三款, 第六、七项."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from regkit.citations import grammar
from regkit.model.address import Step, read_number
from regkit.model.levels import BY_CHARACTER
from regkit.rule import Match

# The limit for members of a list; no list in a law is longer.
MOST_UNITS = 200
_OPENS = frozenset("第（(")
_SEPARATES = frozenset("、和及与或以至到")
_FOR_RANGES = ("至", "到")


class Unit(msgspec.Struct, frozen=True, gc=False):
    """One member of a list.

    `steps` are the steps printed for it. `through` is true if it ends a range that the member before it begins. `first` is set if
    its first 款 or 项 are cited: 第三款 for 第十条前三款.
    """

    steps: tuple[Step, ...]
    through: bool = False
    first: Step | None = None


class PrintedStep(msgspec.Struct, frozen=True, gc=False):
    """Where a step of a list is printed, in characters of the text; ends are exclusive.

    `begin` is where the step begins, None for a number that does not begin a step by itself: 七 in 第六、七项. The numeral stands
    from `start` to `end`. `inserted` is the span of 之一, empty where it could be added, None where it could not: 第（六）项,
    第六、七项.
    """

    begin: int | None
    start: int
    end: int
    inserted: tuple[int, int] | None = None


def read_list(text: str, position: int, printed: list[PrintedStep] | None = None) -> tuple[list[Unit], int]:
    """The members of the list that begins at `position`, and where the list ends; no members if there is none.

    If `printed` is given, it receives where each step is printed, in order; `first` of a unit counts as its last step.
    """
    units: list[Unit] = []
    end = position
    through = False
    while len(units) < MOST_UNITS:
        position = _read_unit(text, position, units, through, printed)
        if position < 0:
            break
        end = position
        # The character is checked first because the rule takes ten times as long.
        if text[position : position + 1] not in _SEPARATES:
            break
        separator = grammar.SEPARATOR.match(text, position)
        if not separator:
            break
        through = separator["through"] is not None
        position = separator.end()
    return units, end


def _read_unit(
    text: str, position: int, units: list[Unit], through: bool, printed: list[PrintedStep] | None
) -> int:
    """Add the member at `position` to `units`, or all members that share one unit; return where they end, -1 if there is none."""
    steps: list[Step] = []
    while True:
        match = grammar.STEP.match(text, position) if text[position : position + 1] in _OPENS else None
        if not match:
            break
        step = _step_of(match)
        if step is None or (steps and step.level.rank <= steps[-1].level.rank):
            break
        steps.append(step)
        position = match.end()
        if printed is not None:
            printed.append(_printed_step(match))
    # The first character is checked before the rule, as above.
    elided = grammar.ELIDED.match(text, position) if text[position : position + 1] in _OPENS else None
    if elided and _read_elided(elided, steps, units, through, printed):
        return elided.end()
    if not steps:
        return _read_same_level(text, position, units, printed) if through else -1
    first = grammar.FIRST_ONES.match(text, position) if text.startswith("前", position) else None
    counted = first and _step(first["count"], first["level"], "")
    if first and counted and counted.level.rank > steps[-1].level.rank:
        units.append(Unit(tuple(steps), through, counted))
        if printed is not None:
            printed.append(PrintedStep(first.start(), *first.span("count")))
        return first.end()
    units.append(Unit(tuple(steps), through))
    return position


def _step_of(match: Match) -> Step | None:
    """The step that the rule STEP matched, None if its number cannot be read."""
    bracketed, number, level, inserted = match.group("bracketed", "number", "level", "inserted")
    # In 第四十八第一款, 条 is omitted.
    return _step(bracketed, "项", "") if bracketed else _step(number, level or "条", inserted or "")


def _printed_step(match: Match) -> PrintedStep:
    """Where the step that the rule STEP matched is printed."""
    if match["bracketed"]:
        return PrintedStep(match.start(), *match.span("bracketed"))
    # Where 条 is omitted, 之一 cannot be added.
    return PrintedStep(
        match.start(), *match.span("number"), match.span("inserted") if match["level"] else None
    )


def _read_elided(
    elided: Match, steps: list[Step], units: list[Unit], through: bool, printed: list[PrintedStep] | None
) -> bool:
    """Add the members that share one unit, the first of them with `steps` before it; False if they are not a list."""
    members: list[Unit] = []
    printed_steps: list[PrintedStep] = []
    numbers, level = ("bracketed", "项") if elided["bracketed"] else ("numbers", elided["level"])
    for match in grammar.NUMBERS.finditer(elided.string, *elided.span(numbers)):
        step = _step(match["number"], level, "")
        if step is None or (steps and not members and step.level.rank <= steps[-1].level.rank):
            return False
        printed_steps.append(PrintedStep(None if members else elided.start(), *match.span("number")))
        if members:
            members.append(Unit((step,), match["separator"] in _FOR_RANGES))
        else:
            members.append(Unit((*steps, step), through))
    units.extend(members)
    if printed is not None:
        printed.extend(printed_steps)
    return True


def _read_same_level(text: str, position: int, units: list[Unit], printed: list[PrintedStep] | None) -> int:
    """Add the end of a range that is printed without 第 (第三条至五条); return where it ends, -1 if there is none."""
    match = grammar.SAME_LEVEL.match(text, position)
    step = match and _step(match["number"], match["level"], "")
    if not match or not step or not units or units[-1].steps[-1].level is not step.level:
        return -1
    units.append(Unit((step,), through=True))
    if printed is not None:
        printed.append(PrintedStep(None, *match.span("number")))
    return match.end()


@lru_cache(maxsize=16_384)
def _step(numeral: str, level: str, inserted: str) -> Step | None:
    """The step with the level of this character, None if the numeral cannot be read."""
    try:
        return Step(BY_CHARACTER[level], read_number(numeral, inserted))
    except ValueError:
        return None
