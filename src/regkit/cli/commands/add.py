"""regkit add: add texts to the library."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from difflib import SequenceMatcher
from itertools import takewhile
from pathlib import Path

import click

from regkit.cli.options import DATE, FILES, LIBRARY, REPLACE
from regkit.cli.printing import as_text, echo, print_problems
from regkit.cli.progress import reading, with_progress
from regkit.errors import RegkitError
from regkit.files import load
from regkit.library import (
    Addition,
    Given,
    Library,
    Version,
    VersionKind,
    Work,
    describe,
    known_day,
    origin_of,
)
from regkit.metadata import read_metadata
from regkit.model.levels import Level
from regkit.model.tree import Statute
from regkit.text.titles import ACT_NOUNS

# How many problems of a file are printed.
_MOST_PROBLEMS = 5
# Two titles are much alike if at least so much of their words is the same.
_ALIKE = 0.55
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
    type=DATE,
    help="通过日期，如 2011-12-08；不写时按题注所记。",
)
@click.option("--title", metavar="TITLE", help="文本里没有标题时，新建的法规叫什么。")
@click.option("--rank", metavar="TEXT", help="效力级别，如 地方性法规；不写时按标题和制定机关判断。")
@click.option("--authority", metavar="TEXT", help="制定机关；不写时按题注所记。")
@click.option(
    "--kind", type=click.Choice([kind.value for kind in VersionKind]), help="这个版本是制定、修正还是修订。"
)
@click.option("--promulgated", metavar="DATE", type=DATE, help="公布日期；不写时按题注所记。")
@click.option("--in-force", metavar="DATE", type=DATE, help="施行日期；不写时按文本所记。")
@click.option("--repealed", metavar="DATE", type=DATE, help="失效日期：不再有效的第一天。")
@click.option(
    "--checked", metavar="DATE", type=DATE, help="哪一天与官方来源核对过：那天它是现行文本，没有被废止。"
)
@click.option("--source", metavar="TEXT", help="文本的来源，如网址；不写时记文件名。")
@click.option("--dry-run", is_flag=True, help="只读、只核对，不写入。")
@click.option("--anyway", is_flag=True, help="给出的与文本写明的不符，或者文本前后不一，也收录。")
@LIBRARY
@REPLACE
def command(
    files: tuple[str, ...],
    name: str | None,
    adopted: datetime | None,
    title: str | None,
    rank: str | None,
    authority: str | None,
    kind: str | None,
    promulgated: datetime | None,
    in_force: datetime | None,
    repealed: datetime | None,
    checked: datetime | None,
    source: str | None,
    dry_run: bool,
    anyway: bool,
    folder: Path,
    replace: bool,
) -> None:
    """把一个版本的文本收录进来，先读懂、核对，再整个写入；出了任何错误都不会写下一半。

    FILE 可以是 Word、PDF、网页、Markdown 或者纯文本文件。法规或者版本还没有列出的，按文本的标题和题注新建。
    """
    if len(files) > 1 and any((adopted, kind, promulgated, in_force, repealed)):
        raise click.UsageError(
            "--date、--kind、--promulgated、--in-force、--repealed 只能用于一个文件；收录多个文件时，按各自的题注确定。"
        )
    given = Given(
        kind=VersionKind(kind) if kind else None,
        promulgated=promulgated.date() if promulgated else None,
        in_force=in_force.date() if in_force else None,
        expired=repealed.date() if repealed else None,
        rank=rank,
        authority=authority,
        checked=checked.date() if checked else None,
    )
    failed = False
    for path in with_progress(files, "收录"):
        try:
            with reading(path):
                statute = load(path)
            _print_statute(path, statute)
            if dry_run:
                continue
            origin = origin_of(source or Path(as_text(path)).name, date.today())
            library = Library(folder, new=True)
            added = library.add(
                name,
                adopted.date() if adopted else None,
                statute,
                title=title,
                origin=origin,
                given=given,
                replace=replace,
                anyway=anyway,
            )
        except RegkitError as error:
            failed = True
            echo(f"错误：{as_text(path)}：{error}", err=True)
        else:
            for line in _report(added, statute, library):
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


def _report(added: Addition, statute: Statute, library: Library) -> Iterator[str]:
    """Yield the lines about a text that was added: what was recorded, and what its work and other works are by it."""
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
    work = library[added.work]
    version = next(version for version in work.versions if version.name == added.version.name)
    yield f"  记为　{describe(version)}的文本；施行日期{work.commencement_in_words(version)}" + _end_in_words(
        work, version
    )
    if added.named:
        names = "、".join(describe(other) for other in work.versions if other.facts in added.named)
        yield f"  题注里还有{names}，文本未收录，已经列入。"
    if added.renamed:
        yield f"  这件法规从前叫《{added.renamed}》，现在叫《{work.title}》；以前的版本仍用当时的名称。"
    for effect in work.effects:
        yield f"  {effect.kind.value}：{effect}"
    yield from _effects_on_others(statute, work, library)
    if added.version.kind is None:
        yield f"文本里没有写明是制定、修正还是修订；知道时请用 --kind 给出，或者写进 {added.path.with_name('work.toml')}。"
    if not added.version.in_force_rule and work.commencement_of(version).day is None:
        yield f"文本里没有写明施行日期；知道时请用 --in-force 给出，或者写进 {added.path.with_name('work.toml')}。"
    yield from added.differences
    yield from _similar_titles(added, library)
    if statute.title is None:
        yield "文本里没有标题，因此没有核对它是不是这件法规；请自己核对一遍。"


def _end_in_words(work: Work, version: Version) -> str:
    """The end of a version by its own words or a recorded day, if it has one."""
    ended = work.end_of(version)
    own = version.facts.expired or version.facts.expired_rule
    return f"；失效日期{known_day(ended)}" if ended is not None and own else ""


def _effects_on_others(statute: Statute, work: Work, library: Library) -> Iterator[str]:
    """Yield a line for each act that a text repeals, amends, adapts or revives: from when, or that the library does not have it."""
    for stated in dict.fromkeys(read_metadata(statute).effects):
        identity = library.find_id(stated.act)
        if identity == work.id:
            continue
        if identity is None:
            yield f"  {stated.kind.value}　《{stated.act}》，库中没有"
            continue
        for effect in library[identity].effects:
            if effect.work == work.id and effect.kind is stated.kind:
                yield f"  {stated.kind.value}　《{library[identity].title}》，{known_day(effect.moment)}起"


def _likeness(title: str, other: str, authority: str) -> float:
    """How much of two titles is the same, from 0 to 1, apart from the place that both have from their authority and from 条例 or 办法."""
    columns = zip(title, other, authority, strict=False)
    place = "".join(column[0] for column in takewhile(lambda column: len({*column}) == 1, columns))
    first, second = (_without_noun(each.removeprefix(place)) for each in (title, other))
    return SequenceMatcher(None, first, second).ratio()


def _without_noun(title: str) -> str:
    return next((title.removesuffix(noun) for noun in ACT_NOUNS if title.endswith(noun)), title)


def _similar_titles(added: Addition, library: Library) -> Iterator[str]:
    """Yield a line if a new work may be one that was renamed: its title is much like that of another work of the same body."""
    if not added.new_work:
        return
    work = library[added.work]
    for name in library.names:
        if name in work.names or _likeness(name, work.title, work.facts.authority or "") < _ALIKE:
            continue
        other = library[name]
        if other.facts.authority and other.facts.authority == work.facts.authority:
            yield f"库中有名称相近的《{other.title}》；如果这是它改了名称的文本，请删去新建的文件夹，再用 --work {other.id} 收录。"
            return
