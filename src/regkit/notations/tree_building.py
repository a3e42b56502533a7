"""Builds trees from files of other programs (JSON, Akoma Ntoso), checking what the parser would guarantee."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import msgspec

from regkit.model.address import UNNUMBERED_PARTS, Number
from regkit.model.levels import Level
from regkit.model.limits import unread_lines
from regkit.model.nesting import BELOW
from regkit.model.tree import CLASSES, Annex, Article, Group, Paragraph, Provision, Statute
from regkit.parsing.invisible import find_invisible
from regkit.parsing.lines import MOST_LINES
from regkit.printing.text import to_text
from regkit.text.variants import as_read
from regkit.text.whitespace import without_whitespace

DEEPEST = 64
"""The deepest nesting that is read; laws have seven levels."""
_GREATEST_NUMBER = 99_999_999


class MisbuiltError(ValueError):
    """The input is not a valid statute. The message is in Chinese, without location and full stop: callers add them."""


def make_number(value: int, inserted: Sequence[int] = ()) -> Number:
    """The number of a provision. Raises MisbuiltError unless all parts are from 1 to 99,999,999, `inserted` at most 4."""
    if len(inserted) > 4 or not all(0 < part <= _GREATEST_NUMBER for part in (value, *inserted)):
        raise MisbuiltError("编号必须是从 1 起的整数")
    return Number(value, tuple(inserted))


def unnumbered_part(level: Level, label: str | None, heading: str | None) -> Number | None:
    """The number of 总则, 分则 or 附则 as a part (编) without a label; None for any other provision."""
    is_unlabelled_part = level is Level.PART and label is None
    return UNNUMBERED_PARTS.get(without_whitespace(as_read(heading or ""))) if is_unlabelled_part else None


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
    """A provision of this level. Raises MisbuiltError for children of a wrong level and for text directly in an article.

    `through` is used for articles only, `run_in` for items only.
    """
    for child in children:
        if child.level not in BELOW[level]:
            raise MisbuiltError(f"{level.character}下面不能直接是{child.level.character}")
    if level is Level.ARTICLE and text:
        raise MisbuiltError("条的文字必须在它的款里")
    level_fields: dict[str, Any] = {}
    if level is Level.ARTICLE:
        level_fields["through"] = through
    if level is Level.ITEM:
        level_fields["run_in"] = run_in
    return CLASSES[level](
        number=number, label=label, heading=heading, text=text, children=tuple(children), **level_fields
    )


def make_statute(children: Sequence[Provision], annexes: Sequence[Provision], **fronts: Any) -> Statute:
    """The statute, with problems for invisible characters and overlong lines added to those in `fronts`.

    `fronts` are the other fields of `Statute`. Raises MisbuiltError for a provision that cannot stand at the top level, for
    anything but annexes in `annexes`, and for more lines than the parser accepts.
    """
    top = [child for child in children if isinstance(child, Group | Article | Paragraph)]
    misplaced = next(
        (child for child in children if not isinstance(child, Group | Article | Paragraph)), None
    )
    if misplaced is not None:
        raise MisbuiltError(f"{misplaced.level.character}不能不在任何条款之内")
    checked_annexes = [annex for annex in annexes if isinstance(annex, Annex)]
    if len(checked_annexes) < len(annexes):
        raise MisbuiltError("附件之处有不是附件的内容")
    statute = Statute(children=tuple(top), annexes=tuple(checked_annexes), **fronts)
    if _has_more_lines_than(MOST_LINES, statute):
        raise MisbuiltError(f"超过 {MOST_LINES:,} 行的上限")
    # These line numbers count the printed text, not the file.
    invisible = (msgspec.structs.replace(problem, line=None) for problem in find_invisible(to_text(statute)))
    overlong = unread_lines((*top, *checked_annexes), lines=())
    return dataclasses.replace(statute, problems=(*statute.problems, *invisible, *overlong))


def _has_more_lines_than(most: int, statute: Statute) -> bool:
    fronts = (statute.announcement, statute.notes, statute.contents, statute.preamble, statute.signature)
    count = sum(map(len, fronts))
    stack: list[Provision] = [*statute.children, *statute.annexes]
    while stack and count <= most:
        provision = stack.pop()
        count += 1 + provision.text.count("\n")
        stack += provision.children
    return count > most
