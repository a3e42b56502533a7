"""References as the commands print them, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from regkit.citations import REASONS, CitationKind
from regkit.contracts.citations import (
    CitedProvision,
    CrossReference,
    FoundCitation,
    to_cited,
    to_missing,
    to_source,
    to_targets,
)
from regkit.library import Outdated, Reach, Reference
from regkit.model.fronts import Front
from regkit.model.source_map import SourceMap

_REACHES = {
    Reach.TEXT_NOT_AVAILABLE: "条文未收录，没有核对",
    Reach.UNKNOWN_WORK: "法规库中没有",
    Reach.AMBIGUOUS_WORK: "法规库中有几件同名",
}
_OUTDATED = {
    Outdated.REPEALED: "已废止",
    Outdated.AMENDED: "此后已修改",
    Outdated.CHANGED: "此后文字已修改",
}


def describe(reference: Reference, *, with_library: bool) -> str:
    """Where a reference leads, in words, with notes on what is missing, outdated or moved.

    Without `with_library` nothing is noted about works that the library does not have.
    """
    citation = reference.citation
    targets = [str(target) for target in reference.targets or citation.targets]
    description = "、".join(targets)
    if citation.act is not None:
        description = f"《{citation.act.title}》{description}"
    elif citation.kind is CitationKind.SELF:
        description = "本文件"
    elif citation.kind is CitationKind.VAGUE:
        description = "没有指明是哪一件"
    notes = [f"{missing.words}：{REASONS[missing.reason]}" for missing in reference.unresolved]
    if reference.version is not None and citation.act is not None:
        notes.insert(0, f"{reference.version.name}的文本")
    if citation.act is not None and with_library and reference.reach in _REACHES:
        notes.append(_REACHES[reference.reach])
    if reference.moved_to is not None:
        notes.append(f"现在是{reference.moved_to}")
    elif reference.outdated:
        notes.append(_OUTDATED[reference.outdated])
    return description + (f"（{'；'.join(notes)}）" if notes else "")


def source_of(reference: Reference) -> str:
    """The provision, or the part before the first one (such as 序言), in which a reference stands, in words."""
    source = reference.citation.source
    return source.chinese if isinstance(source, Front) else str(source)


def found_citations(
    references: Iterable[Reference], source_map: SourceMap, *, with_library: bool
) -> Iterator[FoundCitation]:
    """Yield the references of a file as JSON structs; with the library, also what each one leads to there."""
    for reference in references:
        citation = to_cited(reference.citation, source_map)
        if with_library and reference.citation.act is not None:
            targets = tuple(
                msgspec.structs.replace(
                    target,
                    work=reference.work.id if reference.work else msgspec.UNSET,
                    version=reference.version.name if reference.version else msgspec.UNSET,
                    reach=reference.reach.value,
                    outdated=reference.outdated.value if reference.outdated else msgspec.UNSET,
                )
                if isinstance(target, CitedProvision)
                else target
                for target in to_targets(reference.citation)
            )
            citation = msgspec.structs.replace(
                citation, targets=targets, unresolved=to_missing(reference.unresolved)
            )
        yield citation


def cross_reference(reference: Reference) -> CrossReference:
    """A reference between texts of a library as a JSON struct."""
    citation = reference.citation
    assert reference.citing_work is not None and reference.citing_version is not None
    return CrossReference(
        work=reference.citing_work.id,
        version=reference.citing_version.name,
        source=to_source(citation),
        text=citation.text,
        cited_title=citation.act.title if citation.act else None,
        cited_work=reference.work.id if reference.work else None,
        cited_version=reference.version.name if reference.version else None,
        targets=tuple(map(str, reference.targets or citation.targets)),
        unresolved=to_missing(reference.unresolved),
        reach=reference.reach.value,
        outdated=reference.outdated.value if reference.outdated else None,
        moved_to=str(reference.moved_to) if reference.moved_to else None,
    )
