"""PDF: finds what stands at the edges of pages: page numbers, heads and feet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from regkit.codes import ProblemCode
from regkit.notations.pdf.grammar import ABOVE_TITLE, LABEL_START
from regkit.notations.pdf.lines import Aside, LinePiece, Printed, PrintedLine, Slant
from regkit.notations.source import REPEATED, WATERMARK
from regkit.parsing.frame_grammar import COLLECTION
from regkit.printing.grammar import PAGE_NUMBER

# In points: a head stands at the same height of different pages, give or take this much.
_HEIGHT = 4
# In sizes of the body: larger words that stand on the same spot of most pages lie across the text.
_LARGE = 1.6
# In sizes of the body: heads and feet are often in print as small as this.
_SMALL = 0.9
# In sizes of the title: a head stands this far above it.
_APART = 2.0
# In characters: longer words that run aslant are a watermark only if they stand on the same spot of several pages.
_LONGEST_WATERMARK = 20


def without_edges(items: Sequence[Printed], body: float) -> list[Printed]:
    """The printed lines, with those that are page numbers, heads, feet or watermarks made asides.

    `body` is the size of most letters of the document.
    """
    lines = [item for item in items if isinstance(item, PrintedLine)]
    edges = _edges([line for line in lines if line.slant is None], body)
    edges |= dict.fromkeys(_watermarks(lines, body), WATERMARK)
    spots = Counter(item.spot for item in items if isinstance(item, Aside) and item.spot)
    most = max(2, len({item.page for item in items}) // 2)
    kept: list[Printed] = []
    for item in items:
        page = item.page + 1
        if isinstance(item, PrintedLine) and item in edges:
            piece = LinePiece("", ProblemCode.TEXT_PAGE_EDGES, _words(item), page, edges[item])
            kept.append(Aside((piece,), item.page))
        elif isinstance(item, PrintedLine) and item.slant:
            kept += (Aside((LinePiece("", ProblemCode.TEXT_UNSURE_WATERMARK, "", page),), item.page), item)
        elif isinstance(item, Aside) and item.spot and spots[item.spot] > most:
            kept.append(Aside((LinePiece("", ProblemCode.TEXT_IMAGE, "", page, REPEATED),), item.page))
        else:
            kept.append(item)
    return kept


def _words(line: PrintedLine) -> str:
    """All words of a line, those that would be left out or replaced among them."""
    return "".join(piece.omitted if piece.kind else piece.text for piece in line.pieces)


def _watermarks(lines: Sequence[PrintedLine], body: float) -> Iterator[PrintedLine]:
    """Yield those lines that run aslant and are surely watermarks.

    They stand on the same spot of several pages, or they are a few words, no sentence and no provision, that are printed
    several times on a page of level text, very lightly, across other letters, or larger than the text.
    """
    level = {line.page for line in lines if line.slant is None}
    lines = [line for line in lines if line.slant is not None]
    spots = defaultdict[_Spot, set[int]](set)
    for line in lines:
        spots[_spot(line)].add(line.page)
    times = Counter((line.text, line.page) for line in lines)
    for line in lines:
        text = line.text.strip()
        if LABEL_START.match(text):
            continue
        is_short = len(text) <= _LONGEST_WATERMARK and not text.endswith(("。", "；", "："))
        is_large = 0 < _LARGE * body < line.size
        is_veil = (
            line.slant is Slant.OVERLAID
            or is_large
            or (line.page in level and times[line.text, line.page] > 1)
        )
        if len(spots[_spot(line)]) > 1 or (is_short and is_veil):
            yield line


_Spot = tuple[str, int, tuple[int, int], int]


def _spot(line: PrintedLine) -> _Spot:
    """A key that is equal for the same watermark of different pages."""
    return (*_pattern(line), line.shape, round(line.left / _HEIGHT))


def _edges(lines: Sequence[PrintedLine], body: float) -> dict[PrintedLine, str]:
    """The lines at the edges of pages, each with what it is: a page number, or a head, a foot or a watermark of most pages."""
    pages: dict[tuple[int, tuple[int, int]], list[PrintedLine]] = defaultdict(list)
    for line in lines:
        pages[line.page, line.shape].append(line)
    most = max(2, len({line.page for line in lines}) // 2)
    large = [line for line in lines if line.size > _LARGE * body]
    spots = Counter((line.text, round(line.left / _HEIGHT), _height(line)) for line in large)
    edges = {
        line: WATERMARK
        for line in large
        if spots[line.text, round(line.left / _HEIGHT), _height(line)] > most
    }
    if len({page for page, _ in pages}) == 1:
        edges |= dict.fromkeys(_heads_above_title(lines, body), "页眉")
    outermost = {key: _outermost(page_lines) for key, page_lines in pages.items()}
    repeated = Counter(_pattern(line) for members in outermost.values() for line in members)
    for members in outermost.values():
        for line in members:
            is_number = line in (members[0], members[-1]) and bool(PAGE_NUMBER.match(line.text.strip()))
            # Small print at the edge of both pages of a short document is as clear.
            is_on_all = len(outermost) == repeated[_pattern(line)] > 1 and line.size <= _SMALL * body
            if is_number or is_on_all or repeated[_pattern(line)] > most:
                middle = (members[0].baseline + members[-1].baseline) / 2
                edges[line] = "页码" if is_number else "页眉" if line.baseline >= middle else "页脚"
    return edges


def _heads_above_title(lines: Sequence[PrintedLine], body: float) -> list[PrintedLine]:
    """The head of a page that has no other page to compare with: a line that stands far above a title.

    It is in small print, or names a collection of laws.
    """
    if len(lines) < 3:
        return []
    head, title = sorted(lines, key=lambda line: -line.baseline)[:2]
    text = head.text.strip()
    is_small = head.size <= _SMALL * body and not ABOVE_TITLE.match(text)
    is_apart = head.baseline - title.baseline > _APART * title.size and head.size < _SMALL * title.size
    return [head] if is_apart and title.size > body and (is_small or COLLECTION.match(text)) else []


def _outermost(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The two highest and the two lowest lines of a page, from top to bottom."""
    ordered = sorted(lines, key=lambda line: -line.baseline)
    return ordered if len(ordered) <= 4 else [*ordered[:2], *ordered[-2:]]


def _pattern(line: PrintedLine) -> tuple[str, int]:
    """A key that is equal for the same header or footer of different pages: its text without numbers, and its height."""
    words = "".join("#" if character.isdecimal() else character for character in line.text)
    while "##" in words:
        words = words.replace("##", "#")
    return words, _height(line)


def _height(line: PrintedLine) -> int:
    return round(line.baseline / _HEIGHT)
