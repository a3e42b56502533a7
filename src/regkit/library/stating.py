"""The facts that a text states about itself and about the versions that its 题注 names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from regkit.library.facts import VersionKind
from regkit.metadata import (
    Enactment,
    EventKind,
    Metadata,
    MetadataEvent,
    Moment,
    OnDay,
    read_metadata,
    resolve,
)
from regkit.model.address import Address
from regkit.model.tree import Statute, walk

_KINDS = {
    EventKind.PASSED: VersionKind.ENACTED,
    EventKind.REVISED: VersionKind.REVISED,
    EventKind.AMENDED: VersionKind.AMENDED,
}


def stated_facts(statute: Statute) -> dict[str, Any]:
    """The facts that a text states about its own version, by the keys of `VersionFacts`; unstated facts are left out.

    The 题注 lists all events in the life of a text. The last event that passed, revised or amended it
    determines its version.
    """
    versions = stated_versions(statute)
    return versions[-1] if versions else {}


def stated_versions(statute: Statute) -> tuple[dict[str, Any], ...]:
    """The facts that a text states about all versions that its 题注 names, the last of which is the text itself.

    They are by the keys of `VersionFacts`, in the order of adoption; unstated facts are left out.
    """
    metadata = read_metadata(statute)
    enactments = [enactment for enactment in metadata.enactments if enactment.day]
    if not enactments:
        return ()
    numbers: Counter[date] = Counter()
    versions: list[dict[str, Any]] = []
    for enactment in enactments:
        facts = _facts_of(enactment, statute)
        day = enactment.day or date.min
        numbers[day] += 1
        facts["number"] = numbers[day] if numbers[day] > 1 else None
        versions.append(facts)
    versions.sort(key=_order)
    last = max(enactments, key=lambda enactment: enactment.day or date.min)
    versions[-1] |= _expiry(metadata, statute) | _provisions(metadata, last, statute)
    return tuple({key: value for key, value in facts.items() if value} for facts in versions)


def stated_conflicts(statute: Statute) -> tuple[str, ...]:
    """A Chinese sentence for each fact that a text states in two ways, with both in its own words."""
    metadata = read_metadata(statute)
    if not metadata.enactments:
        return ()
    last = metadata.enactments[-1]
    moments = {last_event.words: _moment(last, last_event) for last_event in last.commencements}
    days = {moment.day for moment in moments.values() if moment.day}
    if len(days) < 2:
        return ()
    stated = "；".join(
        f"“{_one_line(words)}”（{moment.day}）" for words, moment in moments.items() if moment.day
    )
    return (f"施行日期有两种写法：{stated}；请用 --in-force 给出是哪一天",)


def _order(facts: Mapping[str, Any]) -> tuple[date, int]:
    day = facts.get("adopted") or facts.get("promulgated") or facts.get("approved")
    return day or date.min, facts.get("number") or 1


def _facts_of(enactment: Enactment, statute: Statute) -> dict[str, Any]:
    """The facts of the version that an enactment made."""
    adopted, approved = enactment.adopted, enactment.approved
    return {
        "adopted": adopted.day if adopted else None,
        "kind": _KINDS.get(enactment.kind) if enactment.kind else None,
        "adopted_by": enactment.adopted_by if adopted and adopted.day else None,
        "decision": "、".join(enactment.decisions),
        "approved": approved.day if approved else None,
        "approved_by": approved.by if approved else None,
        "promulgated": enactment.promulgated,
        "corrections": tuple(
            {
                key: value
                for key, value in (
                    ("day", event.day),
                    ("by", event.decision or event.by),
                    ("words", _one_line(event.words)),
                )
                if value
            }
            for event in enactment.events
            if event.kind is EventKind.CORRECTED
        ),
        **_commencement(enactment, statute),
    }


def _commencement(enactment: Enactment, statute: Statute) -> dict[str, Any]:
    """When a version comes into force: the day if it is certain, and the words of the rule."""
    event = enactment.commencement
    if event is None or event.when is None:
        return {}
    # The day itself is enough where the notes print it; the rule of an article is kept in its words.
    is_rule = isinstance(event.source, Address) or not isinstance(event.when, OnDay)
    return {
        "in_force": _moment(enactment, event).day,
        "in_force_rule": f"{_rule(event, statute)}。" if is_rule else None,
    }


def _moment(enactment: Enactment, event: MetadataEvent) -> Moment:
    """The moment of an event of an enactment, counted from its own days."""
    adopted, approved = enactment.adopted, enactment.approved
    known = {
        EventKind.PASSED: adopted.day if adopted else None,
        EventKind.APPROVED: approved.day if approved else None,
        EventKind.PROMULGATED: enactment.promulgated,
    }

    def moment_of(kind: EventKind | str) -> Moment:
        day = known.get(kind) if isinstance(kind, EventKind) else None
        return Moment.on(day) if day else Moment(enactment.day)

    return resolve(event.when, moment_of) if event.when is not None else Moment(enactment.day)


def _expiry(metadata: Metadata, statute: Statute) -> dict[str, Any]:
    """When the text itself ends its force: the day if it is certain, and the words."""
    event = metadata.expiry
    if event is None or event.when is None:
        return {}
    return {"expired": metadata.expires, "expired_rule": f"{_rule(event, statute)}。"}


def _provisions(metadata: Metadata, last: Enactment, statute: Statute) -> dict[str, Any]:
    """The provisions that come into force or end on days of their own."""
    dates: dict[str, dict[str, Any]] = {}
    for event in metadata.events:
        day = metadata.day_of(event)
        for address in event.provisions:
            if not last.is_whole and day and last.day and day < last.day:
                # The closing articles of an amended text still speak of the original.
                continue
            known = dates.setdefault(str(address), {"address": str(address)})
            if event.kind is EventKind.EXPIRED and day:
                known["expired"] = day
            elif event.kind is EventKind.IN_FORCE and day:
                known["in_force"] = day
            elif event.kind is EventKind.IN_FORCE and event.when is not None:
                known["in_force_rule"] = f"{_rule(event, statute)}。"
    return {"provisions": tuple(value for value in dates.values() if len(value) > 1)}


def _rule(event: MetadataEvent, statute: Statute) -> str:
    """The words of an event as the text prints them, to the end of their sentence."""
    words = event.words
    if isinstance(event.source, Address) and event.source in statute:
        for _, node in walk(statute[event.source], event.source):
            start = node.text.find(words)
            if start >= 0:
                end = node.text.find("。", start + len(words))
                return _one_line(node.text[start : end if end >= 0 else len(node.text)])
    return _one_line(words)


def _one_line(words: str) -> str:
    return "".join(words.split()).rstrip("。；;")
