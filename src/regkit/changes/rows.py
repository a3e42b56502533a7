"""Rows: what became of each provision, read from what became of each text."""

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

# Of articles in labelled revisions that were left without partner, so many had none.
_ALONE = 0.93


class RowKind(StrEnum):
    """What became of a provision.

    UNCHANGED: all its words are the same. RENUMBERED: only its number changed, or the numbers of provisions that it cites. MOVED: the
    same, in another order. The width and form of signs may differ in these, which `natures` tells. REWORDED: its words changed. SPLIT and MERGED: it became several, or several became it.
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

    `moved` says that it stands in another order, and `natures` what its changes are; a row without any is the same but for
    its number. `also` are provisions of the new version to which the old ones went besides `new`, in rows of their own; an old
    one of which a part went where others went too is told of in both rows.
    `inner` are the rows of what stands below: 款 below articles, 项 below 款. `old_indexes` and `new_indexes` are the
    places in walking order.
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


def rows_of_articles(
    old: FlatTree, new: FlatTree, texts: TextChanges, links: Sequence[Pairing]
) -> tuple[Row, ...]:
    """The rows of articles and of what stands in none, in the order of the new version."""
    return tuple(_RowMaker(old, new, texts).of_articles(links))


def rows_of_groups(old: FlatTree, new: FlatTree, groups: Sequence[Pairing]) -> tuple[Row, ...]:
    """The rows of 编, 章 and 节, by their titles, in the order of the new version."""
    rows = _RowMaker(old, new, TextChanges(()))
    ours, theirs = old.units.groups, new.units.groups
    by_new = {each.new: each for each in groups}
    kept = {each.old for each in groups}
    in_order = longest_rising(sorted((each.old, each.new) for each in groups))
    placed: list[tuple[tuple[int, int, int], Row]] = []
    for index in theirs:
        link = by_new.get(index)
        if link is None:
            placed.append(((index, 0, 0), rows.added(index)))
            continue
        natures = _of_headings(old.provisions[link.old], new.provisions[index])
        moved = (link.old, index) not in in_order
        row = rows.paired(link.old, index, natures, moved=moved, inner=())
        placed.append(((index, 0, 0), msgspec.structs.replace(row, certainty=link.certainty)))
    placed += _deleted(rows, [index for index in ours if index not in kept], in_order)
    return tuple(row for _, row in sorted(placed, key=lambda item: item[0]))


def _deleted(
    rows: _RowMaker, gone: Iterable[int], in_order: Iterable[tuple[int, int]]
) -> list[tuple[tuple[int, int, int], Row]]:
    """Rows of what was deleted, each right after what stood before it and is still there in order."""
    standing = sorted(in_order)
    # The last place of the new version that any of so many of them has.
    last = [-1, *accumulate((new for _, new in standing), max)]
    return [((last[bisect_left(standing, (index, -1))], 1, index), rows.deleted(index)) for index in gone]


class _RowMaker:
    """Makes rows from what stands where in both versions and how their texts changed."""

    def __init__(self, old: FlatTree, new: FlatTree, texts: TextChanges) -> None:
        self._old, self._new, self._texts = old, new, texts

    def of_articles(self, links: Sequence[Pairing]) -> list[Row]:
        ours, theirs = self._old.units.units, self._new.units.units
        of_old: dict[int, list[Pairing]] = defaultdict(list)
        of_new: dict[int, list[Pairing]] = defaultdict(list)
        for link in links:
            of_old[link.old].append(link)
            of_new[link.new].append(link)
        in_order = [(each.old, each.new) for each in links if each.evidence.order]
        placed: list[tuple[tuple[int, int, int], Row]] = []
        done: set[int] = set()
        for index in theirs:
            if index in done:
                continue
            sources = of_new[index]
            if not sources:
                placed.append(((index, 0, 0), self.added(index)))
                continue
            # Those that a split article became alone make one row.
            destinations = of_old[sources[0].old] if len(sources) == 1 else sources
            alone = (
                [each for each in destinations if len(of_new[each.new]) == 1]
                if len(sources) == 1
                else sources
            )
            done |= {each.new for each in alone}
            placed.append(((index, 0, 0), self._linked(alone, of_old)))
        placed += _deleted(self, [index for index in ours if not of_old[index]], in_order)
        return [row for _, row in sorted(placed, key=lambda item: item[0])]

    def _linked(self, links: Sequence[Pairing], of_old: dict[int, list[Pairing]]) -> Row:
        old = sorted({each.old for each in links})
        new = sorted({each.new for each in links})
        also = sorted({each.new for index in old for each in of_old[index]} - set(new))
        moved = not all(each.evidence.order for each in links)
        row = self._one_or_several(old, new, moved=moved)
        if also and len(old) == len(new) == 1:
            row = msgspec.structs.replace(row, kind=RowKind.SPLIT)
        certainty = min(each.certainty for each in links)
        return msgspec.structs.replace(
            row,
            certainty=certainty,
            evidence=tuple(each.evidence for each in links),
            also=tuple(self._new.addresses[each] for each in also),
        )

    def added(self, index: int) -> Row:
        """The row of what the old version does not have; it has inner rows if something that it holds came from elsewhere."""
        known = any(self._texts.sources(each) for each in self._new.descendants(index))
        return Row(
            kind=RowKind.ADDED,
            level=self._new.provisions[index].level,
            old=(),
            new=(self._new.addresses[index],),
            certainty=_ALONE,
            natures=(Nature.SUBSTANCE,),
            inner=self._inner((), (index,)) if known else (),
            new_indexes=(index,),
        )

    def deleted(self, index: int) -> Row:
        """The row of what the new version does not have; it has inner rows if something that it held went elsewhere."""
        known = any(self._texts.destinations(each) for each in self._old.descendants(index))
        return Row(
            kind=RowKind.DELETED,
            level=self._old.provisions[index].level,
            old=(self._old.addresses[index],),
            new=(),
            certainty=_ALONE,
            natures=(Nature.SUBSTANCE,),
            inner=self._inner((index,), ()) if known else (),
            old_indexes=(index,),
        )

    def paired(
        self, old: int, new: int, natures: tuple[Nature, ...], *, moved: bool, inner: tuple[Row, ...]
    ) -> Row:
        """The row of one provision that became one."""
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

    def _inner(self, old: Sequence[int], new: Sequence[int]) -> tuple[Row, ...]:
        """The rows of what stands directly below some provisions."""
        ours = [each for index in old for each in self._old.children[index]]
        theirs = [each for index in new for each in self._new.children[index]]
        within = set(ours), set(theirs)
        pairs = [(self._texts.source(each), each) for each in theirs]
        in_order = longest_rising(
            sorted((one, two) for one, two in pairs if one is not None and one in within[0])
        )
        placed: list[tuple[tuple[int, int, int], Row]] = []
        done: set[int] = set()
        for source, index in pairs:
            if index in done:
                continue
            if source is None:
                placed.append(((index, 0, 0), self.added(index)))
                continue
            olds = self._texts.sources(index)
            alone = [
                each for each in self._texts.destinations(source) if self._texts.sources(each) == [source]
            ]
            news = [each for each in alone if each in within[1]] if len(olds) == 1 else [index]
            done |= set(news)
            row = self._one_or_several(olds, news, moved=(source, index) not in in_order)
            placed.append(((index, 0, 0), row))
        placed += _deleted(self, [each for each in ours if not self._texts.destinations(each)], in_order)
        return tuple(row for _, row in sorted(placed, key=lambda item: item[0]))

    def _one_or_several(self, old: Sequence[int], new: Sequence[int], *, moved: bool) -> Row:
        natures, inner = self._natures(old, new), self._inner(old, new)
        if len(old) == len(new) == 1:
            return self.paired(old[0], new[0], natures, moved=moved, inner=inner)
        return Row(
            kind=RowKind.MERGED if len(old) > 1 else RowKind.SPLIT,
            level=self._new.provisions[new[0]].level,
            old=tuple(self._old.addresses[each] for each in old),
            new=tuple(self._new.addresses[each] for each in new),
            moved=moved,
            natures=natures,
            inner=inner,
            old_indexes=tuple(old),
            new_indexes=tuple(new),
        )

    def _natures(self, old: Sequence[int], new: Sequence[int]) -> tuple[Nature, ...]:
        """What the changes of some provisions and of all that they hold are."""
        ours = [each for index in old for each in self._old.subtree(index)]
        theirs = [each for index in new for each in self._new.subtree(index)]
        within = set(ours)
        itself = set(new)
        found: set[Nature] = set()
        sources: list[int] = []
        for index in theirs:
            found |= {each.nature for each in self._texts.segments_of_new(index) if not each.kept}
            source = self._texts.source(index)
            if source is None:
                # The article itself is no text; what came with it is.
                found |= set() if index in itself else {Nature.SUBSTANCE}
                continue
            sources.append(source)
            found |= set(_of_headings(self._old.provisions[source], self._new.provisions[index]))
        held, tops = set(theirs), set(old)
        gone = any(
            not held.issuperset(self._texts.destinations(each) or [-1]) for each in ours if each not in tops
        )
        if gone or not within.issuperset(sources) or sources != sorted(sources):
            found.add(Nature.SUBSTANCE)
        return tuple(sorted(found))


def _of_headings(one: FlatProvision, two: FlatProvision) -> tuple[Nature, ...]:
    if one.heading == two.heading:
        return ()
    same = folded(one.heading or "") == folded(two.heading or "")
    return (Nature.TYPOGRAPHY if same else Nature.SUBSTANCE,)
