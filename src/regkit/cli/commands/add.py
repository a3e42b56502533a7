"""regkit add: add texts to the library."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import click

from regkit.cli.options import FILES, LIBRARY, REPLACE
from regkit.cli.printing import as_text, echo, print_problems
from regkit.cli.progress import reading, with_progress
from regkit.errors import RegkitError
from regkit.files import load
from regkit.library import Addition, Library, origin_of
from regkit.metadata import read_metadata
from regkit.model.levels import Level
from regkit.model.tree import Statute

# How many problems of a file are printed.
_MOST_PROBLEMS = 5
_COUNTED = (Level.PART, Level.SUBPART, Level.CHAPTER, Level.SECTION, Level.ARTICLE, Level.ANNEX)


@click.command("add", epilog="例：regkit add 官方文本.docx --source https://flk.npc.gov.cn/")
@FILES
@click.option(
    "--work", "name", metavar="WORK", help="法规的文件夹名或者名称；不写时按文本的标题确定，没有的就新建。"
)
@click.option(
    "--date",
    "adopted",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="通过日期，如 2011-12-08；不写时按题注所记。",
)
@click.option("--title", metavar="TITLE", help="文本里没有标题时，新建的法规叫什么。")
@click.option("--source", metavar="TEXT", help="文本的来源，如网址；不写时记文件名。")
@click.option("--dry-run", is_flag=True, help="只读、只核对，不写入。")
@click.option("--anyway", is_flag=True, help="日期与题注所记不符也收录。")
@LIBRARY
@REPLACE
def command(
    files: tuple[str, ...],
    name: str | None,
    adopted: datetime | None,
    title: str | None,
    source: str | None,
    dry_run: bool,
    anyway: bool,
    folder: Path,
    replace: bool,
) -> None:
    """把一个版本的文本收录进来，先读懂、核对，再整个写入；出了任何错误都不会写下一半。

    FILE 可以是 Word、PDF、网页、Markdown 或者纯文本文件。法规或者版本还没有列出的，按文本的标题和题注新建。
    """
    if adopted and len(files) > 1:
        raise click.UsageError("--date 只能用于一个文件；收录多个文件时，日期按各自的题注确定。")
    failed = False
    for path in with_progress(files, "收录"):
        try:
            with reading(path):
                statute = load(path)
            _print_statute(path, statute)
            if dry_run:
                continue
            origin = origin_of(source or Path(as_text(path)).name, date.today())
            added = Library(folder, new=True).add(
                name,
                adopted.date() if adopted else None,
                statute,
                title=title,
                origin=origin,
                replace=replace,
                anyway=anyway,
            )
        except RegkitError as error:
            failed = True
            echo(f"错误：{as_text(path)}：{error}", err=True)
        else:
            for line in _report(added, statute):
                echo(line)
    sys.exit(1 if failed else 0)


def _print_statute(path: str, statute: Statute) -> None:
    """Print what was read, before anything is written."""
    echo(f"读入 {as_text(path)}：")
    rows = [("标题", statute.title or "（没有）"), *(("题注", note) for note in statute.notes)]
    rows.append(("结构", "，".join(_counts(statute)) or "没有条文"))
    metadata = read_metadata(statute)
    days = [
        f"{event.kind} {day}" + (f"（{'、'.join(map(str, event.provisions))}）" if event.provisions else "")
        for event in metadata.events
        if (day := metadata.day_of(event))
    ]
    rows.append(("日期", "；".join(dict.fromkeys(days)) or "没有读出日期"))
    for name, value in rows:
        echo(f"  {name}　{value}")
    if statute.problems:
        echo(f"  有 {len(statute.problems)} 处需要核对：")
        print_problems(path, statute.problems[:_MOST_PROBLEMS])
        if len(statute.problems) > _MOST_PROBLEMS:
            echo(f"  其余 {len(statute.problems) - _MOST_PROBLEMS} 处请用 regkit check 查看。")


def _counts(statute: Statute) -> Iterator[str]:
    """Yield how many provisions of each of the larger levels a text has, in words."""
    counts = Counter(provision.level for _, provision in statute.walk())
    for level in Level:
        if counts[level] and level in _COUNTED:
            yield f"{counts[level]} {'个附件' if level is Level.ANNEX else level.character}"


def _report(added: Addition, statute: Statute) -> Iterator[str]:
    """Yield the lines about a text that was added."""
    result = (
        "新建了法规"
        if added.new_work
        else "新增了版本"
        if added.new_version
        else "替换了原来的文本"
        if added.replaced
        else ""
    )
    yield f"已收录 {added.path}：{len(statute.articles)} 条" + (f"，{result}。" if result else "。")
    if added.new_work or added.new_version:
        unknown = [name for value, name in _facts_to_state(added) if not value]
        if unknown:
            yield f"文本里没有写明{'、'.join(unknown)}，{added.path.with_name('work.toml')} 中没有记；知道时请补上。"
    yield from added.differences
    if statute.title is None:
        yield "文本里没有标题，因此没有核对它是不是这件法规；请自己核对一遍。"


def _facts_to_state(added: Addition) -> tuple[tuple[object, str], ...]:
    """The facts that every version should have, each with its name."""
    version = added.version
    return (version.kind, "是制定、修正还是修订"), (version.in_force or version.in_force_rule, "施行日期")
