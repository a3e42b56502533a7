"""Concordance: which articles of a higher-ranking law (上位法) the articles of a statute implement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from regkit.concordance import grammar
from regkit.concordance.similarity import Likeness, PhraseIndex, PhraseWeights, Vector, cosine, shared_phrases
from regkit.model.address import Address
from regkit.model.tree import Article, Statute, whole_text

__all__ = ["Concordance", "Correspondence", "concord"]

# Below this nothing is proposed; an article implements few others, all about as clearly.
LEAST_STRENGTH = 0.06
LEAST_OF_BEST = 0.45
MOST_FOR_ONE = 5
MOST_PHRASES = 5
_SHORTEST_PHRASE = 4
# Articles of more pairs, or that share words more often, are not all compared: each only with so many.
_MOST_PAIRS, _MOST_MEETINGS, _PARTNERS = 600_000, 20_000_000, 30
# Then the rarest words alone are looked up, in such a part of the steps.
_RAREST = 4


class Correspondence(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A proposal that an article implements one of the higher law.

    `strength` is between 0 and 1 and compares proposals; it is no probability. `shared` are phrases that stand in
    both, those that say most first: what speaks for it.
    """

    article: Address
    higher: Address
    strength: float
    shared: tuple[str, ...]


class Concordance(tuple[Correspondence, ...]):
    """The proposals, in the order of the statute, for one article the strongest first.

    `coarse` says that there were too many articles to compare each with all: then each was compared with those that
    share most of its rarest words.
    """

    coarse: bool

    def __new__(cls, proposals: Iterable[Correspondence], *, coarse: bool = False) -> Concordance:
        found = super().__new__(cls, proposals)
        found.coarse = coarse
        return found


def concord(statute: Statute, higher: Statute) -> Concordance:
    """For each article of the statute, the articles of the higher law that it seems to implement.

    They are in the order of the statute, for one article the strongest first. It is the wording that is
    compared, so a proposal is for people to judge; articles that only say from when the act is in force are left out.
    """
    lower_articles, higher_articles = _articles(statute), _articles(higher)
    ours = [whole_text(article) for _, article in lower_articles]
    theirs = [whole_text(article) for _, article in higher_articles]
    weights = PhraseWeights([*ours, *theirs])
    strengths, coarse = _strengths(lower_articles, ours, theirs, weights)
    by_article: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for (one, other), strength in strengths.items():
        by_article[one].append((strength, other))
    found: list[Correspondence] = []
    for index, (address, _) in enumerate(lower_articles):
        own = sorted(by_article[index], reverse=True)
        for strength, other in own[:MOST_FOR_ONE]:
            if strength >= max(LEAST_STRENGTH, own[0][0] * LEAST_OF_BEST):
                found.append(
                    Correspondence(
                        article=address,
                        higher=higher_articles[other][0],
                        strength=round(strength, 3),
                        shared=tuple(_phrases(ours[index], theirs[other], weights)),
                    )
                )
    return Concordance(found, coarse=coarse)


def _phrases(ours: str, theirs: str, weights: PhraseWeights) -> list[str]:
    """The phrases that two articles share and that say most, none inside another; short ones only where there are no others."""
    found = shared_phrases(ours, theirs, _SHORTEST_PHRASE) or shared_phrases(ours, theirs, 2)
    chosen: list[str] = []
    # What holds another phrase says more than that.
    for phrase in sorted(found, key=weights.weight, reverse=True):
        if len(chosen) < MOST_PHRASES and not any(phrase in longer for longer in chosen):
            chosen.append(phrase)
    return chosen


def _strengths(
    articles: Sequence[tuple[Address, Article]],
    ours: Sequence[str],
    theirs: Sequence[str],
    weights: PhraseWeights,
) -> tuple[Likeness, bool]:
    """How strongly each article goes with each of the higher law, and whether only some were compared.

    The whole article counts and its 款 that fits best: an article may implement another with one of its 款. What
    is alike counts less where either of the two is more alike to a third.
    """
    others = [weights.vector(text) for text in theirs]
    phrase_index = PhraseIndex(others)
    wholes = [weights.vector(text) for text in ours]
    owners: list[int] = []
    parts: list[Vector] = []
    for index, (_, article) in enumerate(articles):
        for paragraph in article.children:
            owners.append(index)
            parts.append(weights.vector(whole_text(paragraph)))
    coarse = (
        len(wholes) * len(others) > _MOST_PAIRS
        or max(phrase_index.meetings(wholes), phrase_index.meetings(parts)) > _MOST_MEETINGS
    )
    if coarse:
        whole = phrase_index.closest(wholes, _MOST_MEETINGS // _RAREST, _PARTNERS)
        closest = _closest_of(whole, parts, owners, others)
    else:
        whole = phrase_index.compare(wholes)
        closest = _closest(
            ((owners[part], other), likeness)
            for (part, other), likeness in phrase_index.compare(parts).items()
        )
    both = {key: likeness * closest.get(key, 0.0) for key, likeness in whole.items()}
    best_of_ours: dict[int, float] = {}
    best_of_theirs: dict[int, float] = {}
    for (one, other), likeness in both.items():
        best_of_ours[one] = max(best_of_ours.get(one, 0.0), likeness)
        best_of_theirs[other] = max(best_of_theirs.get(other, 0.0), likeness)
    strengths = {
        (one, other): likeness / (best_of_ours[one] * best_of_theirs[other]) ** 0.25
        for (one, other), likeness in both.items()
        if likeness
    }
    return strengths, coarse


def _closest(likenesses: Iterable[tuple[tuple[int, int], float]]) -> Likeness:
    """How alike the part is that is most alike."""
    closest: Likeness = {}
    for key, likeness in likenesses:
        closest[key] = max(closest.get(key, 0.0), likeness)
    return closest


def _closest_of(
    whole: Likeness, parts: Sequence[Vector], owners: Sequence[int], others: Sequence[Vector]
) -> Likeness:
    """The same for those alone whose whole articles were compared."""
    partners: dict[int, list[int]] = defaultdict(list)
    for one, other in whole:
        partners[one].append(other)
    return _closest(
        ((owner, other), cosine(part, others[other]))
        for part, owner in zip(parts, owners, strict=True)
        for other in partners[owner]
    )


def _articles(statute: Statute) -> list[tuple[Address, Article]]:
    return [
        (address, node)
        for address, node in statute.walk()
        if isinstance(node, Article)
        and len(address.steps) == 1
        and not grammar.CLOSING.match(whole_text(node))
    ]
