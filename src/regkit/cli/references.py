"""What the commands say of references, in words and in the shapes of the JSON."""

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
    Reach.NOT_AT_HAND: "条文未收录，没有核对",
    Reach.UNKNOWN_WORK: "法规库中没有",
    Reach.AMBIGUOUS_WORK: "法规库中有几件同名",
}
_OUTDATED = {
    Outdated.REPEALED: "已废止",
    Outdated.AMENDED: "此后已修改",
    Outdated.CHANGED: "此后文字已修改",
}


def describe(reference: Reference, *, with_library: bool) -> str:
    """Where a reference leads, in words."""
    citation = reference.citation
    parts = [str(target) for target in reference.targets or citation.targets]
    where = "、".join(parts)
    if citation.act is not None:
        where = f"《{citation.act.title}》{where}"
    elif citation.kind is CitationKind.SELF:
        where = "本文件"
    elif citation.kind is CitationKind.VAGUE:
        where = "没有指明是哪一件"
    notes = [f"{each.words}：{REASONS[each.reason]}" for each in reference.unresolved]
    if reference.version is not None and citation.act is not None:
        notes.insert(0, f"{reference.version.dated}的文本")
    if citation.act is not None and with_library and reference.reach in _REACHES:
        notes.append(_REACHES[reference.reach])
    if reference.moved_to is not None:
        notes.append(f"现在是{reference.moved_to}")
    elif reference.outdated:
        notes.append(_OUTDATED[reference.outdated])
    return where + (f"（{'；'.join(notes)}）" if notes else "")


def source_of(reference: Reference) -> str:
    """Where a reference stands, in words."""
    source = reference.citation.source
    return source.chinese if isinstance(source, Front) else str(source)


def found_citations(
    references: Iterable[Reference], source_map: SourceMap, *, with_library: bool
) -> Iterator[FoundCitation]:
    """The citations of a file as the JSON has them."""
    for reference in references:
        found = to_cited(reference.citation, source_map)
        if with_library and reference.citation.act is not None:
            targets = tuple(
                msgspec.structs.replace(
                    target,
                    work=reference.work.id if reference.work else msgspec.UNSET,
                    version=reference.version.dated if reference.version else msgspec.UNSET,
                    reach=reference.reach.value,
                    outdated=reference.outdated.value if reference.outdated else msgspec.UNSET,
                )
                if isinstance(target, CitedProvision)
                else target
                for target in to_targets(reference.citation)
            )
            found = msgspec.structs.replace(
                found, targets=targets, unresolved=to_missing(reference.unresolved)
            )
        yield found


def cross_reference(reference: Reference) -> CrossReference:
    """A reference between texts of a library as the JSON has it."""
    citation = reference.citation
    assert reference.citing_work is not None and reference.citing_version is not None
    return CrossReference(
        work=reference.citing_work.id,
        version=reference.citing_version.dated,
        source=to_source(citation),
        text=citation.text,
        cited_title=citation.act.title if citation.act else None,
        cited_work=reference.work.id if reference.work else None,
        cited_version=reference.version.dated if reference.version else None,
        targets=tuple(map(str, reference.targets or citation.targets)),
        unresolved=to_missing(reference.unresolved),
        reach=reference.reach.value,
        outdated=reference.outdated.value if reference.outdated else None,
        moved_to=str(reference.moved_to) if reference.moved_to else None,
    )
