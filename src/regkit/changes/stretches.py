"""The spans that two texts have in common, found within a limit of steps.

diff-match-patch finds them, word by word. Where it would need more steps than are left, the texts are cut at
clauses that both have exactly once, and the parts between are compared by themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from diff_match_patch import diff_match_patch

from regkit.changes import grammar
from regkit.changes.alignment import longest_rising
from regkit.changes.budget import Steps

# A step of diff-match-patch counts as much as this many pairs of words.
_STEP = 10
# The first attempt may take one part in this many of the steps that are left.
_FIRST_PART = 2
# Each distinct word is represented by one character; this is how many characters there are.
_MOST_WORDS = 0x10FFFF - 0xE000

# A span of words, with -1 if only the old text has it, 1 if only the new one, 0 if both.
Span = tuple[int, list[str]]


def common(old_words: Sequence[str], new_words: Sequence[str], steps: Steps) -> list[Span]:
    """The spans that both texts have, and those that only one of them has, in order.

    If the steps do not suffice, parts that were not compared count as being in one text only.
    """
    distinct = dict.fromkeys((*old_words, *new_words))
    if len(distinct) > _MOST_WORDS:
        steps.short = True
        return [(-1, list(old_words)), (1, list(new_words))]
    # From U+E000 on, behind the surrogates, which are not characters.
    codes = {word: chr(0xE000 + number) for number, word in enumerate(distinct)}
    words = {code: word for word, code in codes.items()}
    old_text, new_text = ("".join(map(codes.__getitem__, sequence)) for sequence in (old_words, new_words))
    differences = _Engine(steps).diff_main(old_text, new_text, False)
    return [(operation, [words[code] for code in text]) for operation, text in differences]


class _Engine(diff_match_patch):  # type: ignore[misc]  # that library has no types
    """diff-match-patch, limited by steps instead of one second; at the limit, the rest counts as changed."""

    def __init__(self, steps: Steps) -> None:
        super().__init__()
        self.Diff_Timeout = 0
        self._steps = steps

    def diff_bisect(self, text1: str, text2: str, deadline: float) -> list[tuple[int, str]]:
        """Cut both texts where the paths from their beginnings and ends meet (Myers 1986)."""
        forward, backward = _Paths(text1, text2), _Paths(text1[::-1], text2[::-1])
        delta = len(text1) - len(text2)
        for distance in range(forward.most):
            if not self._steps.take(_STEP * 2 * (distance + 1)):
                break
            diagonal = forward.walk(distance, backward if delta % 2 else None)
            if diagonal is None:
                met = backward.walk(distance, None if delta % 2 else forward)
                diagonal = None if met is None else delta - met
            self._steps.left -= forward.walked + backward.walked
            if diagonal is not None:
                column = forward.at(diagonal)
                differences: list[tuple[int, str]] = self.diff_bisectSplit(
                    text1, text2, column, column - diagonal, deadline
                )
                return differences
        return [(self.DIFF_DELETE, text1), (self.DIFF_INSERT, text2)]


class _Paths:
    """How far the paths from the beginning of two texts reach, on each diagonal (Myers 1986).

    A diagonal is how many more characters a path has taken from the first text than from the second.
    """

    def __init__(self, first: str, second: str) -> None:
        self._first, self._second = first, second
        self.most = (len(first) + len(second) + 1) // 2
        self._reached = [-1] * (2 * self.most)
        self._reached[self.most + 1] = 0
        # How many diagonals at either edge are skipped, because their paths ran past the end of a text.
        self._over_first = self._over_second = 0
        # How many equal characters all paths passed in the last step.
        self.walked = 0

    def walk(self, distance: int, others: _Paths | None) -> int | None:
        """Extend every path by one change and the equal characters after it.

        Return the diagonal on which a path meets one of `others`, those from the other end, if they are
        given; else None.
        """
        first, second, reached = self._first, self._second, self._reached
        rows, columns = len(first), len(second)
        self.walked = 0
        for diagonal in range(-distance + self._over_second, distance + 1 - self._over_first, 2):
            index = self.most + diagonal
            if diagonal == -distance or (diagonal != distance and reached[index - 1] < reached[index + 1]):
                x = reached[index + 1]
            else:
                x = reached[index - 1] + 1
            y, start = x - diagonal, x
            while x < rows and y < columns and first[x] == second[y]:
                x += 1
                y += 1
            self.walked += x - start
            reached[index] = x
            if x > rows:
                self._over_first += 2
            elif y > columns:
                self._over_second += 2
            elif others is not None and others.at(rows - columns - diagonal) >= rows - x:
                return diagonal
        return None

    def at(self, diagonal: int) -> int:
        """How far the path on a diagonal has come in the first text; -1 if there is none yet."""
        index = self.most + diagonal
        return self._reached[index] if 0 <= index < len(self._reached) else -1


def windows(
    old_words: list[str], new_words: list[str], longest: int, steps: Steps
) -> Iterator[tuple[list[str], list[str]]]:
    """Both texts cut at common spans of at least `longest` words: those spans, and the parts between, in order.

    If the steps do not suffice to find them, the texts are cut at clauses that both have exactly once.
    """
    attempt = Steps(steps.left // _FIRST_PART)
    spans = common(old_words, new_words, attempt)
    steps.left -= steps.left // _FIRST_PART - attempt.left
    if attempt.short:
        steps.short = True
        yield from _between_clauses(old_words, new_words)
        return
    old_part: list[str] = []
    new_part: list[str] = []
    for operation, words in spans:
        if operation == 0 and len(words) >= longest:
            if old_part or new_part:
                yield old_part, new_part
            yield words, words
            old_part, new_part = [], []
        else:
            old_part += words if operation <= 0 else []
            new_part += words if operation >= 0 else []
    if old_part or new_part:
        yield old_part, new_part


def _between_clauses(old_words: list[str], new_words: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Both texts cut at clauses that each has exactly once, in the same order: these, and the parts between."""
    old_clauses, new_clauses = _clauses(old_words), _clauses(new_words)
    once_in_old = {clause for clause, count in Counter(old_clauses).items() if count == 1}
    new_indexes = {clause: index for index, clause in enumerate(new_clauses) if clause in once_in_old}
    counts_in_new = Counter(new_clauses)
    anchors = longest_rising(
        [
            (index, new_indexes[clause])
            for index, clause in enumerate(old_clauses)
            if clause in new_indexes and counts_in_new[clause] == 1
        ]
    )
    old_start = new_start = 0
    for old_end, new_end in [*sorted(anchors), (len(old_clauses), len(new_clauses))]:
        if old_start < old_end or new_start < new_end:
            yield (
                [word for clause in old_clauses[old_start:old_end] for word in clause],
                [word for clause in new_clauses[new_start:new_end] for word in clause],
            )
        if old_end < len(old_clauses):
            yield list(old_clauses[old_end]), list(new_clauses[new_end])
        old_start, new_start = old_end + 1, new_end + 1


def _clauses(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Words grouped into clauses, each with the punctuation mark or line break that ends it."""
    number = 0

    def clause(word: str) -> int:
        nonlocal number
        current = number
        number += bool(grammar.CLAUSE_END.search(word))
        return current

    return [tuple(group) for _, group in groupby(words, clause)]
