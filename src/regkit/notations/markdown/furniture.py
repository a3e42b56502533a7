"""Lines of links around a law in Markdown, by which readers of a site move: they belong to the page and not to the law."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from regkit.notations.markdown.grammar import HEADING_MARK, LABEL, UNDERLINE
from regkit.notations.markdown.words_grammar import ADDRESS, ANY_TAG, LINK, PAGES_BESIDE
from regkit.rule import Match

# In characters: what stands beside the links, such as the name of the site.
_MOST_BESIDE = 15
# What a line of navigation does not contain: the marks of sentences, and words that announce a part of the law.
_OF_THE_LAW = ("。", "；", "：", "，", "第", "附", "目录")
# Lines at either end of a file among which navigation is looked for.
_MOST_LINES = 40


def furniture_in(lines: Sequence[str], first: int) -> frozenset[int]:
    """The indexes of lines of links above the first heading, from line `first` on, and below the end of the law."""
    if not any(
        "](" in line or "</a>" in line
        for line in (*lines[first : first + _MOST_LINES], *lines[-_MOST_LINES:])
    ):
        return frozenset()
    # The heading itself, and the end of the law, are the lines at which navigation ends.
    above = range(first, _first_heading(lines, first) + 1)
    below = range(len(lines) - 1, max(first, len(lines) - _MOST_LINES) - 1, -1)
    return frozenset((*_links(lines, above), *_links(lines, below)))


def _first_heading(lines: Sequence[str], first: int) -> int:
    """The index of the first heading, if that can be the title; otherwise `first`, so that nothing stands above it."""
    for index in range(first, min(len(lines) - 1, first + _MOST_LINES)):
        mark = HEADING_MARK.match(lines[index])
        if mark or (lines[index].strip() and UNDERLINE.match(lines[index + 1] or " ")):
            return first if LABEL.match(lines[index][mark.end() if mark else 0 :].strip()) else index
    return first


def _links(lines: Sequence[str], indexes: Iterable[int]) -> list[int]:
    """The indexes of lines of links, up to the first line that is something else; none if there is no such line."""
    chosen: list[int] = []
    for index in indexes:
        words = ANY_TAG.sub("", LINK.sub(_words_of, lines[index])).strip()
        beside = ANY_TAG.sub("", LINK.sub(_beside, lines[index])).strip()
        if not words:
            continue
        named = PAGES_BESIDE.sub("", words)
        has_links = len(beside) < len(words) and "![" not in lines[index]
        if not has_links or len(beside) > _MOST_BESIDE or any(sign in named for sign in _OF_THE_LAW):
            return chosen
        chosen.append(index)
    return []


def _words_of(match: Match) -> str:
    return str(match["words"] or match["text"] or "")


def _beside(match: Match) -> str:
    """What a link leaves beside it: nothing, unless its address is none."""
    is_link = match["address"] is None or ADDRESS.match(match["address"])
    return "" if is_link else _words_of(match)
