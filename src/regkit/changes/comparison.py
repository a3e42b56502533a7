"""A comparison: how one version of a statute became another, as a value.

It holds both shapes and, for each text, how it became another; so either version can be made from the other one. What people ask,
which article became which and how, is read from that.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import msgspec

from regkit.changes.alignment import Evidence, Pairing
from regkit.changes.budget import Coarse
from regkit.changes.natures import Replacement
from regkit.changes.rows import Row, RowKind, rows_of_articles, rows_of_groups
from regkit.changes.segments import Segments, composed, inverted, new_text, old_text
from regkit.changes.text_changes import Pieces, TextChange, composed_pieces, inverted_pieces
from regkit.errors import RegkitError
from regkit.model.address import Address
from regkit.model.flat import FRONTS, Parts, Shape, addresses_of, put_together, take_apart
from regkit.model.tree import Statute


class WrongTextError(RegkitError, ValueError):
    """A comparison was applied to another text than the one that it was made from."""


class FrontChange(msgspec.Struct, frozen=True, gc=False):
    """How a front (title, 题注 …) changed; `old` and `new` say whether each version has it."""

    front: str
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

    before: tuple[Shape, ...]
    after: tuple[Shape, ...]
    fronts: tuple[FrontChange, ...]
    texts: tuple[TextChange, ...]
    links: tuple[Pairing, ...]
    groups: tuple[Pairing, ...] = ()
    replacements: tuple[Replacement, ...] = ()
    coarse: tuple[Coarse, ...] = ()

    def __repr__(self) -> str:
        counts = [f"{count} {kind}" for kind, count in self.statistics.items() if count]
        return f"Comparison({', '.join(counts)})"

    def apply(self, old: Statute) -> Statute:
        """The new version, made from the old one.

        Raises WrongTextError, in one Chinese sentence that names the first difference, for any other text.
        """
        parts = take_apart(old)
        self._check(parts)
        fronts = {change.front: change for change in self.fronts}
        return put_together(
            Parts(
                self.after,
                tuple(
                    "".join(
                        _made(
                            parts.texts[each.old][each.old_start :] if each.old is not None else "",
                            each.segments,
                        )
                        for each in self.pieces.of_new(place)
                    )
                    for place in range(len(self.after))
                ),
                {
                    front: _made(parts.fronts[front] or "", fronts[front].segments)
                    if fronts[front].new
                    else None
                    for front in FRONTS
                },
            )
        )

    def _check(self, parts: Parts) -> None:
        for front in self.fronts:
            own = parts.fronts[front.front]
            if (own is not None) != front.old or (own or "") != old_text(front.segments):
                raise WrongTextError(
                    f"这不是比较所用的旧文本：{_FRONT_NAMES[front.front]}不同。请用做比较时的那个文本。"
                )
        if parts.shapes != self.before:
            differs = next(
                (one for one, two in zip(parts.shapes, self.before, strict=False) if one != two), None
            )
            where = f"从“{differs.label or differs.level.character}”起不同" if differs else "条款的数目不同"
            raise WrongTextError(f"这不是比较所用的旧文本：{where}。请用做比较时的那个文本。")
        for place, text in enumerate(parts.texts):
            if text != old_text(self.pieces.segments_of_old(place)):
                where = str(self.old_addresses[place])
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
        for place in range(len(self.after)):
            between = old_text(following.pieces.segments_of_old(place))
            if new_text(self.pieces.segments_of_new(place)) != between:
                raise WrongTextError("两个比较接不上：后一个比较的旧文本不是前一个的新文本。")
        fronts = {change.front: change for change in self.fronts}
        return Comparison(
            before=self.before,
            after=following.after,
            fronts=tuple(
                FrontChange(
                    each.front,
                    fronts[each.front].old,
                    each.new,
                    composed(fronts[each.front].segments, each.segments),
                )
                for each in following.fronts
            ),
            texts=composed_pieces(self.texts, following.texts),
            links=_chained(self.links, following.links),
            groups=_chained(self.groups, following.groups),
            coarse=tuple(sorted({*self.coarse, *following.coarse})),
        )

    @cached_property
    def pieces(self) -> Pieces:
        """The pieces of all texts, by the provisions of both versions."""
        return Pieces(self.texts)

    @cached_property
    def old_addresses(self) -> tuple[Address, ...]:
        """The address of each place of the old version."""
        return tuple(addresses_of(self.before))

    @cached_property
    def new_addresses(self) -> tuple[Address, ...]:
        """The address of each place of the new version."""
        return tuple(addresses_of(self.after))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """What became of each article, in the order of the new version; what was deleted stands where it was.

        What stands in no article, such as an annex or 款 right below a 章, has rows too.
        """
        return rows_of_articles(self.before, self.after, self.texts, self.links)

    @cached_property
    def headings(self) -> tuple[Row, ...]:
        """What became of each 编, 章 and 节, in the order of the new version."""
        return rows_of_groups(self.before, self.after, self.groups)

    @cached_property
    def statistics(self) -> dict[RowKind, int]:
        """How many rows there are of each kind."""
        counts = Counter(row.kind for row in self.rows)
        return {kind: counts[kind] for kind in RowKind}

    @cached_property
    def became(self) -> dict[Address, tuple[Address, ...]]:
        """From each old address to the new ones, in reading order: 条, 款, 项 and 目, 章 too. Empty for what was deleted."""
        found: dict[Address, list[int]] = {address: [] for address in self.old_addresses}
        pairs = [(each.old, each.new) for each in (*self.links, *self.groups)]
        pairs += [
            (each.old, each.new) for each in self.texts if each.old is not None and each.new is not None
        ]
        for old, new in sorted(set(pairs), key=lambda pair: pair[1]):
            found[self.old_addresses[old]].append(new)
        return {old: tuple(self.new_addresses[place] for place in new) for old, new in found.items()}


_FRONT_NAMES = {
    "announcement": "公告",
    "title": "标题",
    "notes": "题注",
    "contents": "目录",
    "preamble": "序言",
    "signature": "落款",
}


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
