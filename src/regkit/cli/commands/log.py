"""regkit log: what happened to a law, or to one of its provisions, from version to version."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from regkit.changes import RowKind
from regkit.cli.jsonl import print_json
from regkit.cli.options import ADDRESS, JSON, LIBRARIES, WORK
from regkit.cli.printing import Marked, echo
from regkit.cli.progress import working
from regkit.cli.rows import head_of, print_row
from regkit.cli.selections import Selection, require_selection
from regkit.contracts.diff import to_diff_row
from regkit.contracts.history import LogDate, LogEntry, LoggedWork
from regkit.library import (
    DateKind,
    History,
    HistoryEntry,
    Version,
    Work,
    describe,
    known_day,
    quoted,
    today,
)
from regkit.views.table import summary


@click.command("log", epilog="例：regkit log heilongjiang-sme-promotion 第二十三条")
@WORK
@ADDRESS
@LIBRARIES
@JSON
def command(name: str, address: str | None, folders: tuple[Path, ...], as_json: bool) -> None:
    """一件法规，或者其中一条、一款、一项的历次变化，从新到旧；条号变了、拆分合并了也跟得住。

    WORK 是法规的文件夹名或者名称，如 WORK@2011-12-08 则按那个版本的条号找 ADDRESS。
    """
    selection = require_selection(name, address, folders)
    history = History(selection.work)
    with working("正在比较各个版本"):
        entries = history.log(selection.address, selection.version if selection.address else None)
    if as_json:
        print_json(_to_json(selection, entries))
        return
    echo(_title(selection))
    for entry in entries:
        _print_entry(entry, selection.work, whole=selection.address is None)


def _title(selection: Selection) -> str:
    """The title of the work, with the version if one was asked for, and the provision."""
    version = f"（{describe(selection.version)}）" if selection.address or selection.version.statute else ""
    return f"《{selection.work.title}》{version}{selection.address or ''}"


def _dates(work: Work, version: Version) -> str:
    """The known dates of a version, and its status (时效性) today."""
    events = work.events_of(version)
    dates = [
        f"{event.provision or ''}{event.kind} {event.day}"
        + (f"（{event.cause}）" if event.kind is DateKind.EXPIRED and event.cause else "")
        for event in events
    ]
    begun, ended = work.commencement_of(version), work.end_of(version)
    if begun.day is None:
        dates.append(f"施行日期{work.commencement_in_words(version)}")
    if ended is not None and ended.day is None:
        dates.append(f"失效日期{known_day(ended)}")
    return "；".join((*dates, f"今天{work.status_of(version, today()).status}"))


def _print_entry(entry: HistoryEntry, work: Work, *, whole: bool) -> None:
    """Print what happened in one version; `whole` if it is about the whole work and not about a provision."""
    version, passage = entry.version, entry.passage
    facts = version.facts
    cause = "，".join(filter(None, (facts.adopted_by, facts.decision and quoted(facts.decision))))
    head = f"{version.name}　{describe(version)}" + (f"　{cause}" if cause else "")
    echo(Marked(head, bold=True))
    if whole:
        echo(f"    {_dates(work, version)}")
    if passage is not None and passage.skipped:
        missing = "、".join(describe(skipped) for skipped in passage.skipped)
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


def _to_json(selection: Selection, entries: Iterable[HistoryEntry]) -> LoggedWork:
    return LoggedWork(
        work=selection.work.id,
        title=selection.work.title,
        version=selection.version.name,
        address=str(selection.address) if selection.address else None,
        entries=tuple(_entry_to_json(selection.work, entry) for entry in entries),
    )


def _entry_to_json(work: Work, entry: HistoryEntry) -> LogEntry:
    facts, passage = entry.version.facts, entry.passage
    events = work.events_of(entry.version)
    return LogEntry(
        version=entry.version.name,
        kind=facts.kind.value if facts.kind else None,
        status=work.status_of(entry.version, today()).status,
        dates=tuple(LogDate(event.kind, event.day, event.cause, event.provision) for event in events),
        adopted_by=facts.adopted_by,
        decision=facts.decision,
        has_text=entry.version.statute is not None,
        compared_with=passage.old.name if passage else None,
        skipped=tuple(version.name for version in passage.skipped) if passage else (),
        change=entry.kind,
        old=tuple(map(str, entry.old)),
        new=tuple(map(str, entry.new)),
        rows=tuple(to_diff_row(passage.comparison, row) for row in entry.rows) if passage else (),
        statistics=(
            {kind.value: count for kind, count in passage.comparison.statistics.items()} if passage else {}
        ),
    )
