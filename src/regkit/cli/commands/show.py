"""regkit show: print a text, or one of its provisions."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import click

from regkit.cli.accounts import note_on
from regkit.cli.jsonl import print_json
from regkit.cli.loading import as_problem, read, unreadable
from regkit.cli.options import ANY_LIBRARIES, DATE, FILES, JSON, AddressType
from regkit.cli.printing import as_text, echo, echo_aside, print_problems, print_text
from regkit.cli.progress import with_progress
from regkit.codes import ProblemCode
from regkit.errors import LibraryError, Problem, ProvisionNotFoundError
from regkit.metadata import Metadata, read_metadata
from regkit.model.address import Address
from regkit.model.tree import Provision, Statute, walk
from regkit.notations.json.shapes import ShownFile
from regkit.notations.json.writing import show_failure, show_provision, show_statute
from regkit.printing.layout import lay_out_provision
from regkit.printing.text import to_text

Located = tuple[Address, Provision]


@click.command("show", epilog="例：regkit show 条例.docx --at 第二十三条第一款第三项")
@FILES
@click.option("--at", type=AddressType(), help="只看这一处，如 第二十三条第一款第三项 或 art_23__para_1。")
@click.option("--outline", is_flag=True, help="一处一行：行号、地址和开头的文字。")
@click.option("--metadata", is_flag=True, help="制定机关、文号和沿革：题注、公告和附则里写明的日期。")
@click.option("--on", metavar="DATE", type=DATE, help="法规库中的法规，看这一天施行的文本。")
@ANY_LIBRARIES
@JSON
def command(
    files: tuple[str, ...],
    at: Address | None,
    outline: bool,
    metadata: bool,
    on: datetime | None,
    folders: tuple[Path, ...],
    as_json: bool,
) -> None:
    """打印法规的文本，或者其中一处。FILE 也可以是法规库中的法规，或者它的一个版本，如 WORK@2011-12-08。"""
    failed = False
    for path in with_progress(files):
        statute, problems, status_sentence = _read_file_or_version(path, folders, on.date() if on else None)
        located = None
        if statute and at:
            try:
                located = statute.locate(at)
            except ProvisionNotFoundError as error:
                statute, problems = (
                    None,
                    (as_problem(ProblemCode.ADDRESS_NOT_FOUND, str(error), "请核对地址。"),),
                )
        failed = failed or statute is None
        if as_json:
            print_json(_to_json(path, statute, located, problems))
        elif statute is None:
            print_problems(path, problems, err=True)
        else:
            if len(files) > 1:
                echo(f"==> {as_text(path)} <==")
            if status_sentence:
                # Print this on standard error: it is not part of the text, which may go into a file.
                echo(status_sentence, err=True)
            if metadata:
                _print_metadata(read_metadata(statute))
            else:
                _print_statute(statute, located, outline=outline)
            if problems:
                echo_aside(note_on(as_text(path), problems))
    sys.exit(1 if failed else 0)


def _read_file_or_version(
    name: str, folders: tuple[Path, ...], on: date | None
) -> tuple[Statute | None, tuple[Problem, ...], str | None]:
    """The statute in a file or of a version in the library, its problems, and for a version the sentence on its status."""
    if not Path(name).exists() and (folders or Path("statutes").is_dir()):
        from regkit.cli.texts import read_text  # noqa: PLC0415 - importing pydantic takes longer than reading most files

        try:
            text = read_text(name, folders, on)
        except LibraryError as error:
            message = str(error).removeprefix(f"{as_text(name)}：")
            return None, (unreadable(error, message),), None
        return text.statute, text.statute.problems, text.status_sentence
    return *read(name), None


def _to_json(
    path: str, statute: Statute | None, located: Located | None, problems: tuple[Problem, ...]
) -> ShownFile:
    """The text, the provision, or the failure to read it, as a JSON struct."""
    name = as_text(path)
    if statute is None:
        return show_failure(name, problems)
    return show_provision(name, statute, *located) if located else show_statute(name, statute)


def _print_statute(statute: Statute, located: Located | None, *, outline: bool) -> None:
    """Print a text or a provision, or its outline."""
    if outline:
        for line in _outline(statute, located):
            echo(line)
        return
    text = to_text(lay_out_provision(*located) if located else statute)
    print_text(text)


def _print_metadata(metadata: Metadata) -> None:
    """Print what a text states about itself, one line for each fact."""
    rows = [("标题", metadata.title), ("制定机关", metadata.authority), ("文号", metadata.document_number)]
    for event in metadata.events:
        day = event.day.isoformat() if event.day else event.words if event.when else "日期未写明"
        parts = (day, event.by, event.number, f"《{event.decision}》" if event.decision else None)
        rows.append((event.kind.value, "　".join(filter(None, parts))))
    rows += [("同时废止", f"《{title}》") for title in metadata.repeals]
    rows += [("未能识别", value) for value in metadata.unread]
    for name, value in rows:
        if value:
            echo(f"{name}\t{value}")


def _outline(statute: Statute, located: Located | None) -> Iterator[str]:
    """Yield one line per provision: line in the file, eId, address, and the first 24 characters."""
    addresses = (
        {address for address, _ in walk(located[1], Address(located[0].steps[:-1]))} if located else None
    )
    for (address, provision), line in zip(statute.walk(), statute.lines, strict=True):
        if addresses is None or address in addresses:
            text = "".join(filter(None, (provision.heading, provision.text))).split("\n")[0]
            yield f"{line}\t{address.eid}\t{address}\t{text[:24]}{'…' if len(text) > 24 else ''}"
