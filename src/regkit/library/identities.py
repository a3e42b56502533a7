"""Which text a version is, for formats that say it: its work, its days, and the life of the act."""

from __future__ import annotations

from collections.abc import Iterator

from regkit.library.facts import VersionKind
from regkit.library.versions import DateKind, Version, describe
from regkit.library.works import Work
from regkit.metadata import read_metadata
from regkit.notations.akn.meta import Identity, LifecycleEvent


def identity_of_version(work: Work, version: Version) -> Identity:
    """What is recorded of a version, with what its text says of itself.

    An act that repealed an earlier one of the same work has a life of its own, which begins with it.
    """
    since = [each for each in work.versions if each.dated <= version.dated]
    begun = max(
        (index for index, each in enumerate(since) if each.facts.kind is VersionKind.ENACTED), default=0
    )
    number = read_metadata(version.statute).document_number if version.statute else None
    return Identity(
        work=work.id,
        title=work.title,
        rank=work.facts.rank,
        authority=work.facts.authority,
        number=number,
        enacted=since[begun].dated,
        dated=version.dated,
        promulgated=version.facts.promulgated,
        in_force=version.day(DateKind.IN_FORCE),
        expired=version.facts.expired,
        events=tuple(_events(work.versions[begun:])),
    )


def _events(versions: tuple[Version, ...]) -> Iterator[LifecycleEvent]:
    """The life of an act from its first version on, up to the later act that repealed it."""
    for index, version in enumerate(versions):
        if index and version.facts.kind is VersionKind.ENACTED:
            if version.facts.repeals:
                yield LifecycleEvent(version.effective, "repeal", f"{describe(version)}的文本")
            return
        title = version.facts.decision or describe(version)
        yield LifecycleEvent(version.dated, "amendment" if index else "generation", title)
