"""Rows: works as tables, the same for every kind of data file. Each table has a number of its own for each row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from regkit.citations import find_citations
from regkit.library import DateKind, Status, Version, Work
from regkit.model.address import Address
from regkit.model.flat import FlatTree, flatten
from regkit.model.tree import Provision, Statute
from regkit.printing.layout import lay_out_provision
from regkit.printing.text import to_text


class VersionRow(msgspec.Struct, frozen=True):
    """A version of a work. It is in force from `since` up to the day before `until`, after which it is `ended_as`.

    `since` is 施行日期, or the nearest day that is recorded where `since_is_known` is false.
    """

    version: int
    work: str
    title: str
    rank: str | None
    authority: str | None
    fictional: bool
    dated: date
    kind: str | None
    adopted: date | None
    adopted_by: str | None
    decision: str | None
    approved: date | None
    promulgated: date | None
    in_force: date | None
    expired: date | None
    since: date
    since_is_known: bool
    until: date | None
    ended_as: str | None
    has_text: bool


class ProvisionRow(msgspec.Struct, frozen=True):
    """A provision of a version, in reading order: its own text, and the number of the one that it stands in."""

    provision: int
    version: int
    address: str
    written: str
    level: str
    parent: int | None
    label: str | None
    heading: str | None
    text: str


class ArticleRow(msgspec.Struct, frozen=True):
    """What is searched as one: an article with all that it holds, or what stands in none. `text` is as printed.

    The preamble of a text is one too; it has no provision and no address.
    """

    article: int
    version: int
    provision: int | None
    address: str | None
    written: str | None
    text: str


class CitationRow(msgspec.Struct, frozen=True):
    """A citation of a version, or one target of it: `text` stands at `start` in the text of the provision at `source`.

    `target` is an address in the same text, or in `act`; `unresolved` says why it leads nowhere.
    """

    version: int
    source: str
    start: int
    end: int
    text: str
    kind: str
    act: str | None
    target: str | None
    unresolved: str | None


class VersionTables(msgspec.Struct, frozen=True):
    """All rows of one version."""

    version: VersionRow
    provisions: tuple[ProvisionRow, ...]
    articles: tuple[ArticleRow, ...]
    citations: tuple[CitationRow, ...]


def kind_of(type_: object) -> str:
    """The name of the plain type of a column: int, bool, str or date."""
    return str(type_).replace("<class '", "").replace("'>", "").replace("datetime.", "").split(" | ")[0]


def tables_of(works: Iterable[Work]) -> Iterator[VersionTables]:
    """The rows of every version of every work, work by work, version by version."""
    number = provisions = articles = 0
    for work in works:
        for version in work.versions:
            number += 1
            made = _Maker(number, provisions, articles).make(work, version)
            provisions += len(made.provisions)
            articles += len(made.articles)
            yield made


class _Maker:
    def __init__(self, number: int, provisions: int, articles: int) -> None:
        self._number = number
        self._provisions = provisions
        self._articles = articles

    def make(self, work: Work, version: Version) -> VersionTables:
        statute = version.statute
        row = _version_row(self._number, work, version)
        if statute is None:
            return VersionTables(row, (), (), ())
        nodes = list(statute.walk())
        tree = FlatTree(flatten(statute).provisions)
        provisions = tuple(
            ProvisionRow(
                self._provisions + index + 1,
                self._number,
                address.eid,
                str(address),
                node.level.value,
                self._provisions + flat.parent + 1 if flat.parent >= 0 else None,
                node.label,
                node.heading,
                node.text,
            )
            for index, ((address, node), flat) in enumerate(zip(nodes, tree.provisions, strict=True))
        )
        articles = self._articles_of(statute, nodes, tree.units.units)
        return VersionTables(row, provisions, tuple(articles), tuple(_citations(self._number, statute)))

    def _articles_of(
        self, statute: Statute, nodes: list[tuple[Address, Provision]], units: tuple[int, ...]
    ) -> Iterator[ArticleRow]:
        number = self._articles
        if statute.preamble:
            number += 1
            yield ArticleRow(number, self._number, None, None, None, "\n".join(statute.preamble))
        for index in units:
            number += 1
            address, node = nodes[index]
            text = to_text(lay_out_provision(address, node)).rstrip("\n")
            yield ArticleRow(
                number, self._number, self._provisions + index + 1, address.eid, str(address), text
            )


def _version_row(number: int, work: Work, version: Version) -> VersionRow:
    facts = version.facts
    until = work.until(version)
    ended = work.standing(version, until).status if until else None
    return VersionRow(
        version=number,
        work=work.id,
        title=work.title,
        rank=work.facts.rank,
        authority=work.facts.authority,
        fictional=work.facts.fictional,
        dated=version.dated,
        kind=facts.kind.value if facts.kind else None,
        adopted=facts.adopted,
        adopted_by=facts.adopted_by,
        decision=facts.decision,
        approved=facts.approved,
        promulgated=facts.promulgated,
        in_force=version.day(DateKind.IN_FORCE),
        expired=facts.expired,
        since=version.effective,
        since_is_known=version.effective_is_known,
        until=until,
        ended_as=ended.value if ended not in (None, Status.IN_FORCE) else None,
        has_text=version.statute is not None,
    )


def _citations(number: int, statute: Statute) -> Iterator[CitationRow]:
    for citation in find_citations(statute):
        source = citation.source if isinstance(citation.source, str) else citation.source.eid
        act = citation.act.title if citation.act else None
        columns = (number, source, citation.start, citation.end, citation.text, citation.kind.value, act)
        for target in citation.targets:
            yield CitationRow(*columns, target.eid, None)
        for missing in citation.unresolved:
            yield CitationRow(*columns, missing.words, missing.reason.value)
        if not citation.targets and not citation.unresolved:
            yield CitationRow(*columns, None, None)
