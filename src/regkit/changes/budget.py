"""The cost limits of a comparison, counted in steps and never in time, so that every machine gives the same answer.

No known revision of a real law comes near these limits. Beyond them the answer is coarser, and
`Comparison.coarse` says in what respect.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec


class Coarse(StrEnum):
    """In what respect a comparison is coarser than usual because the texts were too large.

    - ARTICLES: articles were paired by their rarest words only, each with few candidates.
    - PROVISIONS: the same for 款, 项 and 目 within articles.
    - WORDS: some texts were compared clause by clause, or as a whole, and not word by word.
    """

    ARTICLES = "articles"
    PROVISIONS = "provisions"
    WORDS = "words"


class Budget(msgspec.Struct, frozen=True, kw_only=True):
    """The most steps that a comparison may take.

    - `meetings`: how often two texts may be looked up together because both have the same pair of characters.
      The limit holds once for the articles, once for their sentences, and a few times within the articles.
    - `partners`: with how many others each text is compared where `meetings` does not suffice.
    - `words`: how many pairs of words may be compared.

    The largest known revisions of real laws need a third of these steps.
    """

    meetings: int = 6_000_000
    partners: int = 16
    words: int = 24_000_000


class Steps:
    """A counter of the steps `left`; `short` is true once more steps were asked for than were left."""

    def __init__(self, left: int) -> None:
        self.left = left
        self.short = False

    def take(self, count: int) -> bool:
        """Whether `count` steps are left. If so they are used up; otherwise none is, and `short` is set."""
        if count > self.left:
            self.short = True
            return False
        self.left -= count
        return True


class Spending:
    """The budget of one comparison, and in what respects it did not suffice so far (`coarse`)."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.coarse: set[Coarse] = set()

    def settle(self, steps: Iterable[Steps], what: Coarse) -> None:
        """Add `what` to `coarse` if any of the counters ran short."""
        if any(counter.short for counter in steps):
            self.coarse.add(what)
