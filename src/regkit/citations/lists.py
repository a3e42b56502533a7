"""Lists of provisions: 第十条第一款第（二）项至第（四）项和第三款, 第六、七项."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from regkit.citations import grammar
from regkit.model.address import Step, read_number
from regkit.model.levels import BY_CHARACTER
from regkit.rule import Match

# No list that a law prints is longer.
MOST_UNITS = 200
_OPENS = frozenset("第（(")
_SEPARATES = frozenset("、和及与或以至到")
_FOR_RANGES = ("至", "到")


class Unit(msgspec.Struct, frozen=True, gc=False):
    """One member of a list: the steps that are printed for it.

    With `through`, it ends a range that the member before it begins. `first` counts what is meant of it where
    its first 款 or 项 are cited (第十条前三款).
    """

    steps: tuple[Step, ...]
    through: bool = False
    first: Step | None = None


class PrintedStep(msgspec.Struct, frozen=True, gc=False):
    """Where a step of a list is printed: it begins at `begin`, and its number stands from `start` to `end`.

    `begin` is None for a number that begins nothing, the 七 of 第六、七项. `inserted` is where 之一 stands, or would; None where it
    cannot: 第（六）项, 第六、七项.
    """

    begin: int | None
    start: int
    end: int
    inserted: tuple[int, int] | None = None


def read_list(text: str, position: int, printed: list[PrintedStep] | None = None) -> tuple[list[Unit], int]:
    """The list that begins at a position of the text, and where it ends; no units if there is none.

    `printed` receives where each of its steps is printed, `first` of a unit being one after the others.
    """
    units: list[Unit] = []
    end = position
    through = False
    while len(units) < MOST_UNITS:
        position = _read_unit(text, position, units, through, printed)
        if position < 0:
            break
        end = position
        # To ask the rule takes ten times as long.
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
    """Add the unit at a position, or all that share it, and return where it ends, -1 if there is none."""
    steps: list[Step] = []
    while True:
        found = grammar.STEP.match(text, position) if text[position : position + 1] in _OPENS else None
        if not found:
            break
        step = _step_of(found)
        if step is None or (steps and step.level.rank <= steps[-1].level.rank):
            break
        steps.append(step)
        position = found.end()
        if printed is not None:
            printed.append(_printed_step(found))
    # Nothing but 第 or a bracket begins one.
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


def _step_of(found: Match) -> Step | None:
    bracketed, number, level, inserted = found.group("bracketed", "number", "level", "inserted")
    # Of 第四十八第一款 条 was left out.
    return _step(bracketed, "项", "") if bracketed else _step(number, level or "条", inserted or "")


def _printed_step(found: Match) -> PrintedStep:
    if found["bracketed"]:
        return PrintedStep(found.start(), *found.span("bracketed"))
    # Where 条 was left out, 之一 has no place.
    return PrintedStep(
        found.start(), *found.span("number"), found.span("inserted") if found["level"] else None
    )


def _read_elided(
    elided: Match, steps: list[Step], units: list[Unit], through: bool, printed: list[PrintedStep] | None
) -> bool:
    members: list[Unit] = []
    places: list[PrintedStep] = []
    numbers, level = ("bracketed", "项") if elided["bracketed"] else ("numbers", elided["level"])
    for found in grammar.NUMBERS.finditer(elided.string, *elided.span(numbers)):
        step = _step(found["number"], level, "")
        if step is None or (steps and not members and step.level.rank <= steps[-1].level.rank):
            return False
        places.append(PrintedStep(None if members else elided.start(), *found.span("number")))
        if members:
            members.append(Unit((step,), found["separator"] in _FOR_RANGES))
        else:
            members.append(Unit((*steps, step), through))
    units.extend(members)
    if printed is not None:
        printed.extend(places)
    return True


def _read_same_level(text: str, position: int, units: list[Unit], printed: list[PrintedStep] | None) -> int:
    found = grammar.SAME_LEVEL.match(text, position)
    step = found and _step(found["number"], found["level"], "")
    if not found or not step or not units or units[-1].steps[-1].level is not step.level:
        return -1
    units.append(Unit((step,), through=True))
    if printed is not None:
        printed.append(PrintedStep(None, *found.span("number")))
    return found.end()


@lru_cache(maxsize=16_384)
def _step(numeral: str, level: str, inserted: str) -> Step | None:
    try:
        return Step(BY_CHARACTER[level], read_number(numeral, inserted))
    except ValueError:
        return None
