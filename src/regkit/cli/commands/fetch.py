"""regkit fetch: add texts from the national database (国家法律法规数据库)."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from regkit.cli.matching import SOON, check_day, current, distance, is_there, is_version
from regkit.cli.options import LIBRARY, REPLACE
from regkit.cli.printing import echo
from regkit.cli.waiting import Waiting
from regkit.codes import ErrorCode
from regkit.disk.targets import check_target
from regkit.errors import DatabaseError, OutOfTimeError, RegkitError
from regkit.files import load
from regkit.library import Given, Library, Origin, Version, Work, describe
from regkit.model.tree import Statute
from regkit.official import ADDRESS, BY_HAND, IN_FORCE, REPEALED, Database, OfficialEntry


@dataclass
class _Tally:
    """How many texts were added, were there already, failed, and are left to fetch."""

    added: int = 0
    there: int = 0
    failed: int = 0
    left: int = 0

    def __str__(self) -> str:
        left = f"，还没有取的 {self.left} 个" if self.left else ""
        return f"收录 {self.added} 个，已经有的 {self.there} 个，没有成功的 {self.failed} 个{left}。"


def _check_number(context: click.Context, option: click.Parameter, value: float) -> float:  # noqa: ARG001 - click's signature
    """Reject NaN."""
    # A range does not reject NaN, which is neither below nor above anything.
    if math.isnan(value):
        raise click.BadParameter("要写一个数。")
    return value


_DATABASE = "国家法律法规数据库"


@click.command("fetch", epilog="例：regkit fetch 黑龙江省促进中小企业发展条例 --all-versions")
@click.argument(
    "name", metavar="[NAME]", required=False, help="法规的名称；不写时，取库中列出而没有文本的版本。"
)
@click.option("--all-versions", is_flag=True, help="历次版本都取，不只是现行的。")
@click.option("--list", "only_list", is_flag=True, help="只列出找到的版本，不下载。")
@LIBRARY
@REPLACE
@click.option(
    "--cache", type=click.Path(path_type=Path), help="下载的文件存在哪里；不写时在用户的缓存文件夹。"
)
@click.option(
    "--pause",
    metavar="N",
    default=1.5,
    show_default=True,
    type=click.FloatRange(0, 60),
    callback=_check_number,
    help="两次请求之间至少隔几秒。",
)
@click.option(
    "--within",
    metavar="N",
    default=30.0,
    show_default=True,
    type=click.FloatRange(0, 24 * 60, min_open=True),
    callback=_check_number,
    help="最多用几分钟；到时没有取完，再运行一次会接着来。",
)
@click.option(
    "--address",
    metavar="URL",
    default=ADDRESS,
    envvar="REGKIT_DATABASE",
    show_default=True,
    help="数据库的地址，换成别处只为测试。",
)
def command(
    name: str | None,
    all_versions: bool,
    only_list: bool,
    folder: Path,
    replace: bool,
    cache: Path | None,
    pause: float,
    within: float,
    address: str,
) -> None:
    """从国家法律法规数据库取得文本并收录。

    NAME 是法规的标题，或者库中法规的文件夹名。不写 NAME，就把库中列出而没有文本的版本都补上。中断了再运行一次，会接着来。
    """
    tally, waiting = _Tally(), Waiting()
    code = 0
    try:
        library = Library(folder, new=name is not None)
        with Database(
            _cache(cache, library), address=address, pause=pause, within=within * 60, tell=waiting.tell
        ) as database:
            fetching = _Fetching(database, library, tally, waiting)
            if name is None:
                fetching.fill()
            else:
                fetching.fetch(name, all_versions=all_versions, only_list=only_list, replace=replace)
    except OutOfTimeError as error:
        echo(f"错误：{error}", err=True)
        code = 1
    except RegkitError as error:
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        echo("中断了；取到的都已留下，再运行一次会接着来。", err=True)
        code = 130
    if not only_list:
        echo(str(tally))
    sys.exit(code or (1 if tally.failed else 0))


def _cache(folder: Path | None, library: Library) -> Path:
    """The folder for downloads, checked to be no part of the library. Raises OutputError, or DatabaseError as `_usual_cache` does."""
    return check_target(folder or _usual_cache(), "下载的文件", apart=[library.folder], around=[])


def _usual_cache() -> Path:
    """The user's cache folder for regkit. Raises DatabaseError if the user has no home folder."""
    configured = Path(os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or "")
    if configured.is_absolute():
        return configured / "regkit"
    try:
        home = Path.home()
    except RuntimeError:
        home = Path()
    if not home.is_absolute():
        raise DatabaseError(
            "不知道您的主文件夹在哪里（没有设置 HOME）；请用 --cache 文件夹 写明下载的文件存在哪里。",
            code=ErrorCode.DATABASE_SETTINGS,
        )
    return home / ".cache" / "regkit"


@dataclass
class _Fetching:
    """Adds texts from the database to the library, and counts them."""

    database: Database
    library: Library
    tally: _Tally
    waiting: Waiting

    def fetch(self, name: str, *, all_versions: bool, only_list: bool, replace: bool) -> None:
        """Add the version in force of an act, or all versions; with `only_list`, just print which there are.

        Raises DatabaseError if the database does not have the act or cannot be reached.
        """
        identity = self.library.find_id(name)
        work = self.library[identity] if identity else None
        title = work.title if work else name
        with self.waiting.working(f"正在查找《{title}》"):
            entries = [entry for entry in self.database.search(title) if entry.is_of(title)]
            if not entries:
                raise DatabaseError(_not_found(self.database, title), code=ErrorCode.DATABASE_NOT_FOUND)
            versions = tuple(entries)
            if all_versions or only_list:
                versions = self.database.versions_of(current(entries))
        _print_versions(versions)
        if only_list:
            return
        chosen = versions if all_versions else [current(versions)]
        for number, entry in enumerate(chosen, start=1):
            count = f"[{number}/{len(chosen)}] " if len(chosen) > 1 else ""
            self.tally.left = len(chosen) - number + 1
            self._add(entry, work.id if work else None, count, replace=replace)
        self.tally.left = 0

    def fill(self) -> None:
        """Add the text of every version that the library lists without one."""
        missing = [
            (work, version) for work in self.library for version in work.versions if version.statute is None
        ]
        if not missing:
            echo(f"{self.library.folder} 中列出的版本都有文本。")
        for number, (work, version) in enumerate(missing, start=1):
            name = f"《{work.title}》{describe(version)}的文本"
            echo(f"[{number}/{len(missing)}] {name}")
            self.tally.left = len(missing) - number + 1
            try:
                self._find(work, version)
            except OutOfTimeError:
                raise
            except RegkitError as error:
                self.tally.failed += 1
                echo(f"  没有成功：{error}", err=True)
        self.tally.left = 0

    def _find(self, work: Work, version: Version) -> None:
        """Find and add the text of a version.

        The texts themselves tell which version they are; the dates in the database only say which one to look at first.
        """
        with self.waiting.working("  正在查找"):
            entries = [entry for entry in self.database.search(work.title) if entry.is_of(work.title)]
            if entries:
                entries = list(self.database.versions_of(entries[0]))
        if not entries:
            raise DatabaseError(_not_found(self.database, work.title), code=ErrorCode.DATABASE_NOT_FOUND)
        for entry in sorted(entries, key=lambda entry: distance(entry, version)):
            if distance(entry, version) > SOON:
                break
            with self.waiting.working("  正在下载"):
                statute = self._read(entry)
            if is_version(statute, entry, version):
                added = _write(self.library, work.id, version.dated, statute, entry, replace=False)
                self.tally.added += 1
                echo(f"  已收录 {added}：{len(statute.articles)} 条。")
                return
        raise DatabaseError(
            f"数据库中有这件法规，但没有找到题注与 {version.dated} 相符的文本。{BY_HAND}",
            code=ErrorCode.DATABASE_NOT_FOUND,
        )

    def _add(self, entry: OfficialEntry, name: str | None, count: str, *, replace: bool) -> None:
        """Download and add the text of an entry, unless the library has it; `name` is the id of the work if it is known."""
        label = f"《{entry.title}》（{entry.promulgated or '公布日期未写明'}公布）"
        try:
            with self.waiting.working(f"正在下载{label}", count):
                statute = self._read(entry)
            if not replace and is_there(self.library, name or entry.title, statute, entry):
                self.tally.there += 1
                echo(f"{label}已经有了。")
                return
            check_day(statute, entry)
            path = _write(self.library, name, None, statute, entry, replace=replace)
        except OutOfTimeError:
            raise
        except RegkitError as error:
            self.tally.failed += 1
            echo(f"{label}没有成功：{error}", err=True)
        else:
            self.tally.added += 1
            echo(f"已收录 {path}：{len(statute.articles)} 条。")

    def _read(self, entry: OfficialEntry) -> Statute:
        """The statute in the file of an entry. A file without one is set aside, so that it is downloaded again next time."""
        path = self.database.download(entry)
        try:
            return load(path)
        except RegkitError as error:
            raise DatabaseError(
                f"{error}下载的文件在 {self.database.reject(entry, path)}。", code=error.code
            ) from None


def _not_found(database: Database, title: str) -> str:
    """The sentence for an act that the database does not have, with up to five similar titles."""
    titles = list(dict.fromkeys(entry.title for entry in database.search(title)))[:5]
    suggestion = (
        f"标题相近的有：{'、'.join(f'《{similar}》' for similar in titles)}；请写全标题。" if titles else ""
    )
    return f"数据库中没有《{title}》。{suggestion}{BY_HAND}"


def _print_versions(entries: Iterable[OfficialEntry]) -> None:
    """Print one line for each entry."""
    for entry in entries:
        parts = (
            entry.title,
            f"公布 {entry.promulgated or '未写明'}",
            f"施行 {entry.in_force or '未写明'}",
            entry.status or "时效性未写明",
            entry.authority or "",
        )
        echo("　".join(filter(None, parts)))


def _write(
    library: Library,
    name: str | None,
    dated: date | None,
    statute: Statute,
    entry: OfficialEntry,
    *,
    replace: bool,
) -> Path:
    """Add a text to the library; its path there.

    If the database says that it is in force, the work has been checked on this day; if it says that it is repealed, it has ended by then.
    """
    origin = Origin(document=f"{_DATABASE} {entry.id}", retrieved=date.today())
    checked = entry.status == IN_FORCE
    repealed = entry.status == REPEALED
    return library.add(
        name,
        dated,
        statute,
        title=entry.title,
        origin=origin,
        given=Given(
            checked=date.today() if checked else None,
            checked_against=_DATABASE if checked else None,
            seen_expired=date.today() if repealed else None,
        ),
        promulgated=entry.promulgated,
        in_force=entry.in_force,
        replace=replace,
    ).path
