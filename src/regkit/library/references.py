"""References: citations resolved to works, versions and provisions; who cites whom, and which citations are out of date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from regkit.citations import Act, Citation, CitationKind, Reason, Unresolved, find_citations
from regkit.errors import ProvisionNotFoundError
from regkit.library.status import Status
from regkit.library.versions import Version
from regkit.library.works import Work
from regkit.model.address import Address
from regkit.model.levels import Level
from regkit.model.tree import Provision, Statute, whole_text
from regkit.text.titles import title_key
from regkit.text.whitespace import without_whitespace

# The reason to give if a provision of a level does not exist.
_REASONS_BY_LEVEL = {
    level: Reason.MISSING_CHAPTER if level < Level.ARTICLE else Reason.MISSING_ITEM for level in Level
} | {Level.ARTICLE: Reason.MISSING_ARTICLE, Level.PARAGRAPH: Reason.MISSING_PARAGRAPH}


class Reach(StrEnum):
    """How far a citation could be resolved."""

    # All cited provisions exist, or the act is cited as a whole.
    FOUND = "found"
    # The work is known, but the library has no text or outline that could confirm the provision.
    TEXT_NOT_AVAILABLE = "not_at_hand"
    # The library has the cited text, and it has no such provision.
    MISSING = "missing"
    # The library has no work of that title.
    UNKNOWN_WORK = "unknown_work"
    # Several works have that title.
    AMBIGUOUS_WORK = "ambiguous_work"
    # The words name no act: 国家有关规定 and the like.
    VAGUE = "vague"


class Outdated(StrEnum):
    """Why a citation that was right in the citing text may mislead today."""

    # The cited version was repealed.
    REPEALED = "repealed"
    # It was amended, and a text is missing, so that the provisions cannot be compared.
    AMENDED = "amended"
    # The cited words have another address today.
    MOVED = "moved"
    # The cited words have changed or were deleted.
    CHANGED = "changed"


@dataclass(frozen=True)
class Reference:
    """A citation with the work, version and provisions that it cites.

    - `reach`: how far the citation could be resolved.
    - `citing_work`, `citing_version`: where the citation is; None for a text outside of the library.
    - `work`, `version`: what is cited. The version is the one whose date the citation gives, or else the one in force when the citing text came into force.
    - `targets`: the cited provisions; `unresolved`: those that were not found.
    - `outdated`: why the citation may mislead today, if it may; `moved_to`: where the cited words are today, if elsewhere.
    """

    citation: Citation
    reach: Reach
    citing_work: Work | None = None
    citing_version: Version | None = None
    work: Work | None = None
    version: Version | None = None
    targets: tuple[Address, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    outdated: Outdated | None = None
    moved_to: Address | None = None


class References:
    """All references of the works of a library.

    A text cites what was in force when it came into force itself. `today` is the day for which `outdated` is
    determined.
    """

    def __init__(self, works: Sequence[Work], today: date) -> None:
        self.works = works
        self.today = today
        self._by_name: dict[str, list[Work]] = {}
        for work in works:
            for title in dict.fromkeys(map(title_key, work.facts.titles)):
                self._by_name.setdefault(title, []).append(work)

    @cached_property
    def all(self) -> tuple[Reference, ...]:
        """The references of every text in the library: by work, version, and in walking order."""
        return tuple(
            reference
            for work in self.works
            for version in work.versions
            if version.statute
            for reference in self.of(version.statute, day_of(work, version), work, version)
        )

    def named(self, title: str) -> list[Work]:
        """The works that have a title, with or without 中华人民共和国. More than one makes the title ambiguous."""
        return self._by_name.get(title_key(title), [])

    def of(
        self, statute: Statute, day: date, work: Work | None = None, version: Version | None = None
    ) -> tuple[Reference, ...]:
        """The references in a text that is in force from `day`, in walking order."""
        return tuple(self._resolve(citation, day, work, version) for citation in find_citations(statute))

    def to(self, work: Work, address: Address | None = None) -> tuple[Reference, ...]:
        """The references to a work as an act, or to a provision of it or its descendants.

        References to a provision may be in the same text. For the work as a whole, citations without the name
        of an act (本条例, 前款) do not count.
        """
        return tuple(
            reference
            for reference in self._by_cited.get(id(work), ())
            if (
                reference.citation.act is not None
                if address is None
                else any(target.is_within(address) for target in reference.targets)
            )
        )

    @cached_property
    def _by_cited(self) -> dict[int, list[Reference]]:
        """The references by cited work, under the identity of the Work object."""
        references: dict[int, list[Reference]] = {}
        for reference in self.all:
            if reference.work is not None:
                references.setdefault(id(reference.work), []).append(reference)
        return references

    def _resolve(
        self, citation: Citation, day: date, work: Work | None, version: Version | None
    ) -> Reference:
        """The reference of one citation in a text that is in force from `day`."""
        if citation.kind is CitationKind.VAGUE:
            return Reference(citation, Reach.VAGUE, work, version)
        if citation.act is None:
            reach = Reach.MISSING if citation.unresolved else Reach.FOUND
            return Reference(
                citation, reach, work, version, work, version, citation.targets, citation.unresolved
            )
        works = self.named(citation.act.title)
        if len(works) != 1:
            reach = Reach.AMBIGUOUS_WORK if works else Reach.UNKNOWN_WORK
            return Reference(citation, reach, work, version)
        cited = works[0]
        cited_version = _cited_version(citation.act, cited, day)
        targets, unresolved, known = _look_up(citation.targets, cited_version)
        reach = Reach.MISSING if unresolved else Reach.FOUND if known else Reach.TEXT_NOT_AVAILABLE
        outdated, moved_to = self._outdated(citation, cited, cited_version, targets)
        return Reference(
            citation, reach, work, version, cited, cited_version, targets, unresolved, outdated, moved_to
        )

    def _outdated(
        self, citation: Citation, cited: Work, meant: Version | None, targets: Sequence[Address]
    ) -> tuple[Outdated | None, Address | None]:
        """Whether a citation may mislead today, and where the cited words are now if they have moved."""
        # A citation that gives the date of a version, or says 修改前, means that version for good.
        if meant is None or (citation.act and (citation.act.dated or citation.act.former)):
            return None, None
        version_status = cited.status_of(meant, self.today)
        if version_status.status is Status.REPEALED:
            return Outdated.REPEALED, None
        current = cited.perhaps_at(self.today)
        if version_status.status is not Status.AMENDED or current is None or not targets:
            return None, None
        if meant.statute is None or current.statute is None:
            return Outdated.AMENDED, None
        for target in targets:
            words = _comparable_text(meant.statute[target])
            if target in current.statute and _comparable_text(current.statute[target]) == words:
                continue
            new_address = next(
                (
                    address
                    for address, node in current.statute.walk()
                    if address.level is target.level and _comparable_text(node) == words
                ),
                None,
            )
            return (Outdated.MOVED, new_address) if new_address else (Outdated.CHANGED, None)
        return None, None


def day_of(work: Work, version: Version) -> date:
    """The day from which a version is read as in force, when its citations are resolved: the earliest on which it may be."""
    return work.commencement_of(version).earliest or version.dated


def dangling(references: Iterable[Reference]) -> tuple[Reference, ...]:
    """The references to provisions that do not exist."""
    return tuple(reference for reference in references if reference.reach is Reach.MISSING)


def outdated(references: Iterable[Reference]) -> tuple[Reference, ...]:
    """The references to provisions or versions that have since been repealed, amended or moved."""
    return tuple(reference for reference in references if reference.outdated)


def _cited_version(act: Act, cited: Work, day: date) -> Version | None:
    """The version whose date the citation gives; or the one in force on `day`, or before that one for 修改前."""
    if act.dated:
        matches = [
            version
            for version in cited.versions
            if act.dated in (version.adopted, version.facts.promulgated, version.facts.in_force)
        ]
        return matches[0] if matches else None
    in_force = cited.perhaps_at(day)
    if act.former and in_force:
        earlier = [version for version in cited.versions if version.facts.order < in_force.facts.order]
        return earlier[-1] if earlier else None
    return in_force


def _look_up(
    targets: Sequence[Address], version: Version | None
) -> tuple[tuple[Address, ...], tuple[Unresolved, ...], bool]:
    """Look up the targets of a citation in a version.

    Returns the full addresses of those that exist or may exist, those that do not, and whether the text or
    outline could decide for all.
    """
    if not targets:
        return (), (), True
    if version is None:
        return tuple(targets), (), False
    found: list[Address] = []
    missing: list[Unresolved] = []
    is_certain = True
    for target in targets:
        if version.statute is not None:
            try:
                found.append(version.statute.locate(target)[0])
            except ProvisionNotFoundError:
                missing.append(Unresolved(str(target), _reason(version.statute, target)))
        elif version.outline is not None and not version.outline.has(target):
            missing.append(Unresolved(str(target), _REASONS_BY_LEVEL[target.steps[0].level]))
        else:
            found.append(target)
            is_certain = is_certain and version.outline is not None and version.outline.knows(target)
    return tuple(found), tuple(missing), is_certain


def _reason(statute: Statute, target: Address) -> Reason:
    """Why an address was not found: the first step of it that does not exist, or else several provisions that share it."""
    for length, step in enumerate(target.steps, start=1):
        if Address(target.steps[:length]) not in statute:
            return _REASONS_BY_LEVEL[step.level]
    return Reason.AMBIGUOUS


def _comparable_text(node: Provision) -> str:
    """The text of a provision with its descendants, without whitespace."""
    return without_whitespace(whole_text(node))
