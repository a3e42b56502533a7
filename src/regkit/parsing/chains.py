"""Second pass, first part: which of the candidates for articles are articles.

Many lines look like the beginning of an article and are citations, quotations or damaged; numbers tell.
The articles of a text are the chain of candidates that weighs most in which each number follows the one
before it. A candidate weighs by what stands around it, so that one chain can be told from another.
"""

from __future__ import annotations

import msgspec

from regkit.model.address import Number

# A number that runs ahead by no more than this leaves a gap; further ahead it belongs to another text.
WIDEST_GAP = 3
FIRST = Number(1)

# What candidates weigh, and what it costs to believe something odd. Only their order matters. Whole numbers, since sums
# that are the same must be the same, whatever a chain began with.
CERTAIN, NO_BLANK, LINE_OPEN, NO_BLANK_AND_OPEN, CITING = 100, 90, 50, 25, 10
INSIDE_WITH_BLANK, INSIDE = 80, 30
_A_GAP, _A_REPEAT, _NOT_FROM_ONE = 40, 85, 50


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """What may be the beginning of an article: at `offset` in the line at `index`.

    `last` is the last number that it stands for, where several articles are printed as one.
    """

    index: int
    offset: int
    number: Number
    last: Number
    weight: int


class _Ends:
    """The best chain so far that ends in a number, at a value, or below a number with what was inserted there."""

    def __init__(self, scores: list[int]) -> None:
        self.scores = scores
        self.exact: dict[Number, int] = {}
        self.at_value: dict[int, int] = {}
        self.at_stem: dict[Number, int] = {}

    def add(self, index: int, number: Number) -> None:
        score = self.scores[index]
        known = self.exact.get(number)
        if known is None or self.scores[known] < score:
            self.exact[number] = index
        known = self.at_value.get(number.value)
        if known is None or self.scores[known] < score:
            self.at_value[number.value] = index
        for length in range(1, len(number.inserted) + 1):
            stem = Number(number.value, number.inserted[:length])
            known = self.at_stem.get(stem)
            if known is None or self.scores[known] < score:
                self.at_stem[stem] = index

    def before(self, number: Number, repeats: bool) -> list[tuple[int | None, int]]:
        """The chains that the number may go on from, each with what that costs."""
        if number.inserted:
            *stem, last = number.inserted
            if last == 1:
                found = [(self.exact.get(Number(number.value, tuple(stem))), 0)]
            else:
                found = [(self.at_stem.get(Number(number.value, (*stem, last - 1))), 0)]
        else:
            found = [(self.at_value.get(number.value - 1), 0)]
            found += [(self.at_value.get(number.value - 1 - gap), _A_GAP) for gap in range(1, WIDEST_GAP + 1)]
        if repeats:
            found.append((self.exact.get(number), _A_REPEAT))
        return found


def heaviest_chain(candidates: list[Candidate]) -> list[Candidate]:
    """The chain of most weight: numbers follow each other, with gaps up to WIDEST_GAP, never backwards."""
    scores: list[int] = []
    befores: list[int] = []
    ends = _Ends(scores)
    best = -1
    for index, candidate in enumerate(candidates):
        number, weight = candidate.number, candidate.weight
        score, before = weight - (0 if number == FIRST else _NOT_FROM_ONE), -1
        for option, cost in ends.before(number, repeats=weight >= NO_BLANK):
            if option is not None and scores[option] + weight - cost > score:
                score, before = scores[option] + weight - cost, option
        scores.append(score)
        befores.append(before)
        ends.add(index, candidate.last)
        if best < 0 or score > scores[best]:
            best = index
    chain = []
    while best >= 0:
        chain.append(candidates[best])
        best = befores[best]
    chain.reverse()
    return chain
