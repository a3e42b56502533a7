"""The index: all provisions of a library in a SQLite file, with full-text search over articles."""

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
from regkit.data.rows import ArticleRow, CitationRow, ProvisionRow, VersionRow, kind_of, tables_of
from regkit.data.words import encoded, terms_of
from regkit.disk.reading import read_regular
from regkit.disk.writing import placing
from regkit.errors import DataError, reason_of
from regkit.library import Work

FORMAT = "1"
"""The form of the tables below. A column may be added within one format; anything else raises it."""
_MARK = 0x72656701
_TYPES = {"int": "INTEGER", "bool": "INTEGER", "str": "TEXT", "date": "TEXT"}
_TABLES: dict[str, type[msgspec.Struct]] = {
    "versions": VersionRow,
    "provisions": ProvisionRow,
    "articles": ArticleRow,
    "citations": CitationRow,
}
_KEYS = {"versions": "version", "provisions": "provision", "articles": "article"}


def schema() -> str:
    """The SQL that makes the tables. Days are ISO texts, and truth is 0 or 1.

    ``words`` is the full-text index over ``articles`` by the same number: each printed character is one term, its code in hexadecimal.
    ``about`` tells the format, the version of regkit, and which files the index was made of.
    """
    tables = [_table(name, row) for name, row in _TABLES.items()]
    return "\n".join(
        [
            "CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;",
            *tables,
            "CREATE INDEX provisions_of_version ON provisions (version, address);",
            "CREATE INDEX articles_of_version ON articles (version, address);",
            "CREATE INDEX citations_of_version ON citations (version, source);",
            "CREATE INDEX citations_of_act ON citations (act);",
            "CREATE VIRTUAL TABLE words USING fts5 (text, content='', tokenize=\"unicode61\");",
        ]
    )


def _table(name: str, row: type[msgspec.Struct]) -> str:
    columns = []
    for field in msgspec.structs.fields(row):
        optional = "None" in str(field.type)
        key = " PRIMARY KEY" if _KEYS.get(name) == field.name else "" if optional else " NOT NULL"
        columns.append(f"{field.name} {_TYPES[kind_of(field.type)]}{key}")
    return f"CREATE TABLE {name} ({', '.join(columns)});"


def build_index(works: Iterable[Work], connection: sqlite3.Connection, fingerprint: str = "") -> None:
    """Make the tables and fill them. `fingerprint` says of which files the works were read."""
    connection.execute(f"PRAGMA user_version = {_MARK}")
    connection.executescript(schema())
    about = {"format": FORMAT, "regkit": __version__, "fingerprint": fingerprint}
    connection.executemany("INSERT INTO about VALUES (?, ?)", about.items())
    for tables in tables_of(works):
        _insert(connection, "versions", [tables.version])
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
    values = [tuple(map(_value, msgspec.structs.astuple(row))) for row in rows]
    if values:
        connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values[0]))})", values)


def _value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    # SQLite holds no half characters.
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


def write_index(works: Iterable[Work], path: Path, fingerprint: str = "", *, replace: bool = False) -> None:
    """Write the index, whole or not at all. An index that nobody has changed since is replaced, another file only with `replace`.

    Where a link leads to a file, that is written. Raises DataError, in one Chinese sentence, where it cannot be written.
    """
    if path.exists() and not replace:
        if not is_index(path):
            raise DataError(
                f"{path} 已经存在，又不是 regkit 的索引；确实要替换时请加 --replace。",
                code=ErrorCode.DATA_NOT_OURS,
            )
        if not _is_as_written(path):
            raise DataError(
                f"{path} 生成以后可能被改动过；确实要替换时请加 --replace。", code=ErrorCode.DATA_NOT_OURS
            )
    # Path.resolve() fails on links that lead round and round, of which the writing will tell.
    path = Path(os.path.realpath(path))
    try:
        # The file is closed before it takes its place.
        with (
            placing(path, replace=True) as part,
            contextlib.closing(sqlite3.connect(part.path)) as connection,
        ):
            connection.execute("PRAGMA journal_mode = OFF")
            build_index(works, connection, fingerprint)
            _count_changes(part.path, connection)
    except OSError as error:
        raise DataError(f"写不进 {path}：{reason_of(error)}。", code=ErrorCode.DATA_DISK) from None
    except sqlite3.Error as error:
        raise DataError(f"写不成索引 {path}：{error}。", code=ErrorCode.DATA_DISK) from None


def _count_changes(path: Path, connection: sqlite3.Connection) -> None:
    """Keep in the index how often it has been changed, this change included: whoever changes it later makes that untrue."""
    changes = _changes_in(path) + 1
    connection.execute("INSERT INTO about VALUES ('changes', ?)", (str(changes),))
    connection.commit()


def _changes_in(path: Path) -> int:
    """How often a database was changed: https://www.sqlite.org/fileformat2.html#file_change_counter"""
    return int.from_bytes(read_regular(path, 100)[24:28], "big")


def _is_as_written(path: Path) -> bool:
    try:
        with opened(path) as connection:
            found = connection.execute("SELECT value FROM about WHERE key = 'changes'").fetchone()
            return bool(found) and found[0] == str(_changes_in(path))
    except (DataError, OSError):
        # Of another format, or damaged: nobody can tell.
        return False


def is_index(path: Path) -> bool:
    """Whether a file is an index that regkit wrote, of whatever format."""
    try:
        head = read_regular(path, 100)
    except OSError:
        return False
    return head.startswith(b"SQLite format 3\0") and int.from_bytes(head[60:64], "big") == _MARK


@contextlib.contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """An index for reading. Raises DataError, in one Chinese sentence, for a file that is none, or of another format."""
    if not is_index(path):
        raise DataError(f"{path} 不是 regkit 的索引；请用 regkit index 生成。")
    try:
        with contextlib.closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        ) as connection:
            found = connection.execute("SELECT value FROM about WHERE key = 'format'").fetchone()
            if not found or found[0] != FORMAT:
                raise DataError(
                    f"{path} 是另一个版本的 regkit 写的索引；请用 regkit index --replace 重新生成。"
                )
            yield connection
    except (sqlite3.Error, UnicodeDecodeError):
        # What SQLite says of a damaged file quotes it, and that need not be text.
        raise DataError(
            f"{path} 已损坏；请用 regkit index --replace 重新生成。", code=ErrorCode.DATA_DAMAGED
        ) from None


def fingerprint_of(connection: sqlite3.Connection) -> str:
    """Of which files an index was made."""
    found = connection.execute("SELECT value FROM about WHERE key = 'fingerprint'").fetchone()
    return str(found[0]) if found else ""
