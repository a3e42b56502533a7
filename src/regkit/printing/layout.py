"""Lays out a statute, or one provision, as a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count

from regkit.model.address import ROOT, Address
from regkit.model.checking import check_statute
from regkit.model.fronts import Front, TextKey
from regkit.model.levels import Level
from regkit.model.page import Block, Mark, Page, Role, Run
from regkit.model.tables import is_row, is_row_as_read
from regkit.model.tree import Item, Provision, Statute

Linked = Mapping[TextKey, tuple[Run, ...]]
"""Texts that are shown with links, as runs, by the index of their provision or by their front."""
_NO_LINKS: Linked = {}


def lay_out(statute: Statute, linked: Linked = _NO_LINKS) -> Page:
    """The page with everything that the statute prints, in printed order, as KEPT runs.

    `linked` gives runs to use in place of the text of some provisions, or of the lines of 公告, 题注 or 序言 joined by line
    feeds. Their text must be the same.
    """
    return Page(tuple(_blocks(statute, linked)))


def as_page(document: Statute | Page) -> Page:
    """The page of a statute; a page is returned as it is. Raises TypeError for anything else."""
    if isinstance(document, Page):
        return document
    check_statute(document)
    return lay_out(document)


def lay_out_provision(address: Address, provision: Provision) -> Page:
    """The page of one provision, which stands at `address`, with everything in it."""
    above = Address(address.steps[:-1])
    return Page(tuple(_provision_blocks(provision, above, _NO_LINKS, count())))


def _blocks(statute: Statute, linked: Linked) -> Iterator[Block]:
    indexes = count()
    yield from _front(Role.ANNOUNCEMENT, statute.announcement, linked.get(Front.ANNOUNCEMENT))
    if statute.title is not None:
        yield from _front(Role.TITLE, (statute.title,), None)
    yield from _front(Role.NOTE, statute.notes, linked.get(Front.NOTES))
    yield from _front(Role.CONTENTS, statute.contents, None)
    yield from _front(Role.PREAMBLE, statute.preamble, linked.get(Front.PREAMBLE))
    for child in statute.children:
        yield from _provision_blocks(child, ROOT, linked, indexes)
    yield from _front(Role.SIGNATURE, statute.signature, None)
    for annex in statute.annexes:
        yield from _provision_blocks(annex, ROOT, linked, indexes)


def _front(role: Role, lines: Iterable[str], runs: tuple[Run, ...] | None) -> Iterator[Block]:
    for line in lines_of(runs) if runs is not None else ((Run(line),) for line in lines):
        yield Block(role=role, runs=line)


def _provision_blocks(
    provision: Provision, above: Address, linked: Linked, indexes: Iterator[int]
) -> Iterator[Block]:
    address = above.child(provision.level, provision.number)
    index = next(indexes)
    yield from blocks_of_provision(
        provision.level,
        address,
        _run(provision.label),
        _run(provision.heading),
        linked[index] if index in linked else _run(provision.text),
        run_in=isinstance(provision, Item) and provision.run_in,
    )
    for child in provision.children:
        yield from _provision_blocks(child, address, linked, indexes)


def blocks_of_provision(
    level: Level,
    address: Address,
    label: tuple[Run, ...],
    heading: tuple[Run, ...],
    text: tuple[Run, ...],
    *,
    run_in: bool = False,
    absent: Mark | None = None,
) -> Iterator[Block]:
    """Yield the blocks of a provision without its children, from the runs of its label, heading and text.

    A line counts as a row of a table if its runs that are not marked `absent` form one, or all its runs if all are absent.
    """
    first, *others = lines_of(text)
    # The text of an annex, and a table, begins below the heading or label, never beside it.
    if (level < Level.ARTICLE and text) or is_row_as_read(_text(first, absent)):
        first, others = (), [first, *others]
    yield Block(
        role=Role.PROVISION,
        level=level,
        address=address,
        label=label,
        heading=heading,
        runs=first,
        run_in=run_in,
    )
    for other in others:
        role = Role.ROW if is_row(_text(other, absent)) else Role.CONTINUATION
        yield Block(role=role, level=level, runs=other)


def lines_of(runs: Iterable[Run]) -> list[tuple[Run, ...]]:
    """The runs split into lines at the line feeds in their text; at least one line, which may be empty."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        for index, part in enumerate(run.text.split("\n")):
            if index:
                lines.append([])
            if part:
                lines[-1].append(Run(part, run.mark, run.link))
    return [tuple(line) for line in lines]


def _text(runs: Sequence[Run], absent: Mark | None) -> str:
    """The text of the runs that are not marked `absent`, or of all of them if that is empty."""
    present = "".join([run.text for run in runs if run.mark is not absent])
    return present or "".join([run.text for run in runs])


def _run(text: str | None) -> tuple[Run, ...]:
    return (Run(text),) if text else ()
