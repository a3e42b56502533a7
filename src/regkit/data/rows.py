"""The rows of the tables that SQLite and Parquet files share. Within a table, rows are numbered from 1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from regkit.citations import find_citations
from regkit.library import Status, Version, Work
from regkit.model.address import Address
from regkit.model.flat import FlatTree, flatten
from regkit.model.tree import Provision, Statute
from regkit.printing.layout import lay_out_provision
from regkit.printing.text import to_text


class VersionRow(msgspec.Struct, frozen=True):
    """A version of a work. Table `periods` says what applies on which days; the days here may not be certain.

    - `version`: number of the row; other tables refer to it.
    - `work`, `title`, `rank`, `authority`, `fictional`: id and facts of the work.
    - `dated`: the date that names the version; `name`: its name, which tells the second version of a day apart.
    - `kind`: 制定, 修正 or 修订.
    - `adopted`, `approved`, `promulgated`, `in_force`, `expired`: 通过, 批准, 公布, 施行 and 失效日期, None if unknown.
    - `adopted_by`, `decision`: who adopted it, and the decision that amended the text.
    - `since`: 施行日期, or the first day on which it may have come into force if `since_is_known` is false.
    - `until`: the first day on which it is, or may be, no longer in force; None if it has not ended.
    - `until_is_known`: whether that day is certain; None if it has not ended.
    - `ended_as`: its 时效性 on that day, 已被修改 or 已废止.
    - `has_text`: whether the text is in the library.
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
    name: str
    until_is_known: bool | None


class PeriodRow(msgspec.Struct, frozen=True):
    """Days on which the 时效性 of a version, or of one of its provisions, is the same.

    - `version`: number of the row of the version.
    - `address`: eId of a provision with days of its own, for those days on which it has another status than its version; None for the version.
    - `since`, `until`: the first of these days, and the first that is no longer one; None if there is no such day.
    - `status`: 尚未生效, 现行有效, 已被修改, 已废止, 施行日期待定 or 不能确定.
    """

    version: int
    address: str | None
    since: date | None
    until: date | None
    status: str


class ProvisionRow(msgspec.Struct, frozen=True):
    """A provision of a version; rows are in walking order.

    - `provision`: number of the row; `version`: that of its version; `parent`: that of the provision it stands in.
    - `address`, `written`: its address as eId and in Chinese.
    - `level`: 条, 款 and so on, as the value of `Level`.
    - `label`, `heading`: number and heading as printed.
    - `text`: the provision's own text, without its children.
    """

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
    """A unit of full-text search: an article with all its children, or a provision outside of any article.

    The preamble of a statute is a unit too; `provision`, `address` and `written` are then None. `article` is
    the number of the row, `version` and `provision` refer to the other tables, and `text` is the text as
    printed.
    """

    article: int
    version: int
    provision: int | None
    address: str | None
    written: str | None
    text: str


class CitationRow(msgspec.Struct, frozen=True):
    """A citation in a version, or one of its targets: a citation with several targets takes several rows.

    - `version`: number of the citing version.
    - `source`: eId of the citing provision, or the name of the front (such as ``preamble``).
    - `start`, `end`: where the citation stands in the text of `source`, in characters from 0, the end exclusive.
    - `text`: the citation as printed; `kind`: the value of `CitationKind`.
    - `act`: title of the cited act; None for a citation within the same text.
    - `target`: eId of the cited provision, or the words that could not be resolved; None if the act as a whole is cited.
    - `unresolved`: why the target was not found; None if it was.
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
    """The rows of one version in all tables."""

    version: VersionRow
    periods: tuple[PeriodRow, ...]
    provisions: tuple[ProvisionRow, ...]
    articles: tuple[ArticleRow, ...]
    citations: tuple[CitationRow, ...]


def kind_of(type_: object) -> str:
    """The plain type of a column (int, bool, str or date), from the annotation of a field."""
    return str(type_).replace("<class '", "").replace("'>", "").replace("datetime.", "").split(" | ")[0]


def tables_of(works: Iterable[Work]) -> Iterator[VersionTables]:
    """Yield the rows of every version: work by work, the versions of a work from the earliest."""
    version_count = provision_count = article_count = 0
    for work in works:
        for version in work.versions:
            version_count += 1
            tables = _VersionRows(version_count, provision_count, article_count).build(work, version)
            provision_count += len(tables.provisions)
            article_count += len(tables.articles)
            yield tables


class _VersionRows:
    """Builds the rows of one version, given its number and how many provisions and articles precede it."""

    def __init__(self, number: int, provisions: int, articles: int) -> None:
        self._number = number
        self._provisions = provisions
        self._articles = articles

    def build(self, work: Work, version: Version) -> VersionTables:
        statute = version.statute
        row = _version_row(self._number, work, version)
        periods = tuple(
            PeriodRow(
                self._number,
                Address.parse(period.address).eid if period.address else None,
                period.since,
                period.until,
                period.status.value,
            )
            for period in work.periods_of(version)
        )
        if statute is None:
            return VersionTables(row, periods, (), (), ())
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
        return VersionTables(
            row, periods, provisions, tuple(articles), tuple(_citation_rows(self._number, statute))
        )

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
    begun, ended = work.commencement_of(version), work.end_of(version)
    until = (ended.day or ended.earliest or ended.latest) if ended else None
    certain = (ended.day or ended.latest) if ended else None
    end_status = work.status_of(version, certain).status if certain else None
    return VersionRow(
        version=number,
        work=work.id,
        title=work.title_of(version),
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
        in_force=begun.day,
        expired=facts.expired,
        since=begun.earliest or begun.latest or version.dated,
        since_is_known=begun.day is not None,
        until=until,
        ended_as=end_status.value if end_status not in (None, Status.IN_FORCE) else None,
        has_text=version.statute is not None,
        name=version.name,
        until_is_known=(ended.day is not None) if ended else None,
    )


def _citation_rows(number: int, statute: Statute) -> Iterator[CitationRow]:
    for citation in find_citations(statute):
        source = citation.source if isinstance(citation.source, str) else citation.source.eid
        act = citation.act.title if citation.act else None
        columns = (number, source, citation.start, citation.end, citation.text, citation.kind.value, act)
        for target in citation.targets:
            yield CitationRow(*columns, target.eid, None)
        for unresolved in citation.unresolved:
            yield CitationRow(*columns, unresolved.words, unresolved.reason.value)
        if not citation.targets and not citation.unresolved:
            yield CitationRow(*columns, None, None)
