"""The index: all provisions of a library in a SQLite file, with full-text search over its articles."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from regkit import __version__
from regkit.codes import ErrorCode
from regkit.data.rows import ArticleRow, CitationRow, PeriodRow, ProvisionRow, VersionRow, kind_of, tables_of
from regkit.data.words import encoded, terms_of
from regkit.disk.reading import read_regular, status_of
from regkit.disk.writing import placing
from regkit.errors import DataError, reason_of
from regkit.library import Work

FORMAT = "2"
"""Version of the table layout. Adding a column keeps it; any other change of the layout raises it."""
# SQLite's user_version of an index, by which regkit recognizes its own files: “reg” and a 1.
_USER_VERSION = 0x72656701
_SQL_TYPES = {"int": "INTEGER", "bool": "INTEGER", "str": "TEXT", "date": "TEXT"}
_TABLES: dict[str, type[msgspec.Struct]] = {
    "versions": VersionRow,
    "periods": PeriodRow,
    "provisions": ProvisionRow,
    "articles": ArticleRow,
    "citations": CitationRow,
}
_PRIMARY_KEYS = {"versions": "version", "provisions": "provision", "articles": "article"}


def schema() -> str:
    """The SQL that creates the tables. Dates are stored as ISO text, booleans as 0 or 1.

    ``words`` is the full-text index over ``articles``, with the same row numbers; each printed character is one
    term, written as its code in hexadecimal. ``about`` holds the format, the version of regkit, and a
    fingerprint of the files that the index was made from.
    """
    tables = [_create_table(name, row) for name, row in _TABLES.items()]
    return "\n".join(
        [
            "CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;",
            *tables,
            "CREATE INDEX periods_of_version ON periods (version);",
            "CREATE INDEX provisions_of_version ON provisions (version, address);",
            "CREATE INDEX articles_of_version ON articles (version, address);",
            "CREATE INDEX citations_of_version ON citations (version, source);",
            "CREATE INDEX citations_of_act ON citations (act);",
            "CREATE VIRTUAL TABLE words USING fts5 (text, content='', tokenize=\"unicode61\");",
        ]
    )


def _create_table(name: str, row: type[msgspec.Struct]) -> str:
    columns = []
    for field in msgspec.structs.fields(row):
        optional = "None" in str(field.type)
        key = " PRIMARY KEY" if _PRIMARY_KEYS.get(name) == field.name else "" if optional else " NOT NULL"
        columns.append(f"{field.name} {_SQL_TYPES[kind_of(field.type)]}{key}")
    return f"CREATE TABLE {name} ({', '.join(columns)});"


def build_index(works: Iterable[Work], connection: sqlite3.Connection, fingerprint: str = "") -> None:
    """Create the tables and fill them. `fingerprint` identifies the files that the works were read from."""
    connection.execute(f"PRAGMA user_version = {_USER_VERSION}")
    connection.executescript(schema())
    about = {"format": FORMAT, "regkit": __version__, "fingerprint": fingerprint}
    connection.executemany("INSERT INTO about VALUES (?, ?)", about.items())
    for tables in tables_of(works):
        _insert(connection, "versions", [tables.version])
        _insert(connection, "periods", tables.periods)
        _insert(connection, "provisions", tables.provisions)
        _insert(connection, "articles", tables.articles)
        _insert(connection, "citations", tables.citations)
        connection.executemany(
            "INSERT INTO words (rowid, text) VALUES (?, ?)",
            ((article.article, encoded(terms_of(article.text)[0])) for article in tables.articles),
        )
    connection.execute("INSERT INTO words (words) VALUES ('optimize')")
    connection.commit()


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[msgspec.Struct]) -> None:
    values = [tuple(map(_sql_value, msgspec.structs.astuple(row))) for row in rows]
    if values:
        connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values[0]))})", values)


def _sql_value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    # SQLite cannot store unpaired surrogates.
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


def write_index(works: Iterable[Work], path: Path, fingerprint: str = "", *, replace: bool = False) -> None:
    """Write the index to a file. Either the whole file is written, or none of it.

    An existing index is replaced if it has not been modified since it was written; any other file only if
    `replace` is set. If `path` is a link, its target is written. Raises DataError, with one Chinese sentence,
    if the file cannot be written.
    """
    try:
        if status_of(path) is not None and not replace:
            _check_unmodified(path)
        # Path.resolve() fails on links that form a cycle; the error of writing is clearer.
        path = Path(os.path.realpath(path))
        # The database is closed before the file is moved into place.
        with (
            placing(path, replace=True) as part,
            contextlib.closing(sqlite3.connect(part.path)) as connection,
        ):
            connection.execute("PRAGMA journal_mode = OFF")
            build_index(works, connection, fingerprint)
            _record_change_counter(part.path, connection)
    except OSError as error:
        raise DataError(f"写不进 {path}：{reason_of(error)}。", code=ErrorCode.DATA_DISK) from None
    except sqlite3.Error as error:
        raise DataError(f"写不成索引 {path}：{error}。", code=ErrorCode.DATA_DISK) from None


def _check_unmodified(path: Path) -> None:
    """Raise DataError unless the file is an index that has not been modified since it was written."""
    if not is_index(path):
        raise DataError(
            f"{path} 已经存在，又不是 regkit 的索引；确实要替换时请加 --replace。",
            code=ErrorCode.DATA_NOT_OURS,
        )
    if not _is_as_written(path):
        raise DataError(
            f"{path} 生成以后可能被改动过；确实要替换时请加 --replace。", code=ErrorCode.DATA_NOT_OURS
        )


def _record_change_counter(path: Path, connection: sqlite3.Connection) -> None:
    """Record in the index SQLite's change counter, with this last change included.

    Any later change raises the counter, so that it no longer agrees with the record.
    """
    changes = _change_counter(path) + 1
    connection.execute("INSERT INTO about VALUES ('changes', ?)", (str(changes),))
    connection.commit()


def _change_counter(path: Path) -> int:
    """SQLite's file change counter: https://www.sqlite.org/fileformat2.html#file_change_counter"""
    return int.from_bytes(read_regular(path, 100)[24:28], "big")


def _is_as_written(path: Path) -> bool:
    """Whether an index has not been modified since it was written. False if that cannot be determined."""
    try:
        with opened(path) as connection:
            record = connection.execute("SELECT value FROM about WHERE key = 'changes'").fetchone()
            return bool(record) and record[0] == str(_change_counter(path))
    except (DataError, OSError):
        # Another format, or damaged.
        return False


def is_index(path: Path) -> bool:
    """Whether a file is an index written by regkit, of any format."""
    try:
        header = read_regular(path, 100)
    except OSError:
        return False
    return header.startswith(b"SQLite format 3\0") and int.from_bytes(header[60:64], "big") == _USER_VERSION


@contextlib.contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open an index for reading. Raises DataError, with one Chinese sentence, if the file is not an index or has another format."""
    if not is_index(path):
        raise DataError(f"{path} 不是 regkit 的索引；请用 regkit index 生成。")
    try:
        with contextlib.closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        ) as connection:
            format_row = connection.execute("SELECT value FROM about WHERE key = 'format'").fetchone()
            if not format_row or format_row[0] != FORMAT:
                raise DataError(
                    f"{path} 是另一个版本的 regkit 写的索引；请用 regkit index --replace 重新生成。"
                )
            yield connection
    except (sqlite3.Error, UnicodeDecodeError):
        # SQLite's message quotes the damaged file, which need not be valid text.
        raise DataError(
            f"{path} 已损坏；请用 regkit index --replace 重新生成。", code=ErrorCode.DATA_DAMAGED
        ) from None


def fingerprint_of(connection: sqlite3.Connection) -> str:
    """The fingerprint of the files that an index was made from; "" if none is recorded."""
    row = connection.execute("SELECT value FROM about WHERE key = 'fingerprint'").fetchone()
    return str(row[0]) if row else ""
