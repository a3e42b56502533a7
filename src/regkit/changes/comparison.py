"""A comparison: how one version of a statute became another, as a value.

It holds the provisions of both versions without their texts and, for each text, how it became another; so either version can be made from
the other. What people ask, which article became which and how, is read from that.
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
from regkit.changes.text_changes import TextChange, TextChanges, composed_pieces, inverted_pieces
from regkit.codes import ErrorCode
from regkit.errors import RegkitError
from regkit.model.address import Address
from regkit.model.flat import FlatProvision, FlatStatute, FlatTree, flatten, unflatten
from regkit.model.fronts import Front
from regkit.model.tree import Statute
from regkit.text.notebook import table_html


class WrongTextError(RegkitError, ValueError):
    """A comparison was applied to another text than the one that it was made from."""

    __module__ = "regkit"
    code = ErrorCode.COMPARISON_WRONG_TEXT


class FrontChange(msgspec.Struct, frozen=True, gc=False):
    """How a front (title, 题注 …) changed; `old` and `new` say whether each version has it."""

    front: Front
    old: bool
    new: bool
    segments: Segments


@dataclass(frozen=True, repr=False)
class Comparison:
    """How `before` became `after`.

    `texts` has the pieces of every text of both versions, in the order of the new one, what was deleted last. `links` pair
    articles (1:n and n:1 too) and `groups` pair 编, 章 and 节, by their places. `replacements` are words that were replaced throughout.
    `coarse` says what is told less finely than usual since the texts were too large for more.
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
        """The rows that are not unchanged in a notebook: old address, new address, what happened."""
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

        Raises WrongTextError, in one Chinese sentence that names the first difference, for any other text.
        """
        flat = flatten(old)
        self._check(flat)
        return unflatten(
            FlatStatute(
                self.after,
                tuple(
                    "".join(
                        _made(
                            flat.texts[each.old][each.old_start :] if each.old is not None else "",
                            each.segments,
                        )
                        for each in self.text_changes.of_new(index)
                    )
                    for index in range(len(self.after))
                ),
                {
                    each.front: _made(flat.fronts[each.front] or "", each.segments) if each.new else None
                    for each in self.fronts
                },
            )
        )

    def _check(self, flat: FlatStatute) -> None:
        for front in self.fronts:
            own = flat.fronts[front.front]
            if (own is not None) != front.old or (own or "") != old_text(front.segments):
                raise WrongTextError(
                    f"这不是比较所用的旧文本：{front.front.chinese}不同。请用做比较时的那个文本。"
                )
        if flat.provisions != self.before:
            differs = next(
                (one for one, two in zip(flat.provisions, self.before, strict=False) if one != two), None
            )
            where = f"从“{differs.label or differs.level.character}”起不同" if differs else "条款的数目不同"
            raise WrongTextError(f"这不是比较所用的旧文本：{where}。请用做比较时的那个文本。")
        for index, text in enumerate(flat.texts):
            if text != old_text(self.text_changes.segments_of_old(index)):
                where = str(self.old_addresses[index])
                raise WrongTextError(f"这不是比较所用的旧文本：{where}的文字不同。请用做比较时的那个文本。")

    def invert(self) -> Comparison:
        """How the new version becomes the old one."""
        return Comparison(
            before=self.after,
            after=self.before,
            fronts=tuple(
                FrontChange(each.front, each.new, each.old, inverted(each.segments)) for each in self.fronts
            ),
            texts=inverted_pieces(self.texts),
            links=_sorted(Pairing(each.new, each.old, each.certainty, each.evidence) for each in self.links),
            groups=_sorted(
                Pairing(each.new, each.old, each.certainty, each.evidence) for each in self.groups
            ),
            replacements=tuple(Replacement(each.new, each.old, each.places) for each in self.replacements),
            coarse=self.coarse,
        )

    def then(self, following: Comparison) -> Comparison:
        """How the old version of this comparison became the new one of the following, whose old version is the new one of this.

        Raises WrongTextError if the two do not follow each other. Links are as certain as both together.
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
                    each.front,
                    self.front(each.front).old,
                    each.new,
                    composed(self.front(each.front).segments, each.segments),
                )
                for each in following.fronts
            ),
            texts=composed_pieces(self.texts, following.texts),
            links=_chained(self.links, following.links),
            groups=_chained(self.groups, following.groups),
            coarse=tuple(sorted({*self.coarse, *following.coarse})),
        )

    @cached_property
    def text_changes(self) -> TextChanges:
        """The pieces of all texts, by the provisions of both versions."""
        return TextChanges(self.texts)

    @cached_property
    def old_tree(self) -> FlatTree:
        """What stands where in the old version."""
        return FlatTree(self.before)

    @cached_property
    def new_tree(self) -> FlatTree:
        """What stands where in the new version."""
        return FlatTree(self.after)

    @cached_property
    def relations(self) -> Relations:
        """Which old provisions became which new ones, by index: 编, 章, 节, 条, 款, 项 and 目."""
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
        """What became of each article, in the order of the new version; what was deleted stands where it was.

        What stands in no article, such as an annex or 款 right below a 章, has rows too.
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
        """From each old address to the new ones, in reading order: 条, 款, 项 and 目, 章 too. Empty for what was deleted."""
        return _by_address(self.old_addresses, self.relations.of_old, self.new_addresses)

    @cached_property
    def came_from(self) -> dict[Address, tuple[Address, ...]]:
        """From each new address to the old ones, in reading order. Empty for what was added."""
        return _by_address(self.new_addresses, self.relations.of_new, self.old_addresses)


def _by_address(
    addresses: Sequence[Address], related: Callable[[int], Sequence[int]], others: Sequence[Address]
) -> dict[Address, tuple[Address, ...]]:
    # Where two provisions have one address, as misprints have them, it leads to what either leads to.
    indexes: dict[Address, set[int]] = {address: set() for address in addresses}
    for index, address in enumerate(addresses):
        indexes[address].update(related(index))
    return {address: tuple(others[each] for each in sorted(found)) for address, found in indexes.items()}


def _made(old: str, segments: Segments) -> str:
    """The new text: what was kept is taken from the old one."""
    made: list[str] = []
    position = 0
    for each in segments:
        end = position + len(each.old)
        made.append(old[position:end] if each.kept else each.new)
        position = end
    return "".join(made)


def _sorted(links: Iterable[Pairing]) -> tuple[Pairing, ...]:
    return tuple(sorted(links, key=lambda each: (each.new, each.old)))


def _chained(first: Sequence[Pairing], second: Sequence[Pairing]) -> tuple[Pairing, ...]:
    following: dict[int, list[Pairing]] = defaultdict(list)
    for each in second:
        following[each.old].append(each)
    best: dict[tuple[int, int], Pairing] = {}
    for one in first:
        for two in following[one.new]:
            certainty = round(one.certainty * two.certainty, 3)
            evidence = Evidence(
                round(one.evidence.shared * two.evidence.shared, 3),
                one.evidence.order and two.evidence.order,
                one.evidence.by_hand and two.evidence.by_hand,
            )
            key = one.old, two.new
            if key not in best or best[key].certainty < certainty:
                best[key] = Pairing(one.old, two.new, certainty, evidence)
    return _sorted(best.values())
