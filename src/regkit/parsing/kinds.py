"""The kinds of line in a statute, and the line itself. The whole parser uses them."""

from __future__ import annotations

from enum import Enum, auto

import msgspec

from regkit.model.address import Number
from regkit.model.levels import Level
from regkit.text.whitespace import strip_whitespace

# The length of an excerpt in a problem, in characters.
EXCERPT = 30


class LineKind(Enum):
    """What a line looks like when seen by itself."""

    TEXT = auto()
    HEADING = auto()
    ARTICLE = auto()
    # 一、
    DIVISION = auto()
    ITEM = auto()
    SUBITEM = auto()
    CONTENTS = auto()
    PREAMBLE = auto()
    ANNEX = auto()
    # Not text: a row of a table, an image, a page number, a footnote.
    ROW = auto()
    IMAGE = auto()
    PAGE = auto()
    FOOTNOTE = auto()
    # A line that an amending instruction quotes, whatever it looks like.
    QUOTED = auto()

    # Enum.__hash__ is written in Python and slow.
    __hash__ = object.__hash__


# The number of a line without one.
NONE = Number(0)


class ParsedLine(msgspec.Struct, frozen=True, gc=False):
    """A line that contains more than whitespace.

    `line_number` counts the lines of the file from 1, `kind` is what the line looks like, and `text` is the whole
    line without whitespace at its ends. If the line begins with a label, `label` is the label as printed, `rest`
    the text after it, `gap` whether there is whitespace between them, and `number` the number of the label. `level`
    is the level of a heading or a 一、. `style` is the style of the label of a subitem or division (such as "1." or
    "一、"), and `through` the last number if one label stands for several articles (第五条至第七条).
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
        """Whether the label has a number. The label of an annex may have none."""
        return self.number.value > 0

    @property
    def last(self) -> Number:
        """The last number of the label: `through` if there is one, otherwise `number`."""
        return self.through or self.number

    @property
    def width(self) -> int:
        """The length in characters without the whitespace after the label, which may change when it is printed."""
        return len(self.label) + len(self.rest) if self.label else len(self.text)

    @property
    def excerpt(self) -> str:
        """The beginning of the line, by which a reader can find it."""
        return shortened(self.text)


def shortened(text: str) -> str:
    """The beginning of a text: at most EXCERPT characters, and … if there are more."""
    text = strip_whitespace(text)
    return text if len(text) <= EXCERPT else text[:EXCERPT] + "…"
