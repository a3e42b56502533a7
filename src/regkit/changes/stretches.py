"""The stretches that two texts have in common, found within so many steps.

diff-match-patch finds them, word by word. Where it would need more steps than there are, clauses that both texts have just once
part them first, and what lies between is compared by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from diff_match_patch import diff_match_patch

from regkit.changes import grammar
from regkit.changes.alignment import longest_rising
from regkit.changes.budget import Steps

# A step of diff-match-patch costs as much as so many pairs of words.
_STEP = 10
# What is tried first may take so much of what is left.
_FIRST_PART = 2
# More words have no character each.
_MOST_WORDS = 0x10FFFF - 0xE000

# Of a stretch: -1 only the old text has it, 1 only the new one, 0 both.
Span = tuple[int, list[str]]


def common(ours: Sequence[str], theirs: Sequence[str], steps: Steps) -> list[Span]:
    """The stretches of two texts; where the steps do not suffice, what was not compared is in one text only."""
    distinct = dict.fromkeys((*ours, *theirs))
    if len(distinct) > _MOST_WORDS:
        steps.short = True
        return [(-1, list(ours)), (1, list(theirs))]
    # Beyond the surrogates, which are no characters.
    codes = {word: chr(0xE000 + number) for number, word in enumerate(distinct)}
    words = {code: word for word, code in codes.items()}
    first, second = ("".join(map(codes.__getitem__, each)) for each in (ours, theirs))
    found = _Engine(steps).diff_main(first, second, False)
    return [(operation, [words[code] for code in text]) for operation, text in found]


class _Engine(diff_match_patch):  # type: ignore[misc]  # that library has no types
    """diff-match-patch with its limit of one second replaced by one of steps, at which it takes what is left as changed."""

    def __init__(self, steps: Steps) -> None:
        super().__init__()
        self.Diff_Timeout = 0
        self._steps = steps

    def diff_bisect(self, text1: str, text2: str, deadline: float) -> list[tuple[int, str]]:
        """Both texts parted where the paths from both ends meet (Myers 1986)."""
        ahead, back = _Paths(text1, text2), _Paths(text1[::-1], text2[::-1])
        delta = len(text1) - len(text2)
        for distance in range(ahead.most):
            if not self._steps.take(_STEP * 2 * (distance + 1)):
                break
            k = ahead.walk(distance, back if delta % 2 else None)
            if k is None:
                met = back.walk(distance, None if delta % 2 else ahead)
                k = None if met is None else delta - met
            self._steps.left -= ahead.walked + back.walked
            if k is not None:
                x = ahead.at(k)
                found: list[tuple[int, str]] = self.diff_bisectSplit(text1, text2, x, x - k, deadline)
                return found
        return [(self.DIFF_DELETE, text1), (self.DIFF_INSERT, text2)]


class _Paths:
    """How far paths from the beginning of two texts reach, by how much more they have taken of the first text."""

    def __init__(self, one: str, two: str) -> None:
        self._one, self._two = one, two
        self.most = (len(one) + len(two) + 1) // 2
        self._reached = [-1] * (2 * self.most)
        self._reached[self.most + 1] = 0
        # Paths that ran off the end of either text.
        self._over_one = self._over_two = 0
        # How many words the last step of all paths went along with both.
        self.walked = 0

    def walk(self, distance: int, others: _Paths | None) -> int | None:
        """One more change on every path; which one meets those from the other end, if they are given."""
        one, two, reached = self._one, self._two, self._reached
        rows, columns = len(one), len(two)
        self.walked = 0
        for k in range(-distance + self._over_two, distance + 1 - self._over_one, 2):
            index = self.most + k
            if k == -distance or (k != distance and reached[index - 1] < reached[index + 1]):
                x = reached[index + 1]
            else:
                x = reached[index - 1] + 1
            y, begun = x - k, x
            while x < rows and y < columns and one[x] == two[y]:
                x += 1
                y += 1
            self.walked += x - begun
            reached[index] = x
            if x > rows:
                self._over_one += 2
            elif y > columns:
                self._over_two += 2
            elif others is not None and others.at(rows - columns - k) >= rows - x:
                return k
        return None

    def at(self, k: int) -> int:
        """How far a path has come in the first text, -1 if it has not begun."""
        index = self.most + k
        return self._reached[index] if 0 <= index < len(self._reached) else -1


def windows(
    ours: list[str], theirs: list[str], longest: int, steps: Steps
) -> Iterator[tuple[list[str], list[str]]]:
    """Both texts cut where they have so long a stretch in common: those stretches, and what lies between."""
    first = Steps(steps.left // _FIRST_PART)
    found = common(ours, theirs, first)
    steps.left -= steps.left // _FIRST_PART - first.left
    if first.short:
        steps.short = True
        yield from _between_clauses(ours, theirs)
        return
    before: list[str] = []
    after: list[str] = []
    for operation, words in found:
        if operation == 0 and len(words) >= longest:
            if before or after:
                yield before, after
            yield words, words
            before, after = [], []
        else:
            before += words if operation <= 0 else []
            after += words if operation >= 0 else []
    if before or after:
        yield before, after


def _between_clauses(ours: list[str], theirs: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Both texts cut at the clauses that each has just once and that stand in the same order: these, and what lies between."""
    first, second = _clauses(ours), _clauses(theirs)
    once = {clause for clause, count in Counter(first).items() if count == 1}
    indexes = {clause: index for index, clause in enumerate(second) if clause in once}
    times = Counter(second)
    anchors = longest_rising(
        [
            (index, indexes[clause])
            for index, clause in enumerate(first)
            if clause in indexes and times[clause] == 1
        ]
    )
    one = two = 0
    for old, new in [*sorted(anchors), (len(first), len(second))]:
        if one < old or two < new:
            yield (
                [word for each in first[one:old] for word in each],
                [word for each in second[two:new] for word in each],
            )
        if old < len(first):
            yield list(first[old]), list(second[new])
        one, two = old + 1, new + 1


def _clauses(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Words clause by clause, each with the sign that ends it."""
    number = 0

    def clause(word: str) -> int:
        nonlocal number
        own = number
        number += bool(grammar.SIGN.search(word))
        return own

    return [tuple(each) for _, each in groupby(words, clause)]
