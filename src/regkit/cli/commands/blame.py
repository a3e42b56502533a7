"""regkit blame: which version introduced each phrase of a text."""

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

# Colours of versions, from the newest on; they repeat if there are more versions than colours.
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
        blamed = history.blame(selection.address, selection.version)
    if as_json:
        print_json(_to_json(selection, blamed))
        return
    echo(selection.work.sentence_of(selection.version, today()))
    _print_blamed(blamed, selection.work.versions)


def _print_blamed(provisions: Iterable[Blamed], versions: Sequence[Version]) -> None:
    """Print every phrase after its date, in the colour of its version, and what share of the text each version has."""
    counts: Counter[str] = Counter()
    colours = {
        version.name: _COLOURS[position % len(_COLOURS)]
        for position, version in enumerate(reversed(versions))
    }
    width = max((len(_since(phrase)) for provision in provisions for phrase in provision.phrases), default=10)
    for provision in provisions:
        # The words of an article belong to its 款 (paragraphs), so the first 款 names the article too.
        address = f"{provision.address}"
        if provision.heading:
            for phrase in provision.heading:
                _print_phrase(phrase, f"{provision.label or address}　", width, colours)
        for number, phrase in enumerate(provision.phrases):
            _print_phrase(phrase, f"{address}　" if not number else "　", width, colours)
        for phrase in (*provision.heading, *provision.phrases):
            counts[_since(phrase)] += len(phrase.text)
    total = sum(counts.values())
    if total:
        parts = [f"{since} {count / total:.0%}" for since, count in sorted(counts.items())]
        echo(f"共 {total:,} 个字：{'，'.join(parts)}")


def _print_phrase(phrase: Phrase, address: str, width: int, colours: dict[str, str]) -> None:
    text = Marked(phrase.text.replace("\n", "⏎"), colours[phrase.version.name])
    echo(f"{_since(phrase):<{width}}  {address}", text)


def _since(phrase: Phrase) -> str:
    """The date of the version that introduced a phrase.

    If texts before that version are missing, from the first missing one on: ``2011-12-08~2018-04-26``.
    """
    if not phrase.perhaps:
        return phrase.version.name
    return f"{phrase.perhaps[0].name}~{phrase.version.name}"


def _to_json(selection: Selection, provisions: Iterable[Blamed]) -> BlamedText:
    return BlamedText(
        work=selection.work.id,
        title=selection.work.title,
        version=selection.version.name,
        address=str(selection.address) if selection.address else None,
        provisions=tuple(
            BlamedProvision(
                provision.address.eid,
                provision.label,
                tuple(map(_phrase_to_json, provision.heading)),
                tuple(map(_phrase_to_json, provision.phrases)),
            )
            for provision in provisions
        ),
    )


def _phrase_to_json(phrase: Phrase) -> BlamedWords:
    return BlamedWords(phrase.text, phrase.version.name, tuple(version.name for version in phrase.perhaps))
