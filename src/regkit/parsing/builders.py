"""Drafts of paragraphs, items and subitems while their text is still being read, and items printed on one line.

Used by `paragraphs`.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from regkit.model.address import Number
from regkit.model.instructions import quoted_by_instruction
from regkit.model.tables import is_row
from regkit.model.tree import Item, Paragraph, Subitem
from regkit.parsing import grammar
from regkit.parsing.kinds import ParsedLine
from regkit.parsing.lines import number_of
from regkit.parsing.sentences import is_prose
from regkit.rule import Match
from regkit.text.quotation_marks import Quotations
from regkit.text.whitespace import strip_whitespace

# Items that are printed on the line of their paragraph: number, label and text of each.
RunIn = list[tuple[Number, str, str]]
# In characters: a text that is longer is not searched again for items whenever a line below it looks like one.
LONGEST_SEARCHED = 4000


class Draft(msgspec.Struct, gc=False):
    """A paragraph, item or subitem while its text is still being read.

    `style` is the style of its label (empty for a paragraph or （一）), and `run_in` whether it is printed on the
    line of what precedes it. `width` is the length of its first line in characters: a long line that ends in
    the middle of a sentence was wrapped, a short one was not. `children` is None until there is one.
    """

    number: Number
    label: str | None
    text: str
    style: str
    run_in: bool
    width: int
    children: list[Draft] | None = None


def is_citation(line: ParsedLine) -> bool:
    """Whether a line that looks like an item is a citation: “（三）项规定的…”."""
    return (
        not line.gap
        and line.rest.startswith(("项", "款", "、（", "、(", "至（", "和（", "或者（"))
        and not line.rest.startswith(("项目", "款项"))
    )


def split_run_in(text: str, first: int, next_item: int | None) -> tuple[str, RunIn]:
    """Split a text into the words before the items printed within it, and those items.

    `first` is the number that the first of them must have, `next_item` the number of the item on the next line,
    or None. Labels are accepted if they are numbered `first`, `first` + 1, …; a lone （一） only if the next line
    is （二）.
    """
    chain: list[tuple[Number, str, int, int]] = []
    for match in _labels_in(text):
        number = number_of(match["number"])
        if number and number.value == first + len(chain):
            chain.append((number, match["label"], *match.span("label")))
    continues = next_item == first + len(chain)
    if not chain or (first == 1 and len(chain) == 1 and not continues):
        return text, []
    ends = [start for _, _, start, _ in chain[1:]] + [len(text)]
    items = [
        (number, label, _part(text, after, end))
        for (number, label, _, after), end in zip(chain, ends, strict=True)
    ]
    return _part(text, 0, chain[0][2]), items


def prints_unchanged(text: str, lead: str, run_in: RunIn) -> bool:
    """Whether a text that was split into `lead` and items is printed unchanged and read again as the same parts.

    It is not if whitespace beside a label was lost, if an item has no text, or if a part reads as the row of a
    table or as a page number.
    """
    printed = lead + "".join(label + item_text for _, label, item_text in run_in)
    return (
        printed == text
        and is_prose(lead)
        and all(item_text and is_prose(item_text) for _, _, item_text in run_in)
    )


def _part(text: str, start: int, end: int) -> str:
    """The text between two offsets without whitespace at its ends, except the tabs that frame the row of a table."""
    lines = text[start:end].split("\n")
    for index, is_cut in ((0, start > 0), (-1, end < len(text))):
        # A line that was cut is not a row any more.
        if is_cut or not is_row(lines[index]):
            lines[index] = strip_whitespace(lines[index])
    return "\n".join(lines).strip("\n")


def _labels_in(text: str) -> Iterator[Match]:
    """Find labels of items within a text, except in the rows of tables and in what an instruction quotes."""
    end, in_row = -1, False
    quoted: Quotations | None = None
    for match in grammar.RUN_IN_ITEM.finditer(text):
        # Most texts have no label, and need not be searched for quotations.
        quoted = quoted or quoted_by_instruction(text)
        if quoted.holds(match.start("label")):
            continue
        if match.start("label") > end:
            begin = text.rfind("\n", 0, match.start("label")) + 1
            end = text.find("\n", begin)
            end = len(text) if end < 0 else end
            in_row = is_row(text[begin:end])
        if not in_row:
            yield match


def to_paragraph(draft: Draft) -> Paragraph:
    """The finished paragraph of a draft, with its children."""
    if draft.children is None:
        return Paragraph(number=draft.number, text=draft.text)
    children = tuple([_subitem(child) if _is_subitem(child) else _item(child) for child in draft.children])
    return Paragraph(number=draft.number, text=draft.text, children=children)


def _is_subitem(draft: Draft) -> bool:
    return bool(draft.style) and draft.style != "一、"


def _item(draft: Draft) -> Item:
    subitems = draft.children
    return Item(
        number=draft.number,
        label=draft.label,
        text=draft.text,
        children=tuple(map(_subitem, subitems)) if subitems else (),
        run_in=draft.run_in,
    )


def _subitem(draft: Draft) -> Subitem:
    subitems = draft.children
    return Subitem(
        number=draft.number,
        label=draft.label,
        text=draft.text,
        children=tuple(map(_subitem, subitems)) if subitems else (),
    )
