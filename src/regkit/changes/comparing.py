"""Comparing two versions of a statute: pair the articles, then the provisions in them, then the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from regkit.arguments import require
from regkit.changes.alignment import Evidence, Pairing, align
from regkit.changes.budget import Budget, Coarse, Spending, Steps
from regkit.changes.comparison import Comparison, FrontChange
from regkit.changes.groups import pair_groups
from regkit.changes.joins import find_merges_and_splits
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
    merged_changes,
    split_changes,
)
from regkit.changes.wording import WordWeights
from regkit.citations import find_citations
from regkit.model.address import Address
from regkit.model.checking import check_statute
from regkit.model.fronts import Front
from regkit.model.tree import Statute

# The certainty of all pairs of 编, 章 and 节, which are paired by most of their articles or by their titles.
_GROUP_CERTAINTY = 0.95
# The share of a text that must be kept for it to count as merged with others, or split from them.
_KEPT = 0.35
# Texts that are hardly kept are left out and the rest is tried again, at most `_ROUNDS` times, while at least `_SEVERAL` are left.
_ROUNDS, _SEVERAL = 8, 2


class Rulings(msgspec.Struct, frozen=True):
    """What a drafter decided about the pairing of articles.

    - `together`: pairs of an old and a new address that are linked in any case.
    - `apart`: pairs that are never linked.
    """

    together: tuple[tuple[Address, Address], ...] = ()
    apart: tuple[tuple[Address, Address], ...] = ()


def compare(
    old: Statute, new: Statute, rulings: Rulings | None = None, budget: Budget | None = None
) -> Comparison:
    """How one version of a statute became another.

    Articles are paired by their wording, their order and their neighbours, through renumbering, moves, splits
    and merges; `rulings` overrule that. Raises ProvisionNotFoundError if a ruling names a provision that a
    version does not have, and TypeError for an argument of a wrong type.

    The comparison takes at most the steps that `budget` allows, which suffice for real laws. Beyond them it
    is coarser; `Comparison.coarse` says in what respect.
    """
    check_statute(old)
    check_statute(new)
    require(
        rulings, (Rulings, type(None)), "compare", "regkit.Rulings or None", "write Rulings(together=...)"
    )
    require(budget, (Budget, type(None)), "compare", "a regkit.Budget or None", "write Budget(words=...)")
    before, after = Side(old), Side(new)
    spending = Spending(budget or Budget())
    weights = WordWeights(side.bag_of(unit) for side in (before, after) for unit in side.units.units)
    links = _link(before, after, rulings or Rulings(), weights, spending)
    pairs = pair_nodes(before, after, links, weights, spending)
    groups = [
        Pairing(old_index, new_index, _GROUP_CERTAINTY, Evidence(_GROUP_CERTAINTY))
        for old_index, new_index in sorted(
            pair_groups(before, after, links).items(), key=lambda pair: pair[1]
        )
    ]
    pairs |= {group.old: group.new for group in groups}
    merged, split = find_merges_and_splits(before, after, links, pairs, weights, spending)
    texts: Sequence[TextChange] = _redlined(before, after, pairs, merged, split, spending)
    texts = _with_citations_marked(before, after, texts, Relations([*links, *groups], texts))
    replacements = find_replacements(
        (change.segments for change in texts), "\n".join(before.texts), "\n".join(after.texts)
    )
    return Comparison(
        before=before.provisions,
        after=after.provisions,
        fronts=tuple(_front(front, before, after, spending) for front in Front),
        texts=tuple(
            msgspec.structs.replace(change, segments=mark_replacements(change.segments, replacements))
            for change in texts
        ),
        links=tuple(links),
        groups=tuple(groups),
        replacements=replacements,
        coarse=tuple(sorted(spending.coarse)),
    )


def _link(
    before: Side, after: Side, rulings: Rulings, weights: WordWeights, spending: Spending
) -> list[Pairing]:
    """The links between units (articles), by index, in the order of the new version."""
    old_units, new_units = before.units.units, after.units.units
    links = align(
        [before.whole(unit) for unit in old_units],
        [after.whole(unit) for unit in new_units],
        weights,
        spending,
        _ruled(before, after, rulings.together),
        _ruled(before, after, rulings.apart),
        (before.first_annex_unit, after.first_annex_unit),
    )
    return [
        Pairing(old_units[link.old], new_units[link.new], link.certainty, link.evidence) for link in links
    ]


def _ruled(before: Side, after: Side, ruled: Iterable[tuple[Address, Address]]) -> frozenset[tuple[int, int]]:
    """Pairs of addresses as pairs of positions in the units of either version."""
    return frozenset((before.unit_at(old), after.unit_at(new)) for old, new in ruled)


def _front(front: Front, before: Side, after: Side, spending: Spending) -> FrontChange:
    """How a front (title, 题注 …) changed."""
    old, new = before.fronts[front], after.fronts[front]
    steps = Steps(spending.budget.words)
    change = FrontChange(front, old is not None, new is not None, redline(old or "", new or "", steps))
    spending.settle([steps], Coarse.WORDS)
    return change


def _redlined(
    before: Side,
    after: Side,
    pairs: Mapping[int, int],
    merged: Mapping[int, Sequence[int]],
    split: Mapping[int, Sequence[int]],
    spending: Spending,
) -> tuple[TextChange, ...]:
    """The changes of all texts: first those merged or split, then those of pairs, then what was added or deleted."""
    texts: list[TextChange] = []
    done_old: set[int] = set()
    done_new: set[int] = set()
    shares = Shares([(before.texts[old], after.texts[new]) for old, new in pairs.items()], spending)

    def take(changes: Sequence[TextChange]) -> None:
        texts.extend(changes)
        done_old.update(change.old for change in changes if change.old is not None)
        done_new.update(change.new for change in changes if change.new is not None)

    for new, olds in merged.items():
        if done_old.isdisjoint(olds):
            take(_merged([(old, before.texts[old]) for old in olds], new, after.texts[new], pairs, shares))
    for old, news in split.items():
        if old not in done_old and done_new.isdisjoint(news):
            take(_split(old, before.texts[old], [(new, after.texts[new]) for new in news], pairs, shares))
    for old, new in pairs.items():
        if old not in done_old and new not in done_new:
            take([TextChange(old, new, shares.redline(before.texts[old], after.texts[new]))])
    for new, text in enumerate(after.texts):
        if new not in done_new:
            take([TextChange(None, new, shares.redline("", text))])
    for old, text in enumerate(before.texts):
        if old not in done_old:
            take([TextChange(old, None, shares.redline(text, ""))])
    return in_order(texts)


def _merged(
    olds: list[tuple[int, str]], new: int, text: str, pairs: Mapping[int, int], shares: Shares
) -> list[TextChange]:
    """The changes of a new text merged from several; old texts of which hardly anything was kept are left out."""
    for _ in range(_ROUNDS):
        if len(olds) < _SEVERAL:
            break
        changes = merged_changes(olds, new, shares.redline("".join(part for _, part in olds), text))
        lost = {
            change.old
            for change, (_, part) in zip(changes, olds, strict=True)
            if kept_of(change.segments) < _KEPT * len(part) and pairs.get(change.old or 0) != new
        }
        if not lost:
            return changes
        olds = [pair for pair in olds if pair[0] not in lost]
    return []


def _split(
    old: int, text: str, news: list[tuple[int, str]], pairs: Mapping[int, int], shares: Shares
) -> list[TextChange]:
    """The changes of an old text that was split into several; new texts with hardly any of it are left out."""
    for _ in range(_ROUNDS):
        if len(news) < _SEVERAL:
            break
        changes = split_changes(old, news, shares.redline(text, "".join(part for _, part in news)))
        lost = {
            change.new
            for change, (_, part) in zip(changes, news, strict=True)
            if kept_of(change.segments) < _KEPT * len(part) and pairs.get(old) != change.new
        }
        if not lost:
            return changes
        news = [pair for pair in news if pair[0] not in lost]
    return []


def _with_citations_marked(
    before: Side, after: Side, texts: Sequence[TextChange], relations: Relations
) -> Sequence[TextChange]:
    """The changes, with those marked that only follow a cited provision to its new number."""
    if all(_is_kept(change.segments) for change in texts):
        return list(texts)
    old_citations = internal_by_index(find_citations(before.statute))
    new_citations = internal_by_index(find_citations(after.statute))
    old_addresses, new_addresses = before.tree.addresses, after.tree.addresses
    became: dict[Address, frozenset[Address]] = {}
    for old, address in enumerate(old_addresses):
        destinations = frozenset(new_addresses[new] for new in relations.of_old(old))
        if destinations:
            # Two provisions may have the same address by a misprint; then it became what either became.
            became[address] = became.get(address, frozenset()) | destinations
    changes = TextChanges(texts)
    return [
        msgspec.structs.replace(
            change,
            segments=mark_citations(
                change.segments, old_citations[change.old], new_citations[change.new], became
            ),
        )
        if change.old in old_citations
        and change.new in new_citations
        and len(changes.of_old(change.old)) == len(changes.of_new(change.new)) == 1
        else change
        for change in texts
    ]


def _is_kept(segments: Segments) -> bool:
    return all(segment.kept for segment in segments)
