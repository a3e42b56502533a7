"""Concordance: which articles of a higher-ranking law (上位法) the articles of a statute implement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from regkit.concordance import grammar
from regkit.concordance.similarity import Likeness, PhraseIndex, PhraseWeights, Vector, cosine, shared_phrases
from regkit.model.address import Address
from regkit.model.checking import check_is_statute
from regkit.model.tree import Article, Statute, whole_text

__all__ = ["Concordance", "Correspondence", "concord"]

# A proposal must be at least this strong, and at least this part of the strongest one for the same article; each article has at
# most `MOST_FOR_ONE` proposals. An article implements few others, all of them about equally clearly.
LEAST_STRENGTH = 0.06
LEAST_OF_BEST = 0.45
MOST_FOR_ONE = 5
# How many phrases a proposal shows at most, and how many characters a phrase has at least, if there are such phrases.
MOST_PHRASES = 5
_SHORTEST_PHRASE = 4
# With more pairs of articles than this, or more steps to compare them, each article is compared with at most `_PARTNERS` others.
_MOST_PAIRS, _MOST_MEETINGS, _PARTNERS = 600_000, 20_000_000, 30
# These are found by the rarest pairs of characters, with one part in this many of the steps.
_RAREST = 4


class Correspondence(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A proposal that an article implements one of the higher law.

    - `article`, `higher`: the addresses of both.
    - `strength`: from 0 to 1, for comparing proposals; it is not a probability.
    - `shared`: phrases that both articles have, the most telling first.
    """

    article: Address
    higher: Address
    strength: float
    shared: tuple[str, ...]


class Concordance(tuple[Correspondence, ...]):
    """The proposals, in the order of the statute, for each article the strongest first.

    `coarse` is true if there were too many articles to compare each with all; then each was compared with
    those that share most of its rarest words.
    """

    coarse: bool

    def __new__(cls, proposals: Iterable[Correspondence], *, coarse: bool = False) -> Concordance:
        concordance = super().__new__(cls, proposals)
        concordance.coarse = coarse
        return concordance


def concord(statute: Statute, higher: Statute) -> Concordance:
    """For each article of the statute, the articles of the higher law that it seems to implement.

    The result is in the order of the statute, for each article the strongest proposal first. Only wording is
    compared, so proposals are for people to judge. Articles that only say when the act enters into force are
    left out.
    """
    check_is_statute(statute)
    check_is_statute(higher)
    lower_articles, higher_articles = _articles(statute), _articles(higher)
    lower_texts = [whole_text(article) for _, article in lower_articles]
    higher_texts = [whole_text(article) for _, article in higher_articles]
    weights = PhraseWeights([*lower_texts, *higher_texts])
    strengths, coarse = _strengths(lower_articles, lower_texts, higher_texts, weights)
    by_article: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for (lower, higher_index), strength in strengths.items():
        by_article[lower].append((strength, higher_index))
    correspondences: list[Correspondence] = []
    for index, (address, _) in enumerate(lower_articles):
        ranked = sorted(by_article[index], reverse=True)
        for strength, higher_index in ranked[:MOST_FOR_ONE]:
            if strength >= max(LEAST_STRENGTH, ranked[0][0] * LEAST_OF_BEST):
                correspondences.append(
                    Correspondence(
                        article=address,
                        higher=higher_articles[higher_index][0],
                        strength=round(strength, 3),
                        shared=tuple(_phrases(lower_texts[index], higher_texts[higher_index], weights)),
                    )
                )
    return Concordance(correspondences, coarse=coarse)


def _phrases(lower_text: str, higher_text: str, weights: PhraseWeights) -> list[str]:
    """The most telling phrases that two articles share, none inside another.

    They have at least `_SHORTEST_PHRASE` characters; if there are no such phrases, at least 2.
    """
    shared = shared_phrases(lower_text, higher_text, _SHORTEST_PHRASE) or shared_phrases(
        lower_text, higher_text, 2
    )
    chosen: list[str] = []
    # A phrase weighs more than any phrase inside it, so longer ones come first.
    for phrase in sorted(shared, key=weights.weight, reverse=True):
        if len(chosen) < MOST_PHRASES and not any(phrase in longer for longer in chosen):
            chosen.append(phrase)
    return chosen


def _strengths(
    articles: Sequence[tuple[Address, Article]],
    lower_texts: Sequence[str],
    higher_texts: Sequence[str],
    weights: PhraseWeights,
) -> tuple[Likeness, bool]:
    """How strongly each article corresponds to each of the higher law, and whether only some were compared.

    The strength combines the likeness of the whole article with that of its most similar 款, because an
    article may implement another with one of its 款. It is reduced where either of the two articles is more
    similar to a third.
    """
    higher_vectors = [weights.vector(text) for text in higher_texts]
    phrase_index = PhraseIndex(higher_vectors)
    wholes = [weights.vector(text) for text in lower_texts]
    article_of_part: list[int] = []
    parts: list[Vector] = []
    for index, (_, article) in enumerate(articles):
        for paragraph in article.children:
            article_of_part.append(index)
            parts.append(weights.vector(whole_text(paragraph)))
    coarse = (
        len(wholes) * len(higher_vectors) > _MOST_PAIRS
        or max(phrase_index.meetings(wholes), phrase_index.meetings(parts)) > _MOST_MEETINGS
    )
    if coarse:
        whole = phrase_index.closest(wholes, _MOST_MEETINGS // _RAREST, _PARTNERS)
        closest = _closest_among_compared(whole, parts, article_of_part, higher_vectors)
    else:
        whole = phrase_index.compare(wholes)
        closest = _closest(
            ((article_of_part[part], higher), likeness)
            for (part, higher), likeness in phrase_index.compare(parts).items()
        )
    both = {key: likeness * closest.get(key, 0.0) for key, likeness in whole.items()}
    best_of_lower: dict[int, float] = {}
    best_of_higher: dict[int, float] = {}
    for (lower, higher), likeness in both.items():
        best_of_lower[lower] = max(best_of_lower.get(lower, 0.0), likeness)
        best_of_higher[higher] = max(best_of_higher.get(higher, 0.0), likeness)
    strengths = {
        (lower, higher): likeness / (best_of_lower[lower] * best_of_higher[higher]) ** 0.25
        for (lower, higher), likeness in both.items()
        if likeness
    }
    return strengths, coarse


def _closest(likenesses: Iterable[tuple[tuple[int, int], float]]) -> Likeness:
    """For each article and higher article, the likeness of the most similar part."""
    closest: Likeness = {}
    for key, likeness in likenesses:
        closest[key] = max(closest.get(key, 0.0), likeness)
    return closest


def _closest_among_compared(
    whole: Likeness, parts: Sequence[Vector], article_of_part: Sequence[int], higher_vectors: Sequence[Vector]
) -> Likeness:
    """As `_closest`, for those pairs of articles only whose whole texts were compared."""
    partners: dict[int, list[int]] = defaultdict(list)
    for article, higher in whole:
        partners[article].append(higher)
    return _closest(
        ((article_index, higher), cosine(part, higher_vectors[higher]))
        for part, article_index in zip(parts, article_of_part, strict=True)
        for higher in partners[article_index]
    )


def _articles(statute: Statute) -> list[tuple[Address, Article]]:
    """The articles whose address is the article alone, with their addresses; without those on entry into force."""
    return [
        (address, node)
        for address, node in statute.walk()
        if isinstance(node, Article)
        and len(address.steps) == 1
        and not grammar.CLOSING.match(whole_text(node))
    ]
