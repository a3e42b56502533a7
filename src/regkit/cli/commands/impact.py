"""regkit impact: which citations point at provisions that a change moved, changed or deleted."""

from __future__ import annotations

from pathlib import Path

import click

from regkit.cli.jsonl import print_json
from regkit.cli.options import ANY_LIBRARIES, JSON
from regkit.cli.printing import echo
from regkit.cli.progress import working
from regkit.cli.selections import library_folders
from regkit.cli.texts import Text, compare_texts, note_problems, problems_of, read_text
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
    old_text, new_text = read_text(old, folders), read_text(new, folders)
    with working("正在比较"):
        comparison = compare_texts(old_text, new_text, rulings, read_rulings(rulings) if rulings else None)
    works = read_works(library_folders(folders))
    references = References(works, today()) if works else None
    work = _work_of(old_text, works) or _work_of(new_text, works)
    impacts = find_impact(comparison, old_text.statute, new_text.statute, references, work, old_text.version)
    if as_json:
        problems = problems_of((old_text, new_text))
        print_json(ImpactReport(old_text.name, new_text.name, tuple(map(_row, impacts)), problems))
        return
    stale = [impact for impact in impacts if impact.followed is False or impact.reference is not None]
    echo(f"引用了有变动的条款：{len(impacts)} 处；其中要核对、修改的 {len(stale)} 处。")
    for impact in impacts:
        echo(f"{_source_in_words(impact)}\t{impact.citation.text}\t{impact.target}{_fate_in_words(impact)}")
    note_problems((old_text, new_text))


def _work_of(text: Text, works: tuple[Work, ...]) -> Work | None:
    """The work of the library that a text belongs to: the one it was taken from, or the only one with its title; otherwise None."""
    matches = [
        work
        for work in works
        if (
            text.work.id == work.id
            if text.work
            else text.statute.title in (work.title, *work.facts.other_titles)
        )
    ]
    return matches[0] if len(matches) == 1 else None


def _row(impact: Impact) -> ImpactRow:
    """One impact as a JSON struct."""
    citing = impact.reference.citing_work if impact.reference else None
    return ImpactRow(
        work=citing.id if citing else None,
        source=to_source(impact.citation),
        text=impact.citation.text,
        target=str(impact.target),
        became=tuple(map(str, impact.became)),
        fate=impact.fate.value,
        followed=impact.followed,
    )


def _source_in_words(impact: Impact) -> str:
    """Where the citation stands, in words."""
    citing = impact.reference.citing_work if impact.reference else None
    return f"{f'《{citing.title}》' if citing else ''}{impact.citation.source}"


def _fate_in_words(impact: Impact) -> str:
    """What became of the cited provision, in words."""
    fate = _FATES[impact.fate].format(became="、".join(map(str, impact.became)))
    if impact.followed is None:
        return f"：{fate}"
    return f"：{fate}，{'新文本已跟着改' if impact.followed else '新文本没有跟着改'}"
