"""Trees from other programs: provisions that are checked before they are believed."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import msgspec

from regkit.model.address import Number
from regkit.model.levels import Level
from regkit.model.limits import unread_lines
from regkit.model.nesting import BELOW
from regkit.model.tree import CLASSES, Annex, Article, Group, Paragraph, Provision, Statute
from regkit.parsing.invisible import find_invisible
from regkit.parsing.lines import MOST_LINES
from regkit.printing.text import to_text

DEEPEST = 64
"""Levels that one provision may stand in; law has seven."""
_GREATEST_NUMBER = 99_999_999


class MisbuiltError(ValueError):
    """What should be a statute is none; the text is one Chinese sentence without the place."""


def make_number(value: int, inserted: Sequence[int] = ()) -> Number:
    """The number of a provision. Raises MisbuiltError for one that none has."""
    if len(inserted) > 4 or not all(0 < each <= _GREATEST_NUMBER for each in (value, *inserted)):
        raise MisbuiltError("编号必须是从 1 起的整数")
    return Number(value, tuple(inserted))


def make_provision(
    level: Level,
    number: Number,
    *,
    label: str | None,
    heading: str | None,
    text: str,
    children: Sequence[Provision],
    through: Number | None = None,
    run_in: bool = False,
) -> Provision:
    """A provision of the tree. Raises MisbuiltError for what cannot stand in it."""
    for child in children:
        if child.level not in BELOW[level]:
            raise MisbuiltError(f"{level.character}下面不能直接是{child.level.character}")
    if level is Level.ARTICLE and text:
        raise MisbuiltError("条的文字必须在它的款里")
    own: dict[str, Any] = {}
    if level is Level.ARTICLE:
        own["through"] = through
    if level is Level.ITEM:
        own["run_in"] = run_in
    return CLASSES[level](
        number=number, label=label, heading=heading, text=text, children=tuple(children), **own
    )


def make_statute(children: Sequence[Provision], annexes: Sequence[Provision], **fronts: Any) -> Statute:
    """The statute itself. Raises MisbuiltError for a provision that cannot stand by itself."""
    top = [child for child in children if isinstance(child, Group | Article | Paragraph)]
    misplaced = next(
        (child for child in children if not isinstance(child, Group | Article | Paragraph)), None
    )
    if misplaced is not None:
        raise MisbuiltError(f"{misplaced.level.character}不能不在任何条款之内")
    found = [annex for annex in annexes if isinstance(annex, Annex)]
    if len(found) < len(annexes):
        raise MisbuiltError("附件之处有不是附件的内容")
    statute = Statute(children=tuple(top), annexes=tuple(found), **fronts)
    if _has_more_lines_than(MOST_LINES, statute):
        raise MisbuiltError(f"超过 {MOST_LINES:,} 行的上限")
    # The lines of a tree are not those of its file.
    unseen = (msgspec.structs.replace(problem, line=None) for problem in find_invisible(to_text(statute)))
    unread = unread_lines((*top, *found), lines=())
    return dataclasses.replace(statute, problems=(*statute.problems, *unseen, *unread))


def _has_more_lines_than(most: int, statute: Statute) -> bool:
    fronts = (statute.announcement, statute.notes, statute.contents, statute.preamble, statute.signature)
    count = sum(map(len, fronts))
    waiting: list[Provision] = [*statute.children, *statute.annexes]
    while waiting and count <= most:
        provision = waiting.pop()
        count += 1 + provision.text.count("\n")
        waiting += provision.children
    return count > most
