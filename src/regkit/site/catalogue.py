"""What pages ask about the whole library: citations, histories, comparisons, and digests that tell whether a page is out of date."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import combinations, pairwise

from regkit.changes import Comparison
from regkit.library import (
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

FICTIONAL = "（虚构示例）"
"""Stands in the title of every page of a fictional example."""
# If a work has at most this many texts, any two of them have a page of comparison.
_ANY_TWO = 12


@dataclass(frozen=True)
class CitedBy:
    """A citation of a work or of its provisions: the reference, and the work and version that contain it."""

    reference: Reference
    work: Work
    version: Version


class Catalogue:
    """The works of a site on the day `today`.

    `site_url` is the address where the site is published, if known. `to_pdf` prints a statute as PDF, or returns None if that is not
    possible without errors; without it, the site has no PDF files.
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
        self._last_work: tuple[str, History, dict[tuple[str, str], Comparison]] | None = None

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
        """For the id of each work: the works that implement it."""
        works_by_id: dict[str, list[Work]] = {}
        for work in self.works:
            for higher in work.facts.implements:
                works_by_id.setdefault(higher, []).append(work)
        return works_by_id

    @cached_property
    def _by_citing(self) -> dict[int, list[Reference]]:
        """The references in each version, by the identity of the version."""
        references: dict[int, list[Reference]] = {}
        for reference in self._references.all:
            references.setdefault(id(reference.citing_version), []).append(reference)
        return references

    @cached_property
    def _by_cited(self) -> dict[str, list[Reference]]:
        """The references to each work, by its id."""
        references: dict[str, list[Reference]] = {}
        for reference in self._references.all:
            if reference.work is not None:
                references.setdefault(reference.work.id, []).append(reference)
        return references

    def references_of(self, version: Version) -> Sequence[Reference]:
        """The references of a version, in reading order."""
        return self._by_citing.get(id(version), [])

    def surroundings(self, version: Version) -> list[str]:
        """Words that change whenever a work that a version cites changes, or how far one of its citations can be followed."""
        return [
            f"{reference.reach}{self.digest(reference.work) if reference.work else ''}"
            for reference in self.references_of(version)
        ]

    def marks_of(self, version: Version) -> tuple[LinkMark, ...]:
        """The marks in the text of a version, none if the text is not in the library."""
        if version.statute is None:
            return ()
        return marks_of(version.statute, self.references_of(version), self.today)

    def citing(self, work: Work) -> list[CitedBy]:
        """The citations of a work by name in the texts that are shown first (see `shown_text`), work by work."""
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
        """The references in a version to its own provisions."""
        return [
            reference
            for reference in self.references_of(version)
            if reference.citation.act is None and reference.targets
        ]

    def shown_text(self, work: Work) -> Version | None:
        """The version whose text readers are shown first: the one in force, or else the newest with a text; None without any text."""
        current = work.perhaps_at(self.today)
        if current is not None and current.statute is not None:
            return current
        return next((version for version in reversed(work.versions) if version.statute is not None), None)

    def history(self, work: Work) -> History:
        """The history of a work. Only that of the last work asked for is kept, with its comparisons, to save memory."""
        return self._of(work)[0]

    def comparison(self, work: Work, old: Version, new: Version) -> Comparison:
        """The comparison of two texts of a work; rulings stored with the new one are used if they apply to this pair."""
        history, known = self._of(work)
        key = old.name, new.name
        if key not in known:
            passage = next(
                (passage for passage in history.passages if (passage.old, passage.new) == (old, new)), None
            )
            assert old.statute is not None
            known[key] = (
                passage.comparison if passage else compare_with_version(old.statute, work, new, old.dated)
            )
        return known[key]

    def _of(self, work: Work) -> tuple[History, dict[tuple[str, str], Comparison]]:
        """The history of a work and its comparisons so far, by the dates of the versions."""
        if self._last_work is None or self._last_work[0] != work.id:
            self._last_work = work.id, History(work), {}
        return self._last_work[1:]

    @property
    def has_pdf(self) -> bool:
        """Whether the site has PDF files."""
        return self._to_pdf is not None

    def pdf_of(self, work: Work, version: Version) -> bytes | None:
        """The text of a version as PDF, None if there is no text or it cannot be printed."""
        return self._to_pdf(titled(work, version.statute)) if self._to_pdf and version.statute else None

    def digest(self, work: Work) -> str:
        """A digest of everything recorded about a work: its facts, its texts and its status today."""
        if work.id not in self._digests:
            self._digests[work.id] = _digest_of_work(work, self.today)
        return self._digests[work.id]


def _digest_of_work(work: Work, today: date) -> str:
    """See `Catalogue.digest`."""
    parts = [work.id, work.facts.model_dump_json(), str(next_change(work, today))]
    for version in work.versions:
        parts.append(checksum_of(version.statute) if version.statute else "")
        parts.append(version.outline.model_dump_json() if version.outline else "")
        parts.append(version.rulings.model_dump_json() if version.rulings else "")
        parts += [work.status_of(version, today).status, work.remark_on(version, today)]
    return digest(parts)


def next_change(work: Work, today: date) -> date | None:
    """The first day after today on which a text of a work, or one of its provisions, begins or ceases to apply; None without any."""
    days = {
        day
        for version in work.versions
        for period in work.periods_of(version)
        for day in (period.since, period.until)
        if day
    }
    days |= {period.since for period in work.periods if period.since}
    return min((day for day in days if day > today), default=None)


def page_title(work: Work, what: str) -> str:
    """The title of a page about a work. It marks fictional examples, because search results show titles alone."""
    return f"{work.title}：{what}{FICTIONAL if work.facts.fictional else ''}"


def checksum_of(statute: Statute) -> str:
    """The SHA-256 of the text as printed."""
    return hash_of_text(to_text(statute))


def titled(work: Work, statute: Statute) -> Statute:
    """The statute for downloads: with the title of its work if it has no title of its own."""
    return statute if statute.title else replace(statute, title=work.title)


def pairs_of(work: Work) -> list[tuple[Version, Version]]:
    """The pairs of versions that have a page of comparison, the older version first.

    All pairs if the texts are few; otherwise each text with the next one and with the latest. `regkit diff` compares the others.
    """
    texts = [version for version in work.versions if version.statute is not None]
    if any_two_are_compared(work):
        return list(combinations(texts, 2))
    latest = [(old, texts[-1]) for old in texts[:-2]]
    neighbours = list(pairwise(texts))
    return [*(pair for pairs in zip(neighbours, latest, strict=False) for pair in pairs), neighbours[-1]]


def any_two_are_compared(work: Work) -> bool:
    """Whether all pairs of texts of a work have a page of comparison, because they are few enough."""
    return sum(version.statute is not None for version in work.versions) <= _ANY_TWO


def in_force_first(work: Work, today: date) -> list[Version]:
    """The versions with a text: those in force first, then the others, the newest first."""
    texts = [version for version in reversed(work.versions) if version.statute is not None]
    return sorted(texts, key=lambda version: work.status_of(version, today).status is not Status.IN_FORCE)


def digest(parts: Iterable[str]) -> str:
    """The SHA-256 of strings in their order."""
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
