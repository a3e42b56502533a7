"""A comparison: how one version of a statute became another, as a value.

It holds the provisions of both versions without their texts and, for each text, how it became another, so
that either version can be made from the other. Which article became which, and how, is derived from that.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import msgspec

from regkit.changes.alignment import Evidence, Pairing
from regkit.changes.budget import Coarse
from regkit.changes.natures import Replacement
from regkit.changes.relations import Relations
from regkit.changes.rows import Row, RowKind, rows_of_articles, rows_of_groups
from regkit.changes.segments import Segments, composed, inverted, new_text, old_text
from regkit.changes.text_changes import TextChange, TextChanges, composed_changes, inverted_changes
from regkit.codes import ErrorCode
from regkit.errors import RegkitError
from regkit.model.address import Address
from regkit.model.flat import FlatProvision, FlatStatute, FlatTree, flatten, unflatten
from regkit.model.fronts import Front
from regkit.model.tree import Statute
from regkit.text.notebook import table_html


class WrongTextError(RegkitError, ValueError):
    """A comparison was applied to a text other than the one that it was made from."""

    __module__ = "regkit"
    code = ErrorCode.COMPARISON_WRONG_TEXT


class FrontChange(msgspec.Struct, frozen=True, gc=False):
    """How a front changed.

    - `front`: which one (title, 题注 …).
    - `old`, `new`: whether each version has it.
    - `segments`: how its text changed; its lines are joined by line feeds.
    """

    front: Front
    old: bool
    new: bool
    segments: Segments


@dataclass(frozen=True, repr=False)
class Comparison:
    """How the provisions `before` became the provisions `after`.

    - `before`, `after`: the provisions of either version without their texts, in walking order.
    - `fronts`: how title, 题注 and the other fronts changed.
    - `texts`: the changes of all texts, in the order of the new version, deletions last.
    - `links`: which articles became which, by index; an article may have several (splits and merges).
    - `groups`: which 编, 章 and 节 became which, by index.
    - `replacements`: words that were replaced throughout.
    - `coarse`: in what respects the comparison is coarser than usual, because the texts were too large.
    """

    before: tuple[FlatProvision, ...]
    after: tuple[FlatProvision, ...]
    fronts: tuple[FrontChange, ...]
    texts: tuple[TextChange, ...]
    links: tuple[Pairing, ...]
    groups: tuple[Pairing, ...] = ()
    replacements: tuple[Replacement, ...] = ()
    coarse: tuple[Coarse, ...] = ()

    def __repr__(self) -> str:
        counts = [f"{count} {kind}" for kind, count in self.statistics.items() if count]
        return f"Comparison({', '.join(counts)})"

    def _repr_html_(self) -> str:
        """A table for notebooks of the rows that changed: old and new addresses, kind and natures."""
        rows = [row for row in self.rows if row.kind is not RowKind.UNCHANGED]
        return table_html(
            f"{len(rows)} of {len(self.rows)} changed",
            ("old", "new", "kind", "natures"),
            (
                ("、".join(map(str, row.old)), "、".join(map(str, row.new)), row.kind, ", ".join(row.natures))
                for row in rows
            ),
        )

    def apply(self, old: Statute) -> Statute:
        """The new version, made from the old one.

        Raises WrongTextError, with a Chinese sentence that names the first difference, for any text but the
        old version.
        """
        flat = flatten(old)
        self._check(flat)
        return unflatten(
            FlatStatute(
                self.after,
                tuple(
                    "".join(
                        _changed_text(
                            flat.texts[change.old][change.old_start :] if change.old is not None else "",
                            change.segments,
                        )
                        for change in self.text_changes.of_new(index)
                    )
                    for index in range(len(self.after))
                ),
                {
                    change.front: _changed_text(flat.fronts[change.front] or "", change.segments)
                    if change.new
                    else None
                    for change in self.fronts
                },
            )
        )

    def _check(self, flat: FlatStatute) -> None:
        """Raise WrongTextError if a statute is not the old version."""
        for front in self.fronts:
            lines = flat.fronts[front.front]
            if (lines is not None) != front.old or (lines or "") != old_text(front.segments):
                raise WrongTextError(
                    f"这不是比较所用的旧文本：{front.front.chinese}不同。请用做比较时的那个文本。"
                )
        if flat.provisions != self.before:
            differs = next(
                (
                    actual
                    for actual, expected in zip(flat.provisions, self.before, strict=False)
                    if actual != expected
                ),
                None,
            )
            where = f"从“{differs.label or differs.level.character}”起不同" if differs else "条款的数目不同"
            raise WrongTextError(f"这不是比较所用的旧文本：{where}。请用做比较时的那个文本。")
        for index, text in enumerate(flat.texts):
            if text != old_text(self.text_changes.segments_of_old(index)):
                where = str(self.old_addresses[index])
                raise WrongTextError(f"这不是比较所用的旧文本：{where}的文字不同。请用做比较时的那个文本。")

    def invert(self) -> Comparison:
        """The comparison that leads from the new version back to the old one."""
        return Comparison(
            before=self.after,
            after=self.before,
            fronts=tuple(
                FrontChange(change.front, change.new, change.old, inverted(change.segments))
                for change in self.fronts
            ),
            texts=inverted_changes(self.texts),
            links=_sorted(Pairing(link.new, link.old, link.certainty, link.evidence) for link in self.links),
            groups=_sorted(
                Pairing(group.new, group.old, group.certainty, group.evidence) for group in self.groups
            ),
            replacements=tuple(
                Replacement(replacement.new, replacement.old, replacement.places)
                for replacement in self.replacements
            ),
            coarse=self.coarse,
        )

    def then(self, following: Comparison) -> Comparison:
        """The comparison from the old version of this one to the new version of `following`.

        The new version of this comparison must be the old version of `following`; otherwise WrongTextError is
        raised. The certainty of a link is the product of both certainties. Replacements are not carried over.
        """
        if following.before != self.after:
            raise WrongTextError("两个比较接不上：后一个比较的旧文本不是前一个的新文本。")
        for index in range(len(self.after)):
            between = old_text(following.text_changes.segments_of_old(index))
            if new_text(self.text_changes.segments_of_new(index)) != between:
                raise WrongTextError("两个比较接不上：后一个比较的旧文本不是前一个的新文本。")
        return Comparison(
            before=self.before,
            after=following.after,
            fronts=tuple(
                FrontChange(
                    change.front,
                    self.front(change.front).old,
                    change.new,
                    composed(self.front(change.front).segments, change.segments),
                )
                for change in following.fronts
            ),
            texts=composed_changes(self.texts, following.texts),
            links=_chained(self.links, following.links),
            groups=_chained(self.groups, following.groups),
            coarse=tuple(sorted({*self.coarse, *following.coarse})),
        )

    @cached_property
    def text_changes(self) -> TextChanges:
        """The changes of all texts, by the provisions of both versions."""
        return TextChanges(self.texts)

    @cached_property
    def old_tree(self) -> FlatTree:
        """The tree of the old version: parents, children and addresses, by index."""
        return FlatTree(self.before)

    @cached_property
    def new_tree(self) -> FlatTree:
        """The tree of the new version: parents, children and addresses, by index."""
        return FlatTree(self.after)

    @cached_property
    def relations(self) -> Relations:
        """Which old provisions (编 to 目) became which new ones, by index."""
        return Relations([*self.links, *self.groups], self.texts)

    def front(self, front: Front) -> FrontChange:
        """How a front changed."""
        return self._fronts[front]

    @cached_property
    def _fronts(self) -> dict[Front, FrontChange]:
        return {change.front: change for change in self.fronts}

    @cached_property
    def old_addresses(self) -> tuple[Address, ...]:
        """The address of each old provision, by index."""
        return tuple(self.old_tree.addresses)

    @cached_property
    def new_addresses(self) -> tuple[Address, ...]:
        """The address of each new provision, by index."""
        return tuple(self.new_tree.addresses)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """What became of each article, in the order of the new version; deleted ones are where they were.

        Provisions outside articles, such as an annex or 款 directly below a 章, have rows too.
        """
        return rows_of_articles(self.old_tree, self.new_tree, self.text_changes, self.links)

    @cached_property
    def headings(self) -> tuple[Row, ...]:
        """What became of each 编, 章 and 节, in the order of the new version."""
        return rows_of_groups(self.old_tree, self.new_tree, self.groups)

    @cached_property
    def statistics(self) -> dict[RowKind, int]:
        """How many rows there are of each kind."""
        counts = Counter(row.kind for row in self.rows)
        return {kind: counts[kind] for kind in RowKind}

    @cached_property
    def became(self) -> dict[Address, tuple[Address, ...]]:
        """From each old address to the new ones, in reading order; none if the provision was deleted.

        It has all provisions of the old version, from 编 to 目.
        """
        return _by_address(self.old_addresses, self.relations.of_old, self.new_addresses)

    @cached_property
    def came_from(self) -> dict[Address, tuple[Address, ...]]:
        """From each new address to the old ones, in reading order; none if the provision was added.

        It has all provisions of the new version, from 编 to 目.
        """
        return _by_address(self.new_addresses, self.relations.of_new, self.old_addresses)


def _by_address(
    addresses: Sequence[Address], related: Callable[[int], Sequence[int]], others: Sequence[Address]
) -> dict[Address, tuple[Address, ...]]:
    """For each address, the addresses of the related provisions of the other version, sorted by their index."""
    # Two provisions may have the same address by a misprint; then it leads to the relations of both.
    indexes: dict[Address, set[int]] = {address: set() for address in addresses}
    for index, address in enumerate(addresses):
        indexes[address].update(related(index))
    return {
        address: tuple(others[index] for index in sorted(related_indexes))
        for address, related_indexes in indexes.items()
    }


def _changed_text(old: str, segments: Segments) -> str:
    """The new text; characters that were kept are taken from the old one."""
    parts: list[str] = []
    position = 0
    for segment in segments:
        end = position + len(segment.old)
        parts.append(old[position:end] if segment.kept else segment.new)
        position = end
    return "".join(parts)


def _sorted(links: Iterable[Pairing]) -> tuple[Pairing, ...]:
    """Links in the order of the new version."""
    return tuple(sorted(links, key=lambda link: (link.new, link.old)))


def _chained(first: Sequence[Pairing], second: Sequence[Pairing]) -> tuple[Pairing, ...]:
    """The links over two comparisons; where several lead from one provision to another, the most certain one."""
    links_of_middle: dict[int, list[Pairing]] = defaultdict(list)
    for link in second:
        links_of_middle[link.old].append(link)
    best: dict[tuple[int, int], Pairing] = {}
    for first_link in first:
        for second_link in links_of_middle[first_link.new]:
            certainty = round(first_link.certainty * second_link.certainty, 3)
            evidence = Evidence(
                round(first_link.evidence.shared * second_link.evidence.shared, 3),
                first_link.evidence.order and second_link.evidence.order,
                first_link.evidence.by_hand and second_link.evidence.by_hand,
            )
            key = first_link.old, second_link.new
            if key not in best or best[key].certainty < certainty:
                best[key] = Pairing(first_link.old, second_link.new, certainty, evidence)
    return _sorted(best.values())
