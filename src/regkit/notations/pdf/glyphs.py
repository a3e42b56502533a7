"""PDF: reads the characters of a page, each at its position, whichever way the page or its text is turned."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from typing import Any

import msgspec
from pypdfium2 import raw

from regkit.notations.flow import ReadingBudget
from regkit.notations.pdf.drawings import Area, address_of

# What stands where a font does not say which character a glyph is.
UNKNOWN = "\ufffd"
# Text that is turned by something else than quarter turns, give or take this much (a tangent), runs aslant.
_SLANT = 0.06
# Characters from here on are as wide as high.
FIRST_WIDE = "\u2e80"
# In points: what is farther outside the page cannot be seen.
_OUTSIDE = 1.0
# In points: what is nearer stands on the same spot.
_EXACT = 0.01
_LIGATURES = range(0xFB00, 0xFB07)
# PDFium gives this for a hyphen at the end of a line.
_HYPHEN = 2
# The middle of a character above its baseline, in sizes.
_MIDDLE = 0.3


class Glyph(msgspec.Struct, gc=False):
    """A character on a page; positions and `size` are in points, from the left and from the bottom of the turned page.

    `baseline` is the line on which letters stand. `kind` is empty for a character that is read, else the kind of
    departure by which it is left out. For such a character
    `copy` counts how often it was printed there before.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    kind: str = ""
    copy: int = 0


class Frame(msgspec.Struct, frozen=True):
    """A page, turned by quarters so that one of its texts is upright. `box` is what of the page is shown."""

    box: Area
    turns: int = 0

    @property
    def width(self) -> float:
        """From left to right, in points."""
        return self.box.height if self.turns % 2 else self.box.width

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page in its position on the turned page."""
        if self.turns == 0:
            return x - self.box.left, y - self.box.bottom
        if self.turns == 1:
            return y - self.box.bottom, self.box.right - x
        if self.turns == 2:
            return self.box.right - x, self.box.top - y
        return self.box.top - y, x - self.box.left

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point of the turned page in its position on the page."""
        if self.turns == 0:
            return self.box.left + x, self.box.bottom + y
        if self.turns == 1:
            return self.box.right - y, self.box.bottom + x
        if self.turns == 2:
            return self.box.right - x, self.box.top - y
        return self.box.left + y, self.box.top - x

    def area(self, area: Area) -> Area:
        """A rectangle of the page in its position on the turned page."""
        left, bottom = self.point(area.left, area.bottom)
        right, top = self.point(area.right, area.top)
        return Area(
            min(left, right), min(bottom, top), max(left, right), max(bottom, top), area.order, area.colour
        )


class SlantedGlyph(msgspec.Struct, gc=False):
    """A character of a line that runs aslant: where it begins and has its middle on the page, in points, and its slant in degrees.

    `drawing` is the address of the text to which it belongs.
    """

    text: str
    origin: tuple[float, float]
    middle: tuple[float, float]
    size: float
    angle: float
    drawing: int


class PageGlyphs(msgspec.Struct):
    """The characters of a page: by the quarter turns that make them upright, and those that run aslant or cannot be seen.

    `is_recognised` says that some of them are a layer that a program recognised in the picture of a scan.
    """

    upright: dict[int, list[Glyph]] = {}
    hidden: list[str] = []
    slanted: list[SlantedGlyph] = []
    is_recognised: bool = False


class Visibility(Enum):
    """What can be seen of a character that a page draws."""

    SEEN = 0
    HIDDEN = 1
    RECOGNISED = 2


Sight = Callable[[Any, int, float, float], Visibility]
"""What tells whether a character can be seen: of a text page, its index, and its middle on the page."""


def glyphs_of(text_page: Any, box: Area, sight: Sight | None, budget: ReadingBudget) -> PageGlyphs:
    """The characters of a page. Without `sight`, all that stand on the page can be seen."""
    page = PageGlyphs()
    count = max(0, raw.FPDFText_CountChars(text_page))
    budget.spend(count)
    for placed in _spread(_placed_in(text_page, count, box), text_page):
        x, y = placed.middle
        is_inside = (
            box.left - _OUTSIDE <= x <= box.right + _OUTSIDE
            and box.bottom - _OUTSIDE <= y <= box.top + _OUTSIDE
        )
        visibility = Visibility.SEEN if is_inside else Visibility.HIDDEN
        if is_inside and sight is not None:
            visibility = sight(text_page, placed.index, x, y)
        if visibility is Visibility.HIDDEN:
            page.hidden.append(placed.glyph.text)
        elif placed.turns is None:
            page.is_recognised |= visibility is Visibility.RECOGNISED
            page.slanted.append(_slanted(text_page, placed, box))
        else:
            page.is_recognised |= visibility is Visibility.RECOGNISED
            page.upright.setdefault(placed.turns, []).append(placed.glyph)
    return page


class _Placed(msgspec.Struct, gc=False):
    """A character, the turns that make it upright (None if none do), its index in the text page, and its middle on the page."""

    glyph: Glyph
    turns: int | None
    index: int
    middle: tuple[float, float]
    angle: float = 0.0


def _slanted(text_page: Any, placed: _Placed, box: Area) -> SlantedGlyph:
    glyph = placed.glyph
    origin = glyph.left + box.left, glyph.baseline + box.bottom
    drawing = address_of(raw.FPDFText_GetTextObject(text_page, placed.index))
    return SlantedGlyph(glyph.text, origin, placed.middle, glyph.size, placed.angle, drawing)


def _placed_in(text_page: Any, count: int, box: Area) -> Iterator[_Placed]:
    loose, x, y, matrix = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
    for index in range(count):
        character = _character(text_page, index)
        # What PDFium adds is white space and hyphens; to ask it of every character takes long.
        may_be_added = character < FIRST_WIDE or character == UNKNOWN
        if may_be_added and raw.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        raw.FPDFText_GetCharOrigin(text_page, index, x, y)
        raw.FPDFText_GetLooseCharBox(text_page, index, loose)
        raw.FPDFText_GetMatrix(text_page, index, matrix)
        size = raw.FPDFText_GetFontSize(text_page, index) * math.hypot(matrix.a, matrix.b)
        size = max(size, 1.0)
        # Where the file says in words what a glyph means, PDFium gives the box of the ink.
        is_ink = abs(loose.left - x.value) > _EXACT or loose.right - loose.left > 4 * size
        if is_ink or matrix.a <= 0 or abs(matrix.b) > _EXACT * matrix.a:
            direction = matrix.a, matrix.b
            yield _turned(text_page, index, box, Glyph(character, x.value, 0, y.value, size), direction)
            continue
        middle = (loose.left + loose.right) / 2, y.value + _MIDDLE * size
        left, right = loose.left - box.left, loose.right - box.left
        yield _Placed(Glyph(character, left, right, y.value - box.bottom, size), 0, index, middle)


def _turned(
    text_page: Any,
    index: int,
    box: Area,
    glyph: Glyph,
    direction: tuple[float, float],
) -> _Placed:
    """A character that is turned, or of which only the ink is known; `glyph` has its origin."""
    tight = tuple(ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text_page, index, *tight)
    left, right, bottom, top = (side.value for side in tight)
    turns = _turns_of(*direction)
    frame = Frame(box, turns or 0)
    ink = frame.area(Area(left, bottom, right, top))
    glyph.left, glyph.baseline = frame.point(glyph.left, glyph.baseline)
    # A scan that lies a little askew has lines that rise or fall a little.
    glyph.baseline -= _rise_of(*direction) * glyph.left if turns is not None else 0.0
    # A wide character is as wide as high, whatever its ink.
    least = glyph.left + glyph.size if glyph.text >= FIRST_WIDE else glyph.left
    glyph.right = max(ink.right, least)
    angle = math.degrees(math.atan2(direction[1], direction[0]))
    return _Placed(glyph, turns, index, ((left + right) / 2, (bottom + top) / 2), angle)


def _spread(placed: Iterable[_Placed], text_page: Any) -> Iterator[_Placed]:
    """Yield the characters; those that one glyph means together, and that have its place, side by side in it."""

    def stand_together(first: _Placed, then: _Placed) -> bool:
        return (
            first.glyph.left == then.glyph.left
            and first.middle == then.middle
            and address_of(raw.FPDFText_GetTextObject(text_page, first.index))
            == address_of(raw.FPDFText_GetTextObject(text_page, then.index))
        )

    group: list[_Placed] = []
    for character in placed:
        if group and not stand_together(group[0], character):
            yield from _side_by_side(group)
            group = []
        group.append(character)
    yield from _side_by_side(group)


def _side_by_side(group: Sequence[_Placed]) -> Sequence[_Placed]:
    if len(group) > 1:
        left = group[0].glyph.left
        width = (max(character.glyph.right for character in group) - left) / len(group)
        for position, character in enumerate(group):
            character.glyph.left = left + position * width
            character.glyph.right = left + (position + 1) * width
    return group


def _character(text_page: Any, index: int) -> str:
    code = raw.FPDFText_GetUnicode(text_page, index)
    if not code or raw.FPDFText_HasUnicodeMapError(text_page, index) == 1:
        return UNKNOWN
    if code in _LIGATURES:
        return unicodedata.normalize("NFKC", chr(code))
    return "-" if code == _HYPHEN and raw.FPDFText_IsHyphen(text_page, index) == 1 else chr(code)


def _rise_of(across: float, along: float) -> float:
    """How much a line that is nearly upright or level, after its quarter turns, rises for each point to the right."""
    if abs(along) < abs(across):
        return along / across
    return -across / along


def _turns_of(across: float, along: float) -> int | None:
    """The quarter turns of a direction in which letters follow each other, None if it is slanted."""
    length = math.hypot(across, along) or 1.0
    if abs(along) < _SLANT * length:
        return 0 if across >= 0 else 2
    if abs(across) < _SLANT * length:
        return 1 if along > 0 else 3
    return None
