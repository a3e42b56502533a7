"""Rows: what became of each provision, derived from how the texts changed."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import accumulate

import msgspec

from regkit.changes.alignment import Evidence, Pairing, longest_rising
from regkit.changes.segments import Nature
from regkit.changes.text_changes import TextChanges
from regkit.model.address import Address
from regkit.model.flat import FlatProvision, FlatTree
from regkit.model.levels import Level
from regkit.text.folding import folded

# The certainty that a provision without partner has none: in labelled revisions this share of them had none.
_CERTAINTY_ALONE = 0.93

# Where a row stands: the index of the new provision (or of the last one before a deleted one), 0 or 1 (deleted), the old index.
_SortKey = tuple[int, int, int]


class RowKind(StrEnum):
    """What became of a provision.

    - UNCHANGED: all its words are the same.
    - RENUMBERED: only its number changed, or the numbers of provisions that it cites.
    - REWORDED: its words changed.
    - MOVED: its words are the same, but it stands in another order.
    - SPLIT, MERGED: it became several, or several became it.
    - ADDED, DELETED: only the new version has it, or only the old one.

    An UNCHANGED, RENUMBERED or MOVED provision may still differ in typography, such as the width of
    characters; `Row.natures` says so.
    """

    UNCHANGED = "unchanged"
    RENUMBERED = "renumbered"
    REWORDED = "reworded"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    ADDED = "added"
    DELETED = "deleted"


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a provision, or of several together.

    - `kind`: what became of it, in one word.
    - `level`: the level of the new provision; of the old one if it was deleted.
    - `old`, `new`: the addresses in either version.
    - `certainty`: how certain the pairing is, from 0 to 1.
    - `moved`: whether it stands in another order.
    - `natures`: the natures of its changes; if there are none, at most its number changed.
    - `evidence`: what supports each of the links.
    - `also`: new provisions to which parts of the old ones went besides `new`. They have rows of their own;
      an old provision that went to several of them is part of each of these rows.
    - `inner`: the rows of the provisions below: 款 below articles, 项 below 款.
    - `old_indexes`, `new_indexes`: the indexes of `old` and `new` in walking order.
    """

    kind: RowKind
    level: Level
    old: tuple[Address, ...]
    new: tuple[Address, ...]
    certainty: float = 1.0
    moved: bool = False
    natures: tuple[Nature, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    also: tuple[Address, ...] = ()
    inner: tuple[Row, ...] = ()
    old_indexes: tuple[int, ...] = ()
    new_indexes: tuple[int, ...] = ()

    def __repr__(self) -> str:
        """Kind and addresses: ``Row('renumbered', '第二条 → 第三条')``; rows in it and the evidence would fill the screen."""
        old, new = ("、".join(map(str, addresses)) for addresses in (self.old, self.new))
        return f"Row({str(self.kind)!r}, {f'{old} → {new}'.strip()!r})"


def rows_of_articles(
    old: FlatTree, new: FlatTree, texts: TextChanges, links: Sequence[Pairing]
) -> tuple[Row, ...]:
    """The rows of articles, and of provisions outside articles, in the order of the new version."""
    return tuple(_RowMaker(old, new, texts).of_articles(links))


def rows_of_groups(old: FlatTree, new: FlatTree, groups: Sequence[Pairing]) -> tuple[Row, ...]:
    """The rows of 编, 章 and 节 with their headings, in the order of the new version."""
    row_maker = _RowMaker(old, new, TextChanges(()))
    old_groups, new_groups = old.units.groups, new.units.groups
    by_new = {pairing.new: pairing for pairing in groups}
    paired_old = {pairing.old for pairing in groups}
    in_order = longest_rising(sorted((pairing.old, pairing.new) for pairing in groups))
    placed: list[tuple[_SortKey, Row]] = []
    for index in new_groups:
        link = by_new.get(index)
        if link is None:
            placed.append(((index, 0, 0), row_maker.added(index)))
            continue
        natures = _heading_natures(old.provisions[link.old], new.provisions[index])
        moved = (link.old, index) not in in_order
        row = row_maker.paired(link.old, index, natures, moved=moved, inner=())
        placed.append(((index, 0, 0), msgspec.structs.replace(row, certainty=link.certainty)))
    placed += _deleted(row_maker, [index for index in old_groups if index not in paired_old], in_order)
    return tuple(row for _, row in sorted(placed, key=lambda item: item[0]))


def _deleted(
    row_maker: _RowMaker, indexes: Iterable[int], in_order: Iterable[tuple[int, int]]
) -> list[tuple[_SortKey, Row]]:
    """The rows of deleted provisions, each right after the last provision before it that kept its order."""
    pairs = sorted(in_order)
    # The highest new index among the first n pairs.
    last_new = [-1, *accumulate((new for _, new in pairs), max)]
    return [
        ((last_new[bisect_left(pairs, (index, -1))], 1, index), row_maker.deleted(index)) for index in indexes
    ]


class _RowMaker:
    """Makes rows from the trees of both versions and their text changes."""

    def __init__(self, old: FlatTree, new: FlatTree, texts: TextChanges) -> None:
        self._old, self._new, self._texts = old, new, texts

    def of_articles(self, links: Sequence[Pairing]) -> list[Row]:
        """The rows of articles, and of provisions outside articles, in the order of the new version."""
        old_units, new_units = self._old.units.units, self._new.units.units
        links_of_old: dict[int, list[Pairing]] = defaultdict(list)
        links_of_new: dict[int, list[Pairing]] = defaultdict(list)
        for link in links:
            links_of_old[link.old].append(link)
            links_of_new[link.new].append(link)
        in_order = [(link.old, link.new) for link in links if link.evidence.order]
        placed: list[tuple[_SortKey, Row]] = []
        done: set[int] = set()
        for index in new_units:
            if index in done:
                continue
            sources = links_of_new[index]
            if not sources:
                placed.append(((index, 0, 0), self.added(index)))
                continue
            # The parts of a split article that came from it only make up one row.
            destinations = links_of_old[sources[0].old] if len(sources) == 1 else sources
            row_links = (
                [link for link in destinations if len(links_of_new[link.new]) == 1]
                if len(sources) == 1
                else sources
            )
            done |= {link.new for link in row_links}
            placed.append(((index, 0, 0), self._linked(row_links, links_of_old)))
        placed += _deleted(self, [index for index in old_units if not links_of_old[index]], in_order)
        return [row for _, row in sorted(placed, key=lambda item: item[0])]

    def _linked(self, links: Sequence[Pairing], links_of_old: dict[int, list[Pairing]]) -> Row:
        """The row of some linked articles; `also` names where else the old ones went."""
        old = sorted({link.old for link in links})
        new = sorted({link.new for link in links})
        also = sorted({link.new for index in old for link in links_of_old[index]} - set(new))
        moved = not all(link.evidence.order for link in links)
        row = self._one_or_several(old, new, moved=moved)
        if also and len(old) == len(new) == 1:
            row = msgspec.structs.replace(row, kind=RowKind.SPLIT)
        certainty = min(link.certainty for link in links)
        return msgspec.structs.replace(
            row,
            certainty=certainty,
            evidence=tuple(link.evidence for link in links),
            also=tuple(self._new.addresses[index] for index in also),
        )

    def added(self, index: int) -> Row:
        """The row of an added provision; it has inner rows if part of its text came from elsewhere."""
        known = any(self._texts.sources(descendant) for descendant in self._new.descendants(index))
        return Row(
            kind=RowKind.ADDED,
            level=self._new.provisions[index].level,
            old=(),
            new=(self._new.addresses[index],),
            certainty=_CERTAINTY_ALONE,
            natures=(Nature.SUBSTANCE,),
            inner=self._rows_below((), (index,)) if known else (),
            new_indexes=(index,),
        )

    def deleted(self, index: int) -> Row:
        """The row of a deleted provision; it has inner rows if part of its text went elsewhere."""
        known = any(self._texts.destinations(descendant) for descendant in self._old.descendants(index))
        return Row(
            kind=RowKind.DELETED,
            level=self._old.provisions[index].level,
            old=(self._old.addresses[index],),
            new=(),
            certainty=_CERTAINTY_ALONE,
            natures=(Nature.SUBSTANCE,),
            inner=self._rows_below((index,), ()) if known else (),
            old_indexes=(index,),
        )

    def paired(
        self, old: int, new: int, natures: tuple[Nature, ...], *, moved: bool, inner: tuple[Row, ...]
    ) -> Row:
        """The row of a provision that became exactly one."""
        if set(natures) - {Nature.CITATION, Nature.TYPOGRAPHY}:
            kind = RowKind.REWORDED
        elif moved:
            kind = RowKind.MOVED
        elif Nature.CITATION in natures or self._old.addresses[old] != self._new.addresses[new]:
            kind = RowKind.RENUMBERED
        else:
            kind = RowKind.UNCHANGED
        return Row(
            kind=kind,
            level=self._new.provisions[new].level,
            old=(self._old.addresses[old],),
            new=(self._new.addresses[new],),
            moved=moved,
            natures=natures,
            inner=inner,
            old_indexes=(old,),
            new_indexes=(new,),
        )

    def _rows_below(self, old: Sequence[int], new: Sequence[int]) -> tuple[Row, ...]:
        """The rows of the provisions directly below some provisions, in the order of the new version."""
        old_children = [child for index in old for child in self._old.children[index]]
        new_children = [child for index in new for child in self._new.children[index]]
        # The text of an annex that became an article is part of the annex itself, so it has not moved.
        within = {*old_children, *old}, set(new_children)
        pairs = [(self._texts.source(child), child) for child in new_children]
        in_order = longest_rising(
            sorted((source, child) for source, child in pairs if source is not None and source in within[0])
        )
        placed: list[tuple[_SortKey, Row]] = []
        done: set[int] = set()
        for source, index in pairs:
            if index in done:
                continue
            if source is None:
                placed.append(((index, 0, 0), self.added(index)))
                continue
            olds = self._texts.sources(index)
            from_source_only = [
                destination
                for destination in self._texts.destinations(source)
                if self._texts.sources(destination) == [source]
            ]
            news = [child for child in from_source_only if child in within[1]] if len(olds) == 1 else [index]
            done |= set(news)
            row = self._one_or_several(olds, news, moved=(source, index) not in in_order)
            placed.append(((index, 0, 0), row))
        placed += _deleted(
            self, [child for child in old_children if not self._texts.destinations(child)], in_order
        )
        return tuple(row for _, row in sorted(placed, key=lambda item: item[0]))

    def _one_or_several(self, old: Sequence[int], new: Sequence[int], *, moved: bool) -> Row:
        """The row of old and new provisions that belong together, at least one of each."""
        natures, inner = self._natures(old, new), self._rows_below(old, new)
        if len(old) == len(new) == 1:
            return self.paired(old[0], new[0], natures, moved=moved, inner=inner)
        return Row(
            kind=RowKind.MERGED if len(old) > 1 else RowKind.SPLIT,
            level=self._new.provisions[new[0]].level,
            old=tuple(self._old.addresses[index] for index in old),
            new=tuple(self._new.addresses[index] for index in new),
            moved=moved,
            natures=natures,
            inner=inner,
            old_indexes=tuple(old),
            new_indexes=tuple(new),
        )

    def _natures(self, old: Sequence[int], new: Sequence[int]) -> tuple[Nature, ...]:
        """The natures of all changes in some provisions and their descendants, sorted."""
        old_nodes = [node for index in old for node in self._old.subtree(index)]
        new_nodes = [node for index in new for node in self._new.subtree(index)]
        old_set = set(old_nodes)
        new_tops = set(new)
        natures: set[Nature] = set()
        sources: list[int] = []
        for index in new_nodes:
            natures |= {segment.nature for segment in self._texts.segments_of_new(index) if not segment.kept}
            source = self._texts.source(index)
            if source is None:
                # The provisions of the row themselves may have no text to compare; a new provision below them is a change.
                natures |= set() if index in new_tops else {Nature.SUBSTANCE}
                continue
            sources.append(source)
            natures |= set(_heading_natures(self._old.provisions[source], self._new.provisions[index]))
        new_set, old_tops = set(new_nodes), set(old)
        any_left = any(
            not new_set.issuperset(self._texts.destinations(node) or [-1])
            for node in old_nodes
            if node not in old_tops
        )
        if any_left or not old_set.issuperset(sources) or sources != sorted(sources):
            natures.add(Nature.SUBSTANCE)
        return tuple(sorted(natures))


def _heading_natures(old: FlatProvision, new: FlatProvision) -> tuple[Nature, ...]:
    """The nature of the change from one heading to another; none if they are equal."""
    if old.heading == new.heading:
        return ()
    same = folded(old.heading or "") == folded(new.heading or "")
    return (Nature.TYPOGRAPHY if same else Nature.SUBSTANCE,)
