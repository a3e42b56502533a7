"""How the words of one text became another: changes of whole words, few and long rather than many and short.

First the long spans that both texts have are found, word by word. Between them, the words to keep are chosen
so that as much as possible is kept, without spans so short that they would be lost among the changes. Last, a
change that could stand in several positions alike is moved to where a clause begins or ends.
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

# The score of a kept character, and the cost of each kept span: a span of a single character is never worth keeping.
_CHARACTER_SCORE, _SPAN_COST = 10, 12
# A span of at least this many words that both texts have is kept in any case.
_LONG = 24
# Two word lists with more pairs of words than the first are not compared pair by pair: their common spans are kept as
# diff-match-patch finds them. With at most as many as the second, they are compared without looking for long spans first.
_MOST_PAIRS, _FEW_PAIRS = 4_000_000, 40_000
# The steps that each text may take at least, however many texts there are.
_LEAST_STEPS = 10_000
# If less than this share of the shorter text would be kept, nothing is: scattered words do not help a reader.
_LEAST_SHARE = 0.15

# The words of a span in the old and the new text, and whether they are the same.
_Group = tuple[list[str], list[str], bool]


def redline(old: str, new: str, steps: Steps | None = None) -> Segments:
    """How a text became another, as segments that change whole words, deletions before insertions.

    Joined, they equal both texts. The result depends on the texts and `steps` only. `steps` are those of a
    default `Budget` if none are given; if they do not suffice, longer spans count as changed, at worst the
    whole text.
    """
    if old == new:
        return unchanged(old)
    if not old or not new:
        return (Segment(old, new),)
    first, second = words_of(old), words_of(new)
    # Words are compared in folded form (width, variants of characters), and returned as printed.
    groups = _slid(
        _groups(
            [folded(word) for word in first],
            [folded(word) for word in second],
            steps or Steps(Budget().words),
        )
    )
    kept = sum(len("".join(words)) for words, _, same in groups if same)
    if kept < _LEAST_SHARE * min(len(old), len(new)):
        return (Segment(old, new, _nature(old, new)),)
    segments: list[Segment] = []
    old_words, new_words = iter(first), iter(second)
    for old_group, new_group, same in groups:
        removed, added = [next(old_words) for _ in old_group], [next(new_words) for _ in new_group]
        if same:
            segments += map(_as_printed, removed, added)
        else:
            old_span, new_span = "".join(removed), "".join(added)
            segments.append(Segment(old_span, new_span, _nature(old_span, new_span)))
    return joined(segments)


class Shares:
    """The steps of a comparison, divided among its texts by length if they do not suffice for all in full."""

    def __init__(self, pairs: Iterable[tuple[str, str]], spending: Spending) -> None:
        changed = [(len(old), len(new)) for old, new in pairs if old != new]
        self._length = sum(old + new for old, new in changed)
        self._is_plenty = sum(old * new for old, new in changed) <= spending.budget.words
        self._spending = spending

    def redline(self, old: str, new: str) -> Segments:
        """How a text became another, within the steps of its share."""
        budget = self._spending.budget.words
        share = budget * (len(old) + len(new)) // max(1, self._length)
        steps = Steps(budget if self._is_plenty else min(budget, max(share, _LEAST_STEPS)))
        segments = redline(old, new, steps)
        self._spending.settle([steps], Coarse.WORDS)
        return segments


def _as_printed(old: str, new: str) -> Segment:
    """A word that both texts have; if it is printed in another width, that is a change of typography."""
    return Segment(old, new, Nature.TYPOGRAPHY)


def _nature(old: str, new: str) -> Nature:
    return Nature.TYPOGRAPHY if folded(old) == folded(new) else Nature.SUBSTANCE


def _groups(old_words: list[str], new_words: list[str], steps: Steps) -> list[_Group]:
    """Alternating groups of words: kept ones, and ones that only one of the texts has."""
    groups: list[_Group] = []
    few = len(old_words) * len(new_words) <= _FEW_PAIRS
    for old_window, new_window in (
        [(old_words, new_words)] if few else windows(old_words, new_words, _LONG, steps)
    ):
        after_kept = bool(groups)
        chosen = (
            _choose(old_window, new_window, after_kept, steps)
            if old_window != new_window
            else [(old_window, new_window, True)]
        )
        for group in chosen:
            _append(groups, group)
    return groups


def _append(groups: list[_Group], group: _Group) -> None:
    """Add a group, merged into the last one if both are kept or both changed.

    The lists in `groups` are extended in place, so they are never shared with the caller.
    """
    old_words, new_words, same = group
    if groups and groups[-1][2] == same:
        groups[-1][0].extend(old_words)
        groups[-1][1].extend(new_words)
    elif old_words or new_words:
        groups.append((list(old_words), list(new_words), same))


def _choose(old_words: list[str], new_words: list[str], after_kept: bool, steps: Steps) -> list[_Group]:
    """The groups of words between two long spans; `after_kept` says whether a kept word comes before."""
    head = 0
    while head < min(len(old_words), len(new_words)) and old_words[head] == new_words[head]:
        head += 1
    tail = 0
    while tail < min(len(old_words), len(new_words)) - head and old_words[-1 - tail] == new_words[-1 - tail]:
        tail += 1
    old_middle, new_middle = old_words[head : len(old_words) - tail], new_words[head : len(new_words) - tail]
    groups: list[_Group] = [(old_words[:head], old_words[:head], True)] if head else []
    pairs = len(old_middle) * len(new_middle)
    if pairs <= _MOST_PAIRS and steps.take(pairs):
        groups += _most_kept(old_middle, new_middle, after_kept or bool(head))
    else:
        groups += [
            (words if operation <= 0 else [], words if operation >= 0 else [], operation == 0)
            for operation, words in common(old_middle, new_middle, steps)
        ]
    if tail:
        groups.append((old_words[len(old_words) - tail :], old_words[len(old_words) - tail :], True))
    return groups


def _most_kept(old_words: Sequence[str], new_words: Sequence[str], after_kept: bool) -> list[_Group]:
    """The groups that keep the longest common subsequence, by characters, less a cost for each kept span.

    This is alignment with affine gap costs (Gotoh 1982).
    """
    rows, columns = len(old_words), len(new_words)
    columns_of_word: dict[str, list[int]] = {}
    for column, word in enumerate(new_words):
        columns_of_word.setdefault(word, []).append(column)
    # The best score from each pair of positions to the end: directly after a change, and after a kept word. Along a row it never
    # grows to the right, and where the word is not in the other text, it is that of the row below.
    changed, keeping = [[0] * (columns + 1)], [[0] * (columns + 1)]
    for word in reversed(old_words):
        below, kept_below = changed[-1], keeping[-1]
        matches = columns_of_word.get(word)
        if not matches:
            changed.append(below)
            keeping.append(below)
            continue
        worth = _CHARACTER_SCORE * len(word)
        values = [kept_below[column + 1] + worth for column in matches]
        changed_here = below[: matches[-1] + 1]
        for column, value in zip(matches, values, strict=True):
            changed_here[column] = max(changed_here[column], value - _SPAN_COST)
        changed_here = [*list(accumulate(reversed(changed_here), max))[::-1], *below[matches[-1] + 1 :]]
        keeping_here = changed_here[:]
        for column, value in zip(matches, values, strict=True):
            keeping_here[column] = max(keeping_here[column], value)
        changed.append(changed_here)
        keeping.append(keeping_here)
    changed.reverse()
    keeping.reverse()
    groups: list[_Group] = []
    row = column = 0
    is_kept = after_kept
    while row < rows or column < columns:
        if row < rows and column < columns and old_words[row] == new_words[column]:
            score_if_kept = (
                keeping[row + 1][column + 1]
                + _CHARACTER_SCORE * len(old_words[row])
                - (0 if is_kept else _SPAN_COST)
            )
            if score_if_kept >= max(changed[row + 1][column], changed[row][column + 1]):
                _append(groups, ([old_words[row]], [new_words[column]], True))
                row, column, is_kept = row + 1, column + 1, True
                continue
        is_kept = False
        if row < rows and (column == columns or changed[row + 1][column] >= changed[row][column + 1]):
            _append(groups, ([old_words[row]], [], False))
            row += 1
        else:
            _append(groups, ([], [new_words[column]], False))
            column += 1
    return groups


def _slid(groups: list[_Group]) -> list[_Group]:
    """The groups, with insertions and deletions moved to the ends of clauses where several positions are possible."""
    moved_groups = list(groups)
    for index in range(1, len(moved_groups) - 1):
        old_words, new_words, same = moved_groups[index]
        if (
            same
            or (old_words and new_words)
            or not (moved_groups[index - 1][2] and moved_groups[index + 1][2])
        ):
            continue
        before, after = moved_groups[index - 1][0], moved_groups[index + 1][0]
        moved = _best_position(before, old_words or new_words, after)
        if moved:
            before, middle, after = moved
            moved_groups[index - 1], moved_groups[index + 1] = (before, before, True), (after, after, True)
            moved_groups[index] = (middle, [], False) if old_words else ([], middle, False)
    return [group for group in moved_groups if group[0] or group[1]]


def _best_position(
    before: list[str], middle: list[str], after: list[str]
) -> tuple[list[str], list[str], list[str]] | None:
    """The words before, in and after a change at the position where it reads best; None if it stays."""
    words = before + middle + after
    start, length = len(before), len(middle)
    lowest = highest = start
    while lowest > 0 and words[lowest - 1] == words[lowest - 1 + length]:
        lowest -= 1
    while highest + length < len(words) and words[highest] == words[highest + length]:
        highest += 1
    best = max(
        range(lowest, highest + 1),
        key=lambda position: (_readability(words, position, length), -abs(position - start)),
    )
    if best == start:
        return None
    return words[:best], words[best : best + length], words[best + length :]


def _readability(words: list[str], start: int, length: int) -> int:
    """How well a change of `length` words reads at `start`, from 0 to 4.

    4: whole lines. 3: whole clauses. 2: from one punctuation mark up to the next. 1: it begins or ends with a
    clause.
    """
    last, before = words[start + length - 1], words[start - 1] if start else "\n"
    if last == "\n" and before == "\n":
        return 4
    ends, begins_after = bool(grammar.CLAUSE_END.search(last)), bool(grammar.CLAUSE_END.search(before))
    if ends and begins_after:
        return 3
    first = words[start]
    following = words[start + length] if start + length < len(words) else "\n"
    if grammar.CLAUSE_END.search(first) and grammar.CLAUSE_END.search(following):
        return 2
    return 1 if ends or begins_after else 0
