"""What a comparison may cost: counted in steps and never by the clock, so that the same texts give the same answer everywhere.

No real law comes near these limits. Beyond them the answer is coarser, and says where.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec


class Coarse(StrEnum):
    """What a comparison was too large to answer as finely as usual.

    ARTICLES: which article became which was sought by the rarest words alone, and among few. PROVISIONS: so were 款, 项 and 目 within
    articles. WORDS: some texts are compared by clauses, or as a whole, and not word by word.
    """

    ARTICLES = "articles"
    PROVISIONS = "provisions"
    WORDS = "words"


class Budget(msgspec.Struct, frozen=True, kw_only=True):
    """How many steps a comparison may take.

    `meetings` is how often two texts may meet at a pair of characters that both have, once among the articles, once among their
    sentences and a few times within the articles; beyond it a text is measured with `partners` others at most. `words` is how many
    pairs of words may be laid side by side. The largest real revisions known take a third of that.
    """

    meetings: int = 6_000_000
    partners: int = 16
    words: int = 24_000_000


class Steps:
    """Steps that may still be taken. `short` says that more were asked for than were left."""

    def __init__(self, left: int) -> None:
        self.left = left
        self.short = False

    def take(self, count: int) -> bool:
        """Whether so many steps can be taken; then they are."""
        if count > self.left:
            self.short = True
            return False
        self.left -= count
        return True


class Spending:
    """What has become of a budget: what was `coarse` so far."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.coarse: set[Coarse] = set()

    def settle(self, steps: Iterable[Steps], what: Coarse) -> None:
        """Note whether any of some steps were too few."""
        if any(each.short for each in steps):
            self.coarse.add(what)
