"""Comparing two versions: pair the articles, then what they hold, then the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from regkit.changes.alignment import Evidence, Pairing, align
from regkit.changes.comparison import Comparison, FrontChange
from regkit.changes.inside import Version, pair_groups, pair_nodes
from regkit.changes.natures import find_replacements, internal_by_place, mark_citations, mark_replacements
from regkit.changes.redline import redline
from regkit.changes.rows import TextChange
from regkit.changes.segments import Segments
from regkit.changes.shapes import FRONTS, Parts, addresses_of, take_apart, units_of
from regkit.changes.wording import Weights, bag
from regkit.citations import find_citations
from regkit.model.address import Address
from regkit.model.tree import Statute


class Rulings(msgspec.Struct, frozen=True):
    """What a drafter has decided about articles: which belong `together`, and which are to be kept `apart`.

    Each is an old and a new address.
    """

    together: tuple[tuple[Address, Address], ...] = ()
    apart: tuple[tuple[Address, Address], ...] = ()


def compare(old: Statute, new: Statute, rulings: Rulings | None = None) -> Comparison:
    """How one version of a statute became another.

    Articles are paired by their words, their order and their neighbourhood, through full renumbering, moves, splits and merges; `rulings`
    overrule that. Raises ProvisionNotFoundError if these name what is not there.
    """
    before, after = take_apart(old), take_apart(new)
    ours, theirs = units_of(before.shapes), units_of(after.shapes)
    one, two = Version(before.shapes, before.texts, ours), Version(after.shapes, after.texts, theirs)
    rulings = rulings or Rulings()
    links = _link(old, new, one, two, rulings)
    weights = Weights([bag(version.whole(place)) for version in (one, two) for place in version.units.units])
    pairs = pair_nodes(one, two, links, weights)
    groups = pair_groups(one, two, links)
    pairs |= groups
    texts = _redlined(before, after, pairs)
    texts = _without_followers(old, new, before, after, texts, links, groups)
    replacements = find_replacements(
        (each.segments for each in texts), "\n".join(before.texts), "\n".join(after.texts)
    )
    return Comparison(
        before=before.shapes,
        after=after.shapes,
        fronts=tuple(_front(front, before, after) for front in FRONTS),
        texts=tuple(
            TextChange(each.old, each.new, mark_replacements(each.segments, replacements)) for each in texts
        ),
        links=tuple(links),
        groups=tuple(
            Pairing(one, two, _GROUP, Evidence(_GROUP))
            for one, two in sorted(groups.items(), key=lambda pair: pair[1])
        ),
        replacements=replacements,
    )


# Chapters are paired by most of their articles or by their titles.
_GROUP = 0.95


def _link(old: Statute, new: Statute, one: Version, two: Version, rulings: Rulings) -> list[Pairing]:
    """The links between articles, by their places."""
    ours, theirs = one.units.units, two.units.units
    found = align(
        [one.whole(place) for place in ours],
        [two.whole(place) for place in theirs],
        _ruled(old, new, one, two, rulings.together),
        _ruled(old, new, one, two, rulings.apart),
    )
    return [Pairing(ours[each.old], theirs[each.new], each.certainty, each.evidence) for each in found]


def _ruled(
    old: Statute, new: Statute, one: Version, two: Version, ruled: Iterable[tuple[Address, Address]]
) -> frozenset[tuple[int, int]]:
    """Pairs of addresses as pairs of units, counted."""
    return frozenset((_unit(old, one, first), _unit(new, two, second)) for first, second in ruled)


def _unit(statute: Statute, version: Version, address: Address) -> int:
    full, _ = statute.locate(address)
    place = addresses_of(version.shapes).index(full)
    return version.units.units.index(version.units.unit_of[place])


def _front(front: str, before: Parts, after: Parts) -> FrontChange:
    one, two = before.fronts[front], after.fronts[front]
    return FrontChange(front, one is not None, two is not None, redline(one or "", two or ""))


def _redlined(before: Parts, after: Parts, pairs: Mapping[int, int]) -> list[TextChange]:
    """The change of each text, in the order of the new version, what was deleted last."""
    sources = {two: one for one, two in pairs.items()}
    texts: list[TextChange] = []
    for place, text in enumerate(after.texts):
        source = sources.get(place)
        segments = redline(before.texts[source] if source is not None else "", text)
        texts.append(TextChange(source, place, segments))
    texts += [
        TextChange(place, None, redline(text, ""))
        for place, text in enumerate(before.texts)
        if place not in pairs
    ]
    return texts


def _without_followers(
    old: Statute,
    new: Statute,
    before: Parts,
    after: Parts,
    texts: Sequence[TextChange],
    links: Iterable[Pairing],
    groups: Mapping[int, int],
) -> list[TextChange]:
    """The changes with those marked that only follow a provision to its new number."""
    if all(_is_kept(each.segments) for each in texts):
        return list(texts)
    ours, theirs = internal_by_place(find_citations(old)), internal_by_place(find_citations(new))
    became = _became(before, after, texts, links, groups)
    return [
        TextChange(
            each.old, each.new, mark_citations(each.segments, ours[each.old], theirs[each.new], became)
        )
        if each.old in ours and each.new in theirs
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
