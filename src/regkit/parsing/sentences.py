"""Whether a line ends in the middle of a sentence, and how the lines of a sentence are joined."""

from __future__ import annotations

from regkit.model.tables import is_row
from regkit.parsing import grammar
from regkit.parsing.kinds import LineKind
from regkit.parsing.lines import classify
from regkit.printing.grammar import PAGE_NUMBER

# In characters: a shorter line without punctuation at its end is a formula, a term or a name, and was not wrapped.
SHORTEST_WRAPPED = 15
# In characters: a longer line does not become a label by being joined to the next.
LONGEST_BEGINNING = 16
FORMULA = "＝=×÷"


def breaks_off(text: str, width: int) -> bool:
    """Whether a text ends in the middle of a sentence; `width` is the length in characters of its first line."""
    last = text[-1:]
    if not last or last in grammar.NEVER_LAST:
        return bool(last)
    # Any other character ends a sentence, a table or something unknown.
    if not (last.isalnum() or last == "》"):
        return False
    return width >= SHORTEST_WRAPPED and not any(symbol in text for symbol in FORMULA)


def is_prose(line: str) -> bool:
    """Whether a line is neither the row of a table nor a page number."""
    return not is_row(line) and not PAGE_NUMBER.match(line)


def makes_label(before: str, text: str) -> bool:
    """Whether two lines of one sentence, if joined, would look like something else than text."""
    if not before or len(before) > LONGEST_BEGINNING:
        return False
    belong = text[0] in grammar.NEVER_FIRST or before[-1] in grammar.NEVER_LAST
    return belong and classify(0, before + text).kind is not LineKind.TEXT


def space_between(before: str, after: str) -> str:
    """What to print between two lines when joining them: a space between Latin letters, otherwise nothing."""
    last, first = before[-1:], after[:1]
    return " " if last.isascii() and last.isalpha() and first.isascii() and first.isalpha() else ""
