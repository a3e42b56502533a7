"""The words that became others: changes of whole words, few and long rather than many and short.

diff-match-patch finds the long stretches that both texts have, word by word. Between them the words that are kept are chosen so
that as much as possible is kept and no stretch of it is so short that it would be lost among the changes. Last, a change that may
stand in several places alike is slid to where a clause begins or ends.
"""

from __future__ import annotations

from collections.abc import Sequence

from diff_match_patch import diff_match_patch

from regkit.changes import grammar
from regkit.changes.folding import folded
from regkit.changes.segments import Nature, Segment, Segments, joined, unchanged
from regkit.changes.words import words_of

# What a kept character is worth, and what beginning to keep again costs: one character alone is never kept.
_CHARACTER, _AGAIN = 10, 12
# A stretch of so many words that both texts have is kept in any case.
_LONG = 24
# More pairs of words are not compared one by one: then what diff-match-patch finds is kept.
_MOST_PAIRS = 4_000_000
# Of texts that share less than this, no word is kept: crumbs help nobody.
_LEAST_SHARE = 0.15

# The words of one stretch of both texts, and whether they are the same.
_Group = tuple[list[str], list[str], bool]


def redline(old: str, new: str) -> Segments:
    """How a text became another: whole words, deletions before insertions, joined equal to both.

    Pure: the same texts give the same changes on every machine.
    """
    if old == new:
        return unchanged(old)
    if not old or not new:
        return (Segment(old, new),)
    first, second = words_of(old), words_of(new)
    # Compared as folded, given back as printed.
    groups = _slid(_groups([folded(word) for word in first], [folded(word) for word in second]))
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


def _as_printed(old: str, new: str) -> Segment:
    return Segment(old, new, Nature.TYPOGRAPHY)


def _nature(old: str, new: str) -> Nature:
    return Nature.TYPOGRAPHY if folded(old) == folded(new) else Nature.SUBSTANCE


def _groups(ours: list[str], theirs: list[str]) -> list[_Group]:
    """Alternately what both have and what only one has."""
    found: list[_Group] = []
    for first, second in _windows(ours, theirs):
        before = bool(found)
        for group in _choose(first, second, before) if first != second else [(first, second, True)]:
            _append(found, group)
    return found


def _append(groups: list[_Group], group: _Group) -> None:
    ours, theirs, same = group
    if groups and groups[-1][2] == same:
        groups[-1] = (groups[-1][0] + ours, groups[-1][1] + theirs, same)
    elif ours or theirs:
        groups.append(group)


def _windows(ours: list[str], theirs: list[str]) -> list[tuple[list[str], list[str]]]:
    """Both texts cut where they have a long stretch in common: those stretches, and what lies between."""
    if len(ours) * len(theirs) <= _MOST_PAIRS // 100:
        return [(ours, theirs)]
    found: list[tuple[list[str], list[str]]] = []
    first: list[str] = []
    second: list[str] = []
    for operation, words in _common(ours, theirs):
        if operation == 0 and len(words) >= _LONG:
            if first or second:
                found.append((first, second))
            found.append((words, words))
            first, second = [], []
        else:
            first = first + words if operation <= 0 else first
            second = second + words if operation >= 0 else second
    if first or second:
        found.append((first, second))
    return found


def _common(ours: list[str], theirs: list[str]) -> list[tuple[int, list[str]]]:
    """What diff-match-patch finds, each word being one character to it."""
    codes: dict[str, str] = {}
    for word in (*ours, *theirs):
        # Beyond the surrogates, which are no characters.
        codes.setdefault(word, chr(0xE000 + len(codes)))
    words = {code: word for word, code in codes.items()}
    engine = diff_match_patch()
    # Its limit of one second would silently replace whole texts.
    engine.Diff_Timeout = 0
    first, second = ("".join(map(codes.__getitem__, each)) for each in (ours, theirs))
    found = engine.diff_main(first, second, False)
    return [(operation, [words[code] for code in text]) for operation, text in found]


def _choose(ours: list[str], theirs: list[str], after_kept: bool) -> list[_Group]:
    """The words to keep between two long stretches."""
    head = 0
    while head < min(len(ours), len(theirs)) and ours[head] == theirs[head]:
        head += 1
    tail = 0
    while tail < min(len(ours), len(theirs)) - head and ours[-1 - tail] == theirs[-1 - tail]:
        tail += 1
    first, second = ours[head : len(ours) - tail], theirs[head : len(theirs) - tail]
    groups: list[_Group] = [(ours[:head], ours[:head], True)] if head else []
    if len(first) * len(second) > _MOST_PAIRS:
        groups += [
            (words if operation <= 0 else [], words if operation >= 0 else [], operation == 0)
            for operation, words in _common(first, second)
        ]
    else:
        groups += _most_kept(first, second, after_kept or bool(head))
    if tail:
        groups.append((ours[len(ours) - tail :], ours[len(ours) - tail :], True))
    return groups


def _most_kept(ours: Sequence[str], theirs: Sequence[str], after_kept: bool) -> list[_Group]:
    """The longest common subsequence by characters, less a cost for each stretch of it (Gotoh's way)."""
    rows, columns = len(ours), len(theirs)
    # What is still to be had from each pair of places on: after a change, and after a kept word.
    changed = [[0] * (columns + 1) for _ in range(rows + 1)]
    keeping = [[0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        word, worth = ours[row], _CHARACTER * len(ours[row])
        this, below, kept_below, kept = changed[row], changed[row + 1], keeping[row + 1], keeping[row]
        for column in range(columns - 1, -1, -1):
            best = max(below[column], this[column + 1])
            going_on = best
            if word == theirs[column]:
                both = kept_below[column + 1] + worth
                going_on = max(best, both)
                best = max(best, both - _AGAIN)
            this[column], kept[column] = best, going_on
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
    for place in range(1, len(found) - 1):
        ours, theirs, same = found[place]
        if same or (ours and theirs) or not (found[place - 1][2] and found[place + 1][2]):
            continue
        before, after = found[place - 1][0], found[place + 1][0]
        moved = _best_place(before, ours or theirs, after)
        if moved:
            before, middle, after = moved
            found[place - 1], found[place + 1] = (before, before, True), (after, after, True)
            found[place] = (middle, [], False) if ours else ([], middle, False)
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
