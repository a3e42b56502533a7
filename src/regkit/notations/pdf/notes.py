"""PDF: finds the notes in small print at the foot of a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from regkit.notations.pdf.columns import Strip
from regkit.notations.pdf.drawings import Area
from regkit.notations.pdf.grammar import NOTE_MARK
from regkit.notations.pdf.rows import GlyphRow
from regkit.printing.grammar import PAGE_NUMBER

# In sizes of the body: notes are at most this large; without a rule above them they must be clearly smaller.
_SMALL, _CLEARLY_SMALL = 0.94, 0.9
# A rule that is shorter than this share of the lines stands above notes, a longer one perhaps above something else.
_SHORT_RULE = 0.55
# So many rules of a page are looked at.
_MOST_RULES = 1000


class PageNotes(msgspec.Struct):
    """The strips of a page without notes, the notes, and the signs that refer to them."""

    strips: list[Strip]
    notes: list[GlyphRow]
    marks: frozenset[str]


def without_notes(strips: Sequence[Strip], rules: Sequence[Area], body: float) -> PageNotes:
    """Take the notes out of a page. `body` is the size of most letters of the document."""
    rules = [rule for rule in rules if rule.width > rule.height][:_MOST_RULES]
    columns: dict[int, list[GlyphRow]] = defaultdict(list)
    for strip in strips:
        columns[strip.column] += strip.rows
    notes = [row for rows in columns.values() for row in _notes_in(rows, rules, body)]
    if not notes:
        return PageNotes(list(strips), [], frozenset())
    taken = set(map(id, notes))
    kept = [Strip([row for row in strip.rows if id(row) not in taken], strip.column) for strip in strips]
    marks = frozenset(mark["sign"] for row in notes if (mark := NOTE_MARK.match(row.words.lstrip())))
    return PageNotes([strip for strip in kept if strip.rows], notes, marks)


def _notes_in(rows: Sequence[GlyphRow], rules: Sequence[Area], body: float) -> list[GlyphRow]:
    """The rows at the foot of a column that are notes."""
    end = len(rows)
    while end and PAGE_NUMBER.match(rows[end - 1].words.strip()):
        end -= 1
    first = start = end
    while start and rows[start - 1].size <= _SMALL * body and not rows[start - 1].table:
        start -= 1
        if start and _begins_notes(rows, start, rules, body):
            first = start
    return list(rows[first:end])


def _begins_notes(rows: Sequence[GlyphRow], index: int, rules: Sequence[Area], body: float) -> bool:
    row, above = rows[index], rows[index - 1]
    has_mark = bool(NOTE_MARK.match(row.words.lstrip())) or row.raised(row.glyphs[0]) > 0
    between = [
        rule
        for rule in rules
        if row.baseline < rule.bottom < above.baseline
        and rule.width > 2 * row.size
        and rule.left < row.right
        and row.left < rule.right
    ]
    if not between:
        return has_mark and row.size <= _CLEARLY_SMALL * body
    width = max(other.right for other in rows) - min(other.left for other in rows)
    return has_mark or max(rule.width for rule in between) < _SHORT_RULE * width
