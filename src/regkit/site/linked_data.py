"""Linked data: a version as schema.org/Legislation, with identifiers in the manner of ELI."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from regkit.library import Status, Version, VersionKind, Work, describe
from regkit.model.levels import Level
from regkit.site.addresses import version_path, work_path
from regkit.site.catalogue import Catalogue
from regkit.site.templates import script_json

# What is not certain is not stated.
_FORCE = {
    Status.NOT_YET_IN_FORCE: "NotInForce",
    Status.IN_FORCE: "InForce",
    Status.AMENDED: "NotInForce",
    Status.REPEALED: "NotInForce",
    Status.PENDING: "NotInForce",
}


def eli_of(work: Work, version: Version | None = None) -> str:
    """An identifier in the manner of ELI: ``eli/cn/<work>`` for a work, ``eli/cn/<work>/2022/05/13`` for a version."""
    day = f"/{version.dated:%Y/%m/%d}" if version else ""
    if version and version.facts.number > 1:
        day += f"/{version.facts.number}"
    return f"eli/cn/{work.id}{day}"


def version_data(catalogue: Catalogue, work: Work, version: Version) -> str:
    """A version as JSON-LD, in a script element for the head of its page; "" for a fictional example."""
    if work.facts.fictional:
        return ""
    identity = eli_of(work, version)
    base = catalogue.site_url
    index = work.indexes[version.name]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "name": work.title_of(version),
        "alternateName": list(work.facts.other_titles),
        "legislationIdentifier": identity,
        "legislationType": work.facts.rank,
        "legislationJurisdiction": "CN",
        "legislationPassedBy": work.facts.authority
        and {"@type": "GovernmentOrganization", "name": work.facts.authority},
        "legislationDate": version.adopted and str(version.adopted),
        "legislationDateVersion": str(version.dated),
        "datePublished": version.facts.promulgated and str(version.facts.promulgated),
        "temporalCoverage": _coverage(work, version),
        "legislationLegalForce": _force(work.status_of(version, catalogue.today).status),
        "version": describe(version),
        "inLanguage": "zh-CN",
        "exampleOfWork": {
            "@type": "Legislation",
            "legislationIdentifier": eli_of(work),
            **({"url": base + work_path(work)} if base else {}),
        },
    }
    if base:
        data["@id"] = data["url"] = base + version_path(work, version)
    if index:
        # A new act repeals the one before; an amended text consolidates it.
        earlier = work.versions[index - 1]
        repealed = version.facts.kind is VersionKind.ENACTED
        data["legislationRepeals" if repealed else "legislationConsolidates"] = {
            "@type": "Legislation",
            "legislationIdentifier": eli_of(work, earlier),
        }
    if version.statute is not None:
        data["hasPart"] = [
            {
                "@type": "Legislation",
                "legislationIdentifier": f"{identity}/{address.eid}",
                "name": node.label,
                **({"url": f"{base}{version_path(work, version)}#{address.eid}"} if base else {}),
            }
            for address, node in version.statute.walk()
            if node.level is Level.ARTICLE
        ]
    stated = {key: value for key, value in data.items() if value}
    return f'<script type="application/ld+json">{script_json(stated)}</script>'


def _coverage(work: Work, version: Version) -> str | None:
    """The interval in which a version applies (ISO 8601, ``..`` for an open end); None if a day of it is not certain."""
    begun, ended = work.commencement_of(version).day, work.end_of(version)
    if begun is None or (ended is not None and ended.day is None):
        return None
    # The last day of the interval is the one before the first without force.
    last = ended.day - timedelta(1) if ended is not None and ended.day is not None else None
    return f"{begun}/{last or '..'}"


def _force(status: Status) -> str | None:
    """The legal force as schema.org names it, None if it is not certain."""
    return f"https://schema.org/{_FORCE[status]}" if status in _FORCE else None
