"""The identity of a version, for formats that state it (Akoma Ntoso): its work, its dates and the life of the act."""

from __future__ import annotations

from collections.abc import Iterator

from regkit.library.facts import VersionKind
from regkit.library.versions import DateKind, Version, describe
from regkit.library.works import Work
from regkit.metadata import read_metadata
from regkit.notations.akn.meta import Identity, LifecycleEvent


def identity_of_version(work: Work, version: Version) -> Identity:
    """The identity of a version, from its recorded facts and the metadata of its text.

    An act that repealed an earlier act of the same work begins a life of its own; `enacted` and `events` start
    with it.
    """
    versions = [candidate for candidate in work.versions if candidate.dated <= version.dated]
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
        in_force=version.day(DateKind.IN_FORCE),
        expired=version.facts.expired,
        events=tuple(_events(work.versions[first:])),
    )


def _events(versions: tuple[Version, ...]) -> Iterator[LifecycleEvent]:
    """Yield the events of an act from its first version on, up to the later act that repealed it."""
    for index, version in enumerate(versions):
        if index and version.facts.kind is VersionKind.ENACTED:
            if version.facts.repeals:
                yield LifecycleEvent(version.effective, "repeal", f"{describe(version)}的文本")
            return
        title = version.facts.decision or describe(version)
        yield LifecycleEvent(version.dated, "amendment" if index else "generation", title)
