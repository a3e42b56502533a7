"""Decide which candidates for articles really are articles.

Many lines look like the beginning of an article but are citations or quotations, and some labels are damaged;
the numbering decides. Each candidate has a weight, which depends on the text around it. The articles are the
chain of candidates with the greatest total weight in which each number follows the previous one.
"""

from __future__ import annotations

import msgspec

from regkit.model.address import Number

# How many numbers may be missing between two neighbours; if more are, the second belongs to another text.
WIDEST_GAP = 3
FIRST = Number(1)

# The weights of candidates, by the text around the label, and the costs of irregular numbering. Only their order
# matters. They are integers because equal sums must compare equal whatever the order of addition.
CERTAIN, NO_SPACE, LINE_OPEN, NO_SPACE_AND_OPEN, CITING = 100, 90, 50, 25, 10
INSIDE_WITH_SPACE, INSIDE = 80, 30
_GAP, _REPEAT, _NOT_FROM_ONE = 40, 85, 50


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """A possible beginning of an article.

    `index` is the index of its line, and `offset` the position of its label in that line, in characters.
    `number` is the number of the article, and `last` differs from it where one label stands for several articles
    (第五条至第七条). `weight` says how much the text around the label speaks for an article.
    """

    index: int
    offset: int
    number: Number
    last: Number
    weight: int


class _Ends:
    """For each number, the best chain so far that ends with it.

    `exact` has the index of the last candidate of that chain by the number itself, `at_value` by its value alone
    (120 for 第一百二十条之一), and `at_stem` by each beginning of its inserted numbers.
    """

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

    def before(self, number: Number, weight: int) -> list[tuple[int | None, int]]:
        """The chains that the number may continue, each as the index of its last candidate (or None) and a cost."""
        if number.inserted:
            *stem, last = number.inserted
            if last == 1:
                options = [(self.exact.get(Number(number.value, tuple(stem))), 0)]
            else:
                options = [(self.at_stem.get(Number(number.value, (*stem, last - 1))), 0)]
                # 之一 may be missing, and everything before 之三, unless the label may be a word: 第五条之二审程序.
                gaps = WIDEST_GAP if weight >= CERTAIN else 0
                options += [
                    (self.at_stem.get(Number(number.value, (*stem, last - 1 - gap))), _GAP)
                    for gap in range(1, min(gaps + 1, last - 1))
                ]
                if last <= 1 + gaps:
                    options.append((self.exact.get(Number(number.value, tuple(stem))), _GAP))
        else:
            options = [(self.at_value.get(number.value - 1), 0)]
            options += [(self.at_value.get(number.value - 1 - gap), _GAP) for gap in range(1, WIDEST_GAP + 1)]
        if weight >= NO_SPACE:
            options.append((self.exact.get(number), _REPEAT))
        return options


def heaviest_chain(candidates: list[Candidate]) -> list[Candidate]:
    """The chain of candidates with the greatest weight, in the order of the text.

    Its numbers never go backwards, and at most WIDEST_GAP numbers are missing between two of them.
    """
    scores: list[int] = []
    previous: list[int] = []
    ends = _Ends(scores)
    best = -1
    for index, candidate in enumerate(candidates):
        number, weight = candidate.number, candidate.weight
        score, predecessor = weight - (0 if number == FIRST else _NOT_FROM_ONE), -1
        for option, cost in ends.before(number, weight):
            if option is not None and scores[option] + weight - cost > score:
                score, predecessor = scores[option] + weight - cost, option
        scores.append(score)
        previous.append(predecessor)
        ends.add(index, candidate.last)
        if best < 0 or score > scores[best]:
            best = index
    chain = []
    while best >= 0:
        chain.append(candidates[best])
        best = previous[best]
    chain.reverse()
    return chain
