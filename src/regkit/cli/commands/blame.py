"""regkit blame: which version brought each phrase of a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from regkit.cli.jsonl import print_json
from regkit.cli.options import ADDRESS, JSON, LIBRARIES, WORK
from regkit.cli.printing import Marked, echo
from regkit.cli.progress import working
from regkit.cli.selections import Selection, require_selection
from regkit.contracts.history import BlamedProvision, BlamedText, BlamedWords
from regkit.library import (
    Blamed,
    History,
    Phrase,
    Version,
    today,
)

# Colours of versions, the newest brightest; there may be more versions than colours.
_COLOURS = ("green", "yellow", "cyan", "magenta", "blue", "white")


@click.command("blame", epilog="例：regkit blame heilongjiang-sme-promotion")
@WORK
@ADDRESS
@LIBRARIES
@JSON
def command(name: str, address: str | None, folders: tuple[Path, ...], as_json: bool) -> None:
    """现行文本的每一句、每个词，是哪个版本带来的。WORK 写成 WORK@2018-04-26 则看那个版本。"""
    selection = require_selection(name, address, folders)
    history = History(selection.work)
    with working("正在比较各个版本"):
        found = history.blame(selection.address, selection.version)
    if as_json:
        print_json(_blamed(selection, found))
        return
    echo(str(selection.work.state_of(selection.version, today())))
    _print_blamed(found, selection.work.versions)


def _print_blamed(found: Iterable[Blamed], versions: Sequence[Version]) -> None:
    counts: Counter[str] = Counter()
    colours = {
        str(version.dated): _COLOURS[selection % len(_COLOURS)]
        for selection, version in enumerate(reversed(versions))
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


def _blamed(selection: Selection, found: Iterable[Blamed]) -> BlamedText:
    return BlamedText(
        work=selection.work.id,
        title=selection.work.title,
        version=selection.version.dated,
        address=str(selection.address) if selection.address else None,
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
