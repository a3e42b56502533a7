"""款, 项 and 目 while their text is still being read."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from regkit.model.address import Number
from regkit.model.tables import is_row
from regkit.model.tree import Item, Paragraph, Subitem
from regkit.parsing import grammar
from regkit.parsing.kinds import ParsedLine
from regkit.parsing.lines import number_of
from regkit.parsing.sentences import is_prose
from regkit.rule import Match
from regkit.text.quotations import NO_QUOTATIONS, quoted_by_instruction
from regkit.text.whitespace import strip_whitespace

RunIn = list[tuple[Number, str, str]]
# No paragraph that was broken into lines is longer.
LONGEST_SEARCHED = 4000


class Draft(msgspec.Struct, gc=False):
    """A provision while its text is still being read.

    `width` is the length of its first line, to tell a wrapped line from a short one.
    """

    number: Number
    label: str | None
    text: str
    style: str
    run_in: bool
    width: int
    children: list[Draft] | None = None


def cites(line: ParsedLine) -> bool:
    """“（三）项规定的…” is not the beginning of an item."""
    return (
        not line.gap
        and line.rest.startswith(("项", "款", "、（", "、(", "至（", "和（", "或者（"))
        and not line.rest.startswith(("项目", "款项"))
    )


def split_run_in(text: str, first: int, next_item: int | None) -> tuple[str, RunIn]:
    """The text before the items that are printed on its line, and those items.

    They are believed as a chain, first, first + 1, …; a chain of one from （一） only where the next line
    goes on with （二）.
    """
    chain: list[tuple[Number, str, int, int]] = []
    for found in _labels_in(text):
        number = number_of(found["number"])
        if number and number.value == first + len(chain):
            chain.append((number, found["label"], *found.span("label")))
    goes_on = next_item == first + len(chain)
    if not chain or (first == 1 and len(chain) == 1 and not goes_on):
        return text, []
    ends = [start for _, _, start, _ in chain[1:]] + [len(text)]
    items = [
        (number, label, _stretch(text, after, end))
        for (number, label, _, after), end in zip(chain, ends, strict=True)
    ]
    return _stretch(text, 0, chain[0][2]), items


def prints_as(text: str, lead: str, run_in: RunIn) -> bool:
    """Whether a text that was split is printed as it stood, and no part of it is a row, which the whole was not.

    Blanks beside a label are not printed, and after a label that has nothing beside it there is one.
    """
    printed = lead + "".join(label + own for _, label, own in run_in)
    return printed == text and is_prose(lead) and all(own and is_prose(own) for _, _, own in run_in)


def _stretch(text: str, start: int, end: int) -> str:
    """A stretch of a text without the blanks at its ends, but for those that frame a row of a table."""
    lines = text[start:end].split("\n")
    for index, is_cut in ((0, start > 0), (-1, end < len(text))):
        # What is left of a line that was cut is no row.
        if is_cut or not is_row(lines[index]):
            lines[index] = strip_whitespace(lines[index])
    return "\n".join(lines).strip("\n")


def _labels_in(text: str) -> Iterator[Match]:
    """What looks like the label of an item within a text; in a row of a table it is part of its cell, in a quotation of what is quoted."""
    end, in_row = -1, False
    quoted = quoted_by_instruction(text) if "“" in text else NO_QUOTATIONS
    for found in grammar.RUN_IN_ITEM.finditer(text):
        if quoted.holds(found.start("label")):
            continue
        if found.start("label") > end:
            begin = text.rfind("\n", 0, found.start("label")) + 1
            end = text.find("\n", begin)
            end = len(text) if end < 0 else end
            in_row = is_row(text[begin:end])
        if not in_row:
            yield found


def to_paragraph(opened: Draft) -> Paragraph:
    if opened.children is None:
        return Paragraph(number=opened.number, text=opened.text)
    children = tuple([_subitem(each) if _is_subitem(each) else _item(each) for each in opened.children])
    return Paragraph(number=opened.number, text=opened.text, children=children)


def _is_subitem(opened: Draft) -> bool:
    return bool(opened.style) and opened.style != "一、"


def _item(opened: Draft) -> Item:
    below = opened.children
    return Item(
        number=opened.number,
        label=opened.label,
        text=opened.text,
        children=tuple(map(_subitem, below)) if below else (),
        run_in=opened.run_in,
    )


def _subitem(opened: Draft) -> Subitem:
    below = opened.children
    return Subitem(
        number=opened.number,
        label=opened.label,
        text=opened.text,
        children=tuple(map(_subitem, below)) if below else (),
    )
