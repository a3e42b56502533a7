"""A citation printed with the numbers that its provisions have now: 第三条至第五条 becomes 第四条至第六条.

What is not certain is not printed: 前款 stays where it is still true, and otherwise a reason takes the place of words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise

import msgspec

from regkit.arguments import require
from regkit.citations import grammar
from regkit.citations.citation import Citation, CitationKind
from regkit.citations.lists import PrintedStep, Unit, read_list
from regkit.citations.moves import Moves, moved_to
from regkit.citations.targets import Steps
from regkit.model.address import Address, Step
from regkit.model.labels import written_like
from regkit.model.levels import BY_CHARACTER, Level
from regkit.text.numerals import from_chinese

# What is printed as 第三条 of a text that numbers 一、, and as 第三项 of one that numbers 1．, is called so and is not that.
_CALLED = {(Level.ARTICLE, Level.DIVISION), (Level.ITEM, Level.SUBITEM)}


class Obstacle(StrEnum):
    """Why no words can be given for a citation."""

    # It pointed at nothing that is known, or not at what its words say.
    UNRESOLVED = "unresolved"
    REMOVED = "removed"
    # 前款, 本条, 前三款: what it counts from is no longer where it was.
    RELATIVE = "relative"
    # What stood between two numbers does not any more.
    RANGE = "range"
    # An item became a 款.
    LEVEL = "level"
    # 第六、七项 or 第（六）项 has no place for 之一, or for another 条.
    PRINT = "print"


class Unrewritable(msgspec.Struct, frozen=True, gc=False):
    """A citation that cannot be given other numbers: its words as they are, and why."""

    words: str
    obstacle: Obstacle


class _ObstacleError(Exception):
    def __init__(self, obstacle: Obstacle) -> None:
        self.obstacle = obstacle


class _Member(msgspec.Struct, frozen=True):
    """A unit of the list with what it points at, before and now; `printed` holds its steps, `at` which of the target these are."""

    unit: Unit
    printed: tuple[PrintedStep, ...]
    at: tuple[int, ...]
    old: Address
    new: Address


def rewrite_citation(citation: Citation, moves: Moves) -> str | Unrewritable:
    """The words of a citation for provisions that have moved, or why there are none.

    `moves` are old addresses with new ones, None for what is gone, of the statute that is cited. What is not among them goes where
    that goes in which it stands, or stays. Of a citation of the own statute the provision in which it stands moves too.
    """
    require(
        citation,
        Citation,
        "rewrite_citation",
        "a citation",
        "regkit.find_citations() finds those of a statute",
    )
    if citation.kind in (CitationKind.SELF, CitationKind.VAGUE):
        return citation.text
    try:
        return _Rewriter(citation, moves).words()
    except _ObstacleError as error:
        return Unrewritable(citation.text, error.obstacle)


class _Rewriter:
    def __init__(self, citation: Citation, moves: Moves) -> None:
        if citation.unresolved:
            raise _ObstacleError(Obstacle.UNRESOLVED)
        self.text = citation.text
        self.targets = citation.targets
        self.moves = moves
        begin, units, printed = _list_in(citation.text)
        self.prefix = citation.text[:begin]
        own = citation.source if citation.kind is CitationKind.INTERNAL else None
        self.old_source = own if isinstance(own, Address) else Address(())
        self.new_source = self.now(self.old_source)
        self.members = list(self._members(units, printed))

    def words(self) -> str:
        self._check_prefix()
        edits: list[tuple[int, int, str]] = []
        before: _Member | None = None
        for member in self.members:
            edits += self._edits(member, before)
            if member.unit.through and before is not None:
                self._check_range(before, member)
            before = member
        words = self.text
        for start, end, number in sorted(edits, reverse=True):
            words = words[:start] + number + words[end:]
        return words

    def now(self, address: Address) -> Address:
        found = moved_to(address, self.moves)
        if found is None:
            raise _ObstacleError(Obstacle.REMOVED)
        return found

    def _members(self, units: Sequence[Unit], printed: Sequence[PrintedStep]) -> Iterator[_Member]:
        targets = list(self.targets)
        for unit in units:
            count = len(unit.steps) + (unit.first is not None)
            own, printed = tuple(printed[:count]), printed[count:]
            old, at = _target_of(unit, targets)
            new = self.now(old)
            if [each.level for each in old.steps] != [each.level for each in new.steps]:
                raise _ObstacleError(Obstacle.LEVEL)
            if unit.first is not None:
                self._check_first(unit.first, old, new)
            yield _Member(unit, own, at, old, new)

    def _check_first(self, first: Step, old: Address, new: Address) -> None:
        """前三款 of an article are its first three, before and now."""
        for value in range(1, first.number.value + 1):
            one = old.child(first.level, msgspec.structs.replace(first.number, value=value))
            if self.now(one) != new.child(first.level, one.number):
                raise _ObstacleError(Obstacle.RELATIVE)

    def _check_prefix(self) -> None:
        """前款, 本条 and the like must mean what they meant."""
        relative = _relative_at_end(self.prefix)
        if relative:
            self._check_preceding(*relative)
        elif self.prefix[-2:-1] == "本" and self.prefix[-1] in "条款项":
            level = BY_CHARACTER[self.prefix[-1]]
            depth = _depth(self.old_source, level)
            for target in self._ruled_by_prefix(level):
                if self.now(target).steps[:depth] != self.new_source.steps[:depth]:
                    raise _ObstacleError(Obstacle.RELATIVE)
        elif not self.members:
            # 本章 moves with what it holds.
            for target in self.targets:
                self.now(target)

    def _ruled_by_prefix(self, level: Level) -> Sequence[Address]:
        """The targets that go on with 前款 or 本条, up to a unit that says a level as high again: 前款第一项和第五条."""
        for member in self.members:
            if member.unit.steps[0].level <= level:
                return self.targets[: self.targets.index(member.old)]
        return self.targets

    def _check_preceding(self, level: Level, count: int) -> None:
        depth = _depth(self.old_source, level)
        above = (Address(each.steps[:depth]) for each in self._ruled_by_prefix(level))
        bases = list(dict.fromkeys(map(self.now, above)))
        own = Address(self.new_source.steps[:depth])
        if len(bases) != count or len(own.steps) != depth:
            raise _ObstacleError(Obstacle.RELATIVE)
        for upper, lower in pairwise((*bases, own)):
            beside = upper.steps[:-1] == lower.steps[:-1]
            if not beside or not lower.number.follows(upper.number):
                raise _ObstacleError(Obstacle.RELATIVE)

    def _check_range(self, first: _Member, last: _Member) -> None:
        """All that stood between the two ends must stand there now, and nothing else that has moved."""
        if not _is_between(last.old, first.old, None):
            return
        if not _is_between(last.new, first.new, None):
            raise _ObstacleError(Obstacle.RANGE)
        inside = {each for each in self.targets if _is_between(each, first.old, last.old)}
        for each in inside:
            new = moved_to(each, self.moves)
            if new is not None and not _is_between(new, first.new, last.new):
                raise _ObstacleError(Obstacle.RANGE)
        for old, new in self.moves.items():
            if new is not None and old not in inside and _is_between(new, first.new, last.new):
                raise _ObstacleError(Obstacle.RANGE)

    def _edits(self, member: _Member, before: _Member | None) -> Iterator[tuple[int, int, str]]:
        """What of the words is to be replaced by what, for one unit."""
        last = 0
        # The count of 前三款 is printed after the steps, and does not change.
        for at, printed in zip(member.at, member.printed, strict=False):
            old, new = member.old.steps[at], member.new.steps[at]
            unsaid = member.new.steps[last:at]
            if unsaid and not self._goes_without_saying(member, before, last, at):
                if printed.begin is None:
                    raise _ObstacleError(Obstacle.PRINT)
                yield printed.begin, printed.begin, "".join(map(str, unsaid))
            last = at + 1
            if new.number != old.number:
                yield from _number_edits(self.text, printed, old, new)

    def _goes_without_saying(self, member: _Member, before: _Member | None, start: int, end: int) -> bool:
        """Whether steps that are not printed need not be: those of the list, of the own article, or of what was cited before."""
        old, new = member.old.steps, member.new.steps
        if start:
            return old[start:end] == new[start:end]
        if before is not None:
            return new[:end] == before.new.steps[:end]
        if old[:end] == self.old_source.steps[:end]:
            return new[:end] == self.new_source.steps[:end] and self._is_still_above(old, new, end)
        return new[:end] == self.now(Address(old[:end])).steps

    def _is_still_above(self, old: Steps, new: Steps, end: int) -> bool:
        """Whether a bare 第二款 of the own article that stood above its own 款 still does, as it must to mean that."""
        before, now = self.old_source.steps[end : end + 1], self.new_source.steps[end : end + 1]
        if self.prefix or old[end].level is not Level.PARAGRAPH or not before or not now:
            return True
        return old[end].number >= before[0].number or new[end].number < now[0].number


def _list_in(text: str) -> tuple[int, list[Unit], list[PrintedStep]]:
    """Where the list begins with which a citation ends, its units, and where their steps are printed."""
    for begin, sign in enumerate(text):
        if sign in "第（(":
            printed: list[PrintedStep] = []
            units, end = read_list(text, begin, printed)
            if units and end == len(text):
                return begin, units, printed
    return len(text), [], []


def _target_of(unit: Unit, targets: list[Address]) -> tuple[Address, tuple[int, ...]]:
    """The target that a unit names, and which of its steps are printed; targets before it are taken off the list."""
    for place, target in enumerate(targets):
        steps = target.steps[:-1] if unit.first is not None else target.steps
        at = _printed_in(unit.steps, steps)
        if at:
            del targets[:place]
            return Address(steps), at
    raise _ObstacleError(Obstacle.UNRESOLVED)


def _printed_in(printed: Steps, steps: Steps) -> tuple[int, ...]:
    """Which of the steps of an address are printed; none if it is another."""
    at: list[int] = []
    place = len(steps) - 1
    for each in reversed(printed):
        while place >= 0 and at and not _names(each, steps[place]):
            place -= 1
        if place < 0 or not _names(each, steps[place]):
            return ()
        at.append(place)
        place -= 1
    return tuple(reversed(at))


def _names(printed: Step, step: Step) -> bool:
    same = printed.level is step.level or (printed.level, step.level) in _CALLED
    return same and printed.number == step.number


def _relative_at_end(prefix: str) -> tuple[Level, int] | None:
    """The level and the count of 前两款 at the end of some words."""
    found = grammar.RELATIVE_AT_END.search(prefix)
    if not found:
        return None
    return BY_CHARACTER[found["level"]], from_chinese(found["count"]) if found["count"] else 1


def _depth(address: Address, level: Level) -> int:
    """How many steps of an address lead to a level."""
    return sum(step.level.rank <= level.rank for step in address.steps)


def _is_between(address: Address, first: Address, last: Address | None) -> bool:
    """Whether an address is one beside the first and after it, and, if there is a last, before that."""
    if address.steps[:-1] != first.steps[:-1] or address.level is not first.level:
        return False
    return first.number < address.number and (last is None or address.number < last.number)


def _number_edits(text: str, printed: PrintedStep, old: Step, new: Step) -> Iterator[tuple[int, int, str]]:
    numeral = text[printed.start : printed.end]
    if new.number.value != old.number.value:
        yield printed.start, printed.end, written_like(numeral, new.number.value)
    if new.number.inserted != old.number.inserted:
        if printed.inserted is None:
            raise _ObstacleError(Obstacle.PRINT)
        inserted = "".join(f"之{written_like(numeral, each)}" for each in new.number.inserted)
        yield *printed.inserted, inserted
