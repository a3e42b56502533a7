"""The fast way to read the paragraphs and items of an article without irregularities, which nearly all articles are."""

from __future__ import annotations

from collections.abc import Sequence

from regkit.model.tree import Item, Paragraph
from regkit.parsing import grammar
from regkit.parsing.kinds import LineKind, ParsedLine
from regkit.parsing.lines import SMALL_NUMBERS

_ENDS = grammar.SENTENCE_ENDS
_COLONS, _SEMICOLONS = grammar.COLONS, grammar.SEMICOLONS
_NEVER_FIRST = grammar.NEVER_FIRST
_TEXT, _ITEM = LineKind.TEXT, LineKind.ITEM
# An article with at least this many lines is read by `paragraphs`.
_MOST_LINES = 100


def read_regular(  # noqa: PLR0911, PLR0912 - each way of being irregular ends it at once
    line_number: int, text: str, lines: Sequence[ParsedLine], line_numbers: list[int]
) -> tuple[Paragraph, ...] | None:
    """The paragraphs of an article in which nothing is suspicious, or None if something is.

    `text` is the text beside the label, at the line `line_number` (from 1), and `lines` are the other lines of the
    article. In a regular article each line ends a sentence, items are numbered from （一） without gaps below the
    paragraph that introduces them, a list does not end with a semicolon if text follows, and no text follows a colon.
    For such an article
    `read_paragraphs` has the same result, but takes longer.

    Appends the line of each paragraph and item to `line_numbers`, in walking order, unless the result is None.
    """
    if ("（" in text or "(" in text) and may_hold_items(text):
        return None
    if not lines:
        line_numbers.append(line_number)
        return (Paragraph(number=SMALL_NUMBERS[1], text=text),)
    if len(lines) >= _MOST_LINES:
        return None
    paragraphs: list[Paragraph] = []
    items: list[Item] = []
    last_line = text
    due = 1
    for line in lines:
        if last_line[-1:] not in _ENDS:
            return None
        if line.kind is _ITEM:
            number, last_line = line.number, line.rest
            if (
                number.value != due
                or number.inserted
                or last_line[:1] in ("项", "款")
                or ("（" in last_line and grammar.RUN_IN_ITEM.search(last_line))
                or ("(" in last_line and grammar.RUN_IN_ITEM.search(last_line))
            ):
                return None
            items.append(Item(number=number, label=line.label, text=last_line))
            due += 1
        elif line.kind is _TEXT:
            if (
                (items and last_line[-1] in _SEMICOLONS)
                or last_line[-1] in _COLONS
                or line.text[0] in _NEVER_FIRST
            ):
                return None
            paragraphs.append(
                Paragraph(number=SMALL_NUMBERS[len(paragraphs) + 1], text=text, children=tuple(items))
            )
            last_line = text = line.text
            if "=" in text or "＝" in text:
                return None
            if ("（" in text or "(" in text) and may_hold_items(text):
                return None
            if items:
                items = []
                due = 1
        else:
            return None
    if not last_line:
        return None
    paragraphs.append(Paragraph(number=SMALL_NUMBERS[len(paragraphs) + 1], text=text, children=tuple(items)))
    line_numbers.append(line_number)
    line_numbers.extend([line.line_number for line in lines])
    return tuple(paragraphs)


def may_hold_items(text: str) -> bool:
    """Whether a list of items may begin inside the text."""
    return "一）" in text or "一)" in text
