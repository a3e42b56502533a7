"""regkit export: write texts in other formats."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from regkit.cli.options import ANY_LIBRARIES, DATE
from regkit.cli.printing import as_text, echo
from regkit.cli.progress import working
from regkit.cli.texts import note_problems, read_text
from regkit.errors import RegkitError
from regkit.files import save
from regkit.library import Libraries, identity_of_version


@click.command("export", epilog="例：regkit export heilongjiang-sme-promotion -o 条例.docx -o 条例.pdf")
@click.argument("name", metavar="[WORK|FILE]", required=False, help="法规库中的法规，或者一个文件。")
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    type=click.Path(path_type=Path),
    help="写成哪个文件，格式按后缀：.docx .pdf .html .md .txt .json .xml（Akoma Ntoso）；可以给出多个。",
)
@click.option("--on", metavar="DATE", type=DATE, help="法规库中的法规，取这一天施行的文本。")
@click.option(
    "--parquet",
    type=click.Path(path_type=Path),
    help="把整个法规库写成 Parquet 表，放在这个文件夹：versions、provisions、citations。",
)
@click.option("--replace", is_flag=True, help="文件已经存在时替换。")
@ANY_LIBRARIES
def command(
    name: str | None,
    outputs: tuple[Path, ...],
    on: datetime | None,
    parquet: Path | None,
    replace: bool,
    folders: tuple[Path, ...],
) -> None:
    """把法规库中的法规（或者它的一个版本，如 WORK@2011-12-08）或者一个文件，写成 Word、网页等格式。"""
    if parquet is not None:
        if name or outputs:
            raise click.UsageError("--parquet 写出整个法规库，不与 WORK、FILE 和 -o 同用。")
        _export_tables(parquet, folders, replace=replace)
        return
    if name is None or not outputs:
        raise click.UsageError("请给出法规或者文件，并用 -o 给出写成哪个文件；整个法规库用 --parquet。")
    text = read_text(name, folders, on.date() if on else None)
    identity = identity_of_version(text.work, text.version) if text.work and text.version else None
    failed = False
    for output in outputs:
        shown = as_text(output)
        try:
            with working(f"正在写 {shown}"):
                save(text.statute, output, replace=replace, identity=identity)
        except FileExistsError:
            failed = True
            echo(f"错误：{shown} 已经存在；确实要替换时请加 --replace。", err=True)
        except RegkitError as error:
            failed = True
            echo(f"错误：{shown}：{error}", err=True)
        else:
            echo(f"已写入 {shown}。")
    note_problems((text,))
    if text.status_sentence:
        echo(text.status_sentence)
    sys.exit(1 if failed else 0)


def _export_tables(folder: Path, folders: tuple[Path, ...], *, replace: bool) -> None:
    """Write a whole library as Parquet tables into a folder."""
    from regkit.data import write_parquet  # noqa: PLC0415 - no other export needs tables

    with working("正在写 Parquet 表"):
        paths = write_parquet(Libraries(folders or (Path("statutes"),)).works, folder, replace=replace)
    for path in paths:
        echo(f"已写入 {as_text(path)}。")
