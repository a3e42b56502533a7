"""Full-text search in an index: articles that contain all words of a query, best first."""

from __future__ import annotations

import sqlite3
from datetime import date

import msgspec

from regkit.contracts.search import FoundArticle
from regkit.data.words import Query, encoded, find_spans, read_query
from regkit.library import Status
from regkit.library import written as written_day
from regkit.model.address import Address

_COLUMNS = "a.article, a.version, v.work, v.title, v.name, p.status, a.address, a.written, a.text"
_ON_THE_DAY = "(p.since IS NULL OR p.since <= ?) AND (p.until IS NULL OR p.until > ?)"
_JOIN = (
    "JOIN versions v ON v.version = a.version"
    f" JOIN periods p ON p.version = a.version AND p.address IS NULL AND {_ON_THE_DAY}"
)
# A text that may apply is searched too, and marked.
_APPLYING = (Status.IN_FORCE, Status.UNCERTAIN, Status.PENDING)
_Row = tuple[int, int, str, str, str, str, str | None, str | None, str]


class SearchHits(msgspec.Struct, frozen=True):
    """The result of a search: `total` counts all hits, `hits` holds the first of them."""

    total: int
    hits: tuple[FoundArticle, ...]


def search(
    connection: sqlite3.Connection,
    text: str,
    *,
    day: date,
    all_versions: bool = False,
    work: str | None = None,
    limit: int = 20,
) -> SearchHits:
    """The articles that contain every word of a query (see `read_query`), best first, at most `limit` of them.

    Only versions that are, or may be, in force on `day` are searched, unless `all_versions` is set; `work`
    restricts the search to one work by id. Articles whose number the query names come first, then the others by relevance (BM25).
    """
    query = read_query(text)
    marked_words = (*query.words, *(word for word, _ in query.numbers))
    if not marked_words:
        return SearchHits(0, ())
    conditions: list[str] = []
    days = [day.isoformat()] * 2
    values: list[object] = []
    if not all_versions:
        conditions.append(f" AND p.status IN ({', '.join('?' * len(_APPLYING))})")
        values += _APPLYING
    if work is not None:
        conditions.append(" AND v.work = ?")
        values.append(work)
    where = "".join(conditions)
    by_number = _articles_by_number(connection, query, where, [*days, *values])
    seen = {row[0] for row in by_number}
    select = f"SELECT {_COLUMNS} FROM words JOIN articles a ON a.article = words.rowid {_JOIN} WHERE words MATCH ?{where} ORDER BY words.rank"
    found = connection.execute(select, [*days, _fts_query(query), *values])
    rows = [row for row in found if row[0] not in seen]
    hits = [*by_number, *rows]
    return SearchHits(
        len(hits),
        tuple(_found_article(connection, row, marked_words, day) for row in hits[: max(limit, 0)]),
    )


def _articles_by_number(
    connection: sqlite3.Connection, query: Query, where: str, values: list[object]
) -> list[_Row]:
    """The articles that the query names by number, if they satisfy the rest of the query; `values` begins with the day, twice."""
    addresses = [address.eid for _, address in query.numbers]
    placeholders = ", ".join("?" * len(addresses))
    select = f"SELECT {_COLUMNS} FROM articles a {_JOIN} WHERE a.address IN ({placeholders}){where} ORDER BY a.article"
    return [
        row
        for row in connection.execute(select, [*values[:2], *addresses, *values[2:]])
        if all(find_spans(row[-1], (word,)) for word in query.words)
        and not any(find_spans(row[-1], (word,)) for word in query.without)
    ]


def _fts_query(query: Query) -> str:
    """The query in the syntax of FTS5; each word is a phrase of characters."""
    words = (*query.words, *(word for word, _ in query.numbers))
    required = " AND ".join(f'"{encoded(word)}"' for word in words)
    return f"({required})" + "".join(f' NOT "{encoded(word)}"' for word in query.without)


def _found_article(
    connection: sqlite3.Connection, row: _Row, words: tuple[str, ...], day: date
) -> FoundArticle:
    """A row of the result as JSON shows it, with the spans of `words` and its 时效性 on `day`."""
    _, version, work, title, name, status, address, written, text = row
    remarks: list[str] = []
    select = f"SELECT p.address, p.status, p.until FROM periods p WHERE p.version = ? AND p.address IS NOT NULL AND {_ON_THE_DAY}"
    for own, own_status, until in connection.execute(select, [version, *[day.isoformat()] * 2]):
        if address is None:
            continue
        begins = Status(own_status) is Status.NOT_YET_IN_FORCE and until is not None
        when = f"{written_day(date.fromisoformat(until))}起施行" if begins else ""
        if f"{address}__".startswith(f"{own}__"):
            status = own_status
            remarks += filter(None, [when])
        elif own.startswith(f"{address}__"):
            remarks.append(f"其中{Address.parse(own)}{own_status}" + (f"，{when}" if when else ""))
    return FoundArticle(
        work, title, name, status, address, written, text, find_spans(text, words), tuple(remarks)
    )
