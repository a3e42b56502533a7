"""Commands about a library of works: add."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from regkit.errors import RegkitError
from regkit.files import load
from regkit.library import Library


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, readable=False))
@click.option("--work", "work_id", metavar="WORK", required=True, help="法规的文件夹名或者名称。")
@click.option(
    "--date",
    "adopted",
    metavar="DATE",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    help="通过日期，如 2011-12-08。",
)
@click.option(
    "--library",
    "folder",
    default="statutes",
    show_default=True,
    type=click.Path(path_type=Path),
    help="存放法规的文件夹。",
)
@click.option("--replace", is_flag=True, help="替换已经收录的文本。")
def add(file: Path, work_id: str, adopted: datetime, folder: Path, replace: bool) -> None:
    """把一个版本的文本收录进来，先读懂、核对，再整个写入。"""
    day: date = adopted.date()
    try:
        statute = load(file)
        path = Library(folder).add(work_id, day, statute, replace=replace)
    except RegkitError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"已收录 {path}：{len(statute.articles)} 条。")
    if statute.title is None:
        click.echo("文本里没有标题，因此没有核对它是不是这件法规；请自己核对一遍。")
    if statute.problems:
        click.echo(f"有 {len(statute.problems)} 处需要核对，请运行 regkit check {path}")
