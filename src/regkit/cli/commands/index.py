"""regkit index: write a library as one SQLite file."""

from __future__ import annotations

from pathlib import Path

import click

from regkit.cli.indexes import USUAL_INDEX, fingerprint_of_files
from regkit.cli.options import LIBRARIES
from regkit.cli.printing import as_text, echo
from regkit.cli.progress import working
from regkit.data import opened, write_index
from regkit.library import Libraries


@click.command("index", epilog="例：regkit index -o 法规库.sqlite")
@click.option(
    "-o",
    "--output",
    default=USUAL_INDEX,
    show_default=True,
    type=click.Path(path_type=Path),
    help="写入的文件。",
)
@LIBRARIES
@click.option("--replace", is_flag=True, help="那里是别的文件时也替换。")
def command(output: Path, folders: tuple[Path, ...], replace: bool) -> None:
    """把法规库写成一个 SQLite 文件：条款、版本、引用，和中文全文检索。"""
    with working("正在建立索引"):
        works = Libraries(folders).works
        write_index(works, output, fingerprint_of_files(folders), replace=replace)
    with opened(output) as connection:
        (articles,) = connection.execute("SELECT count(*) FROM articles").fetchone()
    echo(f"已写入 {as_text(output)}：{len(works)} 件法规，{articles} 条。")
