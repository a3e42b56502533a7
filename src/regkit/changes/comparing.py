"""Comparing two versions: pair the articles, then what they hold, then the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from regkit.changes.alignment import Evidence, Pairing, align
from regkit.changes.budget import Budget, Coarse, Spending, Steps
from regkit.changes.comparison import Comparison, FrontChange
from regkit.changes.groups import pair_groups
from regkit.changes.joins import join_and_part
from regkit.changes.natures import find_replacements, internal_by_place, mark_citations, mark_replacements
from regkit.changes.nodes import VersionNodes
from regkit.changes.pairing import pair_nodes
from regkit.changes.redlining import Shares, redline
from regkit.changes.segments import Segments
from regkit.changes.text_changes import Pieces, TextChange, in_order, kept_of, merged_pieces, parted_pieces
from regkit.changes.wording import WordWeights
from regkit.citations import find_citations
from regkit.model.address import Address
from regkit.model.flat import FRONTS, Parts, addresses_of, take_apart, units_of
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
    before, after = take_apart(old), take_apart(new)
    ours, theirs = units_of(before.shapes), units_of(after.shapes)
    one, two = (
        VersionNodes(before.shapes, before.texts, ours),
        VersionNodes(after.shapes, after.texts, theirs),
    )
    rulings = rulings or Rulings()
    spending = Spending(budget or Budget())
    weights = WordWeights(version.bag_of(place) for version in (one, two) for place in version.units.units)
    links = _link(old, new, one, two, rulings, weights, spending)
    pairs = pair_nodes(one, two, links, weights, spending)
    groups = pair_groups(one, two, links)
    pairs |= groups
    texts: Sequence[TextChange] = _redlined(
        before, after, pairs, *join_and_part(one, two, links, pairs, weights, spending), spending
    )
    texts = _without_followers(old, new, before, after, texts, links, groups)
    replacements = find_replacements(
        (each.segments for each in texts), "\n".join(before.texts), "\n".join(after.texts)
    )
    return Comparison(
        before=before.shapes,
        after=after.shapes,
        fronts=tuple(_front(front, before, after, spending) for front in FRONTS),
        texts=tuple(
            msgspec.structs.replace(each, segments=mark_replacements(each.segments, replacements))
            for each in texts
        ),
        links=tuple(links),
        groups=tuple(
            Pairing(one, two, _GROUP, Evidence(_GROUP))
            for one, two in sorted(groups.items(), key=lambda pair: pair[1])
        ),
        replacements=replacements,
        coarse=tuple(sorted(spending.coarse)),
    )


# Chapters are paired by most of their articles or by their titles.
_GROUP = 0.95


def _link(
    old: Statute,
    new: Statute,
    one: VersionNodes,
    two: VersionNodes,
    rulings: Rulings,
    weights: WordWeights,
    spending: Spending,
) -> list[Pairing]:
    """The links between articles, by their places."""
    ours, theirs = one.units.units, two.units.units
    found = align(
        [one.whole(place) for place in ours],
        [two.whole(place) for place in theirs],
        weights,
        spending,
        _ruled(old, new, one, two, rulings.together),
        _ruled(old, new, one, two, rulings.apart),
    )
    return [Pairing(ours[each.old], theirs[each.new], each.certainty, each.evidence) for each in found]


def _ruled(
    old: Statute, new: Statute, one: VersionNodes, two: VersionNodes, ruled: Iterable[tuple[Address, Address]]
) -> frozenset[tuple[int, int]]:
    """Pairs of addresses as pairs of units, counted."""
    return frozenset((_unit(old, one, first), _unit(new, two, second)) for first, second in ruled)


def _unit(statute: Statute, version: VersionNodes, address: Address) -> int:
    full, _ = statute.locate(address)
    place = addresses_of(version.shapes).index(full)
    return version.units.units.index(version.units.unit_of[place])


def _front(front: str, before: Parts, after: Parts, spending: Spending) -> FrontChange:
    one, two = before.fronts[front], after.fronts[front]
    steps = Steps(spending.budget.words)
    change = FrontChange(front, one is not None, two is not None, redline(one or "", two or "", steps))
    spending.settle([steps], Coarse.WORDS)
    return change


def _redlined(
    before: Parts,
    after: Parts,
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
    old: Statute,
    new: Statute,
    before: Parts,
    after: Parts,
    texts: Sequence[TextChange],
    links: Iterable[Pairing],
    groups: Mapping[int, int],
) -> Sequence[TextChange]:
    """The changes with those marked that only follow a provision to its new number."""
    if all(_is_kept(each.segments) for each in texts):
        return list(texts)
    ours, theirs = internal_by_place(find_citations(old)), internal_by_place(find_citations(new))
    became = _became(before, after, texts, links, groups)
    pieces = Pieces(texts)
    return [
        msgspec.structs.replace(
            each, segments=mark_citations(each.segments, ours[each.old], theirs[each.new], became)
        )
        if each.old in ours
        and each.new in theirs
        and len(pieces.of_old(each.old)) == len(pieces.of_new(each.new)) == 1
        else each
        for each in texts
    ]


def _is_kept(segments: Segments) -> bool:
    return all(each.kept for each in segments)


def _became(
    before: Parts,
    after: Parts,
    texts: Iterable[TextChange],
    links: Iterable[Pairing],
    groups: Mapping[int, int],
) -> dict[Address, frozenset[Address]]:
    old, new = addresses_of(before.shapes), addresses_of(after.shapes)
    found: dict[Address, set[Address]] = {}
    pairs = {(each.old, each.new) for each in links} | set(groups.items())
    for change in texts:
        if change.old is not None and change.new is not None:
            pairs.add((change.old, change.new))
    for one, two in pairs:
        found.setdefault(old[one], set()).add(new[two])
    return {address: frozenset(all_) for address, all_ in found.items()}
