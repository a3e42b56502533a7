"""What a line of a statute can be, and the line itself."""

from __future__ import annotations

from enum import Enum, auto

import msgspec

from regkit.model.address import Number
from regkit.model.levels import Level
from regkit.text.whitespace import strip_whitespace

EXCERPT = 30


class LineKind(Enum):
    """What a line looks like, by itself."""

    TEXT = auto()
    HEADING = auto()
    ARTICLE = auto()
    # 一、
    SECTION = auto()
    ITEM = auto()
    SUBITEM = auto()
    CONTENTS = auto()
    PREAMBLE = auto()
    ANNEX = auto()
    # What is no text: a row of a table, the place of an image, a page number between two pages.
    ROW = auto()
    IMAGE = auto()
    PAGE = auto()
    # What an instruction quotes, however it begins.
    QUOTED = auto()

    # The one of Enum is written in Python and slow.
    __hash__ = object.__hash__


NONE = Number(0)


class ParsedLine(msgspec.Struct, frozen=True, gc=False):
    """A line that prints something.

    `line_number` counts from 1 in the file. `text` is the whole line without the blanks at its ends; for a line
    with a label, `label` is that label as printed, `rest` what follows it, and `gap` says whether blanks
    stand between. `level` is that of a heading; `style` tells kinds of 目 labels apart,
    `through` is the last number of several articles printed as one.
    """

    line_number: int
    kind: LineKind
    text: str
    label: str = ""
    rest: str = ""
    gap: bool = False
    number: Number = NONE
    level: Level | None = None
    style: str = ""
    through: Number | None = None

    @property
    def numbered(self) -> bool:
        """Whether a number is printed. An annex may have none."""
        return self.number.value > 0

    @property
    def last(self) -> Number:
        """The last number that the line stands for."""
        return self.through or self.number

    @property
    def width(self) -> int:
        """How long the line is without the gap after its label, which may be printed anew."""
        return len(self.label) + len(self.rest) if self.label else len(self.text)

    @property
    def excerpt(self) -> str:
        """The beginning of the line, to recognise it by."""
        return shortened(self.text)


def shortened(text: str) -> str:
    """The beginning of a text."""
    text = strip_whitespace(text)
    return text if len(text) <= EXCERPT else text[:EXCERPT] + "…"
