"""What the texts of a library do to each other's works: who repeals, amends, adapts and revives what, and from when."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from datetime import date

from regkit.library.facts import VersionKind
from regkit.library.states import ActEffect
from regkit.library.versions import Version
from regkit.library.works import Work
from regkit.metadata import Effect, EventKind, Metadata, Moment, OnDay, read_metadata, resolve
from regkit.model.address import Address
from regkit.rule import Rule
from regkit.text.titles import title_key

STATING = Rule(
    "words without which a text states nothing about other acts",
    r"废止|失效|停止(?:执行|施行|适用)|修改|修正|恢复|调整适用|暂停|作如下|继续(?:有效|施行)|廢止|失效|修訂|恢復",
    matches=("废止《示范办法》", "作如下修改"),
    rejects=("本条例自公布之日起施行。", "适用"),
)


def effects_stated_by(work: Work) -> Iterator[tuple[Effect, ActEffect]]:
    """Yield what the texts of a work state that they do to other acts, each with the moment at which it takes effect.

    A later version repeats the closing article of the original, so each is taken from the earliest text that has it.
    """
    seen: set[tuple[object, ...]] = set()
    for index, version in enumerate(work.versions):
        if version.statute is None:
            continue
        metadata = read_metadata(version.statute)
        for effect in metadata.effects:
            key = (effect.kind, title_key(effect.act), effect.provisions)
            if key not in seen:
                seen.add(key)
                yield effect, _dated(work, index, effect, metadata)


def _dated(work: Work, index: int, effect: Effect, metadata: Metadata) -> ActEffect:
    """An effect with its day, as a text states it that is the version of a work at an index."""
    stating = work.versions[index]
    whole = _last_whole(work, index)
    # The text may only keep what the original says, and the original may not be in the library.
    source = whole if whole.statute is None else stating
    moment = source.commencement()
    closing = [
        event
        for event in metadata.events
        if event.kind is EventKind.IN_FORCE and not event.provisions and isinstance(event.source, Address)
    ]
    if closing and isinstance(closing[0].when, OnDay) and source is whole and moment.day is None:
        moment = Moment.on(closing[0].when.day)
    if effect.when is not None:
        commencement = moment
        moment = resolve(
            effect.when,
            lambda event: commencement if event is EventKind.IN_FORCE else Moment(source.dated),
        )
    return ActEffect(
        kind=effect.kind,
        act=work.title_of(stating),
        work=work.id,
        version=stating.name,
        source=effect.source,
        words=effect.words,
        enacted=source.dated,
        moment=moment,
        provisions=effect.provisions,
    )


def _last_whole(work: Work, index: int) -> Version:
    """The version that was last enacted as a whole, up to an index; that at the index if none is recorded."""
    whole = [
        version for version in work.versions[: index + 1] if version.facts.kind is not VersionKind.AMENDED
    ]
    return whole[-1] if whole else work.versions[index]


class EffectIndex:
    """What the texts of some works do to the works of a library, by the titles of these.

    `unmatched` holds the effects on acts that none of the works is: the library does not have them, or another act
    of the same title is meant.
    """

    def __init__(self, stating: Iterable[Work], works: Iterable[Work]) -> None:
        self._by_title: dict[str, list[Work]] = {}
        for work in works:
            for key in dict.fromkeys(map(title_key, work.facts.titles)):
                self._by_title.setdefault(key, []).append(work)
        self._by_work: dict[str, list[ActEffect]] = {}
        self.unmatched: list[tuple[Effect, ActEffect]] = []
        for work in stating:
            for effect, dated in effects_stated_by(work):
                self._add(effect, dated)

    def on(self, identity: str) -> tuple[ActEffect, ...]:
        """The effects on a work, by its id."""
        return tuple(self._by_work.get(identity, ()))

    def _add(self, effect: Effect, dated: ActEffect) -> None:
        named = self._by_title.get(title_key(effect.act), [])
        targets = [work for work in named if _may_be_meant(work, effect, dated)]
        if len(targets) > 1 and effect.days:
            described = [work for work in targets if _days_of(work) & set(effect.days)]
            targets = described or targets
        if not targets:
            self.unmatched.append((effect, dated))
        for work in targets:
            others = tuple(other.id for other in targets if other is not work)
            self._by_work.setdefault(work.id, []).append(dataclasses.replace(dated, others=others))


def _may_be_meant(work: Work, effect: Effect, dated: ActEffect) -> bool:
    """Whether an effect may be on a work with the title that it names: not if the work is younger, or has other days."""
    if work.id == dated.work:
        return any(version.dated < dated.enacted for version in work.versions)
    if work.versions[0].dated > dated.enacted:
        return False
    first = work.versions[0].facts
    known = _days_of(work)
    is_complete = first.kind is VersionKind.ENACTED and first.adopted and first.promulgated
    return not (effect.days and is_complete and not known & set(effect.days))


def _days_of(work: Work) -> set[date]:
    """All recorded days of adoption, approval and promulgation of a work."""
    return {
        day
        for version in work.versions
        for day in (version.facts.adopted, version.facts.approved, version.facts.promulgated)
        if day
    }
