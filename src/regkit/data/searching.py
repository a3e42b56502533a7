"""Searching an index: articles that hold all words, best first, in the versions in force on a day."""

from __future__ import annotations

import sqlite3
from datetime import date

import msgspec

from regkit.contracts.search import FoundArticle
from regkit.data.words import Query, encoded, find_spans, read_query
from regkit.library import Status


class SearchHits(msgspec.Struct, frozen=True):
    """What was found: how many articles in all, and the first of them."""

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
    """The articles that hold every word of a query (see `read_query`), in versions in force on a day, or in all.

    Articles whose number is asked for come first, then by how much of them the words are (BM25).
    """
    query = read_query(text)
    marked = (*query.words, *(word for word, _ in query.numbers))
    if not marked:
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
    asked = _by_number(connection, query, where, values)
    known = {row[0] for row in asked}
    select = f"SELECT {_COLUMNS} FROM words JOIN articles a ON a.article = words.rowid {_JOIN} WHERE words MATCH ?{where} ORDER BY words.rank"
    rows = [row for row in connection.execute(select, [_match(query), *values]) if row[0] not in known]
    found = [*asked, *rows]
    return SearchHits(len(found), tuple(_hit(row, marked, day) for row in found[: max(limit, 0)]))


_COLUMNS = "a.article, v.work, v.title, v.dated, v.since, v.until, v.ended_as, a.address, a.written, a.text"
_JOIN = "JOIN versions v ON v.version = a.version"
_Row = tuple[int, str, str, str, str, str | None, str | None, str | None, str | None, str]


def _by_number(connection: sqlite3.Connection, query: Query, where: str, values: list[object]) -> list[_Row]:
    """The articles that are asked for by number, if they hold the other words."""
    addresses = [address.eid for _, address in query.numbers]
    places = ", ".join("?" * len(addresses))
    select = (
        f"SELECT {_COLUMNS} FROM articles a {_JOIN} WHERE a.address IN ({places}){where} ORDER BY a.article"
    )
    return [
        row
        for row in connection.execute(select, [*addresses, *values])
        if all(find_spans(row[-1], (word,)) for word in query.words)
        and not any(find_spans(row[-1], (word,)) for word in query.without)
    ]


def _match(query: Query) -> str:
    """The query as FTS5 wants it; every word is a phrase of characters."""
    words = (*query.words, *(word for word, _ in query.numbers))
    wanted = " AND ".join(f'"{encoded(word)}"' for word in words)
    return f"({wanted})" + "".join(f' NOT "{encoded(word)}"' for word in query.without)


def _hit(row: _Row, words: tuple[str, ...], day: date) -> FoundArticle:
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
