"""Prints a citation with the new numbers of its provisions: 第三条至第五条 becomes 第四条至第六条.

Where new words would not be certain to mean the same, the reason is returned instead: 前款 stays only if it is still true.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise

import msgspec

from regkit.arguments import require
from regkit.citations import grammar
from regkit.citations.citation import Citation, CitationKind
from regkit.citations.lists import PrintedStep, Unit, read_list
from regkit.citations.moves import Moves, moved_to, read_moves
from regkit.citations.targets import Steps
from regkit.model.address import Address, AddressOrText, Step
from regkit.model.labels import numeral_like
from regkit.model.levels import BY_CHARACTER, Level
from regkit.text.numerals import from_chinese
from regkit.text.variants import plain

# Levels under which other levels are cited: a 一、 as 第三条, and children printed as 1． as 第三项.
_CITED_AS = {(Level.ARTICLE, Level.DIVISION), (Level.ITEM, Level.SUBITEM)}


class Obstacle(StrEnum):
    """Why a citation cannot be rewritten."""

    # It could not be resolved, or its targets do not agree with its words.
    UNRESOLVED = "unresolved"
    # A provision that it points at was removed.
    REMOVED = "removed"
    # 前款, 本条 or 前三款 would mean something else, because provisions around it moved.
    RELATIVE = "relative"
    # The two ends of a range no longer enclose the same provisions.
    RANGE = "range"
    # A provision moved to another level: an item became a 款.
    LEVEL = "level"
    # The form of the citation does not allow it: no 之一, nor another 条, can be added within 第六、七项 or 第（六）项.
    PRINT = "print"


class Unrewritable(msgspec.Struct, frozen=True, gc=False):
    """A citation that cannot be rewritten: its `words` as printed, and the `obstacle`."""

    words: str
    obstacle: Obstacle


class _ObstacleError(Exception):
    """Ends the rewriting of a citation; it never leaves this module."""

    def __init__(self, obstacle: Obstacle) -> None:
        self.obstacle = obstacle


class _Member(msgspec.Struct, frozen=True):
    """A member of the list, with the address that it points at, `old` and `new`.

    `printed` is where its steps are printed, and `at` are the indexes of these steps in `old` and `new`.
    """

    unit: Unit
    printed: tuple[PrintedStep, ...]
    at: tuple[int, ...]
    old: Address
    new: Address


def rewrite_citation(
    citation: Citation, moves: Mapping[AddressOrText, Address | str | None]
) -> str | Unrewritable:
    """The words of a citation with the new numbers of its provisions, or why it cannot be rewritten.

    `moves` has the new addresses of the cited statute's provisions by old ones, None for those that were removed: ``{"第三条":
    "第四条"}``. Addresses are full, in either notation. A provision that is not among them moves with the nearest provision above it
    that is, or else stays. If a statute cites itself, the provision with the citation moves too.

    Raises AddressError for a text that is not an address, ValueError, in Chinese, if an old address is given twice, and TypeError if
    `citation` is not a citation or `moves` has anything but addresses.
    """
    require(
        citation,
        Citation,
        "rewrite_citation",
        "a citation",
        "regkit.find_citations() finds those of a statute",
    )
    new_addresses = read_moves(moves)
    if citation.kind in (CitationKind.SELF, CitationKind.VAGUE):
        return citation.text
    try:
        return _Rewriter(citation, new_addresses).words()
    except _ObstacleError as error:
        return Unrewritable(citation.text, error.obstacle)


class _Rewriter:
    """The rewriting of one citation. All methods raise _ObstacleError if it is impossible."""

    def __init__(self, citation: Citation, moves: Moves) -> None:
        if citation.unresolved:
            raise _ObstacleError(Obstacle.UNRESOLVED)
        self.text = citation.text
        self.targets = citation.targets
        self.moves = moves
        begin, units, printed = _list_in(plain(citation.text))
        self.prefix = plain(citation.text[:begin])
        source = citation.source if citation.kind is CitationKind.INTERNAL else None
        self.old_source = source if isinstance(source, Address) else Address(())
        self.new_source = self.now(self.old_source)
        self.members = list(self._members(units, printed))

    def words(self) -> str:
        """The words with new numbers."""
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
        """The new address of a provision."""
        moved = moved_to(address, self.moves)
        if moved is None:
            raise _ObstacleError(Obstacle.REMOVED)
        return moved

    def _members(self, units: Sequence[Unit], printed: Sequence[PrintedStep]) -> Iterator[_Member]:
        """Yield the members of the list with their old and new addresses."""
        targets = list(self.targets)
        for unit in units:
            count = len(unit.steps) + (unit.first is not None)
            printed_steps, printed = tuple(printed[:count]), printed[count:]
            old, at = _target_of(unit, targets)
            new = self.now(old)
            if [step.level for step in old.steps] != [step.level for step in new.steps]:
                raise _ObstacleError(Obstacle.LEVEL)
            if unit.first is not None:
                self._check_first(unit.first, old, new)
            yield _Member(unit, printed_steps, at, old, new)

    def _check_first(self, first: Step, old: Address, new: Address) -> None:
        """The provisions that 前三款 meant must still be the first three, in the same order."""
        for value in range(1, first.number.value + 1):
            child = old.child(first.level, msgspec.structs.replace(first.number, value=value))
            if self.now(child) != new.child(first.level, child.number):
                raise _ObstacleError(Obstacle.RELATIVE)

    def _check_prefix(self) -> None:
        """前款, 本条 and the like must mean the same provisions as before."""
        relative = _relative_at_end(self.prefix)
        if relative:
            self._check_preceding(*relative)
        elif self.prefix[-2:-1] == "本" and self.prefix[-1] in "条款项":
            level = BY_CHARACTER[self.prefix[-1]]
            depth = _depth(self.old_source, level)
            for target in self._targets_of_prefix(level):
                if self.now(target).steps[:depth] != self.new_source.steps[:depth]:
                    raise _ObstacleError(Obstacle.RELATIVE)
        elif not self.members:
            # 本章 stays true when the chapter moves, as long as it is not removed.
            for target in self.targets:
                self.now(target)

    def _targets_of_prefix(self, level: Level) -> Sequence[Address]:
        """The targets to which 前款 or 本条 applies: those before a member of the same or a higher level (前款第一项和第五条)."""
        for member in self.members:
            if member.unit.steps[0].level <= level:
                return self.targets[: self.targets.index(member.old)]
        return self.targets

    def _check_preceding(self, level: Level, count: int) -> None:
        """The `count` provisions of 前两款 must still be those right before that of the citation."""
        depth = _depth(self.old_source, level)
        above = (Address(target.steps[:depth]) for target in self._targets_of_prefix(level))
        bases = list(dict.fromkeys(map(self.now, above)))
        source = Address(self.new_source.steps[:depth])
        if len(bases) != count or len(source.steps) != depth:
            raise _ObstacleError(Obstacle.RELATIVE)
        for upper, lower in pairwise((*bases, source)):
            are_siblings = upper.steps[:-1] == lower.steps[:-1]
            if not are_siblings or not lower.number.follows(upper.number):
                raise _ObstacleError(Obstacle.RELATIVE)

    def _check_range(self, first: _Member, last: _Member) -> None:
        """Provisions between the ends must still be there unless they were removed, and no other may have moved there."""
        if not _is_between(last.old, first.old, None):
            return
        if not _is_between(last.new, first.new, None):
            raise _ObstacleError(Obstacle.RANGE)
        inside = {target for target in self.targets if _is_between(target, first.old, last.old)}
        for target in inside:
            new = moved_to(target, self.moves)
            if new is not None and not _is_between(new, first.new, last.new):
                raise _ObstacleError(Obstacle.RANGE)
        for old, new in self.moves.items():
            if new is not None and old not in inside and _is_between(new, first.new, last.new):
                raise _ObstacleError(Obstacle.RANGE)

    def _edits(self, member: _Member, before: _Member | None) -> Iterator[tuple[int, int, str]]:
        """Yield the replacements for one member: start, end (exclusive) and the new words."""
        following = 0
        # The count of 前三款 is printed after the steps, and does not change.
        for at, printed in zip(member.at, member.printed, strict=False):
            old, new = member.old.steps[at], member.new.steps[at]
            omitted = member.new.steps[following:at]
            if omitted and not self._may_be_omitted(member, before, following, at):
                if printed.begin is None:
                    raise _ObstacleError(Obstacle.PRINT)
                yield printed.begin, printed.begin, "".join(map(str, omitted))
            following = at + 1
            if new.number != old.number:
                yield from _number_edits(self.text, printed, old, new)

    def _may_be_omitted(self, member: _Member, before: _Member | None, start: int, end: int) -> bool:
        """Whether the steps from `start` to `end` (exclusive), which are not printed, need not be printed now.

        They need not if they follow from the member before, from the article of the citation, or from an earlier citation.
        """
        old, new = member.old.steps, member.new.steps
        if start:
            return old[start:end] == new[start:end]
        if before is not None:
            return new[:end] == before.new.steps[:end]
        if old[:end] == self.old_source.steps[:end]:
            return new[:end] == self.new_source.steps[:end] and self._is_still_above(old, new, end)
        return new[:end] == self.now(Address(old[:end])).steps

    def _is_still_above(self, old: Steps, new: Steps, end: int) -> bool:
        """Whether a bare 第二款 still comes before the 款 that cites it, if it did; otherwise it would mean another article's."""
        before, now = self.old_source.steps[end : end + 1], self.new_source.steps[end : end + 1]
        if self.prefix or old[end].level is not Level.PARAGRAPH or not before or not now:
            return True
        return old[end].number >= before[0].number or new[end].number < now[0].number


def _list_in(text: str) -> tuple[int, list[Unit], list[PrintedStep]]:
    """The list at the end of a citation: where it begins, its members, and where their steps are printed.

    Without a list, it begins at the end of the text.
    """
    for begin, character in enumerate(text):
        if character in "第（(":
            printed: list[PrintedStep] = []
            units, end = read_list(text, begin, printed)
            if units and end == len(text):
                return begin, units, printed
    return len(text), [], []


def _target_of(unit: Unit, targets: list[Address]) -> tuple[Address, tuple[int, ...]]:
    """The target that a unit names, and the indexes of its steps that are printed. Targets before it are removed from the list."""
    for index, target in enumerate(targets):
        steps = target.steps[:-1] if unit.first is not None else target.steps
        at = _printed_in(unit.steps, steps)
        if at:
            del targets[:index]
            return Address(steps), at
    raise _ObstacleError(Obstacle.UNRESOLVED)


def _printed_in(printed: Steps, steps: Steps) -> tuple[int, ...]:
    """The indexes in `steps` of the printed ones; none if the printed steps name another address."""
    indexes: list[int] = []
    index = len(steps) - 1
    for printed_step in reversed(printed):
        while index >= 0 and indexes and not _names(printed_step, steps[index]):
            index -= 1
        if index < 0 or not _names(printed_step, steps[index]):
            return ()
        indexes.append(index)
        index -= 1
    return tuple(reversed(indexes))


def _names(printed: Step, step: Step) -> bool:
    """Whether a printed step may name this step of an address."""
    same_level = printed.level is step.level or (printed.level, step.level) in _CITED_AS
    return same_level and printed.number == step.number


def _relative_at_end(prefix: str) -> tuple[Level, int] | None:
    """The level and the count of 前两款 and the like at the end of some words, None if there is none."""
    match = grammar.RELATIVE_AT_END.search(prefix)
    if not match:
        return None
    return BY_CHARACTER[match["level"]], from_chinese(match["count"]) if match["count"] else 1


def _depth(address: Address, level: Level) -> int:
    """How many steps of an address are at this level or above it."""
    return sum(step.level.rank <= level.rank for step in address.steps)


def _is_between(address: Address, first: Address, last: Address | None) -> bool:
    """Whether an address is a sibling of `first` at the same level with a greater number, and one less than that of `last`, if given."""
    if address.steps[:-1] != first.steps[:-1] or address.level is not first.level:
        return False
    return first.number < address.number and (last is None or address.number < last.number)


def _number_edits(text: str, printed: PrintedStep, old: Step, new: Step) -> Iterator[tuple[int, int, str]]:
    """Yield the replacements that turn the number of one step into the new one, in the same numerals."""
    numeral = text[printed.start : printed.end]
    if new.number.value != old.number.value:
        yield printed.start, printed.end, numeral_like(numeral, new.number.value)
    if new.number.inserted != old.number.inserted:
        if printed.inserted is None:
            raise _ObstacleError(Obstacle.PRINT)
        inserted = "".join(f"之{numeral_like(numeral, value)}" for value in new.number.inserted)
        yield *printed.inserted, inserted
