"""PDF: tells which characters of a page can be seen, and which are the recognised text of a scan."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

import msgspec
from pypdfium2 import raw

from regkit.notations.pdf.drawings import Area, Drawings, DrawnText, address_of
from regkit.notations.pdf.glyphs import Sight, Visibility

# A picture that covers more than this share of the page is a scan of it.
_SCAN = 0.5
# In points: a lower area is a line and hides no word.
_LEAST_COVER = 5.0
# How many pairs of a text and an area above it are looked at; no statute hides text in more.
_MOST_PAIRS = 1_000_000
_MOST_PICTURES = 200
# From 0 to 255: a background in which all parts of the colour are at least this shows no white letters.
_LIGHT = 200


def sight_on(drawings: Drawings, box: Area) -> Sight | None:
    """What tells whether a character of the page can be seen; None if nothing on the page hides any."""
    covers = [fill for fill in drawings.fills if fill.is_opaque and fill.height > _LEAST_COVER]
    if len(covers) * len(drawings.texts) > _MOST_PAIRS:
        covers = []
    pictures = drawings.pictures[:_MOST_PICTURES]
    scans = [picture for picture in pictures if _is_scan(picture, box)]
    judges: dict[int, _Judge] = {}
    for address, text in drawings.texts.items():
        later = covers[bisect_right(covers, text.order, key=lambda cover: cover.order) :]
        above = [cover for cover in later if _touch(cover, text.bounds)]
        is_under_scan = any(scan.order > text.order for scan in scans)
        if above or is_under_scan or text.is_invisible or text.is_white:
            below = [area for area in (*covers, *pictures) if area.order < text.order]
            judges[address] = _Judge(
                text, above, below, scans if text.is_invisible or is_under_scan else [], pictures
            )
    if not judges:
        return None

    def see(text_page: Any, index: int, x: float, y: float) -> Visibility:
        judge = judges.get(address_of(raw.FPDFText_GetTextObject(text_page, index)))
        return Visibility.SEEN if judge is None else judge.see(x, y)

    return see


class _Judge(msgspec.Struct):
    """What lies above and below a text that can perhaps not be seen.

    `scans` are the scans whose recognised text this is, if it is.
    """

    text: DrawnText
    above: Sequence[Area]
    below: Sequence[Area]
    scans: Sequence[Area]
    pictures: Sequence[Area]

    def see(self, x: float, y: float) -> Visibility:
        """Whether a point of the text can be seen."""
        if any(cover.holds(x, y) for cover in self.above):
            return Visibility.HIDDEN
        if any(scan.holds(x, y) for scan in self.scans):
            return Visibility.RECOGNISED
        is_lost = self.text.is_invisible or (self.text.is_white and self._is_light(x, y))
        return Visibility.HIDDEN if is_lost else Visibility.SEEN

    def _is_light(self, x: float, y: float) -> bool:
        """Whether the background of a point is so light that white letters cannot be seen."""
        below = [area for area in self.below if area.holds(x, y)]
        if not below:
            return True
        top = max(below, key=lambda area: area.order)
        return top not in self.pictures and min(top.colour[:3]) >= _LIGHT


def _is_scan(picture: Area, box: Area) -> bool:
    width = min(picture.right, box.right) - max(picture.left, box.left)
    height = min(picture.top, box.top) - max(picture.bottom, box.bottom)
    return width > 0 and height > 0 and width * height > _SCAN * box.width * box.height


def _touch(cover: Area, bounds: Area) -> bool:
    across = cover.left < bounds.right and bounds.left < cover.right
    return across and cover.bottom < bounds.top and bounds.bottom < cover.top
