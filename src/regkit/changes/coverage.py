"""What a further link between two articles would explain: words that neither shares with a partner, and sentences."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from regkit.changes.budget import Coarse, Spending, Steps
from regkit.changes.wording import Bag, WordIndex, WordWeights, bag, sentences, unchanged

# A sentence counts as standing in another text if its mass is at least this, and that share of it stands there.
SENTENCE_MASS, _SENTENCE_PART = 14.0, 0.65
# A sentence is matched only where it shares at least this part of what its best match shares.
_NEARLY_BEST = 0.95


class Gains:
    """What pairs of articles share that no link explains yet, measured by substrings of three characters."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        old_bags, new_bags = [bag(text, 3) for text in old], [bag(text, 3) for text in new]
        self._weights = WordWeights([*old_bags, *new_bags])
        self._old = [_Unexplained(counted, self._weights) for counted in old_bags]
        self._new = [_Unexplained(counted, self._weights) for counted in new_bags]

    def explain(self, old: int, new: int) -> None:
        """Mark what two linked articles share as explained, in both."""
        shared = self._old[old].all.keys() & self._new[new].all.keys()
        self._old[old].explain(shared)
        self._new[new].explain(shared)

    def of(self, old: int, new: int) -> tuple[float, float, float]:
        """What a link between two articles would explain, by mass.

        Three numbers: the mass that both share and no link explains yet; the unexplained mass of the article
        that has less of it; the whole mass of the smaller article.
        """
        old_article, new_article = self._old[old], self._new[new]
        shared = (
            (old_article.all.keys() & new_article.all.keys()) - old_article.explained - new_article.explained
        )
        return (
            self._weights.sum(shared),
            max(0.01, min(old_article.rest, new_article.rest)),
            min(old_article.whole, new_article.whole),
        )


class _Unexplained:
    """An article of which some substrings are explained.

    - `all`: all its substrings, counted.
    - `explained`: those that a partner shares.
    - `whole`, `rest`: the mass of all of them, and of those that are not explained.
    """

    def __init__(self, counted: Bag, weights: WordWeights) -> None:
        self.all = counted
        self.explained: set[str] = set()
        self.whole = self.rest = weights.mass(counted)
        self._weights = weights

    def explain(self, shared: set[str]) -> None:
        added = shared - self.explained
        self.explained |= added
        self.rest -= math.fsum(self.all[key] * self._weights[key] for key in added)


class SentencesHeld:
    """Sentences that stand in an article of each version, whole or nearly so.

    `parts` gives for a pair of articles, by old and new position, the mass that their heaviest common
    sentence shares; 0 if each of their common sentences has a better match elsewhere.
    """

    def __init__(
        self,
        old: Mapping[int, str],
        new: Mapping[int, str],
        weights: WordWeights,
        spending: Spending,
    ) -> None:
        old_sentences, old_owners = _sentences(old)
        new_sentences, new_owners = _sentences(new)
        old_bags, new_bags = [bag(words) for words in old_sentences], [bag(words) for words in new_sentences]
        word_index = WordIndex(old_bags, new_bags, weights)
        if word_index.meetings > spending.budget.meetings:
            # Sentences that stand in both versions unchanged are not looked for in other articles.
            unchanged_pairs = unchanged(old_sentences, new_sentences)
            unchanged_new = set(unchanged_pairs.values())
            old_left = [index for index in range(len(old_sentences)) if index not in unchanged_pairs]
            new_left = [index for index in range(len(new_sentences)) if index not in unchanged_new]
            old_bags, old_owners = (
                [old_bags[index] for index in old_left],
                [old_owners[index] for index in old_left],
            )
            new_bags, new_owners = (
                [new_bags[index] for index in new_left],
                [new_owners[index] for index in new_left],
            )
            word_index = WordIndex(old_bags, new_bags, weights)
        masses = [weights.mass(words) for words in old_bags], [weights.mass(words) for words in new_bags]
        best_of_old: dict[int, float] = defaultdict(float)
        best_of_new: dict[int, float] = defaultdict(float)
        matches = []
        steps = Steps(spending.budget.meetings)
        for old_position, shared in enumerate(word_index.shared_masses(steps, spending.budget.partners)):
            for new_position, mass in shared.items():
                smaller = min(masses[0][old_position], masses[1][new_position])
                if smaller >= SENTENCE_MASS and mass >= _SENTENCE_PART * smaller:
                    best_of_old[old_position] = max(best_of_old[old_position], mass)
                    best_of_new[new_position] = max(best_of_new[new_position], mass)
                    matches.append((mass, old_position, new_position))
        spending.settle([steps], Coarse.ARTICLES)
        self.parts: dict[tuple[int, int], float] = {}
        for mass, old_position, new_position in matches:
            # A sentence with a clearly better match elsewhere does not say where it came from.
            key = (old_owners[old_position], new_owners[new_position])
            if mass >= _NEARLY_BEST * max(best_of_old[old_position], best_of_new[new_position]):
                self.parts[key] = max(self.parts.get(key, 0.0), mass)
            else:
                self.parts.setdefault(key, 0.0)

    def best(self, old: int, new: int) -> float:
        """The mass of the heaviest sentence that two articles share, if it has no better match elsewhere; else 0."""
        return self.parts.get((old, new), 0.0)


def _sentences(texts: Mapping[int, str]) -> tuple[list[str], list[int]]:
    """The distinct sentences of each text, and in a second list the key of the text of each."""
    owned = [
        (sentence, index) for index, text in texts.items() for sentence in dict.fromkeys(sentences(text))
    ]
    return [sentence for sentence, _ in owned], [index for _, index in owned]
