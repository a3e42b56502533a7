"""Comparing two versions: pair the articles, then what they hold, then the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from regkit.changes.alignment import Evidence, Pairing, align
from regkit.changes.budget import Budget, Coarse, Spending, Steps
from regkit.changes.comparison import Comparison, FrontChange
from regkit.changes.groups import pair_groups
from regkit.changes.joins import join_and_part
from regkit.changes.natures import find_replacements, internal_by_index, mark_citations, mark_replacements
from regkit.changes.pairing import pair_nodes
from regkit.changes.redlining import Shares, redline
from regkit.changes.relations import Relations
from regkit.changes.segments import Segments
from regkit.changes.sides import Side
from regkit.changes.text_changes import (
    TextChange,
    TextChanges,
    in_order,
    kept_of,
    merged_pieces,
    parted_pieces,
)
from regkit.changes.wording import WordWeights
from regkit.citations import find_citations
from regkit.model.address import Address
from regkit.model.fronts import Front
from regkit.model.tree import Statute


class Rulings(msgspec.Struct, frozen=True):
    """What a drafter has decided about articles: which belong `together`, and which are to be kept `apart`.

    Each is an old and a new address.
    """

    together: tuple[tuple[Address, Address], ...] = ()
    apart: tuple[tuple[Address, Address], ...] = ()


def compare(
    old: Statute, new: Statute, rulings: Rulings | None = None, budget: Budget | None = None
) -> Comparison:
    """How one version of a statute became another.

    Articles are paired by their words, their order and their neighbourhood, through full renumbering, moves, splits and merges; `rulings`
    overrule that. Raises ProvisionNotFoundError if these name what is not there. It takes as many steps as `budget` allows, which suffices
    for real laws; beyond that the answer is coarser, and `coarse` of it says in what.
    """
    before, after = Side(old), Side(new)
    spending = Spending(budget or Budget())
    weights = WordWeights(side.bag_of(unit) for side in (before, after) for unit in side.units.units)
    links = _link(before, after, rulings or Rulings(), weights, spending)
    pairs = pair_nodes(before, after, links, weights, spending)
    groups = [
        Pairing(one, two, _GROUP_CERTAINTY, Evidence(_GROUP_CERTAINTY))
        for one, two in sorted(pair_groups(before, after, links).items(), key=lambda pair: pair[1])
    ]
    pairs |= {each.old: each.new for each in groups}
    joined, parted = join_and_part(before, after, links, pairs, weights, spending)
    texts: Sequence[TextChange] = _redlined(before, after, pairs, joined, parted, spending)
    texts = _without_followers(before, after, texts, Relations([*links, *groups], texts))
    replacements = find_replacements(
        (each.segments for each in texts), "\n".join(before.texts), "\n".join(after.texts)
    )
    return Comparison(
        before=before.provisions,
        after=after.provisions,
        fronts=tuple(_front(front, before, after, spending) for front in Front),
        texts=tuple(
            msgspec.structs.replace(each, segments=mark_replacements(each.segments, replacements))
            for each in texts
        ),
        links=tuple(links),
        groups=tuple(groups),
        replacements=replacements,
        coarse=tuple(sorted(spending.coarse)),
    )


# Chapters are paired by most of their articles or by their titles.
_GROUP_CERTAINTY = 0.95


def _link(
    before: Side, after: Side, rulings: Rulings, weights: WordWeights, spending: Spending
) -> list[Pairing]:
    """The links between articles, by their indexes."""
    ours, theirs = before.units.units, after.units.units
    found = align(
        [before.whole(unit) for unit in ours],
        [after.whole(unit) for unit in theirs],
        weights,
        spending,
        _ruled(before, after, rulings.together),
        _ruled(before, after, rulings.apart),
    )
    return [Pairing(ours[each.old], theirs[each.new], each.certainty, each.evidence) for each in found]


def _ruled(before: Side, after: Side, ruled: Iterable[tuple[Address, Address]]) -> frozenset[tuple[int, int]]:
    """Pairs of addresses as pairs of the numbers of their units."""
    return frozenset((before.unit_at(old), after.unit_at(new)) for old, new in ruled)


def _front(front: Front, before: Side, after: Side, spending: Spending) -> FrontChange:
    one, two = before.fronts[front], after.fronts[front]
    steps = Steps(spending.budget.words)
    change = FrontChange(front, one is not None, two is not None, redline(one or "", two or "", steps))
    spending.settle([steps], Coarse.WORDS)
    return change


def _redlined(
    before: Side,
    after: Side,
    pairs: Mapping[int, int],
    joined: Mapping[int, Sequence[int]],
    parted: Mapping[int, Sequence[int]],
    spending: Spending,
) -> tuple[TextChange, ...]:
    """The pieces of all texts: those that were joined and parted first, then the pairs, then what is left."""
    texts: list[TextChange] = []
    done_old: set[int] = set()
    done_new: set[int] = set()
    shares = Shares([(before.texts[one], after.texts[two]) for one, two in pairs.items()], spending)

    def take(pieces: Sequence[TextChange]) -> None:
        texts.extend(pieces)
        done_old.update(each.old for each in pieces if each.old is not None)
        done_new.update(each.new for each in pieces if each.new is not None)

    for two, olds in joined.items():
        if done_old.isdisjoint(olds):
            take(_joined([(one, before.texts[one]) for one in olds], two, after.texts[two], pairs, shares))
    for one, news in parted.items():
        if one not in done_old and done_new.isdisjoint(news):
            take(_parted(one, before.texts[one], [(two, after.texts[two]) for two in news], pairs, shares))
    for one, two in pairs.items():
        if one not in done_old and two not in done_new:
            take([TextChange(one, two, shares.redline(before.texts[one], after.texts[two]))])
    for two, text in enumerate(after.texts):
        if two not in done_new:
            take([TextChange(None, two, shares.redline("", text))])
    for one, text in enumerate(before.texts):
        if one not in done_old:
            take([TextChange(one, None, shares.redline(text, ""))])
    return in_order(texts)


# So much of a text must be kept where it was joined with others, or parted from them.
_KEPT = 0.35
# What is not to be seen in a text is left out so many times at most, until less than several are left.
_ROUNDS, _SEVERAL = 8, 2


def _joined(
    olds: list[tuple[int, str]], new: int, text: str, pairs: Mapping[int, int], shares: Shares
) -> list[TextChange]:
    """The pieces of a text that was made of several; of those that are not to be seen in it, none."""
    for _ in range(_ROUNDS):
        if len(olds) < _SEVERAL:
            break
        pieces = merged_pieces(olds, new, shares.redline("".join(text for _, text in olds), text))
        lost = {
            each.old
            for each, (_, own) in zip(pieces, olds, strict=True)
            if kept_of(each.segments) < _KEPT * len(own) and pairs.get(each.old or 0) != new
        }
        if not lost:
            return pieces
        olds = [each for each in olds if each[0] not in lost]
    return []


def _parted(
    old: int, text: str, news: list[tuple[int, str]], pairs: Mapping[int, int], shares: Shares
) -> list[TextChange]:
    """The pieces of a text that became several."""
    for _ in range(_ROUNDS):
        if len(news) < _SEVERAL:
            break
        pieces = parted_pieces(old, news, shares.redline(text, "".join(text for _, text in news)))
        lost = {
            each.new
            for each, (_, own) in zip(pieces, news, strict=True)
            if kept_of(each.segments) < _KEPT * len(own) and pairs.get(old) != each.new
        }
        if not lost:
            return pieces
        news = [each for each in news if each[0] not in lost]
    return []


def _without_followers(
    before: Side, after: Side, texts: Sequence[TextChange], relations: Relations
) -> Sequence[TextChange]:
    """The changes with those marked that only follow a provision to its new number."""
    if all(_is_kept(each.segments) for each in texts):
        return list(texts)
    ours = internal_by_index(find_citations(before.statute))
    theirs = internal_by_index(find_citations(after.statute))
    old_addresses, new_addresses = before.tree.addresses, after.tree.addresses
    became: dict[Address, frozenset[Address]] = {}
    for old, address in enumerate(old_addresses):
        destinations = frozenset(new_addresses[new] for new in relations.of_old(old))
        if destinations:
            # Two provisions of one address, as misprints have them, became what either became.
            became[address] = became.get(address, frozenset()) | destinations
    changes = TextChanges(texts)
    return [
        msgspec.structs.replace(
            each, segments=mark_citations(each.segments, ours[each.old], theirs[each.new], became)
        )
        if each.old in ours
        and each.new in theirs
        and len(changes.of_old(each.old)) == len(changes.of_new(each.new)) == 1
        else each
        for each in texts
    ]


def _is_kept(segments: Segments) -> bool:
    return all(each.kept for each in segments)
