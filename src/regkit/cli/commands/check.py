"""regkit check: report what is suspicious in texts, and prove that reading them lost nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from regkit.citations import find_dangling
from regkit.cli.jsonl import print_json
from regkit.cli.loading import read_with_text, unreadable
from regkit.cli.options import FILES, JSON
from regkit.cli.printing import as_text, echo, print_problems
from regkit.cli.progress import with_progress
from regkit.contracts.check import CheckedFile
from regkit.errors import ParseError, Problem, UnreadableFileError
from regkit.files import parse_source, read_source
from regkit.notations import READERS, TREE_READERS
from regkit.printing.lossless import find_loss
from regkit.text.whitespace import without_whitespace


@click.command("check", epilog="例：regkit check 条例.docx")
@FILES
@click.option("--lossless", is_flag=True, help="证明没有丢失一个字：读出的条款树打印出来与原文逐字比对。")
@JSON
def command(files: tuple[str, ...], lossless: bool, as_json: bool) -> None:
    """检查编号、结构和引用，逐条列出问题；没有问题时退出码为 0。FILE 可以是文件夹，检查其中所有读得出的文件。"""
    paths = list(_with_folders(files))
    count = characters = 0
    for path in with_progress(paths, "核对" if lossless else "读取", quiet=lossless):
        if lossless:
            problems, size = _prove(path)
            characters += size
        else:
            statute, problems, text = read_with_text(path)
            if statute is not None:
                problems = tuple(sorted((*problems, *find_dangling(statute, text)), key=_in_reading_order))
        count += len(problems)
        if as_json:
            print_json(CheckedFile(as_text(path), problems))
        else:
            print_problems(path, problems)
    if not as_json:
        echo(_summary(len(paths), count, characters if lossless else None))
    sys.exit(1 if count or not paths else 0)


def _in_reading_order(problem: Problem) -> tuple[bool, int]:
    """Sort key: problems by line, those about the whole text last, as the parser orders them."""
    return problem.line is None, problem.line or 0


def _with_folders(names: Iterable[str]) -> Iterator[str]:
    """Yield the files named, and for a folder the files in it, at any depth, that have the suffix of a known format."""
    for name in names:
        if Path(name).is_dir():
            paths = (
                path for path in Path(name).rglob("*") if path.suffix.lower() in {*READERS, *TREE_READERS}
            )
            yield from sorted(str(path) for path in paths if path.is_file())
        else:
            yield name


def _prove(path: str) -> tuple[tuple[Problem, ...], int]:
    """The problems of a file, or what reading it lost as a problem, and how many characters its text has, whitespace not counted."""
    try:
        source = read_source(path)
        statute = parse_source(source)
    except ParseError as error:
        return error.problems, 0
    except UnreadableFileError as error:
        return (unreadable(error),), 0
    loss = find_loss(source.text, statute)
    return ((loss,) if loss else ()), len(without_whitespace(source.text))


def _summary(files: int, problems: int, characters: int | None) -> str:
    """The last line; `characters` is None unless losslessness was checked."""
    if not files:
        return "没有找到可以检查的文件。"
    if characters is None:
        result = f"发现 {problems} 处问题。" if problems else "没有发现问题。"
        return f"检查了 {files} 个文件，{result}"
    proof = f"有 {problems} 个文件没有通过。" if problems else "逐字一致。"
    return f"核对了 {files} 个文件、{characters:,} 个字，{proof}"
