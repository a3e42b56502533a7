"""PDF: finds large words that are printed across the text of a page, as watermarks are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from statistics import median

from regkit.codes import ProblemCode
from regkit.notations.pdf.glyphs import Glyph
from regkit.notations.pdf.grammar import LABEL_START

# In sizes of most letters: larger words may lie across others.
_LARGE = 1.6
# In sizes: a letter has ink from so far below its baseline to so far above it.
_BELOW, _INK = 0.12, 0.8
# Large words lie across at least so many letters.
_LEAST_COVERED = 3
# In characters: words that lie across others and are longer are no watermark.
_LONGEST = 20
# So many pairs of a large and another character are looked at; no page with a watermark has more.
_MOST_PAIRS = 1_000_000


def without_overlays(glyphs: Sequence[Glyph]) -> tuple[list[Glyph], list[Glyph]]:
    """The characters of a page without the large words across others, and the characters of those."""
    if not glyphs:
        return [], []
    least = _LARGE * median(glyph.size for glyph in glyphs)
    large = [glyph for glyph in glyphs if glyph.size > least]
    letters = [glyph for glyph in glyphs if glyph.size <= least and glyph.text.strip()]
    if not large or len(large) * len(letters) > _MOST_PAIRS:
        return list(glyphs), []
    across = {id(glyph) for line in _lines_of(large) if _lie_across(line, letters) for glyph in line}
    kept = [glyph for glyph in glyphs if id(glyph) not in across]
    return kept, [glyph for glyph in glyphs if id(glyph) in across]


def mark_watermarks(overlays: Iterable[Glyph]) -> None:
    """Mark the characters of large words as left out, unless they begin like a provision or are as long as a sentence."""
    for line in _lines_of(sorted(overlays, key=lambda glyph: -glyph.baseline)):
        words = "".join(glyph.text for glyph in sorted(line, key=lambda glyph: glyph.left))
        if len(words) <= _LONGEST and not LABEL_START.match(words) and not words.endswith("。"):
            for glyph in line:
                glyph.kind = ProblemCode.TEXT_PAGE_EDGES


def _lines_of(large: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Yield the large characters line by line."""
    line: list[Glyph] = []
    for glyph in sorted(large, key=lambda glyph: -glyph.baseline):
        if line and line[0].baseline - glyph.baseline > glyph.size / 2:
            yield line
            line = []
        line.append(glyph)
    if line:
        yield line


def _lie_across(line: Sequence[Glyph], letters: Sequence[Glyph]) -> bool:
    """Whether these characters are printed across letters, several of which stand wholly between their upper and lower ends."""
    covered = (
        letter
        for glyph in line
        for letter in letters
        if glyph.text.strip()
        and glyph.left < (letter.left + letter.right) / 2 < glyph.right
        and glyph.baseline - _BELOW * glyph.size <= letter.baseline
        and letter.baseline + _INK * letter.size <= glyph.baseline + _INK * glyph.size
    )
    return len(list(islice(covered, _LEAST_COVERED))) == _LEAST_COVERED
