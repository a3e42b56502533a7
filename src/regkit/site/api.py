"""The API of the site: JSON files with the content of the pages; docs/developers/api.md describes them."""

from __future__ import annotations

import inspect
from datetime import date
from typing import Any

import msgspec

from regkit.contracts.diff import to_diff
from regkit.library import Version, Work, WorkState, describe
from regkit.notations.json.writing import show_statute
from regkit.site.addresses import (
    api_comparison_path,
    api_version_path,
    api_work_path,
    comparison_path,
    version_path,
    work_path,
)
from regkit.site.catalogue import Catalogue, checksum_of, pairs_of
from regkit.site.linked_data import eli_of


class ApiPeriod(msgspec.Struct, frozen=True):
    """Days on which the status of a version, or of one of its provisions, is the same.

    `since` is the first of them and `until` the first that is no longer one; null if there is no such day. `address` is the provision in
    Chinese, if it has another status than its version on these days; null for the version.
    """

    status: str
    since: date | None
    until: date | None
    address: str | None


class ApiState(msgspec.Struct, frozen=True):
    """The answer to the question which text of a work applies on the days from `since` up to the day before `until`.

    `version` is the `id` of the version, `candidates` all that may apply; `evidence` is what the answer rests on, and
    `doubts` what keeps it from being certain, in Chinese.
    """

    status: str
    since: date | None
    until: date | None
    version: str | None
    candidates: tuple[str, ...]
    evidence: tuple[str, ...]
    doubts: tuple[str, ...]


class ApiVersion(msgspec.Struct, frozen=True):
    """A version of a work.

    Days that are not recorded are null. `status` is the status on `day` of the answer. `page` and `text` are paths relative to the
    root of the site. `id` is the date that names the version (`dated`), with ``-2`` for the second version of a day (`number`); `title`
    is the title that it has. `in_force` and `expired` are null if they are not certain; `periods` holds the statuses on all days. `text`, `articles` (their number) and `sha256` are null if the site does not have the text.
    """

    dated: date
    number: int
    id: str
    name: str
    title: str
    identifier: str
    status: str
    adopted: date | None
    approved: date | None
    promulgated: date | None
    in_force: date | None
    expired: date | None
    kind: str | None
    decision: str | None
    repeals: date | None
    page: str
    text: str | None
    articles: int | None
    sha256: str | None
    periods: tuple[ApiPeriod, ...]


class ApiComparison(msgspec.Struct, frozen=True):
    """A comparison of two versions: `page` and `data` are paths relative to the root of the site."""

    old: str
    new: str
    page: str
    data: str


class ApiWork(msgspec.Struct, frozen=True, tag_field="schema", tag="regkit.api.work/1"):
    """``api/works/<id>.json``: a work with its versions, the earliest first.

    `current` is the id of the version that is known to be in force on `day`, null if there is none; `sentence` is the answer for that
    day in Chinese, and `periods` are the answers for all days. `checked` is the day on which a source was last consulted.
    """

    id: str
    title: str
    other_titles: tuple[str, ...]
    rank: str | None
    authority: str | None
    implements: tuple[str, ...]
    fictional: bool
    identifier: str
    page: str
    day: date
    current: str | None
    sentence: str
    checked: date | None
    periods: tuple[ApiState, ...]
    versions: tuple[ApiVersion, ...]
    comparisons: tuple[ApiComparison, ...]


class ApiEntry(msgspec.Struct, frozen=True):
    """A work in the list of all works; `data` is the path of its file in the API."""

    id: str
    title: str
    rank: str | None
    fictional: bool
    current: str | None
    data: str


class ApiIndex(msgspec.Struct, frozen=True, tag_field="schema", tag="regkit.api/1"):
    """``api/index.json``: the works of the site, with the state on `day`."""

    site: str
    day: date
    works: tuple[ApiEntry, ...]


def index_json(catalogue: Catalogue) -> bytes:
    """The file with the list of all works."""
    return _encoded(
        ApiIndex(
            site=catalogue.site_name,
            day=catalogue.today,
            works=tuple(
                ApiEntry(
                    work.id,
                    work.title,
                    work.facts.rank,
                    work.facts.fictional,
                    _current(catalogue, work),
                    api_work_path(work),
                )
                for work in catalogue.works
            ),
        )
    )


def work_json(catalogue: Catalogue, work: Work) -> bytes:
    """The file of a work with its versions."""
    return _encoded(
        ApiWork(
            id=work.id,
            title=work.title,
            other_titles=work.facts.other_titles,
            rank=work.facts.rank,
            authority=work.facts.authority,
            implements=work.facts.implements,
            fictional=work.facts.fictional,
            identifier=eli_of(work),
            page=work_path(work),
            day=catalogue.today,
            current=_current(catalogue, work),
            sentence=str(work.state(catalogue.today)),
            checked=work.facts.checked,
            periods=tuple(map(_state, work.periods)),
            versions=tuple(_version(catalogue, work, version) for version in work.versions),
            comparisons=tuple(
                ApiComparison(
                    old.name, new.name, comparison_path(work, old, new), api_comparison_path(work, old, new)
                )
                for old, new in pairs_of(work)
            ),
        )
    )


def version_json(work: Work, version: Version) -> bytes:
    """The file with the text of a version, as ``regkit show --json`` prints it and `regkit.load` reads it back."""
    assert version.statute is not None
    return _encoded(show_statute(f"{work.id}@{version.name}", version.statute))


def comparison_json(catalogue: Catalogue, work: Work, old: Version, new: Version) -> bytes:
    """The file with the comparison of two versions, as ``regkit diff --json`` prints it."""
    return _encoded(to_diff(catalogue.comparison(work, old, new), old.name, new.name))


def api_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the files that describe works."""
    shapes, components = msgspec.json.schema_components((ApiIndex, ApiWork), ref_template="#/$defs/{name}")
    for component in components.values():
        # Python 3.13 and later strip the indentation of docstrings. The schema must be the same with all versions of Python.
        if "description" in component:
            component["description"] = inspect.cleandoc(component["description"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "regkit API",
        "anyOf": list(shapes),
        "$defs": components,
    }


def _version(catalogue: Catalogue, work: Work, version: Version) -> ApiVersion:
    facts = version.facts
    has_text = version.statute is not None
    ended = work.end_of(version)
    return ApiVersion(
        dated=version.dated,
        number=facts.number,
        id=version.name,
        name=describe(version),
        title=work.title_of(version),
        identifier=eli_of(work, version),
        status=work.status_of(version, catalogue.today).status.value,
        adopted=facts.adopted,
        approved=facts.approved,
        promulgated=facts.promulgated,
        in_force=work.commencement_of(version).day,
        expired=ended.day if ended else None,
        kind=facts.kind.value if facts.kind else None,
        decision=facts.decision,
        repeals=facts.repeals,
        page=version_path(work, version),
        text=api_version_path(work, version) if has_text else None,
        articles=len(version.statute.articles) if version.statute else None,
        sha256=checksum_of(version.statute) if version.statute else None,
        periods=tuple(
            ApiPeriod(period.status.value, period.since, period.until, period.address)
            for period in work.periods_of(version)
        ),
    )


def _state(state: WorkState) -> ApiState:
    return ApiState(
        status=state.status.value,
        since=state.since,
        until=state.until,
        version=state.version.name if state.version else None,
        candidates=tuple(version.name for version in state.candidates),
        evidence=tuple(evidence.fact for evidence in state.evidence),
        doubts=state.doubts,
    )


def _current(catalogue: Catalogue, work: Work) -> str | None:
    """The id of the version that is known to be in force today, None if there is none."""
    current = work.at(catalogue.today)
    return current.name if current else None


def _encoded(value: msgspec.Struct) -> bytes:
    return msgspec.json.encode(value) + b"\n"
