"""regkit search: find the articles that contain some words."""

from __future__ import annotations

import contextlib
import sqlite3
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import click

from regkit.cli.indexes import USUAL_INDEX, fingerprint_of_files
from regkit.cli.jsonl import print_json
from regkit.cli.options import DATE, JSON, LIBRARIES
from regkit.cli.printing import Marked, as_text, echo
from regkit.cli.progress import working
from regkit.contracts.search import FoundArticle, SearchResult
from regkit.data import SearchHits, build_index, fingerprint_of, opened, search
from regkit.library import Libraries, today

# How many characters are printed before the first hit; three times as many are printed in all.
_AROUND = 40


# `ignore_unknown_options`: -词 is not an option but a word that must not occur.
@click.command(
    "search",
    epilog="例：regkit search 融资担保 --on 2024-01-01",
    context_settings={"ignore_unknown_options": True},
)
@click.argument("words", metavar="WORDS...", nargs=-1, required=True, help="要查的词。")
@click.option(
    "--index",
    "file",
    type=click.Path(path_type=Path),
    help="索引；不写时用 regkit.sqlite，没有就现读法规库。",
)
@LIBRARIES
@click.option("--on", metavar="DATE", type=DATE, help="查这一天施行的文本；不写时是今天。")
@click.option("--all-versions", is_flag=True, help="查所有版本，不论是否施行。")
@click.option("--work", metavar="WORK", help="只查这一件法规。")
@click.option(
    "--limit",
    metavar="N",
    default=20,
    show_default=True,
    type=click.IntRange(1, 10_000),
    help="最多列出几条。",
)
@JSON
def command(
    words: tuple[str, ...],
    file: Path | None,
    folders: tuple[Path, ...],
    on: datetime | None,
    all_versions: bool,
    work: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """查找条文：几个词都要有；“加引号”的算一个词；-词 是不要有；第二十三条 找这一条。单字也能查，逐字相符。"""
    day = on.date() if on else today()
    text = " ".join(words)
    with _index(file, folders) as connection:
        identity = _identity(connection, as_text(work)) if work else None
        result = search(connection, text, day=day, all_versions=all_versions, work=identity, limit=limit)
        titles = [] if as_json else _without_text(connection, text)
    if as_json:
        print_json(_to_json(text, day, result, all_versions=all_versions))
        return
    for hit in result.hits:
        _print_hit(hit)
    what = "所有版本" if all_versions else f"{day} 施行或者可能施行的文本"
    more = f"，列出前 {len(result.hits)} 条" if result.total > len(result.hits) else ""
    echo(f"在{what}中找到 {result.total} 条{more}。")
    for title in titles:
        echo(f"《{title}》的文本没有收录齐，没有查到的不等于没有规定。")
    sys.exit(0 if result.total else 1)


@contextlib.contextmanager
def _index(file: Path | None, folders: tuple[Path, ...]) -> Iterator[sqlite3.Connection]:
    """The index in a file, or one built in memory for this search.

    Prints a warning if the file does not match the libraries.
    """
    path = file or (USUAL_INDEX if USUAL_INDEX.is_file() else None)
    if path is not None:
        with opened(path) as connection:
            if all(folder.is_dir() for folder in folders) and fingerprint_of(
                connection
            ) != fingerprint_of_files(folders):
                echo(
                    f"注意：{as_text(path)} 不是按现在的法规库生成的；请用 regkit index 重新生成。", err=True
                )
            yield connection
        return
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        with working("正在读法规库"):
            build_index(Libraries(folders).works, connection)
        yield connection


def _identity(connection: sqlite3.Connection, name: str) -> str:
    """The id of the work with this id or title. Raises ClickException if there is none."""
    row = connection.execute("SELECT work FROM versions WHERE work = ? OR title = ?", [name, name]).fetchone()
    if row is None:
        raise click.ClickException(f"索引中没有“{name}”。")
    return str(row[0])


def _without_text(connection: sqlite3.Connection, text: str) -> list[str]:
    """Titles that contain one of the searched words, of works that lack the text of a version."""
    rows = connection.execute("SELECT DISTINCT title FROM versions WHERE NOT has_text ORDER BY title")
    return [title for (title,) in rows if any(word in title for word in text.split() if len(word) > 1)]


def _print_hit(hit: FoundArticle) -> None:
    """Print an article: a line on where it stands, and the words around its hits."""
    status = "，".join((hit.version, hit.status, *hit.remarks))
    head = f"《{hit.title}》{hit.written or ''}（{status}）"
    echo(Marked(head, bold=True))
    start = max(0, hit.spans[0][0] - _AROUND) if hit.spans else 0
    end = min(len(hit.text), start + 3 * _AROUND)
    parts: list[str | Marked] = ["    ", "…" if start else ""]
    position = start
    for span_start, span_end in hit.spans:
        if span_end > end:
            break
        parts.append(_on_one_line(hit.text[position:span_start]))
        parts.append(Marked(_on_one_line(hit.text[span_start:span_end]), "red", ("【", "】"), bold=True))
        position = span_end
    parts += [_on_one_line(hit.text[position:end]), "…" if end < len(hit.text) else ""]
    echo(*parts)


def _on_one_line(text: str) -> str:
    return text.replace("\n", " ")


def _to_json(text: str, day: date, result: SearchHits, *, all_versions: bool) -> SearchResult:
    return SearchResult(
        query=text,
        day=None if all_versions else day,
        total=result.total,
        hits=result.hits,
    )
