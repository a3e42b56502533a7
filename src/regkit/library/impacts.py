"""Impact: how a change of a law affects the citations of it, in its own text and in other works of the library."""

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
    """What happened to a cited provision."""

    # Its address changed; its words did not, apart from citations and typography.
    RENUMBERED = "renumbered"
    # Its words were changed, whether or not its address was.
    CHANGED = "changed"
    # It was split, or merged with others.
    DIVIDED = "divided"
    # It was deleted.
    GONE = "gone"


@dataclass(frozen=True)
class Impact:
    """A citation of a provision that has changed.

    - `target`: the cited provision in the old text; `became`: its addresses in the new text; `fate`: what happened to it.
    - `followed`: whether the law's new text cites the right provision. None for citations in other works, for deleted provisions, and if the new text no longer has the citation.
    - `reference`: the citation with its work, if it is in another work.
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
    """The citations of provisions that were renumbered, changed or deleted: first those in the old text, then those in other works.

    `comparison` leads from `old` to `new`. `references` are those of a library, `work` is the compared law, and
    `version` its old version. A citation in another work counts if it means that version, or if no version can
    be determined.
    """
    return (*_in_own_text(comparison, old, new), *_in_other_works(comparison, references, work, version))


def _in_own_text(comparison: Comparison, old: Statute, new: Statute) -> Iterator[Impact]:
    """Yield the impact on citations in the law's own text."""
    fates = _Fates(comparison)
    citations_by_index: dict[int, list[Citation]] = {}
    for citation in find_citations(new):
        if citation.kind is CitationKind.INTERNAL and citation.index is not None:
            citations_by_index.setdefault(citation.index, []).append(citation)
    for citation in find_citations(old):
        if citation.kind is not CitationKind.INTERNAL or citation.index is None:
            continue
        new_citations = [
            new_citation
            for destination in comparison.text_changes.destinations(citation.index)
            for new_citation in citations_by_index.get(destination, ())
        ]
        for target in citation.targets:
            fate = fates.of(target)
            if fate is not None:
                became = comparison.became.get(target, ())
                cited = {new_target for new_citation in new_citations for new_target in new_citation.targets}
                followed = bool(cited & set(became)) if new_citations and became else None
                yield Impact(citation, target, became, fate, followed)


def _in_other_works(
    comparison: Comparison, references: References | None, work: Work | None, version: Version | None
) -> Iterator[Impact]:
    """Yield the impact on citations in other works."""
    if references is None or work is None:
        return
    fates = _Fates(comparison)
    for reference in references.to(work):
        cited_version = reference.version
        other_version = (
            version is not None and cited_version is not None and cited_version.name != version.name
        )
        if reference.citing_work is work or other_version:
            continue
        for target in reference.targets:
            fate = fates.of(target)
            if fate is not None:
                became = comparison.became.get(target, ())
                yield Impact(reference.citation, target, became, fate, None, reference)


class _Fates:
    """What happened to each provision, according to the rows of a comparison."""

    def __init__(self, comparison: Comparison) -> None:
        self._became = comparison.became
        self._rows = {
            address: row for row in _all_rows((*comparison.headings, *comparison.rows)) for address in row.old
        }

    def of(self, target: Address) -> Fate | None:
        """The fate of a provision; None if it is unchanged."""
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
    """Yield rows and, after each, the rows inside it."""
    for row in rows:
        yield row
        yield from _all_rows(row.inner)
