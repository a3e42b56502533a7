"""Commands that follow a law through its versions: log, blame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from regkit.changes import RowKind
from regkit.cli.jsonl import print_json
from regkit.cli.options import JSON, LIBRARIES
from regkit.cli.places import Place, find_place
from regkit.cli.printing import Marked, as_text, echo
from regkit.cli.progress import working
from regkit.cli.rows import head_of, print_row
from regkit.contracts.diff import to_diff_row
from regkit.contracts.history import BlamedProvision, BlamedText, BlamedWords, LogDate, LogEntry, LoggedWork
from regkit.library import (
    Blamed,
    History,
    HistoryEntry,
    Libraries,
    Phrase,
    Version,
    Work,
    describe,
    quoted,
    today,
)
from regkit.views.table import summary

WORK = click.argument("name", metavar="WORK")
ADDRESS = click.argument("address", metavar="[ADDRESS]", required=False)
# Colours of versions, the newest brightest; there may be more versions than colours.
_COLOURS = ("green", "yellow", "cyan", "magenta", "blue", "white")


@click.command()
@WORK
@ADDRESS
@LIBRARIES
@JSON
def log(name: str, address: str | None, folders: tuple[Path, ...], as_json: bool) -> None:
    """一件法规，或者其中一条、一款、一项的历次变化，从新到旧；条号变了、拆分合并了也跟得住。

    WORK 是法规的文件夹名或者名称，如 WORK@2011-12-08 则按那个版本的条号找 ADDRESS。
    """
    place = _place(name, address, folders)
    history = History(place.work)
    with working("正在比较各个版本"):
        entries = history.log(place.address, place.version if place.address else None)
    if as_json:
        print_json(_logged(place, entries))
        return
    echo(_title(place))
    for entry in entries:
        _print_entry(entry, place.work, whole=place.address is None)


@click.command()
@WORK
@ADDRESS
@LIBRARIES
@JSON
def blame(name: str, address: str | None, folders: tuple[Path, ...], as_json: bool) -> None:
    """现行文本的每一句、每个词，是哪个版本带来的。WORK 写成 WORK@2018-04-26 则看那个版本。"""
    place = _place(name, address, folders)
    history = History(place.work)
    with working("正在比较各个版本"):
        found = history.blame(place.address, place.version)
    if as_json:
        print_json(_blamed(place, found))
        return
    echo(str(place.work.state_of(place.version, today())))
    _print_blamed(found, place.work.versions)


def _place(name: str, address: str | None, folders: tuple[Path, ...]) -> Place:
    """The version and the provision that are asked for: of the text in force, or else of the last that there is."""
    libraries = Libraries(folders)
    words = name if address is None else f"{name} {address}"
    place = find_place(words, libraries, today(), with_text=True)
    if place is None:
        known = "、".join(sorted(libraries.ids)) or "（没有）"
        raise click.ClickException(f"法规库中没有“{as_text(name)}”；已有：{known}。")
    return place


def _title(place: Place) -> str:
    version = f"（{describe(place.version)}）" if place.address or place.version.statute else ""
    return f"《{place.work.title}》{version}{place.address or ''}"


def _dates(work: Work, version: Version) -> str:
    """The dates of a version that are known, and its 时效性 today."""
    events = work.events_of(version)
    told = [f"{event.provision or ''}{event.kind} {event.day}" for event in events]
    if not version.effective_is_known:
        told.append("施行日期未记载")
    return "；".join((*told, f"今天{work.standing(version, today()).status}"))


def _print_entry(entry: HistoryEntry, work: Work, *, whole: bool) -> None:
    version, passage = entry.version, entry.passage
    facts = version.facts
    cause = "，".join(filter(None, (facts.adopted_by, facts.decision and quoted(facts.decision))))
    head = f"{version.dated}　{describe(version)}" + (f"　{cause}" if cause else "")
    echo(Marked(head, bold=True))
    if whole:
        echo(f"    {_dates(work, version)}")
    if passage is not None and passage.skipped:
        missing = "、".join(describe(each) for each in passage.skipped)
        echo(f"    （与{describe(passage.old)}的文本比较；{missing}的文本未收录，变化也可能发生在其间）")
    if version.statute is None:
        echo("    （文本未收录）")
    elif passage is None:
        echo(f"    收录的最早文本{'' if whole else '中为' + '、'.join(map(str, entry.new))}")
    elif whole:
        echo(f"    {summary(passage.comparison)}")
    elif entry.kind is RowKind.UNCHANGED:
        echo(f"    {'、'.join(map(str, entry.new))}没有变化")
    else:
        for row in entry.rows:
            echo(f"    {head_of(row)}")
            print_row(passage.comparison, row, indent="        ")


def _print_blamed(found: Iterable[Blamed], versions: Sequence[Version]) -> None:
    counts: Counter[str] = Counter()
    colours = {
        str(version.dated): _COLOURS[place % len(_COLOURS)]
        for place, version in enumerate(reversed(versions))
    }
    width = max((len(_since(phrase)) for each in found for phrase in each.phrases), default=10)
    for each in found:
        # An article is named with its first 款, which has its words.
        where = f"{each.address}"
        if each.heading:
            for phrase in each.heading:
                _print_phrase(phrase, f"{each.label or where}　", width, colours)
        for number, phrase in enumerate(each.phrases):
            _print_phrase(phrase, f"{where}　" if not number else "　", width, colours)
        for phrase in (*each.heading, *each.phrases):
            counts[_since(phrase)] += len(phrase.text)
    total = sum(counts.values())
    if total:
        parts = [f"{since} {count / total:.0%}" for since, count in sorted(counts.items())]
        echo(f"共 {total:,} 个字：{'，'.join(parts)}")


def _print_phrase(phrase: Phrase, where: str, width: int, colours: dict[str, str]) -> None:
    words = Marked(phrase.text.replace("\n", "⏎"), colours[str(phrase.version.dated)])
    echo(f"{_since(phrase):<{width}}  {where}", words)


def _since(phrase: Phrase) -> str:
    """The date of the version that brought a phrase; where texts before it are missing, from the first of them on."""
    if not phrase.perhaps:
        return str(phrase.version.dated)
    return f"{phrase.perhaps[0].dated}~{phrase.version.dated}"


def _logged(place: Place, entries: Iterable[HistoryEntry]) -> LoggedWork:
    return LoggedWork(
        work=place.work.id,
        title=place.work.title,
        version=place.version.dated,
        address=str(place.address) if place.address else None,
        entries=tuple(_log_entry(place.work, entry) for entry in entries),
    )


def _log_entry(work: Work, entry: HistoryEntry) -> LogEntry:
    facts, passage = entry.version.facts, entry.passage
    events = work.events_of(entry.version)
    return LogEntry(
        version=entry.version.dated,
        kind=facts.kind.value if facts.kind else None,
        status=work.standing(entry.version, today()).status,
        dates=tuple(LogDate(event.kind, event.day, event.cause, event.provision) for event in events),
        adopted_by=facts.adopted_by,
        decision=facts.decision,
        has_text=entry.version.statute is not None,
        compared_with=passage.old.dated if passage else None,
        skipped=tuple(each.dated for each in passage.skipped) if passage else (),
        change=entry.kind,
        old=tuple(map(str, entry.old)),
        new=tuple(map(str, entry.new)),
        rows=tuple(to_diff_row(passage.comparison, row) for row in entry.rows) if passage else (),
        statistics=(
            {kind.value: count for kind, count in passage.comparison.statistics.items()} if passage else {}
        ),
    )


def _blamed(place: Place, found: Iterable[Blamed]) -> BlamedText:
    return BlamedText(
        work=place.work.id,
        title=place.work.title,
        version=place.version.dated,
        address=str(place.address) if place.address else None,
        provisions=tuple(
            BlamedProvision(
                each.address.eid,
                each.label,
                tuple(map(_words, each.heading)),
                tuple(map(_words, each.phrases)),
            )
            for each in found
        ),
    )


def _words(phrase: Phrase) -> BlamedWords:
    return BlamedWords(phrase.text, phrase.version.dated, tuple(each.dated for each in phrase.perhaps))
