"""Lists of provisions: 第十条第一款第（二）项至第（四）项和第三款, 第六、七项."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from regkit.citations import grammar
from regkit.model.address import Step, read_number
from regkit.model.levels import BY_CHARACTER

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


def read_list(text: str, position: int) -> tuple[list[Unit], int]:
    """The list that begins at a position of the text, and where it ends; no units if there is none."""
    units: list[Unit] = []
    end = position
    through = False
    while len(units) < MOST_UNITS:
        position = _read_unit(text, position, units, through)
        if position < 0:
            break
        end = position
        # To ask the rule takes ten times as long.
        if text[position : position + 1] not in _SEPARATES:
            break
        separator = grammar.SEPARATOR.match(text, position)
        if not separator:
            break
        through = separator[1] is not None
        position = separator.end()
    return units, end


def _read_unit(text: str, position: int, units: list[Unit], through: bool) -> int:
    """Add the unit at a position, or all that share it, and return where it ends, -1 if there is none."""
    steps: list[Step] = []
    while True:
        found = grammar.STEP.match(text, position) if text[position : position + 1] in _OPENS else None
        if not found:
            break
        bracketed, item, numeral, level, inserted = found.groups()
        step = _step(bracketed or numeral, item or level or "条", inserted or "")
        if step is None or (steps and step.level.rank <= steps[-1].level.rank):
            break
        steps.append(step)
        position = found.end()
    # Nothing but 第 or a bracket begins one.
    elided = grammar.ELIDED.match(text, position) if text[position : position + 1] in _OPENS else None
    if elided:
        end = _read_elided(elided[1] or elided[3], elided[2] or elided[4], steps, units, through)
        if end:
            return elided.end()
    if not steps:
        return _read_same_level(text, position, units) if through else -1
    first = grammar.FIRST_ONES.match(text, position) if text.startswith("前", position) else None
    counted = first and _step(first[1], first[2], "")
    if first and counted and counted.level.rank > steps[-1].level.rank:
        units.append(Unit(tuple(steps), through, counted))
        return first.end()
    units.append(Unit(tuple(steps), through))
    return position


def _read_elided(numerals: str, level: str, steps: list[Step], units: list[Unit], through: bool) -> bool:
    members: list[Unit] = []
    for found in grammar.NUMBERS.finditer(numerals):
        step = _step(found[2], level, "")
        if step is None or (steps and not members and step.level.rank <= steps[-1].level.rank):
            return False
        if members:
            members.append(Unit((step,), found[1] in _FOR_RANGES))
        else:
            members.append(Unit((*steps, step), through))
    units.extend(members)
    return True


def _read_same_level(text: str, position: int, units: list[Unit]) -> int:
    found = grammar.SAME_LEVEL.match(text, position)
    step = found and _step(found[1], found[2], "")
    if not found or not step or not units or units[-1].steps[-1].level is not step.level:
        return -1
    units.append(Unit((step,), through=True))
    return found.end()


@lru_cache(maxsize=16_384)
def _step(numeral: str, level: str, inserted: str) -> Step | None:
    try:
        return Step(BY_CHARACTER[level], read_number(numeral, inserted))
    except ValueError:
        return None
