"""A copy of a text that the parser can read: without unseen characters, and with the usual form of each character.

Labels may contain a character that prints nothing, a radical (第⼀条) or a traditional form (第一條), and lines may end
with a mark that is made for vertical lines (︓). The parser reads
a copy in which they have been replaced, and `restoring` puts the characters of the original into the tree.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

import msgspec

from regkit.model.limits import MOST_CHARACTERS
from regkit.parsing.character_grammar import STRAY_PRIVATE_USE
from regkit.parsing.invisible import has_invisible, high_bytes
from regkit.rule import offsets_of
from regkit.text.invisible import NO_UNSEEN, UNSEEN
from regkit.text.variants import (
    is_traditional,
    may_be_traditional,
    radicals,
    simplified,
    with_usual_marks,
    without_radicals,
)
from regkit.text.whitespace import with_line_feeds, without_whitespace

# The high bytes in UTF-16 of radicals and compatibility ideographs, of variation selectors, and of the private use area.
_HIGH_OF_RADICALS = (0x2E, 0x2F, 0xF9, 0xFA)
_HIGH_OF_SELECTORS = (0x18, 0xFE)
# The high byte of marks for vertical lines and of small marks.
_HIGH_OF_MARKS = 0xFE
_HIGH_OF_PRIVATE_USE = range(0xE0, 0xF9)


class LegibleText(msgspec.Struct, frozen=True):
    """A text as the parser reads it.

    Lines end with LF. `text` has the same lines as `original`, and is the same string if nothing was replaced. `removed` has for each character
    of `original` that is not in `text` the offset in `text` at which it was removed, in order. The other fields say which unusual
    characters `original` may contain, so that only such texts are searched for them.
    """

    original: str
    text: str
    removed: Sequence[int] = ()
    has_invisible: bool = False
    has_radicals: bool = False
    has_private_use: bool = False
    traditional: bool = False


def as_it_is(text: str) -> LegibleText:
    """A text that is read without any replacement, and not searched for unusual characters."""
    return LegibleText(text, text)


def legible_text(text: str) -> LegibleText:
    """The text as the parser reads it."""
    if len(text) > MOST_CHARACTERS:
        return as_it_is(text)
    # First of all, because an unseen character may stand between CR and LF.
    text = with_line_feeds(text)
    high = high_bytes(text)
    # A character outside the basic plane takes four bytes.
    is_wide = len(high) > len(text)
    has_invisible_ = has_invisible(text, high)
    # Characters of the private use area are not printable either.
    has_private_use = is_wide or (has_invisible_ and any(map(high.__contains__, _HIGH_OF_PRIVATE_USE)))
    may_have_radicals = is_wide or any(map(high.__contains__, _HIGH_OF_RADICALS))
    has_radicals = may_have_radicals and not set(map(ord, set(text))).isdisjoint(radicals())
    may_have_unseen = has_invisible_ or is_wide or any(map(high.__contains__, _HIGH_OF_SELECTORS))
    traditional = may_be_traditional(text)
    copy, removed = _without_unseen(text, has_private_use=has_private_use) if may_have_unseen else (text, ())
    if has_radicals:
        copy = without_radicals(copy)
    if _HIGH_OF_MARKS in high:
        copy = with_usual_marks(copy)
    if traditional:
        copy, traditional = simplified(copy), is_traditional(text)
    if copy is not text and not without_whitespace(copy):
        copy, removed = text, ()
    return LegibleText(text, copy, removed, has_invisible_, has_radicals, has_private_use, traditional)


def _without_unseen(text: str, *, has_private_use: bool) -> tuple[str, Sequence[int]]:
    """The text without its unseen characters, and the offset in it at which each of them was removed.

    Characters of the private use area that a program left behind the end of a sentence are removed with them: they
    hide that the sentence ends there.
    """
    unseen = list(offsets_of(UNSEEN.intersection(text), text))
    removed = [offset - count for count, offset in enumerate(unseen)]
    copy = text.translate(NO_UNSEEN) if unseen else text
    stray = [*_stray_private_use(copy)] if has_private_use else []
    if not stray:
        return copy, removed
    dropped = {*unseen, *(offset + bisect_right(removed, offset) for offset in stray)}
    copy = "".join([character for offset, character in enumerate(text) if offset not in dropped])
    return copy, [offset - count for count, offset in enumerate(sorted(dropped))]


def _stray_private_use(text: str) -> Iterator[int]:
    """The offsets of characters of the private use area behind the punctuation at the end of a line."""
    for match in STRAY_PRIVATE_USE.finditer(text):
        yield from range(*match.span("stray"))
