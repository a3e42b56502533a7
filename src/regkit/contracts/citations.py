"""The JSON of citations, of references within a library, and of concordances."""

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
    """The destination of an external citation: an act or one of its provisions.

    - `title`: the full title of the act.
    - `provision`: the address of the provision in Chinese; null if the act is cited as a whole.
    - `number`: the document number (文号) printed beside the title.
    - `dated`: the day printed before the title.
    - `former`: true if the act is cited as it was before an amendment.
    - `work`, `version`: with a library, the work and the version that are meant.
    - `reach`: with a library, how far the citation could be followed.
    - `outdated`: with a library, why the citation may mislead today.
    """

    title: str
    provision: str | None
    number: str | msgspec.UnsetType = msgspec.UNSET
    dated: date | msgspec.UnsetType = msgspec.UNSET
    former: bool | msgspec.UnsetType = msgspec.UNSET
    work: str | msgspec.UnsetType = msgspec.UNSET
    version: str | msgspec.UnsetType = msgspec.UNSET
    reach: str | msgspec.UnsetType = msgspec.UNSET
    outdated: str | msgspec.UnsetType = msgspec.UNSET


class Missing(msgspec.Struct, frozen=True):
    """A part of a citation that leads nowhere.

    - `words`: the part as printed.
    - `reason`: why it leads nowhere.
    """

    words: str
    reason: Reason


class FoundCitation(msgspec.Struct, frozen=True):
    """A citation.

    - `line`: the line in the text as it was read, from 0.
    - `start`, `end`: the first column and the one after the last, in characters of that line, from 0.
    - `text`: the citation as printed.
    - `kind`: whether it cites this text or another act.
    - `targets`: addresses in this text, in Chinese, or provisions of another act.
    - `unresolved`: the parts that lead nowhere.
    - `source`: the eId of the provision that it stands in, or ``"announcement"``, ``"notes"`` or
      ``"preamble"``.
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
    """One line of ``regkit cite --json FILE…``.

    - `path`: the file as it was named.
    - `citations`: its citations in reading order.
    - `problems`: why the file, or some of its lines, could not be read.
    """

    path: str
    citations: tuple[FoundCitation, ...] = ()
    problems: tuple[Problem, ...] = ()


class CrossReference(msgspec.Struct, frozen=True):
    """A citation between two texts of a library, or within one.

    - `work`, `version`: the work and the version whose text the citation stands in.
    - `source`: the eId of the provision that it stands in, or the name of a front.
    - `text`: the citation as printed.
    - `cited_title`: the title of the act that it names; null if it names none.
    - `cited_work`, `cited_version`: the work and the version that it leads to.
    - `targets`: the addresses that it leads to, in Chinese.
    - `unresolved`: the parts that lead nowhere.
    - `reach`: how far it could be followed.
    - `outdated`: why it may mislead today.
    - `moved_to`: the address that the cited words have today.
    """

    work: str
    version: str
    source: str
    text: str
    cited_title: str | None
    cited_work: str | None
    cited_version: str | None
    targets: tuple[str, ...]
    unresolved: tuple[Missing, ...]
    reach: str
    outdated: str | None
    moved_to: str | None


class CrossReferences(msgspec.Struct, frozen=True, tag_field="schema", tag="regkit.references/1"):
    """The line of ``regkit cite --json WORK``: what a work or a provision of it cites, and what cites it.

    - `work`, `version`: the work and the version asked for.
    - `address`: the address asked for, in Chinese; null for the whole text.
    - `cites`: the citations in it.
    - `cited_by`: the citations of it in all texts of the library.
    """

    work: str
    version: str
    address: str | None
    cites: tuple[CrossReference, ...]
    cited_by: tuple[CrossReference, ...]


class Proposal(msgspec.Struct, frozen=True):
    """A proposal that an article implements one of the higher law.

    - `article`, `higher`: the addresses of both, in Chinese.
    - `strength`: how strong the proposal is, from 0 to 1.
    - `shared`: phrases that both articles have, the most telling first.
    """

    article: str
    higher: str
    strength: float
    shared: tuple[str, ...]


class ConcordedFile(msgspec.Struct, frozen=True, tag_field="schema", tag="regkit.concord/1"):
    """The line of ``regkit concord --json``.

    - `path`, `higher_path`: the files of the text and of the higher law.
    - `proposals`: the proposals in the order of the text.
    - `without`: the articles without a proposal.
    - `coarse`: true if there were too many articles to compare each with all.
    """

    path: str
    higher_path: str
    proposals: tuple[Proposal, ...]
    without: tuple[str, ...]
    coarse: bool = False


def to_cited(citation: Citation, source_map: SourceMap) -> FoundCitation:
    """A citation with its line and columns in the text as it was read."""
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
    """The targets of a citation, with Chinese addresses."""
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
    """The provision that a citation stands in, as eId, or the name of the front."""
    return citation.source.eid if isinstance(citation.source, Address) else citation.source


def to_missing(unresolved: Iterable[Unresolved]) -> tuple[Missing, ...]:
    """The parts of a citation that lead nowhere."""
    return tuple(Missing(part.words, part.reason) for part in unresolved)


def to_proposals(correspondences: Iterable[Correspondence]) -> tuple[Proposal, ...]:
    """The proposals of a concordance for JSON."""
    return tuple(
        Proposal(
            str(correspondence.article),
            str(correspondence.higher),
            correspondence.strength,
            correspondence.shared,
        )
        for correspondence in correspondences
    )
