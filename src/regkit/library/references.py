"""References: citations followed from text to text, who cites whom, and what of it no longer holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from regkit.citations import Act, Citation, CitationKind, Reason, Unresolved, find_citations
from regkit.errors import ProvisionNotFoundError
from regkit.library.versions import Status, Version
from regkit.library.works import Work
from regkit.model.address import Address
from regkit.model.levels import Level
from regkit.model.tree import Provision, Statute, whole_text
from regkit.text.titles import title_key
from regkit.text.whitespace import without_whitespace


class Reach(StrEnum):
    """How far a citation could be followed."""

    # Everything it cites is there, or it cites an act as a whole.
    FOUND = "found"
    # The act is known; the text or outline that would tell of the provision is not at hand.
    NOT_AT_HAND = "not_at_hand"
    # The text that is meant is at hand and has no such provision.
    MISSING = "missing"
    UNKNOWN_WORK = "unknown_work"
    # Several works have that name.
    AMBIGUOUS_WORK = "ambiguous_work"
    # 国家有关规定 and the like name no act.
    VAGUE = "vague"


class Outdated(StrEnum):
    """Why a citation that was right when the citing text was made may mislead today."""

    REPEALED = "repealed"
    AMENDED = "amended"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True)
class Reference:
    """A citation with what it leads to.

    `citing` is the version whose text it stands in, with its work; both are None for a text outside of the library.
    `work` and `version` are what is cited, the version being the one in force on the day of the citing text, or the one
    that the citation dates. `targets` are the provisions of it, `unresolved` what was not found there. `moved_to` is where
    the cited words stand today.
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
    """All references of the works of a library, as they are on a day.

    A text cites what was in force when it came into force itself; `today` is the day on which it may be outdated.
    """

    def __init__(self, works: Sequence[Work], today: date) -> None:
        self.works = works
        self.today = today
        self._by_name: dict[str, list[Work]] = {}
        for work in works:
            for title in dict.fromkeys(map(title_key, (work.title, *work.facts.other_titles))):
                self._by_name.setdefault(title, []).append(work)

    @cached_property
    def all(self) -> tuple[Reference, ...]:
        """Those of every text in the library, work by work, version by version, in reading order."""
        return tuple(
            reference
            for work in self.works
            for version in work.versions
            if version.statute
            for reference in self.of(version.statute, version.effective, work, version)
        )

    def named(self, title: str) -> list[Work]:
        """The works that have a title, with or without 中华人民共和国; more than one makes it ambiguous."""
        return self._by_name.get(title_key(title), [])

    def of(
        self, statute: Statute, day: date, work: Work | None = None, version: Version | None = None
    ) -> tuple[Reference, ...]:
        """The references of a text that is in force from a day on, in reading order."""
        return tuple(self._follow(citation, day, work, version) for citation in find_citations(statute))

    def to(self, work: Work, address: Address | None = None) -> tuple[Reference, ...]:
        """The references that lead to a work, or to a provision of it and what that holds.

        Those to a provision may stand in the same text; 本条例 and 前款 do not count as citing the work as a whole.
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
        cited: dict[int, list[Reference]] = {}
        for reference in self.all:
            if reference.work is not None:
                cited.setdefault(id(reference.work), []).append(reference)
        return cited

    def _follow(self, citation: Citation, day: date, work: Work | None, version: Version | None) -> Reference:
        if citation.kind is CitationKind.VAGUE:
            return Reference(citation, Reach.VAGUE, work, version)
        if citation.act is None:
            reach = Reach.MISSING if citation.unresolved else Reach.FOUND
            return Reference(
                citation, reach, work, version, work, version, citation.targets, citation.unresolved
            )
        named = self.named(citation.act.title)
        if len(named) != 1:
            reach = Reach.AMBIGUOUS_WORK if named else Reach.UNKNOWN_WORK
            return Reference(citation, reach, work, version)
        cited = named[0]
        meant = _version_meant(citation.act, cited, day)
        targets, unresolved, known = _look_up(citation.targets, meant)
        reach = Reach.MISSING if unresolved else Reach.FOUND if known else Reach.NOT_AT_HAND
        outdated, moved_to = self._outdated(citation, cited, meant, targets)
        return Reference(
            citation, reach, work, version, cited, meant, targets, unresolved, outdated, moved_to
        )

    def _outdated(
        self, citation: Citation, cited: Work, meant: Version | None, targets: Sequence[Address]
    ) -> tuple[Outdated | None, Address | None]:
        # A version that is named with its date is meant as it was.
        if meant is None or (citation.act and (citation.act.dated or citation.act.former)):
            return None, None
        standing = cited.standing(meant, self.today)
        if standing.status is Status.REPEALED:
            return Outdated.REPEALED, None
        current = cited.at(self.today)
        if standing.status is not Status.AMENDED or current is None or not targets:
            return None, None
        if meant.statute is None or current.statute is None:
            return Outdated.AMENDED, None
        for target in targets:
            words = _words(meant.statute[target])
            if target in current.statute and _words(current.statute[target]) == words:
                continue
            elsewhere = next(
                (
                    address
                    for address, node in current.statute.walk()
                    if address.level is target.level and _words(node) == words
                ),
                None,
            )
            return (Outdated.MOVED, elsewhere) if elsewhere else (Outdated.CHANGED, None)
        return None, None


def dangling(references: Iterable[Reference]) -> tuple[Reference, ...]:
    """Those that lead to provisions that are not there."""
    return tuple(reference for reference in references if reference.reach is Reach.MISSING)


def outdated(references: Iterable[Reference]) -> tuple[Reference, ...]:
    """Those that lead to what has been repealed, amended or moved since."""
    return tuple(reference for reference in references if reference.outdated)


def _version_meant(act: Act, cited: Work, day: date) -> Version | None:
    """The version that is named with its date; or the one in force on the day, or before it where 修改前 is said."""
    if act.dated:
        named = [
            version
            for version in cited.versions
            if act.dated in (version.adopted, version.facts.promulgated, version.facts.in_force)
        ]
        return named[0] if named else None
    in_force = cited.at(day)
    if act.former and in_force:
        earlier = [version for version in cited.versions if version.dated < in_force.dated]
        return earlier[-1] if earlier else None
    return in_force


def _look_up(
    targets: Sequence[Address], version: Version | None
) -> tuple[tuple[Address, ...], tuple[Unresolved, ...], bool]:
    """The full addresses, what is missing, and whether the text or outline told of all of them."""
    if not targets:
        return (), (), True
    if version is None:
        return tuple(targets), (), False
    found: list[Address] = []
    missing: list[Unresolved] = []
    known = True
    for target in targets:
        if version.statute is not None:
            try:
                found.append(version.statute.locate(target)[0])
            except ProvisionNotFoundError:
                missing.append(Unresolved(str(target), _reason(version.statute, target)))
        elif version.outline is not None and not version.outline.has(target):
            missing.append(Unresolved(str(target), _MISSING[target.steps[0].level]))
        else:
            found.append(target)
            known = known and version.outline is not None and version.outline.knows(target)
    return tuple(found), tuple(missing), known


def _reason(statute: Statute, target: Address) -> Reason:
    """What of an address is missing."""
    for length, step in enumerate(target.steps, start=1):
        if Address(target.steps[:length]) not in statute:
            return _MISSING[step.level]
    return Reason.AMBIGUOUS


_MISSING = {
    level: Reason.MISSING_CHAPTER if level < Level.ARTICLE else Reason.MISSING_ITEM for level in Level
} | {Level.ARTICLE: Reason.MISSING_ARTICLE, Level.PARAGRAPH: Reason.MISSING_PARAGRAPH}


def _words(node: Provision) -> str:
    return without_whitespace(whole_text(node))
