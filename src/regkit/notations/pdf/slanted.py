"""PDF: reads the lines that run aslant over a page, and what shows that they are watermarks."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from statistics import median

import msgspec

from regkit.notations.pdf.drawings import Area, DrawnText
from regkit.notations.pdf.glyphs import FIRST_WIDE, Frame, Glyph, PageGlyphs, SlantedGlyph
from regkit.notations.pdf.rows import GlyphRow, row_of, rows_of

# In degrees: lines whose slant differs by less run alike.
_ALIKE = 1.0
# In sizes: what is farther apart on a row is printed several times beside itself, as watermarks are.
_APART = 3.0
# In sizes: the width of Latin letters and digits, most of them.
_NARROW = 0.55
# From 0 to 255: a colour is light if all its parts are at least this, or if it covers no more than this.
_LIGHT, _THIN = 160, 150
# In points: the squares of the page in which letters are looked for, and how many of them to each side.
_SQUARE, _MOST_SQUARES = 6.0, 5


class SlantedLine(msgspec.Struct):
    """A line that runs aslant: its characters on the page turned by `angle` (in degrees), and the middle of the line on the page.

    `is_overlaid` says that it is printed very lightly or across other letters.
    """

    row: GlyphRow
    angle: int
    middle: tuple[float, float]
    is_overlaid: bool


def slanted_lines(glyphs: PageGlyphs, box: Area, texts: Mapping[int, DrawnText]) -> Iterator[SlantedLine]:
    """Yield the lines of a page that run aslant, those that run alike from top to bottom."""
    squares = set(_squares_of(glyphs, box)) if glyphs.slanted else set()
    for group in _alike(glyphs.slanted):
        angle = median(glyph.angle for glyph in group)
        turned = [
            _turned(glyph, after, angle) for glyph, after in zip(group, [*group[1:], None], strict=True)
        ]
        sources = {id(glyph): source for glyph, source in zip(turned, group, strict=True)}
        for row in rows_of(turned):
            for part in _parts_of(row):
                members = [sources[id(glyph)] for glyph in part.glyphs]
                across = sum(member.middle[0] for member in members) / len(members)
                along = sum(member.middle[1] for member in members) / len(members)
                is_light = all(_is_light(texts.get(member.drawing)) for member in members)
                is_across = is_light or any(_lies_on(member, squares) for member in members)
                yield SlantedLine(part, round(angle), (across, along), is_across)


def _alike(glyphs: Sequence[SlantedGlyph]) -> list[list[SlantedGlyph]]:
    """The glyphs in groups that run alike, each in the order of the file."""
    order = {id(glyph): index for index, glyph in enumerate(glyphs)}
    groups: list[list[SlantedGlyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.angle):
        if groups and glyph.angle - groups[-1][-1].angle < _ALIKE:
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    return [sorted(group, key=lambda glyph: order[id(glyph)]) for group in groups]


def _turned(glyph: SlantedGlyph, after: SlantedGlyph | None, angle: float) -> Glyph:
    """A glyph on the page turned so that its line is level; `after` is the next one of the file."""
    left, baseline = _level(glyph, angle)
    width = glyph.size * (1.0 if glyph.text >= FIRST_WIDE else _NARROW)
    if after is not None and after.drawing == glyph.drawing:
        next_left = _level(after, angle)[0]
        # Letters of one text that are hardly farther apart than letters are wide have no space between them.
        width = next_left - left if 0 < next_left - left < glyph.size else width
    return Glyph(glyph.text, left, left + width, baseline, glyph.size)


def _level(glyph: SlantedGlyph, angle: float) -> tuple[float, float]:
    across, along = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    x, y = glyph.origin
    return x * across + y * along, y * across - x * along


def _parts_of(row: GlyphRow) -> Iterator[GlyphRow]:
    """Yield the parts of a row between which there is a very wide gap."""
    starts = [
        after[0]
        for before, after in itertools.pairwise(row.segments)
        if after[0] - before[1] > _APART * row.size
    ]
    edges = [float("-inf"), *starts, float("inf")]
    for start, end in itertools.pairwise(edges):
        part = row_of(glyph for glyph in row.glyphs if start <= glyph.left < end)
        if part is not None:
            yield part


def _is_light(text: DrawnText | None) -> bool:
    return text is not None and (min(text.colour[:3]) >= _LIGHT or text.colour[3] <= _THIN)


def _squares_of(glyphs: PageGlyphs, box: Area) -> Iterator[tuple[int, int]]:
    """Yield the squares of the page in which the middle of a letter stands that does not run aslant."""
    for turns, upright in glyphs.upright.items():
        frame = Frame(box, turns)
        for glyph in upright:
            if glyph.text.strip():
                x, y = frame.place((glyph.left + glyph.right) / 2, glyph.baseline + 0.3 * glyph.size)
                yield int(x // _SQUARE), int(y // _SQUARE)


def _lies_on(glyph: SlantedGlyph, squares: set[tuple[int, int]]) -> bool:
    """Whether a glyph is printed across another letter."""
    x, y = int(glyph.middle[0] // _SQUARE), int(glyph.middle[1] // _SQUARE)
    reach = min(round(glyph.size / 2 / _SQUARE), _MOST_SQUARES)
    return any(
        (x + across, y + along) in squares
        for across in range(-reach, reach + 1)
        for along in range(-reach, reach + 1)
    )
