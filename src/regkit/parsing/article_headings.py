"""Find the headings of articles (条标) that stand beside the label, with the text of the article below them."""

from __future__ import annotations

from collections.abc import Sequence

from regkit.parsing import grammar
from regkit.parsing.kinds import LineKind, ParsedLine

# In characters: the longest heading of an article.
_LONGEST_HEADING = 40
# Most articles must have a heading: at least four of five, and at least two.
_FEWEST = 2
_NEVER_IN_HEADING = frozenset("，。；：！？,;:!?")


def find_article_headings(lines: Sequence[ParsedLine], articles: Sequence[int]) -> frozenset[int]:
    """The indices of the articles whose text begins below a heading, or none unless most articles have one.

    A single line of this form may be a wrapped sentence or a short article; a whole text of them is not.
    `articles` are the indices of the lines that begin articles.
    """
    most_without = len(articles) // 5
    with_heading: list[int] = []
    without = 0
    for index in articles:
        rest = lines[index].rest
        # Nearly all articles begin with a sentence on the line of the label.
        may_be_heading = rest[-1:] != "。" and _may_be_heading(rest)
        if may_be_heading and grammar.DELETED.match(rest):
            continue
        if not may_be_heading or index + 1 == len(lines) or lines[index + 1].kind is not LineKind.TEXT:
            without += 1
            if without > most_without:
                return frozenset()
            continue
        with_heading.append(index)
    widest = max((lines[index + 1].width for index in with_heading), default=0)
    sure = sum(_is_surely_heading(lines[index], lines[index + 1], widest) for index in with_heading)
    if sure < _FEWEST or sure * 5 < (len(with_heading) + without) * 4:
        return frozenset()
    return frozenset(with_heading)


def _is_surely_heading(line: ParsedLine, below: ParsedLine, widest: int) -> bool:
    """Whether a line was not wrapped: a line that was is full, and the rest of its sentence is hardly longer.

    `widest` is the width of the widest line right below a heading.
    """
    is_short = below.width > line.width or 2 * line.width <= widest
    return below.text[-1] in grammar.SENTENCE_ENDS and is_short


def _may_be_heading(rest: str) -> bool:
    """Whether the text beside the label of an article has the form of a heading without 【】."""
    return (
        0 < len(rest) <= _LONGEST_HEADING
        and rest[-1] != "、"
        and rest[0] not in "【［“"
        and not _NEVER_IN_HEADING.intersection(rest)
    )
