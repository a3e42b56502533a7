"""The command that gets texts from the national database: fetch."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import click

from regkit.cli.printing import echo
from regkit.cli.progress import working
from regkit.cli.works import LIBRARY, REPLACE
from regkit.errors import DatabaseError, LibraryError, RegkitError
from regkit.files import load
from regkit.library import Library, Origin, Version, Work, describe, facts_told
from regkit.model.tree import Statute
from regkit.official import ADDRESS, BY_HAND, IN_FORCE, Database, Entry

# A text is promulgated within weeks of its adoption, or of its approval by a higher body.
_SOON = timedelta(days=180)
_A_YEAR = timedelta(days=366)


@dataclass
class _Tally:
    added: int = 0
    there: int = 0
    failed: int = 0


@click.command()
@click.argument("name", metavar="[NAME]", required=False)
@click.option("--all-versions", is_flag=True, help="历次版本都取，不只是现行的。")
@click.option("--list", "only_list", is_flag=True, help="只列出找到的版本，不下载。")
@LIBRARY
@REPLACE
@click.option(
    "--cache", type=click.Path(path_type=Path), help="下载的文件存在哪里；不写时在用户的缓存文件夹。"
)
@click.option(
    "--pause", default=1.5, show_default=True, type=click.FloatRange(0, 60), help="两次请求之间至少隔几秒。"
)
@click.option(
    "--address",
    default=ADDRESS,
    envvar="REGKIT_DATABASE",
    show_default=True,
    help="数据库的地址，换成别处只为测试。",
)
def fetch(
    name: str | None,
    all_versions: bool,
    only_list: bool,
    folder: Path,
    replace: bool,
    cache: Path | None,
    pause: float,
    address: str,
) -> None:
    """从国家法律法规数据库取得文本并收录。

    NAME 是法规的标题，或者库中法规的文件夹名。不写 NAME，就把库中列出而没有文本的版本都补上。中断了再运行一次，会接着来。
    """
    tally = _Tally()
    try:
        library = Library(folder, new=name is not None)
        with Database(cache or _usual_cache(), address=address, pause=pause) as database:
            if name is None:
                _fetch_missing(database, library, tally)
            else:
                _fetch_named(
                    database,
                    library,
                    name,
                    tally,
                    all_versions=all_versions,
                    only_list=only_list,
                    replace=replace,
                )
    except RegkitError as error:
        raise click.ClickException(str(error)) from None
    if not only_list:
        echo(f"收录 {tally.added} 个，已经有的 {tally.there} 个，没有成功的 {tally.failed} 个。")
    sys.exit(1 if tally.failed else 0)


def _usual_cache() -> Path:
    """The folder that the system keeps for what can be fetched again."""
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(home) if home else Path.home() / ".cache") / "regkit"


def _fetch_named(
    database: Database,
    library: Library,
    name: str,
    tally: _Tally,
    *,
    all_versions: bool,
    only_list: bool,
    replace: bool,
) -> None:
    identity = library.names.get("".join(name.split()))
    work = library[identity] if identity else None
    title = work.title if work else name
    with working(f"正在查找《{title}》"):
        found = [entry for entry in database.search(title) if entry.is_of(title)]
        if not found:
            raise DatabaseError(_not_found(database, title))
        versions = database.versions_of(_current(found)) if all_versions or only_list else tuple(found)
    _print_versions(versions)
    if only_list:
        return
    for entry in versions if all_versions else [_current(versions)]:
        _add(database, library, entry, work.id if work else None, tally, replace=replace)


def _not_found(database: Database, title: str) -> str:
    near = list(dict.fromkeys(entry.title for entry in database.search(title)))[:5]
    named = f"标题相近的有：{'、'.join(f'《{each}》' for each in near)}；请写全标题。" if near else ""
    return f"数据库中没有《{title}》。{named}{BY_HAND}"


def _current(entries: Sequence[Entry]) -> Entry:
    """The version in force, or else the one promulgated last."""
    in_force = [entry for entry in entries if entry.status == IN_FORCE]
    return max(in_force or entries, key=lambda entry: str(entry.promulgated or ""))


def _print_versions(entries: Iterable[Entry]) -> None:
    for entry in entries:
        parts = (
            entry.title,
            f"公布 {entry.promulgated or '未写明'}",
            f"施行 {entry.in_force or '未写明'}",
            entry.status or "时效性未写明",
            entry.authority or "",
        )
        echo("　".join(filter(None, parts)))


def _fetch_missing(database: Database, library: Library, tally: _Tally) -> None:
    """Bring in every version that the library lists without a text."""
    missing = [(work, version) for work in library for version in work.versions if version.statute is None]
    if not missing:
        echo(f"{library.folder} 中列出的版本都有文本。")
    for place, (work, version) in enumerate(missing, start=1):
        name = f"《{work.title}》{describe(version)}的文本"
        echo(f"[{place}/{len(missing)}] {name}")
        try:
            _fetch_version(database, library, work, version, tally)
        except RegkitError as error:
            tally.failed += 1
            echo(f"  没有成功：{error}", err=True)


def _fetch_version(database: Database, library: Library, work: Work, version: Version, tally: _Tally) -> None:
    """Find the text of a version: the texts themselves say which they are, the days of the database only where to look first."""
    with working("  正在查找"):
        entries = [entry for entry in database.search(work.title) if entry.is_of(work.title)]
        if entries:
            entries = list(database.versions_of(entries[0]))
    if not entries:
        raise DatabaseError(_not_found(database, work.title))
    for entry in sorted(entries, key=lambda entry: _distance(entry, version)):
        if _distance(entry, version) > _SOON:
            break
        with working("  正在下载"):
            statute = load(database.download(entry))
        if _is_version(statute, entry, version):
            added = _write(library, work.id, version.dated, statute, entry, replace=False)
            tally.added += 1
            echo(f"  已收录 {added}：{len(statute.articles)} 条。")
            return
    raise DatabaseError(f"数据库中有这件法规，但没有找到题注与 {version.dated} 相符的文本。{BY_HAND}")


def _distance(entry: Entry, version: Version) -> timedelta:
    days = [day for day in (version.adopted, version.facts.approved, version.facts.promulgated) if day]
    if entry.promulgated is None:
        return _SOON
    return min(abs(entry.promulgated - day) for day in days)


def _is_version(statute: Statute, entry: Entry, version: Version) -> bool:
    own = {version.adopted, version.facts.approved, version.facts.promulgated} - {None}
    told = facts_told(statute)
    days = {told.get(key) for key in ("adopted", "approved", "promulgated")} - {None}
    # A text that says nothing of itself is believed to be what the database says, if that is the very day.
    return bool(own & days) if days else entry.promulgated in own


def _add(
    database: Database, library: Library, entry: Entry, name: str | None, tally: _Tally, *, replace: bool
) -> None:
    shown = f"《{entry.title}》（{entry.promulgated or '公布日期未写明'}公布）"
    try:
        with working(f"正在下载{shown}"):
            statute = load(database.download(entry))
        if not replace and _is_there(library, name or entry.title, statute, entry):
            tally.there += 1
            echo(f"{shown}已经有了。")
            return
        _check_day(statute, entry)
        path = _write(library, name, None, statute, entry, replace=replace)
    except RegkitError as error:
        tally.failed += 1
        echo(f"{shown}没有成功：{error}", err=True)
    else:
        tally.added += 1
        echo(f"已收录 {path}：{len(statute.articles)} 条。")


def _check_day(statute: Statute, entry: Entry) -> None:
    """Raises LibraryError where 题注 tell only of an older version than the database means; many end with the first one."""
    told = facts_told(statute)
    days = [told[key] for key in ("adopted", "approved", "promulgated") if key in told]
    if days and entry.promulgated and abs(entry.promulgated - max(days)) > _A_YEAR:
        raise LibraryError(
            f"题注只写到 {max(days)}，数据库说这个文本公布于 {entry.promulgated}，因此没有收录；"
            "请核对后用 regkit add 文件 --date 日期 --anyway 收录。"
        )


def _is_there(library: Library, name: str, statute: Statute, entry: Entry) -> bool:
    told = facts_told(statute)
    days = {told.get("adopted"), told.get("promulgated"), told.get("approved"), entry.promulgated} - {None}
    identity = library.names.get("".join(name.split()))
    versions: Iterator[Version] = iter(library[identity].versions if identity else ())
    return any(
        version.statute == statute
        and days & {version.dated, version.facts.promulgated, version.facts.approved}
        for version in versions
    )


def _write(
    library: Library, name: str | None, dated: date | None, statute: Statute, entry: Entry, *, replace: bool
) -> Path:
    origin = Origin(document=f"国家法律法规数据库 {entry.id}", retrieved=date.today())
    return library.add(
        name,
        dated,
        statute,
        title=entry.title,
        origin=origin,
        promulgated=entry.promulgated,
        in_force=entry.in_force,
        replace=replace,
    ).path
