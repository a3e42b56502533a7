"""What pages want to know of a whole library: who cites what, what became of what, and whether anything has changed since."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import combinations, pairwise

from regkit.changes import Comparison
from regkit.library import (
    DateKind,
    History,
    Reach,
    Reference,
    References,
    Status,
    Version,
    Work,
    compare_with_version,
    hash_of_text,
)
from regkit.model.tree import Statute
from regkit.printing.text import to_text
from regkit.site.marks import LinkMark, marks_of
from regkit.site.templates import Templates

# What no page of an example may lack.
FICTIONAL = "（虚构示例）"


@dataclass(frozen=True)
class CitedBy:
    """What cites a provision of a work, or the work as a whole: a version of a work, a place in it, the words."""

    reference: Reference
    work: Work
    version: Version


class Catalogue:
    """The works of a site on a day. `site_url` is where it is published, if that is known.

    `to_pdf` prints a statute, or gives None where that cannot be done without a fault; without it there are no PDF files.
    """

    def __init__(
        self,
        works: Sequence[Work],
        today: date,
        templates: Templates,
        *,
        site_name: str = "法规库",
        site_url: str | None = None,
        to_pdf: Callable[[Statute], bytes | None] | None = None,
    ) -> None:
        self.works = tuple(works)
        self.today = today
        self.templates = templates
        self.site_name = site_name
        self.site_url = site_url and site_url.rstrip("/") + "/"
        self._to_pdf = to_pdf
        self.by_id = {work.id: work for work in works}
        self._references = References(works, today)
        self._digests: dict[str, str] = {}
        self._at_hand: tuple[str, History, dict[tuple[date, date], Comparison]] | None = None

    @cached_property
    def laws(self) -> tuple[Work, ...]:
        """The works that are law."""
        return tuple(work for work in self.works if not work.facts.fictional)

    @cached_property
    def examples(self) -> tuple[Work, ...]:
        """The works that are 虚构示例."""
        return tuple(work for work in self.works if work.facts.fictional)

    @cached_property
    def implementing(self) -> dict[str, list[Work]]:
        """By the id of a work those that implement it."""
        found: dict[str, list[Work]] = {}
        for work in self.works:
            for higher in work.facts.implements:
                found.setdefault(higher, []).append(work)
        return found

    @cached_property
    def _by_citing(self) -> dict[int, list[Reference]]:
        found: dict[int, list[Reference]] = {}
        for reference in self._references.all:
            found.setdefault(id(reference.citing_version), []).append(reference)
        return found

    @cached_property
    def _by_cited(self) -> dict[str, list[Reference]]:
        found: dict[str, list[Reference]] = {}
        for reference in self._references.all:
            if reference.work is not None:
                found.setdefault(reference.work.id, []).append(reference)
        return found

    def references_of(self, version: Version) -> Sequence[Reference]:
        """What a version cites, in reading order."""
        return self._by_citing.get(id(version), [])

    def surroundings(self, version: Version) -> list[str]:
        """Tells whether anything has changed of what a version cites, or of how far that can be followed."""
        return [
            f"{reference.reach}{self.digest(reference.work) if reference.work else ''}"
            for reference in self.references_of(version)
        ]

    def marks_of(self, version: Version) -> tuple[LinkMark, ...]:
        """The marks in the text of a version."""
        if version.statute is None:
            return ()
        return marks_of(version.statute, self.references_of(version), self.today)

    def citing(self, work: Work) -> list[CitedBy]:
        """What cites a work by name, from texts that apply or, where none does, from the newest ones, work by work."""
        return [
            CitedBy(reference, reference.citing_work, reference.citing_version)
            for reference in self._by_cited.get(work.id, ())
            if reference.citation.act is not None
            and reference.citing_work is not None
            and reference.citing_version is not None
            and reference.reach is not Reach.MISSING
            and reference.citing_version is self.shown_text(reference.citing_work)
        ]

    def cited_within(self, version: Version) -> list[Reference]:
        """The citations of provisions of a version in its own text."""
        return [each for each in self.references_of(version) if each.citation.act is None and each.targets]

    def shown_text(self, work: Work) -> Version | None:
        """The text of a work that people are shown first: that which applies, or the newest one."""
        current = work.at(self.today)
        if current is not None and current.statute is not None:
            return current
        return next((each for each in reversed(work.versions) if each.statute is not None), None)

    def history(self, work: Work) -> History:
        """The history of a work; that of the last work asked for is kept, and so are its comparisons."""
        return self._of(work)[0]

    def comparison(self, work: Work, old: Version, new: Version) -> Comparison:
        """Two texts of a work compared, under the rulings stored with the new one if they apply."""
        history, known = self._of(work)
        key = old.dated, new.dated
        if key not in known:
            passage = next((each for each in history.passages if (each.old, each.new) == (old, new)), None)
            assert old.statute is not None
            known[key] = (
                passage.comparison if passage else compare_with_version(old.statute, work, new, old.dated)
            )
        return known[key]

    def _of(self, work: Work) -> tuple[History, dict[tuple[date, date], Comparison]]:
        if self._at_hand is None or self._at_hand[0] != work.id:
            self._at_hand = work.id, History(work), {}
        return self._at_hand[1:]

    @property
    def has_pdf(self) -> bool:
        """Whether texts are printed as PDF."""
        return self._to_pdf is not None

    def pdf_of(self, work: Work, version: Version) -> bytes | None:
        """The text of a version as PDF, where that can be had."""
        return self._to_pdf(titled(work, version.statute)) if self._to_pdf and version.statute else None

    def digest(self, work: Work) -> str:
        """Tells whether anything of a work has changed that is its own: its facts, its texts, its status today."""
        if work.id not in self._digests:
            self._digests[work.id] = _digest_of_work(work, self.today)
        return self._digests[work.id]


def _digest_of_work(work: Work, today: date) -> str:
    parts = [work.id, work.facts.model_dump_json(), str(next_change(work, today))]
    for version in work.versions:
        parts.append(checksum_of(version.statute) if version.statute else "")
        parts.append(version.outline.model_dump_json() if version.outline else "")
        parts.append(version.rulings.model_dump_json() if version.rulings else "")
        version_status = work.status_of(version, today)
        parts += [version_status.status, str(version_status.ended_by and version_status.ended_by.dated)]
    return digest(parts)


def next_change(work: Work, today: date) -> date | None:
    """The first day after today on which another text of a work, or of one of its provisions, begins or ceases to apply."""
    days = {version.effective for version in work.versions}
    for version in work.versions:
        days |= {day for day in (version.facts.expired, version.day(DateKind.IN_FORCE)) if day}
        days |= {day for own in version.facts.provisions for day in (own.in_force, own.expired) if day}
    return min((day for day in days if day > today), default=None)


def page_title(work: Work, what: str) -> str:
    """The title of a page about a work. Search shows it, so it tells examples from law."""
    return f"{work.title}：{what}{FICTIONAL if work.facts.fictional else ''}"


def checksum_of(statute: Statute) -> str:
    """SHA-256 of a text as it is printed."""
    return hash_of_text(to_text(statute))


def titled(work: Work, statute: Statute) -> Statute:
    """A text for people to take away: with the title of its work, where it begins with its first article."""
    return statute if statute.title else replace(statute, title=work.title)


# Of so many texts any two have a page.
_ANY_TWO = 12


def pairs_of(work: Work) -> list[tuple[Version, Version]]:
    """The texts of a work that are published compared, the older one first.

    Any two of them; of many texts each with the next one and with the latest, for the others `regkit diff` compares.
    """
    texts = [version for version in work.versions if version.statute is not None]
    if any_two_are_compared(work):
        return list(combinations(texts, 2))
    latest = [(old, texts[-1]) for old in texts[:-2]]
    following = list(pairwise(texts))
    return [*(pair for pairs in zip(following, latest, strict=False) for pair in pairs), following[-1]]


def any_two_are_compared(work: Work) -> bool:
    """Whether any two texts of a work are published compared: where they are not too many."""
    return sum(version.statute is not None for version in work.versions) <= _ANY_TWO


def in_force_first(work: Work, today: date) -> list[Version]:
    """The versions with a text: that in force, then the others, the newest first."""
    texts = [version for version in reversed(work.versions) if version.statute is not None]
    return sorted(texts, key=lambda version: work.status_of(version, today).status is not Status.IN_FORCE)


def digest(parts: Iterable[str]) -> str:
    """A digest of some words in their order."""
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
