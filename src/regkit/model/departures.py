"""Where the text that was read departs from the file: words left out, replaced or added."""

from __future__ import annotations

import msgspec

NUMBERED = "numbered"
"""Kind of a departure: the program that shows the file prints an automatic number, which is written out in the text."""
REPLACED = "replaced"
"""Kind of a departure: other characters with the same meaning stand in the text, such as ² for a raised 2."""
SYNTAX = "syntax"
"""Kind of a departure: signs of the format itself, such as the # of a heading in Markdown or the instruction of a field in Word."""
DUPLICATE = "duplicate"
"""Kind of a departure: the file holds the same words twice, for different programs."""
METADATA = "metadata"
"""Kind of a departure: words about the file that no page shows, such as the title of a browser's window."""


class Departure(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One point at which the text departs from the file: words of the file left out or replaced, or words added.

    `kind` is the code of the problem that names it for people, or, where nobody needs to look, one of the kinds
    above. `offset` counts the signs of the text (its characters without whitespace) before that point.
    `omitted` holds the words of the file that are not in the text; `added` is how many signs of the text, from
    `offset` on, are not in the file. Both may be nothing: a picture has no words. `page`, from 1, and `part`, in
    Chinese (页眉, 脚注), say where in the file the words stand, if that is not where the text stands. `pictures` are the places
    of the pictures that are named here, as a census states them, if the format has such places.
    """

    kind: str
    offset: int = 0
    omitted: str = ""
    added: int = 0
    page: int | None = None
    part: str | None = None
    pictures: tuple[str, ...] = ()
