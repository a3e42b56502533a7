"""Concordance: which articles of a higher-ranking law (上位法) the articles of a statute implement."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from regkit.concordance import grammar
from regkit.concordance.similarity import Likeness, Vector, Weights, compare, shared_phrases
from regkit.model.address import Address
from regkit.model.tree import Article, Statute, whole_text

__all__ = ["Correspondence", "concord"]

# Below this nothing is proposed; an article implements few others, all about as clearly.
LEAST_STRENGTH = 0.06
LEAST_OF_BEST = 0.45
MOST_FOR_ONE = 5
MOST_PHRASES = 5
_SHORTEST_PHRASE = 4


class Correspondence(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A proposal that an article implements one of the higher law.

    `strength` is between 0 and 1 and compares proposals; it is no probability. `shared` are phrases that stand in
    both, those that say most first: what speaks for it.
    """

    article: Address
    higher: Address
    strength: float
    shared: tuple[str, ...]


def concord(statute: Statute, higher: Statute) -> tuple[Correspondence, ...]:
    """For each article of the statute, the articles of the higher law that it seems to implement.

    They are in the order of the statute, for one article the strongest first. It is the wording that is
    compared, so a proposal is for people to judge; articles that only say from when the act is in force are left out.
    """
    lower_articles, higher_articles = _articles(statute), _articles(higher)
    ours = [whole_text(article) for _, article in lower_articles]
    theirs = [whole_text(article) for _, article in higher_articles]
    weights = Weights([*ours, *theirs])
    strengths = _strengths(lower_articles, ours, theirs, weights)
    found: list[Correspondence] = []
    for place, (address, _) in enumerate(lower_articles):
        own = sorted(
            ((strength, other) for (one, other), strength in strengths.items() if one == place), reverse=True
        )
        for strength, other in own[:MOST_FOR_ONE]:
            if strength >= max(LEAST_STRENGTH, own[0][0] * LEAST_OF_BEST):
                phrases = _phrases(ours[place], theirs[other], weights)
                found.append(
                    Correspondence(
                        article=address,
                        higher=higher_articles[other][0],
                        strength=round(strength, 3),
                        shared=tuple(phrases[:MOST_PHRASES]),
                    )
                )
    return tuple(found)


def _phrases(ours: str, theirs: str, weights: Weights) -> list[str]:
    """The phrases that two articles share, those that say most first; short ones only where there are no others."""
    found = shared_phrases(ours, theirs, _SHORTEST_PHRASE) or shared_phrases(ours, theirs, 2)
    return sorted(found, key=weights.weight, reverse=True)


def _strengths(
    articles: Sequence[tuple[Address, Article]], ours: Sequence[str], theirs: Sequence[str], weights: Weights
) -> Likeness:
    """How strongly each article goes with each of the higher law.

    The whole article counts and its 款 that fits best: an article may implement another with one of its 款. What
    is alike counts less where either of the two is more alike to a third.
    """
    others = [weights.vector(text) for text in theirs]
    whole = compare([weights.vector(text) for text in ours], others)
    owners: list[int] = []
    parts: list[Vector] = []
    for place, (_, article) in enumerate(articles):
        for paragraph in article.children:
            owners.append(place)
            parts.append(weights.vector(whole_text(paragraph)))
    closest: Likeness = {}
    for (part, other), likeness in compare(parts, others).items():
        key = (owners[part], other)
        closest[key] = max(closest.get(key, 0.0), likeness)
    both = {key: likeness * closest.get(key, 0.0) for key, likeness in whole.items()}
    best_of_ours: dict[int, float] = {}
    best_of_theirs: dict[int, float] = {}
    for (one, other), likeness in both.items():
        best_of_ours[one] = max(best_of_ours.get(one, 0.0), likeness)
        best_of_theirs[other] = max(best_of_theirs.get(other, 0.0), likeness)
    return {
        (one, other): likeness / (best_of_ours[one] * best_of_theirs[other]) ** 0.25
        for (one, other), likeness in both.items()
        if likeness
    }


def _articles(statute: Statute) -> list[tuple[Address, Article]]:
    return [
        (address, node)
        for address, node in statute.walk()
        if isinstance(node, Article)
        and len(address.steps) == 1
        and not grammar.CLOSING.match(whole_text(node))
    ]
