"""Where sentences end, and how the lines of one are joined."""

from __future__ import annotations

from regkit.model.tables import is_row
from regkit.parsing import grammar
from regkit.parsing.kinds import LineKind
from regkit.parsing.lines import classify
from regkit.printing.grammar import PAGE_NUMBER

# A shorter line that ends without punctuation is a formula, a term or a name, not one that was wrapped.
SHORTEST_WRAPPED = 15
# No label is longer.
LONGEST_BEGINNING = 16
_FORMULA = "＝=×÷"


def breaks_off(ended: str, width: int) -> bool:
    """Whether a line, the first of its paragraph `width` characters long, ends in the middle of a sentence."""
    last = ended[-1:]
    if not last or last in grammar.NEVER_LAST:
        return bool(last)
    # Other signs close a sentence, a table or something unknown.
    if not (last.isalnum() or last == "》"):
        return False
    return width >= SHORTEST_WRAPPED and not any(sign in ended for sign in _FORMULA)


def is_prose(line: str) -> bool:
    """Whether a line is neither a row of a table nor a page number."""
    return not is_row(line) and not PAGE_NUMBER.match(line)


def makes_label(before: str, text: str) -> bool:
    """Whether two lines that belong together would, when joined, read as something else."""
    if not before or len(before) > LONGEST_BEGINNING:
        return False
    belong = text[0] in grammar.NEVER_FIRST or before[-1] in grammar.NEVER_LAST
    return belong and classify(0, before + text).kind is not LineKind.TEXT


def space_between(before: str, after: str) -> str:
    """What parts two lines that are joined: Latin words need a space, Chinese and figures do not."""
    ours, theirs = before[-1:], after[:1]
    return " " if ours.isascii() and ours.isalpha() and theirs.isascii() and theirs.isalpha() else ""
