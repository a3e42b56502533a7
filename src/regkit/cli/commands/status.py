"""regkit status: which text of a work applies on a day, by which evidence, and what is not known."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path

import click

from regkit.cli.jsonl import print_json
from regkit.cli.options import DATE, JSON, LIBRARIES
from regkit.cli.printing import Marked, as_text, echo
from regkit.cli.progress import working
from regkit.contracts.status import StateEffect, StateFact, StatePeriod, WorkStatus
from regkit.library import Libraries, Status, Work, describe, known_day, today

_COLOURS = {
    Status.IN_FORCE: "green",
    Status.NOT_YET_IN_FORCE: "cyan",
    Status.PENDING: "cyan",
    Status.REPEALED: "red",
}


@click.command("status", epilog="例：regkit status heilongjiang-sme-promotion --on 2020-01-01")
@click.argument("name", metavar="[WORK]", required=False, help="法规的文件夹名或者名称；不写时是每一件。")
@click.option("--on", metavar="DATE", type=DATE, help="看哪一天；不写时是今天。")
@LIBRARIES
@JSON
def command(name: str | None, on: datetime | None, folders: tuple[Path, ...], as_json: bool) -> None:
    """一件法规在某一天适用哪个文本，依据是什么，哪些还不能确定，怎样才能确定。"""
    day = on.date() if on else today()
    libraries = Libraries(folders)
    if name is not None:
        works: tuple[Work, ...] = (_named(libraries, name),)
    else:
        with working("正在读法规库"):
            works = libraries.works
    counts: Counter[Status] = Counter()
    for work in works:
        counts[work.state(day).status] += 1
        if as_json:
            print_json(_to_json(work, day))
        else:
            _print_state(work, day, whole=name is not None)
    if name is None and not as_json:
        totals = "，".join(f"{status} {counts[status]} 件" for status in Status if counts[status])
        echo(f"共 {len(works)} 件：{totals or '没有法规'}。")


def _named(libraries: Libraries, name: str) -> Work:
    """The work with an id or title. Raises ClickException if there is none."""
    try:
        return libraries[name]
    except KeyError:
        known = "、".join(sorted(libraries.ids)) or "（没有）"
        raise click.ClickException(f"法规库中没有“{as_text(name)}”；已有：{known}。") from None


def _print_state(work: Work, day: date, *, whole: bool) -> None:
    """Print the answer for a day; with `whole` also what it rests on, and the answers for all other days."""
    state = work.state(day)
    echo(Marked(str(state.status), _COLOURS.get(state.status, "yellow"), bold=True), f"　{state}")
    if not whole:
        return
    for fact in state.evidence:
        words = f"：“{fact.words}”" if fact.words and fact.words not in fact.fact else ""
        echo(f"    依据　{fact.fact}{words}" + (f"（{fact.source}）" if fact.source else ""))
    for doubt in state.doubts:
        echo(f"    待定　{doubt}")
    for effect in state.limits:
        echo(f"    {effect.kind.value}　{effect}，{known_day(effect.moment)}起")
    echo(f"    核对　{work.checked_sentence}")
    echo("各个时期：")
    for period in work.periods:
        days = f"{period.since or '最早'} 至 {period.until or '今后'}"
        name = f"　{describe(period.version)}的文本" if period.version else ""
        echo(f"    {days}　{period.status}{name}")


def _to_json(work: Work, day: date) -> WorkStatus:
    state = work.state(day)
    return WorkStatus(
        work=work.id,
        title=state.title,
        day=day,
        status=state.status.value,
        sentence=str(state),
        version=state.version.name if state.version else None,
        candidates=tuple(version.name for version in state.candidates),
        has_text=state.version is not None and state.version.statute is not None,
        since=state.since,
        until=state.until,
        evidence=tuple(StateFact(fact.fact, fact.day, fact.words, fact.source) for fact in state.evidence),
        doubts=state.doubts,
        limits=tuple(
            StateEffect(effect.kind.value, effect.work, effect.version, str(effect))
            for effect in state.limits
        ),
        checked=work.facts.checked,
        periods=tuple(
            StatePeriod(
                period.since,
                period.until,
                period.status.value,
                period.version.name if period.version else None,
            )
            for period in work.periods
        ),
    )
