"""regkit check: report what is suspicious in texts, and prove that reading them lost nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click

from regkit.accounts import account_for
from regkit.census.accounting import Account
from regkit.citations import find_dangling
from regkit.cli.accounts import account_in_words, problems_in
from regkit.cli.jsonl import print_json
from regkit.cli.loading import read_with_text, unreadable
from regkit.cli.options import FILES, JSON
from regkit.cli.printing import as_text, echo, print_problems
from regkit.cli.progress import with_progress, working
from regkit.contracts.check import CheckedFile
from regkit.errors import ParseError, Problem, UnreadableFileError
from regkit.files import open_file, parse_source, source_of
from regkit.metadata import read_metadata
from regkit.metadata.contradictions import find_contradictions
from regkit.notations.recognition import SUFFIXES
from regkit.printing.lossless import find_loss


@click.command("check", epilog="例：regkit check 条例.docx")
@FILES
@click.option(
    "--lossless",
    is_flag=True,
    help="证明没有丢失一个字：另行清点文件里的每一个字，与读出的条款树逐字核对，没有读入的按种类列出。",
)
@JSON
def command(files: tuple[str, ...], lossless: bool, as_json: bool) -> None:
    """检查编号、结构和引用，逐条列出问题；没有问题时退出码为 0。FILE 可以是文件夹，检查其中所有读得出的文件；是法规库的，还核对各件的日期和互相的废止、修改。"""
    paths = list(_with_folders(files))
    count = 0
    accounts: list[Account] = []
    for path in with_progress(paths, "核对" if lossless else "读取", quiet=lossless):
        if lossless:
            problems, account = _prove(path)
            accounts += [account] if account else []
        else:
            account = None
            statute, problems, text = read_with_text(path)
            if statute is not None:
                more = (*find_dangling(statute, text), *find_contradictions(statute, read_metadata(statute)))
                problems = tuple(sorted((*problems, *more), key=_in_reading_order))
        count += len(problems)
        if as_json:
            print_json(CheckedFile(as_text(path), problems, account))
        else:
            print_problems(path, problems)
            if account:
                echo(f"{as_text(path)}：{account_in_words(account)}")
    for name in () if lossless else files:
        count += _check_library(Path(name), as_json=as_json)
    if not as_json:
        echo(_proof(len(paths), count, accounts) if lossless else _summary(len(paths), count))
    sys.exit(1 if count or not paths else 0)


def _check_library(folder: Path, *, as_json: bool) -> int:
    """Report what in a folder of works contradicts itself or is missing; how many problems there are, 0 for any other folder."""
    if not any(folder.glob("*/work.toml")):
        return 0
    from regkit.library import Library, problems_of_library  # noqa: PLC0415 - takes longer than reading most files

    with working("正在核对法规库"):
        found = list(problems_of_library(Library(folder)))
    for path, problems in groupby(found, key=lambda item: item.path):
        listed = tuple(item.problem for item in problems)
        if as_json:
            print_json(CheckedFile(as_text(str(path)), listed, None))
        else:
            print_problems(as_text(str(path)), listed)
    return len(found)


def _in_reading_order(problem: Problem) -> tuple[bool, int]:
    """Sort key: problems by line, those about the whole text last, as the parser orders them."""
    return problem.line is None, problem.line or 0


def _with_folders(names: Iterable[str]) -> Iterator[str]:
    """Yield the files named, and for a folder the files in it, at any depth, that have the suffix of a known format."""
    for name in names:
        if Path(name).is_dir():
            paths = (path for path in Path(name).rglob("*") if path.suffix.lower() in SUFFIXES)
            yield from sorted(str(path) for path in paths if path.is_file())
        else:
            yield name


def _prove(path: str) -> tuple[tuple[Problem, ...], Account | None]:
    """Whatever of a file was lost, invented or cannot be counted, as problems, and its account if there is one."""
    try:
        notation, data = open_file(path)
        source = source_of(notation, data)
        loss = find_loss(source.text, parse_source(source))
        account = account_for(notation, data, source)
    except ParseError as error:
        return error.problems, None
    except UnreadableFileError as error:
        return (unreadable(error),), None
    return (*((loss,) if loss else ()), *problems_in(account)), account


def _summary(files: int, problems: int) -> str:
    """The last line of a check."""
    if not files:
        return "没有找到可以检查的文件。"
    result = f"发现 {problems} 处问题。" if problems else "没有发现问题。"
    return f"检查了 {files} 个文件，{result}"


def _proof(files: int, problems: int, accounts: Sequence[Account]) -> str:
    """The last line of a proof."""
    signs = sum(account.signs for account in accounts)
    omitted = sum(sum(account.omitted.values()) for account in accounts)
    pictures = sum(account.pictures for account in accounts)
    if not files:
        return "没有找到可以检查的文件。"
    if problems:
        result = f"有 {problems} 处没有通过。"
    elif omitted or pictures:
        parts = [
            "每个字都有着落",
            *([f"其中 {omitted:,} 个没有照原样读入"] if omitted else []),
            *([f"另有图片 {pictures:,} 处没有读入"] if pictures else []),
        ]
        result = f"{'，'.join(parts)}。"
    else:
        result = "逐字一致。"
    return f"核对了 {files} 个文件、{signs:,} 个字，{result}"
