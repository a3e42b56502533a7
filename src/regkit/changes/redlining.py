"""The words that became others: changes of whole words, few and long rather than many and short.

The long stretches that both texts have are found first, word by word. Between them the words that are kept are chosen so
that as much as possible is kept and no stretch of it is so short that it would be lost among the changes. Last, a change that may
stand in several places alike is slid to where a clause begins or ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

from regkit.changes import grammar
from regkit.changes.budget import Budget, Coarse, Spending, Steps
from regkit.changes.segments import Nature, Segment, Segments, joined, unchanged
from regkit.changes.stretches import common, windows
from regkit.text.folding import folded
from regkit.text.segmentation import words_of

# What a kept character is worth, and what beginning to keep again costs: one character alone is never kept.
_CHARACTER, _AGAIN = 10, 12
# A stretch of so many words that both texts have is kept in any case.
_LONG = 24
# More pairs of words are not compared one by one: then the stretches that both have are kept as they are found. So few are
# compared at once.
_MOST_PAIRS, _FEW_PAIRS = 4_000_000, 40_000
# So many steps every text has, however many there are.
_LEAST_STEPS = 10_000
# Of texts that share less than this, no word is kept: crumbs help nobody.
_LEAST_SHARE = 0.15

# The words of one stretch of both texts, and whether they are the same.
_Group = tuple[list[str], list[str], bool]


def redline(old: str, new: str, steps: Steps | None = None) -> Segments:
    """How a text became another: whole words, deletions before insertions, joined equal to both.

    Pure: the same texts give the same changes on every machine. It takes `steps`, those of a `Budget` if none are given; where they
    do not suffice, longer stretches are given as changed, the whole text at worst.
    """
    if old == new:
        return unchanged(old)
    if not old or not new:
        return (Segment(old, new),)
    first, second = words_of(old), words_of(new)
    # Compared as folded, given back as printed.
    groups = _slid(
        _groups(
            [folded(word) for word in first],
            [folded(word) for word in second],
            steps or Steps(Budget().words),
        )
    )
    kept = sum(len("".join(ours)) for ours, _, same in groups if same)
    if kept < _LEAST_SHARE * min(len(old), len(new)):
        return (Segment(old, new, _nature(old, new)),)
    found: list[Segment] = []
    ours, theirs = iter(first), iter(second)
    for one, other, same in groups:
        before, after = [next(ours) for _ in one], [next(theirs) for _ in other]
        if same:
            found += map(_as_printed, before, after)
        else:
            words, others = "".join(before), "".join(after)
            found.append(Segment(words, others, _nature(words, others)))
    return joined(found)


class Shares:
    """The steps of a comparison, shared among its texts by their length where all together would need more than there are."""

    def __init__(self, pairs: Iterable[tuple[str, str]], spending: Spending) -> None:
        changed = [(len(old), len(new)) for old, new in pairs if old != new]
        self._length = sum(old + new for old, new in changed)
        self._is_plenty = sum(old * new for old, new in changed) <= spending.budget.words
        self._spending = spending

    def redline(self, old: str, new: str) -> Segments:
        """How a text became another, in as many steps as it may take."""
        budget = self._spending.budget.words
        own = budget * (len(old) + len(new)) // max(1, self._length)
        steps = Steps(budget if self._is_plenty else min(budget, max(own, _LEAST_STEPS)))
        found = redline(old, new, steps)
        self._spending.settle([steps], Coarse.WORDS)
        return found


def _as_printed(old: str, new: str) -> Segment:
    return Segment(old, new, Nature.TYPOGRAPHY)


def _nature(old: str, new: str) -> Nature:
    return Nature.TYPOGRAPHY if folded(old) == folded(new) else Nature.SUBSTANCE


def _groups(ours: list[str], theirs: list[str], steps: Steps) -> list[_Group]:
    """Alternately what both have and what only one has."""
    found: list[_Group] = []
    few = len(ours) * len(theirs) <= _FEW_PAIRS
    for first, second in [(ours, theirs)] if few else windows(ours, theirs, _LONG, steps):
        before = bool(found)
        chosen = _choose(first, second, before, steps) if first != second else [(first, second, True)]
        for group in chosen:
            _append(found, group)
    return found


def _append(groups: list[_Group], group: _Group) -> None:
    """Add a group to the last one if it is of the same kind; lists of groups belong to this alone."""
    ours, theirs, same = group
    if groups and groups[-1][2] == same:
        groups[-1][0].extend(ours)
        groups[-1][1].extend(theirs)
    elif ours or theirs:
        groups.append((list(ours), list(theirs), same))


def _choose(ours: list[str], theirs: list[str], after_kept: bool, steps: Steps) -> list[_Group]:
    """The words to keep between two long stretches."""
    head = 0
    while head < min(len(ours), len(theirs)) and ours[head] == theirs[head]:
        head += 1
    tail = 0
    while tail < min(len(ours), len(theirs)) - head and ours[-1 - tail] == theirs[-1 - tail]:
        tail += 1
    first, second = ours[head : len(ours) - tail], theirs[head : len(theirs) - tail]
    groups: list[_Group] = [(ours[:head], ours[:head], True)] if head else []
    pairs = len(first) * len(second)
    if pairs <= _MOST_PAIRS and steps.take(pairs):
        groups += _most_kept(first, second, after_kept or bool(head))
    else:
        groups += [
            (words if operation <= 0 else [], words if operation >= 0 else [], operation == 0)
            for operation, words in common(first, second, steps)
        ]
    if tail:
        groups.append((ours[len(ours) - tail :], ours[len(ours) - tail :], True))
    return groups


def _most_kept(ours: Sequence[str], theirs: Sequence[str], after_kept: bool) -> list[_Group]:
    """The longest common subsequence by characters, less a cost for each stretch of it (Gotoh's way)."""
    rows, columns = len(ours), len(theirs)
    indexes: dict[str, list[int]] = {}
    for column, word in enumerate(theirs):
        indexes.setdefault(word, []).append(column)
    # What is still to be had from each pair of places on: after a change, and after a kept word. It never grows to the right, and
    # is the same as one row below where the word is not in the other text.
    changed, keeping = [[0] * (columns + 1)], [[0] * (columns + 1)]
    for word in reversed(ours):
        below, kept_below = changed[-1], keeping[-1]
        matches = indexes.get(word)
        if not matches:
            changed.append(below)
            keeping.append(below)
            continue
        worth = _CHARACTER * len(word)
        values = [kept_below[column + 1] + worth for column in matches]
        this = below[: matches[-1] + 1]
        for index, value in zip(matches, values, strict=True):
            this[index] = max(this[index], value - _AGAIN)
        this = [*list(accumulate(reversed(this), max))[::-1], *below[matches[-1] + 1 :]]
        kept = this[:]
        for index, value in zip(matches, values, strict=True):
            kept[index] = max(kept[index], value)
        changed.append(this)
        keeping.append(kept)
    changed.reverse()
    keeping.reverse()
    found: list[_Group] = []
    row = column = 0
    is_kept = after_kept
    while row < rows or column < columns:
        if row < rows and column < columns and ours[row] == theirs[column]:
            both = keeping[row + 1][column + 1] + _CHARACTER * len(ours[row]) - (0 if is_kept else _AGAIN)
            if both >= max(changed[row + 1][column], changed[row][column + 1]):
                _append(found, ([ours[row]], [theirs[column]], True))
                row, column, is_kept = row + 1, column + 1, True
                continue
        is_kept = False
        if row < rows and (column == columns or changed[row + 1][column] >= changed[row][column + 1]):
            _append(found, ([ours[row]], [], False))
            row += 1
        else:
            _append(found, ([], [theirs[column]], False))
            column += 1
    return found


def _slid(groups: list[_Group]) -> list[_Group]:
    """Insertions and deletions moved, where they may stand in several places alike, to the ends of clauses."""
    found = list(groups)
    for index in range(1, len(found) - 1):
        ours, theirs, same = found[index]
        if same or (ours and theirs) or not (found[index - 1][2] and found[index + 1][2]):
            continue
        before, after = found[index - 1][0], found[index + 1][0]
        moved = _best_place(before, ours or theirs, after)
        if moved:
            before, middle, after = moved
            found[index - 1], found[index + 1] = (before, before, True), (after, after, True)
            found[index] = (middle, [], False) if ours else ([], middle, False)
    return [group for group in found if group[0] or group[1]]


def _best_place(
    before: list[str], middle: list[str], after: list[str]
) -> tuple[list[str], list[str], list[str]] | None:
    """Where a stretch between two kept ones reads best; None if it stays."""
    words = before + middle + after
    start, length = len(before), len(middle)
    lowest = highest = start
    while lowest > 0 and words[lowest - 1] == words[lowest - 1 + length]:
        lowest -= 1
    while highest + length < len(words) and words[highest] == words[highest + length]:
        highest += 1
    best = max(range(lowest, highest + 1), key=lambda each: (_reads(words, each, length), -abs(each - start)))
    if best == start:
        return None
    return words[:best], words[best : best + length], words[best + length :]


def _reads(words: list[str], start: int, length: int) -> int:
    """How well a change reads: as a line, a clause, or what follows a sign."""
    last, before = words[start + length - 1], words[start - 1] if start else "\n"
    if last == "\n" and before == "\n":
        return 4
    ends, begins_after = bool(grammar.SIGN.search(last)), bool(grammar.SIGN.search(before))
    if ends and begins_after:
        return 3
    first = words[start]
    following = words[start + length] if start + length < len(words) else "\n"
    if grammar.SIGN.search(first) and grammar.SIGN.search(following):
        return 2
    return 1 if ends or begins_after else 0
