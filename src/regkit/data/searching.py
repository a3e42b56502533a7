"""Full-text search in an index: articles that contain all words of a query, best first."""

from __future__ import annotations

import sqlite3
from datetime import date

import msgspec

from regkit.contracts.search import FoundArticle
from regkit.data.words import Query, encoded, find_spans, read_query
from regkit.library import Status

_COLUMNS = "a.article, v.work, v.title, v.dated, v.since, v.until, v.ended_as, a.address, a.written, a.text"
_JOIN = "JOIN versions v ON v.version = a.version"
_Row = tuple[int, str, str, str, str, str | None, str | None, str | None, str | None, str]


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

    Only versions in force on `day` are searched, unless `all_versions` is set; `work` restricts the search to
    one work by id. Articles whose number the query names come first, then the others by relevance (BM25).
    """
    query = read_query(text)
    marked_words = (*query.words, *(word for word, _ in query.numbers))
    if not marked_words:
        return SearchHits(0, ())
    conditions: list[str] = []
    values: list[object] = []
    if not all_versions:
        conditions.append(" AND v.since <= ? AND (v.until IS NULL OR v.until > ?)")
        values += [day.isoformat()] * 2
    if work is not None:
        conditions.append(" AND v.work = ?")
        values.append(work)
    where = "".join(conditions)
    by_number = _articles_by_number(connection, query, where, values)
    seen = {row[0] for row in by_number}
    select = f"SELECT {_COLUMNS} FROM words JOIN articles a ON a.article = words.rowid {_JOIN} WHERE words MATCH ?{where} ORDER BY words.rank"
    rows = [row for row in connection.execute(select, [_fts_query(query), *values]) if row[0] not in seen]
    hits = [*by_number, *rows]
    return SearchHits(
        len(hits), tuple(_found_article(row, marked_words, day) for row in hits[: max(limit, 0)])
    )


def _articles_by_number(
    connection: sqlite3.Connection, query: Query, where: str, values: list[object]
) -> list[_Row]:
    """The articles that the query names by number, if they satisfy the rest of the query."""
    addresses = [address.eid for _, address in query.numbers]
    placeholders = ", ".join("?" * len(addresses))
    select = f"SELECT {_COLUMNS} FROM articles a {_JOIN} WHERE a.address IN ({placeholders}){where} ORDER BY a.article"
    return [
        row
        for row in connection.execute(select, [*addresses, *values])
        if all(find_spans(row[-1], (word,)) for word in query.words)
        and not any(find_spans(row[-1], (word,)) for word in query.without)
    ]


def _fts_query(query: Query) -> str:
    """The query in the syntax of FTS5; each word is a phrase of characters."""
    words = (*query.words, *(word for word, _ in query.numbers))
    required = " AND ".join(f'"{encoded(word)}"' for word in words)
    return f"({required})" + "".join(f' NOT "{encoded(word)}"' for word in query.without)


def _found_article(row: _Row, words: tuple[str, ...], day: date) -> FoundArticle:
    """A row of the result as JSON shows it, with the spans of `words` and its 时效性 on `day`."""
    _, work, title, dated, since, until, ended_as, address, written, text = row
    if day.isoformat() < since:
        status = Status.NOT_YET_IN_FORCE.value
    elif until is not None and until <= day.isoformat():
        status = ended_as or Status.AMENDED.value
    else:
        status = Status.IN_FORCE.value
    return FoundArticle(
        work, title, date.fromisoformat(dated), status, address, written, text, find_spans(text, words)
    )
