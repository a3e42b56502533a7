"""The identity of a version, for formats that state it (Akoma Ntoso): its work, its dates and the life of the act."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regkit.library.facts import VersionKind
from regkit.library.status import Status
from regkit.library.versions import DateKind, Version, describe
from regkit.library.works import Work
from regkit.metadata import read_metadata
from regkit.notations.akn.meta import Identity, LifecycleEvent


def identity_of_version(work: Work, version: Version) -> Identity:
    """The identity of a version, from its recorded facts and the metadata of its text.

    An act that repealed an earlier act of the same work begins a life of its own; `enacted` and `events` start
    with it.
    """
    versions = [candidate for candidate in work.versions if candidate.facts.order <= version.facts.order]
    first = max(
        (index for index, candidate in enumerate(versions) if candidate.facts.kind is VersionKind.ENACTED),
        default=0,
    )
    number = read_metadata(version.statute).document_number if version.statute else None
    return Identity(
        work=work.id,
        title=work.title,
        rank=work.facts.rank,
        authority=work.facts.authority,
        number=number,
        enacted=versions[first].dated,
        dated=version.dated,
        promulgated=version.facts.promulgated,
        in_force=work.commencement_of(version).day,
        expired=_expired(work, version),
        events=tuple(_events(work, work.versions[first:])),
    )


def _expired(work: Work, version: Version) -> date | None:
    """The first day without force of a version that ended without a later one in its place, None if it has not or that is not known."""
    ended = work.end_of(version)
    if ended is None or ended.day is None:
        return None
    return ended.day if work.status_of(version, ended.day).status is Status.REPEALED else None


def _events(work: Work, versions: tuple[Version, ...]) -> Iterator[LifecycleEvent]:
    """Yield the events of an act from its first version on, up to its end."""
    life = versions[:1]
    for version in versions[1:]:
        if version.facts.kind is VersionKind.ENACTED:
            break
        life += (version,)
    for index, version in enumerate(life):
        title = version.facts.decision or describe(version)
        yield LifecycleEvent(version.dated, "amendment" if index else "generation", title)
    ended = work.end_of(life[-1])
    if ended is not None and ended.day is not None:
        cause = next(
            event.cause
            for event in work.events_of(life[-1])
            if event.kind is DateKind.EXPIRED and not event.provision
        )
        yield LifecycleEvent(ended.day, "repeal", cause or describe(life[-1]))
