"""regkit impact: what a change does to citations."""

from __future__ import annotations

from pathlib import Path

import click

from regkit.cli.jsonl import print_json
from regkit.cli.options import ANY_LIBRARIES, JSON
from regkit.cli.printing import echo
from regkit.cli.progress import working
from regkit.cli.texts import Text, compare_texts, read_text
from regkit.contracts.citations import to_source
from regkit.contracts.diff import ImpactReport, ImpactRow
from regkit.library import Fate, Impact, References, Work, read_rulings, read_works, today
from regkit.library import impact as find_impact

_FATES = {
    Fate.RENUMBERED: "序号变为{became}",
    Fate.CHANGED: "文字已修改，现为{became}",
    Fate.DIVIDED: "拆分或者合并，现为{became}",
    Fate.GONE: "已删除",
}


@click.command("impact", epilog="例：regkit impact 旧.docx 新.docx")
@click.argument("old", metavar="OLD", help="旧文本：文件或者法规库中的版本。")
@click.argument("new", metavar="NEW", help="新文本，同上。")
@click.option("--rulings", type=click.Path(path_type=Path), help="人工裁定：哪些条对应、哪些不对应（TOML）。")
@ANY_LIBRARIES
@JSON
def command(old: str, new: str, rulings: Path | None, folders: tuple[Path, ...], as_json: bool) -> None:
    """修改以后，哪些引用指向移动、修改或者删除了的条款：本法规内部的，和法规库中其他法规的。

    OLD 和 NEW 与 diff 相同：文件，或者法规库中的版本。
    """
    one, two = read_text(old, folders), read_text(new, folders)
    with working("正在比较"):
        comparison = compare_texts(one, two, rulings, read_rulings(rulings) if rulings else None)
    usual = [Path("statutes")] if Path("statutes").is_dir() else []
    works = read_works(folders or usual)
    references = References(works, today()) if works else None
    work = _work_of(one, works) or _work_of(two, works)
    found = find_impact(comparison, one.statute, two.statute, references, work, one.version)
    if as_json:
        print_json(ImpactReport(one.name, two.name, tuple(map(_row, found))))
        return
    stale = [each for each in found if each.followed is False or each.reference is not None]
    echo(f"引用了有变动的条款：{len(found)} 处；其中要核对、修改的 {len(stale)} 处。")
    for each in found:
        echo(f"{_where(each)}\t{each.citation.text}\t{each.target}{_words(each)}")


def _work_of(text: Text, works: tuple[Work, ...]) -> Work | None:
    """The work of the library that a text is of: the one that it was taken from, or has the title of."""
    named = [
        work
        for work in works
        if (
            text.work.id == work.id
            if text.work
            else text.statute.title in (work.title, *work.facts.other_titles)
        )
    ]
    return named[0] if len(named) == 1 else None


def _row(each: Impact) -> ImpactRow:
    citing = each.reference.citing_work if each.reference else None
    return ImpactRow(
        work=citing.id if citing else None,
        source=to_source(each.citation),
        text=each.citation.text,
        target=str(each.target),
        became=tuple(map(str, each.became)),
        fate=each.fate.value,
        followed=each.followed,
    )


def _where(each: Impact) -> str:
    citing = each.reference.citing_work if each.reference else None
    return f"{f'《{citing.title}》' if citing else ''}{each.citation.source}"


def _words(each: Impact) -> str:
    said = _FATES[each.fate].format(became="、".join(map(str, each.became)))
    if each.followed is None:
        return f"：{said}"
    return f"：{said}，{'新文本已跟着改' if each.followed else '新文本没有跟着改'}"
