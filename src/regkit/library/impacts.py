"""Impact: what a change of a law does to the citations of it, in its own text and in the other works of a library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from regkit.changes import Comparison, Nature, Row, RowKind
from regkit.citations import Citation, CitationKind, find_citations
from regkit.library.references import Reference, References
from regkit.library.versions import Version
from regkit.library.works import Work
from regkit.model.address import Address
from regkit.model.tree import Statute


class Fate(StrEnum):
    """What became of a provision that is cited."""

    # It has another number, and the same words.
    RENUMBERED = "renumbered"
    # Its words are others, whatever its number.
    CHANGED = "changed"
    # It became several, or was taken into another together with others.
    DIVIDED = "divided"
    GONE = "gone"


@dataclass(frozen=True)
class Impact:
    """A citation of a provision that is not as it was.

    `target` is what it cites, `became` where that is now, and `fate` what happened to it. For citations in the law's own text, `followed`
    says whether the new text cites the right place; it is None in other works, for what is gone, and where the new text no
    longer has the citation. `reference` is the citation with its work, for those in other works.
    """

    citation: Citation
    target: Address
    became: tuple[Address, ...]
    fate: Fate
    followed: bool | None = None
    reference: Reference | None = None


def impact(
    comparison: Comparison,
    old: Statute,
    new: Statute,
    references: References | None = None,
    work: Work | None = None,
    version: Version | None = None,
) -> tuple[Impact, ...]:
    """The citations that lead to what has moved, changed or gone: those in the old text first, then those in other works.

    `references` are those of a library, `work` the law that is compared, and `version` its old version: citations of
    other works count if they mean that one.
    """
    return (*_inside(comparison, old, new), *_outside(comparison, references, work, version))


def _inside(comparison: Comparison, old: Statute, new: Statute) -> Iterator[Impact]:
    fates = _Fates(comparison)
    followers: dict[int, list[Citation]] = {}
    for citation in find_citations(new):
        if citation.kind is CitationKind.INTERNAL and citation.index is not None:
            followers.setdefault(citation.index, []).append(citation)
    for citation in find_citations(old):
        if citation.kind is not CitationKind.INTERNAL or citation.index is None:
            continue
        there = [
            each
            for destination in comparison.text_changes.destinations(citation.index)
            for each in followers.get(destination, ())
        ]
        for target in citation.targets:
            fate = fates.of(target)
            if fate is not None:
                became = comparison.became.get(target, ())
                cited = {each for follower in there for each in follower.targets}
                followed = bool(cited & set(became)) if there and became else None
                yield Impact(citation, target, became, fate, followed)


def _outside(
    comparison: Comparison, references: References | None, work: Work | None, version: Version | None
) -> Iterator[Impact]:
    if references is None or work is None:
        return
    fates = _Fates(comparison)
    for reference in references.to(work):
        meant = reference.version
        other = version is not None and meant is not None and meant.dated != version.dated
        if reference.citing_work is work or other:
            continue
        for target in reference.targets:
            fate = fates.of(target)
            if fate is not None:
                became = comparison.became.get(target, ())
                yield Impact(reference.citation, target, became, fate, None, reference)


class _Fates:
    """What became of each provision, as the rows tell it."""

    def __init__(self, comparison: Comparison) -> None:
        self._became = comparison.became
        self._rows = {
            address: row for row in _all_rows((*comparison.headings, *comparison.rows)) for address in row.old
        }

    def of(self, target: Address) -> Fate | None:
        """None for a provision that is as it was."""
        row = self._rows.get(target)
        if row is None:
            return None
        if row.kind is RowKind.DELETED:
            return Fate.GONE
        if row.kind in (RowKind.SPLIT, RowKind.MERGED):
            return Fate.DIVIDED
        if set(row.natures) - {Nature.CITATION, Nature.TYPOGRAPHY}:
            return Fate.CHANGED
        return Fate.RENUMBERED if self._became[target] != (target,) else None


def _all_rows(rows: Iterable[Row]) -> Iterator[Row]:
    for row in rows:
        yield row
        yield from _all_rows(row.inner)
