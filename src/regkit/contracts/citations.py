"""The shapes in which citations, references and concordances are given to other programs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from regkit.citations import Citation, CitationKind, Reason, Unresolved
from regkit.concordance import Correspondence
from regkit.errors import Problem
from regkit.model.address import Address
from regkit.model.source_map import SourceMap


class CitedProvision(msgspec.Struct, frozen=True):
    """What an external citation points at: a provision of an act, or the whole of it where `provision` is null.

    `title` is the full title. `number` is the 文号 printed beside it, `dated` the day printed before it, and `former`
    says that the act is meant as it was before it was amended. Where there is a library, `work` and `version` say
    which text of it is meant, `reach` how far the citation could be followed and `outdated` why it may mislead today.
    """

    title: str
    provision: str | None
    number: str | msgspec.UnsetType = msgspec.UNSET
    dated: date | msgspec.UnsetType = msgspec.UNSET
    former: bool | msgspec.UnsetType = msgspec.UNSET
    work: str | msgspec.UnsetType = msgspec.UNSET
    version: date | msgspec.UnsetType = msgspec.UNSET
    reach: str | msgspec.UnsetType = msgspec.UNSET
    outdated: str | msgspec.UnsetType = msgspec.UNSET


class Missing(msgspec.Struct, frozen=True):
    """A part of a citation that points at nothing known, and why."""

    words: str
    reason: Reason


class FoundCitation(msgspec.Struct, frozen=True):
    """A citation. `line` counts from 0 in the text as it was read, `start` and `end` are characters of that line.

    `source` is the eId of the provision that it stands in, or ``"announcement"``, ``"notes"`` or ``"preamble"``.
    `targets` are addresses of the text itself, as people write them, or provisions of other acts.
    """

    line: int
    start: int
    end: int
    text: str
    kind: CitationKind
    targets: tuple[str | CitedProvision, ...]
    unresolved: tuple[Missing, ...]
    source: str


class CitingFile(msgspec.Struct, frozen=True, tag_field="schema", tag="regkit.cite/1"):
    """One line of ``regkit cite --json FILE…``; where the file, or some of its lines, cannot be read, `problems` says why."""

    path: str
    citations: tuple[FoundCitation, ...] = ()
    problems: tuple[Problem, ...] = ()


class CrossReference(msgspec.Struct, frozen=True):
    """A citation between two texts of a library, or within one.

    `work` and `version` say whose text it stands in and `source` where; `cited_work`, `cited_version` and `targets` what it
    leads to. `reach` says how far it could be followed and `outdated` why it may mislead today.
    """

    work: str
    version: date
    source: str
    text: str
    cited_title: str | None
    cited_work: str | None
    cited_version: date | None
    targets: tuple[str, ...]
    unresolved: tuple[Missing, ...]
    reach: str
    outdated: str | None
    moved_to: str | None


class CrossReferences(msgspec.Struct, frozen=True, tag_field="schema", tag="regkit.references/1"):
    """The line of ``regkit cite --json WORK``: what a work or a provision of it cites, and what cites it."""

    work: str
    version: date
    address: str | None
    cites: tuple[CrossReference, ...]
    cited_by: tuple[CrossReference, ...]


class Proposal(msgspec.Struct, frozen=True):
    """That an article implements one of the higher law, how strongly, and the phrases that speak for it."""

    article: str
    higher: str
    strength: float
    shared: tuple[str, ...]


class ConcordedFile(msgspec.Struct, frozen=True, tag_field="schema", tag="regkit.concord/1"):
    """The line of ``regkit concord --json``; `without` are the articles for which nothing is proposed.

    `coarse` says that there were too many articles to compare each with all.
    """

    path: str
    higher_path: str
    proposals: tuple[Proposal, ...]
    without: tuple[str, ...]
    coarse: bool = False


def to_cited(citation: Citation, source_map: SourceMap) -> FoundCitation:
    """A citation with its place in the text as it was read."""
    line, start, end = source_map.locate(citation.key, citation.start, citation.end)
    return FoundCitation(
        line=line,
        start=start,
        end=end,
        text=citation.text,
        kind=citation.kind,
        targets=to_targets(citation),
        unresolved=to_missing(citation.unresolved),
        source=to_source(citation),
    )


def to_targets(citation: Citation) -> tuple[str | CitedProvision, ...]:
    """What a citation points at, as people write it."""
    act = citation.act
    if act is None:
        return tuple(map(str, citation.targets))
    return tuple(
        CitedProvision(
            title=act.title,
            provision=str(target) if target else None,
            number=act.number or msgspec.UNSET,
            dated=act.dated or msgspec.UNSET,
            former=act.former or msgspec.UNSET,
        )
        for target in citation.targets or (None,)
    )


def to_source(citation: Citation) -> str:
    """Where a citation stands: an eId, or the name of a part of the front."""
    return citation.source.eid if isinstance(citation.source, Address) else citation.source


def to_missing(unresolved: Iterable[Unresolved]) -> tuple[Missing, ...]:
    """What of a citation points at nothing known."""
    return tuple(Missing(each.words, each.reason) for each in unresolved)


def to_proposals(correspondences: Iterable[Correspondence]) -> tuple[Proposal, ...]:
    """Proposals of a concordance."""
    return tuple(
        Proposal(str(each.article), str(each.higher), each.strength, each.shared) for each in correspondences
    )
