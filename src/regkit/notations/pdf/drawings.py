"""PDF: reads what a page draws besides characters (rules, filled areas and pictures) and how it draws its texts."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from pypdfium2 import raw

# What a page draws beyond this many objects, or points of outlines, is not looked at: no statute has so many.
_MOST_OBJECTS = 200_000
_MOST_POINTS = 100_000
# Forms may contain forms.
_MOST_NESTED = 8
# In points: a line is at most this thick, and a straight one may deviate by this much.
_THICK, _STRAIGHT = 3.0, 0.6
# In points: smaller pictures are lines and ornaments.
LEAST_PICTURE = 12.0
# From 0 to 255: a colour is white if all its parts are at least this, a paint that covers less is transparent.
_WHITE, _OPAQUE = 250, 250
_INVISIBLE_MODES = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Colour = tuple[int, int, int, int]


class Area(msgspec.Struct, frozen=True, gc=False):
    """A rectangle on a page, in points, and when it was drawn: a later one covers an earlier one."""

    left: float
    bottom: float
    right: float
    top: float
    order: int = 0
    colour: Colour = (0, 0, 0, 255)

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom

    @property
    def is_opaque(self) -> bool:
        """Whether nothing below it can be seen."""
        return self.colour[3] >= _OPAQUE

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is in the rectangle."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top


class DrawnText(msgspec.Struct, frozen=True, gc=False):
    """A text that a page draws in one piece: when, in which colour, whether its mode of drawing leaves no ink, and its object of PDFium."""

    order: int
    colour: Colour
    is_invisible: bool
    bounds: Area
    handle: Any

    @property
    def is_white(self) -> bool:
        """Whether it can only be seen before something dark."""
        return min(self.colour[:3]) >= _WHITE


class Drawings(msgspec.Struct):
    """What a page draws: thin rules, filled areas, pictures, and texts by the address of their object.

    `outlines` counts curves and other outlines, of which drawings and letters without a font consist.
    """

    rules: list[Area] = []
    fills: list[Area] = []
    pictures: list[Area] = []
    texts: dict[int, DrawnText] = {}
    outlines: int = 0


def address_of(page_object: Any) -> int:
    """The address of an object of PDFium, by which it is recognised; 0 if there is none."""
    return ctypes.cast(page_object, ctypes.c_void_p).value or 0


def drawings_on(page: Any) -> Drawings:
    """What a page draws."""
    drawings = Drawings()
    points = _MOST_POINTS
    for order, (page_object, matrix) in enumerate(_objects_of(page)):
        if order >= _MOST_OBJECTS:
            break
        kind = raw.FPDFPageObj_GetType(page_object)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            drawings.texts[address_of(page_object)] = _text(page_object, matrix, order)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            drawings.pictures.append(_bounds(page_object, matrix, order))
        elif kind == raw.FPDF_PAGEOBJ_PATH and points > 0:
            points -= max(1, raw.FPDFPath_CountSegments(page_object))
            _add_path(drawings, page_object, matrix, order)
    return drawings


def _objects_of(page: Any) -> Iterator[tuple[Any, Matrix]]:
    """Yield the objects of a page and of its forms, each with the matrix of the form."""
    stack: list[Iterator[tuple[Any, Matrix]]] = [
        ((raw.FPDFPage_GetObject(page, index), _IDENTITY) for index in range(raw.FPDFPage_CountObjects(page)))
    ]
    while stack:
        page_object, matrix = next(stack[-1], (None, _IDENTITY))
        if page_object is None:
            stack.pop()
        elif raw.FPDFPageObj_GetType(page_object) != raw.FPDF_PAGEOBJ_FORM:
            yield page_object, matrix
        elif len(stack) <= _MOST_NESTED:
            stack.append(_objects_of_form(page_object, _product(_matrix_of(page_object), matrix)))


def _objects_of_form(form: Any, matrix: Matrix) -> Iterator[tuple[Any, Matrix]]:
    for index in range(raw.FPDFFormObj_CountObjects(form)):
        yield raw.FPDFFormObj_GetObject(form, index), matrix


def _matrix_of(page_object: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(page_object, matrix):
        return _IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _product(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _colour(page_object: Any, *, of_strokes: bool = False) -> Colour:
    parts = tuple(ctypes.c_uint() for _ in range(4))
    read = raw.FPDFPageObj_GetStrokeColor if of_strokes else raw.FPDFPageObj_GetFillColor
    if not read(page_object, *parts):
        return (0, 0, 0, 255)
    red, green, blue, cover = (part.value for part in parts)
    return red, green, blue, cover


def _bounds(page_object: Any, matrix: Matrix, order: int, colour: Colour = (0, 0, 0, 255)) -> Area:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(page_object, left, bottom, right, top)
    if matrix is _IDENTITY:
        return Area(left.value, bottom.value, right.value, top.value, order, colour)
    corners = [_moved(matrix, x.value, y.value) for x in (left, right) for y in (bottom, top)]
    return _box(corners, order, colour)


def _box(points: Sequence[tuple[float, float]], order: int, colour: Colour) -> Area:
    across, along = [x for x, _ in points], [y for _, y in points]
    return Area(min(across), min(along), max(across), max(along), order, colour)


def _text(page_object: Any, matrix: Matrix, order: int) -> DrawnText:
    colour = _colour(page_object)
    mode = raw.FPDFTextObj_GetTextRenderMode(page_object)
    if mode == raw.FPDF_TEXTRENDERMODE_STROKE:
        colour = _colour(page_object, of_strokes=True)
    is_invisible = mode in _INVISIBLE_MODES or colour[3] == 0
    return DrawnText(order, colour, is_invisible, _bounds(page_object, matrix, order), page_object)


def _add_path(drawings: Drawings, path: Any, matrix: Matrix, order: int) -> None:
    """Add the rules and filled areas of which a path consists."""
    fill, is_stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, is_stroked)
    matrix = _product(_matrix_of(path), matrix)
    if not (fill.value or is_stroked.value):
        return
    colour = _colour(path, of_strokes=not fill.value)
    is_ink = colour[3] > 0 and min(colour[:3]) < _WHITE
    for points in _outlines_of(path, matrix, drawings):
        box = _box(points, order, colour)
        if fill.value and min(box.width, box.height) > _THICK:
            drawings.fills.append(box)
        if not is_ink:
            continue
        if fill.value and min(box.width, box.height) <= _THICK:
            drawings.rules.append(box)
        elif is_stroked.value:
            sides = (_box(side, order, colour) for side in zip(points, (*points[1:], points[0]), strict=True))
            drawings.rules += (
                side
                for side in sides
                if min(side.width, side.height) < _STRAIGHT < max(side.width, side.height)
            )


def _outlines_of(path: Any, matrix: Matrix, drawings: Drawings) -> Iterator[list[tuple[float, float]]]:
    """Yield the corners of each outline of a path that has no curves; curves are only counted."""
    points: list[tuple[float, float]] = []
    has_curve = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(raw.FPDFPath_CountSegments(path), _MOST_POINTS)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not has_curve:
                yield points
            points, has_curve = [], False
        elif kind == raw.FPDF_SEGMENT_BEZIERTO:
            has_curve = True
            drawings.outlines += 1
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        points.append(_moved(matrix, x.value, y.value))
    if len(points) > 1 and not has_curve:
        yield points
