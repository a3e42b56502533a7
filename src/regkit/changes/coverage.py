"""What a further link between two articles would explain: words that no partner of either has, and whole sentences."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from regkit.changes.budget import Coarse, Spending, Steps
from regkit.changes.wording import Bag, WordIndex, WordWeights, bag, sentences, unchanged

# A sentence that says so much, and stands in an article by so much of it.
SENTENCE_MASS, _SENTENCE_PART = 14.0, 0.65
_NEARLY_BEST = 0.95


class Gains:
    """What two articles share that the partners of neither explain, by stretches of three characters."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        ours, theirs = [bag(text, 3) for text in old], [bag(text, 3) for text in new]
        self._weights = WordWeights([*ours, *theirs])
        self._old = [_Unexplained(each, self._weights) for each in ours]
        self._new = [_Unexplained(each, self._weights) for each in theirs]

    def explain(self, one: int, two: int) -> None:
        """Take what two linked articles share as explained."""
        shared = self._old[one].all.keys() & self._new[two].all.keys()
        self._old[one].explain(shared)
        self._new[two].explain(shared)

    def of(self, one: int, two: int) -> tuple[float, float, float]:
        """What a link would explain, of how much that is unexplained in the one that has less, and of how much in all."""
        ours, theirs = self._old[one], self._new[two]
        shared = (ours.all.keys() & theirs.all.keys()) - ours.explained - theirs.explained
        return (
            self._weights.sum(shared),
            max(0.01, min(ours.rest, theirs.rest)),
            min(ours.whole, theirs.whole),
        )


class _Unexplained:
    """An article: all its stretches, those that are explained, and how much the others say."""

    def __init__(self, each: Bag, weights: WordWeights) -> None:
        self.all = each
        self.explained: set[str] = set()
        self.whole = self.rest = weights.mass(each)
        self._weights = weights

    def explain(self, some: set[str]) -> None:
        added = some - self.explained
        self.explained |= added
        self.rest -= math.fsum(self.all[key] * self._weights[key] for key in added)


class SentencesHeld:
    """The sentences of one version that stand in an article of the other, whole or nearly so."""

    def __init__(
        self,
        old: Mapping[int, str],
        new: Mapping[int, str],
        weights: WordWeights,
        spending: Spending,
    ) -> None:
        said, owners = _sentences(old)
        says, others = _sentences(new)
        ours, theirs = [bag(each) for each in said], [bag(each) for each in says]
        word_index = WordIndex(ours, theirs, weights)
        if word_index.meetings > spending.budget.meetings:
            # What stands unchanged in both versions is sought in no third article.
            stood = unchanged(said, says)
            gone = set(stood.values())
            left = [one for one in range(len(said)) if one not in stood]
            rest = [two for two in range(len(says)) if two not in gone]
            ours, owners = [ours[one] for one in left], [owners[one] for one in left]
            theirs, others = [theirs[two] for two in rest], [others[two] for two in rest]
            word_index = WordIndex(ours, theirs, weights)
        masses = [weights.mass(each) for each in ours], [weights.mass(each) for each in theirs]
        best_of_ours: dict[int, float] = defaultdict(float)
        best_of_theirs: dict[int, float] = defaultdict(float)
        found = []
        steps = Steps(spending.budget.meetings)
        for one, shared in enumerate(word_index.shared_masses(steps, spending.budget.partners)):
            for two, mass in shared.items():
                smaller = min(masses[0][one], masses[1][two])
                if smaller >= SENTENCE_MASS and mass >= _SENTENCE_PART * smaller:
                    best_of_ours[one] = max(best_of_ours[one], mass)
                    best_of_theirs[two] = max(best_of_theirs[two], mass)
                    found.append((mass, one, two))
        spending.settle([steps], Coarse.ARTICLES)
        self.parts: dict[tuple[int, int], float] = {}
        for mass, one, two in found:
            # A sentence that stands elsewhere just as well says nothing about where it comes from.
            key = (owners[one], others[two])
            if mass >= _NEARLY_BEST * max(best_of_ours[one], best_of_theirs[two]):
                self.parts[key] = max(self.parts.get(key, 0.0), mass)
            else:
                self.parts.setdefault(key, 0.0)

    def best(self, one: int, two: int) -> float:
        """How much the heaviest sentence says that two articles share and no other has."""
        return self.parts.get((one, two), 0.0)


def _sentences(texts: Mapping[int, str]) -> tuple[list[str], list[int]]:
    """The different sentences of some texts, and which text each is of."""
    found = [
        (sentence, index) for index, text in texts.items() for sentence in dict.fromkeys(sentences(text))
    ]
    return [each for each, _ in found], [index for _, index in found]
